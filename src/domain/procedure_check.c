/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedure_check.c - is a procedure sound in itself?
 *
 * A file that names a field, a role or a source that does not exist would fail
 * only when an officer comes to it; here it fails when it is read. Everything
 * wrong is told, not only the first: whoever writes the file corrects it once.
 * A half-read procedure may lack any text.
 */
#include "domain/procedure_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "domain/procedure_names.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

void mc_fault_add(struct mc_vec *faults, const char *path, const char *reason, const char *what)
{
	struct mc_fault *fault = mc_vec_push(faults);

	if (fault) {
		(void)MC_COPY(fault->path, path);
		(void)MC_COPY(fault->reason, reason);
		(void)MC_COPY(fault->what, what ? what : "");
	}
}

void mc_check_fault(const struct mc_checker *c, const char *reason, const char *what,
		    const char *path_fmt, ...)
{
	char path[MC_COUNT(((struct mc_fault *)0)->path)];
	va_list args;

	va_start(args, path_fmt);
	vsnprintf(path, sizeof(path), path_fmt, args);
	va_end(args);
	mc_fault_add(c->faults, path, reason, what);
}

/* ---- ids */

static const char *id_at(const struct mc_vec *items, size_t i)
{
	const char *id = *(char *const *)mc_vec_at(items, i);

	return id ? id : "";
}

static bool stands_before(const struct mc_vec *items, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (strcmp(id_at(items, i), id_at(items, j)) == 0) {
			return true;
		}
	}
	return false;
}

void mc_check_ids(const struct mc_checker *c, const struct mc_vec *items, const char *path)
{
	for (size_t i = 0; i < items->len; i++) {
		const char *id = id_at(items, i);

		if (strlen(id) >= MC_FIELD_ID_LEN / 2) {
			mc_check_fault(c, N_("longer than 63 letters"), id, "%s[%zu].id", path, i);
		} else if (id[0] && stands_before(items, i)) {
			mc_check_fault(c, N_("stands twice"), id, "%s[%zu].id", path, i);
		}
	}
}

static void check_all_ids(const struct mc_checker *c)
{
	const struct mc_procedure *p = c->procedure;
	const struct {
		const struct mc_vec *items;
		const char *path;
	} lists[] = {
		{&p->sections, "sections"}, {&p->fields, "fields"},
		{&p->roles, "roles"},	      {&p->papers, "papers"},
		{&p->branches, "branches"}, {&p->rules, "rules"},
		{&p->outputs, "outputs"},
	};

	for (size_t i = 0; i < MC_COUNT(lists); i++) {
		mc_check_ids(c, lists[i].items, lists[i].path);
	}
}

/* ---- the head */

static void check_field_name(const struct mc_checker *c, const char *name, const char *path)
{
	bool earlier;

	if (name && !mc_check_named(c, NULL, name, &earlier)) {
		mc_check_fault(c, N_("there is no such field"), name, "%s", path);
	}
}

static bool is_empty_span(const struct mc_date *from, const struct mc_date *until)
{
	return mc_date_is_set(from) && mc_date_is_set(until) && mc_date_compare(until, from) < 0;
}

static void check_fee(const struct mc_checker *c, const struct mc_fee_rule *rule, const char *path)
{
	char per[60], copies[60];

	snprintf(per, sizeof(per), "%s.per", path);
	snprintf(copies, sizeof(copies), "%s.copies", path);
	check_field_name(c, rule->per, per);
	check_field_name(c, rule->copies, copies);
	if (rule->kind == MC_FEE_PER_PAGE && !rule->per) {
		mc_check_fault(c, N_("names no field with the number of pages"), NULL, "%s", per);
	}
	mc_check_condition(c, NULL, &rule->online_if, false, path, "online_if");
	mc_check_condition(c, NULL, &rule->exempt_if, false, path, "exempt_if");
}

/* A sum of all branches needs what each of them costs; a branch has none of its own. */
static void check_branch_fees(const struct mc_checker *c)
{
	bool sums = c->procedure->fee_rule.kind == MC_FEE_BRANCHES;
	size_t i = 0;

	if (sums && !c->procedure->branches.len) {
		mc_check_fault(c, N_("there are no branches"), NULL, "fee.rule.kind");
	}
	MC_VEC_EACH(&c->procedure->branches, struct mc_branch, branch) {
		char path[40];

		snprintf(path, sizeof(path), "branches[%zu].fee.rule", i++);
		check_fee(c, &branch->fee_rule, path);
		if (sums && branch->fee_rule.kind == MC_FEE_UNKNOWN) {
			mc_check_fault(c, N_("missing"), NULL, "%s", path);
		}
		if (branch->fee_rule.kind == MC_FEE_BRANCHES) {
			mc_check_fault(c, N_("a branch has no branches"), NULL, "%s.kind", path);
		}
	}
}

