/* SPDX-License-Identifier: MPL-2.0 */
/* places.c - the tables of provinces and communes, read when somebody first asks. */
#include <stdlib.h>

#include "desk/packs.h"
#include "motcua/base/mem.h"
#include "motcua/wire/json.h"
#include "motcua/wire/places.h"

static enum mc_code load(const struct mc_desk *desk, struct mc_places *ret, struct mc_err *why)
{
	struct mc_str provinces, communes;
	enum mc_code code;

	mc_str_init(&provinces, MC_JSON_MAX);
	mc_str_init(&communes, MC_JSON_MAX);
	code = desk_pack_read(desk, MC_PACK_PLACES, "provinces.json", &provinces, why);
	if (!code) {
		code = desk_pack_read(desk, MC_PACK_PLACES, "communes.json", &communes, why);
	}
	if (!code) {
		code = mc_places_parse(mc_slice_of(&provinces), mc_slice_of(&communes), ret, why);
	} else {
		code = mc_fail(why, MC_E_PLACE_FILE, "not readable");
	}
	mc_str_done(&provinces);
	mc_str_done(&communes);
	return code;
}

enum mc_code mc_desk_places(struct mc_desk *desk, const struct mc_places **ret, struct mc_err *why)
{
	struct mc_places places;
	enum mc_code code;

	if (!desk->places) {
		code = load(desk, &places, why);
		if (code) {
			return code; /* asked again it is read again: it may be mended meanwhile */
		}
		desk->places = mc_calloc(1, sizeof(*desk->places));
		*desk->places = places;
	}
	*ret = desk->places;
	return MC_OK;
}

void desk_places_close(struct mc_desk *desk)
{
	if (desk->places) {
		mc_places_done(desk->places);
		free(desk->places);
		desk->places = NULL;
	}
}
