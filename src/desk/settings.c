/* SPDX-License-Identifier: MPL-2.0 */
/* settings.c - motcua.conf(5): which file or variable wins, and saving. */

#include <stdlib.h>
#include <string.h>

#include "desk/desk.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"

const char *desk_setting(const struct mc_desk *desk, const char *section, const char *key)
{
	return mc_config_get(desk->config, section, key);
}

/* $XDG_CONFIG_HOME/motcua/motcua.conf; NULL without a home. The caller frees. */
static char *user_file(void)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char *dir, *path;

	if (xdg && xdg[0] == '/') {
		return mc_path_join(xdg, "motcua/motcua.conf");
	}
	if (!home || home[0] != '/') {
		return NULL;
	}
	dir = mc_path_join(home, ".config");
	path = mc_path_join(dir, "motcua/motcua.conf");
	free(dir);
	return path;
}

static enum mc_code load_if_there(struct mc_desk *desk, const char *path, struct mc_err *why)
{
	return path && mc_file_exists(path) ? mc_config_load(desk->config, path, why) : MC_OK;
}

static enum mc_code load_files(struct mc_desk *desk, const char *named, struct mc_err *why)
{
	enum mc_code code;

	desk->config_path = named ? mc_strdup(named) : user_file();
	if (named) {
		return mc_config_load(desk->config, named, why); /* named, so it must be there */
	}
	code = load_if_there(desk, MC_SYSCONFDIR "/motcua.conf", why);
	return code ? code : load_if_there(desk, desk->config_path, why);
}

/* A flag, else its variable, over what the files said. */
static enum mc_code overlay(struct mc_desk *desk, const char *flag, const char *variable,
			    const char *section, const char *key, struct mc_err *why)
{
	const char *value = flag ? flag : getenv(variable);

	return value && *value ? mc_config_set(desk->config, section, key, value, why) : MC_OK;
}

/* The name in the file belongs to the number in the file, to no other officer. */
static enum mc_code keep_officer_together(struct mc_desk *desk, const char *filed,
					  struct mc_err *why)
{
	return strcmp(filed, desk_setting(desk, "officer", "number")) ?
		       mc_config_set(desk->config, "officer", "name", "", why) :
		       MC_OK;
}

enum mc_code desk_settings(struct mc_desk *desk, const struct mc_desk_options *options,
			   struct mc_err *why)
{
	const struct {
		const char *flag, *variable, *section, *key;
	} overlays[] = {
		{options->data_dir, "MOTCUA_DATA", "store", "data"},
		{options->gateway, "MOTCUA_GATEWAY", "gateway", "url"},
		{options->gateway_keys, "MOTCUA_GATEWAY_KEY", "gateway", "gateway_key"},
		{options->officer, "MOTCUA_OFFICER", "officer", "number"},
	};
	const char *named = options->config_file ? options->config_file : getenv("MOTCUA_CONFIG");
	char *filed;
	enum mc_code code;

	desk->config = mc_config_new(mc_settings_keys);
	code = load_files(desk, named && *named ? named : NULL, why);
	filed = mc_strdup(desk_setting(desk, "officer", "number"));
	for (size_t i = 0; i < MC_COUNT(overlays) && !code; i++) {
		code = overlay(desk, overlays[i].flag, overlays[i].variable, overlays[i].section,
			       overlays[i].key, why);
	}
	if (!code) {
		code = keep_officer_together(desk, filed, why);
	}
	free(filed);
	return code;
}

/* ---- saving */

/* What a classroom may change: how its officers type, scan and read, not where it sends. */
static bool leads_out(const struct mc_config_change *change)
{
	static const char *const own[] = {"input", "scanner", "screen", "ui"};

	for (size_t i = 0; i < MC_COUNT(own); i++) {
		if (!strcmp(change->section, own[i])) {
			return false;
		}
	}
	return true;
}

static enum mc_code check_changes(const struct mc_desk *desk,
				  const struct mc_config_change *changes, size_t count,
				  struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; i < count && !code; i++) {
		if (desk->training && leads_out(&changes[i])) {
			code = mc_fail(why, MC_E_TRAINING, NULL);
		} else if (!strcmp(changes[i].section, "gateway") &&
			   !strcmp(changes[i].key, "url")) {
			code = desk_gateway_check(changes[i].value, why);
		}
	}
	return code;
}

enum mc_code mc_desk_save_settings(struct mc_desk *desk, const struct mc_config_change *changes,
				   size_t count, struct mc_err *why)
{
	enum mc_code code = check_changes(desk, changes, count, why);

	if (!code && !desk->config_path) {
		code = mc_fail(why, MC_E_FILE_WRITE, "HOME");
	}
	if (!code) {
		code = mc_config_save(desk->config, desk->config_path, changes, count, why);
	}
	if (!code && !desk->training) {
		desk_use_gateway(desk);
		desk_load_keyring(desk); /* what is missing shows in the status row */
		code = desk_announce(desk, why);
	}
	return code;
}

const char *mc_desk_setting(const struct mc_desk *desk, const char *section, const char *key)
{
	return desk_setting(desk, section, key);
}

bool mc_desk_first_run(const struct mc_desk *desk)
{
	return !desk->training && !*desk_setting(desk, "office", "name") &&
	       !*desk_setting(desk, "gateway", "url");
}

/* ---- settings as the screens use them */
enum mc_typing_method mc_desk_typing(const struct mc_desk *desk)
{
	static const struct {
		const char *word;
		enum mc_typing_method method;
	} methods[] = { {"telex", MC_TYPING_TELEX},
			{"vni", MC_TYPING_VNI},
			{"viqr", MC_TYPING_VIQR},
			{"off", MC_TYPING_OFF} };
	const char *word = desk_setting(desk, "input", "method");

	for (size_t i = 0; i < MC_COUNT(methods); i++) {
		if (!strcmp(methods[i].word, word)) {
			return methods[i].method;
		}
	}
	return MC_TYPING_TELEX;
}

enum mc_tone_style mc_desk_tone_style(const struct mc_desk *desk)
{
	return strcmp(desk_setting(desk, "input", "tone_style"), "new") ? MC_TONE_OLD : MC_TONE_NEW;
}

const char *mc_desk_office(const struct mc_desk *desk)
{
	return desk_setting(desk, "office", "name");
}

const char *mc_desk_language(const struct mc_desk *desk)
{
	/* LANGUAGE=en on the command line is a choice for this run. */
	const char *language = getenv("LANGUAGE");

	if (language && (!strncmp(language, "en", 2) || !strncmp(language, "vi", 2))) {
		return language[0] == 'e' ? "en" : "vi";
	}
	return desk_setting(desk, "ui", "language");
}
