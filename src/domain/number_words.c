/* SPDX-License-Identifier: MPL-2.0 */
/*
 * number_words.c - numbers and sums of money in Vietnamese words, as a document wants them
 * beside the figures. Not translated: the document is Vietnamese.
 */
#include "domain/number_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/slip_words.h"

static const char *const digits[] = { "không", "một", "hai", "ba", "bốn",
				      "năm",   "sáu", "bảy", "tám", "chín" };

const char *mc_digit_word(int digit)
{
	return digits[digit];
}

/* The unit changes its sound after a ten: mốt, tư, lăm. */
void mc_words_below_hundred(struct mc_str *to, int n)
{
	int tens = n / 10, unit = n % 10;

	if (tens == 1) {
		mc_str_puts(to, "mười");
	} else if (tens > 1) {
		mc_str_printf(to, "%s mươi", digits[tens]);
	}
	if (unit == 0) {
		return;
	}
	if (tens > 0) {
		mc_str_putc(to, ' ');
	}
	if (tens > 1 && unit == 1) {
		mc_str_puts(to, "mốt");
	} else if (tens > 1 && unit == 4) {
		mc_str_puts(to, "tư");
	} else if (tens > 0 && unit == 5) {
		mc_str_puts(to, "lăm");
	} else {
		mc_str_puts(to, digits[unit]);
	}
}

/* Three figures; behind others their hundreds are said though there are none. */
static void put_group(struct mc_str *to, int n, bool behind)
{
	if (n >= 100 || behind) {
		mc_str_printf(to, "%s trăm", digits[n / 100]);
		mc_str_puts(to, n % 100 ? " " : "");
	}
	if (n % 100) {
		mc_str_puts(to, n % 100 < 10 && (n >= 100 || behind) ? "lẻ " : "");
		mc_words_below_hundred(to, n % 100);
	}
}

static void put_words(struct mc_str *to, int64_t dong)
{
	static const struct {
		int64_t of;
		const char *word;
	} groups[] = {{1000000000, " tỷ"}, {1000000, " triệu"}, {1000, " nghìn"}, {1, ""}};
	bool behind = false;

	for (size_t i = 0; i < MC_COUNT(groups); i++) {
		int n = (int)(dong / groups[i].of % 1000);

		if (n) {
			mc_str_puts(to, behind ? " " : "");
			put_group(to, n, behind);
			mc_str_puts(to, groups[i].word);
			behind = true;
		}
	}
}

static void put_figures(struct mc_str *to, int64_t dong)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%" PRId64, dong);

	for (int i = 0; i < len; i++) {
		mc_str_puts(to, i && (len - i) % 3 == 0 ? "." : "");
		mc_str_putc(to, text[i]);
	}
}

void mc_slip_dong(int64_t dong, char *ret, size_t size)
{
	struct mc_str text;

	mc_str_init(&text, 400);
	put_figures(&text, dong);
	mc_str_puts(&text, " đồng (");
	if (dong > 0 && dong < INT64_C(1000000000000)) {
		put_words(&text, dong);
	} else {
		mc_str_puts(&text, dong ? "" : digits[0]);
	}
	mc_str_puts(&text, " đồng)");
	(void)mc_copy(ret, size, text.data);
	mc_str_done(&text);
}
