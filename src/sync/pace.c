/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pace.c - how quick the line is. One request lasts a few seconds: so much of it may lie in
 * queues on the way that a look-up has to wait for, so much is sent again when a box on the
 * way kept it all to itself, and so old are the numbers on the screen. Each costs a round trip.
 */
#include <stdio.h>

#include "motcua/base/clock.h"
#include "sync/engine.h"

enum {
	LASTS_MS = 4000,
	LEAST = 16 * 1024,
	MOST = 4 * 1024 * 1024,
	TELL_EVERY = 10 * 1000, /* ms; each is a commit */
};

static int64_t in_ms(int64_t bytes, int64_t ms, int64_t lasts)
{
	return bytes * lasts / (ms > 0 ? ms : 1);
}

/* For whoever watches a long queue; what is over at once nobody watches. */
static void tell(struct mc_engine *engine, int64_t rate)
{
	int64_t now = mc_clock_mono();
	char text[48];
	struct mc_err why;
	enum mc_code code;

	if (!engine->pace_told || now - engine->pace_told > 2 * TELL_EVERY) {
		engine->pace_told = now - TELL_EVERY / 2; /* a queue begins */
	}
	if (now - engine->pace_told < TELL_EVERY) {
		return;
	}
	engine->pace_told = now;
	snprintf(text, sizeof(text), "%lld %lld", (long long)rate, (long long)mc_clock_now());
	code = mc_mail_set(engine->with.mail, "pace", text, &why);
	if (code) {
		engine_fault(engine, code, &why);
	}
}

int64_t engine_pace(struct mc_engine *engine, int64_t bytes, int64_t ms)
{
	int64_t next = in_ms(bytes, ms, LASTS_MS);

	tell(engine, in_ms(bytes, ms, MC_SECOND));
	return next < LEAST ? LEAST : next > MOST ? MOST : next;
}
