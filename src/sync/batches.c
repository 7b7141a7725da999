/* SPDX-License-Identifier: MPL-2.0 */
/*
 * batches.c - the bulk lane's short cut: dossiers of which the gateway lacks no part go
 * together in one request, each to be judged on its own.
 *
 * Only what is plainly well travels so. What is damaged, has parts to send or comes alone
 * is left to items.c, which knows what to say about it. A batch that came to nothing is
 * halved: a bad link repeats less, and a dossier over which the gateway stumbles ends up
 * alone.
 */
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/sync/backoff.h"
#include "motcua/trust/statement.h"
#include "motcua/wire/batch.h"
#include "sync/engine.h"

enum {
	WORTH_IT = 2,
	BODY_MAX = 256 * 1024,
	BODY_FIRST = 32 * 1024, /* 4 s at 64 kbit/s; a cut repeats half of one on the average */
	STEPS_EACH = 2,
};

struct batch_one {
	struct mc_item item;
	struct mc_record record;
};

void engine_batch_init(struct mc_engine *engine)
{
	struct batches *batch = &engine->batch;

	for (int i = 0; i < BATCHES; i++) {
		batch->jobs[i].engine = engine;
		mc_vec_init(&batch->jobs[i].ones, sizeof(struct batch_one), MC_BATCH_RECORDS);
		mc_str_init(&batch->jobs[i].body, BODY_MAX + MC_BATCH_ONE_MAX);
	}
	batch->most = MC_BATCH_RECORDS;
	batch->size = BODY_FIRST;
}

void engine_batch_done(struct mc_engine *engine)
{
	for (int i = 0; i < BATCHES; i++) {
		mc_vec_done(&engine->batch.jobs[i].ones);
		mc_str_done(&engine->batch.jobs[i].body);
	}
}

void engine_batch_grows(struct mc_engine *engine)
{
	int most = engine->batch.most * 2;

	engine->batch.most = most < MC_BATCH_RECORDS ? most : MC_BATCH_RECORDS;
}

static void batch_shrinks(struct mc_engine *engine)
{
	engine->batch.most = engine->batch.most > 1 ? engine->batch.most / 2 : 1;
}

static void batch_over(struct batch_job *job)
{
	job->out = job->sent = false;
	engine_changed(job->engine);
	engine_again(job->engine);
}

/* ---- what came back */

static struct mc_mail_step failed_step(const struct mc_engine *engine, const struct batch_one *one,
				       enum mc_code cause, const char *detail)
{
	return (struct mc_mail_step){
		.id = one->item.id,
		.failed = true,
		.what = {.now = mc_clock_now(), .cause = cause, .detail = detail},
		.next_try = engine_item_next(engine, &one->item, cause),
	};
}

static void store(struct mc_engine *engine, struct mc_mail_step *steps, size_t count)
{
	struct mc_err why;
	enum mc_code code = mc_mail_steps(engine->with.mail, steps, count, &why);

	if (code) {
		engine_fault(engine, code, &why);
	}
}

/* From this one on nothing usable was said: all wait, and are asked about first. */
static void fail_rest(struct batch_job *job, size_t from, enum mc_code cause, const char *detail)
{
	struct mc_engine *engine = job->engine;
	struct mc_mail_step steps[MC_BATCH_RECORDS];
	size_t count = 0;

	for (size_t i = from; i < job->ones.len; i++) {
		steps[count++] = failed_step(engine, mc_vec_at(&job->ones, i), cause, detail);
	}
	store(engine, steps, count);
	batch_shrinks(engine);
	engine->reconciled = 0;
	engine->reconcile_over = false;
}

static enum mc_code parts_lost(struct mc_engine *engine, const struct mc_problem_doc *problem,
			       struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < problem->parts.len; i++) {
		code = mc_mail_part_lost(engine->with.mail, mc_vec_at(&problem->parts, i), why);
		code = code == MC_E_NOT_FOUND ? MC_OK : code;
	}
	return code;
}

static const struct mc_reply *reply_of(const struct mc_batch_answer *answer)
{
	return answer->status < 400 ? &answer->reply : &answer->problem.reply;
}

