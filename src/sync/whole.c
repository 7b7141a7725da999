/* SPDX-License-Identifier: MPL-2.0 */
/*
 * whole.c - is the store whole? Looked at when nothing else is to be done: once a day, and when
 * the courier before did not end as it should (a cut of the power is how stores get damaged).
 *
 * The look reads all of the file. So it waits until nothing waits to go, and then for a minute
 * of quiet. A store that was found damaged is looked at before anything else, and nothing is
 * sent from it.
 */
#include <stdio.h>

#include "motcua/base/clock.h"
#include "sync/engine.h"

#define EVERY MC_DAY
enum { QUIET = 60 * 1000 };

/* The setting "whole": when all of it was looked at, and how the courier before ended. */
struct mark {
	int64_t looked;
	enum { AT_REST, AT_WORK, DAMAGED } was;
};

static enum mc_code read_mark(struct mc_engine *engine, struct mark *ret, struct mc_err *why)
{
	long long looked;
	int was;
	struct mc_str text;
	enum mc_code code;

	*ret = (struct mark){mc_clock_now(), AT_REST}; /* a new store is whole */
	mc_str_init(&text, 64);
	code = mc_mail_get(engine->with.mail, "whole", &text, why);
	if (!code && sscanf(text.data, "%lld %d", &looked, &was) == 2) {
		ret->looked = looked;
		ret->was = was == DAMAGED ? DAMAGED : was == AT_WORK ? AT_WORK : AT_REST;
	}
	mc_str_done(&text);
	return code;
}

/* A disk that is full takes no mark and can still take receipts: that is no reason to stop. */
static enum mc_code write_mark(struct mc_engine *engine, int64_t looked, int now, struct mc_err *why)
{
	char text[48];
	enum mc_code code;

	snprintf(text, sizeof(text), "%lld %d", (long long)looked, now);
	code = mc_mail_set(engine->with.mail, "whole", text, why);
	return code == MC_E_STORE_BUSY || code == MC_E_STORE_CORRUPT ? code : MC_OK;
}

/* For whoever comes next, and on the link's row for whoever looks at a screen. What cannot even
 * be written is found again. */
void engine_damaged(struct mc_engine *engine)
{
	(void)!write_mark(engine, engine->whole_looked, DAMAGED, NULL);
	(void)!mc_engine_impossible(engine->with.mail, MC_E_STORE_CORRUPT, NULL);
	engine_changed(engine);
}

static enum mc_code look(struct mc_engine *engine, struct mc_err *why)
{
	enum mc_code code = mc_mail_quick_check(engine->with.mail, why);

	engine->whole_next = mc_clock_mono() + EVERY;
	if (!code) {
		engine->unclean = false;
		engine->whole_looked = mc_clock_now();
	}
	return code;
}

/* A clock that jumped brings the next look forward, never back. */
static int64_t next_look(const struct mc_engine *engine)
{
	int64_t age = mc_clock_now() - engine->whole_looked;
	bool due = engine->unclean || age < 0 || age >= EVERY;

	return mc_clock_mono() + (due ? 0 : EVERY - age);
}

/* A `once` is short and leaves no mark; but it sends nothing from a damaged store either. */
static enum mc_code begin(struct mc_engine *engine, struct mc_err *why)
{
	struct mark mark;
	enum mc_code code = read_mark(engine, &mark, why);

	engine->whole_looked = mark.looked;
	engine->unclean = mark.was == AT_WORK;
	if (!code && mark.was == DAMAGED) {
		code = look(engine, why);
	}
	if (code || (engine->with.once && mark.was != DAMAGED)) {
		return code;
	}
	engine->whole_next = next_look(engine);
	return write_mark(engine, engine->whole_looked, engine->with.once ? AT_REST : AT_WORK, why);
}

void engine_whole_begin(struct mc_engine *engine)
{
	struct mc_err why;
	enum mc_code code = engine->begun ? MC_OK : begin(engine, &why);

	engine->begun = !code;
	if (code) {
		engine_fault(engine, code, &why);
	}
}

void engine_whole_later(struct mc_engine *engine)
{
	engine->quiet_from = mc_clock_mono() + QUIET;
}

/* Something is to be sent or asked. News of open dossiers is not waited for. */
static bool is_busy(struct mc_engine *engine)
{
	struct mc_mail_any any;
	struct mc_question question;

	return engine->hello_out || engine->question_out || engine_bulk_out(engine) ||
	       engine->packs.wanted || engine_asked(engine, &question) ||
	       mc_mail_any(engine->with.mail, &any, NULL) || any.waiting || any.withdrawing;
}

static void look_now(struct mc_engine *engine)
{
	struct mc_err why;
	enum mc_code code = look(engine, &why);

	code = code ? code : write_mark(engine, engine->whole_looked, AT_WORK, &why);
	if (code) {
		engine_fault(engine, code, &why);
	}
}

void engine_whole(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	if (engine->with.once) {
		return;
	}
	if (now >= engine->whole_next && is_busy(engine)) {
		engine_whole_later(engine); /* the end of what keeps us is a step, too */
		return;
	}
	if (now >= engine->whole_next && now >= engine->quiet_from) {
		look_now(engine);
	}
	engine_sooner(wake, now < engine->whole_next ? engine->whole_next : engine->quiet_from);
}

enum mc_code mc_engine_end(struct mc_engine *engine, struct mc_err *why)
{
	if (!engine->begun || engine->with.once || engine->unclean) {
		return MC_OK; /* there was no time to look: it is left for the next one */
	}
	return write_mark(engine, engine->whole_looked, AT_REST, why);
}
