/* SPDX-License-Identifier: MPL-2.0 */
/* accept.h - the one door for dossiers, whichever way they came. */
#ifndef GATEWAY_ACCEPT_H
#define GATEWAY_ACCEPT_H

#include "gateway/gateway.h"
#include "gateway/httpd.h"

/*
 * A record that an enrolled terminal signed, about exactly this manifest. MC_E_TERMINAL_*,
 * MC_E_SIGNATURE, or what is wrong with its shape.
 */
enum mc_code mc_gateway_record(const struct mc_gateway *gateway, struct mc_slice record_jws,
			       struct mc_slice manifest, struct mc_record *ret,
			       struct mc_ledger_terminal *ret_terminal,
			       struct mc_err *why) MC_CHECKED;

/*
 * Take a dossier in, or say why not, as the answer of request: what PUT says. The record
 * must be of request->argument; "" takes the record's own id over.
 */
void mc_accept_dossier(const struct mc_gateway *gateway, struct mc_request *request,
		       struct mc_slice record_jws, struct mc_slice manifest);

/* The same outside a PUT: what, where the request is of this name (for the log). */
void mc_accept_apart(const struct mc_gateway *gateway, const struct mc_route *route,
		     struct mc_slice record_jws, struct mc_slice manifest,
		     struct mc_request *ret);
void mc_accept_apart_done(struct mc_request *request);

/*
 * A part that came on a stick: the bytes that `some` gives, length in all, named sha256.
 * Held afterwards, on disk and in the ledger; MC_E_SIGNATURE when they are others.
 */
typedef enum mc_code mc_accept_some(void *from, void *to, size_t size, size_t *ret_len,
				    struct mc_err *why);
enum mc_code mc_accept_part(const struct mc_gateway *gateway, const char *terminal,
			    const char *sha256, int64_t length, mc_accept_some *some, void *from,
			    struct mc_err *why) MC_CHECKED;

#endif
