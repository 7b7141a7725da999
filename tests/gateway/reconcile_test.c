/* SPDX-License-Identifier: MPL-2.0 */
/* POST /v1/reconcile: the same words as to each PUT, and nothing of another terminal's. */
#include "gateway/harness.h"
#include "motcua/seal/lean.h"
#include "motcua/wire/reconcile.h"

static void add(struct mc_vec *items, const struct mc_record *record)
{
	struct mc_reconcile_item *item = mc_vec_push(items);

	MC_COPY(item->epoch, record->epoch);
	item->seq = record->seq;
	MC_COPY(item->id, record->id);
	MC_COPY(item->digest, record->digest);
	MC_COPY(item->state, "COMMITTING");
}

static struct test_reply ask(struct gateway *g, const char *terminal, const struct mc_vec *items)
{
	struct test_reply r;
	struct mc_str body;

	mc_str_init(&body, MC_JSON_MAX);
	mc_reconcile_format(terminal, items, &body);
	r = test_call(g->socket, "POST", "/v1/reconcile", "Content-Type: application/json\r\n",
		      body.data, body.len);
	mc_str_done(&body);
	return r;
}

static void the_words_of_the_put(void **state)
{
	struct gateway *g = *state;
	struct dossier held = new_dossier(g, 1), unknown = new_dossier(g, 2),
		       other = new_dossier(g, 1);
	struct test_reply put_reply = put(g, &held), r;
	struct mc_record changed = held.record;
	struct mc_reply first;
	struct mc_vec items, replies;

	changed.digest[0] = changed.digest[0] == '0' ? '1' : '0';
	mc_vec_init(&items, sizeof(struct mc_reconcile_item), MC_RECONCILE_MAX);
	add(&items, &held.record);
	add(&items, &unknown.record);
	add(&items, &other.record); /* another id in the same place */
	add(&items, &changed);      /* other content under the same id */
	r = ask(g, g->keys.id, &items);
	assert_int_equal(r.status, 200);
	assert_ok(mc_reconciled_parse((struct mc_slice){r.body, r.len}, &replies, NULL));
	assert_int_equal(replies.len, 3);
	assert_ok(mc_reply_parse((struct mc_slice){put_reply.body, put_reply.len}, &first, NULL));
	assert_string_equal(((struct mc_reply *)mc_vec_at(&replies, 0))->outer, first.outer);
	for (size_t i = 1; i < 3; i++) {
		struct mc_reply *reply = mc_vec_at(&replies, i);
		struct mc_str payload;
		struct mc_outer outer;

		mc_str_init(&payload, MC_JWS_MAX);
		assert_ok(mc_keyring_verify(g->ring, mc_slice_text(reply->outer), "refusal",
					    mc_clock_now(), &payload, NULL));
		assert_ok(mc_outer_parse(mc_slice_of(&payload), "refusal", &outer, NULL));
		assert_string_equal(outer.outcome, i == 1 ? "seq-taken" : "digest-mismatch");
		assert_string_equal(outer.id, held.record.id);
		mc_str_done(&payload);
	}
	MC_VEC_EACH (&replies, struct mc_reply, reply) {
		mc_reply_done(reply);
	}
	mc_vec_done(&replies);
	mc_vec_done(&items);
	mc_reply_done(&first);
	test_reply_done(&r);
	test_reply_done(&put_reply);
	dossier_done(&held);
	dossier_done(&unknown);
	dossier_done(&other);
}

/* A body may come in our own coding; to others RFC 9110 says which one that is. */
static void a_list_may_come_lean(void **state)
{
	static const struct {
		const char *coding;
		size_t cut;
		int status;
	} rows[] = {
		{"motcua", 0, 200},
		{"motcua", 1, 400},
		{"gzip", 0, 415},
	};
	struct gateway *g = *state;
	struct dossier held = new_dossier(g, 1);
	struct test_reply r = put(g, &held);
	struct mc_vec items;
	struct mc_str body, lean;
	char head[128];

	test_reply_done(&r);
	mc_vec_init(&items, sizeof(struct mc_reconcile_item), MC_RECONCILE_MAX);
	add(&items, &held.record);
	mc_str_init(&body, MC_JSON_MAX);
	mc_str_init(&lean, MC_JSON_MAX);
	mc_reconcile_format(g->keys.id, &items, &body);
	assert_true(mc_lean(mc_slice_of(&body), &lean));
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		snprintf(head, sizeof(head),
			 "Content-Type: application/json\r\nContent-Encoding: %s\r\n",
			 rows[i].coding);
		r = test_call(g->socket, "POST", "/v1/reconcile", head, lean.data,
			      lean.len - rows[i].cut);
		assert_int_equal(r.status, rows[i].status);
		assert_string_equal(test_header(&r, "Accept-Encoding"),
				    rows[i].status == 415 ? "motcua" : "");
		assert_int_equal(strstr(r.body, "\"outer\"") != NULL, rows[i].status == 200);
		test_reply_done(&r);
	}
	mc_vec_done(&items);
	mc_str_done(&body);
	mc_str_done(&lean);
	dossier_done(&held);
}

static void nothing_of_anothers(void **state)
{
	struct gateway *g = *state;
	struct dossier held = new_dossier(g, 1);
	struct test_reply r = put(g, &held);
	struct mc_terminal_keys stranger;
	struct mc_vec items;

	test_reply_done(&r);
	new_terminal(g, &stranger);
	mc_vec_init(&items, sizeof(struct mc_reconcile_item), MC_RECONCILE_MAX);
	add(&items, &held.record);
	r = ask(g, stranger.id, &items);
	assert_problem(&r, 403, "terminal-unknown");
	test_reply_done(&r);
	r = test_call(g->socket, "POST", "/v1/reconcile", "Content-Type: application/json\r\n", "{}",
		      2);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	mc_vec_done(&items);
	mc_terminal_keys_done(&stranger);
	dossier_done(&held);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_words_of_the_put),
		CASE(a_list_may_come_lean),
		CASE(nothing_of_anothers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
