/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_test.c - procedure files and answers files, as people write them. */
#include "wire/refuse.h"

#include <stdio.h>

#include "motcua/wire/message.h"

static const char procedure_text[] =
	"{\n\"v\":1,\"code\":\"1.000001\",\"version\":\"2026-11-01\",\n"
	"\"title\":{\"vi\":\"Tiêu đề\",\"en\":\"Title\"},\"legal\":[\"Luật A\"],\n"
	"\"branches\":[{\"id\":\"justice\",\"label\":{\"vi\":\"a\",\"en\":\"b\"}}],\n"
	"\"sections\":[{\"id\":\"s\",\"label\":{\"vi\":\"a\",\"en\":\"b\"}}],\n"
	"\"roles\":[{\"id\":\"mother\",\"label\":{\"vi\":\"Mẹ\",\"en\":\"Mother\"},"
	"\"number_field\":\"m.number\"}],\n"
	"\"fields\":[{\"id\":\"m.number\",\"section\":\"s\",\"kind\":\"id_number\","
	"\"label\":{\"vi\":\"a\",\"en\":\"b\"},\"required\":true},\n"
	"{\"id\":\"m.name\",\"section\":\"s\",\"kind\":\"name\",\"label\":{\"vi\":\"a\",\"en\":"
	"\"b\"},"
	"\"max\":90,\"prefill\":{\"role\":\"mother\",\"source\":\"full_name\"}},\n"
	"{\"id\":\"m.alive\",\"section\":\"s\",\"kind\":\"choice\",\"label\":{\"vi\":\"a\",\"en\":"
	"\"b\"},"
	"\"choices\":[{\"value\":\"y\",\"label\":{\"vi\":\"có\",\"en\":\"yes\"}},"
	"{\"value\":\"n\",\"label\":{\"vi\":\"không\",\"en\":\"no\"}}]},\n"
	"{\"id\":\"m.died\",\"section\":\"s\",\"kind\":\"date\",\"label\":{\"vi\":\"a\",\"en\":"
	"\"b\"},"
	"\"hint\":{\"vi\":\"a\",\"en\":\"b\"},\"legal\":\"Luật A\","
	"\"shown_if\":{\"field\":\"m.alive\",\"value\":\"n\"},"
	"\"required_if\":{\"field\":\"m.alive\",\"value\":\"n\"}}],\n"
	"\"papers\":[{\"id\":\"p\",\"label\":{\"vi\":\"a\",\"en\":\"b\"},\"attach_required\":true,"
	"\"replaced_by\":null,\"required_if\":{\"field\":\"m.alive\",\"value\":\"n\"}}]}\n";

static enum mc_code read_procedure(struct mc_slice text, struct mc_err *why)
{
	struct mc_procedure *procedure;
	enum mc_code code = mc_procedure_parse(text, &procedure, why);

	if (!code) {
		mc_procedure_free(procedure);
	}
	return code;
}

static void test_read(void **state)
{
	struct mc_procedure *p = NULL;
	const struct mc_field *field;

	(void)state;
	assert_ok(mc_procedure_parse(mc_slice_text(procedure_text), &p, NULL));
	assert_string_equal(p->code, "1.000001");
	assert_string_equal(p->title.vi, "Tiêu đề");
	assert_null(p->fee.vi);
	assert_int_equal(p->legal.len, 1);
	assert_int_equal(p->fields.len, 4);
	field = mc_vec_at(&p->fields, 0);
	assert_true(field->required);
	assert_int_equal(field->kind, MC_FIELD_ID_NUMBER);
	assert_int_equal(field->prefill.len, 0);
	field = mc_vec_at(&p->fields, 1);
	assert_int_equal(field->max, 90);
	assert_string_equal(((struct mc_prefill *)mc_vec_at(&field->prefill, 0))->source, "full_name");
	field = mc_vec_at(&p->fields, 2);
	assert_int_equal(field->choices.len, 2);
	assert_string_equal(((struct mc_choice *)mc_vec_at(&field->choices, 1))->label.vi, "không");
	field = mc_vec_at(&p->fields, 3);
	assert_string_equal(field->shown_if.field, "m.alive");
	assert_string_equal(field->required_if.value, "n");
	assert_string_equal(mc_procedure_role(p, "mother")->number_field, "m.number");
	assert_true(mc_procedure_paper(p, "p")->attach_required);
	assert_null(mc_procedure_paper(p, "p")->replaced_by);
	mc_procedure_free(p);
}

