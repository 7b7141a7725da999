/* SPDX-License-Identifier: MPL-2.0 */
/* slip.c - a template and values become a page. */
#include "motcua/domain/slip.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

enum { LINE_MAX_BYTES = 16384, HALF = MC_SLIP_COLUMNS / 2 - 1, INDENT = 4 };

struct page {
	const struct mc_slip_value *values;
	int count;
	struct mc_str *to;
	int number; /* of the template's line */
};

/* ---- breaking */

static void put_padded(struct mc_str *to, int spaces, const char *text, size_t len)
{
	mc_str_printf(to, "%*s", spaces > 0 ? spaces : 0, "");
	mc_str_add(to, text, len);
}

/* One line's worth of text, at most so many columns; *text goes on behind it. */
static size_t take_line(const char **text, int columns)
{
	const char *begin = *text;

	return mc_text_break(begin, columns, text);
}

static int width_of(const char *text, size_t len)
{
	char *copy = mc_strndup(text, len);
	int width = mc_text_width(copy);

	free(copy);
	return width;
}

static void put_wrapped(struct page *page, const char *text)
{
	int first = (int)strspn(text, " "), indent = 0;

	text += first;
	do {
		const char *line = text;
		size_t len = take_line(&text, MC_SLIP_COLUMNS - first - indent);

		put_padded(page->to, first + indent, line, len);
		mc_str_putc(page->to, '\n');
		indent = first + INDENT < MC_SLIP_COLUMNS / 2 ? INDENT : 0;
	} while (*text);
}

static void put_centred(struct page *page, const char *text)
{
	do {
		const char *line = text;
		size_t len = take_line(&text, MC_SLIP_COLUMNS);

		put_padded(page->to, (MC_SLIP_COLUMNS - width_of(line, len)) / 2, line, len);
		mc_str_putc(page->to, '\n');
	} while (*text);
}

/* One line of a half; empty when it has come to its end. Returns the columns that it takes. */
static int put_half(struct page *page, const char **text)
{
	int width, before;
	const char *line = *text;
	size_t len = **text ? take_line(text, HALF) : 0;

	width = width_of(line, len);
	before = (HALF - width) / 2;
	if (len) {
		put_padded(page->to, before, line, len);
	}
	return len ? before + width : 0;
}

static void put_halves(struct page *page, const char *left, const char *right)
{
	do {
		int used = put_half(page, &left);

		if (*right) {
			mc_str_printf(page->to, "%*s", MC_SLIP_COLUMNS / 2 + 1 - used, "");
			put_half(page, &right);
		}
		mc_str_putc(page->to, '\n');
	} while (*left || *right);
}

/* ---- values */

static const char *value_of(const struct page *page, const char *name, size_t len)
{
	for (int i = 0; i < page->count; i++) {
		const struct mc_slip_value *value = &page->values[i];

		if (strlen(value->name) == len && !memcmp(value->name, name, len)) {
			return value->text ? value->text : "";
		}
	}
	return NULL;
}

/* ret_named, ret_filled: how many values the line names, and how many of them say something. */
static enum mc_code put_values(const struct page *page, const char *line, struct mc_str *ret,
			       int *ret_named, int *ret_filled, struct mc_err *why)
{
	*ret_named = *ret_filled = 0;
	while (*line) {
		size_t plain = strcspn(line, "{"), len;
		const char *text;

		mc_str_add(ret, line, plain);
		line += plain;
		if (!*line) {
			return MC_OK;
		}
		len = strcspn(++line, "}");
		text = line[len] ? value_of(page, line, len) : NULL;
		if (!text) {
			return mc_fail(why, MC_E_SLIP_TEMPLATE, "line %d", page->number);
		}
		mc_str_puts(ret, text);
		++*ret_named;
		*ret_filled += text[0] != '\0';
		line += len + 1;
	}
	return MC_OK;
}

/* ---- lines */

/* The text may have several lines by now: a value brought them. */
static void put_each(struct page *page, char *text, void (*put)(struct page *, const char *))
{
	for (char *end; text; text = end) {
		end = strchr(text, '\n');
		if (end) {
			*end++ = '\0';
		}
		put(page, text);
	}
}

static void put_filled(struct page *page, char *text)
{
	char *middle = strstr(text, " || ");

	if (!strcmp(text, "---")) {
		for (int i = 0; i < MC_SLIP_COLUMNS; i++) {
			mc_str_putc(page->to, '-');
		}
		mc_str_putc(page->to, '\n');
	} else if (*text == '^') {
		put_each(page, text + 1, put_centred);
	} else if (middle) {
		*middle = '\0';
		put_halves(page, text, middle + 4);
	} else {
		put_each(page, text, put_wrapped);
	}
}

static enum mc_code put_line(struct page *page, const char *line, struct mc_err *why)
{
	struct mc_str filled;
	int named, said;
	enum mc_code code;

	if (*line == '#') {
		return MC_OK;
	}
	mc_str_init(&filled, LINE_MAX_BYTES);
	code = put_values(page, line, &filled, &named, &said, why);
	if (!code && (!named || said)) {
		put_filled(page, filled.len ? filled.data : (char[]){""});
	}
	mc_str_wipe(&filled);
	return code;
}

enum mc_code mc_slip_render(const char *template, const struct mc_slip_value *values, int count,
			    struct mc_str *ret, struct mc_err *why)
{
	struct page page = {values, count, ret, 0};
	enum mc_code code = MC_OK;

	if (!mc_utf8_valid(template, strlen(template))) {
		return mc_fail(why, MC_E_SLIP_TEMPLATE, "not valid UTF-8");
	}
	while (!code && *template) {
		size_t len = strcspn(template, "\n");
		char *line = mc_strndup(template, len);

		page.number++;
		code = put_line(&page, line, why);
		free(line);
		template += len + (template[len] == '\n');
	}
	return !code && ret->full ? mc_fail(why, MC_E_SLIP_TEMPLATE, "too long") : code;
}
