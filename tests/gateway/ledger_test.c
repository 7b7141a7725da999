/* SPDX-License-Identifier: MPL-2.0 */
/* The ledger's contract, over every back end. */
#include "support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gateway/ledger.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/jws.h"

static const struct mc_ledger_ops *const back_ends[] = {&mc_ledger_sqlite};

struct fixture {
	const struct mc_ledger_ops *ops;
	void *ctx;
	char *dir;
	bool reject; /* what is taken in, from now on */
};

static int set_up(void **state)
{
	struct fixture *f = mc_calloc(1, sizeof(*f));

	assert_ok(mc_seal_init(NULL));
	f->ops = back_ends[0];
	f->dir = test_dir();
	assert_ok(f->ops->open(f->dir, MC_LEDGER_SERVE, &f->ctx, NULL));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	f->ops->close(f->ctx);
	free(f->dir);
	free(f);
	return 0;
}

static struct mc_record record_of(const char *id, int64_t seq, char digest)
{
	struct mc_record r = {.terminal = "7K3M9Q", .epoch = "0123456789abcdef", .seq = seq};

	snprintf(r.id, sizeof(r.id), "00000000-0000-7000-8000-%12s", id);
	for (char *c = r.id; *c; c++) {
		*c = *c == ' ' ? '0' : *c;
	}
	memset(r.digest, digest, 64);
	memset(r.prev, '0', 64);
	return r;
}

static enum mc_code try_take(struct fixture *f, const struct mc_record *record, const char *outer,
			     struct mc_ledger_held *held)
{
	char *copy = mc_strdup(outer);
	struct mc_reply statement = {.outer = copy};
	struct mc_ledger_taking taking = {.record = record,
					  .record_jws = mc_slice_text("a.b.c"),
					  .manifest = mc_slice_text("sealed"),
					  .procedure = "2.002621",
					  .rejected = f->reject,
					  .statement = &statement,
					  .now = 1000};
	enum mc_code code;

	mc_ledger_held_init(held);
	mc_str_init(&statement.inner, 100);
	mc_str_puts(&statement.inner, "inner");
	code = f->ops->take(f->ctx, &taking, held, NULL);
	mc_reply_done(&statement);
	return code;
}

static enum mc_verdict take(struct fixture *f, const struct mc_record *record, const char *outer,
			    struct mc_ledger_held *held)
{
	assert_ok(try_take(f, record, outer, held));
	return held->verdict;
}

static enum mc_verdict verdict(struct fixture *f, const struct mc_record *record, const char *outer)
{
	struct mc_ledger_held held;
	enum mc_verdict v = take(f, record, outer, &held);

	mc_ledger_held_done(&held);
	return v;
}

static void reopen(struct fixture *f)
{
	f->ops->close(f->ctx);
	assert_ok(f->ops->open(f->dir, MC_LEDGER_SERVE, &f->ctx, NULL));
}

static void the_first_statement_stands(void **state)
{
	struct fixture *f = *state;
	struct mc_record r = record_of("1", 1, 'a');
	struct mc_ledger_held held;

	assert_int_equal(verdict(f, &r, "first"), MC_VERDICT_NEW);
	reopen(f);
	assert_int_equal(take(f, &r, "second", &held), MC_VERDICT_REPEATED);
	assert_string_equal(held.statement.outer, "first");
	assert_string_equal(held.statement.inner.data, "inner");
	assert_false(held.rejected);
	mc_ledger_held_done(&held);
}

static void each_conflict_has_its_verdict(void **state)
{
	struct fixture *f = *state;
	struct mc_record first = record_of("1", 1, 'a'), r;
	struct mc_ledger_held held;

	assert_int_equal(verdict(f, &first, "first"), MC_VERDICT_NEW);
	r = record_of("1", 1, 'b');
	assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_DIGEST);
	r = record_of("1", 1, 'a');
	MC_COPY(r.terminal, "AAAAAA");
	assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_DIGEST);
	r = record_of("2", 1, 'c');
	assert_int_equal(take(f, &r, "x", &held), MC_VERDICT_SEQ);
	assert_string_equal(held.id, first.id);
	assert_string_equal(held.digest, first.digest);
	mc_ledger_held_done(&held);
	MC_COPY(r.epoch, "ffffffffffffffff");
	assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_NEW);
	r = record_of("3", 2, 'a'); /* the same content under a new id is a new dossier */
	assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_NEW);
}

