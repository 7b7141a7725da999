/* SPDX-License-Identifier: MPL-2.0 */
/* bytes.c - see bytes.h. The byte ranges are those of RFC 3629, section 4. */
#include "base/bytes.h"

#include <stdint.h>

static size_t sequence_len(unsigned char lead)
{
	if (lead < 0x80) {
		return 1;
	}
	if (lead < 0xc2 || lead > 0xf4) {
		return 0;
	}
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

size_t mc_bytes_whole(const char *text, size_t len)
{
	for (size_t back = 1; back <= 3 && back <= len; back++) {
		unsigned char c = (unsigned char)text[len - back];

		if (c >= 0xc0) {
			return sequence_len(c) > back ? len - back : len;
		}
		if (c < 0x80) {
			return len;
		}
	}
	return len;
}

/* The second byte tells overlong forms, surrogates and what is past U+10FFFF. */
static bool second_ok(unsigned char lead, unsigned char second)
{
	unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
	unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

	return second >= low && second <= high;
}

bool mc_bytes_utf8(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0; i < len;) {
		size_t n = sequence_len(p[i]);

		if (!n || n > len - i || (n > 1 && !second_ok(p[i], p[i + 1]))) {
			return false;
		}
		for (size_t k = 2; k < n; k++) {
			if ((p[i + k] & 0xc0) != 0x80) {
				return false;
			}
		}
		i += n;
	}
	return true;
}
