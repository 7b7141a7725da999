/* SPDX-License-Identifier: MPL-2.0 */
/*
 * declaration.h - a declaration (tờ khai) that is made out of a form: the items of a procedure's
 * output in their order, each with what the form says to it now. Pure: the same form always
 * makes the same declaration, at the desk, at the gateway and years later.
 */
#ifndef MOTCUA_DOMAIN_DECLARATION_H
#define MOTCUA_DOMAIN_DECLARATION_H

#include "motcua/domain/form.h"

#define MC_DECLARED_MAX 300 /* items */

/* One item: a text ("" = the form says nothing), or, of a table's column, one for each row. */
struct mc_declared {
	struct mc_vec texts; /* char *, owned */
	bool rows;
};

struct mc_declaration {
	char id[MC_WORD_LEN];  /* the output's */
	struct mc_vec items; /* struct mc_declared, as many as the output has */
};

void mc_declaration_init(struct mc_declaration *declaration, const char *id);
void mc_declaration_done(struct mc_declaration *declaration); /* wipes */
/* A text more; of a new item, or (`rows`) of the last one. NULL item: there are too many. */
struct mc_declared *mc_declaration_item(struct mc_declaration *declaration, bool rows);
bool mc_declared_add(struct mc_declared *item, const char *text);

/*
 * What the form says to each item. A field that is not shown says nothing; "verified:ROLE" is yes
 * by mc_form_verified() alone, no for somebody who was typed, nothing for nobody. language NULL:
 * canonical texts, as they are sent; else as people read them. ret is initialised here.
 */
void mc_declaration_make(const struct mc_form *form, const struct mc_output *output,
			 const char *language, struct mc_declaration *ret);
bool mc_declaration_same(const struct mc_declaration *a, const struct mc_declaration *b);

#endif
