/* SPDX-License-Identifier: MPL-2.0 */
/*
 * items.c - the bulk lane: the parts of a sealed dossier or supplement (parts.c), then its
 * commit, then the receipt.
 *
 * State goes to disk before the act: COMMITTING is committed before the PUT, and
 * ends only by a statement that the gateway signed.
 */

#include "motcua/base/clock.h"
#include "motcua/sync/backoff.h"
#include "motcua/wire/batch.h"
#include "sync/item.h"

/* ---- ends of a try */
static void over(struct mc_engine *engine)
{
	engine->item_out = false;
	engine->job.item.id[0] = '\0';
	engine_changed(engine);
	engine_again(engine);
}

bool item_stored(struct mc_engine *engine, enum mc_code code, const struct mc_err *why)
{
	if (code && code != MC_E_DOSSIER_STATE) {
		engine_fault(engine, code, why);
	}
	if (code) {
		over(engine);
	}
	return !code;
}

static bool happen(struct mc_engine *engine, enum mc_happening happening,
		   const struct mc_reply *reply, enum mc_code cause, const char *detail)
{
	struct mc_err why;
	struct mc_happened what = {.now = mc_clock_now(), .cause = cause, .detail = detail};

	if (reply && reply->outer) {
		what.outer = mc_slice_text(reply->outer);
		what.inner = mc_slice_of(&reply->inner);
	}
	return item_stored(
		engine,
		mc_mail_happen(engine->with.mail, engine->job.item.id, happening, &what, &why),
		&why);
}

void item_try_again(struct mc_engine *engine, enum mc_code cause, const char *detail)
{
	const struct mc_item *item = &engine->job.item;
	struct mc_err why;

	if (item_stored(engine,
			mc_mail_failed(engine->with.mail, item->id, mc_clock_now(),
				       engine_item_next(engine, item, cause), cause, detail, &why),
			&why)) {
		over(engine);
	}
}

void item_hold(struct mc_engine *engine, const struct mc_reply *reply, enum mc_code cause,
	       const char *detail)
{
	if (happen(engine, MC_HAPPENING_HOLD, reply, cause, detail)) {
		over(engine);
	}
}

void item_suspect(struct mc_engine *engine, const struct mc_err *why)
{
	engine_suspect(engine);
	item_try_again(engine, MC_E_LINK_SUSPECT, why->detail);
}

void item_not_now(struct mc_engine *engine, enum mc_code cause, const char *detail)
{
	if (mc_error_info(cause)->severity == MC_RETRY ||
	    engine->job.item.state == MC_STATE_COMMITTING) {
		item_try_again(engine, cause, detail);
	} else {
		item_hold(engine, NULL, cause, detail);
	}
}

bool item_link_trouble(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	if (engine_note(engine, answer)) {
		return false;
	}
	item_try_again(engine, answer->code, answer->detail);
	return true;
}

/* ---- the commit */

static enum mc_code load_parts(struct mc_engine *engine, struct mc_err *why)
{
	mc_vec_reset(&engine->job.parts);
	engine->job.part = 0;
	return mc_mail_parts(engine->with.mail, engine->job.item.id, &engine->job.parts, why);
}

void item_resend_parts(struct mc_engine *engine)
{
	struct mc_err why;

	if (engine->job.resent) {
		item_try_again(engine, MC_E_PARTS_MISSING, "");
		return;
	}
	engine->job.resent = true;
	if (item_stored(engine, load_parts(engine, &why), &why)) {
		item_send_parts(engine);
	}
}

/* The gateway lost parts, or never had them: send them again. */
static void parts_missing(struct mc_engine *engine, const struct mc_problem_doc *problem)
{
	struct mc_err why;

	for (size_t i = 0; i < problem->parts.len; i++) {
		enum mc_code code = mc_mail_part_lost(engine->with.mail,
						      mc_vec_at(&problem->parts, i), &why);

		if (code != MC_E_NOT_FOUND && !item_stored(engine, code, &why)) {
			return;
		}
	}
	if (happen(engine, MC_HAPPENING_PARTS_MISSING, NULL, MC_E_PARTS_MISSING, NULL)) {
		engine->job.item.state = MC_STATE_UPLOADING;
		item_resend_parts(engine);
	}
}

/* A verdict is believed when it is signed and about this very item. */
static void judged(struct mc_engine *engine, const struct item_verdict *verdict,
		   const struct mc_reply *reply)
{
	struct mc_err why;

	if (engine_check(engine, &engine->job.record, reply, verdict->outcome, &why)) {
		item_suspect(engine, &why);
		return;
	}
	engine_up(engine);
	engine_batch_grows(engine);
	if (happen(engine, verdict->happening, reply, verdict->cause,
		   verdict->cause ? verdict->outcome : NULL)) {
		over(engine);
	}
}

static void committed(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	const struct item_verdict *verdict = engine_verdict(answer->problem.word);

	if (item_link_trouble(engine, answer)) {
		return;
	}
	if (!answer->code) {
		judged(engine, engine_verdict("received"), &answer->reply);
		engine_events_again(engine);
	} else if (verdict) {
		judged(engine, verdict, &answer->problem.reply);
	} else if (answer->code == MC_E_PARTS_MISSING) {
		parts_missing(engine, &answer->problem);
	} else {
		engine_lean_refused(engine, answer);
		item_not_now(engine, answer->code, answer->detail);
	}
}

