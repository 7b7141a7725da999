/* SPDX-License-Identifier: MPL-2.0 */
/* The data folder: names, modes, the default. */
#include <sys/stat.h>
#include <unistd.h>

#include "store/office.h"

static void names(void **state)
{
	struct mc_paths paths;

	(void)state;
	mc_paths_init(&paths, "/data//");
	assert_string_equal(paths.dir, "/data");
	assert_string_equal(paths.store_db, "/data/store.db");
	assert_string_equal(paths.keys, "/data/keys/terminal.keys");
	assert_string_equal(paths.mail_db, "/data/mail/mail.db");
	assert_string_equal(paths.courier_lease, "/data/mail/run/courier.lock");
	mc_paths_done(&paths);
	mc_paths_init(&paths, "below");
	assert_int_equal(paths.dir[0], '/');
	assert_non_null(strstr(paths.dir, "/below"));
	mc_paths_done(&paths);
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

/* Whatever the umask is. */
static void modes(void **state)
{
	mode_t old = umask(0077);
	struct office o;

	(void)state;
	office_init(&o);
	umask(old);
	assert_int_equal(mode_of(o.paths.evidence), 0700);
	assert_int_equal(mode_of(o.paths.mail), 02770);
	assert_int_equal(mode_of(o.paths.parts), 02770);
	assert_int_equal(mode_of(o.paths.run), 02770);
	assert_int_equal(mode_of(o.paths.store_db), 0600);
	assert_int_equal(mode_of(o.paths.mail_db), 0660);
	office_done(&o);
}

/* The journals hold the same rows as the database. */
static void modes_of_journals(void **state)
{
	mode_t old = umask(0077);
	struct office o;
	char *wal;

	(void)state;
	office_init(&o);
	umask(old);
	seal_one(o.mail, 1);
	wal = mc_calloc(strlen(o.paths.mail_db) + 5, 1);
	sprintf(wal, "%s-wal", o.paths.mail_db);
	assert_int_equal(mode_of(wal), 0660);
	sprintf(wal, "%s-shm", o.paths.mail_db);
	assert_int_equal(mode_of(wal), 0660);
	free(wal);
	office_done(&o);
}

static void check_default(const char *given, const char *want)
{
	char *got = mc_paths_default(given);

	assert_string_equal(got, want);
	free(got);
}

static void defaults(void **state)
{
	(void)state;
	setenv("MOTCUA_DATA", "/named", 1);
	check_default("/given", "/given");
	check_default(NULL, "/named");
	unsetenv("MOTCUA_DATA");
	if (access("/var/lib/motcua", F_OK) == 0) {
		skip();
	}
	setenv("XDG_DATA_HOME", "/xdg", 1);
	check_default(NULL, "/xdg/motcua");
	setenv("XDG_DATA_HOME", "relative", 1);
	setenv("HOME", "/home/lan", 1);
	check_default(NULL, "/home/lan/.local/share/motcua");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(modes),
		cmocka_unit_test(modes_of_journals),
		cmocka_unit_test(defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
