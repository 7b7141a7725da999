/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view_settings.c - the settings that officers change themselves, and the first start.
 *
 * One table: what stands on the screen, in which file line it is kept, and whether the
 * first start asks for it. A classroom changes only how one types and reads.
 *
 * The commune is kept as its code and shown by its name: typed, or found by a part of it (F4).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "ui/entries.h"
#include "ui/view.h"

#define WIDTH 76
#define WORDS_MAX 4

struct setting {
	const char *section, *key;
	const char *label, *hint, *help; /* N_(); hint may be NULL */
	enum mc_edit_use use;            /* of a text */
	size_t letters;
	const char *words[WORDS_MAX + 1]; /* of a choice: as they stand in the file */
	const char *names[WORDS_MAX + 1]; /* N_() or as they are */
	bool first, training;
};

static const struct setting settings[] = {
	{ "office", "commune", N_("Commune"), NULL,
	  N_("The office's commune, ward or special zone and its province: F4 finds it by a part of "
	     "the name. New forms have its People's Committee and police in them."),
	  MC_EDIT_WORDS, 150, {NULL}, {NULL}, true, false },
	{ "office", "name", N_("Office"), NULL,
	  N_("The office's name as it stands in the first row and on slips."), MC_EDIT_WORDS, 120,
	  {NULL}, {NULL}, true, false },
	{ "office", "terminal_label", N_("This counter"), NULL,
	  N_("A name for this counter, so that the province can tell the desks of an office "
	     "apart."),
	  MC_EDIT_WORDS, 60, {NULL}, {NULL}, false, false },
	{ "gateway", "url", N_("Gateway address"), "https://",
	  N_("The province gives it: https://name:port. Without one drafts can be made, and "
	     "nothing is sent."),
	  MC_EDIT_CODES, 250, {NULL}, {NULL}, true, false },
	{ "gateway", "gateway_key", N_("Gateway key file"), NULL,
	  N_("Where gateway.keys of the province lies. Empty: /etc/motcua/gateway.keys. Compare "
	     "its fingerprint with the one on paper."),
	  MC_EDIT_CODES, 250, {NULL}, {NULL}, true, false },
	{ "gateway", "enrol_code", N_("Enrolment code"), "XXXXX-XXXXX",
	  N_("The one-time code that the province gives for this computer."), MC_EDIT_CODES, 20,
	  {NULL}, {NULL}, true, false },
	{ "input", "method", N_("Vietnamese typing"), NULL,
	  N_("Left and Right change it. Ctrl-Space turns typing on and off in any field."),
	  MC_EDIT_WORDS, 0, {"telex", "vni", "viqr", "off"},
	  {"Telex", "VNI", "VIQR", N_("off")}, true, true },
	{ "input", "tone_style", N_("Tone marks"), NULL,
	  N_("Where the tone stands in oa, oe, uy. Statutes write it the first way."),
	  MC_EDIT_WORDS, 0, {"old", "new"}, {"hòa, thúy", "hoà, thuý"}, false, true },
	{ "scanner", "device", N_("Card scanner"), "/dev/ttyACM0",
	  N_("A scanner on a serial line: the device it appears as. One that types like a keyboard "
	     "needs nothing here. From the next start on."),
	  MC_EDIT_CODES, 100, {NULL}, {NULL}, false, true },
	{ "screen", "reader", N_("For a screen reader"), NULL,
	  N_("For speech and braille: no frames, no marks; hints and messages stand at the end of "
	     "the cursor's line."),
	  MC_EDIT_WORDS, 0, {"no", "yes"}, {N_("no"), N_("yes")}, false, true },
	{ "screen", "lock_after", N_("Lock the screen"), NULL,
	  N_("After so long without a key nothing of a citizen is shown until your number is typed. "
	     "Ctrl-G locks at once."),
	  MC_EDIT_WORDS, 0, {"0", "5", "15", "30"},
	  {N_("only by Ctrl-G"), N_("after 5 minutes"), N_("after 15 minutes"), N_("after 30 minutes")},
	  false, true },
	{ "screen", "mouse", N_("Mouse"), NULL,
	  N_("A click moves to an item or presses a key of the last row, the wheel scrolls. From "
	     "the next start on."),
	  MC_EDIT_WORDS, 0, {"no", "yes"}, {N_("no"), N_("yes")}, false, true },
	{ "ui", "language", N_("Language"), NULL,
	  N_("The language of screens and messages, from the next start on."), MC_EDIT_WORDS, 0,
	  {"vi", "en"}, {"Tiếng Việt", "English"}, false, true },
};

