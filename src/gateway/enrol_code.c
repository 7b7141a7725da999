/* SPDX-License-Identifier: MPL-2.0 */
/* enrol_code.c - making and recognising enrolment codes. */
#include "gateway/enrol_code.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/rand.h"

enum { DIGITS = 10 };

void mc_enrol_code_new(char ret[MC_ENROL_CODE_LEN])
{
	char digits[DIGITS + 1];
	uint64_t bits;

	mc_rand_bytes(&bits, sizeof(bits));
	mc_crockford_encode(bits & ((UINT64_C(1) << (5 * DIGITS)) - 1), DIGITS, digits);
	snprintf(ret, MC_ENROL_CODE_LEN, "%.5s-%.5s", digits, digits + 5);
}

void mc_enrol_code_digest(const char *text, char ret[MC_SHA256_HEX])
{
	uint64_t bits = 0;
	char digits[DIGITS + 1];
	int count = 0;

	ret[0] = '\0';
	for (; *text; text++) {
		int digit = mc_crockford_digit(*text);

		if (*text == ' ' || *text == '-') {
			continue;
		}
		if (digit < 0 || ++count > DIGITS) {
			return;
		}
		bits = bits << 5 | (uint64_t)digit;
	}
	if (count == DIGITS) {
		mc_crockford_encode(bits, DIGITS, digits);
		mc_sha256_hex(mc_slice_text(digits), ret);
	}
}
