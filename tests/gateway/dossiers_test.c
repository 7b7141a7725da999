/* SPDX-License-Identifier: MPL-2.0 */
/* Dossiers over HTTP: exactly once, the same receipt bytes, signed refusals, bad input. */
#include <sqlite3.h>

#include "gateway/harness.h"

static void receipt_is_signed_and_repeats_byte_for_byte(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1);
	struct test_reply first = put(g, &d), again = put(g, &d), asked;
	struct mc_outer outer = outer_of(g, &first, "receipt", NULL);
	char path[96];

	assert_int_equal(first.status, 201);
	assert_int_equal(again.status, 200);
	assert_string_equal(first.body, again.body);
	assert_string_equal(outer.id, d.record.id);
	assert_string_equal(outer.digest, d.record.digest);
	assert_string_equal(outer.epoch, g->epoch);
	assert_int_equal(outer.seq, 1);
	snprintf(path, sizeof(path), "/v1/dossiers/%s/receipt", d.record.id);
	asked = test_call(g->socket, "GET", path, "", NULL, 0);
	assert_int_equal(asked.status, 200);
	assert_string_equal(asked.body, first.body);
	test_reply_done(&first);
	test_reply_done(&again);
	test_reply_done(&asked);
	dossier_done(&d);
}

static void other_bytes_under_a_known_id_are_refused(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1), other = new_dossier(g, 2);
	struct test_reply r = put(g, &d);
	struct mc_outer outer;

	test_reply_done(&r);
	MC_COPY(other.record.id, d.record.id);
	sign_record(&other, g->keys.sign);
	r = put(g, &other);
	assert_problem(&r, 422, "digest-mismatch");
	outer = outer_of(g, &r, "refusal", NULL);
	assert_string_equal(outer.outcome, "digest-mismatch");
	assert_string_equal(outer.digest, d.record.digest);
	test_reply_done(&r);
	dossier_done(&d);
	dossier_done(&other);
}

static void a_taken_seq_is_refused_with_the_id_it_holds(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1), other = new_dossier(g, 1);
	struct test_reply r = put(g, &d);
	struct mc_outer outer;

	test_reply_done(&r);
	r = put(g, &other);
	assert_problem(&r, 409, "seq-taken");
	outer = outer_of(g, &r, "refusal", NULL);
	assert_string_equal(outer.id, d.record.id);
	assert_string_equal(outer.digest, d.record.digest);
	test_reply_done(&r);
	dossier_done(&d);
	dossier_done(&other);
}

/* Refused requests; what happens to the request is told by one function. */
struct bad {
	const char *what;
	int status;
	const char *word;
	void (*spoil)(struct gateway *g, struct dossier *d, char *head, size_t size);
};

static void replace(char *head, size_t size, const char *from, const char *to)
{
	char *at = strstr(head, from), *rest;

	assert_non_null(at);
	rest = strdup(at + strlen(from));
	snprintf(at, size - (size_t)(at - head), "%s%s", to, rest);
	free(rest);
}

static void wrong_type(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	(void)g, (void)d;
	replace(head, size, "application/age", "application/json");
}

static void no_record(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	(void)g, (void)d;
	replace(head, size, "Motcua-Record", "X-Record");
}

static void truncated_record(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	char whole[2048];

	(void)g;
	snprintf(whole, sizeof(whole), "%s", d->jws);
	whole[strlen(whole) / 2] = '\0';
	replace(head, size, d->jws, whole);
}

static void foreign_key(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	struct mc_sign_key *key = mc_sign_key_new();

	(void)g;
	sign_record(d, key);
	put_head(d, head, size);
	mc_sign_key_free(key);
}

static void wrong_signature(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	char *last = strrchr(d->jws, '.') + 1;

	(void)g;
	last[0] = last[0] == 'A' ? 'B' : 'A';
	put_head(d, head, size);
}

static void unknown_terminal(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	struct mc_terminal_keys keys;

	new_terminal(g, &keys);
	MC_COPY(d->record.terminal, keys.id);
	sign_record(d, keys.sign);
	put_head(d, head, size);
	mc_terminal_keys_done(&keys);
}

static void other_kind(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	struct mc_str payload;

	mc_str_init(&payload, 4096);
	mc_record_format(&d->record, &payload);
	free(d->jws);
	d->jws = signed_by(g->keys.sign, "question", &payload);
	mc_str_done(&payload);
	put_head(d, head, size);
}

