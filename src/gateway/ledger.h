/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger.h - what the gateway must never forget: terminals, dossiers, receipts,
 * events, answers, uploads. The contract of every back end; tests/gateway/
 * ledger_test.c runs over each.
 *
 * Every call is one transaction, durable when it returns MC_OK, and safe against a
 * second gateway on the same data. MC_E_STORE_BUSY: nothing happened, try again.
 * Statements come in signed and are kept byte for byte.
 */
#ifndef GATEWAY_LEDGER_H
#define GATEWAY_LEDGER_H

#include "motcua/domain/linked.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/key.h"
#include "motcua/wire/message.h"
#include "motcua/wire/pack.h"

struct mc_ledger_terminal {
	char id[MC_TERMINAL_LEN];
	char sign[48], open[64]; /* base64url, age1... */
	char label[128];
	bool revoked;
	int64_t enrolled_at;
};

enum mc_enrolled {
	MC_ENROLLED_NEW,
	MC_ENROLLED_SAME,    /* these very keys were here */
	MC_ENROLLED_TAKEN,   /* the id belongs to other keys */
	MC_ENROLLED_NO_CODE, /* a valid, unused code is missing */
	MC_ENROLLED_REVOKED,
};

/* A question and the bytes that answered it. */
struct mc_ledger_query {
	char id[MC_UUID_LEN], terminal[MC_TERMINAL_LEN];
	char question_sha256[MC_SHA256_HEX];
	struct mc_str reply;
};

/* One line of the access log: who asked, for what, with which outcome. Never about whom. */
struct mc_ledger_access {
	int64_t at;
	char officer[33]; /* keyed hash, hex */
	char procedure[MC_WORD_LEN];
	char outcome[24];
	char supersedes[MC_UUID_LEN]; /* the first attempt of one that was asked again; or "" */
};

enum mc_verdict {
	MC_VERDICT_NEW,
	MC_VERDICT_REPEATED, /* this id with this digest is here */
	MC_VERDICT_DIGEST,   /* this id is here with another digest, or from another terminal */
	MC_VERDICT_SEQ,	     /* this (terminal, epoch, seq) is here under another id */
	MC_VERDICT_WITHDRAWN,
	MC_VERDICT_SETTLED, /* not withdrawn: it had come to its end */
	MC_VERDICT_UNASKED, /* a supplement that the dossier does not wait for */
};

/* What the ledger holds about a dossier. */
struct mc_ledger_held {
	enum mc_verdict verdict;
	char id[MC_UUID_LEN], terminal[MC_TERMINAL_LEN], epoch[MC_EPOCH_LEN];
	int64_t seq;
	char digest[MC_DIGEST_LEN];
	bool rejected;		   /* statement is a rejection, else a receipt */
	bool overtaken;		   /* NEW, and what it corrects was completed: not to be taken */
	struct mc_reply statement; /* the receipt, rejection or withdrawal as it was first given */
};
void mc_ledger_held_init(struct mc_ledger_held *held);
void mc_ledger_held_done(struct mc_ledger_held *held);

/* A branch of a linked group, beside its dossier. */
struct mc_ledger_branch {
	char id[MC_WORD_LEN], after[MC_WORD_LEN];
	enum mc_branch_state state;
	char number[MC_UUID_LEN]; /* its unit's own */
	const char *whole; /* mc_linked_word() for the event that is made; else NULL */
};

/* A person of a dossier who was not verified yet when it was sealed. */
struct mc_ledger_pending {
	char role[MC_WORD_LEN];
	char outcome[24]; /* what the register has said since: "found"; "" = nothing yet */
};

/* A dossier to be taken in, with the statement that will be true once it is. */
struct mc_ledger_taking {
	const struct mc_record *record;
	struct mc_slice record_jws, manifest;
	const char *procedure;
	const struct mc_vec *branches; /* struct mc_manifest_branch; NULL = none */
	const struct mc_vec *pending;  /* struct mc_manifest_pending; NULL = none */
	const struct mc_vec *parts;    /* struct mc_part; NULL = none */
	bool rejected;
	const struct mc_reply *statement;
	int64_t now;
};

