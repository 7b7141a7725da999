/* SPDX-License-Identifier: MPL-2.0 */
/* form.c - the values of a form, what somebody types into it, what is shown of it. */
#include "motcua/domain/form.h"

#include <stdlib.h>
#include <string.h>

#include "domain/form_values.h"
#include "domain/value.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/text/text.h"

static const struct provenance {
	const char *code, *text;
} provenances[] = {
	[MC_FROM_NOWHERE] = {"", N_("empty")},
	[MC_FROM_TYPED] = {"typed", N_("typed")},
	[MC_FROM_REGISTER] = {"register", N_("from the register")},
	[MC_FROM_CARD] = {"card", N_("from the card, not verified")},
	[MC_FROM_COMPUTED] = {"computed", N_("computed")},
	[MC_FROM_PRESET] = {"preset", N_("the usual value")},
	[MC_FROM_EARLIER] = {"earlier", N_("from an earlier dossier")},
	[MC_FROM_OFFICE] = {"office", N_("from the office's settings")},
};

const char *mc_provenance_code(enum mc_provenance from)
{
	return provenances[from].code;
}

enum mc_provenance mc_provenance_parse(const char *code)
{
	for (size_t i = 1; i < MC_COUNT(provenances); i++) {
		if (strcmp(code, provenances[i].code) == 0) {
			return (enum mc_provenance)i;
		}
	}
	return MC_FROM_NOWHERE;
}

const char *mc_provenance_text(enum mc_provenance from)
{
	return provenances[from].text;
}

/* ---- making and freeing */

const struct mc_field *mc_form_field(const struct mc_form *form, int field)
{
	return mc_vec_at(&form->procedure->fields, (size_t)field);
}

struct mc_form *mc_form_new(const struct mc_procedure *procedure)
{
	struct mc_form *form = mc_calloc(1, sizeof(*form));

	form->procedure = procedure;
	form->values = mc_calloc(procedure->fields.len, sizeof(*form->values));
	form->proven = mc_calloc(procedure->roles.len + 1, sizeof(*form->proven));
	for (size_t i = 0; i < procedure->fields.len; i++) {
		const char *preset = mc_form_field(form, (int)i)->preset;

		form->values[i].text = mc_strdup(preset ? preset : "");
		form->values[i].from = preset ? MC_FROM_PRESET : MC_FROM_NOWHERE;
	}
	return form;
}

static void drop(char *text)
{
	if (text) { /* a citizen's data does not stay behind in freed memory */
		explicit_bzero(text, strlen(text));
		free(text);
	}
}

void mc_form_free(struct mc_form *form)
{
	if (!form) {
		return;
	}
	for (size_t i = 0; i < form->procedure->fields.len; i++) {
		drop(form->values[i].text);
		drop(form->values[i].register_text);
	}
	explicit_bzero(form->proven, form->procedure->roles.len * sizeof(*form->proven));
	free(form->proven);
	free(form->values);
	free(form);
}

/* ---- setting (form_values.h) */

void mc_form_put(struct mc_form *form, int field, const char *text, enum mc_provenance from,
		 int64_t at)
{
	struct mc_value *value = &form->values[field];
	char *old = value->text;

	value->text = mc_strdup(text);
	value->from = text[0] ? from : MC_FROM_NOWHERE;
	value->at = at;
	mc_form_locate(form, field);
	drop(old);
}

void mc_form_put_register(struct mc_form *form, int field, const char *text, int64_t at)
{
	struct mc_value *value = &form->values[field];
	char *old = value->register_text;

	value->register_text = text ? mc_strdup(text) : NULL;
	value->register_at = text ? at : 0;
	drop(old);
}

/* ---- typing */

/* What the register said stays beside what is typed over it, and comes back as
 * the value when somebody types just that. */
static void put_typed(struct mc_form *form, int field, const char *text, int64_t now)
{
	struct mc_value *value = &form->values[field];

	if (strcmp(value->text, text) == 0 && value->from != MC_FROM_CARD) {
		return;
	}
	if (value->from == MC_FROM_REGISTER) {
		mc_form_put_register(form, field, value->text, value->at);
	}
	if (value->register_text && strcmp(value->register_text, text) == 0) {
		mc_form_put(form, field, text, MC_FROM_REGISTER, value->register_at);
		mc_form_put_register(form, field, NULL, 0);
	} else {
		mc_form_put(form, field, text, MC_FROM_TYPED, now);
	}
}

