/* SPDX-License-Identifier: MPL-2.0 */
/*
 * form.h - a procedure's form while it is filled in: values, where each came
 * from, what is wrong with them. Pure; the desk saves it field by field.
 */
#ifndef MOTCUA_DOMAIN_FORM_H
#define MOTCUA_DOMAIN_FORM_H

#include "motcua/base/str.h"
#include "motcua/domain/card_qr.h"
#include "motcua/domain/holiday.h"
#include "motcua/domain/person.h"
#include "motcua/domain/place.h"
#include "motcua/domain/procedure.h"

enum mc_provenance {
	MC_FROM_NOWHERE,  /* empty */
	MC_FROM_TYPED,
	MC_FROM_REGISTER, /* answered by the population register */
	MC_FROM_CARD,     /* read from the citizen's card, not verified */
	MC_FROM_COMPUTED,
	MC_FROM_PRESET,  /* the procedure's own first value, nobody typed it */
	MC_FROM_EARLIER, /* typed into an earlier dossier of this office */
	MC_FROM_OFFICE,  /* the office's own name, from its settings */
	MC_PROVENANCE_COUNT
};

enum { MC_TYPED_MAX = 65536 }; /* bytes of a text that is taken as it was typed */

/* Text is canonical: dates YYYY[-MM[-DD]], numbers digits only, yes_no "yes"/"no". */
struct mc_value {
	char *text;          /* never NULL; "" = empty */
	enum mc_provenance from;
	int64_t at;          /* when it was typed, or taken from the register */
	char *register_text; /* what the register said when somebody typed over it; or NULL */
	int64_t register_at;
	/* of an address by units: their codes on the day of `at`; "" = not recognised */
	char province_code[3], ward_code[MC_PLACE_CODE_LEN];
	bool old_units; /* it names units of before: kept as given */
};

struct mc_form {
	const struct mc_procedure *procedure; /* borrowed */
	struct mc_value *values;              /* one per procedure->fields item */
	char (*proven)[MC_PID_LEN]; /* of each role: whose signed proof goes along; "" = nobody's */
	const struct mc_places *places; /* borrowed; NULL = no address is read for its units */
	const struct mc_calendar *calendar; /* borrowed; NULL = of days off only weekends count */
};

struct mc_problem {
	int field;         /* index; -1 = the whole form */
	enum mc_code code; /* its text is the message */
	int other;         /* of a rule between two fields: the second; -1 = none */
	const struct mc_rule *rule; /* whose text is the message then; of the procedure */
	bool warns; /* unusual, not wrong: the dossier may be sent all the same */
	char paper[MC_WORD_LEN]; /* for a missing attachment */
};

struct mc_form *mc_form_new(const struct mc_procedure *procedure);
void mc_form_free(struct mc_form *form);

/*
 * Take what somebody typed: made canonical when it is valid. When it is not, the
 * raw text is kept as it is (nothing typed is ever lost) and the code returned.
 * Setting "" empties the field. Computed fields that depend on it follow.
 */
enum mc_code mc_form_type(struct mc_form *form, int field, const char *text, int64_t now,
			  struct mc_err *why);
/* A value of an earlier dossier, canonical, typed there at `at`. */
void mc_form_take_earlier(struct mc_form *form, int field, const char *text, int64_t at,
			  int64_t now);
/* The office's own name, into a field that asks for it and is empty. False: it is not. */
bool mc_form_take_office(struct mc_form *form, int field, const char *text, int64_t now);
/* Would this text be valid in the field? */
bool mc_form_would_take(const struct mc_form *form, int field, const char *text);
/* Does it follow others by itself now, so that nobody types in it? */
bool mc_form_follows(const struct mc_form *form, int field);
/* Everything that follows, also what depends on today. */
void mc_form_compute(struct mc_form *form, int64_t now);
/* By the procedure's fee rule; false while what it counts is not known. Whole dong. */
bool mc_form_fee(const struct mc_form *form, int64_t *ret);
/* The same of one branch of a linked group. */
bool mc_form_branch_fee(const struct mc_form *form, const struct mc_branch *branch, int64_t *ret);

/* ---- which branches of a linked group are asked for (form_branch.c) */

/* Does what a form says decide it? */
bool mc_procedure_has_choice(const struct mc_procedure *procedure);
/* By what the form says. While nobody has said anything it is: nothing is left out by silence. */
bool mc_form_asks(const struct mc_form *form, const struct mc_branch *branch);
/* Is this declaration made? Not one that is for branches of which none is asked for. */
bool mc_form_declares(const struct mc_form *form, const struct mc_output *output);
/* The legal time of the whole: the procedure's, or where a branch is left out what the others
 * take, each after the one that it waits for, when that is shorter. */
