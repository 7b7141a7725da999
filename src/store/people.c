/* SPDX-License-Identifier: MPL-2.0 */
/* people.c - answers about people, and the questions that are out for them. */
#include "motcua/store/store.h"
#include "store/desk_db.h"
#include "store/numbers.h"

/* ---- people looked up */

#define NEXT_NAME "(SELECT max(name_seq) + 1 FROM person)"

/* Of a person's answers the newest bears the name, the others lose it. In the transaction of
 * whatever changed them. */
static enum mc_code settle_name(struct mc_store *store, const char *query_id, struct mc_err *why)
{
	return mc_db_run(&store->db,
			 "UPDATE person SET name_sealed = NULL, name_seq = " NEXT_NAME
			 " WHERE name_sealed IS NOT NULL AND number_blind ="
			 " (SELECT number_blind FROM person WHERE query_id = ?1) AND n <>"
			 " (SELECT newest.n FROM person newest"
			 "  WHERE newest.number_blind = person.number_blind"
			 "  ORDER BY newest.taken_at DESC, newest.n DESC LIMIT 1)",
			 MC_BINDS(mc_bind_text(query_id)), why);
}

static enum mc_code put_name(struct mc_store *store, const char *query_id, const char *name,
			     struct mc_err *why)
{
	struct mc_place place = {"person", query_id, "name_sealed"};
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place, mc_slice_text(name), &sealed, why);

	if (!code) {
		code = mc_db_run(&store->db,
				 "UPDATE person SET name_sealed = ?2, name_seq = " NEXT_NAME
				 " WHERE query_id = ?1",
				 MC_BINDS(mc_bind_text(query_id),
					  *name ? mc_bind_bytes(mc_slice_of(&sealed)) :
						  mc_bind_text(NULL)),
				 why);
	}
	mc_str_wipe(&sealed);
	return code ? code : settle_name(store, query_id, why);
}

enum mc_code mc_people_name(struct mc_store *store, const char *query_id, const char *name,
			    struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	return code ? code : mc_db_end(&store->db, put_name(store, query_id, name, why), why);
}

static enum mc_code put_answer(struct mc_store *store, const struct mc_known_person *person,
			       struct mc_slice answer, struct mc_err *why)
{
	struct mc_place place = {"person", person->query_id, "answer_sealed"};
	struct mc_vaulted_blind by_number = mc_vaulted_blind(store, "person.number", person->number);
	struct mc_vaulted_blind by_cmnd = mc_vaulted_blind(store, "person.cmnd", person->cmnd);
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place, answer, &sealed, why);

	if (!code) {
		/* an answer taken in twice (a crash between here and mail.db) is one row */
		code = mc_db_run(&store->db,
				 "INSERT INTO person (query_id, taken_at, number_blind, cmnd_blind,"
				 " answer_sealed) VALUES (?1, ?2, ?3, ?4, ?5)"
				 " ON CONFLICT (query_id) DO UPDATE SET taken_at = ?2,"
				 " number_blind = ?3, cmnd_blind = ?4, answer_sealed = ?5",
				 MC_BINDS(mc_bind_text(person->query_id),
					  mc_bind_at(person->taken_at), mc_bind_blind(&by_number),
					  mc_bind_blind(&by_cmnd),
					  mc_bind_bytes(mc_slice_of(&sealed))),
				 why);
	}
	mc_str_wipe(&sealed);
	return code;
}

enum mc_code mc_people_save(struct mc_store *store, const struct mc_known_person *person,
			    struct mc_slice answer, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	if (code) {
		return code;
	}
	code = put_answer(store, person, answer, why);
	if (!code) {
		code = put_name(store, person->query_id, person->name, why);
	}
	return mc_db_end(&store->db, code, why);
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

enum mc_code mc_people_of_number(struct mc_store *store, const char *number, struct mc_vec *ret,
				 struct mc_err *why)
{
	struct mc_vaulted_blind by_number = mc_vaulted_blind(store, "person.number", number);
	struct mc_vaulted_blind by_cmnd = mc_vaulted_blind(store, "person.cmnd", number);

	return mc_db_each(&store->db,
			  "SELECT n FROM person WHERE number_blind = ?1 OR cmnd_blind = ?2"
			  " ORDER BY taken_at DESC, n DESC LIMIT 1",
			  MC_BINDS(mc_bind_blind(&by_number), mc_bind_blind(&by_cmnd)),
			  mc_number_push, ret, why);
}

enum mc_code mc_people_at(struct mc_store *store, int64_t n, struct mc_str *ret,
			  int64_t *ret_taken_at, struct mc_err *why)
{
	struct found found = {.value = {store, {"person", NULL, "answer_sealed"}, ret}};
	enum mc_code code = mc_db_first(&store->db,
					"SELECT answer_sealed, query_id, taken_at FROM person"
					" WHERE n = ?1",
					MC_BINDS(mc_bind_int(n)), take_person, &found,
					MC_E_NOT_FOUND, why);

	if (!code) {
		*ret_taken_at = found.taken_at;
	}
	return code;
}

struct unnamed {
	struct mc_vaulted_value value;
	char *query_id;
};

static enum mc_code take_unnamed(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct unnamed *unnamed = ctx;

	return mc_col_text(row, 1, unnamed->query_id, MC_UUID_LEN) ?
		       mc_vaulted_value(&unnamed->value, row, why) :
		       mc_db_corrupt(why, "person: query_id");
}

enum mc_code mc_people_unnamed(struct mc_store *store, char ret_query_id[MC_UUID_LEN],
			       struct mc_str *ret_answer, struct mc_err *why)
{
	struct unnamed unnamed = {{store, {"person", NULL, "answer_sealed"}, ret_answer},
				  ret_query_id};

	return mc_db_first(&store->db,
			   "SELECT answer_sealed, query_id FROM person WHERE name_seq = 0 LIMIT 1",
			   NULL, take_unnamed, &unnamed, MC_E_NOT_FOUND, why);
}

enum mc_code mc_people_answer(struct mc_store *store, const char *query_id, struct mc_str *ret,
			      struct mc_err *why)
{
	struct mc_vaulted_value value = {store, {"person", query_id, "answer_sealed"}, ret};

	return mc_db_first(&store->db, "SELECT answer_sealed FROM person WHERE query_id = ?1",
			   MC_BINDS(mc_bind_text(query_id)), mc_vaulted_value, &value, MC_E_NOT_FOUND,
			   why);
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

static enum mc_code take_id(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	char *id = mc_vec_push(ctx);

	if (!id) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more questions");
	}
	return mc_col_text(row, 0, id, MC_UUID_LEN) ? MC_OK : mc_db_corrupt(why, "asked: query_id");
}

/* Their ids are in the order of time. */
enum mc_code mc_asked_before(struct mc_store *store, int64_t before, struct mc_vec *ret,
			     struct mc_err *why)
{
	return mc_db_each(&store->db,
			  "SELECT query_id FROM asked WHERE at < ?1 AND NOT EXISTS"
			  " (SELECT 1 FROM verification"
			  " WHERE query_id = asked.query_id AND outcome = '') LIMIT 100",
			  MC_BINDS(mc_bind_at(before)), take_id, ret, why);
}

enum mc_code mc_asked_done(struct mc_store *store, const char *query_id, struct mc_err *why)
{
	return mc_db_run(&store->db, "DELETE FROM asked WHERE query_id = ?1",
			 MC_BINDS(mc_bind_text(query_id)), why);
}
