/* SPDX-License-Identifier: MPL-2.0 */
/* field.h - a form field in a few lines: applies the engine's edits at its end. */
#ifndef TESTS_TEXT_FIELD_H
#define TESTS_TEXT_FIELD_H

#include <string.h>

#include "motcua/text/typing.h"
#include "motcua/text/utf8.h"
#include "support/check.h"

struct field {
	struct mc_typing typing;
	char text[4096];
};

static inline void field_apply(struct field *f, const struct mc_typing_edit *edit)
{
	size_t len = strlen(f->text);

	assert_true(mc_utf8_valid(edit->insert, strlen(edit->insert)));
	assert_true(edit->erase >= 0);
	for (int i = 0; i < edit->erase && len; i++) {
		len = mc_utf8_prev(f->text, len);
	}
	f->text[len] = '\0';
	assert_true(len + strlen(edit->insert) < sizeof(f->text));
	strcat(f->text, edit->insert);
}

/* Keys as text; < is backspace, > "give me the raw keys", | ends the word without a key. */
static inline void field_type(struct field *f, const char *keys)
{
	struct mc_typing_edit edit;

	while (*keys) {
		uint32_t key = 0;

		keys += mc_utf8_decode(keys, strlen(keys), &key);
		if (key == '<') {
			mc_typing_backspace(&f->typing, &edit);
		} else if (key == '>') {
			mc_typing_raw(&f->typing, &edit);
		} else if (key == '|') {
			mc_typing_end(&f->typing, &edit);
		} else {
			mc_typing_key(&f->typing, key, &edit);
		}
		field_apply(f, &edit);
	}
}

static inline void field_init(struct field *f, enum mc_typing_method method,
			      enum mc_tone_style style)
{
	mc_typing_init(&f->typing, method, style);
	f->text[0] = '\0';
}

static inline void field_check(enum mc_typing_method method, enum mc_tone_style style,
			       const char *keys, const char *want)
{
	struct field f;

	field_init(&f, method, style);
	field_type(&f, keys);
	if (strcmp(f.text, want) != 0) {
		fail_msg("keys '%s': '%s', not '%s'", keys, f.text, want);
	}
}

#endif
