/* SPDX-License-Identifier: MPL-2.0 */
/* cmd.h - the program's options and subcommands. */
#ifndef GATEWAY_CMD_H
#define GATEWAY_CMD_H

#include <stdbool.h>

#include "gateway/ledger.h"

/* All borrowed from argv; NULL = not given. */
struct mc_options {
	const char *command; /* NULL: serve */
	bool demo, help;
	bool verify; /* event */
	const char *listen, *data, *seed;
	const char *tls_cert, *tls_key, *client_ca;
	const char *connections, *per_address; /* numbers */
	const char *case_name; /* people */
	const char *revoke;    /* terminals */
	const char *text, *field, *days, *branch; /* event */
	const char *from, *until; /* pack: days; keys: an instant */
	const char *operand;   /* import: the file; event: the outcome; pack: its name; keys: the act */
	const char *operand2;  /* event: the dossier; pack: the folder */
};

enum mc_code mc_options_parse(int argc, char **argv, struct mc_options *ret,
			      struct mc_err *why) MC_CHECKED;

/* Each prints its result on stdout; the caller prints the error. */
typedef enum mc_code mc_cmd(const struct mc_options *options, struct mc_err *why);
mc_cmd mc_cmd_serve, mc_cmd_people, mc_cmd_dossiers, mc_cmd_enrol, mc_cmd_keys, mc_cmd_terminals,
	mc_cmd_import, mc_cmd_event, mc_cmd_pack;

/* Open the ledger in --data; MC_E_USAGE without it. Close it with ops->close. */
enum mc_code mc_cmd_ledger(const struct mc_options *options, enum mc_ledger_mode mode,
			   struct mc_ledger *ret, struct mc_err *why) MC_CHECKED;
/* The population's seed: what --seed said when it was last given, else the default. */
enum mc_code mc_cmd_seed(const struct mc_ledger *ledger, const char *given, uint64_t *ret,
			 struct mc_err *why) MC_CHECKED;

#endif
