/* SPDX-License-Identifier: MPL-2.0 */
/* syllable.c - onset + nucleus + coda, by tables. */
#include "text/syllable.h"

#include <stddef.h>

#include "motcua/base/mem.h"
#include "text/vn.h"

/* Longest first among those with one beginning. Those that no word of the language has are for
 * names: Krông, Kpă, Plôi, Prông, Blao, Đrắk, Mlô, Kmăl, Knốp, Pnôn, Bhăng, Dliê, HMông, Hrê,
 * Mnông, Rvê, SRó, Xtiêng, Jút. */
static const char32_t *const onsets[] = {
	U"ngh", U"ng", U"nh", U"n", U"gh", U"gi", U"gr", U"gl", U"g",
	U"kh", U"kr", U"kp", U"kb", U"kl", U"km", U"kn", U"k",
	U"ph", U"pl", U"pn", U"pr", U"p", U"qu", U"q", U"th", U"tr", U"t", U"ch", U"c",
	U"bh", U"br", U"bl", U"b", U"dl", U"dz", U"dr", U"d", U"đr", U"đ", U"hm", U"hr", U"h",
	U"j", U"l", U"ml", U"mn", U"m", U"rv", U"r", U"sr", U"s", U"v", U"xt", U"x",
	U"",
};

static const char32_t *const codas[] = {
	U"", U"c", U"ch", U"k", U"p", U"t", U"m", U"n", U"ng", U"nh", U"l", U"r", U"h",
};

enum {
	OPEN = 1 << 0,
	C = 1 << 1,
	CH = 1 << 2,
	K = 1 << 3,
	P = 1 << 4,
	T = 1 << 5,
	M = 1 << 6,
	N = 1 << 7,
	NG = 1 << 8,
	NH = 1 << 9,
	L = 1 << 10,
	R = 1 << 11,
	H = 1 << 12,
	STOPS = C | CH | K | P | T,
	PLAIN = C | M | N | NG | P | T,
};

/*
 * at_end: codas with which a word may end here. typing: further ones on the way
 * to another nucleus (benh -> bênh, luat -> luât). No coda is always on the way.
 * k, l, r and h stand where names have them (Lắk, Búk, Ênuôl, Cuôr, Păh); not where English
 * would be taken for Vietnamese (book).
 */
struct nucleus {
	const char32_t *letters;
	int at_end, typing;
};