static void judging_changes_nothing(void **state)
{
	struct fixture *f = *state;
	struct mc_record r = record_of("1", 1, 'a');
	struct mc_ledger_held held;

	for (int i = 0; i < 2; i++) {
		mc_ledger_held_init(&held);
		assert_ok(f->ops->judge(f->ctx, &r, &held, NULL));
		assert_int_equal(held.verdict, MC_VERDICT_NEW);
		mc_ledger_held_done(&held);
	}
}

static enum mc_verdict withdraw(struct fixture *f, const struct mc_record *r, const char *outer,
				struct mc_ledger_held *held)
{
	struct mc_withdrawal w = {.at = 1};
	struct mc_reply statement = {.outer = mc_strdup(outer)};

	MC_COPY(w.id, r->id);
	MC_COPY(w.terminal, r->terminal);
	MC_COPY(w.digest, r->digest);
	mc_str_init(&statement.inner, 0);
	mc_ledger_held_init(held);
	assert_ok(f->ops->withdraw(f->ctx, &w, &statement, held, NULL));
	mc_reply_done(&statement);
	return held->verdict;
}

static void a_tombstone_keeps_the_dossier_out(void **state)
{
	struct fixture *f = *state;
	struct mc_record r = record_of("1", 1, 'a'), other = r;
	struct mc_ledger_held held;
	struct mc_ledger_due due;

	assert_int_equal(withdraw(f, &r, "gone", &held), MC_VERDICT_WITHDRAWN);
	mc_ledger_held_done(&held);
	assert_int_equal(take(f, &r, "x", &held), MC_VERDICT_WITHDRAWN);
	assert_string_equal(held.statement.outer, "gone");
	mc_ledger_held_done(&held);
	/* Nobody buries another terminal's dossier. */
	MC_COPY(other.terminal, "AAAAAA");
	assert_int_equal(verdict(f, &other, "x"), MC_VERDICT_NEW);
	assert_int_equal(withdraw(f, &r, "again", &held), MC_VERDICT_WITHDRAWN);
	assert_string_equal(held.statement.outer, "gone");
	mc_ledger_held_done(&held);
	/* Withdrawn after its receipt: nothing is relayed any more. */
	assert_int_equal(withdraw(f, &other, "late", &held), MC_VERDICT_WITHDRAWN);
	mc_ledger_held_done(&held);
	assert_code(f->ops->due(f->ctx, 1 << 30, &due, NULL), MC_E_NOT_FOUND);
}

static void a_withdrawal_of_other_content_is_refused(void **state)
{
	struct fixture *f = *state;
	struct mc_record r = record_of("1", 1, 'a');
	struct mc_ledger_held held;

	assert_int_equal(verdict(f, &r, "first"), MC_VERDICT_NEW);
	memset(r.digest, 'b', 64);
	assert_int_equal(withdraw(f, &r, "gone", &held), MC_VERDICT_DIGEST);
	mc_ledger_held_done(&held);
	memset(r.digest, 'a', 64);
	assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_REPEATED);
}

static void what_was_rejected_is_not_withdrawn(void **state)
{
	struct fixture *f = *state;
	struct mc_record r = record_of("1", 1, 'a');
	struct mc_ledger_held held;

	f->reject = true;
	assert_int_equal(verdict(f, &r, "no"), MC_VERDICT_NEW);
	f->reject = false;
	assert_int_equal(withdraw(f, &r, "gone", &held), MC_VERDICT_REPEATED);
	assert_true(held.rejected);
	assert_string_equal(held.statement.outer, "no");
	mc_ledger_held_done(&held);
}

