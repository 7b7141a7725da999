/* SPDX-License-Identifier: MPL-2.0 */
/* ask_read.c - what stands in the fields of a look-up, looked at as soon as a field is left. */
#include <string.h>

#include "ui/ask_view.h"

const char *mc_ask_typed(const struct mc_ask_state *s, int entry)
{
	return s->entries.items[entry].edit.text.data;
}

/* What the number's structure says is a warning, never an error. */
void mc_ask_look_at_number(struct mc_ask_state *s)
{
	struct mc_query as_typed = {.kind = MC_QUERY_LOOKUP};

	if (mc_query_from_typed(&as_typed, mc_ask_typed(s, MC_ASK_NUMBER), mc_ask_typed(s, MC_ASK_NAME),
				mc_ask_typed(s, MC_ASK_BORN), NULL) == MC_OK) {
		s->warnings = strcmp(as_typed.number, s->query.number) == 0
				      ? s->query.warnings | as_typed.warnings : as_typed.warnings;
	}
	explicit_bzero(&as_typed, sizeof(as_typed));
}

bool mc_ask_is_as_shown(const struct mc_ask_state *s)
{
	const struct mc_query *a = &s->query, *b = &s->shown;

	return (s->from == MC_INPUT_CARD || s->from == MC_INPUT_MRZ) &&
	       !strcmp(a->number, b->number) && !strcmp(a->full_name, b->full_name) &&
	       !mc_date_compare(&a->born, &b->born);
}

void mc_ask_take_card(struct mc_view *view, const char *text, bool keyed)
{
	struct mc_ask_state *s = view->state;
	char born[MC_DATE_LEN];
	struct mc_card card;
	struct mc_err why;
	enum mc_code code = mc_card_parse(mc_card_in(text), &card, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		if (keyed) { /* nothing of it is a number */
			mc_edit_set(&s->entries.items[MC_ASK_NUMBER].edit, "");
		}
		mc_entries_focus(&s->entries, MC_ASK_NUMBER);
		return;
	}
	mc_query_from_card(&s->query, &card);
	s->shown = s->query;
	s->from = MC_INPUT_CARD;
	s->outcome = MC_OUTCOME_NONE;
	s->lacks = keyed && mc_card_may_lack_letters(&card);
	s->card = card;
	mc_date_format(&card.born, born);
	mc_edit_set(&s->entries.items[MC_ASK_NUMBER].edit, card.number);
	mc_edit_set(&s->entries.items[MC_ASK_NAME].edit, card.full_name);
	mc_edit_set(&s->entries.items[MC_ASK_BORN].edit, born);
	mc_ask_look_at_number(s);
	mc_entries_focus(&s->entries, s->lacks ? MC_ASK_NAME : mc_entries_next_needed(&s->entries));
	explicit_bzero(&card, sizeof(card));
}

/* R5: what is wrong is told when the field is left; what is empty is no error yet. */
static enum mc_code check(const struct mc_ask_state *s, int entry, struct mc_err *why)
{
	const char *text = mc_ask_typed(s, entry);
	char number[MC_PID_LEN];
	enum mc_id_kind kind;
	struct mc_date born;

	if (!text[strspn(text, " ")]) {
		return MC_OK;
	}
	if (entry == MC_ASK_NUMBER) {
		return mc_pid_parse(text, number, &kind, why);
	}
	return entry == MC_ASK_NAME ? mc_name_check(text, why) : mc_date_parse(text, &born, why);
}

void mc_ask_left(struct mc_view *view, int entry)
{
	struct mc_ask_state *s = view->state;
	enum mc_code code;
	struct mc_err why;

	if (entry > MC_ASK_BORN) {
		return;
	}
	if (entry == MC_ASK_NUMBER && mc_card_in(mc_ask_typed(s, entry))) {
		mc_ask_take_card(view, mc_ask_typed(s, entry), true);
		return;
	}
	s->lacks = s->lacks && entry != MC_ASK_NAME; /* somebody looked at it */
	code = check(s, entry, &why);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	mc_ask_look_at_number(s);
}
