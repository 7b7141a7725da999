/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view.h - one screen: it draws cells and answers events, and never sees a terminal.
 *
 * Views stand on a stack; Esc goes back one level. A view opens another with
 * mc_ui_open() and hears MC_EVENT_RESULT when that one has closed.
 */
#ifndef MC_UI_VIEW_H
#define MC_UI_VIEW_H

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/lookup.h"
#include "motcua/desk/work.h"
#include "ui/canvas.h"
#include "ui/edit.h"
#include "ui/keys.h"

enum mc_view_id {
#define MC_VIEW(id, ops) MC_VIEW_##id,
#include "ui/views.def"
#undef MC_VIEW
	MC_VIEW_COUNT
};

/* What event() answers. */
enum {
	MC_VIEW_IGNORED = 0,
	MC_VIEW_TAKEN = 1,
	MC_VIEW_CLOSE = 2, /* go back one level (once the views above are gone) */
	MC_VIEW_REPAINT = 4, /* the terminal's content cannot be trusted: paint all of it */
};

struct mc_view;

/* A row of the live key table: the key bar is drawn from it and keys act by it.
 * Ends with key 0. */
struct mc_view_key {
	uint32_t key;
	const char *label;                     /* N_(); NULL = works, but is not in the bar */
	unsigned (*act)(struct mc_view *view); /* NULL = event() sees to it */
};

struct mc_ui;
struct mc_stick_export;
struct mc_stick_import;

enum mc_menu_level { MC_MENU_FIRST, MC_MENU_DESK, MC_MENU_SCREEN };

/* What a view is opened with; borrowed for the call of open(). */
union mc_view_arg {
	struct {
		const struct mc_query *query;
		const struct mc_card *card; /* shown; its address alone is good, too; or NULL */
		enum mc_input_kind from; /* CARD, MRZ: the query is what was read from it */
		bool lacks; /* of the name letters may be missing */
		bool for_form; /* hand the answer back instead of showing the person */
		bool start;    /* ask at once when nothing is missing */
	} ask;
	const struct mc_lookup *lookup; /* person */
	const struct mc_form *form; /* declarations */
	const char *id; /* form, item: a dossier; evidence; queue: where to stand, or NULL */
	struct {
		const char *title, *text;
		/* translated, ends with NULL; the first is the safe one */
		const char *const *buttons;
	} confirm;
	struct {
		const char *title;
		const char *const *rows;
		/* What choosing a row answers, -1 = a heading; NULL: its place, no headings. */
		const int *answers;
		/* By what else a row is found, and how it is shown then, a line for each; NULL, also
		 * for a row: none. */
		const char *const *also;
		int count, at;
		/* F1 on a row with this answer; NULL: only how to search */
		void (*help)(struct mc_ui *ui, int answer);
	} pick;
	struct {
		bool first; /* the first start: only what must be known */
	} settings;
	struct {
		bool anew; /* another one than who is named */
	} officer;
	struct {
		enum mc_menu_level level;
	} menu;
	struct {
		const char *title, *label, *hint;
		const char *text; /* what stands there at first, or NULL */
		enum mc_edit_use use;
		bool list; /* F4 is in the bar, and answers MC_PROMPT_LIST */
	} prompt;
	struct {
		const char *text; /* to begin with, or NULL */
	} find;
	struct {
		const struct mc_stick_export *out; /* or NULL, and */
		const struct mc_stick_import *in;
	} stick;
};

struct mc_view_ops {
	const char *name, *title; /* N_() */
	unsigned watch;           /* MC_WATCH_*: what wakes it with MC_EVENT_CHANGED */
	size_t state_size;
	enum mc_code (*open)(struct mc_view *view, const union mc_view_arg *arg,
			     struct mc_err *why);
	unsigned (*event)(struct mc_view *view, const struct mc_event *event);
	void (*draw)(const struct mc_view *view, struct mc_canvas *canvas);
	/* The line that is typed into now, or NULL; may be NULL itself. */
	const struct mc_edit *(*edit)(const struct mc_view *view);
	/* Something was typed that is kept nowhere else: who leaves without an answer is asked first.
	 * May be NULL. */
	bool (*typed)(const struct mc_view *view);
	void (*close)(struct mc_view *view); /* may be NULL; not called when open failed */
};

struct mc_view {
	const struct mc_view_ops *ops;
	struct mc_ui *ui;
	struct mc_view *below;
	void *state;
	const struct mc_view_key *keys; /* the live table; may change at any event */
	const struct mc_view_key *more; /* what the bar has no room for: in help and menu; or NULL */
	int tag;                        /* given by who opened it */
	bool overlay;                   /* drawn over the view below */
	bool ticking;                   /* wants MC_EVENT_TICK every second */
	bool working;                   /* wants MC_EVENT_WORK whenever no key waits */
	bool gone;                      /* closes as soon as it is on top again */
	int choice;                     /* its result; -1 until it makes one */
	char dossier[MC_UUID_LEN];      /* work goes on with it after a lock; "" */
	char text[MC_TEXT_LEN];
	char title[MC_NAME_LEN];        /* instead of ops->title; "" = that one */
};