static void test_refused(void **state)
{
	static const struct spoil spoils[] = {
		{"\"v\":1,", "", "v: missing"},
		{"\"v\":1", "\"v\":2", "v is not 1"},
		{"\"code\":", "\"edoc\":", "code: missing"},
		{"\"1.000001\"", "\" \"", "code: empty"},
		{"\"title\":{", "\"title\":[{", "line 3: "},
		{"\"title\":{\"vi\":\"Tiêu đề\",", "\"title\":{", "title.vi: missing"},
		{"[\"Luật A\"]", "[7]", "legal[0]: object expected"},
		{"\"branches\":[{\"id\"", "\"branches\":[{\"di\"", "branches[0].id: missing"},
		{"\"kind\":\"id_number\"", "\"kind\":\"number\"", "fields[0].kind: unknown word"},
		{"\"kind\":\"name\"", "\"kind\":7", "fields[1].kind: text expected"},
		{"\"required\":true", "\"required\":\"yes\"", "fields[0].required: true or false"},
		{"\"max\":90", "\"max\":-1", "fields[1].max: number out of range"},
		{"\"max\":90", "\"max\":1000000", "fields[1].max: number out of range"},
		{"\"source\":\"full_name\"", "\"x\":1", "fields[1].prefill.source: missing"},
		{"\"source\":\"full_name\"", "\"source\":\"shoe_size\"",
		 "fields[1].prefill: a record has no such part: shoe_size"},
		{"{\"value\":\"n\",\"label\"", "{\"value\":\"\",\"label\"",
		 "fields[2].choices[1].value: empty"},
		{"{\"value\":\"n\",\"label\"", "{\"value\":\"y\",\"label\"",
		 "fields[2].choices: stands twice: y"},
		{"\"shown_if\":{\"field\":\"m.alive\"", "\"shown_if\":{\"field\":\"m.dead\"",
		 "fields[3].shown_if: there is no such field: m.dead"},
		{"\"section\":\"s\"", "\"section\":\"t\"",
		 "fields[0].section: there is no such section: t"},
		{"\"papers\":[", "\"papers\":[7,", "papers[0]: object expected"},
		{"\"sections\"", "\"snoitces\"", "sections: missing"},
		{"\"sections\":[", "\"sections\":[],\"sections\":[", "a member stands twice"},
	};

	(void)state;
	assert_refused(procedure_text, spoils, MC_COUNT(spoils), MC_E_PROCEDURE_FILE,
		       read_procedure);
}

static void test_cut(void **state)
{
	char *text = mc_strndup(procedure_text, strlen(procedure_text) - 1);

	(void)state;
	assert_cut(text, read_procedure);
	try_garbled(text, read_procedure);
	free(text);
}

/* The files that are shipped. */
static void test_shipped(void **state)
{
	struct mc_procedure *procedure;
	struct mc_err why = {0};
	char *text = mc_calloc(1, MC_JSON_MAX);
	FILE *f = fopen(MC_SOURCE_DIR "/data/procedures/2.002621.json", "r");
	size_t len;

	(void)state;
	assert_non_null(f);
	len = fread(text, 1, MC_JSON_MAX, f);
	fclose(f);
	if (mc_procedure_parse((struct mc_slice){text, len}, &procedure, &why)) {
		fail_msg("%s", why.detail);
	}
	assert_string_equal(procedure->code, "2.002621");
	mc_procedure_free(procedure);
	free(text);
}

/* ---- answers */

static enum mc_code read_answers(struct mc_slice text, struct mc_err *why)
{
	struct mc_vec fields;
	enum mc_code code = mc_answers_parse(text, &fields, why);

	if (!code) {
		mc_answers_done(&fields);
	}
	return code;
}

static void test_answers(void **state)
{
	static const char good[] =
		"{\n\"v\":1,\n\"fields\":{\n\"b.x\":\" 1\\n 2 \",\n\"none\":null,\n"
		"\"a\":\"\"}}\n";
	static const struct spoil spoils[] = {
		{"\"v\":1,", "", "v: missing"},
		{"\"v\":1", "\"v\":0", "v is not 1"},
		{"\"fields\"", "\"sdleif\"", "fields: missing"},
		{"{\n\"b.x\"", "[{\n\"b.x\"", "line 6: "},
		{"\"b.x\":\" 1\\n 2 \"", "\"b.x\":1", "fields.b.x: text expected"},
		{"\"b.x\":\" 1\\n 2 \"", "\"b.x\":true", "fields.b.x: text expected"},
		{"\"b.x\"", "\"B \\u001b[2J\"", "fields: a name that no field has"},
		{"\"b.x\"", "\"\"", "fields: a name that no field has"},
		{"\"a\"", "\"b.x\"", "a member stands twice"},
		{" 1\\n 2 \",", "1,", "line "},
	};
	struct mc_vec fields;
	const struct mc_answer_field *field;

	(void)state;
	assert_refused(good, spoils, MC_COUNT(spoils), MC_E_ANSWERS_FILE, read_answers);
	try_garbled(good, read_answers);
	assert_ok(mc_answers_parse(mc_slice_text(good), &fields, NULL));
	assert_int_equal(fields.len, 2);
	field = mc_vec_at(&fields, 0);
	assert_string_equal(field->id, "b.x"); /* in the order of the file */
	assert_string_equal(field->text, "1\n2");
	field = mc_vec_at(&fields, 1);
	assert_string_equal(field->text, "");
	mc_answers_done(&fields);
}

static void test_answers_limit(void **state)
{
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 100000);
	mc_str_puts(&text, "{\"v\":1,\"fields\":{\"first\":\"\"");
	for (int i = 0; i < 500; i++) {
		mc_str_printf(&text, ",\"f%d\":\"\"", i);
	}
	mc_str_puts(&text, "}}");
	assert_code(read_answers(mc_slice_of(&text), NULL), MC_E_ANSWERS_FILE);
	mc_str_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),	cmocka_unit_test(test_refused),
		cmocka_unit_test(test_cut),	cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_answers), cmocka_unit_test(test_answers_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
