/* SPDX-License-Identifier: MPL-2.0 */
/* rows.c - dossiers as rows, what was said about one, what one still lacks. */

#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/desk/find.h"

enum { PAGE = 200, SAID_MAX = 1000, FOUND_MAX = 1 << 24 };

/* ---- one row */

static const struct mc_desk_status *status_of(struct app *app)
{
	if (!app->status_asked) {
		mc_desk_status(app->desk, &app->status);
		app->status_asked = true;
	}
	return &app->status;
}

/* When it is tried next, at the earliest; and how quick what is on its way is. */
static void progress_json(struct app *app, const struct mc_dossier_row *row)
{
	bool waits = row->state == MC_STATE_SEALED || row->state == MC_STATE_UPLOADING ||
		     row->state == MC_STATE_COMMITTING;
	int64_t link = waits ? status_of(app)->link_next_try : 0;

	app_json_time(app, "next_try", link > row->next_try ? link : row->next_try);
	app_json_code(app, "cause", row->cause);
	mc_jw_int(&app->w, "sent_bytes", row->sent_bytes);
	mc_jw_int(&app->w, "total_bytes", row->total_bytes);
	if (waits && row->state != MC_STATE_SEALED && !link && status_of(app)->rate) {
		mc_jw_int(&app->w, "rate", status_of(app)->rate);
	}
}

static void withdrawal_json(struct app *app, const struct mc_dossier_row *row)
{
	if (row->refused) {
		mc_jw_text(&app->w, "withdrawal", "refused");
		app_json_code(app, "withdrawal_cause", row->refused);
	} else if (row->withdrawing || row->state == MC_STATE_WITHDRAWN) {
		mc_jw_text(&app->w, "withdrawal", row->withdrawing ? "queued" : "done");
	}
}

void app_row_json(struct app *app, const struct mc_dossier_row *row)
{
	mc_jw_text(&app->w, "id", row->id);
	mc_jw_text_if(&app->w, "local_number", row->local_number);
	mc_jw_text_if(&app->w, "procedure", row->procedure);
	mc_jw_text(&app->w, "state", mc_state_name(row->state));
	mc_jw_text_if(&app->w, "official_number", row->official_number);
	mc_jw_time_if(&app->w, "created_at", row->created_at);
	mc_jw_time_if(&app->w, "state_at", row->state_at);
	app_due_json(app, row);
	mc_jw_text_if(&app->w, "supplements", row->supplements);
	if (row->verifying || row->unverified) {
		mc_jw_int(&app->w, "verifying", row->verifying);
		mc_jw_bool(&app->w, "unverified", row->unverified);
	}
	if (!row->sealed_at) {
		return;
	}
	if (row->seq) { /* a supplement has none */
		mc_jw_int(&app->w, "seq", row->seq);
	}
	app_json_time(app, "sealed_at", row->sealed_at);
	mc_jw_int(&app->w, "attempts", row->attempts);
	progress_json(app, row);
	mc_jw_bool(&app->w, "has_receipt", row->has_receipt);
	mc_jw_text(&app->w, "waits_for", mc_dossier_turn(row)->word);
	mc_jw_time_if(&app->w, "since", mc_dossier_turn_since(row));
	mc_jw_time_if(&app->w, "deadline", row->deadline);
	if (row->supplement[0]) {
		app_object(app, "supplement");
		mc_jw_text(&app->w, "id", row->supplement);
		mc_jw_text(&app->w, "state", mc_state_name(row->supplement_state));
		mc_jw_object_end(&app->w);
	}
	if (row->lost) {
		mc_jw_text(&app->w, "lost", mc_error_info(MC_E_GATEWAY_BEHIND)->code);
		mc_jw_text(&app->w, "lost_what", mc_dossier_lost_what(row));
	}
	if (row->receipt_bad) {
		mc_jw_bool(&app->w, "receipt_bad", true);
	}
	withdrawal_json(app, row);
}

