/* SPDX-License-Identifier: MPL-2.0 */
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/net/http.h"

static void good_addresses(void **state)
{
	static const struct {
		const char *url, *base, *socket;
	} rows[] = {
		{"https://cong.example.vn", "https://cong.example.vn", ""},
		{"https://cong.example.vn/", "https://cong.example.vn", ""},
		{"https://10.0.0.7:8443", "https://10.0.0.7:8443", ""},
		{"https://[2001:db8::1]:443", "https://[2001:db8::1]:443", ""},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080", ""},
		{"http://127.9.9.9", "http://127.9.9.9", ""},
		{"http://localhost:65535", "http://localhost:65535", ""},
		{"http://[::1]:1", "http://[::1]:1", ""},
		{"unix:/run/x.sock", "http://localhost", "/run/x.sock"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_endpoint to = {.ca = "/etc/ca.pem"};

		assert_ok(mc_endpoint_parse(rows[i].url, &to, NULL));
		assert_string_equal(to.base, rows[i].base);
		assert_string_equal(to.socket, rows[i].socket);
		assert_string_equal(to.ca, "/etc/ca.pem");
	}
}

static void bad_addresses(void **state)
{
	static const struct {
		const char *url;
		enum mc_code code;
	} rows[] = {
		{NULL, MC_E_GATEWAY_UNSET},
		{"", MC_E_GATEWAY_UNSET},
		{"cong.example.vn", MC_E_GATEWAY_URL},
		{"ftp://cong.example.vn", MC_E_GATEWAY_URL},
		{"https://", MC_E_GATEWAY_URL},
		{"http://", MC_E_GATEWAY_URL},
		{"https://:443", MC_E_GATEWAY_URL},
		{"https://host:", MC_E_GATEWAY_URL},
		{"https://host:0", MC_E_GATEWAY_URL},
		{"https://host:65536", MC_E_GATEWAY_URL},
		{"https://host:44a", MC_E_GATEWAY_URL},
		{"https://host:999999", MC_E_GATEWAY_URL},
		{"https://host/path", MC_E_GATEWAY_URL},
		{"https://user@host", MC_E_GATEWAY_URL},
		{"https://ho st", MC_E_GATEWAY_URL},
		{"https://-host", MC_E_GATEWAY_URL},
		{"https://a]b", MC_E_GATEWAY_URL},
		{"https://[::1", MC_E_GATEWAY_URL},
		{"https://[]", MC_E_GATEWAY_URL},
		{"https://[::g]", MC_E_GATEWAY_URL},
		{"https://[::1]x", MC_E_GATEWAY_URL},
		{"https://[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]", MC_E_GATEWAY_URL},
		{"http://cong.example.vn", MC_E_GATEWAY_URL},
		{"http://192.0.2.1", MC_E_GATEWAY_URL},
		{"http://localhost.example.vn", MC_E_GATEWAY_URL},
		{"http://127.0.0.1.example.vn", MC_E_GATEWAY_URL},
		{"unix:", MC_E_GATEWAY_URL},
		{"unix:x.sock", MC_E_GATEWAY_URL},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_endpoint to = {.base = "as before"};
		struct mc_err why;

		assert_code(mc_endpoint_parse(rows[i].url, &to, &why), rows[i].code);
		assert_string_equal(to.base, "as before");
	}
}

static void long_addresses(void **state)
{
	char url[600] = "unix:/";
	struct mc_endpoint to;

	(void)state;
	memset(url + 6, 'a', 106);
	assert_ok(mc_endpoint_parse(url, &to, NULL)); /* 107 bytes */
	url[6 + 106] = 'a';
	assert_code(mc_endpoint_parse(url, &to, NULL), MC_E_SOCKET_PATH);
	memset(url, 'a', 500);
	memcpy(url, "https://", 8);
	assert_code(mc_endpoint_parse(url, &to, NULL), MC_E_GATEWAY_URL);
}

static void tls_files(void **state)
{
	struct mc_endpoint to = {.base = "https://tinh.example"};
	struct mc_err why;

	(void)state;
	assert_ok(mc_endpoint_files(&to, NULL));
	strcpy(to.ca, "/etc/passwd");
	strcpy(to.client_key, "/nonexistent/key.pem");
	assert_code(mc_endpoint_files(&to, &why), MC_E_CA_FILE);
	assert_non_null(strstr(why.detail, "client_key"));
	assert_null(strstr(why.detail, "/nonexistent"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tls_files),
		cmocka_unit_test(good_addresses),
		cmocka_unit_test(bad_addresses),
		cmocka_unit_test(long_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
