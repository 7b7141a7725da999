/* SPDX-License-Identifier: MPL-2.0 */
/* fake_desk.c - included by the view tests in place of the desk layer. */
#include "ui/fake_desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/calendar.h"
#include "motcua/desk/catalogue.h"
#include "motcua/desk/day_slip.h"
#include "motcua/desk/files.h"
#include "motcua/desk/earlier.h"
#include "motcua/desk/stick.h"
#include "motcua/text/text.h"

#define DOSSIER "019aaf00-0000-7000-8000-000000000001"
#define NUMBER "T-7K3M9Q-X4T2BC-5"

#include "ui/fake_procedure.c"

/* What only the stores know. */
static void has_begun(const struct mc_desk *desk)
{
	if (desk->waits) {
		fputs("asked before it has begun\n", stderr);
		abort();
	}
}

/* ---- desk.h */

bool mc_desk_training(const struct mc_desk *desk) { return desk->training; }
bool mc_desk_read_only(const struct mc_desk *desk) { return desk->read_only; }
bool mc_desk_begun(const struct mc_desk *desk) { return !desk->waits; }
const char *mc_desk_office(const struct mc_desk *desk)
{
	return desk->training ? "" : "Xã Hòa Phú Đông";
}
enum mc_typing_method mc_desk_typing(const struct mc_desk *desk)
{
	(void)desk;
	return MC_TYPING_TELEX;
}
enum mc_tone_style mc_desk_tone_style(const struct mc_desk *desk)
{
	(void)desk;
	return MC_TONE_OLD;
}
const struct mc_officer *mc_desk_officer(const struct mc_desk *desk) { return &desk->officer; }
bool mc_desk_first_run(const struct mc_desk *desk) { return desk->first_run; }
const char *mc_desk_setting(const struct mc_desk *desk, const char *section, const char *key)
{
	static const struct { const char *section, *key, *value; } set[] = {
		{"input", "method", "telex"},
		{"input", "tone_style", "old"},
		{"ui", "language", "vi"},
	};

	if (!strcmp(key, "lock_after")) {
		return desk->lock_after ? desk->lock_after : "0";
	}
	if (!strcmp(key, "commune")) {
		return desk->commune ? desk->commune : "";
	}
	if (!strcmp(section, "screen")) {
		return !strcmp(key, "reader") && desk->reader ? "yes" : "no";
	}
	for (size_t i = 0; i < MC_COUNT(set); i++) {
		if (!strcmp(set[i].section, section) && !strcmp(set[i].key, key)) {
			return set[i].value;
		}
	}
	return "";
}
int mc_desk_moved(struct mc_desk *desk)
{
	int moved = desk->moved;

	desk->moved = 0;
	return moved;
}
/* Two communes of today, one of each kind of province. */
enum mc_code mc_desk_places(struct mc_desk *desk, const struct mc_places **ret, struct mc_err *why)
{
	static struct mc_places places;

	(void)why;
	if (!places.communes.len) {
		mc_places_init(&places);
		*(struct mc_area *)mc_vec_push(&places.provinces) =
			(struct mc_area){.code = "48", .kind = MC_PLACE_CITY, .name = "Đà Nẵng"};
		*(struct mc_area *)mc_vec_push(&places.provinces) =
			(struct mc_area){.code = "66", .kind = MC_PLACE_PROVINCE, .name = "Đắk Lắk"};
		*(struct mc_area *)mc_vec_push(&places.communes) = (struct mc_area){
			.code = "20242", .province = "48", .kind = MC_PLACE_WARD, .name = "Hải Châu"
		};
		*(struct mc_area *)mc_vec_push(&places.communes) = (struct mc_area){
			.code = "24175", .province = "66", .kind = MC_PLACE_COMMUNE, .name = "Hòa Phú"
		};
	}
	(void)desk;
	*ret = &places;
	return MC_OK;
}
bool mc_desk_commune(struct mc_desk *desk, char *ret, size_t size)
{
	const struct mc_date today = {2026, 11, 23};
	const struct mc_places *places;

	ret[0] = '\0';
	return desk->commune && !mc_desk_places(desk, &places, NULL) &&
	       mc_office_place(places, desk->commune, &today, ret, size);
}
bool mc_desk_office_says(struct mc_desk *desk, enum mc_office_fact fact, char *ret, size_t size)
{
	const struct mc_date today = {2026, 11, 23};
	const struct mc_places *places;

	ret[0] = '\0';
	return desk->commune && !mc_desk_places(desk, &places, NULL) &&
	       mc_office_say(places, desk->commune, &today, fact, ret, size);
}
enum mc_code mc_desk_commune_find(struct mc_desk *desk, const char *text,
				  char ret[MC_PLACE_CODE_LEN], struct mc_err *why)
{
	const struct mc_date today = {2026, 11, 23};
	const struct mc_places *places;
	struct mc_place_read read;

	(void)!mc_desk_places(desk, &places, NULL);
	mc_place_read(places, text, &today, &read);
	mc_copy(ret, MC_PLACE_CODE_LEN, read.commune ? read.commune->code : "");
	return *text && !read.commune ? mc_fail(why, MC_E_COMMUNE, NULL) : MC_OK;
}
/* Kept as "section.key=value;" for the tests to read. */
enum mc_code mc_desk_save_settings(struct mc_desk *desk, const struct mc_config_change *changes,
				   size_t count, struct mc_err *why)
{
	if (desk->save_fails) {
		return mc_fail(why, desk->save_fails, "fake");
	}
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(desk->saved);

		if (!strcmp(changes[i].key, "reader")) {
			desk->reader = !strcmp(changes[i].value, "yes");
		}
		snprintf(desk->saved + len, sizeof(desk->saved) - len, "%s.%s=%s;",
			 changes[i].section, changes[i].key, changes[i].value);
	}
	return MC_OK;
}
size_t mc_desk_procedure_count(const struct mc_desk *desk) { return desk->no_catalog ? 0 : 2; }
enum mc_code mc_desk_procedure(const struct mc_desk *desk, const char *code,
			       const struct mc_procedure **ret, struct mc_err *why)
{
	if (strcmp(code, desk->catalog[0].code) != 0) {
		return mc_fail(why, MC_E_PROCEDURE_UNKNOWN, "fake");
	}
	*ret = desk->procedure;
	return MC_OK;
}
const struct mc_procedure *mc_dossier_procedure(struct mc_desk *desk, const char *id)
{
	(void)id;
	return desk->procedure;
}
int mc_desk_fd(const struct mc_desk *desk) { (void)desk; return -1; }

