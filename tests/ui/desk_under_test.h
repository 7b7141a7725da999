/* SPDX-License-Identifier: MPL-2.0 */
/* desk_under_test.h - the shell over the fake desk, driven by keys, seen on a canvas. */
#ifndef TESTS_UI_DESK_UNDER_TEST_H
#define TESTS_UI_DESK_UNDER_TEST_H

#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/text/utf8.h"
#include "support/check.h"
#include "ui/fake_desk.c"
#include "ui/screen.c"
#include "ui/shell.h"

struct under_test {
	struct mc_desk *desk;
	struct mc_ui ui;
	struct mc_canvas canvas;
	struct mc_keys keys;
};

static struct under_test t;

static void start(void)
{
	mc_shell_open(&t.ui, t.desk);
	mc_shell_draw(&t.ui, &t.canvas);
}

static int setup(void **state)
{
	(void)state;
	setenv("LANGUAGE", "en", 1);
	mc_clock_freeze(FAKE_NOW);
	t.desk = fake_desk_new();
	mc_canvas_init(&t.canvas, 24, 80);
	mc_keys_init(&t.keys);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	mc_shell_close(&t.ui);
	mc_keys_done(&t.keys);
	mc_canvas_done(&t.canvas);
	assert_int_equal(t.desk->open_count, 0); /* every dossier was given back */
	fake_desk_free(t.desk);
	mc_clock_freeze(0);
	return 0;
}

__attribute__((unused)) static void happen(enum mc_event_kind kind)
{
	mc_shell_event(&t.ui, &(struct mc_event){.kind = kind});
	if (!t.ui.quit) {
		mc_shell_draw(&t.ui, &t.canvas);
	}
}

static void press(uint32_t raw)
{
	struct mc_event events[2];
	int count = mc_keys_feed(&t.keys, raw, events);

	for (int i = 0; i < count && !t.ui.quit; i++) {
		mc_shell_event(&t.ui, &events[i]);
	}
	if (!t.ui.quit) {
		mc_shell_draw(&t.ui, &t.canvas);
	}
}

__attribute__((unused)) static void esc(void)
{
	press(27);
	press(27);
}

static void type(const char *text)
{
	size_t len = strlen(text);

	while (len) {
		uint32_t c;
		size_t n = mc_utf8_decode(text, len, &c);

		press(c);
		text += n;
		len -= n;
	}
}

__attribute__((unused)) static void paste(const char *text)
{
	press(MC_KEY_PASTE_START);
	type(text);
	press(MC_KEY_PASTE_END);
}

static const char *top(void)
{
	return t.ui.top->ops->name;
}

/* The form of the small procedure, empty; */
__attribute__((unused)) static void open_form(void)
{
	start();
	press(MC_KEY_CTRL('N'));
	press(13);
	assert_string_equal(top(), "form");
}

/* with all in it that must be. */
__attribute__((unused)) static void fill_all(void)
{
	open_form();
	type("054196278545\rTraanf Thij Oanh\r1996\rNguyeexn Gia Huy\r");
}

#endif
