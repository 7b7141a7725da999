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
#include "motcua/domain/date.h"
#include "motcua/domain/office.h"

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
	X(MONEY, "money")         /* whole dong */                         \
	X(ROWS, "rows")           /* a table; its text is the number of rows */ \
	X(ATTACHMENT, "attachment") /* a paper, where the form asks for it */

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

/* "field = value" that must hold; "a|b" = one of these, "*" = anything but empty.
 * field NULL = always. In a row a column's own name means the same row. */
struct mc_condition {
	char *field, *value;
};

/* Whose record fills a field ("mother"), and which part of it ("full_name",
 * "residence.address", "household.head.full_name" ...: mc_person_has_source()). */
struct mc_prefill {
	char *role, *source;
	/* Only of a record that says `value` for this other part; source NULL = of every one. The
	 * register's words are data: nobody has published its list of them. */
	struct {
		char *source, *value;
	} only_if;
};

/* While `when` holds the field is a copy of another ("same as the mother's residence"). */
struct mc_same_as {
	struct mc_condition when;
	char *copy;
};

/* A person the form asks for; number_field is where a scan puts the number. */
struct mc_role {
	char *id;
	struct mc_label label;
	char *number_field, *name_field, *born_field;
	bool in_row; /* of a table's row: behind the others */
};

struct mc_field {
	char *id; /* "mother.full_name"; in a row "children.3.full_name" */
	struct mc_label label, hint, help;
	char *section;
	enum mc_field_kind kind;
	bool required;
	bool past;  /* a date of something that has happened: not later than today */
	bool quiet; /* what the register alone says: shown when something stands there */
	bool units; /* an address that is chosen by province and commune (F4) */
	int max;    /* letters; 0 = the kind's own limit */
	int64_t least, most; /* of a number; most 0 = any */
	struct mc_condition shown_if, required_if;
	struct mc_vec choices; /* struct mc_choice */
	struct mc_vec prefill; /* struct mc_prefill: the first whose person is known */
	char *preset;          /* what a new form has in it */
	enum mc_office_fact office; /* or which of the office's own names */
	/* "words:child.born", "fee" ... (docs/FORMATS.md 11); NULL = entered. */
	char *computed;
	struct mc_same_as same_as;
	char *paper; /* kind attachment: the paper's id */
	char *legal; /* the text that asks for it */
	/* kind rows */
	struct mc_vec columns; /* struct mc_field, their ids without the table's */
	int rows_min, rows_max;
	struct mc_role *row_person; /* each row is a person who can be looked up; or NULL */
	/* set by mc_procedure_expand(): this is a cell of a table */
	int rows;   /* index of the table + 1; 0 = no cell */
	int row;    /* 1 = the first */
	int column; /* index into the table's columns */
};

struct mc_section {
	char *id;
	struct mc_label label;
};

/* A paper once demanded (thành phần hồ sơ). */
struct mc_paper {
	char *id;
	struct mc_label label;
	bool attach_required; /* a file must be attached */
	bool cut;             /* asking for it is forbidden: refused with the basis */
	char *replaced_by;    /* the database that makes it needless; NULL = still a paper */
	char *basis;          /* legal text that ended the demand */
	struct mc_label database; /* replaced_by in both languages, where the file has it so */
	struct mc_date replaced_from;
	struct mc_condition required_if;
	struct mc_vec notes; /* char *: legal notes, data/legal/ID.json */
};

#define MC_FEE_KINDS(X)                                                     \
	X(UNKNOWN, "")                                                      \
	X(NONE, "none")                                                     \
	X(FLAT, "flat")                                                     \
	X(PER_CASE, "per_case")                                             \
	X(PER_PAGE, "per_page")                                             \
	X(PROVINCE, "province") /* as its council decides: no amount here */ \
	X(BRANCHES, "branches") /* what the branches cost together */

enum mc_fee_kind {
#define X(name, code) MC_FEE_##name,
	MC_FEE_KINDS(X)
#undef X
	MC_FEE_KIND_COUNT
};

/* Whole dong. */
struct mc_fee_rule {
	enum mc_fee_kind kind;
	int64_t counter, online;     /* flat and per_case */
	int64_t first_pages, first, after, max; /* per_page: per copy; max 0 = none */
	char *per;                   /* the field with the number of pages or cases */
	char *copies;                /* the field with the number of copies; NULL = one */
	struct mc_condition online_if, exempt_if;
};

struct mc_time_rule {
	int64_t working_days, working_days_verify, days, hours; /* 0 = not said */
	bool same_day;
};

struct mc_legal {
	char *text, *article; /* article NULL = the whole text */
	struct mc_date from, until;
};

