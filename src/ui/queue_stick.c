/* SPDX-License-Identifier: MPL-2.0 */
/*
 * queue_stick.c - which stick to write to, which file to take in: what is plugged in is
 * offered with its room, anything else can be typed.
 */
#include "ui/queue_stick.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/desk/stick.h"

enum { TAG_PLACE = 100, TAG_EXPORT, TAG_FILE, TAG_IMPORT };

#define MIB ((int64_t)1024 * 1024)

void mc_queue_stick_done(struct mc_queue_stick *stick)
{
	mc_vec_done(&stick->places);
}

/* ---- asking */

static unsigned ask_path(struct mc_view *view, int tag, const char *title, const char *label,
			 const char *hint, const char *path)
{
	mc_ui_open(view->ui, MC_VIEW_PROMPT, tag,
		   &(union mc_view_arg){ .prompt = { .title = title, .label = label, 
						     .hint = hint, .text = path,
						     .use = MC_EDIT_CODES } });
	return MC_VIEW_TAKEN;
}

static unsigned ask_folder(struct mc_view *view, const char *path)
{
	return ask_path(view, TAG_EXPORT, _("Write what waits to a stick"), _("Folder"),
			_("The folder of the stick. The file is read back before a dossier counts "
			  "as handed over."), path);
}

static unsigned ask_file(struct mc_view *view, const char *path)
{
	return ask_path(view, TAG_IMPORT, _("Take receipts in from a stick"), _("File"),
			_("The file that came back from the province. Each receipt's signature is "
			  "checked."), path);
}

static const char *unfit_text(enum mc_stick_unfit unfit)
{
	static const char *const texts[] = {
		/* TRANSLATORS: width:40 - behind a stick in a list: it cannot be used */
		[MC_STICK_PROTECTED] = N_("(write-protected)"),
		/* TRANSLATORS: width:40 - likewise */
		[MC_STICK_FORBIDDEN] = N_("(you have no right to write to it)"),
		/* TRANSLATORS: width:40 - likewise */
		[MC_STICK_NO_ROOM] = N_("(full)"),
	};

	return _(texts[unfit]);
}

static char *place_row(const struct mc_stick_place *place)
{
	struct mc_str row;

	mc_str_init(&row, 2048);
	mc_str_printf(&row, "%s  ", place->path);
	if (place->unfit) {
		mc_str_puts(&row, unfit_text(place->unfit));
	} else if (place->room < 1024 * MIB) {
		mc_str_printf(&row, _("%lld MiB free"), (long long)(place->room / MIB));
	} else {
		mc_str_printf(&row, _("%lld GiB free"), (long long)(place->room / (1024 * MIB)));
	}
	return mc_str_take(&row, NULL);
}

static char *file_row(const struct mc_stick_place *file)
{
	char when[16];
	struct mc_str row;

	mc_view_time(file->at * MC_SECOND, when);
	mc_str_init(&row, 2048);
	mc_str_printf(&row, "%s  %s", when, file->path);
	return mc_str_take(&row, NULL);
}

/* The last row is for what is not listed, and the first to stand on when nothing listed is fit. */
static unsigned offer(struct mc_view *view, const struct mc_queue_stick *stick, int tag,
		      const char *title, char *(*row_of)(const struct mc_stick_place *place),
		      const char *other)
{
	const struct mc_stick_place *best = mc_vec_at(&stick->places, 0);
	char *rows[MC_STICK_PLACES + 1];
	int count = 0;

	MC_VEC_EACH(&stick->places, struct mc_stick_place, place) {
		rows[count++] = row_of(place);
	}
	rows[count++] = mc_strdup(other);
	mc_ui_pick(view->ui, tag, title, (const char *const *)rows, count,
		   best && best->unfit ? count - 1 : 0);
	while (count-- > 0) {
		free(rows[count]);
	}
	return MC_VIEW_TAKEN;
}

static void find(struct mc_queue_stick *stick)
{
	mc_vec_done(&stick->places);
	mc_vec_init(&stick->places, sizeof(struct mc_stick_place), MC_STICK_PLACES);
	mc_stick_places(NULL, &stick->places);
}

unsigned mc_queue_stick_export(struct mc_view *view, struct mc_queue_stick *stick)
{
	find(stick);
	return stick->places.len ? offer(view, stick, TAG_PLACE, _("Write what waits to a stick"),
					 place_row, _("Another folder")) :
				   ask_folder(view, NULL);
}

