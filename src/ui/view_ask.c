/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_ask.c - a look-up: who, for which procedure and purpose; then waiting; then
 * one of three outcomes that are never mixed.
 */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "ui/ask_view.h"

enum { TAG_PERSON = 1, TAG_PROCEDURE, TAG_PROOF, TAG_WAY, TAG_ADDRESS, TAG_PAPER, TAG_ROLE,
       TAG_FORM, TAG_REACH, TAG_NEW, TAG_NEW_ROLE };

static const struct mc_view_key editing_keys[];
static const struct mc_view_key waiting_keys[];

/* ---- the question */


/* NULL: the catalogue is empty. */
static const struct mc_catalog_entry *chosen(const struct mc_view *view)
{
	const struct mc_ask_state *s = view->state;

	return mc_desk_procedure_at(view->ui->desk,
				    (size_t)s->entries.items[MC_ASK_PROCEDURE].chosen);
}

static void gather(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;
	const struct mc_catalog_entry *procedure = chosen(view);

	if (procedure) {
		MC_COPY(s->query.procedure, procedure->code);
		MC_COPY(view->ui->procedure, procedure->code);
	}
	MC_COPY(s->query.purpose, mc_ask_typed(s, MC_ASK_PURPOSE));
	s->query.kind = s->entries.items[MC_ASK_KIND].chosen ? MC_QUERY_VERIFY : MC_QUERY_LOOKUP;
}

static int entry_of(enum mc_code code)
{
	switch (code) {
	case MC_E_NUMBER:
		return MC_ASK_NUMBER;
	case MC_E_DATE:
	case MC_E_DATE_RANGE:
		return MC_ASK_BORN;
	case MC_E_PURPOSE:
		return MC_ASK_PURPOSE;
	default:
		return MC_ASK_NAME;
	}
}

/* The link, not the citizen: it can be asked when the link is back. */
static void failed(struct mc_ask_state *s)
{
	if (s->outcome == MC_OUTCOME_FAILURE) {
		mc_ask_button(s, MC_ASK_LATER, _("Verify later"));
	}
}

static void outcome(struct mc_view *view, const struct mc_lookup *lookup)
{
	struct mc_ask_state *s = view->state;

	view->ticking = false;
	view->keys = editing_keys;
	s->outcome = lookup->answer.outcome;
	s->cause = lookup->answer.cause;
	MC_COPY(s->evidence_id, lookup->evidence_id);
	failed(s);
	if (s->query.kind == MC_QUERY_VERIFY && mc_answer_lacks_residence(&lookup->answer)) {
		mc_ask_keep_person(s, lookup);
	}
	if (s->query.kind == MC_QUERY_VERIFY && (s->person || s->outcome != MC_OUTCOME_FOUND)) {
		mc_ask_add_ways(view);
	}
	if (s->person) {
		mc_ask_focus_button(s, MC_ASK_WAY);
	}
}

static unsigned ask(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;
	struct mc_err why;
	enum mc_code code = mc_query_from_typed(&s->query, mc_ask_typed(s, MC_ASK_NUMBER),
						mc_ask_typed(s, MC_ASK_NAME), mc_ask_typed(s, MC_ASK_BORN), &why);

	gather(view);
	if (code == MC_OK) {
		code = mc_lookup_begin(view->ui->desk, &s->query, MC_ASK_WAIT_S, &why);
	}
	s->outcome = MC_OUTCOME_NONE;
	mc_ask_forget_person(s);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		mc_entries_focus(&s->entries, mc_error_info(code)->grade == MC_GRADE_ITEM
						      ? entry_of(code) : MC_ASK_GO);
		if (code == MC_E_OFFICER) { /* the next step, not only what is wrong */
			mc_ui_open(view->ui, MC_VIEW_OFFICER, 0, NULL);
		}
		return MC_VIEW_TAKEN;
	}
	s->since = mc_clock_mono();
	mc_entries_keep(&s->entries);
	view->ticking = true;
	view->keys = waiting_keys;
	return MC_VIEW_TAKEN;
}

static unsigned found(struct mc_view *view, const struct mc_lookup *lookup)
{
	struct mc_ask_state *s = view->state;

	if (s->for_form) {
		mc_ui_keep_found(view->ui, lookup);
		return mc_view_answer(view, MC_ASK_FOUND, NULL);
	}
	mc_ui_open(view->ui, MC_VIEW_PERSON, TAG_PERSON, &(union mc_view_arg){.lookup = lookup});
	return MC_VIEW_TAKEN;
}