static void json_cut_off(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	struct mc_str payload;

	mc_str_init(&payload, 4096);
	mc_str_puts(&payload, "{\"v\":1,\"id\":\"");
	free(d->jws);
	d->jws = signed_by(g->keys.sign, "record", &payload);
	mc_str_done(&payload);
	put_head(d, head, size);
}

static void other_idempotency_key(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	(void)g, (void)d;
	replace(head, size, "Key: \"", "Key: \"0");
}

static void other_repr_digest(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	(void)g, (void)d;
	replace(head, size, "sha-256=:", "sha-256=:A");
}

static void other_id_in_record(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	char id[MC_UUID_LEN];

	MC_COPY(id, d->record.id);
	mc_uuid7(d->record.id);
	sign_record(d, g->keys.sign);
	MC_COPY(d->record.id, id);
	put_head(d, head, size);
}

static void other_body(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	char *jws = d->jws;

	(void)g;
	mc_str_puts(&d->manifest, "x");
	put_head(d, head, size); /* Repr-Digest fits, the record does not */
	assert_ptr_equal(jws, d->jws);
}

static void oversized(struct gateway *g, struct dossier *d, char *head, size_t size)
{
	while (d->manifest.len <= MC_MANIFEST_MAX) {
		mc_str_puts(&d->manifest, "0123456789abcdef");
	}
	sign_record(d, g->keys.sign);
	put_head(d, head, size);
}

static const struct bad bads[] = {
	{"content type", 415, "unsupported-type", wrong_type},
	{"no record", 400, "bad-request", no_record},
	{"record cut off", 400, "bad-request", truncated_record},
	{"another key", 403, "terminal-unknown", foreign_key},
	{"wrong signature", 400, "bad-request", wrong_signature},
	{"unknown terminal", 403, "terminal-unknown", unknown_terminal},
	{"another kind", 400, "bad-request", other_kind},
	{"JSON cut off", 400, "bad-request", json_cut_off},
	{"another idempotency key", 400, "bad-request", other_idempotency_key},
	{"another Repr-Digest", 400, "bad-request", other_repr_digest},
	{"another id", 400, "bad-request", other_id_in_record},
	{"another body", 400, "bad-request", other_body},
	{"oversized", 413, "too-large", oversized},
};

static void bad_requests_are_problems_and_leave_nothing(void **state)
{
	struct gateway *g = *state;

	for (size_t i = 0; i < MC_COUNT(bads); i++) {
		struct dossier d = new_dossier(g, 7);
		char head[8192], path[96];
		struct test_reply r;

		print_message("%s\n", bads[i].what);
		put_head(&d, head, sizeof(head));
		snprintf(path, sizeof(path), "/v1/dossiers/%s", d.record.id);
		bads[i].spoil(g, &d, head, sizeof(head));
		r = test_call(g->socket, "PUT", path, head, d.manifest.data, d.manifest.len);
		assert_problem(&r, bads[i].status, bads[i].word);
		test_reply_done(&r);
		strcat(path, "/receipt");
		r = test_call(g->socket, "GET", path, "", NULL, 0);
		assert_problem(&r, 404, "not-found");
		test_reply_done(&r);
		dossier_done(&d);
	}
}

static void what_cannot_be_read_is_rejected_once_and_for_all(void **state)
{
	static const struct {
		const char *json, *procedure;
	} cases[] = {
		{"", ""}, /* no envelope at all */
		{"not JSON", ""},
		{"{\"v\":1,\"id\":\"00000000-0000-7000-8000-000000000000\"}", ""},
		{NULL, "birth"},
		{NULL, "2.00262"},
		{NULL, "2.0026211"},
	};
	struct gateway *g = *state;

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct dossier d =
			dossier_of(g, (int64_t)i + 1, cases[i].json, cases[i].procedure, NULL);
		struct test_reply first, again;
		struct mc_notice notice;
		struct mc_str inner;
		struct mc_outer outer;

		if (cases[i].json && !cases[i].json[0]) {
			mc_str_reset(&d.manifest);
			mc_str_puts(&d.manifest, "age-encryption.org/v1\ngarbage");
			sign_record(&d, g->keys.sign);
		}
		first = put(g, &d);
		again = put(g, &d);
		assert_problem(&first, 422, "rejected");
		assert_string_equal(first.body, again.body);
		mc_str_init(&inner, MC_JSON_MAX);
		outer = outer_of(g, &first, "rejection", &inner);
		assert_string_equal(outer.digest, d.record.digest);
		assert_int_equal(outer.seq, (int64_t)i + 1);
		assert_ok(mc_notice_parse(mc_slice_of(&inner), &notice, NULL));
		assert_int_equal(notice.reason_count, 1);
		assert_string_equal(notice.reasons[0].field, "manifest");
		mc_str_done(&inner);
		test_reply_done(&first);
		test_reply_done(&again);
		dossier_done(&d);
	}
}

