/* SPDX-License-Identifier: MPL-2.0 */
/*
 * spool.c - one file for each sealed dossier: two lengths, two strings.
 *
 * A file gets its name when it is whole and on the disk. Names hold the epoch and the number,
 * never what is inside; so one that is there may be another's, from another day's folder, or
 * have gone bad since, and is looked at before it counts as the copy.
 */
#include "motcua/store/spool.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/jws.h"

enum { MODE = 0660, LENGTH = 4, FILE_MAX = 2 * 1024 * 1024 };

#define WITHDRAWN ".withdrawn"
#define SUPPLEMENT "supplement-"

/* "<epoch>-<seq>", or "supplement-<id>"; both with what stands behind. */
static void name_of(const char *epoch, int64_t seq, const char *ending, char *ret, size_t size)
{
	if (seq) {
		snprintf(ret, size, "%s-%" PRId64 "%s", epoch, seq, ending);
	} else {
		snprintf(ret, size, SUPPLEMENT "%s%s", epoch, ending);
	}
}

static char *path_of(const struct mc_paths *paths, const char *epoch, int64_t seq,
		     const char *ending)
{
	char name[96];

	name_of(epoch, seq, ending, name, sizeof(name));
	return mc_path_join(paths->spool, name);
}

/* ---- names */

/* The place that a name begins with; NULL when it begins with none, else its end. */
static const char *parse_place(const char *name, struct mc_spooled *ret)
{
	size_t before = strlen(SUPPLEMENT);
	char *end = NULL;

	if (strncmp(name, SUPPLEMENT, before) == 0) {
		ret->seq = 0;
		(void)snprintf(ret->epoch, sizeof(ret->epoch), "%.36s", name + before);
		return mc_uuid_valid(ret->epoch) ? name + before + 36 : NULL;
	}
	if (strspn(name, "0123456789abcdef") != 16 || name[16] != '-') {
		return NULL;
	}
	(void)snprintf(ret->epoch, sizeof(ret->epoch), "%.16s", name);
	errno = 0;
	ret->seq = strtoll(name + 17, &end, 10);
	return errno || ret->seq <= 0 ? NULL : end;
}

/* A name that we would write ourselves, and nothing else. */
static bool parse_name(const char *name, struct mc_spooled *ret)
{
	const char *end = parse_place(name, ret);
	char again[96];

	if (!end) {
		return false;
	}
	ret->withdrawn = strcmp(end, WITHDRAWN) == 0;
	name_of(ret->epoch, ret->seq, ret->withdrawn ? WITHDRAWN : "", again, sizeof(again));
	return strcmp(again, name) == 0;
}

/* A supplement behind the dossiers: it is to one of them. */
static int compare(const void *a, const void *b)
{
	const struct mc_spooled *one = a, *two = b;
	int epochs = !one->seq != !two->seq ? !one->seq - !two->seq :
					      strcmp(one->epoch, two->epoch);

	if (epochs || one->seq != two->seq) {
		return epochs ? epochs : one->seq < two->seq ? -1 : 1;
	}
	return (int)one->withdrawn - (int)two->withdrawn; /* the record, then its mark */
}

static enum mc_code read_names(DIR *dir, struct mc_vec *ret, struct mc_err *why)
{
	struct mc_spooled found;
	const struct dirent *entry;
	enum mc_code code = MC_OK;

	while (!code && (entry = readdir(dir)) != NULL) {
		if (parse_name(entry->d_name, &found)) {
			struct mc_spooled *it = mc_vec_push(ret);

			if (it) {
				*it = found;
			} else {
				code = mc_fail(why, MC_E_INTERNAL, "spool: too many files");
			}
		}
	}
	return code;
}

/* The marks go into the records before them; one that stands alone goes away. */
static void fold_marks(struct mc_vec *list)
{
	struct mc_spooled *all = list->len ? mc_vec_at(list, 0) : NULL;
	size_t kept = 0;

	for (size_t i = 0; i < list->len; i++) {
		if (!all[i].withdrawn) {
			all[kept++] = all[i];
		} else if (kept && all[kept - 1].seq == all[i].seq &&
			   strcmp(all[kept - 1].epoch, all[i].epoch) == 0) {
			all[kept - 1].withdrawn = true;
		}
	}
	list->len = kept;
}

enum mc_code mc_spool_list(const struct mc_paths *paths, struct mc_vec *ret, struct mc_err *why)
{
	DIR *dir = opendir(paths->spool);
	enum mc_code code;

	if (!dir) {
		return errno == ENOENT ? MC_OK :
					 mc_fail(why, MC_E_FILE_READ, "spool: %s", strerror(errno));
	}
	code = read_names(dir, ret, why);
	closedir(dir);
	if (!code && ret->len) {
		qsort(mc_vec_at(ret, 0), ret->len, sizeof(struct mc_spooled), compare);
		fold_marks(ret);
	}
	return code;
}

bool mc_spool_any(const struct mc_paths *paths)
{
	DIR *dir = opendir(paths->spool);
	const struct dirent *entry;
	struct mc_spooled found;
	bool any = false;

	while (dir && !any && (entry = readdir(dir)) != NULL) {
		any = parse_name(entry->d_name, &found) && !found.withdrawn;
	}
	if (dir) {
		closedir(dir);
	}
	return any;
}

/* ---- files */

static bool add_string(struct mc_str *to, struct mc_slice bytes)
{
	const uint8_t length[LENGTH] = {(uint8_t)(bytes.len >> 24), (uint8_t)(bytes.len >> 16),
					(uint8_t)(bytes.len >> 8), (uint8_t)bytes.len};

	return mc_str_add(to, length, LENGTH) && mc_str_add(to, bytes.data, bytes.len);
}

