/* SPDX-License-Identifier: MPL-2.0 */
/* keyring_test.c - gateway.keys: one spelling, signed by the root, keys valid in their time. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/keyring.h"

/* RFC 8037's key as the root, RFC 8032's second as the gateway's; signed with openssl(1). */
#define ROOT_SEED "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
#define SIGN_SEED "TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs"
#define RECIPIENT "age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtt3"
#define FIRST "motcua-gateway-keys 1\n"
#define ROOT "root 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\n"
#define ISSUED "issued 2026-11-01T00:00:00Z\n"
#define VERSION "version 3\n"
#define TIMES "2026-11-01T00:00:00Z 2027-11-01T00:00:00Z"
#define SIGN "sign 39f713d0 PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw " TIMES "\n"
#define SEAL "seal 87cd58c1 " RECIPIENT " " TIMES "\n"
#define HEAD FIRST ROOT ISSUED VERSION
#define BODY HEAD SIGN SEAL
#define SIGNATURE                                                                                  \
	"signature "                                                                               \
	"nqPC5WCSFy0jSLITJ0cl6XPdylFji2-86PuscMD0sowKg9--UL-Y3BphTzP4szlLcDJ6VlAj3wLdvFZXxyXzBA\n"
#define LIST BODY SIGNATURE

static struct mc_sign_key *root, *signer;
static int64_t from, until;

static struct mc_sign_key *key_of(const char *seed)
{
	struct mc_sign_key *key;
	struct mc_str bytes;

	mc_str_init(&bytes, 32);
	mc_base64url_decode(mc_slice_text(seed), &bytes);
	key = mc_sign_key_from_seed((const uint8_t *)bytes.data);
	mc_str_done(&bytes);
	return key;
}

static int start(void **state)
{
	(void)state;
	if (mc_seal_init(NULL) || mc_time_parse("2026-11-01T00:00:00Z", &from, NULL) ||
	    mc_time_parse("2027-11-01T00:00:00Z", &until, NULL)) {
		return -1;
	}
	root = key_of(ROOT_SEED);
	signer = key_of(SIGN_SEED);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	mc_sign_key_free(root);
	mc_sign_key_free(signer);
	return 0;
}

/* The list with these lines, signed as it stands: only the lines can be wrong. */
static struct mc_str signed_list(const char *body)
{
	struct mc_str text;
	uint8_t sig[64];

	mc_str_init(&text, 100000);
	mc_str_puts(&text, body);
	mc_sign(root, mc_slice_of(&text), sig);
	mc_str_puts(&text, "signature ");
	mc_base64url_encode((struct mc_slice){sig, sizeof(sig)}, &text);
	mc_str_puts(&text, "\n");
	return text;
}

static struct mc_keyring *ring_of(const char *text)
{
	struct mc_keyring *ring = NULL;

	assert_ok(mc_keyring_parse(mc_slice_text(text), &ring, NULL));
	return ring;
}

static void assert_refused(struct mc_slice text)
{
	struct mc_keyring *ring = NULL;
	enum mc_code code = mc_keyring_parse(text, &ring, NULL);

	if (code != MC_E_KEYS_FILE) {
		print_error("taken: %.*s\n", (int)text.len, (const char *)text.data);
	}
	assert_code(code, MC_E_KEYS_FILE);
	assert_null(ring);
}

static void a_known_list(void **state)
{
	struct mc_keyring *ring = ring_of(LIST);
	char print[80], recipient[MC_RECIPIENT_LEN];

	(void)state;
	assert_int_equal(mc_keyring_version(ring), 3);
	mc_keyring_fingerprint(ring, print);
	assert_string_equal(print, "21fe 31df a154 a261 626b f854 046f d227 "
				   "1b7b ed4b 6abe 45aa 5887 7ef4 7f97 21b9");
	assert_non_null(mc_keyring_verify_key(ring, "39f713d0", from));
	mc_seal_key_format(mc_keyring_seal_key(ring, from), recipient);
	assert_string_equal(recipient, RECIPIENT);
	mc_keyring_free(ring);
	mc_keyring_free(NULL);
}

