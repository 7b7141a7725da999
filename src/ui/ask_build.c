/* SPDX-License-Identifier: MPL-2.0 */
/* ask_build.c - the entries of a look-up, filled in from what is known. */
#include "ui/ask_view.h"

static struct mc_entry *add_text(struct mc_view *view, const char *label, const char *hint,
				 enum mc_edit_use use, size_t letters, const char *text)
{
	struct mc_ask_state *s = view->state;
	struct mc_entry *entry = mc_entries_add(&s->entries, MC_ENTRY_TEXT, label);

	entry->required = true;
	entry->hint = hint;
	mc_edit_init(&entry->edit, use, letters, &view->ui->typing);
	mc_edit_set(&entry->edit, text);
	return entry;
}

static void add_procedures(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;
	struct mc_entry *entry = mc_entries_add(&s->entries, MC_ENTRY_CHOICE, _("Procedure"));
	size_t count = mc_desk_procedure_count(view->ui->desk);
	const char *code = s->query.procedure[0] ? s->query.procedure :
						   mc_ui_usual_procedure(view->ui);

	s->names = mc_calloc(count + 1, sizeof(*s->names));
	s->names[0] = _("none in the catalogue");
	for (size_t i = 0; i < count; i++) {
		const struct mc_catalog_entry *item = mc_desk_procedure_at(view->ui->desk, i);

		s->names[i] = item->procedure ? mc_view_label(&item->procedure->title) : item->code;
		if (mc_procedure_code_equal(item->code, code)) {
			entry->chosen = (int)i;
		}
	}
	entry->hint = "F4";
	entry->help = _("Left and Right change it, F4 lists all. Nobody may be looked up without a procedure.");
	entry->names = s->names;
	entry->names_count = count ? (int)count : 1;
}

static void add_kinds(struct mc_ask_state *s)
{
	static const char *kinds[2];
	struct mc_entry *entry = mc_entries_add(&s->entries, MC_ENTRY_CHOICE, _("Kind"));

	kinds[0] = _("look-up: person and household");
	kinds[1] = _("verify the residence: a signed proof");
	entry->hint = "← →";
	entry->help = _("A look-up shows the person and the household. A verification also gives a signed "
			"proof of the residence, in place of the household book.");
	entry->names = kinds;
	entry->names_count = 2;
	entry->chosen = s->query.kind == MC_QUERY_VERIFY;
}

void mc_ask_build(struct mc_view *view)
{
	struct mc_ask_state *s = view->state;
	char born[MC_DATE_LEN];
	const struct mc_query *query = &s->query;

	mc_date_format(&query->born, born);
	add_text(view, _("Identity number"), _("12 digits, or 9 of a CMND"), MC_EDIT_DIGITS,
		 MC_ENTRY_NUMBER_LETTERS, query->number[0] ? query->number : query->cmnd)->help =
		_("The 12 digits on the citizen's card, or the 9 of an old CMND; blanks do not matter. A "
		  "card that is scanned here fills in name and birth date too.");
	add_text(view, _("Full name"), NULL, MC_EDIT_WORDS, MC_NAME_LETTERS, query->full_name)->help =
		_("As on the card, with all its marks: the register finds nobody by half a name.");
	add_text(view, _("Birth date"), _("day/month/year, or the year"), MC_EDIT_DIGITS, 12, born)->help =
		_("5/3/1990, 05031990, or 1990 alone when the card has no day.");
	add_procedures(view);
	add_text(view, _("Purpose"), NULL, MC_EDIT_WORDS, 200,
		 /* TRANSLATORS: the purpose of a look-up as it stands in the audit and the proof */
		 query->purpose[0] ? query->purpose : _("taking in a dossier at the counter"))->help =
		_("In a few words, what the answer is needed for. It stands in the audit and in the proof.");
	add_kinds(s);
	mc_ask_button(s, MC_ASK_GO, _("Look up"));
	mc_ask_button(s, MC_ASK_BACK, _("Back"));
}

/* -1 when it is not there. */
static int find(const struct mc_ask_state *s, int id)
{
	for (int i = 0; i < s->entries.count; i++) {
		const struct mc_entry *entry = &s->entries.items[i];

		if (entry->kind == MC_ENTRY_BUTTON && entry->id == id) {
			return i;
		}
	}
	return -1;
}

const struct mc_procedure *mc_ask_procedure(struct mc_view *view, struct mc_err *why)
{
	struct mc_ask_state *s = view->state;
	const struct mc_procedure *procedure =
		s->query.dossier[0] ? mc_dossier_procedure(view->ui->desk, s->query.dossier) : NULL;

	if (procedure) { /* the version that the dossier keeps */
		return procedure;
	}
	return mc_desk_procedure(view->ui->desk, s->query.procedure, &procedure, why) ? NULL
										      : procedure;
}

void mc_ask_no_button(struct mc_ask_state *s, int id)
{
	struct mc_entries *entries = &s->entries;
	int at = find(s, id);

	if (at < 0) {
		return;
	}
	entries->count--;
	for (int i = at; i < entries->count; i++) {
		entries->items[i] = entries->items[i + 1];
	}
	if (entries->focus > at || entries->focus == entries->count) {
		entries->focus--;
	}
}

void mc_ask_focus_button(struct mc_ask_state *s, int id)
{
	int at = find(s, id);

	if (at >= 0) {
		mc_entries_focus(&s->entries, at);
	}
}

void mc_ask_button(struct mc_ask_state *s, int id, const char *label)
{
	int at = find(s, id);

	if (at < 0) {
		at = s->entries.count;
		mc_entries_add(&s->entries, MC_ENTRY_BUTTON, label)->id = id;
	}
	s->entries.items[at].label = label;
}
