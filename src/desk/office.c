/* SPDX-License-Identifier: MPL-2.0 */
/*
 * office.c - the office's commune, "[office] commune", and what forms ask of the office.
 *
 * The setting is the commune's code and not its name: names and kinds change by law (a commune
 * becomes a ward), and the table of units says what it is called today.
 */
#include <ctype.h>
#include <string.h>

#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

/* Where the invented office of a classroom is: xã Hòa Phú, tỉnh Đắk Lắk. */
#define TRAINING_COMMUNE "24175"

static const char *commune_of(const struct mc_desk *desk)
{
	const char *code = desk_setting(desk, "office", "commune");

	return !*code && desk->training ? TRAINING_COMMUNE : code;
}

/* Nothing is read while no commune is named. */
static const struct mc_places *places_of(struct mc_desk *desk)
{
	const struct mc_places *places;

	return *commune_of(desk) && !mc_desk_places(desk, &places, NULL) ? places : NULL;
}

bool mc_desk_commune(struct mc_desk *desk, char *ret, size_t size)
{
	const struct mc_places *places = places_of(desk);
	struct mc_date today = mc_date_of_instant(mc_clock_now());

	ret[0] = '\0';
	return places && mc_office_place(places, commune_of(desk), &today, ret, size);
}

bool mc_desk_office_says(struct mc_desk *desk, enum mc_office_fact fact, char *ret, size_t size)
{
	const struct mc_places *places = places_of(desk);
	struct mc_date today = mc_date_of_instant(mc_clock_now());

	ret[0] = '\0';
	return places && mc_office_say(places, commune_of(desk), &today, fact, ret, size);
}

enum mc_code mc_desk_commune_find(struct mc_desk *desk, const char *text,
				  char ret[MC_PLACE_CODE_LEN], struct mc_err *why)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	const struct mc_places *places;
	const struct mc_area *found;
	struct mc_place_read read;
	enum mc_code code = mc_desk_places(desk, &places, why);

	if (code) {
		return code;
	}
	mc_place_read(places, text, &today, &read);
	found = read.commune && !read.units ? read.commune : mc_place_commune(places, text, &today);
	if (*text && !found) {
		return mc_fail(why, MC_E_COMMUNE, NULL);
	}
	mc_copy(ret, MC_PLACE_CODE_LEN, found ? found->code : "");
	return MC_OK;
}

/* What is on disk counts, also an empty field: somebody emptied it. */
void work_take_office(struct mc_work *pub)
{
	const struct work *work = (const struct work *)pub;
	char text[MC_OFFICE_NAME_LEN];
	int n = 0;

	MC_VEC_EACH(&pub->procedure->fields, struct mc_field, field) {
		if (field->office && !work->saved[n].len &&
		    mc_desk_office_says(pub->desk, field->office, text, sizeof(text))) {
			mc_form_take_office(pub->form, n, text, mc_clock_now());
		}
		n++;
	}
}
