/* SPDX-License-Identifier: MPL-2.0 */
/* catalogues_test.c - packs published from a folder, told by the running gateway. */
#include "gateway/harness.h"

#include <sys/stat.h>

#include "motcua/wire/pack.h"

static void publish_from(struct gateway *g, const char *name, const char *folder, const char *from,
			 enum mc_code expected, struct mc_str *ret)
{
	struct mc_options options = {.data = g->dir, .operand = name, .operand2 = folder, .from = from};

	assert_code(run(g, mc_cmd_pack, &options, ret), expected);
}

static void publish(struct gateway *g, const char *name, const char *folder, const char *from)
{
	struct mc_str out;

	publish_from(g, name, folder, from, MC_OK, &out);
	mc_str_done(&out);
}

static struct test_reply get(const struct gateway *g, const char *path, const char *headers)
{
	return test_call(g->socket, "GET", path, headers, "", 0);
}

/* A pack of the list that the gateway tells, verified; the caller ends it. */
static size_t pack_of(struct gateway *g, const char *name, size_t i, struct mc_pack *ret)
{
	char path[64];
	struct test_reply r;
	struct mc_vec list;
	size_t count;

	snprintf(path, sizeof(path), "/v1/catalogues/%s", name);
	r = get(g, path, "");
	assert_int_equal(r.status, 200);
	assert_ok(mc_packs_parse(mc_slice_text(r.body), &list, NULL));
	count = list.len;
	if (i < count) {
		struct mc_slice jws = mc_slice_text(*(char **)mc_vec_at(&list, i));
		struct mc_str payload;

		mc_str_init(&payload, MC_JWS_MAX);
		assert_ok(mc_keyring_verify(g->ring, jws, "pack", mc_clock_now(), &payload, NULL));
		assert_ok(mc_pack_parse(mc_slice_of(&payload), ret, NULL));
		mc_str_done(&payload);
	}
	mc_packs_done(&list);
	test_reply_done(&r);
	return count;
}

static void hello_word(struct gateway *g, char ret[9])
{
	struct test_reply r = get(g, "/v1/hello?nonce=AAAAAAAAAAAAAAAAAAAAAA", "");
	struct mc_reply reply;
	struct mc_hello hello;
	struct mc_str payload;

	mc_str_init(&payload, MC_JWS_MAX);
	assert_ok(mc_reply_parse(mc_slice_text(r.body), &reply, NULL));
	assert_ok(mc_jws_peek(mc_slice_text(reply.outer), "hello", &payload, NULL));
	assert_ok(mc_hello_parse(mc_slice_of(&payload), &hello, NULL));
	memcpy(ret, hello.packs, 9);
	mc_reply_done(&reply);
	mc_str_done(&payload);
	test_reply_done(&r);
}

static void test_published(void **state)
{
	struct gateway *g = *state;
	char before[9], after[9], path[160];
	const struct mc_pack_file *file;
	struct test_reply r;
	struct mc_pack pack;
	char sha256[MC_SHA256_HEX];

	hello_word(g, before);
	assert_string_equal(before, "");
	assert_int_equal(pack_of(g, "holidays", 0, &pack), 0);
	publish(g, "holidays", MC_SOURCE_DIR "/data/holidays", NULL);
	hello_word(g, after);
	assert_int_equal(strlen(after), 8);
	assert_int_equal(pack_of(g, "holidays", 0, &pack), 1);
	assert_true(pack.files.len >= 3);
	file = mc_vec_at(&pack.files, 0);
	snprintf(path, sizeof(path), "/v1/catalogues/holidays/%s", file->sha256);
	r = get(g, path, "");
	assert_int_equal(r.status, 200);
	assert_int_equal(r.len, file->size);
	mc_sha256_hex((struct mc_slice){r.body, r.len}, sha256);
	assert_string_equal(sha256, file->sha256);
	test_reply_done(&r);
	/* not under another name, and nothing that no pack has */
	snprintf(path, sizeof(path), "/v1/catalogues/legal/%s", file->sha256);
	r = get(g, path, "");
	assert_int_equal(r.status, 404);
	test_reply_done(&r);
	mc_pack_done(&pack);
	r = get(g, "/v1/catalogues/fees", "");
	assert_int_equal(r.status, 404);
	test_reply_done(&r);
}

