/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_files.c - scanned papers to choose from: first the places, sticks and the officer's own
 * folder, then what in a folder can be attached. A path can be typed all the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/desk/files.h"
#include "motcua/desk/stick.h"
#include "ui/form_view.h"

#define KIB(bytes) ((long long)((bytes) + 1023) / 1024)

/* Rows for a list; freed once they are shown. */
struct rows {
	char *text[MC_FILE_CHOICES + 1];
	int count;
};

static void pick(struct mc_view *view, struct rows *rows, const char *title)
{
	mc_ui_pick(view->ui, MC_FORM_TAG_FILE, title, (const char *const *)rows->text, rows->count,
		   0);
	while (rows->count > 0) {
		free(rows->text[--rows->count]);
	}
}

static void clear(struct mc_form_state *s, size_t size, size_t most)
{
	mc_vec_done(&s->files);
	mc_vec_init(&s->files, size, most);
}

/* ---- the places; the last row is for what is elsewhere */
static void list_places(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	struct rows rows = {.count = 0};

	s->folder[0] = '\0';
	clear(s, sizeof(struct mc_stick_place), MC_STICK_PLACES + 1);
	mc_file_places(&s->files);
	MC_VEC_EACH(&s->files, struct mc_stick_place, place) {
		rows.text[rows.count++] = mc_strdup(place->path);
	}
	rows.text[rows.count++] = mc_strdup(_("Type the path"));
	pick(view, &rows, _("Where is the scanned file?"));
}

static bool is_place(const char *folder)
{
	struct mc_vec places;
	bool is = false;

	mc_vec_init(&places, sizeof(struct mc_stick_place), MC_STICK_PLACES + 1);
	mc_file_places(&places);
	MC_VEC_EACH(&places, struct mc_stick_place, place) {
		is = is || !strcmp(place->path, folder);
	}
	mc_vec_done(&places);
	return is;
}

/* ---- a folder; its first row leads back */
static char *file_row(const struct mc_file_choice *file)
{
	char when[16];
	struct mc_str row;

	mc_str_init(&row, 1024);
	if (file->folder) {
		mc_str_printf(&row, "%s/", file->shown);
	} else {
		mc_view_time(file->at * MC_SECOND, when);
		/* TRANSLATORS: a file to choose: when it was written, its size, its name */
		mc_str_printf(&row, _("%-11s  %5lld KiB  %s"), when, KIB(file->size), file->shown);
	}
	return mc_str_take(&row, NULL);
}

static enum mc_code load_folder(struct mc_form_state *s)
{
	clear(s, sizeof(struct mc_file_choice), MC_FILE_CHOICES);
	return s->folder[0] == '/' ? mc_file_choices(s->folder, &s->files, NULL) : MC_E_FILE_READ;
}

static void show_folder(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	struct rows rows = {.count = 0};

	rows.text[rows.count++] = mc_strdup(_(".. (back)"));
	MC_VEC_EACH(&s->files, struct mc_file_choice, file) {
		rows.text[rows.count++] = file_row(file);
	}
	if (!s->files.len) {
		mc_ui_say(view->ui, "%s", _("Nothing here can be attached: PDF, JPEG, PNG, TIFF, text "
					    "or XML, at most 20 MiB."));
	}
	pick(view, &rows, s->folder);
}

static void list_folder(struct mc_view *view)
{
	enum mc_code code = load_folder(view->state);

	if (code) { /* pulled out meanwhile */
		mc_ui_fail(view->ui, code, NULL);
		list_places(view);
	} else {
		show_folder(view);
	}
}

/* Where the last file was taken from, if it is still there. */
void mc_form_list_files(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const char *slash = strrchr(s->path, '/');

	s->folder[0] = '\0';
	if (slash) {
		snprintf(s->folder, sizeof(s->folder), "%.*s",
			 slash == s->path ? 1 : (int)(slash - s->path), s->path);
	}
	if (load_folder(s)) {
		list_places(view);
	} else {
		show_folder(view);
	}
}

static void go_back(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	char *slash = strrchr(s->folder, '/');

	if (is_place(s->folder) || !slash || slash == s->folder) {
		list_places(view);
		return;
	}
	*slash = '\0';
	list_folder(view);
}

static void place_chosen(struct mc_view *view, int n)
{
	struct mc_form_state *s = view->state;
	const struct mc_stick_place *place = mc_vec_at(&s->files, (size_t)n);

	if (!place) {
		mc_form_ask_path(view, s->path);
		return;
	}
	MC_COPY(s->folder, place->path);
	list_folder(view);
}

void mc_form_file_chosen(struct mc_view *view, int n)
{
	struct mc_form_state *s = view->state;
	const struct mc_file_choice *file;
	char *path;

	if (!s->folder[0]) {
		place_chosen(view, n);
		return;
	}
	file = n > 0 ? mc_vec_at(&s->files, (size_t)n - 1) : NULL;
	if (!file) {
		go_back(view);
		return;
	}
	path = mc_path_join(s->folder, file->name);
	if (!file->folder) {
		mc_form_attach(view, path);
	} else if (!MC_COPY(s->folder, path)) {
		list_folder(view);
	}
	free(path);
}
