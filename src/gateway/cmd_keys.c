/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_keys.c - the gateway's keys: the fingerprint for paper, what the list says, new ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/cmd.h"
#include "gateway/keys.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/wire/json.h"

/* ---- looking */

static enum mc_code load(const struct mc_options *o, struct mc_keyring **ret, struct mc_err *why)
{
	char *path = mc_path_join(o->data, "gateway.keys");
	enum mc_code code = mc_keyring_load(path, ret, why);

	free(path);
	return code;
}

static enum mc_code print_fingerprint(const struct mc_options *o, struct mc_err *why)
{
	struct mc_keyring *ring;
	char fingerprint[80];
	enum mc_code code = load(o, &ring, why);

	if (!code) {
		mc_keyring_fingerprint(ring, fingerprint);
		mc_keyring_free(ring);
		puts(fingerprint);
	}
	return code;
}

static void write_keys(struct mc_json_writer *w, const struct mc_keyring *ring)
{
	mc_jw_array(w, "keys");
	for (int i = 0; i < mc_keyring_count(ring); i++) {
		const struct mc_keyring_entry *entry = mc_keyring_at(ring, i);

		mc_jw_object(w, NULL);
		mc_jw_text(w, "use", entry->seals ? "seal" : "sign");
		mc_jw_text(w, "kid", mc_keyring_entry_kid(entry));
		mc_jw_time(w, "from", entry->from);
		mc_jw_time(w, "until", entry->until);
		mc_jw_object_end(w);
	}
	mc_jw_array_end(w);
}

static enum mc_code print_list(const struct mc_options *o, struct mc_err *why)
{
	struct mc_json_writer w;
	struct mc_keyring *ring;
	struct mc_str text;
	enum mc_code code = load(o, &ring, why);

	if (code) {
		return code;
	}
	mc_str_init(&text, MC_JSON_MAX);
	mc_jw_init(&w, &text);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_int(&w, "version", mc_keyring_version(ring));
	mc_jw_time(&w, "issued", mc_keyring_issued(ring));
	write_keys(&w, ring);
	mc_jw_object_end(&w);
	puts(text.data);
	mc_str_done(&text);
	mc_keyring_free(ring);
	return MC_OK;
}

/* ---- rotating */

static enum mc_code read_from(const char *text, int64_t *ret, struct mc_err *why)
{
	struct mc_date day;

	if (!text) {
		*ret = 0;
	} else if (!strcmp(text, "now")) {
		*ret = MC_ROTATE_NOW;
	} else if (!mc_date_parse_iso(text, &day, NULL) && mc_date_is_full(&day)) {
		*ret = mc_time_from_local(&(struct mc_local){
			.year = day.year, .month = day.month, .day = day.day});
	} else if (mc_time_parse(text, ret, NULL)) {
		return mc_fail(why, MC_E_USAGE, "--from is now, YYYY-MM-DD, or an instant");
	}
	return MC_OK;
}

static void print_rotated(const struct mc_rotated *rotated)
{
	struct mc_json_writer w;
	struct mc_str text;

	mc_str_init(&text, 1024);
	mc_jw_init(&w, &text);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_int(&w, "version", rotated->version);
	mc_jw_time(&w, "from", rotated->from);
	mc_jw_text(&w, "sign", rotated->sign);
	mc_jw_text(&w, "seal", rotated->seal);
	mc_jw_object_end(&w);
	puts(text.data);
	mc_str_done(&text);
}

static enum mc_code rotate(const struct mc_options *o, struct mc_err *why)
{
	struct mc_rotated rotated;
	int64_t from;
	enum mc_code code = read_from(o->from, &from, why);

	code = code ? code : mc_gateway_keys_rotate(o->data, mc_clock_now(), from, &rotated, why);
	if (!code) {
		print_rotated(&rotated);
	}
	return code;
}

static const struct {
	const char *act;
	mc_cmd *run;
} acts[] = {
	{"fingerprint", print_fingerprint},
	{"list", print_list},
	{"rotate", rotate},
};

enum mc_code mc_cmd_keys(const struct mc_options *o, struct mc_err *why)
{
	const char *act = o->operand ? o->operand : acts[0].act;

	for (size_t i = 0; o->data && i < MC_COUNT(acts); i++) {
		if (!strcmp(acts[i].act, act)) {
			return acts[i].run(o, why);
		}
	}
	return mc_fail(why, MC_E_USAGE, "keys [fingerprint|list|rotate [--from DAY]] --data DIR");
}
