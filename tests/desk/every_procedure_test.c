/* SPDX-License-Identifier: MPL-2.0 */
/*
 * every_procedure_test.c - every procedure that is shipped, by the folder's listing, and the
 * tests' own with all kinds of fields: a form with a value in each of its fields, sealed as
 * it is sent, opened at the other end, is the same form again.
 */
#include "support/province.h"

#include <dirent.h>

#include "motcua/domain/declaration.h"
#include "motcua/seal/age.h"
#include "motcua/seal/pack.h"
#include "motcua/text/text.h"

static struct province p;

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	province_end(&p);
	return 0;
}

/* ---- a value of each kind, none like its neighbour's */

static void long_text(struct mc_str *to, int letters, int n)
{
	static const char *const words[] = { "Nguyễn", "Thị", "Ngọc",
					     "Ánh",    "đường", "Trần" };

	for (int used = 0; used < letters - 8; n++) {
		mc_str_printf(to, "%s%s", to->len ? " " : "", words[n % 6]);
		used += 7;
	}
}

/* round: which of its choices a field has. */
static void value_of(const struct mc_field *field, int n, int round, struct mc_str *ret)
{
	const struct mc_choice *choice;
	int max = field->max ? field->max : 200;

	switch (field->kind) {
	case MC_FIELD_ID_NUMBER:
		mc_str_printf(ret, "0301900%05d", n);
		break;
	case MC_FIELD_INTEGER:
		mc_str_printf(ret, "%d", (int)field->least + n % (field->most ? 2 : 9));
		break;
	case MC_FIELD_DATE:
		if (n % 3) { /* the others: a year alone */
			mc_str_printf(ret, "%d/%d/", 1 + n % 28, 1 + n % 12);
		}
		mc_str_printf(ret, "%d", 1950 + n % 70);
		break;
	case MC_FIELD_CHOICE:
		choice = mc_vec_at(&field->choices, (size_t)(n + round) % field->choices.len);
		mc_str_puts(ret, choice->value);
		break;
	case MC_FIELD_YES_NO:
		mc_str_puts(ret, (n + round) % 2 ? "yes" : "no");
		break;
	case MC_FIELD_PHONE:
		mc_str_printf(ret, "09%08d", n);
		break;
	case MC_FIELD_EMAIL:
		mc_str_printf(ret, "mau%d@vidu.vn", n);
		break;
	case MC_FIELD_MONEY:
		mc_str_printf(ret, "%d.000", 1 + n);
		break;
	case MC_FIELD_ROWS:
		mc_str_printf(ret, "%d", field->rows_max);
		break;
	case MC_FIELD_ATTACHMENT:
		break;
	default:
		long_text(ret, field->kind == MC_FIELD_NAME && max > 90 ? 90 : max, n);
		break;
	}
}

static enum mc_provenance from_of(int n)
{
	static const enum mc_provenance froms[] = { MC_FROM_TYPED, MC_FROM_REGISTER, MC_FROM_CARD,
						    MC_FROM_EARLIER, MC_FROM_OFFICE };

	return froms[n % 5];
}

static void fill(struct mc_form *form, int round)
{
	int n = 0;

	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		const struct mc_field *field = mc_vec_at(&form->procedure->fields, (size_t)i);
		struct mc_err why = {0};
		struct mc_str text;

		mc_str_init(&text, 65536);
		value_of(field, n, round, &text);
		if (!mc_form_follows(form, i) && field->kind != MC_FIELD_ATTACHMENT &&
		    mc_form_type(form, i, text.data, NOW, &why)) {
			fail_msg("%s.%s: \"%s\": %s", form->procedure->code, field->id, text.data,
				 why.detail);
		}
		if (form->values[i].from == MC_FROM_TYPED) {
			form->values[i].from = from_of(n);
		}
		if (n % 5 == 0 && form->values[i].from == MC_FROM_TYPED) {
			form->values[i].register_text = mc_strdup("khác");
			form->values[i].register_at = NOW - MC_SECOND;
		}
		mc_str_done(&text);
		n++;
	}
}

/* ---- there and back */

