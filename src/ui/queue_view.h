/* SPDX-License-Identifier: MPL-2.0 */
/* queue_view.h - what the files of the queue's screen share. */
#ifndef MC_UI_QUEUE_VIEW_H
#define MC_UI_QUEUE_VIEW_H

#include "ui/flow.h"
#include "ui/list.h"
#include "ui/queue_stick.h"
#include "ui/seek.h"
#include "ui/view.h"

#define MC_QUEUE_TOP 2
#define MC_QUEUE_DETAIL 3 /* rows; one more than a hint has: a cause is not to be cut */
#define MC_QUEUE_FOOT 5   /* of the view's rows: the search, the balance, what the detail takes */
#define MC_QUEUE_ROWS(rows) (MC_VIEW_ROWS(rows) - MC_QUEUE_FOOT)

enum { MC_QUEUE_TAG_ITEM = 1, MC_QUEUE_TAG_WITHDRAW, MC_QUEUE_TAG_ADOPT, MC_QUEUE_TAG_LOST };

/* The list, as long as the queue or as what is found; read are those that are seen. */
struct mc_queue_rows {
	struct mc_list list;
	struct mc_vec rows; /* struct mc_dossier_row: from `first` on */
	int first;
	struct mc_seek seek;
	struct mc_vec found; /* int64_t: of those that it found, their numbers */
};

/* How all of them stand, counted between the keys; and what is on its way. */
struct mc_queue_balance {
	struct mc_queue_ledger ledger; /* once it is counted */
	struct mc_queue_count *count;
	bool counted, counting, again; /* again: something changed while it was counted */
	struct mc_dossier_row moving; /* id "": nothing is on its way */
	struct mc_flow flow;
	char rate[24]; /* of what is on its way */
};

struct mc_queue_state {
	struct mc_queue_rows rows;
	struct mc_queue_balance balance;
	struct mc_queue_stick stick;
	char asked[MC_UUID_LEN]; /* whom the question is about that is being answered */
};

/* ---- queue_rows.c; id: where to stand, or NULL */
void mc_queue_rows_open(struct mc_view *view, const char *id);
void mc_queue_rows_close(struct mc_queue_rows *rows);
/* What is new is read; the cursor stays with its dossier, wherever that stands now. */
void mc_queue_rows_load(struct mc_view *view);
/* Another word is looked for: the best match is the first. None is any more: the cursor stays. */
void mc_queue_rows_search(struct mc_view *view);
/* The cursor or the screen's size is another: read what is seen now and was not before. */
void mc_queue_rows_show(struct mc_view *view);
/* The names are still being opened: come again when no key waits. */
bool mc_queue_rows_work(const struct mc_queue_rows *rows);
/* NULL when there is none. */
const struct mc_dossier_row *mc_queue_rows_current(const struct mc_queue_rows *rows);

/* ---- queue_balance.c */
void mc_queue_balance_open(struct mc_view *view);
void mc_queue_balance_close(struct mc_queue_balance *balance);
/* Something changed: count anew, and look at what is on its way, which the title tells. */
void mc_queue_balance_load(struct mc_view *view);
/* A part of the count. */
void mc_queue_balance_work(struct mc_view *view);

/* ---- view_queue.c */
void mc_queue_load(struct mc_view *view);

/* ---- queue_acts.c: the key tables, and the answer to what they asked */
extern const struct mc_view_key mc_queue_keys[], mc_queue_more[];
void mc_queue_result(struct mc_view *view, const struct mc_event *event);

/* ---- queue_draw.c */
void mc_queue_draw(const struct mc_view *view, struct mc_canvas *canvas);

#endif
