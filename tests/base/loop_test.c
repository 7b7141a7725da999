/* SPDX-License-Identifier: MPL-2.0 */
/* The loop sleeps when there is nothing to do, and survives callbacks that free each other. */
#include "support/check.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/loop.h"

struct fixture {
	struct mc_loop *loop;
	struct mc_watch *a, *b;
	struct mc_timer *t, *u;
	int pipe_a[2], pipe_b[2];
	int calls;
	char order[8];
};

static struct fixture fix;

static int set_up(void **state)
{
	memset(&fix, 0, sizeof(fix));
	fix.loop = mc_loop_new();
	*state = &fix;
	return pipe(fix.pipe_a) || pipe(fix.pipe_b);
}

static int tear_down(void **state)
{
	(void)state;
	mc_loop_free(fix.loop);
	for (int i = 0; i < 2; i++) {
		close(fix.pipe_a[i]);
		close(fix.pipe_b[i]);
	}
	return 0;
}

static void drain(void *ctx, short revents)
{
	char c;

	assert_true(revents & POLLIN);
	assert_int_equal(read(*(int *)ctx, &c, 1), 1);
	fix.calls++;
}

static void feed(int fd)
{
	assert_int_equal(write(fd, "x", 1), 1);
}

static void ready_descriptors_are_called(void **state)
{
	struct fixture *f = *state;

	f->a = mc_loop_watch(f->loop, f->pipe_a[0], POLLIN, drain, f->pipe_a);
	mc_loop_once(f->loop, 0);
	assert_int_equal(f->calls, 0);
	feed(f->pipe_a[1]);
	mc_loop_once(f->loop, -1);
	assert_int_equal(f->calls, 1);
	feed(f->pipe_a[1]);
	mc_watch_events(f->a, 0);
	mc_loop_once(f->loop, 0);
	assert_int_equal(f->calls, 1);
	mc_watch_events(f->a, POLLIN);
	mc_loop_once(f->loop, 0);
	assert_int_equal(f->calls, 2);
	mc_watch_free(f->a);
	feed(f->pipe_a[1]);
	mc_loop_once(f->loop, 0);
	assert_int_equal(f->calls, 2);
	mc_watch_free(NULL);
	mc_timer_free(NULL);
	mc_loop_free(NULL);
}

static void hang_up(void *ctx, short revents)
{
	*(short *)ctx = revents;
}

/* A watch that wants nothing must not make poll() return for a hang-up, for ever. */
static void hang_up_is_told_only_to_who_waits(void **state)
{
	struct fixture *f = *state;
	short got = 0;

	f->a = mc_loop_watch(f->loop, f->pipe_a[0], POLLIN, hang_up, &got);
	close(f->pipe_a[1]);
	f->pipe_a[1] = -1;
	mc_loop_once(f->loop, 100);
	assert_true(got & POLLHUP);
	mc_watch_events(f->a, 0);
	got = 0;
	mc_loop_once(f->loop, 10);
	assert_int_equal(got, 0);
	assert_int_equal(mc_loop_wakeups(f->loop), 1);
}

static void free_both(void *ctx, short revents)
{
	struct fixture *f = ctx;

	(void)revents;
	f->calls++;
	mc_watch_free(f->a);
	mc_watch_free(f->b);
	mc_timer_free(f->t);
}

static void count_call(void *ctx)
{
	++*(int *)ctx;
}

/* Both are ready and the timer is due: the first callback frees all, itself too. */
static void callbacks_may_free_each_other(void **state)
{
	struct fixture *f = *state;

	f->a = mc_loop_watch(f->loop, f->pipe_a[0], POLLIN, free_both, f);
	f->b = mc_loop_watch(f->loop, f->pipe_b[0], POLLIN, free_both, f);
	f->t = mc_loop_timer(f->loop, count_call, &f->calls);
	mc_timer_set(f->t, mc_clock_mono());
	feed(f->pipe_a[1]);
	feed(f->pipe_b[1]);
	mc_loop_once(f->loop, 100);
	mc_loop_once(f->loop, 0);
	assert_int_equal(f->calls, 1);
}

static void pause_the_other(void *ctx, short revents)
{
	struct fixture *f = ctx;

	(void)revents;
	f->calls++;
	mc_watch_events(f->b, 0);
	mc_watch_events(f->a, 0);
}

static void paused_within_the_round_is_not_called(void **state)
{
	struct fixture *f = *state;

	f->a = mc_loop_watch(f->loop, f->pipe_a[0], POLLIN, pause_the_other, f);
	f->b = mc_loop_watch(f->loop, f->pipe_b[0], POLLIN, pause_the_other, f);
	feed(f->pipe_a[1]);
	close(f->pipe_b[1]); /* a hang-up is reported unasked */
	f->pipe_b[1] = -1;
	mc_loop_once(f->loop, 100);
	assert_int_equal(f->calls, 1);
}

static void add_many(void *ctx)
{
	struct fixture *f = ctx;

	for (int i = 0; i < 100; i++) {
		mc_timer_set(mc_loop_timer(f->loop, count_call, &f->calls), 0);
		mc_loop_watch(f->loop, f->pipe_a[0], POLLIN, drain, f->pipe_a);
	}
	mc_timer_free(f->t);
}

