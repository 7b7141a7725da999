/* SPDX-License-Identifier: MPL-2.0 */
/*
 * vn.c - one list of the letters, from which the compiler makes both tables:
 * code point to letter, and letter to code point.
 */
#include "text/vn.h"

#include <stddef.h>

#include "motcua/text/text.h"

#define UPPER 8 /* beside the mark, so that a row of the list has one key */
#define MARKS 8

/* base, mark, then the tones ngang sắc huyền hỏi ngã nặng */
#define VN_ROWS(V) \
	V('a', MC_VN_PLAIN, U'a', U'á', U'à', U'ả', U'ã', U'ạ') \
	V('a', MC_VN_PLAIN | UPPER, U'A', U'Á', U'À', U'Ả', U'Ã', U'Ạ') \
	V('a', MC_VN_ROOF, U'â', U'ấ', U'ầ', U'ẩ', U'ẫ', U'ậ') \
	V('a', MC_VN_ROOF | UPPER, U'Â', U'Ấ', U'Ầ', U'Ẩ', U'Ẫ', U'Ậ') \
	V('a', MC_VN_BREVE, U'ă', U'ắ', U'ằ', U'ẳ', U'ẵ', U'ặ') \
	V('a', MC_VN_BREVE | UPPER, U'Ă', U'Ắ', U'Ằ', U'Ẳ', U'Ẵ', U'Ặ') \
	V('e', MC_VN_PLAIN, U'e', U'é', U'è', U'ẻ', U'ẽ', U'ẹ') \
	V('e', MC_VN_PLAIN | UPPER, U'E', U'É', U'È', U'Ẻ', U'Ẽ', U'Ẹ') \
	V('e', MC_VN_ROOF, U'ê', U'ế', U'ề', U'ể', U'ễ', U'ệ') \
	V('e', MC_VN_ROOF | UPPER, U'Ê', U'Ế', U'Ề', U'Ể', U'Ễ', U'Ệ') \
	V('i', MC_VN_PLAIN, U'i', U'í', U'ì', U'ỉ', U'ĩ', U'ị') \
	V('i', MC_VN_PLAIN | UPPER, U'I', U'Í', U'Ì', U'Ỉ', U'Ĩ', U'Ị') \
	V('o', MC_VN_PLAIN, U'o', U'ó', U'ò', U'ỏ', U'õ', U'ọ') \
	V('o', MC_VN_PLAIN | UPPER, U'O', U'Ó', U'Ò', U'Ỏ', U'Õ', U'Ọ') \
	V('o', MC_VN_ROOF, U'ô', U'ố', U'ồ', U'ổ', U'ỗ', U'ộ') \
	V('o', MC_VN_ROOF | UPPER, U'Ô', U'Ố', U'Ồ', U'Ổ', U'Ỗ', U'Ộ') \
	V('o', MC_VN_HORN, U'ơ', U'ớ', U'ờ', U'ở', U'ỡ', U'ợ') \
	V('o', MC_VN_HORN | UPPER, U'Ơ', U'Ớ', U'Ờ', U'Ở', U'Ỡ', U'Ợ') \
	V('u', MC_VN_PLAIN, U'u', U'ú', U'ù', U'ủ', U'ũ', U'ụ') \
	V('u', MC_VN_PLAIN | UPPER, U'U', U'Ú', U'Ù', U'Ủ', U'Ũ', U'Ụ') \
	V('u', MC_VN_HORN, U'ư', U'ứ', U'ừ', U'ử', U'ữ', U'ự') \
	V('u', MC_VN_HORN | UPPER, U'Ư', U'Ứ', U'Ừ', U'Ử', U'Ữ', U'Ự') \
	V('y', MC_VN_PLAIN, U'y', U'ý', U'ỳ', U'ỷ', U'ỹ', U'ỵ') \
	V('y', MC_VN_PLAIN | UPPER, U'Y', U'Ý', U'Ỳ', U'Ỷ', U'Ỹ', U'Ỵ')

/* The letters lie in U+0041..U+01B0 and U+1EA0..U+1EF9. */
#define LOW_END 0x1B1
#define HIGH_START 0x1EA0
#define HIGH_END 0x1EFA
#define SLOT(c) ((c) < LOW_END ? (c) : (c) - HIGH_START + LOW_END)

#define LETTER(b, m, t) { .base = (b), .mark = (m) & 7, .tone = (t), .upper = !!((m) & UPPER) }
#define TO_LETTERS(b, m, c0, c1, c2, c3, c4, c5) \
	[SLOT(c0)] = LETTER(b, m, 0), [SLOT(c1)] = LETTER(b, m, 1), [SLOT(c2)] = LETTER(b, m, 2), \
	[SLOT(c3)] = LETTER(b, m, 3), [SLOT(c4)] = LETTER(b, m, 4), [SLOT(c5)] = LETTER(b, m, 5),

static const struct mc_vn_letter letters[LOW_END + HIGH_END - HIGH_START] = {
	VN_ROWS(TO_LETTERS)
	[U'd'] = LETTER('d', MC_VN_PLAIN, 0),
	[U'D'] = LETTER('d', MC_VN_PLAIN | UPPER, 0),
	[U'đ'] = LETTER('d', MC_VN_STROKE, 0),
	[U'Đ'] = LETTER('d', MC_VN_STROKE | UPPER, 0),
};

#define TO_CODES(b, m, c0, c1, c2, c3, c4, c5) \
	[(b) - 'a'][(m) / UPPER][(m) & 7] = {c0, c1, c2, c3, c4, c5},

static const uint16_t codes[26][2][MARKS][6] = {
	VN_ROWS(TO_CODES)
	['d' - 'a'] = {
		{[MC_VN_PLAIN] = {U'd'}, [MC_VN_STROKE] = {U'đ'}},
		{[MC_VN_PLAIN] = {U'D'}, [MC_VN_STROKE] = {U'Đ'}},
	},
};

const struct mc_vn_letter *mc_vn_find(uint32_t c)
{
	const struct mc_vn_letter *letter;

	if (c >= HIGH_END || (c >= LOW_END && c < HIGH_START)) {
		return NULL;
	}
	letter = &letters[SLOT(c)];
	return letter->base ? letter : NULL;
}

uint32_t mc_vn_make(struct mc_vn_letter letter)
{
	if (letter.base < 'a' || letter.base > 'z' || letter.mark >= MARKS || letter.tone > 5) {
		return 0;
	}
	return codes[letter.base - 'a'][letter.upper][letter.mark][letter.tone];
}

const char *mc_text_letters(void)
{
	return "áàảãạâấầẩẫậăắằẳẵặđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
	       "ÁÀẢÃẠÂẤẦẨẪẬĂẮẰẲẴẶĐÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ";
}