/* Two processes push the same records at once: each is new exactly once. */
static void two_processes_take_each_record_once(void **state)
{
	struct fixture *f = *state;
	enum { COUNT = 25, PROCESSES = 3 };
	int results[2], fresh = 0;
	pid_t pids[PROCESSES];
	char c;

	assert_int_equal(pipe(results), 0);
	for (int p = 0; p < PROCESSES; p++) {
		pids[p] = fork();
		if (!pids[p]) {
			void *ctx;

			if (f->ops->open(f->dir, MC_LEDGER_SERVE, &ctx, NULL)) {
				_exit(2);
			}
			f->ctx = ctx;
			for (int i = 1; i <= COUNT; i++) {
				char id[16];
				struct mc_record r;

				snprintf(id, sizeof(id), "%d", i);
				r = record_of(id, i, 'a');
				c = verdict(f, &r, "x") == MC_VERDICT_NEW ? 'n' : 'r';
				if (write(results[1], &c, 1) != 1) {
					_exit(3);
				}
			}
			_exit(0);
		}
	}
	close(results[1]);
	for (int i = 0; i < PROCESSES * COUNT; i++) {
		assert_int_equal(read(results[0], &c, 1), 1);
		fresh += c == 'n';
	}
	close(results[0]);
	for (int p = 0; p < PROCESSES; p++) {
		int status;

		waitpid(pids[p], &status, 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(fresh, COUNT);
}

static void a_locked_database_is_busy(void **state)
{
	struct fixture *f = *state;
	struct mc_record r = record_of("1", 1, 'a');
	char *path = mc_path_join(f->dir, "gateway.db");
	struct mc_reply statement = {.outer = NULL};
	struct mc_ledger_taking taking = {.record = &r, .statement = &statement};
	struct mc_ledger_held held;
	sqlite3 *other;

	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	mc_ledger_held_init(&held);
	assert_code(f->ops->take(f->ctx, &taking, &held, NULL), MC_E_STORE_BUSY);
	mc_ledger_held_done(&held);
	sqlite3_close(other);
	assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_NEW);
	free(path);
}

static enum mc_code failing_make(void *ctx, struct mc_ledger_dossier *d,
				 const struct mc_ledger_turn *turn, int64_t number,
				 struct mc_reply *ret, struct mc_err *why)
{
	(void)ctx, (void)d, (void)turn, (void)number, (void)ret;
	return mc_fail(why, MC_E_INTERNAL, "on purpose");
}

/* seen: the cursor, the number, the cursor before it */
static enum mc_code make(void *ctx, struct mc_ledger_dossier *d, const struct mc_ledger_turn *turn,
			 int64_t number, struct mc_reply *ret, struct mc_err *why)
{
	int64_t *seen = ctx;

	(void)why;
	seen[0] = turn->cursor;
	seen[1] = number;
	seen[2] = turn->after;
	MC_COPY(d->official_number, "N-1");
	ret->outer = mc_strdup("event");
	return MC_OK;
}

static void count_event(void *to, int64_t cursor, const char *outer, struct mc_slice inner)
{
	(void)cursor, (void)inner;
	assert_string_equal(outer, "event");
	++*(int *)to;
}

static void a_step_and_its_event_are_one(void **state)
{
	struct fixture *f = *state;
	struct mc_record r = record_of("1", 1, 'a');
	int64_t seen[3] = {0};
	struct mc_ledger_step step = {.outcome = "forwarded",
				      .state = "FORWARDED",
				      .next = "in_process",
				      .next_due = 5000,
				      .day = "261123",
				      .make = failing_make,
				      .ctx = seen};
	struct mc_ledger_due due;
	int events = 0;

	assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_NEW);
	assert_ok(f->ops->due(f->ctx, 1000, &due, NULL));
	assert_string_equal(due.step, "forwarded");
	assert_code(f->ops->advance(f->ctx, r.id, &step, NULL), MC_E_INTERNAL);
	assert_ok(f->ops->events(f->ctx, r.terminal, 0, count_event, &events, NULL));
	assert_int_equal(events, 0);
	step.make = make;
	assert_ok(f->ops->advance(f->ctx, r.id, &step, NULL));
	assert_int_equal(seen[0], 1);
	assert_int_equal(seen[1], 1); /* the failed attempt took no number */
	assert_code(f->ops->advance(f->ctx, r.id, &step, NULL), MC_E_NOT_FOUND);
	assert_code(f->ops->due(f->ctx, 4999, &due, NULL), MC_E_NOT_FOUND);
	assert_ok(f->ops->due(f->ctx, 5000, &due, NULL));
	assert_string_equal(due.step, "in_process");
	assert_string_equal(due.dossier.state, "FORWARDED");
	assert_string_equal(due.dossier.official_number, "N-1");
	assert_ok(f->ops->events(f->ctx, r.terminal, 0, count_event, &events, NULL));
	assert_int_equal(events, 1);
	assert_ok(f->ops->events(f->ctx, "AAAAAA", 0, count_event, &events, NULL));
	assert_int_equal(events, 1);
}

