/* SPDX-License-Identifier: MPL-2.0 */
/* value.c - one row per kind of field: how to read it, how long it may be, how to show it. */
#include "domain/value.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/date.h"
#include "motcua/domain/person.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

typedef enum mc_code reader(const struct mc_field *field, const char *text, struct mc_str *ret,
			    struct mc_err *why);
typedef void shower(const struct mc_field *field, const char *text, const char *language,
		    struct mc_str *ret);

static enum mc_code misfit(const struct mc_field *field, struct mc_err *why)
{
	return mc_fail(why, MC_E_FIELD_VALUE, "%s", field->id);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- reading */

static enum mc_code read_text(const struct mc_field *field, const char *text, struct mc_str *ret,
			      struct mc_err *why)
{
	(void)field;
	(void)why;
	mc_str_puts(ret, text);
	return MC_OK;
}

/* The comma that parts what was not typed in front or behind goes. */
static enum mc_code read_address(const struct mc_field *field, const char *text,
				 struct mc_str *ret, struct mc_err *why)
{
	size_t len;

	text += strspn(text, " ,");
	for (len = strlen(text); len > 0 && strchr(" ,", text[len - 1]); len--) {
	}
	if (len == 0) {
		return misfit(field, why);
	}
	mc_str_add(ret, text, len);
	return MC_OK;
}

static enum mc_code read_name(const struct mc_field *field, const char *text, struct mc_str *ret,
			      struct mc_err *why)
{
	enum mc_code code = mc_name_check(text, why);

	return code == MC_OK ? read_text(field, text, ret, why) : code;
}

static enum mc_code read_id_number(const struct mc_field *field, const char *text,
				   struct mc_str *ret, struct mc_err *why)
{
	char number[MC_PID_LEN];
	enum mc_code code = mc_pid_parse(text, number, NULL, why);

	return code == MC_OK ? read_text(field, number, ret, why) : code;
}

static enum mc_code read_date(const struct mc_field *field, const char *text, struct mc_str *ret,
			      struct mc_err *why)
{
	char iso[MC_DATE_LEN];
	struct mc_date date;
	enum mc_code code = mc_date_parse(text, &date, why);

	if (code != MC_OK) {
		return code;
	}
	mc_date_format_iso(&date, iso);
	return read_text(field, iso, ret, why);
}

/* Digits, without zeros before them. */
static enum mc_code put_digits(const struct mc_field *field, const char *digits, size_t most,
			       struct mc_str *ret, struct mc_err *why)
{
	size_t len = strspn(digits, "0123456789");

	if (len == 0 || digits[len] != '\0' || len > most) {
		return misfit(field, why);
	}
	while (*digits == '0' && digits[1]) {
		digits++;
	}
	mc_str_puts(ret, digits);
	return MC_OK;
}

/* Within what the field allows: at least `least`, at most `most`. */
static enum mc_code put_number(const struct mc_field *field, const char *digits, size_t most,
			       struct mc_str *ret, struct mc_err *why)
{
	int64_t number = strtoll(digits, NULL, 10);

	if (number < field->least || (field->most && number > field->most)) {
		return misfit(field, why);
	}
	return put_digits(field, digits, most, ret, why);
}

static enum mc_code read_integer(const struct mc_field *field, const char *text,
				 struct mc_str *ret, struct mc_err *why)
{
	return put_number(field, text, 9, ret, why);
}

static enum mc_code read_rows(const struct mc_field *field, const char *text, struct mc_str *ret,
			      struct mc_err *why)
{
	struct mc_str digits;
	enum mc_code code;

