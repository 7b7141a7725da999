/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_count.c - said when a form opens: how much of it is there already, from where, and how
 * much is left to type. An official who sees it does not type what is known.
 */
#include "ui/form_view.h"

struct counts {
	int of[MC_PROVENANCE_COUNT];
	int fields, filled, to_type;
};

/* A table is its rows' cells; what is not shown is asked of nobody. */
static void count(const struct mc_form *form, struct counts *ret)
{
	for (size_t i = 0; i < form->procedure->fields.len; i++) {
		const struct mc_field *field = mc_vec_at(&form->procedure->fields, i);
		const struct mc_value *value = &form->values[i];

		if (field->kind == MC_FIELD_ROWS || !mc_form_shown(form, (int)i)) {
			continue;
		}
		ret->fields++;
		if (*value->text) {
			ret->filled++;
			ret->of[value->from]++;
		} else if (mc_form_required(form, (int)i) && !mc_form_follows(form, (int)i)) {
			ret->to_type++;
		}
	}
}

void mc_form_say_count(struct mc_view *view)
{
	static const enum mc_provenance order[] = { MC_FROM_REGISTER, MC_FROM_CARD, MC_FROM_EARLIER,
						    MC_FROM_OFFICE, MC_FROM_PRESET, MC_FROM_COMPUTED,
						    MC_FROM_TYPED };
	const struct mc_form_state *s = view->state;
	struct counts counts = {.fields = 0};
	struct mc_str from;

	count(s->work->form, &counts);
	if (!counts.filled) {
		mc_ui_say(view->ui, P_("%d field; nothing is filled in yet.",
				       "%d fields; nothing is filled in yet.", counts.fields),
			  counts.fields);
		return;
	}
	mc_str_init(&from, 200);
	for (size_t i = 0; i < MC_COUNT(order); i++) {
		if (counts.of[order[i]]) {
			mc_str_printf(&from, "%s%s %d", from.len ? ", " : "",
				      mc_form_source(order[i]), counts.of[order[i]]);
		}
	}
	if (counts.to_type) {
		mc_ui_say(view->ui, _("%d of %d fields filled: %s; %d still to type."),
			  counts.filled, counts.fields, from.data, counts.to_type);
	} else {
		mc_ui_say(view->ui, _("%d of %d fields filled: %s; none that must be typed is left."),
			  counts.filled, counts.fields, from.data);
	}
	mc_str_done(&from);
}
