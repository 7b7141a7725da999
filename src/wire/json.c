/* SPDX-License-Identifier: MPL-2.0 */
/*
 * json.c - the door for JSON: what json-c lets pass and we do not, and the nodes.
 *
 * A node is json-c's own object; nobody outside this folder sees that. Before
 * json-c reads a text, one pass over it settles what json-c is lenient about:
 * NUL and control characters in strings, lone surrogates, names in single
 * quotes, and the depth, which it counts in its own way. The same pass
 * counts the members; a tree with fewer has lost one to a repeated name, and a
 * signed text that two readers could understand differently is refused.
 */
#include "motcua/wire/json.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>
#include <json-c/printbuf.h>

#include "motcua/text/utf8.h"

/* json-c counts the innermost values as a level too, but only when there are some. */
enum { DEPTH = 16, JSON_C_DEPTH = DEPTH + 2 };

/* ---- nodes */

static struct json_object *inner(const struct mc_json *node)
{
	/* json-c's getters do not change a string or a table, but few say const. */
	return (struct json_object *)(uintptr_t)node;
}

static const struct mc_json *outer(struct json_object *object)
{
	return (const struct mc_json *)object;
}

/* What is parsed here is a person's record more often than not, and a freed block may stay in
 * memory for days. Nobody shares these trees. */
static void wipe(struct json_object *node)
{
	if (json_object_is_type(node, json_type_object)) {
		json_object_object_foreach(node, key, value) {
			(void)key;
			wipe(value);
		}
	} else if (json_object_is_type(node, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(node); i++) {
			wipe(json_object_array_get_idx(node, i));
		}
	} else if (json_object_is_type(node, json_type_string)) {
		explicit_bzero((void *)(uintptr_t)json_object_get_string(node),
			       (size_t)json_object_get_string_len(node));
	}
}

static void wipe_and_put(struct json_object *root)
{
	wipe(root);
	json_object_put(root);
}

void mc_json_free(struct mc_json *root)
{
	wipe_and_put(inner(root));
}

const struct mc_json *mc_json_member(const struct mc_json *object, const char *key)
{
	struct json_object *ret = NULL;

	return json_object_object_get_ex(inner(object), key, &ret) ? outer(ret) : NULL;
}

size_t mc_json_count(const struct mc_json *array)
{
	return json_object_is_type(inner(array), json_type_array)
		       ? json_object_array_length(inner(array))
		       : 0;
}

const struct mc_json *mc_json_item(const struct mc_json *array, size_t i)
{
	return i < mc_json_count(array) ? outer(json_object_array_get_idx(inner(array), i)) : NULL;
}

bool mc_json_each(const struct mc_json *object, size_t i, const char **ret_key,
		  const struct mc_json **ret_value)
{
	const struct lh_entry *entry;

	if (!json_object_is_type(inner(object), json_type_object)) {
		return false;
	}
	entry = json_object_get_object(inner(object))->head;
	while (entry && i) {
		entry = entry->next;
		i--;
	}
	if (!entry) {
		return false;
	}
	*ret_key = lh_entry_k(entry);
	*ret_value = lh_entry_v(entry);
	return true;
}

const char *mc_json_string(const struct mc_json *node)
{
	return json_object_is_type(inner(node), json_type_string)
		       ? json_object_get_string(inner(node))
		       : NULL;
}

/* ---- the pass before json-c */

struct scan {
	const char *at, *end;
	size_t members;
	int depth;
	const char *fault; /* what is wrong at `at`; NULL = nothing */
};

/* The value of four hex digits, or -1. */
static long hex4(const char *at, const char *end)
{
	char digits[5] = "";

	if (end - at < 4) {
		return -1;
	}
	memcpy(digits, at, 4);
	return strspn(digits, "0123456789abcdefABCDEF") == 4 ? strtol(digits, NULL, 16) : -1;
}

/* at stands on a backslash; returns how many bytes the escape has. */
static size_t scan_escape(struct scan *s)
{
	long unit = s->end - s->at > 1 && s->at[1] == 'u' ? hex4(s->at + 2, s->end) : -1;
	size_t len = unit < 0 ? 2 : 6;

	if (unit == 0) {
		s->fault = "a NUL character in a text";
	} else if (unit >= 0xdc00 && unit <= 0xdfff) {
		s->fault = "half a surrogate pair";
	} else if (unit >= 0xd800 && unit <= 0xdbff) {
		long low = s->end - s->at > 7 && !memcmp(s->at + 6, "\\u", 2)
				   ? hex4(s->at + 8, s->end)
				   : -1;

		if (low < 0xdc00 || low > 0xdfff) {
			s->fault = "half a surrogate pair";
		}
		len = 12;
	}
	return len;
}

/* at stands behind an opening quote; ends behind the closing one. */
static void scan_string(struct scan *s)
{
	while (!s->fault && s->at < s->end && *s->at != '"') {
		size_t len = *s->at == '\\' ? scan_escape(s) : 1;

		if ((unsigned char)*s->at < 0x20) {
			s->fault = "a control character in a text";
		}
		if (!s->fault) {
			s->at += len < (size_t)(s->end - s->at) ? len : (size_t)(s->end - s->at);
		}
	}
	if (!s->fault && s->at < s->end) {
		s->at++;
	}
}

