/* SPDX-License-Identifier: MPL-2.0 */
/*
 * fake_gateway.h - a desk's mail store and a gateway with real keys that lies on demand,
 * in one loop.
 */
#ifndef TESTS_SYNC_FAKE_GATEWAY_H
#define TESTS_SYNC_FAKE_GATEWAY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/keyring.h"
#include "motcua/seal/lean.h"
#include "motcua/seal/terminal.h"
#include "motcua/store/mail.h"
#include "motcua/wire/batch.h"
#include "motcua/wire/reconcile.h"
#include "support/check.h"
#include "support/fake_http.h"

#define EPOCH "00112233445566aa"
#define JSON "Content-Type: application/json\r\n"
#define PROBLEM "Content-Type: application/problem+json\r\n"
#define TUS_OK "Tus-Resumable: 1.0.0\r\n"

/* How a PUT or a question is answered. */
enum say {
	SAY_RIGHT, /* receipt or answer, 201 */
	SAY_AGAIN, /* the same with status 200 */
	SAY_PORTAL, SAY_LOGIN_JSON, SAY_TRUNCATED, SAY_LOST, SAY_BUSY, SAY_BUSY_A_WHILE, SAY_BUSY_LONG, SAY_POISON, SAY_BAD_SIGNATURE, SAY_OTHER_KEY, SAY_OTHER_ID,
	SAY_REPLAYED, SAY_OTHER_DIGEST, SAY_OTHER_KIND, SAY_REJECTED, SAY_REJECTED_UNSIGNED,
	SAY_SEQ_TAKEN, SAY_SEQ_TAKEN_UNSIGNED, SAY_SEQ_TAKEN_BY_US, SAY_DIGEST_MISMATCH,
	SAY_WITHDRAWN, SAY_IN_PROGRESS, SAY_BAD_REQUEST, SAY_UNKNOWN_TERMINAL, SAY_MISSING,
	SAY_NOTHING, SAY_SETTLED, SAY_SETTLED_UNSIGNED, /* to a withdrawal */
};

struct upload {
	char sha256[MC_DIGEST_LEN];
	int64_t length;
	struct mc_str bytes;
	bool gone;
};

struct world {
	struct mc_loop *loop;
	char *dir, *url, *keys_file;
	struct mc_paths paths;
	struct mc_mail *mail, *eye; /* eye: the gateway's look at the disk */
	struct fake_http *server;
	struct mc_sign_key *root, *sign, *other, *terminal;
	struct mc_keyring *keyring;
	char id[7];
	/* the gateway's behaviour and what it saw */
	bool enrolled, hello_portal, hello_old, hello_other_key, hello_other;
	int64_t clock_ahead; /* its clock minus ours */
	char highest_epoch[17]; /* as hello has it */
	int64_t highest_seq;
	char packs[9]; /* likewise */
	int64_t keys_version;    /* likewise; 0 = 1 */
	const char *keys_answer; /* to GET /v1/keys, JSON; NULL: there is no such thing */
	int keys_asked;
	void (*catalogues)(struct world *w, struct fake_conn *conn,
			   const struct fake_request *request);
	enum say put_says[8], ask_says[8]; /* in turn; SAY_RIGHT afterwards */
	const char *cut_at; /* the PUT of this one breaks off, each time; NULL = none */
	bool no_batches, lean; /* what it offers */
	bool refuses_lean;     /* all the same */
	int leans;	       /* requests in the short spelling */
	int keeps;	       /* so many batches are not answered until answer_kept() */
	struct {
		struct fake_conn *conn;
		struct mc_str body; /* of the request */
	} kept[2];
	int kept_count;
	enum say batch_says[8]; /* about the batch as a whole */
	int batches, batched;	/* requests, and records in them */
	int requests;		/* of every kind */
	enum say withdraw_says[8], reconcile_says[8];
	int reconciles, reconcile_skip; /* the record that it does not hold; -1 = none */
	int withdrawals; /* asked for */
	int supplements; /* of the puts */
	int hellos, enrolments, puts, asks, polls, heads, posts, patches;
	int64_t patched;     /* bytes of uploads */
	int64_t patch_began; /* the offset that the first of them were for */
	bool drop_uploads_after_head, damage;
	const char *tus_offers; /* further lines of the answer to OPTIONS */
	int deletes; /* of uploads */
	bool no_deletes;
	enum mc_state state_at_delete;
	int options, checked;   /* asked; checksums that were right */
	bool damage_piece;      /* the next one */
	enum mc_state state_at_put;
	char first_receipt[2048];
	char last_question[MC_UUID_LEN];
	struct upload uploads[16];
	int upload_count;
	/* events waiting to be fetched */
	struct mc_outer events[16];
	int event_count;
	unsigned events_hidden; /* bits: these are left out of the list */
	int events_page;        /* at most so many at once; 0 = all */
	bool events_of_other;   /* it is another terminal's list, well signed */
	bool tells_cursor;      /* its hello says where the list ends */
	int64_t polled_after;   /* by which cursor the list was last asked for */
	int questions; /* asked by the test */
	char question_id[8][MC_UUID_LEN], question_sha256[8][MC_DIGEST_LEN];
	struct mc_record records[80];
	int record_count;
};

/* ---- signing */

