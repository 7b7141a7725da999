/* SPDX-License-Identifier: MPL-2.0 */
/* keys.c - sequences, names, and the small reader in front of the views. */
#include "ui/keys.h"

#include <stdio.h>

#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

const struct mc_key_sequence mc_key_sequences[] = {
	/* F1 to F5: VT220 and xterm, the Linux console, rxvt */
	{"\033OP", MC_KEY_F(1)}, {"\033[[A", MC_KEY_F(1)}, {"\033[11~", MC_KEY_F(1)},
	{"\033OQ", MC_KEY_F(2)}, {"\033[[B", MC_KEY_F(2)}, {"\033[12~", MC_KEY_F(2)},
	{"\033OR", MC_KEY_F(3)}, {"\033[[C", MC_KEY_F(3)}, {"\033[13~", MC_KEY_F(3)},
	{"\033OS", MC_KEY_F(4)}, {"\033[[D", MC_KEY_F(4)}, {"\033[14~", MC_KEY_F(4)},
	{"\033[[E", MC_KEY_F(5)}, {"\033[15~", MC_KEY_F(5)},
	{"\033[17~", MC_KEY_F(6)}, {"\033[18~", MC_KEY_F(7)}, {"\033[19~", MC_KEY_F(8)},
	{"\033[20~", MC_KEY_F(9)}, {"\033[21~", MC_KEY_F(10)}, {"\033[23~", MC_KEY_F(11)},
	{"\033[24~", MC_KEY_F(12)},
	/* Esc and a digit in one go: Alt+digit, or quick fingers */
	{"\0331", MC_KEY_F(1)}, {"\0332", MC_KEY_F(2)}, {"\0333", MC_KEY_F(3)},
	{"\0334", MC_KEY_F(4)}, {"\0335", MC_KEY_F(5)}, {"\0336", MC_KEY_F(6)},
	{"\0337", MC_KEY_F(7)}, {"\0338", MC_KEY_F(8)}, {"\0339", MC_KEY_F(9)},
	{"\0330", MC_KEY_F(10)},
	/* normal and application cursor keys */
	{"\033[A", MC_KEY_UP}, {"\033OA", MC_KEY_UP},
	{"\033[B", MC_KEY_DOWN}, {"\033OB", MC_KEY_DOWN},
	{"\033[C", MC_KEY_RIGHT}, {"\033OC", MC_KEY_RIGHT},
	{"\033[D", MC_KEY_LEFT}, {"\033OD", MC_KEY_LEFT},
	{"\033[H", MC_KEY_HOME}, {"\033OH", MC_KEY_HOME}, {"\033[1~", MC_KEY_HOME},
	{"\033[7~", MC_KEY_HOME},
	{"\033[F", MC_KEY_END}, {"\033OF", MC_KEY_END}, {"\033[4~", MC_KEY_END},
	{"\033[8~", MC_KEY_END},
	{"\033[2~", MC_KEY_INSERT}, {"\033[3~", MC_KEY_DELETE},
	{"\033[5~", MC_KEY_PGUP}, {"\033[6~", MC_KEY_PGDN},
	{"\033[Z", MC_KEY_BACKTAB}, {"\033\t", MC_KEY_BACKTAB},
	{"\033[200~", MC_KEY_PASTE_START}, {"\033[201~", MC_KEY_PASTE_END},
	{NULL, 0},
};

static const struct {
	uint32_t key;
	const char *name;
} names[] = {
	{MC_KEY_UP, "Up"}, {MC_KEY_DOWN, "Down"}, {MC_KEY_LEFT, "Left"},
	{MC_KEY_RIGHT, "Right"}, {MC_KEY_HOME, "Home"}, {MC_KEY_END, "End"},
	{MC_KEY_PGUP, "PgUp"}, {MC_KEY_PGDN, "PgDn"}, {MC_KEY_DELETE, "Del"},
	{MC_KEY_ENTER, "Enter"}, {MC_KEY_TAB, "Tab"}, {MC_KEY_BACKTAB, "Shift-Tab"},
	{MC_KEY_ESC, "Esc"}, {MC_KEY_CTRL_SPACE, "Ctrl-Space"}, {' ', "Space"},
};

