/* SPDX-License-Identifier: MPL-2.0 */
/* entries.c - moving between a few fields and buttons. */
#include "ui/entries.h"

#include <string.h>

#include "motcua/text/text.h"

#define FIELD_LEAST 18 /* a number of 12 digits as people group it */

struct mc_entry *mc_entries_add(struct mc_entries *entries, enum mc_entry_kind kind,
				const char *label)
{
	struct mc_entry *entry = &entries->items[entries->count++];

	*entry = (struct mc_entry){.kind = kind, .label = label};
	return entry;
}

void mc_entries_done(struct mc_entries *entries)
{
	for (int i = 0; i < entries->count; i++) {
		if (entries->items[i].kind == MC_ENTRY_TEXT) {
			mc_edit_done(&entries->items[i].edit);
		}
	}
}

void mc_entries_focus(struct mc_entries *entries, int to)
{
	struct mc_entry *from = &entries->items[entries->focus];

	if (from->kind == MC_ENTRY_TEXT) {
		mc_edit_leave(&from->edit);
	}
	entries->focus = to < 0 ? 0 : to >= entries->count ? entries->count - 1 : to;
}

const struct mc_edit *mc_entries_edit(const struct mc_entries *entries)
{
	const struct mc_entry *entry = &entries->items[entries->focus];

	return entry->kind == MC_ENTRY_TEXT ? &entry->edit : NULL;
}

/* FNV-1a, so that no second copy of what is personal lies about. */
static uint64_t digest(const struct mc_entries *entries)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (int i = 0; i < entries->count; i++) {
		const struct mc_entry *entry = &entries->items[i];
		const char *text = entry->kind == MC_ENTRY_TEXT ? entry->edit.text.data : "";

		if (entry->kind == MC_ENTRY_BUTTON) { /* they come and go */
			continue;
		}
		for (size_t at = 0; at <= strlen(text); at++) {
			sum = (sum ^ (unsigned char)text[at]) * UINT64_C(0x100000001b3);
		}
		sum = (sum ^ (unsigned)entry->chosen) * UINT64_C(0x100000001b3);
	}
	return sum;
}

void mc_entries_keep(struct mc_entries *entries)
{
	entries->kept = digest(entries);
}

bool mc_entries_changed(const struct mc_entries *entries)
{
	return digest(entries) != entries->kept;
}

int mc_entries_next_needed(const struct mc_entries *entries)
{
	for (int i = 0; i < entries->count; i++) {
		const struct mc_entry *entry = &entries->items[i];

		if (entry->kind == MC_ENTRY_BUTTON ||
		    (entry->kind == MC_ENTRY_TEXT && entry->required && !entry->edit.text.len)) {
			return i;
		}
	}
	return 0;
}

static int step_of(uint32_t key)
{
	switch (key) {
	case MC_KEY_ENTER:
	case MC_KEY_TAB:
	case MC_KEY_DOWN:
		return 1;
	case MC_KEY_BACKTAB:
	case MC_KEY_UP:
		return -1;
	default:
		return 0;
	}
}

static enum mc_entries_did go(struct mc_entries *entries, int step)
{
	mc_entries_focus(entries, entries->focus + step);
	return MC_ENTRIES_LEFT;
}

static enum mc_entries_did key(struct mc_entries *entries, uint32_t k)
{
	struct mc_entry *entry = &entries->items[entries->focus];
	int side = k == MC_KEY_RIGHT ? 1 : k == MC_KEY_LEFT ? -1 : 0;

	if (entry->kind == MC_ENTRY_BUTTON && (k == MC_KEY_ENTER || k == ' ')) {
		return MC_ENTRIES_PRESSED;
	}
	if (step_of(k)) {
		return go(entries, step_of(k));
	}
	if (entry->kind == MC_ENTRY_TEXT) {
		return mc_edit_key(&entry->edit, k) ? MC_ENTRIES_TAKEN : MC_ENTRIES_IGNORED;
	}
	if (!side) {
		return MC_ENTRIES_IGNORED;
	}
	if (entry->kind == MC_ENTRY_BUTTON) {
		int to = entries->focus + side;

		return to >= 0 && to < entries->count &&
				       entries->items[to].kind == MC_ENTRY_BUTTON
			? go(entries, side) : MC_ENTRIES_TAKEN;
	}
	entry->chosen = (entry->chosen + side + entry->names_count) % entry->names_count;
	return MC_ENTRIES_TAKEN;
}

