/* SPDX-License-Identifier: MPL-2.0 */
/*
 * whose.c - whose dossier it is, and who hands it in: for lists, the board and the slips.
 *
 * The procedure's file says the first ("about"); who hands it in is its first role, who stands
 * at the counter.
 */
#include "desk/whose.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"

#define BETWEEN " - " /* bride and groom */

enum { WHOSE_MAX = 65536 };

/* ---- whose */

static const char *text_at(const struct mc_form *form, const char *id)
{
	int field = id ? mc_procedure_field(form->procedure, id) : -1;

	return field >= 0 && mc_form_shown(form, field) ? form->values[field].text : "";
}

/* "child.family_name+child.given_name": what stands in them, one after the other. */
static void add_joined(const struct mc_form *form, const char *from, struct mc_str *ret)
{
	size_t before = ret->len;

	while (from) {
		size_t len = strcspn(from, "+");
		char *name = mc_strndup(from, len);
		const char *text = text_at(form, name);

		if (*text) {
			mc_str_printf(ret, "%s%s", ret->len > before ? " " : "", text);
		}
		free(name);
		from = from[len] ? from + len + 1 : NULL;
	}
}

static void add_person(const struct mc_form *form, const char *from, struct mc_str *ret)
{
	struct mc_str name;

	mc_str_init(&name, WHOSE_MAX);
	add_joined(form, from, &name);
	if (name.len) {
		mc_str_printf(ret, "%s%s", ret->len ? BETWEEN : "", name.data);
	}
	mc_str_wipe(&name);
}

void desk_whose(const struct mc_form *form, char *ret, size_t size)
{
	struct mc_str text;

	mc_str_init(&text, WHOSE_MAX);
	MC_VEC_EACH(&form->procedure->about, char *, from) {
		add_person(form, *from, &text);
	}
	(void)mc_copy(ret, size, text.len ? text.data : desk_submitter(form, DESK_NAME));
	mc_str_wipe(&text);
}

/* ---- who hands it in */

static bool is_of(const struct mc_field *field, const char *role)
{
	MC_VEC_EACH(&field->prefill, struct mc_prefill, prefill) {
		if (strcmp(prefill->role, role) == 0) {
			return true;
		}
	}
	return false;
}

/* The first field of the kind; an address only where this person's record would fill it. */
static const char *first_of(const struct mc_form *form, enum mc_field_kind kind, const char *role)
{
	int index = 0;

	MC_VEC_EACH(&form->procedure->fields, struct mc_field, field) {
		if (field->kind == kind && !field->rows && mc_form_shown(form, index) &&
		    (!role || is_of(field, role))) {
			return form->values[index].text;
		}
		index++;
	}
	return "";
}

const char *desk_submitter(const struct mc_form *form, enum desk_of_submitter what)
{
	const struct mc_role *role = mc_vec_at(&form->procedure->roles, 0);

	if (!role) {
		return "";
	}
	switch (what) {
	case DESK_NAME:
		return text_at(form, role->name_field);
	case DESK_NUMBER:
		return text_at(form, role->number_field);
	case DESK_ADDRESS:
		return first_of(form, MC_FIELD_ADDRESS, role->id);
	case DESK_PHONE:
		return first_of(form, MC_FIELD_PHONE, NULL);
	default:
		return first_of(form, MC_FIELD_EMAIL, NULL);
	}
}
