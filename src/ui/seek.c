/* SPDX-License-Identifier: MPL-2.0 */
/* seek.c - letters typed over a list narrow it. */
#include "ui/seek.h"

#include <stdio.h>
#include <string.h>

#include "motcua/desk/find.h"
#include "motcua/domain/card_qr.h"
#include "motcua/text/text.h"

enum { LETTERS = 100, BOX = 30 };

void mc_seek_init(struct mc_seek *seek, struct mc_view *view)
{
	mc_edit_init(&seek->box, MC_EDIT_SCAN, LETTERS, &view->ui->typing);
}

void mc_seek_done(struct mc_seek *seek)
{
	mc_edit_done(&seek->box);
}

bool mc_seek_on(const struct mc_seek *seek)
{
	return seek->box.text.len > 0;
}

/* A card may be longer than the box: its number comes first. */
void mc_seek_words(const struct mc_seek *seek, char *ret, size_t size)
{
	const char *text = seek->box.text.data, *card = mc_card_in(text);
	size_t len = card ? strspn(card, "0123456789") : strlen(text);

	snprintf(ret, size, "%.*s", (int)len, card ? card : text);
}

/* The list moves by Home and End; nothing begins with a blank, and where nothing was typed
 * there is nothing to edit. */
static bool is_ours(const struct mc_seek *seek, uint32_t key)
{
	if (key == MC_KEY_HOME || key == MC_KEY_END) {
		return false;
	}
	return mc_seek_on(seek) || (mc_key_is_text(key) && key != ' ');
}

static bool take_key(struct mc_seek *seek, uint32_t key)
{
	if (key == MC_KEY_ESC && mc_seek_on(seek)) {
		mc_edit_set(&seek->box, "");
		return true;
	}
	return is_ours(seek, key) && mc_edit_key(&seek->box, key);
}

bool mc_seek_event(struct mc_seek *seek, const struct mc_event *event, bool *ret_taken)
{
	char *before = mc_strdup(seek->box.text.data);
	bool changed;

	*ret_taken = event->kind == MC_EVENT_KEY ? take_key(seek, event->key) :
						   event->kind == MC_EVENT_PASTE;
	if (event->kind == MC_EVENT_PASTE) {
		mc_edit_paste(&seek->box, event->text);
	}
	changed = *ret_taken && strcmp(before, seek->box.text.data) != 0;
	mc_free_wiped(before, strlen(before));
	return changed;
}

bool mc_seek_ready(struct mc_seek *seek, struct mc_view *view)
{
	struct mc_err why;

	if (!seek->ready) { /* what fails the search says */
		seek->ready = mc_desk_find_ready(view->ui->desk, MC_FIND_SLICE, &seek->left, &why) ||
			      !seek->left;
	}
	return seek->ready;
}

/* Nothing is typed: how to begin, and how long the list is of which a screen shows a part. */
static void draw_all(struct mc_canvas *canvas, int row, int count)
{
	char all[64];
	int width;

	/* TRANSLATORS: width:17 - how many dossiers there are in a list */
	snprintf(all, sizeof(all), _("In all: %d"), count);
	width = mc_text_width(all);
	mc_canvas_text(canvas, row, 1, 60, MC_STYLE_QUIET,
		       /* TRANSLATORS: width:60 */
		       _("Type a name or a number: the list shows only what matches."));
	if (count) {
		mc_canvas_text(canvas, row, 79 - width, width, MC_STYLE_QUIET, all);
	}
}

void mc_seek_draw(const struct mc_seek *seek, struct mc_canvas *canvas, int row, int found)
{
	/* TRANSLATORS: width:20 - before what was typed over a list */
	const char *label = _("Search:");
	int left = 2 + mc_text_width(label);

	if (!mc_seek_on(seek)) {
		draw_all(canvas, row, found);
		return;
	}
	mc_canvas_fill(canvas, row, 0, 1, canvas->cols, MC_STYLE_PLAIN);
	mc_canvas_text(canvas, row, 1, left - 1, MC_STYLE_HEAD, label);
	mc_edit_draw(&seek->box, canvas, row, left, BOX, !found);
	left += BOX + 1;
	if (!seek->ready) {
		mc_canvas_printf(canvas, row, left, 80 - left, MC_STYLE_QUIET,
				 /* TRANSLATORS: width:36 - in the place of what was found */
				 _("opening the names: %lld left"), (long long)seek->left);
	} else {
		mc_canvas_printf(canvas, row, left, 80 - left, MC_STYLE_QUIET,
				 /* TRANSLATORS: width:36 - behind what was typed over a list */
				 _("found: %d; Esc: all"), found);
	}
}

void mc_seek_help(struct mc_ui *ui)
{
	mc_ui_help(ui, "%s",
		   _("Letters and digits search: a name, marks may be missing, the number of a dossier "
		     "or of a person, a card that is scanned. The list shows only what matches; Esc "
		     "gives the whole list back."));
}

const char *mc_seek_nothing(const struct mc_seek *seek, const char *none)
{
	if (!mc_seek_on(seek)) {
		return none;
	}
	return seek->ready ? _("Nothing matches.") : "";
}
