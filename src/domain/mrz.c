/* SPDX-License-Identifier: MPL-2.0 */
/*
 * mrz.c - the machine-readable lines of a card.
 *
 *   0 IDVNM 9 digits c 12 digits << c
 *  30 YYMMDD c S YYMMDD c VNM <<<<<<<<<<< c
 *  60 SURNAME<<GIVEN<NAMES<<<
 *
 * The last check digit of line 2 covers line 1 from its sixth character and the
 * dates and the filler of line 2.
 */
#include "motcua/domain/mrz.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/text/text.h"

enum {
	LINE = 30,
	ALL = 3 * LINE,
	SHORT_AT = 5, /* the number's last 9 digits */
	SHORT_LEN = 9,
	LONG_AT = 15, /* all 12 */
	LONG_LEN = 12,
	BORN_AT = 30,
	SEX_AT = 37,
	EXPIRES_AT = 38,
	STATE_AT = 45,
	FILLER_AT = 48,
	FILLER_LEN = 11,
	TOTAL_AT = 59,
	NAME_AT = 60,
};

static int weight_sum(const char *text, size_t len)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0;

	for (size_t i = 0; i < len; i++) {
		int value = 0; /* '<' */

		if (text[i] >= '0' && text[i] <= '9') {
			value = text[i] - '0';
		} else if (text[i] >= 'A' && text[i] <= 'Z') {
			value = text[i] - 'A' + 10;
		}
		sum += value * weights[i % 3];
	}
	return sum;
}

static char check_digit(const char *text, size_t len)
{
	return (char)('0' + weight_sum(text, len) % 10);
}

static char total_digit(const char *mrz)
{
	char covered[64];
	size_t len = 0;

	memcpy(covered, mrz + SHORT_AT, LINE - SHORT_AT);
	len += LINE - SHORT_AT;
	memcpy(covered + len, mrz + BORN_AT, 7);
	len += 7;
	memcpy(covered + len, mrz + EXPIRES_AT, 7);
	len += 7;
	memcpy(covered + len, mrz + FILLER_AT, FILLER_LEN);
	len += FILLER_LEN;
	return check_digit(covered, len);
}

/* Where each check digit stands and what it covers. */
static const struct check {
	int at, from, len;
} checks[] = {
	{14, SHORT_AT, SHORT_LEN},
	{29, LONG_AT, LONG_LEN},
	{36, BORN_AT, 6},
	{44, EXPIRES_AT, 6},
};

/* ---- reading */

/* 90 characters of the alphabet, without what a scanner puts between them. */
static bool squeeze(const char *text, char ret[ALL + 1])
{
	size_t len = 0;

	for (; *text; text++) {
		char c = *text;

		if (strchr(" \t\r\n", c)) {
			continue;
		}
		if (c >= 'a' && c <= 'z') {
			c = (char)(c - 'a' + 'A');
		}
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", c) || len == ALL) {
			return false;
		}
		ret[len++] = c;
	}
	ret[len] = '\0';
	return len == ALL;
}

static bool all_digits(const char *text, size_t len)
{
	return strspn(text, "0123456789") >= len;
}

static bool shape_fits(const char *mrz)
{
	return memcmp(mrz, "IDVNM", 5) == 0 && all_digits(mrz + SHORT_AT, SHORT_LEN) &&
	       all_digits(mrz + LONG_AT, LONG_LEN) && memcmp(mrz + 27, "<<", 2) == 0 &&
	       memcmp(mrz + STATE_AT, "VNM", 3) == 0 && strchr("MF<", mrz[SEX_AT]) &&
	       mrz[NAME_AT] != '<';
}

static bool checks_fit(const char *mrz)
{
	for (size_t i = 0; i < MC_COUNT(checks); i++) {
		if (mrz[checks[i].at] != check_digit(mrz + checks[i].from, (size_t)checks[i].len)) {
			return false;
		}
	}
	/* the two numbers are one: a misreading of either shows here */
	return mrz[TOTAL_AT] == total_digit(mrz) &&
	       memcmp(mrz + SHORT_AT, mrz + LONG_AT + LONG_LEN - SHORT_LEN, SHORT_LEN) == 0;
}

/* Two characters: a number, or "<<" and "00" for not known; -1 for else. */
static int two(const char *text)
{
	if (memcmp(text, "<<", 2) == 0) {
		return 0;
	}
	return all_digits(text, 2) ? (text[0] - '0') * 10 + text[1] - '0' : -1;
}

/* YYMMDD in this century. All "<" leaves the date empty. */
static bool read_date(const char *text, int century, struct mc_date *ret)
{
	char iso[32];
	int year, month = two(text + 2), day = two(text + 4);
	struct mc_str typed;
	bool ok;

	if (memcmp(text, "<<<<<<", 6) == 0) {
		return true;
	}
	year = all_digits(text, 2) ? two(text) : -1;
	if (year < 0 || month < 0 || day < 0) {
		return false;
	}
	mc_str_init(&typed, sizeof(iso));
	mc_str_printf(&typed, "%02d%02d%04d", day, month, century + year);
	ok = mc_date_parse(typed.data, ret, NULL) == MC_OK;
	mc_str_done(&typed);
	return ok;
}

