/* SPDX-License-Identifier: MPL-2.0 */
/* computed.c - reading what a computed field is computed from. */
#include "domain/computed.h"

#include <string.h>

#include "motcua/base/mem.h"

bool mc_computed_read(const struct mc_procedure *procedure, const struct mc_field *field,
		      struct mc_computed *ret)
{
	static const struct {
		const char *prefix;
		enum mc_computed_how how;
	} hows[] = {
		{ "words:", MC_COMPUTED_WORDS },
		{ "copy:", MC_COMPUTED_COPY },
	};

	for (size_t i = 0; field->computed && i < MC_COUNT(hows); i++) {
		size_t len = strlen(hows[i].prefix);

		if (strncmp(field->computed, hows[i].prefix, len) == 0) {
			ret->how = hows[i].how;
			ret->from = mc_procedure_field(procedure, field->computed + len);
			return ret->from >= 0;
		}
	}
	return false;
}
