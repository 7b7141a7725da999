/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pty.h - a real program on a pseudo-terminal, driven by keys and read as a screen.
 *
 * Nothing here sleeps for a fixed time: a test waits for what a person would see. A
 * wait that ends in vain prints the screen and fails the test.
 */
#ifndef TESTS_SUPPORT_PTY_H
#define TESTS_SUPPORT_PTY_H

#include <stdbool.h>
#include <sys/types.h>

#include "support/screen.h"

/* Seconds after which waiting is a failure: far above a slow, loaded machine's need. */
#define PTY_PATIENCE 60

struct pty {
	pid_t pid; /* the leader of its own session and process group */
	int fd;
	struct screen *screen;
	long long bytes; /* written by the program so far */
	bool closed;	 /* the program's side is closed */
};

/* argv[0] is a path. before: run in the child before exec (may be NULL); not 0 ends it. */
struct pty *pty_start(const char *const argv[], int rows, int columns, int (*before)(void));
/* SIGKILL to what is left of its process group, reaped. NULL is fine. */
void pty_end(struct pty *pty);

/* Its terminal is gone, as when a connection breaks. */
void pty_lose(struct pty *pty);

/* Keys of TERM=linux. */
#define KEY_F1 "\033[[A"
#define KEY_F2 "\033[[B"
#define KEY_F3 "\033[[C"
#define KEY_F4 "\033[[D"
#define KEY_F5 "\033[[E"
#define KEY_F6 "\033[17~"
#define KEY_F7 "\033[18~"
#define KEY_F8 "\033[19~"
#define KEY_F9 "\033[20~"
#define KEY_F10 "\033[21~"
#define KEY_UP "\033[A"
#define KEY_DOWN "\033[B"
#define KEY_RIGHT "\033[C"
#define KEY_LEFT "\033[D"
#define KEY_HOME "\033[1~"
#define KEY_END "\033[4~"
#define KEY_PGUP "\033[5~"
#define KEY_PGDN "\033[6~"
#define KEY_ENTER "\r"
#define KEY_TAB "\t"
#define KEY_BACKTAB "\033\t"
#define KEY_ESC "\033"
#define KEY_CTRL_B "\002"
#define KEY_CTRL_F "\006"
#define KEY_CTRL_G "\007"
#define KEY_CTRL_L "\014"
#define KEY_CTRL_N "\016"
#define KEY_CTRL_Q "\021"
#define KEY_CTRL_T "\024"
#define KEY_CTRL_U "\025"

/* All bytes at once: one key, or a scanner's burst. */
void pty_send(struct pty *pty, const char *keys);
/* Byte by byte, reading what each one draws: a person's typing. */
void pty_type(struct pty *pty, const char *keys);

/* Read what is there; true when something came within ms. */
bool pty_read(struct pty *pty, int ms);
/* Until nothing came for ms. */
void pty_settle(struct pty *pty, int ms);

bool pty_shows(struct pty *pty, const char *text);
/* Until the text stands on the screen; false after `seconds`. */
bool pty_await(struct pty *pty, const char *text, double seconds);
/* The same, failing the test; _gone: until it stands there no more. */
void pty_expect(struct pty *pty, const char *text);
void pty_expect_gone(struct pty *pty, const char *text);
/* Until the program ended by itself; its wait status. */
int pty_expect_end(struct pty *pty);

void pty_resize(struct pty *pty, int rows, int columns);
void pty_signal(struct pty *pty, int signo);
/* For a failing test's log. */
void pty_print(struct pty *pty);

#endif
