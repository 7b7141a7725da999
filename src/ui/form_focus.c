/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form_focus.c - coming to a field and leaving it. Leaving saves: a killed terminal
 * loses at most the field being typed (R10).
 */
#include <string.h>

#include "ui/form_view.h"

/* How each kind is typed, and the most letters it takes when the field sets no limit. */
static const struct {
	enum mc_edit_use use;
	size_t letters;
	bool chosen; /* not typed: one of a few values */
} kinds[MC_FIELD_KIND_COUNT] = {
	[MC_FIELD_TEXT] = {MC_EDIT_WORDS, 200, false},
	[MC_FIELD_PARAGRAPH] = {MC_EDIT_WORDS, 2000, false},
	[MC_FIELD_NAME] = {MC_EDIT_WORDS, MC_NAME_LETTERS, false},
	[MC_FIELD_ID_NUMBER] = {MC_EDIT_DIGITS, 600, false}, /* a scanned card too */
	[MC_FIELD_INTEGER] = {MC_EDIT_DIGITS, 12, false},
	[MC_FIELD_DATE] = {MC_EDIT_DIGITS, 12, false},
	[MC_FIELD_CHOICE] = {MC_EDIT_CODES, 1, true},
	[MC_FIELD_YES_NO] = {MC_EDIT_CODES, 1, true},
	[MC_FIELD_ADDRESS] = {MC_EDIT_WORDS, 200, false},
	[MC_FIELD_PHONE] = {MC_EDIT_DIGITS, 24, false},
	[MC_FIELD_EMAIL] = {MC_EDIT_CODES, 120, false},
	[MC_FIELD_MONEY] = {MC_EDIT_DIGITS, 20, false},
	[MC_FIELD_ROWS] = {MC_EDIT_DIGITS, 3, false},
	[MC_FIELD_ATTACHMENT] = {MC_EDIT_CODES, 1, true},
};

void mc_form_arrive(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	const struct mc_field *field = mc_form_field_at(s, s->at);
	char text[8192];

	if (s->editing) {
		mc_edit_done(&s->edit);
	}
	s->editing = field && !kinds[field->kind].chosen &&
		     !mc_form_follows(s->work->form, mc_form_row_at(s, s->at)->index);
	if (!s->editing) {
		return;
	}
	mc_form_display(s->work->form, mc_form_row_at(s, s->at)->index, mc_i18n_language(), text,
			sizeof(text));
	mc_edit_init(&s->edit, kinds[field->kind].use,
		     field->max > 0 && field->kind != MC_FIELD_ID_NUMBER
			     ? (size_t)field->max : kinds[field->kind].letters,
		     &view->ui->typing);
	mc_edit_set(&s->edit, text);
	mc_str_reset(&s->before);
	mc_str_puts(&s->before, text);
	explicit_bzero(text, sizeof(text));
}

