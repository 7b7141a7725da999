/* SPDX-License-Identifier: MPL-2.0 */
/* hello.c - is it our gateway, does it know us, what does its clock say, is our store a copy? */

#include <stdio.h>
#include <stdlib.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/store/epoch.h"
#include "motcua/trust/statement.h"
#include "sync/engine.h"

enum { CLOCK_SLACK = 2000 }; /* ms; the time a hello took is no wrong clock */

/* It was a try for the question that waits, too: a real attempt with its cause. A refusal
 * that only a person can end is the outcome at once: nobody at the counter waits for it. */
void engine_hello_failed(struct mc_engine *engine, enum mc_code cause, int64_t retry_after,
			 const char *detail)
{
	struct mc_question question;
	struct mc_err why;
	enum mc_code code = MC_OK;

	engine_link_failed(engine, cause, retry_after, detail);
	if (mc_error_info(cause)->severity != MC_RETRY) {
		code = engine_refuse_questions(engine->with.mail, cause, &why);
	} else if (engine_asked(engine, &question)) {
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
		engine_hello_failed(engine, answer->code, answer->retry_after, answer->detail);
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
		engine_hello_failed(engine, MC_E_TERMINAL_UNKNOWN, 0,
				    jws.len ? "enrolled, and still unknown" : "no enrolment");
		engine->enrol_tried = false;
	} else {
		engine->enrol_tried = true;
		engine->hello_out = true;
		mc_client_enrol(engine->with.client, jws.data, enrolled_answer, engine);
	}
	mc_str_done(&jws);
}

/* When the two clocks were compared last, to the hour: a hello a minute costs no write a minute. */
static enum mc_code keep_compared(struct mc_engine *engine, struct mc_err *why)
{
	int64_t now = mc_clock_now(), before;
	struct mc_str text;
	char told[24];
	enum mc_code code;

	mc_str_init(&text, sizeof(told));
	code = mc_mail_get(engine->with.mail, "clock_told", &text, why);
	before = strtoll(text.data, NULL, 10);
	if (!code && (now < before || now - before >= MC_HOUR)) {
		snprintf(told, sizeof(told), "%lld", (long long)now);
		code = mc_mail_set(engine->with.mail, "clock_told", told, why);
	}
	mc_str_done(&text);
	return code;
}