static unsigned look_for_answer(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;
	struct mc_lookup *lookup;
	unsigned flags = MC_VIEW_TAKEN;
	struct mc_err why;
	enum mc_code code;

	if (!view->ticking) {
		return MC_VIEW_IGNORED;
	}
	lookup = mc_calloc(1, sizeof(*lookup));
	code = mc_lookup_poll(view->ui->desk, s->query.id, lookup, &why);
	if (mc_ask_is_as_shown(s)) {
		lookup->card_issued = s->card.issued;
	}
	if (code != MC_OK) { /* refused: the question stays open until its time is up */
		mc_ui_fail(view->ui, code, &why);
	} else if (lookup->answer.outcome != MC_OUTCOME_NONE) {
		outcome(view, lookup);
		if (lookup->answer.outcome == MC_OUTCOME_FOUND && !s->person) {
			flags = found(view, lookup);
		}
	}
	explicit_bzero(lookup, sizeof(*lookup));
	free(lookup);
	return flags;
}

static unsigned act_cancel(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;
	struct mc_desk_status status;
	struct mc_err why;
	enum mc_code code = mc_lookup_cancel(view->ui->desk, s->query.id, &why);

	view->ticking = false;
	view->keys = editing_keys;
	s->outcome = MC_OUTCOME_FAILURE;
	mc_desk_status(view->ui->desk, &status);
	s->cause = status.link_cause ? status.link_cause : MC_E_NO_ANSWER;
	failed(s);
	if (s->query.kind == MC_QUERY_VERIFY) {
		mc_ask_add_ways(view);
	}
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	} else {
		mc_ui_say(view->ui, "%s", _("Cancelled. Nothing was learnt about the citizen."));
	}
	return MC_VIEW_TAKEN;
}

static unsigned act_list(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;
	const struct mc_catalog_entry *procedure = chosen(view);

	if (s->entries.focus == MC_ASK_PROCEDURE) {
		mc_ui_pick_procedure(view->ui, TAG_PROCEDURE, procedure ? procedure->code : "");
	} else {
		mc_ui_say(view->ui, "%s", _("There is no list of values for this field."));
	}
	return MC_VIEW_TAKEN;
}

/* A new dossier that is begun here is about the one who is named here; when nobody is yet, it is
 * one as anywhere else. */
static unsigned act_new(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;
	struct mc_err why;

	if (s->for_form ||
	    mc_query_from_typed(&s->query, mc_ask_typed(s, MC_ASK_NUMBER),
				mc_ask_typed(s, MC_ASK_NAME), mc_ask_typed(s, MC_ASK_BORN), &why)) {
		return MC_VIEW_IGNORED;
	}
	gather(view);
	mc_ui_pick_procedure(view->ui, TAG_NEW, s->query.procedure);
	return MC_VIEW_TAKEN;
}

static const struct mc_view_key editing_keys[] = {
	{MC_KEY_F(3), N_("Look up"), ask},
	{MC_KEY_F(4), N_("List"), act_list},
	{MC_KEY_CTRL('N'), NULL, act_new},
	{0, NULL, NULL},
};

static const struct mc_view_key waiting_keys[] = {
	{MC_KEY_ESC, N_("Cancel"), act_cancel},
	{0, NULL, NULL},
};

/* ---- opening */

static enum mc_code ask_open(struct mc_view *view, const union mc_view_arg *arg,
			     struct mc_err *why)
{
	struct mc_ask_state *s = view->state;

	(void)why;
	s->query = s->shown = *arg->ask.query;
	s->from = arg->ask.from;
	s->for_form = arg->ask.for_form;
	s->card = arg->ask.card ? *arg->ask.card : (struct mc_card){.number = ""};
	s->warnings = s->query.warnings;
	s->lacks = arg->ask.lacks;
	view->keys = editing_keys;
	mc_ask_build(view);
	mc_ask_look_at_number(s);
	if (s->from != MC_INPUT_PID && s->from != MC_INPUT_CMND) { /* that was typed on the first screen */
		mc_entries_keep(&s->entries);
	}
	s->entries.focus = s->lacks ? MC_ASK_NAME : mc_entries_next_needed(&s->entries);
	if (arg->ask.start && s->entries.focus == MC_ASK_GO) {
		ask(view);
	}
	return MC_OK;
}

static void ask_close(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;

	mc_ask_forget_person(s);
	mc_entries_done(&s->entries);
	free(s->names);
}

/* ---- events */

static unsigned press_later(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;

	if (s->for_form) {
		return mc_view_answer(view, MC_ASK_VERIFY_LATER, NULL);
	}
	mc_ask_pick_role(view, TAG_ROLE);
	return MC_VIEW_TAKEN;
}

static unsigned press_proof(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;

	mc_ui_open(view->ui, MC_VIEW_EVIDENCE, TAG_PROOF,
		   &(union mc_view_arg){.id = s->evidence_id});
	return MC_VIEW_TAKEN;
}

static unsigned press_paper(struct mc_view *view)
{
	mc_ask_pick_paper(view, TAG_PAPER);
	return MC_VIEW_TAKEN;
}

static unsigned press_way(struct mc_view *view)
{
	mc_ask_pick_way(view, TAG_WAY);
	return MC_VIEW_TAKEN;
}

