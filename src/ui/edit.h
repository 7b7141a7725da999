/* SPDX-License-Identifier: MPL-2.0 */
/*
 * edit.h - one line of text being typed; the same keys in every field.
 *
 * Left Right Home End, Ctrl-A Ctrl-E (ends), Ctrl-K (cut to the end), Ctrl-U (cut to
 * the start), Del, Backspace, Ctrl-R (give back the raw keys of this word). Ins does
 * nothing. The text is always valid UTF-8 in NFC and at most `letters` long.
 */
#ifndef MC_UI_EDIT_H
#define MC_UI_EDIT_H

#include "motcua/base/err.h"
#include "motcua/base/str.h"
#include "motcua/text/typing.h"
#include "ui/canvas.h"
#include "ui/keys.h"

/* The officer's way of typing; one for all fields, Ctrl-Space turns it on and off. */
struct mc_typing_mode {
	enum mc_typing_method method;
	enum mc_tone_style style;
	bool on;
};

enum mc_edit_use {
	MC_EDIT_WORDS, /* Vietnamese typing when it is on */
	MC_EDIT_CODES, /* mail, paths: keys as they are */
	MC_EDIT_DIGITS, /* the same, and the status row says that digits are wanted */
	MC_EDIT_SCAN,  /* words until a digit or '|' shows a scanner at work, '/' a command, T- a dossier */
};

struct mc_edit {
	struct mc_str text;
	size_t at;      /* the cursor, in bytes */
	size_t letters; /* the most it takes */
	unsigned refused; /* counts what was typed or pasted and not taken */
	enum mc_code why; /* the last time: MC_E_TEXT_LONG, MC_E_TEXT_MARK */
	enum mc_edit_use use;
	const struct mc_typing_mode *mode; /* borrowed */
	struct mc_typing typing;
};

void mc_edit_init(struct mc_edit *edit, enum mc_edit_use use, size_t letters,
		  const struct mc_typing_mode *mode);
void mc_edit_done(struct mc_edit *edit); /* wipes: what is typed here is personal */
void mc_edit_set(struct mc_edit *edit, const char *text); /* the cursor goes to its end */
/* False when the key is not the editor's. */
bool mc_edit_key(struct mc_edit *edit, uint32_t key);
/* Put text in at the cursor; false when it does not fit (then nothing is put in). */
bool mc_edit_paste(struct mc_edit *edit, const char *text);
/* The word being typed ends here: what is no syllable gets its raw keys back. */
void mc_edit_leave(struct mc_edit *edit);
/* The text with the raw keys of the word being typed, appended: an English word is none of the
 * mark keys that are in it. */
void mc_edit_keyed(const struct mc_edit *edit, struct mc_str *ret);
bool mc_edit_types(const struct mc_edit *edit); /* is Vietnamese typing at work now? */
/* Scrolls sideways to keep the cursor inside; places the canvas's cursor when focused. */
void mc_edit_draw(const struct mc_edit *edit, struct mc_canvas *canvas, int row, int col,
		  int width, bool focused);

#endif
