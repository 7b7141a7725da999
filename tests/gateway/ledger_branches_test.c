/* SPDX-License-Identifier: MPL-2.0 */
/* ledger_branches_test.c - linked groups in the ledger: nothing half sent, ends that differ. */
#include "support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"

#define ID "00000000-0000-7000-8000-000000000001"
#define TERMINAL "7K3M9Q"

struct fixture {
	const struct mc_ledger_ops *ops;
	void *ctx;
	char *dir;
	/* what make() saw, and whether it is to fail */
	struct mc_str said;
	bool fail;
	char event[32]; /* the last one's bytes */
};

static int set_up(void **state)
{
	struct fixture *f = mc_calloc(1, sizeof(*f));

	assert_ok(mc_seal_init(NULL));
	f->ops = &mc_ledger_sqlite;
	f->dir = test_dir();
	mc_str_init(&f->said, 10000);
	assert_ok(f->ops->open(f->dir, MC_LEDGER_SERVE, &f->ctx, NULL));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	f->ops->close(f->ctx);
	mc_str_done(&f->said);
	free(f->dir);
	free(f);
	return 0;
}

/* Branches: justice, then police and insurance behind it; none for NULL. */
static void take(struct fixture *f, const char *const (*branches)[2], bool rejected)
{
	struct mc_record r = {.id = ID, .terminal = TERMINAL, .epoch = "0123456789abcdef", .seq = 1};
	struct mc_reply statement = {.outer = mc_strdup("receipt")};
	struct mc_ledger_held held;
	struct mc_vec list;

	memset(r.digest, 'a', 64);
	memset(r.prev, '0', 64);
	mc_str_init(&statement.inner, 10);
	mc_vec_init(&list, sizeof(struct mc_manifest_branch), MC_BRANCHES_MAX);
	for (; branches && (*branches)[0]; branches++) {
		struct mc_manifest_branch *to = mc_vec_push(&list);

		MC_COPY(to->id, (*branches)[0]);
		MC_COPY(to->after, (*branches)[1]);
	}
	mc_ledger_held_init(&held);
	assert_ok(f->ops->take(f->ctx,
			       &(struct mc_ledger_taking){.record = &r,
							  .record_jws = mc_slice_text("a.b.c"),
							  .manifest = mc_slice_text("sealed"),
							  .procedure = "2.002621",
							  .branches = &list,
							  .rejected = rejected,
							  .statement = &statement,
							  .now = 1000},
			       &held, NULL));
	mc_ledger_held_done(&held);
	mc_reply_done(&statement);
	mc_vec_done(&list);
}

static const char *const birth[][2] = {
	{"justice", ""}, {"police", "justice"}, {"insurance", "justice"}, {NULL, NULL}};

static enum mc_code make_answer(void *ctx, struct mc_ledger_dossier *d,
				struct mc_ledger_branch *branch, const struct mc_ledger_turn *turn,
				int64_t number, struct mc_reply *ret, struct mc_err *why)
{
	struct fixture *f = ctx;

	if (number) {
		snprintf(branch->number, sizeof(branch->number), "%.20s-%d", branch->id, (int)number);
	}
	mc_str_printf(&f->said, "%s%s:%s=%s", f->said.len ? " " : "", d->state,
		      branch ? branch->id : "", branch ? mc_branch_state_code(branch->state) : "");
	snprintf(f->event, sizeof(f->event), "event %d", (int)turn->cursor);
	ret->outer = mc_strdup(f->event);
	return f->fail ? mc_fail(why, MC_E_INTERNAL, NULL) : MC_OK;
}

static enum mc_code make_step(void *ctx, struct mc_ledger_dossier *d,
			      const struct mc_ledger_turn *turn, int64_t number,
			      struct mc_reply *ret, struct mc_err *why)
{
	(void)ctx, (void)turn, (void)number, (void)why;
	MC_COPY(d->official_number, "H-1");
	ret->outer = mc_strdup("event");
	return MC_OK;
}

static enum mc_code answer(struct fixture *f, const char *branch, enum mc_branch_state to)
{
	return f->ops->answer(f->ctx, ID,
			      &(struct mc_ledger_answer){.branch = branch,
							 .to = to,
							 .now = 5000,
							 .day = to == MC_BRANCH_FORWARDED
									? "261123" : NULL,
							 .make = make_answer,
							 .ctx = f},
			      NULL);
}

