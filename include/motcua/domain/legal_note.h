/* SPDX-License-Identifier: MPL-2.0 */
/*
 * legal_note.h - what became of a paper once demanded (data/legal/ID.json): the texts that
 * demanded it and those that ended that, what stands in its place, what an official may do
 * when the data are wrong, and what nobody may do any more. Immutable after reading.
 */
#ifndef MOTCUA_DOMAIN_LEGAL_NOTE_H
#define MOTCUA_DOMAIN_LEGAL_NOTE_H

#include "motcua/domain/procedure.h"

struct mc_legal_note {
	char *id, *version;
	struct mc_label name;
	struct mc_vec demanded, ended; /* struct mc_legal */
	struct mc_date since;          /* it may not be demanded from this day on */
	struct mc_label database;      /* that stands in its place */
	struct mc_label stead;         /* and how it is used */
	struct mc_label when_wrong, must_not;
	char *source;
	struct mc_vec unconfirmed; /* char *: members whose value nobody confirmed */
};

struct mc_legal_note *mc_legal_note_new(void); /* empty, for the reader in wire */
void mc_legal_note_free(struct mc_legal_note *note);
/* A note that says too little to be relied on: MC_E_LEGAL_FILE with the member. */
enum mc_code mc_legal_note_check(const struct mc_legal_note *note, struct mc_err *why) MC_CHECKED;
/* Does the paper name this note? */
bool mc_paper_has_note(const struct mc_paper *paper, const char *id);
/* The first paper of the procedure that names it; NULL when none does. */
const struct mc_paper *mc_procedure_once_asked(const struct mc_procedure *procedure, const char *id);
/*
 * The note on the paper whose content the register gives into this field (a household's head
 * instead of the household book), when this procedure once asked for that paper; else NULL.
 */
const char *mc_field_note(const struct mc_procedure *procedure, const struct mc_field *field);

#endif
