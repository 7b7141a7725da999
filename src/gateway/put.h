/* SPDX-License-Identifier: MPL-2.0 */
/*
 * put.h - what every sealed manifest goes through on its way in: the head of its PUT, and a
 * look inside, for nothing but the procedure, the parts, and whether it can ever be read.
 */
#ifndef GATEWAY_PUT_H
#define GATEWAY_PUT_H

#include "gateway/gateway.h"
#include "gateway/httpd.h"

/* Motcua-Record is there, Idempotency-Key is this id, Repr-Digest is the body's. */
enum mc_code mc_put_check(const struct mc_request *request, const char *id,
			  struct mc_err *why) MC_CHECKED;

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
