/* SPDX-License-Identifier: MPL-2.0 */
/* doctor and catalog: planted faults are found, each by its code. */
#include "app/program.h"

#include <sys/mount.h>
#include <sys/stat.h>

#include "app/doctor.h"
#include "motcua/store/mail.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

/* The first check of this name in this state; NULL when there is none. */
static const struct mc_json *check_of(const char *name, const char *wanted)
{
	const struct mc_json *checks = mc_json_member(last.json, "checks");

	for (size_t i = 0; i < mc_json_count(checks); i++) {
		const struct mc_json *it = mc_json_item(checks, i);

		if (!strcmp(text_at(it, "name"), name) && !strcmp(text_at(it, "state"), wanted)) {
			return it;
		}
	}
	return NULL;
}

static void assert_found(const char *name, const char *code, int status)
{
	const struct mc_json *it;

	run("doctor", "--json");
	it = check_of(name, "fail");
	assert_non_null(it);
	assert_string_equal(text_at(it, "code"), code);
	assert_int_equal(last.status, status);
	run("doctor");
	assert_failed(code, status);
}

static void healthy(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run("sync", "--once"), 0);
	assert_int_equal(run("doctor", "--json"), 0);
	assert_int_equal(int_at(last.json, "v"), 1);
	assert_non_null(check_of("keys", "ok"));
	assert_non_null(check_of("store", "ok"));
	assert_non_null(check_of("mail", "ok"));
	assert_non_null(check_of("gateway", "ok"));
	assert_says(&last.out, "fingerprint ");
	assert_non_null(check_of("link", "ok"));
	assert_non_null(check_of("clock", "ok"));
	assert_says(&last.out, "s (compared ");
	assert_says(&last.out, "list 1 of ");
	assert_says(&last.out, ", brought by hand ");
	assert_non_null(check_of("news", "ok"));
	assert_non_null(check_of("ledger", "ok"));
	assert_non_null(check_of("catalog", "ok"));
	assert_non_null(check_of("leftovers", "ok"));
	assert_non_null(check_of("spool", "ok"));
	assert_non_null(check_of("ballast", "ok"));
	assert_true(check_of("fsync", "ok") || check_of("fsync", "warn"));
	assert_int_equal(int_at(last.json, "failures"), 0);
	assert_int_equal(run("doctor"), 0);
	assert_says(&last.out, " 0 failures");
	assert_null(strstr(last.out.data, OFFICER));
}

/* What scripts read stays; what people read is in their language, each line of it. */
static void in_the_language_of_people(void **state)
{
	static const char *const english[] = { "ok ", "warn", "fail", "folder", "officer", "link",
					       "courier", "letters", "leftovers", "in order" };
	const struct mc_json *checks;

	(void)state;
	need_programs();
	run("doctor", "--json");
	checks = mc_json_member(last.json, "checks");
	assert_true(mc_json_count(checks) > 15);
	for (size_t i = 0; i < mc_json_count(checks); i++) {
		assert_non_null(doctor_label(text_at(mc_json_item(checks, i), "name")));
	}
	setenv("LANGUAGE", "vi", 1);
	setenv("MOTCUA_LOCALEDIR", MC_BUILD_DIR "/locale", 1);
	run("doctor");
	unsetenv("MOTCUA_LOCALEDIR");
	setenv("LANGUAGE", "en", 1);
	assert_says(&last.out, "tốt    thư mục");
	for (const char *line = last.out.data; *line; line += strcspn(line, "\n") + 1) {
		for (size_t i = 0; i < MC_COUNT(english); i++) {
			char start[40];

			snprintf(start, sizeof(start), "%.24s", line);
			assert_null(strstr(start, english[i]));
		}
	}
}

