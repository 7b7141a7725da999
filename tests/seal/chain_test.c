/* SPDX-License-Identifier: MPL-2.0 */
/* chain_test.c - heads computed with another program's SHA-256. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/seal/chain.h"

static int start(void **state)
{
	(void)state;
	return mc_seal_init(NULL) ? -1 : 0;
}

static void known_heads(void **state)
{
	static const char *const want[] = {
		"6db65fd59fd356f6729140571b5bcd6bb3b83492a16e1bf0a3884442fc3c8a0e",
		"e79419fe114302ca9ca731b9b9bbea56f696e9b13dbbae731c4077d8e3aae2bc",
		"d9d98f5446f4a019033b606481054bdbba916a51c3d623224aa86b53680956de",
	};
	uint8_t head[MC_SHA256_LEN] = {0};
	char long_entry[301] = "", hex[MC_SHA256_HEX];
	const char *const entries[] = {"", "abc", long_entry};

	(void)state;
	memset(long_entry, 'x', 300);
	for (size_t i = 0; i < MC_COUNT(want); i++) {
		mc_chain_next(head, mc_slice_text(entries[i]), head);
		mc_hex_encode(head, sizeof(head), hex);
		assert_string_equal(hex, want[i]);
	}
}

/* Without the length, "ab" + "c" and "a" + "bc" could be told as one story. */
static void the_cut_between_entries_counts(void **state)
{
	uint8_t a[MC_SHA256_LEN] = {0}, b[MC_SHA256_LEN] = {0};

	(void)state;
	mc_chain_next(a, mc_slice_text("ab"), a);
	mc_chain_next(a, mc_slice_text("c"), a);
	mc_chain_next(b, mc_slice_text("a"), b);
	mc_chain_next(b, mc_slice_text("bc"), b);
	assert_memory_not_equal(a, b, sizeof(a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_heads),
		cmocka_unit_test(the_cut_between_entries_counts),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
