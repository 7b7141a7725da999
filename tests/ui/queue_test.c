/* SPDX-License-Identifier: MPL-2.0 */
/* The queue and a dossier of it: what is said, and what can be done. */
#include "ui/desk_under_test.h"
#include "ui/queue_view.h"

static void queue_of_two(void)
{
	struct mc_dossier_row *row = t.desk->rows;

	t.desk->row_count = 2;
	t.desk->ledger = (struct mc_queue_ledger){ .created = 2, .received = 1, .waiting = 1,
						   .balanced = true };
	row[0] = (struct mc_dossier_row){ .id = "id-1",
					  .local_number = "T-7K3M9Q-X4T2BC-5",
					  .procedure = "2.002621",
					  .subject = "Nguyễn Gia Huy",
					  .state = MC_STATE_COMMITTING,
					  .seq = 7,
					  .sealed_at = FAKE_NOW,
					  .state_at = FAKE_NOW,
					  .next_try = FAKE_NOW + MC_HOUR,
					  .attempts = 3,
					  .cause = MC_E_LINK_DOWN,
					  .sent_bytes = 12000,
					  .total_bytes = 34000 };
	row[1] = row[0];
	row[1].state = MC_STATE_RECEIPTED;
	row[1].cause = MC_OK;
	row[1].next_try = 0;
	row[1].seq = 6;
}

static void test_queue(void **state)
{
	(void)state;
	queue_of_two();
	start();
	press(MC_KEY_F(6));
	screen_is_golden(&t.canvas, "queue");
	press(MC_KEY_F(9));
	assert_int_equal(t.desk->retried, 1);
	press(MC_KEY_F(8));
	press(13);
	assert_int_equal(t.desk->withdrawn, 0);
	press(MC_KEY_F(8));
	type("w\r");
	assert_int_equal(t.desk->withdrawn, 1);
	assert_true(screen_has(&t.canvas, "The request is in the queue."));
	assert_non_null(strstr(screen_row(&t.canvas, 2), "being taken back"));
	press(13);
	assert_true(screen_has(&t.canvas, "being taken back: the signed request waits"));
}

/* On its way: which of how many, in the title; a link that is down sends nothing. */
static void test_queue_moving(void **state)
{
	(void)state;
	queue_of_two();
	t.desk->rows[0].state = MC_STATE_UPLOADING;
	t.desk->rows[0].next_try = 0;
	t.desk->rows[0].cause = MC_OK;
	t.desk->ledger.waiting = 3;
	start();
	press(MC_KEY_F(6));
	assert_non_null(strstr(screen_row(&t.canvas, 0), "Queue: sending 1 of 3 "));
	t.desk->ledger.waiting = 2;
	press(MC_KEY_F(5));
	assert_non_null(strstr(screen_row(&t.canvas, 0), "Queue: sending 2 of 3 "));
	screen_is_golden(&t.canvas, "queue_moving");
	t.desk->rows[0].next_try = FAKE_NOW + MC_HOUR; /* it failed: it waits */
	press(MC_KEY_F(5));
	assert_null(strstr(screen_row(&t.canvas, 0), "sending"));
}

static void test_queue_by_stick(void **state)
{
	(void)state;
	queue_of_two();
	start();
	press(MC_KEY_F(6));
	press(MC_KEY_F(2));
	type("/media/stick\r\r");
	assert_string_equal(top(), "queue");
	assert_true(screen_has(&t.canvas, "1 dossiers, 4096 bytes, written and read back"));
	press(MC_KEY_F(4));
	type("/media/stick/back\r\r");
	assert_true(screen_has(&t.canvas, "3 receipts, 0 rejected"));
	press(MC_KEY_F(4));
	type("/media/stick/cut\r\r");
	assert_true(screen_has(&t.canvas, "[USB-05]"));
	assert_string_equal(top(), "stick"); /* item by item */
	screen_is_golden(&t.canvas, "stick_in");
	press(13);
	assert_string_equal(top(), "queue");
	press(MC_KEY_F(2));
	type("/media/half\r\r");
	assert_string_equal(top(), "stick");
	screen_is_golden(&t.canvas, "stick_out");
	esc();
	assert_string_equal(top(), "queue");
	t.desk->stick_code = MC_E_STICK_WRITE;
	press(MC_KEY_F(2));
	type("/media/stick\r\r");
	assert_true(screen_has(&t.canvas, "[USB-01]"));
	press(MC_KEY_F(4));
	type("/media/stick\r\r");
	assert_true(screen_has(&t.canvas, "[USB-01]"));
}

