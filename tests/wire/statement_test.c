/* SPDX-License-Identifier: MPL-2.0 */
/* statement_test.c - the gateway's messages: what is refused, and why. */
#include "wire/refuse.h"

#include "motcua/wire/statement.h"

#define ID "01936b2e-7c00-7d4a-8b5f-0123456789ab"
#define DIGEST "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

static const char receipt[] =
	"{\"v\":1,\"kind\":\"receipt\",\"id\":\"" ID "\",\"terminal\":\"7K3M9Q\","
	"\"epoch\":\"9f86d081884c7d65\",\"seq\":1,\"outcome\":\"received\",\"digest\":\"" DIGEST
	"\",\"at\":\"2026-11-23T07:05:00Z\",\"cursor\":12,\"inner\":\"" DIGEST "\"}";

static enum mc_code read_receipt(struct mc_slice text, struct mc_err *why)
{
	struct mc_outer ret;

	return mc_outer_parse(text, "receipt", &ret, why);
}

static void test_outer(void **state)
{
	static const struct spoil spoils[] = {
		{"\"v\":1,", "", "v: missing"},
		{"\"receipt\"", "\"rejection\"", "kind: not the expected one"},
		{"\"receipt\"", "\"Receipt\"", "kind: "},
		{"\"receipt\"", "\"0123456789abcdef\"", "kind: "},
		{"\"" ID "\"", "\"01936B2E-7C00-7d4a-8b5f-0123456789ab\"", "id: "},
		{"\"" ID "\"", "\"" ID "0\"", "id: "},
		{"\"id\":", "\"di\":", "id: missing"},
		{"7K3M9Q", "7k3m9q", "terminal: "},
		{"7K3M9Q", "7K3M9", "terminal: "},
		{"7K3M9Q", "7K3M9QQ", "terminal: "},
		{"7K3M9Q", "7K3M9U", "terminal: "},
		{"9f86d081884c7d65", "9F86D081884C7D65", "epoch: "},
		{"9f86d081884c7d65", "9f86d081884c7d6", "epoch: "},
		{"\"epoch\"", "\"hcope\"", "seq: an epoch"},
		{"\"seq\":1", "\"seq\":-1", "seq: number out of range"},
		{"\"seq\":1", "\"seq\":1.0", "seq: integer expected"},
		{"\"seq\":1", "\"seq\":99999999999999999999", "seq: number out of range"},
		{"\"seq\":1,", "", "seq: an epoch"},
		{"\"received\"", "\"rejected\"", "outcome: unknown word"},
		{"\"received\"", "\"\"", "outcome: "},
		{"\"digest\":\"" DIGEST "\",", "", "digest: missing"},
		{"\"digest\":\"2c", "\"digest\":\" 2c", "digest: "},
		{"\"digest\":\"2c", "\"digest\":\"2C", "digest: "},
		{"\"digest\":\"2c", "\"digest\":\"c", "digest: "},
		{"2026-11-23T", "2026-13-23T", "at: not an instant"},
		{"\"at\":\"2026-11-23T07:05:00Z\"", "\"at\":1", "at: text expected"},
		{"\"inner\":\"2", "\"inner\":\"g", "inner: "},
	};

	(void)state;
	assert_refused(receipt, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_receipt);
	assert_cut(receipt, read_receipt);
	try_garbled(receipt, read_receipt);
}

static enum mc_code read_event(struct mc_slice text, struct mc_err *why)
{
	struct mc_outer ret;

	return mc_outer_parse(text, "event", &ret, why);
}

