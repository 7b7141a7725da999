/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <unistd.h>

static void test_addresses(void **state)
{
	static const struct {
		const char *url;
		enum mc_code code;
	} cases[] = {
		{"", MC_OK},
		{"unix:/run/x.sock", MC_OK},
		{"unix:x.sock", MC_E_GATEWAY_URL},
		{"unix:", MC_E_GATEWAY_URL},
		{"https://tinh.example", MC_OK},
		{"https://tinh.example:8443/", MC_OK},
		{"https://", MC_E_GATEWAY_URL},
		{"https://tinh.example/path", MC_E_GATEWAY_URL},
		{"https://user@tinh.example", MC_E_GATEWAY_URL},
		{"https://a b", MC_E_GATEWAY_URL},
		{"http://localhost:8080", MC_OK},
		{"http://127.0.0.1:8080", MC_OK},
		{"http://127.9.9.9", MC_OK},
		{"http://[::1]:80", MC_OK},
		{"http://tinh.example", MC_E_GATEWAY_URL},
		{"http://127.0.0.1.example", MC_E_GATEWAY_URL},
		{"http://localhost.example", MC_E_GATEWAY_URL},
		{"http://192.168.1.1", MC_E_GATEWAY_URL},
		{"http://[::2]", MC_E_GATEWAY_URL},
		{"http://[::1", MC_E_GATEWAY_URL},
		{"ftp://localhost", MC_E_GATEWAY_URL},
		{"tinh.example", MC_E_GATEWAY_URL},
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

/* Two keys that seal, the second from NOW on, for a year each. */
static void publish_two(struct province *p, struct mc_seal_key *old)
{
	struct mc_keyring_entry entries[3] = {
		{.from = 0, .until = NOW * 2},
		{.seals = true, .from = NOW - 365 * MC_DAY, .until = NOW},
		{.seals = true, .from = NOW, .until = NOW + 365 * MC_DAY},
	};
	struct mc_str text;

	mc_open_key_public(p->other, old);
	mc_sign_key_public(p->sign, &entries[0].verify);
	entries[1].seal = *old;
	entries[2].seal = p->seal;
	mc_str_init(&text, 8192);
	assert_ok(mc_keyring_format(p->root, 2, NOW, entries, 3, &text, NULL));
	province_write(p->keys, text.data);
	mc_str_done(&text);
}

/* The gateway's time decides, as far as it is known; and no clock stops sealing. */
static void test_a_wrong_clock(void **state)
{
	static const struct {
		int64_t now, offset;
		bool newest;
	} rows[] = {
		{NOW + 5, 0, true},
		{NOW - 5, 0, false},
		{NOW - 5, 10, true}, /* slow by 10 ms */
		{NOW + 3650 * MC_DAY, -3650 * MC_DAY - 5, false},
		{NOW + 3650 * MC_DAY, 0, true}, /* nobody told us yet */
		{NOW - 3650 * MC_DAY, 0, true},
	};
	struct province p;
	struct mc_seal_key to, old;
	char id[MC_UUID_LEN];

	(void)state;
	province_begin(&p);
	publish_two(&p, &old);
	province_open(&p);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_link link = {.state = MC_LINK_UP, .clock_offset = rows[i].offset};

		assert_ok(mc_mail_link_set(p.desk->mail, &link, NULL));
		mc_clock_freeze(rows[i].now);
		assert_ok(desk_seal_key(p.desk, &to, NULL));
		assert_string_equal(to.kid, rows[i].newest ? p.seal.kid : old.kid);
	}
	mc_clock_freeze(NOW + 1825 * MC_DAY);
	province_submit(&p, id);
	province_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_a_wrong_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
