/* SPDX-License-Identifier: MPL-2.0 */
/* packs.h - where the catalogue's files are, whichever pack they belong to. */
#ifndef DESK_PACKS_H
#define DESK_PACKS_H

#include "desk/desk.h"
#include "motcua/domain/pack.h"
#include "motcua/wire/pack.h"

#define DESK_PACK_STATEMENT "pack.jws"
#define DESK_PACK_DIR_LEN 28 /* "20261123T070500Z.2026-12-01" and its NUL */

void desk_packs_open(struct mc_desk *desk);
void desk_packs_close(struct mc_desk *desk);

/* A pack of this name, not what was shipped. */
bool desk_pack_in_use(const struct mc_desk *desk, enum mc_pack_name name);
/* The folder in use: a pack's, or the shipped one; "" when that is missing. The caller frees. */
char *desk_pack_dir(const struct mc_desk *desk, enum mc_pack_name name);
/* A file of it, appended. MC_E_FILE_*; MC_E_PACK_DAMAGED when a pack names other bytes. */
enum mc_code desk_pack_read(const struct mc_desk *desk, enum mc_pack_name name, const char *file,
			    struct mc_str *ret, struct mc_err *why) MC_CHECKED;

/* ---- packs of a name that the desk holds, below packs/<name>/ */

struct desk_pack_held {
	char dir[DESK_PACK_DIR_LEN];
};
/* By their age; the caller ends ret. */
void desk_packs_held(const struct mc_desk *desk, enum mc_pack_name name, struct mc_vec *ret);
/* The index of the one in use today; -1 = none has begun yet, or there is none. */
int desk_packs_in_use(const struct mc_vec *held, const struct mc_date *today);
void desk_pack_dir_name(const struct mc_pack *pack, char ret[DESK_PACK_DIR_LEN]);
struct mc_date desk_pack_published(const char *dir); /* the day, in Viet Nam */
struct mc_date desk_pack_from(const char *dir);
/* Its path; the caller frees. */
char *desk_pack_path(const struct mc_desk *desk, enum mc_pack_name name, const char *dir);

/* packs_take.c: verify and lay in what stands in mail/packs/. True when something was. */
bool desk_packs_take(struct mc_desk *desk);
/* Why the list that stands there was not taken over; code MC_OK = it was, or there is none. */
void desk_packs_refused(struct mc_desk *desk, enum mc_pack_name name, struct mc_err *ret);

#endif
