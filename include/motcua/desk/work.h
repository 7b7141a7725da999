/* SPDX-License-Identifier: MPL-2.0 */
/*
 * work.h - a dossier in hand: open, fill, attach, check, seal; and the queue.
 *
 * Every change is on disk when the call returns (a killed terminal loses at most
 * the field being typed). Sealing is the act of submitting.
 */
#ifndef MOTCUA_DESK_WORK_H
#define MOTCUA_DESK_WORK_H

#include "motcua/desk/lookup.h"
#include "motcua/domain/dossier.h"
#include "motcua/domain/form.h"
#include "motcua/domain/progress.h"

/* An attachment of a draft. */
struct mc_attachment {
	char sha256[MC_DIGEST_LEN]; /* of the sealed part: its name */
	char paper[MC_WORD_LEN], name[MC_TEXT_LEN];
	int64_t size; /* of the file */
};

struct mc_work {
	struct mc_desk *desk; /* borrowed */
	char id[MC_UUID_LEN], local_number[MC_LOCAL_NUMBER_LEN], replaces[MC_UUID_LEN];
	char supplements[MC_UUID_LEN]; /* the dossier that it completes; "" = none */
	enum mc_state state;  /* DRAFT or READY are editable */
	int64_t created_at;
	const struct mc_procedure *procedure; /* borrowed from the desk */
	struct mc_form *form;
	struct mc_vec attachments; /* struct mc_attachment */
	int lock_fd;
};

/* A new draft, on disk. MC_E_PROCEDURE_UNKNOWN, MC_E_PROCEDURE_FILE. */
enum mc_code mc_work_new(struct mc_desk *desk, const char *code, struct mc_work **ret,
			 struct mc_err *why) MC_CHECKED;
/* By id or local number. Another process has it open: MC_E_DRAFT_LOCKED. What is sealed
 * or discarded opens for reading, any number of times. */
enum mc_code mc_work_open(struct mc_desk *desk, const char *name, struct mc_work **ret,
			  struct mc_err *why) MC_CHECKED;
/* For reading alone, also while another process or view has it in hand. */
enum mc_code mc_work_look(struct mc_desk *desk, const char *name, struct mc_work **ret,
			  struct mc_err *why) MC_CHECKED;
void mc_work_close(struct mc_work *work);

/* Take a field's text and save it, with what it computes. The validation's code is
 * returned (the raw text is saved all the same); a store error too. When the field is a
 * role's number and that person was looked up before, the role is filled. */
enum mc_code mc_work_type(struct mc_work *work, int field, const char *text,
			  struct mc_err *why) MC_CHECKED;
/* Fill a role from an answer, and save. ret_filled may be NULL. */
enum mc_code mc_work_fill(struct mc_work *work, const char *role, const struct mc_lookup *lookup,
			  int *ret_filled, struct mc_err *why) MC_CHECKED;
enum mc_code mc_work_fill_card(struct mc_work *work, const char *role, const struct mc_card *card,
			       int *ret_filled, struct mc_err *why) MC_CHECKED;
/* What an earlier look-up of the number that stands in this field brought, while it is fresh; of
 * another field nothing. mc_work_type() does it by itself. */
enum mc_code mc_work_fill_recent(struct mc_work *work, int field, struct mc_err *why) MC_CHECKED;
/* Rows of a table (form.h): one more at the end, one less, two change places; saved. */
enum mc_code mc_work_row_add(struct mc_work *work, int table, struct mc_err *why) MC_CHECKED;
enum mc_code mc_work_row_remove(struct mc_work *work, int table, int row,
				struct mc_err *why) MC_CHECKED;
enum mc_code mc_work_row_swap(struct mc_work *work, int table, int row, int other,
			      struct mc_err *why) MC_CHECKED;
/* The question for a role from what stands in its number, name and birth fields. */
enum mc_code mc_work_query(const struct mc_work *work, const char *role, struct mc_query *ret,
			   struct mc_err *why) MC_CHECKED;
/* The role a field belongs to; NULL when it belongs to nobody. */
const struct mc_role *mc_work_role_of(const struct mc_work *work, int field);
/* The file is read, sealed and fsynced now. MC_E_ATTACH_*. */
enum mc_code mc_work_attach(struct mc_work *work, const char *paper, const char *path,
			    struct mc_err *why) MC_CHECKED;
