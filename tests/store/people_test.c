/* SPDX-License-Identifier: MPL-2.0 */
/* What the desk keeps about people: answers, questions that are out, evidence. */
#include <sqlite3.h>

#include "motcua/base/file.h"
#include "motcua/store/names.h"
#include "store/office.h"

#define NUMBER "030190000123"
#define CMND "012345678"

static int setup(void **state)
{
	*state = mc_calloc(1, sizeof(struct office));
	office_init(*state);
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static enum mc_code save_person(struct office *o, const char *number, const char *cmnd, int query,
				int64_t at, const char *name, const char *answer)
{
	return mc_people_save(o->store,
			      &(struct mc_known_person){number, cmnd, name, id_of(query), at},
			      mc_slice_text(answer), NULL);
}

static void found_by_either_number(void **state)
{
	struct office *o = *state;
	struct mc_str answer;
	int64_t at = 0;

	mc_str_init(&answer, 1000);
	assert_code(mc_people_find(o->store, NUMBER, &answer, &at, NULL), MC_E_NOT_FOUND);
	assert_ok(save_person(o, NUMBER, CMND, 1, NOW + 1000, "", "newer"));
	assert_ok(save_person(o, NUMBER, "", 2, NOW, "", "older"));
	assert_ok(mc_people_find(o->store, NUMBER, &answer, &at, NULL));
	assert_string_equal(answer.data, "newer");
	assert_int_equal(at, NOW + 1000);
	assert_ok(mc_people_find(o->store, CMND, &answer, &at, NULL));
	assert_string_equal(answer.data, "newer");
	assert_code(mc_people_find(o->store, "", &answer, &at, NULL), MC_E_NOT_FOUND);
	/* the same answer taken in once more is the same row */
	assert_ok(save_person(o, NUMBER, CMND, 1, NOW + 2000, "", "again"));
	assert_ok(mc_people_find(o->store, NUMBER, &answer, &at, NULL));
	assert_string_equal(answer.data, "again");
	mc_str_done(&answer);
}

/* ---- by name */

/* Their answers, best first: "a b". */
static const char *named(struct office *o, struct mc_names *names, const char *text)
{
	static char ret[200];
	struct mc_vec found;
	struct mc_str answer;
	int64_t at;

	mc_vec_init(&found, sizeof(int64_t), 20);
	mc_str_init(&answer, 100);
	assert_ok(mc_names_find(names, text, &found, NULL, NULL));
	ret[0] = '\0';
	MC_VEC_EACH(&found, int64_t, n) {
		assert_ok(mc_people_at(o->store, *n, &answer, &at, NULL));
		snprintf(ret + strlen(ret), sizeof(ret) - strlen(ret), "%s%s", ret[0] ? " " : "",
			 answer.data);
	}
	mc_str_done(&answer);
	mc_vec_done(&found);
	return ret;
}

/* A person is found once, by the name in the newest answer, whichever came in last. */
static void found_once_by_the_newest_name(void **state)
{
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_PEOPLE);

	assert_string_equal(named(o, names, "hoa"), "");
	assert_ok(save_person(o, NUMBER, CMND, 1, NOW, "Lê Thị Hòa", "first"));
	assert_string_equal(named(o, names, "hoa"), "first");
	assert_ok(save_person(o, NUMBER, CMND, 2, NOW + 1000, "Lê Thị Hoa", "second"));
	assert_string_equal(named(o, names, "hoa"), "second");
	assert_string_equal(named(o, names, "hòa"), "");
	assert_ok(save_person(o, NUMBER, "", 3, NOW - 1000, "Lê Hoa Mai", "older"));
	assert_string_equal(named(o, names, "hoa"), "second");
	assert_ok(save_person(o, "030190000124", "", 4, NOW, "Hoa", "another"));
	assert_ok(save_person(o, "", "", 5, NOW, "Hoa Sen", "without a number"));
	assert_string_equal(named(o, names, "hoa"), "another without a number second");
	/* the newest one is taken in once more, with another name */
	assert_ok(save_person(o, NUMBER, CMND, 2, NOW + 1000, "Lê Thị Huệ", "corrected"));
	assert_string_equal(named(o, names, "hoa"), "another without a number");
	assert_string_equal(named(o, names, "hue"), "corrected");
	mc_names_close(names);
	names = mc_names_open(o->store, MC_NAMES_PEOPLE);
	assert_string_equal(named(o, names, "le"), "corrected");
	mc_names_close(names);
}

