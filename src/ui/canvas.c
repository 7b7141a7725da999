/* SPDX-License-Identifier: MPL-2.0 */
/* canvas.c - cells, clipped text, boxes. */
#include "ui/canvas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

#define ELLIPSIS 0x2026

/* Signs that the complete Vietnamese console fonts lack, and what stands for them. */
static const struct {
	uint32_t from, to;
} replaced[] = {
	{0x20AB, 0x111}, /* the dong sign: đ */
	{0x2261, '='},
	{0x2713, 'x'}, {0x2714, 'x'},
	{0x25BA, '>'}, {0x25C4, '<'},
	{0x25A1, 0x2610},
	{0x2011, '-'}, {0x2012, '-'},
	{0x00A0, ' '}, {0x202F, ' '},
};

void mc_canvas_init(struct mc_canvas *canvas, int rows, int cols)
{
	*canvas = (struct mc_canvas){0};
	mc_canvas_resize(canvas, rows, cols);
}

void mc_canvas_done(struct mc_canvas *canvas)
{
	free(canvas->cells);
	*canvas = (struct mc_canvas){0};
}

void mc_canvas_resize(struct mc_canvas *canvas, int rows, int cols)
{
	canvas->rows = rows > 0 ? rows : 1;
	canvas->cols = cols > 0 ? cols : 1;
	canvas->cells = mc_realloc(canvas->cells, (size_t)canvas->rows * (size_t)canvas->cols,
				   sizeof(*canvas->cells));
	mc_canvas_clear(canvas);
}

void mc_canvas_clear(struct mc_canvas *canvas)
{
	mc_canvas_fill(canvas, 0, 0, canvas->rows, canvas->cols, MC_STYLE_PLAIN);
	mc_canvas_cursor(canvas, 0, 0);
	canvas->cut = canvas->behind_rows = 0;
}

static struct mc_cell *cell(const struct mc_canvas *canvas, int row, int col)
{
	if (row < 0 || col < 0 || row >= canvas->rows || col >= canvas->cols) {
		return NULL;
	}
	return canvas->cells + (size_t)row * (size_t)canvas->cols + col;
}

const struct mc_cell *mc_canvas_at(const struct mc_canvas *canvas, int row, int col)
{
	return cell(canvas, row, col);
}

/* Half of a wide letter is none: what is left of one that was written over becomes blank. */
static void part(const struct mc_canvas *canvas, struct mc_cell *cells, int from, int to)
{
	if (from > 0 && !cells[from].c) {
		cells[from - 1].c = ' ';
	}
	if (to < canvas->cols && !cells[to].c) {
		cells[to].c = ' ';
	}
}

static void put(struct mc_canvas *canvas, int row, int col, enum mc_style style, uint32_t c)
{
	struct mc_cell *to = cell(canvas, row, col);

	if (to) {
		part(canvas, to - col, col, col + 1);
		*to = (struct mc_cell){.c = c, .style = style};
	}
}

static int within(int at, int end)
{
	return at < 0 ? 0 : at < end ? at : end;
}

/* The screen is cleared for each key. */
void mc_canvas_fill(struct mc_canvas *canvas, int row, int col, int rows, int cols,
		    enum mc_style style)
{
	const struct mc_cell blank = {.c = ' ', .style = style};
	int bottom = within(row + rows, canvas->rows), right = within(col + cols, canvas->cols);
	int top = within(row, bottom), left = within(col, right);
	const struct mc_cell *first = canvas->cells + (size_t)top * (size_t)canvas->cols + left;

	for (int r = top; r < bottom; r++) {
		struct mc_cell *cells = canvas->cells + (size_t)r * (size_t)canvas->cols;

		part(canvas, cells, left, right);
		for (int c = left; r == top && c < right; c++) {
			cells[c] = blank;
		}
		if (r > top) {
			memcpy(cells + left, first, sizeof(blank) * (size_t)(right - left));
		}
	}
}

static uint32_t glyph(uint32_t c)
{
	for (size_t i = 0; i < MC_COUNT(replaced); i++) {
		if (replaced[i].from == c) {
			return replaced[i].to;
		}
	}
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ? 0xFFFD : c;
}

