/* SPDX-License-Identifier: MPL-2.0 */
/* places.c - the tables of provinces and communes, read when somebody first asks. */
#include <stdlib.h>

#include "desk/desk.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"
#include "motcua/wire/json.h"
#include "motcua/wire/places.h"

static enum mc_code read_data(const char *name, struct mc_str *ret, struct mc_err *why)
{
	char *path;
	enum mc_code code = mc_data_path(name, &path, why);

	if (!code) {
		code = mc_file_read(path, ret, why);
		free(path);
	}
	return code;
}

static enum mc_code load(struct mc_places *ret, struct mc_err *why)
{
	struct mc_str provinces, communes;
	enum mc_code code;

	mc_str_init(&provinces, MC_JSON_MAX);
	mc_str_init(&communes, MC_JSON_MAX);
	code = read_data("places/provinces.json", &provinces, why);
	if (!code) {
		code = read_data("places/communes.json", &communes, why);
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
		code = load(&places, why);
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
