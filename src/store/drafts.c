/* SPDX-License-Identifier: MPL-2.0 */
/* drafts.c - a dossier of ours from its first field on: its row, its finding, its moves. */
#include <ctype.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/progress.h"
#include "motcua/store/store.h"
#include "store/drafts.h"
#include "store/lock.h"

/* Names shorter than this match by chance. */
enum { BEGINNING_MIN = 8 };


/* ---- reading */

static enum mc_code open_subject(const struct mc_store *store, sqlite3_stmt *row, int i,
				 struct mc_draft *draft, struct mc_err *why)
{
	struct mc_place place = {"draft", draft->id, "subject_sealed"};
	struct mc_str subject;
	enum mc_code code;

	mc_str_init(&subject, sizeof(draft->subject) - 1);
	code = mc_vaulted_open(store, &place, row, i, &subject, why);
	if (!code) {
		(void)MC_COPY(draft->subject, subject.data);
	}
	mc_str_wipe(&subject);
	return code;
}

static enum mc_code open_official(const struct mc_store *store, sqlite3_stmt *row,
				  struct mc_draft *draft, struct mc_err *why)
{
	struct mc_place place = {"progress", draft->id, "official_sealed"};
	struct mc_str official;
	enum mc_code code;

	if (sqlite3_column_type(row, 20) == SQLITE_NULL) {
		return MC_OK;
	}
	mc_str_init(&official, sizeof(draft->progress.official_number) - 1);
	code = mc_vaulted_open(store, &place, row, 20, &official, why);
	if (!code) {
		(void)MC_COPY(draft->progress.official_number, official.data);
	}
	mc_str_wipe(&official);
	return code;
}

/* The columns of progress come behind those of draft; all NULL while it has no row. */
static enum mc_code read_progress(sqlite3_stmt *row, struct mc_progress *it, struct mc_err *why)
{
	char state[24];

	if (sqlite3_column_type(row, 10) == SQLITE_NULL) {
		return MC_OK;
	}
	if (!MC_COL(row, 10, state) || !mc_col_at(row, 12, &it->received_at) ||
	    !mc_col_at(row, 14, &it->due_at) || !mc_col_at(row, 17, &it->promised_at) ||
	    !mc_col_at(row, 18, &it->was_at) || !mc_col_at(row, 19, &it->moved_at) ||
	    !MC_COL(row, 22, it->branch) || !mc_col_at(row, 23, &it->branch_due_at)) {
		return mc_db_corrupt(why, "progress: a value of the wrong shape");
	}
	it->reached = mc_state_parse(state);
	it->open = sqlite3_column_int(row, 11);
	it->provisional = sqlite3_column_int(row, 13);
	it->stopped = sqlite3_column_int(row, 15);
	it->unsure = sqlite3_column_int(row, 16);
	return MC_OK;
}

static enum mc_code read_seen(const struct mc_store *store, sqlite3_stmt *row,
			      struct mc_draft *ret, struct mc_err *why)
{
	struct mc_draft draft = {.n = sqlite3_column_int64(row, 0)};
	char state[24];
	enum mc_code code;

	if (!MC_COL(row, 1, draft.id) || !MC_COL(row, 2, draft.local_number) ||
	    !MC_COL(row, 3, draft.replaces) || !MC_COL(row, 4, draft.procedure) ||
	    !MC_COL(row, 5, draft.version) || !MC_COL(row, 6, state) ||
	    !mc_col_at(row, 7, &draft.created_at) || !mc_col_at(row, 8, &draft.updated_at) ||
	    !MC_COL(row, 21, draft.supplements)) {
		return mc_db_corrupt(why, "draft: a value of the wrong shape");
	}
	draft.state = mc_state_parse(state);
	code = open_subject(store, row, 9, &draft, why);
	if (!code) {
		code = read_progress(row, &draft.progress, why);
	}
	if (!code) {
		*ret = draft;
	}
	return code;
}

static enum mc_code read_draft(const struct mc_store *store, sqlite3_stmt *row,
			       struct mc_draft *ret, struct mc_err *why)
{
	enum mc_code code = read_seen(store, row, ret, why);

	return code ? code : open_official(store, row, ret, why);
}