static void seal_to_another_key(struct dossier *d)
{
	struct mc_open_key *key = mc_open_key_new();
	struct mc_seal_key to;

	mc_open_key_public(key, &to);
	mc_str_reset(&d->manifest);
	assert_ok(mc_pack_seal(&to, 1, mc_slice_text("{\"v\":1}"), &d->manifest, NULL));
	mc_open_key_free(key);
}

static void assert_logged(const struct gateway *g, const char *id, const char *code)
{
	char *path = mc_path_join(g->dir, "log"), want[96];
	struct mc_str log;

	mc_str_init(&log, MC_JSON_MAX);
	assert_ok(mc_file_read(path, &log, NULL));
	snprintf(want, sizeof(want), "dossier %s: [%s]", id, code);
	assert_non_null(strstr(log.data, want));
	mc_str_done(&log);
	free(path);
}

/* The gateway's own trouble: nothing is signed, nothing kept, and the same id may come again. */
static void what_only_this_gateway_cannot_read_is_not_rejected(void **state)
{
	static const struct {
		const char *json; /* NULL: sealed to a key that is not the gateway's */
		int status;
		const char *word, *code;
	} cases[] = {
		{NULL, 503, "busy", "KEY-07"},
		{"{\"v\":2}", 426, "upgrade-required", "MSG-03"},
	};
	struct gateway *g = *state;

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct dossier d = dossier_of(g, (int64_t)i + 1, cases[i].json, "2.002621", NULL);
		struct dossier good = new_dossier(g, (int64_t)i + 1);
		struct test_reply r;

		if (!cases[i].json) {
			seal_to_another_key(&d);
			sign_record(&d, g->keys.sign);
		}
		r = put(g, &d);
		assert_problem(&r, cases[i].status, cases[i].word);
		assert_null(strstr(r.body, "\"outer\""));
		assert_int_equal(test_header(&r, "Retry-After")[0] != '\0', r.status == 503);
		test_reply_done(&r);
		assert_logged(g, d.record.id, cases[i].code);
		r = put(g, &good); /* its running number is still free */
		assert_int_equal(r.status, 201);
		test_reply_done(&r);
		dossier_done(&d);
		dossier_done(&good);
	}
}

/* The same dossier with other bytes sealed in its place, as they are. */
static struct test_reply put_bytes(struct gateway *g, int64_t seq, struct mc_slice plain)
{
	const struct mc_seal_key *to = mc_keyring_seal_key(g->ring, mc_clock_now());
	struct dossier d = new_dossier(g, seq);
	struct test_reply r;

	mc_str_reset(&d.manifest);
	assert_ok(mc_age_seal(to, 1, plain, &d.manifest, NULL));
	sign_record(&d, g->keys.sign);
	r = put(g, &d);
	dossier_done(&d);
	return r;
}

/* 2 MiB of blanks in a few hundred bytes: as JSON harmless, as memory not asked for. */
static void what_inflates_beyond_its_cap_is_rejected(void **state)
{
	struct gateway *g = *state;
	size_t size = 2 * MC_JSON_MAX;
	char *blanks = mc_calloc(1, size);
	struct mc_str frame;
	struct test_reply r;

	memset(blanks, ' ', size);
	mc_str_init(&frame, size);
	assert_ok(mc_pack((struct mc_slice){blanks, size}, &frame, NULL));
	assert_true(frame.len < 4096);
	r = put_bytes(g, 1, mc_slice_of(&frame));
	assert_problem(&r, 422, "rejected");
	test_reply_done(&r);
	frame.data[frame.len - 1] ^= 1;
	r = put_bytes(g, 2, mc_slice_of(&frame));
	assert_problem(&r, 422, "rejected");
	test_reply_done(&r);
	mc_str_done(&frame);
	free(blanks);
}

