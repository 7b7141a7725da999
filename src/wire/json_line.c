/* SPDX-License-Identifier: MPL-2.0 */
/*
 * json_line.c - on which line a member stands, for whoever corrects a file by hand.
 *
 * json-c keeps no positions, so the text is walked once more. It has been parsed
 * before: it is well-formed, and only what is looked for is told apart.
 */
#include <stdlib.h>
#include <string.h>

#include "motcua/wire/json.h"

struct walk {
	const char *at, *end;
};

static void skip_blanks(struct walk *w)
{
	while (w->at < w->end && strchr(" \t\r\n", *w->at)) {
		w->at++;
	}
}

static bool take(struct walk *w, char c)
{
	skip_blanks(w);
	if (w->at < w->end && *w->at == c) {
		w->at++;
		return true;
	}
	return false;
}

/* At a quote; the text between the quotes, escapes as they are. */
static struct mc_slice take_string(struct walk *w)
{
	const char *from = ++w->at;
	struct mc_slice text = {from, 0};

	while (w->at < w->end && *w->at != '"') {
		w->at += *w->at == '\\' && w->at + 1 < w->end ? 2 : 1;
	}
	text.len = (size_t)(w->at - from);
	w->at += w->at < w->end;
	return text;
}

static void skip_value(struct walk *w)
{
	int depth = 0;

	do {
		skip_blanks(w);
		if (w->at >= w->end) {
			return;
		}
		if (*w->at == '"') {
			(void)take_string(w);
		} else if (strchr("{}[],:", *w->at)) {
			depth += *w->at == '{' || *w->at == '[';
			depth -= *w->at == '}' || *w->at == ']';
			w->at++;
		} else {
			w->at += strcspn(w->at, "{}[],:\" \t\r\n");
		}
	} while (depth > 0);
}

/* In front of the member's key; false: there is none. */
static bool to_member(struct walk *w, const char *key, size_t len)
{
	if (!take(w, '{')) {
		return false;
	}
	for (skip_blanks(w); w->at < w->end && *w->at == '"'; skip_blanks(w)) {
		const char *here = w->at;
		struct mc_slice name = take_string(w);

		if (name.len == len && strncmp(name.data, key, len) == 0) {
			w->at = here;
			return true;
		}
		(void)take(w, ':');
		skip_value(w);
		(void)take(w, ',');
	}
	return false;
}

static bool to_item(struct walk *w, long n)
{
	if (!take(w, '[')) {
		return false;
	}
	while (n-- > 0) {
		skip_value(w);
		if (!take(w, ',')) {
			return false;
		}
	}
	skip_blanks(w);
	return true;
}

/* One step of the path; ret_here: where to point at. */
static const char *step(struct walk *w, const char *path, const char **ret_here)
{
	size_t len = strcspn(path, ".[");
	bool found;

	if (*path == '[') {
		found = to_item(w, strtol(path + 1, NULL, 10));
		path += strcspn(path, "]");
		path += *path == ']';
	} else {
		found = to_member(w, path, len);
		path += len;
	}
	if (!found) {
		return NULL;
	}
	*ret_here = w->at;
	if (*w->at == '"' && path[-1] != ']') { /* over the key, to its value */
		(void)take_string(w);
		(void)take(w, ':');
		skip_blanks(w);
	}
	return path + (*path == '.');
}

int mc_json_line(struct mc_slice text, const char *path)
{
	const char *from = text.data, *here;
	struct walk w = {from, from + text.len};
	int line = 1;

	skip_blanks(&w);
	here = w.at;
	while (path && *path && w.at < w.end) {
		path = step(&w, path, &here);
	}
	for (const char *at = from; at < here; at++) {
		line += *at == '\n';
	}
	return line;
}
