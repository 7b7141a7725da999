/* SPDX-License-Identifier: MPL-2.0 */
/* value.h - the text of one field: its canonical form, and how it is shown. */
#ifndef DOMAIN_VALUE_H
#define DOMAIN_VALUE_H

#include "motcua/base/str.h"
#include "motcua/domain/procedure.h"

/*
 * Append the canonical form of cleaned, not empty text to ret. On failure ret is
 * as it was and the code says what is wrong.
 */
enum mc_code mc_value_canonical(const struct mc_field *field, const char *text, struct mc_str *ret,
				struct mc_err *why) MC_CHECKED;
/* Do two canonical texts say the same? Names and addresses: up to case and the
 * place of the tone. */
bool mc_value_same(const struct mc_field *field, const char *a, const char *b);
/* As people read it, appended; text that is not canonical stays as it is. */
void mc_value_display(const struct mc_field *field, const char *text, const char *language,
		      struct mc_str *ret);

#endif
