/* SPDX-License-Identifier: MPL-2.0 */
/* The board of due dates and the search: what is seen, where the cursor is, what is read. */
#include "ui/desk_under_test.h"
#include "ui/home_view.h"

static void add_row(enum mc_state state, const char *subject, int64_t due_at, int stopped)
{
	struct mc_dossier_row *row = &t.desk->rows[t.desk->row_count];

	snprintf(row->id, sizeof(row->id), "019aaf00-0000-7000-8000-00000000001%d",
		 t.desk->row_count++);
	MC_COPY(row->local_number, NUMBER);
	MC_COPY(row->procedure, "2.002621");
	MC_COPY(row->subject, subject);
	row->state = state;
	row->seq = t.desk->row_count;
	row->progress.reached = state;
	row->progress.open = true;
	row->progress.due_at = due_at;
	row->progress.stopped = stopped;
}

/* FAKE_NOW is Monday 23 November 2026, 09:05. */
static void add_rows(void)
{
	struct mc_dossier_row *row;

	add_row(MC_STATE_IN_PROCESS, "Nguyễn Gia Huy", FAKE_NOW - 3 * MC_DAY, 0);
	add_row(MC_STATE_RECEIPTED, "Lê Văn An", FAKE_NOW + 8 * MC_HOUR, 0);
	add_row(MC_STATE_SEALED, "Trần Thị Hòa", FAKE_NOW + MC_DAY, 0);
	add_row(MC_STATE_RECEIPTED, "Hồ Thị Mẫu", FAKE_NOW + 3 * MC_DAY, 0);
	add_row(MC_STATE_RECEIPTED, "Y Mẫu Niê", FAKE_NOW + 60 * MC_DAY, 0);
	add_row(MC_STATE_NEEDS_SUPPLEMENT, "H' Bia Niê", 0, 5);
	row = &t.desk->rows[2];
	row->progress.provisional = true;
	row = &t.desk->rows[3];
	row->progress.was_at = FAKE_NOW + 2 * MC_DAY;
	row = &t.desk->rows[4];
	row->progress.unsure = true;
}

static int cursor_row(void)
{
	return t.canvas.cursor_row;
}

/* Not in silence: how many, and where they are. Once, and not over what else is said. */
static void test_moved_by_a_newer_table(void **state)
{
	(void)state;
	add_rows();
	t.desk->moved = 2;
	start();
	assert_true(screen_has(&t.canvas, "2 due dates moved by a newer table of holidays; Ctrl-B"));
	press(MC_KEY_CTRL('B'));
	assert_string_equal(top(), "board");
	assert_false(screen_has(&t.canvas, "2 due dates moved"));
	assert_true(screen_has(&t.canvas, "*")); /* the one that was moved */
	t.desk->moved = 1; /* it comes while somebody is at work */
	press(MC_KEY_DOWN);
	assert_true(screen_has(&t.canvas, "1 due date moved by a newer table of holidays"));
	press(MC_KEY_DOWN);
	assert_false(screen_has(&t.canvas, "due date moved"));
	assert_int_equal(t.canvas.cut, 0);
}

static void test_board(void **state)
{
	(void)state;
	add_rows();
	start();
	press(MC_KEY_CTRL('B'));
	assert_string_equal(top(), "board");
	screen_is_golden(&t.canvas, "board");
	assert_int_equal(cursor_row(), 5);
	assert_true(screen_has(&t.canvas, "LATE: was due 20/11 09:05."));
	press(MC_KEY_DOWN);
	press(MC_KEY_DOWN);
	assert_int_equal(cursor_row(), 7);
	assert_true(screen_has(&t.canvas, "Provisional: counted from the sealing"));
	press(MC_KEY_DOWN);
	assert_true(screen_has(&t.canvas, "It was 25/11 09:05 before a newer table"));
	press(MC_KEY_DOWN);
	assert_true(screen_has(&t.canvas, "The holidays of that year are not all announced."));
	press(MC_KEY_END);
	assert_true(screen_has(&t.canvas, "The clock stands: it waits for the citizen."));
	press(MC_KEY_HOME);
	for (int part = 1; part < 6; part++) {
		press(MC_KEY_TAB);
		assert_int_equal(cursor_row(), 5 + part);
	}
	press(MC_KEY_TAB); /* round the end */
	assert_int_equal(cursor_row(), 5);
	press(MC_KEY_BACKTAB);
	assert_int_equal(cursor_row(), 10);
	press(MC_KEY_F(6));
	assert_string_equal(top(), "queue");
	assert_true(screen_has(&t.canvas, "; due 20/11 09:05"));
	press(MC_KEY_CTRL('B'));
	assert_true(screen_has(&t.canvas, "already open"));
	esc();
	press(MC_KEY_ENTER);
	assert_string_equal(top(), "item");
}

