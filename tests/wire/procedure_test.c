/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_test.c - procedure files, as people write them. */
#include "wire/refuse.h"

#include "motcua/base/file.h"
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

/* ---- every member, in tests/data/procedures/9.000001.json */

static void read_file(const char *path, struct mc_str *ret)
{
	mc_str_init(ret, MC_JSON_MAX);
	assert_ok(mc_file_read(path, ret, NULL));
}

static const struct mc_field *field_of(const struct mc_procedure *p, const char *id)
{
	const struct mc_field *field =
		mc_vec_at(&p->fields, (size_t)mc_procedure_field(p, id));

	assert_non_null(field);
	return field;
}

static void assert_head(const struct mc_procedure *p)
{
	const struct mc_legal *legal = mc_vec_at(&p->legal, 1);
	const struct mc_branch *branch = mc_vec_at(&p->branches, 0);

	assert_int_equal(p->group, MC_GROUP_SOCIAL);
	assert_int_equal(p->unit_kind, MC_UNIT_COMMUNE);
	assert_int_equal(p->valid_from.year, 2026);
	assert_int_equal(p->valid_until.day, 31);
	assert_string_equal(p->result.en, "Decision");
	assert_int_equal(p->unconfirmed.len, 2);
	assert_int_equal(p->fee_rule.kind, MC_FEE_PER_PAGE);
	assert_int_equal(p->fee_rule.max, 200000);
	assert_string_equal(p->fee_rule.exempt_if.field, "poor");
	assert_string_equal(p->fee_exempt.vi, "Hộ nghèo");
	assert_int_equal(p->time_rule.working_days_verify, 5);
	assert_int_equal(p->cutoff, 15 * 60);
	assert_int_equal(p->statuses, 1u << 1 | 1u << 2 | 1u << 4 | 1u << 9 | 1u << 10);
	assert_string_equal(legal->article, "điều 5");
	assert_int_equal(legal->from.month, 7);
	assert_false(mc_date_is_set(&legal->until));
	assert_string_equal(branch->unit.en, "Commune");
	assert_int_equal(branch->time_rule.working_days, 1);
	assert_string_equal(((struct mc_branch *)mc_vec_at(&p->branches, 1))->after, "justice");
}

static void assert_fields(const struct mc_procedure *p)
{
	const struct mc_field *field = field_of(p, "head.full_name");

	assert_int_equal(field->prefill.len, 2);
	assert_true(field_of(p, "applicant.address")->units);
	assert_true(field_of(p, "applicant.born")->past);
	assert_string_equal(field_of(p, "copies")->preset, "1");
	assert_int_equal(field_of(p, "pages")->least, 1);
	assert_int_equal(field_of(p, "pages")->most, 500);
	assert_string_equal(field_of(p, "delivery.address")->same_as.copy, "applicant.address");
	assert_string_equal(field_of(p, "application")->paper, "application");
	assert_string_equal(mc_procedure_role_of(p, mc_procedure_field(p, "head.number"))->id,
			    "head");
}

/* Names of columns within a row mean that row; the others what they always mean. */
static void assert_cells(const struct mc_procedure *p)
{
	const struct mc_field *table = field_of(p, "children"), *cell;

	assert_int_equal(table->columns.len, 8);
	cell = field_of(p, "children.30.died");
	assert_string_equal(cell->shown_if.field, "children.30.alive");
	assert_int_equal(cell->row, 30);
	assert_int_equal(cell->column, 4);
	assert_int_equal(cell->rows - 1, mc_procedure_field(p, "children"));
	assert_string_equal(cell->label.vi, "Ngày chết");
	assert_string_equal(cell->section, "children");
	assert_string_equal(field_of(p, "children.2.age")->computed,
			    "age:children.2.born@children.2.died");
	assert_string_equal(field_of(p, "children.2.address")->same_as.copy, "applicant.address");
	cell = field_of(p, "children.7.born");
	assert_string_equal(((struct mc_prefill *)mc_vec_at(&cell->prefill, 0))->role, "children.7");
	assert_string_equal(mc_procedure_role(p, "children.7")->number_field, "children.7.number");
	assert_string_equal(mc_procedure_role(p, "children.7")->label.vi, "Con thứ 7");
	assert_int_equal(mc_procedure_field(p, "children.31.born"), -1);
	assert_int_equal(mc_procedure_field(p, "child_count"),
			 mc_procedure_field(p, "children") + 1 + 30 * 8);
}

