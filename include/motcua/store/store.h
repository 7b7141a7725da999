/* SPDX-License-Identifier: MPL-2.0 */
/*
 * store.h - store.db: the desk's own database. Drafts, people, evidence, audit.
 *
 * Every call that writes is one transaction, durable when it returns. Values are
 * given and returned as plain bytes and sealed on the way to the disk; the store
 * keeps bytes, it does not build or read them. A struct mc_str takes the bytes in
 * place of what it holds; a struct mc_vec is initialised by the caller and added to.
 */
#ifndef MOTCUA_STORE_STORE_H
#define MOTCUA_STORE_STORE_H

#include "motcua/seal/hash.h"
#include "motcua/base/rand.h"
#include "motcua/base/vec.h"
#include "motcua/domain/dossier.h"
#include "motcua/domain/evidence.h"
#include "motcua/domain/progress.h"
#include "motcua/seal/vault.h"
#include "motcua/store/paths.h"

struct mc_store;

/* Makes or migrates the database. vault stays the caller's, for the store's life.
 * MC_E_STORE_NEWER, MC_E_STORE_FOREIGN, MC_E_STORE_CORRUPT. */
enum mc_code mc_store_open(const struct mc_paths *paths, const struct mc_vault *vault,
			   struct mc_store **ret, struct mc_err *why) MC_CHECKED;
void mc_store_close(struct mc_store *store);
/* PRAGMA quick_check: reads the whole file. MC_E_STORE_CORRUPT. */
/* Its file system can only be read: every change is MC_E_DISK_READ_ONLY. */
bool mc_store_read_only(const struct mc_store *store);
/* What is read in between is of one moment, and costs less. Nothing may be written. */
void mc_store_look_begin(struct mc_store *store);
void mc_store_look_end(struct mc_store *store);
/* Differs from an earlier one once anybody has written since: what was read then may be old. */
struct mc_store_stamp {
	int64_t by_others, by_us;
};
enum mc_code mc_store_stamp(struct mc_store *store, struct mc_store_stamp *ret,
			    struct mc_err *why) MC_CHECKED;
enum mc_code mc_store_quick_check(struct mc_store *store, struct mc_err *why) MC_CHECKED;

/* ---- small settings: "epoch", "officer", ... ; ret "" when absent */
enum mc_code mc_store_get(struct mc_store *store, const char *key, struct mc_str *ret,
			  struct mc_err *why) MC_CHECKED;
enum mc_code mc_store_set(struct mc_store *store, const char *key, const char *value,
			  struct mc_err *why) MC_CHECKED;

/* ---- drafts: a dossier of ours from its first field on */
struct mc_draft {
	int64_t n; /* in the order of their making */
	char id[MC_UUID_LEN], local_number[MC_LOCAL_NUMBER_LEN], replaces[MC_UUID_LEN];
	char supplements[MC_UUID_LEN]; /* the dossier that it completes; "" = it is one itself */
	char procedure[MC_WORD_LEN], version[MC_WORD_LEN];
	enum mc_state state; /* DRAFT, READY, DISCARDED, or SEALED: then mail.db knows more */
	int64_t created_at, updated_at;
	char subject[MC_NAME_LEN]; /* whose dossier, for lists; sealed at rest */
	struct mc_progress progress; /* what became of it (store/progress.h) */
};
/* MC_E_NUMBER_TAKEN: another one has its local number. */
enum mc_code mc_draft_create(struct mc_store *store, const struct mc_draft *draft,
			     struct mc_err *why) MC_CHECKED;
/*
 * The same, with the bytes of the procedure's file that it is begun with, and what it begins
 * with (struct mc_draft_value items; each may be NULL), in one commit: half a copy of another
 * draft would look like one that somebody emptied.
 */
struct mc_draft_content {
	const struct mc_vec *values, *attachments;
	const char *people; /* as for mc_draft_subject() */
};
enum mc_code mc_draft_begin(struct mc_store *store, const struct mc_draft *draft,
			    struct mc_slice procedure, const struct mc_draft_content *content,
			    struct mc_err *why) MC_CHECKED;
/* The file that it was begun with, and its SHA-256; MC_E_NOT_FOUND for one of an older desk. */
enum mc_code mc_draft_procedure(struct mc_store *store, const char *draft, struct mc_str *ret,
				struct mc_err *why) MC_CHECKED;
enum mc_code mc_draft_procedure_digest(struct mc_store *store, const char *draft,
				       char ret[MC_SHA256_HEX], struct mc_err *why) MC_CHECKED;