/* With every cell of its tables. */
static void check_size(const struct mc_checker *c)
{
	size_t fields = c->procedure->fields.len, roles = c->procedure->roles.len;

	MC_VEC_EACH(&c->procedure->fields, struct mc_field, field) {
		size_t rows = field->rows_max > 0 ? (size_t)field->rows_max : 0;

		fields += rows * field->columns.len;
		roles += field->row_person ? rows : 0;
	}
	if (fields > MC_PROCEDURE_FIELDS_MAX || roles > MC_PROCEDURE_ROLES_MAX) {
		mc_check_fault(c, N_("too many, with the rows of its tables"), NULL, "fields");
	}
}

static void check_head(const struct mc_checker *c)
{
	const struct mc_procedure *p = c->procedure;

	check_size(c);
	if (is_empty_span(&p->valid_from, &p->valid_until)) {
		mc_check_fault(c, N_("ends before it begins"), NULL, "valid");
	}
	check_fee(c, &c->procedure->fee_rule, "fee.rule");
	check_branch_fees(c);
	for (size_t i = 0; i < p->legal.len; i++) {
		const struct mc_legal *legal = mc_vec_at(&p->legal, i);

		if (is_empty_span(&legal->from, &legal->until)) {
			mc_check_fault(c, N_("ends before it begins"), legal->text,
				       "legal[%zu]", i);
		}
	}
}

/* ---- people, papers, branches, declarations, rules */

/* Another person's record may name somebody; only one's own says that all three are right
 * (mc_form_verified), and the birth date is what tells them apart. */
static void check_own_birth(const struct mc_checker *c, const struct mc_role *role, size_t i)
{
	int at = role->born_field ? mc_procedure_field(c->procedure, role->born_field) : -1;
	const struct mc_field *born = at < 0 ? NULL : mc_vec_at(&c->procedure->fields, (size_t)at);

	if (!born) {
		return;
	}
	MC_VEC_EACH(&born->prefill, struct mc_prefill, it) {
		if (it->role && strcmp(it->role, role->id) != 0) {
			mc_check_fault(c, N_("a person's birth date comes from that person's record"),
				       it->role, "roles[%zu].born_field", i);
		}
	}
}

static void check_roles(const struct mc_checker *c)
{
	for (size_t i = 0; i < c->procedure->roles.len; i++) {
		const struct mc_role *role = mc_vec_at(&c->procedure->roles, i);
		const struct {
			const char *member, *name;
		} fields[] = {
			{"number_field", role->number_field},
			{"name_field", role->name_field},
			{"born_field", role->born_field},
		};

		for (size_t j = 0; j < MC_COUNT(fields); j++) {
			char path[60];

			snprintf(path, sizeof(path), "roles[%zu].%s", i, fields[j].member);
			check_field_name(c, fields[j].name, path);
		}
		check_own_birth(c, role, i);
	}
}

/* Names of fields, several of one person with "+" between. */
static void check_about(const struct mc_checker *c)
{
	size_t i = 0;

	MC_VEC_EACH(&c->procedure->about, char *, text) {
		char path[40], name[MC_FIELD_ID_LEN];
		const char *from = *text;

		snprintf(path, sizeof(path), "about[%zu]", i++);
		while (from) {
			size_t len = strcspn(from, "+");

			snprintf(name, sizeof(name), "%.*s", (int)len, from);
			check_field_name(c, name, path);
			from = from[len] ? from + len + 1 : NULL;
		}
	}
}

static void check_papers(const struct mc_checker *c)
{
	for (size_t i = 0; i < c->procedure->papers.len; i++) {
		const struct mc_paper *paper = mc_vec_at(&c->procedure->papers, i);
		char path[30];

		snprintf(path, sizeof(path), "papers[%zu]", i);
		mc_check_condition(c, NULL, &paper->required_if, false, path, "required_if");
		if (paper->cut && !paper->basis) {
			mc_check_fault(c, N_("a paper that is cut names the text that cut it"),
				       paper->id, "%s.cut", path);
		}
		if (paper->cut && paper->attach_required) {
			mc_check_fault(c, N_("cut and required at once"), paper->id,
				       "%s.attach_required", path);
		}
	}
}

