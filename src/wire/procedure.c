/* SPDX-License-Identifier: MPL-2.0 */
/* procedure.c - a procedure's file (FORMATS 11) as tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/wire/message.h"
#include "wire/procedure_members.h"

enum { LETTERS_MAX = 20000 };

MC_SHAPE_ADAPT(field_kind)
MC_SHAPE_ADAPT(fee_kind)
MC_SHAPE_ADAPT(rule_kind)
MC_SHAPE_ADAPT(rule_level)
MC_SHAPE_ADAPT(group)
MC_SHAPE_ADAPT(unit_kind)
MC_SHAPE_ADAPT(office_fact)

static const struct mc_shape_words field_kinds = {field_kind_code, field_kind_parse};
static const struct mc_shape_words fee_kinds = {fee_kind_code, fee_kind_parse};
static const struct mc_shape_words rule_kinds = {rule_kind_code, rule_kind_parse};
static const struct mc_shape_words rule_levels = {rule_level_code, rule_level_parse};
static const struct mc_shape_words groups = {group_code, group_parse};
static const struct mc_shape_words unit_kinds = {unit_kind_code, unit_kind_parse};
static const struct mc_shape_words office_facts = {office_fact_code, office_fact_parse};

#define OWNED MC_OWNED
#define COUNTED MC_COUNTED
#define OBJECT MC_SHAPE_OBJECT

/* ---- small ones */

static const struct mc_shape_member label_members[] = {
	OWNED(struct mc_label, vi, "vi", true),
	OWNED(struct mc_label, en, "en", true),
};
static const struct mc_shape label = MC_SHAPE_OF(label_members);

static const struct mc_shape_member condition_members[] = {
	OWNED(struct mc_condition, field, "field", true),
	OWNED(struct mc_condition, value, "value", true),
};
static const struct mc_shape condition = MC_SHAPE_OF(condition_members);

/* ---- fields */

static const struct mc_shape_member choice_members[] = {
	OWNED(struct mc_choice, value, "value", true),
	OBJECT(struct mc_choice, label, "label", true, label),
};
static const struct mc_shape choice = MC_SHAPE_OF(choice_members);

static const struct mc_shape_member only_if_members[] = {
	OWNED(struct mc_prefill, only_if.source, "source", true),
	OWNED(struct mc_prefill, only_if.value, "value", true),
};
static const struct mc_shape only_if = MC_SHAPE_OF(only_if_members);

static const struct mc_shape_member prefill_members[] = {
	OWNED(struct mc_prefill, role, "role", true),
	OWNED(struct mc_prefill, source, "source", true),
	MC_SHAPE_GROUP("only_if", false, only_if),
};
static const struct mc_shape prefill = MC_SHAPE_OF(prefill_members);

static const struct mc_shape_member same_as_members[] = {
	OBJECT(struct mc_same_as, when, "when", true, condition),
	OWNED(struct mc_same_as, copy, "copy", true),
};
static const struct mc_shape same_as = MC_SHAPE_OF(same_as_members);

static const struct mc_shape_member row_person_members[] = {
	OBJECT(struct mc_role, label, "label", true, label),
	OWNED(struct mc_role, number_field, "number", false),
	OWNED(struct mc_role, name_field, "name", false),
	OWNED(struct mc_role, born_field, "born", false),
};
static const struct mc_shape row_person = MC_SHAPE_OF(row_person_members);

