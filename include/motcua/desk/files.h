/* SPDX-License-Identifier: MPL-2.0 */
/*
 * files.h - scanned papers to choose from: the places where they may be, and what in a folder
 * can be attached. Nothing is opened, nothing is changed.
 */
#ifndef MOTCUA_DESK_FILES_H
#define MOTCUA_DESK_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/err.h"
#include "motcua/base/vec.h"

struct mc_file_choice {
	char name[256];	 /* as it is on the disk */
	char shown[256]; /* with no byte that a screen cannot show */
	bool folder;
	int64_t size, at; /* of a file; at: when it was written, s */
};
#define MC_FILE_CHOICES 500

/* struct mc_stick_place: sticks, and the officer's own folder. */
void mc_file_places(struct mc_vec *ret);
/*
 * The folders in it by name, then the files of a kind and a size that can be attached, the
 * newest first; hidden ones and links are left out. ret is to hold MC_FILE_CHOICES; more are
 * left out too. MC_E_FILE_READ.
 */
enum mc_code mc_file_choices(const char *folder, struct mc_vec *ret, struct mc_err *why) MC_CHECKED;

#endif
