/* SPDX-License-Identifier: MPL-2.0 */
/*
 * term.c - the only file that knows curses.
 *
 * No leaveok(): screen readers and braille displays follow the cursor. No mouse unless it is
 * asked for: it would take the terminal's own marking and copying away.
 * Bracketed paste is switched on by hand, and off on every way out.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "ui/keys.h"
#include "ui/outlet.h"
#include "ui/term.h"

/* term.h of curses has macros for the names of capabilities. */
#undef columns
#undef lines

#define CODE_BASE 0x1000 /* above every KEY_ of curses: our own sequences */

struct mc_term {
	SCREEN *screen;
	bool colours;
	cchar_t style[MC_STYLE_COUNT]; /* a blank of each look */
	/* What curses was given last: only what differs is given to it again. */
	struct mc_canvas given;
	cchar_t *run; /* room for a row */
	struct mc_outlet outlet;
};

/* curses is global, and so is the way back when memory runs out. */
static bool taken;

static void raw_write(const char *text, size_t len)
{
	ssize_t done = write(STDOUT_FILENO, text, len);

	(void)done; /* the terminal is gone: nobody to tell */
}

static void give_back(void)
{
	static const char paste_off[] = "\033[?2004l";

	if (taken) {
		taken = false;
		erase(); /* a console without a second screen would go on showing citizens' data */
		refresh();
		endwin();
		raw_write(paste_off, sizeof(paste_off) - 1);
	}
}

static void teach_keys(void)
{
	for (int i = 0; mc_key_sequences[i].bytes; i++) {
		define_key(mc_key_sequences[i].bytes, CODE_BASE + i);
	}
}

static void prepare_looks(struct mc_term *term)
{
	const char *no_color = getenv("NO_COLOR");

	term->colours = has_colors() && !(no_color && *no_color) && start_color() != ERR;
	if (term->colours) {
		use_default_colors();
	}
	for (int style = 0; style < MC_STYLE_COUNT; style++) {
		struct mc_look look = mc_theme_look((enum mc_style)style, term->colours);

		attr_t how = (look.attributes & MC_LOOK_REVERSE ? A_REVERSE : 0) |
			     (look.attributes & MC_LOOK_UNDERLINE ? A_UNDERLINE : 0) |
			     (look.attributes & MC_LOOK_BOLD ? A_BOLD : 0);

		if (look.colour) {
			init_pair((short)(look.colour), look.colour, -1);
		}
		(void)setcchar(&term->style[style], L" ", how, (short)look.colour, NULL);
	}
}

enum mc_code mc_term_open(struct mc_term **ret, struct mc_err *why)
{
	static const char paste_on[] = "\033[?2004h";
	struct mc_term *term;
	SCREEN *screen;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		return mc_fail(why, MC_E_TERMINAL, "standard input or output is no terminal");
	}
	screen = newterm(NULL, NULL, NULL);
	if (!screen) {
		return mc_fail(why, MC_E_TERMINAL, "TERM is not known");
	}
	term = mc_calloc(1, sizeof(*term));
	term->screen = screen;
	mc_canvas_init(&term->given, 0, 0);
	taken = true;
	mc_oom_hook(give_back);
	raw(); /* Ctrl-S and Ctrl-C are keys like others */
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	/* too short splits arrow keys on a slow line */
	set_escdelay(getenv("SSH_CONNECTION") ? 300 : 100);
	teach_keys();
	prepare_looks(term);
	raw_write(paste_on, sizeof(paste_on) - 1);
	mc_outlet_open(&term->outlet);
	*ret = term;
	return MC_OK;
}

void mc_term_close(struct mc_term *term)
{
	if (!term) {
		return;
	}
	give_back();
	mc_oom_hook(NULL);
	delscreen(term->screen);
	mc_canvas_done(&term->given);
	mc_outlet_close(&term->outlet);
	free(term->run);
	free(term);
}

/* Keys of the terminal's own description that our table does not name. */
static uint32_t key_of_curses(wint_t code)
{
	static const struct {
		wint_t code;
		uint32_t key;
	} known[] = {
		{ KEY_UP, MC_KEY_UP }, { KEY_DOWN, MC_KEY_DOWN }, { KEY_LEFT, MC_KEY_LEFT },
		{ KEY_RIGHT, MC_KEY_RIGHT }, { KEY_HOME, MC_KEY_HOME }, { KEY_END, MC_KEY_END },
		{ KEY_LL, MC_KEY_END }, { KEY_PPAGE, MC_KEY_PGUP }, { KEY_NPAGE, MC_KEY_PGDN },
		{ KEY_IC, MC_KEY_INSERT }, { KEY_DC, MC_KEY_DELETE },
		{ KEY_BACKSPACE, MC_KEY_BACKSPACE }, { KEY_ENTER, MC_KEY_ENTER },
		{ KEY_BTAB, MC_KEY_BACKTAB }, { KEY_MOUSE, MC_KEY_MOUSE },
	};

	if (code >= CODE_BASE) {
		return mc_key_sequences[code - CODE_BASE].key;
	}
	if (code > KEY_F0 && code <= KEY_F(12)) {
		return MC_KEY_F(code - KEY_F0);
	}
	for (size_t i = 0; i < MC_COUNT(known); i++) {
		if (known[i].code == code) {
			return known[i].key;
		}
	}
	return MC_KEY_INSERT; /* a key without a meaning here */
}

