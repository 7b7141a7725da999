/* SPDX-License-Identifier: MPL-2.0 */
/* message_test.c - questions, answers, evidence, records, manifests: what is refused. */
#include "wire/refuse.h"

#include "motcua/wire/message.h"
#include "motcua/wire/person.h"

#define ID "01936b2e-7c00-7d4a-8b5f-0123456789ab"
#define DIGEST "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
#define AT "2026-11-23T07:05:00Z"
#define OFFICER                                                                                    \
	"\"officer\":{\"number\":\"066085000011\",\"name\":\"A\"},\"officer_auth\":\"declared\""

static enum mc_code read_question(struct mc_slice text, struct mc_err *why)
{
	struct mc_query query;
	char terminal[MC_TERMINAL_LEN];

	return mc_question_parse(text, &query, terminal, why);
}

static void test_question(void **state)
{
	static const char good[] =
		"{\"v\":1,\"query_id\":\"" ID "\",\"kind\":\"lookup\",\"terminal\":\"7K3M9Q\","
		"\"asked_at\":\"" AT "\"," OFFICER ",\"procedure\":\"2.002621\",\"purpose\":\"p\","
		"\"number\":\"066190000123\",\"name\":\"B\",\"born\":\"1990\"}";
	static const struct spoil spoils[] = {
		{"\"lookup\"", "\"browse\"", "kind: unknown word"},
		{"\"lookup\"", "\"\"", "kind: unknown word"},
		{"\"066085000011\"", "\"06608500001\"", "officer.number: "},
		{"\"066085000011\"", "\"0660850000110\"", "officer.number: "},
		{"\"066085000011\"", "\"06608500001x\"", "officer.number: "},
		{"{\"number\":\"066085000011\",\"name\":\"A\"}", "{}", "officer.number: missing"},
		{"{\"number\":\"066085000011\",\"name\":\"A\"}", "\"A\"", "officer: object"},
		{"\"officer_auth\":\"declared\",", "", "officer_auth: missing"},
		{"\"purpose\":\"p\"", "\"purpose\":\" \"", "purpose: empty"},
		{"\"procedure\":\"2.002621\"", "\"procedure\":2", "procedure: text expected"},
		{"\"number\":\"066190000123\",", "", "number: either"},
		{"\"name\":\"B\"", "\"cmnd\":\"240123456\"", "number: either"},
		{"\"name\":\"B\"", "\"dossier\":\"x\"", "dossier: "},
		{"\"born\":\"1990\"", "\"born\":\"1990-13\"", "born: not a date"},
		{"\"born\":\"1990\"", "\"born\":\"01/02/1990\"", "born: not a date"},
	};

	(void)state;
	assert_refused(good, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_question);
	assert_cut(good, read_question);
	try_garbled(good, read_question);
}

/* Two readers must not see two numbers in one signed question. */
static void test_repeated_member(void **state)
{
	static const struct spoil spoils[] = {
		{"\"seq\":1", "\"seq\":1,\"seq\":2", "a member stands twice"},
		{"\"seq\":1", "\"seq\":1,\"x\":{\"y\":1,\"y\":1}", "a member stands twice"},
	};
	static const char good[] =
		"{\"v\":1,\"id\":\"" ID "\",\"terminal\":\"7K3M9Q\",\"epoch\":\"9f86d081884c7d65\","
		"\"seq\":1,\"prev\":\"" DIGEST "\",\"digest\":\"" DIGEST "\",\"at\":\"" AT "\"}";
	struct mc_record record;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(spoils); i++) {
		char *bad = spoilt(good, &spoils[i]);

		assert_code(mc_record_parse(mc_slice_text(bad), &record, NULL), MC_E_JSON_SYNTAX);
		free(bad);
	}
}

static enum mc_code read_record(struct mc_slice text, struct mc_err *why)
{
	struct mc_record record;

	return mc_record_parse(text, &record, why);
}