static void test_branch_of_an_event(void **state)
{
	static const char event[] =
		"{\"v\":1,\"kind\":\"event\",\"id\":\"" ID "\",\"terminal\":\"7K3M9Q\","
		"\"epoch\":\"9f86d081884c7d65\",\"seq\":1,\"outcome\":\"in_process\","
		"\"branch\":\"justice\",\"branch_outcome\":\"completed\",\"digest\":\"" DIGEST
		"\",\"at\":\"2026-11-23T07:05:00Z\",\"cursor\":12,\"after\":9}";
	static const struct spoil spoils[] = {
		{"\"after\":9", "\"after\":-9", "after: "},
		{"\"after\":9", "\"after\":12", "after: not the cursor of an earlier"},
		{"\"after\":9", "\"after\":\"9\"", "after: "},
		{"\"cursor\":12,", "", "after: not the cursor of an earlier"},
		{"\"branch\":\"justice\",", "", "branch: an event's branch and its outcome"},
		{"\"branch_outcome\":\"completed\",", "", "branch: an event's branch"},
		{"\"justice\"", "\"Justice\"", "branch: "},
		{"\"justice\"", "\"\"", "branch: "},
		{"\"completed\"", "\"a word of more than so many letters\"", "branch_outcome: "},
		{"\"outcome\":\"in_process\"", "\"outcome\":\"acknowledged\"", "outcome: unknown"},
	};
	char *of_receipt = spoilt(receipt, &(struct spoil){"\"digest\"",
							   "\"branch\":\"a\",\"branch_outcome\":"
							   "\"completed\",\"digest\"",
							   ""});

	(void)state;
	assert_refused(event, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_event);
	assert_cut(event, read_event);
	assert_code(read_receipt(mc_slice_text(of_receipt), NULL), MC_E_JSON_SHAPE);
	free(of_receipt);
	of_receipt = spoilt(receipt, &(struct spoil){"\"cursor\":12", "\"cursor\":12,\"after\":9", ""});
	assert_code(read_receipt(mc_slice_text(of_receipt), NULL), MC_E_JSON_SHAPE);
	free(of_receipt);
}

/* A refused payload leaves what the caller had. */
static void test_untouched(void **state)
{
	struct mc_outer ret = {.kind = "mine"};

	(void)state;
	assert_code(mc_outer_parse(mc_slice_text(receipt), "answer", &ret, NULL), MC_E_JSON_SHAPE);
	assert_string_equal(ret.kind, "mine");
}

static void test_outcomes(void **state)
{
	static const struct {
		const char *kind, *outcome;
		bool ok;
	} cases[] = {
		{"answer", "found", true},
		{"answer", "no_match", true},
		{"answer", "service_failure", false},
		{"receipt", "received", true},
		{"rejection", "rejected", true},
		{"refusal", "seq-taken", true},
		{"refusal", "digest-mismatch", true},
		{"refusal", "withdrawn", false},
		{"withdrawn", "withdrawn", true},
		{"event", "forwarded", true},
		{"event", "in_process", true},
		{"event", "needs_supplement", true},
		{"event", "returned", true},
		{"event", "completed", true},
		{"event", "received", false},
		{"hello", "found", false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_outer outer = {
			.id = ID, .terminal = "7K3M9Q", .digest = DIGEST, .at = 1000};
		struct mc_str text;

		MC_COPY(outer.kind, cases[i].kind);
		MC_COPY(outer.outcome, cases[i].outcome);
		mc_str_init(&text, 2000);
		mc_outer_format(&outer, &text);
		assert_int_equal(!mc_outer_parse(mc_slice_of(&text), cases[i].kind, &outer, NULL),
				 cases[i].ok);
		mc_str_done(&text);
	}
}

static enum mc_code read_reply(struct mc_slice text, struct mc_err *why)
{
	struct mc_reply ret;
	enum mc_code code = mc_reply_parse(text, &ret, why);

	if (!code) {
		mc_reply_done(&ret);
	}
	return code;
}

static void test_reply(void **state)
{
	static const struct spoil spoils[] = {
		{"\"a.b.c\"", "\"\"", "outer: not a signed"},
		{"\"a.b.c\"", "\"a.b\\r\\nX: y\"", "outer: not a signed"},
		{"\"a.b.c\"", "null", "outer: missing"},
		{"\"YWdl\"", "\"YWdl=\"", "inner: not base64url"},
		{"\"YWdl\"", "\"YW dl\"", "inner: not base64url"},
		{"\"YWdl\"", "\"\"", "inner: not base64url"},
		{"\"YWdl\"", "[]", "inner: text expected"},
	};

	(void)state;
	assert_refused("{\"v\":1,\"outer\":\"a.b.c\",\"inner\":\"YWdl\"}", spoils, MC_COUNT(spoils),
		       MC_E_JSON_SHAPE, read_reply);
}

/* An inner part that does not fit makes the whole text full: it is never sent cut. */
static void test_reply_full(void **state)
{
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 64);
	mc_reply_format("a.b.c", (struct mc_slice){receipt, sizeof(receipt)}, &text);
	assert_true(text.full);
	mc_str_done(&text);
}

