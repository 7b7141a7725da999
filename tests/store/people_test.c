/* SPDX-License-Identifier: MPL-2.0 */
/* What the desk keeps about people: answers, questions that are out, evidence. */
#include <sqlite3.h>

#include "motcua/base/file.h"
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

static void found_by_either_number(void **state)
{
	struct office *o = *state;
	struct mc_str answer;
	int64_t at = 0;

	mc_str_init(&answer, 1000);
	assert_code(mc_people_find(o->store, NUMBER, &answer, &at, NULL), MC_E_NOT_FOUND);
	assert_ok(mc_people_save(o->store, NUMBER, CMND, id_of(1), NOW + 1000,
				 mc_slice_text("newer"), NULL));
	assert_ok(mc_people_save(o->store, NUMBER, "", id_of(2), NOW, mc_slice_text("older"), NULL));
	assert_ok(mc_people_find(o->store, NUMBER, &answer, &at, NULL));
	assert_string_equal(answer.data, "newer");
	assert_int_equal(at, NOW + 1000);
	assert_ok(mc_people_find(o->store, CMND, &answer, &at, NULL));
	assert_string_equal(answer.data, "newer");
	assert_code(mc_people_find(o->store, "", &answer, &at, NULL), MC_E_NOT_FOUND);
	/* the same answer taken in once more is the same row */
	assert_ok(mc_people_save(o->store, NUMBER, CMND, id_of(1), NOW + 2000,
				 mc_slice_text("again"), NULL));
	assert_ok(mc_people_find(o->store, NUMBER, &answer, &at, NULL));
	assert_string_equal(answer.data, "again");
	mc_str_done(&answer);
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
		CASE(found_by_either_number), CASE(questions_that_are_out), CASE(values_do_not_move),
		CASE(evidence),		      CASE(evidence_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
