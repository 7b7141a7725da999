/* SPDX-License-Identifier: MPL-2.0 */
/*
 * packs_take.c - packs that the courier brought: believed only for their signature and their
 * digests, refused when they are older than what is held, and laid in whole or not at all.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk/packs.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"
#include "motcua/trust/statement.h"

#define HALF_DONE ".new-"
#define HALF_DONE_GRACE MC_HOUR /* another desk may be at it */

/* ---- a folder goes, with the files in it */

static void remove_folder(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		char *file = mc_path_join(path, entry->d_name);

		(void)unlink(file); /* "." and ".." are no files */
		free(file);
	}
	if (dir) {
		closedir(dir);
	}
	(void)rmdir(path);
}

/* ---- the bytes, from wherever they are right */

static bool read_if_right(const char *path, const struct mc_pack_file *file, struct mc_str *ret)
{
	char sha256[MC_SHA256_HEX];

	mc_str_reset(ret);
	if (mc_file_read(path, ret, NULL) || (int64_t)ret->len != file->size) {
		return false;
	}
	mc_sha256_hex(mc_slice_of(ret), sha256);
	return !strcmp(sha256, file->sha256);
}

static bool find_arrived(const struct mc_desk *desk, enum mc_pack_name name,
			 const struct mc_pack_file *file, struct mc_str *ret)
{
	char own[MC_WORD_LEN + MC_DIGEST_LEN + 8], *path;
	bool found;

	snprintf(own, sizeof(own), "%s/%s.json", mc_pack_word(name), file->sha256);
	path = mc_path_join(desk->paths.arrived, own);
	found = read_if_right(path, file, ret);
	free(path);
	return found;
}

static bool find_shipped(enum mc_pack_name name, const struct mc_pack_file *file,
			 struct mc_str *ret)
{
	char own[2 * MC_WORD_LEN], *path;
	bool found;

	snprintf(own, sizeof(own), "%s/%s", mc_pack_word(name), file->name);
	if (mc_data_path(own, &path, NULL)) {
		return false;
	}
	found = read_if_right(path, file, ret);
	free(path);
	return found;
}

/* ---- laying one in */

static enum mc_code fill(const struct mc_desk *desk, enum mc_pack_name name,
			 const struct mc_pack *pack, const char *jws, const char *to,
			 struct mc_err *why)
{
	char *path = mc_path_join(to, DESK_PACK_STATEMENT);
	struct mc_str bytes;
	enum mc_code code = mc_file_fill(path, 0600, mc_slice_text(jws), why);

	free(path);
	mc_str_init(&bytes, MC_JSON_MAX);
	for (size_t i = 0; !code && i < pack->files.len; i++) {
		const struct mc_pack_file *file = mc_vec_at(&pack->files, i);

		if (!find_arrived(desk, name, file, &bytes) && !find_shipped(name, file, &bytes)) {
			code = mc_fail(why, MC_E_PACK_DAMAGED, "%s: not here", file->name);
			break;
		}
		path = mc_path_join(to, file->name);
		code = mc_file_fill(path, 0600, mc_slice_of(&bytes), why);
		free(path);
	}
	mc_str_done(&bytes);
	return code ? code : mc_dir_sync_all(to, why);
}

static enum mc_code fail_disk(int error, struct mc_err *why)
{
	return mc_fail(why, error == ENOSPC || error == EDQUOT ? MC_E_DISK_FULL : MC_E_FILE_WRITE,
		       "packs: %s", strerror(error));
}

/* The name is what makes it one. Another desk of this store may have been faster. */
static enum mc_code give_name(const char *from, const char *to, const char *parent,
			      struct mc_err *why)
{
	if (rename(from, to)) {
		return errno == EEXIST || errno == ENOTEMPTY ? MC_OK : fail_disk(errno, why);
	}
	return mc_dir_sync_all(parent, why);
}

static enum mc_code audit(struct mc_desk *desk, const struct mc_pack *pack, struct mc_err *why)
{
	char outcome[48], at[MC_TIME_LEN];

	mc_time_format(pack->at, at);
	snprintf(outcome, sizeof(outcome), "%s %s", pack->name, at);
	return desk_audit(desk, "pack", "", "", outcome, why);
}

