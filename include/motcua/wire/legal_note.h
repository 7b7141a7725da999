/* SPDX-License-Identifier: MPL-2.0 */
/* legal_note.h - the files data/legal/ID.json (FORMATS 11). */
#ifndef MOTCUA_WIRE_LEGAL_NOTE_H
#define MOTCUA_WIRE_LEGAL_NOTE_H

#include "motcua/base/str.h"
#include "motcua/domain/legal_note.h"

/* MC_E_LEGAL_FILE with the member and why; to be freed with mc_legal_note_free(). */
enum mc_code mc_legal_note_parse(struct mc_slice json, struct mc_legal_note **ret,
				 struct mc_err *why) MC_CHECKED;

#endif
