/* SPDX-License-Identifier: MPL-2.0 */
/* refuse.h - a good message, spoilt in one place at a time. */
#ifndef TESTS_WIRE_REFUSE_H
#define TESTS_WIRE_REFUSE_H

#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/base/str.h"

/* `from` stands in the good text; with `to` in its place the detail must begin so. */
struct spoil {
	const char *from, *to, *detail;
};

typedef enum mc_code (*refuse_read)(struct mc_slice text, struct mc_err *why);

static inline char *spoilt(const char *good, const struct spoil *spoil)
{
	const char *at = strstr(good, spoil->from);
	struct mc_str text;

	if (!at) {
		fail_msg("the good text lacks %s", spoil->from);
	}
	mc_str_init(&text, 100000);
	mc_str_add(&text, good, (size_t)(at - good));
	mc_str_puts(&text, spoil->to);
	mc_str_puts(&text, at + strlen(spoil->from));
	return mc_str_take(&text, NULL);
}

static inline void assert_refused(const char *good, const struct spoil *spoils, size_t count,
				  enum mc_code want, refuse_read read)
{
	assert_ok(read(mc_slice_text(good), NULL));
	for (size_t i = 0; i < count; i++) {
		char *bad = spoilt(good, &spoils[i]);
		struct mc_err why = {0};
		enum mc_code code = read(mc_slice_text(bad), &why);

		if (code != want || why.code != want ||
		    strncmp(why.detail, spoils[i].detail, strlen(spoils[i].detail)) != 0) {
			fail_msg("%s -> %s: code %d, %s", spoils[i].from, spoils[i].to, code,
				 why.detail);
		}
		free(bad);
	}
}

/* Cut at every byte, the text is no message any more. */
static inline void assert_cut(const char *good, refuse_read read)
{
	for (size_t len = 0; len < strlen(good); len++) {
		char *cut = mc_memdup(good, len);

		assert_int_not_equal(read((struct mc_slice){cut, len}, NULL), MC_OK);
		free(cut);
	}
}

/* Random bytes overwritten: any answer will do, but none may read or free amiss (ASan). */
static inline void try_garbled(const char *good, refuse_read read)
{
	static const char marks[] = "\"\\{}[]:,0u\xc3\n";
	size_t len = strlen(good);
	uint32_t seed = 1;

	for (int i = 0; i < 3000; i++) {
		char *text = mc_memdup(good, len);

		for (int k = 0; k < 1 + i % 3; k++) {
			seed = seed * 1664525 + 1013904223;
			text[(seed >> 8) % len] = marks[(seed >> 4) % (sizeof(marks) - 1)];
		}
		(void)!read((struct mc_slice){text, len}, NULL);
		free(text);
	}
}

#endif
