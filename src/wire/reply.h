/* SPDX-License-Identifier: MPL-2.0 */
/* reply.h - a statement's two parts as members of an object. */
#ifndef WIRE_REPLY_H
#define WIRE_REPLY_H

#include "motcua/wire/statement.h"

/* need: the outer part must be there. */
enum mc_code mc_reply_read(const struct mc_json *object, bool need, struct mc_reply *ret,
			   struct mc_err *why) MC_CHECKED;

#endif
