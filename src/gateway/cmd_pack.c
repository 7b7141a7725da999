/* SPDX-License-Identifier: MPL-2.0 */
/*
 * cmd_pack.c - publish a folder's files as a pack of the catalogue: each is read as a desk
 * reads it, then all are signed as one.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/cmd.h"
#include "gateway/keys.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

/* ---- the folder */

static int is_source(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	/* hidden ones are what editors leave behind */
	return entry->d_name[0] != '.' && len > 5 && !strcmp(entry->d_name + len - 5, ".json");
}

/* As statements order them, whatever the locale says. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static enum mc_code read_source(const char *dir, const char *name, struct mc_vec *sources,
				struct mc_err *why)
{
	struct mc_pack_source *source = mc_vec_push(sources);
	char *path;
	enum mc_code code;

	if (!source) {
		return mc_fail(why, MC_E_FILE_TOO_LARGE, "more than %d files", MC_PACK_FILES_MAX);
	}
	mc_str_init(&source->text, MC_JSON_MAX);
	if (mc_copy(source->name, sizeof(source->name), name)) {
		return mc_fail(why, MC_E_FILE_READ, "%.80s: the name is too long", name);
	}
	path = mc_path_join(dir, name);
	code = mc_file_read(path, &source->text, why);
	free(path);
	return code;
}

static enum mc_code read_folder(const char *dir, struct mc_vec *sources, struct mc_err *why)
{
	struct dirent **names = NULL;
	int count = scandir(dir, &names, is_source, by_bytes);
	enum mc_code code = count < 1 ? mc_fail(why, MC_E_FILE_READ, "no *.json in the folder") :
					MC_OK;

	for (int i = 0; i < count; i++) {
		code = code ? code : read_source(dir, names[i]->d_name, sources, why);
		free(names[i]);
	}
	free(names);
	return code;
}

static void sources_done(struct mc_vec *sources)
{
	MC_VEC_EACH (sources, struct mc_pack_source, source) {
		mc_str_done(&source->text);
	}
	mc_vec_done(sources);
}

/* ---- the check, with the lines for whoever wrote the files */

static void print_fault(const struct mc_pack_fault *it)
{
	const struct mc_fault *fault = &it->at.fault;

	printf("%s:%d: %s%s%s%s%s\n", it->file, it->at.line, fault->path,
	       *fault->path ? ": " : "", _(fault->reason), *fault->what ? ": " : "", fault->what);
}

static enum mc_code check(enum mc_pack_name name, const struct mc_vec *sources, struct mc_err *why)
{
	struct mc_vec faults;
	size_t count;

	mc_vec_init(&faults, sizeof(struct mc_pack_fault), MC_FAULTS_MAX);
	mc_pack_faults(name, sources, &faults);
	MC_VEC_EACH (&faults, struct mc_pack_fault, it) {
		print_fault(it);
	}
	count = faults.len;
	mc_vec_done(&faults);
	return count ? mc_fail(why, MC_E_PACK_FAULTS, "%zu", count) : MC_OK;
}

/* ---- the statement */

static enum mc_code day_of(const char *text, struct mc_date *ret, struct mc_err *why)
{
	if (text && (mc_date_parse_iso(text, ret, NULL) || !mc_date_is_full(ret))) {
		return mc_fail(why, MC_E_USAGE, "%.40s: YYYY-MM-DD", text);
	}
	return MC_OK;
}

static enum mc_code describe(const struct mc_options *o, const struct mc_ledger *ledger,
			     const struct mc_vec *sources, struct mc_pack *ret, struct mc_err *why)
{
	int64_t now = mc_clock_now() / MC_SECOND * MC_SECOND, newest = 0;
	enum mc_code code = ledger->ops->newest_pack(ledger->ctx, o->operand, &newest, why);

	MC_COPY(ret->name, o->operand);
	ret->at = now > newest ? now : newest + MC_SECOND; /* newer than that, in any case */
	ret->from = mc_date_of_instant(ret->at);
	code = code ? code : day_of(o->from, &ret->from, why);
	code = code ? code : day_of(o->until, &ret->until, why);
	if (!code && mc_date_is_set(&ret->until) && mc_date_compare(&ret->until, &ret->from) < 0) {
		return mc_fail(why, MC_E_USAGE, "--until is before --from");
	}
	MC_VEC_EACH (sources, struct mc_pack_source, source) {
		struct mc_pack_file *file = mc_vec_push(&ret->files);

		MC_COPY(file->name, source->name);
		file->size = (int64_t)source->text.len;
		mc_sha256_hex(mc_slice_of(&source->text), file->sha256);
	}
	return code;
}

static void print_pack(const struct mc_pack *pack)
{
	struct mc_json_writer w;
	char from[MC_DATE_LEN];
	struct mc_str text;

	mc_date_format_iso(&pack->from, from);
	mc_str_init(&text, 4096);
	mc_jw_init(&w, &text);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_text(&w, "name", pack->name);
	mc_jw_time(&w, "at", pack->at);
	mc_jw_text(&w, "from", from);
	mc_jw_int(&w, "files", (int64_t)pack->files.len);
	mc_jw_object_end(&w);
	puts(text.data);
	mc_str_done(&text);
}

static enum mc_code sign_and_keep(struct mc_gateway_keys *keys, const struct mc_ledger *ledger,
				  const struct mc_pack *pack, const struct mc_vec *sources,
				  struct mc_err *why)
{
	struct mc_ledger_pack it = {.pack = pack, .sources = sources};
	struct mc_str payload, jws;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_pack_format(pack, &payload);
	code = mc_gateway_keys_sign(keys, "pack", pack->at, mc_slice_of(&payload), &jws, why);
	it.jws = jws.data;
	code = code ? code : ledger->ops->add_pack(ledger->ctx, &it, why);
	mc_str_done(&payload);
	mc_str_done(&jws);
	return code;
}

static enum mc_code publish(const struct mc_options *o, const struct mc_vec *sources,
			    struct mc_err *why)
{
	struct mc_gateway_keys *keys = NULL;
	struct mc_ledger ledger;
	struct mc_pack pack;
	enum mc_code code = mc_cmd_ledger(o, MC_LEDGER_READ, &ledger, why);

	if (code) {
		return code;
	}
	mc_pack_init(&pack);
	code = describe(o, &ledger, sources, &pack, why);
	code = code ? code : mc_gateway_keys_open(o->data, mc_clock_now(), &keys, why);
	code = code ? code : sign_and_keep(keys, &ledger, &pack, sources, why);
	if (!code) {
		print_pack(&pack);
	}
	mc_gateway_keys_close(keys);
	mc_pack_done(&pack);
	ledger.ops->close(ledger.ctx);
	return code;
}

enum mc_code mc_cmd_pack(const struct mc_options *o, struct mc_err *why)
{
	enum mc_pack_name name = o->operand ? mc_pack_parse_word(o->operand) : MC_PACK_COUNT;
	struct mc_vec sources;
	enum mc_code code;

	if (!o->data || !o->operand2 || name == MC_PACK_COUNT) {
		return mc_fail(why, MC_E_USAGE, "pack procedures|holidays|places|legal FOLDER"
						" --data DIR");
	}
	mc_vec_init(&sources, sizeof(struct mc_pack_source), MC_PACK_FILES_MAX);
	code = read_folder(o->operand2, &sources, why);
	code = code ? code : check(name, &sources, why);
	code = code ? code : publish(o, &sources, why);
	sources_done(&sources);
	return code;
}
