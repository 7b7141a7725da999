/* SPDX-License-Identifier: MPL-2.0 */
/* desk.c - opening and closing a desk, the officer, and what goes on outside. */

#include "desk/desk.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/calendar.h"
#include "desk/packs.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/desk/find.h"
#include "motcua/seal/hash.h"
#include "motcua/text/text.h"

/* ---- opening */

/* Training has its own folder beside the real one, so that no mix-up is possible. */
static char *data_dir(const struct mc_desk *desk, const struct mc_desk_options *options)
{
	const char *named = desk_setting(desk, "store", "data");
	char *dir;
	size_t len;
	struct mc_str own;

	if (!desk->training || options->data_dir) {
		return mc_paths_default(*named ? named : NULL);
	}
	dir = mc_paths_default(NULL);
	len = strlen(dir);
	while (len > 1 && dir[len - 1] == '/') {
		len--; /* beside it, not in it */
	}
	mc_str_init(&own, 4096);
	mc_str_printf(&own, "%.*s-training", (int)len, dir);
	free(dir);
	return mc_str_take(&own, NULL);
}

/* Where the keys of a unix: gateway stand unless somebody says otherwise. */
static char *keys_beside_socket(const char *url)
{
	const char *slash = strrchr(url, '/');
	char *dir, *keys;

	if (strncmp(url, "unix:/", 6)) {
		return NULL;
	}
	url += strlen("unix:");
	dir = mc_strndup(url, slash == url ? 1 : (size_t)(slash - url));
	keys = mc_path_join(dir, "gateway.keys");
	free(dir);
	return keys;
}

void desk_use_gateway(struct mc_desk *desk)
{
	const char *url = desk_setting(desk, "gateway", "url");
	const char *keys = desk_setting(desk, "gateway", "gateway_key");

	free(desk->gateway);
	free(desk->gateway_keys);
	desk->gateway = mc_strdup(url);
	if (*keys) {
		desk->gateway_keys = mc_strdup(keys);
	} else {
		desk->gateway_keys = keys_beside_socket(url);
	}
	if (!desk->gateway_keys) {
		desk->gateway_keys = mc_strdup(MC_SYSCONFDIR "/gateway.keys");
	}
}

static enum mc_code set_officer(struct mc_desk *desk, struct mc_err *why)
{
	const char *number = desk_setting(desk, "officer", "number");
	const char *name = desk_setting(desk, "officer", "name");

	if (!*number) {
		return MC_OK;
	}
	return mc_desk_set_officer(desk, number, name, why);
}

/* Keys are made with a new data folder only. Where data are, a key file that is gone is
 * a loss to be mended from the backup: new keys would seal new data beside old data that
 * nobody can open any more. */
static enum mc_code open_keys(struct mc_desk *desk, struct mc_err *why)
{
	const struct mc_paths *paths = &desk->paths;
	bool has_data = mc_file_exists(paths->store_db) || mc_file_exists(paths->mail_db);

	if (has_data && desk->screens) {
		return mc_terminal_keys_load_seed(paths->keys, &desk->keys, why);
	}
	return has_data ? mc_terminal_keys_load(paths->keys, &desk->keys, why) :
			  mc_terminal_keys_open(paths->keys, &desk->keys, why);
}

static enum mc_code open_stores(struct mc_desk *desk, struct mc_err *why)
{
	enum mc_code code = mc_paths_make(&desk->paths, why);

	if (!code) {
		code = open_keys(desk, why);
	}
	if (!code) {
		code = mc_store_open(&desk->paths, desk->keys.vault, &desk->store, why);
	}
	if (!code) {
		code = mc_mail_open(&desk->paths, &desk->mail, why);
	}
	if (!code) {
		desk->mail_version = mc_mail_version(desk->mail);
		desk->day = mc_date_of_instant(mc_clock_now());
	}
	return code;
}

/* What the settings must be like for a desk to begin. */
static enum mc_code check_settings(struct mc_desk *desk, const struct mc_desk_options *options,
				   struct mc_err *why)
{
	enum mc_code code;

	if (desk->training && (options->gateway || options->gateway_keys)) {
		return mc_fail(why, MC_E_TRAINING, NULL);
	}
	code = desk->training ? MC_OK : desk_gateway_check(desk_setting(desk, "gateway", "url"), why);
	if (!code) {
		code = desk_hours_check(desk, why);
	}
	return code ? code : set_officer(desk, why);
}

enum mc_code mc_desk_new(const struct mc_desk_options *options, struct mc_desk **ret,
			 struct mc_err *why)
{
	struct mc_desk *desk = mc_calloc(1, sizeof(*desk));
	enum mc_code code;
	char *dir;

	desk->training = options->training;
	desk->screens = options->screens;
	desk->socket = -1;
	code = desk_settings(desk, options, why);
	if (!code) {
		code = check_settings(desk, options, why);
	}
	if (code) {
		mc_desk_close(desk);
		return code;
	}
	dir = data_dir(desk, options);
	mc_paths_init(&desk->paths, dir);
	free(dir);
	*ret = desk;
	return MC_OK;
}

