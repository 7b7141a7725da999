/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pick_procedure.c - the catalogue as a list to choose from: by group, whoever else than
 * the commune decides named, a damaged one with its fault; typing searches in all of it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "motcua/base/clock.h"
#include "motcua/desk/catalogue.h"
#include "motcua/text/text.h"
#include "ui/view.h"

enum { ROW_MAX = 1024 };

struct rows {
	char **texts, **also; /* also: as found by another code, or in the other language; or NULL */
	int *answers; /* index in the catalogue; -1 = a heading */
	int count, at;
};

/* Since its day and everywhere: else it is told by F1, and to whoever looks for the code. */
static bool is_replaced(const struct mc_procedure *procedure)
{
	const struct mc_succession *by = &procedure->replaced_by;
	struct mc_date today = mc_date_of_instant(mc_clock_now());

	return by->code && !by->where.vi && mc_date_compare(&by->from, &today) <= 0;
}

static void put_codes(const struct mc_procedure *procedure, bool all, struct mc_str *ret)
{
	if (all && procedure->replaces.code) {
		/* TRANSLATORS: in a row of a list, behind a procedure's code; width:20 */
		mc_str_printf(ret, _("(was %s)"), procedure->replaces.code);
		mc_str_puts(ret, " ");
	}
	if (procedure->replaced_by.code && (all || is_replaced(procedure))) {
		/* TRANSLATORS: in a row of a list, behind a procedure's code; width:20 */
		mc_str_printf(ret, _("(new: %s)"), procedure->replaced_by.code);
		mc_str_puts(ret, " ");
	}
}

/* all: with the codes of before and after, as the row is found by them. */
static void put_row(const struct mc_catalog_entry *entry, bool all, const char *title,
		    struct mc_str *ret)
{
	const struct mc_procedure *procedure = entry->procedure;

	mc_str_printf(ret, "%s  ", entry->code);
	if (!procedure) {
		/* what is wrong in it is the administrator's: motcua catalog check */
		mc_str_puts(ret, _("(damaged file: tell the administrator)"));
		return;
	}
	put_codes(procedure, all, ret);
	if (procedure->unit_kind != MC_UNIT_COMMUNE) {
		mc_str_printf(ret, "[%s] ", _(mc_unit_kind_text(procedure->unit_kind)));
	}
	mc_str_puts(ret, title);
}

static const char *title_shown(const struct mc_catalog_entry *entry)
{
	return entry->procedure ? mc_view_label(&entry->procedure->title) : "";
}

static char *row_of(const struct mc_catalog_entry *entry)
{
	struct mc_str row;

	mc_str_init(&row, ROW_MAX);
	put_row(entry, false, title_shown(entry), &row);
	return mc_str_take(&row, NULL);
}

static bool has_codes(const struct mc_catalog_entry *entry)
{
	return entry->procedure &&
	       (entry->procedure->replaces.code || entry->procedure->replaced_by.code);
}

/* In the language that the list is not in: a citizen's paper and an officer's habit name a
 * procedure as the decision does, whatever the screens speak. NULL: there is none. */
static const char *other_title(const struct mc_catalog_entry *entry)
{
	const struct mc_label *title = entry->procedure ? &entry->procedure->title : NULL;

	if (!title) {
		return NULL;
	}
	return mc_view_label(title) == title->vi ? title->en : title->vi;
}

/* A line for each other way to find it; NULL for none. */
static char *also_of(const struct mc_catalog_entry *entry)
{
	const char *other = other_title(entry);
	struct mc_str rows;

	mc_str_init(&rows, 2 * ROW_MAX);
	if (has_codes(entry)) {
		put_row(entry, true, title_shown(entry), &rows);
	}
	if (other) {
		mc_str_puts(&rows, rows.len ? "\n" : "");
		put_row(entry, false, other, &rows); /* the codes would push its words out of sight */
	}
	return mc_str_take(&rows, NULL);
}

static void add(struct rows *rows, char *text, char *also, int answer)
{
	rows->also[rows->count] = also;
	rows->texts[rows->count] = text;
	rows->answers[rows->count++] = answer;
}

