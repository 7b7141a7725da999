/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/file.h"

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

static struct mc_desk_options options_of(void)
{
	return (struct mc_desk_options){.data_dir = p.data};
}

static enum mc_code open_with(const struct mc_desk_options *options)
{
	struct mc_desk *desk = NULL;
	enum mc_code code = mc_desk_open(options, &desk, NULL);

	mc_desk_close(desk);
	return code;
}

static void test_without_anything(void **state)
{
	struct mc_desk_options options = options_of();
	struct mc_desk_status status;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	assert_ok(mc_desk_open(&options, &p.desk, NULL));
	assert_int_equal(strlen(mc_desk_terminal(p.desk)), 6);
	assert_string_equal(mc_desk_dir(p.desk), p.data);
	assert_string_equal(mc_desk_officer(p.desk)->number, "");
	assert_false(mc_desk_training(p.desk));
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.link, MC_DESK_LINK_UNSET);
	assert_int_equal(status.link_cause, MC_E_GATEWAY_UNSET);
	/* drafts work, sending says what is missing, one thing after the other */
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_OFFICER);
	assert_code(mc_desk_set_officer(p.desk, "123", "", NULL), MC_E_OFFICER);
	assert_ok(mc_desk_set_officer(p.desk, OFFICER, "Cán bộ Mẫu", NULL));
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_GATEWAY_UNSET);
	mc_work_close(work);
	assert_code(mc_desk_courier(p.desk, NULL), MC_E_GATEWAY_UNSET);
	assert_code(mc_desk_cut_link(p.desk, true, NULL), MC_E_TRAINING);
}

static void test_refused(void **state)
{
	struct mc_desk_options options = options_of();
	char *keys;

	(void)state;
	options.gateway = "ftp://somewhere";
	assert_code(open_with(&options), MC_E_GATEWAY_URL);
	options = options_of();
	options.officer = "nobody";
	assert_code(open_with(&options), MC_E_OFFICER);
	options = options_of();
	options.config_file = "/nowhere/motcua.conf";
	assert_code(open_with(&options), MC_E_FILE_READ);
	options = options_of();
	assert_ok(open_with(&options));
	keys = mc_path_join(p.data, "keys/terminal.keys");
	assert_int_equal(chmod(keys, 0644), 0);
	assert_code(open_with(&options), MC_E_OFFICE_KEY);
	province_write(keys, "damaged");
	assert_int_equal(chmod(keys, 0600), 0);
	assert_code(open_with(&options), MC_E_OFFICE_KEY);
	free(keys);
}

static void test_damaged_stores(void **state)
{
	static const char *const names[] = {"store.db", "mail/mail.db"};
	struct mc_desk_options options = options_of();

	(void)state;
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		char *path, *other;

		options.data_dir = other = mc_path_join(p.top, i ? "b" : "a");
		assert_ok(open_with(&options));
		path = mc_path_join(other, names[i]);
		province_write(path, "this is no database, and long enough to be looked at as one "
				     "by a program that reads the first hundred bytes of a file");
		assert_int_not_equal(open_with(&options), MC_OK);
		free(path);
		free(other);
	}
}

static void test_keys_of_the_terminal_stay(void **state)
{
	char first[MC_TERMINAL_LEN];

	(void)state;
	province_open(&p);
	MC_COPY(first, mc_desk_terminal(p.desk));
	province_open(&p);
	assert_string_equal(mc_desk_terminal(p.desk), first);
}

/* The socket belongs to the desk that opened it first, and goes with it. */
static void test_two_desks(void **state)
{
	struct mc_desk_options options = options_of();
	struct mc_desk *second;
	char *path = mc_path_join(p.data, "mail/run/desk.sock");

	(void)state;
	province_open(&p);
	assert_true(mc_desk_fd(p.desk) >= 0);
	assert_ok(mc_desk_open(&options, &second, NULL));
	assert_int_equal(mc_desk_fd(second), -1);
	mc_desk_close(second);
	assert_true(mc_file_exists(path));
	assert_true(desk_socket_answers(path, SOCK_DGRAM));
	province_close(&p);
	assert_false(mc_file_exists(path));
	free(path);
}

static void test_keys_path(void **state)
{
	struct mc_desk_options options = options_of();
	char *keys, *data;

	(void)state;
	options.gateway = "unix:/run/tinh/x.sock";
	assert_ok(mc_desk_keys_path(&options, &keys, &data, NULL));
	assert_string_equal(keys, "/run/tinh/gateway.keys");
	assert_string_equal(data, p.data);
	free(keys);
	free(data);
	options.gateway_keys = "/elsewhere/keys";
	assert_ok(mc_desk_keys_path(&options, &keys, &data, NULL));
	assert_string_equal(keys, "/elsewhere/keys");
	free(keys);
	free(data);
	options.gateway_keys = options.gateway = NULL;
	assert_ok(mc_desk_keys_path(&options, &keys, &data, NULL));
	assert_non_null(strstr(keys, "/motcua/gateway.keys"));
	free(keys);
	free(data);
}

