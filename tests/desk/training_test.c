/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

static struct province p;

static void use_program(const char *name, const char *script)
{
	char *path = mc_path_join(getenv("MOTCUA_LIBEXEC"), name);

	province_write(path, script);
	assert_int_equal(chmod(path, 0755), 0);
	free(path);
}

/* Stands in for the gateway: its keys, its ready line, and then it waits for its end. */
static void use_gateway(void)
{
	setenv("KEYS", p.keys, 1);
	use_program("motcua-gateway", "#!/bin/sh\n"
				      "while [ $# -gt 1 ]; do\n"
				      "[ \"$1\" = --data ] && dir=$2; shift; done\n"
				      "cp \"$KEYS\" \"$dir/gateway.keys\"; echo ready\n"
				      "exec sleep 60\n");
}

static int setup(void **state)
{
	(void)state;
	province_begin(&p);
	use_gateway();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	province_end(&p);
	return 0;
}

static struct mc_desk_options training(void)
{
	return (struct mc_desk_options){.training = true};
}

static void test_gateway_is_refused(void **state)
{
	struct mc_desk_options options = training();
	struct mc_desk *desk;

	(void)state;
	options.gateway = "unix:/run/x.sock";
	assert_code(mc_desk_open(&options, &desk, NULL), MC_E_TRAINING);
	options = training();
	options.gateway_keys = p.keys;
	assert_code(mc_desk_open(&options, &desk, NULL), MC_E_TRAINING);
}

/* Its own folder beside the real one, its own gateway in it, and nothing of the real
 * settings goes there. */
static void test_own_folder(void **state)
{
	struct mc_desk_options options = training();
	struct mc_desk_status status;
	struct mc_str code;
	char *dir = mc_path_join(p.top, ".config/motcua"), *file = mc_path_join(dir, "motcua.conf");
	char *beside = mc_path_join(p.top, "real-training");
	pid_t gateway;

	(void)state;
	assert_ok(mc_dir_make(dir, 0700, NULL));
	province_write(file, "[gateway]\nurl = https://tinh.example\nenrol_code = ABCD\n"
			     "proxy = http://proxy.example\n");
	{
		char *real = mc_path_join(p.top, "real/");

		setenv("MOTCUA_DATA", real, 1);
		free(real);
	}
	setenv("MOTCUA_GATEWAY", "https://tinh.example", 1);
	assert_ok(mc_desk_open(&options, &p.desk, NULL));
	assert_string_equal(mc_desk_dir(p.desk), beside);
	assert_true(mc_desk_training(p.desk));
	assert_int_equal(strncmp(p.desk->gateway, "unix:", 5), 0);
	assert_non_null(strstr(p.desk->gateway, "real-training/gateway/gateway.sock"));
	assert_int_equal(p.desk->gateway_why.code, MC_OK);
	mc_str_init(&code, 100);
	assert_ok(mc_mail_get(p.desk->mail, "enrol_code", &code, NULL));
	assert_string_equal(code.data, "");
	assert_ok(mc_mail_get(p.desk->mail, "training", &code, NULL));
	assert_string_equal(code.data, "1");
	mc_str_done(&code);
	/* the trainer's cut */
	assert_ok(mc_desk_cut_link(p.desk, true, NULL));
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.link, MC_DESK_LINK_CUT);
	assert_int_equal(status.link_cause, MC_E_LINK_CUT);
	assert_ok(mc_desk_cut_link(p.desk, false, NULL));
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.link, MC_DESK_LINK_UNKNOWN);
	gateway = p.desk->gateway_pid;
	assert_int_equal(kill(gateway, 0), 0);
	province_close(&p);
	assert_int_equal(kill(gateway, 0), -1); /* it ended with the desk */
	free(dir);
	free(file);
	free(beside);
}

/* How one types, scans, sees and reads is the classroom's own; whose office it is and where it
 * sends to is not. */
static void test_settings(void **state)
{
	static const struct {
		struct mc_config_change change;
		enum mc_code code;
	} table[] = {
		{{"input", "method", "vni"}, MC_OK},
		{{"input", "tone_style", "new"}, MC_OK},
		{{"scanner", "device", "/dev/ttyACM0"}, MC_OK},
		{{"screen", "reader", "yes"}, MC_OK},
		{{"screen", "mouse", "yes"}, MC_OK},
		{{"ui", "language", "en"}, MC_OK},
		{{"gateway", "url", "https://tinh.example"}, MC_E_TRAINING},
		{{"office", "name", "UBND"}, MC_E_TRAINING},
	};
	struct mc_desk_options options = training();

	(void)state;
	assert_ok(mc_desk_open(&options, &p.desk, NULL));
	for (size_t i = 0; i < MC_COUNT(table); i++) {
		const struct mc_config_change *change = &table[i].change;

		assert_code(mc_desk_save_settings(p.desk, change, 1, NULL), table[i].code);
		if (!table[i].code) {
			assert_string_equal(mc_desk_setting(p.desk, change->section, change->key),
					    change->value);
		}
	}
	province_close(&p);
}

static void test_gateway_that_ends(void **state)
{
	struct mc_desk_options options = training();
	struct mc_desk *desk;

	(void)state;
	use_program("motcua-gateway", "#!/bin/sh\nexit 1\n");
	assert_code(mc_desk_open(&options, &desk, NULL), MC_E_SPAWN);
	setenv("MOTCUA_LIBEXEC", "/nowhere", 1);
	assert_code(mc_desk_open(&options, &desk, NULL), MC_E_PROGRAM_MISSING);
}

static void test_folder_too_deep(void **state)
{
	char deep[120];
	struct mc_desk_options options = training();
	struct mc_desk *desk;
	char *dir;

	(void)state;
	memset(deep, 'd', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	dir = mc_path_join(p.top, deep);
	options.data_dir = dir;
	assert_code(mc_desk_open(&options, &desk, NULL), MC_E_SOCKET_PATH);
	free(dir);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_gateway_is_refused),
		CASE(test_own_folder),
		CASE(test_settings),
		CASE(test_gateway_that_ends),
		CASE(test_folder_too_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
