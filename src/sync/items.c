/* SPDX-License-Identifier: MPL-2.0 */
/*
 * items.c - the bulk lane: the parts of a sealed dossier or supplement, then its commit, then
 * the receipt.
 *
 * State goes to disk before the act: COMMITTING is committed before the PUT, and
 * ends only by a statement that the gateway signed.
 */

#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/sync/backoff.h"
#include "motcua/trust/statement.h"
#include "motcua/wire/batch.h"
#include "sync/engine.h"

static void send_parts(struct mc_engine *engine);
static mc_client_done part_sent;

/* ---- ends of a try */
static void job_over(struct mc_engine *engine)
{
	engine->item_out = false;
	engine->job.item.id[0] = '\0';
	engine_changed(engine);
	engine_again(engine);
}

/* True when the store did it; false ends the courier, unless somebody else (a stick, the
 * officer) brought the item further meanwhile: then only this try is over. */
static bool stored(struct mc_engine *engine, enum mc_code code, const struct mc_err *why)
{
	if (code && code != MC_E_DOSSIER_STATE) {
		engine_fault(engine, code, why);
	}
	if (code) {
		job_over(engine);
	}
	return !code;
}

static bool happen(struct mc_engine *engine, enum mc_happening happening,
		   const struct mc_reply *reply, enum mc_code cause, const char *detail)
{
	struct mc_err why;
	struct mc_happened what = { .now = mc_clock_now(), .cause = cause, .detail = detail };

	if (reply && reply->outer) {
		what.outer = mc_slice_text(reply->outer);
		what.inner = mc_slice_of(&reply->inner);
	}
	return stored(engine,
		      mc_mail_happen(engine->with.mail, engine->job.item.id, happening, &what, &why),
		      &why);
}

/* The try failed, the item waits. */
static void try_again(struct mc_engine *engine, enum mc_code cause, const char *detail)
{
	const struct mc_item *item = &engine->job.item;
	struct mc_err why;

	if (stored(engine,
		   mc_mail_failed(engine->with.mail, item->id, mc_clock_now(),
				  engine_item_next(engine, item, cause), cause, detail, &why),
		   &why)) {
		job_over(engine);
	}
}

static void hold(struct mc_engine *engine, const struct mc_reply *reply, enum mc_code cause,
		 const char *detail)
{
	if (happen(engine, MC_HAPPENING_HOLD, reply, cause, detail)) {
		job_over(engine);
	}
}

static void suspect(struct mc_engine *engine, const struct mc_err *why)
{
	engine_suspect(engine);
	try_again(engine, MC_E_LINK_SUSPECT, why->detail);
}

/*
 * Refused without a verdict: what passes by itself is tried again, the rest needs a person.
 * But what may have been taken in already (COMMITTING) is ended by a signature alone: it
 * shows its cause and asks again, however often it is refused.
 */
static void not_now(struct mc_engine *engine, enum mc_code cause, const char *detail)
{
	if (mc_error_info(cause)->severity == MC_RETRY ||
	    engine->job.item.state == MC_STATE_COMMITTING) {
		try_again(engine, cause, detail);
	} else {
		hold(engine, NULL, cause, detail);
	}
}

/* What went wrong with the link or gateway as a whole; true when it was that. */
static bool link_trouble(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	if (engine_note(engine, answer)) {
		return false;
	}
	try_again(engine, answer->code, answer->detail);
	return true;
}

/* ---- the commit */

static enum mc_code load_parts(struct mc_engine *engine, struct mc_err *why)
{
	mc_vec_reset(&engine->job.parts);
	engine->job.part = 0;
	return mc_mail_parts(engine->with.mail, engine->job.item.id, &engine->job.parts, why);
}

/* Once within the same try; a gateway that misses them again gets a pause. */
static void resend_parts(struct mc_engine *engine)
{
	struct mc_err why;

	if (engine->job.resent) {
		try_again(engine, MC_E_PARTS_MISSING, "");
		return;
	}
	engine->job.resent = true;
	if (stored(engine, load_parts(engine, &why), &why)) {
		send_parts(engine);
	}
}

/* The gateway lost parts, or never had them: send them again. */
static void parts_missing(struct mc_engine *engine, const struct mc_problem_doc *problem)
{
	struct mc_err why;

	for (size_t i = 0; i < problem->parts.len; i++) {
		enum mc_code code = mc_mail_part_lost(engine->with.mail,
						      mc_vec_at(&problem->parts, i), &why);

		if (code != MC_E_NOT_FOUND && !stored(engine, code, &why)) {
			return;
		}
	}
	if (happen(engine, MC_HAPPENING_PARTS_MISSING, NULL, MC_E_PARTS_MISSING, NULL)) {
		engine->job.item.state = MC_STATE_UPLOADING;
		resend_parts(engine);
	}
}

