/* SPDX-License-Identifier: MPL-2.0 */
/*
 * loop.h - the one poll of a process. One thread; nothing wakes at idle.
 *
 * Callbacks run from mc_loop_run() only. They may add and remove watches and
 * timers, their own included.
 */
#ifndef MOTCUA_BASE_LOOP_H
#define MOTCUA_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct mc_loop;
struct mc_watch;
struct mc_timer;

struct mc_loop *mc_loop_new(void);
void mc_loop_free(struct mc_loop *loop); /* closes no descriptor of the caller's */

/* events: POLLIN, POLLOUT. The descriptor stays the caller's. */
struct mc_watch *mc_loop_watch(struct mc_loop *loop, int fd, short events,
			       void (*ready)(void *ctx, short revents), void *ctx);
void mc_watch_events(struct mc_watch *watch, short events);
void mc_watch_free(struct mc_watch *watch);

/* A timer is idle until set; at is on mc_clock_mono(). It fires once. */
struct mc_timer *mc_loop_timer(struct mc_loop *loop, void (*due)(void *ctx), void *ctx);
void mc_timer_set(struct mc_timer *timer, int64_t at);
void mc_timer_clear(struct mc_timer *timer);
void mc_timer_free(struct mc_timer *timer);

/* Deliver this signal in the loop instead of as a signal (signalfd). */
void mc_loop_signal(struct mc_loop *loop, int signo, void (*arrived)(void *ctx), void *ctx);

void mc_loop_run(struct mc_loop *loop);  /* until mc_loop_stop() */
void mc_loop_stop(struct mc_loop *loop);
/* One round: wait at most max_wait_ms (-1 = for ever), run what is ready. */
void mc_loop_once(struct mc_loop *loop, int max_wait_ms);
/* Rounds that ended in a wake-up, for the idle test. */
uint64_t mc_loop_wakeups(const struct mc_loop *loop);

#endif
