/* SPDX-License-Identifier: MPL-2.0 */
/* reply.h - replies and problems as members of other messages. */
#ifndef WIRE_REPLY_H
#define WIRE_REPLY_H

#include "motcua/wire/statement.h"
#include "wire/node.h"

/* outer and inner of an object. */
enum mc_code mc_reply_read(const struct mc_json *object, bool need, struct mc_reply *ret,
			   struct mc_err *why) MC_CHECKED;
enum mc_code mc_problem_doc_read(const struct mc_json *object, struct mc_problem_doc *ret,
				 struct mc_err *why) MC_CHECKED;

#endif
