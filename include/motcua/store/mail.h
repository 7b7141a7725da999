/* SPDX-License-Identifier: MPL-2.0 */
/*
 * mail.h - mail/mail.db: where desk and courier meet. Sealed things only.
 *
 * The commit of a SEALED row here is the act of submitting. Every change of an
 * item's state goes through mc_mail_happen(), which asks the pure table
 * (domain/dossier.h) and writes the journal row in the same transaction.
 */
#ifndef MOTCUA_STORE_MAIL_H
#define MOTCUA_STORE_MAIL_H

#include "motcua/base/rand.h"
#include "motcua/base/str.h"
#include "motcua/base/vec.h"
#include "motcua/domain/dossier.h"
#include "motcua/domain/query.h"
#include "motcua/store/paths.h"

struct mc_mail;

/* Makes or migrates it (under the lease once one is held by another: MC_E_STORE_BUSY). */
enum mc_code mc_mail_open(const struct mc_paths *paths, struct mc_mail **ret,
			  struct mc_err *why) MC_CHECKED;
void mc_mail_close(struct mc_mail *mail);
/* Does the file still stand where it was opened? What is written into one that was deleted
 * or moved is lost. MC_E_MAIL_LOST. */
enum mc_code mc_mail_here(struct mc_mail *mail, struct mc_err *why) MC_CHECKED;
/* PRAGMA quick_check: reads the whole file. MC_E_STORE_CORRUPT. */
enum mc_code mc_mail_quick_check(struct mc_mail *mail, struct mc_err *why) MC_CHECKED;
/* What is read in between is of one moment, and costs less. Nothing may be written. */
void mc_mail_look_begin(struct mc_mail *mail);
void mc_mail_look_end(struct mc_mail *mail);
/* Changes whenever another connection committed (PRAGMA data_version): cheap to ask. */
uint32_t mc_mail_version(struct mc_mail *mail);

/* Settings shared by both: "terminal", "epoch", "enrolment" (JWS), "training", "cut", "pace"
 * (the courier's: "<bytes a second> <at, ms>"), "send_now" (ms: when a person last said so),
 * "ask_from" (ms: in a rest that the gateway asked for a look-up goes from then on),
 * "clock_told" (ms: when a hello last told the gateway's time, to the hour),
 * "whole" (src/sync/whole.c), "gateway_behind" (store/epoch.h). */
