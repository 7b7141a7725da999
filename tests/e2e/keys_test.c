/* SPDX-License-Identifier: MPL-2.0 */
/*
 * No key press waits: in every screen each key that there is makes at most one write to the
 * terminal, and syncs the disk only where something is saved, as often as the table of
 * docs/DELIVERY.md allows. Counted in the real desk, between two waits of its loop.
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "e2e/dossier.h"
#include "support/calls.h"
#include "support/pty.h"

#define ESC2 "\033\033"

/* What a key does, and the syncs that it may cost; docs/DELIVERY.md says the same. */
enum kind {
	LOOKS,
	LEAVES,
	CHOOSES,
	NUMBERS,
	BEGINS,
	ASKS,
	ATTACHES,
	COMPLETES,
	SENDS,
	WITHDRAWS,
	SETS,
	FIRST,
	ONCE,
	KINDS
};

static const struct {
	const char *name;
	long syncs;
} kinds[KINDS] = {
	[LOOKS] = {"looks, moves, types a letter", 0},
	[LEAVES] = {"leaves a field that was typed into", 1},
	[CHOOSES] = {"chooses a value", 1},
	[NUMBERS] = {"leaves the number of a known person", 3},
	[BEGINS] = {"begins a dossier for a person", 3},
	[ASKS] = {"asks the register", 2},
	[ATTACHES] = {"attaches a paper", 3},
	[COMPLETES] = {"shows a complete dossier before it goes", 2},
	[SENDS] = {"sends a dossier", 3}, /* 2, and the first news of a quick courier */
	[WITHDRAWS] = {"takes a dossier back", 2},
	[SETS] = {"saves the settings", 3},
	/* the first commit after a start opens the log: two more in each database */
	[FIRST] = {"asks the register, the first of a day", 2 + 2 * 2},
	[ONCE] = {"searches, the first time in a store", 1}, /* older drafts are gone through */
};

static struct {
	long presses, syncs; /* the most that one of them cost */
} seen[KINDS];

/* What comes back costs its own, in the turn of whoever wakes the desk: a poke, or a key. */
enum {
	ANSWER_SYNCS = 7,
	FILLED_SYNCS = ANSWER_SYNCS + 2, /* its values, and its proof tied to the dossier */
};

static char *mother, *father;
static struct pty *pty;
static pid_t gateway;
static int place_count; /* screens in which all keys were pressed */

static int begin(void **state)
{
	(void)state;
	world_begin();
	memset(seen, 0, sizeof(seen));
	return 0;
}

static int end(void **state)
{
	(void)state;
	pty_end(pty);
	pty = NULL;
	calls_end();
	free(mother);
	free(father);
	mother = father = NULL;
	world_end();
	return 0;
}

/* ---- one key */

static void fail_at(const char *key, const char *what, long count)
{
	char name[40] = "";

	for (; *key; key++) {
		snprintf(name + strlen(name), sizeof(name) - strlen(name),
			 *key > ' ' && *key < 127 ? "%c" : "\\%03o", (unsigned char)*key);
	}
	pty_print(pty);
	fail_msg("the key %s: %ld %s", name, count, what);
}

/* Until the loop has taken the key and waits again: what it draws is read meanwhile. */
static struct calls after(const char *key, const struct calls *before)
{
	double until = world_now() + PTY_PATIENCE;
	struct calls now = calls_now();

	while (now.keys == before->keys || now.waits == now.turns) {
		if (world_now() > until) {
			fail_at(key, "turns of the loop, and no end", now.turns - before->turns);
		}
		pty_read(pty, 1);
		now = calls_now();
	}
	while (pty_read(pty, 0)) {
		continue;
	}
	return now;
}

