/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One piece of work as each terminal shows it, beside golden screens: the letters, the looks
 * of every cell and the cursor; and where the cursor stood after every key of the way.
 * tests/golden/terminals: UPDATE_GOLDEN=1 writes them anew; look at them, they are what a
 * person would see.
 */
#include "ui/on_terminal.h"

#define STATION "= " /* a step of this kind is a golden screen */

enum { STATIONS_MAX = 16 };

/* ---- the child: the piece of work */

static void at_station(const char *name)
{
	char step[64];

	snprintf(step, sizeof(step), STATION "%s", name);
	walk_look(step);
}

static void find_somebody(void)
{
	at_station("home");
	write_text("Traanf Thij Kim Oanh");
	at_station("telex");
	go(MC_KEY_CTRL('U'));
	paste(WALK_CARD "\n");
	look("card");
	go(13);
	ask();
	at_station("asked");
	fake_found(&t.desk->answer);
	wake(MC_EVENT_TICK);
	at_station("person");
	go(MC_KEY_RIGHT);
	go(MC_KEY_LEFT);
	back();
	back();
}

static void fill_a_form_in(void)
{
	go(MC_KEY_CTRL('N'));
	at_station("catalogue");
	go(13);
	write_text("UBND xax Hoaf Phus\t");
	go(MC_KEY_RIGHT);
	go(MC_KEY_DOWN);
	at_station("form");
	go(MC_KEY_F(9));
	at_station("problems");
	go(MC_KEY_DOWN);
	go(13);
	go(MC_KEY_F(1));
	at_station("help");
	while (strcmp(top(), "home") != 0) {
		back();
	}
}

static void look_after_the_queue(void)
{
	walk_rows();
	wake(MC_EVENT_CHANGED);
	go(MC_KEY_F(6));
	go(MC_KEY_DOWN);
	at_station("queue");
	back();
	go(MC_KEY_F(10));
	for (int i = 0; i < 4; i++) {
		go(MC_KEY_DOWN);
	}
	at_station("menu");
	go(13);
	go(MC_KEY_DOWN);
	go(13);
	go(MC_KEY_DOWN);
	at_station("settings");
	back();
}

static void piece_of_work(const char *language)
{
	(void)language;
	walk_look = show;
	walk_procedure();
	start();
	find_somebody();
	fill_a_form_in();
	look_after_the_queue();
}

/* ---- the parent: what each terminal showed */

static struct station {
	char name[32];
	char *text; /* the first terminal's: letters and cursor */
	struct mc_str looks;
	char *last_looks; /* of the terminals before */
} stations[STATIONS_MAX];
static int station_count, at;
static struct mc_str trail; /* of the cursor, under the first terminal */
static struct mc_str now_trail;
static char shown_by[64]; /* the terminal, as the golden screen names it */

static char *looks_now(struct pty *pty)
{
	struct mc_str s;

	mc_str_init(&s, 1 << 16);
	for (int row = 0; row < 24; row++) {
		const char *looks = screen_looks(pty->screen, row);

		if (*looks) {
			mc_str_printf(&s, "%2d: %s\n", row, looks);
		}
	}
	return mc_str_take(&s, NULL);
}

/* Terminals that look the same are named together. */
static void add_looks(struct station *s, char *looks)
{
	if (s->last_looks && strcmp(s->last_looks, looks) == 0) {
		free(looks);
		return;
	}
	mc_str_printf(&s->looks, "looks, from %s on:\n%s", shown_by, looks);
	free(s->last_looks);
	s->last_looks = looks;
}

static void see_station(struct pty *pty, const char *name)
{
	struct station *s = &stations[at++];
	char *text = shown_now(pty);

	assert_true(at <= STATIONS_MAX);
	if (!s->text) {
		snprintf(s->name, sizeof(s->name), "%s", name);
		s->text = text;
		mc_str_init(&s->looks, 1 << 20);
		station_count = at;
	} else {
		assert_string_equal(s->name, name);
		assert_string_equal(s->text, text);
		free(text);
	}
	add_looks(s, looks_now(pty));
}

static void see(struct pty *pty, const char *step)
{
	int row, col;

	if (strncmp(step, STATION, strlen(STATION)) == 0) {
		see_station(pty, step + strlen(STATION));
		mc_str_printf(&now_trail, "%s\n", step);
		return;
	}
	screen_cursor(pty->screen, &row, &col);
	mc_str_printf(&now_trail, "%-10s %2d %2d\n", step, row, col);
}

static void run_in(const char *name, bool without_colour, const char *language)
{
	snprintf(shown_by, sizeof(shown_by), "%s%s", name, without_colour ? " with NO_COLOR" : "");
	at = 0;
	mc_str_init(&now_trail, 1 << 20);
	assert_true(on_terminal(name, without_colour, language, see) > 80);
	assert_int_equal(at, station_count);
	if (!trail.len) {
		mc_str_puts(&trail, now_trail.data);
	}
	assert_string_equal(now_trail.data, trail.data);
	mc_str_done(&now_trail);
}

static void is_golden(const char *language, const char *name, const char *now)
{
	char path[512];
	struct mc_str want;

	snprintf(path, sizeof(path), "%s/tests/golden/terminals/%s_%s", MC_SOURCE_DIR, language,
		 name);
	if (getenv("UPDATE_GOLDEN")) {
		assert_ok(mc_file_write(path, 0644, mc_slice_text(now), NULL));
	}
	mc_str_init(&want, 1 << 20);
	assert_ok(mc_file_read(path, &want, NULL));
	if (strcmp(now, want.data) != 0) {
		fail_msg("%s is now\n%s--- and should be\n%s", path, now, want.data);
	}
	mc_str_done(&want);
}

static void all_are_golden(const char *language)
{
	for (int i = 0; i < station_count; i++) {
		struct station *s = &stations[i];
		struct mc_str all;

		mc_str_init(&all, 1 << 20);
		mc_str_printf(&all, "%s%s", s->text, s->looks.data);
		is_golden(language, s->name, all.data);
		mc_str_done(&all);
	}
	is_golden(language, "cursor", trail.data);
}

static int begin(void **state)
{
	(void)state;
	mc_str_init(&trail, 1 << 20);
	station_count = 0;
	return 0;
}

static int end(void **state)
{
	(void)state;
	for (int i = 0; i < STATIONS_MAX; i++) {
		free(stations[i].text);
		free(stations[i].last_looks);
		mc_str_done(&stations[i].looks);
		stations[i] = (struct station){.name = ""};
	}
	mc_str_done(&trail);
	return 0;
}

static void vietnamese(void **state)
{
	(void)state;
	run_in("linux", false, "vi");
	run_in("xterm-256color", false, "vi");
	run_in("screen-256color", false, "vi");
	run_in("vt220", false, "vi");
	run_in("xterm-256color", true, "vi");
	assert_int_equal(station_count, 11);
	all_are_golden("vi");
}

static void english(void **state)
{
	(void)state;
	run_in("linux", false, "en");
	run_in("vt220", false, "en");
	all_are_golden("en");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(vietnamese, begin, end),
		cmocka_unit_test_setup_teardown(english, begin, end),
	};

	if (argc > 2 && strcmp(argv[1], "walk") == 0) {
		return child(argv[2], piece_of_work);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