/* The relay's first step of the whole, under the linked group's number. */
static void pass_on(struct fixture *f)
{
	assert_ok(f->ops->advance(f->ctx, ID,
				  &(struct mc_ledger_step){.outcome = "forwarded",
							   .state = "FORWARDED",
							   .next = "in_process",
							   .next_due = 2000,
							   .day = "261123",
							   .make = make_step},
				  NULL));
}

static void find(void *to, const struct mc_ledger_dossier *d)
{
	*(struct mc_ledger_dossier *)to = *d;
}

/* "COMPLETED justice=completed police=returned .." */
static const char *now(struct fixture *f)
{
	static char text[400];
	struct mc_ledger_dossier d;
	struct mc_vec branches;

	assert_ok(f->ops->dossiers(f->ctx, find, &d, NULL));
	snprintf(text, sizeof(text), "%s", d.state);
	mc_vec_init(&branches, sizeof(struct mc_ledger_branch), MC_BRANCHES_MAX);
	assert_ok(f->ops->branches(f->ctx, ID, &branches, NULL));
	MC_VEC_EACH (&branches, struct mc_ledger_branch, branch) {
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len, " %s=%s", branch->id,
			 mc_branch_state_code(branch->state));
	}
	mc_vec_done(&branches);
	return text;
}

/* Steps that the relay is due for at t, as "branch:step". */
static const char *due(struct fixture *f, int64_t t)
{
	static char text[200];
	struct mc_ledger_due it;
	enum mc_code code = f->ops->due(f->ctx, t, &it, NULL);

	snprintf(text, sizeof(text), "%s:%s", it.branch, it.step);
	return code ? "" : text;
}

static void one_dossier_begins_its_branches_in_order(void **state)
{
	struct fixture *f = *state;

	take(f, birth, false);
	assert_string_equal(now(f), "RECEIPTED justice= police= insurance=");
	assert_string_equal(due(f, 1000), ":forwarded"); /* the whole comes first */
	pass_on(f);
	assert_string_equal(now(f), "FORWARDED justice= police= insurance=");
	assert_string_equal(due(f, 1999), "");
	assert_string_equal(due(f, 2000), "justice:forwarded");
	assert_ok(answer(f, "justice", MC_BRANCH_FORWARDED));
	assert_string_equal(due(f, 1 << 30), ""); /* a person speaks for it now */
	assert_ok(answer(f, "justice", MC_BRANCH_ACKNOWLEDGED));
	assert_string_equal(now(f), "IN_PROCESS justice=acknowledged police= insurance=");
	assert_ok(answer(f, "justice", MC_BRANCH_COMPLETED));
	assert_string_equal(now(f), "IN_PROCESS justice=completed police= insurance=");
	assert_string_equal(due(f, 5000), "police:forwarded"); /* in the order of the group */
	assert_ok(answer(f, "police", MC_BRANCH_FORWARDED));
	assert_string_equal(due(f, 5000), "insurance:forwarded");
}

static void branches_end_differently(void **state)
{
	struct fixture *f = *state;
	struct mc_vec branches;

	take(f, birth, false);
	pass_on(f);
	assert_ok(answer(f, "justice", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "justice", MC_BRANCH_COMPLETED));
	assert_ok(answer(f, "police", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "insurance", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "police", MC_BRANCH_NEEDS_SUPPLEMENT));
	assert_ok(answer(f, "insurance", MC_BRANCH_RETURNED));
	assert_string_equal(now(f),
			    "NEEDS_SUPPLEMENT justice=completed police=needs_supplement "
			    "insurance=returned");
	assert_ok(answer(f, "police", MC_BRANCH_COMPLETED));
	assert_string_equal(now(f), "COMPLETED justice=completed police=completed insurance=returned");
	assert_string_equal(f->said.data,
			    "FORWARDED:justice=forwarded IN_PROCESS:justice=completed "
			    "IN_PROCESS:police=forwarded IN_PROCESS:insurance=forwarded "
			    "NEEDS_SUPPLEMENT:police=needs_supplement "
			    "NEEDS_SUPPLEMENT:insurance=returned COMPLETED:police=completed");
	/* each has its own number */
	mc_vec_init(&branches, sizeof(struct mc_ledger_branch), MC_BRANCHES_MAX);
	assert_ok(f->ops->branches(f->ctx, ID, &branches, NULL));
	MC_VEC_EACH (&branches, struct mc_ledger_branch, branch) {
		assert_memory_equal(branch->number, branch->id, strlen(branch->id));
	}
	mc_vec_done(&branches);
	assert_code(answer(f, "police", MC_BRANCH_RETURNED), MC_E_DOSSIER_STATE);
}

