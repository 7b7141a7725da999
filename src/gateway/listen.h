/* SPDX-License-Identifier: MPL-2.0 */
/* listen.h - where the gateway listens: unix:/path, or host:port with a numeric host. */
#ifndef GATEWAY_LISTEN_H
#define GATEWAY_LISTEN_H

#include <stdbool.h>
#include <sys/socket.h>

#include "motcua/base/err.h"

struct mc_listen {
	struct sockaddr_storage address;
	socklen_t len;
	bool local; /* a Unix socket or loopback: plain HTTP is allowed */
};

/* "unix:/path", "127.0.0.1:8080", "[::1]:0", "localhost:0". MC_E_LISTEN, MC_E_SOCKET_PATH. */
enum mc_code mc_listen_parse(const char *text, struct mc_listen *ret,
			     struct mc_err *why) MC_CHECKED;
/*
 * A listening socket, close-on-exec and non-blocking. A Unix socket's file is replaced
 * only when nobody answers behind it. listen gets the port that was chosen for 0.
 */
enum mc_code mc_listen_open(struct mc_listen *listen, int *ret_fd, struct mc_err *why) MC_CHECKED;
/* Takes a Unix socket's file away. */
void mc_listen_close(const struct mc_listen *listen);
/* "unix:/path", "http://127.0.0.1:8080", "https://[::1]:8443". */
void mc_listen_format(const struct mc_listen *listen, bool tls, char *ret, unsigned long size);

#endif
