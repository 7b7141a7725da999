/* SPDX-License-Identifier: MPL-2.0 */
/* focus.h - is the cursor where the eyes of a screen reader have to be? */
#ifndef TESTS_UI_FOCUS_H
#define TESTS_UI_FOCUS_H

#include <string.h>

#include "motcua/text/utf8.h"
#include "ui/shell.h"

/* The letters on both sides of the cursor are those of the text that is typed into. */
static bool focus_in_text(const struct mc_edit *edit, const struct mc_canvas *canvas)
{
	int row = canvas->cursor_row, col = canvas->cursor_col;
	uint32_t before = 0, after = ' ', shown = mc_canvas_at(canvas, row, col)->c;
	const char *text = edit->text.data;
	size_t at = mc_utf8_prev(text, edit->at);
	const struct mc_cell *left = mc_canvas_at(canvas, row, col - 1);

	mc_utf8_decode(text + at, edit->at - at, &before);
	mc_utf8_decode(text + edit->at, strlen(text + edit->at), &after);
	/* a wide letter's second half is 0; what is longer than the field ends in "…" */
	return (!edit->at || (left && (left->c == before || !left->c || before >= 0x7f))) &&
	       (shown == after || shown == 0x2026 || after >= 0x7f);
}

/* Pages of text have nothing to stand on: their first line. */
static bool focus_on_page(const char *view, const struct mc_canvas *canvas)
{
	static const char *const pages[] = {"help", "item", "evidence", "declaration", "stick"};

	for (size_t i = 0; i < MC_COUNT(pages); i++) {
		if (strcmp(pages[i], view) == 0) {
			return canvas->cursor_row == MC_VIEW_TOP && canvas->cursor_col == 1;
		}
	}
	return false;
}

/* In the line that is typed into; on what Enter would take, which is shown in reverse; on
 * the sentence that says that one waits, or that a list is empty. */
static bool focus_is_right(const struct mc_ui *ui, const struct mc_canvas *canvas)
{
	const struct mc_view *view = ui->top;
	const struct mc_edit *edit = view->ops->edit ? view->ops->edit(view) : NULL;
	int row = canvas->cursor_row, col = canvas->cursor_col;
	enum mc_style here = mc_canvas_at(canvas, row, col)->style;

	if (row < 1 || row > canvas->rows - 3) { /* the rows around the view */
		return false;
	}
	if (view->ticking) {
		return here == MC_STYLE_HEAD;
	}
	return here == MC_STYLE_FOCUS || (edit && focus_in_text(edit, canvas)) ||
	       focus_on_page(view->ops->name, canvas) ||
	       (col == 0 && mc_canvas_at(canvas, row, 2)->style == MC_STYLE_QUIET);
}

#endif