/* What can never begin does not stay open: the group as a whole comes to an end. */
static void what_waited_for_a_returned_branch_is_returned(void **state)
{
	static const char *const chain[][2] = {
		{"a", ""}, {"b", "a"}, {"c", "b"}, {"d", ""}, {NULL, NULL}};
	struct fixture *f = *state;

	take(f, chain, false);
	pass_on(f);
	assert_ok(answer(f, "a", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "d", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "a", MC_BRANCH_RETURNED));
	assert_string_equal(now(f), "IN_PROCESS a=returned b=returned c=returned d=forwarded");
	assert_ok(answer(f, "d", MC_BRANCH_RETURNED));
	assert_string_equal(now(f), "RETURNED a=returned b=returned c=returned d=returned");
	assert_string_equal(due(f, 1 << 30), "");
}

static void an_answer_is_all_or_nothing(void **state)
{
	struct fixture *f = *state;

	take(f, birth, false);
	pass_on(f);
	assert_ok(answer(f, "justice", MC_BRANCH_FORWARDED));
	f->fail = true; /* the signature cannot be made */
	assert_code(answer(f, "justice", MC_BRANCH_RETURNED), MC_E_INTERNAL);
	assert_string_equal(now(f), "FORWARDED justice=forwarded police= insurance=");
	f->fail = false;
	f->ops->close(f->ctx);
	assert_ok(f->ops->open(f->dir, MC_LEDGER_SERVE, &f->ctx, NULL));
	assert_string_equal(now(f), "FORWARDED justice=forwarded police= insurance=");
	assert_ok(answer(f, "justice", MC_BRANCH_RETURNED));
	assert_string_equal(now(f), "RETURNED justice=returned police=returned insurance=returned");
}

static void what_cannot_be_is_refused(void **state)
{
	struct fixture *f = *state;

	assert_code(answer(f, "justice", MC_BRANCH_COMPLETED), MC_E_NOT_FOUND);
	take(f, birth, false);
	assert_code(answer(f, "land", MC_BRANCH_FORWARDED), MC_E_NOT_FOUND);
	assert_code(answer(f, "justice", MC_BRANCH_COMPLETED), MC_E_DOSSIER_STATE);
	assert_string_equal(now(f), "RECEIPTED justice= police= insurance=");
	assert_string_equal(f->said.len ? f->said.data : "", "");
}

static void a_rejected_or_withdrawn_one_answers_no_more(void **state)
{
	struct fixture *f = *state;
	struct mc_withdrawal w = {.id = ID, .terminal = TERMINAL, .at = 1};
	struct mc_reply statement = {.outer = mc_strdup("withdrawn")};
	struct mc_ledger_held held;

	memset(w.digest, 'a', 64);
	take(f, birth, false);
	pass_on(f);
	assert_ok(answer(f, "justice", MC_BRANCH_FORWARDED));
	mc_str_init(&statement.inner, 0);
	mc_ledger_held_init(&held);
	assert_ok(f->ops->withdraw(f->ctx, &w, &statement, &held, NULL));
	assert_int_equal(held.verdict, MC_VERDICT_WITHDRAWN);
	mc_ledger_held_done(&held);
	mc_reply_done(&statement);
	assert_code(answer(f, "justice", MC_BRANCH_COMPLETED), MC_E_DOSSIER_STATE);
	assert_string_equal(due(f, 1 << 30), ""); /* no branch is begun any more */
}

static void a_rejected_one_has_no_branches(void **state)
{
	struct fixture *f = *state;

	take(f, birth, true);
	assert_string_equal(now(f), "REJECTED");
	assert_string_equal(due(f, 1 << 30), "");
}

static enum mc_code whole_word(struct fixture *f, const char *outcome, const char *to)
{
	return f->ops->advance(f->ctx, ID,
			       &(struct mc_ledger_step){.outcome = outcome,
							.state = to,
							.unasked = true,
							.make = make_step},
			       NULL);
}

