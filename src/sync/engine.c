/* SPDX-License-Identifier: MPL-2.0 */
/* engine.c - one step of the courier's work, and the link's health. */

#include "sync/engine.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/store/epoch.h"
#include "motcua/sync/backoff.h"
#include "motcua/trust/statement.h"
#include "motcua/wire/batch.h"
#include "motcua/wire/reconcile.h"

enum {
	LINK_BACK_SPREAD = 120 * 1000, /* ms; a whole province comes back at once */
	OUTAGE = 60 * 1000,            /* ms; what is shorter befell this desk alone */
	CLOCK_SLACK = 2000,            /* ms; the time a hello took is no wrong clock */
};

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
	mc_vec_done(&engine->reconciling);
	free(engine);
}

uint16_t engine_dice(void)
{
	return (uint16_t)mc_rand_below(65536);
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

int64_t engine_next_try(const struct mc_engine *engine)
{
	int64_t wait = engine->link_next - mc_clock_mono();

	return mc_clock_now() + (wait > 0 ? wait : 0);
}

int64_t engine_item_next(const struct mc_engine *engine, const struct mc_item *item,
			 enum mc_code cause)
{
	int64_t link = engine_next_try(engine);
	int64_t own = mc_clock_now() +
		      mc_backoff(item->attempts + 1, MC_BACKOFF_CAP, 0, engine_dice());

	return mc_error_info(cause)->grade != MC_GRADE_LINK && own > link ? own : link;
}

/* ---- the link row */

/* What failed for the link's sake need not wait for its own turn any more. */
static enum mc_code release_items(struct mc_engine *engine, const struct mc_link *before,
				  struct mc_err *why)
{
	if (mc_error_info(before->cause)->grade != MC_GRADE_LINK) {
		return MC_OK;
	}
	return mc_mail_retry(engine->with.mail, NULL, why);
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
	link->next_try = state == MC_LINK_UP ? 0 : engine_next_try(engine);
	link->state = state;
	link->cause = cause;
	return code ? code : mc_mail_link_set(engine->with.mail, link, why);
}

static void store_link(struct mc_engine *engine, enum mc_link_state state, enum mc_code cause)
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

/* The next question that is open: mostly somebody waits in front of the desk for it. */
static bool is_asked(struct mc_engine *engine, struct mc_question *ret)
{
	char sha256[MC_DIGEST_LEN];
	struct mc_str sealed;
	struct mc_err why;
	enum mc_code code;

	mc_str_init(&sealed, MC_JWS_MAX);
	code = mc_mail_question_next(engine->with.mail, mc_clock_now(), ret, &sealed, sha256, &why);
	mc_str_done(&sealed);
	return !code;
}

/* A new question does not inherit the long waits of the outage that it falls into. */
static int64_t wait_after_failure(struct mc_engine *engine, int64_t retry_after)
{
	struct mc_question question;
	int failures = engine->failures;
	int64_t cap = MC_BACKOFF_CAP;

	if (is_asked(engine, &question) && !question.queued) {
		cap = MC_BACKOFF_CAP_WATCHED;
		failures = question.attempts + 1 < failures ? question.attempts + 1 : failures;
	}
	return mc_backoff(failures, cap, retry_after, engine_dice());
}

static void link_failed(struct mc_engine *engine, enum mc_code cause, int64_t retry_after,
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
	engine->link_next = now + wait_after_failure(engine, retry_after);
	store_link(engine, cause == MC_E_LINK_SUSPECT ? MC_LINK_SUSPECT : MC_LINK_DOWN, cause);
}

void engine_up(struct mc_engine *engine)
{
	int64_t now = mc_clock_mono();

	if (engine->failures && now - engine->down_since >= OUTAGE && !engine->poked &&
	    !engine->with.once) {
		engine->bulk_from = now + mc_rand_below(LINK_BACK_SPREAD);
	}
	engine->failures = 0;
	engine->poked = false;
	engine->link_next = 0;
	store_link(engine, MC_LINK_UP, MC_OK);
}

bool engine_note(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	enum mc_grade grade = mc_error_info(answer->code)->grade;

	if (!answer->code || grade == MC_GRADE_ITEM) {
		return true;
	}
	link_failed(engine, answer->code, answer->retry_after, answer->detail);
	return false;
}

void engine_suspect(struct mc_engine *engine)
{
	link_failed(engine, MC_E_LINK_SUSPECT, 0, "not what the gateway would sign");
}

/* ---- hello: is it our gateway, does it know us, what does its clock say? */

/* It was a try for the question that waits, too: a real attempt with its cause. A refusal
 * that only a person can end is the outcome at once: nobody at the counter waits for it. */
static void hello_failed(struct mc_engine *engine, enum mc_code cause, int64_t retry_after,
			 const char *detail)
{
	struct mc_question question;
	struct mc_err why;
	enum mc_code code = MC_OK;

	link_failed(engine, cause, retry_after, detail);
	if (mc_error_info(cause)->severity != MC_RETRY) {
		code = engine_refuse_questions(engine->with.mail, cause, &why);
	} else if (is_asked(engine, &question)) {
		code = mc_mail_question_failed(engine->with.mail, question.id, cause, &why);
	}
	if (code) {
		engine_fault(engine, code, &why);
	}
	engine_changed(engine);
}

static void enrolled_answer(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	engine->hello_out = false;
	if (answer->code) {
		hello_failed(engine, answer->code, answer->retry_after, answer->detail);
	}
	/* Success is believed only when the next signed hello says so. */
	engine_again(engine);
}

static void enrol(struct mc_engine *engine)
{
	struct mc_str jws;
	struct mc_err why;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	code = mc_mail_get(engine->with.mail, "enrolment", &jws, &why);
	if (code) {
		engine_fault(engine, code, &why);
	} else if (!jws.len || engine->enrol_tried) {
		hello_failed(engine, MC_E_TERMINAL_UNKNOWN, 0,
			     jws.len ? "enrolled, and still unknown" : "no enrolment");
		engine->enrol_tried = false;
	} else {
		engine->enrol_tried = true;
		engine->hello_out = true;
		mc_client_enrol(engine->with.client, jws.data, enrolled_answer, engine);
	}
	mc_str_done(&jws);
}

static void keep_clock(struct mc_engine *engine, const struct mc_hello *hello)
{
	struct mc_link link;
	struct mc_err why;
	enum mc_code code = mc_mail_link(engine->with.mail, &link, &why);
	int64_t offset = hello->time - mc_clock_now();

	if (!code && llabs(offset - link.clock_offset) > CLOCK_SLACK) {
		link.clock_offset = offset;
		code = mc_mail_link_set(engine->with.mail, &link, &why);
	}
	if (code) {
		engine_fault(engine, code, &why);
	}
}

/* Is this an old copy of the desk's data? Then nothing more goes out from it. */
static void keep_highest(struct mc_engine *engine, const struct mc_hello *hello)
{
	struct mc_old_copy old;
	struct mc_err why;
	enum mc_code code = mc_mail_highest_seen(engine->with.mail, hello->highest_epoch,
						 hello->highest_seq, mc_clock_now(), &old, &why);

	if (code) {
		engine_fault(engine, code, &why);
	} else if (old.is) {
		engine_changed(engine);
	}
}

static void hello_came(struct mc_engine *engine, const struct mc_hello *hello)
{
	keep_clock(engine, hello);
	if (!hello->enrolled) {
		enrol(engine);
		return;
	}
	keep_highest(engine, hello);
	engine->enrolled = true;
	engine->enrol_tried = false;
	engine->batch.offered = hello->batches;
	engine->lean = hello->lean;
	engine->tus.asked = false;
	engine_packs_told(engine, hello->packs);
	engine_up(engine);
}

static void hello_answer(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_hello hello;
	struct mc_err why;

	engine->hello_out = false;
	if (answer->code) {
		hello_failed(engine, answer->code, answer->retry_after, answer->detail);
	} else if (mc_statement_hello(engine->with.keyring, mc_slice_text(answer->reply.outer),
				      engine->nonce, &hello, &why)) {
		hello_failed(engine, MC_E_LINK_SUSPECT, 0, why.detail);
	} else {
		hello_came(engine, &hello);
	}
	engine_again(engine);
}

void engine_hello(struct mc_engine *engine)
{
	uint8_t bytes[16];
	struct mc_str nonce;

	if (engine->hello_out) {
		return;
	}
	mc_rand_bytes(bytes, sizeof(bytes));
	mc_str_init(&nonce, sizeof(engine->nonce));
	mc_base64url_encode((struct mc_slice){ bytes, sizeof(bytes) }, &nonce);
	MC_COPY(engine->nonce, nonce.data);
	mc_str_done(&nonce);
	engine->hello_out = true;
	engine_packs_hello(engine);
	mc_client_hello(engine->with.client, engine->nonce, hello_answer, engine);
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
		store_link(engine, MC_LINK_DOWN, MC_E_LINK_CUT);
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

static void start_lanes(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	engine_questions(engine, now, wake);
	engine_reconcile(engine);
	engine_withdrawals(engine, now, wake);
	engine_batches(engine, now);
	engine_items(engine, now, wake);
	engine_events(engine, now, wake);
	engine_packs(engine, now, wake); /* behind what somebody waits for */
}

static void start_due(struct mc_engine *engine, int64_t *wake)
{
	int64_t now = mc_clock_mono();

	if (engine->with.once && engine->failed_once) {
		return;
	}
	if (now < engine->link_next) {
		*wake = mc_engine_waits(engine) || engine->packs.hello_next < engine->link_next ?
				engine->link_next : engine->packs.hello_next;
	} else if (!engine->enrolled) {
		engine_hello(engine);
	} else {
		start_lanes(engine, now, wake);
	}
}

enum mc_code mc_engine_step(struct mc_engine *engine, int64_t *ret_wake_at, struct mc_err *why)
{
	int64_t wake = -1;
	struct mc_err lost;
	enum mc_code code = mc_mail_here(engine->with.mail, &lost);

	if (code) {
		engine_fault(engine, code, &lost);
	} else {
		engine_abandon(engine);
		follow_cut(engine);
		engine_spool(engine);
		engine_tidy(engine);
	}
	if (!engine->fault) {
		start_due(engine, &wake);
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
	engine->poked = engine->failures > 0;
	engine->enrol_tried = false; /* there may be a new code */
	engine->link_next = 0;
	engine->question_next = 0;
	engine->bulk_from = 0;
	engine->reconciled = 0; /* much may have been left open meanwhile */
	engine->reconcile_over = false;
	engine_events_missed(engine); /* a receipt may have come by stick */
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
		engine->events_done_once && !engine->packs.wanted);
}

bool mc_engine_waits(struct mc_engine *engine)
{
	struct mc_mail_counts counts;
	struct mc_question question;
	struct mc_err why;

	return !mc_engine_idle(engine) || engine->packs.wanted || is_asked(engine, &question) ||
	       mc_mail_counts(engine->with.mail, &counts, &why) || counts.waiting || counts.open ||
	       counts.withdrawing;
}
