/* SPDX-License-Identifier: MPL-2.0 */
/* options.h - what the courier is told, on the command line or by motcua.conf(5). */
#ifndef COURIER_OPTIONS_H
#define COURIER_OPTIONS_H

#include <stdbool.h>
#include <sys/types.h>

#include "motcua/base/config.h"

/* Texts are never NULL; "" = not said. Borrowed from argv and config. */
struct courier_options {
	const char *data, *gateway, *gateway_key;
	const char *ca, *client_cert, *client_key, *proxy;
	bool once, with_parent;
	bool stay;    /* a service: waits for another courier's end, and ends for nobody's */
	pid_t parent; /* who started it, by its own word; 0 = not said */
	struct mc_config *config;
};

/* -1 = go on; else the exit status, and why->code when there is something to report. */
int courier_options_parse(int argc, char **argv, struct courier_options *ret, struct mc_err *why);
void courier_options_done(struct courier_options *options);

#endif