struct state {
	struct mc_entries entries;
	const struct setting *of[MC_ENTRIES_MAX]; /* beside each entry; NULL: a button */
	/* Of a choice; what the file has and the screen does not offer stays one of them. */
	const char *names[MC_ENTRIES_MAX][WORDS_MAX + 2], *words[MC_ENTRIES_MAX][WORDS_MAX + 2];
	char commune[MC_PLACE_CODE_LEN]; /* the code of what stands in its entry */
	bool first;
};

enum { TAG_COMMUNE = 1, SHOWN_LEN = 400 };

static bool is_commune(const struct setting *setting)
{
	return setting && strcmp(setting->key, "commune") == 0;
}

static const char *kept(const struct mc_view *view, const struct setting *setting)
{
	return mc_desk_setting(view->ui->desk, setting->section, setting->key);
}

/* As it stands on the screen. A code that the table does not know is seen as it is. */
static void shown(const struct mc_view *view, const struct setting *setting, char ret[SHOWN_LEN])
{
	if (!is_commune(setting) || !mc_desk_commune(view->ui->desk, ret, SHOWN_LEN)) {
		snprintf(ret, SHOWN_LEN, "%s", kept(view, setting));
	}
}

static unsigned save(struct mc_view *view);
static unsigned list(struct mc_view *view);

static const struct mc_view_key keys[] = {
	{MC_KEY_F(2), N_("Save"), save},
	{MC_KEY_F(4), N_("List"), list},
	{MC_KEY_ENTER, N_("Next"), NULL},
	{MC_KEY_ESC, N_("Back"), NULL},
	{0, NULL, NULL},
};

/* ---- opening */

static void add_text(struct mc_view *view, const struct setting *setting)
{
	struct state *s = view->state;
	struct mc_entry *entry = mc_entries_add(&s->entries, MC_ENTRY_TEXT, _(setting->label));
	char text[SHOWN_LEN];

	shown(view, setting, text);
	entry->hint = setting->hint;
	mc_edit_init(&entry->edit, setting->use, setting->letters, &view->ui->typing);
	mc_edit_set(&entry->edit, text);
}

static void add_choice(struct mc_view *view, const struct setting *setting)
{
	struct state *s = view->state;
	const char **names = s->names[s->entries.count], **words = s->words[s->entries.count];
	struct mc_entry *entry = mc_entries_add(&s->entries, MC_ENTRY_CHOICE, _(setting->label));

	entry->chosen = -1;
	for (; setting->words[entry->names_count]; entry->names_count++) {
		const char *name = setting->names[entry->names_count];

		names[entry->names_count] = _(name);
		words[entry->names_count] = setting->words[entry->names_count];
		if (strcmp(words[entry->names_count], kept(view, setting)) == 0) {
			entry->chosen = entry->names_count;
		}
	}
	if (entry->chosen < 0) {
		entry->chosen = entry->names_count++;
		names[entry->chosen] = words[entry->chosen] = kept(view, setting);
	}
	entry->names = names;
}

static enum mc_code settings_open(struct mc_view *view, const union mc_view_arg *arg,
				  struct mc_err *why)
{
	struct state *s = view->state;

	(void)why;
	s->first = arg->settings.first;
	view->overlay = true;
	view->keys = keys;
	for (size_t i = 0; i < MC_COUNT(settings); i++) {
		const struct setting *setting = &settings[i];

		if ((s->first && !setting->first) ||
		    (mc_desk_training(view->ui->desk) && !setting->training)) {
			continue;
		}
		s->of[s->entries.count] = setting;
		if (setting->words[0]) {
			add_choice(view, setting);
		} else {
			add_text(view, setting);
		}
	}
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, _("Save"));
	mc_entries_add(&s->entries, MC_ENTRY_BUTTON, s->first ? _("Later") : _("Cancel"));
	mc_entries_keep(&s->entries);
	return MC_OK;
}