static bool is_in(const struct mc_catalog_entry *entry, enum mc_group group)
{
	return entry->procedure ? entry->procedure->group == group : group == MC_GROUP_OTHER;
}

/* The others last. */
static enum mc_group listed(int place)
{
	return (enum mc_group)((place + 1) % MC_GROUP_COUNT);
}

static void add_group(struct rows *rows, struct mc_ui *ui, enum mc_group group, const char *code)
{
	int count = (int)mc_desk_procedure_count(ui->desk), before = rows->count;

	for (int i = 0; i < count; i++) {
		const struct mc_catalog_entry *entry = mc_desk_procedure_at(ui->desk, (size_t)i);

		if (!is_in(entry, group)) {
			continue;
		}
		if (rows->count == before) {
			add(rows, mc_strdup(_(mc_group_text(group))), NULL, -1);
		}
		if (mc_procedure_code_equal(entry->code, code)) {
			rows->at = rows->count;
		}
		add(rows, row_of(entry), also_of(entry), i);
	}
}

static void help(struct mc_ui *ui, int answer)
{
	const struct mc_catalog_entry *entry = mc_desk_procedure_at(ui->desk, (size_t)answer);

	if (entry && entry->procedure) {
		mc_ui_help(ui, "%s", mc_view_label(&entry->procedure->title));
		mc_ui_help_procedure(ui, entry->procedure);
	}
}

/* "Procedure - catalogue of 28/11/2026", so that whoever wonders about a fee sees how old it is. */
static void title_of(const struct mc_ui *ui, char *ret, size_t size)
{
	char date[MC_DATE_LEN];
	bool shipped;
	struct mc_date day = mc_desk_catalogue_date(ui->desk, &shipped);

	mc_date_format(&day, date);
	if (!*date) {
		snprintf(ret, size, "%s", _("Procedure"));
	} else if (shipped) {
		/* TRANSLATORS: width:66 - the title of a list; with a date of ten columns */
		snprintf(ret, size, _("Procedure - catalogue of %s"), date);
	} else {
		/* TRANSLATORS: width:66 - likewise */
		snprintf(ret, size, _("Procedure - catalogue of %s, signed by the gateway"), date);
	}
}

void mc_ui_pick_procedure(struct mc_ui *ui, int tag, const char *code)
{
	size_t most = mc_desk_procedure_count(ui->desk) + MC_GROUP_COUNT;
	char title[160];
	struct rows rows = { .texts = mc_calloc(most, sizeof(char *)),
			     .also = mc_calloc(most, sizeof(char *)),
			     .answers = mc_calloc(most, sizeof(int)) };

	title_of(ui, title, sizeof(title));
	for (int place = 0; place < MC_GROUP_COUNT; place++) {
		add_group(&rows, ui, listed(place), code);
	}
	if (!rows.count) {
		mc_ui_fail(ui, MC_E_CATALOG_EMPTY, NULL);
	} else {
		mc_ui_open(ui, MC_VIEW_PICK, tag,
			   &(union mc_view_arg){ .pick = { .title = title,
							   .rows = (const char *const *)rows.texts,
							   .also = (const char *const *)rows.also,
							   .answers = rows.answers,
							   .help = help,
							   .count = rows.count,
							   .at = rows.at } });
	}
	while (rows.count > 0) {
		free(rows.texts[--rows.count]);
		free(rows.also[rows.count]);
	}
	free(rows.texts);
	free(rows.also);
	free(rows.answers);
}

const char *mc_ui_usual_procedure(const struct mc_ui *ui)
{
	const struct mc_procedure *last;

	if (ui->procedure[0] && !mc_desk_procedure(ui->desk, ui->procedure, &last, NULL)) {
		return ui->procedure;
	}
	for (int place = 0; place < MC_GROUP_COUNT; place++) {
		const struct mc_catalog_entry *entry;

		for (size_t i = 0; (entry = mc_desk_procedure_at(ui->desk, i)); i++) {
			if (entry->procedure && is_in(entry, listed(place))) {
				return entry->code;
			}
		}
	}
	return "";
}
