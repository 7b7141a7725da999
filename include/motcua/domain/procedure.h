/* SPDX-License-Identifier: MPL-2.0 */
/*
 * procedure.h - an administrative procedure (TTHC) as data: its fields, papers,
 * branches, fee, legal time and legal basis. Read from data/procedures/CODE.json
 * (docs/FORMATS.md) by wire; immutable afterwards.
 *
 * Texts come in Vietnamese and English because they are data, not msgids.
 */
#ifndef MOTCUA_DOMAIN_PROCEDURE_H
#define MOTCUA_DOMAIN_PROCEDURE_H

#include <stdbool.h>

#include "motcua/base/err.h"
#include "motcua/base/vec.h"

struct mc_label {
	char *vi, *en; /* owned by the procedure */
};

#define MC_FIELD_KINDS(X)                                                  \
	X(TEXT, "text")           /* one line */                           \
	X(PARAGRAPH, "paragraph") /* several lines */                      \
	X(NAME, "name")           /* a person's full name, never split */  \
	X(ID_NUMBER, "id_number") /* 12 digits, or 9 */                    \
	X(INTEGER, "integer")                                              \
	X(DATE, "date")           /* partial dates allowed */              \
	X(CHOICE, "choice")                                                \
	X(YES_NO, "yes_no")                                                \
	X(ADDRESS, "address")     /* as written, one line of 200 letters */ \
	X(PHONE, "phone")                                                  \
	X(EMAIL, "email")                                                  \
	X(MONEY, "money")         /* whole dong */

enum mc_field_kind {
#define X(name, code) MC_FIELD_##name,
	MC_FIELD_KINDS(X)
#undef X
	MC_FIELD_KIND_COUNT
};

struct mc_choice {
	char *value;
	struct mc_label label;
};

/* "field = value" that must hold; "a|b" = one of these. field NULL = always. */
struct mc_condition {
	char *field, *value;
};

struct mc_field {
	char *id; /* "mother.full_name" */
	struct mc_label label, hint, help;
	char *section;
	enum mc_field_kind kind;
	bool required;
	int max; /* letters; 0 = the kind's own limit */
	struct mc_condition shown_if, required_if;
	struct mc_vec choices; /* struct mc_choice */
	/* Prefill: the person whose record fills it ("mother"), and which part of it
	 * ("full_name", "residence.address", "household.head.full_name" ...: form.h). */
	char *role, *source;
	/* "words:child.born" or "copy:mother.address"; NULL = entered. */
	char *computed;
	char *legal; /* the text that asks for it */
};

struct mc_section {
	char *id;
	struct mc_label label;
};

/* A person the form asks for; number_field is where a scan puts the number. */
struct mc_role {
	char *id;
	struct mc_label label;
	char *number_field, *name_field, *born_field;
};

/* A paper once demanded (thành phần hồ sơ). */
struct mc_paper {
	char *id;
	struct mc_label label;
	bool attach_required; /* a file must be attached */
	char *replaced_by;    /* the database that makes it needless; NULL = still a paper */
	char *basis;          /* legal text that ended the demand */
	struct mc_condition required_if;
};

struct mc_branch {
	char *id; /* "justice", "police", "insurance" */
	struct mc_label label;
};

struct mc_procedure {
	char *code, *version;
	struct mc_label title, unit, fee, legal_time;
	struct mc_vec sections; /* struct mc_section */
	struct mc_vec fields;   /* struct mc_field */
	struct mc_vec roles;    /* struct mc_role */
	struct mc_vec papers;   /* struct mc_paper */
	struct mc_vec branches; /* struct mc_branch */
	struct mc_vec legal;    /* char * */
};

struct mc_procedure *mc_procedure_new(void); /* empty, for the reader in wire */
void mc_procedure_free(struct mc_procedure *procedure);
/* Index into fields, or -1. */
int mc_procedure_field(const struct mc_procedure *procedure, const char *id);
const struct mc_role *mc_procedure_role(const struct mc_procedure *procedure, const char *id);
const struct mc_paper *mc_procedure_paper(const struct mc_procedure *procedure, const char *id);
/* Is text the condition's value, or one of them? */
bool mc_condition_matches(const struct mc_condition *condition, const char *text);
/* References that lead nowhere, repeated ids, unknown sources: MC_E_PROCEDURE_FILE. */
enum mc_code mc_procedure_check(const struct mc_procedure *procedure, struct mc_err *why) MC_CHECKED;
/* "1.001193.000.00.00.H56" and "1.001193" name the same: first two groups. */
bool mc_procedure_code_equal(const char *a, const char *b);

/* label->vi or label->en by language ("vi" unless "en"), never NULL. */
const char *mc_label_text(const struct mc_label *label, const char *language);
const char *mc_field_kind_code(enum mc_field_kind kind);
enum mc_field_kind mc_field_kind_parse(const char *code); /* MC_FIELD_KIND_COUNT = unknown */

#endif
