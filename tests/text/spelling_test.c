/* SPDX-License-Identifier: MPL-2.0 */
/*
 * spelling_test.c - every syllable there is (onset x rime x tone), typed with its
 * marks and its tone in every customary place, comes out right; and whatever is
 * typed, nothing is lost and the text stays valid.
 */
#include <stdlib.h>

#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "text/chars.h"
#include "text/field.h"
#include "text/glyph.h"
#include "text/syllable.h"
#include "text/vn.h"

enum place { AT_ONCE, AFTER_NUCLEUS, AT_END, PLACES };

struct keys {
	enum mc_typing_method method;
	const char *tone; /* by enum mc_vn_tone */
	const char *mark; /* by enum mc_vn_mark; ' ' is the letter itself */
};

static const struct keys telex = { MC_TYPING_TELEX, "\0sfrxj", "\0 wwd" };
static const struct keys vni = { MC_TYPING_VNI, "\00012345", "\0006879" };

struct word {
	const char32_t *onset, *nucleus, *coda;
	int tone;
};

/* ươ and ươi take one key for both horns, when it comes late. */
static void put_mark(struct mc_str *s, const struct keys *k, uint32_t c)
{
	const struct mc_vn_letter *l = mc_vn_find(c);

	if (l && l->mark) {
		mc_str_putc(s, k->mark[l->mark] == ' ' ? l->base : k->mark[l->mark]);
	}
}

static void put_late_marks(struct mc_str *s, const struct keys *k, const char32_t *nucleus)
{
	for (; *nucleus; nucleus++) {
		if (*nucleus == U'ư' && nucleus[1] == U'ơ') {
			continue;
		}
		put_mark(s, k, *nucleus);
	}
}

static void put_letter(struct mc_str *s, const struct keys *k, uint32_t c, bool mark)
{
	const struct mc_vn_letter *l = mc_vn_find(c);

	mc_chars_add(s, l ? (unsigned char)l->base : c);
	if (mark) {
		put_mark(s, k, c);
	}
}

static void put_tone(struct mc_str *s, const struct keys *k, int tone)
{
	if (tone) {
		mc_str_putc(s, k->tone[tone]);
	}
}

static void spell(struct mc_str *s, const struct keys *k, const struct word *w, enum place marks,
		  enum place tone)
{
	mc_str_reset(s);
	for (const char32_t *p = w->onset; *p; p++) {
		put_letter(s, k, *p, marks != AT_END);
	}
	for (const char32_t *p = w->nucleus; *p; p++) {
		put_letter(s, k, *p, marks == AT_ONCE);
	}
	if (marks == AFTER_NUCLEUS) {
		put_late_marks(s, k, w->nucleus);
	}
	if (tone == AFTER_NUCLEUS) {
		put_tone(s, k, w->tone);
	}
	for (const char32_t *p = w->coda; *p; p++) {
		mc_chars_add(s, *p);
	}
	if (tone == AT_ONCE) {
		put_tone(s, k, w->tone);
	}
	if (marks == AT_END) {
		put_late_marks(s, k, w->nucleus);
		put_mark(s, k, w->onset[0]);
	}
	if (tone == AT_END) {
		put_tone(s, k, w->tone);
	}
}

/* The letters are the word's, and its one tone stands on a letter of the nucleus. */
static bool is_word(const char *text, const struct word *w)
{
	struct mc_str want, got;
	int tones = 0, tone = 0;
	bool same;

	mc_str_init(&want, 100);
	mc_str_init(&got, 100);
	for (const char32_t *part[] = { w->onset, w->nucleus, w->coda }, **p = part; p < part + 3; p++) {
		for (const char32_t *c = *p; *c; c++) {
			mc_chars_add(&want, *c);
		}
	}
	while (*text) {
		struct mc_glyph g = mc_glyph_of(mc_chars_next(&text));

		mc_chars_add(&got, g.letter);
		tones += g.tone != 0;
		tone += g.tone;
	}
	same = mc_slice_equal(mc_slice_of(&want), mc_slice_of(&got)) && tone == w->tone &&
	       tones == (w->tone != 0);
	mc_str_done(&want);
	mc_str_done(&got);
	return same;
}

static bool is_spelt(const struct word *w)
{
	uint32_t first = w->nucleus[0], before = w->onset[0];
	bool stop = w->coda[0] && (!w->coda[1] || w->coda[1] == 'h') && strchr("ckpt", (int)w->coda[0]);

	if (stop && w->tone != MC_VN_SAC && w->tone != MC_VN_NANG && w->tone) {
		return false;
	}
	if (before == 'q' && (!w->onset[1] || first == 'u' || first == U'ư')) {
		return false;
	}
	return !(before == 'g' && w->onset[1] == 'i' &&
		 (first == 'i' || first == 'y' || first == U'ê'));
}