/* Nobody can leave one out of a terminal's list unseen: each names the one before it. */
static void events_name_the_one_before(void **state)
{
	static const struct {
		const char *id, *terminal, *outcome, *state, *next;
		int64_t cursor, after;
	} steps[] = {
		{"1", "7K3M9Q", "forwarded", "FORWARDED", "in_process", 1, 0},
		{"2", "AAAAAA", "forwarded", "FORWARDED", NULL, 2, 0},
		{"3", "7K3M9Q", "forwarded", "FORWARDED", NULL, 3, 1},
		{"1", "7K3M9Q", "in_process", "IN_PROCESS", NULL, 4, 3},
	};
	struct fixture *f = *state;
	int64_t seen[3] = {0}, last = -1;

	assert_ok(f->ops->last_event(f->ctx, "7K3M9Q", &last, NULL));
	assert_int_equal(last, 0);
	for (size_t i = 0; i < MC_COUNT(steps); i++) {
		struct mc_record r = record_of(steps[i].id, 1 + (int64_t)i, 'a');
		struct mc_ledger_step step = {.outcome = steps[i].outcome,
					      .state = steps[i].state,
					      .next = steps[i].next,
					      .next_due = 5000,
					      .make = failing_make,
					      .ctx = seen};

		MC_COPY(r.terminal, steps[i].terminal);
		if (!strcmp(steps[i].outcome, "forwarded")) {
			assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_NEW);
		}
		assert_code(f->ops->advance(f->ctx, r.id, &step, NULL), MC_E_INTERNAL);
		step.make = make;
		assert_ok(f->ops->advance(f->ctx, r.id, &step, NULL));
		assert_int_equal(seen[0], steps[i].cursor);
		assert_int_equal(seen[2], steps[i].after); /* one that was not told leaves no gap */
		assert_ok(f->ops->last_event(f->ctx, r.terminal, &last, NULL));
		assert_int_equal(last, steps[i].cursor);
	}
	assert_ok(f->ops->last_event(f->ctx, "AAAAAA", &last, NULL));
	assert_int_equal(last, 2); /* its own, whatever the other was told */
}

static void the_latest_epoch_is_told(void **state)
{
	struct fixture *f = *state;
	struct mc_record r;
	char epoch[MC_EPOCH_LEN];
	int64_t seq = 5;

	assert_ok(f->ops->highest(f->ctx, "7K3M9Q", epoch, &seq, NULL));
	assert_string_equal(epoch, "");
	assert_int_equal(seq, 0);
	r = record_of("1", 7, 'a');
	verdict(f, &r, "x");
	r = record_of("2", 2, 'a');
	MC_COPY(r.epoch, "0000000000000001");
	verdict(f, &r, "x");
	r = record_of("3", 9, 'a'); /* a late one of the older epoch */
	verdict(f, &r, "x");
	assert_ok(f->ops->highest(f->ctx, "7K3M9Q", epoch, &seq, NULL));
	assert_string_equal(epoch, "0000000000000001");
	assert_int_equal(seq, 2);
}

