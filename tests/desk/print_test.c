/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Slips on paper: "printed" only when the spooler took it, never lost when it did not; the
 * slip of the day says what is not received.
 */
#include "support/province.h"

#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/config.h"
#include "motcua/desk/day_slip.h"
#include "motcua/text/text.h"

static struct province p;
static char *spooler, *paper; /* a program, and what it was given */

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	province_open(&p);
	spooler = mc_path_join(p.top, "spooler");
	paper = mc_path_join(p.top, "paper");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(spooler);
	free(paper);
	province_end(&p);
	return 0;
}

/* A spooler that does this with "$1". */
static void install(const char *script)
{
	char text[4400];

	snprintf(text, sizeof(text), "#!/bin/sh\n%s\n", script);
	province_write(spooler, text);
	assert_int_equal(chmod(spooler, 0755), 0);
	assert_ok(mc_config_set(p.desk->config, "print", "command", spooler, NULL));
}

static enum mc_code begin_print(const char *text, struct mc_printed *ret)
{
	return mc_print(p.desk,
			&(struct mc_print_job){ .kind = "day", .ref = "", .stem = "2026-11-23",
						.procedure = "", .text = mc_slice_text(text) },
			ret, NULL);
}

static enum mc_code print(const char *text, struct mc_printed *ret)
{
	enum mc_code code = begin_print(text, ret);

	return code ? code : mc_print_end(p.desk, ret, NULL);
}

static char *read_all(const char *path)
{
	struct mc_str text;

	mc_str_init(&text, 1 << 20);
	assert_ok(mc_file_read(path, &text, NULL));
	return mc_str_take(&text, NULL);
}

static void the_spooler_takes_it(void **state)
{
	struct mc_printed printed;
	char script[4300], *text;

	(void)state;
	snprintf(script, sizeof(script), "cat \"$1\" >'%s'; echo request id is X-1", paper);
	install(script);
	assert_ok(print("one line\n", &printed));
	assert_true(printed.spooled);
	assert_null(printed.file); /* nothing stays behind */
	assert_int_equal(printed.copy, 1);
	text = read_all(paper);
	assert_int_equal(strncmp(text, "one line\n", 9), 0);
	assert_non_null(strstr(text, "copy 1"));
	assert_null(strstr(text, "TẬP HUẤN"));
	free(text);
	assert_ok(print("one line\n", &printed));
	assert_int_equal(printed.copy, 2); /* a reprint is told from the first */
	assert_int_equal(province_audit(&p, "print-day", "printed"), 2);
}

/* The spooler says no, is no program, or hangs: not printed, and not lost. */
static void what_is_refused_is_not_printed(void **state)
{
	static const char *const scripts[] = {"exit 1", "kill -9 $$", "exec sleep 60"};
	struct mc_printed printed;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(scripts); i++) {
		char *text;

		install(scripts[i]);
		assert_code(print("kept\n", &printed), MC_E_PRINT);
		assert_false(printed.spooled);
		text = read_all(printed.file);
		assert_int_equal(strncmp(text, "kept\n", 5), 0);
		free(text);
		free(printed.file);
		assert_int_equal(province_audit(&p, "print-day", "failed"), i + 1);
	}
	unlink(spooler);
	assert_code(print("kept\n", &printed), MC_E_PRINT);
	free(printed.file);
	assert_int_equal(province_audit(&p, "print-day", "printed"), 0);
}

/* Nothing waits on the key that prints: what a spooler says is told when it has said it. */
static void nobody_waits_for_the_spooler(void **state)
{
	struct mc_printed printed;
	enum mc_code code = MC_OK;
	int64_t begun = mc_clock_mono();
	char script[4300], *text;

	(void)state;
	snprintf(script, sizeof(script), "sleep 1; cat \"$1\" >'%s'", paper);
	install(script);
	assert_ok(begin_print("first\n", &printed));
	assert_true(printed.waiting);
	assert_false(printed.spooled);
	free(printed.file);
	free(spooler); /* a shell reads its script as it goes: another file */
	spooler = mc_path_join(p.top, "hanging");
	install("exec sleep 60"); /* one behind it that hangs */
	assert_ok(begin_print("second\n", &printed));
	free(printed.file);
	assert_in_range(mc_clock_mono() - begun, 0, 900);
	assert_true(mc_printing(p.desk));
	assert_int_equal(province_audit(&p, "print-day", ""), 0); /* not said before it is so */
	while (!mc_print_news(p.desk, &printed, &code, NULL)) {
		usleep(20000);
	}
	assert_ok(code);
	assert_true(printed.spooled);
	assert_int_equal(printed.copy, 1);
	assert_int_equal(province_audit(&p, "print-day", "printed"), 1);
	text = read_all(paper);
	assert_int_equal(strncmp(text, "first\n", 6), 0);
	free(text);
	assert_true(mc_printing(p.desk));
	begun = mc_clock_mono();
	province_open(&p); /* who leaves does not wait for it either */
	assert_in_range(mc_clock_mono() - begun, 0, 2500);
	assert_int_equal(province_audit(&p, "print-day", "failed"), 1);
	assert_false(mc_printing(p.desk));
}

