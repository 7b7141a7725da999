/* SPDX-License-Identifier: MPL-2.0 */
/*
 * legacy.c - TCVN3, VNI, VISCII and Windows-1258, each as the table that it is.
 *
 * Three give a code point to each byte; VNI writes a vowel, then a byte for its mark
 * and tone together. What comes out half composed (Windows-1258) is composed at the end.
 */
#include "motcua/text/legacy.h"

#include <stdbool.h>
#include <string.h>
#include <uchar.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"
#include "text/chars.h"
#include "text/glyph.h"
#include "text/syllable.h"
#include "text/vn.h"

#define NONE 0xFFFD

/* ---- one byte, one code point: 0x80 to 0xFF in rows of 16 */

static const char32_t tcvn3_high[128 + 1] =
	U"ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ"
	U"ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
	U"\u00A0ĂÂÊÔƠƯĐăâêôơưđẰ"
	U"\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
	U"ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
	U"éẹềểễếệìỉỄẾỒĩíịò"
	U"Ổỏõóọồổỗốộờởỡớợù"
	U"ỖủũúụừửữứựỳỷỹýỵỐ";

static const char32_t viscii_high[128 + 1] =
	U"ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
	U"ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
	U"Õắằặấầẩậẽẹếềểễệố"
	U"ồổỗỠƠộờởịỰỨỪỬơớƯ"
	U"ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
	U"ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
	U"àáâãảăữẫèéêẻìíĩỉ"
	U"đựòóôõỏọụùúũủýợỮ";

static const char32_t cp1258_high[128 + 1] =
	U"€\uFFFD‚ƒ„…†‡ˆ‰\uFFFD‹Œ\uFFFD\uFFFD\uFFFD"
	U"\uFFFD‘’“”•–—˜™\uFFFD›œ\uFFFD\uFFFDŸ"
	U"\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯"
	U"°±²³´µ¶·¸¹º»¼½¾¿"
	U"ÀÁÂĂÄÅÆÇÈÉÊË\u0300ÍÎÏ"
	U"ĐÑ\u0309ÓÔƠÖ×ØÙÚÛÜƯ\u0303ß"
	U"àáâăäåæçèéêë\u0301íîï"
	U"đñ\u0323óôơö÷øùúûüư₫ÿ";

/* Letters in the place of control characters. */
struct low {
	unsigned char byte;
	char32_t letter;
};

static const struct low tcvn3_low[] = {
	{0x01, U'Ú'}, {0x02, U'Ụ'}, {0x04, U'Ừ'}, {0x05, U'Ử'}, {0x06, U'Ữ'},
	{0x11, U'Ứ'}, {0x12, U'Ự'}, {0x13, U'Ỳ'}, {0x14, U'Ỷ'}, {0x15, U'Ỹ'},
	{0x16, U'Ý'}, {0x17, U'Ỵ'}, {0, 0},
};

static const struct low viscii_low[] = {
	{0x02, U'Ẳ'}, {0x05, U'Ẵ'}, {0x06, U'Ẫ'}, {0x14, U'Ỷ'}, {0x19, U'Ỹ'},
	{0x1E, U'Ỵ'}, {0, 0},
};

static const struct low no_low[] = {{0, 0}};

/* Of one code page: text at, len left; how many bytes the letter took. */
struct page {
	const char32_t *high;
	const struct low *low;
};

static size_t from_page(const struct page *page, const unsigned char *at, char32_t *ret)
{
	*ret = *at < 0x80 ? *at : page->high[*at - 0x80];
	for (const struct low *low = page->low; low->letter; low++) {
		if (low->byte == *at) {
			*ret = low->letter;
		}
	}
	return 1;
}

/* ---- VNI: small letters' codes; a capital's are 0x20 less */

static const struct {
	unsigned char byte;
	char32_t letter;
} vni_letters[] = {
	{0xF1, U'đ'}, {0xF4, U'ơ'}, {0xF6, U'ư'}, {0xED, U'í'}, {0xEC, U'ì'},
	{0xE6, U'ỉ'}, {0xF3, U'ĩ'}, {0xF2, U'ị'}, {0xEE, U'ỵ'},
};

static const struct vni_mark {
	unsigned char byte;
	uint8_t mark, tone;
} vni_marks[] = {
	{0xF9, MC_VN_PLAIN, MC_VN_SAC},   {0xF8, MC_VN_PLAIN, MC_VN_HUYEN},
	{0xFB, MC_VN_PLAIN, MC_VN_HOI},   {0xF5, MC_VN_PLAIN, MC_VN_NGA},
	{0xEF, MC_VN_PLAIN, MC_VN_NANG},  {0xE2, MC_VN_ROOF, MC_VN_NGANG},
	{0xE1, MC_VN_ROOF, MC_VN_SAC},    {0xE0, MC_VN_ROOF, MC_VN_HUYEN},
	{0xE5, MC_VN_ROOF, MC_VN_HOI},    {0xE3, MC_VN_ROOF, MC_VN_NGA},
	{0xE4, MC_VN_ROOF, MC_VN_NANG},   {0xEA, MC_VN_BREVE, MC_VN_NGANG},
	{0xE9, MC_VN_BREVE, MC_VN_SAC},   {0xE8, MC_VN_BREVE, MC_VN_HUYEN},
	{0xFA, MC_VN_BREVE, MC_VN_HOI},   {0xFC, MC_VN_BREVE, MC_VN_NGA},
	{0xEB, MC_VN_BREVE, MC_VN_NANG},
};

static unsigned char vni_small(unsigned char byte)
{
	return byte >= 0xC0 && byte < 0xE0 ? (unsigned char)(byte + 0x20) : byte;
}