static void missing_parts_are_listed(void **state)
{
	struct gateway *g = *state;
	char part[65];
	struct dossier d;
	struct test_reply r;

	mc_sha256_hex(mc_slice_text("a part"), part);
	d = dossier_of(g, 1, NULL, "2.002621", part);
	r = put(g, &d);
	assert_problem(&r, 409, "parts-missing");
	assert_non_null(strstr(r.body, part));
	test_reply_done(&r);
	dossier_done(&d);
}

static struct test_reply withdraw(struct gateway *g, const struct dossier *d)
{
	char path[96], *jws = withdrawal_of(g, d);
	struct test_reply r;

	snprintf(path, sizeof(path), "/v1/dossiers/%s/withdrawal", d->record.id);
	r = test_call(g->socket, "PUT", path, "Content-Type: application/jose\r\n", jws,
		      strlen(jws));
	free(jws);
	return r;
}

static void a_withdrawal_stands_before_and_after_the_dossier(void **state)
{
	struct gateway *g = *state;

	for (int known = 0; known < 2; known++) {
		struct dossier d = new_dossier(g, 1 + known);
		struct test_reply r, first, again;
		struct mc_outer outer;

		if (known) {
			r = put(g, &d);
			assert_int_equal(r.status, 201);
			test_reply_done(&r);
		}
		first = withdraw(g, &d);
		again = withdraw(g, &d);
		assert_int_equal(first.status, 200);
		assert_string_equal(first.body, again.body);
		r = put(g, &d);
		assert_problem(&r, 410, "withdrawn");
		outer = outer_of(g, &r, "withdrawn", NULL);
		assert_string_equal(outer.id, d.record.id);
		test_reply_done(&r);
		test_reply_done(&first);
		test_reply_done(&again);
		dossier_done(&d);
	}
}

/* Too late: the receipt is told once more, by 409, and nothing is buried. */
static void what_has_come_to_its_end_is_settled(void **state)
{
	static const char *const ends[] = {"completed", "returned"};
	struct gateway *g = *state;

	for (int i = 0; i < 2; i++) {
		struct dossier d = new_dossier(g, 1 + i);
		struct test_reply first = put(g, &d), late, again, r;
		struct mc_outer outer;

		assert_ok(province_says(g, ends[i], d.record.id));
		late = withdraw(g, &d);
		again = withdraw(g, &d);
		assert_problem(&late, 409, "settled");
		assert_string_equal(late.body, again.body);
		outer = outer_of(g, &late, "receipt", NULL);
		assert_string_equal(outer.id, d.record.id);
		assert_string_equal(outer.digest, d.record.digest);
		r = put(g, &d);
		assert_int_equal(r.status, 200);
		assert_string_equal(r.body, first.body);
		test_reply_done(&r);
		test_reply_done(&first);
		test_reply_done(&late);
		test_reply_done(&again);
		dossier_done(&d);
	}
}

static struct dossier correction_of(struct gateway *g, const struct dossier *d, int64_t seq)
{
	struct dossier correction = new_dossier(g, seq);

	MC_COPY(correction.record.replaces, d->record.id);
	sign_record(&correction, g->keys.sign);
	return correction;
}

/* What was completed is not done a second time as its own correction; what was returned is. */
static void a_correction_of_what_was_completed_is_rejected(void **state)
{
	static const char *const ends[] = {"completed", "returned"};
	struct gateway *g = *state;

	for (int i = 0; i < 2; i++) {
		struct dossier d = new_dossier(g, 1 + 2 * i);
		struct dossier correction = correction_of(g, &d, 2 + 2 * i);
		struct test_reply first = put(g, &d), r;
		struct mc_notice notice;
		struct mc_str inner;

		assert_int_equal(first.status, 201);
		assert_ok(province_says(g, ends[i], d.record.id));
		r = put(g, &correction);
		if (i) {
			assert_int_equal(r.status, 201);
		} else {
			assert_problem(&r, 422, "rejected");
			mc_str_init(&inner, MC_JSON_MAX);
			outer_of(g, &r, "rejection", &inner);
			assert_ok(mc_notice_parse(mc_slice_of(&inner), &notice, NULL));
			assert_non_null(strstr(notice.reasons[0].text, "was completed"));
			mc_str_done(&inner);
		}
		test_reply_done(&first);
		test_reply_done(&r);
		dossier_done(&d);
		dossier_done(&correction);
	}
}

static void receipts_outlive_a_kill(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1);
	struct test_reply first = put(g, &d), again;

	assert_int_equal(stop(g, SIGKILL), -SIGKILL);
	start(g); /* replaces the stale socket */
	again = put(g, &d);
	assert_int_equal(again.status, 200);
	assert_string_equal(first.body, again.body);
	test_reply_done(&first);
	test_reply_done(&again);
	dossier_done(&d);
}

