/* SPDX-License-Identifier: MPL-2.0 */
/*
 * term.c - the only file that knows curses: it paints, input.c reads.
 *
 * The reader of curses loses a letter whose bytes come apart, as they do on every slow line, and
 * waits inside itself for what follows an Esc; so it is never asked for a key.
 *
 * What is to be seen is written into curses's newscr itself: stdscr would be a third copy of the
 * screen, compared and copied with each key. stdscr stays blank.
 *
 * No leaveok(): screen readers and braille displays follow the cursor. No mouse unless it is
 * asked for: it would take the terminal's own marking and copying away.
 */
#include "ui/term.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "ui/input.h"
#include "ui/outlet.h"

/* term.h of curses has macros for the names of capabilities. */
#undef columns
#undef lines

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Presses, and numbers without an end for wide screens. */
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

enum { HALF_KEY_MS = 100, HALF_KEY_REMOTE_MS = 300 };
enum { HALF_KEY_LEAST = 50, HALF_KEY_MOST = 5000 };

struct mc_term {
	SCREEN *screen;
	struct mc_input input;
	int half_key_ms;
	cchar_t style[MC_STYLE_COUNT]; /* a blank of each look */
	/* What curses was given last: only what differs is given to it again. */
	struct mc_canvas given;
	cchar_t *run; /* room for a row */
	bool written; /* curses's own screen is not blank */
	struct mc_outlet outlet;
};

/* curses is global, and so is the way back when memory runs out. */
static struct mc_term *taken;

/* ---- words that curses does not say for us */

static void say(const char *text)
{
	ssize_t done = write(STDOUT_FILENO, text, strlen(text));

	(void)done; /* the terminal is gone: nobody to tell */
}

/* terminfo has NULL for what is not there, and (char *)-1 for what was taken away. */
static const char *text_of(const char *cap)
{
	return cap && cap != (const char *)-1 ? cap : "";
}

/* ---- taken and given back */

void mc_term_enter(struct mc_term *term)
{
	taken = term;
	mc_canvas_resize(&term->given, 0, 0); /* left behind, curses's own is blank */
	term->written = false;
	reset_prog_mode();
	putp(text_of(keypad_xmit)); /* goes out with the next screen */
	say(PASTE_ON);
	say(term->input.mouse ? MOUSE_ON : "");
}

void mc_term_leave(struct mc_term *term)
{
	if (taken != term) {
		return;
	}
	taken = NULL;
	werase(newscr); /* a console without a second screen would go on showing citizens' data */
	doupdate();
	putp(text_of(keypad_local)); /* goes out with endwin() */
	say(PASTE_OFF);
	say(term->input.mouse ? MOUSE_OFF : "");
	endwin();
}

static void give_back(void)
{
	if (taken) {
		mc_term_leave(taken);
	}
}

static void prepare_looks(struct mc_term *term)
{
	const char *no_color = getenv("NO_COLOR");
	bool colours = has_colors() && !(no_color && *no_color);

	if (colours) {
		/* before start_color(): behind it curses looks at each cell of its empty screen */
		use_default_colors();
		colours = start_color() != ERR;
	}
	for (int style = 0; style < MC_STYLE_COUNT; style++) {
		struct mc_look look = mc_theme_look((enum mc_style)style, colours);
		attr_t how = (look.attributes & MC_LOOK_REVERSE ? A_REVERSE : 0) |
			     (look.attributes & MC_LOOK_UNDERLINE ? A_UNDERLINE : 0) |
			     (look.attributes & MC_LOOK_BOLD ? A_BOLD : 0);

		if (look.colour) {
			init_pair((short)look.colour, look.colour, -1);
		}
		(void)setcchar(&term->style[style], L" ", how, (short)look.colour, NULL);
	}
}

