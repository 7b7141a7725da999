/* SPDX-License-Identifier: MPL-2.0 */
/*
 * earlier.c - a person's earlier dossiers as a source of values.
 *
 * A person is found by number alone, in whatever part the dossier has for such a person: the
 * mother of one may be the requester of another, and her telephone is the same.
 */
#include "motcua/desk/earlier.h"

#include <stdio.h>
#include <string.h>

#include "desk/numbers.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/store/progress.h"

enum { DOSSIERS_MAX = 20, FOUND_MAX = 1000 };

/* ---- whose field it is */

/* "requester" of "requester.phone"; NULL when it is nobody's. The longest: rows have parts. */
static const struct mc_role *owner_of(const struct mc_work *work, const char *field)
{
	const struct mc_role *owner = NULL;

	MC_VEC_EACH(&work->procedure->roles, struct mc_role, role) {
		size_t len = strlen(role->id);

		if (!strncmp(field, role->id, len) && field[len] == '.' &&
		    (!owner || len > strlen(owner->id))) {
			owner = role;
		}
	}
	return owner;
}

struct wanted {
	const struct mc_work *work;
	int field;
	const char *number, *part; /* the person's, and "phone" */
};

static bool find_wanted(const struct mc_work *work, int field, struct wanted *ret)
{
	const struct mc_field *of = mc_vec_at(&work->procedure->fields, (size_t)field);
	const struct mc_role *role = of ? owner_of(work, of->id) : NULL;
	enum mc_provenance from = work->form->values[field].from;

	if (!role || !role->number_field || !strcmp(role->number_field, of->id) ||
	    from == MC_FROM_REGISTER || from == MC_FROM_CARD || mc_form_follows(work->form, field)) {
		return false;
	}
	*ret = (struct wanted){ work, field, mc_form_text(work->form, role->number_field),
				of->id + strlen(role->id) + 1 };
	return ret->number[0] != '\0';
}

/* ---- one earlier dossier */

static const struct mc_draft_value *value_at(const struct mc_vec *values, const char *field)
{
	MC_VEC_EACH(values, struct mc_draft_value, it) {
		if (!strcmp(it->field, field)) {
			return it;
		}
	}
	return NULL;
}

/* Text that fits the field here, as a person typed it there. */
static bool usable(const struct wanted *wanted, const struct mc_draft_value *saved,
		   struct mc_value *ret)
{
	const struct mc_work *work = wanted->work;
	bool good;

	if (!saved || mc_value_parse(mc_slice_of(&saved->bytes), ret, NULL)) {
		return false;
	}
	good = ret->text[0] && (ret->from == MC_FROM_TYPED || ret->from == MC_FROM_EARLIER) &&
	       mc_form_would_take(work->form, wanted->field, ret->text);
	if (!good) {
		mc_value_done(ret);
	}
	return good;
}

static bool is_there(const struct mc_vec *found, const char *text)
{
	MC_VEC_EACH(found, struct mc_earlier, it) {
		if (!strcmp(it->text, text)) {
			return true;
		}
	}
	return false;
}

static void add(const struct mc_draft *draft, const struct mc_value *value, struct mc_vec *ret)
{
	struct mc_earlier *it = is_there(ret, value->text) || ret->len == ret->max ?
					NULL :
					mc_vec_push(ret);

	if (it) {
		MC_COPY(it->dossier, draft->id);
		MC_COPY(it->local_number, draft->local_number);
		it->at = value->at ? value->at : draft->created_at;
		MC_COPY(it->text, value->text);
	}
}

