/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_find.c - motcua dossier list, board, postpone. */

#include <ctype.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/find.h"
#include "motcua/text/text.h"

/* ---- list */
static enum mc_code usage(const char *option, const char *value, struct mc_err *why)
{
	return mc_fail(why, MC_E_USAGE, _("%s does not take '%.40s'"), option, value);
}

static enum mc_code read_state(const char *text, struct mc_find *ret, struct mc_err *why)
{
	char name[24];
	size_t i = 0;

	for (; i < sizeof(name) - 1 && text[i]; i++) {
		name[i] = (char)toupper((unsigned char)text[i]);
	}
	name[i] = '\0';
	ret->state = mc_state_parse(name);
	return ret->state ? MC_OK : usage("--state", text, why);
}

static enum mc_code read_due(const char *text, struct mc_find *ret, struct mc_err *why)
{
	ret->due = mc_due_when_parse(text);
	if (ret->due || (!mc_date_parse(text, &ret->due_on, NULL) && mc_date_is_set(&ret->due_on))) {
		return MC_OK;
	}
	return usage("--due", text, why);
}

static enum mc_code read_find(const struct app *app, struct mc_find *ret, struct mc_err *why)
{
	const char *const *option = app->option;
	enum mc_code code = MC_OK;

	if (option[OPT_FIND]) {
		code = mc_text_clean_to(option[OPT_FIND], ret->text, sizeof(ret->text), why);
	}
	if (!code && option[OPT_PROCEDURE] &&
	    mc_copy(ret->procedure, sizeof(ret->procedure), option[OPT_PROCEDURE])) {
		code = usage("--procedure", option[OPT_PROCEDURE], why);
	}
	if (!code && option[OPT_STATE]) {
		code = read_state(option[OPT_STATE], ret, why);
	}
	if (!code && option[OPT_DUE]) {
		code = read_due(option[OPT_DUE], ret, why);
	}
	if (!code && option[OPT_DAY]) {
		code = mc_date_parse(option[OPT_DAY], &ret->day, why);
	}
	return code;
}

enum mc_code cmd_dossier_list(struct app *app, struct mc_err *why)
{
	static const enum app_option filters[] = { OPT_FIND, OPT_PROCEDURE, OPT_STATE, OPT_DUE,
						   OPT_DAY };
	struct mc_find find = {.text = ""};
	bool some = false;
	enum mc_code code = read_find(app, &find, why);

	for (size_t i = 0; i < MC_COUNT(filters); i++) {
		some |= app->option[filters[i]] != NULL;
	}
	if (!code) {
		code = app_open(app, why);
	}
	if (!code) {
		code = some ? app_found(app, &find, why) : app_rows(app, false, why);
	}
	explicit_bzero(&find, sizeof(find));
	return code;
}

/* ---- board */
static const enum mc_due_when order[] = { MC_DUE_LATE, MC_DUE_TODAY, MC_DUE_NEXT,
					  MC_DUE_WEEK, MC_DUE_LATER, MC_DUE_STOPPED };

static void board_json(struct app *app, const struct mc_board *board)
{
	app_object(app, NULL);
	for (size_t i = 0; i < MC_COUNT(order); i++) {
		mc_jw_int(&app->w, mc_due_when_code(order[i]), board->count[order[i]]);
	}
	mc_jw_int(&app->w, "total", board->total);
	mc_jw_object_end(&app->w);
}

static void board_text(struct app *app, const struct mc_board *board)
{
	for (size_t i = 0; i < MC_COUNT(order); i++) {
		app_line(app, "%6lld  %s", (long long)board->count[order[i]],
			 _(mc_due_when_text(order[i])));
	}
}

/* Numbers for scripts; for people those that press, too. */
static enum mc_code board_rows(struct app *app, const struct mc_board *board, struct mc_err *why)
{
	int64_t pressing = board->count[MC_DUE_LATE] + board->count[MC_DUE_TODAY] +
			   board->count[MC_DUE_NEXT];
	int limit = pressing < 200 ? (int)pressing : 200;
	struct mc_vec due;
	enum mc_code code;

	mc_vec_init(&due, sizeof(struct mc_found_row), 200);
	code = mc_dossier_due(app->desk, 0, limit, &due, why);
	MC_VEC_EACH(&due, struct mc_found_row, it) {
		struct mc_dossier_row row = {.state = MC_STATE_NONE};

		code = code ? code : mc_dossier_row(app->desk, it->dossier.id, &row, why);
		if (!code) { /* all of it, with the date that this row is for */
			row.progress = it->dossier.progress;
			app_row_text(app, &row);
		}
		explicit_bzero(&row, sizeof(row));
	}
	mc_vec_done(&due);
	return code;
}

enum mc_code cmd_dossier_board(struct app *app, struct mc_err *why)
{
	struct mc_board board = {.total = 0};
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_dossier_board(app->desk, &board, why);
	}
	if (code) {
		return code;
	}
	(app->json ? board_json : board_text)(app, &board);
	return app->json ? MC_OK : board_rows(app, &board, why);
}

/* ---- postpone */
enum mc_code cmd_dossier_postpone(struct app *app, struct mc_err *why)
{
	const char *until = app->option[OPT_UNTIL], *reason = app->option[OPT_REASON];
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	struct mc_date day = {0};
	enum mc_code code;

	if (!until || !reason) {
		return mc_fail(why, MC_E_USAGE, _("%s is missing"),
			       until ? "--reason TEXT" : "--until DATE");
	}
	code = mc_date_parse(until, &day, why);
	if (!code) {
		code = app_open(app, why);
	}
	if (!code) {
		code = mc_dossier_postpone(app->desk, app->words[0], &day, reason, why);
	}
	if (!code) {
		code = mc_dossier_row(app->desk, app->words[0], &row, why);
	}
	if (code) {
		return code;
	}
	if (app->json) {
		app_object(app, NULL);
		app_row_json(app, &row);
		mc_jw_object_end(&app->w);
	} else {
		app_row_text(app, &row);
	}
	explicit_bzero(&row, sizeof(row));
	return MC_OK;
}
