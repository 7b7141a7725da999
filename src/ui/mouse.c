/* SPDX-License-Identifier: MPL-2.0 */
/*
 * mouse.c - a click or the wheel as the keys that do the same. It moves the focus, never
 * presses a button (R7); in the last row it presses the key that stands there.
 */
#include "ui/shell.h"

enum { WHEEL_ROWS = 3, STEPS_MAX = 200 };

static void press(struct mc_ui *ui, uint32_t key)
{
	mc_shell_event(ui, &(struct mc_event){.kind = MC_EVENT_KEY, .key = key});
}

/* One step; false when it leads nowhere, past the place, or to another view. */
static bool step(struct mc_ui *ui, struct mc_canvas *canvas, uint32_t key)
{
	const struct mc_view *view = ui->top;
	int row = canvas->cursor_row, col = canvas->cursor_col;

	press(ui, key);
	if (ui->quit || ui->top != view) {
		return false;
	}
	mc_shell_draw(ui, canvas);
	return canvas->cursor_row != row || canvas->cursor_col != col;
}

static void go_to_row(struct mc_ui *ui, struct mc_canvas *canvas, int row)
{
	bool down = canvas->cursor_row < row;

	for (int i = 0; i < STEPS_MAX && canvas->cursor_row != row; i++) {
		if ((canvas->cursor_row < row) != down ||
		    !step(ui, canvas, down ? MC_KEY_DOWN : MC_KEY_UP)) {
			return;
		}
	}
}

/* Left and Right move in a text and between buttons; elsewhere they change a choice. */
static bool moves_sideways(const struct mc_ui *ui, const struct mc_canvas *canvas)
{
	const struct mc_cell *here = mc_canvas_at(canvas, canvas->cursor_row, canvas->cursor_col);
	const struct mc_view *view = ui->top;

	return here->style == MC_STYLE_FOCUS ? here->c == '['
					     : view->ops->edit && view->ops->edit(view);
}

static void go_to_column(struct mc_ui *ui, struct mc_canvas *canvas, int col)
{
	int row = canvas->cursor_row;

	for (int i = 0; i < STEPS_MAX && canvas->cursor_col < col && moves_sideways(ui, canvas);
	     i++) {
		if (!step(ui, canvas, MC_KEY_RIGHT) || canvas->cursor_row != row) {
			break;
		}
	}
	for (int i = 0; i < STEPS_MAX && canvas->cursor_col > col && moves_sideways(ui, canvas);
	     i++) {
		if (!step(ui, canvas, MC_KEY_LEFT) || canvas->cursor_row != row) {
			break;
		}
	}
}

void mc_shell_mouse(struct mc_ui *ui, struct mc_canvas *canvas, const struct mc_event *event)
{
	const struct mc_view *view = ui->top;
	uint32_t key;

	if (event->choice) { /* the wheel */
		for (int i = 0; i < WHEEL_ROWS && !ui->quit && ui->top == view; i++) {
			press(ui, event->choice < 0 ? MC_KEY_UP : MC_KEY_DOWN);
		}
		return;
	}
	mc_shell_draw(ui, canvas);
	if (event->row == canvas->rows - 1) {
		key = mc_shell_bar_key(ui, canvas, event->col);
		if (key) {
			press(ui, key);
		}
		return;
	}
	go_to_row(ui, canvas, event->row);
	if (!ui->quit && ui->top == view && canvas->cursor_row == event->row) {
		go_to_column(ui, canvas, event->col);
	}
}