enum mc_code mc_work_detach(struct mc_work *work, const char *sha256,
			    struct mc_err *why) MC_CHECKED;
/* struct mc_problem items; none = complete. */
void mc_work_problems(const struct mc_work *work, struct mc_vec *ret);
/* The day and hour that it would be due, received at this instant; 0 = nobody can say. */
int64_t mc_work_due(const struct mc_work *work, int64_t received_at);
/* Complete by the rules and named in the audit: DRAFT -> READY, for the moment when the
 * officer is asked "send?", so that sending itself writes once. A change of a READY one
 * makes it DRAFT again. MC_E_FORM_INCOMPLETE, MC_E_OFFICER, MC_E_ATTACH_MISSING. */
enum mc_code mc_work_ready(struct mc_work *work, struct mc_err *why) MC_CHECKED;
/* Complete (mc_work_ready() when that was not done), seal, lay into the queue.
 * MC_E_FORM_INCOMPLETE keeps the draft. ret_seq: its seq; 0 for a supplement, which has none.
 * A supplement: MC_E_SUPPLEMENT_EMPTY, MC_E_SUPPLEMENT_WAITS; MC_E_DOSSIER_STATE when its
 * dossier does not wait for it any more. */
enum mc_code mc_work_submit(struct mc_work *work, int64_t *ret_seq, struct mc_err *why) MC_CHECKED;
enum mc_code mc_work_discard(struct mc_work *work, struct mc_err *why) MC_CHECKED;

/* "Correct it": a new draft with a new id that replaces a REJECTED, RETURNED or HELD one,
 * all its values, papers and proofs with it; the draft that was begun for it before. MC_E_DOSSIER_STATE;
 * MC_E_REPLACED (detail = a number): another stands in its place. */
enum mc_code mc_dossier_correct(struct mc_desk *desk, const char *name, struct mc_work **ret,
				struct mc_err *why) MC_CHECKED;
/* What the province asked for last, by its signed word. MC_E_NOT_FOUND: for nothing. */
struct mc_dossier_asked {
	char event[MC_DIGEST_LEN]; /* SHA-256 of the event's JWS */
	int64_t at, deadline;      /* deadline 0 = not told */
	char text[MC_TEXT_LEN];
};
enum mc_code mc_dossier_asked(struct mc_desk *desk, const char *id, struct mc_dossier_asked *ret,
			      struct mc_err *why) MC_CHECKED;
/* The draft of a supplement to one that NEEDS_SUPPLEMENT: begun now, with all values that the
 * province has by now, or the one that was begun before. What is changed and attached in it
 * is what is sent. MC_E_DOSSIER_STATE, MC_E_SUPPLEMENT_WAITS. */
enum mc_code mc_dossier_supplement(struct mc_desk *desk, const char *name, struct mc_work **ret,
				   struct mc_err *why) MC_CHECKED;
/* Why the gateway refused it or sent it back, or what it asks for, from its newest signed and opened word;
 * struct mc_dossier_reason items. */
struct mc_dossier_reason {
	char field[64], text[604];
};
enum mc_code mc_dossier_reasons(struct mc_desk *desk, const char *id, struct mc_vec *ret,
				struct mc_err *why) MC_CHECKED;

