/* SPDX-License-Identifier: MPL-2.0 */
/*
 * date_words.c - a date in Vietnamese words, as a declaration wants it beside
 * the figures. Not translated: the document is Vietnamese.
 */
#include "domain/number_words.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/domain/date.h"

static void put_year(struct mc_str *to, int year)
{
	int rest = year % 1000;

	mc_str_printf(to, "%s nghìn", mc_digit_word(year / 1000));
	if (rest == 0) {
		return;
	}
	mc_str_printf(to, " %s trăm", mc_digit_word(rest / 100));
	rest %= 100;
	if (rest == 0) {
		return;
	}
	mc_str_puts(to, rest < 10 ? " lẻ " : " ");
	mc_words_below_hundred(to, rest);
}

void mc_date_in_words(const struct mc_date *date, char *ret, size_t size)
{
	struct mc_str text;

	mc_str_init(&text, 256);
	if (date->day) {
		mc_str_puts(&text, "Ngày ");
		mc_words_below_hundred(&text, date->day);
		mc_str_puts(&text, " tháng ");
	} else if (date->month) {
		mc_str_puts(&text, "Tháng ");
	}
	if (date->month) {
		if (date->month == 4) { /* the fourth month has a name, not a number */
			mc_str_puts(&text, "tư");
		} else {
			mc_words_below_hundred(&text, date->month);
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