/* A cut anywhere in the request: either nothing is here, or the receipt is. */
static void a_cut_request_never_doubles(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1);
	struct test_reply r;
	char head[8192], lines[4096];
	size_t len;

	put_head(&d, lines, sizeof(lines));
	snprintf(head, sizeof(head),
		 "PUT /v1/dossiers/%s HTTP/1.1\r\nHost: g\r\n%sContent-Length: %zu\r\n\r\n",
		 d.record.id, lines, d.manifest.len);
	len = strlen(head);
	for (size_t cut = 0; cut <= len + d.manifest.len; cut += 97) {
		int fd = test_connect(g->socket);

		test_send(fd, head, cut < len ? cut : len);
		if (cut > len) {
			test_send(fd, d.manifest.data, cut - len);
		}
		close(fd);
	}
	r = put(g, &d);
	assert_true(r.status == 201 || r.status == 200);
	test_reply_done(&r);
	dossier_done(&d);
}

static void two_gateways_on_one_database(void **state)
{
	struct gateway *g = *state, second = *g;
	struct dossier d = new_dossier(g, 1);
	struct test_reply a, b;

	start_at(&second, "second");
	a = put(g, &d);
	b = put(&second, &d);
	assert_int_equal(a.status, 201);
	assert_int_equal(b.status, 200);
	assert_string_equal(a.body, b.body);
	assert_int_equal(stop(&second, SIGTERM), 0);
	test_reply_done(&a);
	test_reply_done(&b);
	dossier_done(&d);
}

/* The cursors and outcomes of an event list, as "cursor<the one before:outcome:number " each. */
static int64_t events_after(struct gateway *g, int64_t after, char *ret, size_t size)
{
	struct mc_vec replies;
	struct test_reply r;
	char path[96];
	int64_t cursor;

	snprintf(path, sizeof(path), "/v1/events?terminal=%s&after=%lld", g->keys.id,
		 (long long)after);
	r = test_call(g->socket, "GET", path, "", NULL, 0);
	assert_int_equal(r.status, 200);
	assert_ok(mc_events_parse((struct mc_slice){r.body, r.len}, &cursor, &replies, NULL));
	ret[0] = '\0';
	MC_VEC_EACH (&replies, struct mc_reply, reply) {
		struct mc_str inner, payload;
		struct mc_notice notice;
		struct mc_outer outer;

		mc_str_init(&inner, MC_JSON_MAX);
		mc_str_init(&payload, MC_JWS_MAX);
		assert_ok(mc_keyring_verify(g->ring, mc_slice_text(reply->outer), "event",
					    mc_clock_now(), &payload, NULL));
		assert_ok(mc_outer_parse(mc_slice_of(&payload), "event", &outer, NULL));
		assert_ok(mc_pack_open(g->keys.open, mc_slice_of(&reply->inner), &inner, NULL));
		assert_ok(mc_notice_parse(mc_slice_of(&inner), &notice, NULL));
		assert_memory_equal(notice.official_number, "000.00.00.H56-", 14);
		snprintf(ret + strlen(ret), size - strlen(ret), "%lld<%lld:%s:%s ",
			 (long long)outer.cursor, (long long)outer.after, outer.outcome,
			 strrchr(notice.official_number, '-') + 1);
		mc_str_done(&inner);
		mc_str_done(&payload);
		mc_reply_done(reply);
	}
	mc_vec_done(&replies);
	test_reply_done(&r);
	return cursor;
}

static void events_follow_the_receipt(void **state)
{
	struct gateway *g = *state;
	char text[512];

	for (int64_t seq = 1; seq <= 2; seq++) {
		struct dossier d = new_dossier(g, seq);
		struct test_reply r = put(g, &d);

		test_reply_done(&r);
		dossier_done(&d);
	}
	assert_int_equal(events_after(g, 0, text, sizeof(text)), 2);
	assert_string_equal(text, "1<0:forwarded:0001 2<1:forwarded:0002 ");
	assert_int_equal(events_after(g, 2, text, sizeof(text)), 2);
	assert_string_equal(text, "");
	usleep(2100 * 1000);
	assert_int_equal(events_after(g, 1, text, sizeof(text)), 4);
	assert_string_equal(text, "2<1:forwarded:0002 3<2:in_process:0001 4<3:in_process:0002 ");
}

