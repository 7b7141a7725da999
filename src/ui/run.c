/* SPDX-License-Identifier: MPL-2.0 */
/*
 * run.c - the loop under the screens: keyboard, courier's pokes, signals.
 *
 * Timers run only while something is out: a half-read key, or a look-up that a
 * view waits for. At idle nothing wakes the process but midnight: what is due then is
 * due today.
 */
#include "motcua/ui/ui.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/loop.h"
#include "ui/scanner.h"
#include "ui/shell.h"
#include "ui/term.h"

/* What the courier does is shown at most so often: a screen that flickers with each of a
 * thousand rows tells nothing, and costs an old machine its time. */
enum { LOOK_MS = 500 };
/* So long a list rests until what tells of its focused row comes behind: a key that is held goes
 * through it at the speed of a slow line. */
enum { REST_MS = 200 };

struct run {
	struct mc_loop *loop;
	struct mc_timer *key_timer, *second_timer, *look_timer, *day_timer, *work_timer, *lock_timer;
	struct mc_timer *rest_timer;
	bool moving; /* the last key went through a list */
	bool locked; /* as it was painted last */
	struct mc_watch *desk_watch;
	int64_t looked;
	bool second_set;
	struct mc_term *term;
	struct mc_scanner *scanner; /* NULL: none, or pulled out */
	struct mc_watch *scanner_watch;
	int64_t scanner_tried;
	struct mc_canvas canvas;
	struct mc_keys keys;
	struct mc_ui ui;
};

static void paint(struct run *run, bool repaint)
{
	int rows, cols;

	mc_term_size(run->term, &rows, &cols);
	if (rows != run->canvas.rows || cols != run->canvas.cols) {
		mc_canvas_resize(&run->canvas, rows, cols);
	}
	mc_shell_draw(&run->ui, &run->canvas);
	if (mc_term_draw(run->term, &run->canvas, repaint, run->moving)) {
		mc_timer_set(run->rest_timer, mc_clock_mono() + REST_MS);
	} else {
		mc_timer_clear(run->rest_timer);
	}
	run->moving = false;
	if (mc_shell_locked(&run->ui) && !run->locked) {
		mc_pages_give_back(); /* nobody knows for how long */
	}
	run->locked = mc_shell_locked(&run->ui);
}

/* Within what takes long: what is typed meanwhile goes nowhere, but Esc is heard. A lone Esc is
 * known by the next pulse. */
static bool pulse(struct mc_ui *ui)
{
	struct run *run = (struct run *)((char *)ui - offsetof(struct run, ui));
	struct mc_event events[2];
	bool stop = false;
	uint32_t raw;
	int count = 0;

	if (mc_keys_pending(&run->keys) == MC_KEYS_DIGIT_MS) {
		count = mc_keys_timeout(&run->keys, events);
	}
	mc_term_give_up(run->term);
	(void)mc_term_read(run->term);
	do {
		for (int i = 0; i < count; i++) {
			stop = stop || (events[i].kind == MC_EVENT_KEY && events[i].key == MC_KEY_ESC);
		}
		count = mc_term_key(run->term, &raw) ? mc_keys_feed(&run->keys, raw, events) : -1;
	} while (count >= 0);
	paint(run, false);
	return stop;
}

static bool too_small(const struct run *run)
{
	return run->canvas.rows < MC_UI_ROWS || run->canvas.cols < MC_UI_COLS;
}

/* What is half done ends when nothing comes. */
static void wait_for_the_rest(struct run *run)
{
	int half = mc_term_half_key(run->term), pending = mc_keys_pending(&run->keys);

	if (half || pending) {
		mc_timer_set(run->key_timer, mc_clock_mono() + (half ? half : pending));
	} else {
		mc_timer_clear(run->key_timer);
	}
}