	mc_str_init(&digits, 40);
	code = put_digits(field, text, 3, &digits, why);
	if (code == MC_OK && strtol(digits.data, NULL, 10) > field->rows_max) {
		code = mc_fail(why, MC_E_ROWS_FULL, "%s: at most %d", field->id, field->rows_max);
	}
	if (code == MC_OK) {
		mc_str_puts(ret, digits.data);
	}
	mc_str_done(&digits);
	return code;
}

/* The file itself is the value: it is chosen, not typed. */
static enum mc_code read_nothing(const struct mc_field *field, const char *text,
				 struct mc_str *ret, struct mc_err *why)
{
	(void)text;
	(void)ret;
	return misfit(field, why);
}

/* "1.500.000", "1,500,000", "1 500 000", "1500000": a separator stands before
 * three digits, so that "25.5" is not taken for 255 dong. */
static enum mc_code read_money(const struct mc_field *field, const char *text, struct mc_str *ret,
			       struct mc_err *why)
{
	char digits[32];
	size_t len = 0;

	for (; *text && len + 1 < sizeof(digits); text++) {
		if (is_digit(*text)) {
			digits[len++] = *text;
		} else if (len == 0 || !strchr("., ", *text) ||
			   strspn(text + 1, "0123456789") != 3) {
			return misfit(field, why);
		}
	}
	digits[len] = '\0';
	return *text ? misfit(field, why) : put_number(field, digits, 15, ret, why);
}

static enum mc_code read_choice(const struct mc_field *field, const char *text, struct mc_str *ret,
				struct mc_err *why)
{
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		if (strcmp(choice->value, text) == 0) {
			return read_text(field, text, ret, why);
		}
	}
	/* somebody who types the words means the entry */
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		if (mc_fold_same_name(mc_label_text(&choice->label, "vi"), text) ||
		    mc_fold_same_name(mc_label_text(&choice->label, "en"), text)) {
			return read_text(field, choice->value, ret, why);
		}
	}
	return mc_fail(why, MC_E_FIELD_CHOICE, "%s", field->id);
}

static const struct {
	const char *value, *vi, *en;
} yes_no[] = {
	{"yes", "Có", "Yes"},
	{"no", "Không", "No"},
};

static enum mc_code read_yes_no(const struct mc_field *field, const char *text, struct mc_str *ret,
				struct mc_err *why)
{
	for (size_t i = 0; i < MC_COUNT(yes_no); i++) {
		if (mc_fold_same_name(yes_no[i].vi, text) ||
		    mc_fold_same_name(yes_no[i].en, text)) {
			return read_text(field, yes_no[i].value, ret, why);
		}
	}
	return mc_fail(why, MC_E_FIELD_CHOICE, "%s", field->id);
}

/* 8 to 15 digits (E.164), a "+" before them allowed, separators taken out. */
static enum mc_code read_phone(const struct mc_field *field, const char *text, struct mc_str *ret,
			       struct mc_err *why)
{
	char digits[17];
	size_t len = 0, count;

	if (*text == '+') {
		digits[len++] = *text++;
	}
	for (; *text; text++) {
		if (strchr(" .-()", *text)) {
			continue;
		}
		if (!is_digit(*text) || len + 1 == sizeof(digits)) {
			return misfit(field, why);
		}
		digits[len++] = *text;
	}
	digits[len] = '\0';
	count = strlen(digits) - (digits[0] == '+');
	if (count < 8 || count > 15) {
		return misfit(field, why);
	}
	return read_text(field, digits, ret, why);
}

/* Only what is surely wrong is refused: the mail system knows the rest. */
static enum mc_code read_email(const struct mc_field *field, const char *text, struct mc_str *ret,
			       struct mc_err *why)
{
	const char *at = strchr(text, '@');
	size_t len = strlen(text);

	if (!at || at == text || strchr(at + 1, '@') || strchr(text, ' ') || at[1] == '.' ||
	    !strchr(at + 1, '.') || text[len - 1] == '.' || strstr(at, "..")) {
		return misfit(field, why);
	}
	return read_text(field, text, ret, why);
}

/* ---- showing */

static void show_text(const struct mc_field *field, const char *text, const char *language,
		      struct mc_str *ret)
{
	(void)field;
	(void)language;
	mc_str_puts(ret, text);
}

