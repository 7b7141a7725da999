/* SPDX-License-Identifier: MPL-2.0 */
/*
 * start_test.c - what the first screen costs at a desk that has been at work for years:
 * machine instructions, which a busy machine does not change. Ten times the dossiers cost
 * next to nothing more, for only what is on the screen is read; and so with the key that opens
 * a list.
 */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/desk_db.h"
#include "store/mail_db.h"
#include "support/count.h"
#include "support/many.h"
#include "support/pty.h"
#include "support/world.h"

#define CHILD "Trần Mẫu"
enum { SOME = 10000, MORE = 100000 };
#define BEGUN 3500000 /* until it stands there */
#define FIRST_SCREEN 6000000 /* docs/ARCHITECTURE.md says where they go */
#define BEHIND_IT 3000000 /* the keys of gateway and terminal, before the first key is heard */
#define MILLION INT64_C(1000000)

/* What a key may cost more with ten times the dossiers. */
enum growth {
	NONE,
	LEVELS,  /* the trees have another level, and what is near each other lies on more pages */
	TENFOLD, /* each name is looked at */
};
static const int percents[] = {[NONE] = 102, [LEVELS] = 130, [TENFOLD] = 1000};

/* Pressed one after the other. `when`: what has to be on the screen first; ALL: how many they
 * are, of those whose names match. */
#define ALL "%d;"
static const struct key {
	const char *name, *key, *when;
	long long most;
	enum growth growth;
} keys[] = {
	{"the queue", KEY_F6, CHILD, 4 * MILLION, NONE},
	{"down to the end of the screen", KEY_PGDN, NULL, MILLION, LEVELS},
	{"its next page", KEY_PGDN, NULL, 4 * MILLION, LEVELS},
	{"its oldest", KEY_END, NULL, 4 * MILLION, LEVELS},
	{"a letter typed over it, some of its names are opened", "n", NULL, 40 * MILLION, TENFOLD},
	{"the next letter, which all names have", "g", ALL, 12 * MILLION, TENFOLD},
	{"one more", "u", ALL, 12 * MILLION, TENFOLD},
	{"the last of what is found", KEY_END, ALL, 4 * MILLION, LEVELS},
	{"the whole queue again", "\033\033", NULL, 4 * MILLION, LEVELS},
	{"home", "\033\033", NULL, 4 * MILLION, NONE},
	{"the board", KEY_CTRL_B, CHILD, 12 * MILLION, NONE},
	{"a letter typed over it, which all names have", "n", NULL, 12 * MILLION, TENFOLD},
	{"one more", "g", NULL, 12 * MILLION, TENFOLD},
	{"the whole board again", "\033\033", NULL, 12 * MILLION, NONE},
	{"home", "\033\033", NULL, 4 * MILLION, NONE},
	{"the search", KEY_CTRL_F, CHILD, 4 * MILLION, NONE},
	{"its oldest", KEY_END, NULL, 4 * MILLION, LEVELS},
};

struct cost {
	struct counted_start start; /* whole < 0: nothing counts here */
	long long key[MC_COUNT(keys)];
};

static void press_keys(const char *const argv[], int count, struct cost *ret)
{
	struct counted_key pressed[MC_COUNT(keys)];
	char all[20];

	snprintf(all, sizeof(all), ALL, count - MANY_REAL);
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		bool asks = keys[i].when && !strcmp(keys[i].when, ALL);

		pressed[i] = (struct counted_key){keys[i].key, asks ? all : keys[i].when};
	}
	(void)count_keys(argv, pressed, MC_COUNT(keys), ret->key);
}

static struct cost cost_with(int count)
{
	struct province p;
	struct cost ret = {.start.whole = -1};
	const char *argv[] = { world_program("motcua"), "--data", NULL, "--gateway",
			       "unix:/nowhere/x.sock", "--gateway-key", NULL, "--officer", OFFICER,
			       NULL };