static void press(enum kind kind, const char *key)
{
	struct calls before = calls_now(), now;
	long syncs;

	pty_send(pty, key);
	now = after(key, &before);
	syncs = now.key_syncs - before.key_syncs;
	seen[kind].presses++;
	if (syncs > seen[kind].syncs) {
		seen[kind].syncs = syncs;
	}
	if (now.key_writes - before.key_writes > 1) {
		fail_at(key, "writes to the terminal", now.key_writes - before.key_writes);
	}
	if (now.most_writes > 1) {
		fail_at(key, "writes to the terminal in one turn", now.most_writes);
	}
	if (syncs > kinds[kind].syncs) {
		fail_at(key, "syncs of the disk", syncs);
	}
}

/* A key that asks for something, and the answer: it waits at the gateway meanwhile. */
static void press_and_await(enum kind kind, const char *key, const char *answer, long most)
{
	struct calls before;

	assert_int_equal(kill(gateway, SIGSTOP), 0);
	press(kind, key);
	before = calls_now();
	assert_int_equal(kill(gateway, SIGCONT), 0);
	pty_expect(pty, answer);
	pty_settle(pty, 300);
	assert_in_range(calls_now().syncs - before.syncs, 1, most);
}

/* Each letter is a key. */
static void type(const char *text)
{
	while (*text) {
		char letter[8] = "";
		size_t len = 1;

		while ((text[len] & 0xC0) == 0x80) {
			len++;
		}
		memcpy(letter, text, len);
		press(LOOKS, letter);
		text += len;
	}
}

/* ---- all keys of a screen */

/* Views differ in their titles, in the first row or in a frame. */
static void where(char ret[2048])
{
	size_t len = (size_t)snprintf(ret, 500, "%s\n", screen_row(pty->screen, 0));

	for (int row = 1; row < 24 && len < 1500; row++) {
		const char *text = screen_row(pty->screen, row);

		if (strstr(text, "┌")) {
			len += (size_t)snprintf(ret + len, 500, "%s\n", text);
		}
	}
}

/* Esc closes what a key opened; `open` is for a screen that the key itself closed. */
static void back_to(const char *place, const char *open)
{
	char now[2048];

	where(now);
	for (int i = 0; i < 5 && strcmp(now, place); i++) {
		press(LOOKS, ESC2);
		where(now);
	}
	if (strcmp(now, place) && open) {
		press(LOOKS, open);
		where(now);
	}
	if (strcmp(now, place)) {
		pty_print(pty);
		fail_msg("not back in:\n%s", place);
	}
}

/* Every key that does not send or print, in the screen that shows `words`. */
static void all_keys(enum kind kind, const char *words, const char *open)
{
	static const char *const keys[] = {
		KEY_DOWN, KEY_DOWN, KEY_UP,	 KEY_PGDN,   KEY_PGUP,	 KEY_END,    KEY_HOME,
		KEY_TAB,  KEY_TAB,  KEY_BACKTAB, KEY_RIGHT,  KEY_LEFT,	 KEY_F1,     KEY_F4,
		KEY_F5,	  KEY_F6,   KEY_F10,	 KEY_CTRL_L, KEY_CTRL_B, KEY_CTRL_F, KEY_CTRL_Q,
		"\001",	  "\005",   "\013",	 "\033[2~",  "\033[3~",	 "\177",
	};
	char place[2048];

	pty_expect(pty, words);
	where(place);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		press(kind, keys[i]);
		back_to(place, open);
	}
	place_count++;
}

/* officer NULL: the first start, which asks for all. */
static void start(const char *officer)
{
	static char url[4096];
	const char *argv[] = {world_program("motcua"),
			      "--data",
			      world_path("desk"),
			      officer ? "--officer" : NULL,
			      officer,
			      "--gateway",
			      url,
			      NULL};

	snprintf(url, sizeof(url), "unix:%s", world_path("gateway/gateway.sock"));
	calls_begin();
	pty = pty_start(argv, 24, 80, calls_arm);
	pty_expect(pty, officer ? world_say("Dossiers of this desk") : world_say("First start"));
	pty_settle(pty, 300);
}