static void the_writer_writes_that_list(void **state)
{
	struct mc_keyring_entry entries[2] = {
		{.from = from, .until = until},
		{.seals = true, .from = from, .until = until},
	};
	struct mc_str text;

	(void)state;
	mc_sign_key_public(signer, &entries[0].verify);
	assert_ok(mc_seal_key_parse(RECIPIENT, &entries[1].seal, NULL));
	mc_str_init(&text, 4000);
	assert_ok(mc_keyring_format(root, 3, from, entries, 2, &text, NULL));
	assert_string_equal(text.data, LIST);
	mc_str_done(&text);
}

static void the_writer_refuses_what_no_reader_takes(void **state)
{
	struct mc_keyring_entry entries[2] = {{.from = from, .until = until}};
	struct mc_str text;

	(void)state;
	mc_sign_key_public(signer, &entries[0].verify);
	entries[1] = entries[0];
	mc_str_init(&text, 4000);
	assert_code(mc_keyring_format(root, 3, from, entries, 2, &text, NULL), MC_E_KEYS_FILE);
	assert_code(mc_keyring_format(root, 0, from, entries, 1, &text, NULL), MC_E_KEYS_FILE);
	entries[0].until = from;
	assert_code(mc_keyring_format(root, 3, from, entries, 1, &text, NULL), MC_E_KEYS_FILE);
	entries[0].until = until;
	text.max = 100;
	assert_code(mc_keyring_format(root, 3, from, entries, 1, &text, NULL), MC_E_TEXT_LONG);
	assert_int_equal(text.len, 0);
	assert_false(text.full);
	mc_str_done(&text);
}

static void any_changed_bit_is_noticed(void **state)
{
	char text[] = LIST;

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		for (int bit = 0; bit < 8; bit++) {
			text[i] ^= (char)(1 << bit);
			assert_refused((struct mc_slice){text, sizeof(text) - 1});
			text[i] ^= (char)(1 << bit);
		}
	}
	mc_keyring_free(ring_of(text));
}

static void cuts_and_additions(void **state)
{
	char text[sizeof(LIST) + 1] = LIST;

	(void)state;
	for (size_t len = 0; len < sizeof(LIST) - 1; len++) {
		char *copy = mc_memdup(text, len);

		assert_refused((struct mc_slice){copy, len});
		free(copy);
	}
	for (const char *c = "\n \rA"; *c; c++) {
		text[sizeof(LIST) - 1] = *c;
		assert_refused((struct mc_slice){text, sizeof(LIST)});
	}
	assert_refused((struct mc_slice){LIST, sizeof(LIST)}); /* with its NUL */
	assert_refused(mc_slice_text("\n" LIST));
	assert_refused(mc_slice_text(LIST SIGNATURE));
	assert_refused(mc_slice_text(LIST SEAL));
}

/* All rightly signed. */
static void other_lines_are_refused(void **state)
{
	static const char *const bad[] = {
		FIRST,
		FIRST ROOT,
		FIRST ROOT ISSUED,
		"",
		ROOT ISSUED VERSION,
		"motcua-gateway-keys 2\n" ROOT ISSUED VERSION,
		FIRST ISSUED ROOT VERSION,
		FIRST ROOT VERSION ISSUED,
		FIRST ROOT ISSUED SIGN VERSION,
		HEAD ROOT,
		HEAD ISSUED,
		HEAD VERSION,
		HEAD "\n" SIGN,
		HEAD "note x\n",
		HEAD "sign\n",
		HEAD "# x\n",
		HEAD " " SIGN,
		HEAD SIGN "\n",
		HEAD SIGN SIGN,
		BODY SEAL,
		FIRST ROOT ISSUED "version 0\n",
		FIRST ROOT ISSUED "version 03\n",
		FIRST ROOT ISSUED "version -3\n",
		FIRST ROOT ISSUED "version 3 \n",
		FIRST ROOT ISSUED "version  3\n",
		FIRST ROOT ISSUED "version 3 4\n",
		FIRST ROOT ISSUED "version 9999999999\n",
		FIRST ROOT ISSUED "version\n",
		FIRST ROOT ISSUED "version 3\r\n",
		FIRST ROOT "issued 2026-11-01T00:00:00.0Z\n" VERSION,
		FIRST ROOT "issued 2026-11-01T07:00:00+07:00\n" VERSION,
		FIRST ROOT "issued 2026-11-01\n" VERSION,
		FIRST ROOT "issued 2026-02-30T00:00:00Z\n" VERSION,
		FIRST ROOT "issued 2026-11-01t00:00:00z\n" VERSION,
		/* a kid of another key; a key of the other kind; an end before its beginning */
		HEAD "sign 39f713d1 PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw " TIMES "\n",
		HEAD "sign 39F713D0 PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw " TIMES "\n",
		HEAD "seal 87cd58c0 " RECIPIENT " " TIMES "\n",
		HEAD "sign 87cd58c1 " RECIPIENT " " TIMES "\n",
		HEAD "seal 39f713d0 PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw " TIMES "\n",
		HEAD "seal 87cd58c1 " RECIPIENT " 2027-11-01T00:00:00Z 2026-11-01T00:00:00Z\n",
		HEAD "seal 87cd58c1 " RECIPIENT " 2027-11-01T00:00:00Z 2027-11-01T00:00:00Z\n",
		HEAD "seal 87cd58c1 " RECIPIENT " 2027-11-01T00:00:00Z\n",
		HEAD "seal 87cd58c1 " RECIPIENT " " TIMES " x\n",
		HEAD "seal 87cd58c1  " RECIPIENT " " TIMES "\n",
		HEAD "seal 87cd58c1\t" RECIPIENT " " TIMES "\n",
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		struct mc_str text = signed_list(bad[i]);

		assert_refused(mc_slice_of(&text));
		mc_str_done(&text);
	}
}

