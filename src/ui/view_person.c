/* SPDX-License-Identifier: MPL-2.0 */
/* view_person.c - what the register says of a person, and what can be done with it. */
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/desk/verification.h"
#include "ui/ask_view.h"
#include "ui/person_page.h"
#include "ui/view.h"

enum { OPEN, PROOF, BACK };
enum { TAG_PROCEDURE = 1, TAG_ROLE, TAG_FORM, TAG_PROOF, TAG_VERIFY };

struct state {
	struct mc_lookup lookup;
	struct mc_lines lines;
	struct mc_entries entries;
	int procedure; /* in the catalogue */
	bool later;    /* the verification is to wait for the link */
};

/* A record that holds no residence proves none. */
static const char *proof_label(const struct mc_lookup *lookup)
{
	if (!lookup->evidence_id[0]) {
		return _("Verify the residence");
	}
	return mc_answer_lacks_residence(&lookup->answer) ? _("Show the record")
							   : _("Residence proof");
}

/* A new dossier that is begun here is about this person. */
static unsigned act_open(struct mc_view *view)
{
	const struct state *s = view->state;

	mc_ui_pick_procedure(view->ui, TAG_PROCEDURE, s->lookup.query.procedure);
	return MC_VIEW_TAKEN;
}

static const struct mc_view_key keys[] = {
	{MC_KEY_CTRL('N'), NULL, act_open},
	{0, NULL, NULL},
};

static enum mc_code person_open(struct mc_view *view, const union mc_view_arg *arg,
				struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	s->lookup = *arg->lookup;
	view->keys = keys;
	mc_lines_init(&s->lines);
	mc_person_page(&s->lookup, &s->lines);
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Open a dossier"));
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON,
		       proof_label(&s->lookup));
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Back"));
	return MC_OK;
}

static void person_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_lines_done(&s->lines);
	mc_entries_done(&s->entries);
}

/* ---- residence */

static void show_proof(struct mc_view *view)
{
	struct state *s = view->state;
	struct mc_query query = s->lookup.query;
	struct mc_card card = {.number = ""};

	if (s->lookup.evidence_id[0]) {
		mc_ui_open(view->ui, MC_VIEW_EVIDENCE, TAG_PROOF,
			   &(union mc_view_arg){.id = s->lookup.evidence_id});
		return;
	}
	query.kind = MC_QUERY_VERIFY;
	mc_address_format(&s->lookup.answer.person.permanent, card.address,
			  sizeof(card.address));
	mc_ui_open(view->ui, MC_VIEW_ASK, TAG_VERIFY,
		   &(union mc_view_arg){ .ask = { .query = &query, .card = &card,
						  .for_form = true, .start = true } });
	explicit_bzero(&query, sizeof(query));
	explicit_bzero(&card, sizeof(card));
}

static void proven(struct state *s)
{
	s->entries.items[PROOF].label = _("Residence proof");
	mc_entries_focus(&s->entries, OPEN); /* what comes next */
}

static void verified(struct mc_view *view)
{
	struct state *s = view->state;

	s->lookup = *view->ui->found;
	proven(s);
	mc_lines_reset(&s->lines);
	mc_person_page(&s->lookup, &s->lines);
	show_proof(view);
}

/* ---- a dossier with this person in it */

static void pick_role(struct mc_view *view)
{
	struct state *s = view->state;
	const struct mc_catalog_entry *entry =
		mc_desk_procedure_at(view->ui->desk, (size_t)s->procedure);

	if (!entry->procedure) {
		mc_ui_fail(view->ui, MC_E_PROCEDURE_FILE, &entry->why);
		return;
	}
	mc_ui_pick_role(view->ui, TAG_ROLE, entry->procedure, &s->lookup.answer.person);
}

static void open_form(struct mc_view *view, int chosen)
{
	struct state *s = view->state;
	const struct mc_catalog_entry *entry =
		mc_desk_procedure_at(view->ui->desk, (size_t)s->procedure);
	const struct mc_role *role = mc_vec_at(&entry->procedure->roles, (size_t)chosen);
	struct mc_work *work;
	char id[MC_UUID_LEN];
	struct mc_err why;
	enum mc_code code = mc_work_new(view->ui->desk, entry->code, &work, &why);

	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return;
	}
	code = mc_work_fill(work, role->id, &s->lookup, NULL, &why);
	if (code == MC_OK && s->later) {
		code = mc_work_verify_later(work, role->id, &s->lookup.query, NULL, &why);
	}
	MC_COPY(id, work->id);
	mc_work_close(work);
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
		return;
	}
	mc_ui_open(view->ui, MC_VIEW_FORM, TAG_FORM, &(union mc_view_arg){.id = id});
}

/* ---- events */

static unsigned pressed(struct mc_view *view, int button)
{
	if (button == OPEN) {
		return act_open(view);
	}
	if (button == PROOF) {
		show_proof(view);
	} else {
		return MC_VIEW_CLOSE;
	}
	return MC_VIEW_TAKEN;
}

/* A verification is tied to a dossier: it waits for the link with the one begun now. */
static void verify_later(struct mc_view *view)
{
	struct state *s = view->state;

	s->later = true;
	mc_ui_pick_procedure(view->ui, TAG_PROCEDURE, s->lookup.query.procedure);
}

static unsigned result(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	if (event->tag == TAG_VERIFY && event->choice < 0 && event->text[0]) {
		/* not by the register but another way: its record goes with the dossier */
		MC_COPY(s->lookup.evidence_id, event->text);
		proven(s);
	}
	if (event->choice < 0) {
		return MC_VIEW_TAKEN;
	}
	if (event->tag == TAG_PROCEDURE) {
		s->procedure = event->choice;
		pick_role(view);
	} else if (event->tag == TAG_ROLE) {
		open_form(view, event->choice);
	} else if (event->tag == TAG_VERIFY && event->choice == MC_ASK_VERIFY_LATER) {
		verify_later(view);
	} else if (event->tag == TAG_VERIFY) {
		verified(view);
	} else if (event->tag == TAG_FORM) { /* sent: the next citizen begins at home */
		return MC_VIEW_CLOSE;
	}
	return MC_VIEW_TAKEN;
}

static unsigned person_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	int focus = s->entries.focus;

	if (event->kind == MC_EVENT_RESULT) {
		return result(view, event);
	}
	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s",
			   _("Up and Down scroll. The record is what the register said at the time "
			     "shown; paper copies of it are not to be asked for."));
		return MC_VIEW_TAKEN;
	}
	if (event->kind != MC_EVENT_KEY) {
		return MC_VIEW_IGNORED;
	}
	mc_lines_rows(&s->lines, MC_VIEW_ROWS(view->ui->rows) - 1);
	if (mc_lines_key(&s->lines, event->key)) {
		return MC_VIEW_TAKEN;
	}
	switch (mc_entries_event(&s->entries, event)) {
	case MC_ENTRIES_PRESSED:
		return pressed(view, focus);
	case MC_ENTRIES_IGNORED:
		return MC_VIEW_IGNORED;
	default:
		return MC_VIEW_TAKEN;
	}
}

static void person_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	int rows = MC_VIEW_ROWS(canvas->rows) - 1;

	mc_lines_draw(&s->lines, canvas, MC_VIEW_TOP, 1, rows);
	mc_entries_draw(&s->entries, canvas, MC_VIEW_TOP + rows, 0, 78);
}

const struct mc_view_ops mc_view_person = {
	.name = "person",
	.title = N_("Person in the register"),
	.state_size = sizeof(struct state),
	.open = person_open,
	.event = person_event,
	.draw = person_draw,
	.close = person_close,
};
