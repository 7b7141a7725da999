/* SPDX-License-Identifier: MPL-2.0 */
/* engine.c - one step of the courier's work. */

#include "sync/engine.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/wire/batch.h"
#include "motcua/wire/reconcile.h"

/* Ms: 1 s, 2 s ... 64 s between two looks at a store that is in use. */
enum { BUSY_FIRST = 1000, BUSY_DOUBLED = 6 };

struct mc_engine *mc_engine_new(const struct mc_engine_parts *parts)
{
	struct mc_engine *engine = mc_calloc(1, sizeof(*engine));

	engine->with = *parts;
	engine->item_wake = engine->withdrawal_wake = -1;
	mc_str_init(&engine->job.record_jws, MC_JWS_MAX);
	mc_str_init(&engine->job.manifest, MC_MANIFEST_MAX);
	mc_str_init(&engine->job.lean, MC_BATCH_ONE_MAX);
	mc_vec_init(&engine->reconciling, sizeof(struct mc_item), MC_RECONCILE_MAX);
	mc_vec_init(&engine->job.parts, sizeof(struct mc_mail_part), MC_PARTS_MAX);
	engine_batch_init(engine);
	engine_codings(engine);
	engine_packs_init(&engine->packs);
	engine_keys_open(engine);
	return engine;
}

void mc_engine_free(struct mc_engine *engine)
{
	if (!engine) {
		return;
	}
	mc_str_done(&engine->job.record_jws);
	mc_str_done(&engine->job.manifest);
	mc_str_done(&engine->job.lean);
	mc_vec_done(&engine->job.parts);
	engine_batch_done(engine);
	engine_packs_done(&engine->packs);
	mc_keyring_free(engine->keys.own);
	mc_vec_done(&engine->reconciling);
	free(engine);
}

void engine_changed(struct mc_engine *engine)
{
	engine->with.changed(engine->with.ctx);
}

void engine_again(struct mc_engine *engine)
{
	engine->with.again(engine->with.ctx);
}

void engine_fault(struct mc_engine *engine, enum mc_code code, const struct mc_err *why)
{
	if (!engine->fault) {
		engine->fault = code;
		engine->fault_why = *why;
	}
	engine_again(engine);
}

/* ---- stepping */

static void cut_changed(struct mc_engine *engine, bool cut)
{
	engine->was_cut = cut;
	engine->failures = 0;
	engine->link_next = 0;
	engine->bulk_from = 0;
	engine->enrolled = false; /* the next hello says how it is, not a stale row */
	mc_http_cut(engine->with.http, cut);
	if (cut) {
		engine_link_store(engine, MC_LINK_DOWN, MC_E_LINK_CUT);
	}
}

/* The trainer's switch, kept as a row so that every process sees it. */
static void follow_cut(struct mc_engine *engine)
{
	struct mc_str cut;
	struct mc_err why;
	enum mc_code code;

	mc_str_init(&cut, 16);
	code = mc_mail_get(engine->with.mail, "cut", &cut, &why);
	if (code) {
		engine_fault(engine, code, &why);
	} else if (!strcmp(cut.data, "1") != engine->was_cut) {
		cut_changed(engine, !engine->was_cut);
	}
	mc_str_done(&cut);
}

/* "Send now" is a person's word for the queue: it does not spread out then. A row, because a
 * poke says only that something was done. */
static void follow_urge(struct mc_engine *engine)
{
	struct mc_str said;
	struct mc_err why;
	enum mc_code code;

	mc_str_init(&said, sizeof(engine->send_now) - 1);
	code = mc_mail_get(engine->with.mail, "send_now", &said, &why);
	if (code) {
		engine_fault(engine, code, &why);
	} else if (strcmp(said.data, engine->send_now) != 0) {
		MC_COPY(engine->send_now, said.data);
		engine->urged = engine->failures > 0;
		engine->link_next = 0;
		engine->bulk_from = 0;
	}
	mc_str_done(&said);
}

static void start_lanes(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	engine_questions(engine, now, wake);
	engine_keys(engine); /* what comes may be signed by a key that begins now */
	engine_reconcile(engine, now, wake);
	engine_withdrawals(engine, now, wake);
	engine_batches(engine, now);
	engine_items(engine, now, wake);
	engine_uploads(engine, now);
	engine_events(engine, now, wake);
	engine_packs(engine, now, wake); /* behind what somebody waits for */
}

/* While everything else waits: a question's time runs out, link or no link; and in a rest that
 * the gateway asked for, or somebody in its name, one that somebody sits in front of goes. */