/* What is no linked group gets its words as a whole, and a group never does. */
static void the_whole_answers_only_without_branches(void **state)
{
	struct fixture *f = *state;

	take(f, NULL, false);
	pass_on(f);
	assert_string_equal(due(f, 2000), ":in_process");
	assert_code(answer(f, "justice", MC_BRANCH_COMPLETED), MC_E_NOT_FOUND);
	assert_code(answer(f, "", MC_BRANCH_COMPLETED), MC_E_NOT_FOUND);
	assert_ok(whole_word(f, "completed", "COMPLETED"));
	assert_string_equal(now(f), "COMPLETED");
	assert_string_equal(due(f, 1 << 30), "");
}

static void a_group_has_no_word_but_its_branches(void **state)
{
	struct fixture *f = *state;

	take(f, birth, false);
	pass_on(f);
	assert_code(whole_word(f, "completed", "COMPLETED"), MC_E_DOSSIER_STATE);
	assert_string_equal(now(f), "FORWARDED justice= police= insurance=");
}

static void digest_of_event(const struct fixture *f, char ret[MC_DIGEST_LEN])
{
	mc_sha256_hex(mc_slice_text(f->event), ret);
}

/* The supplement is the dossier's: every branch that asked goes on, each by its own event. */
static void a_supplement_answers_every_branch_that_asked(void **state)
{
	struct fixture *f = *state;
	struct mc_supplement s = {.id = "00000000-0000-7000-8000-0000000000aa",
				  .dossier = ID,
				  .terminal = TERMINAL,
				  .at = 1};
	struct mc_reply statement = {.outer = mc_strdup("receipt")};
	struct mc_ledger_held held;

	take(f, birth, false);
	pass_on(f);
	assert_ok(answer(f, "justice", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "justice", MC_BRANCH_COMPLETED));
	assert_ok(answer(f, "police", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "insurance", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "police", MC_BRANCH_NEEDS_SUPPLEMENT));
	assert_ok(answer(f, "insurance", MC_BRANCH_NEEDS_SUPPLEMENT));
	digest_of_event(f, s.asked);
	memset(s.digest, 'b', 64);
	mc_str_init(&statement.inner, 0);
	mc_ledger_held_init(&held);
	assert_ok(f->ops->take_supplement(f->ctx,
					  &(struct mc_ledger_supplement){
						  .what = &s,
						  .record_jws = mc_slice_text("a.b.c"),
						  .manifest = mc_slice_text("sealed"),
						  .outcome = "received",
						  .statement = &statement,
						  .now = 6000,
						  .next_due = 7000},
					  &held, NULL));
	mc_ledger_held_done(&held);
	mc_reply_done(&statement);
	assert_string_equal(due(f, 6999), "");
	assert_string_equal(due(f, 7000), "police:in_process");
	assert_ok(answer(f, "police", MC_BRANCH_IN_PROCESS));
	assert_string_equal(now(f),
			    "NEEDS_SUPPLEMENT justice=completed police=in_process "
			    "insurance=needs_supplement");
	assert_string_equal(due(f, 7000), "insurance:in_process");
	assert_ok(answer(f, "insurance", MC_BRANCH_IN_PROCESS));
	assert_string_equal(now(f), "IN_PROCESS justice=completed police=in_process insurance=in_process");
}

/* The relay and a person: whoever comes second does nothing. */
static void a_step_is_taken_once(void **state)
{
	struct fixture *f = *state;
	struct mc_ledger_answer step = {.branch = "justice",
					.to = MC_BRANCH_FORWARDED,
					.relayed = true,
					.next = "acknowledged",
					.now = 2000,
					.next_due = 4000,
					.make = make_answer,
					.ctx = f};

	take(f, birth, false);
	pass_on(f);
	assert_ok(f->ops->answer(f->ctx, ID, &step, NULL));
	assert_code(f->ops->answer(f->ctx, ID, &step, NULL), MC_E_NOT_FOUND);
	assert_string_equal(due(f, 4000), "justice:acknowledged");
	assert_ok(answer(f, "justice", MC_BRANCH_IN_PROCESS));
	step.to = MC_BRANCH_ACKNOWLEDGED;
	assert_code(f->ops->answer(f->ctx, ID, &step, NULL), MC_E_NOT_FOUND);
	assert_string_equal(now(f), "IN_PROCESS justice=in_process police= insurance=");
}