static void seal(struct mc_form *form, struct mc_str *ret)
{
	struct mc_manifest manifest;
	struct mc_str plain;
	struct mc_err why = {0};

	mc_manifest_init(&manifest);
	mc_uuid7(manifest.id);
	MC_COPY(manifest.local_number, "T-AAAA-BBBB");
	MC_COPY(manifest.procedure, form->procedure->code);
	MC_COPY(manifest.version, form->procedure->version);
	MC_COPY(manifest.officer.number, OFFICER);
	manifest.created_at = manifest.sealed_at = NOW;
	mc_str_init(&plain, MC_MANIFEST_MAX);
	mc_manifest_format(&manifest, form, &plain);
	assert_false(plain.full);
	if (mc_pack_seal(&p.seal, 1, mc_slice_of(&plain), ret, &why)) {
		fail_msg("%s: %s", form->procedure->code, why.detail);
	}
	mc_manifest_done(&manifest);
	mc_str_done(&plain);
}

enum { ROUNDS = 12, OUTPUTS = 8 };

/* What was sent of a declaration is what the form that came back makes of it. most: how much any
 * round of this form had to say to each. */
static void assert_declared(const struct mc_manifest *manifest, const struct mc_form *form,
			    size_t most[OUTPUTS])
{
	const struct mc_procedure *procedure = form->procedure;
	size_t travelled = 0, n = 0;

	MC_VEC_EACH(&procedure->outputs, struct mc_output, output) {
		struct mc_declaration made;
		size_t said = 0, at = n++;

		if (!mc_form_declares(form, output)) {
			continue; /* for a branch that this form does not ask for */
		}
		mc_declaration_make(form, output, NULL, &made);
		if (!mc_declaration_same(mc_vec_at(&manifest->outputs, travelled), &made)) {
			fail_msg("%s: %s came back otherwise", procedure->code, output->id);
		}
		assert_int_equal(made.items.len, output->items.len);
		MC_VEC_EACH(&made.items, struct mc_declared, item) {
			MC_VEC_EACH(&item->texts, char *, text) {
				said += **text != '\0';
			}
		}
		assert_true(at < OUTPUTS);
		most[at] = said > most[at] ? said : most[at];
		travelled++;
		mc_declaration_done(&made);
	}
	assert_int_equal(travelled, manifest->outputs.len);
}

static void open_into(const struct mc_str *sealed, struct mc_form *form, size_t most[OUTPUTS])
{
	struct mc_manifest manifest;
	struct mc_str plain;
	struct mc_err why = {0};

	mc_str_init(&plain, MC_MANIFEST_MAX);
	assert_ok(mc_pack_open(p.open, mc_slice_of(sealed), &plain, NULL));
	if (mc_manifest_parse(mc_slice_of(&plain), &manifest, &why)) {
		fail_msg("%s: %s", form->procedure->code, why.detail);
	}
	assert_string_equal(manifest.procedure, form->procedure->code);
	MC_VEC_EACH(&manifest.fields, struct mc_manifest_field, field) {
		int at = mc_procedure_field(form->procedure, field->id);

		assert_true(at >= 0);
		mc_form_restore(form, at, &field->value);
	}
	assert_declared(&manifest, form, most);
	mc_manifest_done(&manifest);
	mc_str_done(&plain);
}

static void assert_same(const struct mc_form *a, const struct mc_form *b, int *ret_values)
{
	for (int i = 0; i < (int)a->procedure->fields.len; i++) {
		const struct mc_value *x = &a->values[i], *y = &b->values[i];
		const struct mc_field *field = mc_vec_at(&a->procedure->fields, (size_t)i);

		if (!mc_form_shown(a, i)) {
			continue; /* not sent */
		}
		if (strcmp(x->text, y->text) ||
		    (x->text[0] && (x->from != y->from || x->at != y->at))) {
			fail_msg("%s.%s: \"%s\" came back as \"%s\"", a->procedure->code, field->id,
				 x->text, y->text);
		}
		if (x->old_units != y->old_units || strcmp(x->ward_code, y->ward_code) ||
		    strcmp(x->province_code, y->province_code)) {
			fail_msg("%s.%s: other units", a->procedure->code, field->id);
		}
		if (x->text[0] && x->register_text) {
			assert_string_equal(x->register_text, y->register_text);
			assert_int_equal(x->register_at, y->register_at);
		}
		*ret_values += x->text[0] != '\0';
	}
}

static struct mc_procedure *load(const char *dir, const char *name)
{
	char *path = mc_path_join(dir, name);
	struct mc_procedure *procedure;
	struct mc_err why = {0};
	struct mc_str text;

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &text, NULL));
	if (mc_procedure_parse(mc_slice_of(&text), &procedure, &why)) {
		fail_msg("%s: %s", name, why.detail);
	}
	mc_str_done(&text);
	free(path);
	return procedure;
}