static void assert_rest(const struct mc_procedure *p)
{
	const struct mc_rule *rule = mc_vec_at(&p->rules, 0);
	const struct mc_paper *book = mc_procedure_paper(p, "household_book");
	const struct mc_output *output = mc_vec_at(&p->outputs, 0);

	assert_int_equal(rule->kind, MC_RULE_YEARS_APART);
	assert_int_equal(rule->years, 9);
	assert_string_equal(rule->b, "children.born");
	assert_true(book->cut);
	assert_string_equal(book->replaced_by, "Cơ sở dữ liệu quốc gia về dân cư");
	assert_string_equal(book->database.en, "National population database");
	assert_string_equal(book->basis, "Luật Cư trú 2020, điều 38");
	assert_int_equal(book->replaced_from.year, 2023);
	assert_string_equal(*(char **)mc_vec_at(&book->notes, 0), "household_book");
	assert_string_equal(mc_procedure_paper(p, "card")->replaced_by, book->replaced_by);
	assert_string_equal(output->form, "Mẫu số 01");
	assert_int_equal(output->items.len, 4);
}

#define EVERYTHING MC_SOURCE_DIR "/tests/data/procedures/9.000001.json"

static void test_every_member(void **state)
{
	struct mc_procedure *p;
	struct mc_str text;

	(void)state;
	read_file(EVERYTHING, &text);
	assert_ok(mc_procedure_parse(mc_slice_of(&text), &p, NULL));
	assert_head(p);
	assert_fields(p);
	assert_cells(p);
	assert_rest(p);
	mc_procedure_free(p);
	mc_str_done(&text);
}

/* ---- every fault at once, each with its line */

static void assert_faults(const char *text, const char *want)
{
	struct mc_vec faults;
	struct mc_str found;

	mc_vec_init(&faults, sizeof(struct mc_file_fault), MC_FAULTS_MAX);
	mc_str_init(&found, 20000);
	mc_procedure_file_faults(mc_slice_text(text), &faults);
	MC_VEC_EACH(&faults, struct mc_file_fault, it) {
		mc_str_printf(&found, "%d %s: %s%s%s\n", it->line, it->fault.path,
			      it->fault.reason, it->fault.what[0] ? ": " : "", it->fault.what);
	}
	assert_string_equal(found.data, want);
	mc_vec_done(&faults);
	mc_str_done(&found);
}

