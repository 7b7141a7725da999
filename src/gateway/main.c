/* SPDX-License-Identifier: MPL-2.0 */
/* main.c - motcua-gateway: the subcommands, errors on stderr, sysexits. */
#include <stdio.h>
#include <string.h>

#include "gateway/cmd.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

static const struct {
	const char *name;
	mc_cmd *run;
	const char *help; /* msgid */
} commands[] = {
	{"serve", mc_cmd_serve, N_("take in dossiers and answer look-ups (the default)")},
	{"people", mc_cmd_people, N_("card texts of the demo's hard cases")},
	{"dossiers", mc_cmd_dossiers, N_("the dossiers taken in, as JSON")},
	{"import", mc_cmd_import, N_("take bundles in from a stick: FILE or DIR; prints JSON")},
	{"event", mc_cmd_event, N_("tell a terminal what became of a dossier: OUTCOME ID;"
				   " needs_supplement, payment_due, stopped, in_process, returned,"
				   " completed; --text, --field, --days, --verify")},
	{"pack", mc_cmd_pack, N_("publish files of the catalogue: NAME FOLDER; NAME is procedures,"
				 " holidays, places or legal; --from, --until")},
	{"terminals", mc_cmd_terminals, N_("the enrolled terminals, as JSON; --revoke ID")},
	{"enrol", mc_cmd_enrol, N_("print a one-time enrolment code, valid for 24 hours")},
	{"keys", mc_cmd_keys, N_("print the fingerprint of gateway.keys; list: the keys, as JSON;"
				 " rotate: make new ones that take over in a week, or --from")},
};

static void print_help(void)
{
	puts(_("usage: motcua-gateway [--demo] --listen ADDRESS --data DIR [--seed N]\n"
	       "                      [--tls-cert FILE --tls-key FILE [--client-ca FILE]]\n"
	       "                      [--connections N] [--per-address N]\n"
	       "       motcua-gateway COMMAND --data DIR\n"
	       "ADDRESS is unix:/path, 127.0.0.1:PORT or, with TLS, any HOST:PORT."));
	for (size_t i = 0; i < MC_COUNT(commands); i++) {
		printf("  %-10s %s\n", commands[i].name, _(commands[i].help));
	}
	printf("  %-10s %s\n", "version", _("print the version"));
}

static int fail(enum mc_code code, const struct mc_err *why)
{
	const struct mc_error_info *info = mc_error_info(code);

	fprintf(stderr, "motcua-gateway: [%s] %s%s%s%s\n", info->code, _(info->text),
		why->detail[0] ? " (" : "", why->detail, why->detail[0] ? ")" : "");
	return info->exit_status;
}

static enum mc_code dispatch(const struct mc_options *options, struct mc_err *why)
{
	const char *name = options->command ? options->command : "serve";

	for (size_t i = 0; i < MC_COUNT(commands); i++) {
		if (!strcmp(commands[i].name, name)) {
			return commands[i].run(options, why);
		}
	}
	return mc_fail(why, MC_E_USAGE, "%s", name);
}

int main(int argc, char **argv)
{
	struct mc_options options;
	struct mc_err why = {.detail = ""};
	enum mc_code code;

	mc_i18n_init(NULL);
	code = mc_options_parse(argc, argv, &options, &why);
	code = code ? code : mc_seal_init(&why);
	if (!code && options.help) {
		print_help();
	} else if (!code && options.command && !strcmp(options.command, "version")) {
		puts("motcua-gateway " MC_VERSION);
	} else if (!code) {
		code = dispatch(&options, &why);
	}
	if (!code && fflush(stdout)) {
		code = mc_fail(&why, MC_E_FILE_WRITE, "stdout");
	}
	return code ? fail(code, &why) : 0;
}
