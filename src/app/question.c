/* SPDX-License-Identifier: MPL-2.0 */
/*
 * question.c - what lookup and verify share: the question from the command line,
 * the waiting, the warnings.
 */

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/domain/card_qr.h"
#include "motcua/domain/mrz.h"
#include "motcua/text/text.h"

/* Every look-up names its procedure and purpose, and the officer who answers for it. */
static enum mc_code need_reason(struct app *app, struct mc_query *query, struct mc_err *why)
{
	const char *code_text = app->option[OPT_PROCEDURE], *purpose = app->option[OPT_PURPOSE];
	const struct mc_procedure *procedure;
	enum mc_code code;

	if (!code_text || !*code_text || !purpose || !*purpose) {
		return mc_fail(why, MC_E_PURPOSE, "%s",
			       code_text && *code_text ? "--purpose" : "--procedure");
	}
	code = mc_text_clean_to(purpose, query->purpose, sizeof(query->purpose), why);
	if (!code && !query->purpose[0]) {
		code = mc_fail(why, MC_E_PURPOSE, "--purpose");
	}
	if (!code) {
		query->officer = *mc_desk_officer(app->desk);
		code = query->officer.number[0] ? MC_OK : mc_fail(why, MC_E_OFFICER, NULL);
	}
	if (!code) {
		code = mc_desk_procedure(app->desk, code_text, &procedure, why);
	}
	if (!code) {
		MC_COPY(query->procedure, procedure->code);
	}
	return code;
}

/* ---- the three ways to say who */
static enum mc_code from_card(struct mc_query *query, const char *text, struct mc_err *why)
{
	struct mc_card card;
	enum mc_code code = mc_card_parse(text, &card, why);

	if (!code) {
		mc_query_from_card(query, &card);
	}
	return code;
}

/* The lines carry no accents: --name may say the name as the register has it. */
static enum mc_code from_mrz(struct app *app, struct mc_query *query, const char *text,
			     struct mc_err *why)
{
	const char *name = app->option[OPT_NAME];
	struct mc_mrz mrz;
	enum mc_code code = mc_mrz_parse(text, &mrz, why);

	if (!code && name) {
		code = mc_text_clean_to(name, query->full_name, sizeof(query->full_name), why);
	}
	if (!code && name) {
		code = mc_name_check(query->full_name, why);
	}
	if (!code) {
		mc_query_from_mrz(query, &mrz);
	}
	if (!code && name && !mc_mrz_name_agrees(&mrz, name)) {
		code = mc_fail(why, MC_E_NAME, "--name is not the name in the card's lines");
	}
	return code;
}

static enum mc_code from_text(struct app *app, struct mc_query *query, const char *text,
			      struct mc_err *why)
{
	return app->option[OPT_CARD] ? from_card(query, text, why) :
				       from_mrz(app, query, text, why);
}

/* A scanner or another program hands it over on standard input. */
static enum mc_code from_stdin(struct app *app, struct mc_query *query, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, 4096);
	code = app_stdin(&text, why);
	if (!code && memchr(text.data, '\0', text.len)) {
		code = mc_fail(why, MC_E_TEXT_UTF8, "a NUL byte");
	}
	while (text.len && strchr("\r\n", text.data[text.len - 1])) {
		text.data[--text.len] = '\0';
	}
	if (!code) {
		code = from_text(app, query, text.data, why);
	}
	mc_str_wipe(&text);
	return code;
}

/* --card TEXT, --mrz=TEXT, and "--mrz TEXT", which getopt leaves among the words. */
static enum mc_code who(struct app *app, struct mc_query *query, struct mc_err *why)
{
	const char *card = app->option[OPT_CARD], *mrz = app->option[OPT_MRZ];
	const char *word = app->word_count ? app->words[0] : NULL;
	const char *text = card ? card : mrz && !*mrz && word ? word : mrz;

