/* SPDX-License-Identifier: MPL-2.0 */
/* Addresses, stale sockets, and what may not be served without TLS. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/cmd.h"
#include "gateway/listen.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"

static void addresses(void **state)
{
	static const struct {
		const char *text;
		enum mc_code code;
		bool local;
	} cases[] = {
		{"unix:/run/x", MC_OK, true},
		{"127.0.0.1:8080", MC_OK, true},
		{"127.9.9.9:0", MC_OK, true},
		{"localhost:0", MC_OK, true},
		{"[::1]:8080", MC_OK, true},
		{"0.0.0.0:8080", MC_OK, false},
		{"192.0.2.1:443", MC_OK, false},
		{"[::]:443", MC_OK, false},
		{"unix:relative", MC_E_LISTEN, false},
		{"unix:", MC_E_LISTEN, false},
		{"", MC_E_LISTEN, false},
		{":80", MC_E_LISTEN, false},
		{"127.0.0.1", MC_E_LISTEN, false},
		{"127.0.0.1:", MC_E_LISTEN, false},
		{"127.0.0.1:65536", MC_E_LISTEN, false},
		{"127.0.0.1:80x", MC_E_LISTEN, false},
		{"::1:80", MC_E_LISTEN, false},
		{"[::1:80", MC_E_LISTEN, false},
		{"gateway.example:80", MC_E_LISTEN, false},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_listen listen = {.local = false};

		print_message("%s\n", cases[i].text);
		assert_code(mc_listen_parse(cases[i].text, &listen, NULL), cases[i].code);
		assert_int_equal(listen.local, cases[i].local);
	}
}

static void a_socket_path_has_107_bytes(void **state)
{
	char text[128] = "unix:/";
	struct mc_listen listen;

	(void)state;
	memset(text + 6, 'x', 106);
	assert_ok(mc_listen_parse(text, &listen, NULL));
	text[6 + 106] = 'x';
	assert_code(mc_listen_parse(text, &listen, NULL), MC_E_SOCKET_PATH);
}

static void only_a_stale_socket_is_replaced(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "s"), text[128];
	struct mc_listen listen, again;
	int first, second;

	(void)state;
	snprintf(text, sizeof(text), "unix:%s", path);
	assert_ok(mc_listen_parse(text, &listen, NULL));
	again = listen;
	assert_ok(mc_listen_open(&listen, &first, NULL));
	assert_code(mc_listen_open(&again, &second, NULL), MC_E_LISTEN);
	close(first); /* nobody listens now, the file is still there */
	assert_true(mc_file_exists(path));
	assert_ok(mc_listen_open(&again, &second, NULL));
	close(second);
	mc_listen_close(&again);
	assert_false(mc_file_exists(path));
	assert_ok(mc_file_write(path, 0600, mc_slice_text("a file of somebody"), NULL));
	assert_code(mc_listen_open(&again, &second, NULL), MC_E_LISTEN);
	assert_true(mc_file_exists(path));
	free(path);
	free(dir);
}

static void the_chosen_port_is_named(void **state)
{
	struct mc_listen listen;
	char text[64];
	int fd;

	(void)state;
	assert_ok(mc_listen_parse("127.0.0.1:0", &listen, NULL));
	assert_ok(mc_listen_open(&listen, &fd, NULL));
	mc_listen_format(&listen, false, text, sizeof(text));
	assert_memory_equal(text, "http://127.0.0.1:", 17);
	assert_true(atoi(text + 17) > 0);
	mc_listen_format(&listen, true, text, sizeof(text));
	assert_memory_equal(text, "https://127.0.0.1:", 18);
	close(fd);
}

static void plain_http_stays_in_the_house(void **state)
{
	static const struct {
		struct mc_options options;
		enum mc_code code;
	} cases[] = {
		{{.listen = "0.0.0.0:0"}, MC_E_LISTEN},
		{{.listen = "127.0.0.1:0", .tls_cert = "c"}, MC_E_USAGE},
		{{.listen = "127.0.0.1:0", .tls_key = "k"}, MC_E_USAGE},
		{{.listen = "127.0.0.1:0", .client_ca = "a"}, MC_E_USAGE},
		{{.listen = "unix:/x", .tls_cert = "c", .tls_key = "k"}, MC_E_USAGE},
		{{.listen = "0.0.0.0:0", .tls_cert = "/nowhere/c", .tls_key = "/nowhere/k"},
		 MC_E_FILE_READ},
		{{.listen = NULL}, MC_E_USAGE},
	};
	char *dir = test_dir();

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_options options = cases[i].options;

		options.data = dir;
		assert_code(mc_cmd_serve(&options, NULL), cases[i].code);
	}
	free(dir);
}

static void command_lines(void **state)
{
	static const struct {
		const char *argv[6];
		enum mc_code code;
	} cases[] = {
		{{"g", "--demo", "--listen", "unix:/x", "--data=/d"}, MC_OK},
		{{"g", "people", "--data", "/d"}, MC_OK},
		{{"g", "--data", "/d", "people"}, MC_OK},
		{{"g", "--nonsense"}, MC_E_USAGE},
		{{"g", "--data"}, MC_E_USAGE},
		{{"g", "people", "more"}, MC_E_USAGE},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_options options;
		char *argv[8] = {NULL};
		int argc = 0;

		for (; argc < 6 && cases[i].argv[argc]; argc++) {
			argv[argc] = mc_strdup(cases[i].argv[argc]);
		}
		assert_code(mc_options_parse(argc, argv, &options, NULL), cases[i].code);
		if (!cases[i].code && argc == 4) {
			assert_string_equal(options.command, "people");
			assert_string_equal(options.data, "/d");
		}
		for (int a = 0; a < 6; a++) {
			free(cases[i].argv[a] ? argv[a] : NULL);
		}
	}
}

static void the_seed_is_remembered(void **state)
{
	char *dir = test_dir();
	struct mc_options options = {.data = dir};
	struct mc_ledger ledger;
	uint64_t first, seed;

	(void)state;
	assert_ok(mc_cmd_ledger(&options, MC_LEDGER_SERVE, &ledger, NULL));
	assert_ok(mc_cmd_seed(&ledger, NULL, &first, NULL));
	assert_ok(mc_cmd_seed(&ledger, "18446744073709551615", &seed, NULL));
	assert_ok(mc_cmd_seed(&ledger, NULL, &seed, NULL));
	assert_true(seed == UINT64_MAX && first != seed);
	assert_code(mc_cmd_seed(&ledger, "x", &seed, NULL), MC_E_USAGE);
	assert_code(mc_cmd_seed(&ledger, "18446744073709551616", &seed, NULL), MC_E_USAGE);
	ledger.ops->close(ledger.ctx);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(a_socket_path_has_107_bytes),
		cmocka_unit_test(only_a_stale_socket_is_replaced),
		cmocka_unit_test(the_chosen_port_is_named),
		cmocka_unit_test(plain_http_stays_in_the_house),
		cmocka_unit_test(command_lines),
		cmocka_unit_test(the_seed_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