static char32_t vni_letter(unsigned char byte)
{
	unsigned char small = vni_small(byte);

	if (byte < 0x80) {
		return byte;
	}
	for (size_t i = 0; i < MC_COUNT(vni_letters); i++) {
		if (vni_letters[i].byte == small) {
			return small == byte ? vni_letters[i].letter :
					       mc_chars_upper(vni_letters[i].letter);
		}
	}
	return NONE;
}

/* The letter with the mark that this byte puts on it; 0 when the two do not go together. */
static char32_t vni_marked(char32_t letter, unsigned char byte)
{
	const struct mc_vn_letter *vn = mc_vn_find(letter);
	unsigned char small = vni_small(byte);

	for (size_t i = 0; vn && i < MC_COUNT(vni_marks); i++) {
		const struct vni_mark *mark = &vni_marks[i];
		struct mc_vn_letter made = *vn;

		if (mark->byte != small || made.tone || (made.mark && mark->mark)) {
			continue;
		}
		made.mark = mark->mark ? mark->mark : made.mark;
		made.tone = mark->tone;
		return mc_vn_make(made);
	}
	return 0;
}

static size_t from_vni(const unsigned char *at, size_t len, char32_t *ret)
{
	char32_t marked = 0;

	*ret = vni_letter(*at);
	if (len > 1 && at[1] >= 0x80) {
		marked = vni_marked(*ret, at[1]);
	}
	*ret = marked ? marked : *ret;
	return marked ? 2 : 1;
}

/* ---- the table */

static const struct {
	const char *word, *name;
} encodings[] = {
#define X(id, word, name) { word, name },
	MC_ENCODINGS(X)
#undef X
};

static const struct page pages[MC_ENCODING_COUNT] = {
	[MC_ENCODING_TCVN3] = {tcvn3_high, tcvn3_low},
	[MC_ENCODING_TCVN3_CAPITALS] = {tcvn3_high, tcvn3_low},
	[MC_ENCODING_VISCII] = {viscii_high, viscii_low},
	[MC_ENCODING_CP1258] = {cp1258_high, no_low},
};

const char *mc_encoding_word(enum mc_encoding encoding)
{
	return encodings[encoding].word;
}

const char *mc_encoding_name(enum mc_encoding encoding)
{
	return encodings[encoding].name;
}

enum mc_encoding mc_encoding_parse(const char *word)
{
	int i = 0;

	while (i < MC_ENCODING_COUNT && strcmp(encodings[i].word, word) != 0) {
		i++;
	}
	return (enum mc_encoding)i;
}

/* ---- decoding */

static size_t next_letter(enum mc_encoding encoding, const unsigned char *at, size_t len,
			  char32_t *ret)
{
	if (encoding == MC_ENCODING_UTF8) {
		uint32_t c;
		size_t used = mc_utf8_decode((const char *)at, len, &c);

		*ret = used ? c : NONE;
		return used ? used : 1;
	}
	return encoding == MC_ENCODING_VNI ? from_vni(at, len, ret) :
					     from_page(&pages[encoding], at, ret);
}

size_t mc_legacy_decode(enum mc_encoding encoding, const void *bytes, size_t len,
			struct mc_str *ret)
{
	const unsigned char *at = bytes, *end = at + len;
	struct mc_str raw;
	size_t bad = 0;

	mc_str_init(&raw, 3 * len + 1);
	while (at < end) {
		char32_t letter;
		char utf8[4];

		at += next_letter(encoding, at, (size_t)(end - at), &letter);
		bad += letter == NONE;
		if (encoding == MC_ENCODING_TCVN3_CAPITALS) {
			letter = mc_chars_upper(letter);
		}
		mc_str_add(&raw, utf8, mc_utf8_encode(letter, utf8));
	}
	mc_text_nfc(raw.data, raw.len, ret);
	mc_str_wipe(&raw);
	return bad;
}

/* ---- how much of it is Vietnamese */

enum { WORD_MAX = 12 }; /* letters; the longest syllable has 7 */

struct word {
	uint32_t letters[WORD_MAX]; /* lower case, without tones */
	int count, tone, tones, small, capitals_late;
	bool foreign; /* has a letter beyond ASCII */
};

static void add_letter(struct word *word, uint32_t c)
{
	struct mc_glyph g = mc_glyph_of(c);

	if (g.tone) {
		word->tone = g.tone;
		word->tones++;
	}
	word->foreign |= c >= 0x80;
	word->small += !g.upper;
	word->capitals_late += g.upper && word->count > 0;
	if (word->count < WORD_MAX) {
		word->letters[word->count] = g.letter;
	}
	word->count++;
}

static bool is_syllable(const struct word *word)
{
	struct mc_syllable s;

	return word->count <= WORD_MAX && word->tones <= 1 &&
	       !(word->capitals_late && word->small) &&
	       mc_syllable_parse(word->letters, word->count, &s) && s.complete &&
	       mc_syllable_takes(&s, word->tone);
}

static bool is_letter(uint32_t c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int mc_legacy_score(const char *text)
{
	struct word word = {.count = 0};
	int words = 0, good = 0;
	bool end;

	do {
		uint32_t c = 0;

		end = *text == '\0';
		text += mc_utf8_decode(text, strlen(text), &c);
		if (is_letter(c)) {
			add_letter(&word, c);
			continue;
		}
		words += word.foreign;
		good += word.foreign && is_syllable(&word);
		word = (struct word){.count = 0};
	} while (!end);
	return words ? good * 100 / words : 100;
}
