/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pack.h - packs of the catalogue (FORMATS 15): what the gateway signs about files, and the
 * readers that each file has to pass before it is signed.
 */
#ifndef MOTCUA_WIRE_PACK_H
#define MOTCUA_WIRE_PACK_H

#include "motcua/domain/pack.h"
#include "motcua/wire/message.h"

#define MC_PACK_FILES_MAX 1000
#define MC_PACKS_MAX 16 /* in one list */

struct mc_pack_file {
	char name[MC_WORD_LEN];
	int64_t size;
	char sha256[MC_DIGEST_LEN];
};
struct mc_pack {
	char name[16];
	int64_t at;
	struct mc_date from, until; /* until: not set = open */
	struct mc_vec files;	    /* struct mc_pack_file, by name */
};
void mc_pack_init(struct mc_pack *pack);
void mc_pack_done(struct mc_pack *pack);
void mc_pack_format(const struct mc_pack *pack, struct mc_str *ret);
/* ret is initialised here, on success only. MC_E_JSON_*. */
enum mc_code mc_pack_parse(struct mc_slice payload, struct mc_pack *ret,
			   struct mc_err *why) MC_CHECKED;

/* The list that an address gives: statements (char *), the oldest first. */
void mc_packs_format(const struct mc_vec *statements, struct mc_str *ret);
/* ret is made here; to be ended with mc_packs_done(). */
enum mc_code mc_packs_parse(struct mc_slice json, struct mc_vec *ret,
			    struct mc_err *why) MC_CHECKED;
void mc_packs_done(struct mc_vec *statements);

/* ---- before it is signed */

struct mc_pack_source {
	char name[MC_WORD_LEN];
	struct mc_str text;
};
struct mc_pack_fault {
	char file[MC_WORD_LEN];
	struct mc_file_fault at; /* line 0: the file as a whole */
};
/* Everything that a desk would find wrong with these files (struct mc_pack_source, by name):
 * struct mc_pack_fault items appended to ret. */
void mc_pack_faults(enum mc_pack_name name, const struct mc_vec *sources, struct mc_vec *ret);
/* The same of one procedure's file: what is in it, and that it is named after its code.
 * struct mc_file_fault items. */
void mc_procedure_named_faults(const char *file, struct mc_slice text, struct mc_vec *ret);

#endif
