/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_values.c - F4: the values a field can take.
 *
 * For a choice they are the procedure's. For what is typed they are what stands in alike
 * fields of this dossier (the mother's number for the requester, her address for the
 * child's origin), and the office's name where nobody's data is asked for. An address by
 * units has the list of provinces behind them (form_place.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/desk/earlier.h"
#include "ui/form_view.h"

enum { EARLIER_MAX = 10 };

static void offer(struct mc_form_offers *offers, const char *text, const char *shown)
{
	for (int i = 0; i < offers->count; i++) {
		if (strcmp(offers->text[i], text) == 0) {
			return;
		}
	}
	if (*text && offers->count < MC_FORM_OFFERS) {
		MC_COPY(offers->text[offers->count], text);
		MC_COPY(offers->shown[offers->count], shown);
		offers->count++;
	}
}

static void offer_choices(struct mc_form_offers *offers, const struct mc_field *field, const char *now)
{
	MC_VEC_EACH(&field->choices, struct mc_choice, choice) {
		offer(offers, choice->value, mc_view_label(&choice->label));
	}
	if (field->kind == MC_FIELD_YES_NO) {
		offer(offers, "yes", _("yes"));
		offer(offers, "no", _("no"));
	}
	for (int i = 0; i < offers->count; i++) {
		offers->at = strcmp(offers->text[i], now) == 0 ? i : offers->at;
	}
}

/* Any address may be anybody's, and so may a number; other text only under one name. */
static bool alike(const struct mc_field *a, const struct mc_field *b)
{
	return a->kind == b->kind &&
	       (a->kind == MC_FIELD_ID_NUMBER || a->kind == MC_FIELD_ADDRESS ||
		strcmp(mc_view_label(&a->label), mc_view_label(&b->label)) == 0);
}

/* "054196278545  Trần Thị Kim Oanh": a number alone says too little. */
static void offer_from(struct mc_form_offers *offers, const struct mc_work *work, int index)
{
	const struct mc_field *field = mc_vec_at(&work->procedure->fields, (size_t)index);
	const struct mc_role *role = mc_work_role_of(work, index);
	char shown[MC_FORM_OFFER_LEN];
	size_t len;

	mc_form_display(work->form, index, mc_i18n_language(), shown, sizeof(shown));
	if (field->kind == MC_FIELD_ID_NUMBER && role && role->name_field) {
		len = strlen(shown);
		snprintf(shown + len, sizeof(shown) - len, "  %s",
			 mc_form_text(work->form, role->name_field));
	}
	offer(offers, work->form->values[index].text, shown);
	explicit_bzero(shown, sizeof(shown));
}

/* By its commune, and as it calls itself. Where the form asks for one of them, that one alone. */
static void offer_office(struct mc_form_offers *offers, struct mc_desk *desk,
			 const struct mc_field *field)
{
	const char *own = mc_desk_office(desk);
	char text[MC_OFFICE_NAME_LEN];

	for (int fact = MC_OFFICE_NONE + 1; fact < MC_OFFICE_FACT_COUNT; fact++) {
		if ((!field->office || (int)field->office == fact) &&
		    mc_desk_office_says(desk, (enum mc_office_fact)fact, text, sizeof(text))) {
			offer(offers, text, text);
		}
	}
	if (!field->office || !offers->count) {
		offer(offers, own, own);
	}
}

static void offer_alike(struct mc_form_offers *offers, struct mc_view *view, int index)
{
	const struct mc_form_state *s = view->state;
	const struct mc_work *work = s->work;
	const struct mc_field *field = mc_vec_at(&work->procedure->fields, (size_t)index);
	int n = 0;

	MC_VEC_EACH(&work->procedure->fields, struct mc_field, other) {
		if (n != index && alike(field, other) &&
		    mc_form_check_field(work->form, n, NULL) == MC_OK) {
			offer_from(offers, work, n);
		}
		n++;
	}
	if (field->kind == MC_FIELD_TEXT && !mc_work_role_of(work, index)) {
		offer_office(offers, view->ui->desk, field);
	}
}

/* What the person gave in earlier dossiers of this office: by number and day, never by itself. */
static void offer_earlier(struct mc_form_offers *offers, const struct mc_work *work, int index)
{
	struct mc_vec found;

	mc_vec_init(&found, sizeof(struct mc_earlier), EARLIER_MAX);
	if (mc_work_earlier(work, index, &found, NULL) == MC_OK) {
		MC_VEC_EACH(&found, struct mc_earlier, it) {
			char shown[MC_FORM_OFFER_LEN], when[16], row[MC_FORM_OFFER_LEN];

			if (strlen(it->text) >= sizeof(offers->text[0])) {
				continue;
			}
			mc_form_display_text(work->form, index, it->text, mc_i18n_language(), shown,
					     sizeof(shown));
			mc_view_time(it->at, when);
			/* TRANSLATORS: a value; the number and day of the dossier that it is from */
			snprintf(row, sizeof(row), _("%.300s  (%s, %s)"), shown, it->local_number,
				 when);
			offer(offers, it->text, row);
			explicit_bzero(shown, sizeof(shown));
			explicit_bzero(row, sizeof(row));
		}
	}
	if (found.len) {
		explicit_bzero(found.items, found.len * sizeof(struct mc_earlier));
	}
	mc_vec_done(&found);
}

struct mc_form_offers *mc_form_offers(struct mc_view *view)
{
	const struct mc_form_state *s = view->state;
	const struct mc_field *field = mc_form_field_at(s, s->at);
	struct mc_form_offers *offers = mc_calloc(1, sizeof(*offers));
	int index = mc_form_row_at(s, s->at)->index;

	if (field && (field->kind == MC_FIELD_CHOICE || field->kind == MC_FIELD_YES_NO)) {
		offer_choices(offers, field, s->work->form->values[index].text);
	} else if (field) {
		offer_alike(offers, view, index);
	}
	offers->own = offers->count;
	if (field && s->editing) {
		offer_earlier(offers, s->work, index);
	}
	return offers;
}

void mc_form_offers_free(struct mc_form_offers *offers)
{
	explicit_bzero(offers, sizeof(*offers));
	free(offers);
}

unsigned mc_form_list(struct mc_view *view)
{
	const struct mc_form_state *s = view->state;
	const struct mc_field *field = mc_form_field_at(s, s->at);
	struct mc_form_offers *offers;
	const char *names[MC_FORM_OFFERS];

	if (field && field->units && s->editing) {
		return mc_form_place_list(view);
	}
	offers = mc_form_offers(view);
	for (int i = 0; i < offers->count; i++) {
		names[i] = offers->shown[i];
	}
	if (offers->count) {
		mc_ui_pick(view->ui, MC_FORM_TAG_VALUE,
			   mc_view_label(&field->label), names, offers->count,
			   offers->at);
	} else {
		mc_ui_say(view->ui, "%s", _("There is no list of values for this field."));
	}
	mc_form_offers_free(offers);
	return MC_VIEW_TAKEN;
}

bool mc_form_search(struct mc_view *view, uint32_t key)
{
	const struct mc_form_state *s = view->state;
	struct mc_view *list;

	if (s->editing || !mc_form_field_at(s, s->at) || !mc_key_is_text(key)) {
		return false;
	}
	mc_form_list(view);
	list = view->ui->top;
	if (list != view && key > ' ') {
		list->ops->event(list, &(struct mc_event){.kind = MC_EVENT_KEY, .key = key});
	}
	return true;
}

void mc_form_set_here(struct mc_view *view, const char *text)
{
	struct mc_form_state *s = view->state;
	int field = mc_form_row_at(s, s->at)->index;
	struct mc_err why;
	enum mc_code code = mc_work_type(s->work, field, text, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	mc_form_rows(s);
	mc_form_arrive(view);
}

static void take_earlier(struct mc_view *view, const char *text)
{
	struct mc_form_state *s = view->state;
	struct mc_err why;
	enum mc_code code =
		mc_work_take_earlier(s->work, mc_form_row_at(s, s->at)->index, text, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	mc_form_rows(s);
	mc_form_arrive(view);
}

void mc_form_chosen(struct mc_view *view, int n)
{
	struct mc_form_offers *offers = mc_form_offers(view);

	if (n >= offers->own && n < offers->count) {
		take_earlier(view, offers->text[n]);
	} else if (n < offers->count) {
		mc_form_set_here(view, offers->text[n]);
	}
	mc_form_offers_free(offers);
}
