/* SPDX-License-Identifier: MPL-2.0 */
/* ask_view.h - the look-up's state, shared by its files. */
#ifndef MC_UI_ASK_VIEW_H
#define MC_UI_ASK_VIEW_H

#include "ui/entries.h"
#include "ui/view.h"

#define MC_ASK_WAIT_S 30

/* The entries, in order; then the buttons that come when an answer does not (their ids). */
enum {
	MC_ASK_NUMBER, MC_ASK_NAME, MC_ASK_BORN, MC_ASK_PROCEDURE, MC_ASK_PURPOSE, MC_ASK_KIND,
	MC_ASK_GO, MC_ASK_BACK, MC_ASK_TAKE, MC_ASK_LATER, MC_ASK_WAY, MC_ASK_PROOF, MC_ASK_PAPER,
};

/* What it answers to a form: the person was found; it is to be verified when the link is back. */
enum { MC_ASK_FOUND = 1, MC_ASK_VERIFY_LATER };

struct mc_ask_state {
	struct mc_entries entries;
	const char **names; /* of the procedures */
	struct mc_query query;
	struct mc_query shown; /* as the card had it */
	enum mc_input_kind from;
	bool for_form;
	int64_t since; /* mc_clock_mono() when the question went out */
	enum mc_outcome outcome;
	enum mc_code cause;
	char evidence_id[MC_UUID_LEN];
	unsigned warnings;
	bool lacks; /* the name was scanned as keys, letters of it may be missing */
	int way;                    /* picked, while its address is asked for */
	int paper;                  /* picked, while it is asked how the dossier came */
	struct mc_card card;	    /* that was shown, or its address; else empty */
	struct mc_lookup *person;   /* found, but without a residence; NULL = nobody */
};

/* ---- ask_build.c */
void mc_ask_build(struct mc_view *view);
/* A button behind the others, once; again: its label. */
void mc_ask_button(struct mc_ask_state *s, int id, const char *label);
void mc_ask_no_button(struct mc_ask_state *s, int id);
void mc_ask_focus_button(struct mc_ask_state *s, int id);
/* For what the register is asked; NULL when the catalogue has it no more. */
const struct mc_procedure *mc_ask_procedure(struct mc_view *view, struct mc_err *why);

/* ---- ask_read.c */
const char *mc_ask_typed(const struct mc_ask_state *s, int entry);
void mc_ask_look_at_number(struct mc_ask_state *s);
/* A card's text; keyed: by a scanner that types, which drops letters beyond ASCII. */
void mc_ask_take_card(struct mc_view *view, const char *text, bool keyed);
void mc_ask_left(struct mc_view *view, int entry); /* the focus went away from this one */

/* ---- ask_found.c: a person without a residence */
void mc_ask_keep_person(struct mc_ask_state *s, const struct mc_lookup *lookup);
void mc_ask_forget_person(struct mc_ask_state *s);
unsigned mc_ask_take_person(struct mc_view *view, int tag);

/* What was read of a card, and nobody changed since. */
bool mc_ask_is_as_shown(const struct mc_ask_state *s);

/* ---- ask_later.c: a dossier with what was shown; verified when the link is back, or not at all */
void mc_ask_pick_role(struct mc_view *view, int tag); /* who it is in the dossier */
void mc_ask_later(struct mc_view *view, int role, int tag);
void mc_ask_begin(struct mc_view *view, int role, int tag);

/* ---- ask_way.c: another way of verification, stated by the officer */
void mc_ask_add_ways(struct mc_view *view); /* its buttons */
void mc_ask_pick_way(struct mc_view *view, int tag);
/* What was picked; when it showed the residence, the address is asked for first. */
void mc_ask_take_way(struct mc_view *view, int choice, int tag);
/* Save it as a statement; its id goes into evidence_id. */
void mc_ask_state_way(struct mc_view *view, const char *address);

/* ---- ask_paper.c: every way has failed */
void mc_ask_pick_paper(struct mc_view *view, int tag);
/* How the dossier came is asked for next, for the deadline; one that was cut is refused. */
void mc_ask_take_paper(struct mc_view *view, int choice, int tag);
void mc_ask_print_paper(struct mc_view *view, bool online);

/* ---- ask_draw.c */
void mc_ask_draw(const struct mc_view *view, struct mc_canvas *canvas);

#endif
