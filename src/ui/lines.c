/* SPDX-License-Identifier: MPL-2.0 */
/* lines.c - text kept as lines that are already broken. */
#include "ui/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "ui/keys.h"

struct mc_line {
	char *label, *text; /* label NULL = the text begins at the left */
	enum mc_style style;
};

void mc_lines_init(struct mc_lines *lines)
{
	*lines = (struct mc_lines){0};
	mc_vec_init(&lines->lines, sizeof(struct mc_line), 2000);
}

void mc_lines_reset(struct mc_lines *lines)
{
	MC_VEC_EACH(&lines->lines, struct mc_line, line) {
		explicit_bzero(line->text, strlen(line->text));
		free(line->text);
		free(line->label);
	}
	mc_vec_reset(&lines->lines);
}

void mc_lines_done(struct mc_lines *lines)
{
	mc_lines_reset(lines);
	mc_vec_done(&lines->lines);
}

static void add(struct mc_lines *lines, enum mc_style style, const char *label, const char *text,
		int width)
{
	do {
		const char *next = text;
		int len = (int)mc_text_break(text, width, &next);
		struct mc_line *line = mc_vec_push(&lines->lines);

		if (!line) {
			return;
		}
		line->style = style;
		line->text = mc_strndup(text, (size_t)len);
		line->label = label ? mc_strdup(label) : NULL;
		label = label ? "" : NULL;
		text = next;
	} while (*text);
}

void mc_lines_text(struct mc_lines *lines, enum mc_style style, const char *text)
{
	add(lines, style, NULL, text, MC_LINES_WIDTH);
}

void mc_lines_printf(struct mc_lines *lines, enum mc_style style, const char *fmt, ...)
{
	char text[2048];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	mc_lines_text(lines, style, text);
}

void mc_lines_pair(struct mc_lines *lines, const char *label, const char *value)
{
	if (value && *value) {
		add(lines, MC_STYLE_PLAIN, label, value, MC_LINES_WIDTH - MC_LINES_LABEL - 1);
	}
}

static int furthest(const struct mc_lines *lines, int rows)
{
	int last = (int)lines->lines.len - rows;

	return last > 0 ? last : 0;
}

void mc_lines_rows(struct mc_lines *lines, int rows)
{
	lines->rows = rows;
}

bool mc_lines_key(struct mc_lines *lines, uint32_t key)
{
	int page = lines->rows > 1 ? lines->rows - 1 : 1, last = furthest(lines, lines->rows);
	const struct {
		uint32_t key;
		int to;
	} moves[] = {
		{MC_KEY_UP, lines->top - 1},      {MC_KEY_DOWN, lines->top + 1},
		{MC_KEY_PGUP, lines->top - page}, {MC_KEY_PGDN, lines->top + page},
		{MC_KEY_HOME, 0},                 {MC_KEY_END, last},
	};

	for (size_t i = 0; i < MC_COUNT(moves); i++) {
		if (moves[i].key == key) {
			lines->top = moves[i].to > last ? last : moves[i].to;
			lines->top = lines->top < 0 ? 0 : lines->top;
			return true;
		}
	}
	return false;
}

void mc_lines_draw(const struct mc_lines *lines, struct mc_canvas *canvas, int row, int col,
		   int rows)
{
	int last = furthest(lines, rows), top = lines->top < last ? lines->top : last;

	for (int i = 0; i < rows && top + i < (int)lines->lines.len; i++) {
		const struct mc_line *line = mc_vec_at(&lines->lines, (size_t)(top + i));
		int left = col;

		if (line->label) {
			mc_canvas_text(canvas, row + i, col, MC_LINES_LABEL, MC_STYLE_QUIET,
				       line->label);
			left += MC_LINES_LABEL + 1;
		}
		mc_canvas_text(canvas, row + i, left, MC_LINES_WIDTH - (left - col), line->style,
			       line->text);
	}
	if (top < last) { /* more below */
		mc_canvas_text(canvas, row + rows - 1, canvas->cols - 1, 1, MC_STYLE_QUIET, "↓");
	}
	if (top > 0) {
		mc_canvas_text(canvas, row, canvas->cols - 1, 1, MC_STYLE_QUIET, "↑");
	}
}
