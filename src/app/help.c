/* SPDX-License-Identifier: MPL-2.0 */
/* help.c - --help, made from the same tables as the parser: at most 24 rows of 80. */

#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"

enum { COLUMNS = 80, LEFT = 28, USAGE_LEFT = 7 };

static const struct {
	const char *name, *value, *help;
	bool maybe;
} options[] = {
#define NOTHING false
#define TEXT false
#define MAYBE true
#define OPTION(id, name, follows, value, help) { name, value, help, follows },
#include "app/options.def"
#undef OPTION
#undef NOTHING
#undef TEXT
#undef MAYBE
};

/* The last place at which a text may be broken to stay within so many columns. */
static size_t break_at(const char *text, int columns)
{
	size_t fit = mc_text_fit(text, columns, NULL), at = fit;

	if (!text[fit]) {
		return fit;
	}
	while (at > 0 && text[at] != ' ' && text[at - 1] != '|') {
		at--;
	}
	return at ? at : fit;
}

/* Words broken to the screen's width; the first row starts where the cursor is, the
 * later ones are indented by left. */
static void put_wrapped(struct app *app, const char *text, int left)
{
	while (*text) {
		size_t len = break_at(text, COLUMNS - left);

		mc_str_printf(&app->out, "%.*s\n", (int)len, text);
		text += len + strspn(text + len, " ");
		if (*text) {
			mc_str_printf(&app->out, "%*s", left, "");
		}
	}
}

static void put_row(struct app *app, const char *name, const char *help)
{
	mc_str_printf(&app->out, "  %-*s", LEFT - 2, name);
	if (strlen(name) > LEFT - 3) {
		mc_str_printf(&app->out, "\n%*s", LEFT, "");
	}
	put_wrapped(app, _(help), LEFT);
}

static void put_option(struct app *app, int id)
{
	char name[64];

	snprintf(name, sizeof(name), options[id].maybe ? "--%s[=%s]" : "--%s %s", options[id].name,
		 options[id].value ? options[id].value : "");
	put_row(app, name, options[id].help);
}

/* "dossier new|show|list": the verbs of a word. */
static void name_group(const char *word, char *ret, size_t size)
{
	size_t len = (size_t)snprintf(ret, size, "%s ", word);
	const struct app_command *it;

	for (size_t i = 0; (it = app_command_at(i)); i++) {
		if (!strcmp(it->word, word) && it->verb && len < size) {
			len += (size_t)snprintf(ret + len, size - len, "%s%s",
						ret[len - 1] == ' ' ? "" : "|", it->verb);
		}
	}
}

static void put_words(struct app *app)
{
	const struct app_command *it;
	const char *last = "";

	for (size_t i = 0; (it = app_command_at(i)); i++) {
		const char *group = app_group_help(it->word);

		if (strcmp(it->word, last)) {
			put_row(app, it->word, group ? group : it->help);
		}
		last = it->word;
	}
}

static void help_all(struct app *app)
{
	app_line(app, _("Usage: motcua [OPTIONS] [COMMAND [ARGUMENTS]]; without a command: the desk"));
	put_words(app);
	app_line(app, _("Options, before or after a command:"));
	for (int id = OPT_DATA; id <= OPT_VERSION; id++) {
		put_option(app, id);
	}
}

static void help_group(struct app *app, const char *word)
{
	const struct app_command *it;
	struct mc_str usage;
	char name[160];

	name_group(word, name, sizeof(name));
	mc_str_init(&usage, 400);
	mc_str_printf(&usage, _("Usage: motcua [OPTIONS] %s"), name);
	put_wrapped(app, usage.data, USAGE_LEFT);
	mc_str_done(&usage);
	for (size_t i = 0; (it = app_command_at(i)); i++) {
		if (!strcmp(it->word, word)) { /* of a word that is a command itself: its operand */
			put_row(app, it->verb ? it->verb : it->operands, it->help);
		}
	}
	app_line(app, _("Each has its own --help."));
}

static void put_usage(struct app *app, const struct app_command *command)
{
	struct mc_str usage;

	mc_str_init(&usage, 400);
	mc_str_printf(&usage, _("Usage: motcua [OPTIONS] %s%s%s%s%s"), command->word,
		      command->verb ? " " : "", command->verb ? command->verb : "",
		      *command->operands ? " " : "", command->operands);
	put_wrapped(app, usage.data, USAGE_LEFT);
	mc_str_done(&usage);
}

static void help_command(struct app *app, const struct app_command *command)
{
	put_usage(app, command);
	put_wrapped(app, _(command->help), 0);
	for (int id = 0; id < OPT_COUNT; id++) {
		if (command->takes & 1u << id) {
			put_option(app, id);
		}
	}
	app_line(app, _("Options for all commands: motcua --help"));
}

void app_help(struct app *app, const char *word)
{
	if (app->command) {
		help_command(app, app->command);
	} else if (word && app_group_help(word)) {
		help_group(app, word);
	} else {
		help_all(app);
	}
}