struct mc_ledger_dossier {
	char id[MC_UUID_LEN], terminal[MC_TERMINAL_LEN], epoch[MC_EPOCH_LEN];
	int64_t seq;
	char digest[MC_DIGEST_LEN], procedure[MC_WORD_LEN];
	char state[24]; /* as enum mc_state's names: "RECEIPTED", "REJECTED", ... */
	char official_number[MC_UUID_LEN];
	char replaces[MC_UUID_LEN]; /* the id that it corrects, by the terminal's signed record */
	int64_t receipts;
	int64_t supplements; /* taken in */
};

/* A supplement to be taken in, with the statement that will be true once it is. */
struct mc_ledger_supplement {
	const struct mc_supplement *what;
	struct mc_slice record_jws, manifest;
	const struct mc_vec *parts; /* struct mc_part; NULL = none */
	const char *outcome; /* "received", "rejected", "withdrawn": as the statement says */
	const struct mc_reply *statement;
	int64_t now, next_due; /* of the step that follows when it is received */
};

/* The next step that a dossier is due for. */
struct mc_ledger_due {
	struct mc_ledger_dossier dossier;
	char branch[MC_WORD_LEN]; /* whose step it is; "" = the whole's */
	char step[24]; /* an event's outcome: "forwarded", "in_process" */
};

/* Where an event stands in its terminal's list; both are signed with it. */
struct mc_ledger_turn {
	int64_t cursor;
	int64_t after; /* the cursor of the one before it; 0 = it is the first */
};

/* One step of the relay: what becomes of the dossier, and what follows. */
struct mc_ledger_step {
	const char *outcome, *state;
	const char *next; /* the following step; NULL = none */
	int64_t next_due;
	const char *day; /* "261123": an official number of this day is needed; NULL = keep */
	bool unasked;	 /* by a person, from whatever state has an arrow: no step was due */
	/* Sign the event: its place, and the number within the day (0 without one),
	 * which goes into dossier->official_number. */
	enum mc_code (*make)(void *ctx, struct mc_ledger_dossier *dossier,
			     const struct mc_ledger_turn *turn, int64_t number,
			     struct mc_reply *ret, struct mc_err *why);
	void *ctx;
};

/*
 * What the unit of a branch says: a step of the relay, or an answer that a person gives in
 * its name. The whole follows from its branches (domain/linked.h), all in one transaction
 * with the event.
 */
struct mc_ledger_answer {
	const char *branch;
	enum mc_branch_state to;
	bool relayed;	  /* only while the relay has just this step to take */
	const char *next; /* the branch's following step by itself; NULL = a person's word */
	int64_t now, next_due;
	const char *day; /* "justice-261123": it needs a number of its own; NULL = keep */
	/* Sign the event. dossier->state is what the whole has become; number as for a step,
	 * and goes into branch->number. Called for those, too, that are returned with it. */
	enum mc_code (*make)(void *ctx, struct mc_ledger_dossier *dossier,
			     struct mc_ledger_branch *branch, const struct mc_ledger_turn *turn,
			     int64_t number, struct mc_reply *ret, struct mc_err *why);
	void *ctx;
};

struct mc_ledger_upload {
	char id[33]; /* hex */
	char sha256[MC_DIGEST_LEN], terminal[MC_TERMINAL_LEN];
	int64_t length, offset, created_at, expires_at;
};

/* What a terminal may have under way: open uploads, and the bytes of these and of parts that
 * no dossier names. */
struct mc_ledger_room {
	int64_t uploads, bytes;
};
/* Put the file where the part's is; called inside the transaction. */
typedef enum mc_code mc_ledger_place(void *to, struct mc_err *why);

/* A pack of the catalogue, signed. */
struct mc_ledger_pack {
	const struct mc_pack *pack;
	const char *jws;
	const struct mc_vec *sources; /* struct mc_pack_source: the bytes of its files */
};

enum mc_ledger_mode {
	MC_LEDGER_SERVE, /* made when it is missing */
	MC_LEDGER_READ,	 /* MC_E_FILE_READ when it is missing */
};

struct mc_ledger_ops {
	const char *name;
	enum mc_code (*open)(const char *dir, enum mc_ledger_mode mode, void **ret,
			     struct mc_err *why);
	void (*close)(void *ctx);

	/* "" when it was never set. */
	enum mc_code (*setting)(void *ctx, const char *key, char *ret, size_t size,
				struct mc_err *why);
	enum mc_code (*set_setting)(void *ctx, const char *key, const char *value,
				    struct mc_err *why);

