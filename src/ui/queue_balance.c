/* SPDX-License-Identifier: MPL-2.0 */
/*
 * queue_balance.c - that every running number is accounted for, counted from the signatures a
 * few at a time; and what is on its way, in the title wherever the list stands.
 */
#include <stdio.h>

#include "motcua/base/clock.h"
#include "ui/queue_view.h"

enum { SIGNATURES = 50 }; /* of items that are looked at between keys */
enum { AT_ONCE = 500 };   /* so many items are counted before the list is shown, at most */

static struct mc_queue_balance *balance_of(const struct mc_view *view)
{
	return &((struct mc_queue_state *)view->state)->balance;
}

/* Item n of m, bytes per second. */
static void see_progress(struct mc_view *view)
{
	struct mc_queue_balance *it = balance_of(view);
	const struct mc_dossier_row *row = it->moving.id[0] ? &it->moving : NULL;
	int64_t now = mc_clock_mono();
	int waiting = it->counted ? (int)it->ledger.waiting : view->ui->status.waiting;
	int n = mc_flow_number(&it->flow, waiting);

	mc_flow_see(&it->flow, row ? row->id : NULL, row ? row->sent_bytes : 0, now);
	mc_flow_text(mc_flow_rate(&it->flow, now), it->rate);
	view->title[0] = '\0';
	if (row) {
		/* TRANSLATORS: width:40 - the title: which of how many is being sent, how fast */
		snprintf(view->title, sizeof(view->title), _("Queue: sending %d of %d%s%s"), n,
			 it->flow.most, it->rate[0] ? ", " : "", it->rate);
	}
}

/* Tried at once, over a link that works: the courier has it in hand. */
static void look_at_moving(struct mc_view *view)
{
	struct mc_queue_balance *it = balance_of(view);
	struct mc_err why;

	it->moving.id[0] = '\0';
	if (view->ui->status.link == MC_DESK_LINK_UP &&
	    mc_queue_moving(view->ui->desk, &it->moving, &why) != MC_OK) {
		it->moving.id[0] = '\0';
	}
}

/* A few signatures, and the keys have their turn. What changed meanwhile is counted behind this,
 * so that a busy courier does not keep it from ending. */
void mc_queue_balance_work(struct mc_view *view)
{
	struct mc_queue_balance *it = balance_of(view);
	bool done = false;
	struct mc_err why;
	enum mc_code code = mc_queue_count_step(it->count, SIGNATURES, &done, &it->ledger, &why);

	it->counted = it->counted || done;
	it->counting = !code && (!done || it->again);
	it->again = it->again && !done && !code;
	if (code != MC_OK) {
		mc_ui_fail(view->ui, code, &why);
	}
}

/* Many are counted later: the list does not wait for them. */
static void count_anew(struct mc_view *view)
{
	struct mc_queue_state *s = view->state;
	struct mc_queue_balance *it = &s->balance;

	if (it->counting) {
		it->again = true;
		return;
	}
	mc_queue_count_again(it->count);
	if (s->rows.list.count < AT_ONCE) {
		mc_queue_balance_work(view);
	} else {
		it->counting = true;
	}
}

void mc_queue_balance_load(struct mc_view *view)
{
	look_at_moving(view);
	count_anew(view);
	see_progress(view);
}

void mc_queue_balance_open(struct mc_view *view)
{
	balance_of(view)->count = mc_queue_count_new(view->ui->desk);
}

void mc_queue_balance_close(struct mc_queue_balance *balance)
{
	mc_queue_count_free(balance->count);
}