static void keep_clock(struct mc_engine *engine, const struct mc_hello *hello)
{
	struct mc_link link;
	struct mc_err why;
	enum mc_code code = mc_mail_link(engine->with.mail, &link, &why);
	int64_t offset = hello->time - mc_clock_now();

	mc_http_clock(engine->with.http, llabs(offset) > CLOCK_SLACK ? offset : 0);
	if (!code && llabs(offset - link.clock_offset) > CLOCK_SLACK) {
		link.clock_offset = offset;
		code = mc_mail_link_set(engine->with.mail, &link, &why);
	}
	code = code ? code : keep_compared(engine, &why);
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

/* Was the gateway put back from a backup? It is told to people; sending goes on. */
static void keep_behind(struct mc_engine *engine, const struct mc_hello *hello)
{
	struct mc_gateway_behind before, after;
	struct mc_mail *mail = engine->with.mail;
	struct mc_err why;
	bool other = false;
	char detail[96];
	enum mc_code code = mc_mail_gateway_behind(mail, &before, &why);

	code = code ? code :
		      mc_mail_gateway_seen(mail, &engine->signed_for, hello->highest_epoch,
					   hello->highest_seq, mc_clock_now(), &other, &why);
	code = code ? code : mc_mail_gateway_behind(mail, &after, &why);
	if (code) {
		engine_fault(engine, code, &why);
		return;
	}
	engine_events_told(engine, hello, other);
	engine->behind.is = after.had > 0;
	engine->behind.knows = hello->highest_seq;
	(void)MC_COPY(engine->behind.epoch, hello->highest_epoch);
	if (after.had != before.had || after.knows != before.knows) {
		engine_changed(engine);
	}
	if (after.had > before.had && engine->with.failed) {
		snprintf(detail, sizeof(detail), "behind %lld up to %lld are gone",
			 (long long)after.knows, (long long)after.had);
		engine->with.failed(engine->with.ctx, MC_E_GATEWAY_BEHIND, detail);
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
	keep_behind(engine, hello);
	engine->enrolled = true;
	engine->enrol_tried = false;
	engine->batch.offered = hello->batches;
	engine->lean = hello->lean;
	engine->tus.asked = false;
	engine->upload_look = true;
	engine_packs_told(engine, hello->packs);
	engine_keys_told(engine, hello->keys_version);
	engine_up(engine);
}

/* Signed, and the answer to our nonce, about us? */
static enum mc_code read_hello(const struct mc_engine *engine,
			       const struct mc_client_answer *answer, struct mc_hello *ret,
			       struct mc_err *why)
{
	return mc_statement_hello(engine->with.keyring, mc_slice_text(answer->reply.outer),
				  engine->nonce, mc_client_terminal(engine->with.client), ret, why);
}

/* ---- the certificate's dates do not fit: whose clock is wrong? */

/* The next hello is judged by the time that this one told. One that got no answer told nothing,
 * and may be asked again. */
static void time_told(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;
	struct mc_hello hello;
	struct mc_err why;

	engine->hello_out = false;
	if (answer->code) {
		engine->dates_asked = mc_error_info(answer->code)->severity != MC_RETRY;
		engine_hello_failed(engine, answer->code, answer->retry_after, answer->detail);
	} else if (read_hello(engine, answer, &hello, &why)) {
		engine_hello_failed(engine, why.code == MC_E_KEY_UNKNOWN ? MC_E_GATEWAY_KEY :
								    MC_E_LINK_SUSPECT,
				    0, why.detail);
	} else {
		keep_clock(engine, &hello);
	}
	engine_again(engine);
}

static void say_nonce(struct mc_engine *engine)
{
	uint8_t bytes[16];
	struct mc_str nonce;

	mc_rand_bytes(bytes, sizeof(bytes));
	mc_str_init(&nonce, sizeof(engine->nonce));
	mc_base64url_encode((struct mc_slice){bytes, sizeof(bytes)}, &nonce);
	MC_COPY(engine->nonce, nonce.data);
	mc_str_done(&nonce);
}

static void ask_time(struct mc_engine *engine)
{
	engine->dates_asked = true;
	engine->hello_out = true;
	say_nonce(engine);
	mc_client_hello_any_date(engine->with.client, engine->nonce, time_told, engine);
}

/* A key that we do not know may be a new one of the gateway's: its root would have signed a
 * newer list. */
static void hello_answered(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	struct mc_hello hello;
	struct mc_err why;
	enum mc_code code = read_hello(engine, answer, &hello, &why);

	if (code == MC_E_KEY_UNKNOWN) {
		engine_keys_ask(engine);
	} else if (code) {
		engine_hello_failed(engine, MC_E_LINK_SUSPECT, 0, why.detail);
	} else {
		engine->dates_asked = false;
		hello_came(engine, &hello);
	}
}

static void hello_answer(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	engine->hello_out = false;
	if (answer->code && answer->dates && !engine->dates_asked) {
		ask_time(engine);
		return;
	}
	if (answer->code) {
		engine_hello_failed(engine, answer->code, answer->retry_after, answer->detail);
	} else {
		hello_answered(engine, answer);
	}
	engine_again(engine);
}

void engine_hello(struct mc_engine *engine)
{
	struct mc_err why;
	enum mc_code code;

	if (engine->hello_out || engine->keys.out) {
		return;
	}
	code = mc_mail_signed_for(engine->with.mail, &engine->signed_for, &why);
	code = code ? code : engine_events_mark(engine, &why);
	if (code) {
		engine_fault(engine, code, &why);
		return;
	}
	say_nonce(engine);
	engine->hello_out = true;
	engine_packs_hello(engine);
	mc_client_hello(engine->with.client, engine->nonce, hello_answer, engine);
}