enum mc_code mc_desk_begin(struct mc_desk *desk, struct mc_err *why)
{
	enum mc_code code = mc_seal_init(why);

	if (!code) {
		code = open_stores(desk, why);
	}
	if (!code && desk->training) {
		code = desk_training_start(desk, why);
	} else if (!code) {
		desk_use_gateway(desk);
	}
	if (!code) {
		desk_keyring_later(desk);
	}
	if (!code && !desk->screens) {
		code = desk_settle(desk, why);
	}
	if (!code) {
		desk_packs_open(desk);
		desk_catalog_open(desk);
		desk->begun = true;
	}
	return code;
}

enum mc_code mc_desk_open(const struct mc_desk_options *options, struct mc_desk **ret,
			  struct mc_err *why)
{
	struct mc_desk *desk;
	enum mc_code code = mc_desk_new(options, &desk, why);

	if (code) {
		return code;
	}
	code = mc_desk_begin(desk, why);
	if (code) {
		mc_desk_close(desk);
		return code;
	}
	*ret = desk;
	return MC_OK;
}

void mc_desk_close(struct mc_desk *desk)
{
	if (!desk) {
		return;
	}
	if (desk->socket >= 0) {
		unlink(desk->paths.desk_sock);
		close(desk->socket);
	}
	desk_print_close(desk);
	desk_training_stop(desk);
	desk_catalog_close(desk);
	desk_places_close(desk);
	desk_legal_close(desk);
	desk_packs_close(desk);
	desk_kept_close(desk);
	desk_calendar_close(desk);
	mc_desk_forget_names(desk);
	mc_keyring_free(desk->keyring);
	mc_mail_close(desk->mail);
	mc_store_close(desk->store);
	mc_terminal_keys_done(&desk->keys);
	mc_paths_done(&desk->paths);
	mc_config_free(desk->config);
	free(desk->config_path);
	free(desk->gateway);
	free(desk->gateway_keys);
	free(desk);
}

enum mc_code mc_desk_keys_path(const struct mc_desk_options *options, char **ret_keys,
			       char **ret_data, struct mc_err *why)
{
	struct mc_desk desk = {.training = options->training};
	enum mc_code code = desk_settings(&desk, options, why);

	if (!code) {
		desk_use_gateway(&desk);
		*ret_keys = desk.gateway_keys;
		*ret_data = data_dir(&desk, options);
		free(desk.gateway);
	}
	mc_config_free(desk.config);
	free(desk.config_path);
	return code;
}

/* ---- plain questions */
bool mc_desk_training(const struct mc_desk *desk)
{
	return desk->training;
}

bool mc_desk_begun(const struct mc_desk *desk)
{
	return desk->begun;
}

bool mc_desk_read_only(const struct mc_desk *desk)
{
	return desk->store && mc_store_read_only(desk->store);
}

const char *mc_desk_terminal(const struct mc_desk *desk)
{
	return desk->keys.id;
}

const char *mc_desk_dir(const struct mc_desk *desk)
{
	return desk->paths.dir;
}

const struct mc_officer *mc_desk_officer(const struct mc_desk *desk)
{
	return &desk->officer;
}

enum mc_code mc_desk_set_officer(struct mc_desk *desk, const char *number, const char *name,
				 struct mc_err *why)
{
	struct mc_officer officer = {0};
	enum mc_id_kind kind;

	if (mc_pid_parse(number, officer.number, &kind, why) || kind != MC_ID_PID) {
		return mc_fail(why, MC_E_OFFICER, NULL);
	}
	if (name && *name) {
		enum mc_code code = mc_text_clean_to(name, officer.full_name,
						     sizeof(officer.full_name), why);

		if (code) {
			return code;
		}
	}
	desk->officer = officer;
	return MC_OK;
}

/* ---- the audit */
void desk_audit_entry(struct mc_desk *desk, const char *act, const char *ref,
		      const char *procedure, const char *outcome, struct mc_str *ret)
{
	char officer[33] = ""; /* nobody is named yet */

	if (desk->officer.number[0]) {
		mc_store_blind_hex(desk->store, "officer", desk->officer.number, officer);
	}
	mc_audit_format(mc_clock_now(), act, officer, ref, procedure, outcome, ret);
}

enum mc_code desk_audit(struct mc_desk *desk, const char *act, const char *ref,
			const char *procedure, const char *outcome, struct mc_err *why)
{
	struct mc_str entry;
	enum mc_code code;

	mc_str_init(&entry, 4096);
	desk_audit_entry(desk, act, ref, procedure, outcome, &entry);
	code = mc_audit_append(desk->store, mc_slice_of(&entry), why);
	mc_str_done(&entry);
	return code;
}
