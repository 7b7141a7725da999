/* SPDX-License-Identifier: MPL-2.0 */
/* desk.c - what the desk costs, beside a minimal ncurses program and four that people know. */
#include "bench/bench.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check.h"
#include "support/count.h"
#include "support/pty.h"
#include "support/world.h"

/* Of each in turn: a machine that is busy for a while is so for all of them. */
enum { RUNS = 61, IDLE_SECONDS = 10, ARGS = 10 };

struct subject {
	const char *name;
	const char *argv[ARGS];
	const char *usable;  /* on the screen when a person can begin */
	const char *whole;   /* when all is there, which the stores hold; NULL: with that */
	const char *before;  /* keys that lead to a field; NULL: it has none */
	double first, start; /* ms; the first makes the stores; then the median */
	double filled;	     /* ms until the whole was there; the median */
	double ms[RUNS], whole_ms[RUNS];
	long long instructions; /* until it can be used; -1: not counted */
	long peak, own;	     /* kB: VmHWM, private */
	double wakes;	     /* per second */
	double letter;	     /* bytes per key press in a field */
	long long screen;    /* bytes of the first screen */
	bool there, is_desk; /* is_desk: counted as far as its first screen */
};

/* ---- measuring */
/* An editor that is ended leaves its text where it stands. */
static int in_world(void)
{
	return chdir(world_path("."));
}

static struct pty *start(struct subject *s, double *ret_ms, double *ret_whole_ms)
{
	double from = world_now();
	struct pty *pty = pty_start(s->argv, 24, 80, in_world);