static struct mc_legal_note *note_of_the_book(void)
{
	struct mc_legal_note *note = mc_legal_note_new();

	note->id = mc_strdup("household_book");
	note->name = label("Sổ hộ khẩu", "Household book");
	note->since = (struct mc_date){2023, 1, 1};
	((struct mc_legal *)mc_vec_push(&note->ended))->text = mc_strdup("Law 68/2020");
	note->stead = label("Tra cứu", "Look it up in the population database.");
	note->when_wrong = label("Phiếu", "A supplement slip within 1 working day.");
	note->must_not = label("Không đòi", "Nobody may ask for it.");
	return note;
}

enum mc_code mc_desk_legal_note(struct mc_desk *desk, const char *id,
				const struct mc_legal_note **ret, struct mc_err *why)
{
	if (strcmp(id, "household_book") != 0) {
		return mc_fail(why, MC_E_LEGAL_UNKNOWN, "fake");
	}
	if (!desk->note) {
		desk->note = note_of_the_book();
	}
	*ret = desk->note;
	return MC_OK;
}

enum mc_code mc_desk_set_officer(struct mc_desk *desk, const char *number, const char *name,
				 struct mc_err *why)
{
	if (strlen(number) != 12) {
		return mc_fail(why, MC_E_NUMBER, "fake");
	}
	MC_COPY(desk->officer.number, number);
	MC_COPY(desk->officer.full_name, name);
	return MC_OK;
}

const struct mc_catalog_entry *mc_desk_procedure_at(const struct mc_desk *desk, size_t i)
{
	return i < 2 ? &desk->catalog[i] : NULL;
}

struct mc_date mc_desk_catalogue_date(const struct mc_desk *desk, bool *ret_shipped)
{
	*ret_shipped = !desk->packed;
	return (struct mc_date){2026, 11, 21};
}

bool mc_desk_catalogue_renew(struct mc_desk *desk)
{
	desk->renewed++;
	return false;
}

enum mc_code mc_desk_settle(struct mc_desk *desk, bool *ret_news, struct mc_err *why)
{
	(void)desk;
	(void)why;
	*ret_news = false;
	return MC_OK;
}

void mc_desk_status(struct mc_desk *desk, struct mc_desk_status *ret)
{
	*ret = desk->status;
	ret->link = desk->cut ? MC_DESK_LINK_CUT : ret->link;
}

unsigned mc_desk_changed(struct mc_desk *desk)
{
	unsigned changed = desk->changed;

	has_begun(desk);
	desk->changed = 0;
	return changed;
}

enum mc_code mc_desk_courier(struct mc_desk *desk, struct mc_err *why)
{
	(void)why;
	desk->fetched++;
	return MC_OK;
}

enum mc_code mc_desk_cut_link(struct mc_desk *desk, bool cut, struct mc_err *why)
{
	(void)why;
	desk->cut = cut;
	return MC_OK;
}

#include "ui/fake_lookup.c"
#include "ui/fake_work.c"
#include "ui/fake_dossiers.c"
#include "ui/fake_sticks.c"
#include "ui/fake_find.c"
