/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cmd_people.c - motcua people find: who was looked up here before.
 *
 * Only what the register wants to be asked with: what an earlier answer said besides may have
 * changed, and is not shown without a purpose and a question of its own.
 */
#include <string.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/find.h"
#include "motcua/text/text.h"

enum { KNOWN_MAX = 1000000, FOUND_MAX = 200, NAME_COLUMNS = 32, NUMBER_COLUMNS = 12, BORN_COLUMNS = 10 };

static void person_json(struct app *app, const struct mc_person_row *person)
{
	mc_jw_object(&app->w, NULL);
	mc_jw_text(&app->w, "number", person->number);
	mc_jw_text_if(&app->w, "cmnd", person->cmnd);
	mc_jw_text(&app->w, "full_name", person->full_name);
	app_json_date(app, "born", &person->born);
	app_json_time(app, "asked_at", person->asked_at);
	mc_jw_object_end(&app->w);
}

static void person_text(struct app *app, const struct mc_person_row *person)
{
	char born[MC_DATE_LEN], at[APP_TIME_LEN];

	mc_date_format(&person->born, born);
	app_cell(app, person->number[0] ? person->number : person->cmnd, NUMBER_COLUMNS);
	app_cell(app, person->full_name, NAME_COLUMNS);
	app_cell(app, born, BORN_COLUMNS);
	/* TRANSLATORS: of a person: when the register was asked last */
	app_line(app, _("asked %s"), app_time(person->asked_at, at));
}

/* Dossiers are found beside people: they have "dossier list --find". */
static int only_people(const struct mc_vec *found, int64_t ret[FOUND_MAX])
{
	int count = 0;

	MC_VEC_EACH(found, int64_t, n) {
		if (*n < 0 && count < FOUND_MAX) {
			ret[count++] = *n;
		}
	}
	return count;
}

static enum mc_code show(struct app *app, const struct mc_vec *found, struct mc_err *why)
{
	int64_t people[FOUND_MAX];
	int count = only_people(found, people);
	struct mc_vec rows;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_found_row), FOUND_MAX);
	code = mc_found_rows(app->desk, people, count, &rows, why);
	if (!code && app->json) {
		mc_jw_array(&app->w, NULL);
	}
	MC_VEC_EACH(&rows, struct mc_found_row, row) {
		if (!code) {
			(app->json ? person_json : person_text)(app, &row->person);
		}
		explicit_bzero(row, sizeof(*row));
	}
	if (!code && app->json) {
		mc_jw_array_end(&app->w);
	}
	mc_vec_done(&rows);
	return code;
}

enum mc_code cmd_people_find(struct app *app, struct mc_err *why)
{
	struct mc_find find = {.text = ""};
	struct mc_vec found;
	enum mc_code code = mc_text_clean_to(app->words[0], find.text, sizeof(find.text), why);

	mc_vec_init(&found, sizeof(int64_t), KNOWN_MAX);
	if (!code) {
		code = app_open(app, why);
	}
	if (!code) {
		code = mc_desk_find(app->desk, &find, &found, why);
	}
	if (!code) {
		code = show(app, &found, why);
	}
	mc_vec_done(&found);
	explicit_bzero(&find, sizeof(find));
	return code;
}
