/* SPDX-License-Identifier: MPL-2.0 */
/*
 * help_procedure.c - F1 in the list of procedures and on a form: where a procedure's facts come
 * from, and which of them nobody has confirmed, in the words of the office and not of the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/view.h"

/* What the first part of a member's path means to an officer. */
static const struct {
	const char *member, *text;
} members[] = {
	{"fee", N_("the fee")},
	{"legal_time", N_("the legal time")},
	{"valid", N_("how long it is valid")},
	{"unit", N_("the competent unit")},
	{"title", N_("the title")},
	{"result", N_("the result")},
	{"branches", N_("a branch")},
	{"outputs", N_("a declaration")},
	{"papers", N_("a paper")},
	{"legal", N_("a legal text")},
	{"fields", N_("a field")},
	{"rules", N_("a rule")},
	{"replaces", N_("the code that it replaced")},
	{"replaced_by", N_("the code that replaces it")},
};

/* Of "branches[1].legal_time": the label of the second branch; "" for what has none. */
static const char *label_at(const struct mc_procedure *procedure, const char *member, size_t n)
{
	const struct mc_branch *branch = mc_vec_at(&procedure->branches, n);
	const struct mc_output *output = mc_vec_at(&procedure->outputs, n);
	const struct mc_paper *paper = mc_vec_at(&procedure->papers, n);
	const struct mc_legal *legal = mc_vec_at(&procedure->legal, n);
	const struct mc_rule *rule = mc_vec_at(&procedure->rules, n);
	int of = rule ? mc_procedure_field(procedure, rule->a) : -1;

	if (strcmp(member, "branches") == 0 && branch) {
		return mc_view_label(&branch->label);
	}
	if (strcmp(member, "outputs") == 0 && output) {
		return mc_view_label(&output->label);
	}
	if (strcmp(member, "papers") == 0 && paper) {
		return mc_view_label(&paper->label);
	}
	if (strcmp(member, "rules") == 0 && of >= 0) {
		return mc_view_label(
			&((const struct mc_field *)mc_vec_at(&procedure->fields, (size_t)of))->label);
	}
	return strcmp(member, "legal") == 0 && legal ? legal->text : "";
}

/* "the legal time", "a branch: Birth registration"; what no row has stays as it is written. */
static void put_member(const struct mc_procedure *procedure, const char *path, struct mc_str *ret)
{
	char member[MC_WORD_LEN];
	const char *index = strchr(path, '['), *label;
	const struct mc_field *field =
		mc_vec_at(&procedure->fields, (size_t)mc_procedure_field(procedure, path));

	if (field) {
		mc_str_puts(ret, mc_view_label(&field->label));
		return;
	}
	snprintf(member, sizeof(member), "%.*s", (int)strcspn(path, "[. ("), path);
	label = index ? label_at(procedure, member, strtoul(index + 1, NULL, 10)) : "";
	for (size_t i = 0; i < MC_COUNT(members); i++) {
		if (strcmp(members[i].member, member) == 0) {
			mc_str_printf(ret, "%s%s%s", _(members[i].text), *label ? ": " : "", label);
			return;
		}
	}
	mc_str_puts(ret, path);
}

/* Provinces publish at their own time: where it is so stands in the file. */
static void help_codes(struct mc_ui *ui, const struct mc_procedure *procedure)
{
	const struct mc_succession *before = &procedure->replaces, *after = &procedure->replaced_by;
	const char *place = mc_view_label(&after->where);
	char from[MC_DATE_LEN], where[400];

	if (before->code) {
		mc_date_format(&before->from, from);
		/* TRANSLATORS: the code of a procedure, and a date */
		mc_ui_help(ui, _("Its code before %2$s: %1$s."), before->code, from);
	}
	if (after->code) {
		mc_date_format(&after->from, from);
		snprintf(where, sizeof(where), "%s%s", *place ? " " : "", place);
		/* TRANSLATORS: the code of a procedure, and a date; a space and where, or nothing */
		mc_ui_help(ui, _("A new code since %2$s: %1$s%3$s. Dossiers that were begun go on."),
			   after->code, from, where);
	}
}

/* What each branch of a linked group costs, where the file says so. */
static void help_fees(struct mc_ui *ui, const struct mc_procedure *procedure)
{
	struct mc_str text;

	mc_str_init(&text, 1800);
	MC_VEC_EACH(&procedure->branches, struct mc_branch, branch) {
		if (branch->fee.vi) {
			mc_str_printf(&text, "\n%s: %s", mc_view_label(&branch->label),
				      mc_view_label(&branch->fee));
		}
		if (branch->fee.vi && branch->only_if.field) {
			mc_str_puts(&text, _(" (only when asked for)"));
		}
	}
	if (text.len) {
		mc_ui_help(ui, "%s%s", _("What each branch costs:"), text.data);
	}
	mc_str_done(&text);
}

void mc_ui_help_procedure(struct mc_ui *ui, const struct mc_procedure *procedure)
{
	struct mc_str text, one;

	help_codes(ui, procedure);
	help_fees(ui, procedure);
	if (procedure->source) {
		mc_ui_help(ui, _("Where the facts of this procedure come from: %s"),
			   procedure->source);
	}
	if (!procedure->unconfirmed.len) {
		return;
	}
	mc_str_init(&text, 1800);
	MC_VEC_EACH(&procedure->unconfirmed, char *, path) {
		mc_str_init(&one, 600);
		put_member(procedure, *path, &one);
		if (!strstr(text.data, one.data)) { /* the words for two of its parts are the same */
			mc_str_printf(&text, "%s%s", text.len ? "; " : "", one.data);
		}
		mc_str_done(&one);
	}
	mc_ui_help(ui, _("Not confirmed by a source, ask before you rely on it: %s."), text.data);
	mc_str_done(&text);
}
