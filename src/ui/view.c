/* SPDX-License-Identifier: MPL-2.0 */
/* view.c - what several views need. */
#include "ui/lines.h"
#include "ui/view.h"

#include <stdio.h>
#include <stdlib.h>

#include "motcua/base/clock.h"
#include "ui/entries.h"
#include "ui/reader.h"

enum { PULSE_MS = 100 };

const struct mc_view_key mc_view_dialog_keys[] = {
	{MC_KEY_ENTER, N_("Choose"), NULL},
	{MC_KEY_ESC, N_("Back"), NULL},
	{0, NULL, NULL},
};

void mc_ui_say(struct mc_ui *ui, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	mc_str_reset(&ui->message);
	mc_str_puts(&ui->message, text);
	ui->warns = false;
}

const char *mc_view_error(enum mc_code code)
{
	return _(mc_error_info(code)->text);
}

bool mc_ui_goes_on(struct mc_ui *ui, const char *fmt, ...)
{
	int64_t now = mc_clock_mono();
	char text[512];
	va_list args;

	if (!ui->pulse || now - ui->pulsed < PULSE_MS) {
		return true;
	}
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	mc_ui_say(ui, "%s", text);
	ui->pulsed = now;
	return !ui->pulse(ui);
}

enum mc_code mc_ui_fail(struct mc_ui *ui, enum mc_code code, const struct mc_err *why)
{
	(void)why; /* the detail is for logs and support files, not for the counter */
	mc_ui_say(ui, "%s [%s]", mc_view_error(code), mc_error_info(code)->code);
	ui->warns = true;
	return code;
}

void mc_ui_help(struct mc_ui *ui, const char *fmt, ...)
{
	char text[2048];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (ui->help.len) {
		mc_str_puts(&ui->help, "\n\n");
	}
	mc_str_puts(&ui->help, text);
}

void mc_ui_help_entry(struct mc_ui *ui, const struct mc_entries *entries)
{
	const struct mc_entry *entry = &entries->items[entries->focus];

	if (entry->kind != MC_ENTRY_BUTTON) {
		mc_ui_help(ui, "%s", entry->label);
		if (entry->help) {
			mc_ui_help(ui, "%s", entry->help);
		}
	}
}

unsigned mc_view_answer(struct mc_view *view, int choice, const char *text)
{
	view->choice = choice;
	MC_COPY(view->text, text ? text : "");
	return MC_VIEW_CLOSE;
}

void mc_ui_confirm(struct mc_ui *ui, int tag, const char *title, const char *text,
		   const char *const *buttons)
{
	union mc_view_arg arg = {.confirm = {.title = title, .text = text, .buttons = buttons}};

	mc_ui_open(ui, MC_VIEW_CONFIRM, tag, &arg);
}

void mc_ui_pick(struct mc_ui *ui, int tag, const char *title, const char *const *rows, int count,
		int at)
{
	union mc_view_arg arg = {
		.pick = {.title = title, .rows = rows, .count = count, .at = at},
	};

	mc_ui_open(ui, MC_VIEW_PICK, tag, &arg);
}

void mc_view_hint(struct mc_canvas *canvas, const char *text)
{
	mc_view_detail(canvas, canvas->rows - 4, 1, 2, canvas->cols - 2, text);
}

void mc_view_detail(struct mc_canvas *canvas, int row, int col, int rows, int width,
		    const char *text)
{
	if (!canvas->reader) {
		mc_canvas_wrap(canvas, row, col, rows, width, MC_STYLE_QUIET, text);
	} else if (!canvas->said) {
		mc_reader_hint(canvas, text);
	}
}

void mc_view_preview(struct mc_canvas *canvas, int rows, const char *text)
{
	int row = canvas->rows - 2 - rows;

	mc_view_detail(canvas, row, 1, rows, canvas->cols - 2, text);
	if (!canvas->reader) {
		canvas->behind_row = row;
		canvas->behind_rows = rows;
	}
}

/* Of a number below 100. A list has as many times as rows, and snprintf() takes a thousand
 * instructions for each. */
static char *two_digits(char *to, int number, char behind)
{
	to[0] = (char)('0' + number / 10 % 10);
	to[1] = (char)('0' + number % 10);
	to[2] = behind;
	return to + 3;
}

static bool is_today(const struct mc_local *then)
{
	struct mc_local now = mc_time_local(mc_clock_now());

	return then->day == now.day && then->month == now.month && then->year == now.year;
}

void mc_view_time(int64_t at, char ret[16])
{
	struct mc_local then = mc_time_local(at);

	if (!at) {
		ret[0] = '\0';
		return;
	}
	if (!is_today(&then)) {
		ret = two_digits(two_digits(ret, then.day, '/'), then.month, ' ');
	}
	two_digits(two_digits(ret, then.hour, ':'), then.minute, '\0');
}

void mc_view_when(int64_t at, char ret[16])
{
	struct mc_local then = mc_time_local(at);

	if (!at) {
		ret[0] = '\0';
	} else if (is_today(&then)) {
		two_digits(two_digits(ret, then.hour, ':'), then.minute, '\0');
	} else {
		two_digits(two_digits(ret, then.day, '/'), then.month, '\0');
	}
}

const char *mc_view_label(const struct mc_label *label)
{
	return mc_label_text(label, mc_i18n_language());
}

const char *mc_view_field(const struct mc_procedure *procedure, const char *id)
{
	int at = procedure ? mc_procedure_field(procedure, id) : -1;
	const struct mc_field *field = at < 0 ? NULL : mc_vec_at(&procedure->fields, (size_t)at);
	const struct mc_paper *paper =
		procedure && !field ? mc_procedure_paper(procedure, id) : NULL;

	return field ? mc_view_label(&field->label) : paper ? mc_view_label(&paper->label) : id;
}

enum { LEFT_OVER = 8 }; /* columns */

void mc_view_box(struct mc_canvas *canvas, int rows, int cols, const char *title, int *ret_row,
		 int *ret_col)
{
	int row = (canvas->rows - rows) / 2, col = (canvas->cols - cols) / 2;

	row = row < MC_VIEW_TOP ? MC_VIEW_TOP : row;
	if (canvas->cols - cols < LEFT_OVER) { /* beside it only the ends of words would show */
		mc_canvas_fill(canvas, row, 0, rows, canvas->cols, MC_STYLE_PLAIN);
	}
	mc_canvas_box(canvas, row, col, rows, cols, title);
	*ret_row = row + 1;
	*ret_col = col + 2;
}

/* ---- pages of text */

void mc_view_page(const struct mc_lines *lines, struct mc_canvas *canvas)
{
	mc_lines_draw(lines, canvas, MC_VIEW_TOP, 1, MC_VIEW_ROWS(canvas->rows));
	mc_canvas_cursor(canvas, MC_VIEW_TOP, 1);
}

unsigned mc_view_scroll(struct mc_view *view, struct mc_lines *lines, const struct mc_event *event)
{
	if (event->kind != MC_EVENT_KEY) {
		return MC_VIEW_IGNORED;
	}
	mc_lines_rows(lines, MC_VIEW_ROWS(view->ui->rows));
	return mc_lines_key(lines, event->key) ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

unsigned mc_view_read(struct mc_view *view, struct mc_lines *lines, const struct mc_event *event)
{
	if (event->kind == MC_EVENT_KEY && event->key == MC_KEY_ENTER) {
		return MC_VIEW_CLOSE;
	}
	return mc_view_scroll(view, lines, event);
}