struct mc_branch {
	char *id; /* "justice", "police", "insurance" */
	struct mc_label label, unit, legal_time;
	struct mc_time_rule time_rule;
	struct mc_label fee; /* what it costs, in words */
	struct mc_fee_rule fee_rule;
	char *procedure; /* the national code it has alone */
	char *output;    /* the declaration that it gets */
	char *after;     /* the branch that it waits for */
	/* Only while the form says so: a required field that nothing computes, so that somebody
	 * has chosen. field NULL = always. */
	struct mc_condition only_if;
};

/* A declaration that is made out of the form, item by item in its order. */
struct mc_output_item {
	char *name; /* the national name, "nks.HoTen" */
	/* A field, or several with "+" between: joined by a space. "=TEXT": always this.
	 * "verified:ROLE": yes when the register verified this person (mc_form_verified). */
	char *from;
};
struct mc_output {
	char *id;
	struct mc_label label;
	char *form;          /* "Mẫu số 01" */
	struct mc_vec items; /* struct mc_output_item */
};

#define MC_RULE_KINDS(X)                                                          \
	X(YEARS_APART, "years_apart") /* a at least `years` before b */           \
	X(NOT_BEFORE, "not_before")   /* a on the day of b or later */            \
	X(NOT_EQUAL, "not_equal")     /* a and b differ */                        \
	X(MIN_AGE, "min_age")         /* born a, at least `years` old at b; today without b */ \
	X(MAX_AGE, "max_age")         /* born a, younger than `years` at b; today without b */ \
	X(NOT_IN_REGISTER, "not_in_register") /* the register says none of `value` for a */

enum mc_rule_kind {
#define X(name, code) MC_RULE_##name,
	MC_RULE_KINDS(X)
#undef X
	MC_RULE_KIND_COUNT
};

/* What follows when it is broken. */
#define MC_RULE_LEVELS(X)                                                         \
	X(REFUSE, "refuse") /* it is wrong: not sent so */                        \
	X(WARN, "warn")     /* it is unusual: sent when the officer says yes to it */

enum mc_rule_level {
#define X(name, code) MC_RULE_##name,
	MC_RULE_LEVELS(X)
#undef X
	MC_RULE_LEVEL_COUNT
};

/* What two fields must not say together. */
struct mc_rule {
	char *id;
	enum mc_rule_kind kind;
	enum mc_rule_level level;
	char *a, *b; /* fields; "children.born" is that column of every row */
	int64_t years;
	char *value; /* "a|b", or "*" = anything */
	struct mc_condition when;
	struct mc_label text; /* for the officer, names both fields */
	char *legal;
};

#define MC_GROUPS(X)                                                  \
	X(OTHER, "", N_("Other procedures"))                          \
	X(LINKED, "linked", N_("Linked procedures"))                  \
	X(CIVIL_STATUS, "civil_status", N_("Civil status"))           \
	X(RESIDENCE, "residence", N_("Residence"))                    \
	X(CERTIFICATION, "certification", N_("Certification"))        \
	X(SOCIAL, "social", N_("Social protection"))

enum mc_group {
#define X(name, code, text) MC_GROUP_##name,
	MC_GROUPS(X)
#undef X
	MC_GROUP_COUNT
};

/* Who decides; the desk receives for all of them. */
#define MC_UNIT_KINDS(X)                                              \
	X(COMMUNE, "commune", N_("commune"))                          \
	X(COMMUNE_POLICE, "commune_police", N_("police"))             \
	X(PROVINCE, "province", N_("province"))                       \
	X(INSURANCE, "insurance", N_("insurance"))                    \
	X(SEVERAL, "several", N_("several"))

enum mc_unit_kind {
#define X(name, code, text) MC_UNIT_##name,
	MC_UNIT_KINDS(X)
#undef X
	MC_UNIT_KIND_COUNT
};

#define MC_OUTPUTS_MAX 20
#define MC_STATUSES_MAX 10 /* national codes 1..10 */
#define MC_PROCEDURE_FIELDS_MAX 2000 /* with the cells of its tables */
#define MC_PROCEDURE_ROLES_MAX 200
#define MC_ROWS_MAX 100
#define MC_FIELD_ID_LEN 128

/* The procedure that stands in the place of another, or whose place it takes: since when, and
 * where, because provinces publish at their own time. */
struct mc_succession {
	char *code; /* NULL = there is none */
	struct mc_date from;
	struct mc_label where; /* may be empty: everywhere */
};