enum mc_code mc_draft_load(struct mc_store *store, const char *id, struct mc_draft *ret,
			   struct mc_err *why) MC_CHECKED; /* MC_E_DOSSIER_UNKNOWN */
/* By id, local number, or a unique beginning of at least 8 characters of either. */
enum mc_code mc_draft_find(struct mc_store *store, const char *name, struct mc_draft *ret,
			   struct mc_err *why) MC_CHECKED;
/* The newest supplement to this dossier that was not discarded; MC_E_NOT_FOUND. Whether it
 * was sealed mail.db knows. */
enum mc_code mc_draft_supplement(struct mc_store *store, const char *dossier, struct mc_draft *ret,
				 struct mc_err *why) MC_CHECKED;
/* Likewise the newest that corrects this one. */
enum mc_code mc_draft_correction(struct mc_store *store, const char *replaces, struct mc_draft *ret,
				 struct mc_err *why) MC_CHECKED;
/* Newest first; at most limit rows after skipping offset. struct mc_draft items. */
enum mc_code mc_draft_list(struct mc_store *store, int offset, int limit, struct mc_vec *ret,
			   struct mc_err *why) MC_CHECKED;
/* From `from` only: MC_E_DOSSIER_STATE when it is in another state by now. */
enum mc_code mc_draft_move(struct mc_store *store, const char *id, enum mc_state from,
			   enum mc_state to, int64_t now, struct mc_err *why) MC_CHECKED;
/* people: who else is named in it, a name on each line; NULL or "" = nobody. It is found by
 * each of them (store/names.h). */
enum mc_code mc_draft_subject(struct mc_store *store, const char *id, const char *subject,
			      const char *people, struct mc_err *why) MC_CHECKED;

/* Held while the descriptor is open: a draft is in one pair of hands. MC_E_DRAFT_LOCKED. */
enum mc_code mc_draft_lock(struct mc_store *store, const char *id, int *ret_fd,
			   struct mc_err *why) MC_CHECKED;

/* Several values in one transaction. */
struct mc_draft_value {
	char field[MC_WORD_LEN * 2];
	struct mc_str bytes; /* owned by whoever made the item */
	char number[MC_PID_LEN]; /* an identity number in it, to be found by; only for saving */
};
/* All that leaving a field changes is one commit: it is waited for. */
struct mc_draft_change {
	const struct mc_draft_value *values;
	int count;
	const char *subject, *people; /* as for mc_draft_subject(); NULL: as they were */
	enum mc_state from, to;	      /* MC_STATE_NONE: it stays where it is */
};
enum mc_code mc_draft_save(struct mc_store *store, const char *id,
			   const struct mc_draft_change *change, int64_t now,
			   struct mc_err *why) MC_CHECKED;
/* The number alone, of a value that is there. */
enum mc_code mc_draft_number(struct mc_store *store, const char *id, const char *field,
			     const char *number, struct mc_err *why) MC_CHECKED;
