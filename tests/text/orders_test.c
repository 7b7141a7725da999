/* SPDX-License-Identifier: MPL-2.0 */
/*
 * orders_test.c - every syllable there is, typed in every legal order of its keys.
 *
 * Legal: the letters in spelling order, each mark key anywhere after its letter, the tone
 * key anywhere after the first vowel. What has to come out is built here from the rules,
 * not asked of the engine. What the rules themselves exclude stands in a table and is
 * counted: no row of it may work, and no other row may fail.
 */
#include <stdio.h>

#include "motcua/base/mem.h"
#include "text/field.h"
#include "text/syllable.h"
#include "text/vn.h"

#define LETTERS 12

struct keys {
	enum mc_typing_method method;
	const char *tone; /* by enum mc_vn_tone */
	const char *mark; /* by enum mc_vn_mark; ' ' is the letter itself */
};

static const struct keys telex = {MC_TYPING_TELEX, "\0sfrxj", "\0 wwd"};
static const struct keys vni = {MC_TYPING_VNI, "\00012345", "\0006879"};
static const struct keys viqr = {MC_TYPING_VIQR, "\0'`?~.", "\0^(+d"};

struct word {
	const char32_t *onset, *nucleus, *coda;
	int tone;
	bool two_horns; /* ươ by one key for both, or by one each */
};

/* The rules' own exceptions: these spellings mean something else. */
static const struct exception {
	const char32_t *nucleus, *coda; /* NULL: whichever */
	enum mc_typing_method only;     /* OFF: all methods */
	enum { ANY, ANY_BUT_J } onset;  /* joo takes no tone yet, so r is a letter */
} exceptions[] = {
	{U"ươ", U"", MC_TYPING_OFF, ANY},            /* rule 5: one horn on an open uo is uơ (thuở) */
	{U"oo", NULL, MC_TYPING_TELEX, ANY},         /* oo is ô: xoong is xooong, by rule 7 */
	{U"ô", U"r", MC_TYPING_TELEX, ANY_BUT_J},    /* r is hỏi: Cuôr is Cuoorr, by rule 7 */
	{U"uô", U"r", MC_TYPING_TELEX, ANY_BUT_J},
};

/* A key that is no letter of the spelling: a mark or the tone. */
struct extra {
	char key;
	int after; /* so many letters have to stand before it */
	bool now;  /* it comes before the next letter */
};

struct plan {
	const struct keys *keys;
	enum mc_tone_style style;
	bool odd;                  /* an exception */
	uint32_t letters[LETTERS]; /* as they are spelt, with their marks */
	int count, vowel, vowels;  /* vowel: where the nucleus begins */
	struct extra extras[4];
	int extra_count;
	char want[64], typed[64];
};

static long rows, odd_rows;

