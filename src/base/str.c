/* SPDX-License-Identifier: MPL-2.0 */
/* str.c - the growing byte string. cap counts the NUL, max does not. */
#include "motcua/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"

enum { FIRST_CAP = 64 };

/* What data points to while cap is 0. Nobody writes here. */
static char empty[1];

void mc_str_init(struct mc_str *s, size_t max)
{
	*s = (struct mc_str){.data = empty, .max = max};
}

void mc_str_done(struct mc_str *s)
{
	if (s->cap) {
		free(s->data);
	}
	mc_str_init(s, s->max);
}

void mc_str_wipe(struct mc_str *s)
{
	if (s->cap) {
		explicit_bzero(s->data, s->cap);
	}
	mc_str_done(s);
}

void mc_str_reset(struct mc_str *s)
{
	s->len = 0;
	s->full = false;
	if (s->cap) {
		s->data[0] = '\0';
	}
}

/* Not realloc(): the block left behind is zeroed, so that mc_str_wipe() leaves no copy. */
static void grow(struct mc_str *s, size_t need)
{
	size_t cap = s->cap > need / 2 ? s->cap * 2 : need;
	char *data;

	cap = cap < FIRST_CAP ? FIRST_CAP : cap;
	data = mc_realloc(NULL, cap, 1); /* nothing behind its end is read */
	memcpy(data, s->data, s->len);
	if (s->cap) {
		explicit_bzero(s->data, s->cap);
		free(s->data);
	}
	s->data = data;
	s->cap = cap;
}

/* Room for len more bytes and the NUL, or full. */
static bool reserve(struct mc_str *s, size_t len)
{
	if (s->full || s->len > s->max || len > s->max - s->len || len > SIZE_MAX / 4 - s->len) {
		s->full = true;
		return false;
	}
	if (s->len + len + 1 > s->cap) {
		grow(s, s->len + len + 1);
	}
	return true;
}

bool mc_str_add(struct mc_str *s, const void *data, size_t len)
{
	if (!reserve(s, len)) {
		return false;
	}
	if (len) {
		memcpy(s->data + s->len, data, len);
	}
	s->len += len;
	s->data[s->len] = '\0';
	return true;
}

bool mc_str_puts(struct mc_str *s, const char *text)
{
	return mc_str_add(s, text, strlen(text));
}

bool mc_str_putc(struct mc_str *s, char c)
{
	return mc_str_add(s, &c, 1);
}

bool mc_str_printf(struct mc_str *s, const char *fmt, ...)
{
	va_list args, again;
	int len;
	bool fits;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0) {
		s->full = true;
	}
	fits = len >= 0 && reserve(s, (size_t)len);
	if (fits) {
		vsnprintf(s->data + s->len, (size_t)len + 1, fmt, again);
		s->len += (size_t)len;
	}
	va_end(again);
	return fits;
}

char *mc_str_take(struct mc_str *s, size_t *ret_len)
{
	char *data = s->cap ? s->data : mc_strdup("");

	if (ret_len) {
		*ret_len = s->len;
	}
	mc_str_init(s, s->max);
	return data;
}

struct mc_slice mc_slice_of(const struct mc_str *s)
{
	return (struct mc_slice){s->data, s->len};
}

struct mc_slice mc_slice_text(const char *text)
{
	return (struct mc_slice){text, strlen(text)};
}

bool mc_slice_equal(struct mc_slice a, struct mc_slice b)
{
	return a.len == b.len && (!a.len || memcmp(a.data, b.data, a.len) == 0);
}