	world_begin();
	province_begin(&p);
	province_open(&p);
	many_fill(&p, count);
	province_close(&p);
	mc_clock_freeze(0);
	argv[2] = p.data;
	argv[6] = p.keys;
	setenv("LANGUAGE", "vi", 1);
	for (int i = 0; i < 2; i++) { /* the day's first start sweeps and stamps */
		(void)count_start(argv, CHILD, &ret.start);
	}
	press_keys(argv, count, &ret);
	province_end(&p);
	world_end();
	print_message("%d dossiers: the first screen after %lld instructions, all on it after %lld, and %lld "
		      "behind it\n", count, ret.start.begun, ret.start.whole, ret.start.behind);
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		print_message("    %s: %lld\n", keys[i].name, ret.key[i]);
	}
	return ret;
}

static void first_screen(void **state)
{
	struct cost some = cost_with(SOME), more;

	(void)state;
	if (some.start.whole < 0) {
		skip();
	}
	assert_in_range(some.start.begun, 1, BEGUN);
	assert_in_range(some.start.whole, some.start.begun, FIRST_SCREEN);
	assert_in_range(some.start.behind, 1, BEHIND_IT);
	more = cost_with(MORE);
	assert_in_range(more.start.behind, 1, BEHIND_IT);
	assert_true(more.start.whole * 100 <= some.start.whole * 102);
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		if (more.key[i] * 100 > some.key[i] * percents[keys[i].growth] ||
		    more.key[i] > keys[i].most) {
			fail_msg("too much for %s", keys[i].name);
		}
	}
}

/* ---- a slow line: 9600 baud are 960 bytes a second */

enum { FIRST_BYTES = 1900, ROW_BYTES = 48, PAGE_BYTES = 1000, MIXED_PAGE_BYTES = 1250 };
/* The newest are in all states, no two of a page as on the one before; the rest have their receipt. */
enum { LISTED = 98 };
enum { KEY_MS = 10 };

/* A list as full as it gets, of names as they are; of the day before, each with its receipt. */
static void fill_the_list(struct province *p)
{
	static const char *const names[] = {
		"Nguyễn Thị Trúc Vân", "Trần Văn Mẫu", "Lê Thị Thu Hà", "Phạm Minh Đức",
		"Hoàng Thị Ngọc Ánh", "Huỳnh Gia Bảo", "Phan Thị Kim Oanh", "Võ Hữu Phước",
		"Đặng Thị Bích Thủy", "Bùi Quốc Toản", "Đỗ Thị Hồng Nhung", "Hồ Tấn Lộc",
		"Ngô Thị Mỹ Duyên", "Dương Khánh Huyền",
	};
	struct mc_draft draft = { .state = MC_STATE_SEALED, .created_at = NOW - MC_DAY,
				  .updated_at = NOW - MC_DAY, .procedure = PROCEDURE,
				  .version = "1" };

	for (unsigned i = 0; i < LISTED; i++) { /* no page like the one before */
		snprintf(draft.id, sizeof(draft.id), "01935a00-0000-7000-8000-%012u", i);
		snprintf(draft.local_number, sizeof(draft.local_number), "T-7K3M9Q-%06u-%u",
			 i * 75167 % 1000000, i * 7 % 10);
		MC_COPY(draft.subject, names[(i * i + i / 3) % MC_COUNT(names)]);
		assert_ok(mc_draft_create(p->desk->store, &draft, NULL));
	}
	assert_int_equal(sqlite3_exec(p->desk->mail->db.handle,
				      "WITH RECURSIVE row (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM row"
				      " WHERE n < 97) INSERT INTO item (id, epoch, seq, digest,"
				      " manifest_size, state, state_at, sealed_at)"
				      " SELECT printf('01935a00-0000-7000-8000-%012d', n),"
				      " 'feedfacefeedface', n + 1, lower(hex(randomblob(32))), 900,"
				      " CASE WHEN n < 42 THEN 'RECEIPTED' WHEN n % 5 = 0 THEN 'SEALED'"
				      " WHEN n % 5 = 1 THEN 'COMMITTING' WHEN n % 5 = 2 THEN 'HELD'"
				      " WHEN n % 5 = 3 THEN 'REJECTED' ELSE 'RECEIPTED' END,"
				      " '2026-11-22T07:05:00.000Z', '2026-11-22T07:04:00.000Z'"
				      " FROM row", NULL, NULL, NULL), SQLITE_OK);
}

