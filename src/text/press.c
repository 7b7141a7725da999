/* SPDX-License-Identifier: MPL-2.0 */
/*
 * press.c - what a key does to the word: the tables of the three methods, tones,
 * marks, and undo by repeating. A key takes effect only if the result can still
 * be a syllable; otherwise it is a letter like any other.
 */
#include <string.h>

#include "text/chars.h"
#include "text/vn.h"
#include "text/word.h"

struct rule {
	char key;
	enum { TONE, MARK, STROKE } act;
	int arg;   /* TONE: the tone. MARK: bits 1 << enum mc_vn_mark */
	char base; /* MARK: only this letter; 0 any */
};

#define ROOF (1 << MC_VN_ROOF)
#define BREVE (1 << MC_VN_BREVE)
#define HORN (1 << MC_VN_HORN)

static const struct rule telex[] = {
	{'s', TONE, MC_VN_SAC, 0},  {'f', TONE, MC_VN_HUYEN, 0}, {'r', TONE, MC_VN_HOI, 0},
	{'x', TONE, MC_VN_NGA, 0},  {'j', TONE, MC_VN_NANG, 0},  {'z', TONE, MC_VN_NGANG, 0},
	{'a', MARK, ROOF, 'a'},     {'e', MARK, ROOF, 'e'},      {'o', MARK, ROOF, 'o'},
	{'w', MARK, HORN | BREVE, 0}, {'d', STROKE, 0, 0},       {0},
};

static const struct rule vni[] = {
	{'1', TONE, MC_VN_SAC, 0}, {'2', TONE, MC_VN_HUYEN, 0}, {'3', TONE, MC_VN_HOI, 0},
	{'4', TONE, MC_VN_NGA, 0}, {'5', TONE, MC_VN_NANG, 0},  {'0', TONE, MC_VN_NGANG, 0},
	{'6', MARK, ROOF, 0},      {'7', MARK, HORN, 0},        {'8', MARK, BREVE, 0},
	{'9', STROKE, 0, 0},       {0},
};

static const struct rule viqr[] = {
	{'\'', TONE, MC_VN_SAC, 0}, {'`', TONE, MC_VN_HUYEN, 0}, {'?', TONE, MC_VN_HOI, 0},
	{'~', TONE, MC_VN_NGA, 0},  {'.', TONE, MC_VN_NANG, 0},  {'^', MARK, ROOF, 0},
	{'+', MARK, HORN, 0},       {'*', MARK, HORN, 0},        {'(', MARK, BREVE, 0},
	{'d', STROKE, 0, 0},        {0},
};

static const struct rule *const methods[] = {
	[MC_TYPING_TELEX] = telex,
	[MC_TYPING_VNI] = vni,
	[MC_TYPING_VIQR] = viqr,
};

static void own(struct mc_typing *t, int letter)
{
	t->owner[t->raw_len - 1] = (uint8_t)letter;
}

/* "uo" before another letter has both horns or none: thuơ + n = thươn, dưo + n = dươn. */
static void promote_pair(struct mc_typing *t, const struct mc_syllable *before)
{
	struct mc_typing_letter *u, *o, old[2];

	if (before->vowels < 2 || before->codas) {
		return;
	}
	u = &t->letter[t->letters - 3];
	o = u + 1;
	if (!((u->c == 'u' && o->c == U'ơ') || (u->c == U'ư' && o->c == 'o'))) {
		return;
	}
	memcpy(old, u, sizeof(old));
	u->c = U'ư';
	o->c = U'ơ';
	if (!mc_word_is_possible(t)) {
		memcpy(u, old, sizeof(old));
	}
}

/* A letter with a tone (from a Vietnamese keyboard layout) is kept as one sign. */
static void type_letter(struct mc_typing *t, uint32_t key)
{
	struct mc_syllable before = {.vowels = 0};
	uint32_t lower = mc_chars_lower(key);

	if (!mc_word_parse(t, &before)) {
		before.vowels = 0;
	}
	own(t, t->letters);
	t->letter[t->letters++] = (struct mc_typing_letter){.c = lower, .upper = lower != key};
	if (!t->literal) {
		promote_pair(t, &before);
	}
	mc_word_place_tone(t);
}