static const struct nucleus nuclei[] = {
	{U"a", OPEN | PLAIN | CH | NH | K | L, H},
	{U"ă", OPEN | PLAIN | K | L | H, 0},
	{U"â", OPEN | PLAIN, 0},
	{U"e", OPEN | PLAIN | K | H, CH | NH | L},
	{U"ê", OPEN | CH | M | N | NG | NH | P | T | L, 0},
	{U"i", OPEN | CH | M | N | NH | P | T | K, 0},
	{U"o", OPEN | PLAIN | K, R},
	{U"ô", OPEN | PLAIN | R, 0},
	{U"ơ", OPEN | PLAIN | K, 0},
	{U"u", OPEN | PLAIN | CH | K, H},
	{U"ư", OPEN | PLAIN | K | H, 0},
	{U"y", OPEN | CH | M | N | NH | P | T, 0},
	{U"ai", OPEN, 0},
	{U"ao", OPEN, 0},
	{U"au", OPEN, 0},
	{U"ay", OPEN, 0},
	{U"âu", OPEN, 0},
	{U"ây", OPEN, 0},
	{U"eo", OPEN, 0},
	{U"eu", 0, 0},
	{U"êu", OPEN, 0},
	{U"ia", OPEN, 0},
	{U"ie", 0, PLAIN},
	{U"iê", OPEN | PLAIN, 0},
	{U"iu", OPEN, 0},
	{U"oa", OPEN | PLAIN | CH | NH, 0},
	{U"oă", C | M | N | NG | T, 0},
	{U"oe", OPEN | M | N | NG | T, 0},
	{U"oi", OPEN, 0},
	{U"oo", C | NG, 0},
	{U"ôi", OPEN, 0},
	{U"ơi", OPEN, 0},
	{U"ua", OPEN, N | NG | T},
	{U"uâ", N | NG | T, 0},
	{U"ue", 0, C | CH | N | NH},
	{U"uê", OPEN | C | CH | N | NH, 0},
	{U"ui", OPEN, 0},
	{U"uo", 0, PLAIN | K | L | R},
	{U"uô", C | M | N | NG | T | L | R, 0},
	{U"uơ", OPEN, 0},
	{U"uu", 0, 0},
	{U"uy", OPEN | CH | N | NH | P | T, 0},
	{U"ưa", OPEN, 0},
	{U"ưi", OPEN, 0},
	{U"ưo", 0, 0},
	{U"ươ", OPEN | PLAIN | K | L, 0},
	{U"ưu", OPEN, 0},
	{U"ye", 0, M | N | NG | T},
	{U"yê", M | N | NG | T, 0},
	{U"ieu", 0, 0},
	{U"iêu", OPEN, 0},
	{U"oai", OPEN, 0},
	{U"oao", OPEN, 0},
	{U"oay", OPEN, 0},
	{U"oeo", OPEN, 0},
	{U"uay", 0, 0},
	{U"uây", OPEN, 0},
	{U"uoi", 0, 0},
	{U"uôi", OPEN, 0},
	{U"uou", 0, 0},
	{U"uya", OPEN, 0},
	{U"uye", 0, N | T},
	{U"uyê", N | T, 0},
	{U"uyu", OPEN, 0},
	{U"ươi", OPEN, 0},
	{U"ươu", OPEN, 0},
	{U"yeu", 0, 0},
	{U"yêu", OPEN, 0},
};

static bool is_vowel(uint32_t c)
{
	const struct mc_vn_letter *l = mc_vn_find(c);

	return l && l->base != 'd' && !l->tone && !l->upper;
}

static int length(const char32_t *word)
{
	int n = 0;

	while (word[n]) {
		n++;
	}
	return n;
}

static bool begins(const uint32_t *letters, int count, const char32_t *word)
{
	for (int i = 0; word[i]; i++) {
		if (i == count || letters[i] != word[i]) {
			return false;
		}
	}
	return true;
}

static bool equals(const uint32_t *letters, int count, const char32_t *word)
{
	return count == length(word) && begins(letters, count, word);
}

/* The i of gi is part of the onset only when another vowel follows (gì, but giá);
 * giê is g and iê (giếng). */
static bool is_bare_g(const uint32_t *letters, int count)
{
	return begins(letters, count, U"gi") &&
	       (count < 3 || letters[2] == U'ê' || !is_vowel(letters[2]));
}

static int onset_length(const uint32_t *letters, int count)
{
	int i = 0;

	if (is_bare_g(letters, count)) {
		return 1;
	}
	while (!begins(letters, count, onsets[i])) {
		i++; /* the last one is empty */
	}
	return length(onsets[i]);
}

/* gi and qu swallow a second i or u: nothing is spelt gii or quu; q needs its u. */
static bool onset_fits(const uint32_t *letters, int onset, int vowels)
{
	uint32_t last = onset ? letters[onset - 1] : 0, next = letters[onset];

	if (!onset || !vowels) {
		return true;
	}
	if (last == 'i') {
		return next != 'i' && next != 'y';
	}
	return last == 'u' ? next != 'u' && next != U'ư' : last != 'q';
}

static const struct nucleus *nucleus_of(const uint32_t *letters, int count)
{
	for (size_t i = 0; i < MC_COUNT(nuclei); i++) {
		if (equals(letters, count, nuclei[i].letters)) {
			return &nuclei[i];
		}
	}
	return NULL;
}