static bool has_output(const struct mc_procedure *procedure, const char *id)
{
	MC_VEC_EACH(&procedure->outputs, struct mc_output, output) {
		if (output->id && strcmp(output->id, id) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_branch_before(const struct mc_procedure *procedure, const char *id, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (strcmp(id_at(&procedure->branches, j), id) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_same_condition(const struct mc_condition *a, const struct mc_condition *b)
{
	return a->field && b->field && strcmp(a->field, b->field) == 0 && a->value && b->value &&
	       strcmp(a->value, b->value) == 0;
}

/* It would never begin when that one is left out. */
static bool may_wait_in_vain(const struct mc_procedure *procedure, const struct mc_branch *branch)
{
	MC_VEC_EACH(&procedure->branches, struct mc_branch, it) {
		if (branch->after && it->id && it->only_if.field &&
		    strcmp(it->id, branch->after) == 0) {
			return !is_same_condition(&it->only_if, &branch->only_if);
		}
	}
	return false;
}

/* Which units get a dossier is chosen by a person: never by a field that was left empty, nor by
 * one that another day computes otherwise. */
static void check_choice(const struct mc_checker *c, const struct mc_branch *branch, size_t i)
{
	bool earlier;
	const char *name = branch->only_if.field;
	const struct mc_field *field = name ? mc_check_named(c, NULL, name, &earlier) : NULL;
	char path[40];

	snprintf(path, sizeof(path), "branches[%zu]", i);
	mc_check_condition(c, NULL, &branch->only_if, false, path, "only_if");
	if (field && (!field->required || field->computed)) {
		mc_check_fault(c, N_("is not required, or computed: nobody would have chosen"),
			       field->id, "%s.only_if", path);
	}
	if (may_wait_in_vain(c->procedure, branch)) {
		mc_check_fault(c, N_("waits for a branch that may be left out"), branch->after,
			       "%s.after", path);
	}
}

/* A dossier that goes to no unit would be none of a linked group. */
static void check_rest(const struct mc_checker *c)
{
	size_t left = c->procedure->branches.len;

	MC_VEC_EACH(&c->procedure->branches, struct mc_branch, branch) {
		left -= branch->only_if.field != NULL;
	}
	if (c->procedure->branches.len && !left) {
		mc_check_fault(c, N_("every one of them may be left out"), NULL, "branches");
	}
}

static void check_branches(const struct mc_checker *c)
{
	check_rest(c);
	for (size_t i = 0; i < c->procedure->branches.len; i++) {
		const struct mc_branch *branch = mc_vec_at(&c->procedure->branches, i);

		check_choice(c, branch, i);

		if (branch->after && !is_branch_before(c->procedure, branch->after, i)) {
			mc_check_fault(c, N_("names no branch that stands before it"),
				       branch->after, "branches[%zu].after", i);
		}
		if (branch->output && !has_output(c->procedure, branch->output)) {
			mc_check_fault(c, N_("there is no such declaration"), branch->output,
				       "branches[%zu].output", i);
		}
	}
}

/* What a rule compares: a field, or a column of every row. */
static const struct mc_field *compared(const struct mc_checker *c, const char *name)
{
	bool earlier;
	int column;
	const struct mc_field *field = mc_check_named(c, NULL, name, &earlier);
	const struct mc_field *table =
		field ? NULL : mc_procedure_table(c->procedure, name, &column);

	return table ? mc_vec_at(&table->columns, (size_t)column) : field;
}

static bool compares_dates(enum mc_rule_kind kind)
{
	return kind != MC_RULE_NOT_EQUAL && kind != MC_RULE_NOT_IN_REGISTER;
}

static void check_compared(const struct mc_checker *c, const struct mc_rule *rule,
			   const char *name, const char *path)
{
	const struct mc_field *field = name ? compared(c, name) : NULL;

	if (name && !field) {
		mc_check_fault(c, N_("there is no such field"), name, "%s", path);
	} else if (field && rule->kind == MC_RULE_NOT_IN_REGISTER && !field->prefill.len) {
		mc_check_fault(c, N_("is never filled by the register"), name, "%s", path);
	} else if (field && field->kind != MC_FIELD_DATE && compares_dates(rule->kind)) {
		mc_check_fault(c, N_("is no date"), name, "%s", path);
	}
}

static bool needs_b(enum mc_rule_kind kind)
{
	return kind != MC_RULE_MIN_AGE && kind != MC_RULE_MAX_AGE &&
	       kind != MC_RULE_NOT_IN_REGISTER;
}

static void check_rules(const struct mc_checker *c)
{
	for (size_t i = 0; i < c->procedure->rules.len; i++) {
		const struct mc_rule *rule = mc_vec_at(&c->procedure->rules, i);
		char path[40], a[44], b[44];

		snprintf(path, sizeof(path), "rules[%zu]", i);
		snprintf(a, sizeof(a), "%s.a", path);
		snprintf(b, sizeof(b), "%s.b", path);
		check_compared(c, rule, rule->a, a);
		check_compared(c, rule, rule->b, b);
		if (!rule->b && needs_b(rule->kind)) {
			mc_check_fault(c, N_("missing"), NULL, "%s", b);
		}
		if (!rule->value && rule->kind == MC_RULE_NOT_IN_REGISTER) {
			mc_check_fault(c, N_("missing"), NULL, "%s.value", path);
		}
		mc_check_condition(c, NULL, &rule->when, false, path, "when");
	}
}

void mc_procedure_faults(const struct mc_procedure *procedure, struct mc_vec *faults)
{
	const struct mc_checker c = {procedure, faults};

	check_all_ids(&c);
	check_head(&c);
	for (int i = 0; i < (int)procedure->fields.len; i++) {
		mc_check_field(&c, i);
	}
	check_roles(&c);
	check_about(&c);
	check_papers(&c);
	check_branches(&c);
	mc_check_outputs(&c, false);
	check_rules(&c);
}

/* ---- what does not fit on the screen, or says less than was meant: it keeps no procedure
 * out of use */

static void check_width(const struct mc_checker *c, const struct mc_label *label, const char *id,
			const char *path)
{
	if (mc_label_width(label) > MC_LABEL_COLUMNS) {
		mc_check_fault(c, N_("wider than 27 columns"), id, "%s.label", path);
	}
}

void mc_procedure_wide(const struct mc_procedure *procedure, struct mc_vec *faults)
{
	const struct mc_checker c = {procedure, faults};
	char path[60];

	for (size_t i = 0; i < procedure->fields.len; i++) {
		const struct mc_field *field = mc_vec_at(&procedure->fields, i);

		snprintf(path, sizeof(path), "fields[%zu]", i);
		check_width(&c, &field->label, field->id, path);
		for (size_t j = 0; j < field->columns.len; j++) {
			const struct mc_field *column = mc_vec_at(&field->columns, j);

			snprintf(path, sizeof(path), "fields[%zu].columns[%zu]", i, j);
			check_width(&c, &column->label, column->id, path);
		}
	}
	for (size_t i = 0; i < procedure->papers.len; i++) {
		const struct mc_paper *paper = mc_vec_at(&procedure->papers, i);

		snprintf(path, sizeof(path), "papers[%zu]", i);
		check_width(&c, &paper->label, paper->id, path);
	}
	mc_check_outputs(&c, true);
}

/* ---- what must be there: the reader in wire has seen to it; a hand-made one may lack it */

static bool is_text(const char *text)
{
	return text && text[0];
}

static bool ids_are_there(const struct mc_vec *items)
{
	for (size_t i = 0; i < items->len; i++) {
		if (!id_at(items, i)[0]) {
			return false;
		}
	}
	return true;
}

static bool is_whole(const struct mc_procedure *p)
{
	return is_text(p->code) && is_text(p->version) && is_text(p->title.vi) &&
	       ids_are_there(&p->sections) && ids_are_there(&p->fields) &&
	       ids_are_there(&p->roles) && ids_are_there(&p->papers) &&
	       ids_are_there(&p->branches) && ids_are_there(&p->rules) &&
	       ids_are_there(&p->outputs);
}

enum mc_code mc_procedure_check(const struct mc_procedure *procedure, struct mc_err *why)
{
	struct mc_vec faults;
	const struct mc_fault *first;
	enum mc_code code = MC_OK;

	if (!is_whole(procedure)) {
		return mc_fail(why, MC_E_PROCEDURE_FILE,
			       "code, version, title or an id is missing");
	}
	mc_vec_init(&faults, sizeof(struct mc_fault), MC_FAULTS_MAX);
	mc_procedure_faults(procedure, &faults);
	first = mc_vec_at(&faults, 0);
	if (first) {
		code = mc_fail(why, MC_E_PROCEDURE_FILE, "%s: %s%s%s", first->path, first->reason,
			       first->what[0] ? ": " : "", first->what);
	}
	mc_vec_done(&faults);
	return code;
}
