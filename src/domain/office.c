/* SPDX-License-Identifier: MPL-2.0 */
/* office.c - the office's own names, from its commune's code and the day. */
#include "motcua/domain/office.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"

static const struct fact {
	const char *code, *text;
} facts[MC_OFFICE_FACT_COUNT] = {
	[MC_OFFICE_NONE] = {"", ""},
#define X(name, code, text) [MC_OFFICE_##name] = {code, text},
	MC_OFFICE_FACTS(X)
#undef X
};

const char *mc_office_fact_code(enum mc_office_fact fact)
{
	return (size_t)fact < MC_COUNT(facts) ? facts[fact].code : NULL;
}

enum mc_office_fact mc_office_fact_parse(const char *code)
{
	size_t i = MC_OFFICE_NONE + 1;

	while (i < MC_COUNT(facts) && strcmp(facts[i].code, code) != 0) {
		i++;
	}
	return (enum mc_office_fact)i;
}

/* A code that was given up goes on with what took the unit's place. */
const struct mc_area *mc_office_commune(const struct mc_places *places, const char *code,
					const struct mc_date *on)
{
	const struct mc_area *now = mc_place_commune(places, code, on);

	MC_VEC_EACH(&places->communes, struct mc_area, area) {
		if (!now && strcmp(area->code, code) == 0) {
			now = mc_place_become(places, area, on);
		}
	}
	return now;
}

bool mc_office_place(const struct mc_places *places, const char *code, const struct mc_date *on,
		     char *ret, size_t size)
{
	const struct mc_area *commune = mc_office_commune(places, code, on);
	const struct mc_area *province =
		commune ? mc_place_province(places, commune->province, on) : NULL;
	char unit[MC_PLACE_NAME_LEN + 24], above[MC_PLACE_NAME_LEN + 24];

	if (!province) {
		return false;
	}
	mc_place_format(commune, unit, sizeof(unit));
	mc_place_format(province, above, sizeof(above));
	snprintf(ret, size, "%s, %s", unit, above);
	return true;
}

bool mc_office_say(const struct mc_places *places, const char *code, const struct mc_date *on,
		   enum mc_office_fact fact, char *ret, size_t size)
{
	char place[MC_OFFICE_NAME_LEN];

	if (fact == MC_OFFICE_NONE || (size_t)fact >= MC_COUNT(facts) ||
	    !mc_office_place(places, code, on, place, sizeof(place))) {
		return false;
	}
	snprintf(ret, size, "%s %s", facts[fact].text, place);
	return true;
}