struct mc_time_rule mc_form_time_rule(const struct mc_form *form);
/* Restore a saved value as it was. Takes copies. */
void mc_form_restore(struct mc_form *form, int field, const struct mc_value *value);

/*
 * Fill every field of this role from the record. A typed value that differs stays
 * and keeps the register's value beside it; an equal one becomes the register's.
 * Returns how many fields now carry a register value. changed (may be NULL) has
 * one byte per field, set to 1 where something changed (so that it can be saved);
 * the others stay as they are, so that two calls may share it.
 */
int mc_form_prefill(struct mc_form *form, const char *role, const struct mc_person *person,
		    const struct mc_household *household, int64_t taken_at,
		    unsigned char *changed);
/* The same from a card alone: number, name, birth date, sex, address, and the card's own day of
 * issue, which goes again with its number; provenance CARD. */
int mc_form_prefill_card(struct mc_form *form, const char *role, const struct mc_card *card,
			 int64_t now, unsigned char *changed);
/*
 * Where what was typed or read from a card says something else than this record. ret_says:
 * one slot per field, NULL; those that differ get the record's text, to be freed. Returns
 * how many.
 */
int mc_form_compare(const struct mc_form *form, const char *role, const struct mc_person *person,
		    const struct mc_household *household, char **ret_says);
/*
 * Does every one of the role's number, name and birth date stand there as one answer of the
 * register gave it? Not what was typed, or read from a card alone, or typed over since; nor
 * somebody of whom nothing is known.
 */
bool mc_form_answered(const struct mc_form *form, const struct mc_role *role);
/* The gateway's signed word about whoever stands in this role goes with the dossier: as long as
 * the number is this one. "" = there is none. */
void mc_form_prove(struct mc_form *form, const struct mc_role *role, const char *number);
/* Was this person verified (XacThucThongTin): as the register answered it, and with its signed
 * proof. A mere look-up fills the same fields and proves nothing to others. */
bool mc_form_verified(const struct mc_form *form, const struct mc_role *role);

/* ---- tables: their rows are cells, fields of their own (mc_procedure_expand) */
int mc_form_row_count(const struct mc_form *form, int table);
/* The field of a cell; -1 when there is no such row. */
int mc_form_cell(const struct mc_form *form, int table, int row, int column);
/* A row more at the end. MC_E_ROWS_FULL. */
enum mc_code mc_form_row_add(struct mc_form *form, int table, int64_t now,
			     struct mc_err *why) MC_CHECKED;
/* Its values go, the rows behind it move up; with everything that stands beside them. */
void mc_form_row_remove(struct mc_form *form, int table, int row, int64_t now);
/* Change places with another row. */
void mc_form_row_swap(struct mc_form *form, int table, int row, int other, int64_t now);

/* Does the field apply now (shown_if)? Is it required now? */
bool mc_form_shown(const struct mc_form *form, int field);
bool mc_form_required(const struct mc_form *form, int field);
/* One field as it stands: MC_OK also for an empty one (required shows at the end only). */
enum mc_code mc_form_check_field(const struct mc_form *form, int field, struct mc_err *why);
/*
 * Everything; problems (struct mc_problem) in form order, empty = complete.
 * ret_problems is initialised here; the caller ends it with mc_vec_done().
 * attached: ids of papers that have a file, NULL-terminated; may be NULL.
 * today: for dates that may not lie in the future.
 */
void mc_form_check(const struct mc_form *form, const char *const *attached,
		   const struct mc_date *today, struct mc_vec *ret_problems);

/*
 * The address with these units in place of those that it ends with, appended: the house, the
 * street and the hamlet in front stay. commune NULL: it is not in the table, and is typed.
 */
void mc_form_address(const struct mc_form *form, int field, const struct mc_area *province,
		     const struct mc_area *commune, const struct mc_date *today,
		     struct mc_str *ret);

/* How many of these problems keep the dossier from being sent. */
size_t mc_form_refused(const struct mc_vec *problems);

/* As shown: dates DD/MM/YYYY, choices by their label, money with dots. */
void mc_form_display(const struct mc_form *form, int field, const char *language, char *ret,
		     size_t size);
/* The same of what the register said beside it; "" when nothing stands there. */
void mc_form_display_register(const struct mc_form *form, int field, const char *language,
			      char *ret, size_t size);
/* Any text as this field would show it. */
void mc_form_display_text(const struct mc_form *form, int field, const char *text,
			  const char *language, char *ret, size_t size);
/* Does something else stand there than what the register said? */
bool mc_form_differs(const struct mc_form *form, int field);
const char *mc_form_text(const struct mc_form *form, const char *field_id); /* "" when unknown */
const char *mc_provenance_code(enum mc_provenance from); /* "", "typed", "register", ... */
enum mc_provenance mc_provenance_parse(const char *code);
const char *mc_provenance_text(enum mc_provenance from); /* msgid */

#endif