/* Empty what has no value in the manifest: a preset would stand there by itself. */
static void empty(struct mc_form *form)
{
	for (int i = 0; i < (int)form->procedure->fields.len; i++) {
		mc_form_restore(form, i, &(struct mc_value){.text = (char[1]){""}});
	}
}

static int there_and_back(const struct mc_procedure *procedure, struct mc_form *form,
			  size_t most[OUTPUTS])
{
	struct mc_form *again = mc_form_new(procedure);
	struct mc_str sealed;
	int values = 0;

	mc_str_init(&sealed, MC_MANIFEST_MAX);
	seal(form, &sealed);
	assert_true(sealed.len <= 65536); /* what the gateway takes */
	empty(again);
	open_into(&sealed, again, most);
	assert_same(form, again, &values);
	mc_form_free(again);
	mc_str_done(&sealed);
	return values;
}

/* With every choice that there is, one after the other. */
static int round_trip(const char *dir, const char *name)
{
	struct mc_procedure *procedure = load(dir, name);
	size_t most[OUTPUTS] = {0}, n = 0;
	int values = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct mc_form *form = mc_form_new(procedure);

		fill(form, round);
		values = there_and_back(procedure, form, most);
		mc_form_free(form);
	}
	MC_VEC_EACH(&procedure->outputs, struct mc_output, output) {
		assert_true(most[n++] > output->items.len / 4); /* the form says something to it */
	}
	mc_procedure_free(procedure);
	return values;
}

static void every_shipped_procedure(void **state)
{
	DIR *dir = opendir(MC_SOURCE_DIR "/data/procedures");
	struct dirent *entry;
	int count = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] != '.' && strstr(entry->d_name, ".json")) {
			assert_true(round_trip(MC_SOURCE_DIR "/data/procedures",
					       entry->d_name) > 3);
			count++;
		}
	}
	assert_true(count >= 1);
	closedir(dir);
}

/* Thirty children, names of 90 and addresses of 200 letters in each row. */
static void every_kind_and_thirty_rows(void **state)
{
	int values = round_trip(MC_SOURCE_DIR "/tests/data/procedures", "9.000001.json");

	(void)state;
	assert_true(values > 190);
}

/* ---- addresses of before July 2025 */

/* Units that are gone, short forms, no commas: as people have them on paper. */
static const char *const old_addresses[] = {
	"Số nhà 12/4, ngõ 5, tổ 3, thôn Đông Thượng, xã Hòa Phú, huyện Krông Pắc, tỉnh Đắk Lắk",
	"Tổ dân phố 7, thị trấn Phước An, huyện Krông Pắc, tỉnh Đắk Lắk",
	"58A/2 hẻm 15 đường Mười Tháng Ba, phường Tân Lợi, thành phố Buôn Ma Thuột, tỉnh Đắk Lắk",
	"Buôn Ky, xã Ea Kao, TP. BMT, Đắk Lắk",
	"số 9 ấp 3 xã Tân Hòa huyện Châu Thành A tỉnh Hậu Giang",
	"THÔN 3, xã Mỹ Phong, H. Vĩnh Hải, T. Phú Yên",
	"Nhà ông Y Bhăm, buôn Kô Siêr, x. Cư Êbur, Tp. Buôn Ma Thuột (cũ)",
};

/* None of them is wide. */
static size_t letters_of(const char *text)
{
	return (size_t)mc_text_width(text);
}

/* Exactly as many letters as the field takes, the units at its end. */
static void old_address(struct mc_str *to, int n, size_t letters)
{
	static const char room[] = "phòng 1203 nhà A khu tập thể cũ, ";
	const char *address = old_addresses[(size_t)n % MC_COUNT(old_addresses)];
	size_t left = n % 2 ? 0 : letters - letters_of(address);

	for (; left >= letters_of(room); left -= letters_of(room)) {
		mc_str_puts(to, room);
	}
	for (; left > 0; left--) {
		mc_str_putc(to, left == 1 ? ' ' : '0' + (char)(left % 10));
	}
	mc_str_puts(to, address);
}