/* struct mc_draft_value items; free with mc_draft_values_done. */
enum mc_code mc_draft_values(struct mc_store *store, const char *id, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;
void mc_draft_values_done(struct mc_vec *values);

/* Attachments: bytes describing a part, by part name. */
enum mc_code mc_draft_attach(struct mc_store *store, const char *id, const char *part_sha256,
			     struct mc_slice bytes, struct mc_err *why) MC_CHECKED;
enum mc_code mc_draft_detach(struct mc_store *store, const char *id, const char *part_sha256,
			     struct mc_err *why) MC_CHECKED;
/* field = the part's sha256. */
enum mc_code mc_draft_attachments(struct mc_store *store, const char *id, struct mc_vec *ret,
				  struct mc_err *why) MC_CHECKED;

/* Does any dossier still name this part? */
enum mc_code mc_draft_part_named(struct mc_store *store, const char *part_sha256, bool *ret,
				 struct mc_err *why) MC_CHECKED;

/* ---- people looked up: the answer's inner text, found again by number or CMND; by their
 * names with motcua/store/names.h */
struct mc_known_person {
	const char *number, *cmnd, *name; /* "" = not known */
	const char *query_id;
	int64_t taken_at;
};
enum mc_code mc_people_save(struct mc_store *store, const struct mc_known_person *person,
			    struct mc_slice answer, struct mc_err *why) MC_CHECKED;
/* The newest; MC_E_NOT_FOUND. */
enum mc_code mc_people_find(struct mc_store *store, const char *number, struct mc_str *ret,
			    int64_t *ret_taken_at, struct mc_err *why) MC_CHECKED;
/* The same as its running number, an int64_t item, or none. */
enum mc_code mc_people_of_number(struct mc_store *store, const char *number, struct mc_vec *ret,
				 struct mc_err *why) MC_CHECKED;
/* By the running number; MC_E_NOT_FOUND. */
enum mc_code mc_people_at(struct mc_store *store, int64_t n, struct mc_str *ret,
			  int64_t *ret_taken_at, struct mc_err *why) MC_CHECKED;
/* An answer that an older desk took in, so that its name is not known yet; MC_E_NOT_FOUND. */
enum mc_code mc_people_unnamed(struct mc_store *store, char ret_query_id[MC_UUID_LEN],
			       struct mc_str *ret_answer, struct mc_err *why) MC_CHECKED;
/* The name in it; "" when it has none that could be read. */
enum mc_code mc_people_name(struct mc_store *store, const char *query_id, const char *name,
			    struct mc_err *why) MC_CHECKED;
/* Of this very question; MC_E_NOT_FOUND. */
enum mc_code mc_people_answer(struct mc_store *store, const char *query_id, struct mc_str *ret,
			      struct mc_err *why) MC_CHECKED;

/* ---- evidence */
struct mc_evidence_row {
	char id[MC_UUID_LEN], dossier[MC_UUID_LEN];
	int64_t at;
	enum mc_outcome outcome;
	enum mc_way way;
	enum mc_issuer issuer;
};
/* Also writes evidence/<id>.jws.age, whose bytes are given (sealed to the office). */
enum mc_code mc_evidence_save(struct mc_store *store, const struct mc_evidence_row *row,
			      const char *number, struct mc_slice jws, struct mc_slice sealed_file,
			      struct mc_err *why) MC_CHECKED;
/* Of a person (number or CMND), newest first; struct mc_evidence_row items. */
enum mc_code mc_evidence_of_person(struct mc_store *store, const char *number, struct mc_vec *ret,
				   struct mc_err *why) MC_CHECKED;
enum mc_code mc_evidence_of_dossier(struct mc_store *store, const char *dossier,
				    struct mc_vec *ret, struct mc_err *why) MC_CHECKED;
enum mc_code mc_evidence_load(struct mc_store *store, const char *id, struct mc_str *ret_jws,
			      struct mc_err *why) MC_CHECKED;
/* Evidence that was taken before the dossier existed, or for another one: it goes with it. */
enum mc_code mc_evidence_tie(struct mc_store *store, const char *id, const char *dossier,
			     struct mc_err *why) MC_CHECKED;
/* It goes with this dossier no more; nothing when it did not. */
enum mc_code mc_evidence_untie(struct mc_store *store, const char *id, const char *dossier,
			       struct mc_err *why) MC_CHECKED;
char *mc_evidence_path(const struct mc_store *store, const char *id); /* the caller frees */

/* ---- questions of ours that are out: what the answer must match, until it is taken in */
enum mc_code mc_asked_save(struct mc_store *store, const char *query_id, int64_t at,
			   struct mc_slice question, struct mc_err *why) MC_CHECKED;
enum mc_code mc_asked_load(struct mc_store *store, const char *query_id, struct mc_str *ret,
			   struct mc_err *why) MC_CHECKED;
/* Those that nobody took in: from before this instant, oldest first; ids, MC_UUID_LEN each. */
enum mc_code mc_asked_before(struct mc_store *store, int64_t before, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;
/* Taken in or given up; one that is not there is fine. */
enum mc_code mc_asked_done(struct mc_store *store, const char *query_id,
			   struct mc_err *why) MC_CHECKED;

/* ---- audit: an append-only hash chain. Entry bytes hold no clear number. */
enum mc_code mc_audit_append(struct mc_store *store, struct mc_slice entry,
			     struct mc_err *why) MC_CHECKED;
/* An audit entry and a question saved in one transaction: the line before the call. */
enum mc_code mc_audit_ask(struct mc_store *store, struct mc_slice entry, const char *query_id,
			  int64_t at, struct mc_slice question, struct mc_err *why) MC_CHECKED;
/* Walk from the first; the callback may be NULL. MC_E_STORE_CORRUPT where the chain breaks. */
enum mc_code mc_audit_walk(struct mc_store *store,
			   void (*each)(void *ctx, int64_t n, struct mc_slice entry), void *ctx,
			   int64_t *ret_count, struct mc_err *why) MC_CHECKED;
/* Blind index of an officer's or citizen's number, hex, for audit entries. */
void mc_store_blind_hex(const struct mc_store *store, const char *column, const char *value,
			char ret[33]);

#endif