/* After every event: go on, or paint once and set the timers that are needed. */
static void settle(struct run *run, bool repaint)
{
	bool ticks = mc_shell_ticks(&run->ui);

	if (run->ui.quit) {
		mc_loop_stop(run->loop);
		return;
	}
	wait_for_the_rest(run);
	if (ticks && !run->second_set) {
		mc_timer_set(run->second_timer, mc_clock_mono() + MC_SECOND);
	} else if (!ticks) {
		mc_timer_clear(run->second_timer);
	}
	run->second_set = ticks;
	if (mc_shell_works(&run->ui)) {
		mc_timer_set(run->work_timer, mc_clock_mono());
	}
	paint(run, repaint);
}

static bool deliver(struct run *run, const struct mc_event *events, int count)
{
	bool repaint = false;

	for (int i = 0; i < count && !run->ui.quit; i++) {
		/* nobody types into what is not shown */
		if (!too_small(run)) {
			repaint |= mc_shell_event(&run->ui, &events[i]);
		}
	}
	return repaint;
}

/* ---- the card scanner */

static void lose_scanner(struct run *run)
{
	mc_watch_free(run->scanner_watch);
	mc_scanner_close(run->scanner);
	run->scanner_watch = NULL;
	run->scanner = NULL;
}

static void on_scanner(void *ctx, short revents)
{
	struct run *run = ctx;
	struct mc_str text;
	enum mc_scan scan;
	bool repaint = false;

	(void)revents;
	mc_str_init(&text, MC_KEYS_PASTE_MAX);
	while (!run->ui.quit && (scan = mc_scanner_read(run->scanner, &text)) != MC_SCAN_NONE) {
		struct mc_event event = {.kind = MC_EVENT_SCAN, .text = text.data};

		if (scan == MC_SCAN_GONE) {
			lose_scanner(run);
			mc_ui_fail(&run->ui, MC_E_SCANNER, NULL);
			break;
		}
		if (scan == MC_SCAN_BAD) {
			mc_ui_fail(&run->ui, MC_E_SCAN, NULL);
		} else {
			repaint |= deliver(run, &event, 1);
		}
	}
	mc_str_wipe(&text);
	settle(run, repaint);
}

/* At the start, and once it is gone at a key, at most every other second: it may have
 * been plugged in again. Nothing looks for it while nobody is there. */
static void find_scanner(struct run *run, bool first)
{
	const char *device = mc_desk_setting(run->ui.desk, "scanner", "device");
	int64_t now = mc_clock_mono();
	struct mc_err why;
	enum mc_code code;

	if (!*device || run->scanner || (!first && now - run->scanner_tried < 2 * MC_SECOND)) {
		return;
	}
	run->scanner_tried = now;
	code = mc_scanner_open(device, &run->scanner, &why);
	if (code == MC_OK) {
		run->scanner_watch = mc_loop_watch(run->loop, mc_scanner_fd(run->scanner), POLLIN,
						   on_scanner, run);
	} else if (first) {
		mc_ui_fail(&run->ui, code, &why);
	}
}

static void on_mouse(struct run *run)
{
	struct mc_event event = {.kind = MC_EVENT_MOUSE};

	if (mc_term_mouse(run->term, &event.row, &event.col, &event.choice) && !too_small(run)) {
		mc_shell_mouse(&run->ui, &run->canvas, &event);
	}
}

static bool goes_through(const struct mc_event *event)
{
	static const uint32_t keys[] = { MC_KEY_UP, MC_KEY_DOWN, MC_KEY_PGUP, MC_KEY_PGDN, MC_KEY_HOME,
					 MC_KEY_END };
	bool is = false;

	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		is = is || (event->kind == MC_EVENT_KEY && event->key == keys[i]);
	}
	return is;
}

/* All keys that are there; one drawing shows what came of them. */
static bool take_keys(struct run *run)
{
	struct mc_event events[2];
	bool repaint = false;
	uint32_t raw;

	while (!run->ui.quit && mc_term_key(run->term, &raw)) {
		const struct mc_view *on = run->ui.top;
		int count;

		if (raw == MC_KEY_MOUSE) {
			on_mouse(run);
			continue;
		}
		count = mc_keys_feed(&run->keys, raw, events);
		repaint |= deliver(run, events, count);
		run->moving = count == 1 && goes_through(events) && run->ui.top == on;
	}
	return repaint;
}

