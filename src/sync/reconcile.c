/* SPDX-License-Identifier: MPL-2.0 */
/*
 * reconcile.c - after a restart with many outcomes unknown: one question instead of as
 * many PUTs. And now and then about what is on a stick: it may have
 * arrived, and the return file may be lost.
 *
 * Each statement in the answer is believed as the answer to a PUT would be. What the answer
 * does not speak of is left as it is: silence is signed by nobody, and the PUT will tell.
 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/seal/lean.h"
#include "motcua/trust/statement.h"
#include "motcua/wire/reconcile.h"
#include "sync/engine.h"

enum {
	WORTH_ASKING = 4, /* up to so many, the PUT asks as cheaply */
	STICK_EVERY = 10 * 60 * 1000,
};

/* ---- the answer */

static enum mc_code take(struct mc_engine *engine, const char *id,
			 const struct item_verdict *verdict, const struct mc_reply *reply,
			 struct mc_err *why)
{
	struct mc_happened what = { .now = mc_clock_now(),
				    .outer = mc_slice_text(reply->outer),
				    .inner = mc_slice_of(&reply->inner),
				    .cause = verdict->cause,
				    .detail = verdict->cause ? verdict->outcome : NULL };
	enum mc_code code = mc_mail_happen(engine->with.mail, id, verdict->happening, &what, why);

	/* known already, or further on by now */
	return code == MC_E_DOSSIER_STATE ? MC_OK : code;
}

/* Whose is it? Asked for by place, because a refusal may name another id. */
static bool is_asked(const struct mc_outer *outer, const struct mc_item *item)
{
	return !strcmp(outer->id, item->id) ||
	       (outer->seq == item->seq && !strcmp(outer->epoch, item->epoch));
}

static enum mc_code record_of(struct mc_engine *engine, const char *id, struct mc_record *ret,
			      struct mc_err *why)
{
	struct mc_str jws, manifest;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	code = engine_record(engine, id, &jws, &manifest, ret, why);
	mc_str_done(&jws);
	mc_str_done(&manifest);
	return code;
}

/* MC_E_LINK_SUSPECT: not what our gateway says about what was asked. */
static enum mc_code take_about(struct mc_engine *engine, const struct item_verdict *verdict,
			       const struct mc_outer *outer, const struct mc_reply *reply,
			       struct mc_err *why)
{
	MC_VEC_EACH(&engine->reconciling, struct mc_item, item) {
		struct mc_record record;
		enum mc_code code;

		if (!is_asked(outer, item)) {
			continue;
		}
		code = record_of(engine, item->id, &record, why);
		if (code) {
			return code;
		}
		if (!engine_check(engine, &record, reply, verdict->outcome, why)) {
			return take(engine, item->id, verdict, reply, why);
		}
	}
	return mc_fail(why, MC_E_LINK_SUSPECT, "a statement about what was not asked");
}

static enum mc_code take_statement(struct mc_engine *engine, const struct mc_reply *reply,
				   struct mc_err *why)
{
	const struct item_verdict *verdict;

	for (size_t i = 0; (verdict = engine_verdict_at(i)) != NULL; i++) {
		struct mc_outer outer;

		if (!mc_statement_verify(engine->with.keyring, mc_slice_text(reply->outer),
					 verdict->kind, mc_slice_of(&reply->inner), &outer, why) &&
		    !strcmp(outer.outcome, verdict->outcome)) {
			return take_about(engine, verdict, &outer, reply, why);
		}
	}
	return mc_fail(why, MC_E_LINK_SUSPECT, "a statement that is not the gateway's");
}

/* All are good, or the rest of the answer is not looked at. */
static void take_all(struct mc_engine *engine, const struct mc_vec *replies)
{
	struct mc_err why;
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < replies->len; i++) {
		code = take_statement(engine, mc_vec_at(replies, i), &why);
	}
	if (!code) {
		engine_up(engine);
	} else if (mc_error_info(code)->grade == MC_GRADE_STORE) {
		engine_fault(engine, code, &why);
	} else {
		engine_suspect(engine);
	}
	if (replies->len) {
		engine_events_again(engine);
		engine_changed(engine);
	}
}

