/* SPDX-License-Identifier: MPL-2.0 */
/* person_page.h - a record and its household as a page of text. */
#ifndef MC_UI_PERSON_PAGE_H
#define MC_UI_PERSON_PAGE_H

#include "motcua/desk/lookup.h"
#include "ui/lines.h"
#include "ui/view.h"

/* Adds to lines. */
void mc_person_page(const struct mc_lookup *lookup, struct mc_lines *lines);
/* "3 minutes old", "2 days old". */
void mc_person_age(int64_t taken_at, char *ret, size_t size);
/* Who this person is in a dossier: the choice is the role's place, those of rows left out. It
 * stands on the one that the record speaks for; person NULL: nobody knows, on the first. */
void mc_ui_pick_role(struct mc_ui *ui, int tag, const struct mc_procedure *procedure,
		     const struct mc_person *person);

#endif
