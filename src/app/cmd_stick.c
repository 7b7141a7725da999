/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_stick.c - motcua queue export, import: the queue's way without a link. */

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/desk/stick.h"

static void print_skipped(struct app *app, const struct mc_vec *skipped)
{
	if (app->json) {
		mc_jw_array(&app->w, "skipped");
	}
	MC_VEC_EACH(skipped, struct mc_stick_skipped, it) {
		const struct mc_error_info *info = mc_error_info(it->code);

		if (app->json) {
			mc_jw_object(&app->w, NULL);
			mc_jw_text_if(&app->w, "id", it->id);
			mc_jw_text(&app->w, "code", info->code);
			mc_jw_object_end(&app->w);
		} else {
			app_line(app, "  %s [%s] %s", it->id[0] ? it->id : "?", info->code,
				 _(info->text));
		}
	}
	if (app->json) {
		mc_jw_array_end(&app->w);
	}
}

/* ---- export */
static void export_json(struct app *app, const struct mc_stick_export *exported)
{
	app_object(app, NULL);
	mc_jw_text(&app->w, "file", exported->file);
	mc_jw_array(&app->w, "items");
	MC_VEC_EACH(&exported->items, struct mc_bundle_item, item) {
		mc_jw_object(&app->w, NULL);
		mc_jw_text(&app->w, "id", item->id);
		mc_jw_int(&app->w, "seq", item->seq);
		mc_jw_object_end(&app->w);
	}
	mc_jw_array_end(&app->w);
	mc_jw_int(&app->w, "bytes", exported->bytes);
	mc_jw_int(&app->w, "left", exported->left);
	print_skipped(app, &exported->skipped);
	mc_jw_object_end(&app->w);
}

static void export_text(struct app *app, const struct mc_stick_export *exported)
{
	if (!exported->file) {
		app_line(app, "%s", _("Nothing waits; no file was written."));
	} else {
		app_line(app, _("%zu dossiers, %lld bytes, written and read back: %s"),
			 exported->items.len, (long long)exported->bytes, exported->file);
		app_line(app, "%s", _("Bring the stick to the province; it comes back with a file "
				      "for `motcua queue import'."));
	}
	if (exported->left) {
		app_line(app, _("%lld more wait: export again."), (long long)exported->left);
	}
	print_skipped(app, &exported->skipped);
}

enum mc_code cmd_queue_export(struct app *app, struct mc_err *why)
{
	struct mc_stick_export exported;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_queue_export(app->desk, app->words[0], NULL, &exported, why);
	}
	if (code) {
		return code;
	}
	if (app->json) {
		export_json(app, &exported);
	} else {
		export_text(app, &exported);
	}
	if (exported.skipped.len) {
		code = mc_fail(why, MC_E_BUNDLE_PARTLY, NULL);
	}
	mc_stick_export_done(&exported);
	return code;
}

/* ---- import */
static void import_json(struct app *app, const struct mc_stick_import *imported)
{
	app_object(app, NULL);
	mc_jw_bool(&app->w, "whole", imported->whole);
	mc_jw_int(&app->w, "receipts", imported->receipts);
	mc_jw_int(&app->w, "rejected", imported->rejected);
	mc_jw_int(&app->w, "withdrawn", imported->withdrawn);
	mc_jw_int(&app->w, "known", imported->known);
	if (imported->keys_version) {
		mc_jw_int(&app->w, "keys_version", imported->keys_version);
	}
	print_skipped(app, &imported->skipped);
	mc_jw_object_end(&app->w);
}

static void import_text(struct app *app, const struct mc_stick_import *imported)
{
	app_line(app, _("%lld receipts, %lld rejected, %lld withdrawn; %lld were known before."),
		 (long long)imported->receipts, (long long)imported->rejected,
		 (long long)imported->withdrawn, (long long)imported->known);
	if (imported->keys_version) {
		app_line(app, _("It brought the gateway's new list of keys, version %d."),
			 imported->keys_version);
	}
	if (!imported->whole) {
		app_line(app, "%s", _("The file is damaged or cut off: something may be missing."));
	}
	print_skipped(app, &imported->skipped);
}

enum mc_code cmd_queue_import(struct app *app, struct mc_err *why)
{
	struct mc_stick_import imported;
	enum mc_code code = app_open(app, why);

	if (!code) {
		code = mc_queue_import(app->desk, app->words[0], NULL, &imported, why);
	}
	if (code) {
		return code;
	}
	if (app->json) {
		import_json(app, &imported);
	} else {
		import_text(app, &imported);
	}
	if (imported.skipped.len || !imported.whole) {
		code = mc_fail(why, MC_E_BUNDLE_PARTLY, NULL);
	}
	mc_stick_import_done(&imported);
	return code;
}
