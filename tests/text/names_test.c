/* SPDX-License-Identifier: MPL-2.0 */
/*
 * names_test.c - what a commune of today and a people of the country are called can be typed:
 * every word of the 3,321 units and 34 provinces that ship, and of the peoples' names, each in
 * Telex, VNI and VIQR, as fingers do it: the mark behind its letter, the tone behind the word.
 *
 * The odd ones are a table with the keys that give them: where the letter is itself a key of the
 * method it is typed twice, where the word is more than one syllable a cursor key parts it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "motcua/base/mem.h"
#include "text/field.h"
#include "text/vn.h"

struct keys {
	enum mc_typing_method method;
	const char *tone; /* by enum mc_vn_tone */
	const char *mark; /* by enum mc_vn_mark; ' ' is the letter itself */
};

static const struct keys telex = {MC_TYPING_TELEX, "\0sfrxj", "\0 wwd"};
static const struct keys vni = {MC_TYPING_VNI, "\00012345", "\0006879"};
static const struct keys viqr = {MC_TYPING_VIQR, "\0'`?~.", "\0^(+d"};

/* | ends the word without a sign, as a cursor key does. */
static const struct odd {
	enum mc_typing_method only; /* OFF: all methods */
	const char *word, *keys;
} odd[] = {
	{MC_TYPING_TELEX, "Ana", "Anaa"},        {MC_TYPING_TELEX, "Dur", "Durr"},
	{MC_TYPING_TELEX, "Kar", "Karr"},        {MC_TYPING_TELEX, "gar", "garr"},
	{MC_TYPING_TELEX, "Mar", "Marr"},        {MC_TYPING_TELEX, "Uar", "Uarr"},
	{MC_TYPING_TELEX, "Wa", "Wwa"},          {MC_TYPING_TELEX, "Khoong", "Khooong"},
	{MC_TYPING_TELEX, "Loong", "Looong"},    {MC_TYPING_TELEX, "Ngoong", "Ngooong"},
	{MC_TYPING_TELEX, "Toong", "Tooong"},    {MC_TYPING_TELEX, "Loỏng", "Loorong"},
	{MC_TYPING_TELEX, "Boòng", "Boofong"},   {MC_TYPING_TELEX, "Cuôr", "Cuoorr"},
	{MC_TYPING_TELEX, "Tôr", "Toorr"},       {MC_TYPING_TELEX, "Đakrông", "DDak|roong"},
	{MC_TYPING_VNI, "Đakrông", "D9ak|ro6ng"}, {MC_TYPING_TELEX, "Avương", "A|vuwowng"},
	{MC_TYPING_VNI, "Avương", "A|vu7o7ng"},  {MC_TYPING_TELEX, "Êê", "EE|ee"},
	{MC_TYPING_VNI, "Êê", "E6|e6"},          {MC_TYPING_TELEX, "Dêê", "Dee|ee"},
	{MC_TYPING_VNI, "Dêê", "De6|e6"},        {MC_TYPING_TELEX, "Sơmei", "Sow|mei"},
	{MC_TYPING_VNI, "Sơmei", "So7|mei"},     {MC_TYPING_TELEX, "Rốk", "Roos|k"},
	{MC_TYPING_VNI, "Rốk", "Ro61|k"},        {MC_TYPING_TELEX, "Chơro", "Chow|ro"},
	{MC_TYPING_VNI, "Chơro", "Cho7|ro"},     {MC_TYPING_TELEX, "Stiêng", "S|tieeng"},
	{MC_TYPING_VNI, "Stiêng", "S|tie6ng"},   {MC_TYPING_VIQR, "Đakrông", "DDak|ro^ng"},
	{MC_TYPING_VIQR, "Avương", "A|vu+o+ng"}, {MC_TYPING_VIQR, "Êê", "E^|e^"},
	{MC_TYPING_VIQR, "Dêê", "De^|e^"},       {MC_TYPING_VIQR, "Sơmei", "So+|mei"},
	{MC_TYPING_VIQR, "Rốk", "Ro^'|k"},       {MC_TYPING_VIQR, "Chơro", "Cho+|ro"},
	{MC_TYPING_VIQR, "Stiêng", "S|tie^ng"},
};

