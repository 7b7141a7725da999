/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_place.c - the units of an address field: their codes beside its text.
 *
 * The text is what counts and is never changed for them: the codes follow it, by the table of the
 * day it was written on. They go when the text does not name the units any more.
 */
#include <string.h>

#include "domain/form_values.h"
#include "motcua/base/mem.h"

void mc_form_locate(struct mc_form *form, int field)
{
	const struct mc_field *of = mc_form_field(form, field);
	struct mc_value *value = &form->values[field];
	struct mc_place_read read;
	struct mc_date on;

	value->province_code[0] = value->ward_code[0] = '\0';
	value->old_units = false;
	if (!of->units || !form->places || !value->text[0] || !value->at) {
		return;
	}
	on = mc_date_of_instant(value->at);
	mc_place_read(form->places, value->text, &on, &read);
	value->old_units = read.old;
	MC_COPY(value->province_code, read.province ? read.province->code : "");
	MC_COPY(value->ward_code, read.commune ? read.commune->code : "");
}

void mc_form_address(const struct mc_form *form, int field, const struct mc_area *province,
		     const struct mc_area *commune, const struct mc_date *today,
		     struct mc_str *ret)
{
	const char *text = form->values[field].text;
	struct mc_place_read read;
	char name[MC_PLACE_NAME_LEN + 24];
	size_t len;

	mc_place_read(form->places, text, today, &read);
	for (len = read.units; len > 0 && strchr(" ,", text[len - 1]); len--) {
	}
	mc_str_add(ret, text, len);
	if (commune) {
		mc_place_format(commune, name, sizeof(name));
		mc_str_printf(ret, "%s%s", ret->len ? ", " : "", name);
	}
	mc_place_format(province, name, sizeof(name));
	mc_str_printf(ret, "%s%s", ret->len ? ", " : "", name);
}
