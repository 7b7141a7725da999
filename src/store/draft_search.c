/* SPDX-License-Identifier: MPL-2.0 */
/* draft_search.c - dossiers found by what is known of them, as their running numbers. */
#include "motcua/base/mem.h"
#include "motcua/store/progress.h"
#include "store/drafts.h"
#include "store/numbers.h"

static enum mc_code select_numbers(struct mc_store *store, const char *sql,
				   const struct mc_bind *binds, struct mc_vec *ret,
				   struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&store->db, sql, binds, mc_number_push, ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

/* A dossier is in the state that was read out of mail.db, else in that of its draft. */
enum mc_code mc_draft_select(struct mc_store *store, const struct mc_draft_filter *filter,
			     struct mc_vec *ret, struct mc_err *why)
{
	return select_numbers(
		store,
		"SELECT n FROM draft LEFT JOIN progress ON draft_n = n"
		" WHERE (?1 IS NULL OR procedure = ?1)"
		" AND (?2 IS NULL OR ifnull(reached, state) = ?2)"
		" AND (?3 IS NULL OR created_at >= ?3) AND (?4 IS NULL OR created_at < ?4)"
		" AND (((?5 IS NULL OR shown_at >= ?5) AND (?6 IS NULL OR shown_at < ?6))"
		"  OR n IN (SELECT draft_n FROM progress_branch WHERE"
		"   (?5 IS NULL OR shown_at >= ?5) AND (?6 IS NULL OR shown_at < ?6)))"
		" AND (?7 = 0 OR (open = 1 AND shown_at IS NULL AND stopped > 0))"
		" AND (?8 = 0 OR (open = 1 AND shown_at IS NOT NULL))"
		" AND (?9 = 0 OR draft_n IS NOT NULL) ORDER BY n DESC",
		MC_BINDS(mc_bind_text(filter->procedure),
			 mc_bind_text(filter->state ? mc_state_name(filter->state) : NULL),
			 mc_bind_at_or_null(filter->day_from), mc_bind_at_or_null(filter->day_until),
			 mc_bind_at_or_null(filter->due_from), mc_bind_at_or_null(filter->due_until),
			 mc_bind_int(filter->stopped), mc_bind_int(filter->due),
			 mc_bind_int(filter->sealed)),
		ret, why);
}

enum mc_code mc_draft_sealed(struct mc_store *store, struct mc_vec *ret, struct mc_err *why)
{
	return select_numbers(store, "SELECT draft_n FROM progress ORDER BY draft_n DESC", NULL, ret,
			      why);
}

enum mc_code mc_draft_newest(struct mc_store *store, int offset, int limit, struct mc_vec *ret,
			     struct mc_err *why)
{
	return select_numbers(store,
			      "SELECT n FROM draft WHERE n <= " MC_DRAFT_NEWEST " - ?2"
			      " ORDER BY n DESC LIMIT ?1",
			      MC_BINDS(mc_bind_int(limit), mc_bind_int(offset)), ret, why);
}

enum mc_code mc_draft_count(struct mc_store *store, int *ret, struct mc_err *why)
{
	int64_t count = 0;
	enum mc_code code = mc_db_first(&store->db, "SELECT " MC_DRAFT_NEWEST, NULL, mc_db_number,
					&count, MC_E_STORE, why);

	if (!code) {
		*ret = (int)count;
	}
	return code;
}

enum mc_code mc_draft_of_person(struct mc_store *store, const char *number, struct mc_vec *ret,
				struct mc_err *why)
{
	struct mc_vaulted_blind in_field = mc_vaulted_blind(store, "draft.number", number);
	struct mc_vaulted_blind in_proof = mc_vaulted_blind(store, "evidence.number", number);

	return select_numbers(store,
			      "SELECT n FROM draft WHERE id IN"
			      " (SELECT draft FROM draft_value WHERE number_blind = ?1"
			      "  UNION SELECT dossier FROM evidence WHERE number_blind = ?2)"
			      " ORDER BY n DESC",
			      MC_BINDS(mc_bind_blind(&in_field), mc_bind_blind(&in_proof)), ret, why);
}

/* char(127) sorts after every character of a number */
enum mc_code mc_draft_beginning(struct mc_store *store, const char *beginning, struct mc_vec *ret,
				struct mc_err *why)
{
	return select_numbers(store,
			      "SELECT n FROM draft WHERE local_number >= ?1"
			      " AND local_number < ?1 || char(127)",
			      MC_BINDS(mc_bind_text(beginning)), ret, why);
}

enum mc_code mc_draft_of_official(struct mc_store *store, const char *number, struct mc_vec *ret,
				  struct mc_err *why)
{
	struct mc_vaulted_blind blind = mc_official_blind(store, number);

	return select_numbers(store,
			      "SELECT draft_n FROM progress WHERE official_blind = ?1"
			      " ORDER BY draft_n DESC",
			      MC_BINDS(mc_bind_blind(&blind)), ret, why);
}

enum mc_code mc_draft_rows(struct mc_store *store, const int64_t *n, int count, struct mc_vec *ret,
			   struct mc_err *why)
{
	struct mc_draft_list list = {store, ret};
	size_t before = ret->len;
	enum mc_code code = MC_OK;

	for (int i = 0; !code && i < count; i++) {
		code = mc_db_each(&store->db, MC_DRAFT_SELECT "WHERE n = ?1",
				  MC_BINDS(mc_bind_int(n[i])), mc_draft_push, &list, why);
	}
	if (code) {
		ret->len = before;
	}
	return code;
}
