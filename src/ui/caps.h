/* SPDX-License-Identifier: MPL-2.0 */
/*
 * caps.h - what terminfo says of the terminal that TERM names.
 *
 * The library is libtinfo alone, the lower half of curses: the upper half keeps windows of its
 * own beside our canvas and was a fifth of a start's work.
 */
#ifndef MC_UI_CAPS_H
#define MC_UI_CAPS_H

#include <stdbool.h>
#include <stddef.h>

#include "motcua/base/err.h"
#include "motcua/base/str.h"
#include "ui/keys.h"

/* Strings are terminfo's own, good until mc_caps_done(); "" is what the terminal cannot do,
 * but for `cup`, which each has. Those with %d go through mc_caps_format(). */
struct mc_caps {
	const char *cup, *hpa, *vpa;                     /* the cursor: to a place, column, row */
	const char *cub, *cuf, *cub1, *cuf1, *cud1, *cuu1, *cr; /* by so many, by one */
	const char *clear, *el, *ech;                    /* all, to the row's end, so many */
	const char *smcup, *rmcup, *smkx, *rmkx;         /* a screen and keys of our own */
	const char *rev, *bold, *smul, *setaf, *op;      /* looks */
	const char *sgr0;                                /* plain, and out of line drawing */
	char plain[32];                                  /* plain alone: nobody draws lines so */
	int rows, cols, colours;
	bool no_bold, no_underline; /* together with a colour */
	bool corner_scrolls;        /* whoever writes into the last cell of the last row */
	bool mouse;
	void *entry; /* terminfo's */
};

/* MC_E_TERMINAL: TERM is unknown, or its cursor cannot be moved. */
enum mc_code mc_caps_load(struct mc_caps *ret, struct mc_err *why) MC_CHECKED;
void mc_caps_done(struct mc_caps *caps);

/* A capability with its numbers put in, at most size - 1 bytes; "" when it has none. */
void mc_caps_format(const char *cap, int first, int second, char *ret, size_t size);
/* As tputs(): with the padding that a slow terminal wants. */
void mc_caps_put(struct mc_str *out, const char *text);

/* What its keys send; those it has not are left out. */
#define MC_CAPS_KEYS_MAX 32
size_t mc_caps_keys(struct mc_key_sequence ret[MC_CAPS_KEYS_MAX]);

#endif