/* The coda's bit; 0 for none such. */
static int coda_of(const uint32_t *letters, int count)
{
	for (size_t i = 0; i < MC_COUNT(codas); i++) {
		if (equals(letters, count, codas[i])) {
			return 1 << i;
		}
	}
	return 0;
}

/* Who types ch or nh has typed c or n before. */
static int on_the_way(const struct nucleus *n)
{
	int all = n->at_end | n->typing | OPEN;

	return all | (all & CH ? C : 0) | (all & (NG | NH) ? N : 0);
}

enum { ANY_TONE = ~0, NO_TONE = 1 << MC_VN_NGANG };

/* l, r and h end names that have no tone (Tẻh is the one): pals and mesh are no syllables. Behind
 * j the tone waits for the coda, so that Juts is Jút and nothing is done to Jessica. */
static int tones_of(const uint32_t *onset, int coda)
{
	if (coda & STOPS) {
		return NO_TONE | 1 << MC_VN_SAC | 1 << MC_VN_NANG;
	}
	if (coda & H) {
		return NO_TONE | 1 << MC_VN_HOI;
	}
	return coda & (L | R) || (coda == OPEN && *onset == 'j') ? NO_TONE : ANY_TONE;
}

static bool parse_from(const uint32_t *letters, int count, int start, struct mc_syllable *ret)
{
	int onset = onset_length(letters + start, count - start);
	struct mc_syllable s = {.start = start, .vowel = start + onset, .tones = ANY_TONE};
	const struct nucleus *nucleus;
	int coda;

	while (s.vowel + s.vowels < count && is_vowel(letters[s.vowel + s.vowels])) {
		s.vowels++;
	}
	s.codas = count - s.vowel - s.vowels;
	if (!s.vowels) {
		*ret = s;
		return !s.codas;
	}
	nucleus = nucleus_of(letters + s.vowel, s.vowels);
	coda = coda_of(letters + s.vowel + s.vowels, s.codas);
	if (!nucleus || !(coda & on_the_way(nucleus)) ||
	    !onset_fits(letters + start, onset, s.vowels)) {
		return false;
	}
	s.tones = tones_of(letters + start, coda);
	s.complete = coda & nucleus->at_end;
	*ret = s;
	return true;
}

bool mc_syllable_parse(const uint32_t *letters, int count, struct mc_syllable *ret)
{
	if (parse_from(letters, count, 0, ret)) {
		return true;
	}
	return count > 1 && letters[0] == U'ê' && !is_vowel(letters[1]) &&
	       parse_from(letters, count, 1, ret);
}

bool mc_syllable_takes(const struct mc_syllable *s, int tone)
{
	return s->tones & 1 << tone;
}

static bool moves_in_new_style(const uint32_t *vowels)
{
	return equals(vowels, 2, U"oa") || equals(vowels, 2, U"oe") || equals(vowels, 2, U"uy");
}

int mc_syllable_tone_at(const uint32_t *letters, const struct mc_syllable *s, bool modern)
{
	const uint32_t *vowels = letters + s->vowel;

	for (int i = s->vowels - 1; i >= 0; i--) {
		if (mc_vn_find(vowels[i])->mark) {
			return s->vowel + i;
		}
	}
	if (s->vowels == 3) {
		return s->vowel + (s->codas ? 2 : 1);
	}
	if (s->vowels == 2 && (s->codas || (modern && moves_in_new_style(vowels)))) {
		return s->vowel + 1;
	}
	return s->vowel;
}

const char32_t *mc_syllable_onset(int i)
{
	return i < (int)MC_COUNT(onsets) ? onsets[i] : NULL;
}

bool mc_syllable_rime(int i, int j, const char32_t **ret_nucleus, const char32_t **ret_coda)
{
	if (i >= (int)MC_COUNT(nuclei) || j >= (int)MC_COUNT(codas)) {
		return false;
	}
	*ret_nucleus = nuclei[i].at_end & 1 << j ? nuclei[i].letters : NULL;
	*ret_coda = codas[j];
	return true;
}