	if (!pty_await(pty, s->usable, PTY_PATIENCE)) {
		pty_print(pty);
		pty_end(pty);
		return NULL;
	}
	*ret_ms = *ret_whole_ms = (world_now() - from) * 1000;
	if (s->whole && pty_await(pty, s->whole, PTY_PATIENCE)) {
		*ret_whole_ms = (world_now() - from) * 1000;
	}
	return pty;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Of all but the first. */
static double median(double ms[RUNS])
{
	qsort(ms + 1, RUNS - 1, sizeof(*ms), by_size);
	return ms[1 + (RUNS - 1) / 2];
}

/* Gently, so that stores and children end as on any day; an anchor knows no Ctrl-Q. */
static void stop(struct pty *pty)
{
	pty_signal(pty, SIGTERM);
	pty_expect_end(pty);
	pty_end(pty);
}

static bool start_once(struct subject *s, int run)
{
	struct pty *pty = access(s->argv[0], X_OK) ? NULL : start(s, &s->ms[run], &s->whole_ms[run]);

	if (!pty) {
		return false;
	}
	pty_settle(pty, 50);
	s->screen = pty->bytes;
	stop(pty);
	return true;
}

/* The runs of all in turn. */
static void measure_starts(struct subject *subjects, int count)
{
	for (int i = 0; i < count; i++) {
		subjects[i].there = true;
	}
	for (int run = 0; run < RUNS; run++) {
		for (int i = 0; i < count; i++) {
			struct subject *s = &subjects[i];

			s->there = s->there && start_once(s, run);
		}
	}
	for (int i = 0; i < count; i++) {
		struct subject *s = &subjects[i];

		s->first = s->ms[0];
		s->start = median(s->ms);
		s->filled = median(s->whole_ms);
	}
}

static void measure_idle(struct subject *s, struct pty *pty)
{
	long before = world_status(pty->pid, "voluntary_ctxt_switches");
	double until = world_now() + IDLE_SECONDS;

	while (world_now() < until) {
		pty_read(pty, 1000);
	}
	s->wakes =
		(double)(world_status(pty->pid, "voluntary_ctxt_switches") - before) / IDLE_SECONDS;
}

static void measure_letters(struct subject *s, struct pty *pty)
{
	static const char letters[] = "mot cua xa phuong";
	long long before;

	pty_type(pty, s->before);
	pty_settle(pty, 200);
	before = pty->bytes;
	pty_type(pty, letters);
	s->letter = (double)(pty->bytes - before) / (double)strlen(letters);
}

static bool measure(struct subject *s)
{
	struct pty *pty;
	struct counted_start counted;
	double ms, whole_ms;

	pty = start(s, &ms, &whole_ms);
	if (!pty) {
		return false;
	}
	pty_settle(pty, 1000);
	s->peak = world_status(pty->pid, "VmHWM");
	s->own = world_private_kb(pty->pid);
	measure_idle(s, pty);
	if (s->before) {
		measure_letters(s, pty);
	}
	stop(pty);
	if (!s->is_desk) {
		s->instructions = count_until_shown(s->argv, s->usable);
	} else {
		s->instructions = count_start(s->argv, s->whole, &counted) ? counted.whole : -1;
	}
	return true;
}

/* ---- the table */
static void print_figures(const struct subject *s)
{
	if (!s->there) {
		printf("%-16s not measured here\n", s->name);
		return;
	}
	printf("%-16s %7.1f ms %7.1f ms %7.1f ms %7.2f M %7ld kB %7ld kB %6.1f/s %6.1f B %6lld B\n", s->name,
	       s->first, s->start, s->filled, (double)s->instructions / 1e6, s->peak, s->own, s->wakes,
	       s->letter, s->screen);
}

static void print_ratio(const struct subject *s, const struct subject *of)
{
	if (s->there && of->there) {
		printf("%s / %s: start %.2f, whole %.2f, instructions %.2f, peak memory %.2f, private %.2f, "
		       "bytes per key %.1f, first screen %.1f\n",
		       s->name, of->name, s->start / of->start, s->filled / of->filled,
		       (double)s->instructions / (double)of->instructions,
		       (double)s->peak / (double)of->peak,
		       (double)s->own / (double)of->own, s->letter / of->letter,
		       (double)s->screen / (double)of->screen);
	}
}

enum { MINIMAL, DIALOG, NANO, MUTT, HTOP, DESK, TRAINING, SUBJECTS };

bool bench_desk(void)
{
	struct subject subjects[SUBJECTS] = {
		{.name = "minimal ncurses",
		 .argv = {MC_BUILD_DIR "/tests/bench/minimal"},
		 .usable = "One field:",
		 .before = ""},
		{.name = "dialog --menu",
		 .argv = {"/usr/bin/dialog", "--menu", "Anchor", "20", "70", "5", "1", "one"},
		 .usable = "one"}, /* its letters are choices */
		{.name = "nano", .argv = {"/usr/bin/nano"}, .usable = "^X", .before = ""},
		{.name = "mutt",
		 .argv = {"/usr/bin/mutt", "-n", "-F", "/dev/null", "-e", "set folder=/tmp",
			  "-f", "/dev/null"},
		 .usable = "q:Quit",
		 .before = "/"},
		{.name = "htop", .argv = {"/usr/bin/htop"}, .usable = "F10", .before = "/"},
		{.name = "motcua", .before = "", .is_desk = true},
		{.name = "motcua demo", .before = "", .is_desk = true},
	};
	const char *home;

	world_begin();
	home = world_say("Dossiers of this desk");
	subjects[DESK].usable = subjects[TRAINING].usable = home;
	subjects[DESK].whole = subjects[TRAINING].whole = "VI Telex"; /* the status row's end */
	memcpy(subjects[DESK].argv,
	       (const char *[ARGS]){world_program("motcua"), "--data", world_path("desk"),
				    "--officer", "066085000011", "--gateway",
				    "unix:/nowhere/x.sock"}, /* set up: no questions at the start */
	       sizeof(subjects->argv));
	memcpy(subjects[TRAINING].argv,
	       (const char *[ARGS]){world_program("motcua"), "--data", world_path("training"),
				    "--officer", "066085000011", "demo"},
	       sizeof(subjects->argv));
	printf("%-16s %10s %10s %10s %9s %10s %10s %8s %8s %8s\n", "", "first", "start", "whole",
	       "instr.", "peak", "private", "wakes", "per key", "screen");
	measure_starts(subjects, SUBJECTS);
	for (int i = 0; i < SUBJECTS; i++) {
		subjects[i].there = subjects[i].there && measure(&subjects[i]);
		print_figures(&subjects[i]);
		fflush(stdout);
	}
	for (int i = DESK; i < SUBJECTS; i++) {
		for (int anchor = MINIMAL; anchor < DESK; anchor++) {
			print_ratio(&subjects[i], &subjects[anchor]);
		}
	}
	world_end();
	return subjects[DESK].there && subjects[TRAINING].there;
}
