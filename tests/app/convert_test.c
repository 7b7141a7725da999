/* SPDX-License-Identifier: MPL-2.0 */
/* convert: a preview to choose from, and the list in the encoding that was chosen. */
#include "app/program.h"

#define TCVN3_LIST "STT\tH\xE4 t\xAAn\r\n1\tNguy\xD4n V\xA8n \xA7\xB9t\r\n\r\n2\tTr\xC7n Th\xDE H\xDF\x61\r\n"

static char *list;

static int begin(void **state)
{
	(void)state;
	return open_office(false);
}

static int end(void **state)
{
	(void)state;
	return close_office();
}

static void write_bytes(const char *bytes)
{
	list = mc_path_join(office.dir, "list.txt");
	assert_ok(mc_file_write(list, 0600, (struct mc_slice){bytes, strlen(bytes)}, NULL));
}

static void preview(void **state)
{
	const struct mc_json *rows;
	int best = 0;

	(void)state;
	write_bytes(TCVN3_LIST);
	assert_int_equal(run("convert", list, "--json"), 0);
	rows = mc_json_member(last.json, "encodings");
	assert_int_equal(mc_json_count(rows), 6);
	for (size_t i = 0; i < mc_json_count(rows); i++) {
		const struct mc_json *row = mc_json_item(rows, i);

		if (int_at(row, "score") == 100 && int_at(row, "unreadable") == 0) {
			best++;
			assert_non_null(strstr(text_at(row, "encoding"), "tcvn3"));
		}
	}
	assert_int_equal(best, 2);
	assert_int_equal(run("convert", list), 0);
	assert_says(&last.out, "1 Nguyễn Văn Đạt");
	assert_says(&last.out, "motcua convert");
	free(list);
}

static void the_list_itself(void **state)
{
	(void)state;
	write_bytes(TCVN3_LIST);
	assert_int_equal(run("convert", list, "tcvn3"), 0);
	assert_string_equal(last.out.data,
			    "STT\tHọ tên\r\n1\tNguyễn Văn Đạt\r\n\r\n2\tTrần Thị Hòa\r\n");
	free(list);
}

static void what_is_left_over(void **state)
{
	(void)state;
	write_bytes("a\x80z");
	run("convert", list, "vni");
	assert_failed("TEXT-03", 65);
	assert_string_equal(last.out.data, "a\xEF\xBF\xBDz"); /* all the same: nothing is lost */
	run("convert", list, "utf-16");
	assert_failed("USE-01", 64);
	free(list);
	run("convert", "/nowhere/list.txt");
	assert_int_not_equal(last.status, 0);
}

/* Bytes that a wrong encoding turns into control characters do not reach the terminal. */
static void no_control_characters(void **state)
{
	(void)state;
	write_bytes("x\x1b]0;title\x07y\n");
	assert_int_equal(run("convert", list), 0);
	assert_null(strchr(last.out.data, 0x1b));
	assert_null(strchr(last.out.data, 0x07));
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(preview),
		cmocka_unit_test(the_list_itself),
		cmocka_unit_test(what_is_left_over),
		cmocka_unit_test(no_control_characters),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