/* A linked group has a row for each branch that runs, and says which is late. */
static void test_branches(void **state)
{
	struct mc_progress *it;

	(void)state;
	add_row(MC_STATE_IN_PROCESS, "Nguyễn Gia Huy", FAKE_NOW + 3 * MC_DAY, 0);
	add_row(MC_STATE_IN_PROCESS, "Nguyễn Gia Huy", FAKE_NOW + 3 * MC_DAY, 0);
	add_row(MC_STATE_NEEDS_SUPPLEMENT, "Lê Văn An", 0, 5);
	it = &t.desk->rows[0].progress;
	MC_COPY(it->branch, "police");
	it->branch_due_at = FAKE_NOW - MC_DAY;
	it = &t.desk->rows[1].progress;
	MC_COPY(it->branch, "insurance");
	it->branch_due_at = FAKE_NOW + MC_DAY;
	it = &t.desk->rows[2].progress;
	MC_COPY(it->branch, "insurance");
	it->branch_due_at = FAKE_NOW + MC_DAY;
	it->promised_at = FAKE_NOW + 2 * MC_DAY;
	start();
	press(MC_KEY_CTRL('B'));
	screen_is_golden(&t.canvas, "board_branches");
	press(MC_KEY_END);
	assert_true(screen_has(&t.canvas, "Another branch waits for the citizen."));
	press(MC_KEY_HOME);
	press(MC_KEY_ENTER);
	assert_string_equal(top(), "item");
	assert_true(screen_has(&t.canvas, "LATE, was due 22/11"));
}

static void test_empty_board(void **state)
{
	(void)state;
	start();
	press(MC_KEY_F(10));
	press(MC_KEY_DOWN); /* Queue, Due dates */
	press(13);
	assert_string_equal(top(), "board");
	assert_true(screen_has(&t.canvas, "No dossier with a due date is open."));
	press(MC_KEY_F(2));
	press(MC_KEY_TAB);
	press(MC_KEY_PGDN);
	press(13);
	assert_string_equal(top(), "board");
}

/* Ten thousand of them: what is read is what is seen. */
static void test_long_lists_read_a_page(void **state)
{
	static const uint32_t keys[] = {MC_KEY_PGDN, MC_KEY_END, MC_KEY_HOME};

	(void)state;
	add_rows();
	t.desk->many = 10000;
	start();
	assert_int_equal(t.desk->read, 14); /* the first screen */
	t.desk->read = 0;
	press(MC_KEY_CTRL('B'));
	assert_int_equal(t.desk->read, 14);
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		t.desk->read = 0;
		press(keys[i]);
		assert_int_equal(t.desk->read, i ? 14 : 0); /* PgDn: the last of the same page */
	}
	esc();
	t.desk->read = 0;
	press(MC_KEY_CTRL('F'));
	assert_true(screen_has(&t.canvas, "Found: 10000"));
	assert_int_equal(t.desk->read, 15);
}