/* What a field and a column have in common. */
#define FIELD_MEMBERS                                                                              \
	OWNED(struct mc_field, id, "id", true),                                                    \
	MC_SHAPE_WORD(struct mc_field, kind, "kind", true, field_kinds),                           \
	OBJECT(struct mc_field, label, "label", true, label),                                      \
	OBJECT(struct mc_field, hint, "hint", false, label),                                       \
	OBJECT(struct mc_field, help, "help", false, label),                                       \
	MC_SHAPE(struct mc_field, required, "required", flag, false),                              \
	MC_SHAPE(struct mc_field, past, "past", flag, false),                                      \
	MC_SHAPE(struct mc_field, quiet, "quiet", flag, false),                                    \
	MC_SHAPE(struct mc_field, units, "units", flag, false),                                    \
	COUNTED(struct mc_field, max, "max", LETTERS_MAX),                                         \
	MC_SHAPE(struct mc_field, least, "least", int, false),                                     \
	MC_SHAPE(struct mc_field, most, "most", int, false),                                       \
	MC_LISTED(some, struct mc_field, prefill, "prefill", false, prefill, struct mc_prefill),   \
	OWNED(struct mc_field, preset, "preset", false),                                           \
	OWNED(struct mc_field, computed, "computed", false),                                       \
	OBJECT(struct mc_field, same_as, "same_as", false, same_as),                               \
	MC_LISTED(list, struct mc_field, choices, "choices", false, choice, struct mc_choice),     \
	OBJECT(struct mc_field, shown_if, "shown_if", false, condition),                           \
	OBJECT(struct mc_field, required_if, "required_if", false, condition),                     \
	OWNED(struct mc_field, legal, "legal", false)

static const struct mc_shape_member column_members[] = {
	FIELD_MEMBERS,
};
static const struct mc_shape column = MC_SHAPE_OF(column_members);

static const struct mc_shape_member field_members[] = {
	FIELD_MEMBERS,
	OWNED(struct mc_field, section, "section", true),
	MC_SHAPE_WORD(struct mc_field, office, "office", false, office_facts),
	OWNED(struct mc_field, paper, "paper", false),
	COUNTED(struct mc_field, rows_min, "rows_min", MC_ROWS_MAX),
	COUNTED(struct mc_field, rows_max, "rows_max", MC_ROWS_MAX),
	MC_LISTED(person, struct mc_field, row_person, "person", false, row_person,
		  struct mc_role),
	MC_LISTED(list, struct mc_field, columns, "columns", false, column, struct mc_field),
};
static const struct mc_shape field_shape = MC_SHAPE_OF(field_members);

static const struct mc_shape_member section_members[] = {
	OWNED(struct mc_section, id, "id", true),
	OBJECT(struct mc_section, label, "label", true, label),
};
static const struct mc_shape section = MC_SHAPE_OF(section_members);

static const struct mc_shape_member role_members[] = {
	OWNED(struct mc_role, id, "id", true),
	OBJECT(struct mc_role, label, "label", true, label),
	OWNED(struct mc_role, number_field, "number_field", false),
	OWNED(struct mc_role, name_field, "name_field", false),
	OWNED(struct mc_role, born_field, "born_field", false),
};
static const struct mc_shape role = MC_SHAPE_OF(role_members);

static const struct mc_shape_member rule_members[] = {
	OWNED(struct mc_rule, id, "id", true),
	MC_SHAPE_WORD(struct mc_rule, kind, "kind", true, rule_kinds),
	MC_SHAPE_WORD(struct mc_rule, level, "level", false, rule_levels),
	OWNED(struct mc_rule, a, "a", true),
	OWNED(struct mc_rule, b, "b", false),
	MC_SHAPE(struct mc_rule, years, "years", int, false),
	OWNED(struct mc_rule, value, "value", false),
	OBJECT(struct mc_rule, when, "when", false, condition),
	OBJECT(struct mc_rule, text, "text", true, label),
	OWNED(struct mc_rule, legal, "legal", false),
};
static const struct mc_shape rule = MC_SHAPE_OF(rule_members);

/* ---- papers */

static const struct mc_shape_member replaced_members[] = {
	OBJECT(struct mc_paper, database, "database", true, label),
	OWNED(struct mc_paper, basis, "basis", true),
	MC_SHAPE(struct mc_paper, replaced_from, "from", date, false),
};
static const struct mc_shape replaced = MC_SHAPE_OF(replaced_members);