struct mc_ui {
	struct mc_desk *desk;
	struct mc_view *top;
	struct mc_typing_mode typing;
	struct mc_desk_status status;
	struct mc_str message, help;
	bool reader; /* drawn for ears and braille */
	bool warns; /* the message is about something that went wrong */
	bool stray; /* text came that nothing here takes, last at stray_at: a scanner at work? */
	int64_t stray_at;
	bool quit;
	int rows;   /* of the screen, for paging */
	/* For what takes long: paints what was said, and tells whether Esc was pressed. NULL:
	 * there is no terminal. */
	bool (*pulse)(struct mc_ui *ui);
	int64_t pulsed; /* when it did so last */
	char procedure[MC_WORD_LEN]; /* of the last look-up; "" = none yet */
	struct mc_lookup *found; /* what a look-up for a form brought; NULL = none yet */
};

enum { MC_UI_MESSAGE_MAX = 1024, MC_UI_HELP_MAX = 16384 };
enum { MC_PROMPT_LIST = 1 }; /* instead of 0 and what was typed */

#define MC_UI_ROWS 24
#define MC_UI_COLS 80

/* ---- for views */
void mc_ui_open(struct mc_ui *ui, enum mc_view_id id, int tag, const union mc_view_arg *arg);
/* A copy, for who asked for the look-up; what it was is wiped. */
void mc_ui_keep_found(struct mc_ui *ui, const struct mc_lookup *lookup);
void mc_ui_forget_found(struct mc_ui *ui);
/* The message row; it stays until the next key (R3). */
void mc_ui_say(struct mc_ui *ui, const char *fmt, ...) MC_PRINTF(2, 3);
/* The code's own text and "[CODE]"; returns code. */
enum mc_code mc_ui_fail(struct mc_ui *ui, enum mc_code code, const struct mc_err *why);
/* Within what takes long, as often as one likes: it paints ten times a second at most. False:
 * Esc was pressed, stop. */
bool mc_ui_goes_on(struct mc_ui *ui, const char *fmt, ...) MC_PRINTF(2, 3);
/* One paragraph of help for what is focused. */
void mc_ui_help(struct mc_ui *ui, const char *fmt, ...) MC_PRINTF(2, 3);
/* What the focused entry is for; nothing for a button. */
struct mc_entries;
void mc_ui_help_entry(struct mc_ui *ui, const struct mc_entries *entries);
/* The legal notes that a paper names; one note, nothing for NULL. */
void mc_ui_help_paper(struct mc_ui *ui, const struct mc_paper *paper);
void mc_ui_help_note(struct mc_ui *ui, const char *id);
/* Where its facts come from, and which of them nobody has confirmed. */
void mc_ui_help_procedure(struct mc_ui *ui, const struct mc_procedure *procedure);
/* Close with a result. */
unsigned mc_view_answer(struct mc_view *view, int choice, const char *text);
void mc_ui_confirm(struct mc_ui *ui, int tag, const char *title, const char *text,
		   const char *const *buttons);
/* rows are copied. */
void mc_ui_pick(struct mc_ui *ui, int tag, const char *title, const char *const *rows, int count,
		int at);

/* The data are an old copy: asked, and then done. */
/* lost.c: what the province has lost (NET-21): sent again, or settled otherwise; choice of the
 * answer to `tag`. */
void mc_view_ask_lost(struct mc_ui *ui, int tag);
void mc_view_lost(struct mc_ui *ui, int choice);
void mc_view_ask_adopt(struct mc_ui *ui, int tag);
void mc_view_adopt(struct mc_ui *ui);

/* The catalogue, on the procedure of this code; the choice is the index in it. */
void mc_ui_pick_procedure(struct mc_ui *ui, int tag, const char *code);
/* What the next look-up is most likely for: what the last one was for, at first the first of the
 * catalogue as it is listed. "" when that is empty. */
const char *mc_ui_usual_procedure(const struct mc_ui *ui);

/* Enter and Esc in the key bar, for dialogs. */
extern const struct mc_view_key mc_view_dialog_keys[];

/* The rows a view may draw on: 1 to MC_VIEW_ROWS(canvas); below it two rows of hint. */
#define MC_VIEW_TOP 1
#define MC_VIEW_ROWS(rows) ((rows) - 5)
void mc_view_hint(struct mc_canvas *canvas, const char *text);
/* A page of text: how it is drawn, and the keys that scroll it; Enter closes one that is only
 * read. */
struct mc_lines;
void mc_view_page(const struct mc_lines *lines, struct mc_canvas *canvas);
unsigned mc_view_scroll(struct mc_view *view, struct mc_lines *lines, const struct mc_event *event);
unsigned mc_view_read(struct mc_view *view, struct mc_lines *lines, const struct mc_event *event);
/* What is to be said of the focused item, in rows of its own; drawn after the cursor is set. */
void mc_view_detail(struct mc_canvas *canvas, int row, int col, int rows, int width,
		    const char *text);
/* Of the focused one of a list, in the last rows above the status row; it may come when the cursor
 * rests. */
void mc_view_preview(struct mc_canvas *canvas, int rows, const char *text);
/* "09:14" today, else "23/11 09:14"; "" for 0. */
void mc_view_time(int64_t at, char ret[16]);
/* "09:14" today, else "23/11", both five wide; "" for 0. */
void mc_view_when(int64_t at, char ret[16]);
const char *mc_view_error(enum mc_code code); /* translated, without the code */
/* A label of a procedure in the language of the screens. */
const char *mc_view_label(const struct mc_label *label);
/* The name on the form of a field or a paper; as it was written when the form, which may be
 * NULL, has none. */
const char *mc_view_field(const struct mc_procedure *procedure, const char *id);
/* A centred box for an overlay; returns its upper left inner corner. */
void mc_view_box(struct mc_canvas *canvas, int rows, int cols, const char *title, int *ret_row,
		 int *ret_col);

#endif
