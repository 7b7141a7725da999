/* SPDX-License-Identifier: MPL-2.0 */
/*
 * typing.c - Telex, VNI and VIQR (rules 1 to 12 of the typing chapter).
 *
 * The word is kept as letters with marks plus one tone; each key changes them
 * if the result can still be a syllable, and is an ordinary letter otherwise.
 * So no key is ever lost, and the tone finds its place anew after every key.
 * The raw keys are kept beside it, each with the letter it belongs to.
 */
#include "motcua/text/typing.h"

#include <string.h>

#include "motcua/text/utf8.h"
#include "text/chars.h"
#include "text/vn.h"
#include "text/word.h"

struct picture {
	uint32_t c[MC_TYPING_WORD];
	int count;
};

static struct picture draw(const struct mc_typing *t)
{
	struct picture p = {.count = t->letters};

	for (int i = 0; i < t->letters; i++) {
		p.c[i] = mc_word_visible(t, i);
	}
	return p;
}

static struct picture draw_raw(const struct mc_typing *t)
{
	struct picture p = {.count = t->raw_len};

	memcpy(p.c, t->raw, sizeof(p.c[0]) * (size_t)t->raw_len);
	return p;
}

static void append(struct mc_typing_edit *ret, uint32_t c)
{
	size_t len = strlen(ret->insert);

	len += mc_utf8_encode(c, ret->insert + len);
	ret->insert[len] = '\0';
}

