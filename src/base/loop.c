/* SPDX-License-Identifier: MPL-2.0 */
/*
 * loop.c - poll(), timers and signalfd.
 *
 * A callback may free any watch or timer. So while a round runs (depth > 0) the
 * freed are only marked dead, never called again, and swept after the round;
 * the added go to the end, where this round does not look any more.
 */
#include "motcua/base/loop.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/base/vec.h"

enum { ITEMS_MAX = 4096, SIGNALS_MAX = 32 };

struct mc_watch {
	struct mc_loop *loop;
	void (*ready)(void *ctx, short revents);
	void *ctx;
	int fd;
	short events;
	bool dead;
};

struct mc_timer {
	struct mc_loop *loop;
	void (*due)(void *ctx);
	void *ctx;
	int64_t at;
	uint64_t round; /* the one that fired it last: once a round, so none starves the rest */
	bool set, dead;
};

struct signal_handler {
	void (*arrived)(void *ctx);
	void *ctx;
	int signo;
};

struct mc_loop {
	struct mc_vec watches, timers; /* of pointers */
	struct mc_vec signals;         /* of struct signal_handler */
	struct mc_watch *signal_watch;
	sigset_t delivered, unblock; /* taken by the signalfd; of these, open before */
	uint64_t rounds, wakeups;
	int signal_fd, depth;
	bool stop;
};

struct mc_loop *mc_loop_new(void)
{
	struct mc_loop *loop = mc_calloc(1, sizeof(*loop));

	mc_vec_init(&loop->watches, sizeof(struct mc_watch *), ITEMS_MAX);
	mc_vec_init(&loop->timers, sizeof(struct mc_timer *), ITEMS_MAX);
	mc_vec_init(&loop->signals, sizeof(struct signal_handler), SIGNALS_MAX);
	sigemptyset(&loop->delivered);
	sigemptyset(&loop->unblock);
	loop->signal_fd = -1;
	return loop;
}

/* More than the limit is a leak in the program, not a state to work on in. */
static void *push_or_abort(struct mc_vec *v)
{
	void *slot = mc_vec_push(v);

	if (!slot) {
		abort();
	}
	return slot;
}

static struct mc_watch *watch_at(const struct mc_loop *loop, size_t i)
{
	return *(struct mc_watch **)mc_vec_at(&loop->watches, i);
}

static struct mc_timer *timer_at(const struct mc_loop *loop, size_t i)
{
	return *(struct mc_timer **)mc_vec_at(&loop->timers, i);
}

static void sweep(struct mc_loop *loop)
{
	if (loop->depth) {
		return;
	}
	for (size_t i = loop->watches.len; i-- > 0;) {
		if (watch_at(loop, i)->dead) {
			free(watch_at(loop, i));
			mc_vec_remove(&loop->watches, i);
		}
	}
	for (size_t i = loop->timers.len; i-- > 0;) {
		if (timer_at(loop, i)->dead) {
			free(timer_at(loop, i));
			mc_vec_remove(&loop->timers, i);
		}
	}
}

/* ---- watches */

struct mc_watch *mc_loop_watch(struct mc_loop *loop, int fd, short events,
			       void (*ready)(void *ctx, short revents), void *ctx)
{
	struct mc_watch *watch = mc_calloc(1, sizeof(*watch));

	*watch = (struct mc_watch){loop, ready, ctx, fd, events, false};
	*(struct mc_watch **)push_or_abort(&loop->watches) = watch;
	return watch;
}

void mc_watch_events(struct mc_watch *watch, short events)
{
	watch->events = events;
}

void mc_watch_free(struct mc_watch *watch)
{
	if (watch) {
		watch->dead = true;
		sweep(watch->loop);
	}
}

/* ---- timers */

struct mc_timer *mc_loop_timer(struct mc_loop *loop, void (*due)(void *ctx), void *ctx)
{
	struct mc_timer *timer = mc_calloc(1, sizeof(*timer));

	*timer = (struct mc_timer){.loop = loop, .due = due, .ctx = ctx};
	*(struct mc_timer **)push_or_abort(&loop->timers) = timer;
	return timer;
}

void mc_timer_set(struct mc_timer *timer, int64_t at)
{
	timer->at = at;
	timer->set = true;
}

void mc_timer_clear(struct mc_timer *timer)
{
	timer->set = false;
}

void mc_timer_free(struct mc_timer *timer)
{
	if (timer) {
		timer->dead = true;
		sweep(timer->loop);
	}
}

/* The set timer that is due first and has not fired in this round; NULL if none. */
static struct mc_timer *first_timer(const struct mc_loop *loop)
{
	struct mc_timer *first = NULL;

	for (size_t i = 0; i < loop->timers.len; i++) {
		struct mc_timer *t = timer_at(loop, i);
		bool may = t->set && !t->dead && t->round != loop->rounds;

		if (may && (!first || t->at < first->at)) {
			first = t;
		}
	}
	return first;
}