/* What TERM says that its keys send; what it lacks is left out. */
static size_t learn_keys(struct mc_key_sequence ret[MC_INPUT_OWN_MAX])
{
	const struct mc_key_sequence all[] = {
		{key_up, MC_KEY_UP}, {key_down, MC_KEY_DOWN}, {key_left, MC_KEY_LEFT},
		{key_right, MC_KEY_RIGHT}, {key_home, MC_KEY_HOME}, {key_end, MC_KEY_END},
		{key_ll, MC_KEY_END}, {key_ppage, MC_KEY_PGUP}, {key_npage, MC_KEY_PGDN},
		{key_ic, MC_KEY_INSERT}, {key_dc, MC_KEY_DELETE},
		{key_backspace, MC_KEY_BACKSPACE}, {key_enter, MC_KEY_ENTER},
		{key_btab, MC_KEY_BACKTAB}, {key_f1, MC_KEY_F(1)}, {key_f2, MC_KEY_F(2)},
		{key_f3, MC_KEY_F(3)}, {key_f4, MC_KEY_F(4)}, {key_f5, MC_KEY_F(5)},
		{key_f6, MC_KEY_F(6)}, {key_f7, MC_KEY_F(7)}, {key_f8, MC_KEY_F(8)},
		{key_f9, MC_KEY_F(9)}, {key_f10, MC_KEY_F(10)}, {key_f11, MC_KEY_F(11)},
		{key_f12, MC_KEY_F(12)},
	};
	size_t count = 0;

	_Static_assert(MC_COUNT(all) <= MC_INPUT_OWN_MAX, "room for each");
	for (size_t i = 0; i < MC_COUNT(all); i++) {
		if (*text_of(all[i].bytes)) {
			ret[count++] = all[i];
		}
	}
	return count;
}

static void hear(int signo)
{
	(void)signo;
}

/* Where nobody hears it, curses takes SIGTSTP for itself and ignores it while it paints: one that
 * waits for the loop would be lost. Where it is ignored, it stays so. */
static void hear_stops(bool on)
{
	struct sigaction now;

	if (sigaction(SIGTSTP, NULL, &now) == 0 && now.sa_handler == (on ? SIG_DFL : hear)) {
		signal(SIGTSTP, on ? hear : SIG_DFL);
	}
}

enum mc_code mc_term_open(struct mc_term **ret, struct mc_err *why)
{
	struct mc_term *term;
	SCREEN *screen;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		return mc_fail(why, MC_E_TERMINAL, "standard input or output is no terminal");
	}
	hear_stops(true);
	screen = newterm(NULL, NULL, NULL);
	if (!screen) {
		hear_stops(false);
		return mc_fail(why, MC_E_TERMINAL, "TERM is not known");
	}
	term = mc_calloc(1, sizeof(*term));
	term->screen = screen;
	mc_term_be_patient(term, "");
	mc_canvas_init(&term->given, 0, 0);
	mc_input_init(&term->input);
	term->input.own_count = learn_keys(term->input.own);
	mc_oom_hook(give_back);
	cbreak();
	noecho();
	nonl();
	typeahead(-1); /* all keys that are there were taken before this screen was drawn */
	prepare_looks(term);
	def_prog_mode();
	mc_term_enter(term);
	mc_outlet_open(&term->outlet);
	*ret = term;
	return MC_OK;
}

void mc_term_take_keys(struct mc_term *term)
{
	(void)term;
	raw();
	def_prog_mode();
}

void mc_term_close(struct mc_term *term)
{
	if (!term) {
		return;
	}
	mc_term_leave(term);
	hear_stops(false);
	mc_oom_hook(NULL);
	delscreen(term->screen);
	mc_canvas_done(&term->given);
	mc_input_wipe(&term->input);
	mc_outlet_close(&term->outlet);
	free(term->run);
	free(term);
}

/* ---- keys */

static bool is_serial(const char *tty)
{
	static const char *const lines[] = { "/dev/ttyS", "/dev/ttyUSB", "/dev/ttyACM", "/dev/ttyAMA",
					     "/dev/hvc" };

	for (size_t i = 0; tty && i < MC_COUNT(lines); i++) {
		if (strncmp(tty, lines[i], strlen(lines[i])) == 0) {
			return true;
		}
	}
	return false;
}

/* Too short splits arrow keys on a slow line, too long makes Esc lame. */
int mc_term_patience(const char *setting, const char *tty, bool remote)
{
	char *end;
	long ms = strtol(setting, &end, 10);

	if (*setting && !*end && ms >= HALF_KEY_LEAST && ms <= HALF_KEY_MOST) {
		return (int)ms;
	}
	return remote || is_serial(tty) ? HALF_KEY_REMOTE_MS : HALF_KEY_MS;
}

