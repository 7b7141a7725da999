/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_rebuild.c - motcua queue rebuild. */

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/rebuild.h"

struct count {
	const char *key, *label;
	int number;
};

static void print(struct app *app, const struct mc_rebuild *rebuild)
{
	const struct count counts[] = {
		{"records", N_("in the spool"), rebuild->records},
		{"restored", N_("restored"), rebuild->restored},
		{"known", N_("there already"), rebuild->known},
		{"withdrawn", N_("restored as withdrawn"), rebuild->withdrawn},
		{"damaged", N_("damaged records"), rebuild->damaged},
		{"papers_missing", N_("papers missing"), rebuild->papers_missing},
	};

	for (size_t i = 0; i < MC_COUNT(counts); i++) {
		if (app->json) {
			mc_jw_int(&app->w, counts[i].key, counts[i].number);
		} else {
			app_cell(app, _(counts[i].label), 24);
			app_line(app, "%6d", counts[i].number);
		}
	}
}

static void explain(struct app *app, const struct mc_rebuild *rebuild)
{
	if (rebuild->aside[0]) {
		app_line(app, _("The damaged database is kept as %s."), rebuild->aside);
	}
	if (rebuild->restored > rebuild->withdrawn) {
		app_line(app, "%s", _("What became of the restored ones is asked of the gateway at "
				      "the next sync."));
	}
	app_line(app, "%s", _("Not part of a rebuild: drafts, proofs and the audit (in store.db), "
			      "and questions that were out."));
}

enum mc_code cmd_queue_rebuild(struct app *app, struct mc_err *why)
{
	struct mc_desk_options options;
	struct mc_rebuild rebuild;
	enum mc_code code;

	app_desk_options(app, &options);
	code = mc_queue_rebuild(&options, &rebuild, why);
	if (!code) {
		code = app_open(app, why);
	}
	if (!code) {
		code = mc_queue_rebuilt(app->desk, why);
	}
	if (code) {
		return code;
	}
	if (app->json) {
		app_object(app, NULL);
		print(app, &rebuild);
		mc_jw_text_if(&app->w, "aside", rebuild.aside[0] ? rebuild.aside : NULL);
		mc_jw_object_end(&app->w);
	} else {
		print(app, &rebuild);
		explain(app, &rebuild);
	}
	*why = rebuild.first;
	return rebuild.first.code;
}