static void test_record(void **state)
{
	static const char good[] =
		"{\"v\":1,\"id\":\"" ID "\",\"terminal\":\"7K3M9Q\",\"epoch\":\"9f86d081884c7d65\","
		"\"seq\":1,\"prev\":\"" DIGEST "\",\"digest\":\"" DIGEST "\",\"at\":\"" AT "\","
		"\"later\":{\"unknown\":[1]}}";
	static const struct spoil spoils[] = {
		{"\"seq\":1", "\"seq\":0", "seq: number out of range"},
		{"\"seq\":1,", "", "seq: missing"},
		{"\"prev\":\"2", "\"prev\":\"", "prev: "},
		{"\"epoch\":\"9", "\"epoch\":\"-", "epoch: "},
		{"\"at\":\"" AT "\"", "\"at\":null", "at: missing"},
		{"\"later\":", "\"replaces\":", "replaces: text expected"},
	};

	(void)state;
	assert_refused(good, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_record);
}

static enum mc_code read_answer(struct mc_slice text, struct mc_err *why)
{
	struct mc_answer answer;
	char *evidence = NULL;
	enum mc_code code = mc_answer_parse(text, &answer, &evidence, why);

	free(evidence);
	return code;
}

static void test_answer(void **state)
{
	static const char good[] =
		"{\"v\":1,\"query_id\":\"" ID "\",\"outcome\":\"found\",\"taken_at\":\"" AT "\","
		"\"person\":{\"number\":\"066190000123\",\"sex\":\"female\",\"permanent\":{"
		"\"ward\":"
		"\"w\"}},\"household\":{\"id\":\"h\",\"head_status\":\"dead\",\"members\":[{"
		"\"born\":"
		"\"1990\"},{\"kind\":\"permanent\"}]},\"evidence\":\"a.b.c\"}";
	static const struct spoil spoils[] = {
		{"\"found\"", "\"no_match\"", "person: stands beside"},
		{"\"found\"", "\"service_failure\"", "outcome: not one of"},
		{"\"found\"", "\"\"", "outcome: unknown word"},
		{"\"person\"", "\"nosrep\"", "person: missing"},
		{"\"female\"", "\"other\"", "person.sex: unknown word"},
		{"\"female\"", "1", "person.sex: text expected"},
		{"\"066190000123\"", "\"66190000123\"", "person.number: "},
		{"{\"ward\":\"w\"}", "[]", "person.permanent: object expected"},
		{"\"ward\":\"w\"", "\"ward\":{}", "person.permanent.ward: text expected"},
		{"\"dead\"", "\"Dead\"", "household.head_status: unknown word"},
		{"\"1990\"", "\"990\"", "household.members[0].born: not a date"},
		{"\"kind\":\"permanent\"", "\"kind\":\"x\"", "household.members[1].kind: unknown"},
		{"\"a.b.c\"", "\"a b\"", "evidence: "},
	};

	(void)state;
	assert_refused(good, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_answer);
	assert_cut(good, read_answer);
	try_garbled(good, read_answer);
}

static void test_household_limit(void **state)
{
	struct mc_household household;
	struct mc_json *root;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 1000);
	mc_str_puts(&text, "{\"id\":\"h\",\"members\":[{}");
	for (int i = 0; i < MC_HOUSEHOLD_MAX; i++) {
		mc_str_puts(&text, ",{}");
	}
	mc_str_puts(&text, "]}");
	assert_ok(mc_json_parse(mc_slice_of(&text), &root, NULL));
	assert_code(mc_household_read(root, &household, NULL), MC_E_JSON_SHAPE);
	assert_code(mc_household_read(NULL, &household, NULL), MC_E_JSON_SHAPE);
	mc_json_free(root);
	mc_str_done(&text);
}

static enum mc_code read_evidence(struct mc_slice text, struct mc_err *why)
{
	struct mc_evidence evidence;

	return mc_evidence_parse(text, &evidence, why);
}

