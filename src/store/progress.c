/* SPDX-License-Identifier: MPL-2.0 */
/* progress.c - the summary of sealed dossiers: written whole, counted for the board. */
#include "motcua/store/progress.h"

#include <ctype.h>

#include "motcua/base/mem.h"
#include "store/drafts.h"
#include "store/numbers.h"

/* ---- writing */

struct mc_vaulted_blind mc_official_blind(const struct mc_store *store, const char *number)
{
	char upper[MC_UUID_LEN];
	size_t i = 0;

	for (; i < sizeof(upper) - 1 && number[i]; i++) {
		upper[i] = (char)toupper((unsigned char)number[i]);
	}
	upper[i] = '\0';
	return mc_vaulted_blind(store, "progress.official", upper);
}

/* The draft's number is found here: a dossier without a draft has no row and changes none. */
#define SAVE                                                                                  \
	"INSERT INTO progress (draft_n, reached, open, received_at, provisional, due_at,"     \
	" stopped, unsure, promised_at, shown_at, was_at, moved_at, official_sealed,"         \
	" official_blind, branch, branch_due_at)"                                             \
	" SELECT n, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16"        \
	" FROM draft"                                                                         \
	" WHERE id = ?1 ON CONFLICT (draft_n) DO UPDATE SET reached = ?2, open = ?3,"         \
	" received_at = ?4, provisional = ?5, due_at = ?6, stopped = ?7, unsure = ?8,"        \
	" promised_at = ?9, shown_at = ?10, was_at = ?11, moved_at = ?12,"                    \
	" official_sealed = ?13, official_blind = ?14, branch = ?15, branch_due_at = ?16"

static enum mc_code save_one(struct mc_store *store, const char *id, const struct mc_progress *it,
			     struct mc_err *why)
{
	struct mc_place place = {"progress", id, "official_sealed"};
	struct mc_vaulted_blind blind = mc_official_blind(store, it->official_number);
	struct mc_str sealed;
	enum mc_code code =
		mc_vaulted_seal(store, &place, mc_slice_text(it->official_number), &sealed, why);

	if (!code) {
		code = mc_db_run(&store->db, SAVE,
				 MC_BINDS(mc_bind_text(id), mc_bind_text(mc_state_name(it->reached)),
					  mc_bind_int(it->open), mc_bind_at(it->received_at),
					  mc_bind_int(it->provisional),
					  mc_bind_at_or_null(it->due_at), mc_bind_int(it->stopped),
					  mc_bind_int(it->unsure),
					  mc_bind_at_or_null(it->promised_at),
					  mc_bind_at_or_null(mc_progress_shown(it)),
					  mc_bind_at_or_null(it->was_at),
					  mc_bind_at_or_null(it->moved_at),
					  it->official_number[0] ?
						  mc_bind_bytes(mc_slice_of(&sealed)) :
						  mc_bind_text(NULL),
					  mc_bind_blind(&blind), mc_bind_text(it->branch),
					  mc_bind_at_or_null(it->branch_due_at)),
				 why);
	}
	mc_str_wipe(&sealed);
	return code;
}

static enum mc_code save_branches(struct mc_store *store, const struct mc_progress_row *row,
				  struct mc_err *why)
{
	enum mc_code code = mc_db_run(&store->db,
				      "DELETE FROM progress_branch WHERE draft_n ="
				      " (SELECT n FROM draft WHERE id = ?1)",
				      MC_BINDS(mc_bind_text(row->id)), why);

	for (int i = 0; !code && i < row->other_count; i++) {
		const struct mc_progress_branch *it = &row->others[i];
		int64_t promised = row->progress.promised_at;

		code = mc_db_run(&store->db,
				 "INSERT INTO progress_branch (draft_n, branch, due_at, shown_at)"
				 " SELECT n, ?2, ?3, ?4 FROM draft WHERE id = ?1",
				 MC_BINDS(mc_bind_text(row->id), mc_bind_text(it->id),
					  mc_bind_at(it->due_at),
					  mc_bind_at(promised > it->due_at ? promised :
									     it->due_at)),
				 why);
	}
	return code;
}

enum mc_code mc_progress_save(struct mc_store *store, const struct mc_progress_row *rows, int count,
			      const char *mark, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	if (code) {
		return code;
	}
	for (int i = 0; !code && i < count; i++) {
		code = save_one(store, rows[i].id, &rows[i].progress, why);
		if (!code) {
			code = save_branches(store, &rows[i], why);
		}
		if (!code && rows[i].audit[0]) {
			code = mc_audit_add(store, mc_slice_text(rows[i].audit), why);
		}
	}
	if (!code) {
		code = mc_store_set(store, "progress", mark, why);
	}
	return mc_db_end(&store->db, code, why);
}

enum mc_code mc_progress_mark(struct mc_store *store, struct mc_str *ret, struct mc_err *why)
{
	return mc_store_get(store, "progress", ret, why);
}

static enum mc_code push_id(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	char *id = mc_vec_push(ctx);

	return id && mc_col_text(row, 0, id, MC_UUID_LEN) ?
		       MC_OK :
		       mc_fail(why, MC_E_INTERNAL, "the list takes no more ids");
}

