/* SPDX-License-Identifier: MPL-2.0 */
/*
 * painter.c - only cells that differ are written; where many blanks do, they are erased.
 *
 * Erasing is done in plain: a console erases with the look that it writes in.
 */
#include "ui/painter.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/utf8.h"
#include "ui/motion.h"

enum {
	OUT_MAX = 16 * 1024 * 1024,
	FEW = 6,    /* blanks that are written rather than erased */
	AGAIN = 8,  /* cells that are rather written again than passed over */
	AT_ONCE = 64,
};

/* ---- looks */

static void add(char to[MC_PAINTER_LOOK_LEN], const char *text)
{
	size_t len = strlen(to);

	mc_copy(to + len, MC_PAINTER_LOOK_LEN - len, text);
}

static void describe(struct mc_painter *p, enum mc_style style, struct mc_look look)
{
	const struct mc_caps *caps = p->caps;
	char *to = p->looks[style], colour[32];

	if (look.attributes & MC_LOOK_REVERSE) {
		add(to, caps->rev);
	}
	if (look.attributes & MC_LOOK_UNDERLINE && !(look.colour && caps->no_underline)) {
		add(to, caps->smul);
	}
	if (look.attributes & MC_LOOK_BOLD && !(look.colour && caps->no_bold)) {
		add(to, caps->bold);
	}
	if (look.colour) {
		mc_caps_format(caps->setaf, look.colour, 0, colour, sizeof(colour));
		add(to, colour);
	}
	p->shows_blank[style] = look.attributes & (MC_LOOK_REVERSE | MC_LOOK_UNDERLINE);
}

void mc_painter_init(struct mc_painter *p, const struct mc_caps *caps, bool colours)
{
	*p = (struct mc_painter){ .caps = caps, .row = -1 };
	mc_canvas_init(&p->given, 1, 1);
	mc_str_init(&p->out, OUT_MAX);
	for (int style = 0; style < MC_STYLE_COUNT; style++) {
		int like = 0;

		describe(p, (enum mc_style)style, mc_theme_look((enum mc_style)style, colours));
		while (strcmp(p->looks[like], p->looks[style])) {
			like++;
		}
		p->like[style] = (uint8_t)like;
	}
}

void mc_painter_done(struct mc_painter *p)
{
	mc_canvas_done(&p->given);
	mc_str_wipe(&p->out); /* it was on a screen: it may name a citizen */
}

static void take_pen(struct mc_painter *p, enum mc_style style)
{
	enum mc_style like = p->like[style];

	if (like == p->pen) {
		return;
	}
	if (p->pen != MC_STYLE_PLAIN) {
		mc_caps_put(&p->out, p->caps->plain);
	}
	mc_caps_put(&p->out, p->looks[like]);
	p->pen = like;
}

/* ---- cells */

static inline bool is_blank(const struct mc_painter *p, const struct mc_cell *cell)
{
	return cell->c == ' ' && !p->shows_blank[cell->style];
}

static bool same(const struct mc_painter *p, const struct mc_cell *a, const struct mc_cell *b)
{
	return (a->c == b->c && p->like[a->style] == p->like[b->style]) ||
	       (is_blank(p, a) && is_blank(p, b));
}

/* Writing it again with the pen at hand leaves it as it is. */
static bool can_be_repeated(const struct mc_painter *p, const struct mc_cell *cell)
{
	return cell->c >= ' ' && cell->c < 0x7f && cell->c != '$' && /* "$<": padding, to terminfo */
	       (p->like[cell->style] == p->pen ||
		(is_blank(p, cell) && !p->shows_blank[p->pen]));
}

static void write_again(const struct mc_painter *p, int row, int col, char ret[AGAIN + 1])
{
	int from = p->col;

	ret[0] = '\0';
	if (p->row != row || from >= col || col - from > AGAIN) {
		return;
	}
	for (const struct mc_cell *cell = mc_canvas_at(&p->given, row, from); from < col;
	     cell++, from++) {
		if (!can_be_repeated(p, cell)) {
			ret[0] = '\0';
			return;
		}
		ret[from - p->col] = (char)cell->c;
		ret[from - p->col + 1] = '\0';
	}
}

static void go(struct mc_painter *p, int row, int col)
{
	char again[AGAIN + 1];
	struct mc_way way;

	if (p->row == row && p->col == col) {
		return;
	}
	write_again(p, row, col, again);
	mc_motion(p->caps, (struct mc_place){ p->row, p->col }, (struct mc_place){ row, col }, again,
		  &way);
	mc_caps_put(&p->out, way.bytes);
	p->row = row;
	p->col = col;
}

/* Controls never come this far; if one did it would not reach the terminal. */
static uint32_t letter_of(const struct mc_cell *cell)
{
	return cell->c < 0x20 || (cell->c >= 0x7f && cell->c < 0xa0) ? '?' : cell->c;
}

