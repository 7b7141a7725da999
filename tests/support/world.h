/* SPDX-License-Identifier: MPL-2.0 */
/*
 * world.h - what surrounds a desk in an end-to-end test: its environment, its gateway,
 * its subcommands; and that no process of ours outlives the test.
 */
#ifndef TESTS_SUPPORT_WORLD_H
#define TESTS_SUPPORT_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * A fresh folder that is HOME and XDG_*, Vietnamese, TERM=linux, a fixed zone. From
 * here on orphans become our children, so that world_end() finds and ends all of
 * them. Returns the folder; its text lives until world_end().
 */
const char *world_begin(void);
/* Ends every process below ours; fails when one had crashed unseen. */
void world_end(void);
/* Both for cmocka, where a test has no more to prepare. */
int world_set_up(void **state);
int world_tear_down(void **state);

/* The real programs: "motcua", "motcua-courier", "motcua-gateway". Static text. */
const char *world_program(const char *name);
/* A path in the world's folder. Ten are kept at a time. */
const char *world_path(const char *name);
/* The catalogue's words for a message of the screens. */
const char *world_say(const char *msgid);

struct world_run {
	int status; /* exit status, or 128 + signal */
	char *out, *err;
};
/* Runs to its end, standard input from /dev/null. before: as in pty_start(). Free both texts
 * with world_run_done(). */
void world_run(struct world_run *ret, const char *const argv[], int (*before)(void));
void world_run_done(struct world_run *run);

/* The gateway on unix:<world>/gateway/gateway.sock, its data in <world>/gateway; ready. */
pid_t world_gateway_start(int (*before)(void));
/* The same data, another socket of that folder. */
pid_t world_gateway_start_at(const char *socket, int (*before)(void));
void world_gateway_stop(pid_t pid); /* SIGTERM, and it must end with status 0 */

/* "012345678901|...": the card of an invented person, by the gateway's own word. The
 * caller frees. */
char *world_card(const char *gateway_dir, const char *name);
/* A part of a card's text, counted from 0. The caller frees. */
char *world_card_part(const char *card, int part);

void world_write(const char *path, const char *text, size_t len);
/* NULL when it cannot be read; a NUL is added. The caller frees. */
char *world_read(const char *path, size_t *ret_len);
double world_now(void); /* seconds, monotonic */

/* Processes below ours, ended ones not counted: their count, at most max pids. */
int world_children(pid_t pids[], int max);
/* A number of /proc/PID/status, or -1; of /proc/PID/io, which only its owner may read. */
long world_status(pid_t pid, const char *field);
long long world_io(pid_t pid, const char *field);
/* Private pages; without the right to see them the anonymous ones, which is close. */
long world_private_kb(pid_t pid);
/* A `before` of pty_start(): the program gives no page back, so that what it has mapped is what it
 * ever touched. Not with a sanitizer. */
int world_keep_pages(void);

#endif