static void another_root_does_not_sign(void **state)
{
	struct mc_str text;
	uint8_t sig[64];

	(void)state;
	mc_str_init(&text, 4000);
	mc_str_puts(&text, BODY);
	mc_sign(signer, mc_slice_of(&text), sig);
	mc_str_puts(&text, "signature ");
	mc_base64url_encode((struct mc_slice){sig, sizeof(sig)}, &text);
	mc_str_puts(&text, "\n");
	assert_refused(mc_slice_of(&text));
	mc_str_done(&text);
}

static struct mc_str list_of_keys(int count)
{
	struct mc_str body, text;

	mc_str_init(&body, 100000);
	mc_str_puts(&body, HEAD);
	for (int i = 0; i < count; i++) {
		struct mc_open_key *key = mc_open_key_new();
		struct mc_seal_key seal;
		char recipient[MC_RECIPIENT_LEN];

		mc_open_key_public(key, &seal);
		mc_seal_key_format(&seal, recipient);
		mc_str_printf(&body, "seal %s %s " TIMES "\n", seal.kid, recipient);
		mc_open_key_free(key);
	}
	text = signed_list(body.data);
	mc_str_done(&body);
	return text;
}

static void at_most_64_keys(void **state)
{
	struct mc_str most = list_of_keys(64), more = list_of_keys(65);

	(void)state;
	mc_keyring_free(ring_of(most.data));
	assert_refused(mc_slice_of(&more));
	mc_str_done(&most);
	mc_str_done(&more);
}

static void keys_count_in_their_time(void **state)
{
	struct mc_keyring *ring = ring_of(LIST);

	(void)state;
	assert_null(mc_keyring_verify_key(ring, "39f713d0", from - 1));
	assert_non_null(mc_keyring_verify_key(ring, "39f713d0", from));
	assert_non_null(mc_keyring_verify_key(ring, "39f713d0", until - 1));
	assert_null(mc_keyring_verify_key(ring, "39f713d0", until));
	assert_null(mc_keyring_verify_key(ring, "87cd58c1", from)); /* that one seals */
	assert_null(mc_keyring_verify_key(ring, "", from));
	assert_null(mc_keyring_seal_key(ring, from - 1));
	assert_non_null(mc_keyring_seal_key(ring, until - 1));
	assert_null(mc_keyring_seal_key(ring, until));
	mc_keyring_free(ring);
}