static void test_all_faults(void **state)
{
	(void)state;
	assert_faults("{\n\t\"v\": 1,\n\t\"code\": \"9.1\", \"version\": 7,\n"
		      "\t\"title\": {\"vi\": \"a \\\" {\"},\n"
		      "\t\"statuses\": [0],\n"
		      "\t\"legal_time\": {\"vi\": \"a\", \"en\": \"b\",\n"
		      "\t\t\"cutoff\": \"25:00\"},\n"
		      "\t\"sections\": [{\"id\": \"s\", \"label\": {\"vi\": \"a\", \"en\": \"b\"}}],\n"
		      "\t\"roles\": [{\"id\": \"r\", \"label\": {\"vi\": \"a\", \"en\": \"b\"},\n"
		      "\t\t\"number_field\": \"none\"}],\n"
		      "\t\"fields\": [\n"
		      "\t\t{\"id\": \"a\", \"section\": \"t\", \"kind\": \"colour\",\n"
		      "\t\t\t\"label\": {\"vi\": \"a\", \"en\": \"b\"}, \"requird\": true},\n"
		      "\t\t7,\n"
		      "\t\t{\"id\": \"rows\", \"section\": \"s\", \"kind\": \"rows\", \"rows_max\": 101,\n"
		      "\t\t\t\"label\": {\"vi\": \"a\", \"en\": \"b\"},\n"
		      "\t\t\t\"columns\": [\n"
		      "\t\t\t\t{\"id\": \"x\", \"kind\": \"date\", \"label\": {\"vi\": \"a\", \"en\": \"b\"},\n"
		      "\t\t\t\t\t\"section\": \"s\",\n"
		      "\t\t\t\t\t\"shown_if\": {\"field\": \"y\", \"value\": \"1\"}},\n"
		      "\t\t\t\t{\"id\": \"x\", \"kind\": \"rows\", \"label\": {\"vi\": \"a\", \"en\": \"b\"}}]},\n"
		      "\t\t{\"id\": \"rows.2.x\", \"section\": \"s\", \"kind\": \"text\",\n"
		      "\t\t\t\"label\": {\"vi\": \"a\", \"en\": \"b\"},\n"
		      "\t\t\t\"computed\": \"sum:rows.x\"}]}",
		      "3 version: text expected\n"
		      "4 title.en: missing\n"
		      "5 statuses: not a list of codes 1 to 10\n"
		      "7 legal_time.cutoff: not a time of day\n"
		      "10 roles[0].number_field: there is no such field: none\n"
		      "12 fields[0].kind: unknown word\n"
		      "12 fields[0].section: there is no such section: t\n"
		      "13 fields[0].requird: there is no such member\n"
		      "14 fields[1]: object expected\n"
		      "14 fields[1].label: missing\n"
		      "14 fields[1].section: missing\n"
		      "15 fields[2].rows_max: number out of range\n"
		      "19 fields[2].columns[0].section: there is no such member\n"
		      "20 fields[2].columns[0].shown_if: there is no such field: y\n"
		      "21 fields[2].columns[1].id: stands twice: x\n"
		      "21 fields[2].columns[1].kind: not within a table: x\n"
		      "22 fields[3].id: is the name of a table's column or cell: rows.2.x\n"
		      "24 fields[3].computed: cannot be computed from this: rows.x\n");
	assert_faults("{\"v\":1,\"code\":\"9.1\",\"version\":\"1\",\"title\":{\"vi\":\"a\",\"en\":\"b\"},\n"
		      "\"sections\":[{\"id\":\"s\",\"label\":{\"vi\":\"a\",\"en\":\"b\"}}],\"fields\":[\n"
		      "{\"id\":\"a\",\"section\":\"s\",\"kind\":\"name\",\"office\":\"committee\","
		      "\"label\":{\"vi\":\"a\",\"en\":\"b\"}},\n"
		      "{\"id\":\"b\",\"section\":\"s\",\"kind\":\"text\",\"office\":\"police\","
		      "\"preset\":\"x\",\"label\":{\"vi\":\"a\",\"en\":\"b\"}},\n"
		      "{\"id\":\"c\",\"section\":\"s\",\"kind\":\"text\",\"office\":\"mayor\","
		      "\"label\":{\"vi\":\"a\",\"en\":\"b\"}}]}",
		      "3 fields[0].office: is no text: a\n"
		      "4 fields[1].office: filled in two ways at once: b\n"
		      "5 fields[2].office: unknown word\n");
	assert_faults("{\n\"v\":1,\n\"code\" 7}", "3 : object property name separator ':' expected\n");
	assert_faults("", "1 : cut off\n");
	assert_faults("{}", "1 v: missing\n");
}

/* A desk takes a newer file whose members it does not know. */
static void test_newer_members(void **state)
{
	struct mc_procedure *p;
	char *text = mc_strdup(procedure_text);

	(void)state;
	memcpy(strstr(text, "\"max\""), "\"xam\"", 5);
	assert_ok(mc_procedure_parse(mc_slice_text(text), &p, NULL));
	mc_procedure_free(p);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),	cmocka_unit_test(test_refused),
		cmocka_unit_test(test_cut),	cmocka_unit_test(test_every_member),
		cmocka_unit_test(test_all_faults),
		cmocka_unit_test(test_newer_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