/* From the last key on; nothing wakes before. */
static void await_lock(struct run *run)
{
	int64_t after = mc_shell_lock_after(&run->ui);

	if (after) {
		mc_timer_set(run->lock_timer, mc_clock_mono() + after);
	} else {
		mc_timer_clear(run->lock_timer);
	}
}

static void on_lock(void *ctx)
{
	struct run *run = ctx;

	mc_shell_lock(&run->ui);
	settle(run, true);
}

static void on_keyboard(void *ctx, short revents)
{
	struct run *run = ctx;
	bool there = mc_term_read(run->term);

	(void)revents;
	find_scanner(run, false);
	if (!there) {
		run->ui.quit = true;
	}
	settle(run, take_keys(run));
	await_lock(run);
}

static void on_key_timer(void *ctx)
{
	struct run *run = ctx;
	struct mc_event events[2];

	if (mc_term_half_key(run->term)) {
		mc_term_give_up(run->term);
		settle(run, take_keys(run));
	} else {
		settle(run, deliver(run, events, mc_keys_timeout(&run->keys, events)));
	}
}

static void on_second(void *ctx)
{
	struct run *run = ctx;

	run->second_set = false;
	mc_shell_event(&run->ui, &(struct mc_event){.kind = MC_EVENT_TICK});
	settle(run, false);
}

/* Keys are read before it in each round of the loop. */
static void on_work(void *ctx)
{
	struct run *run = ctx;

	if (mc_shell_works(&run->ui)) {
		mc_shell_event(&run->ui, &(struct mc_event){.kind = MC_EVENT_WORK});
		settle(run, false);
	}
}

static void on_rest(void *ctx)
{
	settle(ctx, false);
}

static void look(struct run *run)
{
	run->looked = mc_clock_mono();
	mc_shell_event(&run->ui, &(struct mc_event){.kind = MC_EVENT_CHANGED});
	settle(run, false);
}

static void on_look_timer(void *ctx)
{
	struct run *run = ctx;

	mc_watch_events(run->desk_watch, POLLIN);
	look(run);
}

/* Whoever waits for an answer sees it at once; else the pokes lie until it is time. */
static void on_desk(void *ctx, short revents)
{
	struct run *run = ctx;

	(void)revents;
	if (mc_shell_ticks(&run->ui) || mc_clock_mono() - run->looked >= LOOK_MS) {
		look(run);
	} else {
		mc_watch_events(run->desk_watch, 0);
		mc_timer_set(run->look_timer, run->looked + LOOK_MS);
	}
}

/* A computer that slept over midnight is awake late: the next key says what day it is. */
static void await_midnight(struct run *run)
{
	int64_t now = mc_clock_now();
	struct mc_local local = mc_time_local(now + MC_DAY);

	local.hour = local.minute = local.second = 0;
	mc_timer_set(run->day_timer, mc_clock_mono() + mc_time_from_local(&local) - now);
}

static void on_midnight(void *ctx)
{
	look(ctx);
	await_midnight(ctx);
}

static void on_resize(void *ctx)
{
	struct run *run = ctx;

	mc_term_resized(run->term);
	settle(run, true);
}

/* The shell that started us wants the terminal; it gives it back with SIGCONT. */
static void on_stop(void *ctx)
{
	struct run *run = ctx;

	mc_term_leave(run->term);
	raise(SIGSTOP);
}

static void on_continue(void *ctx)
{
	struct run *run = ctx;

	mc_term_enter(run->term);
	on_resize(run);
}

static void on_end(void *ctx)
{
	struct run *run = ctx;

	run->ui.quit = true;
	mc_loop_stop(run->loop);
}