static enum mc_code read_problem(struct mc_slice text, struct mc_err *why)
{
	struct mc_problem_doc ret;
	enum mc_code code = mc_problem_doc_parse(text, &ret, why);

	if (!code) {
		mc_problem_doc_done(&ret);
	}
	return code;
}

static void test_problem(void **state)
{
	static const struct spoil spoils[] = {
		{"urn:motcua:problem:seq-taken", "about:blank", "type: "},
		{"urn:motcua:problem:seq-taken", "urn:motcua:problem:", "type: "},
		{"seq-taken", "seq taken", "type: "},
		{"seq-taken", "a-word-that-is-longer-than-any-of-ours", "type: "},
		{"409", "99", "status: "},
		{"409", "600", "status: "},
		{"409", "\"409\"", "status: "},
		{"\"outer\":\"a.b.c\",", "", "outer: missing"},
		{"[\"" DIGEST, "[7,\"" DIGEST, "parts: "},
		{"[\"2", "[\"", "parts: "},
	};

	(void)state;
	assert_refused("{\"type\":\"urn:motcua:problem:seq-taken\",\"status\":409,\"outer\":"
		       "\"a.b.c\",\"inner\":\"YWdl\",\"parts\":[\"" DIGEST "\"]}",
		       spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_problem);
}

static void test_problem_with_reply(void **state)
{
	struct mc_problem_doc doc;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 2000);
	mc_problem_doc_format("rejected", 422, "Rejected", "a.b.c", mc_slice_text("age"), NULL,
			      &text);
	assert_string_equal(text.data, "{\"type\":\"urn:motcua:problem:rejected\",\"title\":"
				       "\"Rejected\",\"status\":422,\"outer\":\"a.b.c\","
				       "\"inner\":\"YWdl\"}");
	assert_ok(mc_problem_doc_parse(mc_slice_of(&text), &doc, NULL));
	assert_string_equal(doc.word, "rejected");
	assert_int_equal(doc.status, 422);
	assert_string_equal(doc.reply.outer, "a.b.c");
	assert_string_equal(doc.reply.inner.data, "age");
	mc_problem_doc_done(&doc);
	mc_str_done(&text);
}

static enum mc_code read_hello(struct mc_slice text, struct mc_err *why)
{
	struct mc_hello ret;

	return mc_hello_parse(text, &ret, why);
}

static void test_hello(void **state)
{
	static const char good[] =
		"{\"v\":1,\"nonce\":\"AAECAwQFBgcICQoLDA0ODw\",\"time\":\"2026-11-23T07:05:00Z\","
		"\"gateway\":\"g\",\"keys_version\":1,\"enrolled\":true,\"limits\":{\"part\":5},"
		"\"capabilities\":[\"tus\",\"later\",3,\"batches\"],\"highest\":{\"epoch\":"
		"\"9f86d081884c7d65\","
		"\"seq\":41},\"cursor\":0}";
	static const struct spoil spoils[] = {
		{"AAEC", "A+EC", "nonce: "},
		{"AAEC", "AAAAEC", "nonce: "},
		{"\"time\"", "\"emit\"", "time: missing"},
		{"true", "1", "enrolled: true or false expected"},
		{"{\"part\":5}", "5", "limits: object expected"},
		{"\"part\":5", "\"part\":\"5\"", "limits.part: integer expected"},
		{"[\"tus\",\"later\",3,\"batches\"]", "\"tus\"", "capabilities: array expected"},
		{"\"seq\":41", "\"qes\":41", "highest.seq: missing"},
		{"\"cursor\":0", "\"cursor\":-1", "cursor: number out of range"},
		{"\"cursor\":0", "\"cursor\":\"0\"", "cursor: integer expected"},
	};
	struct mc_hello hello;

	(void)state;
	assert_refused(good, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_hello);
	assert_ok(mc_hello_parse(mc_slice_text(good), &hello, NULL));
	assert_true(hello.tus);
	assert_true(hello.batches);
	assert_false(hello.household);
	assert_int_equal(hello.limit_part, 5);
	assert_int_equal(hello.limit_manifest, 0);
	assert_true(hello.tells_cursor);
	assert_int_equal(hello.cursor, 0);
}

