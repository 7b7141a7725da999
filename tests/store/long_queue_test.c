/* SPDX-License-Identifier: MPL-2.0 */
/* What the courier asks of the queue before each step costs the same however many wait: counted
 * in the steps of SQLite's own machine, which no other program disturbs. */
#include <sqlite3.h>

#include "store/mail_db.h"
#include "store/office.h"

enum { SHORT = 50, LONG = 1000, OPEN = 40, CAP = 300 * 1000 };

/* Steps since the last call. */
static int64_t steps(struct mc_mail *mail)
{
	int64_t sum = 0;

	for (sqlite3_stmt *s = sqlite3_next_stmt(mail->db.handle, NULL); s;
	     s = sqlite3_next_stmt(mail->db.handle, s)) {
		sum += sqlite3_stmt_status(s, SQLITE_STMTSTATUS_VM_STEP, 1);
	}
	return sum;
}

static void receive(struct mc_mail *mail, int n)
{
	struct mc_happened what = {.now = NOW};

	assert_ok(mc_mail_happen(mail, id_of(n), MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_happen(mail, id_of(n), MC_HAPPENING_PARTS_HELD, &what, NULL));
	what.outer = mc_slice_text("receipt");
	assert_ok(mc_mail_happen(mail, id_of(n), MC_HAPPENING_RECEIPT, &what, NULL));
}

/* The first OPEN of them are received, the others wait. */
static void queue(struct office *o, int count)
{
	office_init(o);
	for (int n = 1; n <= count + OPEN; n++) {
		seal_one(o->mail, n);
		if (n <= OPEN) {
			receive(o->mail, n);
		}
	}
}

struct costs {
	int64_t any, due;
};

static struct costs costs_of(struct office *o, int limit)
{
	struct mc_mail_any any;
	struct costs costs;
	struct mc_vec due;
	int64_t next;

	mc_vec_init(&due, sizeof(struct mc_item), (size_t)limit);
	(void)steps(o->mail);
	assert_ok(mc_mail_any(o->mail, &any, NULL));
	costs.any = steps(o->mail);
	assert_true(any.waiting && any.open && !any.withdrawing);
	assert_ok(mc_mail_due(o->mail, NOW, CAP, limit, &due, &next, NULL));
	costs.due = steps(o->mail);
	assert_int_equal(due.len, limit);
	assert_string_equal(((struct mc_item *)mc_vec_at(&due, 0))->id, id_of(OPEN + 1));
	mc_vec_done(&due);
	return costs;
}

static void each_step_costs_the_same(void **state)
{
	static const int limits[] = {1, 6};
	struct office few, many;

	(void)state;
	queue(&few, SHORT);
	queue(&many, LONG);
	for (size_t i = 0; i < MC_COUNT(limits); i++) {
		struct costs a = costs_of(&few, limits[i]), b = costs_of(&many, limits[i]);

		assert_true(a.any > 0 && a.due > 0);
		assert_int_equal(a.any, b.any);
		assert_int_equal(a.due, b.due);
	}
	office_done(&few);
	office_done(&many);
}

/* "Send now", and a link that comes back: what was not put off is not written. */
static void what_was_not_put_off_stays(void **state)
{
	struct office o;
	int64_t before;

	(void)state;
	queue(&o, SHORT);
	assert_ok(mc_mail_failed(o.mail, id_of(OPEN + 3), NOW, NOW + 1000, MC_E_LINK_DOWN, NULL,
				 NULL));
	before = sqlite3_total_changes(o.mail->db.handle);
	assert_ok(mc_mail_retry(o.mail, NULL, NULL));
	assert_int_equal(sqlite3_total_changes(o.mail->db.handle) - before, 1);
	assert_ok(mc_mail_retry(o.mail, NULL, NULL));
	assert_int_equal(sqlite3_total_changes(o.mail->db.handle) - before, 1);
	office_done(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_step_costs_the_same),
		cmocka_unit_test(what_was_not_put_off_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
