/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cmd_verify.c - motcua verify: the residence in place of the household book.
 *
 * The system first; --way records another way of Decree 104/2022, article 14.
 */

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"

struct verified {
	enum mc_outcome outcome;
	enum mc_way way; /* tried; it counts only when the outcome is no failure */
	struct mc_err paper;
	bool paper_allowed;
	const struct mc_lookup *lookup; /* NULL for another way */
	struct mc_evidence_shown shown;
};

/* ---- printing */
static void print_json(struct app *app, const struct verified *it)
{
	bool failed = it->outcome == MC_OUTCOME_FAILURE;

	app_object(app, NULL);
	mc_jw_text(&app->w, "outcome", mc_outcome_code(it->outcome));
	mc_jw_text(&app->w, "way", failed ? NULL : mc_way_code(it->way));
	mc_jw_text(&app->w, "tried", mc_way_code(it->way));
	mc_jw_text(&app->w, "evidence", it->shown.jws.data);
	mc_jw_text(&app->w, "file", it->shown.file);
	mc_jw_text(&app->w, "evidence_id", it->shown.claims.id);
	mc_jw_text(&app->w, "kid", it->shown.kid);
	mc_jw_text_if(&app->w, "query_id", it->shown.claims.query_id);
	app_json_time(app, "taken_at",
		      it->lookup ? it->lookup->answer.taken_at : it->shown.claims.issued_at);
	mc_jw_text_if(&app->w, "residence", mc_residence_kind_code(it->shown.claims.residence));
	mc_jw_text_if(&app->w, "address", it->shown.claims.address);
	if (it->lookup && failed) {
		app_json_code(app, "cause", it->lookup->answer.cause);
	}
	mc_jw_bool(&app->w, "paper_allowed", it->paper_allowed);
	app_json_warnings(app, it->lookup ? it->lookup->query.warnings : 0);
	mc_jw_object_end(&app->w);
}

static void print_text(struct app *app, const struct verified *it)
{
	const struct mc_evidence *claims = &it->shown.claims;
	char at[APP_TIME_LEN];

	app_line(app, "%s", it->outcome == MC_OUTCOME_NO_MATCH ?
				    _(mc_error_info(MC_E_NO_MATCH)->text) :
				    _(mc_outcome_text(it->outcome)));
	app_pair(app, _("Way"), _(mc_way_text(it->way)));
	app_pair(app, _("Residence"), mc_evidence_lacks_residence(claims) ?
					      _(mc_residence_kind_text(MC_RESIDENCE_NONE)) :
					      claims->address);
	app_pair(app, _("Head of household"), claims->head.full_name);
	app_pair(app, _("At"), app_time(claims->issued_at, at));
	app_pair(app, _("Proof saved"), it->shown.file);
	if (claims->issuer == MC_ISSUER_TERMINAL) {
		app_line(app, _("Signed by this desk: the officer's own statement, no answer of the register."));
	}
	if (it->outcome != MC_OUTCOME_FOUND || mc_evidence_lacks_residence(claims)) {
		app_line(app, "%s", it->paper_allowed ? _("A paper may be asked for now.") :
							_(mc_error_info(it->paper.code)->text));
	}
}

static enum mc_code show(struct app *app, const struct mc_query *query, const char *evidence_id,
			 struct verified *it, struct mc_err *why)
{
	const char *number = query->number[0] ? query->number : query->cmnd;
	enum mc_code code;

	mc_evidence_shown_init(&it->shown);
	code = mc_evidence_show(app->desk, evidence_id, &it->shown, why);
	if (!code) {
		it->paper.code = mc_residence_paper_allowed(app->desk, number, &it->paper);
		it->paper_allowed = !it->paper.code;
		(app->json ? print_json : print_text)(app, it);
	}
	mc_evidence_shown_done(&it->shown);
	return code;
}

/* ---- the system */
static enum mc_code ask_register(struct app *app, struct mc_query *query, struct mc_err *why)
{
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));
	struct verified it = {.way = MC_WAY_SYSTEM, .lookup = lookup};
	enum mc_code code = app_ask(app, query, lookup, why);

	if (!code) {
		it.outcome = lookup->answer.outcome;
		code = show(app, query, lookup->evidence_id, &it, why);
	}
	if (!code) {
		code = app_outcome(lookup, why);
	}
	free(lookup);
	return code;
}

/* ---- another way */
static enum mc_code parse_way(const struct app *app, struct verified *ret, struct mc_err *why)
{
	const char *result = app->option[OPT_RESULT];

	ret->way = mc_way_parse(app->option[OPT_WAY]);
	if (ret->way == MC_WAY_NONE || ret->way == MC_WAY_SYSTEM) {
		return mc_fail(why, MC_E_USAGE, "%s", _("--way takes vneid, card_reader or other"));
	}
	if (result && !strcmp(result, "found")) {
		ret->outcome = MC_OUTCOME_FOUND;
	} else if (result && !strcmp(result, "failure")) {
		ret->outcome = MC_OUTCOME_FAILURE;
	} else {
		return mc_fail(why, MC_E_USAGE, "%s", _("--result takes found or failure"));
	}
	return MC_OK;
}

static enum mc_code state_other_way(struct app *app, struct mc_query *query, struct mc_err *why)
{
	struct verified it = {.lookup = NULL};
	char address[MC_TEXT_LEN] = "", id[MC_UUID_LEN];
	enum mc_code code = parse_way(app, &it, why);

	if (!code && app->option[OPT_ADDRESS]) {
		code = mc_text_clean_to(app->option[OPT_ADDRESS], address, sizeof(address), why);
	}
	if (!code) {
		code = mc_residence_state(app->desk, query, it.way, it.outcome, address, id, why);
	}
	return code ? code : show(app, query, id, &it, why);
}

enum mc_code cmd_verify(struct app *app, struct mc_err *why)
{
	struct mc_query query;
	enum mc_code code;

	if (!app->option[OPT_WAY] && (app->option[OPT_RESULT] || app->option[OPT_ADDRESS])) {
		return mc_fail(why, MC_E_USAGE, "%s", _("--result and --address go with --way"));
	}
	code = app_open(app, why);
	if (!code) {
		code = app_question(app, MC_QUERY_VERIFY, &query, why);
	}
	if (code) {
		return code;
	}
	return app->option[OPT_WAY] ? state_other_way(app, &query, why) :
				      ask_register(app, &query, why);
}
