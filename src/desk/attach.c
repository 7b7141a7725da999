/* SPDX-License-Identifier: MPL-2.0 */
/*
 * attach.c - papers as files: read, sealed for the gateway and the office, and
 * fsynced when they are attached, so that submitting has nothing left to do.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "motcua/text/text.h"

/* ---- at the door */
static enum mc_code check_size(int64_t size, struct mc_err *why)
{
	if (!size) {
		return mc_fail(why, MC_E_ATTACH_EMPTY, NULL);
	}
	if (size > MC_ATTACHMENT_MAX) {
		return mc_fail(why, MC_E_ATTACH_LARGE, "%lld MiB",
			       (long long)(size / (1024 * 1024)));
	}
	return MC_OK;
}

static enum mc_code check_file(const char *path, struct mc_err *why)
{
	struct stat st;

	if (stat(path, &st)) {
		return mc_fail(why, errno == ENOENT ? MC_E_ATTACH_MISSING : MC_E_ATTACH_UNREADABLE,
			       "%s", strerror(errno));
	}
	if (!S_ISREG(st.st_mode)) {
		return mc_fail(why, MC_E_ATTACH_UNREADABLE, "not a regular file");
	}
	if (access(path, R_OK)) {
		return mc_fail(why, MC_E_ATTACH_UNREADABLE, "%s", strerror(errno));
	}
	return check_size(st.st_size, why);
}

static const char *type_of(const char *name)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
		{".pdf", "application/pdf"}, {".jpg", "image/jpeg"},
		{".jpeg", "image/jpeg"},     {".png", "image/png"},
		{".tif", "image/tiff"},      {".tiff", "image/tiff"},
		{".txt", "text/plain"},      {".xml", "application/xml"},
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < MC_COUNT(types); i++) {
		if (!strcasecmp(dot, types[i].ending)) {
			return types[i].type;
		}
	}
	return "application/octet-stream";
}

bool work_is_paper(const char *name)
{
	return strcmp(type_of(name), "application/octet-stream") != 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* ---- rows, as they will stand in the manifest */
static void show_part(struct mc_work *work, const struct mc_part *part)
{
	struct mc_attachment *it = mc_vec_push(&work->attachments);

	if (it) {
		MC_COPY(it->sha256, part->sha256);
		MC_COPY(it->paper, part->paper);
		MC_COPY(it->name, part->name);
		it->size = part->plain_size;
	}
}

enum mc_code work_parts(const struct mc_work *work, struct mc_vec *ret, struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_draft_value), MC_PARTS_MAX);
	code = mc_draft_attachments(work->desk->store, work->id, &rows, why);
	MC_VEC_EACH(&rows, struct mc_draft_value, row) {
		struct mc_part *part = code ? NULL : mc_vec_push(ret);

		if (part) {
			code = mc_part_parse(mc_slice_of(&row->bytes), part, why);
		}
	}
	mc_draft_values_done(&rows);
	return code;
}

enum mc_code work_load_attachments(struct mc_work *work, struct mc_err *why)
{
	struct mc_vec parts;
	enum mc_code code;

	mc_vec_init(&parts, sizeof(struct mc_part), MC_PARTS_MAX);
	code = work_parts(work, &parts, why);
	if (!code) {
		MC_VEC_EACH(&parts, struct mc_part, part) {
			show_part(work, part);
		}
	}
	mc_vec_done(&parts);
	return code;
}

/* ---- attaching */
static void drop_part(const struct mc_work *work, const char *sha256)
{
	/* Sealed afresh for each attachment: only a dossier and its correction share one. */
	char *path = mc_path_join(work->desk->paths.parts, sha256);
	bool named = true;

	if (!mc_draft_part_named(work->desk->store, sha256, &named, NULL) && !named) {
		(void)unlink(path);
	}
	free(path);
}

