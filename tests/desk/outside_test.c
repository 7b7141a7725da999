/* SPDX-License-Identifier: MPL-2.0 */
#include "support/opened_desk.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void setting(const char *key, struct mc_str *ret)
{
	mc_str_reset(ret);
	assert_ok(mc_mail_get(p.desk->mail, key, ret, NULL));
}

/* What the courier needs to enrol stands in mail.db, signed by the key that it announces. */
static void test_announced(void **state)
{
	struct mc_enrolment enrolment;
	struct mc_str text, payload, again;
	struct mc_verify_key key;

	(void)state;
	mc_str_init(&text, MC_JWS_MAX);
	mc_str_init(&again, MC_JWS_MAX);
	mc_str_init(&payload, MC_JWS_MAX);
	setting("terminal", &text);
	assert_string_equal(text.data, mc_desk_terminal(p.desk));
	setting("epoch", &text);
	assert_int_equal(text.len, 16);
	setting("enrolment", &text);
	assert_ok(mc_jws_verify(mc_slice_of(&text), "enrolment", &p.desk->keys.verify, &payload,
				NULL));
	assert_ok(mc_enrolment_parse(mc_slice_of(&payload), &enrolment, NULL));
	assert_ok(mc_verify_key_parse(enrolment.sign, &key, NULL));
	assert_memory_equal(key.bytes, p.desk->keys.verify.bytes, 32);
	mc_clock_freeze(NOW + MC_DAY);
	province_open(&p); /* written once: the same bytes */
	setting("enrolment", &again);
	assert_string_equal(text.data, again.data);
	mc_str_done(&text);
	mc_str_done(&again);
	mc_str_done(&payload);
}

static void test_enrolment_code(void **state)
{
	struct mc_str before, after;

	(void)state;
	mc_str_init(&before, MC_JWS_MAX);
	mc_str_init(&after, MC_JWS_MAX);
	setting("enrolment", &before);
	assert_ok(mc_dir_make(p.top, 0700, NULL));
	setenv("XDG_CONFIG_HOME", p.top, 1);
	{
		char *dir = mc_path_join(p.top, "motcua"), *file = mc_path_join(dir, "motcua.conf");

		assert_ok(mc_dir_make(dir, 0700, NULL));
		province_write(file, "[gateway]\nenrol_code = ABCD-1234\n");
		free(dir);
		free(file);
	}
	province_open(&p);
	setting("enrolment", &after);
	assert_string_not_equal(before.data, after.data);
	mc_str_done(&before);
	mc_str_done(&after);
}

/* ---- the courier */

static void use_courier(const char *script)
{
	char *path = mc_path_join(getenv("MOTCUA_LIBEXEC"), "motcua-courier");

	province_write(path, script);
	assert_int_equal(chmod(path, 0755), 0);
	free(path);
}

static void test_started_with_its_options(void **state)
{
	char *told = mc_path_join(p.top, "told");
	struct mc_str text;

	(void)state;
	setenv("TOLD", told, 1);
	use_courier("#!/bin/sh\necho \"$@\" >\"$TOLD.new\"; mv \"$TOLD.new\" \"$TOLD\"\n");
	assert_ok(mc_desk_courier(p.desk, NULL));
	assert_true(p.desk->courier_pid > 0);
	waitpid(p.desk->courier_pid, NULL, 0);
	p.desk->courier_pid = 0;
	mc_str_init(&text, 4096);
	assert_ok(mc_file_read(told, &text, NULL));
	assert_non_null(strstr(text.data, "--data "));
	assert_non_null(strstr(text.data, "--gateway unix:/nowhere/x.sock"));
	assert_non_null(strstr(text.data, "--gateway-key "));
	assert_null(strstr(text.data, "--with-parent"));
	mc_str_done(&text);
	free(told);
}