unsigned mc_queue_stick_import(struct mc_view *view, struct mc_queue_stick *stick)
{
	struct mc_vec files;

	find(stick);
	mc_vec_init(&files, sizeof(struct mc_stick_place), MC_STICK_PLACES);
	mc_stick_returns(&stick->places, &files);
	mc_vec_done(&stick->places);
	stick->places = files;
	return files.len ? offer(view, stick, TAG_FILE, _("Take receipts in from a stick"),
				 file_row, _("Another file")) :
			   ask_file(view, NULL);
}

/* ---- doing: a slow stick takes minutes, and is watched */

#define KIB(bytes) ((long long)((bytes) + 1023) / 1024)

static bool see_written(void *ctx, const struct mc_stick_progress *it)
{
	struct mc_ui *ui = ctx;

	if (it->item > it->items) {
		return mc_ui_goes_on(ui, "%s", _("All is written. It is read back and compared..."));
	}
	return mc_ui_goes_on(ui, _("Writing %d of %d, %lld of %lld KiB. Esc stops."), it->item,
			     it->items, KIB(it->bytes), KIB(it->total));
}

static bool see_read(void *ctx, const struct mc_stick_progress *it)
{
	return mc_ui_goes_on(ctx, _("Taking in %d of %d, %lld of %lld KiB. Esc stops."), it->item,
			     it->items, KIB(it->bytes), KIB(it->total));
}

static enum mc_code export(struct mc_view *view, const char *dir)
{
	const struct mc_stick_watch watch = {see_written, view->ui};
	struct mc_stick_export exported;
	struct mc_err why;
	enum mc_code code = mc_queue_export(view->ui->desk, dir, &watch, &exported, &why);

	if (code != MC_OK) {
		return mc_ui_fail(view->ui, code, &why);
	}
	if (exported.skipped.len || exported.left) {
		mc_ui_open(view->ui, MC_VIEW_STICK, 0,
			   &(union mc_view_arg){.stick.out = &exported});
	}
	if (exported.skipped.len) {
		mc_ui_fail(view->ui, MC_E_BUNDLE_PARTLY, NULL);
	} else if (!exported.file) {
		mc_ui_say(view->ui, "%s", _("Nothing waits; no file was written."));
	} else {
		mc_ui_say(view->ui, _("%zu dossiers, %lld bytes, written and read back: %s"),
			  exported.items.len, (long long)exported.bytes, exported.file);
	}
	mc_stick_export_done(&exported);
	return MC_OK;
}

static enum mc_code import(struct mc_view *view, const char *file)
{
	const struct mc_stick_watch watch = {see_read, view->ui};
	struct mc_stick_import imported;
	struct mc_err why;
	enum mc_code code = mc_queue_import(view->ui->desk, file, &watch, &imported, &why);

	if (code != MC_OK) {
		return mc_ui_fail(view->ui, code, &why);
	}
	if (imported.skipped.len || !imported.whole) {
		mc_ui_open(view->ui, MC_VIEW_STICK, 0,
			   &(union mc_view_arg){.stick.in = &imported});
		mc_ui_fail(view->ui, MC_E_BUNDLE_PARTLY, NULL);
	} else {
		mc_ui_say(view->ui,
			  _("%lld receipts, %lld rejected, %lld withdrawn; %lld were known before."),
			  (long long)imported.receipts, (long long)imported.rejected,
			  (long long)imported.withdrawn, (long long)imported.known);
	}
	mc_stick_import_done(&imported);
	return MC_OK;
}

static unsigned picked(struct mc_view *view, const struct mc_queue_stick *stick, int choice,
		       enum mc_code (*act)(struct mc_view *view, const char *path),
		       unsigned (*other)(struct mc_view *view, const char *path))
{
	const struct mc_stick_place *place = mc_vec_at(&stick->places, (size_t)choice);

	if (!place) {
		return other(view, NULL);
	}
	act(view, place->path);
	return MC_VIEW_TAKEN;
}

/* A path that was wrong is there again to be corrected. */
static void typed(struct mc_view *view, const char *path,
		  enum mc_code (*act)(struct mc_view *view, const char *path),
		  unsigned (*again)(struct mc_view *view, const char *path))
{
	enum mc_code code = act(view, path);

	if (code != MC_OK && code != MC_E_STICK_STOPPED) {
		again(view, path);
	}
}

bool mc_queue_stick_result(struct mc_view *view, struct mc_queue_stick *stick,
			   const struct mc_event *event)
{
	if (event->choice < 0) {
		return false;
	}
	switch (event->tag) {
	case TAG_PLACE: picked(view, stick, event->choice, export, ask_folder); return true;
	case TAG_FILE: picked(view, stick, event->choice, import, ask_file); return true;
	case TAG_EXPORT: typed(view, event->text, export, ask_folder); return true;
	case TAG_IMPORT: typed(view, event->text, import, ask_file); return true;
	default: return false;
	}
}