static void withdrawal_text(const struct mc_dossier_row *row, struct mc_str *to)
{
	if (row->withdrawing) {
		mc_str_printf(to, ", %s", _("withdrawal queued"));
	} else if (row->refused) {
		mc_str_printf(to, ", %s [%s]", _("withdrawal refused"),
			      mc_error_info(row->refused)->code);
	}
}

void app_row_text(struct app *app, const struct mc_dossier_row *row)
{
	enum mc_code cause = row->lost ? MC_E_GATEWAY_BEHIND : row->cause;
	char at[APP_TIME_LEN], seq[24] = "";
	struct mc_str withdrawal, due;

	if (row->seq) {
		snprintf(seq, sizeof(seq), "%lld", (long long)row->seq);
	}
	app_cell(app, seq, 4);
	app_cell(app, row->local_number[0] ? row->local_number : row->id, 17);
	app_cell(app, app_time(row->state_at, at), 16);
	app_cell(app, row->subject, 24);
	mc_str_init(&withdrawal, 128);
	mc_str_init(&due, 512);
	withdrawal_text(row, &withdrawal);
	app_due_text(app, row, &due);
	app_line(app, "%s%s%s%s%s%s%s", _(mc_state_text(row->state)), cause ? " [" : "",
		 cause ? mc_error_info(cause)->code : "", cause ? "]" : "", withdrawal.data,
		 due.len ? ", " : "", due.data);
	mc_str_done(&withdrawal);
	mc_str_done(&due);
}

/* ---- all of them: a bare array */
static void add_rows(struct app *app, const struct mc_vec *rows)
{
	MC_VEC_EACH(rows, struct mc_dossier_row, row) {
		if (app->json) {
			app_object(app, NULL);
			app_row_json(app, row);
			mc_jw_object_end(&app->w);
		} else {
			app_row_text(app, row);
		}
	}
}

static enum mc_code add_page(struct app *app, bool queue_only, int offset, size_t *ret_count,
			     struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_dossier_row), PAGE);
	code = mc_dossier_list(app->desk, queue_only, offset, PAGE, &rows, why);
	add_rows(app, &rows);
	*ret_count = rows.len;
	mc_vec_done(&rows);
	return code;
}

/* No half list. */
static void end_rows(struct app *app, enum mc_code code)
{
	if (code) {
		mc_str_reset(&app->out);
		mc_jw_init(&app->w, &app->out);
	} else if (app->json) {
		mc_jw_array_end(&app->w);
	}
}

enum mc_code app_rows(struct app *app, bool queue_only, struct mc_err *why)
{
	size_t count;
	int offset = 0;
	enum mc_code code;

	if (app->json) {
		mc_jw_array(&app->w, NULL);
	}
	do {
		code = add_page(app, queue_only, offset, &count, why);
		offset += PAGE;
	} while (!code && count == PAGE);
	end_rows(app, code);
	return code;
}

/* ---- some of them */
static enum mc_code add_found(struct app *app, const struct mc_vec *numbers, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < numbers->len; i += PAGE) {
		int count = (int)(numbers->len - i < PAGE ? numbers->len - i : PAGE);
		struct mc_vec rows;

		mc_vec_init(&rows, sizeof(struct mc_dossier_row), PAGE);
		code = mc_dossier_rows(app->desk, mc_vec_at(numbers, i), count, &rows, why);
		add_rows(app, &rows);
		mc_vec_done(&rows);
	}
	return code;
}

enum mc_code app_found(struct app *app, const struct mc_find *find, struct mc_err *why)
{
	struct mc_vec numbers;
	enum mc_code code;

	mc_vec_init(&numbers, sizeof(int64_t), FOUND_MAX);
	code = mc_dossier_find(app->desk, find, &numbers, why);
	if (!code && app->json) {
		mc_jw_array(&app->w, NULL);
	}
	if (!code) {
		code = add_found(app, &numbers, why);
		end_rows(app, code);
	}
	mc_vec_done(&numbers);
	return code;
}

