/* SPDX-License-Identifier: MPL-2.0 */
/* events.c - what became of dossiers: polled each minute while one is open. */
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/trust/statement.h"
#include "sync/engine.h"

enum { POLL_EVERY = 60 * 1000 };

static const struct {
	const char *outcome;
	enum mc_happening happening;
} meanings[] = {
	{"forwarded", MC_HAPPENING_FORWARD},
	{"in_process", MC_HAPPENING_PROCESS},
	{"needs_supplement", MC_HAPPENING_SUPPLEMENT_ASKED},
	{"payment_due", MC_HAPPENING_PROCESS}, /* the desk stops the clock (follow.c) */
	{"stopped", MC_HAPPENING_PROCESS},
	{"returned", MC_HAPPENING_RETURN},
	{"completed", MC_HAPPENING_FINISH},
};

static enum mc_happening meaning_of(const char *outcome)
{
	for (size_t i = 0; i < MC_COUNT(meanings); i++) {
		if (!strcmp(meanings[i].outcome, outcome)) {
			return meanings[i].happening;
		}
	}
	return MC_HAPPENING_COUNT;
}

/* A branch may move while the whole stays what it is; and one that does not ask leaves what
 * another asked for as it stands. */
static enum mc_happening happening_of(const struct mc_outer *outer, enum mc_state state)
{
	enum mc_happening happening = meaning_of(outer->outcome);
	bool asked_before = happening == MC_HAPPENING_SUPPLEMENT_ASKED &&
			    state == MC_STATE_NEEDS_SUPPLEMENT;

	if (!outer->branch[0] || happening == MC_HAPPENING_COUNT) {
		return happening;
	}
	if (mc_state_after(state, happening) == MC_STATE_NONE ||
	    (asked_before && strcmp(outer->branch_outcome, outer->outcome) != 0)) {
		return MC_HAPPENING_BRANCH;
	}
	return happening;
}

/* About the very item that we sent? Not one of an older store, not other content. */
static bool is_about(const struct mc_outer *outer, const struct mc_item *item)
{
	return outer->seq == item->seq && !strcmp(outer->epoch, item->epoch) &&
	       !strcmp(outer->digest, item->digest);
}

void engine_events_again(struct mc_engine *engine)
{
	engine->events_next = 0; /* the official number may be there already */
	engine_events_missed(engine);
}

/* How far the list of this gateway reaches, as it was told: as it was when a hello is asked for,
 * for the courier goes on reading while that is on its way. */
enum mc_code engine_events_mark(struct mc_engine *engine, struct mc_err *why)
{
	struct mc_mail_gap gap = {0};
	int64_t cursor = 0;
	enum mc_code code = mc_mail_cursor(engine->with.mail, &cursor, why);

	code = code ? code : mc_mail_gap(engine->with.mail, &gap, why);
	engine->end.before = cursor > gap.until ? cursor : gap.until;
	return code;
}

/* Its list is another one than the one that we have read: the store has set it back, and what is
 * known in it is taken in once all the same. */
static void events_anew(struct mc_engine *engine)
{
	engine->gap.is = false;
	engine->gap.ahead = engine->gap.next = 0;
	engine->events_next = 0;
	engine->events_stale = engine->events_out;
}

void engine_events_told(struct mc_engine *engine, const struct mc_hello *hello, bool other)
{
	bool shorter = hello->tells_cursor && hello->cursor < engine->end.before;
	struct mc_err why;
	enum mc_code code = MC_OK;

	engine->end.told = hello->cursor;
	if (shorter && !other) {
		code = mc_mail_cursor_restart(engine->with.mail, &why);
	}
	if (code) {
		engine_fault(engine, code, &why);
	} else if (shorter || other) {
		events_anew(engine);
	}
}

/* What was missing and comes late tells how it was; what came behind it how it is. */
static enum mc_code is_late(struct mc_engine *engine, const struct mc_outer *outer, bool *ret,
			    struct mc_err *why)
{
	int64_t newest = 0;
	enum mc_code code = mc_mail_event_newest(engine->with.mail, outer->id, &newest, why);

	*ret = outer->cursor < newest;
	return code;
}

/*
 * What this desk does not know (a word of a newer gateway, an item of an older store)
 * is passed over: the cursor moves on, the gateway keeps it. An event that has overtaken its
 * receipt is passed over too, and comes again when that is here.
 */
static enum mc_code take_event(struct mc_engine *engine, const struct mc_outer *outer,
			       const struct mc_reply *reply, bool behind_gap, struct mc_err *why)
{
	struct mc_happened what = {
		.now = mc_clock_now(),
		.outer = mc_slice_text(reply->outer),
		.inner = mc_slice_of(&reply->inner),
		.cursor = outer->cursor,
		.behind_gap = behind_gap,
	};
	enum mc_happening happening = MC_HAPPENING_COUNT;
	bool late = false;
	struct mc_item item;
	enum mc_code code = mc_mail_item(engine->with.mail, outer->id, &item, why);

	if (!code) {
		happening = happening_of(outer, item.state);
	}
	if (code == MC_E_DOSSIER_UNKNOWN ||
	    (!code && (happening == MC_HAPPENING_COUNT || !is_about(outer, &item)))) {
		return MC_OK;
	}
	if (!code && engine_awaits_receipt(item.state)) {
		return engine_pass_over(engine, outer, why);
	}
	code = code ? code : is_late(engine, outer, &late, why);
	if (!code) {
		code = mc_mail_happen(engine->with.mail, outer->id,
				      late ? MC_HAPPENING_BRANCH : happening, &what, why);
	}
	return code == MC_E_DOSSIER_STATE ? MC_OK : code;
}