/* A terminal that sent nothing yet: no highest. */
static void test_hello_first(void **state)
{
	struct mc_hello hello = {.nonce = "AA", .time = 1000, .gateway = "g", .keys_version = 1};
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 2000);
	mc_hello_format(&hello, &text);
	assert_string_equal(text.data,
			    "{\"v\":1,\"nonce\":\"AA\",\"time\":\"1970-01-01T00:00:01Z\","
			    "\"gateway\":\"g\",\"keys_version\":1,\"enrolled\":false,"
			    "\"capabilities\":[]}");
	mc_str_done(&text);
}

static enum mc_code read_notice(struct mc_slice text, struct mc_err *why)
{
	struct mc_notice ret;

	return mc_notice_parse(text, &ret, why);
}

static void test_notice(void **state)
{
	static const struct spoil spoils[] = {
		{"\"text\":\"r\"", "\"text\":\"\"", "reasons[1].text: empty"},
		{"\"text\":\"r\"", "\"txet\":\"r\"", "reasons[1].text: missing"},
		{"{\"text\":\"q\"}", "7", "reasons[0].text: missing"},
	};
	struct mc_str many;

	(void)state;
	assert_refused("{\"v\":1,\"reasons\":[{\"text\":\"q\"},{\"text\":\"r\"}]}", spoils,
		       MC_COUNT(spoils), MC_E_JSON_SHAPE, read_notice);
	mc_str_init(&many, 2000);
	mc_str_puts(&many, "{\"v\":1,\"reasons\":[{\"text\":\"r\"}");
	for (int i = 1; i < MC_NOTICE_REASONS; i++) {
		mc_str_puts(&many, ",{\"text\":\"r\"}");
	}
	mc_str_puts(&many, "]}");
	assert_ok(read_notice(mc_slice_of(&many), NULL));
	many.len -= 2;
	mc_str_puts(&many, ",{\"text\":\"r\"}]}");
	assert_code(read_notice(mc_slice_of(&many), NULL), MC_E_JSON_SHAPE);
	mc_str_done(&many);
}

static enum mc_code read_events(struct mc_slice text, struct mc_err *why)
{
	struct mc_vec replies;
	int64_t cursor;
	enum mc_code code = mc_events_parse(text, &cursor, &replies, why);

	if (!code) {
		MC_VEC_EACH (&replies, struct mc_reply, reply) {
			mc_reply_done(reply);
		}
		mc_vec_done(&replies);
	}
	return code;
}

static void test_events(void **state)
{
	static const struct spoil spoils[] = {
		{"\"cursor\":3", "\"cursor\":-3", "cursor: "},
		{"\"cursor\":3,", "", "cursor: missing"},
		{"\"d.e.f\"", "7", "events[1].outer: text expected"},
		{"\"YWdl\"", "\"!\"", "events[0].inner: "},
		{"{\"outer\":\"d.e.f\"}", "[]", "events[1].outer: missing"},
	};
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 5000);
	mc_events_format_begin(&text, 3);
	mc_events_format_item(&text, true, "a.b.c", mc_slice_text("age"));
	mc_events_format_item(&text, false, "d.e.f", (struct mc_slice){0});
	mc_events_format_end(&text);
	assert_string_equal(text.data, "{\"v\":1,\"cursor\":3,\"events\":[{\"outer\":\"a.b.c\","
				       "\"inner\":\"YWdl\"},{\"outer\":\"d.e.f\"}]}");
	assert_refused(text.data, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_events);
	try_garbled(text.data, read_events);
	mc_str_reset(&text);
	mc_events_format_begin(&text, 0);
	mc_events_format_end(&text);
	assert_ok(read_events(mc_slice_of(&text), NULL));
	mc_str_done(&text);
}

static void test_events_limit(void **state)
{
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 5000);
	mc_events_format_begin(&text, 101);
	for (int i = 0; i < 101; i++) {
		mc_events_format_item(&text, i == 0, "a.b.c", (struct mc_slice){0});
	}
	mc_events_format_end(&text);
	assert_code(read_events(mc_slice_of(&text), NULL), MC_E_JSON_SHAPE);
	mc_str_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outer),	cmocka_unit_test(test_branch_of_an_event),
		cmocka_unit_test(test_untouched),
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_reply),
		cmocka_unit_test(test_reply_full),
		cmocka_unit_test(test_problem),
		cmocka_unit_test(test_problem_with_reply),
		cmocka_unit_test(test_hello),
		cmocka_unit_test(test_hello_first),
		cmocka_unit_test(test_notice),
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_events_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