/* Plugged in: chosen from a list with its room; what is not listed can be typed. */
static void test_queue_sticks_listed(void **state)
{
	(void)state;
	queue_of_two();
	fake_sticks(t.desk);
	t.desk->sticks = 4;
	t.desk->returns = 1;
	start();
	press(MC_KEY_F(6));
	press(MC_KEY_F(2));
	assert_string_equal(top(), "pick");
	screen_is_golden(&t.canvas, "queue_sticks");
	press(13);
	assert_true(screen_has(&t.canvas, "written and read back: /media/stick 0"));
	press(MC_KEY_F(2));
	press(MC_KEY_END);
	press(13); /* another folder */
	assert_string_equal(top(), "prompt");
	esc();
	t.desk->unfit = MC_STICK_PROTECTED;
	t.desk->sticks = 3;
	press(MC_KEY_F(2));
	press(13); /* where none is fit, it is the first choice */
	assert_string_equal(top(), "prompt");
	type("/srv/x\r\r");
	assert_true(screen_has(&t.canvas, "written and read back: /srv/x"));
	press(MC_KEY_F(4));
	assert_true(screen_has(&t.canvas, "09:05  /media/stick 0/0.return"));
	press(13);
	assert_true(screen_has(&t.canvas, "3 receipts, 0 rejected"));
	press(MC_KEY_F(4));
	esc();
	assert_string_equal(top(), "queue");
	fake_sticks(NULL);
}

/* Painted on the way; at `stop_at` Esc is pressed. */
static struct {
	int pulses, stop_at;
	char second[81]; /* the message of the second one */
} way;

static bool pulse(struct mc_ui *ui)
{
	mc_shell_draw(ui, &t.canvas);
	ui->pulsed = 0; /* nobody waits here */
	if (++way.pulses == 2) {
		snprintf(way.second, sizeof(way.second), "%s", ui->message.data);
	}
	return way.pulses == way.stop_at;
}

static void test_a_stick_is_watched(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.ui.pulse = pulse;
	memset(&way, 0, sizeof(way));
	press(MC_KEY_F(6));
	press(MC_KEY_F(2));
	type("/media/stick\r\r");
	assert_int_equal(way.pulses, 4);
	assert_string_equal(way.second, "Writing 2 of 3, 1024 of 3072 KiB. Esc stops.");
	assert_true(screen_has(&t.canvas, "written and read back"));
	memset(&way, 0, sizeof(way));
	way.stop_at = 2;
	press(MC_KEY_F(4));
	type("/media/stick/back\r\r");
	assert_int_equal(way.pulses, 2);
	assert_string_equal(way.second, "Taking in 2 of 3, 1024 of 3072 KiB. Esc stops.");
	assert_true(screen_has(&t.canvas, "[USB-07]"));
	assert_string_equal(top(), "queue");
}

/* A golden one of the moment. */
static bool stop_at_second(struct mc_ui *ui)
{
	return pulse(ui) || way.pulses == 2;
}

static void test_a_stick_on_the_way(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.ui.pulse = stop_at_second;
	memset(&way, 0, sizeof(way));
	press(MC_KEY_F(6));
	press(MC_KEY_F(2));
	type("/media/stick\r");
	mc_shell_event(&t.ui, &(struct mc_event){.kind = MC_EVENT_KEY, .key = MC_KEY_ENTER});
	assert_int_equal(way.pulses, 2);
	screen_is_golden(&t.canvas, "queue_writing");
}