static void test_postpone(void **state)
{
	(void)state;
	add_rows();
	start();
	press(MC_KEY_CTRL('B'));
	press(MC_KEY_F(7)); /* nothing was promised yet */
	assert_true(screen_has(&t.canvas, "[CAL-05]"));
	press(MC_KEY_F(2));
	assert_string_equal(top(), "prompt");
	assert_true(screen_has(&t.canvas, NUMBER "  Nguyễn Gia Huy")); /* R7 */
	type("31/31/2026\r\r");
	assert_true(screen_has(&t.canvas, "[DATE-02]"));
	assert_string_equal(top(), "prompt"); /* to be corrected */
	assert_true(screen_has(&t.canvas, "31/31/2026"));
	type("\x15" "25/11/2026\r\r");
	assert_string_equal(top(), "prompt");
	type("Maast ddieejn\r\r");
	assert_string_equal(t.desk->reason, "Mất điện");
	assert_int_equal(t.desk->promised.day, 25);
	assert_true(screen_has(&t.canvas, "The new day is recorded."));
	assert_int_equal(t.desk->slips, 0);
	press(MC_KEY_F(7)); /* the law wants it on paper, too */
	assert_int_equal(t.desk->slips, 1);
	assert_true(screen_has(&t.canvas, "The slip is at the printer, copy 1."));
	t.desk->postpone_code = MC_E_POSTPONE;
	press(MC_KEY_F(2));
	type("25/11/2026\r\r");
	type("Lux.\r\r");
	assert_true(screen_has(&t.canvas, "[CAL-04]"));
	assert_true(screen_has(&t.canvas, "25/11/2026"));
	type("\r\r"); /* the reason is there, too */
	assert_true(screen_has(&t.canvas, "Lũ."));
	esc();
	assert_string_equal(top(), "board");
	press(MC_KEY_F(2)); /* begun anew */
	assert_false(screen_has(&t.canvas, "25/11/2026"));
	esc();
	assert_string_equal(top(), "board");
	press(13);
	screen_is_golden(&t.canvas, "item_due");
}

/* ---- letters over a list */

static void test_letters_narrow_the_board(void **state)
{
	(void)state;
	add_rows();
	start();
	press(MC_KEY_CTRL('B'));
	type("gia hu");
	screen_is_golden(&t.canvas, "board_search");
	assert_int_equal(cursor_row(), 5);
	press(MC_KEY_TAB); /* the parts are of the whole list */
	assert_true(screen_has(&t.canvas, "found: 1;"));
	type("q");
	assert_true(screen_has(&t.canvas, "Nothing matches."));
	press(MC_KEY_F(2)); /* nothing is there to be postponed */
	assert_string_equal(top(), "board");
	press(MC_KEY_BACKSPACE);
	press(13);
	assert_string_equal(top(), "item");
	assert_true(screen_has(&t.canvas, t.desk->rows[0].subject));
	esc();
	assert_true(screen_has(&t.canvas, "found: 1;"));
	esc();
	assert_string_equal(top(), "board");
	assert_true(screen_has(&t.canvas, "the list shows only what matches"));
	esc();
	assert_string_equal(top(), "home");
}

static bool stands_on(const char *subject)
{
	return strstr(screen_row(&t.canvas, cursor_row()), subject) != NULL;
}

/* F2 and F7 act on the dossier that one stands on, whatever comes and goes before it. */
static void test_the_board_stays_on_its_dossier(void **state)
{
	(void)state;
	add_rows();
	start();
	press(MC_KEY_CTRL('B'));
	type("mau");
	press(MC_KEY_DOWN);
	assert_true(stands_on("Y Mẫu Niê"));
	esc();
	assert_true(screen_has(&t.canvas, "the list shows only what matches"));
	assert_true(stands_on("Y Mẫu Niê"));
	t.desk->row_count--;
	memmove(t.desk->rows, t.desk->rows + 1, (size_t)t.desk->row_count * sizeof(*t.desk->rows));
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	assert_false(screen_has(&t.canvas, "Nguyễn Gia Huy"));
	assert_true(stands_on("Y Mẫu Niê"));
}

