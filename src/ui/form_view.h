/* SPDX-License-Identifier: MPL-2.0 */
/* form_view.h - the form's state, shared by its files: rows, events, acts, drawing. */
#ifndef MC_UI_FORM_VIEW_H
#define MC_UI_FORM_VIEW_H

#include "motcua/desk/verification.h"
#include "ui/view.h"

enum mc_form_row_kind {
	MC_ROW_TITLE,   /* a line of the title that is too long for the screen's; index: which */
	MC_ROW_SECTION, /* index: of the section; -1 = the papers */
	MC_ROW_FIELD,   /* index: of the field */
	MC_ROW_ROW,     /* the heading of a table's row; index: its first cell */
	MC_ROW_ADD,     /* adds a row; index: the table */
	MC_ROW_PROBLEM, /* what is wrong with the field above; index: the field */
	MC_ROW_PAPER,
	MC_ROW_ATTACHMENT,
	MC_ROW_SEND,
};

struct mc_form_row {
	enum mc_form_row_kind kind;
	int index;
	enum mc_code code; /* PROBLEM */
};

struct mc_form_state {
	struct mc_work *work;
	struct mc_vec rows; /* struct mc_form_row */
	int at;             /* the focused row */
	bool editing;       /* the focused row is a field that is typed into */
	struct mc_edit edit;
	struct mc_str before; /* what stood there when the focus came */
	const struct mc_role *role; /* whose look-up is out */
	struct mc_vec problems;     /* struct mc_problem, while their list is shown */
	struct mc_vec reasons; /* struct mc_dossier_reason: what the province wants changed */
	char asked[MC_TEXT_LEN]; /* of a supplement: in words; "" */
	char path[MC_TEXT_LEN];     /* what the next file is asked for with */
	char folder[MC_TEXT_LEN];   /* whose files are listed; "" = the places are */
	struct mc_vec files;        /* struct mc_file_choice, or struct mc_stick_place */
	int top;                    /* the first row on the screen */
	bool titled;                /* the form's title stands on the form itself */
	struct mc_vec verifications; /* struct mc_verification: that wait, or were waited for */
	bool news;                  /* something came while a line was being typed */
	bool over;                  /* sealed or discarded: nothing may be saved any more */
	char province[MC_PLACE_CODE_LEN]; /* whose communes are listed */
};

#define MC_FORM_TITLE_WIDTH 78

/* ---- form_rows.c */
/* Build the rows anew from the values; the focus stays on its row. */
void mc_form_rows(struct mc_form_state *s);
const struct mc_form_row *mc_form_row_at(const struct mc_form_state *s, int at);
/* The next row that takes the focus in this direction; at when there is none. */
int mc_form_step(const struct mc_form_state *s, int at, int step);
int mc_form_page(const struct mc_form_state *s, int at, int step); /* by sections */
/* The first row that still wants a value; the focused one when none does. */
int mc_form_first_missing(const struct mc_form_state *s);
int mc_form_row_for_card(const struct mc_form_state *s);
int mc_form_row_of(const struct mc_form_state *s, enum mc_form_row_kind kind, int index);
const struct mc_field *mc_form_field_at(const struct mc_form_state *s, int at); /* or NULL */
/* Also where a field of the form asks for it; or NULL. */
const struct mc_paper *mc_form_paper_at(const struct mc_form_state *s, int at);
/* Must a file be attached for this paper, as the form stands? */
/* The first row to show on a screen of `rows`: it stands still until the focus comes near
 * its end, then shows what comes next (few cells change on a slow line). */
int mc_form_top(const struct mc_form_state *s, int rows);
/* Show the section of the focused row from its heading, unless all of it is there. */
void mc_form_show_section(struct mc_form_state *s, int rows);
bool mc_form_paper_needed(const struct mc_form_state *s, const struct mc_paper *paper);

/* ---- form_focus.c */
/* Save what is typed in the focused field (R10) and look at it anew. False when it is wrong. */
bool mc_form_leave(struct mc_view *view);
/* Leave the focused row and go to this one. */
void mc_form_go(struct mc_view *view, int at);
void mc_form_arrive(struct mc_view *view);
/* Left and Right on a choice: the next value. */
bool mc_form_turn(struct mc_view *view, int step);