static const struct mc_shape_member paper_members[] = {
	OWNED(struct mc_paper, id, "id", true),
	OBJECT(struct mc_paper, label, "label", true, label),
	MC_SHAPE(struct mc_paper, attach_required, "attach_required", flag, false),
	OBJECT(struct mc_paper, required_if, "required_if", false, condition),
	OWNED(struct mc_paper, basis, "basis", false),
	{.key = "replaced_by", .ops = &mc_procedure_either, .shape = &replaced},
	MC_SHAPE(struct mc_paper, cut, "cut", flag, false),
	{.key = "notes", .ops = &mc_procedure_texts, .at = offsetof(struct mc_paper, notes)},
};
static const struct mc_shape paper = MC_SHAPE_OF(paper_members);

/* ---- branches and declarations */

static const struct mc_shape_member time_rule_members[] = {
	MC_SHAPE(struct mc_time_rule, working_days, "working_days", int, false),
	MC_SHAPE(struct mc_time_rule, working_days_verify, "working_days_verify", int, false),
	MC_SHAPE(struct mc_time_rule, days, "days", int, false),
	MC_SHAPE(struct mc_time_rule, hours, "hours", int, false),
	MC_SHAPE(struct mc_time_rule, same_day, "same_day", flag, false),
};
static const struct mc_shape time_rule = MC_SHAPE_OF(time_rule_members);

static const struct mc_shape_member branch_time_members[] = {
	OWNED(struct mc_branch, legal_time.vi, "vi", true),
	OWNED(struct mc_branch, legal_time.en, "en", true),
	OBJECT(struct mc_branch, time_rule, "rule", false, time_rule),
};
static const struct mc_shape branch_time = MC_SHAPE_OF(branch_time_members);

static const struct mc_shape_member fee_rule_members[] = {
	MC_SHAPE_WORD(struct mc_fee_rule, kind, "kind", true, fee_kinds),
	MC_SHAPE(struct mc_fee_rule, counter, "counter", int, false),
	MC_SHAPE(struct mc_fee_rule, online, "online", int, false),
	MC_SHAPE(struct mc_fee_rule, first_pages, "first_pages", int, false),
	MC_SHAPE(struct mc_fee_rule, first, "first", int, false),
	MC_SHAPE(struct mc_fee_rule, after, "after", int, false),
	MC_SHAPE(struct mc_fee_rule, max, "max", int, false),
	OWNED(struct mc_fee_rule, per, "per", false),
	OWNED(struct mc_fee_rule, copies, "copies", false),
	OBJECT(struct mc_fee_rule, online_if, "online_if", false, condition),
	OBJECT(struct mc_fee_rule, exempt_if, "exempt_if", false, condition),
};
static const struct mc_shape fee_rule = MC_SHAPE_OF(fee_rule_members);

static const struct mc_shape_member branch_fee_members[] = {
	OWNED(struct mc_branch, fee.vi, "vi", true),
	OWNED(struct mc_branch, fee.en, "en", true),
	OBJECT(struct mc_branch, fee_rule, "rule", false, fee_rule),
};
static const struct mc_shape branch_fee = MC_SHAPE_OF(branch_fee_members);

static const struct mc_shape_member branch_members[] = {
	OWNED(struct mc_branch, id, "id", true),
	OBJECT(struct mc_branch, label, "label", true, label),
	OBJECT(struct mc_branch, unit, "unit", false, label),
	MC_SHAPE_GROUP("legal_time", false, branch_time),
	MC_SHAPE_GROUP("fee", false, branch_fee),
	OWNED(struct mc_branch, procedure, "procedure", false),
	OWNED(struct mc_branch, output, "output", false),
	OWNED(struct mc_branch, after, "after", false),
	OBJECT(struct mc_branch, only_if, "only_if", false, condition),
};
static const struct mc_shape branch = MC_SHAPE_OF(branch_members);