/* Thousands of signatures: the list is there at once, and keys have their turn between them. */
static void test_ledger_is_counted_between_keys(void **state)
{
	(void)state;
	queue_of_two();
	t.desk->counting = 2;
	start();
	press(MC_KEY_F(6));
	assert_true(mc_shell_works(&t.ui));
	assert_true(screen_has(&t.canvas, "The signatures are being verified"));
	assert_true(screen_has(&t.canvas, "T-7K3M9Q-X4T2BC-5"));
	assert_false(screen_has(&t.canvas, "[balanced]"));
	press(MC_KEY_DOWN);
	happen(MC_EVENT_WORK);
	happen(MC_EVENT_WORK);
	assert_false(mc_shell_works(&t.ui));
	assert_true(screen_has(&t.canvas, "[balanced]"));
	t.desk->counting = 1; /* counted anew: the last balance stays until then */
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "[balanced]"));
	happen(MC_EVENT_WORK);
	t.desk->many = 100000; /* of so many not even the rows are counted first */
	esc();
	press(MC_KEY_F(6));
	assert_true(mc_shell_works(&t.ui));
	happen(MC_EVENT_WORK);
	assert_true(screen_has(&t.canvas, "[balanced]"));
}

/* A busy courier pokes all the time: the count goes on to its end, and then once more. */
static void test_queue_counts_to_its_end(void **state)
{
	(void)state;
	queue_of_two();
	t.desk->many = 100000;
	t.desk->counting = 3;
	start();
	press(MC_KEY_F(6));
	for (int i = 0; i < 3; i++) {
		assert_false(screen_has(&t.canvas, "[balanced]"));
		happen(MC_EVENT_WORK);
		t.desk->changed = MC_WATCH_OUTBOX;
		happen(MC_EVENT_CHANGED);
	}
	happen(MC_EVENT_WORK);
	assert_true(screen_has(&t.canvas, "[balanced]"));
	assert_true(mc_shell_works(&t.ui)); /* for what changed meanwhile */
	happen(MC_EVENT_WORK);
	assert_false(mc_shell_works(&t.ui));
}

/* Of the dossier in a row of the list. */
static long number_at(int row)
{
	return atol(screen_row(&t.canvas, row) + 2);
}

/* From the oldest up to the newest none is left out, and each has its place. */
static void test_queue_from_end_to_end(void **state)
{
	enum { FIRST = MC_QUEUE_TOP, LAST = FIRST + MC_QUEUE_ROWS(MC_UI_ROWS) - 1 };

	(void)state;
	queue_of_two();
	t.desk->many = 12345;
	start();
	press(MC_KEY_F(6));
	assert_int_equal(number_at(FIRST), 12345);
	press(MC_KEY_END);
	assert_int_equal(number_at(LAST), 1);
	for (long seen = number_at(FIRST), pages = 0; seen < 12345; seen = number_at(FIRST)) {
		press(MC_KEY_PGUP);
		assert_in_range(number_at(LAST), 1, seen + 1);
		assert_int_equal(number_at(FIRST) - number_at(LAST), LAST - FIRST);
		assert_true(pages++ < 12345);
	}
	for (int i = 0; i < 12345; i++) {
		press(MC_KEY_PGDN);
	}
	assert_int_equal(number_at(LAST), 1);
}

/* What comes meanwhile stands above: the cursor stays with its dossier, and a question about it
 * is answered for it. */
static void test_queue_grows_under_the_cursor(void **state)
{
	(void)state;
	queue_of_two();
	MC_COPY(t.desk->rows[1].id, "id-2");
	start();
	press(MC_KEY_F(6));
	press(MC_KEY_DOWN);
	press(MC_KEY_F(8));
	t.desk->rows[2] = t.desk->rows[1];
	t.desk->rows[1] = t.desk->rows[0];
	t.desk->rows[0].seq = 8;
	MC_COPY(t.desk->rows[0].id, "id-3");
	t.desk->row_count = 3;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	assert_int_equal(number_at(4), 6);
	type("w\r");
	assert_int_equal(t.desk->withdrawn, 1);
	assert_true(t.desk->rows[2].withdrawing);
	assert_false(t.desk->rows[1].withdrawing);
	assert_int_equal(t.canvas.cursor_row, 4);
}