/* A console tells the code points of its font; what it lacks is named letter by letter. */
static void letters_of_a_console(void **state)
{
	uint16_t shown[200] = {0};
	const char *at = mc_text_letters();
	struct mc_str lacking;
	size_t count = 0;

	(void)state;
	mc_str_init(&lacking, 1024);
	while (*at) {
		uint32_t letter;

		at += mc_utf8_decode(at, strlen(at), &letter);
		shown[count++] = (uint16_t)letter;
	}
	assert_int_equal(doctor_lacking(shown, count, &lacking), 0);
	assert_int_equal(doctor_lacking(shown, count - 1, &lacking), 1);
	assert_string_equal(lacking.data, "Ỵ");
	mc_str_reset(&lacking);
	assert_int_equal(doctor_lacking(shown, 0, &lacking), 134);
	assert_string_equal(lacking.data, mc_text_letters());
	mc_str_done(&lacking);
}

static void a_session_in_another_encoding(void **state)
{
	(void)state;
	need_programs();
	setenv("LC_ALL", "vi_VN.TCVN", 1);
	run("doctor", "--json");
	assert_non_null(check_of("letters", "warn"));
	setenv("LC_ALL", "C.UTF-8", 1);
	run("doctor", "--json");
	assert_non_null(check_of("letters", "ok"));
}

static void keys_that_others_can_read(void **state)
{
	char *keys;

	(void)state;
	need_programs();
	keys = mc_path_join(office.data, "keys/terminal.keys");
	assert_int_equal(chmod(keys, 0644), 0);
	assert_found("keys", "KEY-08", 78);
	run("queue", "list", "--json");
	assert_failed("KEY-08", 78);
	assert_int_equal(chmod(keys, 0600), 0);
	free(keys);
}

static void gateway_keys_missing_or_damaged(void **state)
{
	struct mc_str text;
	char *keys;

	(void)state;
	need_programs();
	mc_str_init(&text, 65536);
	keys = in_office("gateway.keys");
	get_file("gateway.keys", &text);
	unlink(keys);
	assert_found("gateway", "KEY-01", 78);
	put_file("gateway.keys", "motcua-gateway-keys 1\n");
	assert_found("gateway", "KEY-02", 78);
	put_file("gateway.keys", text.data);
	assert_int_equal(run("doctor"), 0);
	mc_str_done(&text);
	free(keys);
}

/* Bytes written into a database's header: at 60 the user_version, at 68 the application_id. */
static void poke_byte(const char *path, off_t at, char byte, char *ret_old)
{
	int fd = open(path, O_RDWR);

	assert_true(fd >= 0);
	assert_int_equal(pread(fd, ret_old, 1, at), 1);
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

static void stores_newer_or_foreign(void **state)
{
	static const struct {
		off_t at;
		const char *code;
	} faults[] = {{60, "DB-03"}, {68, "DB-04"}};
	static const char *const stores[] = {"store.db", "mail/mail.db"};

	(void)state;
	need_programs();
	for (size_t i = 0; i < 4; i++) {
		char *path = mc_path_join(office.data, stores[i / 2]), old, now;

		poke_byte(path, faults[i % 2].at, 0x55, &old);
		run("dossier", "list", "--json");
		assert_failed(faults[i % 2].code, 78);
		assert_found(i / 2 ? "mail" : "store", faults[i % 2].code, 78);
		poke_byte(path, faults[i % 2].at, old, &now);
		assert_int_equal(now, 0x55); /* nothing was changed */
		free(path);
	}
	assert_int_equal(run("dossier", "list"), 0);
}

static void one_damaged_procedure(void **state)
{
	struct mc_str text;
	char *folder, *good = mc_strdup(MC_SOURCE_DIR "/data/procedures/2.002621.json");

	(void)state;
	need_programs();
	folder = in_office("procedures");
	assert_ok(mc_dir_make(folder, 0700, NULL));
	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(good, &text, NULL));
	put_file("procedures/2.002621.json", text.data);
	text.data[text.len / 2] = '\0';
	put_file("procedures/2.000815.json", text.data);
	setenv("MOTCUA_DATADIR", office.dir, 1);

	assert_found("catalog", "PROC-02", 65);
	run("catalog", "2.000815", "--json");
	assert_failed("PROC-02", 65);
	assert_int_equal(run("catalog", "2.002621", "--json"), 0);
	assert_true(mc_json_count(mc_json_member(last.json, "fields")) > 50);
	assert_int_equal(run("catalog", "2.002621"), 0);
	assert_int_equal(run("catalog", "--json"), 0);
	assert_int_equal(mc_json_count(last.items), 2);
	assert_string_equal(
		text_at(mc_json_member(mc_json_item(last.items, 1), "error"), "code"), "PROC-02");
	assert_int_equal(run("catalog"), 0);
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	mc_str_done(&text);
	free(folder);
	free(good);
}

