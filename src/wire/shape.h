/* SPDX-License-Identifier: MPL-2.0 */
/*
 * shape.h - a message as a table: one line per member, in the order of
 * docs/FORMATS.md. The same line writes the member and reads it, so that
 * the two cannot drift apart.
 */
#ifndef WIRE_SHAPE_H
#define WIRE_SHAPE_H

#include <stddef.h>

#include "motcua/base/mem.h"
#include "motcua/base/vec.h"
#include "wire/node.h"

struct mc_shape_member;

/* Reading that goes on after a fault and notes all of them (struct mc_fault). */
struct mc_walk {
	struct mc_vec *faults;
	bool strict; /* a member that is not in the table is a fault too */
};

/* How one kind of member behaves; value points to the field in the C struct. */
struct mc_shape_ops {
	bool (*is_set)(const struct mc_shape_member *m, const void *value);
	void (*write)(struct mc_json_writer *w, const struct mc_shape_member *m, const void *value);
	enum mc_code (*read)(const struct mc_json *object, const struct mc_shape_member *m,
			     void *value, struct mc_err *why);
	/* Of what has members of its own; NULL: read() says enough. */
	void (*walk)(const struct mc_walk *walk, const char *path, const struct mc_json *object,
		     const struct mc_shape_member *m, void *value);
};

/* An enum's words; parse gives anything for an unknown one: code() must give it back. */
struct mc_shape_words {
	const char *(*code)(int value);
	int (*parse)(const char *code);
};

/* The two functions for mc_shape_words out of the domain's own, which take the enum. */
#define MC_SHAPE_ADAPT(name)                                                                       \
	static const char *name##_code(int value)                                                  \
	{                                                                                          \
		return mc_##name##_code((enum mc_##name)value);                                    \
	}                                                                                          \
	static int name##_parse(const char *code)                                                  \
	{                                                                                          \
		return (int)mc_##name##_parse(code);                                               \
	}

struct mc_shape {
	const struct mc_shape_member *members;
	size_t count;
};

struct mc_shape_member {
	const char *key;
	const struct mc_shape_ops *ops;
	bool need; /* always written, and missed when absent; others only when set */
	size_t at, size;
	bool (*check)(const char *text, size_t size); /* exact: what it must be */
	const struct mc_shape_words *words;
	const struct mc_shape *shape; /* of a nested object */
	const char *constant;
};

extern const struct mc_shape_ops mc_shape_text;	    /* char[], made clean */
extern const struct mc_shape_ops mc_shape_exact;    /* char[], passed by check as it is */
extern const struct mc_shape_ops mc_shape_int;	    /* int64_t, not negative */
extern const struct mc_shape_ops mc_shape_flag;	    /* bool */
extern const struct mc_shape_ops mc_shape_time;	    /* int64_t, an instant */
extern const struct mc_shape_ops mc_shape_date;	    /* struct mc_date */
extern const struct mc_shape_ops mc_shape_word;	    /* an enum */
extern const struct mc_shape_ops mc_shape_object;   /* a nested struct, or a group of one's own */
extern const struct mc_shape_ops mc_shape_constant; /* written always, not read */

bool mc_shape_is_uuid(const char *text, size_t size);
bool mc_shape_is_hex(const char *text, size_t size);	/* exactly size - 1 digits */
bool mc_shape_is_digits(const char *text, size_t size); /* exactly size - 1 digits */
bool mc_shape_is_terminal(const char *text, size_t size);
bool mc_shape_is_word(const char *text, size_t size);  /* a-z 0-9 _ -, not empty */
bool mc_shape_is_url64(const char *text, size_t size); /* base64url letters, not empty */

extern const struct mc_shape_words mc_shape_sex, mc_shape_residence, mc_shape_head_status,
	mc_shape_outcome;

#define MC_SHAPE_SIZE(type, field) sizeof(((type *)0)->field)
#define MC_SHAPE_MEMBER(type, field, name, kind, needed)                                           \
	.key = (name), .ops = &mc_shape_##kind, .need = (needed), .at = offsetof(type, field),     \
	.size = MC_SHAPE_SIZE(type, field)
#define MC_SHAPE(type, field, name, kind, needed)                                                  \
	{                                                                                          \
		MC_SHAPE_MEMBER(type, field, name, kind, needed)                                   \
	}
#define MC_SHAPE_EXACT(type, field, name, needed, checker)                                         \
	{                                                                                          \
		MC_SHAPE_MEMBER(type, field, name, exact, needed), .check = mc_shape_is_##checker  \
	}
#define MC_SHAPE_WORD(type, field, name, needed, vocabulary)                                       \
	{                                                                                          \
		MC_SHAPE_MEMBER(type, field, name, word, needed), .words = &(vocabulary)           \
	}
#define MC_SHAPE_OBJECT(type, field, name, needed, inner)                                          \
	{                                                                                          \
		MC_SHAPE_MEMBER(type, field, name, object, needed), .shape = &(inner)              \
	}
/* An object in JSON whose members are fields of the same C struct. */
#define MC_SHAPE_GROUP(name, needed, inner)                                                        \
	{                                                                                          \
		.key = (name), .ops = &mc_shape_object, .need = (needed), .shape = &(inner)        \
	}
#define MC_SHAPE_CONSTANT(name, text)                                                              \
	{                                                                                          \
		.key = (name), .ops = &mc_shape_constant, .need = true, .constant = (text)         \
	}
#define MC_SHAPE_OF(table)                                                                         \
	{                                                                                          \
		.members = (table), .count = MC_COUNT(table)                                       \
	}

bool mc_shape_is_set(const struct mc_shape *shape, const void *from);
/* The members alone, between braces of the caller's; or with them. */
void mc_shape_write_members(struct mc_json_writer *w, const struct mc_shape *shape,
			    const void *from);
void mc_shape_write(struct mc_json_writer *w, const char *key, const struct mc_shape *shape,
		    const void *from);
/* to must be zeroed by the caller; on failure it may be half filled. */
enum mc_code mc_shape_read(const struct mc_json *object, const struct mc_shape *shape, void *to,
			   struct mc_err *why) MC_CHECKED;

/* Like mc_shape_read(), but all that can be read is read. path "" = the root. */
void mc_shape_walk(const struct mc_walk *walk, const char *path, const struct mc_json *object,
		   const struct mc_shape *shape, void *to);
/* Note what a reader said ("key: reason") under the path. */
void mc_walk_fault(const struct mc_walk *walk, const char *path, const struct mc_err *why);
/* "path.key"; "key" at the root. */
#define MC_WALK_PATH 100
void mc_walk_path(char ret[MC_WALK_PATH], const char *path, const char *key);

/* A whole message with its "v" first. */
void mc_shape_format(const struct mc_shape *shape, const void *from, struct mc_str *ret);
enum mc_code mc_shape_parse(struct mc_slice text, const struct mc_shape *shape, void *to,
			    struct mc_err *why) MC_CHECKED;

#endif