int mc_canvas_text(struct mc_canvas *canvas, int row, int col, int width, enum mc_style style,
		   const char *text)
{
	struct mc_cell *cells = col < 0 ? NULL : cell(canvas, row, 0);
	size_t len = strlen(text); /* no letter has more columns than bytes */
	bool cut = width < 0 || (len > (size_t)width && mc_text_width(text) > width);
	int room = cut ? width - 1 : width, used = 0;

	if (width <= 0) {
		return 0;
	}
	while (len) {
		uint32_t c = (unsigned char)*text;
		size_t n = 1;
		int w = 1;

		if (c < 0x20 || c >= 0x7f) { /* most letters are not */
			n = mc_utf8_decode(text, len, &c);
			c = glyph(n ? c : 0xFFFD);
			n = n ? n : 1;
			w = mc_text_columns(c);
		}
		if (used + w > room) {
			break;
		}
		if (w == 1 && used && cells && col + used < canvas->cols) { /* mostly */
			cells[col + used] = (struct mc_cell){.c = c, .style = style};
		} else if (w > 0) { /* a wide one has no half at the edge */
			put(canvas, row, col + used, style, col + used + w > canvas->cols ? ' ' : c);
		}
		if (w == 2) {
			put(canvas, row, col + used + 1, style, 0);
		}
		used += w;
		text += n;
		len -= n;
	}
	if (cells && used && col + used < canvas->cols) {
		part(canvas, cells, 0, col + used);
	}
	if (cut) {
		put(canvas, row, col + used++, style, ELLIPSIS);
		canvas->cut++;
	}
	return used;
}

int mc_canvas_printf(struct mc_canvas *canvas, int row, int col, int width, enum mc_style style,
		     const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return mc_canvas_text(canvas, row, col, width, style, text);
}

/* The last line that there is room for shows that more follows. The end of a paragraph is
 * no letter: it ends this line too. */
static void draw_last(struct mc_canvas *canvas, int row, int col, int width, enum mc_style style,
		      const char *text)
{
	size_t len = strcspn(text, "\n");
	struct mc_str line;
	int cut = canvas->cut; /* meant to be cut: whoever draws it says where the rest is */

	mc_str_init(&line, len + 8);
	mc_str_add(&line, text, len);
	mc_str_puts(&line, text[len] ? "…" : "");
	mc_canvas_text(canvas, row, col, width, style, line.data);
	mc_str_wipe(&line);
	canvas->cut = cut;
}

int mc_canvas_wrap(struct mc_canvas *canvas, int row, int col, int rows, int width,
		   enum mc_style style, const char *text)
{
	int needed = 0;

	while (*text && width > 0) {
		const char *next;
		int len = (int)mc_text_break(text, width, &next);

		if (needed < rows) {
			char *line = mc_strndup(text, (size_t)len);

			if (needed == rows - 1 && *next) {
				draw_last(canvas, row + needed, col, width, style, text);
			} else {
				mc_canvas_text(canvas, row + needed, col, width, style, line);
			}
			free(line);
		}
		needed++;
		text = next;
	}
	return needed;
}

void mc_canvas_box(struct mc_canvas *canvas, int row, int col, int rows, int cols,
		   const char *title)
{
	static const uint32_t sets[3][6] = { /* corners, then the lines across and down */
		{0x250C, 0x2510, 0x2514, 0x2518, 0x2500, 0x2502},
		{0x2591, 0x2591, 0x2591, 0x2591, 0x2591, 0x2591}, /* training */
		{' ', ' ', ' ', ' ', ' ', ' '},                   /* a reader */
	};
	const uint32_t *set = sets[canvas->reader ? 2 : canvas->training];
	int bottom = row + rows - 1, right = col + cols - 1;

	if (canvas->reader) { /* whole lines are read out: none of the screen below stays beside it */
		mc_canvas_fill(canvas, row, 0, rows, canvas->cols, MC_STYLE_PLAIN);
	}
	mc_canvas_fill(canvas, row, col, rows, cols, MC_STYLE_PLAIN);
	for (int c = col + 1; c < right; c++) {
		put(canvas, row, c, MC_STYLE_BOX, set[4]);
		put(canvas, bottom, c, MC_STYLE_BOX, set[4]);
	}
	for (int r = row + 1; r < bottom; r++) {
		put(canvas, r, col, MC_STYLE_BOX, set[5]);
		put(canvas, r, right, MC_STYLE_BOX, set[5]);
	}
	put(canvas, row, col, MC_STYLE_BOX, set[0]);
	put(canvas, row, right, MC_STYLE_BOX, set[1]);
	put(canvas, bottom, col, MC_STYLE_BOX, set[2]);
	put(canvas, bottom, right, MC_STYLE_BOX, set[3]);
	if (title && *title) {
		mc_canvas_printf(canvas, row, col + 2, cols - 4, MC_STYLE_HEAD, " %s ", title);
	}
}

void mc_canvas_mark(struct mc_canvas *canvas, int row, int col, enum mc_style style, bool focused)
{
	put(canvas, row, col, style, focused && !canvas->reader && !canvas->unfocused ? '>' : ' ');
}

enum mc_style mc_canvas_focus(const struct mc_canvas *canvas, bool focused, enum mc_style otherwise)
{
	return focused && !canvas->unfocused ? MC_STYLE_FOCUS : otherwise;
}

void mc_canvas_cursor(struct mc_canvas *canvas, int row, int col)
{
	canvas->cursor_row = row < canvas->rows ? row : canvas->rows - 1;
	canvas->cursor_col = col < canvas->cols ? col : canvas->cols - 1;
}
