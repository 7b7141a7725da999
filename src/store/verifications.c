/* SPDX-License-Identifier: MPL-2.0 */
/*
 * verifications.c - verifications that wait for the link. The row is made with its question, so
 * that none is out of which nobody knows for whom.
 */
#include "motcua/store/verification.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "store/desk_db.h"

enum { VALUE_MAX = 1 << 20 }; /* against a damaged row only */

/* ---- writing */

static enum mc_code insert(struct mc_store *store, const struct mc_verification_row *row,
			   struct mc_err *why)
{
	return mc_db_run(&store->db,
			 "INSERT INTO verification (query_id, draft, role, queued_at, until_at,"
			 " first_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			 MC_BINDS(mc_bind_text(row->query_id), mc_bind_text(row->draft),
				  mc_bind_text(row->role), mc_bind_at(row->queued_at),
				  mc_bind_at(row->until), mc_bind_text(row->first_id)),
			 why);
}

enum mc_code mc_verification_save(struct mc_store *store, const struct mc_verification_row *row,
				  struct mc_slice audit, struct mc_slice question,
				  struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	if (code) {
		return code;
	}
	code = mc_audit_add(store, audit, why);
	code = code ? code : mc_asked_save(store, row->query_id, row->queued_at, question, why);
	code = code ? code : insert(store, row, why);
	return mc_db_end(&store->db, code, why);
}

enum mc_code mc_verification_end(struct mc_store *store, const char *query_id,
				 enum mc_outcome outcome, enum mc_code cause, const char *evidence,
				 int64_t now, struct mc_err *why)
{
	return mc_db_run(&store->db,
			 "UPDATE verification SET outcome = ?2, cause = ?3, evidence = ?4,"
			 " ended_at = ?5 WHERE query_id = ?1 AND outcome = ''",
			 MC_BINDS(mc_bind_text(query_id), mc_bind_text(mc_outcome_code(outcome)),
				  mc_bind_code(cause), mc_bind_text(evidence), mc_bind_at(now)),
			 why);
}

static enum mc_code put_difference(struct mc_store *store, const char *query_id,
				   const struct mc_draft_value *value, struct mc_err *why)
{
	char key[MC_ROW_KEY_LEN];
	struct mc_place place = {"verification_difference", key, "bytes_sealed"};
	struct mc_str sealed;
	enum mc_code code;

	snprintf(key, sizeof(key), "%s/%s", query_id, value->field);
	code = mc_vaulted_seal(store, &place, mc_slice_of(&value->bytes), &sealed, why);
	if (!code) {
		code = mc_db_run(&store->db,
				 "INSERT INTO verification_difference (query_id, field, bytes_sealed)"
				 " VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
				 MC_BINDS(mc_bind_text(query_id), mc_bind_text(value->field),
					  mc_bind_bytes(mc_slice_of(&sealed))),
				 why);
	}
	mc_str_wipe(&sealed);
	return code;
}

/* What was compared before a power cut is compared again with a form that has taken the
 * answer already: it differs no more, and must not hide what did. */
enum mc_code mc_verification_differ(struct mc_store *store, const char *query_id,
				    const struct mc_draft_value *differences, int count,
				    struct mc_err *why)
{
	enum mc_code code = count ? mc_db_begin(&store->db, why) : MC_OK;

	if (code || !count) {
		return code;
	}
	for (int i = 0; !code && i < count; i++) {
		code = put_difference(store, query_id, &differences[i], why);
	}
	return mc_db_end(&store->db, code, why);
}

enum mc_code mc_verification_taken(struct mc_store *store, const char *query_id, struct mc_err *why)
{
	return mc_db_run(&store->db, "UPDATE verification SET taken = 1 WHERE query_id = ?1",
			 MC_BINDS(mc_bind_text(query_id)), why);
}

enum mc_code mc_verification_drop(struct mc_store *store, const char *query_id, struct mc_err *why)
{
	return mc_db_run(&store->db, "DELETE FROM verification WHERE query_id = ?1",
			 MC_BINDS(mc_bind_text(query_id)), why);
}

/* ---- reading */

#define COLUMNS                                                                           \
	"SELECT query_id, draft, role, queued_at, until_at, outcome, ended_at, cause," \
	" evidence, taken, first_id FROM verification "

static enum mc_code take_row(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_verification_row *ret = mc_vec_push(ctx);
	char outcome[24];

	if (!ret) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more verifications");
	}
	*ret = (struct mc_verification_row){.cause = mc_col_code(row, 7),
					    .taken = sqlite3_column_int(row, 9) != 0};
	if (!MC_COL(row, 0, ret->query_id) || !MC_COL(row, 1, ret->draft) ||
	    !MC_COL(row, 2, ret->role) || !mc_col_at(row, 3, &ret->queued_at) ||
	    !mc_col_at(row, 4, &ret->until) || !MC_COL(row, 5, outcome) ||
	    !mc_col_at(row, 6, &ret->ended_at) || !MC_COL(row, 8, ret->evidence) || !MC_COL(row, 10, ret->first_id)) {
		return mc_db_corrupt(why, "verification: a value of the wrong shape");
	}
	ret->outcome = mc_outcome_parse(outcome);
	return MC_OK;
}

static enum mc_code list(struct mc_store *store, const char *sql, const struct mc_bind *binds,
			 struct mc_vec *ret, struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&store->db, sql, binds, take_row, ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

enum mc_code mc_verifications_waiting(struct mc_store *store, struct mc_vec *ret,
				      struct mc_err *why)
{
	return list(store, COLUMNS "WHERE outcome = '' ORDER BY n", NULL, ret, why);
}

enum mc_code mc_verifications_of(struct mc_store *store, const char *draft, struct mc_vec *ret,
				 struct mc_err *why)
{
	return list(store, COLUMNS "WHERE draft = ?1 ORDER BY n", MC_BINDS(mc_bind_text(draft)),
		    ret, why);
}

enum mc_code mc_verifications_count(struct mc_store *store, int64_t *ret, struct mc_err *why)
{
	return mc_db_first(&store->db, "SELECT count(*) FROM verification WHERE outcome = ''", NULL,
			   mc_db_number, ret, MC_E_STORE, why);
}

struct differences {
	struct mc_store *store;
	const char *query_id;
	struct mc_vec *ret;
};

static enum mc_code take_difference(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	const struct differences *to = ctx;
	struct mc_draft_value *value = mc_vec_push(to->ret);
	char key[MC_ROW_KEY_LEN];
	struct mc_place place = {"verification_difference", key, "bytes_sealed"};

	if (!value) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more differences");
	}
	mc_str_init(&value->bytes, VALUE_MAX);
	if (!MC_COL(row, 1, value->field)) {
		return mc_db_corrupt(why, "verification_difference: field");
	}
	snprintf(key, sizeof(key), "%s/%s", to->query_id, value->field);
	return mc_vaulted_open(to->store, &place, row, 0, &value->bytes, why);
}

enum mc_code mc_verification_differences(struct mc_store *store, const char *query_id,
					 struct mc_vec *ret, struct mc_err *why)
{
	struct differences to = {store, query_id, ret};

	return mc_db_each(&store->db,
			  "SELECT bytes_sealed, field FROM verification_difference"
			  " WHERE query_id = ?1 ORDER BY field",
			  MC_BINDS(mc_bind_text(query_id)), take_difference, &to, why);
}
