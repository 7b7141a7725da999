/* SPDX-License-Identifier: MPL-2.0 */
/* computed.c - reading what a computed field is made of. */
#include "domain/computed.h"

#include <stdlib.h>
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
	[MC_COMPUTED_LATE] = {"late", '+', 2, 2},
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
			return read_names(&hows[i], text[len] ? text + len + 1 : NULL, ret) &&
			       (ret->how != MC_COMPUTED_LATE || mc_computed_days(ret) > 0);
		}
	}
	return false;
}

int mc_computed_days(const struct mc_computed *computed)
{
	const char *text = computed->names[1];
	size_t len = strspn(text, "0123456789");

	return text[len] || len > 4 ? 0 : (int)strtol(text, NULL, 10);
}