	if ((card && (mrz || word)) || (mrz && *mrz && word)) {
		return mc_fail(why, MC_E_USAGE, "%s", _("either a number, or --card, or --mrz"));
	}
	if (!text && !word) {
		return mc_fail(why, MC_E_USAGE, "%s", _("a number, --card or --mrz is missing"));
	}
	if (!text) {
		return mc_query_from_typed(query, word, app->option[OPT_NAME],
					   app->option[OPT_BORN], why);
	}
	if (!strcmp(text, "-") || (mrz && !*text)) {
		return from_stdin(app, query, why);
	}
	return from_text(app, query, text, why);
}

/* ---- warnings: said, never in the way */
enum { WARNINGS = 3 };

static const struct {
	unsigned bit;
	const char *code;
} warning_codes[WARNINGS] = {
	{MC_PID_PREFIX_UNKNOWN, "prefix_unknown"},
	{MC_PID_SEX_DIFFERS, "sex_differs"},
	{MC_PID_YEAR_DIFFERS, "year_differs"},
};

static void warn(unsigned warnings)
{
	for (int i = 0; i < WARNINGS; i++) {
		if (warnings & warning_codes[i].bit) {
			app_talk(_("warning: %s"), _(mc_pid_warning(warning_codes[i].bit)));
		}
	}
}

void app_json_warnings(struct app *app, unsigned warnings)
{
	mc_jw_array(&app->w, "warnings");
	for (int i = 0; i < WARNINGS; i++) {
		if (warnings & warning_codes[i].bit) {
			mc_jw_object(&app->w, NULL);
			mc_jw_text(&app->w, "code", warning_codes[i].code);
			mc_jw_text(&app->w, "text", _(mc_pid_warning(warning_codes[i].bit)));
			mc_jw_object_end(&app->w);
		}
	}
	mc_jw_array_end(&app->w);
}

enum mc_code app_question(struct app *app, enum mc_query_kind kind, struct mc_query *ret,
			  struct mc_err *why)
{
	enum mc_code code;

	memset(ret, 0, sizeof(*ret));
	ret->kind = kind;
	code = need_reason(app, ret, why);
	if (!code) {
		code = who(app, ret, why);
	}
	if (!code) {
		code = mc_query_check(ret, why);
	}
	if (!code) {
		warn(ret->warnings);
	}
	return code;
}

/* ---- asking */
static enum mc_code wait_seconds(const struct app *app, int *ret, struct mc_err *why)
{
	const char *text = app->option[OPT_WAIT];
	char *end;
	long seconds;

	*ret = 0;
	if (!text) {
		return MC_OK;
	}
	seconds = strtol(text, &end, 10);
	if (!*text || *end || seconds < 1 || seconds > 600) {
		return mc_fail(why, MC_E_USAGE, "%s", _("--wait takes 1 to 600 seconds"));
	}
	*ret = (int)seconds;
	return MC_OK;
}

enum mc_code app_ask(struct app *app, struct mc_query *query, struct mc_lookup *ret,
		     struct mc_err *why)
{
	const struct mc_person *person = &ret->answer.person;
	unsigned warnings = query->warnings;
	int seconds;
	enum mc_code code = wait_seconds(app, &seconds, why);

	if (!code) {
		code = mc_lookup_wait(app->desk, query, seconds, ret, why);
	}
	if (!code && ret->answer.outcome == MC_OUTCOME_FOUND) {
		ret->query.warnings = mc_pid_check(person->number, person->sex, &person->born);
		warn(ret->query.warnings & ~warnings);
	}
	if (!code) {
		ret->query.warnings |= warnings;
	}
	return code;
}

enum mc_code app_outcome(const struct mc_lookup *lookup, struct mc_err *why)
{
	enum mc_code cause = lookup->answer.cause;

	if (lookup->answer.outcome != MC_OUTCOME_FAILURE) {
		return MC_OK;
	}
	return cause && cause != MC_E_NO_ANSWER ?
		       mc_fail(why, MC_E_NO_ANSWER, "[%s] %s", mc_error_info(cause)->code,
			       _(mc_error_info(cause)->text)) :
		       mc_fail(why, MC_E_NO_ANSWER, NULL);
}
