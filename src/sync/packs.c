/* SPDX-License-Identifier: MPL-2.0 */
/* packs.c - what of packs is held here: looked up, kept, swept; and whose a list is. */
#include "sync/packs.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/spawn.h"
#include "motcua/seal/hash.h"
#include "motcua/trust/statement.h"

enum {
	FOLDER_MODE = 02770, /* shared with the desk's account, whatever the umask is */
	FILE_MODE = 0660,
};

/* The caller frees. */
static char *folder(const struct mc_paths *paths, enum mc_pack_name name)
{
	return mc_path_join(paths->arrived, mc_pack_word(name));
}

static char *place(const struct mc_paths *paths, enum mc_pack_name name, const char *file)
{
	char *dir = folder(paths, name), *path = mc_path_join(dir, file);

	free(dir);
	return path;
}

void packs_file_name(const struct mc_pack_file *file, char ret[PACKS_NAME_LEN])
{
	snprintf(ret, PACKS_NAME_LEN, "%s.json", file->sha256);
}

static bool has_digest(const char *path, const char *sha256)
{
	char found[MC_SHA256_HEX];

	return !mc_sha256_file(path, found, NULL) && !strcmp(found, sha256);
}

static bool is_shipped(enum mc_pack_name name, const struct mc_pack_file *file)
{
	char shipped[MC_WORD_LEN + 16], *path;
	bool same;

	snprintf(shipped, sizeof(shipped), "%s/%s", mc_pack_word(name), file->name);
	if (mc_data_path(shipped, &path, NULL)) {
		return false;
	}
	same = has_digest(path, file->sha256);
	free(path);
	return same;
}

bool packs_has(const struct mc_paths *paths, enum mc_pack_name name,
	       const struct mc_pack_file *file)
{
	char own[PACKS_NAME_LEN], *path;
	bool here;

	packs_file_name(file, own);
	path = place(paths, name, own);
	here = has_digest(path, file->sha256);
	free(path);
	return here || is_shipped(name, file);
}

bool packs_names(const struct mc_vec *files, const char *sha256)
{
	MC_VEC_EACH(files, const struct mc_pack_file, file) {
		if (!strcmp(file->sha256, sha256)) {
			return true;
		}
	}
	return false;
}

bool packs_held(const struct mc_paths *paths, enum mc_pack_name name, struct mc_str *ret)
{
	char *path = place(paths, name, PACKS_LIST);
	bool held = ret ? !mc_file_read(path, ret, NULL) : mc_file_exists(path);

	free(path);
	return held;
}

enum mc_code packs_keep(const struct mc_paths *paths, enum mc_pack_name name, const char *file,
			struct mc_slice bytes, struct mc_err *why)
{
	char *dir = folder(paths, name), *path = mc_path_join(dir, file);
	enum mc_code code = mc_dir_make(dir, FOLDER_MODE, why);

	code = code ? code : mc_file_write(path, FILE_MODE, bytes, why);
	free(path);
	free(dir);
	return code;
}

enum mc_code packs_judge(const struct mc_keyring *keyring, enum mc_pack_name name,
			 struct mc_slice list, void (*each)(void *ctx, const struct mc_pack *pack),
			 void *ctx, int64_t *ret_at, struct mc_err *why)
{
	struct mc_vec statements;
	int64_t newest = 0;
	enum mc_code code = mc_packs_parse(list, &statements, why);

	if (code) {
		return code;
	}
	for (size_t i = 0; !code && i < statements.len; i++) {
		const char *jws = *(char **)mc_vec_at(&statements, i);
		struct mc_pack pack;

		code = mc_statement_pack(keyring, mc_slice_text(jws), name, &pack, why);
		if (!code) {
			newest = pack.at > newest ? pack.at : newest;
			if (each) {
				each(ctx, &pack);
			}
			mc_pack_done(&pack);
		}
	}
	mc_packs_done(&statements);
	if (!code) {
		*ret_at = newest;
	}
	return code;
}

/* ---- sweeping */

static void add_files(void *ctx, const struct mc_pack *pack)
{
	MC_VEC_EACH(&pack->files, const struct mc_pack_file, file) {
		struct mc_pack_file *to = mc_vec_push(ctx);

		if (to) {
			*to = *file;
		}
	}
}

static bool is_named(const struct mc_vec *files, const char *name)
{
	MC_VEC_EACH(files, const struct mc_pack_file, file) {
		char own[PACKS_NAME_LEN];

		packs_file_name(file, own);
		if (!strcmp(own, name)) {
			return true;
		}
	}
	return !strcmp(name, PACKS_LIST);
}

void packs_sweep(const struct mc_paths *paths, const struct mc_keyring *keyring,
		 enum mc_pack_name name, struct mc_slice list)
{
	char *dir = folder(paths, name);
	DIR *open = opendir(dir);
	const struct dirent *entry;
	struct mc_vec files;
	int64_t at;

	mc_vec_init(&files, sizeof(struct mc_pack_file), MC_PACKS_MAX * MC_PACK_FILES_MAX);
	if (open && !packs_judge(keyring, name, list, add_files, &files, &at, NULL)) {
		while ((entry = readdir(open)) != NULL) {
			char *path = mc_path_join(dir, entry->d_name);

			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
			    !is_named(&files, entry->d_name)) {
				(void)unlink(path);
			}
			free(path);
		}
	}
	if (open) {
		closedir(open);
	}
	mc_vec_done(&files);
	free(dir);
}