/* However long it is, what is seen of it is read; what it was opened for is in sight. */
static void test_queue_reads_what_is_seen(void **state)
{
	(void)state;
	queue_of_two();
	t.desk->many = 100000;
	start();
	t.desk->read = 0;
	press(MC_KEY_F(6));
	assert_in_range(t.desk->read, 1, 20);
	press(MC_KEY_DOWN);
	assert_in_range(t.desk->read, 1, 20); /* it is there already */
	assert_true(screen_has(&t.canvas, "In all: 100000"));
	press(MC_KEY_END);
	assert_in_range(t.desk->read, 2, 40);
	assert_int_equal(number_at(t.canvas.cursor_row), 1); /* the oldest */
	press(MC_KEY_UP);
	press(13);
	assert_string_equal(top(), "item");
	esc();
	t.desk->many = 0;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED); /* shorter than where it stood */
	assert_non_null(strstr(screen_row(&t.canvas, 3), ">"));
	press(MC_KEY_UP);
	assert_non_null(strstr(screen_row(&t.canvas, 2), ">"));
	esc();
	MC_COPY(t.desk->rows[1].id, "id-2");
	mc_ui_open(&t.ui, MC_VIEW_QUEUE, 0, &(union mc_view_arg){.id = "id-2"});
	happen(MC_EVENT_CHANGED);
	assert_non_null(strstr(screen_row(&t.canvas, 3), ">"));
}

static void test_held_says_what_to_do(void **state)
{
	(void)state;
	queue_of_two();
	t.desk->rows[0].state = MC_STATE_HELD;
	t.desk->rows[0].cause = MC_E_GATEWAY_REFUSED;
	start();
	press(MC_KEY_F(6));
	assert_true(screen_has(&t.canvas, "[NET-06] Tell the administrator."));
	press(13);
	assert_true(screen_has(&t.canvas, "To be done             Tell the administrator."));
	assert_true(screen_has(&t.canvas, "C Correct"));
}

static void test_rejected_is_corrected(void **state)
{
	(void)state;
	queue_of_two();
	start();
	press(MC_KEY_F(6));
	press(13);
	assert_false(screen_has(&t.canvas, "C Correct"));
	type("c");
	assert_string_equal(top(), "item");
	t.desk->rows[0].state = MC_STATE_REJECTED;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "Sex: not as in the birth notice"));
	assert_true(screen_has(&t.canvas, "no.such: later than the birth notice"));
	type("c\r");
	assert_int_equal(t.desk->corrected, 0); /* the safe button had the focus */
	type("cc\r");
	assert_int_equal(t.desk->corrected, 1);
	assert_string_equal(top(), "form");
	/* it opens at the field that the province means, and says why */
	assert_true(screen_has(&t.canvas, "The province says: not as in the birth notice"));
	esc();
	assert_string_equal(top(), "item");
}

static void test_what_is_asked_for_is_supplemented(void **state)
{
	(void)state;
	queue_of_two();
	fill_all();
	esc();
	t.desk->rows[0].state = MC_STATE_NEEDS_SUPPLEMENT;
	t.desk->rows[0].cause = MC_OK;
	t.desk->rows[0].has_receipt = true;
	t.desk->rows[0].deadline = FAKE_NOW + 5 * MC_DAY;
	press(MC_KEY_F(6));
	press(13);
	screen_is_golden(&t.canvas, "item_asked");
	assert_true(screen_has(&t.canvas, "S Supply"));
	assert_false(screen_has(&t.canvas, "C Correct"));
	type("s");
	assert_int_equal(t.desk->supplemented, 1);
	assert_string_equal(top(), "form");
	assert_true(screen_has(&t.canvas, "Asked for until 28/11 09:05: The birth notice"));
	assert_true(screen_has(&t.canvas, "The province says: the copy is too dark"));
	screen_is_golden(&t.canvas, "form_supplement");
	type("\r/tmp/a\r\r");
	press(MC_KEY_F(9));
	screen_is_golden(&t.canvas, "form_supplement_send");
	assert_true(screen_has(&t.canvas, "Seal and send this supplement?"));
	press(MC_KEY_TAB);
	press(13);
	assert_int_equal(t.desk->submitted, 1);
	assert_true(screen_has(&t.canvas, "is sealed, safe on disk."));
	assert_false(screen_has(&t.canvas, "NUMBER FOR THE CITIZEN"));
}

