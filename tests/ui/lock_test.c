/* SPDX-License-Identifier: MPL-2.0 */
/* The lock: nothing of anybody on the screen or open in memory, and back to where work was. */
#include "ui/desk_under_test.h"

static void lock(void)
{
	press(MC_KEY_CTRL('G'));
	assert_string_equal(top(), "lock");
}

static void unlock(void)
{
	type(t.desk->officer.number);
	press(13);
}

static void test_from_a_list(void **state)
{
	(void)state;
	t.desk->row_count = 1;
	MC_COPY(t.desk->rows[0].id, "id");
	MC_COPY(t.desk->rows[0].local_number, "T-7K3M9Q-X4T2BC-5");
	MC_COPY(t.desk->rows[0].subject, "Nguyễn Thị Mẫu");
	t.desk->rows[0].state = MC_STATE_SEALED;
	start();
	assert_true(screen_has(&t.canvas, "Nguyễn Thị Mẫu"));
	lock();
	screen_is_golden(&t.canvas, "lock");
	assert_false(screen_has(&t.canvas, "Mẫu"));
	assert_false(screen_has(&t.canvas, "T-7K3M9Q"));
	assert_int_equal(t.desk->forgot, 1);
	assert_null(t.ui.top->below); /* nothing is kept under it */
	unlock();
	assert_string_equal(top(), "home");
	assert_true(screen_has(&t.canvas, "Nguyễn Thị Mẫu"));
}

/* What was being typed is saved, and there again. */
static void test_from_a_form(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
	type("Oanh");
	press(MC_KEY_F(8)); /* a question is open over it */
	assert_string_equal(top(), "confirm");
	lock();
	assert_int_equal(t.desk->open_count, 0); /* the dossier was given back */
	assert_false(screen_has(&t.canvas, "Oanh"));
	unlock();
	assert_string_equal(top(), "form");
	assert_int_equal(t.desk->open_count, 1);
	assert_true(screen_has(&t.canvas, "Oanh"));
	esc();
	assert_string_equal(top(), "home");
}

static void test_nothing_but_the_number_opens_it(void **state)
{
	static const uint32_t keys[] = {
		MC_KEY_F(2), MC_KEY_F(3), MC_KEY_F(6), MC_KEY_F(9), MC_KEY_F(10), MC_KEY_CTRL('B'),
		MC_KEY_CTRL('F'), MC_KEY_CTRL('N'), MC_KEY_CTRL('O'), MC_KEY_CTRL('P'),
		MC_KEY_CTRL('T'), MC_KEY_CTRL('G'), 13, MC_KEY_PGDN,
	};

	(void)state;
	start();
	lock();
	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		press(keys[i]);
		assert_string_equal(top(), "lock");
	}
	esc();
	assert_string_equal(top(), "lock");
	type("001090000002\r");
	assert_string_equal(top(), "lock");
	assert_true(screen_has(&t.canvas, "This is not the number"));
	type("\r");
	assert_string_equal(top(), "lock");
	press(MC_KEY_F(1));
	assert_true(screen_has(&t.canvas, "The number is no password"));
	esc();
	assert_string_equal(top(), "lock");
	unlock();
	assert_string_equal(top(), "home");
}

static void test_by_the_officers_card(void **state)
{
	char card[200];

	(void)state;
	snprintf(card, sizeof(card), "%s||Nguyễn Văn An|01011990|Nam|Xã A|01012021\r",
		 t.desk->officer.number);
	start();
	lock();
	type("001090000002||Nguyễn Văn An|01011990|Nam|Xã A|01012021\r");
	assert_string_equal(top(), "lock");
	type(card);
	assert_string_equal(top(), "home");
	lock();
	card[strlen(card) - 1] = '\0';
	mc_shell_event(&t.ui, &(struct mc_event){.kind = MC_EVENT_SCAN, .text = card});
	assert_string_equal(top(), "home");
}

static void test_another_officer(void **state)
{
	(void)state;
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	lock();
	press(9);
	press(MC_KEY_RIGHT);
	press(13);
	assert_string_equal(top(), "officer");
	assert_false(screen_has(&t.canvas, t.desk->officer.number));
	esc();
	assert_string_equal(top(), "lock");
	press(13);
	type("001090000001\tNguyeexn Vawn An\t\r");
	assert_string_equal(top(), "home");
	assert_string_equal(t.desk->officer.number, "001090000001");
}

/* A look-up that is out is given up, as when its screen is left. */
static void test_while_waiting(void **state)
{
	(void)state;
	start();
	type("054196278545||Trần Thị Kim Oanh|02111996|Nữ|Số 112|28102022\r\r");
	assert_int_equal(t.desk->asked, 1);
	lock();
	assert_int_equal(t.desk->cancelled, 1);
	assert_false(mc_shell_ticks(&t.ui));
	unlock();
	assert_string_equal(top(), "home");
}

static void test_nobody_to_lock_for(void **state)
{
	(void)state;
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	start();
	esc();
	press(MC_KEY_CTRL('G'));
	assert_string_equal(top(), "home");
	assert_true(screen_has(&t.canvas, "there is nothing to lock with"));
}

static void test_after_a_while(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} rows[] = {
		{"0", 0}, {"", 0}, {"5", 5 * MC_MINUTE}, {"90s", 90 * MC_SECOND}, {"-5", 0},
		{"5 minutes", 0}, {"x", 0}, {"99999", 0}, {"s", 0},
	};

	(void)state;
	start();
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		t.desk->lock_after = rows[i].text;
		assert_int_equal(mc_shell_lock_after(&t.ui), rows[i].ms);
	}
	t.desk->lock_after = "5";
	lock();
	assert_int_equal(mc_shell_lock_after(&t.ui), 0); /* nothing wakes a desk that is locked */
	unlock();
	assert_int_equal(mc_shell_lock_after(&t.ui), 5 * MC_MINUTE);
	memset(&t.desk->officer, 0, sizeof(t.desk->officer));
	assert_int_equal(mc_shell_lock_after(&t.ui), 0);
}

static void test_by_the_menu(void **state)
{
	(void)state;
	start();
	press(MC_KEY_F(10));
	for (int i = 0; i < 4; i++) {
		press(MC_KEY_DOWN);
	}
	press(13);
	for (int i = 0; i < 3; i++) {
		press(MC_KEY_DOWN);
	}
	assert_true(screen_has(&t.canvas, "> Lock the screen"));
	press(13);
	assert_string_equal(top(), "lock");
	unlock();
	assert_string_equal(top(), "home");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_from_a_list),	T(test_from_a_form),
		T(test_nothing_but_the_number_opens_it),
		T(test_by_the_officers_card), T(test_another_officer),
		T(test_while_waiting),	T(test_nobody_to_lock_for),
		T(test_after_a_while),	T(test_by_the_menu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