static void test_letters_narrow_the_queue(void **state)
{
	(void)state;
	add_rows();
	start();
	press(MC_KEY_F(6));
	press(' '); /* nothing begins with a blank */
	assert_true(screen_has(&t.canvas, "the list shows only what matches"));
	press(MC_KEY_END);
	type("R"); /* no command any more */
	assert_int_equal(t.desk->retried, 0);
	press(MC_KEY_BACKSPACE);
	type("maaux"); /* Telex */
	assert_true(t.desk->find.sealed);
	assert_string_equal(t.desk->find.text, "mẫu");
	screen_is_golden(&t.canvas, "queue_search");
	assert_int_equal(cursor_row(), 2);
	press(MC_KEY_F(9));
	assert_int_equal(t.desk->retried, 1);
	assert_true(screen_has(&t.canvas, "found: 2;"));
	esc(); /* the next key is for the same dossier */
	assert_int_equal(cursor_row(), 2 + 3);
	type("maaux");
	assert_int_equal(cursor_row(), 2);
	paste(" k");
	assert_true(screen_has(&t.canvas, "Nothing matches."));
	esc();
	type("k"); /* and with what stood there */
	paste("054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112|28102022"); /* asks how far it is */
	assert_string_equal(t.desk->find.text, "054196278545");
	esc();
	assert_string_equal(top(), "queue");
	esc();
	assert_string_equal(top(), "home");
}

/* The first letter does not wait for a hundred thousand names. */
static void test_letters_while_names_are_opened(void **state)
{
	static const uint32_t lists[] = {MC_KEY_F(6), MC_KEY_CTRL('B')};

	(void)state;
	add_rows();
	start();
	for (size_t i = 0; i < MC_COUNT(lists); i++) {
		t.desk->names_left = 3 * MC_FIND_SLICE;
		press(lists[i]);
		type("m");
		assert_true(screen_has(&t.canvas, "opening the names: 2000 left"));
		assert_false(screen_has(&t.canvas, "Nothing matches."));
		type("au");
		for (int turns = 0; mc_shell_works(&t.ui); turns++) {
			assert_true(turns < 5);
			mc_shell_event(&t.ui, &(struct mc_event){.kind = MC_EVENT_WORK});
		}
		mc_shell_draw(&t.ui, &t.canvas);
		assert_true(screen_has(&t.canvas, "found: 2;"));
		esc();
		esc();
	}
}

/* ---- finding */

static void test_find(void **state)
{
	(void)state;
	add_rows();
	start();
	press(MC_KEY_CTRL('F'));
	assert_true(screen_has(&t.canvas, "Found: 6"));
	type("mau");
	screen_is_golden(&t.canvas, "find");
	assert_int_equal(cursor_row(), 4);
	press(MC_KEY_DOWN);
	assert_int_equal(cursor_row(), 5);
	press(MC_KEY_DOWN); /* the last one */
	assert_int_equal(cursor_row(), 5);
	type("k");
	assert_true(screen_has(&t.canvas, "Nothing matches."));
	assert_int_equal(cursor_row(), 1);
	press(MC_KEY_BACKSPACE);
	press(MC_KEY_END);
	press(13);
	assert_string_equal(top(), "item");
	esc();
	assert_string_equal(top(), "find");
	assert_true(screen_has(&t.canvas, "mau"));
}

static void add_known(void)
{
	t.desk->known = (struct mc_person_row){ .number = "030190000123", .born = {1990, 3, 2},
						.asked_at = FAKE_NOW - MC_DAY };
	MC_COPY(t.desk->known.full_name, "Hồ Thị Mẫu");
}

/* A larger terminal shows more of the same lists, without a key. */
static void test_a_larger_screen_reads_more(void **state)
{
	(void)state;
	add_rows();
	t.desk->many = 10000;
	start();
	t.desk->read = 0;
	mc_canvas_resize(&t.canvas, 34, 100);
	mc_shell_draw(&t.ui, &t.canvas);
	assert_int_equal(t.desk->read, 24);
	mc_canvas_resize(&t.canvas, 10, 40); /* a polite wait: nothing is read for it */
	mc_shell_draw(&t.ui, &t.canvas);
	mc_canvas_resize(&t.canvas, 24, 80);
	mc_shell_draw(&t.ui, &t.canvas);
	assert_int_equal(t.desk->read, 24 + 14);
	press(MC_KEY_TAB);
	press(MC_KEY_END);
	assert_int_equal(t.desk->read, 24 + 14 + 14);
	assert_int_equal(cursor_row(), 18);
}

