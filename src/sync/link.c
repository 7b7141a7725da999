/* SPDX-License-Identifier: MPL-2.0 */
/* link.c - the link's health: its row, its failures, and when it is tried again. */

#include <stdio.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/sync/backoff.h"
#include "sync/engine.h"

enum {
	LINK_BACK_SPREAD = 120 * 1000, /* ms; a whole province comes back at once */
	OUTAGE = 60 * 1000,            /* ms; what is shorter befell this desk alone */
};

uint16_t engine_dice(void)
{
	return (uint16_t)mc_rand_below(65536);
}

int64_t engine_from(const struct mc_engine *engine)
{
	return engine->link_next > engine->not_before ? engine->link_next : engine->not_before;
}

/* Wall-clock instant of the next try after a failure, for rows that people read. */
static int64_t next_try(const struct mc_engine *engine)
{
	int64_t wait = engine_from(engine) - mc_clock_mono();

	return mc_clock_now() + (wait > 0 ? wait : 0);
}

int64_t engine_again_at(const struct mc_engine *engine, int attempts, bool gains,
			enum mc_code cause)
{
	int64_t link = next_try(engine);
	int64_t own = mc_clock_now() + mc_backoff(attempts + 1, MC_BACKOFF_CAP, 0, engine_dice());
	bool suspect = attempts + 1 >= SUSPECT_AFTER && !gains;

	return (suspect || mc_error_info(cause)->grade != MC_GRADE_LINK) && own > link ? own : link;
}

int64_t engine_item_next(const struct mc_engine *engine, const struct mc_item *item,
			 enum mc_code cause)
{
	return engine_again_at(engine, item->attempts, item->state == MC_STATE_UPLOADING, cause);
}

/* ---- its row */

/* What failed for the link's sake need not wait for its own turn any more; the suspects do. */
static enum mc_code release_items(struct mc_engine *engine, const struct mc_link *before,
				  struct mc_err *why)
{
	if (mc_error_info(before->cause)->grade != MC_GRADE_LINK) {
		return MC_OK;
	}
	return mc_mail_release(engine->with.mail, SUSPECT_AFTER, why);
}

static enum mc_code change_link(struct mc_engine *engine, struct mc_link *link,
				enum mc_link_state state, enum mc_code cause, struct mc_err *why)
{
	int64_t now = mc_clock_now();
	enum mc_code code = MC_OK;

	if (state == MC_LINK_UP) {
		code = release_items(engine, link, why);
		link->last_up = now;
	}
	link->since = link->state == state ? link->since : now;
	link->next_try = state == MC_LINK_UP ? 0 : next_try(engine);
	link->state = state;
	link->cause = cause;
	return code ? code : mc_mail_link_set(engine->with.mail, link, why);
}

void engine_link_store(struct mc_engine *engine, enum mc_link_state state, enum mc_code cause)
{
	struct mc_link link;
	struct mc_err why;
	enum mc_code code = mc_mail_link(engine->with.mail, &link, &why);

	if (!code && state == MC_LINK_UP && link.state == state) {
		return; /* a working link costs no write */
	}
	if (!code) {
		code = change_link(engine, &link, state, cause, &why);
	}
	if (code) {
		engine_fault(engine, code, &why);
	}
	engine_changed(engine);
}

/* Most cuts are over in seconds, and a wait that has doubled four times would last longer than
 * they do: in the first minute a cut line is tried often, each try a small hello. */
static int64_t cap_of(const struct mc_engine *engine, enum mc_code cause)
{
	bool brief = mc_error_info(cause)->grade == MC_GRADE_LINK &&
		     engine->failed_at - engine->down_since < OUTAGE;

	return brief ? MC_BACKOFF_CAP_BRIEF : MC_BACKOFF_CAP;
}

/* A new question does not inherit the long waits of the outage that it falls into. */
static int64_t wait_after_failure(struct mc_engine *engine, enum mc_code cause, int64_t retry_after)
{
	struct mc_question question;
	int failures = engine->failures;
	int64_t cap = cap_of(engine, cause);

	if (engine_asked(engine, &question) && !question.queued) {
		cap = cap < MC_BACKOFF_CAP_WATCHED ? cap : MC_BACKOFF_CAP_WATCHED;
		failures = question.attempts + 1 < failures ? question.attempts + 1 : failures;
	}
	return mc_backoff(failures, cap, retry_after, engine_dice());
}