static void leave(void)
{
	pty_send(pty, KEY_CTRL_Q); /* Ctrl-Q */
	pty_expect(pty, world_say("Leave the program?"));
	pty_send(pty, KEY_RIGHT KEY_ENTER);
	assert_int_equal(pty_expect_end(pty), 0);
	pty_end(pty);
	pty = NULL;
	calls_end();
}

/* ---- the stations */

static void need_counts(void)
{
	if (!calls_possible()) {
		print_message("skipped: nothing is loaded before a sanitizer\n");
		skip();
	}
}

static void every_key_on_the_first_day(void **state)
{
	(void)state;
	need_counts();
	start(NULL);
	all_keys(LOOKS, world_say("First start"), NULL);
	press(LOOKS, ESC2);
	all_keys(LOOKS, world_say("Who works at this desk?"), NULL);
	press(LOOKS, ESC2);
	all_keys(LOOKS, world_say("Dossiers of this desk"), NULL);
	leave();
}

/* It is known to be no beginning of another key when nothing follows: by a timer. */
static void a_lone_escape(const char *words)
{
	struct calls before = calls_now();

	press(LOOKS, KEY_ESC);
	pty_expect(pty, words);
	assert_int_equal(calls_now().writes - before.writes, 1);
}

static void the_lists(void)
{
	all_keys(LOOKS, world_say("Dossiers of this desk"), NULL);
	press(LOOKS, KEY_F10);
	all_keys(LOOKS, world_say("Leave the program"), KEY_F10);
	press(LOOKS, ESC2);
	press(LOOKS, KEY_F1);
	all_keys(LOOKS, world_say("Keys everywhere"), KEY_F1);
	press(LOOKS, ESC2);
	press(LOOKS, KEY_CTRL_Q);
	all_keys(LOOKS, world_say("Leave the program?"), KEY_CTRL_Q);
	press(LOOKS, ESC2);
	press(LOOKS, KEY_F6);
	all_keys(LOOKS, world_say("Queue"), NULL);
	a_lone_escape(world_say("Dossiers of this desk"));
	press(LOOKS, KEY_CTRL_B);
	all_keys(LOOKS, world_say("Due dates"), NULL);
	press(LOOKS, ESC2);
	press(LOOKS, KEY_CTRL_F);
	press(ONCE, "T");
	type("raanf Thij");
	all_keys(LOOKS, world_say("Name or number:"), NULL);
	press(LOOKS, ESC2);
	press(LOOKS, KEY_CTRL_N);
	type("khai sinh");
	all_keys(LOOKS, "1.001193", NULL);
	press(LOOKS, ESC2);
}

static void first_button(void)
{
	for (int i = 0; i < 5; i++) {
		press(LOOKS, KEY_LEFT);
	}
}

/* A scanner's burst is no key that a person waits for. */
static void scan(const char *card)
{
	pty_send(pty, card);
	pty_send(pty, KEY_ENTER);
	pty_expect(pty, world_say("Look-up in the register"));
	pty_settle(pty, 300);
}

static void the_register(void)
{
	scan(mother);
	all_keys(LOOKS, world_say("Look-up in the register"), NULL);
	press_and_await(FIRST, KEY_ENTER, world_say("Person in the register"), ANSWER_SYNCS);
	all_keys(LOOKS, world_say("Person in the register"), NULL);
	first_button();
	press(LOOKS, KEY_RIGHT);
	press(LOOKS, KEY_ENTER); /* the proof came with the answer */
	all_keys(LOOKS, world_say("Register evidence, signed by the gateway"), NULL);
	press(LOOKS, ESC2);
	pty_expect(pty, world_say("Person in the register"));
	first_button();
	press(LOOKS, KEY_ENTER);
	pty_expect(pty, "1.001193");
	type("lien thong dang ky khai sinh");
	press(LOOKS, KEY_ENTER);
	all_keys(LOOKS, world_say("Who is this person in the dossier?"), NULL);
	press(LOOKS, KEY_HOME);
	press(LOOKS, KEY_DOWN);
	press(BEGINS, KEY_ENTER);
	pty_expect(pty, "Cơ quan đăng ký khai sinh");
}

