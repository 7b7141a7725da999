/* SPDX-License-Identifier: MPL-2.0 */
/* view_queue.c - what was sealed here and where it is: the events of the queue's screen. */
#include "ui/queue_view.h"

/* What goes on between the keys. */
static void see_work(struct mc_view *view)
{
	const struct mc_queue_state *s = view->state;

	view->working = s->balance.counting || mc_queue_rows_work(&s->rows);
}

void mc_queue_load(struct mc_view *view)
{
	mc_queue_rows_load(view);
	mc_queue_balance_load(view);
	see_work(view);
}

static void work(struct mc_view *view)
{
	const struct mc_queue_state *s = view->state;

	if (mc_queue_rows_work(&s->rows)) {
		mc_queue_rows_load(view);
	} else {
		mc_queue_balance_work(view);
	}
	see_work(view);
}

static enum mc_code queue_open(struct mc_view *view, const union mc_view_arg *arg,
			       struct mc_err *why)
{
	(void)why;
	view->keys = mc_queue_keys;
	view->more = mc_queue_more;
	mc_queue_rows_open(view, arg->id);
	mc_queue_balance_open(view);
	mc_queue_load(view);
	return MC_OK;
}

static void queue_close(struct mc_view *view)
{
	struct mc_queue_state *s = view->state;

	mc_queue_rows_close(&s->rows);
	mc_queue_balance_close(&s->balance);
	mc_queue_stick_done(&s->stick);
}

static unsigned on_typed(struct mc_view *view, const struct mc_event *event)
{
	struct mc_queue_state *s = view->state;
	bool taken;

	if (mc_seek_event(&s->rows.seek, event, &taken)) {
		mc_queue_rows_search(view);
		see_work(view);
	}
	return taken ? MC_VIEW_TAKEN : MC_VIEW_IGNORED;
}

static unsigned on_key(struct mc_view *view, const struct mc_event *event)
{
	struct mc_queue_state *s = view->state;
	const struct mc_dossier_row *row = mc_queue_rows_current(&s->rows);

	if (event->key == MC_KEY_ENTER && row) {
		mc_ui_open(view->ui, MC_VIEW_ITEM, MC_QUEUE_TAG_ITEM,
			   &(union mc_view_arg){.id = row->id});
		return MC_VIEW_TAKEN;
	}
	if (!mc_list_key(&s->rows.list, event->key)) {
		return on_typed(view, event);
	}
	mc_queue_rows_show(view);
	return MC_VIEW_TAKEN;
}

static void help_error(struct mc_ui *ui, enum mc_code code)
{
	mc_ui_help(ui, "[%s] %s", mc_error_info(code)->code, mc_view_error(code));
}

static void help(struct mc_view *view)
{
	if (view->ui->status.lost) {
		help_error(view->ui, MC_E_GATEWAY_BEHIND);
	}
	if (view->ui->status.news_gap) {
		help_error(view->ui, MC_E_NEWS_GAP);
	}
	mc_ui_help(
		view->ui, "%s",
		_("Saved, sent and received are three things: only a signed receipt on "
		  "disk is received. What waits is tried again by itself. Nothing is deleted."));
	mc_ui_help(view->ui, "%s",
		   _("F7 prints the slip of the day: the balance, and what was sealed today or "
		     "still waits."));
	mc_ui_help(view->ui, "%s",
		   _("Without a link: F2 writes what waits to a stick, F4 takes in the file that "
		     "comes back."));
	mc_seek_help(view->ui);
}

static unsigned queue_event(struct mc_view *view, const struct mc_event *event)
{
	switch (event->kind) {
	case MC_EVENT_KEY:
		return on_key(view, event);
	case MC_EVENT_PASTE:
		return on_typed(view, event);
	case MC_EVENT_CHANGED:
		mc_queue_load(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_RESIZED:
		mc_queue_rows_show(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_WORK:
		work(view);
		return MC_VIEW_TAKEN;
	case MC_EVENT_RESULT:
		mc_queue_result(view, event);
		return MC_VIEW_TAKEN;
	case MC_EVENT_HELP:
		help(view);
		return MC_VIEW_TAKEN;
	default:
		return MC_VIEW_IGNORED;
	}
}

static const struct mc_edit *queue_edit(const struct mc_view *view)
{
	const struct mc_queue_state *s = view->state;

	return &s->rows.seek.box;
}

const struct mc_view_ops mc_view_queue = {
	.name = "queue",
	.title = N_("Queue"),
	.watch = MC_WATCH_OUTBOX | MC_WATCH_LINK,
	.state_size = sizeof(struct mc_queue_state),
	.open = queue_open,
	.event = queue_event,
	.draw = mc_queue_draw,
	.edit = queue_edit,
	.close = queue_close,
};
