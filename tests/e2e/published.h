/* SPDX-License-Identifier: MPL-2.0 */
/*
 * published.h - a folder of the catalogue as a province publishes it: the shipped files, changed
 * where a test wants it; and what a desk says that it has in use.
 */
#ifndef TESTS_E2E_PUBLISHED_H
#define TESTS_E2E_PUBLISHED_H

#include <dirent.h>
#include <sys/stat.h>

#include "e2e/dossier.h"

/* data/<name> into a new folder. The word, where a file has it, becomes the other of equal
 * length, in at most so many files; returns in how many. */
static inline int published_folder(const char *name, const char *dir, const char *word,
				   const char *with, int at_most)
{
	char shipped[4096];
	struct dirent **names;
	int count, changed = 0;

	snprintf(shipped, sizeof(shipped), MC_SOURCE_DIR "/data/%s", name);
	count = scandir(shipped, &names, NULL, alphasort);
	assert_true(count > 0);
	assert_int_equal(mkdir(dir, 0700), 0);
	for (int i = 0; i < count; i++) {
		char from[4096], to[4096], *text, *at;
		size_t len;

		snprintf(from, sizeof(from), MC_SOURCE_DIR "/data/%s/%s", name, names[i]->d_name);
		snprintf(to, sizeof(to), "%s/%s", dir, names[i]->d_name);
		free(names[i]);
		text = strstr(from, ".json") ? world_read(from, &len) : NULL;
		at = text && changed < at_most ? strstr(text, word) : NULL;
		if (at) {
			memcpy(at, with, strlen(with));
			changed++;
		}
		if (text) {
			world_write(to, text, len);
		}
		free(text);
	}
	free(names);
	return changed;
}

/* motcua-gateway pack; its status. */
static inline int publish(const char *name, const char *dir)
{
	const char *argv[] = {world_program("motcua-gateway"), "pack", name, dir, "--data",
			      world_path("gateway"), NULL};
	struct world_run run;
	int status;

	world_run(&run, argv, NULL);
	status = run.status;
	world_run_done(&run);
	return status;
}

/* The row of "catalog packs" for that name; put `ret_all` when done. */
static inline struct json_object *pack_row(const char *name, struct json_object **ret_all)
{
	*ret_all = desk(NULL, 0, "catalog", "packs", NULL);
	for (size_t i = 0; i < json_object_array_length(*ret_all); i++) {
		struct json_object *row = json_object_array_get_idx(*ret_all, i);

		if (!strcmp(text_of(row, "name"), name)) {
			return row;
		}
	}
	fail_msg("no pack is called %s", name);
	return NULL;
}

/* Where what is in use comes from is `from`: "package" or "gateway", then verified. */
static inline bool is_in_use(const char *name, const char *from)
{
	struct json_object *all, *row = pack_row(name, &all), *verified;
	bool is = !strcmp(text_of(row, "from"), from);

	if (is && !strcmp(from, "gateway")) {
		assert_true(json_object_object_get_ex(row, "verified", &verified));
		assert_true(json_object_get_boolean(verified));
		assert_int_equal(strlen(text_of(row, "kid")), 8);
	}
	json_object_put(all);
	return is;
}

/* How many of the procedures in use have a version that begins so. */
static inline int versions_from(const char *year)
{
	struct json_object *said = desk(NULL, 0, "catalog", NULL);
	int count = 0;

	for (size_t i = 0; i < json_object_array_length(said); i++) {
		struct json_object *one = json_object_array_get_idx(said, i);

		count += !strncmp(text_of(one, "version"), year, strlen(year));
	}
	json_object_put(said);
	return count;
}

#endif