static int place_in_list(void)
{
	return ((struct mc_home_state *)t.ui.top->state)->page.list.at;
}

/* Home asks for the dossiers that are seen; whoever goes into the list gets to the others. */
static void test_home_asks_for_what_is_seen(void **state)
{
	(void)state;
	add_rows();
	t.desk->many = 10000;
	start();
	assert_int_equal(t.desk->numbers, 14);
	mc_canvas_resize(&t.canvas, 34, 100);
	mc_shell_draw(&t.ui, &t.canvas);
	assert_int_equal(t.desk->numbers, 24);
	press(MC_KEY_TAB);
	press(MC_KEY_END);
	assert_int_equal(t.desk->numbers, 24); /* the last ones of all */
	assert_int_equal(place_in_list(), 9999);
	assert_int_equal(cursor_row(), 28);
	press(MC_KEY_TAB); /* back in the box: the place in the list is kept */
	press(MC_KEY_F(5));
	assert_int_equal(t.desk->numbers, 24);
	press(MC_KEY_TAB);
	assert_int_equal(cursor_row(), 28);
	press(MC_KEY_UP);
	t.desk->many = 10003; /* three were begun elsewhere */
	t.desk->changed = MC_WATCH_OUTBOX;
	happen(MC_EVENT_CHANGED);
	assert_int_equal(place_in_list(), 9998 + 3);
}

/* One that is listed but not seen is gone to, too. */
static void test_further_down_from_the_box(void **state)
{
	(void)state;
	add_rows();
	t.desk->many = 10000;
	start();
	assert_true(mc_home_stand_on(t.ui.top, 100));
	mc_shell_draw(&t.ui, &t.canvas);
	assert_int_equal(cursor_row(), 5 + 100 % 14);
	assert_true(mc_home_stand_on(t.ui.top, 9999));
	mc_shell_draw(&t.ui, &t.canvas);
	assert_int_equal(cursor_row(), 18);
	press(MC_KEY_TAB);
	assert_false(mc_home_stand_on(t.ui.top, 10000));
	assert_false(mc_home_stand_on(t.ui.top, -1)); /* a person */
	mc_shell_draw(&t.ui, &t.canvas);
	assert_int_equal(cursor_row(), 2); /* in the box */
}

/* A million names are opened between the keys: none waits, and then what was typed is found. */
static void test_names_are_opened_between_keys(void **state)
{
	(void)state;
	add_rows();
	t.desk->names_left = 3 * MC_FIND_SLICE;
	start();
	press(MC_KEY_CTRL('F'));
	assert_false(mc_shell_works(&t.ui)); /* nothing is looked for yet */
	t.desk->read = 0;
	type("ma");
	assert_true(mc_shell_works(&t.ui));
	assert_true(screen_has(&t.canvas, "2000 left."));
	assert_int_equal(t.desk->read, 0);
	happen(MC_EVENT_WORK);
	happen(MC_EVENT_WORK);
	type("u");
	assert_false(mc_shell_works(&t.ui));
	assert_true(screen_has(&t.canvas, "Found: 2"));
	esc();
	t.desk->names_left = 3 * MC_FIND_SLICE;
	type("mau\r"); /* from the box, too */
	assert_string_equal(top(), "find");
	assert_true(mc_shell_works(&t.ui));
}

/* Somebody who was looked up here: Enter fills in a new look-up, and asks nothing. */
static void test_find_a_person(void **state)
{
	(void)state;
	add_rows();
	add_known();
	start();
	press(MC_KEY_CTRL('F'));
	assert_true(screen_has(&t.canvas, "Found: 6"));
	type("mau");
	screen_is_golden(&t.canvas, "find_person");
	press(13);
	assert_string_equal(top(), "ask");
	assert_true(screen_has(&t.canvas, "030190000123"));
	assert_true(screen_has(&t.canvas, "Hồ Thị Mẫu"));
	assert_true(screen_has(&t.canvas, "02/03/1990"));
	assert_int_equal(t.desk->asked, 0);
	esc();
	assert_string_equal(top(), "find");
	press(MC_KEY_DOWN);
	press(13);
	assert_string_equal(top(), "item");
	/* of old people only the CMND is known */
	esc();
	t.desk->known.number[0] = '\0';
	MC_COPY(t.desk->known.cmnd, "012345678");
	press(MC_KEY_F(5));
	press(MC_KEY_HOME);
	press(13);
	assert_string_equal(top(), "ask");
	assert_true(screen_has(&t.canvas, "012345678"));
}

