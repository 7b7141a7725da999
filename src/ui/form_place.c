/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_place.c - F4 on an address by units: this dossier's addresses, what an old address is
 * now, then the provinces of today; a province opens its communes. What stands in front (house,
 * street, hamlet) stays. Nobody is made to use it: what is typed is kept as it is, in the table
 * or not, and an old address is an old one until somebody chooses.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/text/text.h"
#include "motcua/text/text.h"
#include "ui/form_view.h"

enum {
	PROVINCES_MAX = 100,
	COMMUNES_MAX = 1000,
	NAME_LEN = MC_PLACE_NAME_LEN + 40,
	NOW = MC_FORM_OFFERS + PROVINCES_MAX, /* the answer: what an old unit is now */
};

/* A list being made. */
struct rows {
	char **texts;
	int *answers; /* -1 = a heading */
	int count, at;
};

static void rows_init(struct rows *rows, size_t most)
{
	*rows = (struct rows){mc_calloc(most, sizeof(char *)), mc_calloc(most, sizeof(int)), 0, 0};
}

static void rows_add(struct rows *rows, const char *text, int answer)
{
	rows->texts[rows->count] = mc_strdup(text);
	rows->answers[rows->count++] = answer;
}

static void rows_pick(struct rows *rows, struct mc_ui *ui, int tag, const char *title)
{
	mc_ui_open(ui, MC_VIEW_PICK, tag,
		   &(union mc_view_arg){ .pick = { .title = title,
						   .rows = (const char *const *)rows->texts,
						   .answers = rows->answers,
						   .count = rows->count,
						   .at = rows->at } });
	while (rows->count > 0) {
		free(rows->texts[--rows->count]);
	}
	free(rows->texts);
	free(rows->answers);
}

/* ---- provinces and communes of today */

struct named {
	struct mc_str key;
	const struct mc_area *area;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return strcmp(x->key.data, y->key.data);
}

/* The table stands by code, and whoever looks for a commune knows its name. */
static void put_in_order(const struct mc_area **areas, size_t count)
{
	struct named *named = mc_calloc(count + 1, sizeof(*named));

	for (size_t i = 0; i < count; i++) {
		mc_str_init(&named[i].key, 4 * MC_PLACE_NAME_LEN);
		named[i].area = areas[i];
		(void)!mc_collate_name(areas[i]->name, MC_COLLATE_FAMILY_FIRST, &named[i].key);
	}
	qsort(named, count, sizeof(*named), by_name);
	for (size_t i = 0; i < count; i++) {
		areas[i] = named[i].area;
		mc_str_done(&named[i].key);
	}
	free(named);
}

/* Provinces in their usual order, from north to south; communes by the alphabet. */
static size_t find(const struct mc_form_state *s, const char *province, const struct mc_area **ret,
		   size_t max)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	size_t count = mc_places_search(s->work->form->places, province, "", &today, ret, max);

	count = count < max ? count : max;
	if (province) {
		put_in_order(ret, count);
	}
	return count;
}

static const struct mc_value *value_here(const struct mc_form_state *s)
{
	return &s->work->form->values[mc_form_row_at(s, s->at)->index];
}

/* What the table says that the units of an old address are today: a commune, or the province
 * alone; NULL when it says nothing. */
static const struct mc_area *units_now(const struct mc_form_state *s)
{
	const struct mc_places *places = s->work->form->places;
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	struct mc_place_read read;

	mc_place_read(places, value_here(s)->text, &today, &read);
	return read.was ? mc_place_become(places, read.was, &today) : NULL;
}

static const struct mc_area *province_of(const struct mc_form_state *s, const struct mc_area *area)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());

	return area->province[0]
		       ? mc_place_province(s->work->form->places, area->province, &today)
		       : area;
}

static void add_units_now(struct rows *rows, const struct mc_form_state *s)
{
	const struct mc_area *now = units_now(s), *province = now ? province_of(s, now) : NULL;
	char name[NAME_LEN * 2];

	if (!province) {
		return;
	}
	mc_place_format(now, name, sizeof(name));
	if (now != province) {
		size_t len = strlen(name);

		snprintf(name + len, sizeof(name) - len, ", ");
		mc_place_format(province, name + len + 2, sizeof(name) - len - 2);
	}
	rows_add(rows, _("This old address is now in"), -1);
	rows->at = rows->count;
	rows_add(rows, name, NOW);
}

