/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_queue.c - motcua queue list, show, retry, ledger. */

#include "app/app.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

enum { RECEIPT_MAX = 65536 };

enum mc_code cmd_queue_list(struct app *app, struct mc_err *why)
{
	enum mc_code code = app_open(app, why);

	return code ? code : app_rows(app, true, why);
}

/* ---- show */

/* Who has to act next, since when, and until when. */
static void show_turn(struct app *app, const struct mc_dossier_row *row)
{
	struct mc_desk_status status;
	char at[APP_TIME_LEN];

	app_pair(app, _("Waits for"), _(mc_dossier_turn(row)->text));
	app_pair(app, _("Since"), app_time(mc_dossier_turn_since(row), at));
	app_pair(app, _("Until"), app_time(row->deadline, at));
	if (mc_dossier_overdue(row, mc_clock_now())) {
		app_line(app, "%s", _("! It waits for more than a day. Without a link it can go by "
				      "stick: motcua queue export DIR."));
	}
	if (row->lost) {
		app_line(app, "! [%s] %s", mc_error_info(MC_E_GATEWAY_BEHIND)->code,
			 _(mc_error_info(MC_E_GATEWAY_BEHIND)->text));
	}
	mc_desk_status(app->desk, &status);
	if (mc_dossier_misses_news(row, &status)) {
		app_line(app, "! [%s] %s", mc_error_info(MC_E_NEWS_GAP)->code,
			 _(mc_error_info(MC_E_NEWS_GAP)->text));
	}
}

static enum mc_code show(struct app *app, const struct mc_dossier_row *row, struct mc_err *why)
{
	struct mc_str receipt;
	enum mc_code code;

	mc_str_init(&receipt, RECEIPT_MAX);
	code = mc_dossier_receipt(app->desk, row->id, &receipt, why);
	if (code == MC_E_NOT_FOUND) {
		code = MC_OK; /* none yet */
	}
	if (!code && app->json) {
		app_object(app, NULL);
		app_row_json(app, row);
		mc_jw_text(&app->w, "receipt", receipt.len ? receipt.data : NULL);
		if (mc_held_needs_action(row)) {
			mc_jw_text(&app->w, "action", _(mc_held_action(row)->text));
			mc_jw_bool(&app->w, "retry", mc_held_action(row)->retry);
		}
		code = app_linked(app, row, why);
		code = code ? code : app_said(app, row->id, why);
		mc_jw_object_end(&app->w);
	} else if (!code) {
		app_row_text(app, row);
		show_turn(app, row);
		if (row->cause) {
			app_line(app, "%s", _(mc_error_info(row->cause)->text));
		}
		if (row->refused) {
			app_line(app, "%s", _(mc_error_info(row->refused)->text));
		}
		if (mc_held_needs_action(row)) {
			app_line(app, "%s", _(mc_held_action(row)->text));
		}
		code = app_linked(app, row, why);
		code = code ? code : app_said(app, row->id, why);
	}
	mc_str_done(&receipt);
	if (code) {
		mc_str_reset(&app->out);
		mc_jw_init(&app->w, &app->out);
	}
	return code;
}

enum mc_code cmd_queue_show(struct app *app, struct mc_err *why)
{
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_dossier_row(app->desk, app->words[0], &row, why);
	}
	if (!code && !row.sealed_at) {
		code = mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(row.state));
	}
	return code ? code : show(app, &row, why);
}

/* ---- retry */
enum mc_code cmd_queue_retry(struct app *app, struct mc_err *why)
{
	struct mc_desk_status status;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_queue_retry(app->desk, app->word_count ? app->words[0] : NULL, why);
	}
	if (code) {
		return code;
	}
	mc_desk_status(app->desk, &status);
	if (app->json) {
		app_object(app, NULL);
		mc_jw_int(&app->w, "waiting", status.waiting);
		mc_jw_int(&app->w, "held", status.held);
		mc_jw_object_end(&app->w);
	} else {
		app_line(app, _("%d waiting, %d held; the courier tries now."), status.waiting,
			 status.held);
	}
	return MC_OK;
}