/* So many blanks from here on, as far as `end`. */
static int blanks(const struct mc_painter *p, const struct mc_cell *cells, int from, int end)
{
	int col = from;

	while (col < end && is_blank(p, &cells[col])) {
		col++;
	}
	return col - from;
}

/* Which pen a cell needs; a blank is the same with several. */
static enum mc_style pen_for(const struct mc_painter *p, const struct mc_cell *cell)
{
	if (!is_blank(p, cell)) {
		return p->like[cell->style];
	}
	return p->shows_blank[p->pen] ? MC_STYLE_PLAIN : p->pen;
}

static bool may_not_write(const struct mc_painter *p, const struct mc_canvas *canvas, int row,
			  int col)
{
	return p->caps->corner_scrolls && row == canvas->rows - 1 && col >= canvas->cols - 1;
}

/* The cell at col, and those behind it that differ too and are written alike. Returns where
 * that ends: terminals differ in where the cursor is behind the edge. */
static int put(struct mc_painter *p, const struct mc_canvas *canvas, int row, int col, int end)
{
	const struct mc_cell *cells = mc_canvas_at(canvas, row, 0);
	const struct mc_cell *given = p->given.cells + row * canvas->cols;
	char text[AT_ONCE * 4];
	size_t len = 0;
	int at = col;

	go(p, row, col);
	take_pen(p, pen_for(p, &cells[col]));
	do {
		int next = at + 1 + (at + 1 < canvas->cols && !cells[at + 1].c);

		if (!may_not_write(p, canvas, row, next - 1)) {
			len += mc_utf8_encode(letter_of(&cells[at]), text + len);
		}
		at = next;
	} while (at < end && len + 4 < sizeof(text) && !same(p, &given[at], &cells[at]) &&
		 pen_for(p, &cells[at]) == p->pen && blanks(p, cells, at, end) <= FEW);
	mc_str_add(&p->out, text, len);
	p->col = at;
	p->row = at < canvas->cols ? row : -1;
	return at;
}

/* ---- rows */

/* A stretch of blanks at once, to the end of the row or not so far; 0: they are few. */
static int erase(struct mc_painter *p, const struct mc_canvas *canvas, int row, int from, int end)
{
	const struct mc_cell *cells = mc_canvas_at(canvas, row, 0);
	int count = blanks(p, cells, from, end);
	bool to_the_end = blanks(p, cells, from, canvas->cols) == canvas->cols - from;
	char text[32];

	if (count <= FEW || !*(to_the_end ? p->caps->el : p->caps->ech)) {
		return 0;
	}
	go(p, row, from);
	take_pen(p, MC_STYLE_PLAIN);
	mc_caps_format(p->caps->ech, count, 0, text, sizeof(text));
	mc_caps_put(&p->out, to_the_end ? p->caps->el : text);
	return count;
}

/* Behind the last cell that differs. */
static int end_of_change(const struct mc_painter *p, const struct mc_cell *given,
			 const struct mc_cell *cells, int cols)
{
	while (cols > 0 && same(p, &given[cols - 1], &cells[cols - 1])) {
		cols--;
	}
	return cols;
}

static void draw_row(struct mc_painter *p, const struct mc_canvas *canvas, int row)
{
	const struct mc_cell *cells = mc_canvas_at(canvas, row, 0);
	struct mc_cell *given = p->given.cells + row * canvas->cols;
	int end = end_of_change(p, given, cells, canvas->cols), next;

	for (int col = 0; col < end; col = next) {
		next = col + 1;
		if (!cells[col].c || same(p, &given[col], &cells[col])) {
			continue; /* the second half of a wide letter belongs to the first */
		}
		next = col + erase(p, canvas, row, col, end);
		if (next == col) {
			next = put(p, canvas, row, col, end);
		}
		/* it may be passed over from now on */
		memcpy(&given[col], &cells[col], sizeof(*given) * (size_t)(next - col));
	}
	memcpy(given, cells, sizeof(*given) * (size_t)canvas->cols);
}

/* ---- the whole */

static void begin_anew(struct mc_painter *p, const struct mc_canvas *canvas)
{
	mc_canvas_resize(&p->given, canvas->rows, canvas->cols);
	mc_caps_put(&p->out, p->caps->sgr0);
	mc_caps_put(&p->out, p->caps->clear);
	p->pen = MC_STYLE_PLAIN;
	p->row = -1;
}

void mc_painter_draw(struct mc_painter *p, const struct mc_canvas *canvas, bool all)
{
	if (all || !p->known || p->given.rows != canvas->rows || p->given.cols != canvas->cols) {
		begin_anew(p, canvas);
		p->known = true;
	}
	for (int row = 0; row < canvas->rows; row++) {
		draw_row(p, canvas, row);
	}
	go(p, canvas->cursor_row, canvas->cursor_col);
}
