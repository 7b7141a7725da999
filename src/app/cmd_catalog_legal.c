/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_catalog_legal.c - motcua catalog legal: papers once demanded, and what ended that. */

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

static const char *text_of(const struct mc_label *label)
{
	return mc_label_text(label, mc_i18n_language());
}

/* "Luật Cư trú 2020, điều 38  01/07/2021 - 28/02/2027" */
static void legal_text(struct app *app, const struct mc_vec *texts)
{
	MC_VEC_EACH(texts, const struct mc_legal, legal) {
		char from[MC_DATE_LEN], until[MC_DATE_LEN];

		mc_date_format(&legal->from, from);
		mc_date_format(&legal->until, until);
		app_line(app, "  %s%s%s%s%s%s%s", legal->text, legal->article ? ", " : "",
			 legal->article ? legal->article : "", *from || *until ? "  " : "", from,
			 *until ? " - " : "", until);
	}
}

static void legal_json(struct app *app, const char *key, const struct mc_vec *texts)
{
	mc_jw_array(&app->w, key);
	MC_VEC_EACH(texts, const struct mc_legal, legal) {
		char from[MC_DATE_LEN], until[MC_DATE_LEN];

		mc_date_format_iso(&legal->from, from);
		mc_date_format_iso(&legal->until, until);
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "text", legal->text);
		mc_jw_text_if(&app->w, "article", legal->article);
		mc_jw_text_if(&app->w, "from", from);
		mc_jw_text_if(&app->w, "until", until);
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
}

/* ---- one note, whole */

/* Every procedure of the catalogue that names it, each handed to `take`. */
static void each_that_asked(struct app *app, const char *id,
			    void (*take)(struct app *app, const struct mc_procedure *procedure))
{
	for (size_t i = 0; i < mc_desk_procedure_count(app->desk); i++) {
		const struct mc_catalog_entry *entry = mc_desk_procedure_at(app->desk, i);

		if (entry->procedure && mc_procedure_once_asked(entry->procedure, id)) {
			take(app, entry->procedure);
		}
	}
}

static void procedure_json(struct app *app, const struct mc_procedure *procedure)
{
	mc_jw_text(&app->w, NULL, procedure->code);
}

static void procedure_text(struct app *app, const struct mc_procedure *procedure)
{
	app_cell(app, "", 0);
	app_cell(app, procedure->code, 10);
	app_line(app, "%s", text_of(&procedure->title));
}

static void note_json(struct app *app, const struct mc_legal_note *note)
{
	char since[MC_DATE_LEN];

	mc_date_format_iso(&note->since, since);
	mc_jw_text(&app->w, "id", note->id);
	mc_jw_text(&app->w, "version", note->version);
	mc_jw_text(&app->w, "name", text_of(&note->name));
	legal_json(app, "demanded", &note->demanded);
	legal_json(app, "ended", &note->ended);
	mc_jw_text(&app->w, "since", since);
	mc_jw_text(&app->w, "database", text_of(&note->database));
	mc_jw_text(&app->w, "stead", text_of(&note->stead));
	mc_jw_text(&app->w, "when_wrong", text_of(&note->when_wrong));
	mc_jw_text(&app->w, "must_not", text_of(&note->must_not));
	mc_jw_text(&app->w, "source", note->source);
	mc_jw_array(&app->w, "unconfirmed");
	MC_VEC_EACH(&note->unconfirmed, char *, member) {
		mc_jw_text(&app->w, NULL, *member);
	}
	mc_jw_array_end(&app->w);
}

static void show_note(struct app *app, const struct mc_legal_note *note)
{
	char since[MC_DATE_LEN];

	if (app->json) {
		app_object(app, NULL);
		note_json(app, note);
		mc_jw_array(&app->w, "procedures");
		each_that_asked(app, note->id, procedure_json);
		mc_jw_array_end(&app->w);
		mc_jw_object_end(&app->w);
		return;
	}
	mc_date_format(&note->since, since);
	app_line(app, "%s (%s)", text_of(&note->name), note->id);
	app_line(app, "%s", _("Was demanded by:"));
	legal_text(app, &note->demanded);
	app_line(app, "%s", _("That was ended by:"));
	legal_text(app, &note->ended);
	app_pair(app, _("Not to be demanded since"), since);
	app_pair(app, _("In its place"), text_of(&note->database));
	app_line(app, "%s", text_of(&note->stead));
	app_pair(app, _("When the data are wrong"), text_of(&note->when_wrong));
	app_pair(app, _("What nobody may do"), text_of(&note->must_not));
	app_pair(app, _("Source"), note->source);
	app_line(app, "%s", _("Procedures that once asked for it:"));
	each_that_asked(app, note->id, procedure_text);
}

/* ---- the list, and what concerns one procedure */

static void entry_json(struct app *app, const struct mc_legal_entry *entry)
{
	char since[MC_DATE_LEN];

	app_object(app, NULL);
	mc_jw_text(&app->w, "id", entry->id);
	if (entry->note) {
		mc_date_format_iso(&entry->note->since, since);
		mc_jw_text(&app->w, "name", text_of(&entry->note->name));
		mc_jw_text(&app->w, "since", since);
		mc_jw_text(&app->w, "database", text_of(&entry->note->database));
	} else {
		app_json_error(app, "error", MC_E_LEGAL_FILE, &entry->why);
	}
	mc_jw_object_end(&app->w);
}

static void entry_text(struct app *app, const struct mc_legal_entry *entry)
{
	char since[MC_DATE_LEN];

	app_cell(app, entry->id, 24);
	if (!entry->note) {
		app_line(app, "[%s] %s (%s)", mc_error_info(MC_E_LEGAL_FILE)->code,
			 _(mc_error_info(MC_E_LEGAL_FILE)->text), entry->why.detail);
		return;
	}
	mc_date_format(&entry->note->since, since);
	app_cell(app, since, 10);
	app_line(app, "%s", text_of(&entry->note->name));
}

/* of: only those that a paper of this procedure names; NULL = all. */
static void list(struct app *app, const struct mc_procedure *of)
{
	if (app->json) {
		mc_jw_array(&app->w, NULL);
	}
	for (size_t i = 0; i < mc_desk_legal_count(app->desk); i++) {
		const struct mc_legal_entry *entry = mc_desk_legal_at(app->desk, i);

		if (!of || mc_procedure_once_asked(of, entry->id)) {
			(app->json ? entry_json : entry_text)(app, entry);
		}
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
	}
}

enum mc_code cmd_catalog_legal(struct app *app, struct mc_err *why)
{
	const struct mc_procedure *procedure;
	const struct mc_legal_note *note;
	enum mc_code code = app_open(app, why);

	if (code || !app->word_count) {
		if (!code) {
			list(app, NULL);
		}
		return code;
	}
	if (!mc_desk_procedure(app->desk, app->words[0], &procedure, NULL)) {
		list(app, procedure);
		return MC_OK;
	}
	code = mc_desk_legal_note(app->desk, app->words[0], &note, why);
	if (!code) {
		show_note(app, note);
	}
	return code;
}