/* Every address field of a form with another of them; what came back is what was typed. */
static void carry_old_addresses(const struct mc_procedure *procedure, int first, int *ret_long)
{
	struct mc_form *form = mc_form_new(procedure);
	size_t most[OUTPUTS] = {0};
	int n = first;

	fill(form, 0);
	assert_ok(mc_desk_places(p.desk, &form->places, NULL));
	for (int i = 0; i < (int)procedure->fields.len; i++) {
		const struct mc_field *field = mc_vec_at(&procedure->fields, (size_t)i);
		size_t letters = field->max ? (size_t)field->max : 200;
		struct mc_str text;

		if (field->kind != MC_FIELD_ADDRESS || mc_form_follows(form, i)) {
			continue;
		}
		mc_str_init(&text, 4096);
		old_address(&text, n, letters);
		*ret_long += letters_of(text.data) == 200;
		assert_ok(mc_form_type(form, i, text.data, NOW, NULL));
		assert_string_equal(form->values[i].text, text.data);
		assert_true(!field->units || n % (int)MC_COUNT(old_addresses) > 2 ||
			    form->values[i].old_units);
		mc_str_done(&text);
		n++;
	}
	(void)there_and_back(procedure, form, most);
	mc_form_free(form);
}

static void old_addresses_stay_as_they_were_given(void **state)
{
	int carried = 0;

	(void)state;
	province_open(&p);
	for (size_t i = 0; i < mc_desk_procedure_count(p.desk); i++) {
		for (int first = 0; first < (int)MC_COUNT(old_addresses); first++) {
			carry_old_addresses(mc_desk_procedure_at(p.desk, i)->procedure, first,
					    &carried);
		}
	}
	assert_true(carried > 300);
}

/* ---- who was verified */

static bool is_flagged(struct mc_form *form, const char *role)
{
	struct mc_manifest manifest;
	struct mc_str sealed, plain;
	bool found = false;

	mc_str_init(&sealed, MC_MANIFEST_MAX);
	mc_str_init(&plain, MC_MANIFEST_MAX);
	seal(form, &sealed);
	assert_ok(mc_pack_open(p.open, mc_slice_of(&sealed), &plain, NULL));
	assert_ok(mc_manifest_parse(mc_slice_of(&plain), &manifest, NULL));
	MC_VEC_EACH(&manifest.verified, char *, id) {
		found = found || strcmp(*id, role) == 0;
	}
	mc_manifest_done(&manifest);
	mc_str_done(&sealed);
	mc_str_done(&plain);
	return found;
}

static void enter(struct mc_form *form, const char *id, const char *text)
{
	assert_ok(mc_form_type(form, mc_procedure_field(form->procedure, id), text, NOW, NULL));
}

/* XacThucThongTin: only by the register's answer, and only while it stands as it was given. */
static void only_the_register_verifies(void **state)
{
	struct mc_procedure *procedure = load(MC_SOURCE_DIR "/data/procedures", PROCEDURE ".json");
	struct mc_form *form = mc_form_new(procedure);
	struct mc_person person = { .number = MOTHER, .full_name = MOTHER_NAME,
				    .born = {1990, 5, 3} };
	const struct mc_card card = { .number = "030090000456", .full_name = "Nguyễn Văn Mẫu",
				      .born = {1990, 6, 15}, .sex = MC_SEX_MALE, .address = "x" };

	(void)state;
	assert_false(is_flagged(form, "mother")); /* nobody */
	enter(form, "mother.number", MOTHER);
	enter(form, "mother.full_name", MOTHER_NAME);
	enter(form, "mother.born", "3/5/1990");
	assert_false(is_flagged(form, "mother")); /* typed */
	(void)mc_form_prefill_card(form, "father", &card, NOW, NULL);
	assert_false(is_flagged(form, "father")); /* a card alone */
	(void)mc_form_prefill(form, "mother", &person, NULL, NOW, NULL);
	assert_false(is_flagged(form, "mother")); /* looked up, and nothing signed goes along */
	mc_form_prove(form, mc_procedure_role(procedure, "mother"), MOTHER);
	assert_true(is_flagged(form, "mother"));
	assert_false(is_flagged(form, "father"));
	enter(form, "mother.full_name", "Hồ Thị Khác"); /* typed over */
	assert_false(is_flagged(form, "mother"));
	enter(form, "mother.full_name", MOTHER_NAME); /* as the register said */
	assert_true(is_flagged(form, "mother"));
	enter(form, "mother.number", "");
	assert_false(is_flagged(form, "mother"));
	mc_form_free(form);
	mc_procedure_free(procedure);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_shipped_procedure, setup, teardown),
		cmocka_unit_test_setup_teardown(every_kind_and_thirty_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(old_addresses_stay_as_they_were_given, setup,
						teardown),
		cmocka_unit_test_setup_teardown(only_the_register_verifies, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
