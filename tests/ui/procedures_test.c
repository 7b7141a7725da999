/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedures_test.c - the form of every procedure that is shipped, in both languages, at
 * 80x24: its first page has nothing cut off, no other page has, and it looks as its golden
 * screen does. A new file is looked at by itself.
 */
#include "ui/form_view.h"
#include "ui/procedures.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

static void assert_whole(const char *name, const char *language, int page)
{
	if (t.canvas.cut) {
		char *text = screen_text(&t.canvas);

		fail_msg("%s (%s), page %d: something is cut off\n%s", name, language, page, text);
	}
}

/* Each line of the title, word by word: in the head, or on the form. */
static void assert_title(const char *name, const char *title)
{
	const char *next = title;
	char *line;

	if (screen_has(&t.canvas, title)) {
		return;
	}
	while (*next) {
		const char *from = next;
		size_t len = mc_text_break(from, MC_FORM_TITLE_WIDTH, &next);

		line = mc_strndup(from, len);
		if (!screen_has(&t.canvas, line)) {
			fail_msg("%s: the title is not whole: %s", name, line);
		}
		free(line);
	}
}

/* Every label of the first page stands there, whole. */
static void assert_labels(const char *name)
{
	const struct mc_procedure *p = t.desk->procedure;
	int n = 0, seen = 0;

	assert_title(name, mc_view_label(&p->title));
	MC_VEC_EACH(&p->fields, struct mc_field, field) {
		if (n < 8 && mc_form_shown(t.desk->form, n)) {
			if (!screen_has(&t.canvas, mc_view_label(&field->label))) {
				fail_msg("%s: \"%s\" is not on the first page", name,
					 mc_view_label(&field->label));
			}
			seen++;
		}
		n++;
	}
	assert_true(seen > 0);
}

/* A new form needs no golden screen; one that has it looks as it did. */
static void assert_golden(const char *name, const char *language)
{
	char golden[100], path[600];

	snprintf(golden, sizeof(golden), "forms/%.*s.%s", (int)strlen(name) - 5, name, language);
	snprintf(path, sizeof(path), MC_SOURCE_DIR "/tests/golden/%s.screen", golden);
	if (getenv("UPDATE_GOLDEN") || access(path, F_OK) == 0) {
		screen_is_golden(&t.canvas, golden);
	}
}

static void look_at(const char *name, const char *language)
{
	int page = 1;
	char before[200] = "";

	setenv("LANGUAGE", language, 1);
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	mc_i18n_init(language);
	assert_string_equal(mc_i18n_language(), language);
	open_form();
	assert_whole(name, language, page);
	if (screen_has(&t.canvas, "…")) { /* not even where it is meant: half a sentence is no help */
		fail_msg("%s (%s): something ends in the middle", name, language);
	}
	assert_labels(name);
	assert_golden(name, language);
	for (;; page++) { /* the other sections */
		press(MC_KEY_PGDN);
		if (strcmp(before, screen_row(&t.canvas, 1)) == 0 || page > 60) {
			break;
		}
		assert_whole(name, language, page + 1);
		MC_COPY(before, screen_row(&t.canvas, 1));
	}
	mc_shell_close(&t.ui);
	memset(&t.ui, 0, sizeof(t.ui));
}

static int look_at_all(const char *dir, const char *language)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;
	int count = 0;

	assert_non_null(stream);
	while ((entry = readdir(stream))) {
		if (entry->d_name[0] != '.' && strstr(entry->d_name, ".json")) {
			use(load(dir, entry->d_name));
			look_at(entry->d_name, language);
			count++;
		}
	}
	closedir(stream);
	return count;
}

static void every_form_is_whole_in_vietnamese(void **state)
{
	(void)state;
	assert_true(look_at_all(MC_SOURCE_DIR "/data/procedures", "vi") >= 1);
	start();
}

static void every_form_is_whole_in_english(void **state)
{
	(void)state;
	assert_true(look_at_all(MC_SOURCE_DIR "/data/procedures", "en") >= 1);
	start();
}

/* Up to a full stop, a semicolon or a bracket it fits the row below the form. */
static void assert_helps(const char *name, const char *help)
{
	static const char *const ends[] = {". ", "; ", " ("};
	size_t len = strlen(help);
	char *first;

	for (size_t i = 0; i < MC_COUNT(ends); i++) {
		const char *end = strstr(help, ends[i]);

		len = end && (size_t)(end - help) < len ? (size_t)(end - help) : len;
	}
	first = mc_strndup(help, len);
	if (mc_text_width(help) > 78 && mc_text_width(first) > 77) {
		fail_msg("%s: half a sentence: %s", name, help);
	}
	free(first);
}

static void assert_fields_help(const char *name, const struct mc_vec *fields)
{
	MC_VEC_EACH(fields, struct mc_field, field) {
		if (field->help.vi) {
			assert_helps(name, field->help.vi);
			assert_helps(name, field->help.en);
		}
		assert_fields_help(name, &field->columns);
	}
}