static inline void sign_as(const struct mc_sign_key *key, const char *kind,
			   const struct mc_str *payload, char *ret, size_t size)
{
	struct mc_str jws;

	mc_str_init(&jws, MC_JWS_MAX);
	assert_ok(mc_jws_sign(key, kind, mc_slice_of(payload), &jws, NULL));
	assert_int_equal(mc_copy(ret, size, jws.data), 0);
	mc_str_done(&jws);
}

static inline void sign_outer(struct world *w, const struct mc_sign_key *key,
			      const struct mc_outer *outer, const char *inner, char *ret, size_t size)
{
	struct mc_outer full = *outer;
	struct mc_str payload;

	full.at = full.at ? full.at : mc_clock_now();
	MC_COPY(full.terminal, full.terminal[0] ? full.terminal : w->id);
	if (inner) {
		mc_sha256_hex(mc_slice_text(inner), full.inner_sha256);
	}
	mc_str_init(&payload, 4096);
	mc_outer_format(&full, &payload);
	sign_as(key, full.kind, &payload, ret, size);
	mc_str_done(&payload);
}

static inline void send_reply(struct fake_conn *conn, int status, const char *jws, const char *inner)
{
	struct mc_str body;

	mc_str_init(&body, 1 << 20);
	mc_reply_format(jws, mc_slice_text(inner ? inner : ""), &body);
	fake_reply(conn, status, JSON, mc_slice_of(&body));
	mc_str_done(&body);
}

static inline void send_problem(struct fake_conn *conn, int status, const char *word,
				const char *jws, const struct mc_vec *parts)
{
	struct mc_str body;

	mc_str_init(&body, 1 << 20);
	mc_problem_doc_format(word, status, "t", jws, mc_slice_text(""), parts, &body);
	fake_reply(conn, status, strcmp(word, "busy") ? PROBLEM : PROBLEM "Retry-After: 1\r\n",
		   mc_slice_of(&body));
	mc_str_done(&body);
}

static inline enum say next_say(enum say says[8])
{
	enum say first = says[0];

	memmove(says, says + 1, 7 * sizeof(says[0]));
	says[7] = SAY_RIGHT;
	return first;
}

/* What is said whatever was asked; false: the caller answers. */
static inline bool say_common(struct fake_conn *conn, enum say say)
{
	switch (say) {
	case SAY_PORTAL:
		fake_reply(conn, 200, "Content-Type: text/html\r\n", mc_slice_text("<html>Log in"));
		return true;
	case SAY_LOGIN_JSON: /* a portal that knows what we accept */
		fake_reply(conn, 200, JSON, mc_slice_text("{\"login\":\"/portal\"}"));
		return true;
	case SAY_TRUNCATED: /* by a box that mends the length */
		fake_reply(conn, 201, JSON, mc_slice_text("{\"v\":1,\"outer\":\"eyJhbGciOiJF"));
		return true;
	case SAY_LOST: /* with a first word, or curl would ask again by itself */
		fake_raw(conn, mc_slice_text("HTTP/1.1 200 OK\r\nContent-"));
		fake_close(conn);
		return true;
	case SAY_BUSY_A_WHILE:
		fake_reply(conn, 429, "Retry-After: 40\r\n", mc_slice_text(""));
		return true;
	case SAY_BUSY_LONG: /* anybody can say so */
		fake_reply(conn, 503, "Retry-After: 3000\r\n", mc_slice_text(""));
		return true;
	case SAY_BUSY:
		send_problem(conn, 503, "busy", NULL, NULL);
		return true;
	case SAY_POISON:
		send_problem(conn, 500, "internal", NULL, NULL);
		return true;
	case SAY_BAD_REQUEST:
		send_problem(conn, 400, "bad-request", NULL, NULL);
		return true;
	case SAY_IN_PROGRESS:
		send_problem(conn, 409, "in-progress", NULL, NULL);
		return true;
	case SAY_UNKNOWN_TERMINAL:
		send_problem(conn, 403, "terminal-unknown", NULL, NULL);
		return true;
	case SAY_NOTHING:
		return true;
	default:
		return false;
	}
}

/* ---- the gateway's routes */

static inline void route_hello(struct world *w, struct fake_conn *conn, const char *path, int status)
{
	struct mc_hello hello = { .gateway = "giả", .tus = true,
				  .keys_version = w->keys_version ? w->keys_version : 1,
				  .batches = !w->no_batches,
				  .lean = w->lean };
	const char *nonce = strstr(path, "nonce=");
	struct mc_str payload;
	char jws[2048];

	if (w->hello_portal) {
		say_common(conn, SAY_PORTAL);
		return;
	}
	hello.time = mc_clock_now() + w->clock_ahead;
	hello.enrolled = w->enrolled;
	MC_COPY(hello.highest_epoch, w->highest_epoch);
	hello.highest_seq = w->highest_seq;
	hello.tells_cursor = w->tells_cursor;
	hello.cursor = w->event_count ? w->events[w->event_count - 1].cursor : 0;
	MC_COPY(hello.packs, w->packs);
	snprintf(hello.nonce, sizeof(hello.nonce), "%.22s", nonce ? nonce + 6 : "AAAAAAAAAAAAAAAAAAAAAA");
	if (w->hello_other) { /* asked about, and told of, another terminal */
		MC_COPY(hello.terminal, "ZZZZZZ");
		MC_COPY(hello.highest_epoch, "ffffffffffffffff");
		hello.highest_seq = 1000;
	}
	if (w->hello_old) {
		MC_COPY(hello.nonce, "AAAAAAAAAAAAAAAAAAAAAA");
	}
	mc_str_init(&payload, 4096);
	mc_hello_format(&hello, &payload);
	sign_as(w->hello_other_key ? w->other : w->sign, "hello", &payload, jws, sizeof(jws));
	mc_str_done(&payload);
	send_reply(conn, status, jws, NULL);
}