/* On the screen and under the cursor. */
static void go_to(const char *label)
{
	int row, column;

	for (int i = 0; i < 200; i++) {
		screen_cursor(pty->screen, &row, &column);
		if (strstr(screen_row(pty->screen, row), label)) {
			return;
		}
		press(LOOKS, KEY_DOWN);
	}
	pty_print(pty);
	fail_msg("never came to: %s", label);
}

static void the_form(void)
{
	char *number = world_card_part(father, 0);

	press(LOOKS, KEY_UP); /* the form opens where something is to type */
	type(KEY_CTRL_U "UBND xax Mootj"); /* over the office's own name */
	press(LEAVES, KEY_ENTER);
	press(CHOOSES, KEY_RIGHT);
	all_keys(LEAVES, "UBND xã Một", NULL);
	go_to("Số định danh/CMND");
	type(number);
	press(NUMBERS, KEY_ENTER);
	free(number);
	press_and_await(ASKS, KEY_F3, "mục lấy từ CSDL dân cư.", FILLED_SYNCS);
	go_to("> Tên");
	type("Vaan");
	press(LEAVES, KEY_ENTER);
	press(LOOKS, KEY_F9);
	all_keys(LOOKS, world_say("Missing or wrong: Enter goes to the field"), KEY_F9);
	press(LOOKS, ESC2);
	press(LOOKS, KEY_F8);
	all_keys(LOOKS, world_say("Clear or discard?"), KEY_F8);
	press(LOOKS, ESC2);
	press(LEAVES, KEY_F2);
	world_write(world_path("giay.pdf"), paper, strlen(paper));
	go_to("Giấy chứng sinh (bản chụp)");
	press(LOOKS, KEY_ENTER);
	press(LOOKS, KEY_CTRL_U);
	type(world_path("giay.pdf"));
	press(LOOKS, KEY_ENTER);
	press(ATTACHES, KEY_ENTER);
	pty_expect(pty, "+ giay.pdf");
	for (int i = 0; i < 6 && !pty_shows(pty, world_say("Dossiers of this desk")); i++) {
		press(LOOKS, ESC2);
	}
}

static void the_settings(void)
{
	press(LOOKS, KEY_F10);
	for (int i = 0; i < 4; i++) {
		press(LOOKS, KEY_DOWN);
	}
	press(LOOKS, KEY_ENTER);
	press(LOOKS, KEY_DOWN);
	press(LOOKS, KEY_ENTER);
	pty_expect(pty, world_say("Settings"));
	go_to(world_say("Tone marks"));
	press(LOOKS, KEY_RIGHT);
	press(SETS, KEY_F2);
	pty_expect(pty, world_say("The settings are saved."));
}

/* One that a script has filled in. */
static void the_way_to_the_province(void)
{
	scan(father);
	press_and_await(FIRST, KEY_ENTER, world_say("Person in the register"), ANSWER_SYNCS);
	press(LOOKS, ESC2);
	press(LOOKS, ESC2);
	pty_expect(pty, world_say("draft"));
	press(LOOKS, KEY_DOWN);
	press(LOOKS, KEY_ENTER);
	pty_expect(pty, "Cơ quan đăng ký khai sinh");
	press(COMPLETES, KEY_F9);
	all_keys(LOOKS, world_say("Seal and send this dossier?"), KEY_F9);
	press(LOOKS, "g"); /* a letter goes to its button */
	press_and_await(SENDS, KEY_ENTER, world_say("passed on"), ANSWER_SYNCS);
	press(LOOKS, KEY_ENTER);
	all_keys(LOOKS, world_say("Official number"), NULL);
	press(LOOKS, ESC2);
	press(LOOKS, KEY_F8);
	all_keys(LOOKS, world_say("Withdraw this dossier?"), KEY_F8);
	press(LOOKS, "r");
	press_and_await(WITHDRAWS, KEY_ENTER, world_say("withdrawn"), ANSWER_SYNCS);
	press(LOOKS, ESC2);
}

