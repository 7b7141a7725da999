/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_import.c - `motcua-gateway import`: the bundles of a stick, and what became of them. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gateway/cmd.h"
#include "gateway/import.h"
#include "gateway/parts.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/wire/json.h"

#define SUFFIX ".bundle"

/* ---- a file */

static bool print_outcomes(const struct mc_vec *outcomes, struct mc_json_writer *w)
{
	bool settled = true;

	mc_jw_array(w, "items");
	MC_VEC_EACH (outcomes, struct mc_import_outcome, outcome) {
		mc_jw_object(w, NULL);
		mc_jw_text(w, "id", outcome->id);
		if (outcome->seq) {
			mc_jw_int(w, "seq", outcome->seq);
		}
		if (outcome->status) {
			mc_jw_int(w, "status", outcome->status);
		}
		mc_jw_text(w, "outcome", outcome->word);
		mc_jw_object_end(w);
		settled = settled && mc_import_is_settled(outcome);
	}
	mc_jw_array_end(w);
	return settled;
}

static enum mc_code import_file(struct mc_gateway *gateway, const char *dir, const char *name,
				struct mc_json_writer *w, struct mc_err *why)
{
	struct mc_import import;
	bool settled = true;
	enum mc_code code = mc_import_bundle(gateway, dir, name, &import, why);

	mc_jw_object(w, NULL);
	mc_jw_text(w, "file", name);
	if (import.opened) {
		mc_jw_bool(w, "whole", import.whole);
		settled = print_outcomes(&import.outcomes, w);
	}
	if (import.return_name[0]) {
		mc_jw_text(w, "return", import.return_name);
	}
	if (code) {
		mc_jw_text(w, "error", mc_error_info(code)->code);
	}
	mc_jw_object_end(w);
	mc_import_done(&import);
	return code || settled ? code : mc_fail(why, MC_E_BUNDLE_PARTLY, "%s", name);
}

/* ---- a folder */

static int is_bundle(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > strlen(SUFFIX) &&
	       !strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX);
}

/* One bad file does not keep the others out; a ledger that fails does. */
static enum mc_code import_folder(struct mc_gateway *gateway, const char *dir,
				  struct mc_json_writer *w, struct mc_err *why)
{
	struct dirent **names;
	int count = scandir(dir, &names, is_bundle, alphasort);
	enum mc_code code = MC_OK, first = MC_OK;
	struct mc_err later = {.detail = ""};

	if (count < 0) {
		return mc_fail(why, MC_E_FILE_READ, "%s", basename(dir));
	}
	for (int i = 0; i < count; i++) {
		if (!code || mc_error_info(code)->grade == MC_GRADE_ITEM) {
			code = import_file(gateway, dir, names[i]->d_name, w, &later);
		}
		if (code && (!first || mc_error_info(code)->grade != MC_GRADE_ITEM)) {
			first = mc_fail(why, code, "%s", later.detail);
		}
		free(names[i]);
	}
	free(names);
	return count ? first : mc_fail(why, MC_E_BUNDLE_SHAPE, "no file *" SUFFIX);
}

static enum mc_code import_path(struct mc_gateway *gateway, const char *path,
				struct mc_json_writer *w, struct mc_err *why)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	char *dir;
	enum mc_code code;

	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		return import_folder(gateway, path, w, why);
	}
	dir = slash ? mc_strndup(path, slash == path ? 1 : (size_t)(slash - path)) :
		      mc_strdup(".");
	code = import_file(gateway, dir, slash ? slash + 1 : path, w, why);
	free(dir);
	return code;
}

static enum mc_code import_all(struct mc_gateway *gateway, const char *path, struct mc_err *why)
{
	struct mc_json_writer w;
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, SIZE_MAX / 8);
	mc_jw_init(&w, &text);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_array(&w, "files");
	code = import_path(gateway, path, &w, why);
	mc_jw_array_end(&w);
	mc_jw_object_end(&w);
	puts(text.data);
	mc_str_done(&text);
	return code;
}

enum mc_code mc_cmd_import(const struct mc_options *o, struct mc_err *why)
{
	struct mc_gateway gateway = {.name = "motcua"};
	enum mc_code code;

	if (!o->operand || !o->data) {
		return mc_fail(why, MC_E_USAGE, "import FILE --data DIR");
	}
	/* a folder that no gateway has served yet has no keys to answer with */
	code = mc_cmd_ledger(o, MC_LEDGER_READ, &gateway.ledger, why);
	if (code) {
		return code;
	}
	gateway.dir = mc_strdup(o->data);
	code = mc_parts_init(o->data, why);
	code = code ? code : mc_gateway_keys_open(o->data, mc_clock_now(), &gateway.keys, why);
	code = code ? code : import_all(&gateway, o->operand, why);
	mc_gateway_keys_close(gateway.keys);
	gateway.ledger.ops->close(gateway.ledger.ctx);
	free(gateway.dir);
	return code;
}