static inline const struct mc_record *record_of(const struct world *w, const char *id)
{
	for (int i = 0; i < w->record_count; i++) {
		if (!strcmp(w->records[i].id, id)) {
			return &w->records[i];
		}
	}
	return NULL;
}

static inline struct mc_outer outer_about(const struct mc_record *record, const char *kind,
					  const char *outcome)
{
	struct mc_outer outer = {.seq = record->seq};

	MC_COPY(outer.kind, kind);
	MC_COPY(outer.outcome, outcome);
	MC_COPY(outer.id, record->id);
	MC_COPY(outer.epoch, record->epoch);
	MC_COPY(outer.digest, record->digest);
	return outer;
}

/* What is said about one record, as a PUT or in a batch. */
struct said {
	int status;
	struct mc_str body;
};

static inline void said_problem(struct said *said, int status, const char *word, const char *jws,
				const struct mc_vec *parts)
{
	said->status = status;
	mc_problem_doc_format(word, status, "t", jws, mc_slice_text(""), parts, &said->body);
}

static inline void say_missing(struct world *w, struct said *said)
{
	struct mc_vec parts;

	mc_vec_init(&parts, MC_DIGEST_LEN, 8);
	if (w->upload_count) {
		mc_copy(mc_vec_push(&parts), MC_DIGEST_LEN, w->uploads[0].sha256);
		for (int i = 0; i < w->upload_count; i++) {
			w->uploads[i].gone = true;
		}
	}
	said_problem(said, 409, "parts-missing", NULL, &parts);
	mc_vec_done(&parts);
}

static inline void say_receipt(struct world *w, const struct mc_record *record, enum say say,
			       struct said *said)
{
	struct mc_outer outer = outer_about(record, "receipt", "received");
	char jws[2048];

	if (say == SAY_OTHER_ID) {
		MC_COPY(outer.id, "01936b2e-7c00-7d4a-8b5f-0123456789ff");
	}
	if (say == SAY_OTHER_DIGEST) {
		outer.digest[0] = outer.digest[0] == '0' ? '1' : '0';
	}
	if (say == SAY_OTHER_KIND) {
		outer = outer_about(record, "event", "completed");
	}
	sign_outer(w, say == SAY_OTHER_KEY ? w->other : w->sign, &outer, "sealed notice", jws,
		   sizeof(jws));
	if (say == SAY_REPLAYED) {
		MC_COPY(jws, w->first_receipt);
	}
	if (say == SAY_BAD_SIGNATURE) {
		char *at = strrchr(jws, '.') + 4;

		*at = *at == 'A' ? 'B' : 'A';
	}
	if (!w->first_receipt[0]) {
		MC_COPY(w->first_receipt, jws);
	}
	said->status = say == SAY_AGAIN ? 200 : 201;
	mc_reply_format(jws, mc_slice_text("sealed notice"), &said->body);
}

static inline void say_about(struct world *w, const struct mc_record *record, enum say say,
			     struct said *said)
{
	static const struct {
		enum say say;
		int status;
		const char *kind, *outcome, *word;
	} verdicts[] = {
		{SAY_REJECTED, 422, "rejection", "rejected", "rejected"},
		{SAY_WITHDRAWN, 410, "withdrawn", "withdrawn", "withdrawn"},
		{SAY_SEQ_TAKEN, 409, "refusal", "seq-taken", "seq-taken"},
		{SAY_SEQ_TAKEN_BY_US, 409, "refusal", "seq-taken", "seq-taken"},
		{SAY_DIGEST_MISMATCH, 422, "refusal", "digest-mismatch", "digest-mismatch"},
		{SAY_REJECTED_UNSIGNED, 422, NULL, NULL, "rejected"},
		{SAY_SEQ_TAKEN_UNSIGNED, 409, NULL, NULL, "seq-taken"},
		/* inside a batch; a PUT says them by say_common() */
		{SAY_POISON, 500, NULL, NULL, "internal"},
		{SAY_BAD_REQUEST, 400, NULL, NULL, "bad-request"},
		{SAY_IN_PROGRESS, 409, NULL, NULL, "in-progress"},
		{SAY_UNKNOWN_TERMINAL, 403, NULL, NULL, "terminal-unknown"},
	};
	struct mc_outer outer = {.id = ""};
	char jws[2048];

	if (say == SAY_MISSING) {
		say_missing(w, said);
		return;
	}
	for (size_t i = 0; i < MC_COUNT(verdicts); i++) {
		if (verdicts[i].say != say) {
			continue;
		}
		if (verdicts[i].kind) {
			outer = outer_about(record, verdicts[i].kind, verdicts[i].outcome);
		}
		if (say == SAY_SEQ_TAKEN) {
			MC_COPY(outer.id, "01936b2e-7c00-7d4a-8b5f-0123456789ff");
		}
		if (say == SAY_SEQ_TAKEN || say == SAY_DIGEST_MISMATCH) {
			outer.digest[0] = outer.digest[0] == '0' ? '1' : '0';
		}
		if (verdicts[i].kind) {
			sign_outer(w, w->sign, &outer, NULL, jws, sizeof(jws));
		}
		said_problem(said, verdicts[i].status, verdicts[i].word,
			     verdicts[i].kind ? jws : NULL, NULL);
		return;
	}
	say_receipt(w, record, say, said);
}