static void bad_event_questions(void **state)
{
	struct gateway *g = *state;
	static const struct {
		const char *target;
		int status;
		const char *word;
	} cases[] = {
		{"/v1/events", 400, "bad-request"},
		{"/v1/events?terminal=000000&after=0", 403, "terminal-unknown"},
		{"/v1/events?terminal=000000&after=-1", 400, "bad-request"},
		{"/v1/events?terminal=000000&after=x", 400, "bad-request"},
		{"/v1/events?terminal=000000&after=99999999999999999999", 400, "bad-request"},
	};

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct test_reply r = test_call(g->socket, "GET", cases[i].target, "", NULL, 0);

		assert_problem(&r, cases[i].status, cases[i].word);
		test_reply_done(&r);
	}
}

static void a_revoked_terminal_is_told(void **state)
{
	struct gateway *g = *state;
	struct mc_options options = {.data = g->dir, .revoke = g->keys.id};
	struct dossier d = new_dossier(g, 1);
	struct test_reply r;

	assert_ok(mc_cmd_terminals(&options, NULL));
	r = put(g, &d);
	assert_problem(&r, 403, "terminal-revoked");
	test_reply_done(&r);
	dossier_done(&d);
}

static void a_locked_database_is_busy_for_a_moment(void **state)
{
	struct gateway *g = *state;
	struct dossier d = new_dossier(g, 1);
	char *path = mc_path_join(g->dir, "gateway.db");
	struct test_reply r;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	r = put(g, &d);
	assert_problem(&r, 503, "busy");
	assert_true(atoi(test_header(&r, "Retry-After")) > 0);
	test_reply_done(&r);
	sqlite3_close(db);
	r = put(g, &d);
	assert_int_equal(r.status, 201);
	test_reply_done(&r);
	dossier_done(&d);
	free(path);
}

static void the_list_tells_what_was_taken_in(void **state)
{
	struct gateway *g = *state;
	struct mc_options options = {.data = g->dir};
	struct dossier good = new_dossier(g, 1), bad = dossier_of(g, 2, "not JSON", "", NULL);
	struct test_reply r = put(g, &good);
	char want[1024];
	struct mc_str text;

	events_after(g, 0, want, sizeof(want)); /* by now it is passed on */
	assert_ok(run(g, mc_cmd_dossiers, &options, &text));
	snprintf(want, sizeof(want),
		 "[{\"v\":1,\"id\":\"%s\",\"terminal\":\"%s\",\"epoch\":\"%s\",\"seq\":1,"
		 "\"digest\":\"%s\",\"procedure\":\"2.002621\",\"receipts\":1,"
		 "\"state\":\"FORWARDED\",\"official_number\":\"000.00.00.H56-",
		 good.record.id, g->keys.id, g->epoch, good.record.digest);
	assert_memory_equal(text.data, want, strlen(want));
	mc_str_done(&text);
	test_reply_done(&r);
	r = put(g, &bad);
	test_reply_done(&r);
	assert_ok(run(g, mc_cmd_dossiers, &options, &text));
	assert_non_null(strstr(text.data, "\"receipts\":0,\"state\":\"REJECTED\"}]"));
	mc_str_done(&text);
	dossier_done(&good);
	dossier_done(&bad);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(receipt_is_signed_and_repeats_byte_for_byte),
		CASE(other_bytes_under_a_known_id_are_refused),
		CASE(a_taken_seq_is_refused_with_the_id_it_holds),
		CASE(bad_requests_are_problems_and_leave_nothing),
		CASE(what_cannot_be_read_is_rejected_once_and_for_all),
		CASE(what_only_this_gateway_cannot_read_is_not_rejected),
		CASE(what_inflates_beyond_its_cap_is_rejected),
		CASE(missing_parts_are_listed),
		CASE(a_withdrawal_stands_before_and_after_the_dossier),
		CASE(what_has_come_to_its_end_is_settled),
		CASE(a_correction_of_what_was_completed_is_rejected),
		CASE(receipts_outlive_a_kill),
		CASE(a_cut_request_never_doubles),
		CASE(two_gateways_on_one_database),
		CASE(events_follow_the_receipt),
		CASE(bad_event_questions),
		CASE(a_revoked_terminal_is_told),
		CASE(a_locked_database_is_busy_for_a_moment),
		CASE(the_list_tells_what_was_taken_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