/* In the box of the first screen, too: never straight into a look-up by half a name. */
static void test_a_person_from_the_box(void **state)
{
	(void)state;
	add_known();
	start();
	type("ho thi\r");
	assert_string_equal(top(), "find");
	assert_true(screen_has(&t.canvas, "Found: 1"));
	esc();
	type("mai\r");
	assert_string_equal(top(), "home");
	assert_true(screen_has(&t.canvas, "Nobody here has this name."));
}

/* Lý and Lí are two people's names: one is never found for the other, and always offered. */
static void test_the_other_spelling_is_offered(void **state)
{
	(void)state;
	t.desk->known = (struct mc_person_row){ .number = "030190000123", .born = {1990, 3, 2},
						.asked_at = FAKE_NOW };
	MC_COPY(t.desk->known.full_name, "Lí Thị Mẫu");
	start();
	type("Lys Thij Maaux\r");
	assert_string_equal(top(), "find");
	assert_true(screen_has(&t.canvas, "Found: 0 | Did you mean Lí Thị Mẫu (1)? Tab"));
	assert_true(screen_has(&t.canvas, "Tab Respell"));
	press(9);
	assert_true(screen_has(&t.canvas, "Found: 1"));
	assert_false(screen_has(&t.canvas, "Did you mean"));
	assert_false(screen_has(&t.canvas, "Tab Respell"));
	press(13);
	assert_string_equal(top(), "ask");
}

/* What the menu does, by the beginning of its words. */
static void test_commands(void **state)
{
	static const struct {
		const char *text, *view;
	} rows[] = {
		{"/queue\r", "queue"}, {"/due\r", "board"},   {"/find\r", "find"},
		{"/Q\r", "queue"},     {"/settings\r", "settings"},
		{"/officer\r", "officer"}, {"/\r", "menu"},
		{"/t\r", "menu"} /* there are two */, {"/nonsense\r", "menu"},
	};

	(void)state;
	start();
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		type(rows[i].text);
		if (strcmp(top(), rows[i].view)) { fail_msg("%s: %s", rows[i].text, top()); }
		esc();
		assert_string_equal(top(), "home");
	}
}

static void test_find_by_filter(void **state)
{
	(void)state;
	add_rows();
	start();
	press(MC_KEY_CTRL('F'));
	press(MC_KEY_F(4));
	assert_string_equal(top(), "pick");
	type("State: supplement\r");
	assert_int_equal(t.desk->find.state, MC_STATE_NEEDS_SUPPLEMENT);
	assert_true(screen_has(&t.canvas, "Found: 1 | supplement asked"));
	press(MC_KEY_F(4));
	type("Due: late\r");
	assert_int_equal(t.desk->find.due, MC_DUE_LATE);
	assert_int_equal(t.desk->find.state, MC_STATE_NEEDS_SUPPLEMENT);
	press(MC_KEY_F(4));
	type("2.002621\r");
	assert_string_equal(t.desk->find.procedure, "2.002621");
	press(MC_KEY_F(4));
	type("All\r");
	assert_true(screen_has(&t.canvas, "Found: 6"));
	assert_false(screen_has(&t.canvas, "supplement asked |"));
	type("mau"); /* nothing narrows it any more */
	assert_int_equal(t.desk->find.state, MC_STATE_NONE);
	assert_int_equal(t.desk->find.due, MC_DUE_NONE);
	assert_string_equal(t.desk->find.procedure, "");
}

