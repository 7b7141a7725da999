/* SPDX-License-Identifier: MPL-2.0 */
/*
 * input.h - bytes from the keyboard become keys: letters out of UTF-8, names out of the
 * sequences that terminals send.
 *
 * No clock and no descriptor. What arrives in pieces, as over a serial line, waits here for
 * its rest: a half letter for ever, a half sequence until mc_input_give_up().
 */
#ifndef MC_UI_INPUT_H
#define MC_UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/keys.h"

#define MC_INPUT_MAX 4096 /* bytes that are taken at once */
#define MC_INPUT_OWN_MAX 32

struct mc_input {
	char bytes[MC_INPUT_MAX];
	size_t at, len;
	bool given_up; /* nothing more comes of what is half */
	bool twice;    /* the Esc in front is the second of two */
	bool told;     /* and was given as a key already: only a sequence can still come of it */
	/* What TERM's own keys send, beside mc_key_sequences. */
	struct mc_key_sequence own[MC_INPUT_OWN_MAX];
	size_t own_count;
	bool mouse; /* it is on: ESC [ M has three bytes behind it */
	struct {
		int row, col, button; /* 0 the first one, 64 and 65 the wheel, anything else */
	} click;
};

void mc_input_init(struct mc_input *input);
void mc_input_wipe(struct mc_input *input); /* it was typed: it may name a citizen */

/* Room for what is read next, and how much of it was read. */
char *mc_input_room(struct mc_input *input, size_t *ret_size);
void mc_input_read(struct mc_input *input, size_t len);

/* The next whole key: a code point, or a name of keys.h. False: nothing, or half of one. */
bool mc_input_key(struct mc_input *input, uint32_t *ret);

/* A sequence has begun that may be a lone Esc: call mc_input_give_up() when nothing comes. */
bool mc_input_half(const struct mc_input *input);
void mc_input_give_up(struct mc_input *input);

#endif
