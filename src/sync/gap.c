/* SPDX-License-Identifier: MPL-2.0 */
/*
 * gap.c - a gap in the list of events: each is signed, the list is not, so whoever stands on the
 * way, or a gateway that was damaged, could leave one out. Each event names the one before it.
 *
 * The cursor stays before a gap, whatever comes behind it. That is taken for its own dossiers
 * all the same, or one lost word would silence the province for all of them; and from before
 * the gap the list is asked for again until it has no gap any more.
 */
#include <stdio.h>

#include "sync/engine.h"

enum {
	AGAIN_FIRST = 60 * 1000, /* it may have been an accident on the way; */
	AGAIN = 10 * 60 * 1000,  /* it was none */
};

int64_t engine_gap_after(struct mc_engine *engine, int64_t cursor, int64_t now)
{
	engine->gap.asked = cursor;
	if (engine->gap.is && now < engine->gap.next) {
		engine->gap.asked = engine->gap.ahead > cursor ? engine->gap.ahead : cursor;
	} else if (engine->gap.is) {
		engine->gap.next = now + AGAIN;
	}
	return engine->gap.asked;
}

void engine_gap_back(struct mc_engine *engine, int64_t cursor)
{
	engine->gap.next = 0;
	if (engine->gap.ahead > cursor) {
		engine->gap.ahead = cursor;
	}
}

/* For the desk to say, and once for the courier's log. */
static enum mc_code tell(struct mc_engine *engine, int64_t cursor, int64_t until,
			 struct mc_err *why)
{
	struct mc_mail_gap known;
	char detail[96];
	enum mc_code code = mc_mail_gap(engine->with.mail, &known, why);

	if (code || known.until >= until) {
		return code;
	}
	if (engine->with.failed) {
		snprintf(detail, sizeof(detail), "events behind %lld up to %lld are missing",
			 (long long)cursor, (long long)until);
		engine->with.failed(engine->with.ctx, MC_E_NEWS_GAP, detail);
	}
	known.since = known.until ? known.since : mc_clock_now();
	known.until = until;
	return mc_mail_gap_set(engine->with.mail, &known, why);
}

static enum mc_code close_gap(struct mc_engine *engine, int64_t cursor, struct mc_err *why)
{
	struct mc_mail_gap known;
	enum mc_code code = mc_mail_gap(engine->with.mail, &known, why);

	if (code || cursor < known.until) {
		engine->gap.next = 0; /* on from here: there may be more behind a full page */
		return code;
	}
	engine->gap.is = false;
	engine->gap.ahead = 0;
	return known.until ? mc_mail_gap_set(engine->with.mail, &(struct mc_mail_gap){0}, why) :
			     MC_OK;
}

enum mc_code engine_gap_read(struct mc_engine *engine, const struct events_read *read,
			     bool *ret_news, struct mc_err *why)
{
	int64_t ahead = engine->gap.ahead;

	*ret_news = false;
	if (!read->count) {
		return MC_OK; /* signed by nobody: it closes nothing */
	}
	if (!read->until && engine->gap.asked > read->cursor) {
		engine->gap.ahead = read->last;
		*ret_news = read->last > ahead;
		return MC_OK;
	}
	if (!read->until) {
		return close_gap(engine, read->cursor, why);
	}
	if (!engine->gap.is) {
		engine->gap.is = true;
		engine->gap.next = mc_clock_mono() + AGAIN_FIRST;
	}
	engine->gap.ahead = read->last > ahead ? read->last : ahead;
	*ret_news = read->last > ahead;
	return tell(engine, read->cursor, read->until, why);
}

enum mc_code engine_gap_end(struct mc_engine *engine, int64_t cursor, struct mc_err *why)
{
	if (engine->end.due <= cursor || engine->gap.asked != cursor) {
		return MC_OK;
	}
	if (!engine->gap.is) {
		engine->gap.is = true;
		engine->gap.next = mc_clock_mono() + AGAIN_FIRST;
	}
	return tell(engine, cursor, engine->end.due, why);
}
