/* SPDX-License-Identifier: MPL-2.0 */
/*
 * queue_draw.c - the queue on the screen: finite states, tries and the next try on the row; of
 * the focused one all that is known; the balance at the bottom.
 */
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/text/text.h"
#include "ui/queue_view.h"

enum { EXTRA_MAX = 6 };

static const char *state_text(const struct mc_dossier_row *row)
{
	/* TRANSLATORS: width:18 - a withdrawal is asked for and not yet signed */
	return row->withdrawing ? _("being taken back") : _(mc_state_text(row->state));
}

/* Columns that the numbers on the screen take beyond four: the names have so many less then. */
static int extra_of(const struct mc_vec *rows)
{
	int64_t highest = 0;
	int extra = 0;

	MC_VEC_EACH(rows, struct mc_dossier_row, row) {
		highest = row->seq > highest ? row->seq : highest;
	}
	for (; highest > 9999 && extra < EXTRA_MAX; highest /= 10) {
		extra++;
	}
	return extra;
}

static void draw_row(const struct mc_dossier_row *row, struct mc_canvas *canvas, int at, int extra,
		     bool focused)
{
	bool overdue = mc_dossier_overdue(row, mc_clock_now());
	const enum mc_style style = overdue || row->lost ? MC_STYLE_WARN : MC_STYLE_PLAIN;
	char next[16];

	mc_view_time(row->next_try, next);
	mc_canvas_fill(canvas, at, 0, 1, canvas->cols, style);
	/* never by colour alone: what waits for more than a day is marked, too */
	mc_canvas_text(canvas, at, 1, 1, style,
		       overdue || row->unverified || row->lost ? "!" : " ");
	if (row->seq) {
		mc_canvas_printf(canvas, at, 2, 4 + extra, style, "%lld", (long long)row->seq);
	} else {
		/* TRANSLATORS: width:4 - stands for the number that a supplement does not have */
		mc_canvas_text(canvas, at, 2, 4, style, _("supp"));
	}
	mc_canvas_text(canvas, at, 7 + extra, 18, style, row->local_number);
	mc_canvas_text(canvas, at, 25 + extra, 20 - extra, style, row->subject);
	mc_canvas_text(canvas, at, 46, 18, style, state_text(row));
	mc_canvas_printf(canvas, at, 65, 3, style, "%d", row->attempts);
	mc_canvas_text(canvas, at, 69, 11, style, next);
	mc_list_mark(canvas, at, 0, focused);
}

/* A dossier is lost by its number; of what has none it is not sure. */
static const char *lost_text(const struct mc_dossier_row *row)
{
	if (row->supplements[0]) {
		/* TRANSLATORS: width:67 - behind "! [NET-21] "; F1 has more room for it */
		return N_("PERHAPS THE PROVINCE LOST IT: call it; Ctrl-R says what to do.");
	}
	if (mc_state_bucket(row->state) == MC_BUCKET_WITHDRAWN) {
		/* TRANSLATORS: width:67 - behind "! [NET-21] "; F1 has more room for it */
		return N_("PERHAPS NOT WITHDRAWN there any more: Ctrl-R says what to do.");
	}
	/* TRANSLATORS: width:67 - behind "! [NET-21] "; F1 has more room for it */
	return N_("THE PROVINCE HAS LOST IT: call it; Ctrl-R says what to do.");
}

/* The focused row in full: state, bytes, tries, cause, next try (R6, R9). */
static void draw_detail(const struct mc_view *view, const struct mc_dossier_row *row,
			struct mc_canvas *canvas)
{
	const struct mc_queue_balance *moving = &((struct mc_queue_state *)view->state)->balance;
	enum mc_bucket bucket = mc_state_bucket(row->state);
	char next[16];
	struct mc_str text;

	mc_view_time(row->next_try, next);
	mc_str_init(&text, 2048);
	mc_str_puts(&text, state_text(row)); /* the item shows both */
	mc_str_printf(&text, _("; sent %lld of %lld bytes; tries %d"), (long long)row->sent_bytes,
		      (long long)row->total_bytes, row->attempts);
	if (moving->rate[0] && !strcmp(moving->flow.id, row->id)) {
		mc_str_printf(&text, "; %s", moving->rate);
	}
	if (next[0]) {
		mc_str_printf(&text, _("; next try %s"), next);
	}
	if (mc_progress_shown(&row->progress)) {
		mc_view_time(mc_progress_shown(&row->progress), next);
		mc_str_printf(&text, _("; due %s"), next);
	}
	if (row->lost && (bucket == MC_BUCKET_RECEIVED || bucket == MC_BUCKET_WITHDRAWN)) {
		mc_str_printf(&text, "\n! [%s] %s", mc_error_info(MC_E_GATEWAY_BEHIND)->code,
			      _(lost_text(row)));
	} else if (mc_dossier_overdue(row, mc_clock_now())) {
		mc_str_printf(&text, "\n%s", _("! WAITS FOR MORE THAN A DAY: F2 writes it to a stick"));
	} else if (row->unverified) {
		mc_str_printf(&text, "\n%s", _("! A VERIFICATION NEEDS YOU: Enter says what to do."));
	} else if (row->verifying) {
		mc_str_printf(&text, "\n");
		mc_str_printf(&text, P_("%d verification waits for the link.",
					"%d verifications wait for the link.", row->verifying),
			      row->verifying);
	} else if (mc_dossier_misses_news(row, &view->ui->status)) {
		/* TRANSLATORS: width:67 - behind "! [NET-20] "; F1 has more room for it */
		mc_str_printf(&text, "\n! [%s] %s", mc_error_info(MC_E_NEWS_GAP)->code,
			      _("A WORD OF THE PROVINCE IS MISSING: it may be further than shown."));
	} else if (row->refused) {
		/* TRANSLATORS: width:69 - behind "[DOS-09] " */
		mc_str_printf(&text, "\n[%s] %s", mc_error_info(row->refused)->code,
			      _("It was not taken back: it stands at the province. Enter says why."));
	} else if (!mc_held_needs_action(row) && row->cause == MC_OK) {
		mc_str_printf(&text, "\n%s", _(mc_dossier_turn(row)->text));
	}
	if (mc_held_needs_action(row)) { /* Enter shows the cause's own words too */
		mc_str_printf(&text, "\n[%s] %s", mc_error_info(row->cause)->code,
			      _(mc_held_action(row)->screen));
	} else if (row->cause != MC_OK) {
		mc_str_printf(&text, "\n[%s] %s", mc_error_info(row->cause)->code,
			      mc_view_error(row->cause));
	}
	mc_view_preview(canvas, MC_QUEUE_DETAIL, text.data);
	mc_str_done(&text);
}