static void show_date(const struct mc_field *field, const char *text, const char *language,
		      struct mc_str *ret)
{
	char shown[MC_DATE_LEN];
	struct mc_date date;

	if (mc_date_parse_iso(text, &date, NULL) != MC_OK) {
		show_text(field, text, language, ret);
		return;
	}
	mc_date_format(&date, shown);
	mc_str_puts(ret, shown);
}

static void show_choice(const struct mc_field *field, const char *text, const char *language,
			struct mc_str *ret)
{
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		if (strcmp(choice->value, text) == 0) {
			mc_str_puts(ret, mc_label_text(&choice->label, language));
			return;
		}
	}
	show_text(field, text, language, ret);
}

static void show_yes_no(const struct mc_field *field, const char *text, const char *language,
			struct mc_str *ret)
{
	bool english = language && strncmp(language, "en", 2) == 0;

	for (size_t i = 0; i < MC_COUNT(yes_no); i++) {
		if (strcmp(yes_no[i].value, text) == 0) {
			mc_str_puts(ret, english ? yes_no[i].en : yes_no[i].vi);
			return;
		}
	}
	show_text(field, text, language, ret);
}

/* 25.000: a dot before every third digit, in both languages. */
static void show_money(const struct mc_field *field, const char *text, const char *language,
		       struct mc_str *ret)
{
	size_t len = strlen(text);

	if (strspn(text, "0123456789") != len) {
		show_text(field, text, language, ret);
		return;
	}
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0) {
			mc_str_putc(ret, '.');
		}
		mc_str_putc(ret, text[i]);
	}
}

/* ---- the table */

static const struct kind {
	reader *read;
	shower *show;
	size_t most;  /* letters */
	bool folding; /* compared as names are */
} kinds[MC_FIELD_KIND_COUNT] = {
	[MC_FIELD_TEXT] = {read_text, show_text, 200, true},
	[MC_FIELD_PARAGRAPH] = {read_text, show_text, 2000, false},
	[MC_FIELD_NAME] = {read_name, show_text, MC_NAME_LETTERS, true},
	[MC_FIELD_ID_NUMBER] = {read_id_number, show_text, 40, false},
	[MC_FIELD_INTEGER] = {read_integer, show_text, 9, false},
	[MC_FIELD_DATE] = {read_date, show_date, 40, false},
	[MC_FIELD_CHOICE] = {read_choice, show_choice, 200, false},
	[MC_FIELD_YES_NO] = {read_yes_no, show_yes_no, 200, false},
	[MC_FIELD_ADDRESS] = {read_address, show_text, 200, true},
	[MC_FIELD_PHONE] = {read_phone, show_text, 40, false},
	[MC_FIELD_EMAIL] = {read_email, show_text, 254, false},
	[MC_FIELD_MONEY] = {read_money, show_money, 40, false},
	[MC_FIELD_ROWS] = {read_rows, show_text, 9, false},
	[MC_FIELD_ATTACHMENT] = {read_nothing, show_text, 200, false},
};

enum mc_code mc_value_canonical(const struct mc_field *field, const char *text, struct mc_str *ret,
				struct mc_err *why)
{
	const struct kind *kind = &kinds[field->kind];
	size_t most = field->max > 0 ? (size_t)field->max : kind->most;

	if (mc_utf8_count(text) > most) {
		return mc_fail(why, MC_E_TEXT_LONG, "%s: at most %zu", field->id, most);
	}
	return kind->read(field, text, ret, why);
}

bool mc_value_same(const struct mc_field *field, const char *a, const char *b)
{
	return strcmp(a, b) == 0 || (kinds[field->kind].folding && mc_fold_same_name(a, b));
}

void mc_value_display(const struct mc_field *field, const char *text, const char *language,
		      struct mc_str *ret)
{
	kinds[field->kind].show(field, text, language, ret);
}