	/* MC_E_NOT_FOUND. */
	enum mc_code (*terminal)(void *ctx, const char *id, struct mc_ledger_terminal *ret,
				 struct mc_err *why);
	enum mc_code (*terminals)(void *ctx,
				  void (*each)(void *to, const struct mc_ledger_terminal *),
				  void *to, struct mc_err *why);
	/* For good; MC_E_NOT_FOUND. */
	enum mc_code (*revoke)(void *ctx, const char *id, struct mc_err *why);
	enum mc_code (*add_code)(void *ctx, const char *code_sha256, int64_t expires_at,
				 struct mc_err *why);
	/* first_is_free: no code is needed while there is no terminal at all. */
	enum mc_code (*enrol)(void *ctx, const struct mc_ledger_terminal *terminal,
			      const char *code_sha256, bool first_is_free, enum mc_enrolled *ret,
			      struct mc_err *why);

	/* MC_E_NOT_FOUND. The reply is appended to ret->reply, which the caller made. */
	enum mc_code (*query)(void *ctx, const char *id, struct mc_ledger_query *ret,
			      struct mc_err *why);
	/* Keep the answer and its access line; an id that is there already stays as it is. */
	enum mc_code (*add_query)(void *ctx, const struct mc_ledger_query *query,
				  const struct mc_ledger_access *access, struct mc_err *why);

	/* What would happen to this record; changes nothing. */
	enum mc_code (*judge)(void *ctx, const struct mc_record *record, struct mc_ledger_held *ret,
			      struct mc_err *why);
	/* Judge, and when it is new: dossier, statement and relay row in one transaction.
	 * MC_E_STORE_BUSY when the statement is not true any more. */
	enum mc_code (*take)(void *ctx, const struct mc_ledger_taking *taking,
			     struct mc_ledger_held *ret, struct mc_err *why);
	/*
	 * Withdraw; an unknown id leaves a tombstone. ret: WITHDRAWN with the statement that
	 * stands (the first one given), DIGEST when it is about other content, REPEATED with
	 * the rejection of what was never taken in, or SETTLED with the receipt of what was
	 * completed or returned: nothing is changed then.
	 */
	enum mc_code (*withdraw)(void *ctx, const struct mc_withdrawal *withdrawal,
				 const struct mc_reply *statement, struct mc_ledger_held *ret,
				 struct mc_err *why);
	/*
	 * What would happen to this supplement; changes nothing. NEW, UNASKED, WITHDRAWN (the
	 * dossier is), or, by its own id, what stands. MC_E_NOT_FOUND: no such dossier of
	 * this terminal.
	 */
	enum mc_code (*judge_supplement)(void *ctx, const struct mc_supplement *what,
					 struct mc_ledger_held *ret, struct mc_err *why);
	/* Judge, and when it is new keep it with its statement; a received one lets the
	 * dossier go on. MC_E_STORE_BUSY when the statement is not true any more. */
	enum mc_code (*take_supplement)(void *ctx, const struct mc_ledger_supplement *taking,
					struct mc_ledger_held *ret, struct mc_err *why);
	/* The outcome of an id: REPEATED or WITHDRAWN; NEW when it is unknown. */
	enum mc_code (*outcome)(void *ctx, const char *id, struct mc_ledger_held *ret,
				struct mc_err *why);
	/* Of the terminal's latest epoch; "" and 0 when nothing came yet. */
	enum mc_code (*highest)(void *ctx, const char *terminal, char ret_epoch[MC_EPOCH_LEN],
				int64_t *ret_seq, struct mc_err *why);
	enum mc_code (*dossiers)(void *ctx,
				 void (*each)(void *to, const struct mc_ledger_dossier *), void *to,
				 struct mc_err *why);