static void draw_ledger(const struct mc_queue_ledger *ledger, struct mc_canvas *canvas, int row)
{
	struct mc_str text;

	mc_str_init(&text, 512);
	if (!ledger->balanced) {
		mc_str_printf(&text, _("! DOES NOT BALANCE: number %lld is not accounted for. "),
			      (long long)(ledger->first_missing ? ledger->first_missing :
								  ledger->first_unproven));
	}
	mc_str_printf(&text,
		      /* TRANSLATORS: width:112 - the balance of the queue; with the two
		       * words behind it two lines of 78 columns at most */
		      _("created %lld = received %lld + rejected %lld + waiting %lld + held %lld + "
			"bundled %lld + withdrawn %lld"),
		      (long long)ledger->created, (long long)ledger->received,
		      (long long)ledger->rejected, (long long)ledger->waiting,
		      (long long)ledger->held, (long long)ledger->bundled,
		      (long long)ledger->withdrawn);
	if (ledger->balanced) {
		/* TRANSLATORS: width:14 */
		mc_str_printf(&text, "  %s", _("[balanced]"));
	}
	/* TRANSLATORS: width:24 */
	mc_str_printf(&text, "%s%s", mc_text_width(text.data) > 78 ? "  " : "\n",
		      _("F7: slip of the day"));
	mc_canvas_wrap(canvas, row, 1, 2, 78, ledger->balanced ? MC_STYLE_HEAD : MC_STYLE_WARN,
		       text.data);
	mc_str_done(&text);
}

static void draw_head(struct mc_canvas *canvas, int extra)
{
	mc_canvas_text(canvas, 1, 2, 4, MC_STYLE_HEAD, _("no."));
	mc_canvas_text(canvas, 1, 7 + extra, 18, MC_STYLE_HEAD, _("dossier"));
	mc_canvas_text(canvas, 1, 25 + extra, 20 - extra, MC_STYLE_HEAD, _("person"));
	mc_canvas_text(canvas, 1, 46, 18, MC_STYLE_HEAD, _("state"));
	/* TRANSLATORS: width:3 - number of tries */
	mc_canvas_text(canvas, 1, 65, 3, MC_STYLE_HEAD, _("try"));
	mc_canvas_text(canvas, 1, 69, 11, MC_STYLE_HEAD, _("next try"));
}

static void draw_list(const struct mc_view *view, struct mc_canvas *canvas, int rows)
{
	const struct mc_queue_rows *it = &((struct mc_queue_state *)view->state)->rows;
	const struct mc_dossier_row *current = mc_queue_rows_current(it);
	int extra = extra_of(&it->rows);

	draw_head(canvas, extra);
	for (int i = 0; i < rows && i < (int)it->rows.len; i++) {
		draw_row(mc_vec_at(&it->rows, (size_t)i), canvas, MC_QUEUE_TOP + i, extra,
			 it->first + i == it->list.at);
	}
	if (!it->list.count) {
		mc_canvas_text(canvas, MC_QUEUE_TOP, 2, 76, MC_STYLE_QUIET,
			       mc_seek_nothing(&it->seek, _("Nothing was sent yet.")));
		mc_canvas_cursor(canvas, MC_QUEUE_TOP, 0);
	} else if (current) {
		draw_detail(view, current, canvas);
	}
}

void mc_queue_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct mc_queue_state *s = view->state;
	int rows = MC_QUEUE_ROWS(canvas->rows);

	draw_list(view, canvas, rows);
	mc_seek_draw(&s->rows.seek, canvas, MC_QUEUE_TOP + rows, s->rows.list.count);
	if (s->balance.counted) {
		draw_ledger(&s->balance.ledger, canvas, MC_QUEUE_TOP + rows + 1);
	} else {
		mc_canvas_text(canvas, MC_QUEUE_TOP + rows + 1, 1, 78, MC_STYLE_QUIET,
			       /* TRANSLATORS: width:78 - in the place of the balance */
			       _("The signatures are being verified; the balance stands here then."));
	}
}
