/* SPDX-License-Identifier: MPL-2.0 */
/* computed.h - fields that follow another: "words:child.born", "copy:mother.address". */
#ifndef DOMAIN_COMPUTED_H
#define DOMAIN_COMPUTED_H

#include "motcua/domain/procedure.h"

enum mc_computed_how { MC_COMPUTED_WORDS, MC_COMPUTED_COPY };

struct mc_computed {
	enum mc_computed_how how;
	int from; /* index into fields */
};

/* False when the field is not computed, or its text cannot be read. */
bool mc_computed_read(const struct mc_procedure *procedure, const struct mc_field *field,
		      struct mc_computed *ret);

#endif
