/* SPDX-License-Identifier: MPL-2.0 */
/* legal.c - the notes on papers once demanded, read when somebody first asks. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/packs.h"
#include "motcua/base/mem.h"
#include "motcua/wire/json.h"
#include "motcua/wire/legal_note.h"

enum { NOTES_MAX = 500 };

struct legal_item {
	struct mc_legal_entry entry;
	struct mc_legal_note *note; /* owned */
};

static int is_note(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 5 && len < MC_WORD_LEN &&
	       !strcmp(entry->d_name + len - 5, ".json");
}

static enum mc_code read_note(const struct mc_desk *desk, const char *file, const char *id,
			      struct mc_legal_note **ret, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_JSON_MAX);
	code = desk_pack_read(desk, MC_PACK_LEGAL, file, &text, why);
	if (!code) {
		code = mc_legal_note_parse(mc_slice_of(&text), ret, why);
	}
	mc_str_done(&text);
	if (!code && strcmp((*ret)->id, id) != 0) {
		mc_legal_note_free(*ret);
		*ret = NULL;
		code = mc_fail(why, MC_E_LEGAL_FILE, "%s.json: id differs from the file name", id);
	}
	return code;
}

static void add(struct mc_desk *desk, const char *file)
{
	struct legal_item *item = mc_vec_push(&desk->legal);

	if (item) {
		snprintf(item->entry.id, sizeof(item->entry.id), "%.*s", (int)strlen(file) - 5, file);
		if (read_note(desk, file, item->entry.id, &item->note, &item->entry.why)) {
			item->entry.why.code = MC_E_LEGAL_FILE;
		}
		item->entry.note = item->note;
	}
}

static void load(struct mc_desk *desk)
{
	struct dirent **names;
	char *dir;
	int count;

	if (desk->legal.size) {
		return;
	}
	mc_vec_init(&desk->legal, sizeof(struct legal_item), NOTES_MAX);
	dir = desk_pack_dir(desk, MC_PACK_LEGAL);
	count = scandir(dir, &names, is_note, alphasort); /* none: asking for one says so */
	for (int i = 0; i < count; i++) {
		add(desk, names[i]->d_name);
		free(names[i]);
	}
	if (count >= 0) {
		free(names);
	}
	free(dir);
}

void desk_legal_close(struct mc_desk *desk)
{
	MC_VEC_EACH(&desk->legal, struct legal_item, item) {
		mc_legal_note_free(item->note);
	}
	mc_vec_done(&desk->legal);
	desk->legal.size = 0; /* read again when somebody asks again */
}

size_t mc_desk_legal_count(struct mc_desk *desk)
{
	load(desk);
	return desk->legal.len;
}

const struct mc_legal_entry *mc_desk_legal_at(struct mc_desk *desk, size_t i)
{
	struct legal_item *item;

	load(desk);
	item = mc_vec_at(&desk->legal, i);
	return item ? &item->entry : NULL;
}

enum mc_code mc_desk_legal_note(struct mc_desk *desk, const char *id,
				const struct mc_legal_note **ret, struct mc_err *why)
{
	for (size_t i = 0; i < mc_desk_legal_count(desk); i++) {
		const struct mc_legal_entry *entry = mc_desk_legal_at(desk, i);

		if (strcmp(entry->id, id) != 0) {
			continue;
		}
		if (!entry->note) {
			return mc_fail(why, MC_E_LEGAL_FILE, "%s", entry->why.detail);
		}
		*ret = entry->note;
		return MC_OK;
	}
	return mc_fail(why, MC_E_LEGAL_UNKNOWN, "%.40s", id);
}