static void every_key_of_a_day(void **state)
{
	(void)state;
	need_counts();
	gateway = world_gateway_start(NULL);
	mother = world_card(world_path("gateway"), "mother");
	father = world_card(world_path("gateway"), "father");
	look_up(NULL, mother);
	look_up(NULL, father);
	start(OFFICER);
	the_lists();
	the_settings();
	the_register();
	the_form();
	leave();
	free(new_dossier(NULL, mother, father));
	start(OFFICER);
	the_way_to_the_province();
	leave();
	for (int i = 0; i < KINDS; i++) {
		assert_true(seen[i].presses > 0);
		print_message("%-40s %4ld keys, at most %ld syncs\n", kinds[i].name,
			      seen[i].presses, seen[i].syncs);
	}
	assert_true(place_count >= 20);
	assert_true(seen[LOOKS].presses > 600);
}

/* ---- more at once than anybody presses */

/* Turns and writes until nothing more is drawn. */
static struct calls until_quiet(const struct calls *before)
{
	struct calls now;

	pty_settle(pty, 400);
	now = calls_now();
	now.turns -= before->turns;
	now.writes -= before->writes;
	now.key_writes -= before->key_writes;
	now.syncs -= before->syncs;
	return now;
}

static void a_paste_is_few_turns(void)
{
	static char text[10 * 1000 + 40];
	struct calls before = calls_now(), cost;

	strcpy(text, "\033[200~");
	memset(text + strlen(text), 'a', 10 * 1000);
	strcat(text, "\033[201~");
	pty_send(pty, text);
	cost = until_quiet(&before);
	print_message("a paste of 10 kB: %ld turns, %ld writes\n", cost.turns, cost.writes);
	assert_in_range(cost.turns, 1, 12);
	assert_in_range(cost.writes, 1, 12);
	assert_int_equal(cost.syncs, 0);
	press(LOOKS, KEY_CTRL_U);
}

/* Quicker than a keyboard repeats: each is drawn at most once, and none waits for those before. */
static void a_held_key_is_drawn_at_most_once_each(void)
{
	enum { TIMES = 300 };
	struct calls before = calls_now(), cost;

	for (int i = 0; i < TIMES; i++) {
		pty_send(pty, i % 2 ? KEY_UP : KEY_DOWN);
	}
	cost = until_quiet(&before);
	print_message("a key %d times at once: %ld turns, %ld writes\n", TIMES, cost.turns, cost.writes);
	assert_in_range(cost.turns, 1, TIMES + 10);
	assert_in_range(cost.writes, 0, TIMES + 10);
	assert_int_equal(cost.syncs, 0);
}

static void a_window_that_is_dragged(void)
{
	enum { TIMES = 100 };
	struct calls before = calls_now(), cost;

	for (int i = 1; i <= TIMES; i++) {
		pty_resize(pty, 24 + i % 20, 80 + i);
	}
	pty_resize(pty, 24, 80);
	cost = until_quiet(&before);
	print_message("%d sizes at once: %ld turns, %ld writes\n", TIMES, cost.turns, cost.writes);
	assert_in_range(cost.turns, 1, TIMES + 10);
	assert_in_range(cost.writes, 1, TIMES + 10);
	pty_expect(pty, world_say("Dossiers of this desk"));
	before = calls_now();
	pty_settle(pty, 1000);
	assert_int_equal(calls_now().turns, before.turns); /* and then it is quiet */
}

static void much_at_once(void **state)
{
	(void)state;
	need_counts();
	start(OFFICER);
	a_paste_is_few_turns();
	a_held_key_is_drawn_at_most_once_each();
	a_window_that_is_dragged();
	leave();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_key_on_the_first_day, begin, end),
		cmocka_unit_test_setup_teardown(every_key_of_a_day, begin, end),
		cmocka_unit_test_setup_teardown(much_at_once, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
