/* SPDX-License-Identifier: MPL-2.0 */
/*
 * str.h - the growing byte string, with an upper limit.
 *
 * Used for text and for bytes; data[len] is always NUL. What would go past max
 * is refused as a whole and sets `full`, which stays until mc_str_reset(): so
 * a chain of appends is checked once, at its end.
 */
#ifndef MOTCUA_BASE_STR_H
#define MOTCUA_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "motcua/base/err.h"

struct mc_str {
	char *data; /* "" before the first append; owned */
	size_t len, cap, max;
	bool full;
};

/* Borrowed bytes. */
struct mc_slice {
	const void *data;
	size_t len;
};

void mc_str_init(struct mc_str *s, size_t max);
void mc_str_done(struct mc_str *s); /* frees; s may be used again after init */
void mc_str_wipe(struct mc_str *s); /* zeroes the bytes, then mc_str_done */
void mc_str_reset(struct mc_str *s); /* empty, keeps memory, clears full */
bool mc_str_add(struct mc_str *s, const void *data, size_t len);
bool mc_str_puts(struct mc_str *s, const char *text);
bool mc_str_putc(struct mc_str *s, char c);
bool mc_str_printf(struct mc_str *s, const char *fmt, ...) MC_PRINTF(2, 3);
/* Hand the bytes over to the caller (free()); s is as after init. */
char *mc_str_take(struct mc_str *s, size_t *ret_len);

struct mc_slice mc_slice_of(const struct mc_str *s);
struct mc_slice mc_slice_text(const char *text); /* without the NUL */
bool mc_slice_equal(struct mc_slice a, struct mc_slice b);

#endif