struct mc_procedure {
	char *code, *version;
	struct mc_label title, unit, result;
	enum mc_group group;
	enum mc_unit_kind unit_kind;
	struct mc_date valid_from, valid_until;
	struct mc_succession replaces, replaced_by;
	struct mc_label fee, fee_exempt;
	struct mc_label fee_pay; /* where and how it is paid */
	char *fee_basis;	 /* the text that sets it */
	struct mc_fee_rule fee_rule;
	struct mc_label legal_time;
	struct mc_time_rule time_rule;
	int cutoff; /* minutes of the day; what comes later counts from the next; 0 = none */
	unsigned statuses;      /* bits 1 << national code; 0 = all */
	char *source;           /* where the facts come from */
	struct mc_vec unconfirmed; /* char *: members whose value nobody confirmed */
	/* char *: whose dossier it is, each a field with the name or several joined by "+"; empty: of
	 * the first role, who hands it in */
	struct mc_vec about;
	struct mc_vec sections; /* struct mc_section */
	struct mc_vec fields;   /* struct mc_field; after each table its cells */
	struct mc_vec roles;    /* struct mc_role */
	struct mc_vec papers;   /* struct mc_paper */
	struct mc_vec branches; /* struct mc_branch */
	struct mc_vec rules;    /* struct mc_rule */
	struct mc_vec outputs;  /* struct mc_output */
	struct mc_vec legal;    /* struct mc_legal */
};

/* One thing wrong with a procedure, at a member: "fields[3].shown_if". */
struct mc_fault {
	char path[100];
	char reason[80]; /* msgid */
	char what[64];   /* the text that is wrong, when it helps; "" */
};
/* Cut where too long; nothing is added once faults has its maximum. */
void mc_fault_add(struct mc_vec *faults, const char *path, const char *reason, const char *what);
#define MC_FAULTS_MAX 200

struct mc_procedure *mc_procedure_new(void); /* empty, for the reader in wire */
void mc_procedure_free(struct mc_procedure *procedure);
/* Index into fields, or -1. */
int mc_procedure_field(const struct mc_procedure *procedure, const char *id);
const struct mc_role *mc_procedure_role(const struct mc_procedure *procedure, const char *id);
/* Whose number, name or birth date the field is, or else whose record fills it; NULL. */
const struct mc_role *mc_procedure_role_of(const struct mc_procedure *procedure, int field);
const struct mc_paper *mc_procedure_paper(const struct mc_procedure *procedure, const char *id);
/* Is text the condition's value, or one of them? */
bool mc_condition_matches(const struct mc_condition *condition, const char *text);

/*
 * References that lead nowhere, repeated ids, unknown sources, values that cannot be:
 * struct mc_fault items appended to faults; all of them, also of a half-read procedure.
 * Of one that is not expanded yet.
 */
void mc_procedure_faults(const struct mc_procedure *procedure, struct mc_vec *faults);
/* The first of them: MC_E_PROCEDURE_FILE. */
enum mc_code mc_procedure_check(const struct mc_procedure *procedure, struct mc_err *why) MC_CHECKED;
/* Labels that are cut off on the screen, items of declarations that say nothing: faults of a
 * file, but not for a desk. */
void mc_procedure_wide(const struct mc_procedure *procedure, struct mc_vec *faults);
/* Put the cells of every table behind it; once, of a sound procedure. */
void mc_procedure_expand(struct mc_procedure *procedure);

/* "1.001193.000.00.00.H56" and "1.001193" name the same: first two groups. */
bool mc_procedure_code_equal(const char *a, const char *b);

/* The wider of both languages, in columns; what fits in front of a value. */
int mc_label_width(const struct mc_label *label);
#define MC_LABEL_COLUMNS 27
/* label->vi or label->en by language ("vi" unless "en"), never NULL. */
const char *mc_label_text(const struct mc_label *label, const char *language);
/* Words of the file and back; an unknown one gives COUNT. */
const char *mc_field_kind_code(enum mc_field_kind kind);
enum mc_field_kind mc_field_kind_parse(const char *code);
const char *mc_fee_kind_code(enum mc_fee_kind kind);
enum mc_fee_kind mc_fee_kind_parse(const char *code);
const char *mc_rule_kind_code(enum mc_rule_kind kind);
enum mc_rule_kind mc_rule_kind_parse(const char *code);
const char *mc_rule_level_code(enum mc_rule_level level);
enum mc_rule_level mc_rule_level_parse(const char *code);
const char *mc_group_code(enum mc_group group);
enum mc_group mc_group_parse(const char *code);
const char *mc_group_text(enum mc_group group); /* msgid */
const char *mc_unit_kind_code(enum mc_unit_kind kind);
enum mc_unit_kind mc_unit_kind_parse(const char *code);
const char *mc_unit_kind_text(enum mc_unit_kind kind); /* msgid, one short word */

#endif