/* A verdict is believed when it is signed and about this very item. */
static void judged(struct mc_engine *engine, const struct item_verdict *verdict,
		   const struct mc_reply *reply)
{
	struct mc_err why;

	if (engine_check(engine, &engine->job.record, reply, verdict->outcome, &why)) {
		suspect(engine, &why);
		return;
	}
	engine_up(engine);
	engine_batch_grows(engine);
	if (happen(engine, verdict->happening, reply, verdict->cause,
		   verdict->cause ? verdict->outcome : NULL)) {
		job_over(engine);
	}
}

static void committed(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	const struct item_verdict *verdict = engine_verdict(answer->problem.word);

	if (link_trouble(engine, answer)) {
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
		not_now(engine, answer->code, answer->detail);
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

static void commit(struct mc_engine *engine)
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

/* ---- parts, one after the other */
static struct mc_mail_part *part_of(struct mc_engine *engine)
{
	return mc_vec_at(&engine->job.parts, engine->job.part);
}

static bool progress(struct mc_engine *engine, int64_t offset, bool held)
{
	struct mc_mail_part *part = part_of(engine);
	struct mc_err why;

	part->offset = offset;
	part->held = held;
	engine_changed(engine);
	return stored(engine,
		      mc_mail_part_progress(engine->with.mail, part->sha256, part->upload, offset,
					    held, &why),
		      &why);
}

/* The gateway says how far it got; beyond our size it is not our gateway speaking. */
static void take_offset(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	struct mc_mail_part *part = part_of(engine);
	struct mc_err why;

	if (answer->upload_offset < 0 || answer->upload_offset > part->size) {
		mc_fail(&why, MC_E_LINK_SUSPECT, "an upload offset that cannot be");
		suspect(engine, &why);
		return;
	}
	if (progress(engine, answer->upload_offset, answer->upload_offset == part->size)) {
		send_parts(engine);
	}
}

/* This upload is gone at the gateway: begin anew. */
static void upload_gone(struct mc_engine *engine)
{
	struct mc_err why;

	if (stored(engine, mc_mail_part_lost(engine->with.mail, part_of(engine)->sha256, &why),
		   &why)) {
		resend_parts(engine);
	}
}

static char *file_of(struct mc_engine *engine)
{
	return mc_path_join(engine->with.paths->parts, part_of(engine)->sha256);
}

/* Other bytes arrived than were announced: damaged on the way, or on our own disk? */
static void part_damaged(struct mc_engine *engine)
{
	char sha256[MC_SHA256_HEX] = "";
	char *path = file_of(engine);
	struct mc_err why = { .detail = "" };
	enum mc_code code = mc_sha256_file(path, sha256, &why);

	free(path);
	if (code || strcmp(sha256, part_of(engine)->sha256)) {
		hold(engine, NULL, MC_E_FILE_READ, "a part is not what was sealed");
		return;
	}
	if (stored(engine, mc_mail_part_lost(engine->with.mail, sha256, &why), &why)) {
		try_again(engine, MC_E_PARTS_MISSING, "a part arrived damaged");
	}
}

enum { PIECE_FIRST = 64 * 1024, PIECE_LASTS_MS = 4000 };

/* The look-ups that it stood still for are in its time: the next one is all the smaller. */
static void learn_pace(struct mc_engine *engine, int64_t bytes)
{
	int64_t ms = mc_clock_mono() - engine->piece_began;

	if (bytes >= engine->piece || ms > PIECE_LASTS_MS) { /* the end of a part tells little */
		engine->piece = engine_pace(bytes, ms);
	}
}

static void send_piece(struct mc_engine *engine)
{
	const struct mc_mail_part *part = part_of(engine);
	char *path = file_of(engine);
	struct mc_client_piece piece = {
		.upload = part->upload,
		.file = path,
		.offset = part->offset,
		.length = part->size - part->offset,
		.size = part->size,
	};

	engine->piece = engine->piece ? engine->piece : PIECE_FIRST;
	piece.length = piece.length < engine->piece ? piece.length : engine->piece;
	engine->piece_began = mc_clock_mono();
	mc_client_upload_send(engine->with.client, &piece, part_sent, engine);
	free(path);
}

/* On with the same upload, without asking how far it got: it has just been told. */
static void piece_kept(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	const struct mc_mail_part *part = part_of(engine);
	int64_t bytes = answer->upload_offset - part->offset;

	if (bytes <= 0 || answer->upload_offset >= part->size) {
		take_offset(engine, answer);
		return;
	}
	learn_pace(engine, bytes);
	if (progress(engine, answer->upload_offset, false)) {
		send_piece(engine);
	}
}

static void part_sent(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	if (link_trouble(engine, answer)) {
		return;
	}
	if (answer->code == MC_E_NOT_FOUND) {
		upload_gone(engine);
	} else if (answer->code == MC_E_DIGEST_MISMATCH) {
		part_damaged(engine);
	} else if (answer->code) {
		not_now(engine, answer->code, answer->detail);
	} else if (answer->upload_offset == part_of(engine)->offset) {
		try_again(engine, MC_E_PARTS_MISSING, "an upload does not get on");
	} else {
		piece_kept(engine, answer);
	}
}

static void upload_made(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_mail_part *part = part_of(engine);
	struct mc_err why;

	if (link_trouble(engine, answer)) {
		return;
	}
	if (answer->code) {
		not_now(engine, answer->code, answer->detail);
	} else if (answer->status != 201 || !answer->location[0]) {
		mc_fail(&why, MC_E_LINK_SUSPECT, "no upload was made");
		suspect(engine, &why);
	} else {
		MC_COPY(part->upload, answer->location);
		if (progress(engine, 0, false)) {
			send_piece(engine);
		}
	}
}

static void offset_told(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_mail_part *part = part_of(engine);

	if (link_trouble(engine, answer)) {
		return;
	}
	if (answer->code == MC_E_NOT_FOUND) {
		upload_gone(engine);
	} else if (answer->code) {
		not_now(engine, answer->code, answer->detail);
	} else if (answer->upload_offset >= 0 && answer->upload_offset < part->size) {
		part->offset = answer->upload_offset;
		send_piece(engine);
	} else {
		take_offset(engine, answer);
	}
}

static void held_told(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_mail_part *part = part_of(engine);

	if (link_trouble(engine, answer)) {
		return;
	}
	if (answer->code == MC_E_PARTS_MISSING) {
		mc_client_upload_new(engine->with.client, part->sha256, part->size, upload_made,
				     engine);
	} else if (answer->code) {
		not_now(engine, answer->code, answer->detail);
	} else if (progress(engine, part->size, true)) {
		send_parts(engine);
	}
}

/* The next part that the gateway lacks; when there is none, the commit. */
static void send_parts(struct mc_engine *engine)
{
	struct item_job *job = &engine->job;

	while (job->part < job->parts.len && part_of(engine)->held) {
		job->part++;
	}
	if (job->part == job->parts.len) {
		commit(engine);
	} else if (part_of(engine)->upload[0]) {
		mc_client_upload_offset(engine->with.client, part_of(engine)->upload, offset_told,
					engine);
	} else {
		mc_client_part_held(engine->with.client, part_of(engine)->sha256, held_told, engine);
	}
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
		{ .id = item->id, .happening = MC_HAPPENING_SEND },
		{ .id = item->id, .happening = MC_HAPPENING_PARTS_HELD },
	};
	size_t count = all_held(&engine->job) ? 2 : 1;
	struct mc_err why;
	enum mc_code code;

	steps[0].what.now = steps[1].what.now = mc_clock_now();
	code = mc_mail_steps(engine->with.mail, steps, count, &why);
	if (!code && !steps[count - 1].done) {
		code = mc_fail(&why, MC_E_DOSSIER_STATE, "taken back meanwhile");
	}
	if (!stored(engine, code, &why)) {
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
		hold(engine, NULL, code, why.detail); /* this row is damaged, others are not */
		return;
	}
	if (!stored(engine, code, &why)) {
		return;
	}
	code = engine_spool_item(engine, &engine->job.item, &engine->job.record_jws,
				 &engine->job.manifest, &why);
	if (code) {
		try_again(engine, code, why.detail);
		return;
	}
	if (engine->job.item.state == MC_STATE_SEALED && !start(engine)) {
		return;
	}
	if (engine->job.item.state == MC_STATE_COMMITTING) {
		commit(engine); /* the outcome is unknown: the same PUT asks for it */
	} else {
		send_parts(engine);
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