enum mc_code mc_draft_push(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	const struct mc_draft_list *list = ctx;
	struct mc_draft *draft = mc_vec_push(list->ret);

	return draft ? read_draft(list->store, row, draft, why) :
		       mc_fail(why, MC_E_INTERNAL, "the list takes no more drafts");
}

struct one {
	const struct mc_store *store;
	struct mc_draft draft;
	int count;
};

static enum mc_code take_one(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct one *one = ctx;

	one->count++;
	return read_draft(one->store, row, &one->draft, why);
}

enum mc_code mc_draft_load(struct mc_store *store, const char *id, struct mc_draft *ret,
			   struct mc_err *why)
{
	struct one one = {.store = store};
	enum mc_code code = mc_db_first(&store->db, MC_DRAFT_SELECT "WHERE id = ?1", MC_BINDS(mc_bind_text(id)),
					take_one, &one, MC_E_DOSSIER_UNKNOWN, why);

	if (!code) {
		*ret = one.draft;
	}
	return code;
}

static enum mc_code take_seen(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct one *one = ctx;

	return read_seen(one->store, row, &one->draft, why);
}

enum mc_code mc_draft_seen(struct mc_store *store, int64_t n, struct mc_draft *ret,
			   struct mc_err *why)
{
	struct one one = {.store = store};
	enum mc_code code = mc_db_first(&store->db, MC_DRAFT_SELECT "WHERE n = ?1",
					MC_BINDS(mc_bind_int(n)), take_seen, &one,
					MC_E_DOSSIER_UNKNOWN, why);

	if (!code) {
		*ret = one.draft;
	}
	return code;
}

#define NAMED                                                                  \
	"SELECT id, local_number, procedure, state, created_at, updated_at,"   \
	" subject_sealed, n FROM draft "

static enum mc_code read_named(const struct mc_store *store, sqlite3_stmt *row,
			       struct mc_draft *draft, struct mc_err *why)
{
	char state[24];

	draft->n = sqlite3_column_int64(row, 7);
	if (!MC_COL(row, 0, draft->id) || !MC_COL(row, 1, draft->local_number) ||
	    !MC_COL(row, 2, draft->procedure) || !MC_COL(row, 3, state) ||
	    !mc_col_at(row, 4, &draft->created_at) || !mc_col_at(row, 5, &draft->updated_at)) {
		return mc_db_corrupt(why, "draft: a value of the wrong shape");
	}
	draft->state = mc_state_parse(state);
	return open_subject(store, row, 6, draft, why);
}

static enum mc_code take_named(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct one *one = ctx;

	return read_named(one->store, row, &one->draft, why);
}

enum mc_code mc_draft_named(struct mc_store *store, int64_t n, struct mc_draft *ret,
			    struct mc_err *why)
{
	struct one one = {.store = store};
	enum mc_code code = mc_db_first(&store->db, NAMED "WHERE n = ?1", MC_BINDS(mc_bind_int(n)),
					take_named, &one, MC_E_DOSSIER_UNKNOWN, why);

	if (!code) {
		*ret = one.draft;
	}
	return code;
}

static enum mc_code push_named(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	const struct mc_draft_list *list = ctx;
	struct mc_draft *draft = mc_vec_push(list->ret);

	return draft ? read_named(list->store, row, draft, why) :
		       mc_fail(why, MC_E_INTERNAL, "the list takes no more drafts");
}

enum mc_code mc_draft_newest_named(struct mc_store *store, int offset, int limit,
				   struct mc_vec *ret, struct mc_err *why)
{
	struct mc_draft_list list = {store, ret};
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&store->db, NAMED "ORDER BY n DESC LIMIT ?2 OFFSET ?1",
				       MC_BINDS(mc_bind_int(offset), mc_bind_int(limit)),
				       push_named, &list, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

/* ---- finding */

/* Both spellings of what was typed: ids are lower case, local numbers upper. */
struct spelt {
	char id[MC_UUID_LEN], number[MC_UUID_LEN];
};

static void spell(const char *name, struct spelt *ret)
{
	size_t i = 0;

	for (; i < MC_UUID_LEN - 1 && name[i]; i++) {
		ret->id[i] = (char)tolower((unsigned char)name[i]);
		ret->number[i] = (char)toupper((unsigned char)name[i]);
	}
	ret->id[i] = ret->number[i] = '\0';
}

static enum mc_code find_beginning(struct mc_store *store, const struct spelt *spelt,
				   struct one *one, struct mc_err *why)
{
	/* char(127) sorts after every character of both */
	enum mc_code code =
		mc_db_each(&store->db,
			   MC_DRAFT_SELECT "WHERE (id >= ?1 AND id < ?1 || char(127)) OR"
				 " (local_number >= ?2 AND local_number < ?2 || char(127)) LIMIT 2",
			   MC_BINDS(mc_bind_text(spelt->id), mc_bind_text(spelt->number)), take_one,
			   one, why);