bool mc_term_key(struct mc_term *term, uint32_t *ret)
{
	wint_t c;
	int kind = get_wch(&c);

	(void)term;
	if (kind == ERR) {
		return false;
	}
	*ret = kind == KEY_CODE_YES ? key_of_curses(c) : (uint32_t)c;
	return true;
}

void mc_term_mouse_on(struct mc_term *term)
{
	(void)term;
	mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
	mouseinterval(0); /* a press is a click: no waiting for a second one */
}

bool mc_term_mouse(struct mc_term *term, int *ret_row, int *ret_col, int *ret_wheel)
{
	MEVENT event;

	(void)term;
	if (getmouse(&event) != OK) {
		return false;
	}
	*ret_row = event.y;
	*ret_col = event.x;
	*ret_wheel = event.bstate & BUTTON4_PRESSED ? -1 : event.bstate & BUTTON5_PRESSED ? 1 : 0;
	return *ret_wheel || event.bstate & BUTTON1_PRESSED;
}

void mc_term_resized(struct mc_term *term)
{
	struct winsize size;

	(void)term;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col) {
		resizeterm(size.ws_row, size.ws_col);
	}
}

void mc_term_size(const struct mc_term *term, int *ret_rows, int *ret_cols)
{
	(void)term;
	getmaxyx(stdscr, *ret_rows, *ret_cols);
}

/* ---- drawing */

enum { APART = 8 }; /* blanks: telling curses of so many costs what a call costs */

static bool same(const struct mc_cell *a, const struct mc_cell *b)
{
	return a->c == b->c && a->style == b->style;
}

/* The second half of a wide letter belongs to the first. */
static void give(struct mc_term *term, const struct mc_cell *cells, int row, int from, int to)
{
	int count = 0;

	while (from > 0 && !cells[from].c) {
		from--;
	}
	for (const struct mc_cell *cell = cells + from; cell < cells + to; cell++) {
		if (cell->c) { /* what setcchar() would do for each cell anew */
			term->run[count] = term->style[cell->style];
			term->run[count++].chars[0] = (wchar_t)cell->c;
		}
	}
	mvadd_wchnstr(row, from, term->run, count);
}

/* Where the stretch of cells ends that differ, a few between them that do not included. */
static int end_of_stretch(const struct mc_cell *given, const struct mc_cell *cells, int from,
			  int cols)
{
	int end = from + 1;

	for (int col = end; col < cols && col - end < APART; col++) {
		if (!same(&given[col], &cells[col])) {
			end = col + 1;
		}
	}
	return end;
}

static void draw_row(struct mc_term *term, const struct mc_canvas *canvas, int row)
{
	const struct mc_cell *cells = mc_canvas_at(canvas, row, 0);
	struct mc_cell *given = term->given.cells + row * canvas->cols;

	for (int from = 0, end; from < canvas->cols; from = end) {
		end = from + 1;
		if (!same(&given[from], &cells[from])) {
			end = end_of_stretch(given, cells, from, canvas->cols);
			give(term, cells, row, from, end);
		}
	}
	memcpy(given, cells, sizeof(*given) * (size_t)canvas->cols);
}

/* A screen of another size, or the first one: curses's own is blank. */
static void fit(struct mc_term *term, const struct mc_canvas *canvas)
{
	if (term->given.rows != canvas->rows || term->given.cols != canvas->cols) {
		mc_canvas_resize(&term->given, canvas->rows, canvas->cols);
		free(term->run);
		term->run = mc_calloc((size_t)canvas->cols + 1, sizeof(*term->run));
		erase();
	}
}

void mc_term_draw(struct mc_term *term, const struct mc_canvas *canvas, bool repaint)
{
	fit(term, canvas);
	for (int row = 0; row < canvas->rows; row++) {
		draw_row(term, canvas, row);
	}
	move(canvas->cursor_row, canvas->cursor_col);
	if (repaint) {
		clearok(curscr, TRUE);
	}
	wnoutrefresh(stdscr);
	mc_outlet_begin(&term->outlet);
	doupdate();
	mc_outlet_end(&term->outlet);
}