/* Final when it is signed and about this very record. */
static enum mc_code judge(struct mc_engine *engine, const struct batch_one *one,
			  const struct item_verdict *verdict, const struct mc_batch_answer *answer,
			  struct mc_mail_step *ret, struct mc_err *why)
{
	const struct mc_reply *reply = reply_of(answer);

	if (engine_check(engine, &one->record, reply, verdict->outcome, why)) {
		return MC_E_LINK_SUSPECT;
	}
	*ret = (struct mc_mail_step){
		.id = one->item.id,
		.happening = verdict->happening,
		.what = { .now = mc_clock_now(),
			  .outer = mc_slice_text(reply->outer),
			  .inner = mc_slice_of(&reply->inner),
			  .cause = verdict->cause,
			  .detail = verdict->cause ? verdict->outcome : NULL },
	};
	return MC_OK;
}

static enum mc_code take_problem(struct mc_engine *engine, const struct batch_one *one,
				 const struct mc_problem_doc *problem, struct mc_mail_step *ret,
				 struct mc_err *why)
{
	enum mc_code cause = mc_client_code_of(problem->word);

	*ret = failed_step(engine, one, cause, problem->word);
	if (cause != MC_E_PARTS_MISSING) {
		return MC_OK;
	}
	ret->failed = false;
	ret->happening = MC_HAPPENING_PARTS_MISSING;
	ret->what.detail = NULL;
	return parts_lost(engine, problem, why);
}

/* MC_E_LINK_SUSPECT: not what our gateway says about what was sent. */
static enum mc_code take_answer(struct mc_engine *engine, const struct batch_one *one,
				const struct mc_batch_answer *answer, struct mc_mail_step *ret,
				struct mc_err *why)
{
	const struct item_verdict *verdict =
		engine_verdict(answer->status < 400 ? "received" : answer->problem.word);

	if (answer->id[0] && strcmp(answer->id, one->item.id)) {
		return mc_fail(why, MC_E_LINK_SUSPECT, "answers in another order");
	}
	return verdict ? judge(engine, one, verdict, answer, ret, why) :
			 take_problem(engine, one, &answer->problem, ret, why);
}

static void after_good(struct mc_engine *engine)
{
	engine_up(engine);
	engine_batch_grows(engine);
	engine_events_again(engine);
}

/* Said of each record alike: trouble with the terminal or the gateway as a whole. */
static void after_none(struct mc_engine *engine, const struct mc_mail_step *first)
{
	struct mc_client_answer answer = {.code = first->failed ? first->what.cause : MC_OK};

	(void)MC_COPY(answer.detail, first->failed ? first->what.detail : "");
	(void)engine_note(engine, &answer);
	batch_shrinks(engine);
}

static void take_answers(struct batch_job *job, const struct mc_vec *answers)
{
	struct mc_engine *engine = job->engine;
	const struct mc_vec *ones = &job->ones;
	struct mc_mail_step steps[MC_BATCH_RECORDS];
	struct mc_err why = {.detail = "fewer or more answers than dossiers"};
	enum mc_code code = answers->len == ones->len ? MC_OK : MC_E_LINK_SUSPECT;
	size_t count = 0;
	bool good = false;

	while (!code && count < ones->len) {
		code = take_answer(engine, mc_vec_at(ones, count), mc_vec_at(answers, count),
				   &steps[count], &why);
		if (!code) {
			good = good || steps[count].what.outer.len;
			count++;
		}
	}
	store(engine, steps, count);
	if (good) {
		after_good(engine);
	} else if (!code) {
		after_none(engine, &steps[0]);
	}
	if (code == MC_E_LINK_SUSPECT) {
		engine_suspect(engine);
		fail_rest(job, count, code, why.detail);
	} else if (code) {
		engine_fault(engine, code, &why);
	}
}