/* Shared with a courier of another account, whatever the umask is or was. */
static void test_log_mode(void **state)
{
	mode_t before = umask(0077);
	struct stat st;

	(void)state;
	use_courier("#!/bin/sh\nexit 0\n");
	for (int i = 0; i < 2; i++) {
		assert_ok(mc_desk_courier(p.desk, NULL));
		waitpid(p.desk->courier_pid, NULL, 0);
		p.desk->courier_pid = 0;
		assert_int_equal(stat(p.desk->paths.courier_log, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0660);
		assert_int_equal(chmod(p.desk->paths.courier_log, 0600), 0);
	}
	umask(before);
}

/* Said before a courier is started in vain; sealing goes on. */
static void test_tls_files(void **state)
{
	static const char *const keys[] = {"ca", "client_cert", "client_key"};
	struct mc_desk_status status;
	struct mc_err why;
	char id[MC_UUID_LEN];
	int exit_status;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		assert_ok(mc_config_set(p.desk->config, "gateway", keys[i], "/nonexist.pem", NULL));
		assert_code(mc_desk_courier(p.desk, &why), MC_E_CA_FILE);
		assert_non_null(strstr(why.detail, keys[i]));
		assert_code(mc_desk_courier_once(p.desk, &exit_status, NULL), MC_E_CA_FILE);
		mc_desk_status(p.desk, &status);
		assert_int_equal(status.link, MC_DESK_LINK_DOWN);
		assert_int_equal(status.link_cause, MC_E_CA_FILE);
		province_submit(&p, id);
		assert_ok(mc_config_set(p.desk->config, "gateway", keys[i], p.keys, NULL));
	}
	assert_ok(mc_desk_courier(p.desk, NULL));
}

/* One at a time: while another holds the lease it is only poked. */
static void test_lease_is_held(void **state)
{
	int lease, socket, status;
	struct pollfd fd = {.events = POLLIN};

	(void)state;
	assert_ok(mc_mail_lease_take(p.desk->mail, &lease, NULL));
	assert_ok(mc_poke_open(p.desk->paths.courier_sock, &socket, NULL));
	assert_ok(mc_desk_courier(p.desk, NULL));
	assert_int_equal(p.desk->courier_pid, 0);
	fd.fd = socket;
	assert_int_equal(poll(&fd, 1, 1000), 1);
	assert_code(mc_desk_courier_once(p.desk, &status, NULL), MC_E_LEASE);
	close(socket);
	close(lease);
}

static void test_once(void **state)
{
	int status = -1;

	(void)state;
	use_courier("#!/bin/sh\nexit 75\n");
	assert_ok(mc_desk_courier_once(p.desk, &status, NULL));
	assert_int_equal(status, 75);
}

/* ---- what is new */

/* What the courier told within the last minute; not what is old, strange, or from a clock that
 * has gone back. */
static void assert_rates(void)
{
	static const struct {
		const char *text;
		int64_t age, rate;
	} rows[] = {
		{"8000", 0, 8000},	   {"8000", 59999, 8000}, {"8000", 60000, 0},
		{"8000", -5000, 0},	   {"-8", 0, 0},	    {"x", 0, 0},
	};
	struct mc_desk_status status;
	char text[64];

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		snprintf(text, sizeof(text), "%s %lld", rows[i].text,
			 (long long)(mc_clock_now() - rows[i].age));
		assert_ok(mc_mail_set(p.desk->mail, "pace", text, NULL));
		mc_desk_status(p.desk, &status);
		assert_int_equal(status.rate, rows[i].rate);
	}
	assert_ok(mc_mail_set(p.desk->mail, "pace", "", NULL));
}

/* A rest that was asked for is shorter for a look-up; what was written in another one counts
 * for nothing. */
static void assert_rest(void)
{
	static const struct {
		enum mc_code cause;
		int64_t next, told, shown;
	} rows[] = {
		{MC_E_GATEWAY_BUSY, NOW + MC_HOUR, NOW + MC_MINUTE, NOW + MC_MINUTE},
		{MC_E_GATEWAY_BUSY, NOW + MC_MINUTE, NOW + MC_HOUR, NOW + MC_MINUTE},
		{MC_E_GATEWAY_BUSY, NOW + MC_MINUTE, 0, NOW + MC_MINUTE},
		{MC_E_LINK_DOWN, NOW + MC_HOUR, NOW + MC_MINUTE, NOW + MC_HOUR},
	};

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_link link = { .state = MC_LINK_DOWN, .cause = rows[i].cause,
					.next_try = rows[i].next };
		struct mc_desk_status status;
		char told[24] = "";

		if (rows[i].told) {
			snprintf(told, sizeof(told), "%lld", (long long)rows[i].told);
		}
		assert_ok(mc_mail_set(p.desk->mail, "ask_from", told, NULL));
		assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
		mc_desk_status(p.desk, &status);
		assert_int_equal(status.link_next_try, rows[i].next);
		assert_int_equal(status.ask_next_try, rows[i].shown);
	}
}

