/* SPDX-License-Identifier: MPL-2.0 */
/* people.c - answers about people, and the questions that are out for them. */
#include "motcua/store/store.h"
#include "store/desk_db.h"

/* ---- people looked up */

enum mc_code mc_people_save(struct mc_store *store, const char *number, const char *cmnd,
			    const char *query_id, int64_t taken_at, struct mc_slice answer,
			    struct mc_err *why)
{
	struct mc_place place = {"person", query_id, "answer_sealed"};
	struct mc_vaulted_blind by_number = mc_vaulted_blind(store, "person.number", number);
	struct mc_vaulted_blind by_cmnd = mc_vaulted_blind(store, "person.cmnd", cmnd);
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place, answer, &sealed, why);

	if (!code) {
		/* an answer taken in twice (a crash between here and mail.db) is one row */
		code = mc_db_run(&store->db,
				 "INSERT INTO person (query_id, taken_at, number_blind, cmnd_blind,"
				 " answer_sealed) VALUES (?1, ?2, ?3, ?4, ?5)"
				 " ON CONFLICT (query_id) DO UPDATE SET taken_at = ?2,"
				 " number_blind = ?3, cmnd_blind = ?4, answer_sealed = ?5",
				 MC_BINDS(mc_bind_text(query_id), mc_bind_at(taken_at),
					  mc_bind_blind(&by_number), mc_bind_blind(&by_cmnd),
					  mc_bind_bytes(mc_slice_of(&sealed))),
				 why);
	}
	mc_str_wipe(&sealed);
	return code;
}

struct found {
	struct mc_vaulted_value value;
	int64_t taken_at;
};

static enum mc_code take_person(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct found *found = ctx;

	return mc_col_at(row, 2, &found->taken_at) ? mc_vaulted_value(&found->value, row, why) :
						     mc_db_corrupt(why, "person: taken_at");
}

enum mc_code mc_people_find(struct mc_store *store, const char *number, struct mc_str *ret,
			    int64_t *ret_taken_at, struct mc_err *why)
{
	struct found found = {.value = {store, {"person", NULL, "answer_sealed"}, ret}};
	struct mc_vaulted_blind by_number = mc_vaulted_blind(store, "person.number", number);
	struct mc_vaulted_blind by_cmnd = mc_vaulted_blind(store, "person.cmnd", number);
	enum mc_code code =
		mc_db_first(&store->db,
			    "SELECT answer_sealed, query_id, taken_at FROM person"
			    " WHERE number_blind = ?1 OR cmnd_blind = ?2"
			    " ORDER BY taken_at DESC, n DESC LIMIT 1",
			    MC_BINDS(mc_bind_blind(&by_number), mc_bind_blind(&by_cmnd)),
			    take_person, &found, MC_E_NOT_FOUND, why);

	if (!code && ret_taken_at) {
		*ret_taken_at = found.taken_at;
	}
	return code;
}

/* ---- questions that are out */

enum mc_code mc_asked_save(struct mc_store *store, const char *query_id, int64_t at,
			   struct mc_slice question, struct mc_err *why)
{
	struct mc_place place = {"asked", query_id, "question_sealed"};
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place, question, &sealed, why);

	if (!code) {
		code = mc_db_run(&store->db,
				 "INSERT INTO asked (query_id, at, question_sealed)"
				 " VALUES (?1, ?2, ?3)"
				 " ON CONFLICT (query_id) DO UPDATE SET at = ?2, question_sealed = ?3",
				 MC_BINDS(mc_bind_text(query_id), mc_bind_at(at),
					  mc_bind_bytes(mc_slice_of(&sealed))),
				 why);
	}
	mc_str_wipe(&sealed);
	return code;
}

enum mc_code mc_asked_load(struct mc_store *store, const char *query_id, struct mc_str *ret,
			   struct mc_err *why)
{
	struct mc_vaulted_value value = {store, {"asked", query_id, "question_sealed"}, ret};

	return mc_db_first(&store->db, "SELECT question_sealed FROM asked WHERE query_id = ?1",
			   MC_BINDS(mc_bind_text(query_id)), mc_vaulted_value, &value, MC_E_NOT_FOUND,
			   why);
}

enum mc_code mc_asked_done(struct mc_store *store, const char *query_id, struct mc_err *why)
{
	return mc_db_run(&store->db, "DELETE FROM asked WHERE query_id = ?1",
			 MC_BINDS(mc_bind_text(query_id)), why);
}