/* A class-room prints to files, and says on the sheet what it is. */
static void a_class_room_prints_to_a_file(void **state)
{
	struct mc_printed printed;
	struct stat st;
	char *text;

	(void)state;
	install("exit 0");
	p.desk->training = true;
	assert_ok(print("line\n", &printed));
	p.desk->training = false;
	assert_false(printed.spooled);
	assert_int_equal(stat(printed.file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	text = read_all(printed.file);
	assert_int_equal(strncmp(text, "*** TẬP HUẤN ***", strlen("*** TẬP HUẤN ***")), 0);
	free(text);
	free(printed.file);
	assert_int_equal(province_audit(&p, "print-day", "file"), 1);
}

/* ---- the slip of the day */

/* Freed by the caller. */
static char *slip(int64_t day)
{
	struct mc_str text;

	mc_str_init(&text, 1 << 20);
	assert_ok(mc_day_slip(p.desk, day, &text, NULL));
	return mc_str_take(&text, NULL);
}

static void assert_fits(const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		char line[400];

		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		if (mc_text_width(line) > MC_PRINT_COLUMNS) {
			fail_msg("%d columns: %s", mc_text_width(line), line);
		}
		text += len + (text[len] == '\n');
	}
}

/* Today's, and what waits from before; a received one of yesterday is nobody's matter. */
static void it_tells_what_is_not_received(void **state)
{
	struct mc_happened what = {.now = NOW};
	char old[MC_UUID_LEN], done[MC_UUID_LEN], today[MC_UUID_LEN], *text;
	struct mc_dossier_row row[3];

	(void)state;
	province_submit(&p, old);
	province_submit(&p, done);
	assert_ok(mc_mail_happen(p.desk->mail, done, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(province_say(&p, done, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	mc_clock_freeze(NOW + MC_DAY);
	province_submit(&p, today);
	assert_ok(mc_mail_happen(p.desk->mail, today, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(province_say(&p, today, MC_HAPPENING_RECEIPT, "receipt", "received",
			       "000.00.00.H56-261124-0001", FAULT_NONE));
	assert_ok(mc_dossier_row(p.desk, old, &row[0], NULL));
	assert_ok(mc_dossier_row(p.desk, done, &row[1], NULL));
	assert_ok(mc_dossier_row(p.desk, today, &row[2], NULL));
	text = slip(NOW + MC_DAY);
	assert_fits(text);
	assert_non_null(strstr(text, "24/11/2026"));
	assert_non_null(strstr(text, "created 3 = received 2 + rejected 0 + waiting 1"));
	assert_non_null(strstr(text, "[balanced]"));
	assert_non_null(strstr(text, row[0].local_number));
	assert_null(strstr(text, row[1].local_number));
	assert_non_null(strstr(text, row[2].local_number));
	assert_non_null(strstr(text, "000.00.00.H56-261124-0001"));
	assert_non_null(strstr(text, "NOT YET RECEIVED by the province, no receipt on disk: 1."));
	assert_non_null(strstr(text, "Sealed on this day: 1 dossiers, 0 supplements."));
	assert_null(strstr(text, "Trần")); /* it names no citizen */
	free(text);
	text = slip(NOW); /* of yesterday: what was sealed then */
	assert_non_null(strstr(text, row[0].local_number));
	assert_non_null(strstr(text, row[1].local_number));
	assert_null(strstr(text, row[2].local_number));
	free(text);
}

/* The day is Viet Nam's, wherever the computer believes to be. */
static void midnight_is_in_viet_nam(void **state)
{
	char id[MC_UUID_LEN], *text, stem[16];
	const int64_t midnight = INT64_C(1795453200000); /* 2026-11-24T00:00:00+07:00 */

	(void)state;
	mc_clock_freeze(midnight - 1000);
	province_submit(&p, id);
	text = slip(midnight - 1000);
	assert_non_null(strstr(text, "Sealed on this day: 1 dossiers"));
	free(text);
	text = slip(midnight);
	assert_non_null(strstr(text, "Sealed on this day: 0 dossiers"));
	free(text);
	mc_day_stem(midnight - 1, stem);
	assert_string_equal(stem, "2026-11-23");
	mc_day_stem(midnight, stem);
	assert_string_equal(stem, "2026-11-24");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_spooler_takes_it),
		CASE(what_is_refused_is_not_printed),
		CASE(nobody_waits_for_the_spooler),
		CASE(a_class_room_prints_to_a_file),
		CASE(it_tells_what_is_not_received),
		CASE(midnight_is_in_viet_nam),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