static void add_provinces(struct rows *rows, const struct mc_form_state *s)
{
	const struct mc_area *areas[PROVINCES_MAX];
	size_t count = find(s, NULL, areas, PROVINCES_MAX);
	char name[NAME_LEN];

	rows_add(rows, _("Provinces and cities: Enter opens the communes"), -1);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(areas[i]->code, value_here(s)->province_code) == 0) {
			rows->at = rows->count; /* it stands there already */
		}
		mc_place_format(areas[i], name, sizeof(name));
		rows_add(rows, name, MC_FORM_OFFERS + (int)i);
	}
}

unsigned mc_form_place_list(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	int index = mc_form_row_at(s, s->at)->index;
	const struct mc_field *field = mc_form_field_at(s, s->at);
	struct mc_form_offers *offers;
	struct rows rows;

	mc_form_leave(view); /* the house number typed so far is kept */
	s->at = mc_form_row_of(s, MC_ROW_FIELD, index);
	mc_form_arrive(view);
	if (!s->work->form->places) {
		mc_ui_fail(view->ui, MC_E_PLACE_FILE, NULL);
		return MC_VIEW_TAKEN;
	}
	offers = mc_form_offers(view);
	rows_init(&rows, MC_FORM_OFFERS + PROVINCES_MAX + 4);
	if (offers->count) {
		rows_add(&rows, _("Addresses in this dossier"), -1);
	}
	for (int i = 0; i < offers->count; i++) {
		rows_add(&rows, offers->shown[i], i);
	}
	mc_form_offers_free(offers);
	add_units_now(&rows, s);
	add_provinces(&rows, s);
	rows_pick(&rows, view->ui, MC_FORM_TAG_PLACE, mc_view_label(&field->label));
	return MC_VIEW_TAKEN;
}

/* ---- into the field */

/* Where nothing stands in front of the units, the cursor waits there, before their comma. */
static void wait_in_front(struct mc_view *view, const char *units)
{
	struct mc_form_state *s = view->state;
	char text[MC_TEXT_LEN];

	if (!s->editing || strcmp(s->edit.text.data, units) != 0) {
		return;
	}
	snprintf(text, sizeof(text), ", %s", units);
	mc_edit_set(&s->edit, text);
	mc_edit_key(&s->edit, MC_KEY_HOME);
	mc_str_reset(&s->before);
	mc_str_puts(&s->before, text); /* nothing typed: nothing to save */
	explicit_bzero(text, sizeof(text));
}

static void put(struct mc_view *view, const struct mc_area *province, const struct mc_area *commune)
{
	struct mc_form_state *s = view->state;
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	char units[NAME_LEN * 2], name[NAME_LEN];
	struct mc_str text;

	mc_str_init(&text, MC_TEXT_LEN * 2);
	mc_form_address(s->work->form, mc_form_row_at(s, s->at)->index, province, commune, &today,
			&text);
	mc_form_set_here(view, text.data);
	mc_str_wipe(&text);
	mc_place_format(province, name, sizeof(name));
	if (commune) {
		mc_place_format(commune, units, sizeof(units));
		snprintf(units + strlen(units), sizeof(units) - strlen(units), ", %s", name);
	} else {
		MC_COPY(units, name);
	}
	wait_in_front(view, units);
	if (mc_form_check_field(s->work->form, mc_form_row_at(s, s->at)->index, NULL) == MC_OK) {
		mc_ui_say(view->ui, "%s", commune ? _("House number, street and hamlet are typed in "
						      "front of it.")
						  : _("Type the commune in front of the province: "
						      "its list is not complete."));
	}
}

/* The one whose communes are listed. */
static const struct mc_area *province_here(const struct mc_form_state *s)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());

	return mc_place_province(s->work->form->places, s->province, &today);
}