/* ---- ledger */

/* Beside the balance: they have no running numbers. */
static void ledger_supplements(struct app *app, const struct mc_queue_supplements *it)
{
	if (app->json) {
		app_object(app, "supplements");
		mc_jw_int(&app->w, "sealed", it->sealed);
		mc_jw_int(&app->w, "received", it->received);
		mc_jw_int(&app->w, "rejected", it->rejected);
		mc_jw_int(&app->w, "waiting", it->waiting);
		mc_jw_int(&app->w, "withdrawn", it->withdrawn);
		mc_jw_object_end(&app->w);
	} else if (it->sealed) {
		app_line(app,
			 _("supplements: %lld sealed, %lld received, %lld refused, %lld waiting, "
			   "%lld withdrawn"),
			 (long long)it->sealed, (long long)it->received, (long long)it->rejected,
			 (long long)it->waiting, (long long)it->withdrawn);
	}
}

/* Received or withdrawn, which stays true: each has the gateway's word. But it is not there any
 * more. */
static void ledger_lost(struct app *app, const struct mc_queue_lost *lost)
{
	char detail[APP_LOST_LEN];

	if (!lost->count) {
		return;
	}
	if (app->json) {
		app_object(app, "lost");
		mc_jw_int(&app->w, "dossiers", lost->dossiers);
		if (lost->dossiers) {
			mc_jw_int(&app->w, "first", lost->first);
			mc_jw_int(&app->w, "last", lost->last);
		}
		mc_jw_int(&app->w, "perhaps_supplements", lost->supplements);
		mc_jw_int(&app->w, "perhaps_withdrawals", lost->withdrawals);
		app_json_time(app, "since", lost->since);
		app_json_code(app, "code", MC_E_GATEWAY_BEHIND);
		mc_jw_object_end(&app->w);
		return;
	}
	app_lost(lost, detail, sizeof(detail));
	app_line(app, "! [%s] %s", mc_error_info(MC_E_GATEWAY_BEHIND)->code,
		 _(mc_error_info(MC_E_GATEWAY_BEHIND)->text));
	app_line(app, "  %s", detail);
}

enum mc_code cmd_queue_ledger(struct app *app, struct mc_err *why)
{
	struct mc_queue_ledger ledger = {0};
	struct mc_queue_lost lost = {0};
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_queue_ledger(app->desk, &ledger, why);
	}
	code = code ? code : mc_queue_lost(app->desk, &lost, NULL, why);
	if (code) {
		return code;
	}
	const struct {
		const char *key, *label;
		int64_t count;
	} rows[] = {
		{"created", N_("sealed"), ledger.created},
		{"received", N_("received"), ledger.received},
		{"rejected", N_("rejected"), ledger.rejected},
		{"waiting", N_("waiting"), ledger.waiting},
		{"held", N_("held"), ledger.held},
		{"bundled", N_("on a stick"), ledger.bundled},
		{"withdrawn", N_("withdrawn"), ledger.withdrawn},
	};

	if (app->json) {
		app_object(app, NULL);
	}
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		if (app->json) {
			mc_jw_int(&app->w, rows[i].key, rows[i].count);
		} else {
			app_cell(app, _(rows[i].label), 12);
			app_line(app, "%6lld", (long long)rows[i].count);
		}
	}
	ledger_supplements(app, &ledger.supplements);
	ledger_lost(app, &lost);
	if (app->json) {
		mc_jw_bool(&app->w, "balanced", ledger.balanced);
		if (ledger.first_missing) {
			mc_jw_int(&app->w, "first_missing", ledger.first_missing);
		}
		if (ledger.first_unproven) {
			mc_jw_int(&app->w, "first_unproven", ledger.first_unproven);
		}
		mc_jw_object_end(&app->w);
	} else {
		app_line(app, "%s", ledger.balanced ? _("balanced") : _("NOT BALANCED"));
	}
	return ledger.balanced ? MC_OK : app_unbalanced(&ledger, why);
}
