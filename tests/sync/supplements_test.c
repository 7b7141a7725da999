/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Supplements in the bulk lane: parts first, COMMITTING before the PUT, ended by the
 * gateway's signed word about this very supplement, and the dossier by its event alone.
 */
#include "sync/put_back.h"

#include "motcua/store/spool.h"
#include "motcua/store/supplement.h"

enum { PART = 3000 };

/* A dossier that was received and asked about: record 0. */
static void ask_for_one(struct rig *r)
{
	seal(&r->w, 0);
	run_once(r);
	add_event(&r->w, 0, "needs_supplement", 5);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_NEEDS_SUPPLEMENT);
}

static void make_part(struct world *w, char ret[MC_DIGEST_LEN])
{
	char bytes[PART], *path;

	memset(bytes, 'p', sizeof(bytes));
	mc_sha256_hex((struct mc_slice){bytes, PART}, ret);
	path = mc_path_join(w->paths.parts, ret);
	assert_ok(mc_file_write(path, 0660, (struct mc_slice){bytes, PART}, NULL));
	free(path);
}

/* Sealed with a part; its number among the records. */
static int seal_supplement(struct world *w)
{
	struct mc_supplement what = {.at = mc_clock_now()};
	char jws[2048], part[1][MC_DIGEST_LEN], asked[] = "supplement's ask";
	int64_t size = PART;
	struct mc_str payload;
	struct mc_sealed sealed = { .now = mc_clock_now(), .parts = part, .part_sizes = &size,
				    .part_count = 1, .id = what.id, .dossier = what.dossier,
				    .asked = what.asked, .digest = what.digest,
				    .manifest = mc_slice_text("age-encryption.org/v1 supplement") };

	make_part(w, part[0]);
	mc_uuid7(what.id);
	MC_COPY(what.dossier, w->records[0].id);
	MC_COPY(what.terminal, w->id);
	mc_sha256_hex(mc_slice_text(asked), what.asked);
	mc_sha256_hex(sealed.manifest, what.digest);
	mc_str_init(&payload, 4096);
	mc_supplement_format(&what, &payload);
	sign_as(w->terminal, "supplement", &payload, jws, sizeof(jws));
	mc_str_done(&payload);
	sealed.record = mc_slice_text(jws);
	assert_ok(mc_mail_seal_supplement(w->mail, &sealed, NULL));
	mc_supplement_record(&what, &w->records[w->record_count]);
	return w->record_count++;
}

/* One thing said to the PUT, one run; then a run with the truth. */
static void outcomes(void **state)
{
	static const struct {
		enum say say;
		enum mc_state after, then;
		enum mc_code cause;
	} rows[] = {
#define ROW(say, after, then, cause) { SAY_##say, MC_STATE_##after, MC_STATE_##then, cause }
		ROW(RIGHT, RECEIPTED, RECEIPTED, MC_OK),
		ROW(AGAIN, RECEIPTED, RECEIPTED, MC_OK),
		ROW(PORTAL, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT),
		ROW(LOST, COMMITTING, RECEIPTED, MC_E_LINK_DOWN),
		ROW(BUSY, COMMITTING, RECEIPTED, MC_E_GATEWAY_BUSY),
		ROW(BAD_SIGNATURE, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT),
		ROW(OTHER_KEY, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT),
		ROW(OTHER_ID, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT),
		ROW(OTHER_DIGEST, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT),
		ROW(OTHER_KIND, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT),
		ROW(REPLAYED, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT), /* the dossier's own */
		ROW(REJECTED_UNSIGNED, COMMITTING, RECEIPTED, MC_E_LINK_SUSPECT),
		ROW(BAD_REQUEST, COMMITTING, RECEIPTED, MC_E_GATEWAY_REFUSED),
		ROW(REJECTED, REJECTED, REJECTED, MC_E_GATEWAY_REFUSED),
		ROW(WITHDRAWN, WITHDRAWN, WITHDRAWN, MC_E_WITHDRAWN_THERE),
		ROW(DIGEST_MISMATCH, HELD, HELD, MC_E_DIGEST_MISMATCH),
#undef ROW
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig r = {.over = false};
		int n;

		open_world(&r.w);
		ask_for_one(&r);
		n = seal_supplement(&r.w);
		r.w.put_says[0] = rows[i].say;
		run_once(&r);
		assert_int_equal(r.w.state_at_put, MC_STATE_COMMITTING);
		assert_string_equal(mc_state_name(state_of(&r.w, n)), mc_state_name(rows[i].after));
		assert_code(item_of(&r.w, n).cause, rows[i].cause);
		run_once(&r);
		assert_string_equal(mc_state_name(state_of(&r.w, n)), mc_state_name(rows[i].then));
		/* whatever became of it: the dossier waits for the province's own word */
		assert_int_equal(state_of(&r.w, 0), MC_STATE_NEEDS_SUPPLEMENT);
		close_world(&r.w);
	}
}