/* What the step that counts parts has made. */
#define WITHOUT_7                                                                     \
	"DROP INDEX access_supersedes; ALTER TABLE access DROP COLUMN supersedes;"   \
	"DROP INDEX part_unnamed; DROP INDEX upload_terminal; DROP TABLE part_gone;" \
	"ALTER TABLE part DROP COLUMN held_at; ALTER TABLE part DROP COLUMN named;"

/* A ledger of the version before, with a dossier under way, becomes this one and goes on. */
static void an_older_ledger_is_migrated(void **state)
{
	struct fixture *f = *state;
	char *path = mc_path_join(f->dir, "gateway.db");
	sqlite3 *db;

	take(f, NULL, false);
	pass_on(f);
	f->ops->close(f->ctx);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db,
			     WITHOUT_7 "DROP TABLE pack; DROP TABLE pack_file;"
			     "DROP TABLE branch; DROP TABLE ask; DROP TABLE pending;"
			     "DROP INDEX access_query;"
			     "CREATE TABLE old(id TEXT PRIMARY KEY REFERENCES dossier,"
			     " step TEXT NOT NULL, due INTEGER NOT NULL) STRICT;"
			     "INSERT INTO old SELECT id, step, due FROM relay;"
			     "DROP TABLE relay; ALTER TABLE old RENAME TO relay;"
			     "CREATE INDEX relay_due ON relay(due);"
			     "PRAGMA user_version=2;",
			     NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	assert_ok(f->ops->open(f->dir, MC_LEDGER_READ, &f->ctx, NULL));
	assert_string_equal(due(f, 2000), ":in_process");
	assert_ok(f->ops->advance(f->ctx, ID,
				  &(struct mc_ledger_step){.outcome = "in_process",
							   .state = "IN_PROCESS",
							   .make = make_step},
				  NULL));
	assert_string_equal(now(f), "IN_PROCESS");
	assert_ok(whole_word(f, "completed", "COMPLETED"));
	free(path);
}

/* ---- two branches that ask at once */

/* A supplement with this running number that answers an event. */
static enum mc_verdict supplement(struct fixture *f, int n, const char *event)
{
	struct mc_supplement what = {.dossier = ID, .terminal = TERMINAL, .at = 1};
	struct mc_reply statement = {.outer = mc_strdup("receipt")};
	struct mc_ledger_supplement taking = {.what = &what,
					      .record_jws = mc_slice_text("a.b.c"),
					      .manifest = mc_slice_text("sealed"),
					      .outcome = "received",
					      .statement = &statement,
					      .now = 6000,
					      .next_due = 7000};
	struct mc_ledger_held held;
	enum mc_verdict verdict;

	snprintf(what.id, sizeof(what.id), "00000000-0000-7000-8000-%012d", 100 + n);
	MC_COPY(what.asked, event);
	memset(what.digest, 'b', 64);
	mc_str_init(&statement.inner, 0);
	mc_ledger_held_init(&held);
	assert_ok(f->ops->judge_supplement(f->ctx, &what, &held, NULL));
	verdict = held.verdict;
	mc_ledger_held_done(&held);
	mc_ledger_held_init(&held);
	if (verdict == MC_VERDICT_NEW) {
		assert_ok(f->ops->take_supplement(f->ctx, &taking, &held, NULL));
	}
	mc_ledger_held_done(&held);
	mc_reply_done(&statement);
	return verdict;
}

/* Justice and police, both asked; their events. */
static void two_ask(struct fixture *f, char ret_justice[MC_DIGEST_LEN],
		    char ret_police[MC_DIGEST_LEN])
{
	static const char *const both[][2] = {{"justice", ""}, {"police", ""}, {NULL, NULL}};

	take(f, both, false);
	pass_on(f);
	assert_ok(answer(f, "justice", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "police", MC_BRANCH_FORWARDED));
	assert_ok(answer(f, "justice", MC_BRANCH_NEEDS_SUPPLEMENT));
	digest_of_event(f, ret_justice);
	assert_ok(answer(f, "police", MC_BRANCH_NEEDS_SUPPLEMENT));
	digest_of_event(f, ret_police);
}

