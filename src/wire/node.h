/* SPDX-License-Identifier: MPL-2.0 */
/* node.h - what only this layer's readers ask of a JSON node. */
#ifndef WIRE_NODE_H
#define WIRE_NODE_H

#include "motcua/wire/json.h"

/* What kind of value a node is; MC_NODE_NONE for NULL and null. */
enum mc_node_kind {
	MC_NODE_NONE,
	MC_NODE_BOOL,
	MC_NODE_NUMBER, /* with a fraction or an exponent */
	MC_NODE_INT,
	MC_NODE_OBJECT,
	MC_NODE_ARRAY,
	MC_NODE_TEXT,
};
enum mc_node_kind mc_node_kind(const struct mc_json *node);
int64_t mc_node_int(const struct mc_json *node); /* saturates */
bool mc_node_bool(const struct mc_json *node);

/* "key: reason", the one form that details have; key "" = the node itself, within a path. */
enum mc_code mc_node_fail(struct mc_err *why, const char *key, const char *reason);
/* The same for a text that mc_text_clean() refused with this code. */
enum mc_code mc_node_unclean(enum mc_code code, const char *key, struct mc_err *why);
/* Put "path." before a detail, so that it names the member from the root on. */
enum mc_code mc_node_within(enum mc_code code, struct mc_err *why, const char *path_fmt, ...)
	MC_PRINTF(3, 4);

/* A member of this kind; *ret is NULL when it is absent and need not be there. */
enum mc_code mc_node_member(const struct mc_json *object, const char *key, bool need,
			    enum mc_node_kind kind, const struct mc_json **ret,
			    struct mc_err *why) MC_CHECKED;
/* Like mc_json_text_dup(), but clean and at most max bytes; line feeds stay. */
enum mc_code mc_node_text(const struct mc_json *object, const char *key, bool need, size_t max,
			  char **ret, struct mc_err *why) MC_CHECKED;
/* A JWS: only its letters are looked at; what it says is for seal to judge. */
enum mc_code mc_node_jws(const struct mc_json *object, const char *key, bool need, char **ret,
			 struct mc_err *why) MC_CHECKED;
bool mc_node_is_jws(const char *text);

/* Parse a message, which must have its "v". */
enum mc_code mc_node_open(struct mc_slice text, struct mc_json **ret,
			  struct mc_err *why) MC_CHECKED;

#endif