/* ---- dossiers of this desk, drafts and queue together */
struct mc_dossier_row {
	char id[MC_UUID_LEN], local_number[MC_LOCAL_NUMBER_LEN];
	char procedure[MC_WORD_LEN];
	char subject[MC_NAME_LEN];
	char official_number[MC_UUID_LEN];
	enum mc_state state;
	int64_t created_at, state_at;
	/* once sealed */
	int64_t seq, sealed_at, next_try;
	int attempts;
	enum mc_code cause;
	int64_t sent_bytes, total_bytes;
	bool has_receipt; /* verified from its signed bytes */
	bool lost; /* the gateway had it, and was put back to before that (mc_queue_lost) */
	bool receipt_bad; /* one is there that its signature does not bear out; cause says so */
	bool withdrawing; /* asked for, and not yet settled by the gateway's signature */
	enum mc_code refused; /* why the gateway did not let it be taken back; MC_OK = it was not asked */
	bool after_burial; /* it corrects one that is being taken back: that goes first */
	struct mc_progress progress; /* when it is due; reached NONE before it is sealed */
	char supplements[MC_UUID_LEN]; /* it is a supplement to this dossier; "" = it is none */
	/* of one that NEEDS_SUPPLEMENT: until when, and how far that is */
	int64_t deadline;	      /* 0 = not told */
	int verifying;		      /* verifications that wait for the link */
	bool unverified; /* one of them needs a person: no such person, no answer, something else */
	char supplement[MC_UUID_LEN]; /* "" = not begun */
	enum mc_state supplement_state;
	int64_t supplement_at;
};
/* Newest first. struct mc_dossier_row items. queue_only: sealed ones. */
enum mc_code mc_dossier_list(struct mc_desk *desk, bool queue_only, int offset, int limit,
			     struct mc_vec *ret, struct mc_err *why) MC_CHECKED;
enum mc_code mc_dossier_row(struct mc_desk *desk, const char *name, struct mc_dossier_row *ret,
			    struct mc_err *why) MC_CHECKED;
/* How many sealed ones there are, after a look for news: a screen reads that list a page at a
 * time, and no page costs more where there are many. And the place of one in it; -1: it is not
 * in it. */
enum mc_code mc_queue_length(struct mc_desk *desk, int *ret, struct mc_err *why) MC_CHECKED;
int mc_queue_place(struct mc_desk *desk, const char *id);
/* The oldest that is being sent and is not put off; its id is "" when there is none. */
enum mc_code mc_queue_moving(struct mc_desk *desk, struct mc_dossier_row *ret,
			     struct mc_err *why) MC_CHECKED;

