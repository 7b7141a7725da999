/* SPDX-License-Identifier: MPL-2.0 */
/* name.c - what a person's name may be made of. It is never split or corrected. */
#include <string.h>

#include "motcua/domain/person.h"
#include "motcua/text/utf8.h"

static bool is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) || (c >= 0x1e00 && c <= 0x1eff);
}

/* Combining marks and the signs of names such as H'Hen, Đê-li, Ô. */
static bool is_name_sign(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36f) || c == ' ' || c == '\'' || c == 0x2019 || c == 0x2bc ||
	       c == '-' || c == '.';
}

enum mc_code mc_name_check(const char *name, struct mc_err *why)
{
	size_t len = strlen(name), used;
	int count = 0, letters = 0;

	for (size_t i = 0; i < len; i += used) {
		uint32_t c;

		used = mc_utf8_decode(name + i, len - i, &c);
		if (used == 0) {
			return mc_fail(why, MC_E_TEXT_UTF8, "name");
		}
		if (!is_letter(c) && !is_name_sign(c)) {
			return mc_fail(why, MC_E_NAME, "character %d", count + 1);
		}
		letters += is_letter(c);
		count++;
	}
	if (letters == 0 || count > MC_NAME_LETTERS) {
		return mc_fail(why, MC_E_NAME, "%d letters", letters);
	}
	return MC_OK;
}
