/* SPDX-License-Identifier: MPL-2.0 */
/* rig.h - the engine, running in one loop with a fake gateway. */
#ifndef TESTS_SYNC_RIG_H
#define TESTS_SYNC_RIG_H

#include "sync/fake_gateway.h"

#include <stdlib.h>
#include <time.h>

#include "motcua/sync/engine.h"
#include "sync/engine.h"

struct rig {
	struct world w;
	struct mc_endpoint to;
	struct mc_http *http;
	struct mc_client *client;
	struct mc_engine *engine;
	struct mc_timer *wake;
	int64_t wake_at;
	int changes;
	bool once, over;
	enum mc_code failed;
};

static inline void step(void *ctx)
{
	struct rig *r = ctx;
	struct mc_err why;

	r->failed = mc_engine_step(r->engine, &r->wake_at, &why);
	r->over = r->failed || (r->once && mc_engine_over(r->engine));
	if (r->wake_at < 0 || r->over) {
		mc_timer_clear(r->wake);
	} else {
		mc_timer_set(r->wake, r->wake_at);
	}
}

static inline void again(void *ctx)
{
	mc_timer_set(((struct rig *)ctx)->wake, mc_clock_mono());
}

static inline void changed(void *ctx)
{
	((struct rig *)ctx)->changes++;
}

static inline void start_engine(struct rig *r, bool once)
{
	struct mc_engine_parts parts = { .mail = r->w.mail, .paths = &r->w.paths,
					 .keyring = r->w.keyring, .changed = changed,
					 .again = again, .ctx = r, .once = once };

	assert_ok(mc_endpoint_parse(r->w.url, &r->to, NULL));
	assert_ok(mc_http_open(r->w.loop, &r->to, &r->http, NULL));
	r->client = mc_client_new(r->http, r->w.id);
	parts.http = r->http;
	parts.client = r->client;
	r->engine = mc_engine_new(&parts);
	r->once = once;
	r->over = false;
	r->failed = MC_OK;
	r->wake = mc_loop_timer(r->w.loop, step, r);
	again(r);
}

static inline void stop_engine(struct rig *r)
{
	mc_engine_free(r->engine);
	mc_client_free(r->client);
	mc_http_close(r->http);
	mc_timer_free(r->wake);
	r->engine = NULL;
}

static inline int set_up(void **state)
{
	struct rig *r = mc_calloc(1, sizeof(*r));

	open_world(&r->w);
	*state = r;
	return 0;
}

static inline int tear_down(void **state)
{
	struct rig *r = *state;

	if (r->engine) {
		stop_engine(r);
	}
	close_world(&r->w);
	free(r);
	return 0;
}

/* Run the loop until the condition holds; fails after ten seconds. */
#define RUN_UNTIL(r, condition)                                            \
	do {                                                               \
		int64_t until_ = mc_clock_mono() + 10000;                  \
		while (!(condition) && mc_clock_mono() < until_) {         \
			mc_loop_once((r)->w.loop, 50);                     \
		}                                                          \
		assert_true(condition);                                    \
	} while (0)

static inline void run_for(struct rig *r, int64_t ms)
{
	int64_t until = mc_clock_mono() + ms;

	while (mc_clock_mono() < until) {
		mc_loop_once(r->w.loop, (int)(until - mc_clock_mono()));
	}
}

/* Far from the true time: a test has set it. */
static inline bool clock_is_set(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return llabs(mc_clock_now() / MC_SECOND - (int64_t)now.tv_sec) > 2;
}

/* As `sync --once` does: everything is due. No time passes in it: the dice may say that what failed
 * goes again after a moment, and a busy machine would take it in. */
static inline void run_once(struct rig *r)
{
	bool stands = !clock_is_set();

	assert_ok(mc_mail_retry(r->w.mail, NULL, NULL));
	if (stands) {
		mc_clock_freeze(mc_clock_now());
	}
	start_engine(r, true);
	RUN_UNTIL(r, r->over);
	assert_ok(r->failed);
	stop_engine(r);
	if (stands) {
		mc_clock_freeze(0);
	}
}

static inline void poke(struct rig *r)
{
	mc_engine_poke(r->engine);
	again(r);
}

/* As mc_queue_retry() does. */
static inline void send_now(struct rig *r)
{
	static int count;
	char when[24];

	snprintf(when, sizeof(when), "%d", ++count);
	assert_ok(mc_mail_retry(r->w.mail, NULL, NULL));
	assert_ok(mc_mail_set(r->w.mail, "send_now", when, NULL));
	poke(r);
}

#endif
