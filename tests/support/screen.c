/* SPDX-License-Identifier: MPL-2.0 */
#include "support/screen.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vterm.h>

struct screen {
	VTerm *term;
	VTermScreen *cells; /* the term's */
	char *text, *row;
	char looks[8192]; /* of a row */
	size_t seen; /* of "1000": the mode that asks for clicks */
	bool mouse;
	char tail[4]; /* a letter of which more is to come */
	size_t tail_len;
};

/* The second column of a wide character. */
#define NOT_A_CHAR ((uint32_t)-1)

static void *must(void *memory)
{
	if (!memory) {
		abort();
	}
	return memory;
}

struct screen *screen_new(int rows, int columns)
{
	struct screen *screen = must(calloc(1, sizeof(*screen)));

	screen->term = must(vterm_new(rows, columns));
	vterm_set_utf8(screen->term, 1);
	screen->cells = vterm_obtain_screen(screen->term);
	vterm_screen_enable_altscreen(screen->cells, 1);
	vterm_screen_reset(screen->cells, 1);
	return screen;
}

void screen_free(struct screen *screen)
{
	if (screen) {
		vterm_free(screen->term);
		free(screen->text);
		free(screen->row);
		free(screen);
	}
}

void screen_resize(struct screen *screen, int rows, int columns)
{
	vterm_set_size(screen->term, rows, columns);
}

/* libvterm takes the first mode of "\033[?1006;1000h" only. */
static void watch_mouse(struct screen *screen, const char *bytes, size_t len)
{
	static const char mode[] = "1000";

	for (size_t i = 0; i < len; i++) {
		if (screen->seen == sizeof(mode) - 1 && (bytes[i] == 'h' || bytes[i] == 'l')) {
			screen->mouse = bytes[i] == 'h';
		}
		screen->seen = screen->seen < sizeof(mode) - 1 && bytes[i] == mode[screen->seen] ?
				       screen->seen + 1 : 0;
	}
}

bool screen_wants_mouse(const struct screen *screen)
{
	return screen->mouse;
}

/* How many bytes at the end begin a letter that is not whole yet. */
static size_t open_end(const char *bytes, size_t len)
{
	for (size_t back = 1; back <= 3 && back <= len; back++) {
		unsigned char c = (unsigned char)bytes[len - back];
		size_t whole = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;

		if (c < 0x80 || c >= 0xc0) {
			return whole > back ? back : 0;
		}
	}
	return 0;
}

/* A busy machine hands a screen over in pieces, and libvterm does not put every letter together
 * that was cut: it is given whole ones. */
void screen_feed(struct screen *screen, const char *bytes, size_t len)
{
	size_t size = screen->tail_len + len, later;
	char *whole = must(malloc(size + 1));

	memcpy(whole, screen->tail, screen->tail_len);
	memcpy(whole + screen->tail_len, bytes, len);
	later = open_end(whole, size);
	watch_mouse(screen, whole, size - later);
	vterm_input_write(screen->term, whole, size - later);
	memcpy(screen->tail, whole + size - later, later);
	screen->tail_len = later;
	free(whole);
}

size_t screen_reply(struct screen *screen, char *bytes, size_t size)
{
	return vterm_output_read(screen->term, bytes, size);
}

static char *put_utf8(char *at, uint32_t c)
{
	if (c < 0x80) {
		*at++ = (char)c;
	} else if (c < 0x800) {
		*at++ = (char)(0xc0 | c >> 6);
		*at++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*at++ = (char)(0xe0 | c >> 12);
		*at++ = (char)(0x80 | (c >> 6 & 0x3f));
		*at++ = (char)(0x80 | (c & 0x3f));
	} else {
		*at++ = (char)(0xf0 | c >> 18);
		*at++ = (char)(0x80 | (c >> 12 & 0x3f));
		*at++ = (char)(0x80 | (c >> 6 & 0x3f));
		*at++ = (char)(0x80 | (c & 0x3f));
	}
	return at;
}

static char *put_cell(char *at, const VTermScreenCell *cell)
{
	if (!cell->chars[0]) {
		*at++ = ' ';
	}
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
		if (cell->chars[i] != NOT_A_CHAR) {
			at = put_utf8(at, cell->chars[i]);
		}
	}
	return at;
}