static void no_officer_is_a_warning(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run_bare("--data", office.data, "--gateway", office.url, "doctor", "--json"),
			 0);
	assert_string_equal(text_at(check_of("officer", "warn"), "code"), "OFF-01");
	run_bare("--data", office.data, "doctor", "--json");
	assert_int_equal(last.status, 78);
	assert_string_equal(text_at(check_of("gateway", "fail"), "code"), "CONF-04");
}

/* A code of before, or one mistyped in the file: forms would have no office in them. */
static void a_commune_that_is_none_is_a_warning(void **state)
{
	char *conf = mc_path_join(office.dir, "commune.conf");

	(void)state;
	need_programs();
	assert_ok(mc_file_write(conf, 0600, mc_slice_text("[office]\ncommune = 99999\n"), NULL));
	setenv("MOTCUA_CONFIG", conf, 1);
	assert_int_equal(run("doctor", "--json"), 0);
	assert_string_equal(text_at(check_of("office", "warn"), "code"), "PLACE-02");
	unsetenv("MOTCUA_CONFIG");
	free(conf);
}

/* A damaged page in the middle: opening does not see it, the check does. */
static void a_damaged_page(void **state)
{
	static const struct {
		const char *path, *check;
	} stores[] = {{"store.db", "store"}, {"mail/mail.db", "mail"}};

	(void)state;
	need_programs();
	for (size_t i = 0; i < MC_COUNT(stores); i++) {
		char *path = mc_path_join(office.data, stores[i].path), old[4096], bad[4096];
		int fd = open(path, O_RDWR);

		memset(bad, 0x5a, sizeof(bad));
		assert_int_equal(pread(fd, old, sizeof(old), 5 * 4096), sizeof(old));
		assert_int_equal(pwrite(fd, bad, sizeof(bad), 5 * 4096), sizeof(bad));
		run("doctor", "--json");
		assert_string_equal(text_at(check_of(stores[i].check, "fail"), "code"), "DB-05");
		assert_true(int_at(last.json, "failures") > 0);
		assert_int_equal(pwrite(fd, old, sizeof(old), 5 * 4096), sizeof(old));
		close(fd);
		free(path);
	}
	assert_int_equal(run("doctor"), 0);
}

/* What the courier measured at its last hello, and when. */
static void set_clock(int64_t minutes_off, const char *told)
{
	struct mc_paths paths;
	struct mc_mail *mail;
	struct mc_link link;

	mc_paths_init(&paths, office.data);
	assert_ok(mc_mail_open(&paths, &mail, NULL));
	assert_ok(mc_mail_link(mail, &link, NULL));
	link.clock_offset = minutes_off * 60 * 1000;
	link.last_up = told && !*told ? 0 : link.last_up;
	assert_ok(mc_mail_link_set(mail, &link, NULL));
	if (told) {
		assert_ok(mc_mail_set(mail, "clock_told", told, NULL));
	}
	mc_mail_close(mail);
	mc_paths_done(&paths);
}

static void a_clock_that_is_wrong(void **state)
{
	static const int64_t wrong[] = {-6, 6, 60 * 24 * 365};

	(void)state;
	need_programs();
	assert_int_equal(run("sync", "--once"), 0);
	for (size_t i = 0; i < MC_COUNT(wrong); i++) {
		set_clock(wrong[i], NULL);
		assert_int_equal(run("doctor", "--json"), 0);
		assert_non_null(check_of("clock", "warn"));
	}
	set_clock(-4, NULL);
	run("doctor", "--json");
	assert_non_null(check_of("clock", "ok"));
	assert_says(&last.out, "-240 s");
	/* a figure of long ago says little, and none at all nothing */
	set_clock(0, "1000000000000");
	run("doctor", "--json");
	assert_non_null(check_of("clock", "warn"));
	assert_says(&last.out, "compared 09/09/2001 ");
	set_clock(0, "");
	run("doctor", "--json");
	assert_non_null(check_of("clock", "warn"));
	assert_says(&last.out, "never compared with the gateway's");
	assert_int_equal(run("sync", "--once"), 0);
	run("doctor", "--json");
	assert_non_null(check_of("clock", "ok"));
}