/* Said where the dossier stands of which something may be missing. */
static void test_news_that_are_missing(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.desk->rows[0].cause = MC_OK;
	t.desk->status.news_gap = FAKE_NOW;
	press(MC_KEY_F(6));
	assert_false(screen_has(&t.canvas, "NET-20"));
	t.desk->rows[0].state = MC_STATE_RECEIPTED;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "! [NET-20] A WORD OF THE PROVINCE IS MISSING"));
	screen_is_golden(&t.canvas, "queue_news_missing");
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "[NET-20] A word of the province did not arrive"));
}

/* Received, and lost again at the province: on its row, below it, and in the status row. */
static void test_what_the_province_lost(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.desk->rows[0].state = MC_STATE_RECEIPTED;
	t.desk->rows[0].cause = MC_OK;
	t.desk->rows[0].lost = true;
	t.desk->status.link = MC_DESK_LINK_UP;
	t.desk->status.lost = true;
	t.desk->changed = MC_WATCH_LINK;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_F(6));
	assert_true(screen_has(&t.canvas, "! [NET-21] THE PROVINCE HAS LOST IT: call it; Ctrl-R"));
	assert_true(screen_has(&t.canvas, "LINK: up, DOSSIERS LOST"));
	screen_is_golden(&t.canvas, "queue_lost");
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "[NET-21] The province's computer was put back"));
}

/* What has no number is lost perhaps. */
static void test_what_the_province_lost_perhaps(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.desk->rows[0].state = MC_STATE_RECEIPTED;
	t.desk->rows[0].cause = MC_OK;
	t.desk->rows[0].lost = true;
	strcpy(t.desk->rows[0].supplements, t.desk->rows[1].id);
	press(MC_KEY_F(6));
	assert_true(screen_has(&t.canvas, "! [NET-21] PERHAPS THE PROVINCE LOST IT"));
	t.desk->rows[0].supplements[0] = '\0';
	t.desk->rows[0].state = MC_STATE_WITHDRAWN;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "! [NET-21] PERHAPS NOT WITHDRAWN there any more"));
	screen_is_golden(&t.canvas, "queue_withdrawal_lost");
}

/* An officer who asked for it back must not believe that it is: below its row, and on its page. */
static void test_what_was_not_taken_back(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.desk->rows[0].state = MC_STATE_COMPLETED;
	t.desk->rows[0].cause = MC_OK;
	press(MC_KEY_F(6));
	assert_false(screen_has(&t.canvas, "DOS-09"));
	t.desk->rows[0].refused = MC_E_SETTLED;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "[DOS-09] It was not taken back"));
	screen_is_golden(&t.canvas, "queue_not_taken_back");
	press(13);
	assert_true(screen_has(&t.canvas, "Withdrawal             The request to take it back"));
	assert_true(screen_has(&t.canvas, "[DOS-09]"));
	screen_is_golden(&t.canvas, "item_not_taken_back");
}

/* Marked in text, not by colour alone, and the way that is left is named. */
static void test_what_waits_for_a_day_is_marked(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.desk->rows[0].state = MC_STATE_SEALED;
	t.desk->rows[0].cause = MC_OK;
	t.desk->rows[0].sealed_at = FAKE_NOW - MC_DAY;
	press(MC_KEY_F(6));
	assert_false(screen_has(&t.canvas, "MORE THAN A DAY"));
	t.desk->rows[0].sealed_at = FAKE_NOW - MC_DAY - 1;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	assert_true(screen_has(&t.canvas, "! WAITS FOR MORE THAN A DAY: F2 writes it to a stick"));
	screen_is_golden(&t.canvas, "queue_overdue");
	press(13);
	assert_true(screen_has(&t.canvas, "! It waits for more than a day."));
}