/* Takes the string at the beginning of rest; false when there is no whole one. */
static bool take_string(struct mc_slice *rest, struct mc_slice *ret)
{
	const uint8_t *p = rest->data;
	size_t len;

	if (rest->len < LENGTH) {
		return false;
	}
	len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
	if (!len || len > rest->len - LENGTH) {
		return false;
	}
	*ret = (struct mc_slice){p + LENGTH, len};
	*rest = (struct mc_slice){p + LENGTH + len, rest->len - LENGTH - len};
	return true;
}

static enum mc_code write_record(const char *path, struct mc_slice record, struct mc_slice manifest,
				 struct mc_err *why)
{
	struct mc_str bytes;
	enum mc_code code;

	mc_str_init(&bytes, FILE_MAX);
	if (!add_string(&bytes, record) || !add_string(&bytes, manifest)) {
		code = mc_fail(why, MC_E_FILE_TOO_LARGE, "spool");
	} else {
		code = mc_file_write(path, MODE, mc_slice_of(&bytes), why);
	}
	mc_str_done(&bytes);
	return code;
}

bool mc_spool_has(const char *spool, const char *epoch, int64_t seq)
{
	char name[96], *path;
	bool has;

	name_of(epoch, seq, "", name, sizeof(name));
	path = mc_path_join(spool, name);
	has = mc_file_exists(path);
	free(path);
	return has;
}

/* Does the signed record name these very bytes? Its digest stands in it as it is. */
static bool is_proved(struct mc_slice record, struct mc_slice manifest)
{
	char hex[MC_DIGEST_LEN], named[MC_DIGEST_LEN + 16];
	struct mc_str payload;
	bool proved;

	mc_sha256_hex(manifest, hex);
	(void)snprintf(named, sizeof(named), "\"digest\":\"%s\"", hex);
	mc_str_init(&payload, MC_JWS_MAX);
	proved = (!mc_jws_peek(record, "record", &payload, NULL) ||
		  !mc_jws_peek(record, "supplement", &payload, NULL)) &&
		 payload.len && strstr(payload.data, named);
	mc_str_done(&payload);
	return proved;
}

/* Of the file that has the name already. */
enum there { NOTHING, THE_SAME, ANOTHER, DAMAGED };

static enum there look(struct mc_slice file, struct mc_slice record, struct mc_slice manifest)
{
	struct mc_slice rest = file, its_record, its_manifest;

	if (!take_string(&rest, &its_record) || !take_string(&rest, &its_manifest) || rest.len) {
		return DAMAGED;
	}
	if (mc_slice_equal(its_record, record) && mc_slice_equal(its_manifest, manifest)) {
		return THE_SAME;
	}
	return is_proved(its_record, its_manifest) ? ANOTHER : DAMAGED;
}

/* What cannot be read cannot be shown to be damaged. */
static enum there look_at(const char *path, struct mc_slice record, struct mc_slice manifest)
{
	struct mc_str bytes;
	enum there there = NOTHING;

	mc_str_init(&bytes, FILE_MAX);
	if (mc_file_exists(path)) {
		there = mc_file_read(path, &bytes, NULL) ?
				ANOTHER :
				look(mc_slice_of(&bytes), record, manifest);
	}
	mc_str_done(&bytes);
	return there;
}

/* One that is damaged makes room for what proves itself, and for nothing else. */
enum mc_code mc_spool_keep(const struct mc_paths *paths, const char *epoch, int64_t seq,
			   struct mc_slice record, struct mc_slice manifest, struct mc_err *why)
{
	char *path = path_of(paths, epoch, seq, "");
	enum there there = look_at(path, record, manifest);
	enum mc_code code = MC_OK;

	if (there == ANOTHER || (there == DAMAGED && !is_proved(record, manifest))) {
		code = mc_fail(why, MC_E_SPOOL_OTHER, "spool/%s", basename(path));
	} else if (there != THE_SAME) {
		code = write_record(path, record, manifest, why);
	}
	free(path);
	return code;
}

enum mc_code mc_spool_withdraw(const struct mc_paths *paths, const char *epoch, int64_t seq,
			       struct mc_err *why)
{
	char *path = path_of(paths, epoch, seq, WITHDRAWN);
	enum mc_code code = mc_file_exists(path) ?
				    MC_OK :
				    mc_file_write(path, MODE, mc_slice_text("withdrawn\n"), why);

	free(path);
	return code;
}

static enum mc_code split(struct mc_slice rest, struct mc_str *ret_record,
			  struct mc_str *ret_manifest, struct mc_err *why)
{
	struct mc_slice record, manifest;

	if (!take_string(&rest, &record) || !take_string(&rest, &manifest) || rest.len) {
		return mc_fail(why, MC_E_STORE_CORRUPT, "spool: not a whole record");
	}
	mc_str_reset(ret_record);
	mc_str_reset(ret_manifest);
	if (!mc_str_add(ret_record, record.data, record.len) ||
	    !mc_str_add(ret_manifest, manifest.data, manifest.len)) {
		return mc_fail(why, MC_E_STORE_CORRUPT, "spool: too large a record");
	}
	return MC_OK;
}

enum mc_code mc_spool_read(const struct mc_paths *paths, const char *epoch, int64_t seq,
			   struct mc_str *ret_record, struct mc_str *ret_manifest,
			   struct mc_err *why)
{
	char *path = path_of(paths, epoch, seq, "");
	struct mc_str bytes;
	enum mc_code code;

	mc_str_init(&bytes, FILE_MAX);
	code = mc_file_read(path, &bytes, why);
	if (!code) {
		code = split(mc_slice_of(&bytes), ret_record, ret_manifest, why);
	}
	mc_str_done(&bytes);
	free(path);
	return code;
}