static void test_evidence(void **state)
{
	static const char good[] =
		"{\"v\":1,\"iss\":\"terminal\",\"jti\":\"" ID "\",\"iat\":1795417500,\"terminal\":"
		"\"7K3M9Q\"," OFFICER ",\"outcome\":\"found\",\"way\":\"vneid\",\"subject\":{"
		"\"number\":\"066190000123\"},\"asserted_by\":\"officer\"}";
	static const struct spoil spoils[] = {
		{"\"terminal\",\"jti", "\"desk\",\"jti", "iss: unknown word"},
		{"\"terminal\",\"jti", "\"gateway\",\"jti", "asserted_by: does not fit"},
		{"\"asserted_by\":\"officer\"", "\"x\":1", "asserted_by: missing"},
		{"\"asserted_by\":\"officer\"", "\"asserted_by\":\"gateway\"", "asserted_by: does"},
		{"\"vneid\"", "\"system\"", "way: does not fit iss"},
		{"\"way\":\"vneid\",", "", "way: does not fit iss"},
		{"\"vneid\"", "\"paper\"", "way: unknown word"},
		{"1795417500", "-1", "iat: number out of range"},
		{"1795417500", "9007199254740000", "iat: number out of range"},
		{"1795417500", "\"" AT "\"", "iat: integer expected"},
		{"1795417500", "null", "iat: missing"},
		{"\"066190000123\"", "\"240123456\"", "subject.number: "},
	};
	static const char gateways[] =
		"{\"v\":1,\"iss\":\"gateway\",\"jti\":\"" ID "\",\"iat\":1795417500,\"terminal\":"
		"\"7K3M9Q\"," OFFICER ",\"outcome\":\"no_match\",\"way\":\"system\"}";
	static const struct spoil failed = {"\"no_match\"", "\"service_failure\"",
					    "outcome: does not fit iss"};

	(void)state;
	assert_refused(good, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_evidence);
	assert_refused(gateways, &failed, 1, MC_E_JSON_SHAPE, read_evidence);
}

static enum mc_code read_manifest(struct mc_slice text, struct mc_err *why)
{
	struct mc_manifest manifest;
	enum mc_code code = mc_manifest_parse(text, &manifest, why);

	if (!code) {
		mc_manifest_done(&manifest);
	}
	return code;
}

static const char manifest_text[] =
	"{\"v\":1,\"id\":\"" ID
	"\",\"local_number\":\"T-7K3M9Q-X4T2BC-5\",\"procedure\":\"2.002621\","
	"\"version\":\"2026-11-01\"," OFFICER ",\"created_at\":\"" AT "\",\"sealed_at\":\"" AT "\","
	"\"fields\":[{\"id\":\"a\",\"value\":\"1\"},{\"id\":\"b\",\"value\":\" x \\n y\",\"from\":"
	"\"typed\",\"at\":\"" AT "\",\"register\":\"z\"}],\"parts\":[{\"sha256\":\"" DIGEST
	"\",\"size\":2,\"plain_sha256\":\"" DIGEST "\",\"plain_size\":1,\"paper\":\"p\",\"name\":"
	"\"n.pdf\",\"type\":\"application/pdf\"}],\"evidence\":[\"a.b.c\"]}";

static void test_manifest(void **state)
{
	static const struct spoil spoils[] = {
		{"\"id\":\"a\"", "\"id\":\"\"", "fields[0].id: empty"},
		{"\"id\":\"a\"", "\"id\":\"b\"", "fields[1].id: empty, or stands twice"},
		{"\"value\":\"1\"", "\"value\":1", "fields[0].value: text expected"},
		{"\"value\":\"1\"", "\"eulav\":\"1\"", "fields[0].value: missing"},
		{"{\"id\":\"a\",\"value\":\"1\"}", "null", "fields[0].id: missing"},
		{"\"typed\"", "\"dreamt\"", "fields[1].from: unknown word"},
		{"\"register\":\"z\"", "\"register\":[]", "fields[1].register: text expected"},
		{"\"size\":2", "\"size\":-2", "parts[0].size: number out of range"},
		{"\"n.pdf\"", "\"../n.pdf\"", "parts[0].name: not a base name"},
		{"\"n.pdf\"", "\"..\"", "parts[0].name: not a base name"},
		{"\"n.pdf\"", "\"\"", "parts[0].name: empty"},
		{"[\"a.b.c\"]", "[\"a.b.c\",7]", "evidence[1]: not a signed"},
		{"[\"a.b.c\"]", "\"a.b.c\"", "evidence: array expected"},
		{"\"sealed_at\"", "\"at\"", "sealed_at: missing"},
	};

	(void)state;
	assert_refused(manifest_text, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_manifest);
	assert_cut(manifest_text, read_manifest);
	try_garbled(manifest_text, read_manifest);
}

/* The branches of a linked group are in order: none waits for itself, for a later one, or for
 * one that is not there; none stands twice. */