enum mc_code mc_mail_get(struct mc_mail *mail, const char *key, struct mc_str *ret,
			 struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_set(struct mc_mail *mail, const char *key, const char *value,
			 struct mc_err *why) MC_CHECKED;

/* ---- items: sealed dossiers, and sealed supplements to them (store/supplement.h) */
struct mc_item {
	char id[MC_UUID_LEN];
	char dossier[MC_UUID_LEN]; /* what it is a supplement to; "" = it is a dossier */
	char asked[MC_DIGEST_LEN]; /* by which event; "" */
	char epoch[17];
	int64_t seq; /* a supplement has no epoch and no seq: "" and 0 */
	char digest[MC_DIGEST_LEN];
	enum mc_state state;
	int attempts;
	int64_t sealed_at, next_try, last_try; /* next_try 0 = now */
	enum mc_code cause;       /* of the last failed try; MC_OK = none */
	char cause_detail[120];
	int64_t sent_bytes, total_bytes; /* parts and manifest */
	bool has_receipt;
	bool withdrawing; /* its withdrawal is open (store/withdrawal.h) */
	enum mc_code refused; /* why its withdrawal came to nothing; MC_OK = it did not */
	bool after_burial; /* it corrects one whose withdrawal is open: that goes first */
	int64_t state_at;
	int64_t n; /* in the order of sealing, over all epochs */
};

/* Head of the chain, read inside the seal transaction. */
struct mc_seal_head {
	char epoch[17];
	int64_t next_seq;
	char prev[MC_DIGEST_LEN];
};
/*
 * Sealing: begin locks the database and gives the head; the caller signs the
 * record; commit inserts the item (state SEALED) with its parts, durable when it
 * returns. abort lets go. Between begin and commit nothing else may be called.
 */
enum mc_code mc_mail_seal_begin(struct mc_mail *mail, struct mc_seal_head *ret,
				struct mc_err *why) MC_CHECKED;
struct mc_sealed {
	const char *id, *digest;
	const char *dossier, *asked; /* of a supplement; NULL */
	const char *replaces;        /* the one that it corrects; "" or NULL = none */
	struct mc_slice burial;      /* the signed withdrawal of that one, for when it is HELD */
	struct mc_slice record, manifest;
	const char (*parts)[MC_DIGEST_LEN]; /* names of sealed files in mail/parts/ */
	const int64_t *part_sizes;
	int part_count;
	int64_t now;
};
/* MC_E_REPLACED (detail = an id): the one that it corrects may go itself, or another stands in
 * its place already. */
enum mc_code mc_mail_seal_commit(struct mc_mail *mail, const struct mc_sealed *sealed,
				 struct mc_err *why) MC_CHECKED;
void mc_mail_seal_abort(struct mc_mail *mail);
/* What was sealed in its place and may still go, or went; "" = nothing. */
enum mc_code mc_mail_replacement(struct mc_mail *mail, const char *id, char ret[MC_UUID_LEN],
				 struct mc_err *why) MC_CHECKED;

enum mc_code mc_mail_item(struct mc_mail *mail, const char *id, struct mc_item *ret,
			  struct mc_err *why) MC_CHECKED; /* MC_E_DOSSIER_UNKNOWN */
/* Of a row in a list no more is seen than this; MC_E_DOSSIER_UNKNOWN. */
struct mc_item_state {
	enum mc_state state;
	int64_t at;
};
enum mc_code mc_mail_item_state(struct mc_mail *mail, const char *id, struct mc_item_state *ret,
				struct mc_err *why) MC_CHECKED;
/* Newest seq first. */
enum mc_code mc_mail_items(struct mc_mail *mail, int offset, int limit, struct mc_vec *ret,
			   struct mc_err *why) MC_CHECKED;
/* How many of them there are, and how many stand before one of them in that order:
 * MC_E_DOSSIER_UNKNOWN. Neither they nor any part of the list cost more where there are many. */
enum mc_code mc_mail_item_count(struct mc_mail *mail, int *ret, struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_item_place(struct mc_mail *mail, const char *id, int *ret,
				struct mc_err *why) MC_CHECKED;
/* Their ids, char[MC_UUID_LEN], newest first: an epoch that was left had that running number too. */
enum mc_code mc_mail_items_numbered(struct mc_mail *mail, int64_t seq, struct mc_vec *ret,
				    struct mc_err *why) MC_CHECKED;
/* The oldest that is on its way and not put off; "" = none. */
enum mc_code mc_mail_item_moving(struct mc_mail *mail, char ret[MC_UUID_LEN],
				 struct mc_err *why) MC_CHECKED;
/* All of them in that order, a page at a time; ends with the first that take() refuses. It may
 * ask the stores for other things meanwhile. */
typedef enum mc_code mc_mail_take(void *ctx, const struct mc_item *item, struct mc_err *why);
enum mc_code mc_mail_each_item(struct mc_mail *mail, mc_mail_take *take, void *ctx,
			       struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_item_record(struct mc_mail *mail, const char *id, struct mc_str *ret_record,
				 struct mc_str *ret_manifest, struct mc_err *why) MC_CHECKED;
/* The gateway's signed word on the PUT: the receipt, or the rejection; of what was sent again
 * the newest. MC_E_NOT_FOUND. */
enum mc_code mc_mail_item_receipt(struct mc_mail *mail, const char *id, struct mc_str *ret_outer,
				  struct mc_str *ret_inner, struct mc_err *why) MC_CHECKED;

/* What goes with a happening; all stored in the same transaction as the state. */
struct mc_happened {
	int64_t now;
	struct mc_slice outer, inner; /* a verified statement; empty = none */
	int64_t cursor;               /* of an event; 0 = none */
	bool behind_gap;              /* one before it is missing: ours does not move */
	bool from_file;               /* a return file: what is known already says nothing of now */
	enum mc_code cause;
	const char *detail;           /* no personal data; may be NULL */
};
/* MC_E_DOSSIER_STATE when the table has no such arrow; the same statement again is MC_OK. */
enum mc_code mc_mail_happen(struct mc_mail *mail, const char *id, enum mc_happening happening,
			    const struct mc_happened *what, struct mc_err *why) MC_CHECKED;
/* Is this very statement about it stored already? */
enum mc_code mc_mail_said(struct mc_mail *mail, const char *id, struct mc_slice outer, bool *ret,
			  struct mc_err *why) MC_CHECKED;
/* The journal behind number `after`: which items changed, in their order; struct mc_mail_news. */
struct mc_mail_news {
	int64_t n, at;
	char id[MC_UUID_LEN];
};
enum mc_code mc_mail_news(struct mc_mail *mail, int64_t after, int limit, struct mc_vec *ret,
			  struct mc_err *why) MC_CHECKED;
/* A failed try: counts, cause and next_try; the state stays. */
enum mc_code mc_mail_failed(struct mc_mail *mail, const char *id, int64_t now, int64_t next_try,
			    enum mc_code cause, const char *detail, struct mc_err *why) MC_CHECKED;
/* One of several such changes in one transaction. */
struct mc_mail_step {
	const char *id;
	bool failed; /* a failed try: what.cause, what.detail and next_try; else a happening */
	enum mc_happening happening;
	struct mc_happened what;
	int64_t next_try;
	bool done; /* set: false when somebody else brought the item further meanwhile */
};
enum mc_code mc_mail_steps(struct mc_mail *mail, struct mc_mail_step *steps, size_t count,
			   struct mc_err *why) MC_CHECKED;
/* "Send now": next_try = 0 for one (id) or all waiting (NULL). */
enum mc_code mc_mail_retry(struct mc_mail *mail, const char *id, struct mc_err *why) MC_CHECKED;
/* The link is back: all are due, but those of `attempts` tries and more outside an upload. */
enum mc_code mc_mail_release(struct mc_mail *mail, int attempts, struct mc_err *why) MC_CHECKED;
/* Waiting items in seq order whose next_try is due, and that nothing keeps back: a withdrawal of
 * it, or of what it corrects; struct mc_item. A next_try beyond now + cap counts as now (clock jumps). ret_next: the earliest later next_try; 0 = none, or
 * as many are due as the limit allows. */
enum mc_code mc_mail_due(struct mc_mail *mail, int64_t now, int64_t cap, int limit,
			 struct mc_vec *ret, int64_t *ret_next, struct mc_err *why) MC_CHECKED;

/* All of them in that order, whenever they are due, but for those to be taken back. A stick brings
 * a correction and the withdrawal of what it corrects together. */
enum mc_code mc_mail_waiting(struct mc_mail *mail, int limit, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;

/* Of which the gateway may know more than we do, in the order of sealing, behind n `after`;
 * struct mc_item. */
struct mc_unsettled { /* how many there are in all */
	int unknown; /* whose outcome may be unknown */
	int bundled; /* no PUT of ours asks about them */
};
enum mc_code mc_mail_unsettled(struct mc_mail *mail, int64_t after, int limit, struct mc_vec *ret,
			       struct mc_unsettled *ret_all, struct mc_err *why) MC_CHECKED;

/* ---- parts */
struct mc_mail_part {
	char sha256[MC_DIGEST_LEN];
	int64_t size, offset; /* offset: confirmed by the gateway; never decreases */
	bool held;
	char upload[256];     /* the gateway's upload URL; "" = none yet */
};
enum mc_code mc_mail_parts(struct mc_mail *mail, const char *id, struct mc_vec *ret,
			   struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_part_progress(struct mc_mail *mail, const char *sha256, const char *upload,
				   int64_t offset, bool held, struct mc_err *why) MC_CHECKED;
/* A part whose upload was begun and that nothing which may still be sent has; MC_E_NOT_FOUND. */
enum mc_code mc_mail_upload_left(struct mc_mail *mail, struct mc_mail_part *ret,
				 struct mc_err *why) MC_CHECKED;
/* The gateway lacks it after all: offset 0, not held. */
enum mc_code mc_mail_part_lost(struct mc_mail *mail, const char *sha256,
			       struct mc_err *why) MC_CHECKED;

/* ---- questions */
enum mc_question_state { MC_QUESTION_WAITING, MC_QUESTION_SENT, MC_QUESTION_ANSWERED,
			 MC_QUESTION_FAILED, MC_QUESTION_CANCELLED, MC_QUESTION_DONE };
struct mc_question {
	char id[MC_UUID_LEN];
	enum mc_query_kind kind;
	enum mc_question_state state;
	int64_t asked_at, give_up_at;
	int attempts;
	enum mc_code cause; /* of the last failed try */
	bool queued; /* nobody sits in front of it: it waits for the link until give_up_at */
};
/* What stands in question but its state, which is WAITING. sealed: the age envelope.
 * question_sha256 (hex of the JWS): what the answer must name. */
enum mc_code mc_mail_ask(struct mc_mail *mail, const struct mc_question *question,
			 struct mc_slice sealed, const char *question_sha256,
			 struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_question(struct mc_mail *mail, const char *id, struct mc_question *ret,
			      struct mc_err *why) MC_CHECKED; /* MC_E_NOT_FOUND */
/* The oldest that waits, those first that somebody sits in front of; MC_E_NOT_FOUND. Past
 * give_up_at they become FAILED here. */
enum mc_code mc_mail_question_next(struct mc_mail *mail, int64_t now, struct mc_question *ret,
				   struct mc_str *ret_sealed, char ret_sha256[MC_DIGEST_LEN],
				   struct mc_err *why) MC_CHECKED;
/* A try failed; it stays WAITING. */
enum mc_code mc_mail_question_failed(struct mc_mail *mail, const char *id, enum mc_code cause,
				     struct mc_err *why) MC_CHECKED;
/* The gateway refused it for good: FAILED, with the cause. Unless it has ended already
 * (MC_E_DOSSIER_STATE). */
enum mc_code mc_mail_question_refused(struct mc_mail *mail, const char *id, enum mc_code cause,
				      struct mc_err *why) MC_CHECKED;
/* A signed answer, verified by the courier, stored as it came. */
enum mc_code mc_mail_answer(struct mc_mail *mail, const char *id, struct mc_slice outer,
			    struct mc_slice inner, int64_t now, struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_answer_load(struct mc_mail *mail, const char *id, struct mc_str *ret_outer,
				 struct mc_str *ret_inner, struct mc_err *why) MC_CHECKED;
/* By the desk: nobody waits any more. Unless ANSWERED meanwhile (MC_E_DOSSIER_STATE). */
enum mc_code mc_mail_question_cancel(struct mc_mail *mail, const char *id,
				     struct mc_err *why) MC_CHECKED;
/* The desk took it over; envelope and answer are deleted. */
enum mc_code mc_mail_question_done(struct mc_mail *mail, const char *id,
				   struct mc_err *why) MC_CHECKED;

/* ---- events and the link */
enum mc_code mc_mail_cursor(struct mc_mail *mail, int64_t *ret, struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_cursor_set(struct mc_mail *mail, int64_t cursor, struct mc_err *why) MC_CHECKED;
/* What stands behind this one is to be asked for again; never forwards. */
enum mc_code mc_mail_cursor_back(struct mc_mail *mail, int64_t cursor,
				 struct mc_err *why) MC_CHECKED;
/* The list was begun anew (the gateway was put back from a backup): all of it is asked for again,
 * and what is stored stands before all that comes. */
enum mc_code mc_mail_cursor_restart(struct mc_mail *mail, struct mc_err *why) MC_CHECKED;
/* The setting "events_gap": what the gateway said behind our cursor, up to this one, is missing
 * (sync/gap.c). 0, 0 = nothing. */
struct mc_mail_gap {
	int64_t until, since;
};
enum mc_code mc_mail_gap(struct mc_mail *mail, struct mc_mail_gap *ret,
			 struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_gap_set(struct mc_mail *mail, const struct mc_mail_gap *gap,
			     struct mc_err *why) MC_CHECKED;
/* The highest cursor of the item's stored events; 0 = none, and below it those of a list before. */
enum mc_code mc_mail_event_newest(struct mc_mail *mail, const char *id, int64_t *ret,
				  struct mc_err *why) MC_CHECKED;
struct mc_mail_event {
	int64_t cursor, at;
	char id[MC_UUID_LEN], kind[16];
	struct mc_str outer, inner;
};
/* Stored statements of an item (receipt, rejection, refusal, withdrawn, event), oldest
 * first: events by their cursors, a late one too; items freed with mc_mail_events_done. */
enum mc_code mc_mail_events(struct mc_mail *mail, const char *id, struct mc_vec *ret,
			    struct mc_err *why) MC_CHECKED;
void mc_mail_events_done(struct mc_vec *events);

enum mc_link_state { MC_LINK_UNKNOWN, MC_LINK_UP, MC_LINK_DOWN, MC_LINK_SUSPECT };
struct mc_link {
	enum mc_link_state state;
	int64_t since, last_up, next_try;
	enum mc_code cause;
	int64_t clock_offset; /* gateway's time minus ours, ms */
};
enum mc_code mc_mail_link(struct mc_mail *mail, struct mc_link *ret, struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_link_set(struct mc_mail *mail, const struct mc_link *link,
			      struct mc_err *why) MC_CHECKED;

/* The courier's process id, for `sync` to see whether one is at work; 0 = none. The
 * lock (held while the descriptor lives) is the truth, the row information. */
enum mc_code mc_mail_lease_take(struct mc_mail *mail, int *ret_fd, struct mc_err *why) MC_CHECKED;
/* Waits for the holder's end instead of MC_E_LEASE. */
enum mc_code mc_mail_lease_wait(struct mc_mail *mail, int *ret_fd, struct mc_err *why) MC_CHECKED;
bool mc_mail_lease_held(struct mc_mail *mail);

/* ---- numbers */
struct mc_ledger {
	int64_t created; /* the highest seq, all epochs summed */
	int64_t bucket[MC_BUCKET_COUNT];
	int64_t missing; /* a seq below the highest without a row; its first: */
	int64_t first_missing;
	bool balanced;
};
enum mc_code mc_mail_ledger(struct mc_mail *mail, struct mc_ledger *ret,
			    struct mc_err *why) MC_CHECKED;
/* What a ledger asks of an item. */
struct mc_counted {
	int64_t n, seq; /* seq 0: a supplement, which has no running number */
	char id[MC_UUID_LEN];
	enum mc_state state;
};
/*
 * The same a page at a time, from an empty one on: each item counts once, as it was when its page
 * was read, so that it balances though the courier goes on meanwhile. Behind the last page
 * `ended` is set and `ledger` is whole.
 */
struct mc_ledger_walk {
	struct mc_ledger ledger;
	char epoch[17];
	int64_t top, expected; /* of this epoch: the highest seq, the next to come */
	bool ended;
};
enum mc_code mc_mail_ledger_page(struct mc_mail *mail, struct mc_ledger_walk *walk, int limit,
				 struct mc_vec *ret, struct mc_err *why) MC_CHECKED;
/* Those behind n `after`, in the order of sealing. */
enum mc_code mc_mail_supplements_page(struct mc_mail *mail, int64_t after, int limit,
				      struct mc_vec *ret, struct mc_err *why) MC_CHECKED;
/* Items waiting, held, and open (dossiers received but not final): for the status row. */
struct mc_mail_counts {
	int waiting, held, bundled, open, failing;
	int withdrawing; /* withdrawals that wait for the gateway */
};
enum mc_code mc_mail_counts(struct mc_mail *mail, struct mc_mail_counts *ret,
			    struct mc_err *why) MC_CHECKED;
/* Is there one? However many there are, it costs the same: the courier asks before each step. */
struct mc_mail_any {
	bool waiting, open, withdrawing; /* as in the counts */
};
enum mc_code mc_mail_any(struct mc_mail *mail, struct mc_mail_any *ret,
			 struct mc_err *why) MC_CHECKED;

/* ---- poking: an empty datagram to a socket in mail/run/; never blocks, never fails loudly */
void mc_poke(const char *socket_path);
/* Bind the own socket (0660); -1 with why on failure. Non-blocking, close-on-exec. */
enum mc_code mc_poke_open(const char *socket_path, int *ret_fd, struct mc_err *why) MC_CHECKED;
void mc_poke_drain(int fd);

#endif