void mc_key_name(uint32_t key, char ret[16])
{
	ret[0] = '\0';
	for (size_t i = 0; i < MC_COUNT(names); i++) {
		if (names[i].key == key) {
			mc_copy(ret, 16, names[i].name);
			return;
		}
	}
	if (key > MC_KEY_F0 && key <= MC_KEY_LAST) {
		snprintf(ret, 16, "F%u", (unsigned)(key - MC_KEY_F0));
	} else if (key < 0x20) {
		snprintf(ret, 16, "Ctrl-%c", (char)(key + 0x40));
	} else {
		ret[mc_utf8_encode(key, ret)] = '\0';
	}
}

bool mc_key_is_text(uint32_t key)
{
	return key >= 0x20 && key != 0x7f && key < MC_KEY_UP;
}

void mc_keys_init(struct mc_keys *keys)
{
	*keys = (struct mc_keys){0};
	mc_str_init(&keys->paste, MC_KEYS_PASTE_MAX);
}

void mc_keys_done(struct mc_keys *keys)
{
	mc_str_wipe(&keys->paste); /* a pasted card is personal data */
}

static uint32_t key_of(uint32_t raw)
{
	static const struct {
		uint32_t raw, key;
	} plain[] = {
		{0, MC_KEY_CTRL_SPACE}, {8, MC_KEY_BACKSPACE}, {9, MC_KEY_TAB},
		{10, MC_KEY_ENTER}, {13, MC_KEY_ENTER}, {27, MC_KEY_ESC},
		{127, MC_KEY_BACKSPACE},
	};

	for (size_t i = 0; i < MC_COUNT(plain); i++) {
		if (plain[i].raw == raw) {
			return plain[i].key;
		}
	}
	return raw;
}

static int emit(struct mc_event *ret, uint32_t key)
{
	*ret = (struct mc_event){.kind = MC_EVENT_KEY, .key = key};
	return 1;
}

/* The text stays in keys->paste until the next paste begins. Line ends become spaces
 * and controls go, so that a paste can never submit anything. */
static int end_paste(struct mc_keys *keys, struct mc_event *ret)
{
	struct mc_str clean;
	bool lost = keys->paste.full;

	keys->pasting = false;
	mc_str_init(&clean, MC_KEYS_PASTE_MAX);
	if (mc_text_clean(keys->paste.data, keys->paste.len, false, &clean, NULL) != MC_OK) {
		mc_str_reset(&clean);
		lost = true;
	}
	mc_str_wipe(&keys->paste);
	keys->paste = clean;
	*ret = (struct mc_event){ .kind = MC_EVENT_PASTE, .text = keys->paste.data,
				    .lost = lost };
	return 1;
}

static int paste(struct mc_keys *keys, uint32_t raw, struct mc_event *ret)
{
	char text[4];

	if (raw == MC_KEY_PASTE_END) {
		return end_paste(keys, ret);
	}
	if (raw < MC_KEY_UP) {
		raw = raw == 13 || raw == 10 || raw == 9 ? ' ' : raw;
		mc_str_add(&keys->paste, text, mc_utf8_encode(raw, text));
	}
	return 0;
}

int mc_keys_feed(struct mc_keys *keys, uint32_t raw, struct mc_event ret[2])
{
	bool after_cr = keys->after_cr;
	uint32_t key = key_of(raw);
	int count = 0;

	keys->after_cr = raw == 13;
	if (keys->pasting) {
		return paste(keys, raw, ret);
	}
	if (raw == 10 && after_cr) {
		return 0;
	}
	if (keys->escaped) {
		keys->escaped = false;
		if (key >= '0' && key <= '9') {
			return emit(ret, MC_KEY_F(key == '0' ? 10 : key - '0'));
		}
		count = emit(ret, MC_KEY_ESC);
		if (key == MC_KEY_ESC) { /* Esc Esc: one Esc, at once */
			return count;
		}
	}
	if (key == MC_KEY_PASTE_START) {
		keys->pasting = true;
		mc_str_reset(&keys->paste);
	} else if (key == MC_KEY_ESC) {
		keys->escaped = true;
	} else if (key != MC_KEY_PASTE_END) {
		count += emit(ret + count, key);
	}
	return count;
}

int mc_keys_pending(const struct mc_keys *keys)
{
	return keys->pasting ? MC_KEYS_PASTE_MS : keys->escaped ? MC_KEYS_DIGIT_MS : 0;
}

int mc_keys_timeout(struct mc_keys *keys, struct mc_event ret[2])
{
	if (keys->pasting) { /* the end mark was lost on the way */
		return end_paste(keys, ret);
	}
	if (keys->escaped) {
		keys->escaped = false;
		return emit(ret, MC_KEY_ESC);
	}
	return 0;
}