static void test_branches(void **state)
{
	static const char linked[] =
		"{\"v\":1,\"id\":\"" ID
		"\",\"local_number\":\"T-7K3M9Q-X4T2BC-5\",\"procedure\":\"2.002621\","
		"\"version\":\"2026-11-01\"," OFFICER ",\"created_at\":\"" AT
		"\",\"sealed_at\":\"" AT "\",\"fields\":[],\"parts\":[],\"evidence\":[],"
		"\"branches\":[{\"id\":\"justice\"},{\"id\":\"police\",\"after\":\"justice\"}]}";
	static const struct spoil spoils[] = {
		{"\"after\":\"justice\"", "\"after\":\"police\"", "branches[1].after"},
		{"\"after\":\"justice\"", "\"after\":\"insurance\"", "branches[1].after"},
		{"{\"id\":\"justice\"}", "{\"id\":\"justice\",\"after\":\"police\"}",
		 "branches[0].after"},
		{"\"police\"", "\"justice\"", "branches[1].after: stands twice"},
		{"\"police\"", "\"Police\"", "branches[1].id"},
		{"\"police\"", "\"\"", "branches[1].id"},
		{"\"id\":\"police\",", "", "branches[1].id: missing"},
		{"[{\"id\":\"justice\"}", "[7", "branches[0]"},
		{"{\"id\":\"justice\"}",
		 "{\"id\":\"justice\"},{\"id\":\"b\"},{\"id\":\"c\"},{\"id\":\"d\"},"
		 "{\"id\":\"e\"},{\"id\":\"f\"},{\"id\":\"g\"},{\"id\":\"h\"}",
		 "branches[8]"},
	};

	(void)state;
	assert_refused(linked, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_manifest);
	assert_cut(linked, read_manifest);
	try_garbled(linked, read_manifest);
}

/* A text or a row's texts for each item, each declaration once. */
static void test_outputs(void **state)
{
	static const char made[] =
		"{\"v\":1,\"id\":\"" ID
		"\",\"local_number\":\"T-7K3M9Q-X4T2BC-5\",\"procedure\":\"2.002621\","
		"\"version\":\"2026-11-01\"," OFFICER ",\"created_at\":\"" AT
		"\",\"sealed_at\":\"" AT "\",\"fields\":[],"
		"\"warned\":[\"mother_age\"],"
		"\"outputs\":[{\"id\":\"ct01\",\"items\":[\"a\",\"\",[\"b\",\"c\"]]},"
		"{\"id\":\"tk1\",\"items\":[]}],\"parts\":[],\"evidence\":[]}";
	static const struct spoil spoils[] = {
		{"\"mother_age\"", "7", "warned[0]: not a rule"},
		{"\"mother_age\"", "\"\"", "warned[0]: not a rule"},
		{"\"tk1\"", "\"ct01\"", "outputs[1].id: stands twice"},
		{"\"tk1\"", "\"\"", "outputs[1].id: empty"},
		{"\"tk1\"", "7", "outputs[1].id: text expected"},
		{"\"a\"", "7", "outputs[0].items[0]"},
		{"\"c\"", "[\"c\"]", "outputs[0].items[2].[1]"},
		{"\"c\"", "null", "outputs[0].items[2].[1]"},
		{"\"items\":[]", "\"items\":\"\"", "outputs[1].items: array expected"},
		{",\"items\":[]", "", "outputs[1].items: missing"},
		{"\"outputs\":[", "\"outputs\":[7,", "outputs[0].id: missing"},
	};
	struct mc_manifest manifest;

	(void)state;
	assert_refused(made, spoils, MC_COUNT(spoils), MC_E_JSON_SHAPE, read_manifest);
	assert_cut(made, read_manifest);
	try_garbled(made, read_manifest);
	assert_ok(mc_manifest_parse(mc_slice_text(made), &manifest, NULL));
	assert_int_equal(manifest.outputs.len, 2);
	assert_string_equal(*(char **)mc_vec_at(&manifest.warned, 0), "mother_age");
	mc_manifest_done(&manifest);
}

static void test_manifest_is_clean(void **state)
{
	struct mc_manifest manifest;
	const struct mc_manifest_field *field;

	(void)state;
	assert_ok(mc_manifest_parse(mc_slice_text(manifest_text), &manifest, NULL));
	field = mc_vec_at(&manifest.fields, 1);
	assert_string_equal(field->value.text, "x\ny");
	mc_manifest_done(&manifest);
}

