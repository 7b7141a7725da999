/* SPDX-License-Identifier: MPL-2.0 */
/* procedure_words.c - the words that a procedure's file may use, and labels. */
#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/domain/procedure.h"
#include "motcua/text/text.h"

static const char *const field_kinds[] = {
#define X(name, code) [MC_FIELD_##name] = code,
	MC_FIELD_KINDS(X)
#undef X
};

static const char *const fee_kinds[] = {
#define X(name, code) [MC_FEE_##name] = code,
	MC_FEE_KINDS(X)
#undef X
};

static const char *const rule_kinds[] = {
#define X(name, code) [MC_RULE_##name] = code,
	MC_RULE_KINDS(X)
#undef X
};

static const char *const rule_levels[] = {
#define X(name, code) [MC_RULE_##name] = code,
	MC_RULE_LEVELS(X)
#undef X
};

static const char *const groups[] = {
#define X(name, code, text) [MC_GROUP_##name] = code,
	MC_GROUPS(X)
#undef X
};

static const char *const group_texts[] = {
#define X(name, code, text) [MC_GROUP_##name] = text,
	MC_GROUPS(X)
#undef X
};

static const char *const unit_kinds[] = {
#define X(name, code, text) [MC_UNIT_##name] = code,
	MC_UNIT_KINDS(X)
#undef X
};

static const char *const unit_kind_texts[] = {
#define X(name, code, text) [MC_UNIT_##name] = text,
	MC_UNIT_KINDS(X)
#undef X
};

/* Index of the code; count when it is none of them. */
static int find(const char *const *codes, size_t count, const char *code)
{
	size_t i = 0;

	while (i < count && strcmp(codes[i], code) != 0) {
		i++;
	}
	return (int)i;
}

#define WORDS(name, table)                                                                         \
	const char *mc_##name##_code(enum mc_##name value)                                         \
	{                                                                                          \
		return (size_t)value < MC_COUNT(table) ? (table)[value] : NULL;                    \
	}                                                                                          \
	enum mc_##name mc_##name##_parse(const char *code)                                         \
	{                                                                                          \
		return (enum mc_##name)find(table, MC_COUNT(table), code);                         \
	}

WORDS(field_kind, field_kinds)
WORDS(fee_kind, fee_kinds)
WORDS(rule_kind, rule_kinds)
WORDS(rule_level, rule_levels)
WORDS(group, groups)
WORDS(unit_kind, unit_kinds)

const char *mc_group_text(enum mc_group group)
{
	return group_texts[group];
}

const char *mc_unit_kind_text(enum mc_unit_kind kind)
{
	return unit_kind_texts[kind];
}

const char *mc_label_text(const struct mc_label *label, const char *language)
{
	const char *text = label->vi;

	if (language && strncmp(language, "en", 2) == 0 && label->en) {
		text = label->en;
	}
	return text ? text : "";
}

int mc_label_width(const struct mc_label *label)
{
	int vi = mc_text_width(label->vi ? label->vi : "");
	int en = mc_text_width(label->en ? label->en : "");

	return vi > en ? vi : en;
}

/* ---- conditions and codes */

static bool is_one_of(const char *list, const char *text)
{
	size_t len = strlen(text);

	for (const char *one = list; one;) {
		size_t one_len = strcspn(one, "|");

		if (one_len == len && strncmp(one, text, len) == 0) {
			return true;
		}
		one = one[one_len] ? one + one_len + 1 : NULL;
	}
	return false;
}

bool mc_condition_matches(const struct mc_condition *condition, const char *text)
{
	if (strcmp(condition->value, "*") == 0) {
		return text[0] != '\0';
	}
	return is_one_of(condition->value, text);
}

/* "1.001193.000.00.00.H56" -> the length of "1.001193". */
static size_t two_groups(const char *code)
{
	size_t first = strcspn(code, ".");

	return code[first] ? first + 1 + strcspn(code + first + 1, ".") : first;
}

bool mc_procedure_code_equal(const char *a, const char *b)
{
	size_t len = two_groups(a);

	return len > 0 && len == two_groups(b) && strncmp(a, b, len) == 0;
}
