/* SPDX-License-Identifier: MPL-2.0 */
/* page.c - rows of dossiers with their due dates, and of people, read as far as they are seen. */
#include "ui/page.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "ui/item_branches.h"

enum { ROWS_MAX = 200 };

void mc_page_init(struct mc_page *page)
{
	mc_vec_init(&page->rows, sizeof(struct mc_found_row), ROWS_MAX);
	mc_vec_init(&page->branches, MC_PAGE_BRANCH, ROWS_MAX);
	page->first = 0;
}

static void forget(struct mc_page *page)
{
	if (page->rows.len) {
		explicit_bzero(page->rows.items, page->rows.len * page->rows.size);
	}
	mc_vec_reset(&page->rows);
	mc_vec_reset(&page->branches);
}

void mc_page_done(struct mc_page *page)
{
	forget(page);
	mc_vec_done(&page->rows);
	mc_vec_done(&page->branches);
}

static void name_branches(struct mc_page *page, struct mc_desk *desk)
{
	MC_VEC_EACH(&page->rows, struct mc_found_row, row) {
		const char *branch = row->dossier.progress.branch;
		char *name = mc_vec_push(&page->branches);

		if (name && branch[0]) {
			mc_copy(name, MC_PAGE_BRANCH,
				mc_item_branch_label(mc_dossier_procedure(desk, row->dossier.id),
						     branch));
		}
	}
}

void mc_page_show(struct mc_page *page, struct mc_view *view, int rows, bool again,
		  mc_page_read read)
{
	int top = mc_list_top(&page->list, rows);
	int wanted = page->list.count - top < rows ? page->list.count - top : rows;
	struct mc_err why;

	page->list.page = rows;
	if (!again && page->first == top && (int)page->rows.len == wanted) {
		return;
	}
	forget(page);
	page->first = top;
	if (wanted > 0 && read(view, top, wanted, &page->rows, &why) != MC_OK) {
		mc_ui_fail(view->ui, why.code, &why);
	}
	if (page->names_branches) {
		name_branches(page, view->ui->desk);
	}
}

/* Of a row that is on the screen; "" for none. */
static const char *branch_of(const struct mc_page *page, int row)
{
	return page->names_branches ? mc_vec_at(&page->branches, (size_t)row) : "";
}

const struct mc_found_row *mc_page_current(const struct mc_page *page)
{
	int at = page->list.at - page->first;

	return page->list.count && at >= 0 ? mc_vec_at(&page->rows, (size_t)at) : NULL;
}

/* ---- drawing */

/* "26/11 17:00"; the year stands where it is another one. */
static void short_time(int64_t at, char ret[20])
{
	struct mc_local then = mc_time_local(at), now = mc_time_local(mc_clock_now());

	if (!at) {
		strcpy(ret, "-");
	} else if (then.year == now.year) {
		snprintf(ret, 20, "%02d/%02d %02d:%02d", then.day % 100, then.month % 100,
			 then.hour % 100, then.minute % 100);
	} else {
		snprintf(ret, 20, "%02d/%02d/%04d", then.day % 100, then.month % 100,
			 then.year % 10000);
	}
}

static const char *when_word(enum mc_due_when when)
{
	static const char *const words[MC_DUE_WHEN_COUNT] = {
		/* TRANSLATORS: width:8 - the due date of a dossier, in one column */
		[MC_DUE_NONE] = "",		  [MC_DUE_LATE] = N_("LATE"),
		/* TRANSLATORS: width:8 */
		[MC_DUE_TODAY] = N_("today"),
		/* TRANSLATORS: width:8 - due on the next working day */
		[MC_DUE_NEXT] = N_("next day"),
		/* TRANSLATORS: width:8 */
		[MC_DUE_WEEK] = N_("week"),
		/* TRANSLATORS: width:8 */
		[MC_DUE_LATER] = N_("later"),
		/* TRANSLATORS: width:8 - the clock stands */
		[MC_DUE_STOPPED] = N_("waits"),
	};

	return words[when][0] ? _(words[when]) : "";
}

void mc_page_head(struct mc_canvas *canvas, int row)
{
	/* TRANSLATORS: width:11 - column: when the dossier is due */
	mc_canvas_text(canvas, row, 2, 11, MC_STYLE_HEAD, _("due"));
	mc_canvas_text(canvas, row, 23, 17, MC_STYLE_HEAD, _("dossier"));
	mc_canvas_text(canvas, row, 41, 19, MC_STYLE_HEAD, _("person"));
	mc_canvas_text(canvas, row, 61, 19, MC_STYLE_HEAD, _("state"));
}

static void draw_person(const struct mc_person_row *person, struct mc_canvas *canvas, int at)
{
	const enum mc_style style = MC_STYLE_PLAIN;
	char born[MC_DATE_LEN], asked[20];

	mc_date_format(&person->born, born);
	short_time(person->asked_at, asked);
	/* TRANSLATORS: width:20 - a birth date in a list */
	mc_canvas_printf(canvas, at, 2, 20, style, _("born %s"), born);
	mc_canvas_text(canvas, at, 23, 17, style, person->number[0] ? person->number : person->cmnd);
	mc_canvas_text(canvas, at, 41, 19, style, person->full_name);
	/* TRANSLATORS: width:19 - when the register was last asked about a person */
	mc_canvas_printf(canvas, at, 61, 19, style, _("asked %s"), asked);
}

