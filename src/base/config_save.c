/* SPDX-License-Identifier: MPL-2.0 */
/*
 * config_save.c - change keys in a motcua.conf that a person wrote.
 *
 * The file is theirs: its comments, its order and its empty lines stay. A key's line is
 * replaced where it stands; a new one goes to the end of its section.
 */
#include <stdlib.h>
#include <string.h>

#include "base/config_text.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"

/* One line without its end, white space cut off in front. */
struct line {
	const char *text;
	size_t len;
};

static struct line line_at(const char *at)
{
	size_t white, len;

	at += strncmp(at, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* an editor's mark of UTF-8 */
	white = strspn(at, " \t");
	len = strcspn(at, "\r\n");

	return white > len ? (struct line){at, len} : (struct line){at + white, len - white};
}

/* word, then white space, then end. */
static bool is_word(const char *text, const char *word, char end)
{
	size_t len = strlen(word);

	return strncmp(text, word, len) == 0 && text[len + strspn(text + len, " \t")] == end;
}

static bool is_section(struct line line, const char *section)
{
	return line.len && line.text[0] == '[' &&
	       is_word(line.text + 1 + strspn(line.text + 1, " \t"), section, ']');
}

/* Where the next line begins. */
static const char *after_line(const char *at)
{
	at += strcspn(at, "\n");
	return *at ? at + 1 : at;
}

/* Where the change belongs: the key's own line, or the place for a new one. */
struct place {
	const char *from, *to; /* the line that is replaced; equal: none */
	bool has_section;
};

static struct place find_place(const char *text, const struct mc_config_change *change)
{
	struct place place = {text + strlen(text), text + strlen(text), false};
	bool inside = false;

	for (const char *at = text; *at; at = after_line(at)) {
		struct line line = line_at(at);

		if (line.len && line.text[0] == '[') {
			inside = is_section(line, change->section);
		}
		if (!inside) {
			continue;
		}
		if (is_word(line.text, change->key, '=')) {
			return (struct place){at, after_line(at), true};
		}
		if (line.len) { /* behind the last line of the section that says something */
			place = (struct place){after_line(at), after_line(at), true};
		}
	}
	return place;
}

static void end_line(struct mc_str *text)
{
	if (text->len && text->data[text->len - 1] != '\n') {
		mc_str_putc(text, '\n');
	}
}

static void apply(const char *text, const struct mc_config_change *change, struct mc_str *ret)
{
	struct place place = find_place(text, change);

	mc_str_add(ret, text, (size_t)(place.from - text));
	if (*change->value) {
		end_line(ret);
		if (!place.has_section) {
			mc_str_printf(ret, "%s[%s]\n", ret->len ? "\n" : "", change->section);
		}
		mc_str_printf(ret, "%s = %s\n", change->key, change->value);
	}
	mc_str_puts(ret, place.to);
}

/* The whole file as it will be; *text is replaced. */
static void apply_all(struct mc_str *text, const struct mc_config_change *changes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct mc_str next;

		mc_str_init(&next, MC_CONFIG_MAX);
		apply(text->data, &changes[i], &next);
		mc_str_wipe(text);
		*text = next;
	}
}

static enum mc_code read_old(const struct mc_config *config, const char *path, struct mc_str *ret,
			     struct mc_err *why)
{
	enum mc_code code = mc_file_exists(path) ? mc_file_read(path, ret, why) : MC_OK;

	return code ? code : mc_config_check(config, path, ret, why);
}

/* One line each, and what comes of them is a good file. */
static enum mc_code change_text(const struct mc_config *config, const char *path,
				const struct mc_config_change *changes, size_t count,
				struct mc_str *text, struct mc_err *why)
{
	for (size_t i = 0; i < count; i++) {
		if (strpbrk(changes[i].value, "\r\n")) {
			return mc_fail(why, MC_E_CONFIG_LINE, "[%s] %s", changes[i].section,
				       changes[i].key);
		}
	}
	apply_all(text, changes, count);
	return text->full ? mc_fail(why, MC_E_FILE_TOO_LARGE, NULL) :
			    mc_config_check(config, path, text, why);
}

static enum mc_code write_new(const char *path, const struct mc_str *text, struct mc_err *why)
{
	char *dir = mc_strdup(path), *slash = strrchr(dir, '/');
	enum mc_code code = MC_OK;

	if (slash && slash > dir) {
		*slash = '\0';
		code = mc_dir_make(dir, 0700, why);
	}
	free(dir);
	return code ? code : mc_file_write(path, 0600, mc_slice_of(text), why);
}

enum mc_code mc_config_save(struct mc_config *config, const char *path,
			    const struct mc_config_change *changes, size_t count,
			    struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, MC_CONFIG_MAX);
	code = read_old(config, path, &text, why);
	if (code == MC_OK) {
		code = change_text(config, path, changes, count, &text, why);
	}
	if (code == MC_OK) {
		code = write_new(path, &text, why);
	}
	for (size_t i = 0; i < count && code == MC_OK; i++) {
		const char *value = *changes[i].value ? changes[i].value : NULL;

		code = mc_config_set(config, changes[i].section, changes[i].key, value, why);
	}
	mc_str_wipe(&text);
	return code;
}
