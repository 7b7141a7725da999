/* SPDX-License-Identifier: MPL-2.0 */
/* keyring_renew_test.c - which list of keys may take the place of another. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/keyring.h"

#define ISSUED INT64_C(1795000000000)
#define YEAR (365 * MC_DAY)

enum { OLD, NOW, NEXT, KEYS }; /* over, in use, not begun */
static struct mc_sign_key *root, *other_root;
static struct mc_keyring_entry signs[KEYS], seals[KEYS];
static struct mc_keyring *held; /* all of them, version 3 */

/* A list of the keys whose bit is set: of those that sign, and of those to seal to. */
static struct mc_keyring *list(const struct mc_sign_key *by, int version, int64_t issued,
			       unsigned sign, unsigned seal)
{
	struct mc_keyring_entry entries[2 * KEYS];
	struct mc_keyring *ring;
	struct mc_str text;
	int count = 0;

	for (int i = 0; i < KEYS; i++) {
		if (sign & (1u << i)) {
			entries[count++] = signs[i];
		}
		if (seal & (1u << i)) {
			entries[count++] = seals[i];
		}
	}
	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	assert_ok(mc_keyring_format(by, version, issued, entries, count, &text, NULL));
	assert_ok(mc_keyring_parse(mc_slice_of(&text), &ring, NULL));
	mc_str_done(&text);
	return ring;
}

static int start(void **state)
{
	static const int64_t from[KEYS] = {-YEAR, -30 * MC_DAY, 7 * MC_DAY};
	static const int64_t until[KEYS] = {-30 * MC_DAY, 7 * MC_DAY, YEAR};

	(void)state;
	assert_ok(mc_seal_init(NULL));
	root = mc_sign_key_new();
	other_root = mc_sign_key_new();
	for (int i = 0; i < KEYS; i++) {
		struct mc_sign_key *sign = mc_sign_key_new();
		struct mc_open_key *open = mc_open_key_new();

		signs[i] = seals[i] = (struct mc_keyring_entry){.from = ISSUED + from[i],
								.until = ISSUED + until[i]};
		seals[i].seals = true;
		mc_sign_key_public(sign, &signs[i].verify);
		mc_open_key_public(open, &seals[i].seal);
		mc_sign_key_free(sign);
		mc_open_key_free(open);
	}
	held = list(root, 3, ISSUED, 7, 7);
	return 0;
}

static int end(void **state)
{
	(void)state;
	mc_keyring_free(held);
	mc_sign_key_free(root);
	mc_sign_key_free(other_root);
	return 0;
}

static void rules(void **state)
{
	static const struct {
		const char *what;
		bool other;
		int version;
		int64_t later;
		unsigned sign, seal;
		enum mc_code code;
	} rows[] = {
		{"the next", false, 4, MC_DAY, 7, 7, MC_OK},
		{"one further on", false, 90, MC_DAY, 7, 7, MC_OK},
		{"the same again", false, 3, 0, 7, 7, MC_E_NOT_FOUND},
		{"the same version with more", false, 3, MC_DAY, 7, 7, MC_E_NOT_FOUND},
		{"the one before", false, 2, MC_DAY, 7, 7, MC_E_NOT_FOUND},
		{"of another root", true, 4, MC_DAY, 7, 7, MC_E_LINK_SUSPECT},
		{"an old one of another root", true, 1, MC_DAY, 7, 7, MC_E_LINK_SUSPECT},
		{"without the signer in use", false, 4, MC_DAY, 5, 7, MC_E_KEYS_FILE},
		{"without a former signer", false, 4, MC_DAY, 6, 7, MC_E_KEYS_FILE},
		{"without a former key to seal to", false, 4, MC_DAY, 7, 6, MC_E_KEYS_FILE},
		{"one given up before it began", false, 4, MC_DAY, 3, 3, MC_OK},
		{"one given up after it began", false, 4, 8 * MC_DAY, 3, 7, MC_E_KEYS_FILE},
		{"five years later", false, 4, 5 * YEAR, 6, 6, MC_OK},
		{"nearly five years later", false, 4, 5 * YEAR - 31 * MC_DAY, 6, 6, MC_E_KEYS_FILE},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_keyring *next = list(rows[i].other ? other_root : root, rows[i].version,
					       ISSUED + rows[i].later, rows[i].sign, rows[i].seal);
		enum mc_code code = mc_keyring_follows(held, next, NULL);

		if (code != rows[i].code) {
			fail_msg("%s: %s", rows[i].what, mc_error_info(code)->code);
		}
		mc_keyring_free(next);
	}
}

