/* SPDX-License-Identifier: MPL-2.0 */
/*
 * typing.h - Telex, VNI and VIQR: keys in, text out (docs/TYPING.md 1).
 *
 * Pure: no terminal, no clock. The engine holds the raw keys of the word being
 * typed and gives, after every key, how many code points to take back at the
 * cursor and what to put there. A field that moves its cursor, pastes or takes
 * a scan calls mc_typing_reset().
 */
#ifndef MOTCUA_TEXT_TYPING_H
#define MOTCUA_TEXT_TYPING_H

#include <stdbool.h>
#include <stdint.h>

enum mc_typing_method { MC_TYPING_OFF, MC_TYPING_TELEX, MC_TYPING_VNI, MC_TYPING_VIQR };
enum mc_tone_style { MC_TONE_OLD, MC_TONE_NEW };

#define MC_TYPING_WORD 32 /* raw keys; longer words are literal from there on */

/* A letter of the word as it stands: the tone is kept apart, it wanders. */
struct mc_typing_letter {
	uint32_t c; /* lower case, with its mark */
	bool upper;
	bool lone_w; /* an ư typed as w alone */
};

/* The word before this one, to which backspace comes back: "toan" blank backspace s is toán. */
struct mc_typing_last {
	bool there, literal;
	int behind; /* code points between it and the present word */
	uint32_t raw[MC_TYPING_WORD];
	uint8_t owner[MC_TYPING_WORD];
	struct mc_typing_letter letter[MC_TYPING_WORD];
	int raw_len, letters, tone, tone_at;
};

struct mc_typing {
	enum mc_typing_method method;
	enum mc_tone_style style;
	uint32_t raw[MC_TYPING_WORD];
	int raw_len;
	int shown; /* code points of the word now before the cursor */
	bool literal; /* after an undo, or when the word grew too long */
	bool escape;  /* VIQR: a backslash stands before the cursor */
	uint8_t owner[MC_TYPING_WORD]; /* per raw key: the letter it made or marked */
	struct mc_typing_letter letter[MC_TYPING_WORD];
	int letters;
	int tone, tone_at; /* VNI numbering, and the letter that carries it */
	struct mc_typing_last last;
};

/* Replace `erase` code points before the cursor by `insert` (UTF-8, NUL-terminated). */
struct mc_typing_edit {
	int erase;
	char insert[MC_TYPING_WORD * 4 + 8];
};

void mc_typing_init(struct mc_typing *t, enum mc_typing_method method, enum mc_tone_style style);
void mc_typing_reset(struct mc_typing *t);
/* A key that types a character. White space and punctuation end the word, and put
 * the raw keys back when it is not a possible syllable (rule 10). */
void mc_typing_key(struct mc_typing *t, uint32_t key, struct mc_typing_edit *ret);
/* Backspace: one visible letter goes, the tone finds its new place (rule 11). Without a
 * word before the cursor erase is just 1: whatever stands there; when that was all that parted
 * the cursor from the word before, that word goes on. */
void mc_typing_backspace(struct mc_typing *t, struct mc_typing_edit *ret);
/* The word ends without a key (Tab, Enter, leaving the field): rule 10 applies. */
void mc_typing_end(struct mc_typing *t, struct mc_typing_edit *ret);
/* "Give me the raw keys" of the current word; the rest of it is literal. */
void mc_typing_raw(struct mc_typing *t, struct mc_typing_edit *ret);

#endif