/* Rule 7: the effect is gone, the key is typed, the rest of the word is literal. */
static bool undo_with(struct mc_typing *t, uint32_t key)
{
	t->literal = true;
	type_letter(t, key);
	return true;
}

static bool do_tone(struct mc_typing *t, const struct rule *rule, uint32_t key)
{
	struct mc_syllable s;

	if (!mc_word_parse(t, &s) || !s.vowels) {
		return false;
	}
	if (rule->arg == t->tone) {
		if (!rule->arg || !mc_syllable_takes(&s, t->tone)) {
			return false;
		}
		t->tone = MC_VN_NGANG;
		return undo_with(t, key);
	}
	if (!mc_syllable_takes(&s, rule->arg)) {
		return false;
	}
	t->tone = rule->arg;
	own(t, MC_WORD_TONE);
	mc_word_place_tone(t);
	return true;
}

/* The letter with the rule's mark instead of its own; 0 when it cannot have it. */
static uint32_t marked(const struct rule *rule, uint32_t c)
{
	const struct mc_vn_letter *vn = mc_vn_find(c);

	if (!vn || (rule->base && rule->base != vn->base)) {
		return 0;
	}
	for (uint8_t mark = MC_VN_ROOF; mark <= MC_VN_HORN; mark++) {
		uint32_t to = mc_vn_make((struct mc_vn_letter){.base = vn->base, .mark = mark});

		if (to && rule->arg & 1 << mark) {
			return to;
		}
	}
	return 0;
}

static bool try_letter(struct mc_typing *t, int i, uint32_t to)
{
	uint32_t old = t->letter[i].c;

	t->letter[i].c = to;
	if (!mc_word_is_possible(t)) {
		t->letter[i].c = old;
		return false;
	}
	own(t, i);
	mc_word_place_tone(t);
	return true;
}

static void unmark(struct mc_typing_letter *l)
{
	l->c = l->lone_w ? 'w' : (unsigned char)mc_vn_find(l->c)->base;
	l->lone_w = false;
}

static bool undo_mark(struct mc_typing *t, int i, uint32_t key)
{
	bool alone = t->letter[i].lone_w && i == t->letters - 1;

	unmark(&t->letter[i]);
	if (!alone) {
		return undo_with(t, key);
	}
	own(t, i);
	t->literal = true; /* ww: the letter itself has become the w */
	return true;
}

/* u and o go together: uo + w is uơ at the end of the word, ươ before more; ươ + o is uô. */
static bool mark_pair(struct mc_typing *t, const struct rule *rule, int at, uint32_t key)
{
	struct mc_typing_letter *u = &t->letter[at], *o = u + 1, old[2] = {*u, *o};
	bool horn = rule->arg & HORN;
	bool both = horn && (u->c == U'ư' || at + 2 < t->letters);
	uint32_t first = both ? U'ư' : 'u', second = horn ? U'ơ' : U'ô';

	if (u->c == first && o->c == second) {
		unmark(u);
		unmark(o);
		return undo_with(t, key);
	}
	u->c = first;
	if (try_letter(t, at + 1, second)) {
		u->lone_w = u->lone_w && both;
		return true;
	}
	memcpy(u, old, sizeof(old));
	return false;
}

static int find_pair(const struct mc_typing *t, const struct mc_syllable *s)
{
	for (int i = s->vowel; i + 1 < s->vowel + s->vowels; i++) {
		if (mc_vn_find(t->letter[i].c)->base == 'u' &&
		    mc_vn_find(t->letter[i + 1].c)->base == 'o') {
			return i;
		}
	}
	return -1;
}