static void every_help_begins_with_something_whole(void **state)
{
	DIR *stream = opendir(MC_SOURCE_DIR "/data/procedures");
	struct dirent *entry;

	(void)state;
	assert_non_null(stream);
	while ((entry = readdir(stream))) {
		if (entry->d_name[0] != '.' && strstr(entry->d_name, ".json")) {
			struct mc_procedure *procedure =
				load(MC_SOURCE_DIR "/data/procedures", entry->d_name);

			assert_fields_help(entry->d_name, &procedure->fields);
			mc_procedure_free(procedure);
		}
	}
	closedir(stream);
}

/* ---- two people, one after the other */

#define BRIDE "066302782092||Lâm Thanh Thảo|14032002|Nữ|Số 70, thôn An Bình|06032022"
#define GROOM "066099763852||Trương Hải Đăng|08101999|Nam|Số 8, thôn Gò Mít|21012022"
#define OTHER "066084905841||Phạm Hữu Lợi|17061984|Nam|Số 10, thôn Cây Xoài|05102021"

static const char *text_of(const char *id)
{
	return mc_form_text(t.desk->form, id);
}

static bool is_on(const char *id)
{
	const struct mc_field *field =
		mc_vec_at(&t.desk->procedure->fields,
			  (size_t)mc_procedure_field(t.desk->procedure, id));

	return strstr(screen_row(&t.canvas, t.canvas.cursor_row), mc_view_label(&field->label));
}

static void down_to(const char *id)
{
	for (int i = 0; i < 60 && !is_on(id); i++) {
		press(MC_KEY_DOWN);
	}
	assert_true(is_on(id));
}

/* The number may stay empty (a passport), and is where a card fills in all the rest: the form
 * begins there. A card scanned beside it finds its person, and never takes another one's place. */
static void test_a_card_finds_its_person(void **state)
{
	(void)state;
	use(load(MC_SOURCE_DIR "/data/procedures", "1.000894.json"));
	assert_ok(mc_form_type(t.desk->form, 0, "Ủy ban nhân dân xã Mẫu", FAKE_NOW, NULL));
	open_form();
	assert_true(is_on("bride.number"));
	press(MC_KEY_DOWN);
	assert_true(is_on("bride.full_name"));
	paste(BRIDE);
	press(MC_KEY_DOWN);
	assert_string_equal(text_of("bride.number"), "066302782092");
	assert_string_equal(text_of("bride.full_name"), "Lâm Thanh Thảo");
	down_to("bride.times"); /* nobody's number */
	paste(GROOM);
	press(MC_KEY_DOWN);
	assert_string_equal(text_of("groom.number"), "066099763852");
	assert_string_equal(text_of("bride.number"), "066302782092");
	assert_string_equal(text_of("bride.times"), "");
	down_to("contact.phone");
	paste(OTHER);
	assert_true(screen_has(&t.canvas, "nothing was changed"));
	assert_string_equal(text_of("groom.number"), "066099763852");
	assert_string_equal(text_of("contact.phone"), "");
}

/* ---- the card of the first screen */

#define MOTHER "054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112, thôn Cây Xoài|28102022"

/* Ask by the card that was scanned there, change the name or not, and begin with who is found. */
static void begin_by_card(const char *typed)
{
	use(load(MC_SOURCE_DIR "/data/procedures", "1.000894.json"));
	start();
	paste(MOTHER);
	press(13);
	assert_string_equal(top(), "ask");
	if (*typed) {
		for (int i = 0; i < 10 && !strstr(screen_row(&t.canvas, t.canvas.cursor_row),
						  "Trần Thị Kim Oanh"); i++) {
			press(MC_KEY_UP);
		}
		press(MC_KEY_END);
		type(typed);
	}
	press(MC_KEY_F(3));
	assert_int_equal(t.desk->asked, 1);
	fake_found(&t.desk->answer);
	happen(MC_EVENT_TICK);
	assert_string_equal(top(), "person");
	press(MC_KEY_CTRL('N'));
	press(13); /* the procedure */
	press(13); /* the bride */
	assert_string_equal(top(), "form");
}

/* Its day of issue goes along, as long as what was asked is what it says. */
static void test_the_card_comes_along(void **state)
{
	(void)state;
	begin_by_card("");
	assert_string_equal(text_of("bride.number"), "054196278545");
	assert_string_equal(text_of("bride.card.issued"), "2022-10-28");
}

static void test_another_person_than_on_the_card(void **state)
{
	(void)state;
	begin_by_card(" Anh");
	assert_string_equal(text_of("bride.number"), "054196278545");
	assert_string_equal(text_of("bride.card.issued"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_form_is_whole_in_vietnamese, setup, teardown),
		cmocka_unit_test_setup_teardown(every_form_is_whole_in_english, setup, teardown),
		cmocka_unit_test(every_help_begins_with_something_whole),
		cmocka_unit_test_setup_teardown(test_a_card_finds_its_person, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_card_comes_along, setup, teardown),
		cmocka_unit_test_setup_teardown(test_another_person_than_on_the_card, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