/* Another number: the card that was scanned is not this person's. */
static void leave_card(struct mc_form *form, int field, const char *text, int64_t now)
{
	const char *id = mc_form_field(form, field)->id;

	MC_VEC_EACH(&form->procedure->roles, struct mc_role, role) {
		if (role->number_field && strcmp(role->number_field, id) == 0 &&
		    strcmp(form->values[field].text, text) != 0) {
			mc_form_forget_card(form, role->id, now, NULL);
		}
	}
}

enum mc_code mc_form_type(struct mc_form *form, int field, const char *text, int64_t now,
			  struct mc_err *why)
{
	const struct mc_field *of = mc_form_field(form, field);
	struct mc_str clean, canonical;
	enum mc_code code;

	if (!of) {
		return mc_fail(why, MC_E_FIELD_UNKNOWN, "%d", field);
	}
	if (mc_form_follows(form, field)) {
		return mc_fail(why, MC_E_FIELD_VALUE, "%s: computed", of->id);
	}
	mc_str_init(&clean, MC_TYPED_MAX);
	mc_str_init(&canonical, MC_TYPED_MAX);
	code = mc_text_clean(text, strlen(text), of->kind == MC_FIELD_PARAGRAPH, &clean, why);
	if (code == MC_OK) {
		if (clean.len > 0) {
			code = mc_value_canonical(of, clean.data, &canonical, why);
		}
		/* nothing typed is ever lost: what does not fit stays to be corrected */
		text = code == MC_OK ? canonical.data : clean.data;
		leave_card(form, field, text, now);
		put_typed(form, field, text, now);
		mc_form_follow(form, now, now, NULL);
	}
	mc_str_wipe(&clean);
	mc_str_wipe(&canonical);
	return code;
}

bool mc_form_would_take(const struct mc_form *form, int field, const char *text)
{
	struct mc_str canonical;
	bool good;

	mc_str_init(&canonical, MC_TYPED_MAX);
	good = !mc_value_canonical(mc_form_field(form, field), text, &canonical, NULL);
	mc_str_wipe(&canonical);
	return good;
}

void mc_form_take_earlier(struct mc_form *form, int field, const char *text, int64_t at,
			  int64_t now)
{
	mc_form_put(form, field, text, MC_FROM_EARLIER, at);
	mc_form_follow(form, now, now, NULL);
}

bool mc_form_take_office(struct mc_form *form, int field, const char *text, int64_t now)
{
	const struct mc_field *of = mc_form_field(form, field);

	if (!of || !of->office || form->values[field].text[0] || mc_form_follows(form, field) ||
	    !mc_form_would_take(form, field, text)) {
		return false;
	}
	mc_form_put(form, field, text, MC_FROM_OFFICE, now);
	mc_form_follow(form, now, now, NULL);
	return true;
}

void mc_form_restore(struct mc_form *form, int field, const struct mc_value *value)
{
	mc_form_put(form, field, value->text, value->from, value->at);
	mc_form_put_register(form, field, value->register_text, value->register_at);
	/* as they were on its day, whatever the table says by now */
	MC_COPY(form->values[field].province_code, value->province_code);
	MC_COPY(form->values[field].ward_code, value->ward_code);
	form->values[field].old_units = value->old_units;
	mc_form_follow(form, value->at, 0, NULL);
}

/* ---- showing */

void mc_form_display_text(const struct mc_form *form, int field, const char *text,
			  const char *language, char *ret, size_t size)
{
	const struct mc_field *of = mc_form_field(form, field);
	struct mc_str shown;

	mc_str_init(&shown, MC_TYPED_MAX);
	if (of && text) {
		mc_value_display(of, text, language, &shown);
	}
	(void)mc_copy(ret, size, shown.data);
	mc_str_wipe(&shown);
}

void mc_form_display(const struct mc_form *form, int field, const char *language, char *ret,
		     size_t size)
{
	bool there = mc_form_field(form, field) != NULL;

	mc_form_display_text(form, field, there ? form->values[field].text : NULL, language, ret,
			     size);
}

void mc_form_display_register(const struct mc_form *form, int field, const char *language,
			      char *ret, size_t size)
{
	bool there = mc_form_field(form, field) != NULL;

	mc_form_display_text(form, field, there ? form->values[field].register_text : NULL,
			     language, ret, size);
}

const char *mc_form_text(const struct mc_form *form, const char *field_id)
{
	int field = mc_procedure_field(form->procedure, field_id);

	return field < 0 ? "" : form->values[field].text;
}
