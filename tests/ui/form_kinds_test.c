/* SPDX-License-Identifier: MPL-2.0 */
/* form_kinds_test.c - tables, copies, sums, fees and attachments on the form. */
#include "ui/procedures.h"

#include <stdio.h>

static int open_kinds(void **state)
{
	setup(state);
	use(load(MC_SOURCE_DIR "/tests/data/procedures", "9.000001.json"));
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	return 0;
}

static int field_of(const char *id)
{
	int field = mc_procedure_field(t.desk->procedure, id);

	assert_true(field >= 0);
	return field;
}

static const char *value(const char *id)
{
	return t.desk->form->values[field_of(id)].text;
}

static void enter(const char *id, const char *text)
{
	assert_ok(mc_form_type(t.desk->form, field_of(id), text, FAKE_NOW, NULL));
}

/* Down until the cursor's row has this text. */
static void go_to(const char *text)
{
	for (int i = 0; i < 400; i++) {
		if (strstr(screen_row(&t.canvas, t.canvas.cursor_row), text)) {
			return;
		}
		press(MC_KEY_DOWN);
	}
	fail_msg("nothing on the form has: %s", text);
}

static void rows_are_added_moved_and_removed(void **state)
{
	(void)state;
	go_to("[ Add a row ]");
	press(13);
	type("Nguyen Van Mot\r");
	assert_string_equal(value("children"), "1");
	assert_string_equal(value("children.1.full_name"), "Nguyen Van Mot");
	assert_true(screen_has(&t.canvas, "Child 1: Nguyen Van Mot"));
	go_to("[ Add a row ]");
	press(13);
	type("Nguyen Thi Hai\r");
	screen_is_golden(&t.canvas, "form_table");
	press(MC_KEY_UP);
	press(MC_KEY_UP); /* the row's heading */
	press(13);
	assert_string_equal(top(), "pick");
	press(13); /* up */
	assert_string_equal(value("children.1.full_name"), "Nguyen Thi Hai");
	assert_string_equal(value("children.2.full_name"), "Nguyen Van Mot");
	assert_true(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "Child 1: Nguyen Thi Hai"));
	press(13);
	press(13); /* up once more */
	assert_true(screen_has(&t.canvas, "at the end already"));
	press(13);
	press(MC_KEY_END);
	press(13); /* remove: asked for */
	assert_string_equal(top(), "confirm");
	press(13);
	assert_string_equal(value("children"), "2");
	press(13);
	press(MC_KEY_END);
	press(13);
	press(MC_KEY_RIGHT);
	press(13);
	assert_string_equal(value("children"), "1");
	assert_string_equal(value("children.1.full_name"), "Nguyen Van Mot");
	assert_string_equal(value("children.2.full_name"), "");
}

static void thirty_children_and_no_more(void **state)
{
	(void)state;
	for (int i = 1; i <= 30; i++) {
		go_to("[ Add a row ]");
		press(13);
		type("An\r");
	}
	assert_string_equal(value("children"), "30");
	assert_string_equal(value("children.30.full_name"), "An");
	go_to("[ Add a row ]");
	press(13);
	assert_string_equal(value("children"), "30");
	assert_true(screen_has(&t.canvas, "[FORM-09]"));
}

static void a_long_name_and_address_are_whole(void **state)
{
	char name[91], address[201];

	(void)state;
	for (int i = 0; i < 90; i++) {
		name[i] = i % 6 == 5 ? ' ' : (char)('a' + i % 6);
	}
	name[89] = 'x';
	name[90] = '\0';
	memset(address, 'b', 200);
	address[200] = '\0';
	go_to("Full name*");
	paste(name);
	press(13);
	assert_string_equal(value("applicant.full_name"), name);
	go_to("Residence*");
	paste(address);
	press(13);
	assert_string_equal(value("applicant.address"), address);
	assert_false(screen_has(&t.canvas, "[TEXT-02]"));
}

/* A text of so many letters that begins with A and ends with Z. */
static void letters(char *ret, int count)
{
	static const char *const words[] = {"ă", "Đ", "ễ", "ư", " ", "o"};

	*ret = '\0';
	for (int i = 0; i < count; i++) {
		strcat(ret, i == 0 ? "A" : i == count - 1 ? "Z" : words[i % 6]);
	}
}

/* Thirty children with names of 90 letters, each at an address of 200: every row is come to, and
 * each value can be read from its first letter to its last. */