static void test_known_is_304(void **state)
{
	struct gateway *g = *state;
	struct test_reply r;
	char header[96];

	publish(g, "legal", MC_SOURCE_DIR "/data/legal", NULL);
	r = get(g, "/v1/catalogues/legal", "");
	snprintf(header, sizeof(header), "If-None-Match: %s\r\n", test_header(&r, "ETag"));
	test_reply_done(&r);
	r = get(g, "/v1/catalogues/legal", header);
	assert_int_equal(r.status, 304);
	assert_int_equal(r.len, 0);
	test_reply_done(&r);
	publish(g, "legal", MC_SOURCE_DIR "/data/legal", NULL);
	r = get(g, "/v1/catalogues/legal", header);
	assert_int_equal(r.status, 200);
	test_reply_done(&r);
}

/* What counts today and what will, and nothing older; each newer than the one before. */
static void test_days(void **state)
{
	struct gateway *g = *state;
	struct mc_pack first, second;

	publish(g, "legal", MC_SOURCE_DIR "/data/legal", NULL);
	publish(g, "legal", MC_SOURCE_DIR "/data/legal", NULL);
	publish(g, "legal", MC_SOURCE_DIR "/data/legal", "2399-01-01");
	assert_int_equal(pack_of(g, "legal", 0, &first), 2);
	assert_int_equal(pack_of(g, "legal", 1, &second), 2);
	assert_true(first.at < second.at);
	assert_int_equal(second.from.year, 2399);
	mc_pack_done(&first);
	mc_pack_done(&second);
	assert_int_equal(stop(g, SIGTERM), 0);
	start(g);
	assert_int_equal(pack_of(g, "legal", 9, &first), 2);
}

static void copy(const char *from, const char *to, const char *spoil)
{
	struct mc_str text;
	char *word;

	mc_str_init(&text, MC_JSON_MAX);
	assert_ok(mc_file_read(from, &text, NULL));
	word = spoil ? strstr(text.data, spoil) : NULL;
	if (spoil) {
		assert_non_null(word);
		*word = 'X';
	}
	assert_ok(mc_file_write(to, 0600, mc_slice_of(&text), NULL));
	mc_str_done(&text);
}

/* Nothing of a folder with a faulty file goes out; the fault has its file and line. */
static void test_faulty_is_not_signed(void **state)
{
	struct gateway *g = *state;
	char *dir = mc_path_join(g->dir, "folder"), *file = mc_path_join(dir, "2026.json");
	struct mc_pack pack;
	struct mc_str out;

	assert_int_equal(mkdir(dir, 0700), 0);
	copy(MC_SOURCE_DIR "/data/holidays/2026.json", file, "swapped_off");
	publish_from(g, "holidays", dir, NULL, MC_E_PACK_FAULTS, &out);
	assert_non_null(strstr(out.data, "2026.json:"));
	mc_str_done(&out);
	assert_int_equal(pack_of(g, "holidays", 0, &pack), 0);
	publish_from(g, "fees", dir, NULL, MC_E_USAGE, &out);
	mc_str_done(&out);
	publish_from(g, "holidays", MC_SOURCE_DIR "/data/holidays", "2026-11", MC_E_USAGE, &out);
	mc_str_done(&out);
	publish_from(g, "holidays", g->dir, NULL, MC_E_FILE_READ, &out);
	mc_str_done(&out);
	assert_int_equal(pack_of(g, "holidays", 0, &pack), 0);
	free(file);
	free(dir);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_published),
		TEST(test_known_is_304),
		TEST(test_days),
		TEST(test_faulty_is_not_signed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