/*
 * Who says when to come again is obeyed. But nobody signs these words, and whatever stands on
 * the way can say them: a citizen is not sent home for an hour on their strength. The question
 * that somebody sits in front of goes a minute later all the same, and nothing else does.
 */
static void rest(struct mc_engine *engine, int64_t retry_after, int64_t now)
{
	int64_t most = retry_after < MC_BACKOFF_CAP_WATCHED ? retry_after : MC_BACKOFF_CAP_WATCHED;
	int64_t wait = mc_backoff(1, most, most, engine_dice());
	char told[24];
	struct mc_err why;
	enum mc_code code;

	engine->not_before = engine->link_next;
	if (now + wait < engine->link_next) {
		engine->ask_from = now + wait;
	}
	snprintf(told, sizeof(told), "%lld",
		 (long long)(mc_clock_now() + engine->ask_from - mc_clock_mono()));
	code = mc_mail_set(engine->with.mail, "ask_from", told, &why);
	if (code) {
		engine_fault(engine, code, &why);
	}
}

/* Not merely away: something that is not our gateway is there in its place. */
static enum mc_link_state state_of(enum mc_code cause)
{
	static const enum mc_code others[] = { MC_E_LINK_SUSPECT, MC_E_LINK_OTHER_CERT,
					       MC_E_GATEWAY_KEY };

	for (size_t i = 0; i < MC_COUNT(others); i++) {
		if (others[i] == cause) {
			return MC_LINK_SUSPECT;
		}
	}
	return MC_LINK_DOWN;
}

void engine_link_failed(struct mc_engine *engine, enum mc_code cause, int64_t retry_after,
			const char *detail)
{
	int64_t now = mc_clock_mono();

	if (engine->with.failed) {
		engine->with.failed(engine->with.ctx, cause, detail);
	}
	if (!engine->failures) {
		engine->down_since = now;
	}
	engine->failures++;
	engine->failed_at = now;
	engine->failed_once = true;
	if (cause == MC_E_TERMINAL_UNKNOWN || mc_error_info(cause)->grade == MC_GRADE_LINK) {
		/* A hello is a small probe, and tells our gateway from a portal. */
		engine->enrolled = false;
	}
	engine->link_next = now + wait_after_failure(engine, cause, retry_after);
	engine->ask_from = engine->link_next;
	if (retry_after > 0) {
		rest(engine, retry_after, now);
	}
	engine_link_store(engine, state_of(cause), cause);
}

void engine_up(struct mc_engine *engine)
{
	int64_t now = mc_clock_mono();

	if (now < engine->not_before) {
		return; /* an answer from before the gateway asked for a rest: the rest holds */
	}
	if (engine->failures && now - engine->down_since >= OUTAGE && !engine->urged &&
	    !engine->with.once) {
		engine->bulk_from = now + mc_rand_below(LINK_BACK_SPREAD);
	}
	engine->failures = 0;
	engine->urged = false;
	engine->link_next = 0;
	engine_link_store(engine, MC_LINK_UP, MC_OK);
}

/* What one cut ended is one failure, however many exchanges were under way: this one had begun
 * when the last failure was counted. */
static bool is_counted(const struct mc_engine *engine, const struct mc_client_answer *answer)
{
	return engine->failures && !answer->retry_after && answer->began &&
	       mc_error_info(answer->code)->grade == MC_GRADE_LINK &&
	       answer->began <= engine->failed_at;
}

bool engine_note(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	enum mc_grade grade = mc_error_info(answer->code)->grade;

	if (!answer->code || grade == MC_GRADE_ITEM) {
		return true;
	}
	if (is_counted(engine, answer)) {
		return false;
	}
	engine_link_failed(engine, answer->code, answer->retry_after, answer->detail);
	return false;
}

void engine_suspect(struct mc_engine *engine)
{
	engine_link_failed(engine, MC_E_LINK_SUSPECT, 0, "not what the gateway would sign");
}

/* ---- not even started */
enum mc_code mc_engine_impossible(struct mc_mail *mail, enum mc_code cause, struct mc_err *why)
{
	struct mc_link link;
	enum mc_code code = mc_mail_link(mail, &link, why);

	if (!code) {
		link.since = link.state == MC_LINK_DOWN ? link.since : mc_clock_now();
		link.state = MC_LINK_DOWN;
		link.cause = cause;
		link.next_try = 0;
		code = mc_mail_link_set(mail, &link, why);
	}
	return code ? code : engine_refuse_questions(mail, cause, why);
}
