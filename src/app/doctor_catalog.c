/* SPDX-License-Identifier: MPL-2.0 */
/* doctor_catalog.c - the catalogue: every file of it can be read, and every pack is what was signed. */

#include <stdio.h>

#include "app/doctor.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/catalogue.h"

static void check_pack(struct doctor *doctor, enum mc_pack_name name)
{
	struct mc_catalogue it;
	char date[MC_DATE_LEN], until[MC_DATE_LEN], detail[160];

	mc_desk_catalogue(doctor->app->desk, name, &it);
	mc_date_format(&it.date, date);
	mc_date_format(&it.until, until);
	if (it.signature.code) {
		doctor_say(doctor, MARK_FAIL, "catalog", it.signature.code, it.signature.detail);
	}
	if (it.refused.code) {
		doctor_say(doctor, MARK_WARN, "catalog", it.refused.code, it.refused.detail);
	}
	if (it.past) {
		snprintf(detail, sizeof(detail), _("%s: made for the time until %s"),
			 _(mc_pack_text(name)), until);
		doctor_say(doctor, MARK_WARN, "catalog", MC_OK, detail);
	}
	if (!it.signature.code && !it.refused.code && !it.past) {
		snprintf(detail, sizeof(detail),
			 it.shipped ? _("%s of %s, came with the program") :
				      _("%s of %s, signed by the gateway"),
			 _(mc_pack_text(name)), date);
		doctor_say(doctor, MARK_OK, "catalog", MC_OK, detail);
	}
}

static void check_procedures(struct doctor *doctor)
{
	const struct mc_desk *desk = doctor->app->desk;
	char detail[64];
	size_t count = mc_desk_procedure_count(desk), damaged = 0;

	for (size_t i = 0; i < count; i++) {
		const struct mc_catalog_entry *entry = mc_desk_procedure_at(desk, i);

		if (!entry->procedure) {
			damaged++;
			doctor_say(doctor, MARK_FAIL, "catalog", MC_E_PROCEDURE_FILE,
				   entry->why.detail);
		}
	}
	snprintf(detail, sizeof(detail), _("%zu procedures"), count - damaged);
	if (!count) {
		doctor_say(doctor, MARK_FAIL, "catalog", MC_E_PROCEDURE_UNKNOWN, detail);
	} else if (count > damaged) {
		doctor_say(doctor, MARK_OK, "catalog", MC_OK, detail);
	}
}

void doctor_catalog(struct doctor *doctor)
{
	check_procedures(doctor);
	for (int name = 0; name < MC_PACK_COUNT; name++) {
		check_pack(doctor, (enum mc_pack_name)name);
	}
}