static void callbacks_may_add(void **state)
{
	struct fixture *f = *state;

	f->t = mc_loop_timer(f->loop, add_many, f);
	mc_timer_set(f->t, 0);
	mc_loop_once(f->loop, 0);
	mc_loop_once(f->loop, 0);
	assert_int_equal(f->calls, 100);
}

static void note_t(void *ctx)
{
	strcat(((struct fixture *)ctx)->order, "t");
}

static void note_u(void *ctx)
{
	strcat(((struct fixture *)ctx)->order, "u");
}

static void timers_fire_once_in_order_and_not_early(void **state)
{
	struct fixture *f = *state;
	int64_t start = mc_clock_mono();

	f->t = mc_loop_timer(f->loop, note_t, f);
	f->u = mc_loop_timer(f->loop, note_u, f);
	mc_loop_once(f->loop, 0);
	assert_string_equal(f->order, "");
	mc_timer_set(f->t, start - 1);
	mc_timer_set(f->u, start - 2);
	mc_loop_once(f->loop, -1);
	assert_string_equal(f->order, "ut");
	mc_timer_set(f->t, start + 40);
	mc_timer_set(f->u, start + 20);
	mc_timer_clear(f->u);
	mc_loop_once(f->loop, -1);
	assert_string_equal(f->order, "utt");
	assert_true(mc_clock_mono() >= start + 40);
}

static void again(void *ctx)
{
	struct fixture *f = ctx;

	f->calls++;
	mc_timer_set(f->t, 0);
}

/* A timer that is always due must leave the others their turn. */
static void busy_timer_starves_nobody(void **state)
{
	struct fixture *f = *state;

	f->t = mc_loop_timer(f->loop, again, f);
	f->u = mc_loop_timer(f->loop, note_u, f);
	mc_timer_set(f->t, 0);
	mc_timer_set(f->u, mc_clock_mono());
	mc_loop_once(f->loop, -1);
	assert_int_equal(f->calls, 1);
	assert_string_equal(f->order, "u");
	mc_loop_once(f->loop, -1);
	assert_int_equal(f->calls, 2);
}

static void stop_loop(void *ctx, short revents)
{
	struct fixture *f = ctx;

	drain(f->pipe_a, revents);
	mc_loop_stop(f->loop);
}

/* A third of a second of idling costs one wake-up: the byte that ends it. */
static void idle_does_not_wake(void **state)
{
	struct fixture *f = *state;
	pid_t pid;

	f->a = mc_loop_watch(f->loop, f->pipe_a[0], POLLIN, stop_loop, f);
	f->b = mc_loop_watch(f->loop, f->pipe_b[0], POLLIN, drain, f->pipe_b);
	f->t = mc_loop_timer(f->loop, count_call, &f->calls);
	mc_timer_set(f->t, mc_clock_mono() + MC_HOUR);
	pid = fork();
	if (pid == 0) {
		usleep(300000);
		_exit(write(f->pipe_a[1], "x", 1) != 1);
	}
	mc_loop_run(f->loop);
	assert_int_equal(mc_loop_wakeups(f->loop), 1);
	assert_int_equal(f->calls, 1);
	mc_loop_once(f->loop, 10); /* a wait that ran out is no wake-up */
	assert_int_equal(mc_loop_wakeups(f->loop), 1);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void on_signal(void *ctx)
{
	struct fixture *f = ctx;

	f->calls++;
	mc_loop_stop(f->loop);
}

static void signals_come_in_the_loop(void **state)
{
	struct fixture *f = *state;

	mc_loop_signal(f->loop, SIGTERM, on_signal, f);
	mc_loop_signal(f->loop, SIGUSR1, on_signal, f);
	raise(SIGTERM);
	raise(SIGUSR1);
	assert_int_equal(f->calls, 0);
	mc_loop_run(f->loop);
	assert_int_equal(f->calls, 2);
	raise(SIGUSR1);
	mc_loop_run(f->loop);
	assert_int_equal(f->calls, 3);
}

/* After mc_loop_free() a signal is a signal again, and none is left over. */
static void freed_loop_gives_signals_back(void **state)
{
	struct fixture *f = *state;
	sigset_t mask;

	mc_loop_signal(f->loop, SIGUSR1, on_signal, f);
	raise(SIGUSR1);
	mc_loop_free(f->loop);
	f->loop = NULL;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	assert_int_equal(sigismember(&mask, SIGUSR1), 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(ready_descriptors_are_called),
		CASE(hang_up_is_told_only_to_who_waits),
		CASE(callbacks_may_free_each_other),
		CASE(paused_within_the_round_is_not_called),
		CASE(callbacks_may_add),
		CASE(timers_fire_once_in_order_and_not_early),
		CASE(busy_timer_starves_nobody),
		CASE(idle_does_not_wake),
		CASE(signals_come_in_the_loop),
		CASE(freed_loop_gives_signals_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