/* The commune that an old address names, as it is written there: "xã Hoà Phú"; "" without one. */
static void commune_given(const struct mc_form_state *s, char ret[NAME_LEN])
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	const char *text = value_here(s)->text;
	struct mc_place_read read;

	mc_place_read(s->work->form->places, text, &today, &read);
	snprintf(ret, NAME_LEN, "%.*s", read.old ? (int)strcspn(text + read.units, ",") : 0,
		 text + read.units);
}

/* One of today with the name of before is stood on, no more: it may be another place. */
static bool is_called(const struct mc_area *commune, const char *formatted, const char *given)
{
	return *given && (mc_fold_same_name(formatted, given) ||
			  mc_fold_same_name(commune->name, given));
}

static void list_communes(struct mc_view *view, const struct mc_area *province)
{
	const struct mc_form_state *s = view->state;
	const struct mc_area *areas[COMMUNES_MAX];
	size_t count = find(s, province->code, areas, COMMUNES_MAX);
	char name[NAME_LEN], given[NAME_LEN], title[200];
	struct rows rows;

	commune_given(s, given);
	if (!count) {
		put(view, province, NULL);
		return;
	}
	rows_init(&rows, count + 1);
	for (size_t i = 0; i < count; i++) {
		mc_place_format(areas[i], name, sizeof(name));
		if (strcmp(areas[i]->code, value_here(s)->ward_code) == 0 ||
		    is_called(areas[i], name, given)) {
			rows.at = rows.count;
		}
		rows_add(&rows, name, (int)i);
	}
	mc_place_format(province, name, sizeof(name));
	if (s->work->form->places->complete) {
		MC_COPY(title, name);
	} else {
		rows_add(&rows, _("It is not in this list: type it"), COMMUNES_MAX);
		snprintf(title, sizeof(title), _("%s; not all communes are in the list"), name);
	}
	rows_pick(&rows, view->ui, MC_FORM_TAG_COMMUNE, title);
}

static void units_now_chosen(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_area *now = units_now(s), *province = now ? province_of(s, now) : NULL;

	if (!province) {
		return;
	}
	MC_COPY(s->province, province->code);
	if (now == province) {
		list_communes(view, province);
	} else {
		put(view, province, now);
	}
}

void mc_form_place_chosen(struct mc_view *view, int n)
{
	struct mc_form_state *s = view->state;
	const struct mc_area *areas[PROVINCES_MAX];
	size_t count;

	if (n < MC_FORM_OFFERS) {
		mc_form_chosen(view, n);
		return;
	}
	if (n == NOW) {
		units_now_chosen(view);
		return;
	}
	count = find(s, NULL, areas, PROVINCES_MAX);
	if (n - MC_FORM_OFFERS < (int)count) {
		MC_COPY(s->province, areas[n - MC_FORM_OFFERS]->code);
		list_communes(view, areas[n - MC_FORM_OFFERS]);
	}
}

void mc_form_commune_chosen(struct mc_view *view, int n)
{
	const struct mc_form_state *s = view->state;
	const struct mc_area *areas[COMMUNES_MAX], *province = province_here(s);
	size_t count = province ? find(s, s->province, areas, COMMUNES_MAX) : 0;

	if (province) {
		put(view, province, n < (int)count ? areas[n] : NULL);
	}
}

/* ---- what is known of them */

void mc_form_place_said(const struct mc_form_state *s, int field, char *ret, size_t size)
{
	const struct mc_field *of = mc_vec_at(&s->work->procedure->fields, (size_t)field);
	const struct mc_value *value = &s->work->form->values[field];

	ret[0] = '\0';
	if (!of->units || !s->work->form->places || !value->text[0]) {
		return;
	}
	if (value->old_units) {
		snprintf(ret, size, "%s", _("An address in units of before: kept as given."));
	} else if (value->ward_code[0]) {
		/* TRANSLATORS: codes of the province and the commune of an address */
		snprintf(ret, size, _("Units: %s, %s."), value->province_code, value->ward_code);
	} else if (value->province_code[0]) {
		snprintf(ret, size, _("Province %s; the commune is not in the table."),
			 value->province_code);
	} else {
		snprintf(ret, size, "%s", _("No unit of today is recognised in it; F4 has the list."));
	}
}