/* A copy that is of no item here: an old mail.db was put in the place of the right one. */
static void a_spool_that_knows_more(void **state)
{
	char *path;

	(void)state;
	need_programs();
	path = mc_path_join(office.data, "mail/spool/00112233445566aa-1");
	assert_ok(mc_file_write(path, 0660, mc_slice_text("x"), NULL));
	assert_found("spool", "DB-05", 74);
	assert_int_equal(run("doctor", "--json"), 74);
	assert_non_null(check_of("leftovers", "warn")); /* its papers are kept */
	unlink(path);
	assert_int_equal(run("doctor"), 0);
	free(path);
}

static void leftovers_go(void **state)
{
	const struct timespec long_ago[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
	char *path;

	(void)state;
	need_programs();
	path = mc_path_join(office.data, "mail/parts/.sealing-abcdef");
	assert_ok(mc_file_write(path, 0600, mc_slice_text("x"), NULL));
	assert_int_equal(run("doctor"), 0);
	assert_true(mc_file_exists(path));
	assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
	assert_int_equal(run("doctor"), 0);
	assert_false(mc_file_exists(path));
	free(path);
}

/* Nothing can be written any more, and all can be read: the one fault is the disk's. */
static void a_full_disk(void **state)
{
	const char *wanted[] = {"desk", "store", "mail", "ledger", "keys"};
	char page[4096] = "x", *filler;
	int fd;

	(void)state;
	if (mount("none", office.data, "tmpfs", MS_NOSUID | MS_NODEV, "size=24m")) {
		print_message("skipped: a small disk cannot be mounted here\n");
		skip();
	}
	assert_int_equal(run("queue", "list", "--json"), 0); /* made while there is room */
	filler = mc_path_join(office.data, "filler");
	fd = open(filler, O_WRONLY | O_CREAT, 0600);
	for (size_t len = sizeof(page); len; len /= 2) {
		while (write(fd, page, len) > 0) {
			continue;
		}
	}
	close(fd);
	assert_int_equal(run("queue", "ledger", "--json"), 0);
	assert_int_equal(run("doctor", "--json"), 74);
	for (size_t i = 0; i < MC_COUNT(wanted); i++) {
		if (!check_of(wanted[i], "ok")) {
			fail_msg("%s: %s", wanted[i], last.out.data);
		}
	}
	assert_string_equal(text_at(check_of("disk", "fail"), "code"), "DISK-01");
	free(filler);
	assert_int_equal(umount2(office.data, MNT_DETACH), 0);
}

static int begin(void **state)
{
	(void)state;
	return open_office(true);
}

static int end(void **state)
{
	(void)state;
	return close_office();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(healthy),
		cmocka_unit_test(in_the_language_of_people),
		cmocka_unit_test(letters_of_a_console),
		cmocka_unit_test(a_session_in_another_encoding),
		cmocka_unit_test(keys_that_others_can_read),
		cmocka_unit_test(gateway_keys_missing_or_damaged),
		cmocka_unit_test(stores_newer_or_foreign),
		cmocka_unit_test(a_damaged_page),
		cmocka_unit_test(a_clock_that_is_wrong),
		cmocka_unit_test(a_spool_that_knows_more),
		cmocka_unit_test(leftovers_go),
		cmocka_unit_test(one_damaged_procedure),
		cmocka_unit_test(no_officer_is_a_warning),
		cmocka_unit_test(a_commune_that_is_none_is_a_warning),
		cmocka_unit_test(a_full_disk),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
