/* SPDX-License-Identifier: MPL-2.0 */
/* declaration.h - declarations as members of a manifest (FORMATS 7). */
#ifndef WIRE_DECLARATION_H
#define WIRE_DECLARATION_H

#include "motcua/domain/declaration.h"
#include "wire/node.h"

/* The member "outputs" with what each output of the procedure says; known, of a supplement: only
 * those that say something else than there. Left out when there is none. */
void mc_declarations_write(struct mc_json_writer *w, const struct mc_form *form,
			   const struct mc_form *known);
/* One of them; ret is the caller's to end when it succeeds. */
enum mc_code mc_declaration_read(const struct mc_json *node, struct mc_declaration *ret,
				 struct mc_err *why) MC_CHECKED;

#endif