/* The link was down when the second asked: what answers the first finds it all the same. */
static void each_answer_finds_its_ask(void **state)
{
	struct fixture *f = *state;
	char justice[MC_DIGEST_LEN], police[MC_DIGEST_LEN];

	two_ask(f, justice, police);
	assert_int_equal(supplement(f, 1, justice), MC_VERDICT_NEW);
	assert_string_equal(due(f, 7000), "justice:in_process");
	assert_ok(answer(f, "justice", MC_BRANCH_IN_PROCESS));
	assert_string_equal(due(f, 1 << 30), ""); /* the police still waits */
	assert_string_equal(now(f),
			    "NEEDS_SUPPLEMENT justice=in_process police=needs_supplement");
	assert_int_equal(supplement(f, 2, justice), MC_VERDICT_UNASKED); /* one for each */
	assert_int_equal(supplement(f, 3, police), MC_VERDICT_NEW);
	assert_string_equal(due(f, 7000), "police:in_process");
	assert_int_equal(supplement(f, 4, police), MC_VERDICT_UNASKED);
}

/* Who had heard both answers both at once. */
static void one_answer_for_all_that_asked_by_then(void **state)
{
	struct fixture *f = *state;
	char justice[MC_DIGEST_LEN], police[MC_DIGEST_LEN];

	two_ask(f, justice, police);
	assert_int_equal(supplement(f, 1, police), MC_VERDICT_NEW);
	assert_ok(answer(f, "justice", MC_BRANCH_IN_PROCESS));
	assert_string_equal(due(f, 7000), "police:in_process");
	assert_int_equal(supplement(f, 2, justice), MC_VERDICT_UNASKED);
}

/* Settled by a word of its own, asked anew: only what is asked now is answered. */
static void what_is_not_asked_any_more(void **state)
{
	struct fixture *f = *state;
	char justice[MC_DIGEST_LEN], police[MC_DIGEST_LEN], anew[MC_DIGEST_LEN];

	two_ask(f, justice, police);
	assert_ok(answer(f, "justice", MC_BRANCH_IN_PROCESS)); /* found it elsewhere */
	assert_int_equal(supplement(f, 1, justice), MC_VERDICT_UNASKED);
	assert_ok(answer(f, "justice", MC_BRANCH_NEEDS_SUPPLEMENT));
	digest_of_event(f, anew);
	assert_int_equal(supplement(f, 2, justice), MC_VERDICT_UNASKED);
	assert_int_equal(supplement(f, 3, police), MC_VERDICT_NEW); /* asked before the new one */
	assert_int_equal(supplement(f, 4, anew), MC_VERDICT_NEW);
}

/* A ledger of the step before, with a question open in it. */
static void an_open_ask_is_migrated(void **state)
{
	struct fixture *f = *state;
	char justice[MC_DIGEST_LEN], police[MC_DIGEST_LEN];
	char *path = mc_path_join(f->dir, "gateway.db");
	sqlite3 *db;

	two_ask(f, justice, police);
	f->ops->close(f->ctx);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      WITHOUT_7 "DROP TABLE ask; DROP TABLE pending; DROP INDEX access_query;"
				      "PRAGMA user_version=4;",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	assert_ok(f->ops->open(f->dir, MC_LEDGER_READ, &f->ctx, NULL));
	assert_int_equal(supplement(f, 1, police), MC_VERDICT_NEW); /* the last one that asked */
	assert_string_equal(due(f, 7000), "justice:in_process"); /* then it answered all */
	free(path);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(one_dossier_begins_its_branches_in_order),
		CASE(branches_end_differently),
		CASE(what_waited_for_a_returned_branch_is_returned),
		CASE(an_answer_is_all_or_nothing),
		CASE(what_cannot_be_is_refused),
		CASE(a_rejected_or_withdrawn_one_answers_no_more),
		CASE(a_rejected_one_has_no_branches),
		CASE(the_whole_answers_only_without_branches),
		CASE(a_group_has_no_word_but_its_branches),
		CASE(a_supplement_answers_every_branch_that_asked),
		CASE(a_step_is_taken_once),
		CASE(an_older_ledger_is_migrated),
		CASE(each_answer_finds_its_ask),
		CASE(one_answer_for_all_that_asked_by_then),
		CASE(what_is_not_asked_any_more),
		CASE(an_open_ask_is_migrated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
