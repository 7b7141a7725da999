/* SPDX-License-Identifier: MPL-2.0 */
/* options.c - the command line, as a table. */
#include <getopt.h>
#include <stddef.h>
#include <string.h>

#include "gateway/cmd.h"
#include "motcua/base/mem.h"

static const struct option names[] = {
	{"demo", no_argument, NULL, 0},		 {"help", no_argument, NULL, 1},
	{"listen", required_argument, NULL, 2},	 {"data", required_argument, NULL, 3},
	{"seed", required_argument, NULL, 4},	 {"tls-cert", required_argument, NULL, 5},
	{"tls-key", required_argument, NULL, 6}, {"client-ca", required_argument, NULL, 7},
	{"case", required_argument, NULL, 8},	 {"revoke", required_argument, NULL, 9},
	{"version", no_argument, NULL, 10},	 {"text", required_argument, NULL, 11},
	{"field", required_argument, NULL, 12},	 {"days", required_argument, NULL, 13},
	{"branch", required_argument, NULL, 14}, {"from", required_argument, NULL, 15},
	{"until", required_argument, NULL, 16},	 {"verify", no_argument, NULL, 17},
	{"connections", required_argument, NULL, 18},
	{"per-address", required_argument, NULL, 19},
	{NULL, 0, NULL, 0},
};

/* Where an option's value goes; the flags stand apart. */
static const size_t places[MC_COUNT(names)] = {
	[2] = offsetof(struct mc_options, listen),    [3] = offsetof(struct mc_options, data),
	[4] = offsetof(struct mc_options, seed),      [5] = offsetof(struct mc_options, tls_cert),
	[6] = offsetof(struct mc_options, tls_key),   [7] = offsetof(struct mc_options, client_ca),
	[8] = offsetof(struct mc_options, case_name), [9] = offsetof(struct mc_options, revoke),
	[11] = offsetof(struct mc_options, text),     [12] = offsetof(struct mc_options, field),
	[13] = offsetof(struct mc_options, days),     [14] = offsetof(struct mc_options, branch),
	[15] = offsetof(struct mc_options, from),     [16] = offsetof(struct mc_options, until),
	[18] = offsetof(struct mc_options, connections),
	[19] = offsetof(struct mc_options, per_address),
};

static void take(struct mc_options *options, int which, const char *value)
{
	if (which == 0) {
		options->demo = true;
	} else if (which == 1) {
		options->help = true;
	} else if (which == 17) {
		options->verify = true;
	} else if (which == 10) {
		options->command = "version";
	} else {
		memcpy((char *)options + places[which], &value, sizeof(value));
	}
}

static int operands_of(const char *command)
{
	static const struct {
		const char *command;
		int operands;
	} table[] = {{"import", 1}, {"event", 2}, {"pack", 2}, {"keys", 1}};

	for (size_t i = 0; i < MC_COUNT(table); i++) {
		if (!strcmp(table[i].command, command)) {
			return table[i].operands;
		}
	}
	return 0;
}

enum mc_code mc_options_parse(int argc, char **argv, struct mc_options *ret, struct mc_err *why)
{
	struct mc_options options = {.command = NULL};
	int which;

	opterr = 0;
	optind = 0;
	while ((which = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (which == '?' || which == ':') {
			return mc_fail(why, MC_E_USAGE, "%s", argv[optind - 1]);
		}
		take(&options, which, optarg);
	}
	if (optind < argc) {
		options.command = argv[optind++];
	}
	if (optind < argc && operands_of(options.command) > 0) {
		options.operand = argv[optind++];
	}
	if (optind < argc && operands_of(options.command) > 1) {
		options.operand2 = argv[optind++];
	}
	if (optind < argc) {
		return mc_fail(why, MC_E_USAGE, "%s", argv[optind]);
	}
	*ret = options;
	return MC_OK;
}
