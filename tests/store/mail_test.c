/* SPDX-License-Identifier: MPL-2.0 */
/* The rest of mail.db: parts, questions, link, ledger, lease, pokes, two programs. */
#include <fcntl.h>
#include <poll.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/office.h"

static int setup(void **state)
{
	*state = mc_calloc(1, sizeof(struct office));
	office_init(*state);
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

/* Over a connection that is not ours. */
static void raw(struct office *o, const char *sql)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(o->paths.mail_db, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
}

/* ---- parts */

static struct mc_mail_part part_of(struct office *o, int n)
{
	struct mc_mail_part part;
	struct mc_vec parts;

	mc_vec_init(&parts, sizeof(struct mc_mail_part), 10);
	assert_ok(mc_mail_parts(o->mail, id_of(1), &parts, NULL));
	assert_int_equal(parts.len, 2);
	part = *(struct mc_mail_part *)mc_vec_at(&parts, (size_t)n);
	mc_vec_done(&parts);
	return part;
}

static void parts(void **state)
{
	struct office *o = *state;
	const char names[2][MC_DIGEST_LEN] = {
		"2222222222222222222222222222222222222222222222222222222222222222",
		"1111111111111111111111111111111111111111111111111111111111111111"};
	const int64_t sizes[] = {100, 20};
	const struct mc_sealed sealed = {.id = id_of(1),
					 .digest = digest_of(1),
					 .record = mc_slice_text("record"),
					 .manifest = mc_slice_text("m"),
					 .parts = names,
					 .part_sizes = sizes,
					 .part_count = 2,
					 .now = NOW};
	struct mc_seal_head head;
	struct mc_item item;
	char large[300];

	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_ok(mc_mail_seal_commit(o->mail, &sealed, NULL));
	assert_string_equal(part_of(o, 0).sha256, names[0]); /* in the order given */
	assert_string_equal(part_of(o, 0).upload, "");
	assert_ok(mc_mail_part_progress(o->mail, names[0], "/v1/uploads/u1", 60, false, NULL));
	assert_ok(mc_mail_part_progress(o->mail, names[0], NULL, 40, false, NULL));
	assert_int_equal(part_of(o, 0).offset, 60);
	assert_string_equal(part_of(o, 0).upload, "/v1/uploads/u1");
	assert_code(mc_mail_part_progress(o->mail, names[0], NULL, 101, false, NULL), MC_E_STORE);
	assert_ok(mc_mail_part_progress(o->mail, names[1], NULL, 0, true, NULL));
	assert_ok(mc_mail_item(o->mail, id_of(1), &item, NULL));
	assert_int_equal(item.sent_bytes, 80);
	assert_int_equal(item.total_bytes, 121);
	assert_ok(mc_mail_part_lost(o->mail, names[0], NULL));
	assert_int_equal(part_of(o, 0).offset, 0);
	assert_string_equal(part_of(o, 0).upload, "");
	assert_true(part_of(o, 1).held);
	assert_code(mc_mail_part_lost(o->mail, digest_of(7), NULL), MC_E_NOT_FOUND);
	memset(large, 'x', sizeof(large));
	large[sizeof(large) - 1] = '\0';
	assert_code(mc_mail_part_progress(o->mail, names[0], large, 1, false, NULL), MC_E_TEXT_LONG);
}

/* ---- questions */

static void ask_as(struct office *o, int n, int64_t give_up_at, bool queued)
{
	struct mc_question question = {.kind = MC_QUERY_VERIFY,
				       .asked_at = NOW,
				       .give_up_at = give_up_at,
				       .queued = queued};

	MC_COPY(question.id, id_of(n));
	assert_ok(mc_mail_ask(o->mail, &question, mc_slice_text("age"), digest_of(n), NULL));
}

static void ask(struct office *o, int n, int64_t give_up_at)
{
	ask_as(o, n, give_up_at, false);
}

static enum mc_question_state question_state(struct office *o, int n)
{
	struct mc_question question;

	assert_ok(mc_mail_question(o->mail, id_of(n), &question, NULL));
	return question.state;
}

static enum mc_code answer(struct office *o, int n, const char *outer)
{
	return mc_mail_answer(o->mail, id_of(n), mc_slice_text(outer), mc_slice_text("inner"), NOW,
			      NULL);
}

static void questions_in_order(void **state)
{
	struct office *o = *state;
	struct mc_question question;
	struct mc_str sealed;
	char sha256[MC_DIGEST_LEN];

	mc_str_init(&sealed, 100);
	assert_code(mc_mail_question_next(o->mail, NOW, &question, &sealed, sha256, NULL),
		    MC_E_NOT_FOUND);
	ask(o, 1, NOW + 300);
	ask(o, 2, 0);
	assert_ok(mc_mail_question_next(o->mail, NOW + 299, &question, &sealed, sha256, NULL));
	assert_string_equal(question.id, id_of(1));
	assert_int_equal(question.kind, MC_QUERY_VERIFY);
	assert_int_equal(question.give_up_at, NOW + 300);
	assert_string_equal(sealed.data, "age");
	assert_string_equal(sha256, digest_of(1));
	assert_ok(mc_mail_question_failed(o->mail, id_of(1), MC_E_LINK_DOWN, NULL));
	assert_int_equal(question_state(o, 1), MC_QUESTION_WAITING);
	assert_ok(mc_mail_question_next(o->mail, NOW + 300, &question, &sealed, sha256, NULL));
	assert_string_equal(question.id, id_of(2));
	assert_ok(mc_mail_question(o->mail, id_of(1), &question, NULL));
	assert_int_equal(question.state, MC_QUESTION_FAILED);
	assert_int_equal(question.attempts, 1);
	assert_int_equal(question.cause, MC_E_LINK_DOWN);
	assert_code(answer(o, 1, "late"), MC_E_DOSSIER_STATE);
	mc_str_done(&sealed);
}

/* Whoever sits in front of the desk does not wait behind what waits for the link. */
static void queued_ones_let_pass(void **state)
{
	struct office *o = *state;
	struct mc_question question;
	struct mc_str sealed;
	char sha256[MC_DIGEST_LEN];

	mc_str_init(&sealed, 100);
	ask_as(o, 1, NOW + 10 * (int64_t)3600000, true);
	assert_ok(mc_mail_question_next(o->mail, NOW, &question, &sealed, sha256, NULL));
	assert_string_equal(question.id, id_of(1));
	assert_true(question.queued);
	ask(o, 2, NOW + 300);
	assert_ok(mc_mail_question_next(o->mail, NOW, &question, &sealed, sha256, NULL));
	assert_string_equal(question.id, id_of(2));
	assert_false(question.queued);
	assert_ok(mc_mail_question_next(o->mail, NOW + 9 * (int64_t)3600000, &question, &sealed, sha256,
					NULL));
	assert_string_equal(question.id, id_of(1));
	assert_code(mc_mail_question_next(o->mail, NOW + 10 * (int64_t)3600000, &question, &sealed, sha256,
					  NULL),
		    MC_E_NOT_FOUND);
	assert_int_equal(question_state(o, 1), MC_QUESTION_FAILED);
	mc_str_done(&sealed);
}

static void answered(void **state)
{
	struct office *o = *state;
	struct mc_str outer, inner;

	mc_str_init(&outer, 100);
	mc_str_init(&inner, 100);
	ask(o, 1, 0);
	assert_code(mc_mail_answer_load(o->mail, id_of(1), &outer, &inner, NULL), MC_E_NOT_FOUND);
	assert_code(mc_mail_question_done(o->mail, id_of(1), NULL), MC_E_DOSSIER_STATE);
	assert_ok(answer(o, 1, "outer"));
	assert_ok(answer(o, 1, "outer"));
	assert_code(answer(o, 1, "another"), MC_E_DOSSIER_STATE);
	assert_code(mc_mail_question_cancel(o->mail, id_of(1), NULL), MC_E_DOSSIER_STATE);
	assert_ok(mc_mail_answer_load(o->mail, id_of(1), &outer, &inner, NULL));
	assert_string_equal(outer.data, "outer");
	assert_string_equal(inner.data, "inner");
	assert_ok(mc_mail_question_done(o->mail, id_of(1), NULL));
	assert_ok(mc_mail_question_done(o->mail, id_of(1), NULL));
	assert_code(mc_mail_answer_load(o->mail, id_of(1), &outer, &inner, NULL), MC_E_NOT_FOUND);
	assert_code(answer(o, 9, "outer"), MC_E_NOT_FOUND);
	mc_str_done(&outer);
	mc_str_done(&inner);
}

static void cancelled(void **state)
{
	struct office *o = *state;
	struct mc_question question;
	struct mc_str sealed;
	char sha256[MC_DIGEST_LEN];

	ask(o, 1, 0);
	assert_ok(mc_mail_question_cancel(o->mail, id_of(1), NULL));
	assert_int_equal(question_state(o, 1), MC_QUESTION_CANCELLED);
	assert_code(answer(o, 1, "late"), MC_E_DOSSIER_STATE);
	mc_str_init(&sealed, 100);
	assert_code(mc_mail_question_next(o->mail, NOW, &question, &sealed, sha256, NULL),
		    MC_E_NOT_FOUND);
	mc_str_done(&sealed);
	assert_ok(mc_mail_question_done(o->mail, id_of(1), NULL));
	assert_code(mc_mail_question_cancel(o->mail, id_of(9), NULL), MC_E_NOT_FOUND);
}

/* ---- the link */

static void link_row(void **state)
{
	struct office *o = *state;
	struct mc_link link, back;
	int64_t cursor = 0;

	assert_ok(mc_mail_link(o->mail, &back, NULL));
	assert_int_equal(back.state, MC_LINK_UNKNOWN);
	assert_int_equal(back.since, 0);
	link = (struct mc_link){.state = MC_LINK_SUSPECT,
				.since = NOW,
				.next_try = NOW + 1,
				.cause = MC_E_LINK_SUSPECT,
				.clock_offset = -42};
	assert_ok(mc_mail_cursor_set(o->mail, 12, NULL));
	assert_ok(mc_mail_link_set(o->mail, &link, NULL));
	assert_ok(mc_mail_link(o->mail, &back, NULL));
	assert_int_equal(back.state, MC_LINK_SUSPECT);
	assert_int_equal(back.since, NOW);
	assert_int_equal(back.last_up, 0);
	assert_int_equal(back.next_try, NOW + 1);
	assert_int_equal(back.cause, MC_E_LINK_SUSPECT);
	assert_int_equal(back.clock_offset, -42);
	assert_ok(mc_mail_cursor(o->mail, &cursor, NULL));
	assert_int_equal(cursor, 12);
}

/* ---- the ledger */

/* A few rows at a time it is the same. */
static void is_ledger_of_pages(struct office *o, const struct mc_ledger *whole, int rows)
{
	struct mc_ledger_walk walk = {.ended = false};
	struct mc_vec page;

	mc_vec_init(&page, sizeof(struct mc_counted), 100);
	while (!walk.ended) {
		size_t before = page.len;

		assert_ok(mc_mail_ledger_page(o->mail, &walk, rows, &page, NULL));
		assert_true(page.len - before <= (size_t)rows);
	}
	assert_memory_equal(&walk.ledger, whole, sizeof(*whole));
	mc_vec_done(&page);
}

static struct mc_ledger ledger_of(struct office *o)
{
	struct mc_ledger ledger;

	assert_ok(mc_mail_ledger(o->mail, &ledger, NULL));
	for (int rows = 1; rows < 5; rows++) {
		is_ledger_of_pages(o, &ledger, rows);
	}
	return ledger;
}

/* Five items of one epoch in five buckets, one of another. */
static void fill(struct office *o)
{
	for (int n = 1; n <= 5; n++) {
		seal_one(o->mail, n);
	}
	assert_ok(mc_mail_set(o->mail, "epoch", "ff00000000000000", NULL));
	seal_one(o->mail, 6);
	assert_ok(happen(o->mail, 2, MC_HAPPENING_RECEIPT, "receipt"));
	assert_ok(happen(o->mail, 3, MC_HAPPENING_HOLD, NULL));
	assert_ok(happen(o->mail, 4, MC_HAPPENING_BUNDLE, NULL));
	assert_ok(happen(o->mail, 5, MC_HAPPENING_WITHDRAW, NULL));
}

static void the_ledger_balances(void **state)
{
	struct office *o = *state;
	struct mc_ledger ledger = ledger_of(o);

	assert_int_equal(ledger.created, 0);
	assert_true(ledger.balanced);
	fill(o);
	ledger = ledger_of(o);
	assert_int_equal(ledger.created, 6);
	assert_int_equal(ledger.bucket[MC_BUCKET_WAITING], 2);
	assert_int_equal(ledger.bucket[MC_BUCKET_RECEIVED], 1);
	assert_int_equal(ledger.bucket[MC_BUCKET_HELD], 1);
	assert_int_equal(ledger.bucket[MC_BUCKET_BUNDLED], 1);
	assert_int_equal(ledger.bucket[MC_BUCKET_WITHDRAWN], 1);
	assert_int_equal(ledger.missing, 0);
	assert_true(ledger.balanced);
}

static void a_missing_row_is_named(void **state)
{
	struct office *o = *state;
	struct mc_ledger ledger;
	struct mc_seal_head head;

	fill(o);
	raw(o, "DELETE FROM item WHERE seq = 3");
	ledger = ledger_of(o);
	assert_int_equal(ledger.created, 6);
	assert_int_equal(ledger.missing, 1);
	assert_int_equal(ledger.first_missing, 3);
	assert_false(ledger.balanced);
	raw(o, "DELETE FROM item WHERE seq = 5"); /* the last of its epoch */
	raw(o, "DELETE FROM item WHERE epoch = 'ff00000000000000'"); /* a whole epoch */
	ledger = ledger_of(o);
	assert_int_equal(ledger.created, 6);
	assert_int_equal(ledger.missing, 3);
	assert_int_equal(ledger.first_missing, 3);
	assert_ok(mc_mail_seal_begin(o->mail, &head, NULL));
	assert_int_equal(head.next_seq, 2); /* its seq is not given again */
	mc_mail_seal_abort(o->mail);
}

static void an_unknown_state_does_not_balance(void **state)
{
	struct office *o = *state;

	fill(o);
	raw(o, "UPDATE item SET state = 'LOST' WHERE seq = 2");
	assert_false(ledger_of(o).balanced);
	assert_int_equal(ledger_of(o).bucket[MC_BUCKET_NONE], 1);
}

/* What is sealed and what becomes of items while they are counted counts next time. */
static void a_ledger_of_pages_balances_meanwhile(void **state)
{
	struct office *o = *state;
	struct mc_ledger_walk walk = {.ended = false};
	struct mc_vec page;

	for (int n = 1; n <= 4; n++) {
		seal_one(o->mail, n);
	}
	mc_vec_init(&page, sizeof(struct mc_counted), 100);
	assert_ok(mc_mail_ledger_page(o->mail, &walk, 2, &page, NULL));
	assert_int_equal(page.len, 2);
	assert_false(walk.ended);
	assert_ok(happen(o->mail, 1, MC_HAPPENING_RECEIPT, "receipt")); /* counted as waiting */
	assert_ok(happen(o->mail, 4, MC_HAPPENING_RECEIPT, "receipt"));
	seal_one(o->mail, 5);
	while (!walk.ended) {
		assert_ok(mc_mail_ledger_page(o->mail, &walk, 2, &page, NULL));
	}
	assert_int_equal(walk.ledger.created, 4);
	assert_int_equal(walk.ledger.bucket[MC_BUCKET_WAITING], 3);
	assert_int_equal(walk.ledger.bucket[MC_BUCKET_RECEIVED], 1);
	assert_true(walk.ledger.balanced);
	mc_vec_done(&page);
}

/* ---- the list, a page at a time */

static void places_in_the_list(void **state)
{
	struct office *o = *state;
	int number = 0;
	char id[MC_UUID_LEN] = "x";

	assert_ok(mc_mail_item_count(o->mail, &number, NULL));
	assert_int_equal(number, 0);
	fill(o);
	assert_ok(mc_mail_item_count(o->mail, &number, NULL));
	assert_int_equal(number, 6);
	assert_ok(mc_mail_item_place(o->mail, id_of(6), &number, NULL));
	assert_int_equal(number, 0); /* the newest */
	assert_ok(mc_mail_item_place(o->mail, id_of(1), &number, NULL));
	assert_int_equal(number, 5);
	assert_code(mc_mail_item_place(o->mail, id_of(77), &number, NULL), MC_E_DOSSIER_UNKNOWN);
	assert_ok(mc_mail_item_moving(o->mail, id, NULL));
	assert_string_equal(id, "");
	assert_ok(happen(o->mail, 6, MC_HAPPENING_SEND, NULL));
	assert_ok(happen(o->mail, 1, MC_HAPPENING_SEND, NULL));
	assert_ok(mc_mail_item_moving(o->mail, id, NULL));
	assert_string_equal(id, id_of(1)); /* the older of the two */
}

/* ---- the lease */

static void one_courier(void **state)
{
	struct office *o = *state;
	struct mc_mail *other;
	int fd = -1, second = -1;

	assert_ok(mc_mail_open(&o->paths, &other, NULL));
	assert_false(mc_mail_lease_held(o->mail));
	assert_ok(mc_mail_lease_take(o->mail, &fd, NULL));
	assert_true(mc_mail_lease_held(other));
	assert_code(mc_mail_lease_take(other, &second, NULL), MC_E_LEASE);
	assert_int_equal(second, -1);
	close(fd);
	assert_false(mc_mail_lease_held(other));
	assert_ok(mc_mail_lease_take(other, &second, NULL));
	close(second);
	mc_mail_close(other);
}

static void the_lease_dies_with_its_holder(void **state)
{
	struct office *o = *state;
	int status = 0, fd = -1;
	pid_t child;

	office_shut(o);
	child = fork();
	if (!child) {
		office_open(o);
		_exit(mc_mail_lease_take(o->mail, &fd, NULL) != MC_OK);
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	office_open(o);
	assert_false(mc_mail_lease_held(o->mail));
	assert_ok(mc_mail_lease_take(o->mail, &fd, NULL));
	close(fd);
}

/* ---- pokes */

static bool readable(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, 0) == 1;
}

static void pokes(void **state)
{
	struct office *o = *state;
	struct stat st;
	int fd = -1, again = -1;
	char *large;

	mc_poke(o->paths.desk_sock); /* nobody listens: nothing happens */
	assert_ok(mc_poke_open(o->paths.desk_sock, &fd, NULL));
	assert_int_equal(stat(o->paths.desk_sock, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_false(readable(fd));
	for (int i = 0; i < 2000; i++) {
		mc_poke(o->paths.desk_sock); /* never blocks, however full it is */
	}
	assert_true(readable(fd));
	mc_poke_drain(fd);
	assert_false(readable(fd));
	assert_ok(mc_poke_open(o->paths.desk_sock, &again, NULL)); /* a left-over socket */
	mc_poke(o->paths.desk_sock);
	assert_true(readable(again));
	close(fd);
	close(again);
	large = mc_calloc(200, 1);
	memset(large, 'x', 199);
	mc_poke(large);
	assert_code(mc_poke_open(large, &fd, NULL), MC_E_SOCKET_PATH);
	assert_code(mc_poke_open("/nonexistent/x", &fd, NULL), MC_E_FILE_WRITE);
	free(large);
}

/* ---- desk and courier at once */

static void two_connections(void **state)
{
	struct office *o = *state;
	struct mc_mail *courier;
	struct mc_str text;
	uint32_t before;

	assert_ok(mc_mail_open(&o->paths, &courier, NULL));
	before = mc_mail_version(courier);
	assert_int_equal(mc_mail_version(courier), before);
	assert_ok(mc_mail_set(courier, "own", "change", NULL));
	assert_int_equal(mc_mail_version(courier), before);
	seal_one(o->mail, 1);
	assert_int_not_equal(mc_mail_version(courier), before);
	assert_int_equal(state_of(courier, 1), MC_STATE_SEALED);
	assert_ok(happen(courier, 1, MC_HAPPENING_SEND, NULL));
	assert_int_equal(state_of(o->mail, 1), MC_STATE_UPLOADING);
	mc_str_init(&text, 100);
	assert_ok(mc_mail_get(o->mail, "own", &text, NULL));
	assert_string_equal(text.data, "change");
	assert_ok(mc_mail_get(o->mail, "absent", &text, NULL));
	assert_string_equal(text.data, "");
	mc_str_done(&text);
	mc_mail_close(courier);
}

/* Two desks that seal at the same time: no seq twice, none left out. */
static void two_desks_seal(void **state)
{
	struct office *o = *state;
	pid_t children[2];
	struct mc_ledger ledger;

	office_shut(o);
	for (int c = 0; c < 2; c++) {
		children[c] = fork();
		if (!children[c]) {
			office_open(o);
			for (int n = 0; n < 20; n++) {
				seal_one(o->mail, 1 + c * 20 + n);
			}
			_exit(0);
		}
	}
	for (int c = 0; c < 2; c++) {
		int status = 1;

		waitpid(children[c], &status, 0);
		assert_int_equal(status, 0);
	}
	office_open(o);
	ledger = ledger_of(o);
	assert_int_equal(ledger.created, 40);
	assert_true(ledger.balanced);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(parts),
		CASE(questions_in_order),
		CASE(queued_ones_let_pass),
		CASE(answered),
		CASE(cancelled),
		CASE(link_row),
		CASE(the_ledger_balances),
		CASE(a_missing_row_is_named),
		CASE(a_ledger_of_pages_balances_meanwhile),
		CASE(places_in_the_list),
		CASE(an_unknown_state_does_not_balance),
		CASE(one_courier),
		CASE(the_lease_dies_with_its_holder),
		CASE(pokes),
		CASE(two_connections),
		CASE(two_desks_seal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