	if (!code && one->count > 1) {
		code = mc_fail(why, MC_E_DOSSIER_UNKNOWN, "more than one begins with this");
	}
	return code;
}

enum mc_code mc_draft_find(struct mc_store *store, const char *name, struct mc_draft *ret,
			   struct mc_err *why)
{
	struct one one = {.store = store};
	struct spelt spelt;
	char number[MC_LOCAL_NUMBER_LEN];
	enum mc_code code = MC_OK;

	if (strlen(name) >= MC_UUID_LEN) {
		return mc_fail(why, MC_E_DOSSIER_UNKNOWN, "the name is too long");
	}
	spell(name, &spelt);
	if (mc_local_number_parse(name, number)) {
		(void)MC_COPY(spelt.number, number);
	}
	code = mc_db_each(&store->db, MC_DRAFT_SELECT "WHERE id = ?1 OR local_number = ?2",
			  MC_BINDS(mc_bind_text(spelt.id), mc_bind_text(spelt.number)), take_one, &one,
			  why);
	if (!code && !one.count && strlen(name) >= BEGINNING_MIN) {
		code = find_beginning(store, &spelt, &one, why);
	}
	if (!code && !one.count) {
		code = mc_fail(why, MC_E_DOSSIER_UNKNOWN, "no id or local number is or begins so");
	}
	if (!code) {
		*ret = one.draft;
	}
	return code;
}

/* What one of NEWEST() finds. */
static enum mc_code newest(struct mc_store *store, const char *sql, const char *id,
			   struct mc_draft *ret, struct mc_err *why)
{
	struct one one = {.store = store};
	enum mc_code code = mc_db_first(&store->db, sql, MC_BINDS(mc_bind_text(id)), take_one, &one,
					MC_E_NOT_FOUND, why);

	if (!code) {
		*ret = one.draft;
	}
	return code;
}

#define NEWEST(column)                                                                             \
	MC_DRAFT_SELECT "WHERE " column " = ?1 AND state <> 'DISCARDED' ORDER BY n DESC LIMIT 1"

enum mc_code mc_draft_supplement(struct mc_store *store, const char *dossier, struct mc_draft *ret,
				 struct mc_err *why)
{
	return newest(store, NEWEST("supplements"), dossier, ret, why);
}

enum mc_code mc_draft_correction(struct mc_store *store, const char *replaces, struct mc_draft *ret,
				 struct mc_err *why)
{
	return newest(store, NEWEST("replaces"), replaces, ret, why);
}

/* ---- the list */

enum mc_code mc_draft_list(struct mc_store *store, int offset, int limit, struct mc_vec *ret,
			   struct mc_err *why)
{
	struct mc_draft_list list = {store, ret};
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&store->db, MC_DRAFT_SELECT "WHERE n <= " MC_DRAFT_NEWEST
				       " - ?1 ORDER BY n DESC LIMIT ?2",
				       MC_BINDS(mc_bind_int(offset), mc_bind_int(limit)), mc_draft_push,
				       &list, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

/* ---- writing */

enum mc_code mc_draft_create(struct mc_store *store, const struct mc_draft *draft,
			     struct mc_err *why)
{
	struct mc_place place = {"draft", draft->id, "subject_sealed"};
	struct mc_str subject;
	enum mc_code code =
		mc_vaulted_seal(store, &place, mc_slice_text(draft->subject), &subject, why);

