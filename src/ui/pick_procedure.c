/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pick_procedure.c - the catalogue as a list to choose from: by group, whoever else than
 * the commune decides named, a damaged one with its fault; typing searches in all of it.
 */
#include <stdlib.h>

#include "motcua/text/text.h"
#include "ui/view.h"

struct rows {
	char **texts;
	int *answers; /* index in the catalogue; -1 = a heading */
	int count, at;
};

static char *row_of(const struct mc_catalog_entry *entry)
{
	const struct mc_procedure *procedure = entry->procedure;
	struct mc_str row;

	mc_str_init(&row, 1024);
	mc_str_printf(&row, "%s  ", entry->code);
	if (!procedure) {
		/* what is wrong in it is the administrator's: motcua catalog check */
		mc_str_puts(&row, _("(damaged file: tell the administrator)"));
	} else {
		if (procedure->unit_kind != MC_UNIT_COMMUNE) {
			mc_str_printf(&row, "[%s] ", _(mc_unit_kind_text(procedure->unit_kind)));
		}
		mc_str_puts(&row, mc_view_label(&procedure->title));
	}
	return mc_str_take(&row, NULL);
}

static void add(struct rows *rows, char *text, int answer)
{
	rows->texts[rows->count] = text;
	rows->answers[rows->count++] = answer;
}

static bool is_in(const struct mc_catalog_entry *entry, enum mc_group group)
{
	return entry->procedure ? entry->procedure->group == group : group == MC_GROUP_OTHER;
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
			add(rows, mc_strdup(_(mc_group_text(group))), -1);
		}
		if (mc_procedure_code_equal(entry->code, code)) {
			rows->at = rows->count;
		}
		add(rows, row_of(entry), i);
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

void mc_ui_pick_procedure(struct mc_ui *ui, int tag, const char *code)
{
	size_t most = mc_desk_procedure_count(ui->desk) + MC_GROUP_COUNT;
	struct rows rows = { mc_calloc(most, sizeof(char *)), mc_calloc(most, sizeof(int)), 0, 0 };

	for (int group = 1; group <= MC_GROUP_COUNT; group++) { /* the others last */
		add_group(&rows, ui, (enum mc_group)(group % MC_GROUP_COUNT), code);
	}
	if (!rows.count) {
		mc_ui_fail(ui, MC_E_CATALOG_EMPTY, NULL);
	} else {
		mc_ui_open(ui, MC_VIEW_PICK, tag,
			   &(union mc_view_arg){ .pick = { .title = _("Procedure"),
							   .rows = (const char *const *)rows.texts,
							   .answers = rows.answers,
							   .help = help,
							   .count = rows.count,
							   .at = rows.at } });
	}
	while (rows.count > 0) {
		free(rows.texts[--rows.count]);
	}
	free(rows.texts);
	free(rows.answers);
}
