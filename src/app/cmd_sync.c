/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_sync.c - motcua sync: the front of the courier. */

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

#include "app/app.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/loop.h"

enum { SETTLE_WITHIN = 30 * 1000, LOOK_EVERY = 1000, NUDGE_EVERY = 60 * 1000, PAGE = 200 };

/* What stands in the queue now: totals, as in the ledger. */
struct counts {
	struct mc_queue_ledger ledger;
	struct mc_desk_status status;
};

static enum mc_code count(struct app *app, struct counts *ret, struct mc_err *why)
{
	mc_desk_status(app->desk, &ret->status);
	return mc_queue_ledger(app->desk, &ret->ledger, why);
}

static const char *link_word(const struct counts *counts)
{
	return counts->status.link == MC_DESK_LINK_UP ? "up" : "down";
}

static void print(struct app *app, const struct counts *counts)
{
	const struct mc_queue_ledger *ledger = &counts->ledger;

	if (!app->json) {
		app_line(app, _("received %lld, rejected %lld, waiting %lld, held %lld, link %s"),
			 (long long)ledger->received, (long long)ledger->rejected,
			 (long long)ledger->waiting, (long long)ledger->held,
			 counts->status.link == MC_DESK_LINK_UP ? _("up") : _("down"));
		return;
	}
	app_object(app, NULL);
	mc_jw_int(&app->w, "received", ledger->received);
	mc_jw_int(&app->w, "rejected", ledger->rejected);
	mc_jw_int(&app->w, "waiting", ledger->waiting);
	mc_jw_int(&app->w, "held", ledger->held);
	mc_jw_int(&app->w, "withdrawing", counts->status.withdrawing);
	mc_jw_text(&app->w, "link", link_word(counts));
	app_json_code(app, "cause", counts->status.link_cause);
	mc_jw_object_end(&app->w);
}

/* ---- once */

/* Is anything waiting that the courier has not tried since it was told to? */
static bool something_due(struct app *app, int offset)
{
	struct mc_vec rows;
	struct mc_err why;
	int64_t now = mc_clock_now();
	bool due = false, more;

	mc_vec_init(&rows, sizeof(struct mc_dossier_row), PAGE);
	(void)!mc_dossier_list(app->desk, true, offset, PAGE, &rows, &why);
	MC_VEC_EACH(&rows, struct mc_dossier_row, row) {
		bool waits = mc_state_bucket(row->state) == MC_BUCKET_WAITING || row->withdrawing;

		due = due || (waits && row->next_try <= now);
	}
	more = rows.len == PAGE;
	mc_vec_done(&rows);
	return due || (more && something_due(app, offset + PAGE));
}

/* It tried what was due, or found that the link is still down. */
static bool has_tried(struct app *app, int64_t link_try_before)
{
	struct mc_desk_status now;

	mc_desk_status(app->desk, &now);
	/* while the link is down a row shows the link's next try, not its own */
	return !(now.waiting || now.withdrawing) ||
	       (now.link == MC_DESK_LINK_UP ? !something_due(app, 0)
					    : now.link_next_try != link_try_before);
}

/* A courier is at work already (the service, or one that a desk started): it is
 * told, and watched until it has tried everything. */
static enum mc_code let_other_try(struct app *app, struct mc_err *why)
{
	struct pollfd fd = {.fd = mc_desk_fd(app->desk), .events = POLLIN};
	int64_t until = mc_clock_mono() + SETTLE_WITHIN;
	struct mc_desk_status before;
	enum mc_code code;

	mc_desk_status(app->desk, &before);
	code = mc_queue_retry(app->desk, NULL, why);
	while (!code && mc_clock_mono() < until && !has_tried(app, before.link_next_try)) {
		(void)poll(&fd, 1, LOOK_EVERY);
		(void)mc_desk_changed(app->desk);
	}
	return code;
}

/* The courier said on standard error what it could not do; its status says which kind. */
static enum mc_code of_status(int status, struct mc_err *why)
{
	if (status == EX_OK || status == EX_TEMPFAIL) {
		return MC_OK;
	}
	return mc_fail(why, status == EX_SOFTWARE ? MC_E_INTERNAL : MC_E_SPAWN,
		       "motcua-courier: status %d", status);
}