	/* The first step due at now; MC_E_NOT_FOUND. */
	enum mc_code (*due)(void *ctx, int64_t now, struct mc_ledger_due *ret, struct mc_err *why);
	/* Take this step, once: MC_E_NOT_FOUND when somebody else did; MC_E_DOSSIER_STATE when
	 * it is unasked and the dossier's state has no such arrow, or it is a linked group. */
	enum mc_code (*advance)(void *ctx, const char *id, const struct mc_ledger_step *step,
				struct mc_err *why);
	/*
	 * Take in what a branch's unit said. MC_E_NOT_FOUND: no such dossier or branch, or
	 * (relayed) somebody else took the step. MC_E_DOSSIER_STATE: it has ended, or is not
	 * that far. A branch that was granted begins those that waited for it; one that was
	 * returned returns them.
	 */
	enum mc_code (*answer)(void *ctx, const char *id, const struct mc_ledger_answer *answer,
			       struct mc_err *why);
	/* struct mc_ledger_branch items in their order; none = not a linked group. */
	enum mc_code (*branches)(void *ctx, const char *id, struct mc_vec *ret,
				 struct mc_err *why);
	/* struct mc_ledger_pending items. */
	enum mc_code (*pending)(void *ctx, const char *id, struct mc_vec *ret, struct mc_err *why);
	/* Ascending from after + 1, at most 100; each may be told the signed bytes. */
	enum mc_code (*events)(void *ctx, const char *terminal, int64_t after,
			       void (*each)(void *to, int64_t cursor, const char *outer,
					    struct mc_slice inner),
			       void *to, struct mc_err *why);

	/* The cursor of the last of them; 0 = there is none. */
	enum mc_code (*last_event)(void *ctx, const char *terminal, int64_t *ret,
				   struct mc_err *why);

	/*
	 * A terminal sends a part once at a time: an open upload of the same one expires with
	 * this. room NULL: there is no limit; MC_E_WAITING when it would be exceeded.
	 */
	enum mc_code (*add_upload)(void *ctx, const struct mc_ledger_upload *upload,
				   const struct mc_ledger_room *room, struct mc_err *why);
	/* MC_E_NOT_FOUND, also when it is past its expiry at now. */
	enum mc_code (*upload)(void *ctx, const char *id, int64_t now, struct mc_ledger_upload *ret,
			       struct mc_err *why);
	enum mc_code (*set_offset)(void *ctx, const char *id, int64_t offset, struct mc_err *why);
	enum mc_code (*drop_upload)(void *ctx, const char *id, struct mc_err *why);
	/* The upload is whole, the part is held, its file in place, in one transaction: nothing
	 * is swept meanwhile. place may be NULL. */
	enum mc_code (*finish_upload)(void *ctx, const struct mc_ledger_upload *upload, int64_t now,
				      mc_ledger_place *place, void *to, struct mc_err *why);
	/* Forget uploads that expired; each is told for its file. */
	enum mc_code (*expire_uploads)(void *ctx, int64_t now,
				       void (*each)(void *to, const char *id), void *to,
				       struct mc_err *why);
	/* Of a part that this terminal sent; 0: it did not. */
	enum mc_code (*part_size)(void *ctx, const char *terminal, const char *sha256,
				  int64_t *ret, struct mc_err *why);
	/* Forget the parts that no dossier or supplement names and that came before; each whose
	 * file belongs to nobody any more is told, also again when its removal may not have
	 * been the last word. */
	enum mc_code (*sweep_parts)(void *ctx, int64_t before,
				    void (*each)(void *to, const char *sha256), void *to,
				    struct mc_err *why);

	/* Publish: its files and its statement at once. MC_E_PACK_OLD when one of its name is
	 * as new. */
	enum mc_code (*add_pack)(void *ctx, const struct mc_ledger_pack *pack, struct mc_err *why);
	/* The newest that counts on that day, and all newer ones, by their age. */
	enum mc_code (*packs)(void *ctx, const char *name, const struct mc_date *on,
			      void (*each)(void *to, struct mc_slice jws), void *to,
			      struct mc_err *why);
	/* The instant of the newest of this name, whenever it counts; 0 = none. */
	enum mc_code (*newest_pack)(void *ctx, const char *name, int64_t *ret, struct mc_err *why);
	/* The bytes of a file that a pack of this name has, appended. MC_E_NOT_FOUND. */
	enum mc_code (*pack_file)(void *ctx, const char *name, const char *sha256,
				  struct mc_str *ret, struct mc_err *why);
};

extern const struct mc_ledger_ops mc_ledger_sqlite;

/* A back end in use. */
struct mc_ledger {
	const struct mc_ledger_ops *ops;
	void *ctx;
};

#endif