/* Nothing typed: all are there, newest first, and what is seen is read, numbers too. */
static void test_all_of_many(void **state)
{
	(void)state;
	add_rows();
	t.desk->many = 100000;
	start();
	t.desk->read = t.desk->numbers = 0;
	press(MC_KEY_CTRL('F'));
	assert_true(screen_has(&t.canvas, "Found: 100000"));
	assert_in_range(t.desk->read, 1, 20);
	assert_in_range(t.desk->numbers, 1, 20);
	press(MC_KEY_END);
	assert_in_range(t.desk->read, 2, 40);
	assert_in_range(t.desk->numbers, 1, 20);
	press(13);
	assert_string_equal(top(), "item");
}

/* By given name, as officials read a list; anew with each letter, until it is put back. */
static void test_find_in_the_order_of_names(void **state)
{
	char first[200];

	(void)state;
	add_rows();
	start();
	press(MC_KEY_CTRL('F'));
	MC_COPY(first, screen_row(&t.canvas, 4));
	press(MC_KEY_F(4));
	type("Order: by given\r");
	assert_int_equal(t.desk->ordered, MC_COLLATE_GIVEN_FIRST + 1);
	assert_true(screen_has(&t.canvas, "Found: 6 | by given name"));
	assert_string_not_equal(screen_row(&t.canvas, 4), first);
	press(MC_KEY_F(4));
	type("Order: by family\r");
	assert_int_equal(t.desk->ordered, MC_COLLATE_FAMILY_FIRST + 1);
	t.desk->ordered = 0;
	press(MC_KEY_F(5));
	assert_int_equal(t.desk->ordered, MC_COLLATE_FAMILY_FIRST + 1);
	press(MC_KEY_F(4));
	type("newest\r");
	assert_string_equal(screen_row(&t.canvas, 4), first);
	/* too long a list is not gone through by name, and is not read for it */
	t.desk->many = 1001;
	t.desk->ordered = 0;
	press(MC_KEY_F(4));
	type("Order: by given\r");
	assert_int_equal(t.desk->ordered, 0);
	assert_true(screen_has(&t.canvas, "Found: 1001 | too many to stand by name"));
}

/* The box on the first screen hands over what it does not know. */
static void test_from_the_box(void **state)
{
	(void)state;
	add_rows();
	MC_COPY(t.desk->rows[3].official_number, "H15.40-261123-0001");
	start();
	type("mau\r");
	assert_string_equal(top(), "find");
	assert_true(screen_has(&t.canvas, "Found: 2"));
	assert_true(screen_has(&t.canvas, "mau"));
	esc();
	assert_string_equal(top(), "home");
	type("H15.40-261123-0001\r"); /* one, and it stands in the list below */
	assert_string_equal(top(), "home");
	assert_int_equal(t.canvas.cursor_row, 5 + 3);
	press(MC_KEY_HOME);
	press(MC_KEY_UP);
	type("H15.40-261123-0009\r");
	assert_true(screen_has(&t.canvas, "[NUM-01]"));
}

static void test_pressing(void **state)
{
	(void)state;
	add_rows();
	t.desk->late = 2;
	t.desk->today = 1;
	start();
	assert_non_null(strstr(screen_row(&t.canvas, 3), "Late: 2. Due today: 1."));
	t.desk->late = t.desk->today = 0;
	happen(MC_EVENT_CHANGED);
	press(MC_KEY_F(5));
	assert_string_equal(screen_row(&t.canvas, 3), "");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_board),	       T(test_empty_board),    T(test_long_lists_read_a_page),
		T(test_moved_by_a_newer_table),	       T(test_empty_board),    T(test_long_lists_read_a_page),
		T(test_branches),
		T(test_letters_narrow_the_board), T(test_the_board_stays_on_its_dossier), T(test_letters_narrow_the_queue),
		T(test_letters_while_names_are_opened), T(test_postpone),      T(test_find),	       T(test_find_by_filter), T(test_all_of_many),
		T(test_find_in_the_order_of_names),
		T(test_a_larger_screen_reads_more), T(test_home_asks_for_what_is_seen), T(test_further_down_from_the_box), T(test_names_are_opened_between_keys), T(test_find_a_person), T(test_a_person_from_the_box),
		T(test_the_other_spelling_is_offered), T(test_commands),
		T(test_from_the_box),  T(test_pressing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