/* ---- what the gateway said */
static void said_json(struct app *app, const struct mc_dossier_said *it)
{
	mc_jw_object(&app->w, NULL);
	mc_jw_text(&app->w, "kind", it->kind);
	mc_jw_text(&app->w, "outcome", it->outcome);
	mc_jw_text_if(&app->w, "branch", it->branch);
	mc_jw_text_if(&app->w, "branch_outcome", it->branch_outcome);
	mc_jw_time_if(&app->w, "at", it->at);
	mc_jw_text_if(&app->w, "official_number", it->official_number);
	mc_jw_text_if(&app->w, "text", it->text);
	mc_jw_bool(&app->w, "verified", it->verified);
	mc_jw_text_if(&app->w, "kid", it->kid);
	mc_jw_object_end(&app->w);
}

static void said_text(struct app *app, const struct mc_dossier_said *it)
{
	char at[APP_TIME_LEN];

	app_line(app, "%s  %s  %s%s%s%s%s %s  %s", app_time(it->at, at),
		 it->outcome[0] ? it->outcome : it->kind, it->branch, it->branch[0] ? ": " : "",
		 it->branch_outcome, it->branch[0] ? "  " : "", it->official_number, it->text,
		 it->verified ? _("signature verified") : _("NOT VERIFIED"));
}

enum mc_code app_said(struct app *app, const char *id, struct mc_err *why)
{
	struct mc_vec said;
	enum mc_code code;

	mc_vec_init(&said, sizeof(struct mc_dossier_said), SAID_MAX);
	code = mc_dossier_said(app->desk, id, &said, why);
	if (!code && app->json) {
		mc_jw_array(&app->w, "said");
	}
	for (size_t i = 0; !code && i < said.len; i++) {
		(app->json ? said_json : said_text)(app, mc_vec_at(&said, i));
	}
	if (!code && app->json) {
		mc_jw_array_end(&app->w);
	}
	mc_vec_done(&said);
	return code;
}

/* ---- what is lacking */
static void put_problem(struct app *app, const char *field, const char *text, enum mc_code code,
			bool warns)
{
	if (!app->json) {
		app_line(app, warns ? _("  %s (unusual, it may be sent): %s") : "  %s: %s", field,
			 text);
		return;
	}
	mc_jw_object(&app->w, NULL);
	mc_jw_text(&app->w, "field", field);
	mc_jw_text(&app->w, "text", text);
	mc_jw_text(&app->w, "code", mc_error_info(code)->code);
	if (warns) {
		mc_jw_text(&app->w, "level", mc_rule_level_code(MC_RULE_WARN));
	}
	mc_jw_object_end(&app->w);
}

void app_problem(struct app *app, const char *field, const char *text, enum mc_code code)
{
	put_problem(app, field, text, code, false);
}

size_t app_problems(struct app *app, const struct mc_work *work)
{
	return app_problems_but(app, work, NULL);
}

size_t app_problems_but(struct app *app, const struct mc_work *work, const char *paper)
{
	struct mc_vec problems;
	size_t count;

	mc_work_problems(work, &problems);
	MC_VEC_EACH(&problems, struct mc_problem, it) {
		const struct mc_field *field =
			it->field < 0 ? NULL : mc_vec_at(&work->procedure->fields, (size_t)it->field);

		if (field || !paper || strcmp(paper, it->paper) != 0) {
			put_problem(app, field ? field->id : it->paper,
				    it->rule ? mc_label_text(&it->rule->text, mc_i18n_language())
					     : _(mc_error_info(it->code)->text),
				    it->code, it->warns);
		}
	}
	count = problems.len;
	mc_vec_done(&problems);
	return count;
}

enum mc_code app_unbalanced(const struct mc_queue_ledger *ledger, struct mc_err *why)
{
	if (ledger->first_missing) {
		return mc_fail(why, MC_E_STORE_CORRUPT, _("ledger: first number missing: %lld"),
			       (long long)ledger->first_missing);
	}
	return mc_fail(why, MC_E_STORE_CORRUPT, _("ledger: no valid signature for number %lld"),
		       (long long)ledger->first_unproven);
}
