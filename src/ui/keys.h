/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keys.h - what arrives from the keyboard, as one number per key.
 *
 * A key is a code point, a control character (MC_KEY_CTRL('A')), or one of the
 * names below. The sequences that terminals send are a table here, asked before what
 * TERM says, so that a wrong TERM does not put tail letters into a field.
 */
#ifndef MC_UI_KEYS_H
#define MC_UI_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "motcua/base/str.h"

#define MC_KEY_CTRL(letter) ((uint32_t)(letter) & 0x1f)

enum mc_key {
	MC_KEY_NONE = 0,
	MC_KEY_UP = 0x110000,
	MC_KEY_DOWN,
	MC_KEY_LEFT,
	MC_KEY_RIGHT,
	MC_KEY_HOME,
	MC_KEY_END,
	MC_KEY_PGUP,
	MC_KEY_PGDN,
	MC_KEY_INSERT,
	MC_KEY_DELETE,
	MC_KEY_BACKSPACE,
	MC_KEY_ENTER,
	MC_KEY_TAB,
	MC_KEY_BACKTAB,
	MC_KEY_ESC,
	MC_KEY_CTRL_SPACE,
	MC_KEY_PASTE_START,
	MC_KEY_PASTE_END,
	MC_KEY_MOUSE, /* never reaches a view: run.c makes it MC_EVENT_MOUSE */
	MC_KEY_F0, /* F1 is MC_KEY_F(1) */
	MC_KEY_LAST = MC_KEY_F0 + 12
};
#define MC_KEY_F(n) ((uint32_t)MC_KEY_F0 + (uint32_t)(n))

/* What one terminal or another sends; ends with NULL. */
struct mc_key_sequence {
	const char *bytes;
	uint32_t key;
};
extern const struct mc_key_sequence mc_key_sequences[];

/* "F9", "Enter", "Ctrl-T", "R". */
void mc_key_name(uint32_t key, char ret[16]);
/* Types a character into a field. */
bool mc_key_is_text(uint32_t key);

enum mc_event_kind {
	MC_EVENT_KEY,
	MC_EVENT_PASTE,   /* text: cleaned, one line */
	MC_EVENT_SCAN,    /* the same, whole, from a scanner; a view that has no use for it gets PASTE */
	MC_EVENT_MOUSE,   /* for mc_shell_mouse() alone: row, col; choice -1 or 1: the wheel */
	MC_EVENT_CHANGED, /* changed: MC_WATCH_* bits */
	MC_EVENT_TICK,    /* once a second while the view asked for it */
	MC_EVENT_WORK,    /* no key waits: a little of what the view has to do, if it is working */
	MC_EVENT_RESULT,  /* a view opened from here has closed: tag, choice, text */
	MC_EVENT_HELP,    /* describe what is focused: mc_ui_help() */
	MC_EVENT_RESIZED, /* the screen has other rows: ui->rows; the focus stays in sight */
	MC_EVENT_LEAVE,   /* the view or the program is about to end: save what is typed */
};

struct mc_event {
	enum mc_event_kind kind;
	uint32_t key;
	unsigned changed;
	int row, col;    /* MOUSE */
	int tag, choice; /* choice -1: it was left with Esc */
	const char *text; /* borrowed for the call */
	bool lost;        /* PASTE: more than anything takes; text is not all of it */
};

#define MC_KEYS_PASTE_MAX 16384 /* bytes; more is told, never cut */

/* ---- the reader: Esc-digit, pasted text, CR LF of scanners */
struct mc_keys {
	bool escaped, pasting, after_cr;
	struct mc_str paste;
};

void mc_keys_init(struct mc_keys *keys);
void mc_keys_done(struct mc_keys *keys);
/*
 * One key as the terminal gave it: a code point (13 and 10 too) or a name above.
 * Returns how many events came of it, 0 to 2. Esc waits for a digit that makes it
 * F1 to F10. Of "\r\n" the second is dropped: a scanner's line end is one Enter.
 */
int mc_keys_feed(struct mc_keys *keys, uint32_t raw, struct mc_event ret[2]);
/* Something is half done: call mc_keys_timeout() when nothing comes for so many milliseconds; 0:
 * nothing is. The end of a paste is waited for longer: over a line that stalls the rest of it
 * would be typed, line ends and all. */
enum { MC_KEYS_DIGIT_MS = 400, MC_KEYS_PASTE_MS = 3000 };
int mc_keys_pending(const struct mc_keys *keys);
int mc_keys_timeout(struct mc_keys *keys, struct mc_event ret[2]);

#endif