static enum mc_code sync_once(struct app *app, struct mc_err *why)
{
	struct counts counts;
	int status = 0;
	enum mc_code code = mc_desk_courier_once(app->desk, &status, why);

	if (code == MC_E_LEASE) {
		code = let_other_try(app, why);
	} else if (!code) {
		code = of_status(status, why);
	}
	if (!code) {
		code = count(app, &counts, why);
	}
	if (!code) {
		print(app, &counts);
		code = counts.ledger.waiting || counts.status.withdrawing ? mc_fail(why, MC_E_WAITING, NULL) : MC_OK;
	}
	return code;
}

/* ---- watch */
struct watcher {
	struct app *app;
	struct mc_loop *loop;
	struct mc_timer *look;
	struct counts last;
	int64_t nudged;
	struct mc_err why;
	bool any;
};

static bool same(const struct counts *a, const struct counts *b)
{
	return a->ledger.received == b->ledger.received && a->ledger.rejected == b->ledger.rejected &&
	       a->ledger.waiting == b->ledger.waiting && a->ledger.held == b->ledger.held &&
	       a->ledger.withdrawn == b->ledger.withdrawn &&
	       a->status.withdrawing == b->status.withdrawing &&
	       a->status.link == b->status.link;
}

static void give_up(struct watcher *w, enum mc_code code)
{
	w->why.code = code;
	mc_loop_stop(w->loop);
}

static void show_changes(struct watcher *w)
{
	struct counts now;
	enum mc_code code = count(w->app, &now, &w->why);

	if (!code && (!w->any || !same(&now, &w->last))) {
		w->any = true;
		w->last = now;
		print(w->app, &now);
		if (w->app->json) {
			mc_str_putc(&w->app->out, '\n');
		}
		code = app_flush(w->app, &w->why);
	}
	if (code) {
		give_up(w, code);
	}
}

/* The courier that another desk started may have ended with it. */
static void look(void *ctx)
{
	struct watcher *w = ctx;
	int64_t now = mc_clock_mono();
	bool heard = mc_desk_fd(w->app->desk) >= 0;
	enum mc_code code = MC_OK;

	if (!w->nudged || now - w->nudged >= NUDGE_EVERY) {
		w->nudged = now;
		code = mc_desk_courier(w->app->desk, &w->why);
	}
	if (code) {
		give_up(w, code);
		return;
	}
	if (mc_desk_changed(w->app->desk) || !w->any) {
		show_changes(w);
	}
	mc_timer_set(w->look, now + (heard ? NUDGE_EVERY : LOOK_EVERY));
}

static void poked(void *ctx, short revents)
{
	(void)revents;
	look(ctx);
}

static void stop(void *ctx)
{
	mc_loop_stop(((struct watcher *)ctx)->loop);
}

static enum mc_code sync_watch(struct app *app, struct mc_err *why)
{
	struct watcher w = {.app = app, .loop = mc_loop_new()};
	int fd = mc_desk_fd(app->desk);

	w.look = mc_loop_timer(w.loop, look, &w);
	if (fd >= 0) {
		mc_loop_watch(w.loop, fd, POLLIN, poked, &w);
	}
	mc_loop_signal(w.loop, SIGINT, stop, &w);
	mc_loop_signal(w.loop, SIGTERM, stop, &w);
	mc_timer_set(w.look, mc_clock_mono());
	mc_loop_run(w.loop);
	mc_loop_free(w.loop);
	*why = w.why;
	return w.why.code;
}

enum mc_code cmd_sync(struct app *app, struct mc_err *why)
{
	bool once = app->option[OPT_ONCE];
	enum mc_code code;

	if (once == (app->option[OPT_WATCH] != NULL)) {
		return mc_fail(why, MC_E_USAGE, "%s", _("either --once or --watch"));
	}
	code = app_open(app, why);
	if (code) {
		return code;
	}
	return once ? sync_once(app, why) : sync_watch(app, why);
}