static void the_widest_form_is_read_whole(void **state)
{
	char name[300], address[700], id[40];
	int names = 0, addresses = 0;

	(void)state;
	letters(name, 90);
	letters(address, 200);
	enter("children", "30");
	for (int i = 1; i <= 30; i++) {
		snprintf(id, sizeof(id), "children.%d.full_name", i);
		enter(id, name);
		snprintf(id, sizeof(id), "children.%d.address", i);
		enter(id, address);
	}
	press(MC_KEY_F(2));
	for (int i = 0; i < 400; i++) {
		const char *row = screen_row(&t.canvas, t.canvas.cursor_row);
		bool is_name = strncmp(row, "> Full name", 11) == 0;
		bool is_address = strncmp(row, "> Lives at", 10) == 0;

		assert_in_range(t.canvas.cursor_row, 1, 19);
		assert_in_range(t.canvas.cursor_col, 2, 79);
		if ((is_name || is_address) && strstr(row, "Z")) {
			press(MC_KEY_HOME);
			row = screen_row(&t.canvas, t.canvas.cursor_row);
			assert_non_null(strstr(row, " AĐễư"));
			press(MC_KEY_END);
			names += is_name;
			addresses += is_address;
		}
		press(MC_KEY_DOWN);
	}
	assert_int_equal(names, 30);
	assert_int_equal(addresses, 30);
	assert_string_equal(value("children.30.full_name"), name);
	assert_string_equal(value("children.30.address"), address);
}

static void what_follows_cannot_be_typed(void **state)
{
	(void)state;
	enter("applicant.address", "Số 5, xã Hòa Phú");
	enter("delivery.same", "yes");
	assert_string_equal(value("delivery.address"), "Số 5, xã Hòa Phú");
	press(MC_KEY_DOWN);
	for (int i = 0; i < 40; i++) { /* the focus passes it over */
		assert_null(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "Delivered to  "));
		press(MC_KEY_DOWN);
	}
	enter("pages", "3");
	enter("poor", "no");
	assert_string_equal(value("fee"), "5000");
	press(MC_KEY_F(2));
	assert_true(screen_has(&t.canvas, "5.000"));
}

static void a_field_takes_its_file(void **state)
{
	(void)state;
	go_to("Application*");
	assert_true(screen_has(&t.canvas, "Enter attaches a file"));
	press(13);
	assert_string_equal(top(), "prompt");
	type("/tmp/don.pdf\r\r");
	assert_string_equal(top(), "form");
	assert_true(screen_has(&t.canvas, "+ /tmp/don.pdf  13 KB"));
}

static void a_problem_in_a_row_names_the_row(void **state)
{
	(void)state;
	enter("children", "2");
	enter("children.2.born", "1/1/2020");
	enter("applicant.born", "1/1/2015");
	enter("poor", "no");
	press(MC_KEY_F(9));
	assert_string_equal(top(), "pick");
	type("fit");
	assert_true(screen_has(&t.canvas, "[FORM-08] The applicant's and the child's"));
	press(13);
	screen_is_golden(&t.canvas, "form_rule");
	assert_true(screen_has(&t.canvas, "The applicant's and the child's birth date do not fit."));
	assert_true(strstr(screen_row(&t.canvas, t.canvas.cursor_row), "Birth date"));
}

/* An answer that was there before the dossier was begun is told as old as it is. */
static void a_kept_answer_is_told_so(void **state)
{
	struct mc_value *of = &t.desk->form->values[field_of("applicant.full_name")];

	(void)state;
	press(MC_KEY_ESC);
	esc();
	t.desk->created_at = FAKE_NOW;
	enter("applicant.full_name", "An");
	of->from = MC_FROM_REGISTER;
	of->at = FAKE_NOW - 3 * 3600 * MC_SECOND;
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_true(screen_has(&t.canvas, "= kept 3 h"));
	of->at = FAKE_NOW - 50 * 24 * 3600 * MC_SECOND;
	press(MC_KEY_F(2));
	assert_true(screen_has(&t.canvas, "= kept 50 days"));
	of->at = FAKE_NOW - 60 * MC_SECOND;
	press(MC_KEY_F(2));
	assert_true(screen_has(&t.canvas, "= register 09:04"));
	assert_true(screen_has(&t.canvas, "= usual"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_kinds, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rows_are_added_moved_and_removed),
		CASE(thirty_children_and_no_more),
		CASE(a_long_name_and_address_are_whole),
		CASE(the_widest_form_is_read_whole),
		CASE(what_follows_cannot_be_typed),
		CASE(a_field_takes_its_file),
		CASE(a_problem_in_a_row_names_the_row),
		CASE(a_kept_answer_is_told_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