static void test_status(void **state)
{
	struct mc_link link = {.state = MC_LINK_UP, .since = NOW};
	struct mc_desk_status status;
	char id[MC_UUID_LEN];

	(void)state;
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.link, MC_DESK_LINK_UNKNOWN);
	assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
	province_submit(&p, id);
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.link, MC_DESK_LINK_UP);
	assert_int_equal(status.link_since, NOW);
	assert_int_equal(status.waiting, 1);
	assert_int_equal(status.held, 0);
	assert_rates();
	assert_rest();
	link = (struct mc_link){.state = MC_LINK_SUSPECT, .cause = MC_E_LINK_SUSPECT};
	assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.link, MC_DESK_LINK_SUSPECT);
	assert_int_equal(status.link_cause, MC_E_LINK_SUSPECT);
}

/* While the province has something in hand; a gap that nobody waits behind is not told. */
static void test_news_gap(void **state)
{
	const struct mc_mail_gap gap = {.until = 9, .since = NOW - MC_HOUR};
	struct mc_happened what = {.now = NOW};
	struct mc_desk_status status;
	struct mc_dossier_row row;
	char id[MC_UUID_LEN];

	(void)state;
	assert_ok(mc_mail_gap_set(p.desk->mail, &gap, NULL));
	province_submit(&p, id);
	for (int received = 0; received < 2; received++) {
		mc_desk_status(p.desk, &status);
		assert_int_equal(status.news_gap, received ? gap.since : 0);
		assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
		assert_int_equal(mc_dossier_misses_news(&row, &status), received);
		if (!received) {
			assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_RECEIPT, &what, NULL));
		}
	}
	row.state = MC_STATE_COMPLETED;
	assert_false(mc_dossier_misses_news(&row, &status));
	assert_ok(mc_mail_gap_set(p.desk->mail, &(struct mc_mail_gap){0}, NULL));
	mc_desk_status(p.desk, &status);
	assert_int_equal(status.news_gap, 0);
}

static void test_changed(void **state)
{
	struct pollfd fd = {.fd = mc_desk_fd(p.desk), .events = POLLIN};
	struct mc_mail *courier;

	(void)state;
	assert_int_equal(mc_desk_changed(p.desk), 0);
	/* a day that begins is news, once */
	mc_clock_freeze(NOW + 10 * MC_HOUR); /* 00:05 in Viet Nam */
	assert_int_not_equal(mc_desk_changed(p.desk), 0);
	assert_int_equal(mc_desk_changed(p.desk), 0);
	mc_clock_freeze(NOW);
	assert_int_not_equal(mc_desk_changed(p.desk), 0);
	assert_int_equal(mc_desk_changed(p.desk), 0);
	assert_ok(mc_mail_open(&p.desk->paths, &courier, NULL));
	assert_ok(mc_mail_set(courier, "cut", "", NULL));
	mc_poke(p.desk->paths.desk_sock);
	assert_int_equal(poll(&fd, 1, 1000), 1);
	assert_int_not_equal(mc_desk_changed(p.desk), 0);
	assert_int_equal(poll(&fd, 1, 0), 0); /* drained */
	assert_int_equal(mc_desk_changed(p.desk), 0);
	mc_mail_close(courier);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_announced),
		CASE(test_enrolment_code),
		CASE(test_started_with_its_options),
		CASE(test_log_mode),
		CASE(test_tls_files),
		CASE(test_lease_is_held),
		CASE(test_once),
		CASE(test_status),
		CASE(test_news_gap),
		CASE(test_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
