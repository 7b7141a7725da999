/* SPDX-License-Identifier: MPL-2.0 */
/* place.c - units by code and day, their successors, and finding them by name. */
#include "motcua/domain/place.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"

/* The last day of the 63 provinces: the day that identity numbers speak of. */
static const struct mc_date last_of_63 = {2025, 6, 30};

static const struct kind {
	const char *code, *text;
} kinds[MC_PLACE_KIND_COUNT] = {
#define X(name, code, text) [MC_PLACE_##name] = {code, text},
	MC_PLACE_KINDS(X)
#undef X
};

void mc_places_init(struct mc_places *places)
{
	*places = (struct mc_places){.complete = false};
	mc_vec_init(&places->provinces, sizeof(struct mc_area), MC_PLACES_MAX);
	mc_vec_init(&places->communes, sizeof(struct mc_area), MC_PLACES_MAX);
}

void mc_places_done(struct mc_places *places)
{
	mc_vec_done(&places->provinces);
	mc_vec_done(&places->communes);
}

bool mc_place_exists(const struct mc_area *place, const struct mc_date *on)
{
	return (!mc_date_is_set(&place->from) || mc_date_compare(&place->from, on) <= 0) &&
	       (!mc_date_is_set(&place->until) || mc_date_compare(on, &place->until) <= 0);
}

static const struct mc_area *find(const struct mc_vec *of, const char *code,
				   const struct mc_date *on)
{
	MC_VEC_EACH(of, const struct mc_area, place) {
		if (strcmp(place->code, code) == 0 && mc_place_exists(place, on)) {
			return place;
		}
	}
	return NULL;
}

const struct mc_area *mc_place_province(const struct mc_places *places, const char *code,
					 const struct mc_date *on)
{
	return find(&places->provinces, code, on);
}

const struct mc_area *mc_place_commune(const struct mc_places *places, const char *code,
					const struct mc_date *on)
{
	return find(&places->communes, code, on);
}

static const struct mc_vec *list_of(const struct mc_places *places, const struct mc_area *place)
{
	return place->province[0] ? &places->communes : &places->provinces;
}

static struct mc_date day_after(const struct mc_date *date)
{
	return mc_date_from_days(mc_date_to_days(date) + 1);
}

const struct mc_area *mc_place_become(const struct mc_places *places, const struct mc_area *place,
				       const struct mc_date *on)
{
	while (place && mc_date_is_set(&place->until) && mc_date_compare(&place->until, on) < 0) {
		/* each successor begins later: the walk ends */
		struct mc_date next = day_after(&place->until);

		place = place->into[0] ? find(list_of(places, place), place->into, &next) : NULL;
	}
	return place;
}

const struct mc_area *mc_place_of_pid(const struct mc_places *places, const char *pid)
{
	char code[3];

	if (strlen(pid) != MC_PID_LEN - 1 || pid[0] != '0') {
		return NULL;
	}
	memcpy(code, pid + 1, 2);
	code[2] = '\0';
	return mc_place_province(places, code, &last_of_63);
}

size_t mc_places_search(const struct mc_places *places, const char *province, const char *query,
			const struct mc_date *on, const struct mc_area **ret, size_t max)
{
	const struct mc_vec *of = province ? &places->communes : &places->provinces;
	size_t count = 0;

	MC_VEC_EACH(of, const struct mc_area, place) {
		char name[MC_PLACE_NAME_LEN + 24];

		if ((province && strcmp(place->province, province) != 0) || !mc_place_exists(place, on)) {
			continue;
		}
		mc_place_format(place, name, sizeof(name));
		if (!mc_fold_match(query, name)) {
			continue;
		}
		if (count < max) {
			ret[count] = place;
		}
		count++;
	}
	return count;
}

void mc_place_format(const struct mc_area *place, char *ret, size_t size)
{
	const char *kind = kinds[place->kind].text;

	snprintf(ret, size, "%s%s%s", kind ? kind : "", kind ? " " : "", place->name);
}

const char *mc_place_kind_code(enum mc_place_kind kind)
{
	return (size_t)kind < MC_COUNT(kinds) ? kinds[kind].code : NULL;
}

enum mc_place_kind mc_place_kind_parse(const char *code)
{
	for (size_t i = 1; i < MC_COUNT(kinds); i++) {
		if (strcmp(kinds[i].code, code) == 0) {
			return (enum mc_place_kind)i;
		}
	}
	return MC_PLACE_NONE;
}
