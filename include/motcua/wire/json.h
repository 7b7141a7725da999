/* SPDX-License-Identifier: MPL-2.0 */
/*
 * json.h - JSON read through getters that check, and written in a fixed order.
 *
 * json-c is seen by src/wire alone. A document is at most 1 MiB and 16 levels
 * deep, valid UTF-8, with nothing behind it.
 */
#ifndef MOTCUA_WIRE_JSON_H
#define MOTCUA_WIRE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/str.h"

#define MC_JSON_MAX (1024 * 1024)

struct mc_json; /* a node; the root owns the whole document */

/* MC_E_JSON_SYNTAX; MC_E_JSON_VERSION when "v" is there and not 1; MC_E_INTERNAL: no memory. */
enum mc_code mc_json_parse(struct mc_slice text, struct mc_json **ret, struct mc_err *why) MC_CHECKED;
void mc_json_free(struct mc_json *root);

/* Member of an object; NULL when absent or null. Borrowed from the root. */
const struct mc_json *mc_json_member(const struct mc_json *object, const char *key);
/* Items of an array; 0 when node is NULL or no array. */
size_t mc_json_count(const struct mc_json *array);
const struct mc_json *mc_json_item(const struct mc_json *array, size_t i);
/* Members in document order; false at the end. */
bool mc_json_each(const struct mc_json *object, size_t i, const char **ret_key,
		  const struct mc_json **ret_value);
/* Text of a node itself, borrowed; NULL when it is no string. */
const char *mc_json_string(const struct mc_json *node);

/* The line of a member of a text that was parsed: "fields[3].label.vi", "" = the root. Of
 * one that is not there: the line of what it is missing in. */
int mc_json_line(struct mc_slice text, const char *path);

/*
 * Getters: absent members leave the output as it is and are fine unless `need`;
 * the wrong kind, too long a text or invalid content is MC_E_JSON_SHAPE with the
 * member's name. Text is made clean (mc_text_clean) on the way in.
 */
enum mc_code mc_json_text(const struct mc_json *object, const char *key, bool need, char *to,
			  size_t size, struct mc_err *why) MC_CHECKED;
/* A copy of any length; to be freed; NULL when absent. Not cleaned: exact bytes. */
enum mc_code mc_json_text_dup(const struct mc_json *object, const char *key, bool need,
			      char **ret, struct mc_err *why) MC_CHECKED;
enum mc_code mc_json_int(const struct mc_json *object, const char *key, bool need, int64_t *to,
			 struct mc_err *why) MC_CHECKED;
enum mc_code mc_json_bool(const struct mc_json *object, const char *key, bool need, bool *to,
			  struct mc_err *why) MC_CHECKED;
enum mc_code mc_json_time(const struct mc_json *object, const char *key, bool need, int64_t *to,
			  struct mc_err *why) MC_CHECKED;

/* Writing: appends to a string; commas come by themselves. */
struct mc_json_writer {
	struct mc_str *to;
	bool comma;
};
void mc_jw_init(struct mc_json_writer *w, struct mc_str *to);
void mc_jw_object(struct mc_json_writer *w, const char *key); /* key NULL inside arrays and at the root */
void mc_jw_object_end(struct mc_json_writer *w);
void mc_jw_array(struct mc_json_writer *w, const char *key);
void mc_jw_array_end(struct mc_json_writer *w);
void mc_jw_text(struct mc_json_writer *w, const char *key, const char *value); /* NULL: null */
void mc_jw_text_if(struct mc_json_writer *w, const char *key, const char *value); /* "" or NULL: left out */
void mc_jw_int(struct mc_json_writer *w, const char *key, int64_t value);
void mc_jw_bool(struct mc_json_writer *w, const char *key, bool value);
void mc_jw_null(struct mc_json_writer *w, const char *key);
void mc_jw_time(struct mc_json_writer *w, const char *key, int64_t at);
void mc_jw_time_if(struct mc_json_writer *w, const char *key, int64_t at); /* 0: left out */
/* JSON that was made elsewhere, put in as it is. */
void mc_jw_raw(struct mc_json_writer *w, const char *key, struct mc_slice json);

#endif