static bool is_ignored(int signo)
{
	struct sigaction now;

	return sigaction(signo, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

static void listen(struct run *run)
{
	static const int endings[] = {SIGTERM, SIGHUP, SIGINT};

	run->loop = mc_loop_new();
	run->key_timer = mc_loop_timer(run->loop, on_key_timer, run);
	run->second_timer = mc_loop_timer(run->loop, on_second, run);
	run->look_timer = mc_loop_timer(run->loop, on_look_timer, run);
	run->lock_timer = mc_loop_timer(run->loop, on_lock, run);
	run->rest_timer = mc_loop_timer(run->loop, on_rest, run);
	run->day_timer = mc_loop_timer(run->loop, on_midnight, run);
	run->work_timer = mc_loop_timer(run->loop, on_work, run);
	await_midnight(run);
	mc_loop_watch(run->loop, STDIN_FILENO, POLLIN, on_keyboard, run);
	mc_loop_signal(run->loop, SIGWINCH, on_resize, run);
	if (!is_ignored(SIGTSTP)) { /* there is no shell that could go on */
		mc_loop_signal(run->loop, SIGTSTP, on_stop, run);
	}
	mc_loop_signal(run->loop, SIGCONT, on_continue, run);
	for (size_t i = 0; i < MC_COUNT(endings); i++) {
		mc_loop_signal(run->loop, endings[i], on_end, run);
	}
}

/* After the first screen: what still waits from yesterday goes out without being asked
 * for. In training also the status row learns how the link is. */
static void wake_courier(const struct mc_ui *ui)
{
	const struct mc_desk_status *status = &ui->status;
	struct mc_err why;

	if (status->waiting || status->bundled || status->withdrawing || status->verifying || status->open ||
	    mc_desk_training(ui->desk)) {
		(void)mc_desk_courier(ui->desk, &why); /* an error shows in the status row */
	}
}

/* What nobody has to wait for: whether the gateway's keys and ours are in order, what came since
 * yesterday, and the courier. With another terminal's key nothing may be done here. */
static enum mc_code after_first_screen(struct run *run, struct mc_err *why)
{
	struct mc_desk_status shown = run->ui.status;
	bool news = false;
	enum mc_code code = mc_desk_settle(run->ui.desk, &news, why);

	if (code != MC_OK) {
		return code;
	}
	if (mc_desk_fd(run->ui.desk) >= 0) {
		run->desk_watch = mc_loop_watch(run->loop, mc_desk_fd(run->ui.desk), POLLIN, on_desk,
						run);
	}
	mc_desk_status(run->ui.desk, &run->ui.status);
	if (news) {
		mc_shell_renew(&run->ui);
	}
	if (news || memcmp(&shown, &run->ui.status, sizeof(shown)) != 0) {
		settle(run, false);
	}
	wake_courier(&run->ui);
	mc_pages_give_back(); /* many a desk waits for its first citizen for an hour */
	return MC_OK;
}

/* What opening the stores makes known, and what hangs on it. */
static enum mc_code begin(struct run *run, struct mc_err *why)
{
	enum mc_code code = mc_desk_begin(run->ui.desk, why);

	if (code == MC_OK) {
		mc_term_take_keys(run->term);
		mc_shell_begin(&run->ui);
		find_scanner(run, true);
		settle(run, false);
		code = after_first_screen(run, why);
	}
	return code;
}

enum mc_code mc_ui_run(struct mc_desk *desk, struct mc_err *why)
{
	struct run *run = mc_calloc(1, sizeof(*run));
	enum mc_code code = mc_term_open(&run->term, why);

	if (code == MC_OK) {
		mc_keys_init(&run->keys);
		mc_canvas_init(&run->canvas, MC_UI_ROWS, MC_UI_COLS);
		mc_term_be_patient(run->term, mc_desk_setting(desk, "input", "escape_ms"));
		mc_shell_open(&run->ui, desk);
		if (strcmp(mc_desk_setting(desk, "screen", "mouse"), "yes") == 0) {
			mc_term_mouse_on(run->term);
		}
		run->ui.pulse = pulse;
		listen(run); /* a signal does not end it with the terminal taken */
		paint(run, false);
		code = begin(run, why);
		await_lock(run);
		if (code == MC_OK && !run->ui.quit) {
			mc_loop_run(run->loop);
		}
		lose_scanner(run);
		mc_shell_close(&run->ui);
		mc_loop_free(run->loop);
		mc_canvas_done(&run->canvas);
		mc_keys_done(&run->keys);
		mc_term_close(run->term);
	}
	free(run);
	return code;
}
