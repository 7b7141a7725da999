/* SPDX-License-Identifier: MPL-2.0 */
/* gateway.h - what every route works with, and how the gateway speaks. */
#ifndef GATEWAY_GATEWAY_H
#define GATEWAY_GATEWAY_H

#include "gateway/keys.h"
#include "gateway/ledger.h"
#include "gateway/register.h"
#include "motcua/base/loop.h"

#define MC_PART_LIMIT (21 * 1024 * 1024) /* a sealed attachment, in bytes */
#define MC_EVENT_PAUSE 2000 /* ms before in_process follows, demo */

struct mc_patch;

struct mc_gateway {
	const char *name; /* in hello */
	char *dir;
	bool demo;
	struct mc_ledger ledger;
	struct mc_gateway_keys *keys;
	struct mc_register people; /* ops NULL: no register behind this gateway */
	struct mc_timer *relay; /* set: the relay runs when the answer is out */
	struct mc_timer *sweep; /* what nobody asks for any more, by the hour */
	struct mc_patch *patches;  /* uploads being written right now */
};

/*
 * Sign the outer statement; an inner text is sealed to terminal's opening key first and
 * its digest put into outer. ret is filled for mc_reply_done().
 */
enum mc_code mc_gateway_speak(const struct mc_gateway *gateway, struct mc_outer *outer,
			      const char *open_key, struct mc_slice inner, struct mc_reply *ret,
			      struct mc_err *why) MC_CHECKED;
/* The same with a notice inside. */
enum mc_code mc_gateway_notify(const struct mc_gateway *gateway, struct mc_outer *outer,
			       const char *open_key, const struct mc_notice *notice,
			       struct mc_reply *ret, struct mc_err *why) MC_CHECKED;
/* event.c: what a dossier has become (dossier->state), or one of its branches (NULL = none);
 * word: the outcome where the state says less ("payment_due"), or NULL. The numbers go into
 * the notice. */
enum mc_code mc_gateway_event(const struct mc_gateway *gateway,
			      const struct mc_ledger_dossier *dossier,
			      const struct mc_ledger_branch *branch, const char *word,
			      const struct mc_ledger_turn *turn, int64_t now,
			      struct mc_notice *notice, struct mc_reply *ret,
			      struct mc_err *why) MC_CHECKED;
#define MC_DAY_LEN 16
void mc_gateway_day(int64_t now, char ret[MC_DAY_LEN]); /* "261123", for official numbers */
/* A refusal, by what the ledger holds. */
enum mc_code mc_gateway_refuse(const struct mc_gateway *gateway, const char *outcome,
			       const struct mc_ledger_held *held, struct mc_reply *ret,
			       struct mc_err *why) MC_CHECKED;

/*
 * A statement of a terminal: the terminal named in the payload must be enrolled and its key
 * must have signed. Appends the payload. MC_E_TERMINAL_UNKNOWN (also for another key than
 * the enrolled one), MC_E_TERMINAL_REVOKED, MC_E_SIGNATURE, or the parse's code.
 */
enum mc_code mc_gateway_hear(const struct mc_gateway *gateway, struct mc_slice jws,
			     const char *kind, struct mc_ledger_terminal *ret_terminal,
			     struct mc_str *ret_payload, struct mc_err *why) MC_CHECKED;

/* Enrolled and not revoked: MC_E_TERMINAL_UNKNOWN, MC_E_TERMINAL_REVOKED. */
enum mc_code mc_gateway_terminal(const struct mc_gateway *gateway, const char *id,
				 struct mc_ledger_terminal *ret, struct mc_err *why) MC_CHECKED;

/*
 * relay.c: what a person at the province does with a dossier, told to its terminal at once.
 * outcome: "needs_supplement", "returned", "completed", and "in_process" of what is being
 * verified; of a branch also "forwarded",
 * "acknowledged", "in_process". MC_E_NOT_FOUND, MC_E_DOSSIER_STATE: also for the whole of a
 * linked group, which answers by its branches.
 */
struct mc_relay_act {
	const char *id, *outcome;
	const char *branch; /* NULL = the whole */
	const char *text, *field, *reason; /* may be NULL */
	bool verifies; /* with "in_process": the longer legal time counts from now on */
	int64_t deadline;		   /* 0 = none */
};
enum mc_code mc_relay_act(struct mc_gateway *gateway, const struct mc_relay_act *act, int64_t now,
			  struct mc_err *why) MC_CHECKED;
/* relay.c: take all steps that are due; does nothing outside --demo. The second for a timer. */
enum mc_code mc_relay_run(struct mc_gateway *gateway, int64_t now, struct mc_err *why) MC_CHECKED;
void mc_relay_due(void *ctx);

#endif