static const struct mc_shape_member output_item_members[] = {
	OWNED(struct mc_output_item, name, "name", true),
	OWNED(struct mc_output_item, from, "from", true),
};
static const struct mc_shape output_item = MC_SHAPE_OF(output_item_members);

static const struct mc_shape_member output_members[] = {
	OWNED(struct mc_output, id, "id", true),
	OBJECT(struct mc_output, label, "label", true, label),
	OWNED(struct mc_output, form, "form", false),
	MC_LISTED(list, struct mc_output, items, "items", true, output_item,
		  struct mc_output_item),
};
static const struct mc_shape output = MC_SHAPE_OF(output_members);

/* ---- the head: members of members are fields of the procedure itself */

#define P struct mc_procedure

static const struct mc_shape_member valid_members[] = {
	MC_SHAPE(P, valid_from, "from", date, false),
	MC_SHAPE(P, valid_until, "until", date, false),
};
static const struct mc_shape valid = MC_SHAPE_OF(valid_members);

static const struct mc_shape_member succession_members[] = {
	OWNED(struct mc_succession, code, "code", true),
	MC_SHAPE(struct mc_succession, from, "from", date, true),
	OBJECT(struct mc_succession, where, "where", false, label),
};
static const struct mc_shape succession = MC_SHAPE_OF(succession_members);

static const struct mc_shape_member fee_members[] = {
	OWNED(P, fee.vi, "vi", true),
	OWNED(P, fee.en, "en", true),
	OBJECT(P, fee_rule, "rule", false, fee_rule),
	OBJECT(P, fee_exempt, "exempt", false, label),
	OBJECT(P, fee_pay, "pay", false, label),
	OWNED(P, fee_basis, "basis", false),
};
static const struct mc_shape fee = MC_SHAPE_OF(fee_members);

static const struct mc_shape_member legal_time_members[] = {
	OWNED(P, legal_time.vi, "vi", true),
	OWNED(P, legal_time.en, "en", true),
	OBJECT(P, time_rule, "rule", false, time_rule),
	{.key = "cutoff", .ops = &mc_procedure_clock, .at = offsetof(P, cutoff)},
};
static const struct mc_shape legal_time = MC_SHAPE_OF(legal_time_members);

static const struct mc_shape_member legal_members[] = {
	OWNED(struct mc_legal, text, "text", true),
	OWNED(struct mc_legal, article, "article", false),
	MC_SHAPE(struct mc_legal, from, "from", date, false),
	MC_SHAPE(struct mc_legal, until, "until", date, false),
};
static const struct mc_shape legal = MC_SHAPE_OF(legal_members);

static const struct mc_shape_member procedure_members[] = {
	OWNED(P, code, "code", true),
	OWNED(P, version, "version", true),
	OBJECT(P, title, "title", true, label),
	MC_SHAPE_WORD(P, group, "group", false, groups),
	OBJECT(P, unit, "unit", false, label),
	MC_SHAPE_WORD(P, unit_kind, "unit_kind", false, unit_kinds),
	MC_SHAPE_GROUP("valid", false, valid),
	OBJECT(P, replaces, "replaces", false, succession),
	OBJECT(P, replaced_by, "replaced_by", false, succession),
	OWNED(P, source, "source", false),
	{.key = "unconfirmed", .ops = &mc_procedure_texts, .at = offsetof(P, unconfirmed)},
	{.key = "about", .ops = &mc_procedure_texts, .at = offsetof(P, about)},
	OBJECT(P, result, "result", false, label),
	MC_SHAPE_GROUP("fee", false, fee),
	MC_SHAPE_GROUP("legal_time", false, legal_time),
	{.key = "statuses", .ops = &mc_procedure_codes, .at = offsetof(P, statuses)},
	MC_LISTED(legal, P, legal, "legal", false, legal, struct mc_legal),
	MC_LISTED(list, P, branches, "branches", false, branch, struct mc_branch),
	MC_LISTED(list, P, sections, "sections", true, section, struct mc_section),
	MC_LISTED(list, P, roles, "roles", false, role, struct mc_role),
	MC_LISTED(list, P, fields, "fields", true, field_shape, struct mc_field),
	MC_LISTED(list, P, rules, "rules", false, rule, struct mc_rule),
	MC_LISTED(list, P, papers, "papers", false, paper, struct mc_paper),
	MC_LISTED(list, P, outputs, "outputs", false, output, struct mc_output),
};
const struct mc_shape mc_procedure_shape = MC_SHAPE_OF(procedure_members);

