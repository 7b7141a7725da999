/* SPDX-License-Identifier: MPL-2.0 */
/* command.c - the command line taken apart by the tables options.def and commands.def. */

#include <getopt.h>
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

#define TAKES(id) (1u << OPT_##id)
#define TAKES_ALWAYS                                                                            \
	(TAKES(DATA) | TAKES(CONFIG) | TAKES(GATEWAY) | TAKES(GATEWAY_KEY) | TAKES(OFFICER) | \
	 TAKES(JSON) | TAKES(HELP) | TAKES(VERSION))
#define TAKES_QUESTION                                                                  \
	(TAKES(NAME) | TAKES(BORN) | TAKES(CARD) | TAKES(MRZ) | TAKES(PROCEDURE) | \
	 TAKES(PURPOSE) | TAKES(WAIT))

_Static_assert(OPT_COUNT <= 32, "the options of a command are bits of an unsigned");

enum { FIRST_LONG = 256, NOTHING = no_argument, TEXT = required_argument,
       MAYBE = optional_argument };

static const struct option long_options[] = {
#define OPTION(id, name, follows, value, help) { name, follows, NULL, FIRST_LONG + OPT_##id },
#include "app/options.def"
#undef OPTION
	{NULL, 0, NULL, 0},
};

static const struct app_command commands[] = {
#define GROUP(word, help)
#define COMMAND(word, verb, run, fewest, most, takes, operands, help) \
	{word, verb, run, fewest, most, takes, operands, help},
#include "app/commands.def"
#undef COMMAND
#undef GROUP
};

static const struct {
	const char *word, *help;
} groups[] = {
#define GROUP(word, help) { word, help },
#define COMMAND(word, verb, run, fewest, most, takes, operands, help)
#include "app/commands.def"
#undef COMMAND
#undef GROUP
};

const struct app_command *app_command_at(size_t i)
{
	return i < MC_COUNT(commands) ? &commands[i] : NULL;
}

const char *app_group_help(const char *word)
{
	for (size_t i = 0; i < MC_COUNT(groups); i++) {
		if (!strcmp(groups[i].word, word)) {
			return groups[i].help;
		}
	}
	return NULL;
}

static void take_option(struct app *app, int id, const char *value)
{
	app->option[id] = value ? value : "";
	if (id == OPT_ATTACH) {
		const char **it = mc_vec_push(&app->attach);

		if (it) {
			*it = value;
		}
	}
	app->json = app->json || id == OPT_JSON;
}

/* A script that asked for JSON gets its errors as JSON, wherever the fault stands. */
static bool wants_json(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		if (!strcmp(argv[i], "--json")) {
			return true;
		}
	}
	return false;
}

/* One pass: an option means the same with every command, so the words in between
 * may come in any order. */
static enum mc_code take_options(struct app *app, int argc, char **argv, struct mc_err *why)
{
	int option;

	app->json = wants_json(argc, argv);
	opterr = 0;
	optind = 0; /* GNU: start afresh */
	while ((option = getopt_long(argc, argv, ":hV", long_options, NULL)) != -1) {
		if (option == 'h' || option == 'V') {
			take_option(app, option == 'h' ? OPT_HELP : OPT_VERSION, NULL);
		} else if (option == ':') {
			return mc_fail(why, MC_E_USAGE, _("option %s needs a value"),
				       argv[optind - 1]);
		} else if (option < FIRST_LONG) {
			return mc_fail(why, MC_E_USAGE, _("unknown option %s"), argv[optind - 1]);
		} else {
			take_option(app, option - FIRST_LONG, optarg);
		}
	}
	app->words = argv + optind;
	app->word_count = argc - optind;
	return MC_OK;
}

static const struct app_command *find(const char *word, const char *verb)
{
	for (size_t i = 0; i < MC_COUNT(commands); i++) {
		const struct app_command *it = &commands[i];

		if (!strcmp(it->word, word) &&
		    (it->verb ? verb && !strcmp(it->verb, verb) : true)) {
			return it;
		}
	}
	return NULL;
}

static enum mc_code find_command(struct app *app, struct mc_err *why)
{
	const char *word = app->words[0], *verb = app->word_count > 1 ? app->words[1] : NULL;
	const struct app_command *command = find(word, verb);
	int used;

	if ((!command || !command->verb) && app->option[OPT_HELP] && app_group_help(word)) {
		return MC_OK; /* the help of the group */
	}
	if (!command && app_group_help(word)) {
		return mc_fail(why, MC_E_USAGE, _("%s: which of its commands?"), word);
	}
	if (!command) {
		return mc_fail(why, MC_E_USAGE, _("unknown command '%.40s'"), word);
	}
	used = command->verb ? 2 : 1;
	app->command = command;
	app->words += used;
	app->word_count -= used;
	return MC_OK;
}

static enum mc_code check_options(const struct app *app, struct mc_err *why)
{
	unsigned takes = TAKES_ALWAYS | (app->command ? app->command->takes : 0);

	for (int id = 0; id < OPT_COUNT; id++) {
		if (app->option[id] && !(takes & 1u << id)) {
			return mc_fail(why, MC_E_USAGE, _("unknown option --%s"),
				       long_options[id].name);
		}
	}
	return MC_OK;
}

static enum mc_code check_words(const struct app *app, struct mc_err *why)
{
	const struct app_command *command = app->command;

	if (command && app->word_count < command->fewest) {
		return mc_fail(why, MC_E_USAGE, _("%s is missing"), command->operands);
	}
	if (command && app->word_count > command->most) {
		return mc_fail(why, MC_E_USAGE, "%s", _("too many words"));
	}
	return MC_OK;
}

enum mc_code app_parse(struct app *app, int argc, char **argv, struct mc_err *why)
{
	enum mc_code code = take_options(app, argc, argv, why);

	if (!code && app->word_count) {
		code = find_command(app, why);
	}
	if (!code) {
		code = check_options(app, why);
	}
	if (!code && !app->option[OPT_HELP] && !app->option[OPT_VERSION]) {
		code = check_words(app, why);
	}
	return code;
}