enum mc_entries_did mc_entries_event(struct mc_entries *entries, const struct mc_event *event)
{
	struct mc_entry *entry = &entries->items[entries->focus];

	if (event->kind == MC_EVENT_KEY) {
		return key(entries, event->key);
	}
	if (event->kind == MC_EVENT_PASTE && entry->kind == MC_ENTRY_TEXT) {
		mc_edit_paste(&entry->edit, event->text);
		return MC_ENTRIES_TAKEN;
	}
	return MC_ENTRIES_IGNORED;
}

/* A name that is too long for one row goes on below. Returns the rows. */
static int draw_choice(const struct mc_entry *entry, struct mc_canvas *canvas, int row, int left,
		       int width, bool focused)
{
	enum mc_style style = mc_canvas_focus(canvas, focused, MC_STYLE_FIELD);
	const char *name = entry->names[entry->chosen];
	int rows = mc_canvas_wrap(canvas, 0, 0, 0, width, style, name);

	mc_canvas_fill(canvas, row, left, rows, width, style);
	mc_canvas_wrap(canvas, row, left, rows, width, style, name);
	if (focused) {
		mc_canvas_cursor(canvas, row, left);
	}
	return rows;
}

static int draw_field(const struct mc_entry *entry, struct mc_canvas *canvas, int row, int col,
		      int width, bool focused)
{
	int left = col + MC_ENTRY_LABEL + 4, room = width - MC_ENTRY_LABEL - 4;
	int hint = entry->hint ? mc_text_width(entry->hint) + 1 : 0;
	int field = room - (hint > room - FIELD_LEAST ? 0 : hint);
	int rows = 1;

	mc_canvas_mark(canvas, row, col, MC_STYLE_PLAIN, focused);
	mc_canvas_printf(canvas, row, col + 2, MC_ENTRY_LABEL + 1, MC_STYLE_PLAIN, "%s%s",
			 entry->label, entry->required ? "*" : "");
	if (entry->kind == MC_ENTRY_TEXT) {
		mc_edit_draw(&entry->edit, canvas, row, left, field, focused);
	} else {
		rows = draw_choice(entry, canvas, row, left, field, focused);
	}
	if (field < room) {
		mc_canvas_text(canvas, row, left + field + 1, hint, MC_STYLE_QUIET, entry->hint);
	}
	return rows;
}

/* Where the buttons have come to. */
struct pen {
	struct mc_canvas *canvas;
	int row, at;   /* of the next one */
	int left, end; /* columns */
};

/* One that does not fit beside the others begins a row of its own. */
static void draw_button(const struct mc_entry *entry, struct pen *pen, bool focused)
{
	int width = 5 + mc_text_width(entry->label);

	if (pen->at + width > pen->end && pen->at > pen->left) {
		pen->row++;
		pen->at = pen->left;
	}
	mc_canvas_mark(pen->canvas, pen->row, pen->at, MC_STYLE_PLAIN, focused);
	if (focused) {
		mc_canvas_cursor(pen->canvas, pen->row, pen->at + 1);
	}
	pen->at += 1 + mc_canvas_printf(pen->canvas, pen->row, pen->at + 1, pen->end,
					mc_canvas_focus(pen->canvas, focused, MC_STYLE_PLAIN),
					"[ %s ]",
					entry->label) + 1;
}

int mc_entries_draw(const struct mc_entries *entries, struct mc_canvas *canvas, int row, int col,
		    int width)
{
	struct pen pen = {canvas, row + 1, col + 2, col + 2, col + width};

	for (int i = 0; i < entries->count; i++) {
		const struct mc_entry *entry = &entries->items[i];

		if (entry->kind == MC_ENTRY_BUTTON) {
			draw_button(entry, &pen, i == entries->focus);
		} else {
			pen.row += draw_field(entry, canvas, pen.row - 1, col, width,
					      i == entries->focus);
		}
	}
	return pen.row + 1 - row;
}