/* Fillers become spaces, one for a run; none at the end. */
static void read_name(const char *line, char *ret)
{
	size_t len = 0;

	for (int i = 0; i < LINE; i++) {
		if (line[i] != '<') {
			ret[len++] = line[i];
		} else if (len > 0 && ret[len - 1] != ' ') {
			ret[len++] = ' ';
		}
	}
	while (len > 0 && ret[len - 1] == ' ') {
		len--;
	}
	ret[len] = '\0';
}

enum mc_code mc_mrz_parse(const char *text, struct mc_mrz *ret, struct mc_err *why)
{
	struct mc_mrz mrz = {0};
	struct mc_pid_claim claim;
	char all[ALL + 1];

	if (!squeeze(text, all) || !shape_fits(all)) {
		return mc_fail(why, MC_E_MRZ_SHAPE, "shape");
	}
	if (!checks_fit(all)) {
		return mc_fail(why, MC_E_MRZ_CHECK, "check digit");
	}
	memcpy(mrz.number, all + LONG_AT, LONG_LEN);
	mc_pid_claim(mrz.number, &claim);
	if (!read_date(all + BORN_AT, claim.year / 100 * 100, &mrz.born) ||
	    !read_date(all + EXPIRES_AT, 2000, &mrz.expires)) {
		return mc_fail(why, MC_E_MRZ_SHAPE, "date");
	}
	if (all[SEX_AT] != '<') {
		mrz.sex = all[SEX_AT] == 'M' ? MC_SEX_MALE : MC_SEX_FEMALE;
	}
	read_name(all + NAME_AT, mrz.name);
	*ret = mrz;
	return MC_OK;
}

/* ---- writing */

static void put_date(char *to, const struct mc_date *date)
{
	const int parts[] = {date->year % 100, date->month, date->day};

	if (!mc_date_is_set(date)) {
		return;
	}
	for (size_t i = 0; i < MC_COUNT(parts); i++) {
		if (i == 0 || parts[i]) {
			to[2 * i] = (char)('0' + parts[i] / 10);
			to[2 * i + 1] = (char)('0' + parts[i] % 10);
		}
	}
}

/* The first word is the family name and has two fillers after it. */
static void put_name(char *to, const char *name)
{
	int words = 0;

	for (int at = 0; *name && at < LINE; name++) {
		if (*name != ' ') {
			to[at++] = *name;
		} else {
			at += words++ == 0 ? 2 : 1;
		}
	}
}

void mc_mrz_format(const struct mc_mrz *mrz, char ret[93])
{
	static const char sexes[] = {
		[MC_SEX_UNKNOWN] = '<',
		[MC_SEX_MALE] = 'M',
		[MC_SEX_FEMALE] = 'F',
	};
	char all[ALL];

	memset(all, '<', sizeof(all));
	memcpy(all, "IDVNM", 5);
	memcpy(all + SHORT_AT, mrz->number + LONG_LEN - SHORT_LEN, SHORT_LEN);
	memcpy(all + LONG_AT, mrz->number, LONG_LEN);
	put_date(all + BORN_AT, &mrz->born);
	all[SEX_AT] = sexes[mrz->sex];
	put_date(all + EXPIRES_AT, &mrz->expires);
	memcpy(all + STATE_AT, "VNM", 3);
	for (size_t i = 0; i < MC_COUNT(checks); i++) {
		all[checks[i].at] = check_digit(all + checks[i].from, (size_t)checks[i].len);
	}
	all[TOTAL_AT] = total_digit(all);
	put_name(all + NAME_AT, mrz->name);
	for (int line = 0; line < 3; line++) {
		memcpy(ret + line * (LINE + 1), all + line * LINE, LINE);
		ret[line * (LINE + 1) + LINE] = line < 2 ? '\n' : '\0';
	}
}

/* ---- comparing */

static void letters_only(const char *text, struct mc_str *ret)
{
	struct mc_str bare;

	mc_str_init(&bare, MC_NAME_LEN);
	if (mc_fold_bare(text, &bare)) {
		for (const char *c = bare.data; *c; c++) {
			if (*c >= 'a' && *c <= 'z') {
				mc_str_putc(ret, *c);
			}
		}
	}
	mc_str_wipe(&bare);
}

bool mc_mrz_name_agrees(const struct mc_mrz *mrz, const char *full_name)
{
	/* a name that reaches the end of its line may go on in life */
	bool cut = strlen(mrz->name) + (strchr(mrz->name, ' ') != NULL) >= LINE - 1;
	struct mc_str printed, full;
	bool agrees;

	mc_str_init(&printed, MC_NAME_LEN);
	mc_str_init(&full, MC_NAME_LEN);
	letters_only(mrz->name, &printed);
	letters_only(full_name, &full);
	agrees = printed.len > 0 && (cut ? strncmp(printed.data, full.data, printed.len) == 0 :
					   strcmp(printed.data, full.data) == 0);
	mc_str_wipe(&printed);
	mc_str_wipe(&full);
	return agrees;
}