void mc_term_be_patient(struct mc_term *term, const char *setting)
{
	char tty[64] = ""; /* /dev/pts/N, /dev/ttyUSB0; a longer one is no serial line */
	bool named = ttyname_r(STDIN_FILENO, tty, sizeof(tty)) == 0;

	term->half_key_ms =
		mc_term_patience(setting, named ? tty : NULL, getenv("SSH_CONNECTION"));
}

bool mc_term_read(struct mc_term *term)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	size_t size;
	char *room = mc_input_room(&term->input, &size);
	ssize_t n;

	if (!size || poll(&in, 1, 0) <= 0) {
		return true;
	}
	n = read(STDIN_FILENO, room, size);
	if (n > 0) {
		mc_input_read(&term->input, (size_t)n);
	}
	return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

bool mc_term_key(struct mc_term *term, uint32_t *ret)
{
	return mc_input_key(&term->input, ret);
}

int mc_term_half_key(const struct mc_term *term)
{
	return mc_input_half(&term->input) ? term->half_key_ms : 0;
}

void mc_term_give_up(struct mc_term *term)
{
	mc_input_give_up(&term->input);
}

/* ---- the mouse */

void mc_term_mouse_on(struct mc_term *term)
{
	if (*text_of(key_mouse) && !term->input.mouse) {
		term->input.mouse = true;
		say(MOUSE_ON);
	}
}

bool mc_term_mouse(struct mc_term *term, int *ret_row, int *ret_col, int *ret_wheel)
{
	enum { FIRST_BUTTON = 0, WHEEL_UP = 64, WHEEL_DOWN = 65 };
	int button = term->input.click.button, rows, cols;

	getmaxyx(newscr, rows, cols);
	*ret_row = term->input.click.row;
	*ret_col = term->input.click.col;
	*ret_wheel = button == WHEEL_UP ? -1 : button == WHEEL_DOWN ? 1 : 0;
	return (*ret_wheel || button == FIRST_BUTTON) && *ret_row >= 0 && *ret_row < rows &&
	       *ret_col >= 0 && *ret_col < cols;
}

/* ---- the screen */

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
	getmaxyx(newscr, *ret_rows, *ret_cols);
}

enum { APART = 8 }; /* blanks: telling curses of so many costs what a call costs */

static bool same(const struct mc_cell *a, const struct mc_cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0; /* one comparison: a cell has no gaps */
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
	mvwadd_wchnstr(newscr, row, from, term->run, count);
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

static bool is_drawn(const struct mc_term *term, const struct mc_canvas *canvas, int row)
{
	return memcmp(term->given.cells + row * canvas->cols, mc_canvas_at(canvas, row, 0),
		      sizeof(*canvas->cells) * (size_t)canvas->cols) == 0;
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

/* A screen of another size, or the first one, for which curses's own is blank already. */
static void fit(struct mc_term *term, const struct mc_canvas *canvas)
{
	if (term->given.rows != canvas->rows || term->given.cols != canvas->cols) {
		mc_canvas_resize(&term->given, canvas->rows, canvas->cols);
		free(term->run);
		term->run = mc_calloc((size_t)canvas->cols + 1, sizeof(*term->run));
		if (term->written) {
			werase(newscr);
		}
	}
	term->written = true;
}

bool mc_term_draw(struct mc_term *term, const struct mc_canvas *canvas, bool repaint, bool moving)
{
	bool left = false;

	fit(term, canvas);
	for (int row = 0; row < canvas->rows; row++) {
		int in = row - canvas->behind_row;

		if (is_drawn(term, canvas, row)) {
			continue;
		}
		if (moving && in >= 0 && in < canvas->behind_rows) {
			left = true;
		} else {
			draw_row(term, canvas, row);
		}
	}
	wmove(newscr, canvas->cursor_row, canvas->cursor_col);
	if (repaint) {
		clearok(curscr, TRUE);
	}
	mc_outlet_begin(&term->outlet);
	doupdate();
	mc_outlet_end(&term->outlet);
	return left;
}