static char *put_row(const struct screen *screen, char *at, int row, int columns)
{
	VTermScreenCell cell;
	char *start = at;

	for (int column = 0; column < columns; column++) {
		vterm_screen_get_cell(screen->cells, (VTermPos){row, column}, &cell);
		at = put_cell(at, &cell);
	}
	while (at > start && at[-1] == ' ') {
		at--;
	}
	return at;
}

int screen_rows(const struct screen *screen)
{
	int rows, columns;

	vterm_get_size(screen->term, &rows, &columns);
	return rows;
}

const char *screen_text(struct screen *screen)
{
	int rows, columns;
	char *at;

	vterm_get_size(screen->term, &rows, &columns);
	free(screen->text);
	at = screen->text = must(
		malloc((size_t)rows * ((size_t)columns * VTERM_MAX_CHARS_PER_CELL * 4 + 1) + 1));
	for (int row = 0; row < rows; row++) {
		at = put_row(screen, at, row, columns);
		*at++ = '\n';
	}
	*at = '\0';
	return screen->text;
}

const char *screen_row(struct screen *screen, int row)
{
	int rows, columns;

	vterm_get_size(screen->term, &rows, &columns);
	free(screen->row);
	screen->row = must(malloc((size_t)columns * VTERM_MAX_CHARS_PER_CELL * 4 + 1));
	*put_row(screen, screen->row, row, columns) = '\0';
	return screen->row;
}

int screen_find(struct screen *screen, int from, const char *text)
{
	int rows = screen_rows(screen);

	for (int row = from < 0 ? 0 : from; row < rows; row++) {
		if (strstr(screen_row(screen, row), text)) {
			return row;
		}
	}
	return -1;
}

void screen_cursor(const struct screen *screen, int *ret_row, int *ret_column)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(screen->term), &at);
	*ret_row = at.row;
	*ret_column = at.col;
}

bool screen_is_composed(const struct screen *screen)
{
	VTermScreenCell cell;
	int rows, columns;

	vterm_get_size(screen->term, &rows, &columns);
	for (int i = 0; i < rows * columns; i++) {
		vterm_screen_get_cell(screen->cells, (VTermPos){i / columns, i % columns}, &cell);
		if (cell.chars[0] && cell.chars[1]) { /* behind an empty one nothing is set */
			return false;
		}
	}
	return true;
}

/* ---- looks */

static int put_colour(char *to, size_t size, const char *word, const VTermColor *colour)
{
	return VTERM_COLOR_IS_INDEXED(colour)
		       ? snprintf(to, size, " %s %d", word, colour->indexed.idx)
		       : snprintf(to, size, " %s %d.%d.%d", word, colour->rgb.red,
				  colour->rgb.green, colour->rgb.blue);
}

/* " bold", "" when it is plain. */
static void look_of(const VTermScreenCell *cell, char *to, size_t size)
{
	bool blank = !cell->chars[0] || cell->chars[0] == ' ';
	size_t len;

	len = (size_t)snprintf(to, size, "%s%s%s%s%s", cell->attrs.bold && !blank ? " bold" : "",
			       cell->attrs.underline ? " underline" : "",
			       cell->attrs.reverse ? " reverse" : "",
			       cell->attrs.blink ? " blink" : "", cell->attrs.font ? " font" : "");
	if (!VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) && (!blank || len)) {
		len += (size_t)put_colour(to + len, size - len, "colour", &cell->fg);
	}
	if (!VTERM_COLOR_IS_DEFAULT_BG(&cell->bg)) {
		(void)put_colour(to + len, size - len, "on", &cell->bg);
	}
}

const char *screen_looks(struct screen *screen, int row)
{
	int rows, columns, from = 0;
	char look[64] = "", last[64] = "";
	size_t len = 0;

	vterm_get_size(screen->term, &rows, &columns);
	screen->looks[0] = '\0';
	for (int column = 0; column <= columns; column++) {
		VTermScreenCell cell = {.width = 1};

		look[0] = '\0';
		if (column < columns) {
			vterm_screen_get_cell(screen->cells, (VTermPos){row, column}, &cell);
			if (cell.chars[0] == NOT_A_CHAR) { /* a wide letter's second half */
				continue;
			}
			look_of(&cell, look, sizeof(look));
		}
		if (strcmp(look, last)) {
			if (last[0]) {
				len += (size_t)snprintf(screen->looks + len,
							sizeof(screen->looks) - len, "%s%d-%d%s",
							len ? ", " : "", from, column - 1, last);
			}
			from = column;
			memcpy(last, look, sizeof(last));
		}
	}
	return screen->looks;
}