static void make_lean(struct mc_engine *engine)
{
	struct item_job *job = &engine->job;
	struct mc_str both;

	mc_str_init(&both, MC_BATCH_ONE_MAX);
	mc_batch_add(mc_slice_of(&job->record_jws), mc_slice_of(&job->manifest), &both);
	(void)engine_lean(engine, &both, &job->lean);
	mc_str_done(&both);
}

static void put(struct mc_engine *engine)
{
	struct item_job *job = &engine->job;
	bool completes = job->item.dossier[0];

	make_lean(engine);
	mc_client_put(engine->with.client,
		      &(struct mc_client_put){
			      .dossier = completes ? job->item.dossier : job->item.id,
			      .supplement = completes ? job->item.id : "",
			      .record = job->record_jws.data,
			      .digest = job->item.digest,
			      .manifest = mc_slice_of(&job->manifest),
			      .lean = mc_slice_of(&job->lean),
		      },
		      committed, engine);
}

void item_commit(struct mc_engine *engine)
{
	struct item_job *job = &engine->job;

	if (job->item.state != MC_STATE_COMMITTING) {
		if (!happen(engine, MC_HAPPENING_PARTS_HELD, NULL, MC_OK, NULL)) {
			return;
		}
		job->item.state = MC_STATE_COMMITTING;
	}
	put(engine);
}

/* ---- beginning */
static enum mc_code load_job(struct mc_engine *engine, struct mc_err *why)
{
	struct item_job *job = &engine->job;
	enum mc_code code;

	job->resent = false;
	code = engine_record(engine, job->item.id, &job->record_jws, &job->manifest, &job->record,
			     why);
	return code ? code : load_parts(engine, why);
}

static bool all_held(const struct item_job *job)
{
	MC_VEC_EACH(&job->parts, struct mc_mail_part, part) {
		if (!part->held) {
			return false;
		}
	}
	return true;
}

/* On disk before the act; with nothing to upload both steps cost one sync. */
static bool start(struct mc_engine *engine)
{
	struct mc_item *item = &engine->job.item;
	struct mc_mail_step steps[] = {
		{.id = item->id, .happening = MC_HAPPENING_SEND},
		{.id = item->id, .happening = MC_HAPPENING_PARTS_HELD},
	};
	size_t count = all_held(&engine->job) ? 2 : 1;
	struct mc_err why;
	enum mc_code code;

	steps[0].what.now = steps[1].what.now = mc_clock_now();
	code = mc_mail_steps(engine->with.mail, steps, count, &why);
	if (!code && !steps[count - 1].done) {
		code = mc_fail(&why, MC_E_DOSSIER_STATE, "taken back meanwhile");
	}
	if (!item_stored(engine, code, &why)) {
		return false;
	}
	item->state = count == 2 ? MC_STATE_COMMITTING : MC_STATE_UPLOADING;
	return true;
}

static void begin(struct mc_engine *engine)
{
	struct mc_err why;
	enum mc_code code;

	engine->item_out = true;
	code = load_job(engine, &why);
	if (code && mc_error_info(code)->grade == MC_GRADE_ITEM) {
		item_hold(engine, NULL, code, why.detail); /* this row is damaged, others are not */
		return;
	}
	if (!item_stored(engine, code, &why)) {
		return;
	}
	code = engine_spool_item(engine, &engine->job.item, &engine->job.record_jws,
				 &engine->job.manifest, &why);
	if (code == MC_E_SPOOL_OTHER) {
		item_hold(engine, NULL, code, why.detail); /* a rebuild would find another's */
		return;
	}
	if (code) {
		item_try_again(engine, code, why.detail);
		return;
	}
	if (engine->job.item.state == MC_STATE_SEALED && !start(engine)) {
		return;
	}
	if (engine->job.item.state == MC_STATE_COMMITTING) {
		item_commit(engine); /* the outcome is unknown: the same PUT asks for it */
	} else {
		item_send_parts(engine);
	}
}

void engine_items(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	struct mc_vec due;
	struct mc_err why;
	int64_t next = 0;
	enum mc_code code;

	if (engine_bulk_out(engine)) {
		return;
	}
	mc_vec_init(&due, sizeof(struct mc_item), 1);
	code = mc_mail_due(engine->with.mail, mc_clock_now(), MC_BACKOFF_CAP, 1, &due, &next, &why);
	engine->item_wake = next && !engine->with.once ? engine_mono(next, now) : -1;
	if (code) {
		engine_fault(engine, code, &why);
	} else if (due.len && now < engine->bulk_from) {
		engine->item_wake = engine->bulk_from;
	} else if (due.len) {
		engine->job.item = *(struct mc_item *)mc_vec_at(&due, 0);
		begin(engine);
	}
	engine_sooner(wake, engine->item_wake);
	mc_vec_done(&due);
}