enum mc_code mc_progress_open(struct mc_store *store, struct mc_vec *ret, struct mc_err *why)
{
	return mc_db_each(&store->db,
			  "SELECT id FROM progress JOIN draft ON n = draft_n WHERE open = 1"
			  " ORDER BY n",
			  NULL, push_id, ret, why);
}

/* ---- the board */

/* until 0: to the end of time. */
static enum mc_code count_between(struct mc_store *store, int64_t from, int64_t until,
				  int64_t *ret, struct mc_err *why)
{
	return mc_db_first(&store->db,
			   "SELECT (SELECT count(*) FROM progress WHERE open = 1 AND shown_at >= ?1"
			   "  AND (?2 IS NULL OR shown_at < ?2)) +"
			   " (SELECT count(*) FROM progress_branch WHERE shown_at >= ?1"
			   "  AND (?2 IS NULL OR shown_at < ?2))",
			   MC_BINDS(mc_bind_at(from), mc_bind_at_or_null(until)), mc_db_number, ret,
			   MC_E_STORE, why);
}

enum mc_code mc_progress_counts(struct mc_store *store, const struct mc_due_bounds *bounds,
				struct mc_due_counts *ret, struct mc_err *why)
{
	const struct {
		enum mc_due_when when;
		int64_t from, until;
	} spans[] = {
		{MC_DUE_LATE, 0, bounds->now},
		{MC_DUE_TODAY, bounds->now, bounds->today},
		{MC_DUE_NEXT, bounds->today, bounds->next},
		{MC_DUE_WEEK, bounds->next, bounds->week},
	};
	struct mc_due_counts counts = {{0}};
	enum mc_code code = mc_db_first(&store->db,
					"SELECT count(*) FROM progress WHERE open = 1"
					" AND shown_at IS NULL AND stopped > 0",
					NULL, mc_db_number, &counts.count[MC_DUE_STOPPED], MC_E_STORE,
					why);

	for (size_t i = 0; !code && i < MC_COUNT(spans); i++) {
		code = count_between(store, spans[i].from, spans[i].until,
				     &counts.count[spans[i].when], why);
	}
	if (!code) {
		code = count_between(store, bounds->week, 0, &counts.count[MC_DUE_LATER], why);
	}
	if (!code) {
		*ret = counts;
	}
	return code;
}

static enum mc_code take_pair(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	int64_t *pair = ctx;

	(void)why;
	pair[0] = sqlite3_column_int64(row, 0);
	pair[1] = sqlite3_column_int64(row, 1);
	return MC_OK;
}

enum mc_code mc_progress_pressing(struct mc_store *store, int64_t now, int64_t midnight,
				  int64_t *ret_late, int64_t *ret_today, struct mc_err *why)
{
	int64_t pair[2] = {0, 0}; /* late, and late or due today */
	enum mc_code code = mc_db_first(&store->db,
					"SELECT total(shown_at < ?1), count(*) FROM progress"
					" WHERE open = 1 AND shown_at < ?2",
					MC_BINDS(mc_bind_at(now), mc_bind_at(midnight)), take_pair,
					pair, MC_E_STORE, why);

	if (!code) {
		*ret_late = pair[0];
		*ret_today = pair[1] - pair[0];
	}
	return code;
}

enum mc_code mc_number_push(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	int64_t *n = mc_vec_push(ctx);

	if (!n) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more numbers");
	}
	*n = sqlite3_column_int64(row, 0);
	return MC_OK;
}

static enum mc_code push_due(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_due_item *item = mc_vec_push(ctx);

	if (!item) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more due dates");
	}
	item->n = sqlite3_column_int64(row, 0);
	return MC_COL(row, 1, item->branch.id) && mc_col_at(row, 2, &item->branch.due_at) ?
		       MC_OK :
		       mc_db_corrupt(why, "progress: a value of the wrong shape");
}

enum mc_code mc_progress_due(struct mc_store *store, bool stopped, int64_t from, int64_t until,
			     int offset, int limit, struct mc_vec *ret, struct mc_err *why)
{
	static const char running[] =
		"SELECT draft_n, '', NULL, shown_at FROM progress WHERE open = 1 AND shown_at >= ?1"
		" AND (?2 IS NULL OR shown_at < ?2) UNION ALL"
		" SELECT draft_n, branch, due_at, shown_at FROM progress_branch WHERE shown_at >= ?1"
		" AND (?2 IS NULL OR shown_at < ?2) ORDER BY 4, 1 LIMIT ?4 OFFSET ?3";
	static const char standing[] =
		"SELECT draft_n, '', NULL FROM progress WHERE open = 1 AND shown_at IS NULL AND stopped > 0"
		" AND ?1 IS NOT NULL AND ?2 IS NULL ORDER BY draft_n LIMIT ?4 OFFSET ?3";
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&store->db, stopped ? standing : running,
				       MC_BINDS(mc_bind_at(from),
						mc_bind_at_or_null(stopped ? 0 : until),
						mc_bind_int(offset), mc_bind_int(limit)),
				       push_due, ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}
