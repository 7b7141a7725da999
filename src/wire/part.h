/* SPDX-License-Identifier: MPL-2.0 */
/* part.h - a sealed attachment as an item of the manifest, and alone in a row (FORMATS 7). */
#ifndef WIRE_PART_H
#define WIRE_PART_H

#include "motcua/wire/message.h"

void mc_part_write(struct mc_json_writer *w, const struct mc_part *part);
enum mc_code mc_part_read(const struct mc_json *node, struct mc_part *ret,
			  struct mc_err *why) MC_CHECKED;

#endif