/* Rule 5: one late horn on an open uo is uơ (thuở), so an open ươ is typed at once. */
static bool is_open_pair(const struct word *w)
{
	return w->nucleus[0] == U'ư' && w->nucleus[1] == U'ơ' && !w->nucleus[2] && !w->coda[0];
}

static int type_word(const struct keys *k, const struct word *w)
{
	int typed = 0;
	struct mc_str s;
	struct field f;

	mc_str_init(&s, 100);
	for (int at = 0; at < PLACES * PLACES; at++) {
		if (at / PLACES != AT_ONCE && is_open_pair(w)) {
			continue;
		}
		spell(&s, k, w, at / PLACES, at % PLACES);
		for (int style = MC_TONE_OLD; style <= MC_TONE_NEW; style++) {
			field_init(&f, k->method, style);
			field_type(&f, s.data);
			field_type(&f, "|"); /* a whole syllable is not put back */
			if (!is_word(f.text, w)) {
				fail_msg("keys '%s': '%s'", s.data, f.text);
			}
			typed++;
		}
	}
	mc_str_done(&s);
	return typed;
}

/* oo is ô in Telex: xoong is typed as xooong there, by an undo. */
static int type_all(const struct keys *k)
{
	struct word w;
	int typed = 0;

	for (int i = 0; (w.onset = mc_syllable_onset(i)) != NULL; i++) {
		for (int n = 0; mc_syllable_rime(n, 0, &w.nucleus, &w.coda); n++) {
			for (int c = 0; mc_syllable_rime(n, c, &w.nucleus, &w.coda); c++) {
				for (w.tone = 0; w.tone <= MC_VN_NANG; w.tone++) {
					bool oo = k == &telex && w.nucleus && w.nucleus[0] == 'o' &&
						  w.nucleus[1] == 'o';

					typed += w.nucleus && !oo && is_spelt(&w) ? type_word(k, &w) : 0;
				}
			}
		}
	}
	return typed;
}

static void every_syllable_in_telex(void **state)
{
	(void)state;
	assert_true(type_all(&telex) > 500000);
}

static void every_syllable_in_vni(void **state)
{
	(void)state;
	assert_true(type_all(&vni) > 500000);
}

/* rand() would differ from machine to machine; this is the same everywhere. */
static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Words of random keys: the raw keys are all there, and what stands before the
 * cursor is as long as the engine believes. */
static void nothing_is_lost(void **state)
{
	static const char letters[] = "aaeeoouuiywdsfrxjzngchtpmbklvqAEODWSJ1269'^(+.";
	uint32_t seed = 20251;
	struct field f;
	char keys[MC_TYPING_WORD];

	(void)state;
	for (int round = 0; round < 30000; round++) {
		int len = 1 + (int)(next_random(&seed) % (sizeof(keys) - 2));

		field_init(&f, MC_TYPING_TELEX + next_random(&seed) % 3, next_random(&seed) % 2);
		for (int i = 0; i < len; i++) {
			keys[i] = letters[next_random(&seed) % (sizeof(letters) - 1)];
		}
		keys[len] = '\0';
		field_type(&f, keys);
		assert_int_equal(f.typing.shown, f.typing.letters);
		assert_true(mc_utf8_valid(f.text, strlen(f.text)));
		field_type(&f, ">");
		assert_true(strlen(f.text) >= (size_t)f.typing.raw_len);
		assert_memory_equal(f.text + strlen(f.text) - f.typing.raw_len,
				    keys + len - f.typing.raw_len, f.typing.raw_len);
	}
}

/* The same with backspaces: back to an empty field in as many steps as it has letters. */
static void backspace_empties_what_was_typed(void **state)
{
	static const char letters[] = "aeouiywdsfrxjngchtaeo<612";
	uint32_t seed = 7;
	struct field f;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char keys[2] = "";
		size_t left;

		field_init(&f, MC_TYPING_TELEX + next_random(&seed) % 2, next_random(&seed) % 2);
		for (uint32_t i = next_random(&seed) % 40; i > 0; i--) {
			keys[0] = letters[next_random(&seed) % (sizeof(letters) - 1)];
			field_type(&f, keys);
		}
		for (left = mc_utf8_count(f.text); left > 0; left--) {
			field_type(&f, "<");
			assert_int_equal(mc_utf8_count(f.text), left - 1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_syllable_in_telex),
		cmocka_unit_test(every_syllable_in_vni),
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(backspace_empties_what_was_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
