/* SPDX-License-Identifier: MPL-2.0 */
/* pack_test.c - packs: what is no pack, and what a desk would find wrong with its files. */
#include "support/check.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/wire/pack.h"

#define A "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
#define FILES "\"files\":[{\"name\":\"a.json\",\"size\":1,\"sha256\":\"" A "\"}]"
#define HEAD "{\"v\":1,\"name\":\"legal\",\"at\":\"2026-11-23T07:05:00Z\","

static void test_refused(void **state)
{
	static const char *const texts[] = {
		"{\"v\":1,\"name\":\"fees\",\"at\":\"2026-11-23T07:05:00Z\",\"from\":\"2026-11-23\"," FILES "}",
		"{\"v\":1,\"name\":\"legal\",\"from\":\"2026-11-23\"," FILES "}",
		HEAD FILES "}",
		HEAD "\"from\":\"2026-11\"," FILES "}",
		HEAD "\"from\":\"2026-11-23\",\"until\":\"2026-11-22\"," FILES "}",
		HEAD "\"from\":\"2026-11-23\"}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[1]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[{\"name\":\"../a.json\",\"size\":1,\"sha256\":\"" A "\"}]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[{\"name\":\".a.json\",\"size\":1,\"sha256\":\"" A "\"}]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[{\"name\":\"pack.jws\",\"size\":1,\"sha256\":\"" A "\"}]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[{\"name\":\"a.json\",\"size\":0,\"sha256\":\"" A "\"}]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[{\"name\":\"a.json\",\"size\":1048577,\"sha256\":\"" A "\"}]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[{\"name\":\"a.json\",\"size\":1,\"sha256\":\"2c26\"}]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[{\"name\":\"b.json\",\"size\":1,\"sha256\":\"" A
		     "\"},{\"name\":\"a.json\",\"size\":1,\"sha256\":\"" A "\"}]}",
		HEAD "\"from\":\"2026-11-23\",\"files\":[{\"name\":\"a.json\",\"size\":1,\"sha256\":\"" A
		     "\"},{\"name\":\"a.json\",\"size\":1,\"sha256\":\"" A "\"}]}",
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(texts); i++) {
		struct mc_pack pack;

		if (mc_pack_parse(mc_slice_text(texts[i]), &pack, NULL) == MC_OK) {
			fail_msg("taken: %s", texts[i]);
		}
	}
}

static void test_a_member_of_a_newer_gateway_is_no_fault(void **state)
{
	struct mc_pack pack;

	(void)state;
	assert_ok(mc_pack_parse(mc_slice_text(HEAD "\"from\":\"2026-11-23\",\"new\":[1]," FILES "}"),
				&pack, NULL));
	assert_int_equal(pack.files.len, 1);
	mc_pack_done(&pack);
}

static void test_lists(void **state)
{
	struct mc_vec list;
	struct mc_str text;

	(void)state;
	assert_ok(mc_packs_parse(mc_slice_text("{\"v\":1,\"packs\":[]}"), &list, NULL));
	assert_int_equal(list.len, 0);
	mc_packs_done(&list);
	assert_code(mc_packs_parse(mc_slice_text("{\"v\":1}"), &list, NULL), MC_E_JSON_SHAPE);
	assert_code(mc_packs_parse(mc_slice_text("{\"v\":1,\"packs\":[\"<html>\"]}"), &list, NULL),
		    MC_E_JSON_SHAPE);
	mc_str_init(&text, 4096);
	mc_str_puts(&text, "{\"v\":1,\"packs\":[");
	for (int i = 0; i <= MC_PACKS_MAX; i++) {
		mc_str_printf(&text, "%s\"aGVhZA.Ym9keQ.c2ln\"", i ? "," : "");
	}
	mc_str_puts(&text, "]}");
	assert_code(mc_packs_parse(mc_slice_of(&text), &list, NULL), MC_E_JSON_SHAPE);
	mc_str_done(&text);
}

/* ---- the files */

static void add(struct mc_vec *sources, const char *name, const char *path)
{
	struct mc_pack_source *source = mc_vec_push(sources);

	MC_COPY(source->name, name);
	mc_str_init(&source->text, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &source->text, NULL));
}

