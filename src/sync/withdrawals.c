/* SPDX-License-Identifier: MPL-2.0 */
/*
 * withdrawals.c - the lane that takes back what was sent.
 *
 * One bulk connection: it shares its turn with the items, and goes first, so that a dossier
 * that is to be taken back is not sent for nothing. Only a signed `withdrawn` ends it well.
 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/sync/backoff.h"
#include "sync/engine.h"

static void over(struct mc_engine *engine)
{
	engine->withdrawal_out = false;
	engine->upload_look = true;
	engine_changed(engine);
	engine_again(engine);
}

/* It may have ended meanwhile (an answer to the dossier itself): then this try is moot. */
static void stored(struct mc_engine *engine, enum mc_code code, const struct mc_err *why)
{
	if (code && code != MC_E_DOSSIER_STATE) {
		engine_fault(engine, code, why);
	}
	over(engine);
}

static void try_again(struct mc_engine *engine, enum mc_code cause)
{
	const struct mc_mail_withdrawal *it = &engine->withdrawal;
	int64_t next = engine_again_at(engine, it->attempts, false, cause);
	struct mc_err why;

	stored(engine,
	       mc_mail_withdrawal_failed(engine->with.mail, it->id, mc_clock_now(), next, cause,
					 &why),
	       &why);
}

static void happen(struct mc_engine *engine, enum mc_happening happening,
		   const struct mc_reply *reply, enum mc_code cause)
{
	struct mc_err why;
	struct mc_happened what = { .now = mc_clock_now(),
				    .outer = mc_slice_text(reply->outer),
				    .inner = mc_slice_of(&reply->inner),
				    .cause = cause };

	stored(engine,
	       mc_mail_happen(engine->with.mail, engine->withdrawal.id, happening, &what, &why),
	       &why);
}

/* The gateway holds other content under this id: what is there is not ours to take back. */
static void refused(struct mc_engine *engine, const struct mc_reply *reply, enum mc_code cause)
{
	struct mc_err why;

	(void)reply;
	stored(engine,
	       mc_mail_withdrawal_refused(engine->with.mail, engine->withdrawal.id, mc_clock_now(),
					  cause, &why),
	       &why);
}

static void withdrawn(struct mc_engine *engine, const struct mc_reply *reply, enum mc_code cause)
{
	(void)cause;
	happen(engine, MC_HAPPENING_WITHDRAWAL, reply, MC_OK);
}

/* It was never taken in: there is nothing to take back, and the reasons are for the desk. */
static void rejected(struct mc_engine *engine, const struct mc_reply *reply, enum mc_code cause)
{
	happen(engine, MC_HAPPENING_REJECTION, reply, cause);
}

/* It had come to its end: there is nothing to take back any more. The receipt ends what may be
 * COMMITTING or HELD here, and the news then say how it ended. Cut off between the two, it is
 * asked for again, and answered with the same bytes. */
static void settled(struct mc_engine *engine, const struct mc_reply *reply, enum mc_code cause)
{
	const char *id = engine->withdrawal.id;
	struct mc_err why;
	struct mc_happened what = { .now = mc_clock_now(),
				    .outer = mc_slice_text(reply->outer),
				    .inner = mc_slice_of(&reply->inner) };
	enum mc_code code =
		mc_mail_happen(engine->with.mail, id, MC_HAPPENING_RECEIPT, &what, &why);

	if (!code || code == MC_E_DOSSIER_STATE) { /* received long since */
		code = mc_mail_withdrawal_refused(engine->with.mail, id, what.now, cause, &why);
	}
	stored(engine, code, &why);
	engine_events_again(engine);
}

static const struct verdict {
	const char *word, *outcome; /* of the problem; of the statement inside */
	void (*act)(struct mc_engine *engine, const struct mc_reply *reply, enum mc_code cause);
	enum mc_code cause;
} verdicts[] = {
	{"", "withdrawn", withdrawn, MC_OK},
	{"withdrawn", "withdrawn", withdrawn, MC_OK},
	{"rejected", "rejected", rejected, MC_E_GATEWAY_REFUSED},
	{"digest-mismatch", "digest-mismatch", refused, MC_E_DIGEST_MISMATCH},
	{"settled", "received", settled, MC_E_SETTLED},
};

static const struct verdict *verdict_of(const char *word)
{
	for (size_t i = 0; i < MC_COUNT(verdicts); i++) {
		if (!strcmp(verdicts[i].word, word)) {
			return &verdicts[i];
		}
	}
	return NULL;
}

static void answered(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	const struct verdict *verdict = verdict_of(answer->code ? answer->problem.word : "");
	const struct mc_reply *reply = answer->code ? &answer->problem.reply : &answer->reply;
	struct mc_err why;

	if (!engine_note(engine, answer)) {
		try_again(engine, answer->code);
	} else if (!verdict) {
		try_again(engine, answer->code); /* not signed: no verdict */
	} else if (engine_check(engine, &engine->withdrawn, reply, verdict->outcome, &why)) {
		engine_suspect(engine);
		try_again(engine, MC_E_LINK_SUSPECT);
	} else {
		engine_up(engine);
		verdict->act(engine, reply, verdict->cause);
	}
}

static void begin(struct mc_engine *engine, const struct mc_str *jws)
{
	const char *id = engine->withdrawal.id;
	struct mc_str record, manifest;
	struct mc_err why;
	enum mc_code code;

	engine->withdrawal_out = true;
	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	code = engine_record(engine, id, &record, &manifest, &engine->withdrawn, &why);
	mc_str_done(&record);
	mc_str_done(&manifest);
	if (code && mc_error_info(code)->grade == MC_GRADE_ITEM) {
		refused(engine, NULL, code); /* this row is damaged, others are not */
	} else if (code) {
		stored(engine, code, &why);
	} else {
		mc_client_withdraw(engine->with.client, id, jws->data, answered, engine);
	}
}

void engine_withdrawals(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	struct mc_str jws;
	struct mc_err why;
	int64_t next = 0;
	enum mc_code code;

	if (engine_bulk_out(engine)) {
		return;
	}
	mc_str_init(&jws, MC_JWS_MAX);
	code = mc_mail_withdrawal_due(engine->with.mail, mc_clock_now(), MC_BACKOFF_CAP,
				      &engine->withdrawal, &jws, &next, &why);
	engine->withdrawal_wake = next && !engine->with.once ? engine_mono(next, now) : -1;
	if (!code && now < engine->bulk_from) {
		engine->withdrawal_wake = engine->bulk_from;
	} else if (!code) {
		begin(engine, &jws);
	} else if (code != MC_E_NOT_FOUND) {
		engine_fault(engine, code, &why);
	}
	engine_sooner(wake, engine->withdrawal_wake);
	mc_str_done(&jws);
}