/* One that says itself when it was sealed, and comes at `now`. */
static void take_sealed(struct fixture *f, struct mc_record *record, const char *epoch,
			int64_t at, int64_t now)
{
	struct mc_sign_key *key = mc_sign_key_new();
	struct mc_reply statement = {.outer = mc_strdup("x")};
	struct mc_ledger_held held;
	struct mc_str payload, jws;

	record->at = at;
	MC_COPY(record->epoch, epoch);
	mc_str_init(&payload, 4096);
	mc_str_init(&jws, 4096);
	mc_record_format(record, &payload);
	assert_ok(mc_jws_sign(key, "record", mc_slice_of(&payload), &jws, NULL));
	mc_ledger_held_init(&held);
	mc_str_init(&statement.inner, 1);
	assert_ok(f->ops->take(f->ctx,
			       &(struct mc_ledger_taking){.record = record,
							  .record_jws = mc_slice_of(&jws),
							  .manifest = mc_slice_text("sealed"),
							  .procedure = "2.002621",
							  .statement = &statement,
							  .now = now},
			       &held, NULL));
	assert_int_equal(held.verdict, MC_VERDICT_NEW);
	mc_ledger_held_done(&held);
	mc_reply_done(&statement);
	mc_str_done(&payload);
	mc_str_done(&jws);
	mc_sign_key_free(key);
}

static void assert_highest(struct fixture *f, const char *epoch, int64_t seq)
{
	char is[MC_EPOCH_LEN];
	int64_t is_seq;

	assert_ok(f->ops->highest(f->ctx, "7K3M9Q", is, &is_seq, NULL));
	assert_string_equal(is, epoch);
	assert_int_equal(is_seq, seq);
}

#define OLD "1111111111111111"
#define NEW "0000000000000002"

/* What was sealed first comes last, by a stick or out of a hold: its epoch was left long before.
 * A clock that was ahead while it was sealed makes it no newer than when it came. */
static void a_late_dossier_is_of_an_older_epoch(void **state)
{
	struct fixture *f = *state;
	struct mc_record r[5];

	for (int i = 0; i < 5; i++) {
		char id[2] = {(char)('1' + i), '\0'};

		r[i] = record_of(id, i + 1, 'a');
	}
	r[2].seq = 1;
	r[3].seq = 2;
	take_sealed(f, &r[2], NEW, 5 * MC_DAY, 6 * MC_DAY);
	assert_highest(f, NEW, 1);
	take_sealed(f, &r[1], OLD, 2 * MC_DAY, 7 * MC_DAY);
	assert_highest(f, NEW, 1);
	take_sealed(f, &r[0], OLD, 1 * MC_DAY, 8 * MC_DAY);
	take_sealed(f, &r[3], NEW, 6 * MC_DAY, 9 * MC_DAY);
	assert_highest(f, NEW, 2);
	take_sealed(f, &r[4], "3333333333333333", 4000 * MC_DAY, 10 * MC_DAY);
	assert_highest(f, "3333333333333333", 5);
	r[4] = record_of("6", 1, 'a');
	take_sealed(f, &r[4], "4444444444444444", 11 * MC_DAY, 12 * MC_DAY);
	assert_highest(f, "4444444444444444", 1);
}