static void take_list(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	struct mc_vec replies;
	struct mc_err why;

	if (mc_reconciled_parse(mc_slice_of(answer->body), &replies, &why)) {
		engine_suspect(engine);
		return;
	}
	take_all(engine, &replies);
	MC_VEC_EACH(&replies, struct mc_reply, reply) {
		mc_reply_done(reply);
	}
	mc_vec_done(&replies);
}

/* An older gateway does not know the question: then each PUT asks for itself. */
static void answered(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	engine->reconcile_out = false;
	if (!engine_note(engine, answer)) {
		engine->reconciled = 0; /* it will be asked again, from the beginning */
		engine->reconcile_over = false;
	} else if (!answer->code) {
		take_list(engine, answer);
	} else {
		engine->reconcile_over = true;
	}
	engine_again(engine);
}

/* ---- the question */

static void send_list(struct mc_engine *engine, struct mc_slice list)
{
	struct mc_str lean;
	bool is_lean;

	mc_str_init(&lean, list.len);
	is_lean = engine->lean && mc_lean(list, &lean);
	mc_client_reconcile(engine->with.client, is_lean ? mc_slice_of(&lean) : list,
			    is_lean ? MC_LEAN_CODING : NULL, answered, engine);
	mc_str_done(&lean);
}

static void ask(struct mc_engine *engine)
{
	struct mc_vec items;
	struct mc_str body;

	mc_vec_init(&items, sizeof(struct mc_reconcile_item), MC_RECONCILE_MAX);
	MC_VEC_EACH(&engine->reconciling, struct mc_item, item) {
		struct mc_reconcile_item *to = mc_vec_push(&items);

		MC_COPY(to->epoch, item->epoch);
		to->seq = item->seq;
		MC_COPY(to->id, item->id);
		MC_COPY(to->digest, item->digest);
		MC_COPY(to->state, mc_state_name(item->state));
		engine->reconciled = item->n;
	}
	mc_str_init(&body, MC_JSON_MAX);
	mc_reconcile_format(mc_client_terminal(engine->with.client), &items, &body);
	engine->reconcile_out = true;
	send_list(engine, mc_slice_of(&body));
	mc_str_done(&body);
	mc_vec_done(&items);
}

/* The time has come to ask about what is on a stick, if anything is. */
static bool is_stick_due(struct mc_engine *engine, int64_t now)
{
	if (!engine->on_stick || now < engine->stick_next) {
		return false;
	}
	engine->stick_next = now + STICK_EVERY;
	return true;
}

static void look(struct mc_engine *engine, int64_t now)
{
	bool first = !engine->reconciled;
	struct mc_unsettled all;
	struct mc_err why;
	enum mc_code code;

	mc_vec_reset(&engine->reconciling);
	code = mc_mail_unsettled(engine->with.mail, engine->reconciled, MC_RECONCILE_MAX,
				 &engine->reconciling, &all, &why);
	if (code) {
		engine_fault(engine, code, &why);
		return;
	}
	engine->on_stick = all.bundled > 0;
	if (!engine->reconciling.len ||
	    (first && !is_stick_due(engine, now) && all.unknown <= WORTH_ASKING)) {
		engine->reconcile_over = true;
	} else {
		ask(engine);
	}
}

void engine_reconcile(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	if (engine->on_stick && now >= engine->stick_next) {
		engine->reconcile_over = false;
		engine->reconciled = 0;
	}
	if (!engine->reconcile_over && !engine_bulk_out(engine)) {
		look(engine, now);
	}
	if (engine->on_stick && engine->stick_next > now) {
		engine_sooner(wake, engine->stick_next);
	}
}