static void start_asking(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	struct mc_question question;

	if (!engine_asked(engine, &question)) {
		return;
	}
	engine_sooner(wake, engine_over(&question, now));
	if (now >= engine->not_before || question.queued) {
		return;
	}
	if (now < engine->ask_from) {
		engine_sooner(wake, engine->ask_from);
	} else if (!engine->enrolled) {
		engine_hello(engine);
	} else {
		engine_questions(engine, now, wake);
	}
}

static void start_due(struct mc_engine *engine, int64_t *wake)
{
	int64_t now = mc_clock_mono(), from = engine_from(engine);

	if (engine->with.once && engine->failed_once) {
		return;
	}
	if (now < from) {
		start_asking(engine, now, wake);
		engine_sooner(wake, mc_engine_waits(engine) || engine->packs.hello_next < from ?
					    from : engine->packs.hello_next);
	} else if (!engine->enrolled) {
		engine_hello(engine);
	} else {
		start_lanes(engine, now, wake);
	}
}

/*
 * Somebody else holds the store longer than anybody waits for it (a copy is made, a disk stands
 * still). What could not be stored was not done, so each lane asks again; and hello goes first,
 * because what it told may be what was lost.
 */
static int64_t stand_back(struct mc_engine *engine)
{
	int64_t wait = BUSY_FIRST << (engine->busies < BUSY_DOUBLED ? engine->busies : BUSY_DOUBLED);

	if (engine->with.failed) {
		engine->with.failed(engine->with.ctx, engine->fault, engine->fault_why.detail);
	}
	engine->busies++;
	engine->fault = MC_OK;
	engine->enrolled = false;
	engine->reconciled = 0;
	engine->reconcile_over = false;
	engine->busy_until = mc_clock_mono() + wait;
	return engine->busy_until;
}

static void work(struct mc_engine *engine, int64_t *wake)
{
	struct mc_err lost;
	enum mc_code code = mc_mail_here(engine->with.mail, &lost);

	if (code) {
		engine_fault(engine, code, &lost);
	} else {
		engine_whole_begin(engine);
	}
	if (!engine->fault) {
		engine_abandon(engine);
		follow_cut(engine);
		follow_urge(engine);
		engine_spool(engine);
		engine_tidy(engine);
	}
	if (!engine->fault) {
		start_due(engine, wake);
	}
	if (!engine->fault) {
		engine_whole(engine, mc_clock_mono(), wake);
	}
}

enum mc_code mc_engine_step(struct mc_engine *engine, int64_t *ret_wake_at, struct mc_err *why)
{
	int64_t wake = engine->busy_until;

	if (!engine->fault && mc_clock_mono() >= engine->busy_until) {
		wake = -1;
		work(engine, &wake);
		/* a hello was taken in, and that is written down */
		engine->busies = engine->enrolled && !engine->fault ? 0 : engine->busies;
	}
	if (engine->fault == MC_E_STORE_BUSY && !engine->with.once) {
		wake = stand_back(engine);
	}
	if (engine->fault == MC_E_STORE_CORRUPT) {
		engine_damaged(engine);
	}
	if (engine->fault) {
		*why = engine->fault_why;
		return engine->fault;
	}
	*ret_wake_at = wake;
	return MC_OK;
}

void mc_engine_poke(struct mc_engine *engine)
{
	engine->enrol_tried = false; /* there may be a new code */
	engine->link_next = 0; /* but what Retry-After and the spread after an outage say holds */
	engine->question_next = 0;
	engine->upload_look = true; /* a receipt may have come by stick */
	engine_whole_later(engine);
	engine->reconciled = 0; /* much may have been left open meanwhile */
	engine->reconcile_over = false;
	engine_events_missed(engine);
}

bool mc_engine_idle(const struct mc_engine *engine)
{
	return !engine->hello_out && !engine->question_out && !engine_bulk_out(engine) &&
	       !engine->events_out;
}

bool mc_engine_over(const struct mc_engine *engine)
{
	if (!mc_engine_idle(engine)) {
		return false;
	}
	return engine->failed_once ||
	       (engine->enrolled && engine->item_wake < 0 && engine->withdrawal_wake < 0 &&
		engine->events_done_once && !engine->packs.wanted && !engine->keys.wanted &&
		!engine->upload_look);
}

bool mc_engine_waits(struct mc_engine *engine)
{
	struct mc_mail_any any;
	struct mc_question question;
	struct mc_err why;

	return !mc_engine_idle(engine) || engine->packs.wanted || engine_asked(engine, &question) ||
	       mc_mail_any(engine->with.mail, &any, &why) || any.waiting || any.open || any.withdrawing;
}
