/* SPDX-License-Identifier: MPL-2.0 */
/*
 * lookup.h - asking the register, and the proof of residence that comes of it.
 *
 * begin: checked, an audit line committed, the question signed, sealed and laid
 * into mail.db; then the courier is poked. Nothing here waits, but the _wait call
 * that subcommands use.
 */
#ifndef MOTCUA_DESK_LOOKUP_H
#define MOTCUA_DESK_LOOKUP_H

#include "motcua/base/str.h"
#include "motcua/base/vec.h"
#include "motcua/desk/desk.h"
#include "motcua/domain/evidence.h"

struct mc_lookup {
	struct mc_query query;
	struct mc_answer answer;     /* outcome NONE while it is out */
	char evidence_id[MC_UUID_LEN]; /* a verification's saved proof; "" = none */
	char stated_id[MC_UUID_LEN]; /* what another way gave beside it; "" = none was used */
	bool cached;                 /* from an earlier look-up; answer.taken_at says when */
	struct mc_date card_issued;  /* of the card that was scanned to ask; empty = none was */
};

/* Fills query->id, officer, asked_at. wait_s: 1..600, 0 = the default of 30. */
enum mc_code mc_lookup_begin(struct mc_desk *desk, struct mc_query *query, int wait_s,
			     struct mc_err *why) MC_CHECKED;
/*
 * Has it come? ret->answer.outcome stays NONE while waiting; FAILURE with its cause
 * when time is up (the question is cancelled) or the courier gave up. An answer that
 * is not signed, names another question or does not open is refused: the code is
 * returned once, the question stays open until its time is up, and then the code is the
 * failure's cause. An outcome is given once; afterwards MC_E_NOT_FOUND. For a verification the
 * evidence is saved before the outcome is shown; for a failed one the terminal's own
 * statement.
 */
enum mc_code mc_lookup_poll(struct mc_desk *desk, const char *query_id, struct mc_lookup *ret,
			    struct mc_err *why) MC_CHECKED;
/* Esc: nobody waits any more; outcome service failure, recorded as cancelled. It counts as
 * a try at verification only when the courier had really tried. */
enum mc_code mc_lookup_cancel(struct mc_desk *desk, const char *query_id,
			      struct mc_err *why) MC_CHECKED;
/* begin + poll until there is an outcome; for subcommands. */
enum mc_code mc_lookup_wait(struct mc_desk *desk, struct mc_query *query, int wait_s,
			    struct mc_lookup *ret, struct mc_err *why) MC_CHECKED;
/* Somebody looked up before; MC_E_NOT_FOUND. number: 12 or 9 digits. */
enum mc_code mc_lookup_recent(struct mc_desk *desk, const char *number, struct mc_lookup *ret,
			      struct mc_err *why) MC_CHECKED;

/* ---- residence evidence */
/* Another way of Decree 104/2022, article 14, stated by the officer: found (VNeID
 * shown, card reader) or failure (tried, or not available). Saved, signed by the terminal.
 * query as for mc_lookup_begin(); MC_E_FIELD_CHOICE for the register's own way. */
enum mc_code mc_residence_state(struct mc_desk *desk, const struct mc_query *query,
				enum mc_way way, enum mc_outcome outcome, const char *address,
				char ret_evidence_id[MC_UUID_LEN], struct mc_err *why) MC_CHECKED;
/* May a paper be asked for now? MC_OK or MC_E_PAPER_NOT_ALLOWED, from the evidence saved
 * within the last 24 hours. */
enum mc_code mc_residence_paper_allowed(struct mc_desk *desk, const char *number,
					struct mc_err *why) MC_CHECKED;

struct mc_evidence_shown {
	struct mc_evidence claims;
	struct mc_str claims_json; /* the payload as signed */
	struct mc_str jws;
	char kid[9];
	char *file; /* where it is saved; NULL when it was given from outside */
};
void mc_evidence_shown_init(struct mc_evidence_shown *shown);
void mc_evidence_shown_done(struct mc_evidence_shown *shown);
enum mc_code mc_evidence_show(struct mc_desk *desk, const char *evidence_id,
			      struct mc_evidence_shown *ret, struct mc_err *why) MC_CHECKED;
/* struct mc_evidence_row (store/store.h) items, newest first. */
enum mc_code mc_evidence_list(struct mc_desk *desk, const char *number, struct mc_vec *ret,
			      struct mc_err *why) MC_CHECKED;
/*
 * Offline check of a file: the bare JWS, or our .jws.age (opened with the office's
 * key: of data_dir, or of the data folder the file stands in). gateway_keys may be NULL:
 * then as the configuration says. MC_OK = the signature is right and the key was valid at
 * iat; the terminal's own statements verify against the terminal key of the data folder.
 * claims are filled as far as they could be read.
 */
enum mc_code mc_evidence_check(const char *file, const char *gateway_keys, const char *data_dir,
			       struct mc_evidence_shown *ret, struct mc_err *why) MC_CHECKED;

#endif
