/* SPDX-License-Identifier: MPL-2.0 */
/* An item's life: only along the table, each statement once, tries and times. */
#include <sqlite3.h>

#include "motcua/base/clock.h"
#include "store/office.h"

#define CAP (300 * MC_SECOND)

static int setup(void **state)
{
	struct office *o = mc_calloc(1, sizeof(struct office));

	office_init(o);
	for (int n = 1; n <= 3; n++) {
		seal_one(o->mail, n);
	}
	*state = o;
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static struct mc_item item_of(struct mc_mail *mail, int n)
{
	struct mc_item item;

	assert_ok(mc_mail_item(mail, id_of(n), &item, NULL));
	return item;
}

static void walk(struct mc_mail *mail, int n, const enum mc_happening *happenings, int count)
{
	for (int i = 0; i < count; i++) {
		assert_ok(happen(mail, n, happenings[i], NULL));
	}
}

static const enum mc_happening to_commit[] = {MC_HAPPENING_SEND, MC_HAPPENING_PARTS_HELD};

static int64_t journal_rows(struct office *o, const char *where)
{
	char sql[200];
	sqlite3 *raw;
	sqlite3_stmt *stmt;
	int64_t count;

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM journal WHERE %s", where);
	assert_int_equal(sqlite3_open(o->paths.mail_db, &raw), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	count = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(raw);
	return count;
}

static void to_a_receipt(void **state)
{
	struct office *o = *state;
	struct mc_happened what = {.now = NOW + 5000,
				   .outer = mc_slice_text("a.receipt.jws"),
				   .inner = mc_slice_text("age")};
	struct mc_str outer, inner;
	struct mc_item item;

	walk(o->mail, 1, to_commit, 2);
	assert_int_equal(state_of(o->mail, 1), MC_STATE_COMMITTING);
	assert_ok(mc_mail_happen(o->mail, id_of(1), MC_HAPPENING_RECEIPT, &what, NULL));
	item = item_of(o->mail, 1);
	assert_int_equal(item.state, MC_STATE_RECEIPTED);
	assert_int_equal(item.attempts, 1);
	assert_int_equal(item.last_try, NOW + 5000);
	assert_int_equal(item.state_at, NOW + 5000);
	assert_int_equal(item.sent_bytes, item.total_bytes);
	assert_true(item.has_receipt);
	mc_str_init(&outer, 100);
	mc_str_init(&inner, 100);
	assert_ok(mc_mail_item_receipt(o->mail, id_of(1), &outer, &inner, NULL));
	assert_string_equal(outer.data, "a.receipt.jws");
	assert_string_equal(inner.data, "age");
	assert_code(mc_mail_item_receipt(o->mail, id_of(2), &outer, &inner, NULL), MC_E_NOT_FOUND);
	mc_str_done(&outer);
	mc_str_done(&inner);
	assert_int_equal(journal_rows(o, "happening = 'RECEIPT' AND before = 'COMMITTING'"
					 " AND after = 'RECEIPTED'"),
			 1);
}

static void the_same_statement_again(void **state)
{
	struct office *o = *state;

	walk(o->mail, 1, to_commit, 2);
	assert_ok(happen(o->mail, 1, MC_HAPPENING_RECEIPT, "jws"));
	assert_ok(happen(o->mail, 1, MC_HAPPENING_RECEIPT, "jws"));
	assert_code(happen(o->mail, 1, MC_HAPPENING_RECEIPT, "other"), MC_E_DOSSIER_STATE);
	assert_code(happen(o->mail, 1, MC_HAPPENING_RECEIPT, NULL), MC_E_DOSSIER_STATE);
	assert_int_equal(item_of(o->mail, 1).attempts, 1);
	assert_int_equal(journal_rows(o, "happening = 'RECEIPT'"), 1);
}

/* Every happening in every state: what the pure table says, and nothing else. But for RESEND,
 * since nothing is lost here (behind_test.c). */
static void only_along_the_table(void **state)
{
	struct office *o = *state;
	sqlite3 *raw;

	assert_int_equal(sqlite3_open(o->paths.mail_db, &raw), SQLITE_OK);
	for (int s = MC_STATE_SEALED; s < MC_STATE_COUNT; s++) {
		for (int h = 0; h < MC_HAPPENING_COUNT; h++) {
			enum mc_state want = mc_state_after((enum mc_state)s, (enum mc_happening)h);
			char sql[80];

			want = h == MC_HAPPENING_RESEND ? MC_STATE_NONE : want;
			snprintf(sql, sizeof(sql), "UPDATE item SET state = '%s' WHERE seq = 1",
				 mc_state_name((enum mc_state)s));
			assert_int_equal(sqlite3_exec(raw,
						      "DELETE FROM journal WHERE happening <> 'SEAL'",
						      NULL, NULL, NULL),
					 SQLITE_OK);
			assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
			assert_code(happen(o->mail, 1, (enum mc_happening)h, NULL),
				    want ? MC_OK : MC_E_DOSSIER_STATE);
			assert_int_equal(state_of(o->mail, 1), want ? want : (enum mc_state)s);
		}
	}
	sqlite3_close(raw);
	assert_code(happen(o->mail, 9, MC_HAPPENING_SEND, NULL), MC_E_DOSSIER_UNKNOWN);
}

/* It may be at the gateway: only the gateway's signature ends it. */
static void withdrawn_only_when_never_sent(void **state)
{
	static const enum mc_happening back[] = {MC_HAPPENING_SEND, MC_HAPPENING_HOLD,
						 MC_HAPPENING_RELEASE};
	struct office *o = *state;

	assert_ok(happen(o->mail, 1, MC_HAPPENING_WITHDRAW, NULL));
	assert_int_equal(state_of(o->mail, 1), MC_STATE_WITHDRAWN);
	walk(o->mail, 2, back, 3);
	assert_int_equal(state_of(o->mail, 2), MC_STATE_SEALED);
	assert_code(happen(o->mail, 2, MC_HAPPENING_WITHDRAW, NULL), MC_E_DOSSIER_STATE);
	assert_ok(happen(o->mail, 2, MC_HAPPENING_WITHDRAWAL, "signed"));
}

static void events_move_the_cursor(void **state)
{
	struct office *o = *state;
	struct mc_happened what = {.now = NOW, .outer = mc_slice_text("event.1"), .cursor = 7};
	struct mc_vec events;
	struct mc_mail_event *event;
	int64_t cursor = -1;

	walk(o->mail, 1, to_commit, 2);
	assert_ok(happen(o->mail, 1, MC_HAPPENING_RECEIPT, "receipt"));
	assert_ok(mc_mail_cursor(o->mail, &cursor, NULL));
	assert_int_equal(cursor, 0);
	assert_ok(mc_mail_happen(o->mail, id_of(1), MC_HAPPENING_FORWARD, &what, NULL));
	assert_ok(mc_mail_cursor_set(o->mail, 5, NULL)); /* asked again from before it */
	assert_ok(mc_mail_happen(o->mail, id_of(1), MC_HAPPENING_FORWARD, &what, NULL));
	assert_ok(mc_mail_cursor(o->mail, &cursor, NULL));
	assert_int_equal(cursor, 7);
	what.cursor = 8; /* an arrow that is not there moves nothing */
	what.outer = mc_slice_text("event.2");
	assert_code(mc_mail_happen(o->mail, id_of(1), MC_HAPPENING_RECEIPT, &what, NULL),
		    MC_E_DOSSIER_STATE);
	assert_ok(mc_mail_cursor(o->mail, &cursor, NULL));
	assert_int_equal(cursor, 7);
	mc_vec_init(&events, sizeof(struct mc_mail_event), 10);
	assert_ok(mc_mail_events(o->mail, id_of(1), &events, NULL));
	assert_int_equal(events.len, 2);
	event = mc_vec_at(&events, 0);
	assert_string_equal(event->kind, "receipt");
	event = mc_vec_at(&events, 1);
	assert_string_equal(event->kind, "event");
	assert_string_equal(event->outer.data, "event.1");
	assert_string_equal(event->id, id_of(1));
	assert_int_equal(event->cursor, 7);
	mc_mail_events_done(&events);
}

/* Behind a gap the cursor stays; one that was missing stands in its place when it comes. */
static void a_late_event_stands_in_its_place(void **state)
{
	static const struct {
		const char *text;
		enum mc_happening happening;
		int64_t cursor;
		bool behind_gap;
	} rows[] = {
		{"event.10", MC_HAPPENING_FORWARD, 10, false},
		{"event.40", MC_HAPPENING_PROCESS, 40, true},
		{"event.30", MC_HAPPENING_BRANCH, 30, true},
		{"event.20", MC_HAPPENING_BRANCH, 20, false},
		{"event.50", MC_HAPPENING_FINISH, 50, false},
	};
	static const char *const order[] = {"receipt", "event.10", "event.20", "event.30",
					    "event.40", "event.50"};
	struct office *o = *state;
	struct mc_vec events;
	int64_t cursor = 0, newest = 0;

	walk(o->mail, 1, to_commit, 2);
	assert_ok(happen(o->mail, 1, MC_HAPPENING_RECEIPT, "receipt"));
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_happened what = {.now = NOW,
					   .outer = mc_slice_text(rows[i].text),
					   .cursor = rows[i].cursor,
					   .behind_gap = rows[i].behind_gap};

		if (!i) {
			assert_ok(mc_mail_event_newest(o->mail, id_of(1), &newest, NULL));
			assert_int_equal(newest, 0); /* a receipt is none */
		}
		assert_ok(mc_mail_happen(o->mail, id_of(1), rows[i].happening, &what, NULL));
		assert_ok(mc_mail_cursor(o->mail, &cursor, NULL));
		assert_int_equal(cursor, i < 3 ? 10 : rows[i].cursor);
		assert_ok(mc_mail_event_newest(o->mail, id_of(1), &newest, NULL));
		assert_int_equal(newest, i == 0 ? 10 : i == 4 ? 50 : 40);
	}
	mc_vec_init(&events, sizeof(struct mc_mail_event), 10);
	assert_ok(mc_mail_events(o->mail, id_of(1), &events, NULL));
	assert_int_equal(events.len, MC_COUNT(order));
	for (size_t i = 0; i < MC_COUNT(order); i++) {
		struct mc_mail_event *event = mc_vec_at(&events, i);

		assert_string_equal(event->outer.data, order[i]);
	}
	mc_mail_events_done(&events);
	assert_ok(mc_mail_cursor_back(o->mail, 60, NULL)); /* never forwards */
	assert_ok(mc_mail_cursor(o->mail, &cursor, NULL));
	assert_int_equal(cursor, 50);
	assert_ok(mc_mail_cursor_back(o->mail, 30, NULL));
	assert_ok(mc_mail_cursor(o->mail, &cursor, NULL));
	assert_int_equal(cursor, 30);
}

static int due(struct office *o, int64_t now, int limit, int64_t *ret_next)
{
	struct mc_vec list;
	int count;

	mc_vec_init(&list, sizeof(struct mc_item), 100);
	assert_ok(mc_mail_due(o->mail, now, CAP, limit, &list, ret_next, NULL));
	count = (int)list.len;
	for (int i = 1; i < count; i++) {
		assert_true(((struct mc_item *)mc_vec_at(&list, (size_t)i))->seq >
			    ((struct mc_item *)mc_vec_at(&list, (size_t)i - 1))->seq);
	}
	mc_vec_done(&list);
	return count;
}

static void tries(void **state)
{
	struct office *o = *state;
	struct mc_mail_counts counts;
	struct mc_item item;
	int64_t next = -1;

	assert_int_equal(due(o, NOW, 10, &next), 3);
	assert_int_equal(next, 0);
	assert_int_equal(due(o, NOW, 2, &next), 2);
	assert_ok(mc_mail_failed(o->mail, id_of(1), NOW, NOW + 2500, MC_E_LINK_STALLED,
				 "no byte for 90 s", NULL));
	assert_ok(happen(o->mail, 2, MC_HAPPENING_SEND, NULL));
	assert_ok(mc_mail_failed(o->mail, id_of(2), NOW, NOW + 4000, MC_E_LINK_DOWN, NULL, NULL));
	item = item_of(o->mail, 1);
	assert_int_equal(item.attempts, 1);
	assert_int_equal(item.cause, MC_E_LINK_STALLED);
	assert_string_equal(item.cause_detail, "no byte for 90 s");
	assert_int_equal(item.state, MC_STATE_SEALED);
	assert_int_equal(item.next_try, NOW + 2500);
	assert_int_equal(due(o, NOW, 10, &next), 1);
	assert_int_equal(next, NOW + 2500);
	assert_int_equal(due(o, NOW + 2500, 10, &next), 2);
	assert_int_equal(next, NOW + 4000);
	assert_ok(mc_mail_counts(o->mail, &counts, NULL));
	assert_int_equal(counts.waiting, 3);
	assert_int_equal(counts.failing, 2);
	assert_ok(mc_mail_retry(o->mail, id_of(1), NULL));
	assert_int_equal(due(o, NOW, 10, &next), 2);
	assert_ok(mc_mail_retry(o->mail, NULL, NULL));
	assert_int_equal(due(o, NOW, 10, &next), 3);
	assert_code(mc_mail_retry(o->mail, id_of(9), NULL), MC_E_DOSSIER_UNKNOWN);
	assert_ok(happen(o->mail, 3, MC_HAPPENING_WITHDRAW, NULL));
	assert_code(mc_mail_retry(o->mail, id_of(3), NULL), MC_E_DOSSIER_STATE);
	assert_code(mc_mail_failed(o->mail, id_of(3), NOW, 0, MC_E_LINK_DOWN, NULL, NULL),
		    MC_E_DOSSIER_STATE);
}

/* A clock that went back ten years delays nothing. */
static void clock_jumps(void **state)
{
	struct office *o = *state;
	int64_t next;

	for (int n = 1; n <= 3; n++) {
		assert_ok(mc_mail_failed(o->mail, id_of(n), NOW, NOW + CAP, MC_E_LINK_DOWN, NULL, NULL));
	}
	assert_int_equal(due(o, NOW, 10, &next), 0);
	assert_int_equal(due(o, NOW - 1, 10, &next), 3);
	assert_int_equal(due(o, NOW - 3650 * MC_DAY, 10, &next), 3);
	assert_int_equal(due(o, NOW + 3650 * MC_DAY, 10, &next), 3);
}

static void held_and_released(void **state)
{
	struct office *o = *state;
	struct mc_happened what = {.now = NOW,
				   .outer = mc_slice_text("refusal"),
				   .cause = MC_E_SEQ_TAKEN,
				   .detail = "holds another id"};
	struct mc_mail_counts counts;
	struct mc_item item;

	walk(o->mail, 1, to_commit, 2);
	assert_ok(mc_mail_happen(o->mail, id_of(1), MC_HAPPENING_HOLD, &what, NULL));
	item = item_of(o->mail, 1);
	assert_int_equal(item.state, MC_STATE_HELD);
	assert_int_equal(item.cause, MC_E_SEQ_TAKEN);
	assert_string_equal(item.cause_detail, "holds another id");
	assert_ok(mc_mail_counts(o->mail, &counts, NULL));
	assert_int_equal(counts.held, 1);
	assert_int_equal(counts.waiting, 2);
	assert_ok(happen(o->mail, 1, MC_HAPPENING_RELEASE, NULL));
	item = item_of(o->mail, 1);
	assert_int_equal(item.cause, MC_OK);
	assert_string_equal(item.cause_detail, "");
}

static void listed_by_pages(void **state)
{
	struct office *o = *state;
	struct mc_vec page;

	mc_vec_init(&page, sizeof(struct mc_item), 10);
	assert_ok(mc_mail_items(o->mail, 0, 2, &page, NULL));
	assert_ok(mc_mail_items(o->mail, 2, 2, &page, NULL));
	assert_int_equal(page.len, 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(((struct mc_item *)mc_vec_at(&page, (size_t)i))->seq, 3 - i);
	}
	mc_vec_done(&page);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(to_a_receipt),	      CASE(the_same_statement_again),
		CASE(only_along_the_table),   CASE(withdrawn_only_when_never_sent),
		CASE(events_move_the_cursor), CASE(tries),
		CASE(a_late_event_stands_in_its_place),
		CASE(clock_jumps),	      CASE(held_and_released),
		CASE(listed_by_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