/* Overlapping keys during a rotation: the newer one seals as soon as it is valid. */
static void the_newest_valid_key_seals(void **state)
{
	struct mc_keyring_entry entries[3];
	struct mc_keyring *ring = NULL;
	struct mc_str text;

	(void)state;
	for (int i = 0; i < 3; i++) {
		static const int order[] = {1, 2, 0};
		struct mc_open_key *key = mc_open_key_new();

		entries[i] = (struct mc_keyring_entry){
			.seals = true,
			.from = from + order[i] * 10 * MC_DAY,
			.until = from + order[i] * 10 * MC_DAY + 15 * MC_DAY,
		};
		mc_open_key_public(key, &entries[i].seal);
		mc_open_key_free(key);
	}
	mc_str_init(&text, 4000);
	assert_ok(mc_keyring_format(root, 1, from, entries, 3, &text, NULL));
	ring = ring_of(text.data);
	assert_string_equal(mc_keyring_seal_key(ring, from)->kid, entries[2].seal.kid);
	assert_string_equal(mc_keyring_seal_key(ring, from + 12 * MC_DAY)->kid,
			    entries[0].seal.kid);
	assert_string_equal(mc_keyring_seal_key(ring, from + 34 * MC_DAY)->kid,
			    entries[1].seal.kid);
	/* past or before them all: none is due, but there is a newest */
	assert_null(mc_keyring_seal_key(ring, from + 3650 * MC_DAY));
	assert_string_equal(mc_keyring_newest_seal_key(ring)->kid, entries[1].seal.kid);
	mc_keyring_free(ring);
	mc_str_done(&text);
}

static void statements(void **state)
{
	struct mc_keyring *ring = ring_of(LIST);
	struct mc_str token, payload;

	(void)state;
	mc_str_init(&token, 4000);
	mc_str_init(&payload, 4000);
	assert_ok(mc_jws_sign(signer, "receipt", mc_slice_text("{}"), &token, NULL));
	assert_ok(mc_keyring_verify(ring, mc_slice_of(&token), "receipt", from, &payload, NULL));
	assert_string_equal(payload.data, "{}");
	assert_code(mc_keyring_verify(ring, mc_slice_of(&token), "receipt", until, &payload, NULL),
		    MC_E_KEY_UNKNOWN);
	assert_code(mc_keyring_verify(ring, mc_slice_of(&token), "event", from, &payload, NULL),
		    MC_E_JWS_SHAPE);
	token.data[token.len - 5] ^= 1;
	assert_code(mc_keyring_verify(ring, mc_slice_of(&token), "receipt", from, &payload, NULL),
		    MC_E_SIGNATURE);
	mc_str_reset(&token);
	/* the root signs lists, never statements */
	assert_ok(mc_jws_sign(root, "receipt", mc_slice_text("{}"), &token, NULL));
	assert_code(mc_keyring_verify(ring, mc_slice_of(&token), "receipt", from, &payload, NULL),
		    MC_E_KEY_UNKNOWN);
	assert_string_equal(payload.data, "{}");
	mc_str_done(&token);
	mc_str_done(&payload);
	mc_keyring_free(ring);
}

static void files(void **state)
{
	char *dir = test_dir(), *path = mc_path_join(dir, "gateway.keys");
	char *big = mc_calloc(100001, 1);
	struct mc_keyring *ring = NULL;
	struct mc_err why;

	(void)state;
	assert_code(mc_keyring_load(path, &ring, &why), MC_E_KEYS_MISSING);
	assert_ok(mc_file_write(path, 0644, mc_slice_text(LIST), NULL));
	assert_ok(mc_keyring_load(path, &ring, NULL));
	assert_int_equal(mc_keyring_version(ring), 3);
	mc_keyring_free(ring);
	ring = NULL;
	memset(big, 'x', 100000);
	assert_ok(mc_file_write(path, 0644, mc_slice_text(big), NULL));
	assert_code(mc_keyring_load(path, &ring, &why), MC_E_KEYS_FILE);
	assert_int_equal(why.code, MC_E_KEYS_FILE);
	assert_code(mc_keyring_load(dir, &ring, NULL), MC_E_KEYS_FILE);
	assert_null(ring);
	free(big);
	free(path);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_known_list),
		cmocka_unit_test(the_writer_writes_that_list),
		cmocka_unit_test(the_writer_refuses_what_no_reader_takes),
		cmocka_unit_test(any_changed_bit_is_noticed),
		cmocka_unit_test(cuts_and_additions),
		cmocka_unit_test(other_lines_are_refused),
		cmocka_unit_test(another_root_does_not_sign),
		cmocka_unit_test(at_most_64_keys),
		cmocka_unit_test(keys_count_in_their_time),
		cmocka_unit_test(the_newest_valid_key_seals),
		cmocka_unit_test(statements),
		cmocka_unit_test(files),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
