/* SPDX-License-Identifier: MPL-2.0 */
/*
 * term.c - the terminal taken over, kept, and given back.
 *
 * The cursor is always where the work is: screen readers and braille displays follow it. No
 * mouse unless it is asked for: it would take the terminal's own marking and copying away.
 */
#include "ui/term.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "ui/input.h"
#include "ui/painter.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Presses, and numbers without an end for wide screens. */
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

enum { HALF_KEY_MS = 100, HALF_KEY_REMOTE_MS = 300, WRITE_PATIENCE_MS = 60000 };
enum { HALF_KEY_LEAST = 50, HALF_KEY_MOST = 5000 };

struct mc_term {
	struct mc_caps caps;
	struct mc_painter painter;
	struct mc_input input;
	struct termios before;
	int rows, cols, half_key_ms;
	struct mc_str hello, goodbye; /* made at once: at the end there may be no memory */
};

/* There is one terminal, and one way back when memory runs out. */
static struct mc_term *taken;

/* ---- bytes out */

/* Until it is said, or the terminal is gone. One that takes nothing for a minute is. */
static void say(const char *bytes, size_t len)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	while (len) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (errno != EINTR &&
			   (errno != EAGAIN || poll(&out, 1, WRITE_PATIENCE_MS) <= 0)) {
			return;
		}
	}
}

static void make_words(struct mc_term *term)
{
	const struct mc_caps *caps = &term->caps;

	mc_str_init(&term->hello, 4096);
	mc_str_init(&term->goodbye, 4096);
	mc_caps_put(&term->hello, caps->smcup);
	mc_caps_put(&term->hello, caps->smkx);
	mc_str_puts(&term->hello, PASTE_ON);
	mc_caps_put(&term->goodbye, caps->sgr0);
	/* a console without a second screen would go on showing citizens' data */
	mc_caps_put(&term->goodbye, caps->clear);
	mc_caps_put(&term->goodbye, caps->rmkx);
	mc_caps_put(&term->goodbye, caps->rmcup);
	mc_str_puts(&term->goodbye, PASTE_OFF);
}

/* ---- taken and given back */

void mc_term_enter(struct mc_term *term)
{
	struct termios raw = term->before;

	/* Ctrl-S and Ctrl-C are keys like others; a line feed goes down and no more */
	raw.c_lflag &= ~(tcflag_t)(ICANON | ISIG | IEXTEN | ECHO);
	raw.c_iflag &= ~(tcflag_t)(IXON | BRKINT | PARMRK | ICRNL | INLCR | IGNCR | ISTRIP);
	raw.c_oflag &= ~(tcflag_t)ONLCR;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	say(term->hello.data, term->hello.len);
	taken = term;
}

void mc_term_leave(struct mc_term *term)
{
	if (taken == term) {
		taken = NULL;
		say(term->goodbye.data, term->goodbye.len);
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &term->before);
	}
}

static void give_back(void)
{
	if (taken) {
		mc_term_leave(taken);
	}
}

static bool wants_colours(const struct mc_caps *caps)
{
	const char *no_color = getenv("NO_COLOR");

	return caps->colours >= 8 && !(no_color && *no_color);
}

enum mc_code mc_term_open(struct mc_term **ret, struct mc_err *why)
{
	struct mc_caps caps;
	struct mc_term *term;
	struct termios before;
	enum mc_code code;

	if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before)) {
		return mc_fail(why, MC_E_TERMINAL, "standard input or output is no terminal");
	}
	code = mc_caps_load(&caps, why);
	if (code) {
		return code;
	}
	term = mc_calloc(1, sizeof(*term));
	term->caps = caps;
	term->before = before;
	mc_term_be_patient(term, "");
	mc_painter_init(&term->painter, &term->caps, wants_colours(&caps));
	mc_input_init(&term->input);
	term->input.own_count = mc_caps_keys(term->input.own);
	make_words(term);
	mc_term_resized(term);
	mc_oom_hook(give_back);
	mc_term_enter(term);
	*ret = term;
	return MC_OK;
}

void mc_term_close(struct mc_term *term)
{
	if (!term) {
		return;
	}
	mc_term_leave(term);
	mc_oom_hook(NULL);
	mc_painter_done(&term->painter);
	mc_input_wipe(&term->input);
	mc_str_done(&term->hello);
	mc_str_done(&term->goodbye);
	mc_caps_done(&term->caps);
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
	term->half_key_ms = mc_term_patience(setting, ttyname(STDIN_FILENO), getenv("SSH_CONNECTION"));
}

bool mc_term_read(struct mc_term *term)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
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
	if (term->caps.mouse && !term->input.mouse) {
		term->input.mouse = true;
		say(MOUSE_ON, sizeof(MOUSE_ON) - 1);
		mc_str_puts(&term->hello, MOUSE_ON);
		mc_str_puts(&term->goodbye, MOUSE_OFF);
	}
}

bool mc_term_mouse(struct mc_term *term, int *ret_row, int *ret_col, int *ret_wheel)
{
	enum { FIRST_BUTTON = 0, WHEEL_UP = 64, WHEEL_DOWN = 65 };
	int button = term->input.click.button;

	*ret_row = term->input.click.row;
	*ret_col = term->input.click.col;
	*ret_wheel = button == WHEEL_UP ? -1 : button == WHEEL_DOWN ? 1 : 0;
	return (*ret_wheel || button == FIRST_BUTTON) && *ret_row >= 0 && *ret_row < term->rows &&
	       *ret_col >= 0 && *ret_col < term->cols;
}

/* ---- the screen */

/* A serial line tells no size: its user may have, else terminfo does. */
static int size_by(const char *name, int told, int usual)
{
	const char *text = getenv(name);
	int set = text ? atoi(text) : 0;

	return set > 0 ? set : told > 0 ? told : usual;
}

void mc_term_resized(struct mc_term *term)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col) {
		term->rows = size.ws_row;
		term->cols = size.ws_col;
	} else if (!term->rows) {
		term->rows = size_by("LINES", term->caps.rows, 24);
		term->cols = size_by("COLUMNS", term->caps.cols, 80);
	}
}

void mc_term_size(const struct mc_term *term, int *ret_rows, int *ret_cols)
{
	*ret_rows = term->rows;
	*ret_cols = term->cols;
}

void mc_term_draw(struct mc_term *term, const struct mc_canvas *canvas, bool repaint)
{
	struct mc_str *out = &term->painter.out;

	mc_painter_draw(&term->painter, canvas, repaint);
	say(out->data, out->len);
	mc_str_reset(out);
}