/* Only a signed cursor moves ours, and only forwards. True when it did. */
static bool keep_cursor(struct mc_engine *engine, int64_t before, int64_t cursor)
{
	struct mc_err why;
	enum mc_code code;

	if (cursor <= before) {
		return false;
	}
	code = mc_mail_cursor_set(engine->with.mail, cursor, &why);
	if (code) {
		engine_fault(engine, code, &why);
	}
	return !code;
}

/* Signed by our gateway, about this terminal? The list was asked for without a signature. */
static bool is_ours(struct mc_engine *engine, const struct mc_reply *reply, struct mc_outer *ret)
{
	struct mc_err why;

	return !mc_statement_verify(engine->with.keyring, mc_slice_text(reply->outer), "event",
				    mc_slice_of(&reply->inner), ret, &why) &&
	       !strcmp(ret->terminal, mc_client_terminal(engine->with.client));
}

/* One after the other, until something is not as it should be. */
static enum mc_code read_events(struct mc_engine *engine, const struct mc_vec *replies,
				struct events_read *read, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; i < replies->len; i++) {
		const struct mc_reply *reply = mc_vec_at(replies, i);
		bool ahead = engine->gap.asked > read->cursor;
		struct mc_outer outer;

		if (!is_ours(engine, reply, &outer)) {
			engine_suspect(engine);
			break;
		}
		if (!ahead && !read->until && outer.after > read->cursor) {
			read->until = outer.after;
		}
		code = take_event(engine, &outer, reply, ahead || read->until, why);
		if (code) {
			break;
		}
		read->count++;
		read->last = outer.cursor > read->last ? outer.cursor : read->last;
		if (!ahead && !read->until) {
			read->cursor = read->last;
		}
	}
	return code;
}

static void take_events(struct mc_engine *engine, const struct mc_vec *replies, int64_t before)
{
	struct events_read read = {.cursor = before, .last = engine->gap.asked};
	struct mc_err why;
	bool moved, news = false;
	enum mc_code code = read_events(engine, replies, &read, &why);

	if (code) {
		engine_fault(engine, code, &why);
		return;
	}
	moved = keep_cursor(engine, before, read.cursor);
	code = engine_gap_read(engine, &read, &news, &why);
	if (code) {
		engine_fault(engine, code, &why);
	} else if (moved || news) {
		engine->events_next = 0; /* there may be more behind a full page */
		engine_changed(engine);
	}
}

/* An empty list is signed by nobody; but nothing is taken as done on its strength. */
static void take_list(struct mc_engine *engine, const struct mc_client_answer *answer)
{
	struct mc_vec replies;
	struct mc_err why;
	int64_t told, cursor = 0;
	enum mc_code code;

	if (mc_events_parse(mc_slice_of(answer->body), &told, &replies, &why)) {
		engine_suspect(engine);
		return;
	}
	engine_up(engine);
	code = mc_mail_cursor(engine->with.mail, &cursor, &why);
	if (!code) {
		take_events(engine, &replies, cursor);
		code = replies.len ? MC_OK : engine_gap_end(engine, cursor, &why);
	}
	if (code) {
		engine_fault(engine, code, &why);
	}
	MC_VEC_EACH(&replies, struct mc_reply, reply) {
		mc_reply_done(reply);
	}
	mc_vec_done(&replies);
}

static void events_arrived(void *ctx, const struct mc_client_answer *answer)
{
	struct mc_engine *engine = ctx;

	engine->events_out = false;
	engine->events_done_once = true;
	engine->events_next = mc_clock_mono() + POLL_EVERY;
	if (engine->events_stale) { /* asked from behind what is to be asked for again */
		engine->events_stale = false;
		engine->events_next = 0;
	} else if (engine_note(engine, answer) && !answer->code) {
		take_list(engine, answer);
	}
	engine_again(engine);
}

/* A long queue has the line to itself between two polls: its receipts come back by the same way,
 * and each batch would bring news of the one before. */
static int64_t next_poll(const struct mc_engine *engine)
{
	int64_t spared = engine->events_asked + POLL_EVERY;

	if (!engine_bulk_out(engine) || !engine->events_asked) {
		return engine->events_next;
	}
	return engine->events_next > spared ? engine->events_next : spared;
}

void engine_events(struct mc_engine *engine, int64_t now, int64_t *wake)
{
	struct mc_mail_any any;
	struct mc_err why;
	int64_t cursor = 0, from;
	enum mc_code code;

	if (engine->events_out || engine->item_out || engine->reconcile_out) {
		return;
	}
	code = mc_mail_any(engine->with.mail, &any, &why);
	if (code) {
		engine_fault(engine, code, &why);
		return;
	}
	if (!any.open) {
		engine->events_done_once = true;
		return;
	}
	from = next_poll(engine);
	if (now < from) {
		engine_sooner(wake, from);
		return;
	}
	engine_events_missed(engine);
	code = mc_mail_cursor(engine->with.mail, &cursor, &why);
	if (code) {
		engine_fault(engine, code, &why);
		return;
	}
	engine->events_out = true;
	engine->events_asked = now;
	engine->end.due = engine->end.told;
	mc_client_events(engine->with.client, engine_gap_after(engine, cursor, now), events_arrived,
			 engine);
}
