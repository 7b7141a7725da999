/* SPDX-License-Identifier: MPL-2.0 */
/*
 * screen.h - what a person sees of a program's output: a terminal without a window.
 *
 * The only file that knows libvterm is screen.c (0.1 and 0.3 differ).
 */
#ifndef TESTS_SUPPORT_SCREEN_H
#define TESTS_SUPPORT_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

struct screen;

struct screen *screen_new(int rows, int columns);
void screen_free(struct screen *screen);
void screen_resize(struct screen *screen, int rows, int columns);

void screen_feed(struct screen *screen, const char *bytes, size_t len);
/* What the terminal answers to questions in the output; 0 = nothing (more). */
size_t screen_reply(struct screen *screen, char *bytes, size_t size);

int screen_rows(const struct screen *screen);
/* All rows as UTF-8, without blanks at their ends, each with a line end; and one of
 * them, counted from 0. Borrowed until the screen is fed, resized or asked again. */
const char *screen_text(struct screen *screen);
const char *screen_row(struct screen *screen, int row);
/* The first row at or below `from` that shows the text, or -1. */
int screen_find(struct screen *screen, int from, const char *text);
void screen_cursor(const struct screen *screen, int *ret_row, int *ret_column);
/* The program asked for clicks. */
bool screen_wants_mouse(const struct screen *screen);
/* No cell holds a combining mark: a Linux console could not draw it. */
bool screen_is_composed(const struct screen *screen);

/* How the cells of a row look, from column to column: "0-79 reverse, ..."; "" when all are
 * plain. What cannot be seen of a blank is left out. Good until the next call. */
const char *screen_looks(struct screen *screen, int row);

#endif
