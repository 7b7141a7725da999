/* SPDX-License-Identifier: MPL-2.0 */
/*
 * append.h - appending to a caller's string so that failure leaves it as it was.
 *
 * mc_str_add() marks a string that overflowed as full; an output must not keep
 * such a mark, so the room is looked at first.
 */
#ifndef SEAL_APPEND_H
#define SEAL_APPEND_H

#include "motcua/base/str.h"

enum mc_code mc_append(struct mc_str *ret, const void *data, size_t len,
		       struct mc_err *why) MC_CHECKED;
/* Back to len bytes; what stood after them is zeroed. */
void mc_append_undo(struct mc_str *ret, size_t len);

#endif