static inline enum mc_state state_on_disk(struct world *w, const char *id)
{
	struct mc_item item;

	assert_ok(mc_mail_item(w->eye, id, &item, NULL));
	return item.state;
}

static inline void route_put(struct world *w, struct fake_conn *conn, const char *id)
{
	enum say say = next_say(w->put_says);
	struct said said;

	w->puts++;
	w->state_at_put = state_on_disk(w, id);
	if (say_common(conn, w->cut_at && !strcmp(id, w->cut_at) ? SAY_LOST : say)) {
		return;
	}
	mc_str_init(&said.body, 1 << 20);
	say_about(w, record_of(w, id), say, &said);
	fake_reply(conn, said.status, said.status < 400 ? JSON : PROBLEM, mc_slice_of(&said.body));
	mc_str_done(&said.body);
}

/* Each record is answered as its PUT would be, by the next of put_says. */
static inline void answer_batch(struct world *w, struct mc_slice rest, struct mc_str *body)
{
	struct mc_slice record_jws, manifest;
	struct said said;
	bool first = true;

	mc_str_init(&said.body, 1 << 20);
	mc_batch_reply_begin(body);
	while (rest.len) {
		char sha256[MC_DIGEST_LEN];
		const struct mc_record *record = NULL;

		assert_ok(mc_batch_next(&rest, &record_jws, &manifest, NULL));
		mc_sha256_hex(manifest, sha256);
		for (int i = 0; i < w->record_count; i++) {
			record = strcmp(w->records[i].digest, sha256) ? record : &w->records[i];
		}
		assert_non_null(record);
		assert_true(state_on_disk(w, record->id) >= MC_STATE_COMMITTING);
		w->batched++;
		say_about(w, record, next_say(w->put_says), &said);
		mc_batch_reply_item(body, first, record->id, said.status, mc_slice_of(&said.body));
		mc_str_reset(&said.body);
		first = false;
	}
	mc_batch_reply_end(body);
	mc_str_done(&said.body);
}

static inline void keep_batch(struct world *w, struct fake_conn *conn, struct mc_slice body)
{
	w->kept[w->kept_count].conn = conn;
	mc_str_init(&w->kept[w->kept_count].body, MC_BATCH_MAX);
	mc_str_add(&w->kept[w->kept_count].body, body.data, body.len);
	w->kept_count++;
	w->keeps--;
}

static inline void forget_kept(struct world *w)
{
	while (w->kept_count) {
		mc_str_done(&w->kept[--w->kept_count].body);
	}
}

static inline void answer_kept(struct world *w)
{
	struct mc_str body;

	mc_str_init(&body, 1 << 20);
	for (int i = 0; i < w->kept_count; i++) {
		mc_str_reset(&body);
		answer_batch(w, mc_slice_of(&w->kept[i].body), &body);
		fake_reply(w->kept[i].conn, 200, JSON, mc_slice_of(&body));
	}
	mc_str_done(&body);
	forget_kept(w);
}

static inline void route_batch(struct world *w, struct fake_conn *conn,
			       const struct fake_request *request)
{
	enum say say = next_say(w->batch_says);
	struct mc_str body;

	w->batches++;
	if (say_common(conn, say)) {
		return;
	}
	if (w->keeps) {
		keep_batch(w, conn, mc_slice_of(&request->body));
		return;
	}
	mc_str_init(&body, 1 << 20);
	if (say == SAY_MISSING) { /* no answers at all */
		mc_batch_reply_begin(&body);
		mc_batch_reply_end(&body);
	} else {
		answer_batch(w, mc_slice_of(&request->body), &body);
	}
	fake_reply(conn, 200, JSON, mc_slice_of(&body));
	mc_str_done(&body);
}

static inline void route_withdraw(struct world *w, struct fake_conn *conn, const char *id)
{
	const struct mc_record *record = record_of(w, id);
	struct mc_outer outer = outer_about(record, "withdrawn", "withdrawn");
	enum say say = next_say(w->withdraw_says);
	char jws[2048];

	w->withdrawals++;
	outer.epoch[0] = '\0'; /* of an id, wherever it stands */
	outer.seq = 0;
	if (say_common(conn, say)) {
		return;
	}
	if (say == SAY_OTHER_ID) {
		MC_COPY(outer.id, "01936b2e-7c00-7d4a-8b5f-0123456789ff");
	} else if (say == SAY_OTHER_DIGEST) {
		outer.digest[0] = outer.digest[0] == '0' ? '1' : '0';
	} else if (say == SAY_REJECTED) {
		outer = outer_about(record, "rejection", "rejected");
	} else if (say == SAY_DIGEST_MISMATCH) {
		outer = outer_about(record, "refusal", "digest-mismatch");
		outer.digest[0] = outer.digest[0] == '0' ? '1' : '0';
	} else if (say == SAY_SETTLED) {
		outer = outer_about(record, "receipt", "received");
	}
	sign_outer(w, say == SAY_OTHER_KEY ? w->other : w->sign, &outer, NULL, jws, sizeof(jws));
	if (say == SAY_SETTLED || say == SAY_SETTLED_UNSIGNED) {
		send_problem(conn, 409, "settled", say == SAY_SETTLED ? jws : NULL, NULL);
	} else if (say == SAY_REJECTED || say == SAY_DIGEST_MISMATCH) {
		send_problem(conn, 422, say == SAY_REJECTED ? "rejected" : "digest-mismatch", jws,
			     NULL);
	} else {
		send_reply(conn, 200, jws, NULL);
	}
}

