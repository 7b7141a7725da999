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

/* A supplement, likewise; request->argument is its dossier, request->second its own id; both
 * "" take the record's over. */
void mc_accept_supplement(const struct mc_gateway *gateway, struct mc_request *request,
			  struct mc_slice record_jws, struct mc_slice manifest);
/* Who signed it, about exactly this manifest. As mc_gateway_record(). */
enum mc_code mc_gateway_supplement(const struct mc_gateway *gateway, struct mc_slice record_jws,
				   struct mc_slice manifest, struct mc_supplement *ret,
				   struct mc_ledger_terminal *ret_terminal,
				   struct mc_err *why) MC_CHECKED;
/* A withdrawal, by its JWS alone. */
void mc_accept_withdrawal(const struct mc_gateway *gateway, struct mc_request *request,
			  struct mc_slice jws, struct mc_slice nothing);

/* The same outside a PUT: what, where the request is of this name (for the log). manifest is
 * empty for a withdrawal. */
typedef void mc_accept(const struct mc_gateway *gateway, struct mc_request *request,
		       struct mc_slice record_jws, struct mc_slice manifest);
void mc_accept_apart(const struct mc_gateway *gateway, const struct mc_route *route,
		     mc_accept *accept, struct mc_slice record_jws, struct mc_slice manifest,
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