/* What an older desk took in has no name yet: it is given one, or none, once. */
static void answers_of_an_older_desk_are_named(void **state)
{
	struct office *o = *state;
	struct mc_names *names = mc_names_open(o->store, MC_NAMES_PEOPLE);
	char query_id[MC_UUID_LEN];
	struct mc_str answer;
	sqlite3 *raw;

	mc_str_init(&answer, 100);
	assert_ok(save_person(o, NUMBER, CMND, 1, NOW, "x", "first"));
	assert_ok(save_person(o, NUMBER, CMND, 2, NOW + 1000, "x", "second"));
	assert_ok(save_person(o, "", CMND, 3, NOW, "x", "unreadable"));
	assert_int_equal(sqlite3_open(o->paths.store_db, &raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw, "UPDATE person SET name_sealed = NULL, name_seq = 0", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(raw);
	for (int left = 3; left > 0; left--) {
		assert_ok(mc_people_unnamed(o->store, query_id, &answer, NULL));
		assert_ok(mc_people_name(o->store, query_id,
					 strcmp(answer.data, "unreadable") ? "Lê Thị Hòa" : "",
					 NULL));
	}
	assert_code(mc_people_unnamed(o->store, query_id, &answer, NULL), MC_E_NOT_FOUND);
	assert_string_equal(named(o, names, "hoa"), "second");
	assert_string_equal(named(o, names, ""), "second");
	mc_str_done(&answer);
	mc_names_close(names);
}

static void the_number_of_a_number(void **state)
{
	struct office *o = *state;
	struct mc_vec found;

	mc_vec_init(&found, sizeof(int64_t), 5);
	assert_ok(mc_people_of_number(o->store, NUMBER, &found, NULL));
	assert_int_equal(found.len, 0);
	assert_ok(save_person(o, NUMBER, CMND, 1, NOW + 1, "", "newer"));
	assert_ok(save_person(o, NUMBER, "", 2, NOW, "", "older"));
	assert_ok(mc_people_of_number(o->store, NUMBER, &found, NULL));
	assert_ok(mc_people_of_number(o->store, CMND, &found, NULL));
	assert_int_equal(found.len, 2);
	MC_VEC_EACH(&found, int64_t, n) {
		assert_int_equal(*n, 1);
	}
	mc_vec_done(&found);
}

static void questions_that_are_out(void **state)
{
	struct office *o = *state;
	struct mc_str question;

	mc_str_init(&question, 1000);
	assert_ok(mc_asked_save(o->store, id_of(1), NOW, mc_slice_text("{\"v\":1}"), NULL));
	assert_ok(mc_asked_load(o->store, id_of(1), &question, NULL));
	assert_string_equal(question.data, "{\"v\":1}");
	assert_ok(mc_asked_done(o->store, id_of(1), NULL));
	assert_ok(mc_asked_done(o->store, id_of(1), NULL));
	assert_code(mc_asked_load(o->store, id_of(1), &question, NULL), MC_E_NOT_FOUND);
	mc_str_done(&question);
}

/* A sealed value belongs to its row: moved to another it does not open. */
static void values_do_not_move(void **state)
{
	struct office *o = *state;
	struct mc_str question;
	sqlite3 *raw;

	assert_ok(mc_asked_save(o->store, id_of(1), NOW, mc_slice_text("one"), NULL));
	assert_ok(mc_asked_save(o->store, id_of(2), NOW, mc_slice_text("two"), NULL));
	assert_int_equal(sqlite3_open(o->paths.store_db, &raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw,
				      "UPDATE asked SET question_sealed ="
				      " (SELECT max(question_sealed) FROM asked)",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(raw);
	mc_str_init(&question, 1000);
	assert_true(!mc_asked_load(o->store, id_of(1), &question, NULL) !=
		    !mc_asked_load(o->store, id_of(2), &question, NULL));
	mc_str_done(&question);
}

static struct mc_evidence_row row_of(int n)
{
	struct mc_evidence_row row = {.at = NOW + n,
				      .outcome = MC_OUTCOME_FOUND,
				      .way = MC_WAY_SYSTEM,
				      .issuer = MC_ISSUER_GATEWAY};

	(void)MC_COPY(row.id, id_of(n));
	return row;
}

static enum mc_code save(struct office *o, const struct mc_evidence_row *row, const char *jws)
{
	return mc_evidence_save(o->store, row, NUMBER, mc_slice_text(jws),
				mc_slice_text("age-encryption.org/v1"), NULL);
}

static size_t proofs_of(const struct office *o, const char *dossier)
{
	struct mc_vec rows;
	size_t count;

	mc_vec_init(&rows, sizeof(struct mc_evidence_row), 10);
	assert_ok(mc_evidence_of_dossier(o->store, dossier, &rows, NULL));
	count = rows.len;
	mc_vec_done(&rows);
	return count;
}

/* A proof of dossier 7 goes with dossier 8 too, once, until it is untied from there. */
static void assert_goes_with_both(const struct office *o, const char *id)
{
	for (int i = 0; i < 2; i++) {
		assert_ok(mc_evidence_tie(o->store, id, id_of(8), NULL));
		assert_int_equal(proofs_of(o, id_of(8)), 1);
		assert_int_equal(proofs_of(o, id_of(7)), 1);
	}
	assert_ok(mc_evidence_untie(o->store, id, id_of(8), NULL));
	assert_int_equal(proofs_of(o, id_of(8)), 0);
	assert_int_equal(proofs_of(o, id_of(7)), 1);
	assert_ok(mc_evidence_untie(o->store, id, id_of(7), NULL));
	assert_int_equal(proofs_of(o, id_of(7)), 0);
}

static void evidence(void **state)
{
	struct office *o = *state;
	struct mc_evidence_row a = row_of(1), b = row_of(2), *got;
	struct mc_vec rows;
	struct mc_str jws;
	char *path = mc_evidence_path(o->store, a.id);

	b.outcome = MC_OUTCOME_FAILURE;
	b.way = MC_WAY_NONE;
	b.issuer = MC_ISSUER_TERMINAL;
	assert_ok(save(o, &a, "jws.of.a"));
	assert_ok(save(o, &b, "jws.of.b"));
	assert_true(mc_file_exists(path));
	free(path);
	mc_vec_init(&rows, sizeof(struct mc_evidence_row), 10);
	assert_ok(mc_evidence_of_person(o->store, NUMBER, &rows, NULL));
	assert_int_equal(rows.len, 2);
	got = mc_vec_at(&rows, 0);
	assert_string_equal(got->id, b.id);
	assert_int_equal(got->outcome, MC_OUTCOME_FAILURE);
	assert_int_equal(got->way, MC_WAY_NONE);
	assert_int_equal(got->issuer, MC_ISSUER_TERMINAL);
	got = mc_vec_at(&rows, 1);
	assert_int_equal(got->way, MC_WAY_SYSTEM);
	assert_int_equal(got->at, NOW + 1);
	mc_vec_reset(&rows);
	assert_ok(mc_evidence_tie(o->store, a.id, id_of(7), NULL));
	assert_code(mc_evidence_tie(o->store, id_of(3), id_of(7), NULL), MC_E_NOT_FOUND);
	assert_ok(mc_evidence_of_dossier(o->store, id_of(7), &rows, NULL));
	assert_int_equal(rows.len, 1);
	assert_goes_with_both(o, a.id);
	mc_str_init(&jws, 100);
	assert_ok(mc_evidence_load(o->store, a.id, &jws, NULL));
	assert_string_equal(jws.data, "jws.of.a");
	assert_code(mc_evidence_load(o->store, id_of(3), &jws, NULL), MC_E_NOT_FOUND);
	mc_str_done(&jws);
	mc_vec_done(&rows);
}

static void evidence_twice(void **state)
{
	struct office *o = *state;
	struct mc_evidence_row row = row_of(1);

	assert_ok(save(o, &row, "jws.of.a"));
	assert_ok(save(o, &row, "jws.of.a"));
	assert_code(save(o, &row, "jws.of.b"), MC_E_STORE);
	(void)MC_COPY(row.id, "../../../tmp/not-a-uuid-but-36-long");
	assert_code(save(o, &row, "jws"), MC_E_INTERNAL);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(found_by_either_number),
		CASE(found_once_by_the_newest_name),
		CASE(answers_of_an_older_desk_are_named),
		CASE(the_number_of_a_number),
		CASE(questions_that_are_out),
		CASE(values_do_not_move),
		CASE(evidence),
		CASE(evidence_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
