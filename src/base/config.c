/* SPDX-License-Identifier: MPL-2.0 */
/*
 * config.c - the reader of motcua.conf(5).
 *
 * A message names file, line and rule, never the text of the line: an officer's
 * name and number stand in this file.
 */
#include "motcua/base/config.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/config_text.h"
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"

enum { FILE_MAX_BYTES = MC_CONFIG_MAX, LINE_MAX_BYTES = 4096 };

struct mc_config {
	const struct mc_config_key *keys;
	size_t count;
	char **values; /* one per key; NULL = absent */
};

/* One file on its way in: nothing of it counts before all of it is good. */
struct reading {
	const struct mc_config *config;
	char **values;
	char section[64];
};

struct mc_config *mc_config_new(const struct mc_config_key *keys)
{
	struct mc_config *config = mc_calloc(1, sizeof(*config));

	config->keys = keys;
	while (keys[config->count].section) {
		config->count++;
	}
	config->values = mc_calloc(config->count, sizeof(*config->values));
	return config;
}

static void free_values(char **values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(values[i]);
	}
	free(values);
}

void mc_config_free(struct mc_config *config)
{
	if (config) {
		free_values(config->values, config->count);
		free(config);
	}
}

/* The key's index; count when it is not in the table. */
static size_t find_key(const struct mc_config *config, const char *section, const char *key)
{
	size_t i = 0;

	while (i < config->count && (strcmp(config->keys[i].section, section) != 0 ||
				     strcmp(config->keys[i].key, key) != 0)) {
		i++;
	}
	return i;
}

static bool has_section(const struct mc_config *config, const char *section)
{
	for (size_t i = 0; i < config->count; i++) {
		if (strcmp(config->keys[i].section, section) == 0) {
			return true;
		}
	}
	return false;
}

static bool value_allowed(const struct mc_config_key *key, const char *value)
{
	if (!key->values) {
		return true;
	}
	for (const char *const *word = key->values; *word; word++) {
		if (strcmp(*word, value) == 0) {
			return true;
		}
	}
	return false;
}

/* NULL when the bytes are good text on one line, else the rule that they break. */
static const char *text_fault(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (((unsigned char)text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7f) {
			return _("control character");
		}
	}
	return mc_bytes_utf8(text, len) ? NULL : _("not UTF-8");
}

/* Cut white space off both ends, in place. */
static char *strip(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t')) {
		text[--len] = '\0';
	}
	return text;
}

/* "[section]"; NULL or the rule that is broken. */
static const char *read_section(struct reading *r, char *line)
{
	size_t len = strlen(line);

	if (line[len - 1] != ']') {
		return _("']' is missing");
	}
	line[len - 1] = '\0';
	line = strip(line + 1);
	if (!has_section(r->config, line) || MC_COPY(r->section, line)) {
		return _("unknown section");
	}
	return NULL;
}

static const char *read_pair(struct reading *r, char *line)
{
	char *equals = strchr(line, '=');
	const char *value;
	size_t i;

	if (!equals) {
		return _("'=' is missing");
	}
	if (!r->section[0]) {
		return _("a [section] must come first");
	}
	*equals = '\0';
	value = strip(equals + 1);
	i = find_key(r->config, r->section, strip(line));
	if (i == r->config->count) {
		return _("unknown key");
	}
	if (r->values[i]) {
		return _("the key stands here a second time");
	}
	if (!value_allowed(&r->config->keys[i], value)) {
		return _("this value is not allowed");
	}
	r->values[i] = mc_strdup(value);
	return NULL;
}

static const char *read_line(struct reading *r, const char *text, size_t len)
{
	char line[LINE_MAX_BYTES + 1], *start;
	const char *fault;

	if (len && text[len - 1] == '\r') {
		len--;
	}
	if (len > LINE_MAX_BYTES) {
		return _("the line is too long");
	}
	fault = text_fault(text, len);
	if (fault) {
		return fault;
	}
	memcpy(line, text, len);
	line[len] = '\0';
	start = strip(line);
	if (!*start || *start == '#' || *start == ';') {
		return NULL;
	}
	return *start == '[' ? read_section(r, start) : read_pair(r, start);
}

static enum mc_code read_lines(struct reading *r, const char *path, const struct mc_str *text,
			       struct mc_err *why)
{
	static const char bom[] = "\xef\xbb\xbf";
	const char *at = text->data, *end = text->data + text->len;

	if (text->len >= 3 && memcmp(at, bom, 3) == 0) {
		at += 3;
	}
	for (int number = 1; at < end; number++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;
		const char *fault = read_line(r, at, (size_t)(stop - at));

		if (fault) {
			return mc_fail(why, MC_E_CONFIG_LINE, "%s:%d: %s", basename(path), number,
				       fault);
		}
		at = stop + (newline != NULL);
	}
	return MC_OK;
}

/* Move what was read over what is there; values ends up holding the rest. */
static void take_over(struct mc_config *config, char **values)
{
	for (size_t i = 0; i < config->count; i++) {
		if (values[i]) {
			char *old = config->values[i];

			config->values[i] = values[i];
			values[i] = old;
		}
	}
}

/* values: one per key, what the text says; NULL where it says nothing. */
static enum mc_code read_text(const struct mc_config *config, const char *path,
			      const struct mc_str *text, char **values, struct mc_err *why)
{
	struct reading r = {.config = config, .values = values};

	return read_lines(&r, path, text, why);
}

enum mc_code mc_config_check(const struct mc_config *config, const char *path,
			     const struct mc_str *text, struct mc_err *why)
{
	char **values = mc_calloc(config->count, sizeof(*values));
	enum mc_code code = read_text(config, path, text, values, why);

	free_values(values, config->count);
	return code;
}

enum mc_code mc_config_load(struct mc_config *config, const char *path, struct mc_err *why)
{
	char **values = mc_calloc(config->count, sizeof(*values));
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, FILE_MAX_BYTES);
	code = mc_file_read(path, &text, why);
	if (code == MC_OK) {
		code = read_text(config, path, &text, values, why);
	}
	if (code == MC_OK) {
		take_over(config, values);
	}
	free_values(values, config->count);
	mc_str_done(&text);
	return code;
}

enum mc_code mc_config_set(struct mc_config *config, const char *section, const char *key,
			   const char *value, struct mc_err *why)
{
	size_t i = find_key(config, section, key);
	const char *fault = value ? text_fault(value, strlen(value)) : NULL;

	if (i == config->count) {
		fault = _("unknown key");
	} else if (!fault && value && !value_allowed(&config->keys[i], value)) {
		fault = _("this value is not allowed");
	}
	if (fault) {
		return mc_fail(why, MC_E_CONFIG_LINE, "[%s] %s: %s", section, key, fault);
	}
	free(config->values[i]);
	config->values[i] = value ? mc_strdup(value) : NULL;
	return MC_OK;
}

const char *mc_config_get(const struct mc_config *config, const char *section, const char *key)
{
	size_t i = find_key(config, section, key);

	if (i == config->count) {
		abort();
	}
	return config->values[i] ? config->values[i] : config->keys[i].fallback;
}
