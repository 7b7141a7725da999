/* SPDX-License-Identifier: MPL-2.0 */
/* postponements.c - late, with an apology: the new day and its reason. */
#include "motcua/base/mem.h"
#include "motcua/store/progress.h"
#include "store/desk_db.h"

static enum mc_code insert(struct mc_store *store, const struct mc_postponement *row,
			   struct mc_err *why)
{
	struct mc_place place = {"postponement", row->id, "reason_sealed"};
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place, mc_slice_text(row->reason), &sealed, why);

	if (!code) {
		code = mc_db_run(&store->db,
				 "INSERT INTO postponement (id, draft, at, due_at, promised_at,"
				 " reason_sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
				 MC_BINDS(mc_bind_text(row->id), mc_bind_text(row->draft),
					  mc_bind_at(row->at), mc_bind_at(row->due_at),
					  mc_bind_at(row->promised_at),
					  mc_bind_bytes(mc_slice_of(&sealed))),
				 why);
	}
	mc_str_wipe(&sealed);
	return code;
}

static enum mc_code show(struct mc_store *store, const struct mc_postponement *row,
			 struct mc_err *why)
{
	const struct mc_bind *binds =
		MC_BINDS(mc_bind_text(row->draft), mc_bind_at(row->promised_at));
	enum mc_code code = mc_db_run(&store->db, /* max() of nothing is nothing */
				      "UPDATE progress SET promised_at = ?2,"
				      " shown_at = max(ifnull(branch_due_at, due_at), ?2)"
				      " WHERE draft_n = (SELECT n FROM draft WHERE id = ?1)",
				      binds, why);

	return code ? code :
		      mc_db_run(&store->db,
				"UPDATE progress_branch SET shown_at = max(due_at, ?2)"
				" WHERE draft_n = (SELECT n FROM draft WHERE id = ?1)",
				binds, why);
}

enum mc_code mc_postponement_save(struct mc_store *store, const struct mc_postponement *row,
				  struct mc_slice audit, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	if (code) {
		return code;
	}
	code = insert(store, row, why);
	if (!code) {
		code = show(store, row, why);
	}
	if (!code) {
		code = mc_audit_add(store, audit, why);
	}
	return mc_db_end(&store->db, code, why);
}

struct list {
	struct mc_store *store;
	struct mc_vec *ret;
};

static enum mc_code take(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	const struct list *list = ctx;
	struct mc_postponement *it = mc_vec_push(list->ret);
	struct mc_place place = {"postponement", it ? it->id : NULL, "reason_sealed"};
	struct mc_str reason;
	enum mc_code code;

	if (!it) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more postponements");
	}
	if (!MC_COL(row, 1, it->id) || !MC_COL(row, 2, it->draft) || !mc_col_at(row, 3, &it->at) ||
	    !mc_col_at(row, 4, &it->due_at) || !mc_col_at(row, 5, &it->promised_at)) {
		return mc_db_corrupt(why, "postponement: a value of the wrong shape");
	}
	mc_str_init(&reason, sizeof(it->reason) - 1);
	code = mc_vaulted_open(list->store, &place, row, 0, &reason, why);
	if (!code) {
		(void)MC_COPY(it->reason, reason.data);
	}
	mc_str_wipe(&reason);
	return code;
}

enum mc_code mc_postponements(struct mc_store *store, const char *draft, struct mc_vec *ret,
			      struct mc_err *why)
{
	struct list list = {store, ret};
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&store->db,
				       "SELECT reason_sealed, id, draft, at, due_at, promised_at"
				       " FROM postponement WHERE draft = ?1 ORDER BY n",
				       MC_BINDS(mc_bind_text(draft)), take, &list, why);

	if (code) {
		ret->len = before;
	}
	return code;
}
