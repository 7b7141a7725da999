/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cmd_verify_later.c - motcua dossier verify, and what became of such verifications.
 *
 * It is queued like a dossier and goes out as soon as the link allows; nobody waits for it here.
 */

#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/verification.h"

enum { ROLES_MAX = 200, DIFFERENCES_MAX = 2000 };

/* ---- shown with a dossier */

static const char *outcome_word(const struct mc_verification *it)
{
	return it->outcome ? mc_outcome_code(it->outcome) : "queued";
}

static enum mc_code differs_json(struct app *app, const struct mc_verification *of,
				 struct mc_err *why)
{
	struct mc_vec all;
	enum mc_code code;

	mc_vec_init(&all, sizeof(struct mc_difference), DIFFERENCES_MAX);
	code = mc_verification_differs(app->desk, of->query_id, &all, why);
	mc_jw_array(&app->w, "differs");
	MC_VEC_EACH(&all, struct mc_difference, it) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "field", it->field);
		mc_jw_text(&app->w, "value", it->value.text);
		mc_jw_text_if(&app->w, "from", mc_provenance_code(it->value.from));
		mc_jw_text(&app->w, "register", it->value.register_text);
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
	mc_differences_done(&all);
	return code;
}

static enum mc_code one_json(struct app *app, const struct mc_verification *it, struct mc_err *why)
{
	enum mc_code code;

	mc_jw_object(&app->w, NULL);
	mc_jw_text(&app->w, "role", it->role);
	mc_jw_text(&app->w, "query_id", it->query_id);
	mc_jw_text(&app->w, "outcome", outcome_word(it));
	mc_jw_time_if(&app->w, "queued_at", it->queued_at);
	mc_jw_time_if(&app->w, "until", it->until);
	mc_jw_time_if(&app->w, "ended_at", it->ended_at);
	if (it->cause) {
		app_json_code(app, "cause", it->cause);
	}
	mc_jw_text_if(&app->w, "evidence_id", it->evidence_id);
	mc_jw_bool(&app->w, "needs_you", mc_verification_needs_you(it));
	code = differs_json(app, it, why);
	mc_jw_object_end(&app->w);
	return code;
}

static enum mc_code one_text(struct app *app, const struct mc_verification *it)
{
	char at[APP_TIME_LEN];

	if (it->outcome == MC_OUTCOME_NONE) {
		app_line(app, _("%s: the verification waits for the link, until %s"), it->role,
			 app_time(it->until, at));
	} else {
		app_line(app, "%s: %s  %s", it->role, _(mc_outcome_text(it->outcome)),
			 app_time(it->ended_at, at));
	}
	if (it->to_settle) {
		app_line(app, "  %s", _("The register says something else than the dossier."));
	}
	return MC_OK;
}

enum mc_code app_verifications(struct app *app, const char *id, struct mc_err *why)
{
	struct mc_vec all;
	enum mc_code code;

	mc_vec_init(&all, sizeof(struct mc_verification), ROLES_MAX);
	code = mc_dossier_verifications(app->desk, id, &all, why);
	if (app->json && all.len) {
		mc_jw_array(&app->w, "verifications");
	}
	MC_VEC_EACH(&all, struct mc_verification, it) {
		code = code ? code : app->json ? one_json(app, it, why) : one_text(app, it);
	}
	if (app->json && all.len) {
		mc_jw_array_end(&app->w);
	}
	mc_vec_done(&all);
	return code;
}

/* ---- dossier verify */

static enum mc_code take_card(struct app *app, struct mc_work *work, struct mc_err *why)
{
	struct mc_card card;
	enum mc_code code;

	if (!app->option[OPT_CARD]) {
		return MC_OK;
	}
	code = mc_card_parse(app->option[OPT_CARD], &card, why);
	code = code ? code : mc_work_fill_card(work, app->words[1], &card, NULL, why);
	explicit_bzero(&card, sizeof(card));
	return code;
}

static enum mc_code print(struct app *app, const struct mc_work *work, struct mc_err *why)
{
	enum mc_code code;

	if (app->json) {
		app_object(app, NULL);
		mc_jw_text(&app->w, "id", work->id);
		mc_jw_text(&app->w, "local_number", work->local_number);
	}
	code = app_verifications(app, work->id, why);
	if (app->json) {
		mc_jw_object_end(&app->w);
	}
	return code;
}

enum mc_code cmd_dossier_verify(struct app *app, struct mc_err *why)
{
	struct mc_work *work = NULL;
	enum mc_code code = app_open(app, why);

	code = code ? code : mc_work_open(app->desk, app->words[0], &work, why);
	code = code ? code : take_card(app, work, why);
	code = code ? code : mc_work_verify_later(work, app->words[1], NULL, NULL, why);
	code = code ? code : print(app, work, why);
	if (code) {
		mc_str_reset(&app->out);
		mc_jw_init(&app->w, &app->out);
	}
	mc_work_close(work);
	return code;
}