static void take_reply(struct batch_job *job, const struct mc_client_answer *answer)
{
	struct mc_vec answers;
	struct mc_err why;

	if (mc_batch_reply_parse(mc_slice_of(answer->body), &answers, &why)) {
		engine_suspect(job->engine);
		fail_rest(job, 0, MC_E_LINK_SUSPECT, "not the answers to a batch");
		return;
	}
	take_answers(job, &answers);
	mc_batch_reply_done(&answers);
}

/* Refused as a whole: whoever offers batches and takes none gets the dossiers one by one. */
static void answered(void *ctx, const struct mc_client_answer *answer)
{
	struct batch_job *job = ctx;
	struct batches *batch = &job->engine->batch;

	if (!engine_note(job->engine, answer)) {
		fail_rest(job, 0, answer->code, answer->detail);
	} else if (answer->code) {
		batch->offered = job->lean; /* once more, spelled in full */
		engine_lean_refused(job->engine, answer);
	} else {
		batch->size = engine_pace(job->engine, answer->sent_bytes,
					  mc_clock_mono() - job->began);
		take_reply(job, answer);
	}
	batch_over(job);
}

/* ---- what goes */

static bool parts_held(struct mc_engine *engine, const struct mc_item *item)
{
	struct mc_vec parts;
	bool held;

	mc_vec_init(&parts, sizeof(struct mc_mail_part), MC_PARTS_MAX);
	held = !mc_mail_parts(engine->with.mail, item->id, &parts, NULL);
	MC_VEC_EACH(&parts, struct mc_mail_part, part) {
		held = held && part->held;
	}
	mc_vec_done(&parts);
	return held;
}

/* A dossier, in the spool, so that a rebuild finds it; not stumbled over for its own sake
 * before; and nothing of it to upload. */
static bool suits(struct mc_engine *engine, const struct mc_item *item)
{
	return !item->dossier[0] && (item->state != MC_STATE_SEALED || item->n <= engine->spooled) &&
	       (!item->cause || mc_error_info(item->cause)->grade != MC_GRADE_ITEM) &&
	       item->attempts < SUSPECT_AFTER &&
	       parts_held(engine, item);
}

/* On its way already, in the other batch. */
static bool is_out(const struct mc_engine *engine, const struct mc_item *item)
{
	for (int i = 0; i < BATCHES; i++) {
		const struct batch_job *job = &engine->batch.jobs[i];

		for (size_t k = 0; job->out && k < job->ones.len; k++) {
			const struct batch_one *one = mc_vec_at(&job->ones, k);

			if (!strcmp(one->item.id, item->id)) {
				return true;
			}
		}
	}
	return false;
}

/* Counted as they are spelled in full: what they will take on the way is known too late. */
static bool has_room(const struct batch_job *job, size_t more)
{
	int64_t size = job->engine->batch.size;

	return !job->body.len ||
	       (int64_t)(job->body.len + more) <= (size < BODY_MAX ? size : BODY_MAX);
}

/* False: the batch is full. What does not suit is passed over. */
static bool add(struct batch_job *job, const struct mc_item *item)
{
	struct mc_str record, manifest;
	struct batch_one *one, found = {.item = *item};
	bool fits = true;

	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	if (!engine_record(job->engine, item->id, &record, &manifest, &found.record, NULL) &&
	    !engine_spool_item(job->engine, item, &record, &manifest, NULL) &&
	    record.len <= MC_BATCH_RECORD_MAX && manifest.len) {
		fits = has_room(job, record.len + manifest.len);
		one = fits ? mc_vec_push(&job->ones) : NULL;
		if (one) {
			*one = found;
			mc_batch_add(mc_slice_of(&record), mc_slice_of(&manifest), &job->body);
		}
	}
	mc_str_done(&record);
	mc_str_done(&manifest);
	return fits;
}

static enum mc_code gather(struct batch_job *job, struct mc_err *why)
{
	struct mc_engine *engine = job->engine;
	/* as many may be out with the other batch, and as many again not suit */
	int looked_at = (BATCHES + 1) * engine->batch.most;
	struct mc_vec due;
	int64_t next;
	bool full = false;
	enum mc_code code;