static unsigned press_take(struct mc_view *view)
{
	return mc_ask_take_person(view, TAG_PERSON);
}

static unsigned press_back(struct mc_view *view)
{
	(void)view;
	return MC_VIEW_CLOSE;
}

static unsigned pressed(struct mc_view *view, int id)
{
	static unsigned (*const acts[])(struct mc_view *view) = {
		[MC_ASK_GO] = ask,	       [MC_ASK_BACK] = press_back,
		[MC_ASK_TAKE] = press_take,    [MC_ASK_LATER] = press_later,
		[MC_ASK_WAY] = press_way,
		[MC_ASK_PROOF] = press_proof,  [MC_ASK_PAPER] = press_paper,
	};

	return acts[id](view);
}

static unsigned result(struct mc_view *view, const struct mc_event *event)
{
	struct mc_ask_state *s = view->state;

	if (event->tag == TAG_PROCEDURE && event->choice >= 0) {
		s->entries.items[MC_ASK_PROCEDURE].chosen = event->choice;
	}
	if (event->tag == TAG_NEW && event->choice >= 0) {
		s->entries.items[MC_ASK_PROCEDURE].chosen = event->choice;
		gather(view);
		mc_ask_pick_role(view, TAG_NEW_ROLE);
	}
	if (event->tag == TAG_NEW_ROLE && event->choice >= 0) {
		mc_ask_begin(view, event->choice, TAG_FORM);
	}
	if (event->tag == TAG_WAY && event->choice >= 0) {
		mc_ask_take_way(view, event->choice, TAG_ADDRESS);
	}
	if (event->tag == TAG_PAPER && event->choice >= 0) {
		mc_ask_take_paper(view, event->choice, TAG_REACH);
	}
	if (event->tag == TAG_REACH && event->choice >= 0) {
		mc_ask_print_paper(view, event->choice == 1);
	}
	if (event->tag == TAG_ADDRESS && event->choice >= 0) {
		mc_ask_state_way(view, event->text);
	}
	if (event->tag == TAG_ROLE && event->choice >= 0) {
		mc_ask_later(view, event->choice, TAG_FORM);
	}
	return event->tag == TAG_PERSON || event->tag == TAG_FORM ? MC_VIEW_CLOSE : MC_VIEW_TAKEN;
}

static void help(struct mc_view *view)
{
	const struct mc_ask_state *s = view->state;

	if (!view->ticking) {
		mc_ui_help_entry(view->ui, &s->entries);
	}
	mc_ui_help(
		view->ui, "%s",
		_("The register matches number, name and birth date exactly and tells nothing "
		  "else. Every look-up is recorded with officer, procedure and purpose before it "
		  "goes out."));
}

static unsigned edit(struct mc_view *view, const struct mc_event *event)
{
	struct mc_ask_state *s = view->state;
	int focus = s->entries.focus;

	if ((event->kind == MC_EVENT_PASTE || event->kind == MC_EVENT_SCAN) && mc_card_in(event->text)) {
		mc_ask_take_card(view, event->text, false);
		return MC_VIEW_TAKEN;
	}
	switch (mc_entries_event(&s->entries, event)) {
	case MC_ENTRIES_IGNORED:
		return MC_VIEW_IGNORED;
	case MC_ENTRIES_PRESSED:
		return pressed(view, s->entries.items[focus].id);
	case MC_ENTRIES_LEFT:
		mc_ask_left(view, focus);
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_TAKEN;
	}
}

static unsigned ask_event(struct mc_view *view, const struct mc_event *event)
{
	switch (event->kind) {
	case MC_EVENT_TICK:
	case MC_EVENT_CHANGED:
		return look_for_answer(view);
	case MC_EVENT_RESULT:
		return result(view, event);
	case MC_EVENT_HELP:
		help(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_LEAVE:
		if (view->ticking) {
			act_cancel(view);
		}
		return MC_VIEW_TAKEN;
	default:
		break;
	}
	if (view->ticking) { /* nothing is typed while the question is out */
		return event->kind == MC_EVENT_KEY && event->key >= MC_KEY_F0 ? MC_VIEW_IGNORED
									    : MC_VIEW_TAKEN;
	}
	return edit(view, event);
}

static const struct mc_edit *ask_edit(const struct mc_view *view)
{
	const struct mc_ask_state *s = view->state;

	return view->ticking ? NULL : mc_entries_edit(&s->entries);
}

static bool ask_typed(const struct mc_view *view)
{
	const struct mc_ask_state *s = view->state;

	return !view->ticking && mc_entries_changed(&s->entries);
}

const struct mc_view_ops mc_view_ask = {
	.name = "ask",
	.title = N_("Look-up in the register"),
	.watch = MC_WATCH_ANSWER,
	.state_size = sizeof(struct mc_ask_state),
	.open = ask_open,
	.event = ask_event,
	.draw = mc_ask_draw,
	.edit = ask_edit,
	.typed = ask_typed,
	.close = ask_close,
};
