/* SPDX-License-Identifier: MPL-2.0 */
/* dossier list with filters, board, postpone, calendar: as scripts call them. */
#include "app/program.h"

static void new_draft(const char *child, char ret_id[40])
{
	char *from = in_office("answers.json"), text[400];

	snprintf(text, sizeof(text),
		 "{\"v\":1,\"fields\":{\"child.family_name\":\"Nguyễn\",\"child.given_name\":\"%s\","
		 "\"mother.number\":\"030190000123\"}}",
		 child);
	put_file("answers.json", text);
	assert_int_equal(run("dossier", "new", "2.002621", "--from", from, "--json"), 0);
	assert_int_equal(mc_copy(ret_id, 40, text_at(last.json, "id")), 0);
	free(from);
}

/* How many it finds; the first one's id is that. */
static void finds(int count, const char *id)
{
	assert_int_equal(last.status, 0);
	assert_int_equal(mc_json_count(last.items), count);
	if (count) {
		assert_string_equal(text_at(mc_json_item(last.items, 0), "id"), id);
	}
}

static void found_by_all_that_is_known(void **state)
{
	char hoa[40], dung[40], local[40];

	(void)state;
	need_programs();
	new_draft("Hòa", hoa);
	new_draft("Dũng", dung);
	run("dossier", "list", "--json");
	finds(2, dung);
	MC_COPY(local, text_at(mc_json_item(last.items, 1), "local_number"));
	run("dossier", "list", "--find", "nguyen", "--json");
	finds(2, dung);
	run("dossier", "list", "--find", "hoa", "--json");
	finds(1, hoa);
	run("dossier", "list", "--find", "hoá", "--json");
	finds(0, "");
	run("dossier", "list", "--find", local, "--json");
	finds(1, hoa);
	run("dossier", "list", "--find", "030190000123", "--json");
	finds(2, dung);
	run("dossier", "list", "--find", "030190000124", "--json");
	finds(0, "");
	run("dossier", "list", "--find", "H15.40-261123-0001", "--json");
	finds(0, "");
	run("dossier", "list", "--find", "nguyễn", "--state", "draft", "--procedure",
	    "2.002621.000.00.00.H56", "--json");
	finds(2, dung);
	run("dossier", "list", "--procedure", "1.001193", "--json");
	finds(0, "");
	run("dossier", "list", "--state", "RECEIPTED", "--json");
	finds(0, "");
	run("dossier", "list", "--due", "late", "--json");
	finds(0, "");
	run("dossier", "list", "--due", "24/11/2026", "--json");
	finds(0, "");
	run("dossier", "list", "--day", "1999", "--json");
	finds(0, "");
	assert_int_equal(run("dossier", "list", "--find", "dung"), 0);
	assert_says(&last.out, "Nguyễn Dũng");
}

static void wrong_words(void **state)
{
	(void)state;
	need_programs();
	run("dossier", "list", "--state", "LOST");
	assert_failed("USE-01", 64);
	run("dossier", "list", "--due", "soon");
	assert_failed("USE-01", 64);
	run("dossier", "list", "--due", "");
	assert_failed("USE-01", 64);
	run("dossier", "list", "--day", "yesterday");
	assert_failed("DATE-01", 65);
	run("dossier", "postpone", "T-7K3M9Q-X4T2BC-5", "--until", "30/11/2026");
	assert_failed("USE-01", 64);
	run("dossier", "postpone", "T-7K3M9Q-X4T2BC-5", "--until", "30/11/2026", "--reason", "a");
	assert_failed("DOS-01", 65);
}

static void an_empty_board(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run("dossier", "board", "--json"), 0);
	assert_int_equal(int_at(last.json, "late"), 0);
	assert_int_equal(int_at(last.json, "total"), 0);
	assert_int_equal(run("dossier", "board"), 0);
	assert_says(&last.out, "due today");
}

static void the_calendar(void **state)
{
	char *table = in_office("2026.json");
	struct mc_str text;
	char *at;

	(void)state;
	need_programs();
	assert_int_equal(run("calendar", "show", "2026"), 0);
	assert_says(&last.out, "17/02/2026");
	assert_says(&last.out, "9441/TB-BNV");
	assert_says(&last.out, "24/11/2026");
	assert_says(&last.out, "NOT CONFIRMED");
	assert_int_equal(run("calendar", "show", "--json"), 0);
	assert_int_equal(mc_json_count(last.items), 4);
	run("calendar", "show", "1990");
	assert_failed("DB-06", 65);
	run("calendar", "take", table);
	assert_failed("FILE-01", 66);
	put_file("2026.json", "{\"v\":1,\"year\":2026}");
	run("calendar", "take", table);
	assert_failed("CAL-01", 65);
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(MC_SOURCE_DIR "/data/holidays/2026.json", &text, NULL));
	put_file("2026.json", text.data);
	run("calendar", "take", table);
	assert_failed("CAL-03", 65);
	at = strstr(text.data, "\"version\": \"2026-11-01\"");
	memcpy(at, "\"version\": \"2026-11-20\"", 23);
	put_file("2026.json", text.data);
	assert_int_equal(run("calendar", "take", table, "--json"), 0);
	assert_int_equal(int_at(last.json, "year"), 2026);
	assert_int_equal(int_at(last.json, "moved"), 0);
	assert_int_equal(run("calendar", "show", "2026"), 0);
	assert_says(&last.out, "the office's own");
	mc_str_done(&text);
	free(table);
}

static int setup(void **state)
{
	(void)state;
	return open_office(false);
}

static int teardown(void **state)
{
	(void)state;
	return close_office();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found_by_all_that_is_known),
		cmocka_unit_test(wrong_words),
		cmocka_unit_test(an_empty_board),
		cmocka_unit_test(the_calendar),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