static bool run_timers(struct mc_loop *loop)
{
	int64_t now = mc_clock_mono();
	struct mc_timer *timer;
	bool ran = false;

	while ((timer = first_timer(loop)) && timer->at <= now) {
		timer->set = false;
		timer->round = loop->rounds;
		timer->due(timer->ctx);
		ran = true;
	}
	return ran;
}

/* ---- signals */

static void run_signal(struct mc_loop *loop, int signo)
{
	for (size_t i = 0; i < loop->signals.len; i++) {
		struct signal_handler *h = mc_vec_at(&loop->signals, i);

		if (h->signo == signo) {
			h->arrived(h->ctx);
		}
	}
}

static void signals_ready(void *ctx, short revents)
{
	struct mc_loop *loop = ctx;
	struct signalfd_siginfo info;

	(void)revents;
	while (read(loop->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		run_signal(loop, (int)info.ssi_signo);
	}
}

void mc_loop_signal(struct mc_loop *loop, int signo, void (*arrived)(void *ctx), void *ctx)
{
	struct signal_handler *h = push_or_abort(&loop->signals);
	sigset_t before;

	*h = (struct signal_handler){arrived, ctx, signo};
	sigaddset(&loop->delivered, signo);
	sigprocmask(SIG_BLOCK, &loop->delivered, &before);
	if (!sigismember(&before, signo)) {
		sigaddset(&loop->unblock, signo);
	}
	loop->signal_fd = signalfd(loop->signal_fd, &loop->delivered, SFD_NONBLOCK | SFD_CLOEXEC);
	if (loop->signal_fd < 0) {
		abort(); /* blocked and unread, SIGTERM would never end us */
	}
	if (!loop->signal_watch) {
		loop->signal_watch =
			mc_loop_watch(loop, loop->signal_fd, POLLIN, signals_ready, loop);
	}
}

/* What came after the last round is dropped: unblocked, it would end the process. */
static void close_signals(struct mc_loop *loop)
{
	struct signalfd_siginfo info;

	if (loop->signal_fd < 0) {
		return;
	}
	while (read(loop->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		continue;
	}
	sigprocmask(SIG_UNBLOCK, &loop->unblock, NULL);
	close(loop->signal_fd);
}

/* ---- rounds */

static int wait_ms(const struct mc_loop *loop, int max_wait_ms)
{
	const struct mc_timer *timer = first_timer(loop);
	int64_t left;

	if (!timer) {
		return max_wait_ms;
	}
	left = timer->at - mc_clock_mono();
	left = left < 0 ? 0 : left > INT_MAX ? INT_MAX : left;
	return max_wait_ms >= 0 && max_wait_ms < left ? max_wait_ms : (int)left;
}

/* A watch without events is left out: poll() would report a hang-up over and over. */
static struct pollfd *make_pollfds(const struct mc_loop *loop)
{
	struct pollfd *fds = mc_calloc(loop->watches.len, sizeof(*fds));

	for (size_t i = 0; i < loop->watches.len; i++) {
		const struct mc_watch *w = watch_at(loop, i);

		fds[i].fd = w->events && !w->dead ? w->fd : -1;
		fds[i].events = w->events;
	}
	return fds;
}

static void run_watches(struct mc_loop *loop, const struct pollfd *fds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct mc_watch *w = watch_at(loop, i);
		/* an earlier callback may have changed what this one wants */
		short wanted = (short)(w->events | POLLERR | POLLHUP | POLLNVAL);
		short revents = (short)(fds[i].revents & wanted);

		if (revents && w->events && !w->dead) {
			w->ready(w->ctx, revents);
		}
	}
}

void mc_loop_once(struct mc_loop *loop, int max_wait_ms)
{
	size_t count = loop->watches.len;
	struct pollfd *fds = make_pollfds(loop);
	int ready;
	bool timers_ran;

	loop->rounds++;
	loop->depth++;
	ready = poll(fds, (nfds_t)count, wait_ms(loop, max_wait_ms));
	if (ready > 0) {
		run_watches(loop, fds, count);
	}
	timers_ran = run_timers(loop);
	if (ready != 0 || timers_ran) {
		loop->wakeups++;
	}
	loop->depth--;
	sweep(loop);
	free(fds);
}

void mc_loop_run(struct mc_loop *loop)
{
	while (!loop->stop) {
		mc_loop_once(loop, -1);
	}
	loop->stop = false;
}

void mc_loop_stop(struct mc_loop *loop)
{
	loop->stop = true;
}

uint64_t mc_loop_wakeups(const struct mc_loop *loop)
{
	return loop->wakeups;
}

void mc_loop_free(struct mc_loop *loop)
{
	if (!loop) {
		return;
	}
	close_signals(loop);
	for (size_t i = 0; i < loop->watches.len; i++) {
		free(watch_at(loop, i));
	}
	for (size_t i = 0; i < loop->timers.len; i++) {
		free(timer_at(loop, i));
	}
	mc_vec_done(&loop->watches);
	mc_vec_done(&loop->timers);
	mc_vec_done(&loop->signals);
	free(loop);
}