/* Data whose key file is gone: told so, and no new identity laid beside them. */
static void test_keys_that_are_gone(void **state)
{
	struct mc_desk_options options = options_of();
	char *path = mc_path_join(p.data, "keys/terminal.keys");

	(void)state;
	assert_ok(open_with(&options));
	assert_int_equal(unlink(path), 0);
	assert_code(open_with(&options), MC_E_OFFICE_KEY);
	assert_false(mc_file_exists(path));
	free(path);
}

/* What the settings screen saves is at work at once, and at the next start. */
static void test_saved_settings(void **state)
{
	static const struct mc_config_change changes[] = {
		{"office", "name", "UBND xã Ví Dụ"},
		{"gateway", "url", "https://gateway.example:8443"},
		{"input", "method", "vni"},
	};
	static const struct mc_config_change wrong = {"gateway", "url", "http://elsewhere"};
	struct mc_desk_options options = options_of();
	char *path = mc_path_join(p.top, "own.conf");
	struct mc_desk_status status;

	(void)state;
	assert_ok(mc_file_write(path, 0600, (struct mc_slice){"# mine\n", 7}, NULL));
	options.config_file = path;
	assert_ok(mc_desk_open(&options, &p.desk, NULL));
	assert_true(mc_desk_first_run(p.desk));
	assert_ok(mc_desk_save_settings(p.desk, changes, 3, NULL));
	assert_false(mc_desk_first_run(p.desk));
	assert_string_equal(mc_desk_office(p.desk), "UBND xã Ví Dụ");
	assert_int_equal(mc_desk_typing(p.desk), MC_TYPING_VNI);
	mc_desk_status(p.desk, &status);
	assert_int_not_equal(status.link_cause, MC_E_GATEWAY_UNSET);
	assert_code(mc_desk_save_settings(p.desk, &wrong, 1, NULL), MC_E_GATEWAY_URL);
	assert_string_equal(mc_desk_setting(p.desk, "gateway", "url"),
			    "https://gateway.example:8443");
	mc_desk_close(p.desk);
	assert_ok(mc_desk_open(&options, &p.desk, NULL));
	assert_string_equal(mc_desk_setting(p.desk, "office", "name"), "UBND xã Ví Dụ");
	free(path);
}

enum { TERMINAL = 6 };

static void open_when_told(int gate, int said)
{
	struct mc_desk_options options = options_of();
	struct mc_err why = {0};
	struct mc_desk *desk;
	enum mc_code code;
	char none;

	(void)!read(gate, &none, 1);
	code = mc_desk_open(&options, &desk, &why);
	if (code) {
		print_error("%s %s\n", mc_error_info(code)->code, why.detail);
		_exit(1);
	}
	code = write(said, mc_desk_terminal(desk), TERMINAL) == TERMINAL ? MC_OK : MC_E_FILE_WRITE;
	mc_desk_close(desk);
	_exit(code ? 2 : 0);
}

/* A new office whose two counters are switched on at the same moment: one terminal, one store. */
static void test_new_desks_at_once(void **state)
{
	enum { DESKS = 4, ROUNDS = 12 };
	int status, gate[2], said[2];
	char terminals[DESKS][TERMINAL];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		assert_int_equal(pipe(gate), 0);
		assert_int_equal(pipe(said), 0);
		for (int i = 0; i < DESKS; i++) {
			if (!fork()) {
				close(gate[1]);
				open_when_told(gate[0], said[1]);
			}
		}
		close(gate[0]);
		close(gate[1]); /* all go */
		for (int i = 0; i < DESKS; i++) {
			assert_true(wait(&status) > 0);
			assert_int_equal(status, 0);
			assert_int_equal(read(said[0], terminals[i], TERMINAL), TERMINAL);
			assert_memory_equal(terminals[i], terminals[0], TERMINAL);
		}
		close(said[0]);
		close(said[1]);
		province_end(&p);
		province_begin(&p);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_without_anything),
		CASE(test_refused),
		CASE(test_damaged_stores),
		CASE(test_keys_of_the_terminal_stay),
		CASE(test_two_desks),
		CASE(test_new_desks_at_once),
		CASE(test_keys_path),
		CASE(test_keys_that_are_gone),
		CASE(test_saved_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
