/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedure_members.h - the kinds of members that a procedure's file has. Read
 * only: they own their texts, and lists grow item by item, so that a half-read
 * procedure can be freed as a whole.
 */
#ifndef WIRE_PROCEDURE_MEMBERS_H
#define WIRE_PROCEDURE_MEMBERS_H

#include "motcua/domain/procedure.h"
#include "wire/shape.h"

extern const struct mc_shape_ops mc_procedure_owned;  /* char *, not empty when needed */
extern const struct mc_shape_ops mc_procedure_count;  /* int of 0 .. size of the member */
extern const struct mc_shape_ops mc_procedure_list;   /* struct mc_vec of shape */
extern const struct mc_shape_ops mc_procedure_texts;  /* struct mc_vec of char * */
extern const struct mc_shape_ops mc_procedure_legal;  /* the same, items text or object */
extern const struct mc_shape_ops mc_procedure_either; /* text, or an object of shape */
extern const struct mc_shape_ops mc_procedure_some;   /* one object of shape, or a list */
extern const struct mc_shape_ops mc_procedure_person; /* struct mc_role *, made when there */
extern const struct mc_shape_ops mc_procedure_codes;  /* unsigned: bits 1 << 1..10 */
extern const struct mc_shape_ops mc_procedure_clock;  /* int: minutes of the day, "15:00" */

#define MC_OWNED(type, field, name, needed)                                                        \
	{                                                                                          \
		.key = (name), .ops = &mc_procedure_owned, .need = (needed),                       \
		.at = offsetof(type, field)                                                        \
	}
#define MC_COUNTED(type, field, name, maximum)                                                     \
	{                                                                                          \
		.key = (name), .ops = &mc_procedure_count, .at = offsetof(type, field),            \
		.size = (maximum)                                                                  \
	}
/* size: of an item, to make the vec ready where mc_procedure_new() has not. */
#define MC_LISTED(kind, type, field, name, needed, inner, item)                                    \
	{                                                                                          \
		.key = (name), .ops = &mc_procedure_##kind, .need = (needed),                      \
		.at = offsetof(type, field), .size = sizeof(item), .shape = &(inner)               \
	}

/* The whole file. */
extern const struct mc_shape mc_procedure_shape;

#endif