static inline void route_ask(struct world *w, struct fake_conn *conn,
			     const struct fake_request *request)
{
	struct mc_outer outer = {.kind = "answer", .outcome = "found"};
	enum say say = next_say(w->ask_says);
	char jws[2048];
	int i = request->body.len ? request->body.data[0] - '0' : 0;

	w->asks++;
	if (say_common(conn, say)) {
		return;
	}
	MC_COPY(outer.id, w->question_id[i]);
	MC_COPY(outer.digest, w->question_sha256[i]);
	if (say == SAY_OTHER_DIGEST) {
		outer.digest[0] = outer.digest[0] == '0' ? '1' : '0';
	}
	if (say == SAY_OTHER_ID) {
		MC_COPY(outer.id, "01936b2e-7c00-7d4a-8b5f-0123456789ff");
	}
	sign_outer(w, say == SAY_OTHER_KEY ? w->other : w->sign, &outer, "sealed answer", jws,
		   sizeof(jws));
	send_reply(conn, 200, jws, say == SAY_BAD_SIGNATURE ? "another inner" : "sealed answer");
}

static inline void route_reconcile(struct world *w, struct fake_conn *conn,
				   const struct fake_request *request)
{
	enum say say = next_say(w->reconcile_says);
	char terminal[MC_TERMINAL_LEN], jws[2048];
	struct mc_vec items;
	struct mc_str body;
	bool first = true;

	w->reconciles++;
	if (say_common(conn, say)) {
		return;
	}
	assert_ok(mc_reconcile_parse(mc_slice_of(&request->body), terminal, &items, NULL));
	assert_string_equal(terminal, w->id);
	mc_str_init(&body, 1 << 20);
	mc_reconciled_format_begin(&body);
	MC_VEC_EACH(&items, struct mc_reconcile_item, item) {
		const struct mc_record *record = record_of(w, item->id);
		struct mc_outer outer = outer_about(record, "receipt", "received");

		if (w->reconcile_skip >= 0 && record == &w->records[w->reconcile_skip]) {
			continue;
		}
		if (say == SAY_OTHER_ID) {
			MC_COPY(outer.id, "01936b2e-7c00-7d4a-8b5f-0123456789ff");
		} else if (say == SAY_OTHER_DIGEST) {
			outer.digest[0] = outer.digest[0] == '0' ? '1' : '0';
		}
		sign_outer(w, say == SAY_OTHER_KEY ? w->other : w->sign, &outer, "sealed notice",
			   jws, sizeof(jws));
		mc_events_format_item(&body, first, jws, mc_slice_text("sealed notice"));
		first = false;
	}
	mc_reconciled_format_end(&body);
	fake_reply(conn, 200, JSON, mc_slice_of(&body));
	mc_str_done(&body);
	mc_vec_done(&items);
}

static inline void route_events(struct world *w, struct fake_conn *conn, const char *path)
{
	int64_t after = strtoll(strstr(path, "after=") + 6, NULL, 10), cursor = after;
	bool first = true;
	int listed = 0;
	struct mc_str body;
	char jws[2048];

	w->polls++;
	w->polled_after = after;
	mc_str_init(&body, 1 << 20);
	for (int i = 0; i < w->event_count; i++) {
		cursor = w->events[i].cursor > cursor ? w->events[i].cursor : cursor;
	}
	mc_events_format_begin(&body, cursor);
	for (int i = 0; i < w->event_count; i++) {
		if (w->events_page && listed == w->events_page) {
			break;
		}
		if (w->events[i].cursor > after && !(w->events_hidden & 1u << i)) {
			listed++;
			MC_COPY(w->events[i].terminal, w->events_of_other ? "ZZZZZZ" : w->id);
			sign_outer(w, w->sign, &w->events[i], "sealed notice", jws, sizeof(jws));
			mc_events_format_item(&body, first, jws, mc_slice_text("sealed notice"));
			first = false;
		}
	}
	mc_events_format_end(&body);
	fake_reply(conn, 200, JSON, mc_slice_of(&body));
	mc_str_done(&body);
}

/* ---- tus */

static inline struct upload *held_part(struct world *w, const char *sha256)
{
	for (int i = 0; i < w->upload_count; i++) {
		struct upload *u = &w->uploads[i];

		if (!u->gone && !strncmp(u->sha256, sha256, 64) && (int64_t)u->bytes.len == u->length) {
			return u;
		}
	}
	return NULL;
}

static inline void route_options(struct world *w, struct fake_conn *conn)
{
	char text[256];

	w->options++;
	snprintf(text, sizeof(text), TUS_OK "%s", w->tus_offers ? w->tus_offers : "");
	fake_reply(conn, 204, text, mc_slice_text(""));
}