/* Printed, kept as a file, or refused: three things, each said as what it is. */
static void test_the_slip_of_the_day(void **state)
{
	(void)state;
	queue_of_two();
	start();
	press(MC_KEY_F(6));
	assert_true(screen_has(&t.canvas, "F7: slip of the day"));
	press(MC_KEY_F(7));
	assert_true(screen_has(&t.canvas, "There is no printer: copy 1"));
	t.desk->printer = true;
	press(MC_KEY_F(7));
	assert_true(screen_has(&t.canvas, "The slip is at the printer, copy 2."));
	t.desk->print_code = MC_E_PRINT;
	press(MC_KEY_F(7));
	assert_true(screen_has(&t.canvas, "[PRN-01]"));
	assert_int_equal(t.desk->printed, 3);
}

/* Asked first: the safe button has the focus, and each of the others is one Tab further. */
static void test_what_the_province_lost_is_dealt_with_by_key(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.desk->rows[0].lost = true;
	t.desk->rows[0].state = MC_STATE_RECEIPTED;
	press(MC_KEY_F(6));
	press(MC_KEY_CTRL('R'));
	assert_true(screen_has(&t.canvas, "has lost nothing"));
	t.desk->status.lost = true;
	t.desk->changed = MC_WATCH_LINK;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_CTRL('R'));
	screen_is_golden(&t.canvas, "queue_lost_asked");
	press(13);
	assert_int_equal(t.desk->resent + t.desk->settled_lost, 0);
	press(MC_KEY_CTRL('R'));
	press(MC_KEY_TAB);
	press(13);
	assert_int_equal(t.desk->resent, 1);
	assert_true(screen_has(&t.canvas, "2 of what was lost go out again"));
	press(MC_KEY_CTRL('R'));
	press(MC_KEY_TAB);
	press(MC_KEY_TAB);
	press(13);
	assert_int_equal(t.desk->settled_lost, 1);
	assert_int_equal(t.desk->resent, 1);
}

static void test_an_old_copy_is_adopted_by_key(void **state)
{
	(void)state;
	queue_of_two();
	start();
	t.desk->rows[0].state = MC_STATE_HELD;
	t.desk->rows[0].cause = MC_E_OLD_COPY;
	press(MC_KEY_F(6));
	press(MC_KEY_CTRL('Y'));
	press(13);
	assert_int_equal(t.desk->adopted, 0); /* the safe button had the focus */
	press(13);
	press(MC_KEY_CTRL('Y'));
	press(MC_KEY_TAB);
	press(13);
	assert_int_equal(t.desk->adopted, 1);
	assert_true(screen_has(&t.canvas, "Adopted: 2 are sent again, 1 need a new dossier"));
}

static void test_queue_that_does_not_balance(void **state)
{
	(void)state;
	queue_of_two();
	t.desk->ledger.balanced = false;
	t.desk->ledger.first_missing = 5;
	start();
	press(MC_KEY_F(6));
	assert_true(screen_has(&t.canvas, "! DOES NOT BALANCE: number 5 "));
}

/* Number, state, clock and alarm of each branch stand in words; the end in part is said. */
static void test_item_of_a_linked_group(void **state)
{
	(void)state;
	queue_of_two();
	fake_linked(&t.desk->linked);
	t.desk->rows[0].state = MC_STATE_NEEDS_SUPPLEMENT;
	t.desk->rows[0].cause = MC_OK;
	start();
	press(MC_KEY_F(6));
	press(13);
	press(MC_KEY_PGDN);
	screen_is_golden(&t.canvas, "item_linked");
	t.desk->linked.branches[1].state = MC_BRANCH_COMPLETED;
	t.desk->linked.branches[2].state = MC_BRANCH_RETURNED;
	t.desk->linked.end = MC_LINKED_PART;
	t.desk->linked.differs = true;
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_PGDN);
	assert_true(screen_has(&t.canvas, "! granted in part"));
	assert_true(screen_has(&t.canvas, "! What the gateway says of the whole"));
}