/* What both pictures begin with stays on the screen. */
static void set_edit(struct mc_typing_edit *ret, const struct picture *before,
		     const struct picture *after)
{
	int same = 0;

	while (same < before->count && same < after->count && before->c[same] == after->c[same]) {
		same++;
	}
	ret->erase = before->count - same;
	for (int i = same; i < after->count; i++) {
		append(ret, after->c[i]);
	}
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

void mc_typing_init(struct mc_typing *t, enum mc_typing_method method, enum mc_tone_style style)
{
	memset(t, 0, sizeof(*t));
	t->method = method;
	t->style = style;
}

void mc_typing_reset(struct mc_typing *t)
{
	mc_typing_init(t, t->method, t->style);
}

/* The key that made letter i đ came right behind it. */
static bool stroke_at_once(const struct mc_typing *t, int i)
{
	int key = t->raw_len - 1;

	while (key > 0 && t->owner[key] != i) {
		key--;
	}
	return key == 0 || t->owner[key - 1] == i || mc_chars_lower(t->raw[key]) == U'đ';
}

/* SĐ, QĐND, đkkd: only đ was made, at once (not of DRD), and the word has no vowel or is
 * all capitals. */
static bool is_abbreviation(const struct mc_typing *t)
{
	bool vowel = false, small = false;

	for (int i = 0; i < t->letters; i++) {
		const struct mc_vn_letter *vn = mc_vn_find(t->letter[i].c);

		if (vn && vn->mark && (vn->mark != MC_VN_STROKE || !stroke_at_once(t, i))) {
			return false;
		}
		vowel = vowel || (vn && vn->base != 'd');
		small = small || mc_chars_upper(mc_word_visible(t, i)) != mc_word_visible(t, i);
	}
	return !t->tone && (!vowel || !small);
}

/* Rule 10. A word the officer took into his own hands (undo) stays as it is. */
static bool wants_raw(const struct mc_typing *t)
{
	struct mc_syllable s;

	if (t->literal || is_abbreviation(t)) {
		return false;
	}
	return !mc_word_parse(t, &s) || !s.complete || !mc_syllable_takes(&s, t->tone);
}

/* The raw keys are the letters of the word, and so are all that follow. */
static void take_raw(struct mc_typing *t)
{
	t->letters = t->shown = t->raw_len;
	t->tone = MC_VN_NGANG;
	t->literal = true;
	for (int i = 0; i < t->raw_len; i++) {
		uint32_t lower = mc_chars_lower(t->raw[i]);

		t->owner[i] = (uint8_t)i;
		t->letter[i] = (struct mc_typing_letter){.c = lower, .upper = lower != t->raw[i]};
	}
}

static void forget_word(struct mc_typing *t)
{
	struct mc_typing_last last = t->last;

	mc_typing_reset(t);
	t->last = last;
}

static void keep_word(struct mc_typing *t)
{
	struct mc_typing_last *last = &t->last;

	if (!t->letters) {
		return; /* the one before that is still the last */
	}
	*last = (struct mc_typing_last){
		.there = t->shown == t->letters, /* of longer ones not all keys are known */
		.literal = t->literal,	  .raw_len = t->raw_len, .letters = t->letters,
		.tone = t->tone,	  .tone_at = t->tone_at,
	};
	memcpy(last->raw, t->raw, sizeof(last->raw));
	memcpy(last->owner, t->owner, sizeof(last->owner));
	memcpy(last->letter, t->letter, sizeof(last->letter));
}

/* Nothing stands between any more. */
static void go_back_to_last(struct mc_typing *t)
{
	const struct mc_typing_last *last = &t->last;

	memcpy(t->raw, last->raw, sizeof(t->raw));
	memcpy(t->owner, last->owner, sizeof(t->owner));
	memcpy(t->letter, last->letter, sizeof(t->letter));
	t->literal = last->literal;
	t->raw_len = last->raw_len;
	t->letters = t->shown = last->letters;
	t->tone = last->tone;
	t->tone_at = last->tone_at;
	t->last = (struct mc_typing_last){.there = false};
}

static void end_word(struct mc_typing *t, struct mc_typing_edit *ret)
{
	struct picture before = draw(t), raw = draw_raw(t);

	if (wants_raw(t)) {
		set_edit(ret, &before, &raw);
		take_raw(t);
	}
	keep_word(t);
	forget_word(t);
}

static void type_into_word(struct mc_typing *t, uint32_t key, struct mc_typing_edit *ret)
{
	struct picture before, after;

	/* a digit ends the word where digits are no marks: "tổ" of "tổ1" is a word */
	if (is_digit(key) && t->method != MC_TYPING_VNI) {
		end_word(t, ret);
	}
	if (t->raw_len == MC_TYPING_WORD && mc_word_is_letter_key(key)) {
		t->literal = true;
		t->shown++;
		append(ret, key);
		return;
	}
	before = draw(t);
	if (t->raw_len == MC_TYPING_WORD || !mc_word_press(t, key)) {
		end_word(t, ret);
		append(ret, key);
		t->last.behind++;
		t->escape = t->method == MC_TYPING_VIQR && key == '\\';
		return;
	}
	after = draw(t);
	if (ret->erase || *ret->insert) {
		append(ret, key);
	} else {
		set_edit(ret, &before, &after);
	}
	t->shown = after.count;
}

void mc_typing_key(struct mc_typing *t, uint32_t key, struct mc_typing_edit *ret)
{
	bool escaped = t->escape && (key == '\\' || mc_word_is_mark_key(t, key));
	char bytes[4];

	*ret = (struct mc_typing_edit){.erase = 0};
	if (!key || !mc_utf8_encode(key, bytes)) {
		return;
	}
	if (t->method == MC_TYPING_OFF || escaped) {
		ret->erase = escaped;
		append(ret, key);
		mc_typing_reset(t);
		return;
	}
	t->escape = false;
	type_into_word(t, key, ret);
}

void mc_typing_end(struct mc_typing *t, struct mc_typing_edit *ret)
{
	*ret = (struct mc_typing_edit){.erase = 0};
	end_word(t, ret);
	mc_typing_reset(t);
}

void mc_typing_raw(struct mc_typing *t, struct mc_typing_edit *ret)
{
	struct picture before = draw(t), raw = draw_raw(t);

	*ret = (struct mc_typing_edit){.erase = 0};
	if (t->shown != t->letters) {
		return; /* too long a word: its last keys were not kept */
	}
	set_edit(ret, &before, &raw);
	take_raw(t);
}

/* ---- backspace ---- */

static void forget_keys_of(struct mc_typing *t, int owner)
{
	int kept = 0;

	for (int i = 0; i < t->raw_len; i++) {
		if (t->owner[i] != owner) {
			t->raw[kept] = t->raw[i];
			t->owner[kept++] = t->owner[i];
		}
	}
	t->raw_len = kept;
}

/* A tone without its vowel is gone; otherwise it finds its new place. */
static void settle_tone(struct mc_typing *t)
{
	struct mc_syllable s;
	bool good = mc_word_parse(t, &s);

	if ((good && !s.vowels) || (!good && t->tone_at >= t->letters)) {
		t->tone = MC_VN_NGANG;
		forget_keys_of(t, MC_WORD_TONE);
	}
	mc_word_place_tone(t);
}

void mc_typing_backspace(struct mc_typing *t, struct mc_typing_edit *ret)
{
	struct picture before = draw(t), after;

	*ret = (struct mc_typing_edit){.erase = 1};
	t->escape = false;
	if (t->shown > t->letters) {
		t->shown--;
		return;
	}
	if (t->letters <= 1) {
		t->last.behind -= t->letters ? 0 : 1;
		forget_word(t);
		if (t->last.there && t->last.behind <= 0) {
			go_back_to_last(t);
		}
		return;
	}
	forget_keys_of(t, --t->letters);
	settle_tone(t);
	after = draw(t);
	set_edit(ret, &before, &after);
	t->shown = after.count;
}