/* Rule 6: w alone is ư where a vowel may begin. */
static bool lone_w(struct mc_typing *t, uint32_t key)
{
	t->letter[t->letters++] =
		(struct mc_typing_letter){.c = U'ư', .upper = key == 'W', .lone_w = true};
	if (try_letter(t, t->letters - 1, U'ư')) {
		return true;
	}
	t->letters--;
	return false;
}

static bool mark_vowel(struct mc_typing *t, const struct rule *rule, uint32_t key)
{
	struct mc_syllable s;
	int pair;

	/* with a tone that its coda cannot have the word is none any more: nothing is undone */
	if (!mc_word_parse(t, &s) || !s.vowels || !mc_syllable_takes(&s, t->tone)) {
		return false;
	}
	pair = find_pair(t, &s);
	if (pair >= 0 && marked(rule, 'o')) {
		return mark_pair(t, rule, pair, key);
	}
	for (int i = s.vowel + s.vowels - 1; i >= s.vowel; i--) {
		uint32_t to = marked(rule, t->letter[i].c);

		if (to && to != t->letter[i].c && try_letter(t, i, to)) {
			return true;
		}
	}
	for (int i = s.vowel + s.vowels - 1; i >= s.vowel; i--) {
		if (marked(rule, t->letter[i].c) == t->letter[i].c) {
			return undo_mark(t, i, key);
		}
	}
	return false;
}

static bool do_mark(struct mc_typing *t, const struct rule *rule, uint32_t key)
{
	return mark_vowel(t, rule, key) || (rule->key == 'w' && lone_w(t, key));
}

/* Rule 9 exempts dd itself: SĐ, QĐND, đkkd. At a distance the word must be a syllable, or
 * the onset of one (drd: Đrắk). */
static bool do_stroke(struct mc_typing *t, const struct rule *rule, uint32_t key)
{
	int last = t->letters - 1;
	struct mc_syllable s;

	(void)rule;
	if (last >= 0 && t->letter[last].c == 'd') {
		t->letter[last].c = U'đ';
		own(t, last);
		return true;
	}
	if (last >= 0 && t->letter[last].c == U'đ') {
		return undo_mark(t, last, key);
	}
	if (!mc_word_parse(t, &s) || s.start > last) {
		return false;
	}
	if (t->letter[s.start].c == U'đ') {
		return undo_mark(t, s.start, key);
	}
	return t->letter[s.start].c == 'd' && try_letter(t, s.start, U'đ');
}

static bool (*const acts[])(struct mc_typing *, const struct rule *, uint32_t) = {
	[TONE] = do_tone,
	[MARK] = do_mark,
	[STROKE] = do_stroke,
};

static const struct rule *rule_for(const struct mc_typing *t, uint32_t key)
{
	const struct rule *rule = methods[t->method];
	uint32_t lower = mc_chars_lower(key);

	while (rule->key && (unsigned char)rule->key != lower) {
		rule++;
	}
	return rule->key ? rule : NULL;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
	if (c < 0xC0) {
		return mc_chars_lower(c) >= 'a' && mc_chars_lower(c) <= 'z';
	}
	return c != 0xD7 && c != 0xF7 && !mc_chars_is_space(c) && !mc_chars_is_junk(c) &&
	       !(c >= 0x2000 && c < 0x2070) && !(c >= 0x3000 && c < 0x3040);
}

bool mc_word_is_mark_key(const struct mc_typing *t, uint32_t key)
{
	return rule_for(t, key) != NULL;
}

bool mc_word_is_letter_key(uint32_t key)
{
	return is_letter(key) || is_digit(key);
}

/* The key belongs to the word: as a mark, a tone or a letter. */
bool mc_word_press(struct mc_typing *t, uint32_t key)
{
	const struct rule *rule = t->literal ? NULL : rule_for(t, key);

	t->raw[t->raw_len++] = key;
	if (rule && acts[rule->act](t, rule, key)) {
		return true;
	}
	if (mc_word_is_letter_key(key)) {
		type_letter(t, key);
		return true;
	}
	t->raw_len--;
	return false;
}
