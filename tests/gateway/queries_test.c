/* SPDX-License-Identifier: MPL-2.0 */
/* Questions: three outcomes apart, sealed to who asked, the same bytes for the same id. */
#include "gateway/harness.h"

#include <sqlite3.h>

#include "gateway/population.h"
#include "motcua/base/file.h"

#define OFFICER "001090000001"

static struct mc_query query_for(const char *name)
{
	struct mc_population *people = mc_population_open(MC_POPULATION_SEED, mc_clock_now());
	struct mc_query query = {.procedure = "2.002621",
				 .purpose = "khai sinh",
				 .asked_at = mc_clock_now(),
				 .officer = {OFFICER, "Nguyễn Văn Cán"}};
	struct mc_card card;

	assert_ok(mc_population_case_find(people, name, NULL, &card, NULL));
	mc_population_close(people);
	mc_uuid7(query.id);
	mc_query_from_card(&query, &card);
	return query;
}

static char *question_of(const struct mc_query *query, const struct mc_terminal_keys *keys)
{
	struct mc_str payload;
	char *jws;

	mc_str_init(&payload, MC_JSON_MAX);
	mc_question_format(query, keys->id, &payload);
	jws = signed_by(keys->sign, "question", &payload);
	mc_str_done(&payload);
	return jws;
}

static struct test_reply ask_jws(struct gateway *g, const char *path, const char *jws)
{
	const struct mc_seal_key *to = mc_keyring_seal_key(g->ring, mc_clock_now());
	struct mc_str envelope;
	struct test_reply r;

	mc_str_init(&envelope, MC_JSON_MAX);
	assert_ok(mc_age_seal(to, 1, mc_slice_text(jws), &envelope, NULL));
	r = test_call(g->socket, "POST", path, "Content-Type: application/age\r\n", envelope.data,
		      envelope.len);
	mc_str_done(&envelope);
	return r;
}

static struct test_reply ask(struct gateway *g, const struct mc_query *query)
{
	char *jws = question_of(query, &g->keys);
	struct test_reply r = ask_jws(
		g, query->kind == MC_QUERY_VERIFY ? "/v1/residence-proofs" : "/v1/queries", jws);

	free(jws);
	return r;
}

static void a_lookup_finds_the_person(void **state)
{
	struct gateway *g = *state;
	struct mc_query query = query_for("ordinary");
	char *jws = question_of(&query, &g->keys), sha256[MC_SHA256_HEX], *evidence = NULL;
	struct test_reply r = ask_jws(g, "/v1/queries", jws);
	struct mc_answer *answer = mc_calloc(1, sizeof(*answer));
	struct mc_outer outer;
	struct mc_str inner;

	assert_int_equal(r.status, 200);
	assert_string_equal(test_header(&r, "Cache-Control"), "no-store");
	assert_null(strstr(r.body, query.number));
	mc_str_init(&inner, MC_JSON_MAX);
	outer = outer_of(g, &r, "answer", &inner);
	mc_sha256_hex(mc_slice_text(jws), sha256);
	assert_string_equal(outer.id, query.id);
	assert_string_equal(outer.digest, sha256);
	assert_string_equal(outer.outcome, "found");
	assert_ok(mc_answer_parse(mc_slice_of(&inner), answer, &evidence, NULL));
	assert_string_equal(answer->person.number, query.number);
	assert_string_equal(answer->person.full_name, query.full_name);
	assert_true(answer->household.member_count > 0);
	assert_null(evidence);
	mc_str_done(&inner);
	test_reply_done(&r);
	free(answer);
	free(jws);
}

static void a_verification_carries_signed_evidence(void **state)
{
	struct gateway *g = *state;
	struct mc_query query = query_for("ordinary");
	struct mc_answer *answer = mc_calloc(1, sizeof(*answer));
	struct mc_str inner, claims;
	struct mc_evidence evidence;
	struct test_reply r;
	char *jws = NULL;

	query.kind = MC_QUERY_VERIFY;
	r = ask(g, &query);
	assert_int_equal(r.status, 200);
	mc_str_init(&inner, MC_JSON_MAX);
	mc_str_init(&claims, MC_JSON_MAX);
	outer_of(g, &r, "answer", &inner);
	assert_ok(mc_answer_parse(mc_slice_of(&inner), answer, &jws, NULL));
	assert_non_null(jws);
	assert_ok(mc_keyring_verify(g->ring, mc_slice_text(jws), "residence", mc_clock_now(),
				    &claims, NULL));
	assert_ok(mc_evidence_parse(mc_slice_of(&claims), &evidence, NULL));
	assert_int_equal(evidence.issuer, MC_ISSUER_GATEWAY);
	assert_int_equal(evidence.way, MC_WAY_SYSTEM);
	assert_int_equal(evidence.outcome, MC_OUTCOME_FOUND);
	assert_string_equal(evidence.query_id, query.id);
	assert_string_equal(evidence.terminal, g->keys.id);
	assert_string_equal(evidence.number, query.number);
	assert_true(evidence.address[0] != '\0');
	mc_str_done(&inner);
	mc_str_done(&claims);
	test_reply_done(&r);
	free(answer);
	free(jws);
}