static enum mc_code seal_file(struct mc_work *work, const char *path, struct mc_age_file *ret,
			      struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	struct mc_seal_key to[2];
	enum mc_code code = desk_seal_key(desk, &to[0], why);

	if (code) {
		return code;
	}
	mc_open_key_public(desk->keys.open, &to[1]);
	code = mc_age_seal_file(to, 2, path, desk->paths.parts, ret, why);
	if (code) {
		return code == MC_E_FILE_READ ? mc_fail(why, MC_E_ATTACH_UNREADABLE, NULL) : code;
	}
	/* It may have been written to since it was looked at. */
	code = check_size(ret->plain_size, why);
	if (code) {
		drop_part(work, ret->sealed_sha256);
	}
	return code;
}

/* The name as chosen; a name of garbled letters (an old stick's code page) is no reason to
 * refuse the paper. */
static void name_part(struct mc_part *part, const char *path)
{
	const char *name = base_name(path);

	MC_COPY(part->type, type_of(name));
	if (mc_text_clean_to(name, part->name, sizeof(part->name), NULL) || !part->name[0]) {
		MC_COPY(part->name, part->paper);
	}
}

static enum mc_code save_part(struct mc_work *work, const struct mc_part *part,
			      struct mc_err *why)
{
	struct mc_str bytes;
	enum mc_code code = work_edit(work, why);

	mc_str_init(&bytes, MC_JSON_MAX);
	mc_part_format(part, &bytes);
	if (!code) {
		code = mc_draft_attach(work->desk->store, work->id, part->sha256,
				       mc_slice_of(&bytes), why);
	}
	mc_str_wipe(&bytes);
	if (code) {
		drop_part(work, part->sha256);
	} else {
		show_part(work, part);
	}
	return code;
}

enum mc_code mc_work_attach(struct mc_work *work, const char *paper, const char *path,
			    struct mc_err *why)
{
	struct mc_part part = {.size = 0};
	struct mc_age_file sealed;
	enum mc_code code = work_editable(work, why);

	if (!code && !mc_procedure_paper(work->procedure, paper)) {
		code = mc_fail(why, MC_E_ATTACH_COMPONENT, "%.40s", paper);
	}
	if (!code && work->attachments.len >= MC_PARTS_MAX) {
		code = mc_fail(why, MC_E_DOSSIER_LARGE, "at most %d attachments", MC_PARTS_MAX);
	}
	if (!code) {
		code = check_file(path, why);
	}
	if (!code) {
		code = seal_file(work, path, &sealed, why);
	}
	if (code) {
		return code;
	}
	MC_COPY(part.sha256, sealed.sealed_sha256);
	MC_COPY(part.plain_sha256, sealed.plain_sha256);
	part.size = sealed.sealed_size;
	part.plain_size = sealed.plain_size;
	MC_COPY(part.paper, paper);
	name_part(&part, path);
	return save_part(work, &part, why);
}

/* A dossier whose part is gone would wait for ever. */
static enum mc_code part_there(const struct mc_work *work, const struct mc_part *part,
			       struct mc_err *why)
{
	char *path = mc_path_join(work->desk->paths.parts, part->sha256);
	struct stat st;
	bool there = !stat(path, &st) && st.st_size == part->size;

	free(path);
	return there ? MC_OK : mc_fail(why, MC_E_ATTACH_MISSING, "%s", part->paper);
}

enum mc_code work_parts_there(const struct mc_work *work, struct mc_err *why)
{
	struct mc_vec parts;
	enum mc_code code;

	mc_vec_init(&parts, sizeof(struct mc_part), MC_PARTS_MAX);
	code = work_parts(work, &parts, why);
	for (size_t i = 0; i < parts.len && !code; i++) {
		code = part_there(work, mc_vec_at(&parts, i), why);
	}
	mc_vec_done(&parts);
	return code;
}

enum mc_code mc_work_detach(struct mc_work *work, const char *sha256, struct mc_err *why)
{
	enum mc_code code = work_edit(work, why);

	if (!code) {
		code = mc_draft_detach(work->desk->store, work->id, sha256, why);
	}
	if (code) {
		return code;
	}
	for (size_t i = 0; i < work->attachments.len; i++) {
		if (!strcmp(((struct mc_attachment *)mc_vec_at(&work->attachments, i))->sha256,
			    sha256)) {
			mc_vec_remove(&work->attachments, i);
			break;
		}
	}
	drop_part(work, sha256);
	return MC_OK;
}