/* What the piece says of itself; false: 460 was answered. */
static inline bool check_piece(struct world *w, struct fake_conn *conn,
			       const struct fake_request *request)
{
	char text[128];
	uint8_t sha256[MC_SHA256_LEN];
	struct mc_str base64;
	bool good;

	if (!fake_header(request, "Upload-Checksum", text, sizeof(text))) {
		return true;
	}
	mc_sha256(mc_slice_of(&request->body), sha256);
	mc_str_init(&base64, 64);
	mc_base64_encode((struct mc_slice){sha256, sizeof(sha256)}, &base64);
	good = !strncmp(text, "sha256 ", 7) && !strcmp(text + 7, base64.data) && !w->damage_piece;
	mc_str_done(&base64);
	w->damage_piece = false;
	w->checked += good;
	if (!good) {
		send_problem(conn, 460, "digest-mismatch", NULL, NULL);
	}
	return good;
}

static inline void new_upload(struct world *w, struct fake_conn *conn,
			      const struct fake_request *request)
{
	struct upload *u = &w->uploads[w->upload_count++];
	char text[512], headers[128];
	struct mc_str sha256;

	w->posts++;
	*u = (struct upload){.length = 0};
	assert_true(fake_header(request, "Upload-Length", text, sizeof(text)));
	u->length = strtoll(text, NULL, 10);
	assert_true(fake_header(request, "Upload-Metadata", text, sizeof(text)));
	mc_str_init(&sha256, 64);
	assert_true(mc_base64_decode((struct mc_slice){text + 7, strcspn(text + 7, ",")}, &sha256));
	MC_COPY(u->sha256, sha256.data);
	mc_str_done(&sha256);
	mc_str_init(&u->bytes, 1 << 25);
	if (request->body.len && !check_piece(w, conn, request)) {
		return;
	}
	mc_str_add(&u->bytes, request->body.data, request->body.len);
	snprintf(headers, sizeof(headers), TUS_OK "Location: /v1/uploads/%d\r\nUpload-Offset: %zu\r\n",
		 w->upload_count, u->bytes.len);
	fake_reply(conn, 201, headers, mc_slice_text(""));
}

static inline void patch_upload(struct world *w, struct fake_conn *conn, struct upload *u,
				const struct fake_request *request)
{
	char text[64], sha256[MC_DIGEST_LEN];

	w->patches++;
	assert_true(fake_header(request, "Upload-Offset", text, sizeof(text)));
	w->patch_began = w->patched ? w->patch_began : strtoll(text, NULL, 10);
	w->patched += (int64_t)request->body.len;
	if (strtoll(text, NULL, 10) != (int64_t)u->bytes.len) {
		send_problem(conn, 409, "in-progress", NULL, NULL);
		return;
	}
	if (!request->cut && !check_piece(w, conn, request)) {
		return;
	}
	mc_str_add(&u->bytes, request->body.data, request->body.len);
	if (request->cut) {
		return;
	}
	mc_sha256_hex(mc_slice_of(&u->bytes), sha256);
	if ((int64_t)u->bytes.len == u->length && (strcmp(sha256, u->sha256) || w->damage)) {
		w->damage = false;
		u->gone = true;
		send_problem(conn, 460, "digest-mismatch", NULL, NULL);
		return;
	}
	snprintf(text, sizeof(text), TUS_OK "Upload-Offset: %zu\r\n", u->bytes.len);
	fake_reply(conn, 204, text, mc_slice_text(""));
}

static inline void route_upload(struct world *w, struct fake_conn *conn,
				const struct fake_request *request)
{
	struct upload *u = &w->uploads[atoi(request->path + strlen("/v1/uploads/")) - 1];
	char text[64];

	if (u->gone) {
		fake_reply(conn, 404, PROBLEM, mc_slice_text(""));
	} else if (!strcmp(request->method, "DELETE") && w->no_deletes) {
		fake_reply(conn, 405, "Content-Type: text/plain\r\n", mc_slice_text("no"));
	} else if (!strcmp(request->method, "DELETE")) {
		w->deletes++;
		w->state_at_delete = state_on_disk(w, w->records[0].id);
		u->gone = true;
		fake_reply(conn, 204, TUS_OK, mc_slice_text(""));
	} else if (!strcmp(request->method, "PATCH")) {
		patch_upload(w, conn, u, request);
	} else {
		w->heads++;
		snprintf(text, sizeof(text), TUS_OK "Upload-Offset: %zu\r\n", u->bytes.len);
		fake_reply(conn, 200, text, mc_slice_text(""));
	}
}

/* A lean body in its long spelling; false: it was refused. */
static inline bool spell_out(struct world *w, struct fake_conn *conn, struct fake_request *request)
{
	struct mc_str records;

	if (strstr(request->head, "Content-Encoding: motcua\r\n")) {
		w->leans++;
		mc_str_init(&records, MC_JSON_MAX);
		assert_ok(mc_unlean(mc_slice_of(&request->body), &records, NULL));
		mc_str_done(&request->body);
		request->body = records;
		return true;
	}
	if (!strstr(request->head, "Content-Type: application/vnd.motcua.lean\r\n")) {
		return true;
	}
	w->leans++;
	if (w->refuses_lean) {
		send_problem(conn, 415, "unsupported-type", NULL, NULL);
		return false;
	}
	mc_str_init(&records, MC_BATCH_MAX);
	assert_ok(mc_unlean_batch(mc_slice_of(&request->body), &records, NULL));
	mc_str_done(&request->body);
	request->body = records;
	return true;
}

