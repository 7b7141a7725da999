/* SPDX-License-Identifier: MPL-2.0 */
/* view_help.c - help for what is focused, then the keys that work there. */
#include "ui/lines.h"
#include "ui/shell.h"

struct state {
	struct mc_lines lines;
};

static const struct {
	const char *keys, *does;
} everywhere[] = {
	{"Esc", N_("back one level")},
	{"Enter, Tab, ↓", N_("next field; nothing is ever sent by Enter in a field")},
	{"Shift-Tab, ↑", N_("field before")},
	{"Esc 1 ... Esc 0", N_("the same as F1 ... F10")},
	{"← → Home End", N_("move in the field; also Ctrl-A, Ctrl-E")},
	{"Ctrl-U, Ctrl-K", N_("clear to the start, to the end of the field")},
	{"Ctrl-Space", N_("Vietnamese typing on or off")},
	{"Ctrl-R", N_("give the word being typed back as raw keys")},
	{"Ctrl-N", N_("new dossier")},
	{"Ctrl-B, Ctrl-F", N_("due dates; find a dossier or a person")},
	{"Ctrl-O, Ctrl-P", N_("officer; settings")},
	{"Ctrl-G", N_("lock the screen: nothing is shown until your number is typed")},
	{"Ctrl-L", N_("paint the screen again")},
	{"Ctrl-T", N_("training: cut or restore the link")},
	{"Ctrl-Q", N_("leave the program")},
};

static void add_keys(struct mc_lines *lines, const struct mc_view_key *keys)
{
	char name[16];

	for (; keys && keys->key; keys++) {
		if (keys->label) {
			mc_key_name(keys->key, name);
			mc_lines_pair(lines, name, _(keys->label));
		}
	}
}

/* A dialog is answered first: of the keys that mean the same everywhere only help works there. */
static void add_fixed_keys(struct mc_lines *lines, bool overlay)
{
	const struct mc_view_key help[] = {mc_shell_keys[0], {0, NULL, NULL}};

	add_keys(lines, overlay ? help : mc_shell_keys);
}

static enum mc_code help_open(struct mc_view *view, const union mc_view_arg *arg,
			      struct mc_err *why)
{
	struct state *s = view->state;
	const struct mc_view *of = view->below;

	(void)arg;
	(void)why;
	mc_lines_init(&s->lines);
	if (view->ui->help.len) {
		mc_lines_text(&s->lines, MC_STYLE_PLAIN, view->ui->help.data);
		mc_lines_text(&s->lines, MC_STYLE_PLAIN, "");
	}
	if (of) {
		mc_lines_text(&s->lines, MC_STYLE_HEAD, _("Keys on this screen"));
		add_keys(&s->lines, of->keys);
		add_keys(&s->lines, of->more);
		add_fixed_keys(&s->lines, of->overlay);
		mc_lines_text(&s->lines, MC_STYLE_PLAIN, "");
	}
	mc_lines_text(&s->lines, MC_STYLE_HEAD, _("Keys everywhere"));
	for (size_t i = 0; i < MC_COUNT(everywhere); i++) {
		mc_lines_pair(&s->lines, everywhere[i].keys, _(everywhere[i].does));
	}
	return MC_OK;
}

static void help_close(struct mc_view *view)
{
	struct state *s = view->state;

	mc_lines_done(&s->lines);
}

static unsigned help_event(struct mc_view *view, const struct mc_event *event)
{
	struct state *s = view->state;

	if (event->kind == MC_EVENT_KEY && event->key == MC_KEY_F(1)) {
		return MC_VIEW_CLOSE;
	}
	return mc_view_read(view, &s->lines, event);
}

static void help_draw(const struct mc_view *view, struct mc_canvas *canvas)
{
	const struct state *s = view->state;

	mc_view_page(&s->lines, canvas);
}

const struct mc_view_ops mc_view_help = {
	.name = "help",
	.title = N_("Help"),
	.state_size = sizeof(struct state),
	.open = help_open,
	.event = help_event,
	.draw = help_draw,
	.close = help_close,
};
