/* SPDX-License-Identifier: MPL-2.0 */
/* vault_test.c - values at rest open in their place with their key, and nowhere else. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/vault.h"

static const struct mc_place name_of_7 = {"people", "7", "name"};

static struct mc_vault *vault, *other;

static int start(void **state)
{
	uint8_t key[32];

	(void)state;
	if (mc_seal_init(NULL)) {
		return -1;
	}
	for (int i = 0; i < 32; i++) {
		key[i] = (uint8_t)i;
	}
	vault = mc_vault_new(key);
	key[31] ^= 1;
	other = mc_vault_new(key);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	mc_vault_free(vault);
	mc_vault_free(other);
	mc_vault_free(NULL);
	return 0;
}

static struct mc_str sealed_of(const char *text)
{
	struct mc_str sealed;

	mc_str_init(&sealed, 1000);
	assert_ok(mc_vault_seal(vault, &name_of_7, mc_slice_text(text), &sealed, NULL));
	return sealed;
}

static void assert_closed(const struct mc_vault *with, const struct mc_place *place,
			  struct mc_slice sealed)
{
	struct mc_str plain;

	mc_str_init(&plain, 1000);
	mc_str_puts(&plain, "before");
	assert_code(mc_vault_open(with, place, sealed, &plain, NULL), MC_E_VALUE_OPEN);
	assert_string_equal(plain.data, "before");
	mc_str_done(&plain);
}

/* Computed apart from this code, from the layout in docs/FORMATS.md: stores must stay readable. */
static void a_known_value_opens(void **state)
{
	uint8_t sealed[59];
	struct mc_str plain;

	(void)state;
	assert_true(mc_hex_decode("000102030405060708090a0b0c0d0e0f10111213141516173dbd72c132ab637c"
				  "1ab885358f4451ff56626e7096b24d06890e9dd643da326cca2f2a",
				  sealed, sizeof(sealed)));
	mc_str_init(&plain, 100);
	assert_ok(mc_vault_open(vault, &name_of_7, (struct mc_slice){sealed, sizeof(sealed)},
				&plain, NULL));
	assert_string_equal(plain.data, "Nguyễn Văn Mẫu");
	mc_str_done(&plain);
}

static void a_known_blind_index(void **state)
{
	uint8_t blind[MC_BLIND_LEN];
	char hex[2 * MC_BLIND_LEN + 1];

	(void)state;
	mc_vault_blind(vault, "number", mc_slice_text("001099000001"), blind);
	mc_hex_encode(blind, sizeof(blind), hex);
	assert_string_equal(hex, "3b167c360087ed88732471fdfe2b3128");
}

static void there_and_back(void **state)
{
	static const char *const texts[] = {"", "x", "H'Hen Niê", "một chuỗi dài hơn một khối mã"};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		struct mc_str sealed = sealed_of(texts[i]), plain;

		assert_int_equal(sealed.len, 24 + strlen(texts[i]) + 16);
		mc_str_init(&plain, 100);
		assert_ok(mc_vault_open(vault, &name_of_7, mc_slice_of(&sealed), &plain, NULL));
		assert_string_equal(plain.data, texts[i]);
		mc_str_done(&plain);
		mc_str_done(&sealed);
	}
}

static void equal_values_look_different(void **state)
{
	struct mc_str a = sealed_of("x"), b = sealed_of("x");

	(void)state;
	assert_memory_not_equal(a.data, b.data, 24);
	assert_memory_not_equal(a.data + 24, b.data + 24, 17);
	mc_str_done(&a);
	mc_str_done(&b);
}

static void elsewhere_it_stays_closed(void **state)
{
	static const struct mc_place places[] = {
		{"people", "8", "name"}, {"people", "7", "born"}, {"drafts", "7", "name"},
		{"people7", "", "name"}, {"people", "7name", ""}, {"", "people7", "name"},
	};
	struct mc_str sealed = sealed_of("Trần Thị Mẫu");

	(void)state;
	for (size_t i = 0; i < MC_COUNT(places); i++) {
		assert_closed(vault, &places[i], mc_slice_of(&sealed));
	}
	assert_closed(other, &name_of_7, mc_slice_of(&sealed));
	mc_str_done(&sealed);
}

static void damage_and_cuts(void **state)
{
	struct mc_str sealed = sealed_of("Trần Thị Mẫu");

	(void)state;
	for (size_t i = 0; i < sealed.len; i++) {
		char *copy = mc_memdup(sealed.data, i);

		assert_closed(vault, &name_of_7, (struct mc_slice){copy, i});
		free(copy);
		sealed.data[i] ^= 0x10;
		assert_closed(vault, &name_of_7, mc_slice_of(&sealed));
		sealed.data[i] ^= 0x10;
	}
	mc_str_putc(&sealed, '\0');
	assert_closed(vault, &name_of_7, mc_slice_of(&sealed));
	mc_str_done(&sealed);
}

static void no_room_leaves_the_output_alone(void **state)
{
	struct mc_str sealed = sealed_of("0123456789"), small;

	(void)state;
	mc_str_init(&small, 9);
	assert_code(mc_vault_open(vault, &name_of_7, mc_slice_of(&sealed), &small, NULL),
		    MC_E_TEXT_LONG);
	assert_code(mc_vault_seal(vault, &name_of_7, mc_slice_text(""), &small, NULL),
		    MC_E_TEXT_LONG);
	assert_int_equal(small.len, 0);
	assert_false(small.full);
	mc_str_done(&small);
	mc_str_done(&sealed);
}

static void blind_indexes_differ_by_use_value_and_key(void **state)
{
	static const char *const columns[] = {"number", "cmnd", "numbe"};
	static const char *const values[] = {"001099000001", "001099000002", "r001099000001"};
	uint8_t first[MC_BLIND_LEN], again[MC_BLIND_LEN];

	(void)state;
	mc_vault_blind(vault, columns[0], mc_slice_text(values[0]), first);
	for (size_t i = 1; i < 9; i++) {
		mc_vault_blind(vault, columns[i / 3], mc_slice_text(values[i % 3]), again);
		assert_memory_not_equal(first, again, MC_BLIND_LEN);
	}
	mc_vault_blind(other, columns[0], mc_slice_text(values[0]), again);
	assert_memory_not_equal(first, again, MC_BLIND_LEN);
	mc_vault_blind(vault, columns[0], mc_slice_text(values[0]), again);
	assert_memory_equal(first, again, MC_BLIND_LEN);
}

static void the_key_comes_back(void **state)
{
	uint8_t key[32];

	(void)state;
	mc_vault_key(vault, key);
	for (int i = 0; i < 32; i++) {
		assert_int_equal(key[i], i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_known_value_opens),
		cmocka_unit_test(a_known_blind_index),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(equal_values_look_different),
		cmocka_unit_test(elsewhere_it_stays_closed),
		cmocka_unit_test(damage_and_cuts),
		cmocka_unit_test(no_room_leaves_the_output_alone),
		cmocka_unit_test(blind_indexes_differ_by_use_value_and_key),
		cmocka_unit_test(the_key_comes_back),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
