/* SPDX-License-Identifier: MPL-2.0 */
/* query.c - a question to the register, filled from what a citizen showed. */
#include "motcua/domain/query.h"

#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"

static const struct outcome {
	const char *code, *text;
} outcomes[] = {
	[MC_OUTCOME_NONE] = {"", N_("not asked")},
	[MC_OUTCOME_FOUND] = {"found", N_("found in the register")},
	[MC_OUTCOME_NO_MATCH] = {"no_match", N_("no such person in the register")},
	[MC_OUTCOME_FAILURE] = {"service_failure", N_("the register could not be asked")},
};

const char *mc_outcome_code(enum mc_outcome outcome)
{
	return outcomes[outcome].code;
}

enum mc_outcome mc_outcome_parse(const char *code)
{
	for (size_t i = 1; i < MC_COUNT(outcomes); i++) {
		if (strcmp(code, outcomes[i].code) == 0) {
			return (enum mc_outcome)i;
		}
	}
	return MC_OUTCOME_NONE;
}

const char *mc_outcome_text(enum mc_outcome outcome)
{
	return outcomes[outcome].text;
}

/* ---- filling it */

void mc_query_from_card(struct mc_query *query, const struct mc_card *card)
{
	(void)MC_COPY(query->number, card->number);
	query->cmnd[0] = '\0'; /* the register wants one number, and the new one is better */
	(void)MC_COPY(query->full_name, card->full_name);
	query->born = card->born;
	query->warnings = card->warnings;
}

void mc_query_from_mrz(struct mc_query *query, const struct mc_mrz *mrz)
{
	(void)MC_COPY(query->number, mrz->number);
	query->cmnd[0] = '\0';
	query->born = mrz->born;
	query->warnings = mc_pid_check(mrz->number, mrz->sex, &mrz->born);
	/* Without accents it is good enough as a key to ask with (the register compares
	 * such names bare), never as a value: fields take the name from the answer. */
	if (!mc_mrz_name_agrees(mrz, query->full_name)) {
		(void)MC_COPY(query->full_name, mrz->name);
	}
}

static enum mc_code read_name(const char *text, char *ret, size_t size, struct mc_err *why)
{
	enum mc_code code = mc_text_clean_to(text, ret, size, why);

	if (code == MC_E_TEXT_LONG) {
		return mc_fail(why, MC_E_NAME, "too long");
	}
	return code != MC_OK || ret[0] == '\0' ? code : mc_name_check(ret, why);
}

/* The register knows whole dates and years; a month without its day asks by year. */
static enum mc_code read_born(const char *text, struct mc_date *ret, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	if (text[strspn(text, " \t\r\n")] != '\0') {
		code = mc_date_parse(text, ret, why);
	}
	if (code == MC_OK && !mc_date_is_full(ret)) {
		ret->month = 0;
	}
	return code;
}

/* A name or date that is NULL or empty stays empty: mc_query_check() asks for it. */
enum mc_code mc_query_from_typed(struct mc_query *query, const char *number, const char *name,
				 const char *born, struct mc_err *why)
{
	char digits[MC_PID_LEN], full_name[MC_NAME_LEN];
	struct mc_date date = {0};
	enum mc_id_kind kind;
	enum mc_code code = mc_pid_parse(number, digits, &kind, why);

	if (code == MC_OK) {
		code = read_name(name ? name : "", full_name, sizeof(full_name), why);
	}
	if (code == MC_OK) {
		code = read_born(born ? born : "", &date, why);
	}
	if (code != MC_OK) {
		return code;
	}
	(void)MC_COPY(query->number, kind == MC_ID_PID ? digits : "");
	(void)MC_COPY(query->cmnd, kind == MC_ID_CMND ? digits : "");
	(void)MC_COPY(query->full_name, full_name);
	query->born = date;
	query->warnings = mc_pid_check(query->number, MC_SEX_UNKNOWN, &date);
	return MC_OK;
}

enum mc_code mc_query_check(const struct mc_query *query, struct mc_err *why)
{
	char number[MC_PID_LEN];
	enum mc_id_kind kind;

	if (mc_pid_parse(query->officer.number, number, &kind, NULL) != MC_OK ||
	    kind != MC_ID_PID) {
		return mc_fail(why, MC_E_OFFICER, "number");
	}
	if (!query->procedure[0] || !query->purpose[0]) {
		return mc_fail(why, MC_E_PURPOSE, "%s",
			       query->procedure[0] ? "purpose" : "procedure");
	}
	if (!query->number[0] == !query->cmnd[0] || !query->full_name[0] ||
	    !mc_date_is_set(&query->born)) {
		return mc_fail(why, MC_E_NOT_A_PERSON, "number, name or birth date");
	}
	return MC_OK;
}