static void draw_dossier(const struct mc_page *page, const struct mc_dossier_row *row,
			 const char *branch, struct mc_canvas *canvas, int at)
{
	enum mc_due_when when = mc_row_when(&page->bounds, row);
	const enum mc_style style = MC_STYLE_PLAIN;
	const struct mc_progress *it = &row->progress;
	char due[20];

	short_time(mc_progress_shown(it), due);
	mc_canvas_text(canvas, at, 2, 11, style, due);
	/* * = provisional, holidays not all known, moved, or promised anew: said below */
	mc_canvas_text(canvas, at, 13, 1, style,
		       (it->due_at && (it->provisional || it->unsure || it->was_at)) ||
				       (mc_progress_due_at(it) && it->promised_at) ? "*" : " ");
	mc_canvas_text(canvas, at, 14, 9,
		       when == MC_DUE_LATE ? MC_STYLE_WARN : style, when_word(when));
	mc_canvas_text(canvas, at, 23, 17, style, row->local_number);
	mc_canvas_text(canvas, at, 41, 19, style, row->subject[0] ? row->subject : row->procedure);
	mc_canvas_text(canvas, at, 61, 19, style,
		       *branch ? branch : _(mc_state_text(row->state)));
}

void mc_page_draw(const struct mc_page *page, struct mc_canvas *canvas, int row, int rows)
{
	for (int i = 0; i < rows && i < (int)page->rows.len; i++) {
		const struct mc_found_row *it = mc_vec_at(&page->rows, (size_t)i);

		mc_canvas_fill(canvas, row + i, 0, 1, canvas->cols, MC_STYLE_PLAIN);
		if (it->person.asked_at) {
			draw_person(&it->person, canvas, row + i);
		} else {
			draw_dossier(page, &it->dossier, branch_of(page, i), canvas, row + i);
		}
		mc_list_mark(canvas, row + i, 0, page->first + i == page->list.at);
	}
}

/* ---- in sentences */

void mc_page_say(const struct mc_page *page, struct mc_canvas *canvas)
{
	const struct mc_found_row *row = mc_page_current(page);
	struct mc_str text;

	if (row) {
		mc_str_init(&text, 1024);
		if (row->person.asked_at) {
			mc_str_puts(&text, _("The register was asked about this person before. "
					     "Enter opens a new look-up, filled in; nothing is "
					     "asked before the purpose is given."));
		} else {
			mc_page_due(&page->bounds, &row->dossier,
				    branch_of(page, page->list.at - page->first), &text);
		}
		mc_view_preview(canvas, MC_PAGE_SAID, text.data);
		mc_str_done(&text);
	}
}

/* The branch's own date, and the whole's behind it. */
static void say_branch(const struct mc_progress *it, bool late, const char *branch,
		       struct mc_str *ret)
{
	char at[20];

	short_time(it->branch_due_at, at);
	mc_str_printf(ret, late ? _("%s: LATE, was due %s.") : _("%s: due %s."),
		      *branch ? branch : _("A branch of it"), at);
	if (it->stopped) {
		mc_str_printf(ret, " %s", _("Another branch waits for the citizen."));
	} else if (it->due_at) {
		short_time(it->due_at, at);
		mc_str_printf(ret, " ");
		mc_str_printf(ret, _("The whole: due %s."), at);
	}
}

void mc_page_due(const struct mc_due_bounds *bounds, const struct mc_dossier_row *row,
		 const char *branch, struct mc_str *ret)
{
	const struct mc_progress *it = &row->progress;
	enum mc_due_when when = mc_row_when(bounds, row);
	char at[20];

	if (when == MC_DUE_STOPPED) {
		mc_str_puts(ret, _("The clock stands: it waits for the citizen."));
	}
	if (it->branch[0]) {
		say_branch(it, when == MC_DUE_LATE, branch, ret);
	} else if (it->due_at) {
		short_time(it->due_at, at);
		mc_str_printf(ret, when == MC_DUE_LATE ? _("LATE: was due %s.") : _("Due %s."), at);
	}
	if (mc_progress_due_at(it) && it->promised_at) {
		short_time(it->promised_at, at);
		mc_str_printf(ret, " ");
		mc_str_printf(ret, _("With an apology promised for %s."), at);
	}
	if (it->due_at && it->provisional) {
		mc_str_printf(ret, " %s", _("Provisional: counted from the sealing, until the "
					    "receipt is here."));
	}
	if (it->due_at && it->unsure) {
		mc_str_printf(ret, " %s", _("The holidays of that year are not all announced."));
	}
	if (it->due_at && it->was_at) {
		short_time(it->was_at, at);
		mc_str_printf(ret, " ");
		mc_str_printf(ret, _("It was %s before a newer table of holidays came."), at);
	}
}
