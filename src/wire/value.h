/* SPDX-License-Identifier: MPL-2.0 */
/* value.h - a field's value as members of an object: at rest and in a manifest. */
#ifndef WIRE_VALUE_H
#define WIRE_VALUE_H

#include "motcua/domain/form.h"
#include "motcua/wire/json.h"

/* Members only, between braces of the caller's. */
void mc_value_write(struct mc_json_writer *w, const struct mc_value *value);
/*
 * clean: texts pass mc_text_clean(), because they come from elsewhere. At rest
 * they are our own, and half-typed text is given back as it was.
 */
enum mc_code mc_value_read(const struct mc_json *object, bool clean, struct mc_value *ret,
			   struct mc_err *why) MC_CHECKED;

#endif
