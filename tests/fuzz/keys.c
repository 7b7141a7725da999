/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys.c - fuzz target: any keys into the typing engine, the field beside it kept by the
 * edits alone. After every key the text is valid, the engine knows what stands before
 * the cursor, and the keys of the word can be had back.
 */
#include "fuzz/fuzz.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/typing.h"
#include "motcua/text/utf8.h"
#include "text/word.h"

#define TEXT_MAX 1024

struct fuzzed {
	struct mc_typing typing;
	uint32_t text[TEXT_MAX]; /* the field, by code points */
	size_t len;
};

static void apply(struct fuzzed *f, const struct mc_typing_edit *edit)
{
	const char *at = edit->insert;

	FUZZ_CHECK(edit->erase >= 0);
	FUZZ_CHECK(mc_utf8_valid(at, strlen(at)));
	FUZZ_CHECK(strlen(at) < sizeof(edit->insert));
	f->len -= (size_t)edit->erase < f->len ? (size_t)edit->erase : f->len;
	while (*at) {
		FUZZ_CHECK(f->len < TEXT_MAX);
		at += mc_utf8_decode(at, strlen(at), &f->text[f->len++]);
	}
}

/* What the engine believes to stand before the cursor is what stands there. */
static void check_word(const struct fuzzed *f)
{
	const struct mc_typing *t = &f->typing;
	size_t from = f->len - (size_t)t->shown;

	FUZZ_CHECK(t->letters >= 0 && t->letters <= MC_TYPING_WORD);
	FUZZ_CHECK(t->raw_len >= 0 && t->raw_len <= MC_TYPING_WORD);
	FUZZ_CHECK(t->shown >= t->letters && (size_t)t->shown <= f->len);
	for (int i = 0; i < t->letters; i++) {
		FUZZ_CHECK(f->text[from + (size_t)i] == mc_word_visible(t, i));
	}
}

/* A copy is asked, so that the word goes on as it is. */
static void check_raw(const struct fuzzed *f)
{
	struct fuzzed copy = *f;
	struct mc_typing_edit edit;
	const struct mc_typing *t = &f->typing;

	if (t->shown != t->letters) {
		return; /* longer than it keeps */
	}
	mc_typing_raw(&copy.typing, &edit);
	apply(&copy, &edit);
	FUZZ_CHECK(copy.len >= (size_t)t->raw_len);
	for (int i = 0; i < t->raw_len; i++) {
		FUZZ_CHECK(copy.text[copy.len - (size_t)t->raw_len + (size_t)i] == t->raw[i]);
	}
	check_word(&copy);
}

/* Mostly keys that mean something to a method; the rest is any code point, or none. */
static uint32_t pick_key(struct fuzz_bytes *bytes)
{
	static const char useful[] =
		"aaeeoouuiyywwddsfrxjzngchtpmbklqvAEIOUYDWS0123456789'`?~.^+*(\\ ";
	unsigned b = fuzz_byte(bytes);

	if (b < 230) {
		return (uint32_t)useful[b % (sizeof(useful) - 1)];
	}
	return b < 250 ? fuzz_byte(bytes) << 4 | fuzz_byte(bytes)
		       : fuzz_byte(bytes) << 16 | fuzz_byte(bytes) << 8 | fuzz_byte(bytes);
}

static void backspace(struct fuzzed *f)
{
	size_t before = f->len;
	struct mc_typing_edit edit;

	mc_typing_backspace(&f->typing, &edit);
	apply(f, &edit);
	FUZZ_CHECK(f->len == (before ? before - 1 : 0));
}

/* A key that is taken as a letter is never lost: it is among the keys of the word, or
 * the word ended with it. */
static void press(struct fuzzed *f, uint32_t key)
{
	struct mc_typing_edit edit;
	char bytes[4];
	int raw = f->typing.raw_len;

	mc_typing_key(&f->typing, key, &edit);
	apply(f, &edit);
	if (!key || !mc_utf8_encode(key, bytes)) {
		FUZZ_CHECK(!edit.erase && !edit.insert[0]);
	} else if (f->typing.raw_len == raw + 1) {
		FUZZ_CHECK(f->typing.raw[raw] == key);
	} else {
		FUZZ_CHECK(f->len && f->text[f->len - 1] == key);
	}
}

static void step(struct fuzzed *f, struct fuzz_bytes *bytes)
{
	struct mc_typing_edit edit;
	unsigned act = fuzz_byte(bytes);

	if (act < 215) {
		press(f, pick_key(bytes));
	} else if (act < 240) {
		backspace(f);
	} else if (act < 246) {
		mc_typing_raw(&f->typing, &edit);
		apply(f, &edit);
	} else if (act < 252) {
		mc_typing_end(&f->typing, &edit);
		apply(f, &edit);
		FUZZ_CHECK(f->typing.raw_len == 0);
	} else {
		mc_typing_reset(&f->typing); /* the cursor moves */
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = {data, data + (size < TEXT_MAX ? size : TEXT_MAX)};
	unsigned ways = fuzz_byte(&bytes);
	static struct fuzzed f; /* large */

	memset(&f, 0, sizeof(f));
	mc_typing_init(&f.typing, MC_TYPING_OFF + ways % 4, MC_TONE_OLD + ways / 4 % 2);
	while (bytes.at < bytes.end) {
		step(&f, &bytes);
		check_word(&f);
		check_raw(&f);
	}
	return 0;
}
