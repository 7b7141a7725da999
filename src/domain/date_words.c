/* SPDX-License-Identifier: MPL-2.0 */
/*
 * date_words.c - a date in Vietnamese words, as a declaration wants it beside
 * the figures. Not translated: the document is Vietnamese.
 */
#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/domain/date.h"

static const char *const digits[] = { "không", "một", "hai", "ba", "bốn",
				      "năm",   "sáu", "bảy", "tám", "chín" };

/* 1..99. The unit changes its sound after a ten: mốt, tư, lăm. */
static void put_below_hundred(struct mc_str *to, int n)
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

static void put_year(struct mc_str *to, int year)
{
	int rest = year % 1000;

	mc_str_printf(to, "%s nghìn", digits[year / 1000]);
	if (rest == 0) {
		return;
	}
	mc_str_printf(to, " %s trăm", digits[rest / 100]);
	rest %= 100;
	if (rest == 0) {
		return;
	}
	mc_str_puts(to, rest < 10 ? " lẻ " : " ");
	put_below_hundred(to, rest);
}

void mc_date_in_words(const struct mc_date *date, char *ret, size_t size)
{
	struct mc_str text;

	mc_str_init(&text, 256);
	if (date->day) {
		mc_str_puts(&text, "Ngày ");
		put_below_hundred(&text, date->day);
		mc_str_puts(&text, " tháng ");
	} else if (date->month) {
		mc_str_puts(&text, "Tháng ");
	}
	if (date->month) {
		if (date->month == 4) { /* the fourth month has a name, not a number */
			mc_str_puts(&text, "tư");
		} else {
			put_below_hundred(&text, date->month);
		}
		mc_str_puts(&text, " năm ");
	} else if (date->year) {
		mc_str_puts(&text, "Năm ");
	}
	if (date->year) {
		put_year(&text, date->year);
	}
	(void)mc_copy(ret, size, text.data);
	mc_str_done(&text);
}