/* So many parts in the manifest. */
static enum mc_code read_parts(int count, struct mc_err *why)
{
	const char *part = strstr(manifest_text, "{\"sha256\"");
	const char *end = strstr(part, "],\"evidence\"");
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, 20000);
	mc_str_add(&text, manifest_text, (size_t)(part - manifest_text));
	for (int i = 0; i < count; i++) {
		mc_str_puts(&text, i ? "," : "");
		mc_str_add(&text, part, (size_t)(end - part));
	}
	mc_str_puts(&text, end);
	code = read_manifest(mc_slice_of(&text), why);
	mc_str_done(&text);
	return code;
}

static void test_manifest_parts_limit(void **state)
{
	struct mc_err why;

	(void)state;
	assert_ok(read_parts(0, &why));
	assert_ok(read_parts(MC_PARTS_MAX, &why));
	assert_code(read_parts(MC_PARTS_MAX + 1, &why), MC_E_JSON_SHAPE);
	assert_string_equal(why.detail, "parts[32]: too many");
}

/* At rest nothing is changed, not even what an officer half typed. */
static void test_value_is_exact(void **state)
{
	char raw[] = "  31/02/19 \n x ", none[] = "";
	struct mc_value value = {.text = raw, .from = MC_FROM_TYPED, .at = INT64_C(1795417500000),
				 .register_text = none},
			back;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 1000);
	mc_value_format(&value, &text);
	assert_string_equal(text.data, "{\"value\":\"  31/02/19 \\n x \",\"from\":\"typed\","
				       "\"at\":\"" AT "\",\"register\":\"\"}");
	assert_ok(mc_value_parse(mc_slice_of(&text), &back, NULL));
	assert_string_equal(back.text, raw);
	assert_string_equal(back.register_text, "");
	assert_int_equal(back.from, MC_FROM_TYPED);
	assert_int_equal(back.at, value.at);
	mc_value_done(&back);
	mc_str_reset(&text);
	value = (struct mc_value){.text = none};
	mc_value_format(&value, &text);
	assert_string_equal(text.data, "{\"value\":\"\"}");
	assert_ok(mc_value_parse(mc_slice_of(&text), &back, NULL));
	assert_null(back.register_text);
	mc_value_done(&back);
	mc_str_done(&text);
}

static enum mc_code read_enrolment(struct mc_slice text, struct mc_err *why)
{
	struct mc_enrolment enrolment;

	return mc_enrolment_parse(text, &enrolment, why);
}

static enum mc_code read_withdrawal(struct mc_slice text, struct mc_err *why)
{
	struct mc_withdrawal withdrawal;

	return mc_withdrawal_parse(text, &withdrawal, why);
}

static void test_short_ones(void **state)
{
	static const char enrolment[] =
		"{\"v\":1,\"terminal\":\"7K3M9Q\",\"sign\":\"AA-_\",\"open\":"
		"\"age1xyz\",\"at\":\"" AT "\"}";
	static const struct spoil enrolments[] = {
		{"AA-_", "AA+/", "sign: "},
		{"age1xyz", "AGE1XYZ", "open: "},
		{"\"open\":\"age1xyz\",", "", "open: missing"},
	};
	static const char withdrawal[] = "{\"v\":1,\"id\":\"" ID "\",\"terminal\":\"7K3M9Q\","
					 "\"digest\":\"" DIGEST "\",\"at\":\"" AT "\"}";
	static const struct spoil withdrawals[] = {
		{"\"digest\":\"2", "\"digest\":\"", "digest: "},
		{"\"at\":", "\"reason\":7,\"at\":", "reason: text expected"},
	};

	(void)state;
	assert_refused(enrolment, enrolments, MC_COUNT(enrolments), MC_E_JSON_SHAPE,
		       read_enrolment);
	assert_refused(withdrawal, withdrawals, MC_COUNT(withdrawals), MC_E_JSON_SHAPE,
		       read_withdrawal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_question),
		cmocka_unit_test(test_repeated_member),
		cmocka_unit_test(test_record),
		cmocka_unit_test(test_answer),
		cmocka_unit_test(test_household_limit),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_manifest),	  cmocka_unit_test(test_outputs), cmocka_unit_test(test_branches),
		cmocka_unit_test(test_manifest_is_clean),
		cmocka_unit_test(test_manifest_parts_limit),
		cmocka_unit_test(test_value_is_exact),
		cmocka_unit_test(test_short_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