/* Wherever this number stands in it, the part of that person. */
static void take_values(const struct wanted *wanted, const struct mc_draft *draft,
			const struct mc_vec *values, struct mc_vec *ret)
{
	static const char tail[] = ".number";

	MC_VEC_EACH(values, struct mc_draft_value, it) {
		size_t len = strlen(it->field);
		char field[sizeof(it->field)];
		struct mc_value number, value;

		if (len < sizeof(tail) || strcmp(it->field + len - strlen(tail), tail) ||
		    mc_value_parse(mc_slice_of(&it->bytes), &number, NULL)) {
			continue;
		}
		snprintf(field, sizeof(field), "%.*s.%s", (int)(len - strlen(tail)), it->field,
			 wanted->part);
		if (!strcmp(number.text, wanted->number) &&
		    usable(wanted, value_at(values, field), &value)) {
			add(draft, &value, ret);
			mc_value_done(&value);
		}
		mc_value_done(&number);
	}
}

static enum mc_code look_into(const struct wanted *wanted, const struct mc_draft *draft,
			      struct mc_vec *ret, struct mc_err *why)
{
	struct mc_vec values;
	enum mc_code code;

	if (draft->state == MC_STATE_DISCARDED || !strcmp(draft->id, wanted->work->id)) {
		return MC_OK;
	}
	mc_vec_init(&values, sizeof(struct mc_draft_value), DESK_FIELDS_MAX);
	code = mc_draft_values(wanted->work->desk->store, draft->id, &values, why);
	if (!code) {
		take_values(wanted, draft, &values, ret);
	}
	mc_draft_values_done(&values);
	return code;
}

/* ---- all of them */

static enum mc_code load_dossiers(const struct wanted *wanted, struct mc_vec *ret,
				  struct mc_err *why)
{
	struct mc_desk *desk = wanted->work->desk;
	struct mc_vec numbers;
	enum mc_code code = desk_numbers(desk, why);

	mc_vec_init(&numbers, sizeof(int64_t), FOUND_MAX);
	code = code ? code : mc_draft_of_person(desk->store, wanted->number, &numbers, why);
	if (!code) {
		int count = numbers.len < DOSSIERS_MAX ? (int)numbers.len : DOSSIERS_MAX;

		code = mc_draft_rows(desk->store, numbers.items, count, ret, why);
	}
	mc_vec_done(&numbers);
	return code;
}

enum mc_code mc_work_earlier(const struct mc_work *work, int field, struct mc_vec *ret,
			     struct mc_err *why)
{
	struct wanted wanted;
	struct mc_vec drafts;
	enum mc_code code;

	if (!find_wanted(work, field, &wanted)) {
		return MC_OK;
	}
	mc_vec_init(&drafts, sizeof(struct mc_draft), DOSSIERS_MAX);
	code = load_dossiers(&wanted, &drafts, why);
	MC_VEC_EACH(&drafts, struct mc_draft, draft) {
		code = code ? code : look_into(&wanted, draft, ret, why);
	}
	mc_vec_done(&drafts);
	return code;
}

/* Law 91/2025: a new purpose is a new use, so it stands in the audit before it is filled in. */
static enum mc_code put(struct mc_work *work, int field, const struct mc_earlier *it,
			struct mc_err *why)
{
	enum mc_code code = desk_audit(work->desk, "reuse", it->dossier, work->procedure->code,
				       work->id, why);

	if (!code) {
		mc_form_take_earlier(work->form, field, it->text, it->at, mc_clock_now());
		code = work_save(work, why);
	}
	return code;
}

enum mc_code mc_work_take_earlier(struct mc_work *work, int field, const char *text,
				  struct mc_err *why)
{
	struct mc_vec found;
	bool taken = false;
	enum mc_code code = work_editable(work, why);

	mc_vec_init(&found, sizeof(struct mc_earlier), DOSSIERS_MAX);
	code = code ? code : mc_work_earlier(work, field, &found, why);
	MC_VEC_EACH(&found, struct mc_earlier, it) {
		if (!code && !taken && !strcmp(it->text, text)) {
			taken = true;
			code = put(work, field, it, why);
		}
	}
	mc_vec_done(&found);
	return code || taken ? code : mc_fail(why, MC_E_NOT_FOUND, "no earlier value");
}
