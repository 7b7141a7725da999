/* SPDX-License-Identifier: MPL-2.0 */
/* item.h - the item that is on its way: what its commit (items.c) and its attachments (parts.c)
 * share. */
#ifndef SYNC_ITEM_H
#define SYNC_ITEM_H

#include "sync/engine.h"

/* The next part that the gateway lacks; when there is none, the commit. */
void item_send_parts(struct mc_engine *engine);
void item_commit(struct mc_engine *engine);
/* Once within the same try; a gateway that misses them again gets a pause. */
void item_resend_parts(struct mc_engine *engine);

/* ---- ends of a try */

/* True when the store did it; false ends the courier, unless somebody else (a stick, the
 * officer) brought the item further meanwhile: then only this try is over. */
bool item_stored(struct mc_engine *engine, enum mc_code code, const struct mc_err *why);
/* The try failed, the item waits. */
void item_try_again(struct mc_engine *engine, enum mc_code cause, const char *detail);
void item_hold(struct mc_engine *engine, const struct mc_reply *reply, enum mc_code cause,
	       const char *detail);
/* Not what our gateway says. */
void item_suspect(struct mc_engine *engine, const struct mc_err *why);
/*
 * Refused without a verdict: what passes by itself is tried again, the rest needs a person.
 * But what may have been taken in already (COMMITTING) is ended by a signature alone: it
 * shows its cause and asks again, however often it is refused.
 */
void item_not_now(struct mc_engine *engine, enum mc_code cause, const char *detail);
/* What went wrong with the link or gateway as a whole; true when it was that. */
bool item_link_trouble(struct mc_engine *engine, const struct mc_client_answer *answer);

#endif