static void from_a_file(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "gateway.keys");
	struct mc_keyring_entry entries[2] = {signs[NOW], seals[NOW]};
	struct mc_keyring *small = list(root, 1, ISSUED, 1u << NOW, 1u << NOW), *ring = NULL;
	struct mc_str text, again;

	(void)state;
	assert_code(mc_keyring_load_next(small, path, &ring, NULL, NULL), MC_E_KEYS_MISSING);
	assert_ok(mc_file_write(path, 0600, mc_slice_text("motcua-gateway-keys 1\n"), NULL));
	assert_code(mc_keyring_load_next(small, path, &ring, NULL, NULL), MC_E_KEYS_FILE);
	mc_str_init(&text, MC_KEYRING_TEXT_MAX);
	mc_str_init(&again, MC_KEYRING_TEXT_MAX);
	assert_ok(mc_keyring_format(root, 2, ISSUED + MC_DAY, entries, 2, &text, NULL));
	assert_ok(mc_file_write(path, 0600, mc_slice_of(&text), NULL));
	assert_ok(mc_keyring_load_next(small, path, &ring, &again, NULL));
	assert_int_equal(mc_keyring_version(ring), 2);
	assert_string_equal(again.data, text.data);
	assert_code(mc_keyring_load_next(held, path, &ring, &again, NULL), MC_E_NOT_FOUND);
	assert_string_equal(again.data, text.data);
	mc_keyring_free(ring);
	mc_keyring_free(small);
	mc_str_done(&text);
	mc_str_done(&again);
	free(path);
	free(dir);
}

/* ---- the vector of docs/FORMATS.md: RFC 8037's key as the root; RFC 8032's second and third
 * as those that sign */
static struct mc_sign_key *seeded(const char *seed)
{
	struct mc_sign_key *key;
	struct mc_str bytes;

	mc_str_init(&bytes, 32);
	assert_true(mc_base64url_decode(mc_slice_text(seed), &bytes));
	key = mc_sign_key_from_seed((const uint8_t *)bytes.data);
	mc_str_done(&bytes);
	return key;
}

static void list_after_a_rotation(struct mc_str *ret)
{
	static const struct {
		const char *sign, *seal, *from, *until;
	} rows[] = {
		{"TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs",
		 "age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtt3",
		 "2026-11-01T00:00:00Z", "2026-12-05T00:00:00Z"},
		{"xaqN9D-fg3vttt0QvMdy3sWbThTUHbwlLhc46Lgkb3c",
		 "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
		 "2026-12-05T00:00:00Z", "2031-12-05T00:00:00Z"},
	};
	struct mc_sign_key *signer = seeded("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
	struct mc_keyring_entry entries[4] = {{.seals = false}};
	int64_t issued;

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_keyring_entry *sign = &entries[2 * i], *seal = sign + 1;
		struct mc_sign_key *key = seeded(rows[i].sign);

		mc_sign_key_public(key, &sign->verify);
		mc_sign_key_free(key);
		assert_ok(mc_time_parse(rows[i].from, &sign->from, NULL));
		assert_ok(mc_time_parse(rows[i].until, &sign->until, NULL));
		*seal = (struct mc_keyring_entry){
			.seals = true, .from = sign->from, .until = sign->until};
		assert_ok(mc_seal_key_parse(rows[i].seal, &seal->seal, NULL));
	}
	assert_ok(mc_time_parse("2026-11-28T00:00:00Z", &issued, NULL));
	assert_ok(mc_keyring_format(signer, 4, issued, entries, 4, ret, NULL));
	mc_sign_key_free(signer);
}

/* Its lines, as they stand in JSON. */
static void the_list_after_a_rotation(void **state)
{
	struct mc_str list, line, document;

	(void)state;
	mc_str_init(&list, MC_KEYRING_TEXT_MAX);
	mc_str_init(&line, 2 * MC_KEYRING_TEXT_MAX);
	mc_str_init(&document, 1 << 20);
	list_after_a_rotation(&list);
	for (const char *at = list.data; *at; at++) {
		if (*at == '\n') {
			mc_str_puts(&line, "\\n");
		} else {
			mc_str_putc(&line, *at);
		}
	}
	assert_ok(mc_file_read(MC_SOURCE_DIR "/docs/FORMATS.md", &document, NULL));
	if (!strstr(document.data, line.data)) {
		fail_msg("not in FORMATS.md: %s", line.data);
	}
	mc_str_done(&list);
	mc_str_done(&line);
	mc_str_done(&document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules),
		cmocka_unit_test(from_a_file),
		cmocka_unit_test(the_list_after_a_rotation),
	};

	return cmocka_run_group_tests(tests, start, end);
}
