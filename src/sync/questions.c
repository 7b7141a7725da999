/* SPDX-License-Identifier: MPL-2.0 */
/* questions.c - the interactive lane: somebody is waiting at the counter. */

#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/sync/backoff.h"
#include "motcua/trust/statement.h"
#include "sync/engine.h"

static void question_over(struct mc_engine *engine)
{
	engine->question_out = false;
	engine->question.id[0] = '\0';
	engine_changed(engine);
	engine_again(engine);
}

/* Cancelled or taken over meanwhile is no fault of the store. */
static void stored(struct mc_engine *engine, enum mc_code code, const struct mc_err *why)
{
	if (code && code != MC_E_NOT_FOUND && code != MC_E_DOSSIER_STATE) {
		engine_fault(engine, code, why);
	}
}

bool engine_asked(struct mc_engine *engine, struct mc_question *ret)
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

static void try_failed(struct mc_engine *engine, enum mc_code cause)
{
	struct mc_err why;

	stored(engine,
	       mc_mail_question_failed(engine->with.mail, engine->question.id, cause, &why), &why);
	question_over(engine);
}

enum mc_code engine_refuse_questions(struct mc_mail *mail, enum mc_code cause, struct mc_err *why)
{
	char sha256[MC_DIGEST_LEN];
	struct mc_question question;
	struct mc_str sealed;
	enum mc_code code = MC_OK;

	mc_str_init(&sealed, MC_JWS_MAX);
	while (!code) {
		code = mc_mail_question_next(mail, mc_clock_now(), &question, &sealed, sha256, why);
		if (!code && question.queued) {
			break; /* nobody waits for these: who can end the cause may do it in time */
		}
		if (!code) {
			code = mc_mail_question_refused(mail, question.id, cause, why);
		}
		if (code == MC_E_DOSSIER_STATE) {
			code = MC_OK; /* cancelled in this very moment */
		}
	}
	mc_str_done(&sealed);
	return code == MC_E_NOT_FOUND ? MC_OK : code; /* none is left */
}

/* The gateway heard it: what it refuses it refuses again, what it puts off comes later. */
static void refused(struct mc_engine *engine, enum mc_code cause)
{
	struct mc_err why;

	if (mc_error_info(cause)->severity == MC_RETRY) {
		engine->question_next = mc_clock_mono() + mc_backoff(engine->question.attempts + 1,
								     MC_BACKOFF_CAP_WATCHED, 0,
								     engine_dice());
		try_failed(engine, cause);
		return;
	}
	stored(engine, mc_mail_question_refused(engine->with.mail, engine->question.id, cause, &why),
	       &why);
	question_over(engine);
}

/* The answer names this question and its content, or it is not one. */
static enum mc_code check_answer(struct mc_engine *engine, const struct mc_reply *reply,
				 struct mc_err *why)
{
	struct mc_outer outer;
	enum mc_code code = mc_statement_verify(engine->with.keyring, mc_slice_text(reply->outer),
						"answer", mc_slice_of(&reply->inner), &outer, why);

	if (code) {
		return code;
	}
	if (strcmp(outer.id, engine->question.id) ||
	    strcmp(outer.digest, engine->question_sha256)) {
		return mc_fail(why, MC_E_ANSWER_OTHER, NULL);
	}
	return MC_OK;
}

static void take_answer(struct mc_engine *engine, const struct mc_reply *reply)
{
	struct mc_err why;

	engine_up(engine);
	stored(engine,
	       mc_mail_answer(engine->with.mail, engine->question.id, mc_slice_text(reply->outer),
			      mc_slice_of(&reply->inner), mc_clock_now(), &why),
	       &why);
	question_over(engine);
}

/* A terminal that the gateway has forgotten enrols again first: only when that is refused
 * is it refused for good. A clock that may be wrong is found out likewise. */
static void link_lost(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	enum mc_code cause = answer->code;

	if (mc_error_info(cause)->severity == MC_RETRY || cause == MC_E_TERMINAL_UNKNOWN ||
	    (answer->dates && !engine->dates_asked)) {
		try_failed(engine, cause);
	} else {
		refused(engine, cause);
	}
}

static void answered(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_err why;

	if (!engine_note(engine, answer)) {
		link_lost(engine, answer);
	} else if (answer->code) {
		refused(engine, answer->code);
	} else if (check_answer(engine, &answer->reply, &why)) {
		engine_suspect(engine);
		try_failed(engine, MC_E_LINK_SUSPECT);
	} else {
		take_answer(engine, &answer->reply);
	}
}

/* A stalled exchange must not keep the next question waiting behind one that was cancelled. */
void engine_abandon(struct mc_engine *engine)
{
	struct mc_question question;
	struct mc_err why;
	enum mc_code code;

	if (!engine->question_out) {
		return;
	}
	code = mc_mail_question(engine->with.mail, engine->question.id, &question, &why);
	if (code == MC_E_NOT_FOUND || (!code && question.state != MC_QUESTION_WAITING)) {
		mc_client_drop(engine->with.client, answered);
		engine->question_out = false;
	} else if (code) {
		engine_fault(engine, code, &why);
	}
}

/* One that is refused for the moment does not hold up the others for long: its pause is
 * the lane's, and ends with the next poke. */
void engine_questions(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	struct mc_str sealed;
	struct mc_err why;
	enum mc_code code;

	if (engine->question_out) {
		return;
	}
	mc_str_init(&sealed, MC_JWS_MAX);
	code = mc_mail_question_next(engine->with.mail, mc_clock_now(), &engine->question, &sealed,
				     engine->question_sha256, &why);
	if (code) {
		stored(engine, code, &why);
	} else if (now < engine->question_next) {
		engine_sooner(wake, engine->question_next);
		engine_sooner(wake, engine_over(&engine->question, now));
	} else {
		engine->question_out = true;
		mc_client_ask(engine->with.client, engine->question.kind == MC_QUERY_VERIFY,
			      mc_slice_of(&sealed), answered, engine);
	}
	mc_str_done(&sealed);
}