static enum mc_code lay_in(struct mc_desk *desk, enum mc_pack_name name,
			   const struct mc_pack *pack, const char *jws, const char *dir,
			   struct mc_err *why)
{
	char *parent = mc_path_join(desk->paths.packs, mc_pack_word(name));
	char *half = mc_path_join(parent, HALF_DONE "XXXXXX");
	char *whole = mc_path_join(parent, dir);
	enum mc_code code = mc_dir_make(parent, 0700, why);

	if (!code && !mkdtemp(half)) {
		code = fail_disk(errno, why);
	} else if (!code) {
		code = fill(desk, name, pack, jws, half, why);
		code = code ? code : audit(desk, pack, why);
		code = code ? code : give_name(half, whole, parent, why);
		remove_folder(half); /* nothing, once it has its name */
	}
	free(whole);
	free(half);
	free(parent);
	return code;
}

/* ---- what nobody needs any more */

static void remove_halves(const struct mc_desk *desk, enum mc_pack_name name)
{
	char *parent = mc_path_join(desk->paths.packs, mc_pack_word(name));
	DIR *dir = opendir(parent);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		char *path = mc_path_join(parent, entry->d_name);
		struct stat st;

		if (!strncmp(entry->d_name, HALF_DONE, strlen(HALF_DONE)) && !stat(path, &st) &&
		    (int64_t)st.st_mtime * MC_SECOND + HALF_DONE_GRACE < mc_clock_now()) {
			remove_folder(path);
		}
		free(path);
	}
	if (dir) {
		closedir(dir);
	}
	free(parent);
}

/* The one before the one in use stays: a desk that is open may still read of it. */
static void remove_old(const struct mc_desk *desk, enum mc_pack_name name)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	struct mc_vec held;
	int in_use;

	desk_packs_held(desk, name, &held);
	in_use = desk_packs_in_use(&held, &today);
	for (int i = 0; i + 1 < in_use; i++) {
		const struct desk_pack_held *old = mc_vec_at(&held, (size_t)i);
		char *path = desk_pack_path(desk, name, old->dir);

		remove_folder(path);
		free(path);
	}
	mc_vec_done(&held);
}

/* ---- a list */

struct taking {
	struct mc_desk *desk;
	enum mc_pack_name name;
	struct mc_vec held; /* struct desk_pack_held, as it was before */
	struct mc_vec packs; /* struct mc_pack, verified; one for each statement */
	const struct mc_vec *statements;
	bool any;
};

static bool is_held(const struct taking *it, const char *dir)
{
	MC_VEC_EACH(&it->held, struct desk_pack_held, held) {
		if (!strcmp(held->dir, dir)) {
			return true;
		}
	}
	return false;
}

/* All are verified before the first is laid in. */
static enum mc_code verify_all(struct taking *it, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < it->statements->len; i++) {
		const char *jws = *(char **)mc_vec_at(it->statements, i);
		struct mc_pack pack, *to;

		code = mc_statement_pack(it->desk->keyring, mc_slice_text(jws), it->name, &pack,
					 why);
		if (!code && (to = mc_vec_push(&it->packs)) != NULL) {
			*to = pack;
		}
	}
	return code;
}

/* Names of folders order packs as their instants do. */
static enum mc_code check_age(const struct taking *it, struct mc_err *why)
{
	const struct desk_pack_held *newest = mc_vec_at(&it->held, it->held.len - 1);
	const struct mc_pack *last = mc_vec_at(&it->packs, it->packs.len - 1);
	char dir[DESK_PACK_DIR_LEN];

	if (!newest || !last) {
		return MC_OK;
	}
	desk_pack_dir_name(last, dir);
	return strcmp(dir, newest->dir) >= 0 ?
		       MC_OK :
		       mc_fail(why, MC_E_PACK_OLD, "%s: %.16s is older than %.16s", last->name, dir,
			       newest->dir);
}

static enum mc_code lay_all_in(struct taking *it, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < it->packs.len; i++) {
		const struct mc_pack *pack = mc_vec_at(&it->packs, i);
		char dir[DESK_PACK_DIR_LEN];

		desk_pack_dir_name(pack, dir);
		if (!is_held(it, dir)) {
			code = lay_in(it->desk, it->name, pack,
				      *(char **)mc_vec_at(it->statements, i), dir, why);
			it->any |= !code;
		}
	}
	return code;
}