/* `people` tells of the same people as the gateway does, whatever its seed. */
static void printed_cards_are_found(void **state)
{
	struct gateway *g = *state;
	struct mc_options options = {.data = g->dir, .case_name = "ordinary"};
	struct mc_query query = query_for("ordinary");
	struct mc_outer outer;
	struct mc_card card;
	struct mc_str text;
	struct test_reply r;

	assert_ok(run(g, mc_cmd_people, &options, &text));
	assert_ok(mc_card_parse(text.data, &card, NULL));
	mc_str_done(&text);
	mc_query_from_card(&query, &card);
	r = ask(g, &query);
	outer = outer_of(g, &r, "answer", NULL);
	assert_string_equal(outer.outcome, "found");
	test_reply_done(&r);
	options.case_name = "nobody";
	assert_code(run(g, mc_cmd_people, &options, &text), MC_E_NOT_FOUND);
	mc_str_done(&text);
	options.case_name = NULL;
	assert_ok(run(g, mc_cmd_people, &options, &text));
	assert_non_null(strstr(text.data, "ordinary"));
	mc_str_done(&text);
}

static void a_wrong_name_is_no_match(void **state)
{
	struct gateway *g = *state;
	struct mc_query query = query_for("ordinary");
	struct mc_outer outer;
	struct test_reply r;

	MC_COPY(query.full_name, "Lê Không Có");
	r = ask(g, &query);
	outer = outer_of(g, &r, "answer", NULL);
	assert_string_equal(outer.outcome, "no_match");
	test_reply_done(&r);
}

static void the_same_id_gives_the_same_bytes(void **state)
{
	struct gateway *g = *state;
	struct mc_query query = query_for("ordinary");
	struct test_reply first = ask(g, &query), again;
	struct mc_outer outer;

	assert_int_equal(stop(g, SIGKILL), -SIGKILL);
	start(g);
	again = ask(g, &query);
	assert_int_equal(again.status, 200);
	assert_string_equal(first.body, again.body);
	test_reply_done(&again);
	MC_COPY(query.purpose, "another purpose");
	again = ask(g, &query);
	assert_problem(&again, 422, "digest-mismatch");
	outer = outer_of(g, &again, "refusal", NULL);
	assert_string_equal(outer.id, query.id);
	test_reply_done(&first);
	test_reply_done(&again);
}

static void bad_questions_are_problems(void **state)
{
	struct gateway *g = *state;
	struct mc_query good = query_for("ordinary"), query;
	struct mc_terminal_keys stranger;
	struct test_reply r;
	char *jws;

	r = test_call(g->socket, "POST", "/v1/queries", "Content-Type: application/json\r\n", "{}",
		      2);
	assert_problem(&r, 415, "unsupported-type");
	test_reply_done(&r);
	r = test_call(g->socket, "POST", "/v1/queries", "Content-Type: application/age\r\n", "x",
		      1);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	r = ask_jws(g, "/v1/queries", "not.a.jws");
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	jws = question_of(&good, &g->keys);
	r = ask_jws(g, "/v1/residence-proofs", jws); /* a look-up at the other door */
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	jws[strlen(jws) / 2] ^= 1;
	r = ask_jws(g, "/v1/queries", jws);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	free(jws);
	new_terminal(g, &stranger);
	jws = question_of(&good, &stranger);
	r = ask_jws(g, "/v1/queries", jws);
	assert_problem(&r, 403, "terminal-unknown");
	test_reply_done(&r);
	free(jws);
	mc_terminal_keys_done(&stranger);
	query = good;
	query.purpose[0] = '\0';
	r = ask(g, &query);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	query = good;
	query.officer.number[0] = '\0';
	r = ask(g, &query);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
}

/* Personal data is in no file of the gateway: not in the database, not in the log. */
static void nothing_personal_is_kept(void **state)
{
	struct gateway *g = *state;
	struct mc_query query = query_for("ordinary");
	static const char *const files[] = {"gateway.db", "gateway.db-wal", "log"};
	struct test_reply r = ask(g, &query);

	test_reply_done(&r);
	for (size_t i = 0; i < MC_COUNT(files); i++) {
		char *path = mc_path_join(g->dir, files[i]);
		struct mc_str bytes;

		mc_str_init(&bytes, 64 * 1024 * 1024);
		assert_ok(mc_file_read(path, &bytes, NULL));
		assert_null(memmem(bytes.data, bytes.len, query.number, 12));
		assert_null(memmem(bytes.data, bytes.len, OFFICER, 12));
		assert_null(
			memmem(bytes.data, bytes.len, query.full_name, strlen(query.full_name)));
		mc_str_done(&bytes);
		free(path);
	}
}