static inline void gateway_long(struct world *w, struct fake_conn *conn,
				const struct fake_request *request)
{
	const char *path = request->path;

	if (!strncmp(path, "/v1/hello", 9)) {
		w->hellos++;
		route_hello(w, conn, path, 200);
	} else if (!strcmp(path, "/v1/keys")) {
		w->keys_asked++;
		if (w->keys_answer) {
			fake_reply(conn, 200, JSON, mc_slice_text(w->keys_answer));
		} else {
			send_problem(conn, 404, "not-found", NULL, NULL);
		}
	} else if (!strcmp(path, "/v1/enrolments")) {
		w->enrolments++;
		w->enrolled = strcmp(request->body.data, "a.good.code") == 0;
		if (w->enrolled) {
			route_hello(w, conn, path, 201);
		} else {
			send_problem(conn, 403, "enrol-code", NULL, NULL);
		}
	} else if (!strncmp(path, "/v1/dossiers/", 13)) {
		if (strstr(path, "/withdrawal")) {
			char id[MC_UUID_LEN];

			snprintf(id, sizeof(id), "%.36s", path + 13);
			route_withdraw(w, conn, id);
		} else if (strstr(path, "/supplements/")) {
			w->supplements++;
			route_put(w, conn, strstr(path, "/supplements/") + 13);
		} else {
			route_put(w, conn, path + 13);
		}
	} else if (!strcmp(path, "/v1/queries") || !strcmp(path, "/v1/residence-proofs")) {
		route_ask(w, conn, request);
	} else if (!strcmp(path, "/v1/batches")) {
		route_batch(w, conn, request);
	} else if (!strcmp(path, "/v1/reconcile")) {
		route_reconcile(w, conn, request);
	} else if (!strncmp(path, "/v1/catalogues/", 15) && w->catalogues) {
		w->catalogues(w, conn, request);
	} else if (!strncmp(path, "/v1/events", 10)) {
		route_events(w, conn, path);
	} else if (!strncmp(path, "/v1/parts/", 10)) {
		w->heads++;
		fake_reply(conn, held_part(w, path + 10) ? 200 : 404,
			   held_part(w, path + 10) ? NULL : PROBLEM, mc_slice_text(""));
	} else if (!strcmp(path, "/v1/uploads") && !strcmp(request->method, "OPTIONS")) {
		route_options(w, conn);
	} else if (!strcmp(path, "/v1/uploads")) {
		new_upload(w, conn, request);
	} else {
		route_upload(w, conn, request);
	}
}

static inline void gateway(void *ctx, struct fake_conn *conn, const struct fake_request *request)
{
	struct world *w = ctx;
	struct fake_request spelled = *request;

	w->requests++;
	mc_str_init(&spelled.body, 1 << 25);
	mc_str_add(&spelled.body, request->body.data, request->body.len);
	if (spell_out(w, conn, &spelled)) {
		gateway_long(w, conn, &spelled);
	}
	mc_str_done(&spelled.body);
}

/* ---- the desk's side */

static inline void make_keyring(struct world *w)
{
	struct mc_keyring_entry entry = {.from = 0, .until = INT64_C(4102444800000)};
	struct mc_str text;

	mc_sign_key_public(w->sign, &entry.verify);
	mc_str_init(&text, 8192);
	assert_ok(mc_keyring_format(w->root, 1, INT64_C(1790000000000), &entry, 1, &text, NULL));
	assert_ok(mc_keyring_parse(mc_slice_of(&text), &w->keyring, NULL));
	w->keys_file = mc_path_join(w->dir, "gateway.keys");
	assert_ok(mc_file_write(w->keys_file, 0600, mc_slice_of(&text), NULL));
	mc_str_done(&text);
}

/* A table makes more worlds than test_dir() makes folders. */
static inline char *world_dir(void)
{
	static char *top;
	static int count;
	char name[16];

	top = top ? top : test_dir();
	snprintf(name, sizeof(name), "%d", count++);
	return mc_path_join(top, name);
}

static inline void open_world(struct world *w)
{
	struct mc_verify_key verify;
	char socket_path[200];

	*w = (struct world){.loop = mc_loop_new(), .dir = world_dir(), .enrolled = true};
	assert_ok(mc_dir_make(w->dir, 0700, NULL));
	assert_ok(mc_seal_init(NULL));
	w->root = mc_sign_key_new();
	w->sign = mc_sign_key_new();
	w->other = mc_sign_key_new();
	w->terminal = mc_sign_key_new();
	mc_sign_key_public(w->terminal, &verify);
	mc_terminal_id(&verify, w->id);
	make_keyring(w);
	mc_paths_init(&w->paths, w->dir);
	assert_ok(mc_paths_make(&w->paths, NULL));
	assert_ok(mc_mail_open(&w->paths, &w->mail, NULL));
	assert_ok(mc_mail_open(&w->paths, &w->eye, NULL));
	assert_ok(mc_mail_set(w->mail, "epoch", EPOCH, NULL));
	assert_ok(mc_mail_set(w->mail, "terminal", w->id, NULL));
	snprintf(socket_path, sizeof(socket_path), "%s/s", w->dir);
	w->url = mc_calloc(1, 220);
	snprintf(w->url, 220, "unix:%s", socket_path);
	w->server = fake_http_new(w->loop, socket_path, gateway, w);
}