static enum mc_code take_list(struct mc_desk *desk, enum mc_pack_name name, struct mc_slice list,
			      bool *ret_any, struct mc_err *why)
{
	struct taking it = {.desk = desk, .name = name};
	struct mc_vec statements;
	enum mc_code code = desk_keyring(desk, why);

	code = code ? code : mc_packs_parse(list, &statements, why);
	if (code) {
		return code;
	}
	it.statements = &statements;
	desk_packs_held(desk, name, &it.held);
	mc_vec_init(&it.packs, sizeof(struct mc_pack), MC_PACKS_MAX);
	code = verify_all(&it, why);
	code = code ? code : check_age(&it, why);
	code = code ? code : lay_all_in(&it, why);
	MC_VEC_EACH(&it.packs, struct mc_pack, pack) {
		mc_pack_done(pack);
	}
	mc_vec_done(&it.packs);
	mc_vec_done(&it.held);
	mc_packs_done(&statements);
	if (it.any) {
		remove_old(desk, name);
		remove_halves(desk, name);
	}
	*ret_any |= it.any;
	return code;
}

/* ---- each list once, by when it was renamed into place */

static char *list_path(const struct mc_desk *desk, enum mc_pack_name name)
{
	char *dir = mc_path_join(desk->paths.arrived, mc_pack_word(name));
	char *path = mc_path_join(dir, "list");

	free(dir);
	return path;
}

/* "" when there is none. */
static void stamp_of(const char *path, char ret[64])
{
	struct stat st;

	ret[0] = '\0';
	if (!stat(path, &st)) {
		snprintf(ret, 64, "%lld.%09ld %lld", (long long)st.st_mtim.tv_sec,
			 (long)st.st_mtim.tv_nsec, (long long)st.st_size);
	}
}

static bool is_taken(const struct mc_desk *desk, enum mc_pack_name name, const char *stamp)
{
	struct mc_str taken;
	char key[40];
	bool same;

	snprintf(key, sizeof(key), "packs_taken %s", mc_pack_word(name));
	mc_str_init(&taken, 256);
	same = !mc_store_get(desk->store, key, &taken, NULL) && !strcmp(taken.data, stamp);
	mc_str_done(&taken);
	return same;
}

static enum mc_code note_taken(const struct mc_desk *desk, enum mc_pack_name name,
			       const char *stamp, struct mc_err *why)
{
	char key[40];

	snprintf(key, sizeof(key), "packs_taken %s", mc_pack_word(name));
	return mc_store_set(desk->store, key, stamp, why);
}

static void take(struct mc_desk *desk, enum mc_pack_name name, bool *ret_any)
{
	struct mc_err *why = &desk->packs_why[name];
	char *path = list_path(desk, name), stamp[64];
	struct mc_str list;
	enum mc_code code = MC_OK;

	stamp_of(path, stamp);
	if (stamp[0] && !is_taken(desk, name, stamp)) {
		mc_str_init(&list, 2 * MC_JSON_MAX);
		code = mc_file_read(path, &list, why);
		code = code ? code : take_list(desk, name, mc_slice_of(&list), ret_any, why);
		code = code ? code : note_taken(desk, name, stamp, why);
		mc_str_done(&list);
	}
	why->code = code;
	free(path);
}

bool desk_packs_take(struct mc_desk *desk)
{
	bool any = false;
	bool wanted = !mc_desk_read_only(desk) && mc_file_exists(desk->paths.arrived);

	for (int name = 0; wanted && name < MC_PACK_COUNT; name++) {
		take(desk, (enum mc_pack_name)name, &any);
	}
	return any;
}

/* What the courier refused already, it says in a row: "<code> <instant>". */
static void refused_by_courier(struct mc_desk *desk, enum mc_pack_name name, struct mc_err *ret)
{
	struct mc_str row;
	char key[40];

	snprintf(key, sizeof(key), "packs_refused %s", mc_pack_word(name));
	mc_str_init(&row, 256);
	if (!mc_mail_get(desk->mail, key, &row, NULL) && row.len) {
		char code[12];

		snprintf(code, sizeof(code), "%.*s", (int)strcspn(row.data, " "), row.data);
		ret->code = mc_error_by_name(code);
		ret->code = ret->code < MC_CODE_COUNT ? ret->code : MC_E_PACK_DAMAGED;
		snprintf(ret->detail, sizeof(ret->detail), "%s", mc_pack_word(name));
	}
	mc_str_done(&row);
}

void desk_packs_refused(struct mc_desk *desk, enum mc_pack_name name, struct mc_err *ret)
{
	*ret = desk->packs_why[name];
	if (!ret->code) {
		refused_by_courier(desk, name, ret);
	}
}