static void uploads_expire_and_offsets_never_decrease(void **state)
{
	struct fixture *f = *state;
	struct mc_ledger_upload u = {.id = "u1",
				     .sha256 = "abc",
				     .terminal = "7K3M9Q",
				     .length = 10,
				     .created_at = 1,
				     .expires_at = 100},
				got;
	int64_t size = -1;

	assert_ok(f->ops->add_upload(f->ctx, &u, NULL, NULL));
	assert_ok(f->ops->set_offset(f->ctx, "u1", 7, NULL));
	assert_ok(f->ops->set_offset(f->ctx, "u1", 3, NULL));
	assert_ok(f->ops->upload(f->ctx, "u1", 99, &got, NULL));
	assert_int_equal(got.offset, 7);
	assert_code(f->ops->upload(f->ctx, "u1", 100, &got, NULL), MC_E_NOT_FOUND);
	assert_ok(f->ops->part_size(f->ctx, "7K3M9Q", "abc", &size, NULL));
	assert_int_equal(size, 0);
	assert_ok(f->ops->finish_upload(f->ctx, &u, 1, NULL, NULL, NULL));
	assert_ok(f->ops->part_size(f->ctx, "7K3M9Q", "abc", &size, NULL));
	assert_int_equal(size, 10);
	assert_ok(f->ops->upload(f->ctx, "u1", 2, &got, NULL)); /* told until it expires */
	assert_int_equal(got.offset, 10);
	assert_code(f->ops->upload(f->ctx, "u1", 100, &got, NULL), MC_E_NOT_FOUND);
}

static void settings_are_kept(void **state)
{
	struct fixture *f = *state;
	char text[16] = "x";

	assert_ok(f->ops->setting(f->ctx, "seed", text, sizeof(text), NULL));
	assert_string_equal(text, "");
	assert_ok(f->ops->set_setting(f->ctx, "seed", "1", NULL));
	assert_ok(f->ops->set_setting(f->ctx, "seed", "42", NULL));
	reopen(f);
	assert_ok(f->ops->setting(f->ctx, "seed", text, sizeof(text), NULL));
	assert_string_equal(text, "42");
}

/* A database that is not ours, or newer, is not touched. */
static void foreign_and_newer_databases_are_refused(void **state)
{
	static const struct {
		const char *sql;
		enum mc_code code;
	} cases[] = {
		{"CREATE TABLE t(a)", MC_E_STORE_FOREIGN},
		{"PRAGMA application_id=1835231095; PRAGMA user_version=99", MC_E_STORE_NEWER},
		{"PRAGMA application_id=7; PRAGMA user_version=1", MC_E_STORE_FOREIGN},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		char *dir = test_dir(), *path = mc_path_join(dir, "gateway.db");
		struct mc_str before, after;
		sqlite3 *db;
		void *ctx;

		assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, cases[i].sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		mc_str_init(&before, 1 << 20);
		mc_str_init(&after, 1 << 20);
		assert_ok(mc_file_read(path, &before, NULL));
		assert_code(f->ops->open(dir, MC_LEDGER_SERVE, &ctx, NULL), cases[i].code);
		assert_ok(mc_file_read(path, &after, NULL));
		assert_true(mc_slice_equal(mc_slice_of(&before), mc_slice_of(&after)));
		mc_str_done(&before);
		mc_str_done(&after);
		free(path);
		free(dir);
	}
}

static void reading_makes_no_database(void **state)
{
	struct fixture *f = *state;
	char *dir = test_dir(), *path = mc_path_join(dir, "gateway.db");
	void *ctx;

	assert_code(f->ops->open(dir, MC_LEDGER_READ, &ctx, NULL), MC_E_FILE_READ);
	assert_false(mc_file_exists(path));
	free(path);
	free(dir);
}