static void each_lookup_leaves_an_access_line(void **state)
{
	struct gateway *g = *state;
	struct mc_query query = query_for("ordinary");
	struct test_reply r = ask(g, &query);
	char *path = mc_path_join(g->dir, "gateway.db");
	sqlite3 *db;
	sqlite3_stmt *stmt;

	test_reply_done(&r);
	r = ask(g, &query); /* a repeat is the same look-up */
	test_reply_done(&r);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT count(*), max(procedure), max(outcome),"
					    " max(query), max(length(officer)) FROM access",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(stmt, 0), 1);
	assert_string_equal((const char *)sqlite3_column_text(stmt, 1), "2.002621");
	assert_string_equal((const char *)sqlite3_column_text(stmt, 2), "found");
	assert_string_equal((const char *)sqlite3_column_text(stmt, 3), query.id);
	assert_int_equal(sqlite3_column_int(stmt, 4), 32);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	free(path);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* How many births the gateway tells to this procedure. */
static int births_told(struct gateway *g, const char *procedure)
{
	struct mc_query query = query_for("new-mother");
	struct mc_answer *answer = mc_calloc(1, sizeof(*answer));
	struct mc_str inner;
	struct test_reply r;
	char *evidence;
	int count;

	MC_COPY(query.procedure, procedure);
	r = ask(g, &query);
	assert_int_equal(r.status, 200);
	mc_str_init(&inner, MC_JSON_MAX);
	outer_of(g, &r, "answer", &inner);
	assert_ok(mc_answer_parse(mc_slice_of(&inner), answer, &evidence, NULL));
	assert_int_equal(answer->outcome, MC_OUTCOME_FOUND);
	count = answer->person.birth_count;
	assert_int_equal(strstr(inner.data, "births") != NULL, count > 0);
	mc_str_done(&inner);
	test_reply_done(&r);
	free(answer);
	return count;
}

/* A newborn is told to whoever registers the birth, to nobody else: by the procedure's file. */
static void births_are_told_where_the_form_asks(void **state)
{
	static const struct {
		const char *procedure;
		int births;
	} rows[] = {
		{"2.002621", 1}, {"2.002621.000.00.00.H56", 1}, {"1.001193", 1},
		{"1.000689", 1}, {"1.003583", 1},		    {"1.004884", 0},
		{"2.000635", 0}, {"9.900001", 0},		    {"2.00262", 0},
		{"2", 0},	   {"2.002621x", 0},		    {"../2.002621", 0},
	};

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		if (births_told(*state, rows[i].procedure) != rows[i].births) {
			fail_msg("%s: not %d", rows[i].procedure, rows[i].births);
		}
	}
}

/* A copy of 1.001193 under another code, or (births false) of one that asks for none. */
static char *folder_with(const struct gateway *g, const char *name, const char *code, bool births)
{
	const char *of = births ? "1.001193" : "2.000635";
	char *folder = mc_path_join(g->dir, name), file[32], path[128], *from, *at;
	struct mc_str text;

	snprintf(path, sizeof(path), MC_SOURCE_DIR "/data/procedures/%s.json", of);
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &text, NULL));
	at = strstr(text.data, of);
	memcpy(at, code, strlen(code)); /* they are all of eight letters */
	assert_ok(mc_dir_make(folder, 0700, NULL));
	snprintf(file, sizeof(file), "%s.json", code);
	from = mc_path_join(folder, file);
	assert_ok(mc_file_write(from, 0600, mc_slice_of(&text), NULL));
	free(from);
	mc_str_done(&text);
	return folder;
}

static void publish(struct gateway *g, const char *folder, const char *from)
{
	struct mc_options options = { .data = g->dir, .operand = "procedures", .operand2 = folder,
				      .from = from };
	struct mc_str out;

	assert_code(run(g, mc_cmd_pack, &options, &out), MC_OK);
	mc_str_done(&out);
}

/* No gateway is made anew for a new procedure; what is published goes before what is shipped. */
static void a_published_procedure_decides(void **state)
{
	struct gateway *g = *state;
	char *later = folder_with(g, "later", "9.900001", true), from[MC_DATE_LEN];
	char *now = folder_with(g, "now", "9.900002", true);
	char *less = folder_with(g, "less", "1.001193", false);
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	struct mc_date soon = mc_date_from_days(mc_date_to_days(&today) + 7);

	publish(g, now, NULL);
	mc_date_format_iso(&soon, from);
	publish(g, later, from);
	assert_int_equal(births_told(g, "9.900002"), 1);
	assert_int_equal(births_told(g, "9.900001"), 0); /* known, and does not count yet */
	assert_int_equal(births_told(g, "1.001193"), 1); /* begun before the pack: as shipped */
	assert_int_equal(births_told(g, "2.000635"), 0);
	free(now);
	free(later);
	publish(g, less, NULL);
	assert_int_equal(births_told(g, "1.001193"), 0);
	free(less);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(births_are_told_where_the_form_asks),
		CASE(a_published_procedure_decides),
		CASE(a_lookup_finds_the_person),
		CASE(a_verification_carries_signed_evidence),
		CASE(printed_cards_are_found),
		CASE(a_wrong_name_is_no_match),
		CASE(the_same_id_gives_the_same_bytes),
		CASE(bad_questions_are_problems),
		CASE(nothing_personal_is_kept),
		CASE(each_lookup_leaves_an_access_line),
	};

	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
