/* SPDX-License-Identifier: MPL-2.0 */
/* entries.h - a small fixed set of fields and a row of buttons, as dialogs need. */
#ifndef MC_UI_ENTRIES_H
#define MC_UI_ENTRIES_H

#include "ui/edit.h"

#define MC_ENTRIES_MAX 16
#define MC_ENTRY_LABEL 24
#define MC_ENTRY_NUMBER_LETTERS 600 /* of a person's number: a scanned card too */

enum mc_entry_kind { MC_ENTRY_TEXT, MC_ENTRY_CHOICE, MC_ENTRY_BUTTON };

struct mc_entry {
	enum mc_entry_kind kind;
	const char *label, *hint, *help; /* already translated; hint and help may be NULL */
	bool required;
	int id;                   /* BUTTON: for who has several that come and go */
	struct mc_edit edit;      /* TEXT */
	const char *const *names; /* CHOICE: translated; borrowed */
	int names_count, chosen;
};

struct mc_entries {
	struct mc_entry items[MC_ENTRIES_MAX]; /* buttons last */
	int count, focus;
	uint64_t kept; /* a digest of what stood there when it was kept */
};

struct mc_entry *mc_entries_add(struct mc_entries *entries, enum mc_entry_kind kind,
				const char *label);
void mc_entries_done(struct mc_entries *entries);

enum mc_entries_did {
	MC_ENTRIES_IGNORED,
	MC_ENTRIES_TAKEN,
	MC_ENTRIES_LEFT,    /* the focus went to another entry */
	MC_ENTRIES_PRESSED, /* Enter on a button */
};
/* Enter goes on; only on a button it presses (R2). */
enum mc_entries_did mc_entries_event(struct mc_entries *entries, const struct mc_event *event);
void mc_entries_focus(struct mc_entries *entries, int to);
/* The first text entry that is required and empty, else the first button. */
int mc_entries_next_needed(const struct mc_entries *entries);
/* The line that is typed into, or NULL. */
const struct mc_edit *mc_entries_edit(const struct mc_entries *entries);
/* What stands there is kept elsewhere, or was there from the beginning. */
void mc_entries_keep(struct mc_entries *entries);
bool mc_entries_changed(const struct mc_entries *entries); /* since then */
/* Rows it takes: one for each field (more for a long choice), an empty one and the button rows. */
int mc_entries_draw(const struct mc_entries *entries, struct mc_canvas *canvas, int row, int col,
		    int width);

#endif