static void add_folder(struct mc_vec *sources, const char *dir)
{
	struct dirent **names;
	int count = scandir(dir, &names, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		char *path = mc_path_join(dir, names[i]->d_name);

		if (mc_pack_file_name(names[i]->d_name)) {
			add(sources, names[i]->d_name, path);
		}
		free(path);
		free(names[i]);
	}
	free(names);
}

static void done(struct mc_vec *sources)
{
	MC_VEC_EACH(sources, struct mc_pack_source, source) {
		mc_str_done(&source->text);
	}
	mc_vec_done(sources);
}

static void test_what_is_shipped_could_be_published(void **state)
{
	(void)state;
	for (int name = 0; name < MC_PACK_COUNT; name++) {
		char *dir = mc_path_join(MC_SOURCE_DIR "/data", mc_pack_word((enum mc_pack_name)name));
		struct mc_vec sources, faults;

		mc_vec_init(&sources, sizeof(struct mc_pack_source), MC_PACK_FILES_MAX);
		mc_vec_init(&faults, sizeof(struct mc_pack_fault), MC_FAULTS_MAX);
		add_folder(&sources, dir);
		assert_true(sources.len > 0);
		mc_pack_faults((enum mc_pack_name)name, &sources, &faults);
		MC_VEC_EACH(&faults, struct mc_pack_fault, it) {
			fail_msg("%s:%d: %s: %s", it->file, it->at.line, it->at.fault.path,
				 it->at.fault.reason);
		}
		mc_vec_done(&faults);
		done(&sources);
		free(dir);
	}
}

static void test_faults(void **state)
{
	static const struct {
		enum mc_pack_name name;
		const char *file, *source, *spoil, *with; /* a word of it replaced; NULL: as it is */
		const char *at, *path;
	} rows[] = {
		{MC_PACK_PROCEDURES, "9.json", "procedures/1.000419.json", NULL, NULL, "9.json", "code"},
		{MC_PACK_PROCEDURES, "1.000419.json", "procedures/1.000419.json", "\"title\"", "\"titel\"",
		 "1.000419.json", ""},
		{MC_PACK_HOLIDAYS, "2025.json", "holidays/2026.json", NULL, NULL, "2025.json", "year"},
		{MC_PACK_HOLIDAYS, "2026.json", "holidays/2026.json", "\"swapped_off\"", "\"swopped\"",
		 "2026.json", ""},
		{MC_PACK_LEGAL, "book.json", "legal/household_book.json", NULL, NULL, "book.json", "id"},
		{MC_PACK_PLACES, "provinces.json", "places/provinces.json", NULL, NULL, "communes.json", ""},
		{MC_PACK_PLACES, "x.json", "places/provinces.json", NULL, NULL, "x.json", ""},
		{MC_PACK_LEGAL, "household book.json", "legal/household_book.json", NULL, NULL,
		 "household book.json", ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char *data = mc_path_join(MC_SOURCE_DIR "/data", rows[i].source), *word;
		struct mc_vec sources, faults;
		const struct mc_pack_fault *first;
		struct mc_pack_source *source;

		mc_vec_init(&sources, sizeof(struct mc_pack_source), MC_PACK_FILES_MAX);
		mc_vec_init(&faults, sizeof(struct mc_pack_fault), MC_FAULTS_MAX);
		add(&sources, rows[i].file, data);
		source = mc_vec_at(&sources, 0);
		word = rows[i].spoil ? strstr(source->text.data, rows[i].spoil) : NULL;
		if (rows[i].spoil) {
			assert_non_null(word);
			memset(word, ' ', strlen(rows[i].spoil));
			memcpy(word, rows[i].with, strlen(rows[i].with));
		}
		mc_pack_faults(rows[i].name, &sources, &faults);
		first = mc_vec_at(&faults, 0);
		assert_non_null(first);
		assert_string_equal(first->file, rows[i].at);
		if (*rows[i].path) {
			assert_string_equal(first->at.fault.path, rows[i].path);
			assert_true(first->at.line > 1);
		}
		mc_vec_done(&faults);
		done(&sources);
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_a_member_of_a_newer_gateway_is_no_fault),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_what_is_shipped_could_be_published),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
