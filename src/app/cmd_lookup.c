/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_lookup.c - motcua lookup: a person and the household, as the register has them. */

#include <stdlib.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/wire/person.h"

/* ---- for scripts */
static void json_address(struct app *app, const char *key, const struct mc_address *address)
{
	char text[MC_TEXT_LEN];

	if (mc_address_is_set(address)) {
		mc_address_format(address, text, sizeof(text));
		mc_jw_text(&app->w, key, text);
	}
}

static void json_person(struct app *app, const struct mc_answer *answer)
{
	const struct mc_person *person = &answer->person;
	enum mc_residence_kind kind;
	const struct mc_address *residence = mc_person_residence(person, &kind);

	mc_jw_object(&app->w, "person");
	mc_jw_text(&app->w, "number", person->number);
	mc_jw_text_if(&app->w, "cmnd", person->cmnd);
	mc_jw_text_if(&app->w, "old_number", person->old_number);
	mc_jw_text(&app->w, "full_name", person->full_name);
	app_json_date(app, "born", &person->born);
	app_json_date(app, "died", &person->died);
	mc_jw_text(&app->w, "sex", mc_sex_code(person->sex));
	json_address(app, "permanent_address", &person->permanent);
	json_address(app, "temporary_address", &person->temporary);
	json_address(app, "current_address", &person->current);
	if (residence) {
		mc_jw_text_if(&app->w, "residence_kind", mc_residence_kind_code(kind));
		json_address(app, "residence_address", residence);
	}
	mc_jw_text_if(&app->w, "relation_to_head", person->relation_to_head);
	mc_household_write(&app->w, "household", &answer->household);
	mc_person_write(&app->w, "record", person);
	mc_jw_object_end(&app->w);
}

static void print_json(struct app *app, const struct mc_lookup *lookup)
{
	const struct mc_answer *answer = &lookup->answer;

	app_object(app, NULL);
	mc_jw_text(&app->w, "outcome", mc_outcome_code(answer->outcome));
	mc_jw_text(&app->w, "query_id", lookup->query.id);
	app_json_time(app, "taken_at", answer->taken_at);
	if (answer->outcome == MC_OUTCOME_FOUND) {
		json_person(app, answer);
	} else {
		mc_jw_null(&app->w, "person");
	}
	if (answer->outcome == MC_OUTCOME_FAILURE) {
		app_json_code(app, "cause", answer->cause);
	}
	app_json_warnings(app, lookup->query.warnings);
	mc_jw_object_end(&app->w);
}

/* ---- for people */
static void print_household(struct app *app, const struct mc_household *household)
{
	char born[MC_DATE_LEN];

	app_pair(app, _("Head of household"), household->head.full_name);
	if (household->head_status != MC_HEAD_PRESENT) {
		app_pair(app, _("The head"), _(mc_head_status_text(household->head_status)));
	}
	for (int i = 0; i < household->member_count; i++) {
		const struct mc_member *member = &household->members[i];

		mc_date_format(&member->born, born);
		app_cell(app, "", 0);
		app_cell(app, member->full_name, 32);
		app_cell(app, born, 10);
		app_line(app, "%s", member->relation);
	}
}

static void print_person(struct app *app, const struct mc_answer *answer)
{
	const struct mc_person *person = &answer->person;
	enum mc_residence_kind kind;
	const struct mc_address *residence = mc_person_residence(person, &kind);
	char born[MC_DATE_LEN], died[MC_DATE_LEN], address[MC_TEXT_LEN], taken[APP_TIME_LEN];

	mc_date_format(&person->born, born);
	mc_date_format(&person->died, died);
	app_pair(app, _("Name"), person->full_name);
	app_pair(app, _("Number"), person->number);
	app_pair(app, _("Old number"), person->old_number);
	app_pair(app, _("CMND"), person->cmnd);
	app_pair(app, _("Born"), born);
	app_pair(app, _("Died"), died);
	app_pair(app, _("Sex"), _(mc_sex_text(person->sex)));
	if (residence) {
		mc_address_format(residence, address, sizeof(address));
		app_line(app, "%s (%s): %s", _("Residence"), _(mc_residence_kind_text(kind)), address);
	}
	if (answer->household.id[0]) {
		print_household(app, &answer->household);
	}
	app_pair(app, _("Taken from the register at"), app_time(answer->taken_at, taken));
}

static void print_text(struct app *app, const struct mc_lookup *lookup)
{
	if (lookup->answer.outcome == MC_OUTCOME_FOUND) {
		print_person(app, &lookup->answer);
	} else if (lookup->answer.outcome == MC_OUTCOME_NO_MATCH) {
		app_line(app, "%s", _(mc_error_info(MC_E_NO_MATCH)->text));
	} else {
		app_line(app, "%s", _(mc_outcome_text(lookup->answer.outcome)));
	}
}

enum mc_code cmd_lookup(struct app *app, struct mc_err *why)
{
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));
	struct mc_query query;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = app_question(app, MC_QUERY_LOOKUP, &query, why);
	}
	if (!code) {
		code = app_ask(app, &query, lookup, why);
	}
	if (!code) {
		(app->json ? print_json : print_text)(app, lookup);
		code = app_outcome(lookup, why);
	}
	free(lookup);
	return code;
}