	if (!code) {
		code = mc_db_run(
			&store->db,
			"INSERT INTO draft (id, local_number, replaces, procedure, version, state,"
			" created_at, updated_at, subject_sealed, subject_seq, supplements)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
			" (SELECT ifnull(max(subject_seq), 0) + 1 FROM draft), ?10)"
			" ON CONFLICT (local_number) DO NOTHING",
			MC_BINDS(mc_bind_text(draft->id), mc_bind_text(draft->local_number),
				 mc_bind_text(draft->replaces), mc_bind_text(draft->procedure),
				 mc_bind_text(draft->version),
				 mc_bind_text(mc_state_name(draft->state)),
				 mc_bind_at(draft->created_at), mc_bind_at(draft->updated_at),
				 mc_bind_bytes(mc_slice_of(&subject)),
				 mc_bind_text(draft->supplements)),
			why);
	}
	if (!code && !mc_db_changes(&store->db)) {
		code = mc_fail(why, MC_E_NUMBER_TAKEN, "%s", draft->local_number);
	}
	mc_str_wipe(&subject);
	return code;
}

/* Why an update of this draft touched no row. */
static enum mc_code not_moved(struct mc_store *store, const char *id, struct mc_err *why)
{
	struct mc_draft draft;
	enum mc_code code = mc_draft_load(store, id, &draft, why);

	return code ? code : mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(draft.state));
}

static bool arrow_exists(enum mc_state from, enum mc_state to)
{
	for (int h = 0; h < MC_HAPPENING_COUNT; h++) {
		if (to != MC_STATE_NONE && mc_state_after(from, (enum mc_happening)h) == to) {
			return true;
		}
	}
	return false;
}

enum mc_code mc_draft_move(struct mc_store *store, const char *id, enum mc_state from,
			   enum mc_state to, int64_t now, struct mc_err *why)
{
	enum mc_code code;

	if (!arrow_exists(from, to)) {
		return mc_fail(why, MC_E_DOSSIER_STATE, "%s does not lead to %s",
			       mc_state_name(from), mc_state_name(to));
	}
	code = mc_db_run(&store->db,
			 "UPDATE draft SET state = ?3, updated_at = ?4 WHERE id = ?1 AND state = ?2",
			 MC_BINDS(mc_bind_text(id), mc_bind_text(mc_state_name(from)),
				  mc_bind_text(mc_state_name(to)), mc_bind_at(now)),
			 why);
	return code || mc_db_changes(&store->db) ? code : not_moved(store, id, why);
}

enum mc_code mc_draft_subject(struct mc_store *store, const char *id, const char *subject,
			      const char *people, struct mc_err *why)
{
	struct mc_place at = {"draft", id, "subject_sealed"};
	struct mc_place people_at = {"draft", id, "people_sealed"};
	bool alone = !people || !*people;
	struct mc_str sealed, others;
	enum mc_code code = mc_vaulted_seal(store, &at, mc_slice_text(subject), &sealed, why);
	enum mc_code second = mc_vaulted_seal(store, &people_at, mc_slice_text(alone ? "" : people),
					      &others, why);

	code = code ? code : second;
	if (!code) {
		code = mc_db_run(&store->db,
				 "UPDATE draft SET subject_sealed = ?2, people_sealed = ?3,"
				 " subject_seq = (SELECT ifnull(max(subject_seq), 0) + 1 FROM draft)"
				 " WHERE id = ?1",
				 MC_BINDS(mc_bind_text(id), mc_bind_bytes(mc_slice_of(&sealed)),
					  alone ? mc_bind_text(NULL) :
						  mc_bind_bytes(mc_slice_of(&others))),
				 why);
	}
	mc_str_wipe(&sealed);
	mc_str_wipe(&others);
	return code || mc_db_changes(&store->db) ? code : not_moved(store, id, why);
}

/* ---- one screen at a time */

/* 62 bits of the id's end, which is random: one lock file serves all drafts. */
static int64_t byte_of(const char *id)
{
	uint64_t n = 0;

	for (const char *c = id; *c; c++) {
		n = (n << 4 | n >> 58) ^ (unsigned char)*c;
	}
	return (int64_t)(n >> 2);
}

enum mc_code mc_draft_lock(struct mc_store *store, const char *id, int *ret_fd, struct mc_err *why)
{
	struct mc_str path;
	enum mc_code code;

	mc_str_init(&path, 4096);
	mc_str_printf(&path, "%s-lock", store->path);
	code = mc_lock_take_byte(path.data, byte_of(id), MC_E_DRAFT_LOCKED, ret_fd, why);
	mc_str_done(&path);
	return code;
}
