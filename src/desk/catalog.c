/* SPDX-License-Identifier: MPL-2.0 */
/* catalog.c - the procedures: named when somebody first asks, read when first used. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/packs.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/wire/pack.h"

enum { PROCEDURES_MAX = 1000 };

struct catalog_item {
	struct mc_catalog_entry entry;
	struct mc_procedure *procedure; /* owned */
	char sha256[MC_SHA256_HEX];	/* of the file that it was read from */
	bool read;
};

struct desk_catalog {
	struct mc_vec items; /* struct catalog_item */
	bool named;
};

static int is_procedure(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	/* hidden ones are what editors leave behind */
	return entry->d_name[0] != '.' && len > 5 && len < MC_WORD_LEN &&
	       !strcmp(entry->d_name + len - 5, ".json");
}

static void name_all(const struct mc_desk *desk, struct mc_vec *items)
{
	char *dir = desk_pack_dir(desk, MC_PACK_PROCEDURES);
	struct dirent **names;
	int count = scandir(dir, &names, is_procedure, alphasort);

	/* without a folder an empty catalogue: each use says what is missing */
	for (int i = 0; i < count; i++) {
		struct catalog_item *item = mc_vec_push(items);

		if (item) {
			names[i]->d_name[strlen(names[i]->d_name) - 5] = '\0';
			MC_COPY(item->entry.code, names[i]->d_name);
		}
		free(names[i]);
	}
	if (count >= 0) {
		free(names);
	}
	free(dir);
}

void desk_catalog_open(struct mc_desk *desk)
{
	desk->catalog = mc_calloc(1, sizeof(*desk->catalog));
	mc_vec_init(&desk->catalog->items, sizeof(struct catalog_item), PROCEDURES_MAX);
}

void desk_catalog_close(struct mc_desk *desk)
{
	if (!desk->catalog) {
		return;
	}
	MC_VEC_EACH(&desk->catalog->items, struct catalog_item, item) {
		mc_procedure_free(item->procedure);
	}
	mc_vec_done(&desk->catalog->items);
	free(desk->catalog);
	desk->catalog = NULL;
}

/* The first screen shows none of them, so that no start waits for the folder. */
static struct mc_vec *items_of(const struct mc_desk *desk)
{
	if (!desk->catalog->named) {
		desk->catalog->named = true;
		name_all(desk, &desk->catalog->items);
	}
	return &desk->catalog->items;
}

static enum mc_code read_bytes(const struct mc_desk *desk, const char *procedure,
			       struct mc_str *ret, struct mc_err *why)
{
	char name[MC_WORD_LEN + 8];

	snprintf(name, sizeof(name), "%s.json", procedure);
	return desk_pack_read(desk, MC_PACK_PROCEDURES, name, ret, why);
}

static enum mc_code parse(const char *name, const struct mc_str *text, struct mc_procedure **ret,
			  struct mc_err *why)
{
	struct mc_procedure *procedure;
	enum mc_code code = mc_procedure_parse(mc_slice_of(text), &procedure, why);

	if (!code && strcmp(procedure->code, name)) {
		mc_procedure_free(procedure);
		return mc_fail(why, MC_E_PROCEDURE_FILE, "%s.json: code differs from the file name",
			       name);
	}
	*ret = code ? NULL : procedure;
	return code;
}

static enum mc_code read_file(const struct mc_desk *desk, struct catalog_item *item,
			      struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_JSON_MAX);
	code = read_bytes(desk, item->entry.code, &text, why);
	if (!code) {
		mc_sha256_hex(mc_slice_of(&text), item->sha256);
		code = parse(item->entry.code, &text, &item->procedure, why);
	}
	mc_str_done(&text);
	return code;
}

enum mc_code mc_procedure_check_file(const char *path, struct mc_vec *ret, struct mc_err *why)
{
	const char *slash = strrchr(path, '/');
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_JSON_MAX);
	code = mc_file_read(path, &text, why);
	if (!code) {
		mc_procedure_named_faults(slash ? slash + 1 : path, mc_slice_of(&text), ret);
	}
	mc_str_done(&text);
	return code;
}

static const struct mc_catalog_entry *entry_of(const struct mc_desk *desk,
					       struct catalog_item *item)
{
	if (!item->read) {
		item->read = true;
		if (read_file(desk, item, &item->entry.why)) {
			item->entry.why.code = MC_E_PROCEDURE_FILE;
		} else {
			item->entry.procedure = item->procedure;
		}
	}
	return &item->entry;
}

size_t mc_desk_procedure_count(const struct mc_desk *desk)
{
	return items_of(desk)->len;
}

const struct mc_catalog_entry *mc_desk_procedure_at(const struct mc_desk *desk, size_t i)
{
	struct catalog_item *item = mc_vec_at(items_of(desk), i);

	return item ? entry_of(desk, item) : NULL;
}

static struct catalog_item *find(const struct mc_desk *desk, const char *code)
{
	const struct mc_vec *items = items_of(desk);

	MC_VEC_EACH(items, struct catalog_item, item) {
		if (mc_procedure_code_equal(item->entry.code, code)) {
			return item;
		}
	}
	return NULL;
}

/* A code of before is told by which one it is now: an old one stands on many a leaflet. */
static enum mc_code unknown(const struct mc_desk *desk, const char *code, struct mc_err *why)
{
	const struct mc_catalog_entry *entry;

	for (size_t i = 0; (entry = mc_desk_procedure_at(desk, i)); i++) {
		const struct mc_procedure *now = entry->procedure;

		if (now && now->replaces.code && mc_procedure_code_equal(now->replaces.code, code)) {
			return mc_fail(why, MC_E_PROCEDURE_UNKNOWN, "%.40s -> %s", code, now->code);
		}
	}
	return mc_fail(why, MC_E_PROCEDURE_UNKNOWN, "%.40s", code);
}

enum mc_code mc_desk_procedure(const struct mc_desk *desk, const char *code,
			       const struct mc_procedure **ret, struct mc_err *why)
{
	struct catalog_item *item = find(desk, code);

	if (!item) {
		return unknown(desk, code, why);
	}
	if (!entry_of(desk, item)->procedure) {
		return mc_fail(why, MC_E_PROCEDURE_FILE, "%s", item->entry.why.detail);
	}
	*ret = item->entry.procedure;
	return MC_OK;
}

const struct mc_procedure *desk_procedure_of(const struct mc_desk *desk, const char *code,
					     const char *sha256)
{
	struct catalog_item *item = find(desk, code);

	return item && entry_of(desk, item)->procedure && !strcmp(item->sha256, sha256) ?
		       item->procedure :
		       NULL;
}

enum mc_code desk_procedure_bytes(const struct mc_desk *desk, const char *code,
				  struct mc_str *ret_bytes, const struct mc_procedure **ret,
				  struct mc_procedure **ret_own, struct mc_err *why)
{
	char sha256[MC_SHA256_HEX];
	enum mc_code fault = mc_desk_procedure(desk, code, ret, why);

	*ret_own = NULL;
	if (!fault) {
		fault = read_bytes(desk, (*ret)->code, ret_bytes, why);
	}
	if (fault) {
		return fault;
	}
	mc_sha256_hex(mc_slice_of(ret_bytes), sha256);
	if (!desk_procedure_of(desk, code, sha256)) { /* a newer pack came meanwhile */
		fault = parse((*ret)->code, ret_bytes, ret_own, why);
		*ret = *ret_own;
	}
	return fault;
}
