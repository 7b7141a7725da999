/* SPDX-License-Identifier: MPL-2.0 */
/* place_check.c - can the tables of units be true? */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/place.h"

struct checker {
	const struct mc_places *places;
	const struct mc_vec *of; /* provinces or communes */
	size_t digits;
	enum mc_place_kind first, last;
	struct mc_err *why;
};

static enum mc_code bad(const struct checker *c, const struct mc_area *place, const char *reason)
{
	return mc_fail(c->why, MC_E_PLACE_FILE, "%s: %s", place->code, reason);
}

static bool is_code(const char *text, size_t digits)
{
	return strlen(text) == digits && strspn(text, "0123456789") == digits;
}

/* Nothing, or a whole day. */
static bool is_day(const struct mc_date *date)
{
	return !mc_date_is_set(date) || mc_date_is_full(date);
}

/* In the order of their codes, those of one code in the order of their days: so two of one
 * code that overlap are neighbours, and 3,321 units are checked in one walk. */
static bool follows(const struct mc_area *place, const struct mc_area *before)
{
	int order = strcmp(before->code, place->code);

	return order < 0 || (order == 0 && mc_date_is_set(&before->until) &&
			     mc_date_is_set(&place->from) &&
			     mc_date_compare(&before->until, &place->from) < 0);
}

static bool successor_exists(const struct checker *c, const struct mc_area *place)
{
	struct mc_date next;

	if (!mc_date_is_set(&place->until)) {
		return !place->into[0];
	}
	if (!place->into[0]) {
		return true; /* not known, or nothing */
	}
	next = mc_date_from_days(mc_date_to_days(&place->until) + 1);
	return (place->province[0] ? mc_place_commune : mc_place_province)(
		       c->places, place->into, &next) != NULL;
}

/* The day that tells which province a code means: the first one known of the commune. */
static const struct mc_date *first_day(const struct mc_area *place)
{
	return mc_date_is_set(&place->from) ? &place->from : &place->until;
}

/* Neighbours are mostly of one province since one day, and that was looked up already. */
static bool province_exists(const struct checker *c, const struct mc_area *place,
			    const struct mc_area *before)
{
	const struct mc_date *on = first_day(place);

	if (before && strcmp(before->province, place->province) == 0 &&
	    mc_date_compare(first_day(before), on) == 0) {
		return true;
	}
	return mc_date_is_set(on) && mc_place_province(c->places, place->province, on);
}

static enum mc_code check_place(const struct checker *c, const struct mc_area *place,
				const struct mc_area *before)
{
	bool is_commune = c->of == &c->places->communes;

	if (!is_code(place->code, c->digits) || !place->name[0]) {
		return bad(c, place, "code or name");
	}
	if (place->kind < c->first || place->kind > c->last) {
		return bad(c, place, "kind");
	}
	if (!is_day(&place->from) || !is_day(&place->until) ||
	    (mc_date_is_set(&place->from) && mc_date_is_set(&place->until) &&
	     mc_date_compare(&place->until, &place->from) < 0)) {
		return bad(c, place, "from or until");
	}
	if (is_commune && !province_exists(c, place, before)) {
		return bad(c, place, "province");
	}
	if (before && !follows(place, before)) {
		return bad(c, place, "out of order, or two units of one code on one day");
	}
	return successor_exists(c, place) ? MC_OK : bad(c, place, "into");
}

enum mc_code mc_places_check(const struct mc_places *places, struct mc_err *why)
{
	const struct checker lists[] = {
		{places, &places->provinces, 2, MC_PLACE_PROVINCE, MC_PLACE_CITY, why},
		{places, &places->communes, 5, MC_PLACE_COMMUNE, MC_PLACE_ZONE, why},
	};

	for (size_t i = 0; i < MC_COUNT(lists); i++) {
		const struct mc_area *before = NULL;

		MC_VEC_EACH(lists[i].of, const struct mc_area, place) {
			enum mc_code code = check_place(&lists[i], place, before);

			if (code != MC_OK) {
				return code;
			}
			before = place;
		}
	}
	return MC_OK;
}
