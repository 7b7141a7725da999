/* SPDX-License-Identifier: MPL-2.0 */
/* card_qr.c - reading and writing the text of a card's QR code. */
#include "motcua/domain/card_qr.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/text/text.h"

enum { FIELDS = 7, CARD_MAX = 4096 };

/* One reader per field; false when the field cannot be read. */
static bool read_number(const char *text, struct mc_card *card)
{
	enum mc_id_kind kind;

	return mc_pid_parse(text, card->number, &kind, NULL) == MC_OK && kind == MC_ID_PID;
}

static bool read_cmnd(const char *text, struct mc_card *card)
{
	char number[MC_PID_LEN];
	enum mc_id_kind kind;

	if (text[0] == '\0') {
		return true;
	}
	return mc_pid_parse(text, number, &kind, NULL) == MC_OK && kind == MC_ID_CMND &&
	       MC_COPY(card->cmnd, number) == 0;
}

static bool read_name(const char *text, struct mc_card *card)
{
	return mc_name_check(text, NULL) == MC_OK && MC_COPY(card->full_name, text) == 0;
}

static bool read_date(const char *text, struct mc_date *ret)
{
	return mc_date_parse(text, ret, NULL) == MC_OK;
}

static bool read_born(const char *text, struct mc_card *card)
{
	return read_date(text, &card->born);
}

static bool read_issued(const char *text, struct mc_card *card)
{
	return text[0] == '\0' || read_date(text, &card->issued);
}

/* "Nữ" comes composed, decomposed or without its marks, or without its ữ, as the scanner types. */
static bool read_sex(const char *text, struct mc_card *card)
{
	struct mc_str bare;

	mc_str_init(&bare, 64);
	if (mc_fold_bare(text, &bare)) {
		if (strcmp(bare.data, "nam") == 0) {
			card->sex = MC_SEX_MALE;
		} else if (strcmp(bare.data, "nu") == 0 || strcmp(bare.data, "n") == 0) {
			card->sex = MC_SEX_FEMALE;
		}
	}
	mc_str_done(&bare);
	return card->sex != MC_SEX_UNKNOWN;
}

static bool read_address(const char *text, struct mc_card *card)
{
	return MC_COPY(card->address, text) == 0;
}

static bool (*const readers[FIELDS])(const char *text, struct mc_card *card) = {
	read_number, read_cmnd, read_name, read_born, read_sex, read_address, read_issued,
};

static char *trim(char *text)
{
	size_t len;

	text += strspn(text, " ");
	len = strlen(text);
	while (len > 0 && text[len - 1] == ' ') {
		text[--len] = '\0';
	}
	return text;
}

/* Cut text at its bars. Past the seventh all stays together in *rest. */
static int split(char *text, char *fields[FIELDS], char **rest)
{
	int count = 0;

	*rest = NULL;
	while (text && count < FIELDS) {
		char *bar = strchr(text, '|');

		if (bar) {
			*bar++ = '\0';
		}
		fields[count++] = trim(text);
		text = bar;
	}
	*rest = text;
	return count;
}

static enum mc_code read_card(char *text, struct mc_card *card, struct mc_err *why)
{
	char *fields[FIELDS], *rest;
	int count = split(text, fields, &rest);

	if (count < FIELDS) {
		return mc_fail(why, MC_E_CARD_SHORT, "%d", count);
	}
	for (int i = 0; i < FIELDS; i++) {
		if (!readers[i](fields[i], card)) {
			return mc_fail(why, MC_E_CARD_FIELD, "%d", i + 1);
		}
	}
	if (rest) { /* never a reason to fail: what does not fit is not needed */
		(void)MC_COPY(card->rest, rest);
	}
	card->warnings = mc_pid_check(card->number, card->sex, &card->born);
	return MC_OK;
}

const char *mc_card_in(const char *text)
{
	const char *bar = strchr(text, '|'), *from = bar;

	if (!bar || !strchr(bar + 1, '|')) {
		return NULL;
	}
	while (from > text && bar - from < MC_PID_LEN - 1 && from[-1] >= '0' && from[-1] <= '9') {
		from--;
	}
	return from;
}

bool mc_card_may_lack_letters(const struct mc_card *card)
{
	for (const char *c = card->full_name; *c; c++) {
		if ((unsigned char)*c >= 0x80) {
			return false;
		}
	}
	return true;
}

enum mc_code mc_card_parse(const char *text, struct mc_card *ret, struct mc_err *why)
{
	struct mc_card card = {0};
	struct mc_str clean;
	enum mc_code code;

	mc_str_init(&clean, CARD_MAX);
	code = mc_text_clean(text, strlen(text), false, &clean, why);
	if (code == MC_E_TEXT_UTF8) {
		code = mc_fail(why, MC_E_CARD_TEXT, "UTF-8");
	} else if (code != MC_OK) {
		code = mc_fail(why, MC_E_CARD_FIELD, "longer than any card");
	} else {
		code = read_card(clean.data, &card, why);
	}
	mc_str_wipe(&clean);
	if (code == MC_OK) {
		*ret = card;
	}
	return code;
}

/* ddmmyyyy, 00 for what is not known; nothing for no date. */
static void put_date(struct mc_str *to, const struct mc_date *date)
{
	if (mc_date_is_set(date)) {
		mc_str_printf(to, "%02d%02d%04d", date->day, date->month, date->year);
	}
}

void mc_card_format(const struct mc_card *card, char *ret, size_t size)
{
	static const char *const sexes[] = {
		[MC_SEX_UNKNOWN] = "",
		[MC_SEX_MALE] = "Nam",
		[MC_SEX_FEMALE] = "Nữ",
	};
	struct mc_str text;

	mc_str_init(&text, CARD_MAX);
	mc_str_printf(&text, "%s|%s|%s|", card->number, card->cmnd, card->full_name);
	put_date(&text, &card->born);
	mc_str_printf(&text, "|%s|%s|", sexes[card->sex], card->address);
	put_date(&text, &card->issued);
	(void)mc_copy(ret, size, text.data);
	mc_str_wipe(&text);
}
