/* SPDX-License-Identifier: MPL-2.0 */
/*
 * config.h - motcua.conf(5): INI with sections, '#' and ';' comments, UTF-8.
 *
 * Only keys of the caller's table are taken; an unknown one, a line without
 * '=', a repeated key or a bad value is MC_E_CONFIG_LINE with "file:line: why".
 */
#ifndef MOTCUA_BASE_CONFIG_H
#define MOTCUA_BASE_CONFIG_H

#include <stddef.h>

#include "motcua/base/err.h"

struct mc_config;

/* One key that may stand in a file. Ends with a NULL section. */
struct mc_config_key {
	const char *section, *key;
	const char *fallback;      /* what mc_config_get gives when it is absent; may be NULL */
	const char *const *values; /* allowed words, NULL-terminated; NULL = any text */
	const char *help;          /* one line, N_(); motcua.conf(5) is checked against it */
};

/* The keys of motcua.conf(5). */
extern const struct mc_config_key mc_settings_keys[];

/* keys stays borrowed for the config's life. */
struct mc_config *mc_config_new(const struct mc_config_key *keys);
void mc_config_free(struct mc_config *config);
/* Read one file over what is there; a later file wins key by key. */
enum mc_code mc_config_load(struct mc_config *config, const char *path,
			    struct mc_err *why) MC_CHECKED;
/* value NULL: back to the fallback. */
enum mc_code mc_config_set(struct mc_config *config, const char *section, const char *key,
			   const char *value, struct mc_err *why) MC_CHECKED;

/* A key to be written into a file; value "" takes its line out, so that the fallback holds. */
struct mc_config_change {
	const char *section, *key, *value;
};
/*
 * Write changes into the file at path (made when it is not there, mode 0600) and take
 * them over: all of them or none. What else stands in the file, comments too, stays as
 * it is. A file that is not a good one is not touched: MC_E_CONFIG_LINE.
 */
enum mc_code mc_config_save(struct mc_config *config, const char *path,
			    const struct mc_config_change *changes, size_t count,
			    struct mc_err *why) MC_CHECKED;
/* The value or the fallback; borrowed until the config changes. Aborts on a key
 * that is not in the table: that is a programmer's fault. */
const char *mc_config_get(const struct mc_config *config, const char *section, const char *key);

#endif
