/* SPDX-License-Identifier: MPL-2.0 */
/* computed.c - reading what a computed field is made of. */
#include "domain/computed.h"

#include <string.h>

#include "motcua/base/mem.h"

/* How many names each may have, and what stands between them. */
static const struct how {
	const char *word;
	char between;
	int least, most;
} hows[] = {
	[MC_COMPUTED_WORDS] = {"words", 0, 1, 1},
	[MC_COMPUTED_COPY] = {"copy", 0, 1, 1},
	[MC_COMPUTED_JOIN] = {"join", '+', 1, MC_COMPUTED_NAMES},
	[MC_COMPUTED_FEE] = {"fee", 0, 0, 0},
	[MC_COMPUTED_AGE] = {"age", '@', 1, 2},
	[MC_COMPUTED_COUNT] = {"count", 0, 1, 1},
	[MC_COMPUTED_SUM] = {"sum", '+', 1, MC_COMPUTED_NAMES},
};

static bool read_names(const struct how *how, const char *text, struct mc_computed *ret)
{
	const char between[] = {how->between, '\0'};

	ret->count = 0;
	while (text) {
		size_t len = strcspn(text, between);
		char *name = ret->names[ret->count];

		if (ret->count == how->most || len == 0 || len >= MC_FIELD_ID_LEN) {
			return false;
		}
		memcpy(name, text, len);
		name[len] = '\0';
		ret->count++;
		text = text[len] ? text + len + 1 : NULL;
	}
	return ret->count >= how->least;
}

bool mc_computed_read(const char *text, struct mc_computed *ret)
{
	size_t len = strcspn(text, ":");

	for (size_t i = 0; i < MC_COUNT(hows); i++) {
		if (strlen(hows[i].word) == len && strncmp(hows[i].word, text, len) == 0) {
			ret->how = (enum mc_computed_how)i;
			return read_names(&hows[i], text[len] ? text + len + 1 : NULL, ret);
		}
	}
	return false;
}