static void settings_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_entries_done(&s->entries);
}

/* ---- the list of communes */

static void name_of(const struct mc_places *places, const struct mc_area *commune,
		    char ret[MC_OFFICE_NAME_LEN])
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());

	if (!mc_office_place(places, commune->code, &today, ret, MC_OFFICE_NAME_LEN)) {
		ret[0] = '\0';
	}
}

/* Of the whole country, by name and province: typing finds one of 3,321. */
static void pick(struct mc_view *view, const struct mc_places *places)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	char **rows = mc_calloc(places->communes.len + 1, sizeof(*rows));
	int *answers = mc_calloc(places->communes.len + 1, sizeof(*answers));
	int count = 0, n = 0;

	MC_VEC_EACH(&places->communes, struct mc_area, commune) {
		char name[MC_OFFICE_NAME_LEN];

		if (mc_place_exists(commune, &today)) {
			name_of(places, commune, name);
			rows[count] = mc_strdup(name);
			answers[count++] = n;
		}
		n++;
	}
	mc_ui_open(view->ui, MC_VIEW_PICK, TAG_COMMUNE,
		   &(union mc_view_arg){ .pick = { .title = _("Commune"),
						   .rows = (const char *const *)rows,
						   .answers = answers,
						   .count = count } });
	while (count > 0) {
		free(rows[--count]);
	}
	free(rows);
	free(answers);
}

static unsigned list(struct mc_view *view)
{
	struct state *s = view->state;
	const struct mc_places *places;
	struct mc_err why;
	enum mc_code code;

	if (!is_commune(s->of[s->entries.focus])) {
		mc_ui_say(view->ui, "%s", _("There is no list of values for this field."));
		return MC_VIEW_TAKEN;
	}
	code = mc_desk_places(view->ui->desk, &places, &why);
	if (code) {
		mc_ui_fail(view->ui, code, &why);
	} else {
		pick(view, places);
	}
	return MC_VIEW_TAKEN;
}

/* The office is called after it, until it calls itself otherwise. */
static void picked(struct mc_view *view, int n)
{
	struct state *s = view->state;
	const struct mc_places *places;
	const struct mc_area *commune = NULL;
	char name[MC_OFFICE_NAME_LEN];

	if (n >= 0 && !mc_desk_places(view->ui->desk, &places, NULL)) {
		commune = mc_vec_at(&places->communes, (size_t)n);
	}
	if (!commune) {
		return;
	}
	name_of(places, commune, name);
	mc_edit_set(&s->entries.items[s->entries.focus].edit, name);
	for (int i = 0; i < s->entries.count && s->of[i]; i++) {
		struct mc_edit *edit = &s->entries.items[i].edit;

		if (strcmp(s->of[i]->section, "office") == 0 &&
		    strcmp(s->of[i]->key, "name") == 0 && !edit->text.len) {
			char own[MC_OFFICE_NAME_LEN], unit[MC_PLACE_NAME_LEN + 24];

			mc_place_format(commune, unit, sizeof(unit));
			snprintf(own, sizeof(own), "UBND %s", unit);
			mc_edit_set(edit, own);
		}
	}
}

/* ---- saving */

/* The code of the commune that stands there; the focus goes to one that is none. */
static enum mc_code resolve(struct mc_view *view, struct mc_err *why)
{
	struct state *s = view->state;
	enum mc_code code = MC_OK;

	for (int i = 0; i < s->entries.count && s->of[i] && !code; i++) {
		char text[SHOWN_LEN];

		if (!is_commune(s->of[i])) {
			continue;
		}
		shown(view, s->of[i], text);
		if (strcmp(text, s->entries.items[i].edit.text.data) == 0) {
			MC_COPY(s->commune, kept(view, s->of[i]));
			continue;
		}
		code = mc_desk_commune_find(view->ui->desk, s->entries.items[i].edit.text.data,
					    s->commune, why);
		if (code) {
			mc_entries_focus(&s->entries, i);
		}
	}
	return code;
}