/* ---- reading */

static void walk_file(struct mc_slice json, bool strict, struct mc_procedure *procedure,
		      struct mc_vec *faults)
{
	const struct mc_walk walk = {faults, strict};
	struct mc_json *root = NULL;
	struct mc_err why;

	if (mc_node_open(json, &root, &why)) {
		mc_walk_fault(&walk, "", &why);
		return;
	}
	mc_shape_walk(&walk, "", root, &mc_procedure_shape, procedure);
	mc_procedure_faults(procedure, faults);
	if (strict) {
		mc_procedure_wide(procedure, faults);
	}
	mc_json_free(root);
}

static enum mc_code first_fault(const struct mc_vec *faults, struct mc_err *why)
{
	const struct mc_fault *first = mc_vec_at(faults, 0);

	return mc_fail(why, MC_E_PROCEDURE_FILE, "%s%s%s%s%s", first->path,
		       *first->path ? ": " : "", first->reason, *first->what ? ": " : "",
		       first->what);
}

enum mc_code mc_procedure_parse(struct mc_slice json, struct mc_procedure **ret, struct mc_err *why)
{
	struct mc_procedure *procedure = mc_procedure_new();
	struct mc_vec faults;
	enum mc_code code = MC_OK;

	mc_vec_init(&faults, sizeof(struct mc_fault), MC_FAULTS_MAX);
	walk_file(json, false, procedure, &faults);
	if (faults.len) {
		code = first_fault(&faults, why);
		mc_procedure_free(procedure);
	} else {
		mc_procedure_expand(procedure);
		*ret = procedure;
	}
	mc_vec_done(&faults);
	return code;
}

/* A fault of the syntax says its line itself: "line 7". */
static int line_of(struct mc_slice json, struct mc_fault *fault)
{
	int line;

	if (sscanf(fault->path, "line %d", &line) == 1) {
		fault->path[0] = '\0';
		return line;
	}
	return mc_json_line(json, fault->path);
}

static int by_line(const void *a, const void *b)
{
	const struct mc_file_fault *x = a, *y = b;

	return x->line != y->line ? x->line - y->line : strcmp(x->fault.path, y->fault.path);
}

/* The reader and the checker may both see the same. */
static bool is_told(const struct mc_vec *faults, const struct mc_fault *fault)
{
	MC_VEC_EACH (faults, struct mc_fault, earlier) {
		if (earlier == fault) {
			break;
		}
		if (!strcmp(earlier->path, fault->path) &&
		    !strcmp(earlier->reason, fault->reason)) {
			return true;
		}
	}
	return false;
}

void mc_procedure_file_faults(struct mc_slice json, struct mc_vec *ret)
{
	struct mc_procedure *procedure = mc_procedure_new();
	struct mc_vec faults;

	mc_vec_init(&faults, sizeof(struct mc_fault), MC_FAULTS_MAX);
	walk_file(json, true, procedure, &faults);
	MC_VEC_EACH (&faults, struct mc_fault, fault) {
		struct mc_file_fault *to = is_told(&faults, fault) ? NULL : mc_vec_push(ret);

		if (to) {
			to->line = line_of(json, fault);
			to->fault = *fault;
		}
	}
	if (ret->len) {
		qsort(ret->items, ret->len, ret->size, by_line);
	}
	mc_vec_done(&faults);
	mc_procedure_free(procedure);
}