/* What the gateway said, oldest first, opened and verified again from its signed bytes. */
struct mc_dossier_said {
	char kind[16], outcome[24];
	int64_t at;
	char official_number[MC_UUID_LEN];
	char text[MC_TEXT_LEN];
	bool verified; /* signed by the gateway, and about this very dossier */
	char kid[9];
	/* of one branch of a linked group; "" = of the whole */
	char branch[MC_WORD_LEN], branch_outcome[24], branch_number[MC_UUID_LEN];
	int64_t deadline, due, step_at; /* 0 = not told */
	bool verifies; /* the longer legal time counts, if there is one */
};
enum mc_code mc_dossier_said(struct mc_desk *desk, const char *id, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;
/* The receipt's exact signed bytes; MC_E_NOT_FOUND while there is none. */
enum mc_code mc_dossier_receipt(struct mc_desk *desk, const char *id, struct mc_str *ret_jws,
				struct mc_err *why) MC_CHECKED;
/* At once while it was never attempted; else a signed request is laid into the queue
 * (row.withdrawing), and only the gateway's signature makes it WITHDRAWN.
 * MC_E_DOSSIER_STATE for a draft, and when it has come to an end. */
enum mc_code mc_dossier_withdraw(struct mc_desk *desk, const char *name,
				 struct mc_err *why) MC_CHECKED;
/* Send now: one, or all that wait when name is NULL. A HELD or BUNDLED one goes back into
 * the queue only by its name: a person looked. */
enum mc_code mc_queue_retry(struct mc_desk *desk, const char *name, struct mc_err *why) MC_CHECKED;

/* What a person does about one that is HELD, or waits with a cause that does not pass by
 * itself. Never NULL. */
struct mc_held_action {
	const char *text;   /* msgid: by subcommands */
	const char *screen; /* msgid: by keys */
	bool retry;         /* mc_queue_retry() by its name sends it again */
};
const struct mc_held_action *mc_held_action(const struct mc_dossier_row *row);
bool mc_held_needs_action(const struct mc_dossier_row *row);

/* Which side has to do something next: never nobody in particular. */
struct mc_turn {
	const char *word; /* "desk", "link", "stick", "province", "nobody": for scripts */
	const char *text; /* msgid */
};
const struct mc_turn *mc_dossier_turn(const struct mc_dossier_row *row);
/* Since when it is that side's turn. */
int64_t mc_dossier_turn_since(const struct mc_dossier_row *row);
/* It waits for longer than a day and is not even on a stick: the stick is the way then. */
bool mc_dossier_overdue(const struct mc_dossier_row *row, int64_t now);
/* The province has it in hand, and of what it said something did not arrive (MC_E_NEWS_GAP). */
bool mc_dossier_misses_news(const struct mc_dossier_row *row, const struct mc_desk_status *status);

/*
 * What the province had and lost again, when its gateway was put back from a backup
 * (MC_E_GATEWAY_BEHIND): dossiers, and perhaps supplements and withdrawals.
 */
struct mc_queue_lost {
	int count;           /* of all; 0 = none */
	int dossiers, supplements, withdrawals;
	int64_t first, last; /* the dossiers' running numbers; 0 = no dossier */
	int64_t since;       /* when it was found out */
};
/* ret_numbers: their local numbers in the order of sealing, a supplement's and a withdrawal's with
 * the word for it; may be NULL. */
enum mc_code mc_queue_lost(struct mc_desk *desk, struct mc_queue_lost *ret,
			   struct mc_str *ret_numbers, struct mc_err *why) MC_CHECKED;
/* Of a row that is lost: "dossier", "supplement" or "withdrawal", for scripts. */
const char *mc_dossier_lost_what(const struct mc_dossier_row *row);

/*
 * Send what was lost again, as it was sealed: the named ones (with a supplement its dossier), or
 * (names NULL) all that are not on their way again. MC_E_NOT_LOST for one that the province has.
 */
enum mc_code mc_queue_resend(struct mc_desk *desk, const char *const *names, int count,
			     int *ret_sent, struct mc_err *why) MC_CHECKED;
/* An officer answers for what was lost and is not there again: recorded, and told no more.
 * MC_E_OFFICER. */
enum mc_code mc_queue_settle(struct mc_desk *desk, int *ret_settled, struct mc_err *why) MC_CHECKED;

/*
 * "This is an old copy" (store/epoch.h): open a new epoch, and send again what was HELD for
 * it, under its old numbers; what the gateway then refuses (NET-14) needs a new dossier.
 * adopted false: there is nothing to adopt, and nothing was changed.
 */
struct mc_adopted {
	bool adopted;
	char left[17], epoch[17]; /* from, to */
	int64_t seq, seen_seq;    /* the highest in it: here, and at the gateway (0 = not told) */
	int released, taken;      /* sent again; HELD because their number is taken */
};
enum mc_code mc_queue_adopt(struct mc_desk *desk, struct mc_adopted *ret,
			    struct mc_err *why) MC_CHECKED;

/* Beside the balance: they have no running numbers. waiting: also held and on a stick. */
struct mc_queue_supplements {
	int64_t sealed, received, rejected, waiting, withdrawn;
};

/* created = received + rejected + waiting + held + bundled + withdrawn; received and
 * rejected are counted from re-verified signed bytes. */
struct mc_queue_ledger {
	int64_t created, received, rejected, waiting, held, bundled, withdrawn;
	int64_t first_missing; /* a seq that no row accounts for; 0 = none */
	int64_t first_unproven; /* a seq whose receipt or rejection its signature does not bear
				 * out; 0 = none */
	bool balanced;
	struct mc_queue_supplements supplements;
};
enum mc_code mc_queue_ledger(struct mc_desk *desk, struct mc_queue_ledger *ret,
			     struct mc_err *why) MC_CHECKED;
/* The same a little at a time, for a screen that lets no key wait. Signatures that held are not
 * looked at again while the count lives. */
struct mc_queue_count;
struct mc_queue_count *mc_queue_count_new(struct mc_desk *desk);
void mc_queue_count_free(struct mc_queue_count *count);
/* Something changed: from the beginning. */
void mc_queue_count_again(struct mc_queue_count *count);
/* Looks at the signatures of so many items at most. ret is set with the last of them. */
enum mc_code mc_queue_count_step(struct mc_queue_count *count, int most, bool *ret_done,
				 struct mc_queue_ledger *ret, struct mc_err *why) MC_CHECKED;

#endif