static const char *value_of(const struct state *s, int entry)
{
	const struct mc_entry *e = &s->entries.items[entry];

	if (is_commune(s->of[entry])) {
		return s->commune;
	}
	return e->kind == MC_ENTRY_TEXT ? e->edit.text.data : s->words[entry][e->chosen];
}

/* What stands otherwise on the screen than in the file. */
static size_t collect(const struct mc_view *view, struct mc_config_change *ret)
{
	const struct state *s = view->state;
	size_t count = 0;

	for (int i = 0; i < s->entries.count && s->of[i]; i++) {
		if (strcmp(value_of(s, i), kept(view, s->of[i])) != 0) {
			ret[count++] = (struct mc_config_change){ s->of[i]->section, s->of[i]->key,
								  value_of(s, i) };
		}
	}
	return count;
}

static unsigned save(struct mc_view *view)
{
	struct mc_ui *ui = view->ui;
	struct mc_config_change changes[MC_ENTRIES_MAX];
	size_t count = 0;
	struct mc_err why;
	enum mc_code code = resolve(view, &why);

	if (code == MC_OK) {
		count = collect(view, changes);
	}
	if (count) {
		code = mc_desk_save_settings(ui->desk, changes, count, &why);
	}
	if (code != MC_OK) {
		mc_ui_fail(ui, code, &why);
		return MC_VIEW_TAKEN;
	}
	ui->typing.method = mc_desk_typing(ui->desk);
	ui->typing.style = mc_desk_tone_style(ui->desk);
	ui->reader = strcmp(mc_desk_setting(ui->desk, "screen", "reader"), "yes") == 0;
	mc_desk_status(ui->desk, &ui->status);
	mc_ui_say(ui, "%s", count ? _("The settings are saved.") : _("Nothing was changed."));
	return mc_view_answer(view, 0, NULL);
}

/* ---- acting and drawing */

static unsigned settings_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;
	const struct setting *focused = s->of[s->entries.focus];

	if (event->kind == MC_EVENT_HELP) {
		mc_ui_help(view->ui, "%s",
			   focused ? _(focused->help) :
				     _("Saved in your own motcua.conf; what the office set stays "
				       "for the others."));
		return MC_VIEW_TAKEN;
	}
	if (event->kind == MC_EVENT_RESULT) {
		picked(view, event->choice);
		return MC_VIEW_TAKEN;
	}
	switch (mc_entries_event(&s->entries, event)) {
	case MC_ENTRIES_PRESSED:
		return s->entries.focus == s->entries.count - 1 ? MC_VIEW_CLOSE : save(view);
	case MC_ENTRIES_IGNORED:
		return MC_VIEW_IGNORED;
	default:
		return MC_VIEW_TAKEN;
	}
}

static void settings_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;
	const struct setting *focused = s->of[s->entries.focus];
	const char *intro = s->first ? _("Three questions: the office, the gateway, how you type. "
					 "Enter goes on; all of it can be changed later (F10).") : "";
	int rows = mc_canvas_wrap(canvas, 0, 0, 0, WIDTH - 4, MC_STYLE_PLAIN, intro), row, col;

	rows += s->first;
	mc_view_box(canvas, rows + s->entries.count + 6, WIDTH,
		    s->first ? _("First start") : _("Settings"), &row, &col);
	mc_canvas_wrap(canvas, row, col, rows, WIDTH - 4, MC_STYLE_PLAIN, intro);
	row += rows + mc_entries_draw(&s->entries, canvas, row + rows, col, WIDTH - 4);
	if (focused) {
		mc_view_detail(canvas, row + 1, col, 3, WIDTH - 4, _(focused->help));
	}
}

static const struct mc_edit *settings_edit(const struct mc_view *view)
{
	const struct state *s = view->state;

	return mc_entries_edit(&s->entries);
}

static bool settings_typed(const struct mc_view *view)
{
	const struct state *s = view->state;

	return mc_entries_changed(&s->entries);
}

const struct mc_view_ops mc_view_settings = {
	.name = "settings",
	.title = N_("Settings"),
	.state_size = sizeof(struct state),
	.open = settings_open,
	.event = settings_event,
	.draw = settings_draw,
	.edit = settings_edit,
	.typed = settings_typed,
	.close = settings_close,
};