static inline void close_world(struct world *w)
{
	for (int i = 0; i < w->upload_count; i++) {
		mc_str_done(&w->uploads[i].bytes);
	}
	fake_http_free(w->server);
	mc_loop_free(w->loop);
	mc_mail_close(w->eye);
	mc_mail_close(w->mail);
	mc_keyring_free(w->keyring);
	mc_sign_key_free(w->root);
	mc_sign_key_free(w->sign);
	mc_sign_key_free(w->other);
	mc_sign_key_free(w->terminal);
	mc_paths_done(&w->paths);
	free(w->keys_file);
	free(w->url);
	free(w->dir);
}

/* The file of an attachment of so many bytes, of its own for each record. */
static inline void new_part(struct world *w, size_t size, char ret_sha256[MC_DIGEST_LEN])
{
	struct mc_str bytes;
	char *path;

	mc_str_init(&bytes, size);
	for (size_t i = 0; i < size; i++) {
		mc_str_putc(&bytes, (char)(i * 7 + (i >> 9) + (size_t)w->record_count));
	}
	mc_sha256_hex(mc_slice_of(&bytes), ret_sha256);
	path = mc_path_join(w->paths.parts, ret_sha256);
	assert_ok(mc_file_write(path, 0660, mc_slice_of(&bytes), NULL));
	free(path);
	mc_str_done(&bytes);
}

/* Seal one, with the attachment of this name when its size is not 0. Returns its number. */
static inline int seal_with(struct world *w, const char *sha256, int64_t size)
{
	struct mc_record *record = &w->records[w->record_count];
	char jws[2048], manifest[64], part[1][MC_DIGEST_LEN];
	struct mc_seal_head head;
	struct mc_str payload;
	struct mc_sealed sealed = {.now = mc_clock_now(), .parts = part, .part_sizes = &size};

	snprintf(manifest, sizeof(manifest), "age-encryption.org/v1 manifest %d", w->record_count);
	mc_uuid7(record->id);
	MC_COPY(record->terminal, w->id);
	mc_sha256_hex(mc_slice_text(manifest), record->digest);
	record->at = mc_clock_now();
	MC_COPY(part[0], sha256);
	sealed.part_count = size > 0;
	assert_ok(mc_mail_seal_begin(w->mail, &head, NULL));
	MC_COPY(record->epoch, head.epoch);
	MC_COPY(record->prev, head.prev);
	record->seq = head.next_seq;
	mc_str_init(&payload, 4096);
	mc_record_format(record, &payload);
	sign_as(w->terminal, "record", &payload, jws, sizeof(jws));
	mc_str_done(&payload);
	sealed.id = record->id;
	sealed.digest = record->digest;
	sealed.replaces = record->replaces;
	sealed.burial = mc_slice_text("a.signed.wish");
	sealed.record = mc_slice_text(jws);
	sealed.manifest = mc_slice_text(manifest);
	assert_ok(mc_mail_seal_commit(w->mail, &sealed, NULL));
	return w->record_count++;
}

/* Seal one, with an attachment of part_size bytes when that is not 0. Returns its number. */
static inline int seal(struct world *w, size_t part_size)
{
	char sha256[MC_DIGEST_LEN] = "";

	if (part_size) {
		new_part(w, part_size, sha256);
	}
	return seal_with(w, sha256, (int64_t)part_size);
}

/* Ask; the envelope's first byte tells the gateway which question it is. */
static inline int ask_as(struct world *w, int64_t give_up_in, bool queued)
{
	char envelope[32];
	int n = w->questions++;
	struct mc_question question = {.kind = n % 2 ? MC_QUERY_VERIFY : MC_QUERY_LOOKUP,
				       .asked_at = mc_clock_now(),
				       .give_up_at = mc_clock_now() + give_up_in,
				       .queued = queued};

	mc_uuid7(w->question_id[n]);
	MC_COPY(question.id, w->question_id[n]);
	snprintf(envelope, sizeof(envelope), "%d sealed", n);
	mc_sha256_hex(mc_slice_text(envelope), w->question_sha256[n]);
	assert_ok(mc_mail_ask(w->mail, &question, mc_slice_text(envelope), w->question_sha256[n],
			      NULL));
	return n;
}

static inline int ask(struct world *w, int64_t give_up_in)
{
	return ask_as(w, give_up_in, false);
}

static inline struct mc_question question(struct world *w, int n)
{
	struct mc_question q;

	assert_ok(mc_mail_question(w->mail, w->question_id[n], &q, NULL));
	return q;
}

static inline struct mc_item item_of(struct world *w, int n)
{
	struct mc_item item;

	assert_ok(mc_mail_item(w->mail, w->records[n].id, &item, NULL));
	return item;
}

static inline enum mc_state state_of(struct world *w, int n)
{
	return item_of(w, n).state;
}

static inline struct mc_link link_of(struct world *w)
{
	struct mc_link link;

	assert_ok(mc_mail_link(w->mail, &link, NULL));
	return link;
}

static inline void add_event(struct world *w, int n, const char *outcome, int64_t cursor)
{
	w->events[w->event_count] = outer_about(&w->records[n], "event", outcome);
	w->events[w->event_count].at = mc_clock_now(); /* the same bytes at every poll */
	w->events[w->event_count].after = w->event_count ? w->events[w->event_count - 1].cursor : 0;
	w->events[w->event_count++].cursor = cursor;
}

#endif