static const char peoples[] =
	"Kinh Tày Thái Hoa Khơ-me Khmer Mường Nùng HMông Mông Dao Gia Rai Ngái Ê Đê Ba Na Xơ Đăng "
	"Sán Chay Cơ Ho Chăm Sán Dìu Hrê Mnông Ra Glai Xtiêng Stiêng Bru Vân Kiều Thổ Giáy Cơ Tu "
	"Gié Triêng Mạ Khơ mú Co Tà Ôi Chơ Ro Chơro Kháng Xinh Mun Hà Nhì Chu Ru Lào La Chí La Ha "
	"Phù Lá La Hủ Lự Lô Lô Chứt Mảng Pà Thẻn Cơ Lao Cống Bố Y Si La Pu Péo Brâu Ơ Đu Rơ Măm";

static char wrong[4096];
static int words, odd_words;

/* The mark behind its letter, the tone at the end. */
static void spell(const struct keys *k, const char *word, char *ret)
{
	char tone = 0;

	for (uint32_t c = 0; *word; ) {
		const struct mc_vn_letter *l;

		word += mc_utf8_decode(word, strlen(word), &c);
		l = mc_vn_find(c);
		if (!l) {
			ret += mc_utf8_encode(c, ret);
			continue;
		}
		*ret++ = l->upper ? (char)(l->base - 'a' + 'A') : l->base;
		if (l->mark) {
			*ret++ = k->mark[l->mark] == ' ' ? l->base : k->mark[l->mark];
		}
		tone = l->tone ? k->tone[l->tone] : tone;
	}
	*ret++ = tone;
	*ret = '\0';
}

static const char *odd_keys(enum mc_typing_method method, const char *word)
{
	for (size_t i = 0; i < MC_COUNT(odd); i++) {
		if (odd[i].only == method && strcmp(odd[i].word, word) == 0) {
			odd_words++;
			return odd[i].keys;
		}
	}
	return NULL;
}

static bool gives(const struct keys *k, const char *keys, const char *word)
{
	struct field f;

	field_init(&f, k->method, MC_TONE_OLD);
	field_type(&f, keys);
	field_type(&f, "|");
	return strcmp(f.text, word) == 0;
}

/* An odd one is odd: who types it like the others gets something else. */
static void check_word(const struct keys *k, const char *word)
{
	const char *other = odd_keys(k->method, word);
	char keys[128];

	words++;
	spell(k, word, keys);
	if (gives(k, keys, word) != !other || (other && !gives(k, other, word))) {
		snprintf(wrong + strlen(wrong), sizeof(wrong) - strlen(wrong), " %s", word);
	}
}

static void check_text(const struct keys *k, const char *text)
{
	char word[64];

	while (*text) {
		size_t len = strcspn(text, " -'()0123456789,");

		snprintf(word, sizeof(word), "%.*s", (int)len, text);
		if (len) {
			check_word(k, word);
		}
		text += len + (text[len] != '\0');
	}
}

/* A row of communes.json: "00004 01 ward Ba Đình" */
static void check_commune(const struct keys *k, const char *line)
{
	char name[128];

	if (sscanf(line, " \"%*5[0-9] %*2[0-9] %*s %127[^\"]\"", name) == 1) {
		check_text(k, name);
	}
}

/* One of provinces.json: {..., "name": "Hà Nội", ...} */
static void check_province(const struct keys *k, const char *line)
{
	static const char mark[] = "\"name\": \"";
	const char *at = strstr(line, mark);
	char name[128];

	if (at && sscanf(at + sizeof(mark) - 1, "%127[^\"]", name) == 1) {
		check_text(k, name);
	}
}

static void each_line(const char *file, const struct keys *k,
		      void (*check)(const struct keys *, const char *))
{
	char line[4096];
	FILE *in = fopen(file, "r");

	assert_non_null(in);
	while (fgets(line, sizeof(line), in)) {
		check(k, line);
	}
	fclose(in);
}

static void check_all(const struct keys *k)
{
	words = odd_words = 0;
	wrong[0] = '\0';
	each_line(MC_SOURCE_DIR "/data/places/communes.json", k, check_commune);
	each_line(MC_SOURCE_DIR "/data/places/provinces.json", k, check_province);
	check_text(k, peoples);
	print_message("%d words, %d odd\n", words, odd_words);
	assert_string_equal(wrong, "");
	assert_true(words > 6500);
	assert_true(odd_words * 50 <= words); /* 2 % */
}

static void in_telex(void **state)
{
	(void)state;
	check_all(&telex);
}

static void in_vni(void **state)
{
	(void)state;
	check_all(&vni);
}

static void in_viqr(void **state)
{
	(void)state;
	check_all(&viqr);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_telex),
		cmocka_unit_test(in_vni),
		cmocka_unit_test(in_viqr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