static bool is_same(const char32_t *a, const char32_t *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

/* ---- what has to come out: rule 3 */

static bool is_nucleus(const struct plan *p, const char32_t *word)
{
	int i = 0;

	while (i < p->vowels && word[i] && p->letters[p->vowel + i] == word[i]) {
		i++;
	}
	return i == p->vowels && !word[i];
}

static int tone_place(const struct plan *p)
{
	bool open = p->vowel + p->vowels == p->count, second = !open;

	for (int i = p->vowel + p->vowels - 1; i >= p->vowel; i--) {
		if (mc_vn_find(p->letters[i])->mark) {
			return i;
		}
	}
	if (open && p->style == MC_TONE_NEW) {
		second = is_nucleus(p, U"oa") || is_nucleus(p, U"oe") || is_nucleus(p, U"uy");
	}
	return p->vowel + (p->vowels == 3 || (p->vowels == 2 && second) ? 1 : 0);
}

static void expect(struct plan *p, int tone)
{
	int at = tone_place(p);
	size_t len = 0;

	for (int i = 0; i < p->count; i++) {
		uint32_t c = p->letters[i];

		if (i == at && tone && p->vowels) {
			struct mc_vn_letter l = *mc_vn_find(c);

			l.tone = (uint8_t)tone;
			c = mc_vn_make(l);
		}
		len += mc_utf8_encode(c, p->want + len);
	}
	p->want[len] = '\0';
}

/* ---- its keys */

static void put_letters(struct plan *p, const struct word *w)
{
	const char32_t *parts[] = {w->onset, w->nucleus, w->coda};

	for (int part = 0; part < 3; part++) {
		p->vowel = part == 1 ? p->count : p->vowel;
		for (const char32_t *c = parts[part]; *c; c++) {
			p->letters[p->count++] = *c;
		}
		p->vowels = part == 1 ? p->count - p->vowel : p->vowels;
	}
}

static void add_extra(struct plan *p, char key, int after, bool now)
{
	p->extras[p->extra_count++] = (struct extra){key, after, now};
}

/* Rule 5: one key for both horns of ươ, anywhere behind the u; or each its own, at once. */
static void add_marks(struct plan *p, const struct word *w)
{
	for (int i = 0; i < p->count; i++) {
		const struct mc_vn_letter *l = mc_vn_find(p->letters[i]);
		bool pair = l && p->letters[i] == U'ư' && i + 1 < p->count &&
			    p->letters[i + 1] == U'ơ';
		char key;

		if (!l || !l->mark) {
			continue;
		}
		key = p->keys->mark[l->mark] == ' ' ? l->base : p->keys->mark[l->mark];
		add_extra(p, key, i + 1, pair && w->two_horns);
		if (pair && w->two_horns) {
			add_extra(p, key, i + 2, true);
		}
		i += pair;
	}
}

/* The i of gi is a vowel as long as nothing follows it: gisa is giá. */
static bool begins_with_gi(const struct word *w)
{
	return w->onset[0] == 'g' && w->onset[1] == 'i';
}

/* Behind j the tone waits for the coda (rule 12). */
static int first_place_of_tone(const struct plan *p, const struct word *w)
{
	if (w->onset[0] == 'j') {
		return p->vowel + p->vowels + 1;
	}
	return begins_with_gi(w) ? 2 : p->vowel + 1;
}

static void make_plan(struct plan *p, const struct keys *k, const struct word *w)
{
	*p = (struct plan){.keys = k};
	put_letters(p, w);
	add_marks(p, w);
	if (w->tone) {
		add_extra(p, k->tone[w->tone], first_place_of_tone(p, w), false);
	}
	for (size_t i = 0; i < MC_COUNT(exceptions); i++) {
		const struct exception *e = &exceptions[i];

		p->odd = p->odd || (is_nucleus(p, e->nucleus) && !w->two_horns &&
				    (e->only == MC_TYPING_OFF || e->only == k->method) &&
				    (!e->coda || is_same(w->coda, e->coda)) &&
				    (e->onset != ANY_BUT_J || w->onset[0] != 'j'));
	}
}

/* ---- all orders of them */

static void check_typed(const struct plan *p)
{
	struct field f;
	bool good;

	rows++;
	odd_rows += p->odd;
	field_init(&f, p->keys->method, p->style);
	field_type(&f, p->typed);
	field_type(&f, "|"); /* a whole syllable is not put back */
	good = strcmp(f.text, p->want) == 0;
	if (good == p->odd) {
		fail_msg("keys '%s': '%s', not '%s'%s", p->typed, f.text, p->want,
			 p->odd ? " (no exception any more)" : "");
	}
}

static void each_order(struct plan *p, void (*check)(const struct plan *), int letters,
		       unsigned used, size_t len)
{
	unsigned all = (1u << p->extra_count) - 1;
	bool held = false;

	for (int i = 0; i < p->extra_count; i++) {
		const struct extra *e = &p->extras[i];

		if (!(used & 1u << i) && letters >= e->after) {
			held = held || e->now;
			p->typed[len] = e->key;
			each_order(p, check, letters, used | 1u << i, len + 1);
		}
	}
	if (letters < p->count && !held) {
		const struct mc_vn_letter *l = mc_vn_find(p->letters[letters]);
		uint32_t key = l ? (unsigned char)l->base : p->letters[letters];

		len += mc_utf8_encode(key, p->typed + len);
		each_order(p, check, letters + 1, used, len);
	} else if (letters == p->count && used == all) {
		p->typed[len] = '\0';
		check(p);
	}
}

static void type_word(const struct keys *k, const struct word *w)
{
	struct plan p;

	make_plan(&p, k, w);
	for (p.style = MC_TONE_OLD; p.style <= MC_TONE_NEW; p.style++) {
		expect(&p, w->tone);
		each_order(&p, check_typed, 0, 0, 0);
	}
}

/* ---- all syllables */

static bool is_stop(const char32_t *coda)
{
	return coda[0] && (!coda[1] || coda[1] == 'h') && strchr("ckpt", (int)coda[0]);
}

/* Rule 4, and rule 12 for what only names have. */
static bool goes_with_tone(const struct word *w)
{
	if (!w->tone) {
		return true;
	}
	if (is_stop(w->coda)) {
		return w->tone == MC_VN_SAC || w->tone == MC_VN_NANG;
	}
	if (is_same(w->coda, U"h")) {
		return w->tone == MC_VN_HOI;
	}
	return !is_same(w->coda, U"l") && !is_same(w->coda, U"r") &&
	       (w->onset[0] != 'j' || *w->coda);
}

static bool is_spelt(const struct word *w)
{
	uint32_t first = w->nucleus[0], second = w->nucleus[1];

	if (!goes_with_tone(w)) {
		return false;
	}
	if (w->onset[0] == 'q' && (!w->onset[1] || first == 'u' || first == U'ư')) {
		return false;
	}
	if (begins_with_gi(w)) { /* gi + ê is g + iê */
		return first != 'i' && first != 'y' && first != U'ê';
	}
	/* g + ia is gi + a */
	return w->onset[0] != 'g' || w->onset[1] || first != 'i' || !second || second == U'ê';
}

static void each_word(const struct keys *k, void (*act)(const struct keys *, const struct word *))
{
	struct word w = {.tone = 0};

	for (int i = 0; (w.onset = mc_syllable_onset(i)) != NULL; i++) {
		for (int n = 0; mc_syllable_rime(n, 0, &w.nucleus, &w.coda); n++) {
			for (int c = 0; mc_syllable_rime(n, c, &w.nucleus, &w.coda); c++) {
				for (w.tone = 0; w.nucleus && w.tone <= MC_VN_NANG; w.tone++) {
					if (is_spelt(&w)) {
						act(k, &w);
					}
				}
			}
		}
	}
}

static void type_both_ways(const struct keys *k, const struct word *w)
{
	struct word two = *w;

	type_word(k, w);
	two.two_horns = w->nucleus[0] == U'ư' && w->nucleus[1] == U'ơ';
	if (two.two_horns) {
		type_word(k, &two);
	}
}

static void check_all(const struct keys *k)
{
	rows = odd_rows = 0;
	each_word(k, type_both_ways);
	print_message("%ld rows, %ld of them exceptions\n", rows, odd_rows);
	assert_true(rows > 450000);
	assert_true(odd_rows * 50 <= rows); /* 2 % */
}

static void every_order_in_telex(void **state)
{
	(void)state;
	check_all(&telex);
}

static void every_order_in_vni(void **state)
{
	(void)state;
	check_all(&vni);
}

static void every_order_in_viqr(void **state)
{
	(void)state;
	check_all(&viqr);
}

/* ---- and back again, letter by letter: the tone finds its place in what is left */

static void shorten(struct plan *p, const struct word *w)
{
	p->count--;
	if (p->vowel + p->vowels > p->count) {
		p->vowels = p->count - p->vowel;
	}
	if (p->vowels <= 0) {
		bool gi = begins_with_gi(w) && p->count == 2;

		p->vowel = gi ? 1 : 0;
		p->vowels = gi ? 1 : 0;
	}
}

static const struct word *taken_back;

static void check_back(const struct plan *whole)
{
	struct plan p = *whole;
	struct field f;

	rows++;
	field_init(&f, p.keys->method, p.style);
	field_type(&f, p.typed);
	while (p.count > 1) {
		shorten(&p, taken_back);
		expect(&p, p.vowels ? taken_back->tone : 0);
		field_type(&f, "<");
		if (strcmp(f.text, p.want) != 0) {
			fail_msg("keys '%s' and back: '%s', not '%s'", p.typed, f.text, p.want);
		}
	}
}

static void type_and_take_back(const struct keys *k, const struct word *w)
{
	struct plan p;

	make_plan(&p, k, w);
	taken_back = w;
	for (p.style = MC_TONE_OLD; !p.odd && p.style <= MC_TONE_NEW; p.style++) {
		each_order(&p, check_back, 0, 0, 0);
	}
}

static void backspace_places_the_tone_anew(void **state)
{
	(void)state;
	rows = 0;
	each_word(&telex, type_and_take_back);
	assert_true(rows > 350000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_order_in_telex),
		cmocka_unit_test(every_order_in_vni),
		cmocka_unit_test(every_order_in_viqr),
		cmocka_unit_test(backspace_places_the_tone_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
