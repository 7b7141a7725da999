/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <unistd.h>

static void test_addresses(void **state)
{
	static const struct {
		const char *url;
		enum mc_code code;
	} cases[] = {
		{ "", MC_OK },
		{ "unix:/run/x.sock", MC_OK },
		{ "unix:x.sock", MC_E_GATEWAY_URL },
		{ "unix:", MC_E_GATEWAY_URL },
		{ "https://tinh.example", MC_OK },
		{ "https://tinh.example:8443/", MC_OK },
		{ "https://", MC_E_GATEWAY_URL },
		{ "https://tinh.example/path", MC_E_GATEWAY_URL },
		{ "https://user@tinh.example", MC_E_GATEWAY_URL },
		{ "https://a b", MC_E_GATEWAY_URL },
		{ "http://localhost:8080", MC_OK },
		{ "http://127.0.0.1:8080", MC_OK },
		{ "http://127.9.9.9", MC_OK },
		{ "http://[::1]:80", MC_OK },
		{ "http://tinh.example", MC_E_GATEWAY_URL },
		{ "http://127.0.0.1.example", MC_E_GATEWAY_URL },
		{ "http://localhost.example", MC_E_GATEWAY_URL },
		{ "http://192.168.1.1", MC_E_GATEWAY_URL },
		{ "http://[::2]", MC_E_GATEWAY_URL },
		{ "http://[::1", MC_E_GATEWAY_URL },
		{ "ftp://localhost", MC_E_GATEWAY_URL },
		{ "tinh.example", MC_E_GATEWAY_URL },
	};
	char path[5 + 110] = "unix:/";

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		assert_code(desk_gateway_check(cases[i].url, NULL), cases[i].code);
	}
	memset(path + 6, 'x', 106);
	assert_ok(desk_gateway_check(path, NULL)); /* 107 bytes */
	path[6 + 106] = 'x';
	assert_code(desk_gateway_check(path, NULL), MC_E_SOCKET_PATH);
}

static void test_keys(void **state)
{
	struct province p;
	struct mc_seal_key to;

	(void)state;
	province_begin(&p);
	province_open(&p);
	assert_ok(desk_seal_key(p.desk, &to, NULL));
	assert_memory_equal(to.bytes, p.seal.bytes, sizeof(to.bytes));
	/* none valid: said, and the file is read again */
	mc_clock_freeze(NOW * 3);
	assert_code(desk_seal_key(p.desk, &to, NULL), MC_E_KEY_UNKNOWN);
	mc_clock_freeze(NOW);
	/* Keys once read go on verifying when a damaged file comes in their place. */
	province_write(p.keys, "damaged");
	desk_load_keyring(p.desk);
	assert_code(p.desk->gateway_why.code, MC_E_KEYS_FILE);
	assert_ok(desk_keyring(p.desk, NULL));
	assert_code(desk_seal_key(p.desk, &to, NULL), MC_E_KEYS_FILE);
	province_publish(&p);
	assert_ok(desk_seal_key(p.desk, &to, NULL));
	province_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