/* One character outside strings. */
static void scan_mark(struct scan *s, char c)
{
	s->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
	s->members += c == ':';
	if (s->depth > DEPTH) {
		s->fault = "too deep";
	} else if (!c || c == '\'') {
		s->fault = "a character that JSON does not know";
	}
}

static void scan_text(struct scan *s)
{
	while (!s->fault && s->at < s->end) {
		scan_mark(s, *s->at);
		if (!s->fault && *s->at++ == '"') {
			scan_string(s);
		}
	}
}

/* ---- the pass behind json-c */

/* Counts members; false for a number that is none (NaN, Infinity, 1e999). */
static bool walk(struct json_object *node, size_t *members)
{
	bool ok = true;

	if (json_object_is_type(node, json_type_object)) {
		const struct lh_entry *entry;

		lh_foreach(json_object_get_object(node), entry)
		{
			++*members;
			ok = walk(lh_entry_v(entry), members) && ok;
		}
	} else if (json_object_is_type(node, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(node); i++) {
			ok = walk(json_object_array_get_idx(node, i), members) && ok;
		}
	} else if (json_object_is_type(node, json_type_double)) {
		ok = isfinite(json_object_get_double(node));
	}
	return ok;
}

static enum mc_code check_tree(struct json_object *root, size_t members, struct mc_err *why)
{
	const struct mc_json *version = mc_json_member(outer(root), "v");
	size_t found = 0;

	if (!json_object_is_type(root, json_type_object)) {
		return mc_fail(why, MC_E_JSON_SYNTAX, "not an object");
	}
	if (!walk(root, &found)) {
		return mc_fail(why, MC_E_JSON_SYNTAX, "a number out of range");
	}
	if (found != members) {
		return mc_fail(why, MC_E_JSON_SYNTAX, "a member stands twice");
	}
	if (version && (!json_object_is_type(inner(version), json_type_int) ||
			json_object_get_int64(inner(version)) != 1)) {
		return mc_fail(why, MC_E_JSON_VERSION, "v is not 1");
	}
	return MC_OK;
}

/* ---- parsing */

static int line_of(const char *text, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at; i++) {
		line += text[i] == '\n';
	}
	return line;
}

/* json-c returns nothing without an error for "null", and when memory has run out. */
static enum mc_code no_root(const char *text, size_t len, struct mc_err *why)
{
	while (len && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	return len && *text == '{' ? mc_fail(why, MC_E_INTERNAL, "JSON: no memory")
				   : mc_fail(why, MC_E_JSON_SYNTAX, "not an object");
}

static enum mc_code parse(const char *text, size_t len, struct json_object **ret,
			  struct mc_err *why)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_C_DEPTH);
	struct json_object *root;
	enum json_tokener_error error;
	enum mc_code code = MC_OK;

	if (!tokener) {
		return mc_fail(why, MC_E_INTERNAL, "JSON: no memory");
	}
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	root = json_tokener_parse_ex(tokener, text, (int)len);
	error = json_tokener_get_error(tokener);
	if (error == json_tokener_continue) {
		code = mc_fail(why, MC_E_JSON_SYNTAX, "line %d: cut off", line_of(text, len));
	} else if (error != json_tokener_success) {
		code = mc_fail(why, MC_E_JSON_SYNTAX, "line %d: %s",
			       line_of(text, json_tokener_get_parse_end(tokener)),
			       json_tokener_error_desc(error));
	} else if (!root) {
		code = no_root(text, len, why);
	}
	explicit_bzero(tokener->pb->buf, (size_t)tokener->pb->size); /* the last string */
	json_tokener_free(tokener);
	*ret = root;
	return code;
}

enum mc_code mc_json_parse(struct mc_slice text, struct mc_json **ret, struct mc_err *why)
{
	const char *data = text.data;
	struct scan scan = {.at = data, .end = data + text.len};
	struct json_object *root = NULL;
	enum mc_code code;

	if (text.len > MC_JSON_MAX) {
		return mc_fail(why, MC_E_JSON_SYNTAX, "longer than 1 MiB");
	}
	if (!mc_utf8_valid(data, text.len)) {
		return mc_fail(why, MC_E_JSON_SYNTAX, "not UTF-8");
	}
	scan_text(&scan);
	if (scan.fault) {
		return mc_fail(why, MC_E_JSON_SYNTAX, "line %d: %s",
			       line_of(data, (size_t)(scan.at - data)), scan.fault);
	}
	while (text.len && isspace((unsigned char)data[text.len - 1])) {
		text.len--; /* json-c takes white space behind the end for a second text */
	}
	code = parse(data, text.len, &root, why);
	if (code) {
		return code;
	}
	code = check_tree(root, scan.members, why);
	if (code) {
		wipe_and_put(root);
		return code;
	}
	*ret = (struct mc_json *)root;
	return MC_OK;
}