static void the_database_is_as_promised(void **state)
{
	static const struct {
		const char *pragma;
		const char *value;
	} cases[] = {
		{"PRAGMA application_id", "1835231095"},
		{"PRAGMA user_version", "8"},
		{"PRAGMA synchronous", "2"},
		{"PRAGMA journal_mode", "wal"},
		{"PRAGMA quick_check", "ok"},
		{"SELECT count(*) FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite%'"
		 " AND sql NOT LIKE '%STRICT'",
		 "0"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		sqlite3_stmt *stmt;

		assert_int_equal(sqlite3_prepare_v2(f->ctx, cases[i].pragma, -1, &stmt, NULL),
				 SQLITE_OK);
		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		assert_string_equal((const char *)sqlite3_column_text(stmt, 0), cases[i].value);
		sqlite3_finalize(stmt);
	}
}

/* By a person at the province: completed or returned. */
static void end_as(struct fixture *f, const struct mc_record *record, const char *end)
{
	int64_t seen[3] = {0};
	struct mc_ledger_step step = {
		.outcome = "in_process", .state = end, .unasked = true, .make = make, .ctx = seen};

	assert_ok(f->ops->advance(f->ctx, record->id, &step, NULL));
}

/* The completion is on its way to the terminal: were it buried now, the two would differ for good. */
static void what_has_come_to_its_end_is_not_withdrawn(void **state)
{
	static const char *const ends[] = {"COMPLETED", "RETURNED"};
	struct fixture *f = *state;

	for (int i = 0; i < 2; i++) {
		struct mc_record r = record_of(i ? "2" : "1", 1 + i, 'a');
		struct mc_ledger_held held;

		assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_NEW);
		end_as(f, &r, ends[i]);
		assert_int_equal(withdraw(f, &r, "gone", &held), MC_VERDICT_SETTLED);
		assert_string_equal(held.statement.outer, "x"); /* its receipt */
		assert_int_equal(verdict(f, &r, "x"), MC_VERDICT_REPEATED);
		mc_ledger_held_done(&held);
	}
}

/* Of one that the province has completed no correction comes in, or it would be done twice. */
static void a_correction_of_what_was_completed_is_overtaken(void **state)
{
	static const struct {
		const char *end, *terminal; /* "" = it is still under way */
		bool overtaken;
	} cases[] = {
		{"COMPLETED", "7K3M9Q", true},
		{"COMPLETED", "AAAAAA", false}, /* somebody else's: whatever it names is not ours */
		{"RETURNED", "7K3M9Q", false},
		{"", "7K3M9Q", false}, /* the request to bury it says what becomes of it */
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		char id[2] = {(char)('1' + i), '\0'}, own[2] = {(char)('a' + i), '\0'};
		struct mc_record old = record_of(id, 1 + (int64_t)i, 'a');
		struct mc_record r = record_of(own, 10 + (int64_t)i, 'b');
		struct mc_ledger_held held;

		MC_COPY(r.terminal, cases[i].terminal);
		MC_COPY(r.replaces, old.id);
		mc_ledger_held_init(&held);
		assert_int_equal(verdict(f, &old, "x"), MC_VERDICT_NEW);
		if (cases[i].end[0]) {
			end_as(f, &old, cases[i].end);
		}
		assert_ok(f->ops->judge(f->ctx, &r, &held, NULL));
		assert_int_equal(held.verdict, MC_VERDICT_NEW);
		assert_int_equal(held.overtaken, cases[i].overtaken);
		mc_ledger_held_done(&held);
		/* a receipt was made before it was completed: it is not true any more */
		assert_code(try_take(f, &r, "y", &held),
			    cases[i].overtaken ? MC_E_STORE_BUSY : MC_OK);
		mc_ledger_held_done(&held);
		f->reject = true;
		assert_int_equal(verdict(f, &r, "z"), cases[i].overtaken ? MC_VERDICT_NEW :
									   MC_VERDICT_REPEATED);
		f->reject = false;
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_first_statement_stands),
		CASE(each_conflict_has_its_verdict),
		CASE(judging_changes_nothing),
		CASE(a_tombstone_keeps_the_dossier_out),
		CASE(a_withdrawal_of_other_content_is_refused),
		CASE(what_was_rejected_is_not_withdrawn),
		CASE(what_has_come_to_its_end_is_not_withdrawn),
		CASE(a_correction_of_what_was_completed_is_overtaken),
		CASE(two_processes_take_each_record_once),
		CASE(a_locked_database_is_busy),
		CASE(a_step_and_its_event_are_one),
		CASE(events_name_the_one_before),
		CASE(the_latest_epoch_is_told),
		CASE(a_late_dossier_is_of_an_older_epoch),
		CASE(uploads_expire_and_offsets_never_decrease),
		CASE(settings_are_kept),
		CASE(foreign_and_newer_databases_are_refused),
		CASE(reading_makes_no_database),
		CASE(the_database_is_as_promised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