static void the_event_lets_the_dossier_go_on(void **state)
{
	struct rig *r = *state;
	int n;

	ask_for_one(r);
	n = seal_supplement(&r->w);
	run_once(r);
	assert_int_equal(state_of(&r->w, n), MC_STATE_RECEIPTED);
	assert_int_equal(r->w.supplements, 1);
	assert_int_equal(r->w.posts, 1); /* its part went by the same way as a dossier's */
	add_event(&r->w, 0, "in_process", 6);
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_IN_PROCESS);
	assert_int_equal(r->w.supplements, 1);
	assert_int_equal(r->w.reconciles, 0); /* no list could name it */
}

/* Its second copy is there before it is sent, so that a lost mail.db loses no supplement. */
static void it_is_spooled_before_it_is_sent(void **state)
{
	struct rig *r = *state;
	struct mc_str record, manifest;
	int n;

	ask_for_one(r);
	n = seal_supplement(&r->w);
	r->w.put_says[0] = SAY_LOST;
	run_once(r);
	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	assert_ok(mc_spool_read(&r->w.paths, r->w.records[n].id, 0, &record, &manifest, NULL));
	assert_string_equal(manifest.data, "age-encryption.org/v1 supplement");
	mc_str_done(&record);
	mc_str_done(&manifest);
}

/* What is to be taken back goes first; a supplement that comes too late is told so. */
static void a_withdrawal_goes_first(void **state)
{
	struct rig *r = *state;
	int n;

	ask_for_one(r);
	n = seal_supplement(&r->w);
	assert_ok(mc_mail_withdraw(r->w.mail, r->w.records[0].id, mc_slice_text("a.signed.wish"),
				   mc_clock_now(), NULL));
	r->w.put_says[0] = SAY_WITHDRAWN;
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_WITHDRAWN);
	assert_int_equal(state_of(&r->w, n), MC_STATE_WITHDRAWN);
}

/* Received, and a dossier behind it; then the gateway is put back, to before both perhaps. */
static int received_and_put_back(struct rig *r, int64_t knows)
{
	int n;

	ask_for_one(r);
	r->w.first_receipt[0] = '\0';
	n = seal_supplement(&r->w);
	run_once(r);
	seal(&r->w, 0);
	run_once(r);
	assert_false(is_lost(r, n));
	put_back(r, knows);
	resend(r, n);
	assert_int_equal(state_of(&r->w, n), MC_STATE_SEALED);
	r->w.put_says[0] = SAY_REPLAYED; /* its own receipt of before */
	run_once(r);
	return n;
}

/* No hello says whether it has a supplement: the receipt of before counts as long as it knows
 * the dossier. */
static void it_was_there_after_all(void **state)
{
	struct rig *r = *state;
	int n = received_and_put_back(r, 1);

	assert_int_equal(state_of(&r->w, n), MC_STATE_RECEIPTED);
	assert_int_equal(link_of(&r->w).state, MC_LINK_UP);
	assert_false(is_lost(r, n));
	assert_int_equal(r->w.supplements, 2);
}

static void it_cannot_be_there(void **state)
{
	struct rig *r = *state;
	int n = received_and_put_back(r, 0);

	assert_int_equal(state_of(&r->w, n), MC_STATE_COMMITTING);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_true(is_lost(r, n));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcomes),
		CASE(the_event_lets_the_dossier_go_on),
		CASE(it_is_spooled_before_it_is_sent),
		CASE(a_withdrawal_goes_first),
		CASE(it_was_there_after_all),
		CASE(it_cannot_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