static bool save(struct mc_view *view, int field, const char *text)
{
	struct mc_form_state *s = view->state;
	struct mc_err why;
	enum mc_code code = mc_work_type(s->work, field, text, &why);

	/* what is wrong with the value itself stands beside the field */
	if (code != MC_OK && mc_form_check_field(s->work->form, field, NULL) == MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
	return code == MC_OK;
}

/* What was put behind the text that stood there, when it is a card's; else NULL. */
static const char *scanned(const struct mc_form_state *s)
{
	const char *text = s->edit.text.data, *bar;
	size_t before = s->before.len;

	text += strncmp(text, s->before.data, before) == 0 ? before : 0;
	bar = strchr(text, '|');
	return bar && strchr(bar + 1, '|') ? text : NULL;
}

/* It stands there as the card's, and so does what an earlier look-up brought. */
static bool take_number(struct mc_view *view, int field, const char *number)
{
	struct mc_form_state *s = view->state;
	struct mc_err why;

	if (strcmp(s->work->form->values[field].text, number) != 0) {
		return save(view, field, number); /* the form takes no number from a card */
	}
	if (mc_work_fill_recent(s->work, field, &why) != MC_OK) {
		mc_ui_fail(view->ui, why.code, &why);
		return false;
	}
	return true;
}

/* A card scanned into a number's field fills in its person; a damaged scan changes nothing. */
static bool save_card(struct mc_view *view, int field, const char *text)
{
	struct mc_form_state *s = view->state;
	const struct mc_role *role = mc_work_role_of(s->work, field);
	struct mc_card card;
	struct mc_err why;
	int count = 0;
	enum mc_code code;
	bool good = false;

	if (mc_form_field_at(s, s->at)->kind != MC_FIELD_ID_NUMBER) {
		mc_ui_say(view->ui, "%s",
			  _("A card is scanned into the number of a person: nothing was changed."));
		return false;
	}
	code = mc_card_parse(text, &card, &why);
	if (code == MC_OK && role) {
		code = mc_work_fill_card(s->work, role->id, &card, &count, &why);
	}
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else {
		good = take_number(view, field, card.number);
		if (role && mc_card_may_lack_letters(&card)) {
			mc_ui_say(view->ui,
				  _("%s: %d fields come from the card. A scanner that types drops marks: "
				    "compare the name with the card."),
				  mc_view_label(&role->label), count);
		} else if (role) {
			mc_ui_say(view->ui, _("%s: %d fields come from the card."),
				  mc_view_label(&role->label), count);
		}
	}
	explicit_bzero(&card, sizeof(card));
	return good;
}

bool mc_form_leave(struct mc_view *view)
{
	struct mc_form_state *s = view->state;
	bool good = true;

	if (s->editing && !s->over) {
		int field = mc_form_row_at(s, s->at)->index;
		const char *card;

		mc_edit_leave(&s->edit);
		card = scanned(s);
		if (card) {
			good = save_card(view, field, card);
		} else if (strcmp(s->edit.text.data, s->before.data) != 0) {
			good = save(view, field, s->edit.text.data);
		}
	}
	if (s->editing) {
		mc_edit_done(&s->edit);
		s->editing = false;
	}
	mc_form_rows(s);
	return good;
}

void mc_form_go(struct mc_view *view, int at)
{
	struct mc_form_state *s = view->state;
	const struct mc_form_row *to = mc_form_row_at(s, at);
	struct mc_form_row wanted = to ? *to : *mc_form_row_at(s, s->at);

	mc_form_leave(view); /* rows may come and go with the value */
	at = mc_form_row_of(s, wanted.kind, wanted.index);
	if (at >= 0) {
		s->at = at;
	}
	mc_form_arrive(view);
}

bool mc_form_turn(struct mc_view *view, int step)
{
	static const char *const yes_no[] = {"yes", "no"};
	struct mc_form_state *s = view->state;
	const struct mc_field *field = mc_form_field_at(s, s->at);
	int index, count, now = -1;
	const char *text;

	index = field ? mc_form_row_at(s, s->at)->index : -1;
	if (!field || !kinds[field->kind].chosen || mc_form_follows(s->work->form, index)) {
		return false;
	}
	text = s->work->form->values[index].text;
	count = field->kind == MC_FIELD_YES_NO ? 2 : (int)field->choices.len;
	for (int i = 0; i < count; i++) {
		const struct mc_choice *choice = mc_vec_at(&field->choices, (size_t)i);

		if (strcmp(choice ? choice->value : yes_no[i], text) == 0) {
			now = i;
		}
	}
	if (count > 0) {
		const struct mc_choice *choice;

		now = now < 0 ? (step > 0 ? 0 : count - 1) : (now + step + count) % count;
		choice = mc_vec_at(&field->choices, (size_t)now);
		save(view, index, choice ? choice->value : yes_no[now]);
		mc_form_rows(s);
	}
	return true;
}
