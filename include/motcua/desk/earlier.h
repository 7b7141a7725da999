/* SPDX-License-Identifier: MPL-2.0 */
/*
 * earlier.h - what a person gave in earlier dossiers of this office: offered for a field, with
 * the dossier's number and date; never filled in by itself, never over what a register said.
 */
#ifndef MOTCUA_DESK_EARLIER_H
#define MOTCUA_DESK_EARLIER_H

#include "motcua/desk/work.h"

struct mc_earlier {
	char dossier[MC_UUID_LEN], local_number[MC_LOCAL_NUMBER_LEN];
	int64_t at; /* when it was typed there */
	char text[2 * MC_TEXT_LEN];
};

/* For a field of a person whose number stands in the form, from that person's other dossiers:
 * what was typed under the same name there. Newest first, each text once; at most ret->max.
 * None for what the register or a card filled. struct mc_earlier items. */
enum mc_code mc_work_earlier(const struct mc_work *work, int field, struct mc_vec *ret,
			     struct mc_err *why) MC_CHECKED;
/* One of them, because somebody chose it: audited, and saved with its origin. MC_E_NOT_FOUND
 * when it is none of them (any more). */
enum mc_code mc_work_take_earlier(struct mc_work *work, int field, const char *text,
				  struct mc_err *why) MC_CHECKED;

#endif