/* The key is free at once; how it went is told a little later, whatever is done meanwhile. */
static void test_printing_waits_for_nobody(void **state)
{
	(void)state;
	queue_of_two();
	t.desk->print_waits = true;
	start();
	press(MC_KEY_F(6));
	press(13);
	press(MC_KEY_F(7));
	assert_true(screen_has(&t.canvas, "The slip goes to the printer, copy 1."));
	assert_true(mc_shell_ticks(&t.ui));
	press(MC_KEY_PGDN);
	happen(MC_EVENT_TICK);
	assert_false(screen_has(&t.canvas, "printer"));
	t.desk->print_news = true;
	happen(MC_EVENT_TICK);
	assert_true(screen_has(&t.canvas, "The slip is at the printer, copy 1."));
	assert_false(mc_shell_ticks(&t.ui)); /* and nothing wakes it any more */
	t.desk->print_waits = true;
	press(MC_KEY_F(7));
	t.desk->slip_code = MC_E_PRINT;
	t.desk->print_news = true;
	esc();
	happen(MC_EVENT_TICK);
	assert_true(screen_has(&t.canvas, "[PRN-01]"));
}

static void test_item_with_and_without_receipt(void **state)
{
	(void)state;
	queue_of_two();
	start();
	press(MC_KEY_F(6));
	press(13);
	screen_is_golden(&t.canvas, "item_waiting");
	press(MC_KEY_F(7));
	assert_true(screen_has(&t.canvas, "The slip is at the printer, copy 1."));
	t.desk->no_printer = true;
	press(MC_KEY_F(7));
	assert_true(screen_has(&t.canvas, "There is no printer: copy 2"));
	t.desk->slip_code = MC_E_PRINT;
	press(MC_KEY_F(7));
	assert_true(screen_has(&t.canvas, "[PRN-01]"));
	t.desk->rows[0].has_receipt = true;
	t.desk->rows[0].state = MC_STATE_RECEIPTED;
	MC_COPY(t.desk->rows[0].official_number, "H00.01-261123-0001");
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_PGDN);
	screen_is_golden(&t.canvas, "item_received");
}

/* What came to nothing is asked again by one key, there only while there is such a thing. */
static void test_item_verified_again(void **state)
{
	struct mc_verification *it = &t.desk->verification;

	(void)state;
	queue_of_two();
	MC_COPY(it->role, "mother");
	it->outcome = MC_OUTCOME_FOUND;
	start();
	press(MC_KEY_F(6));
	press(13);
	assert_false(screen_has(&t.canvas, "V Verify"));
	press('V');
	assert_int_equal(t.desk->verifying, 0);
	it->outcome = MC_OUTCOME_FAILURE;
	t.desk->changed = MC_WATCH_ANSWER;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_PGDN);
	screen_is_golden(&t.canvas, "item_verify_again");
	press('v');
	assert_int_equal(t.desk->verifying, 1);
	assert_true(screen_has(&t.canvas, "1 verification is queued again"));
	assert_false(screen_has(&t.canvas, "V Verify"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_queue),
		T(test_queue_moving),
		T(test_queue_counts_to_its_end),
		T(test_queue_reads_what_is_seen),
		T(test_queue_from_end_to_end),
		T(test_queue_grows_under_the_cursor),
		T(test_queue_by_stick),
		T(test_queue_sticks_listed),
		T(test_a_stick_is_watched),
		T(test_a_stick_on_the_way),
		T(test_ledger_is_counted_between_keys),
		T(test_held_says_what_to_do),
		T(test_rejected_is_corrected),
		T(test_what_is_asked_for_is_supplemented),
		T(test_what_waits_for_a_day_is_marked),
		T(test_news_that_are_missing),
		T(test_the_slip_of_the_day),
		T(test_what_the_province_lost),
		T(test_what_the_province_lost_perhaps),
		T(test_what_was_not_taken_back),
		T(test_what_the_province_lost_is_dealt_with_by_key),
		T(test_an_old_copy_is_adopted_by_key),
		T(test_queue_that_does_not_balance),
		T(test_item_of_a_linked_group),
		T(test_printing_waits_for_nobody),
		T(test_item_with_and_without_receipt),
		T(test_item_verified_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