/* ---- form_acts.c */
enum mc_form_tag {
	MC_FORM_TAG_ASK = 1, MC_FORM_TAG_VALUE, MC_FORM_TAG_CLEAR, MC_FORM_TAG_DETACH,
	MC_FORM_TAG_PATH, MC_FORM_TAG_PROBLEM, MC_FORM_TAG_SEND, MC_FORM_TAG_QUEUE,
	MC_FORM_TAG_FILE, MC_FORM_TAG_ROW, MC_FORM_TAG_REMOVE, MC_FORM_TAG_PLACE, MC_FORM_TAG_COMMUNE,
	MC_FORM_TAG_LOOKED, MC_FORM_TAG_WARNED,
};
extern const struct mc_view_key mc_form_keys[], mc_form_more[];
unsigned mc_form_enter(struct mc_view *view); /* Enter on a paper or on "send" */
unsigned mc_form_result(struct mc_view *view, const struct mc_event *event);

/* ---- form_table.c */
void mc_form_row_name(const struct mc_form_state *s, int cell, char *ret, size_t size);
unsigned mc_form_row_add_here(struct mc_view *view);
unsigned mc_form_row_menu(struct mc_view *view);
void mc_form_row_chosen(struct mc_view *view, int act);
unsigned mc_form_row_removed(struct mc_view *view, int choice);
void mc_form_draw_row_head(const struct mc_form_state *s, int cell, struct mc_canvas *canvas,
			   int row, bool focused);
void mc_form_draw_add(struct mc_canvas *canvas, int row, bool focused);

/* ---- form_values.c */
#define MC_FORM_OFFERS 40
#define MC_FORM_OFFER_LEN 512
struct mc_form_offers {
	char shown[MC_FORM_OFFERS][MC_FORM_OFFER_LEN], text[MC_FORM_OFFERS][MC_FORM_OFFER_LEN];
	int count, at;
	int own; /* so many are of this dossier or its procedure; behind them: earlier dossiers */
};
/* The same each time it is asked for while the form does not change. */
struct mc_form_offers *mc_form_offers(struct mc_view *view);
void mc_form_offers_free(struct mc_form_offers *offers); /* wipes */
unsigned mc_form_list(struct mc_view *view);          /* F4 */
bool mc_form_search(struct mc_view *view, uint32_t key); /* a letter typed on a choice */
void mc_form_chosen(struct mc_view *view, int n);     /* out of the list */
void mc_form_set_here(struct mc_view *view, const char *text); /* into the focused field */

/* ---- form_place.c */
unsigned mc_form_place_list(struct mc_view *view);         /* F4 on an address by units */
void mc_form_place_chosen(struct mc_view *view, int n);    /* out of it */
void mc_form_commune_chosen(struct mc_view *view, int n);  /* out of the second list */
/* What is known of the units of an address, a sentence; "" = nothing to say. */
void mc_form_place_said(const struct mc_form_state *s, int field, char *ret, size_t size);

/* ---- form_reasons.c */
/* What the province wants of this draft: of one that corrects another, or a supplement. */
void mc_form_reasons(struct mc_view *view);
void mc_form_say_count(struct mc_view *view);
/* Where values come from, in a word. */
const char *mc_form_source(enum mc_provenance from);
/* The row of the first one that has a field or paper here; s->at when none has. */
int mc_form_first_reason(const struct mc_form_state *s);
const struct mc_dossier_reason *mc_form_reason_at(const struct mc_form_state *s, int at); /* or NULL */

/* ---- form_verified.c */
void mc_form_verify_later(struct mc_view *view); /* of s->role */
/* Take in what came of verifications, now or when the line in hand is left; and say so. */
void mc_form_news(struct mc_view *view, bool opening);
/* What stands behind the name of a section; "" for nothing. */
void mc_form_section_note(const struct mc_form_state *s, const char *section, char *ret,
			  size_t size);
void mc_form_help_verified(struct mc_view *view, const struct mc_role *role);

/* ---- form_send.c */
/* F9: the list of problems, or the question with the focus on the safe button. */
unsigned mc_form_ask_send(struct mc_view *view);
unsigned mc_form_send(struct mc_view *view);
/* The same although rules warn: somebody said yes to them. */
unsigned mc_form_ask_anyway(struct mc_view *view);
void mc_form_show_declarations(struct mc_view *view);
void mc_form_go_to_problem(struct mc_view *view, int n);

/* ---- form_draw.c */
void mc_form_draw(const struct mc_view *view, struct mc_canvas *canvas);

/* ---- form_files.c: papers to choose from, instead of typing a path */
void mc_form_list_files(struct mc_view *view);
void mc_form_file_chosen(struct mc_view *view, int n);
/* ---- form_acts.c */
void mc_form_ask_path(struct mc_view *view, const char *path);
void mc_form_attach(struct mc_view *view, const char *path);

#endif
