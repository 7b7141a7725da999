/* SPDX-License-Identifier: MPL-2.0 */
/*
 * put.h - what every sealed manifest goes through on its way in: its PUT, and a look
 * inside, for nothing but the procedure, the parts, and whether it can ever be read.
 */
#ifndef GATEWAY_PUT_H
#define GATEWAY_PUT_H

#include "gateway/accept.h"
#include "gateway/gateway.h"
#include "gateway/httpd.h"

/*
 * Answer a PUT of this id: hand its record and manifest over, which came in one of two forms.
 * The manifest as the body and the rest in the head (Motcua-Record, Idempotency-Key,
 * Repr-Digest), or both as a lean batch of one.
 */
void mc_put_route(const struct mc_gateway *gateway, struct mc_request *request, const char *id,
		  mc_accept *accept);
/* Is this what was signed to be the manifest's digest? */
enum mc_code mc_put_digest(const char *digest, struct mc_slice manifest,
			   struct mc_err *why) MC_CHECKED;
/* The batch records of a body, lean or not; borrowed from it, or from room. */
enum mc_code mc_put_records(const struct mc_request *request, struct mc_str *room,
			    struct mc_slice *ret, struct mc_err *why) MC_CHECKED;

struct mc_inside {
	struct mc_manifest manifest; /* unless there is an objection */
	const char *objection;	     /* msgid: why it must be rejected for good; NULL = none */
	enum mc_code unread;	     /* nothing is said for good: it may come again */
	struct mc_vec missing;	     /* char[65]: parts that this terminal did not send */
};
void mc_inside_init(struct mc_inside *inside);
void mc_inside_done(struct mc_inside *inside);
/*
 * id: of what it is, for the log and to be named inside; dossier: what it is a supplement
 * to, "" = nothing. Fails only for a ledger that fails.
 */
enum mc_code mc_inside_look(const struct mc_gateway *gateway, const char *terminal, const char *id,
			    const char *dossier, struct mc_slice sealed, struct mc_inside *ret,
			    struct mc_err *why) MC_CHECKED;
/* The answer when it is no statement: unread, or parts missing. False: go on. */
bool mc_inside_answer(const struct mc_inside *inside, struct mc_request *request);

#endif