	mc_vec_reset(&job->ones);
	mc_str_reset(&job->body);
	mc_vec_init(&due, sizeof(struct mc_item), (size_t)looked_at);
	code = mc_mail_due(engine->with.mail, mc_clock_now(), MC_BACKOFF_CAP, looked_at, &due,
			   &next, why);
	for (size_t i = 0; !code && !full && i < due.len; i++) {
		const struct mc_item *item = mc_vec_at(&due, i);

		full = !is_out(engine, item) && suits(engine, item) && !add(job, item);
		full = full || job->ones.len == (size_t)engine->batch.most;
	}
	mc_vec_done(&due);
	return code;
}

static void add_step(struct mc_mail_step *steps, size_t *count, const struct batch_one *one,
		     enum mc_happening happening)
{
	steps[(*count)++] = (struct mc_mail_step){
		.id = one->item.id,
		.happening = happening,
		.what = {.now = mc_clock_now()},
	};
}

/* On disk before the act: one transaction for all of them. False: one was taken back in
 * this very moment, so that what was gathered is not what may go. */
static bool commit(struct batch_job *job, struct mc_err *why, enum mc_code *ret)
{
	struct mc_mail_step steps[STEPS_EACH * MC_BATCH_RECORDS];
	size_t count = 0;
	bool all = true;

	MC_VEC_EACH(&job->ones, struct batch_one, one) {
		if (one->item.state == MC_STATE_SEALED) {
			add_step(steps, &count, one, MC_HAPPENING_SEND);
		}
		if (one->item.state != MC_STATE_COMMITTING) {
			add_step(steps, &count, one, MC_HAPPENING_PARTS_HELD);
		}
	}
	*ret = count ? mc_mail_steps(job->engine->with.mail, steps, count, why) : MC_OK;
	for (size_t i = 0; i < count; i++) {
		all = all && steps[i].done;
	}
	return all;
}

/* The line is free for the next one; but we are within curl now. */
static void all_sent(void *ctx)
{
	struct batch_job *job = ctx;

	job->sent = true;
	engine_again(job->engine);
}

static void put_batch(struct batch_job *job)
{
	struct mc_engine *engine = job->engine;
	struct mc_str lean;

	mc_str_init(&lean, BODY_MAX + MC_BATCH_ONE_MAX);
	job->lean = engine_lean(engine, &job->body, &lean);
	job->out = true;
	job->began = mc_clock_mono();
	mc_client_batch(engine->with.client, mc_slice_of(job->lean ? &lean : &job->body),
			job->lean, all_sent, answered, job);
	mc_str_done(&lean);
}

static void send(struct batch_job *job)
{
	struct mc_err why;
	enum mc_code code;

	if (commit(job, &why, &code)) {
		put_batch(job);
	} else if (code) {
		engine_fault(job->engine, code, &why);
	} else {
		engine_again(job->engine);
	}
}

/* A withdrawal waits until nothing of bulk is out: then the next batch does not begin before
 * the last one is over. */
static bool may_overlap(struct mc_engine *engine)
{
	struct mc_mail_any any;

	return !mc_mail_any(engine->with.mail, &any, NULL) && !any.withdrawing;
}

/* One that is free, when another one may be out beside it. */
static struct batch_job *free_job(struct mc_engine *engine)
{
	struct batch_job *jobs = engine->batch.jobs;

	if (!engine_bulk_out(engine)) {
		return &jobs[0];
	}
	for (int i = 0; i < BATCHES; i++) {
		if (!jobs[i].out && jobs[!i].sent && may_overlap(engine)) {
			return &jobs[i];
		}
	}
	return NULL;
}

void engine_batches(struct mc_engine *engine, int64_t now)
{
	struct batch_job *job;
	struct mc_err why;
	enum mc_code code;

	if (!engine->batch.offered || engine->batch.most < WORTH_IT || now < engine->bulk_from) {
		return;
	}
	job = free_job(engine);
	if (!job) {
		return;
	}
	code = gather(job, &why);
	if (code) {
		engine_fault(engine, code, &why);
	} else if (job->ones.len >= WORTH_IT) {
		send(job);
	}
}
