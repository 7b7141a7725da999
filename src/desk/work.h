/* SPDX-License-Identifier: MPL-2.0 */
/* work.h - behind struct mc_work: what is on disk, and the steps that its files share. */
#ifndef DESK_WORK_H
#define DESK_WORK_H

#include "desk/desk.h"
#include "motcua/desk/work.h"

struct work {
	struct mc_work pub; /* first: a struct mc_work * is a struct work * */
	struct mc_procedure *own; /* of an older pack than the catalogue's; NULL = that one */
	struct mc_str *saved; /* per field: the bytes on disk; empty = none */
	char subject[MC_NAME_LEN]; /* as it stands in the list */
	char ready_by[MC_PID_LEN]; /* the officer whose READY is in the audit; "" = not this time */
};

/* A new draft; replaces "" or the id of the dossier that it corrects. */
enum mc_code work_create(struct mc_desk *desk, const char *code, const char *replaces,
			 struct mc_work **ret, struct mc_err *why) MC_CHECKED;
/* It is replaced by what was just sealed: when HELD it must not be taken in any more. */
void desk_close_replaced(struct mc_desk *desk, const char *id);

/* MC_E_DOSSIER_STATE once it is sealed. */
enum mc_code work_editable(const struct mc_work *work, struct mc_err *why) MC_CHECKED;
/* It changes: what was READY is a draft again. */
enum mc_code work_edit(struct mc_work *work, struct mc_err *why) MC_CHECKED;
/* Every field that differs from the disk, in one transaction. */
enum mc_code work_save(struct mc_work *work, struct mc_err *why) MC_CHECKED;
/* struct mc_part items of the draft. */
enum mc_code work_parts(const struct mc_work *work, struct mc_vec *ret,
			struct mc_err *why) MC_CHECKED;
/* Every sealed file is still there, and whole. */
enum mc_code work_parts_there(const struct mc_work *work, struct mc_err *why) MC_CHECKED;
enum mc_code work_load_attachments(struct mc_work *work, struct mc_err *why) MC_CHECKED;

#endif