/* The bytes of what the key itself makes the desk write. */
static long long press(struct pty *pty, const char *key)
{
	long long before = pty->bytes;

	pty_send(pty, key);
	while (pty->bytes == before && pty_read(pty, PTY_PATIENCE * 1000)) {
	}
	pty_settle(pty, KEY_MS);
	return pty->bytes - before;
}

/* The less of two: on a machine that looks away for long what comes behind is counted, too. */
static long long press_twice(struct pty *pty, const char *key)
{
	long long first = press(pty, key), second = press(pty, key);

	return first < second ? first : second;
}

/* Rows and pages of this list. */
static void go_through(struct pty *pty, const char *open, const char *name)
{
	enum { ROWS = 6, DOWN = 20 };
	long long row = 0, page, mixed;

	pty_send(pty, open);
	pty_settle(pty, 300);
	for (int i = 0; i < ROWS; i++) {
		long long bytes = press_twice(pty, KEY_DOWN);

		row = bytes > row ? bytes : row;
	}
	for (int i = 2 * ROWS; i < DOWN; i++) { /* further than the screen */
		press(pty, KEY_DOWN);
	}
	mixed = press_twice(pty, KEY_PGDN);
	press(pty, KEY_PGDN); /* from the ones to the others */
	page = press_twice(pty, KEY_PGDN);
	print_message("    %s: at most %lld bytes for a row, %lld for a page, %lld where all states differ\n",
		      name, row, page, mixed);
	assert_in_range(row, 1, ROW_BYTES);
	assert_in_range(page, 1, PAGE_BYTES);
	assert_in_range(mixed, 1, MIXED_PAGE_BYTES);
	pty_send(pty, KEY_ESC KEY_ESC);
	pty_settle(pty, 300);
}

/* The first row needs somebody, the next waits for its receipt. */
static void preview_comes_when_it_rests(struct pty *pty)
{
	static const char held[] = "tạm giữ, cần xem; đã gửi", waits[] = "chờ biên nhận; đã gửi";

	pty_send(pty, KEY_F6);
	pty_expect(pty, held);
	pty_send(pty, KEY_DOWN);
	pty_expect(pty, waits);
	pty_send(pty, KEY_UP);
	pty_expect(pty, held);
	pty_send(pty, KEY_ESC KEY_ESC);
	pty_settle(pty, 300);
}

static void full_lists_cost_few_bytes(void **state)
{
	static const char *const terms[] = {"linux", "vt220", "xterm-256color", "screen-256color"};
	struct province p;
	const char *argv[] = { world_program("motcua"), "--data", NULL, "--gateway",
			       "unix:/nowhere/x.sock", "--officer", OFFICER, NULL };

	(void)state;
	world_begin();
	province_begin(&p);
	province_open(&p);
	fill_the_list(&p);
	province_close(&p);
	mc_clock_freeze(0);
	argv[2] = p.data;
	setenv("LANGUAGE", "vi", 1);
	for (size_t i = 0; i < MC_COUNT(terms); i++) {
		struct pty *pty;

		setenv("TERM", terms[i], 1);
		pty = pty_start(argv, 24, 80, NULL);
		pty_expect(pty, "cổng từ chối");
		pty_settle(pty, 300);
		print_message("%s: %lld bytes of the first screen\n", terms[i], pty->bytes);
		assert_in_range(pty->bytes, 1, FIRST_BYTES);
		preview_comes_when_it_rests(pty);
		go_through(pty, KEY_F6, "the queue");
		go_through(pty, KEY_TAB, "home");
		go_through(pty, KEY_CTRL_F, "the search");
		pty_signal(pty, SIGTERM);
		pty_expect_end(pty);
		pty_end(pty);
	}
	province_end(&p);
	world_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(full_lists_cost_few_bytes),
					   cmocka_unit_test(first_screen)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
