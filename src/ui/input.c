/* SPDX-License-Identifier: MPL-2.0 */
/*
 * input.c - keys out of bytes.
 *
 * A sequence that no table knows is one key without a meaning, as a whole: its tail must not
 * become letters in a field.
 */
#include "ui/input.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/text/utf8.h"

enum { ESC = 27, SEQUENCE_MAX = 40, NO_MEANING = MC_KEY_INSERT, NOT_A_LETTER = '?' };

/* What stands at the front of the bytes. */
struct found {
	size_t len;    /* of the key; 0: none */
	bool unsure;   /* more bytes could make it another one */
	uint32_t key;
};

void mc_input_init(struct mc_input *input)
{
	memset(input, 0, sizeof(*input));
}

void mc_input_wipe(struct mc_input *input)
{
	explicit_bzero(input, sizeof(*input));
}

char *mc_input_room(struct mc_input *input, size_t *ret_size)
{
	if (input->at) {
		memmove(input->bytes, input->bytes + input->at, input->len - input->at);
		explicit_bzero(input->bytes + input->len - input->at, input->at);
		input->len -= input->at;
		input->at = 0;
	}
	*ret_size = sizeof(input->bytes) - input->len;
	return input->bytes + input->len;
}

void mc_input_read(struct mc_input *input, size_t len)
{
	input->len += len;
	input->given_up = false;
}

/* ---- the tables */

static void match(const struct mc_key_sequence *it, const char *at, size_t len, struct found *ret)
{
	size_t want = strlen(it->bytes);

	if (want <= len && want > ret->len && memcmp(it->bytes, at, want) == 0) {
		ret->len = want;
		ret->key = it->key;
	} else if (want > len && memcmp(it->bytes, at, len) == 0) {
		ret->unsure = true;
	}
}

/* Ours first: they are right under a wrong TERM too. */
static struct found look_up(const struct mc_input *input, const char *at, size_t len)
{
	struct found ret = {0};

	for (const struct mc_key_sequence *it = mc_key_sequences; it->bytes; it++) {
		match(it, at, len, &ret);
	}
	for (size_t i = 0; i < input->own_count; i++) {
		match(&input->own[i], at, len, &ret);
	}
	return ret;
}

/* ---- clicks */

/* ESC [ M and three bytes, each 32 more than it says; 3 is a button let go. */
static struct found x10_click(struct mc_input *input, const unsigned char *at, size_t len)
{
	if (len < 6) {
		return (struct found){.unsure = true};
	}
	input->click.button = at[3] - 32;
	input->click.col = at[4] - 33;
	input->click.row = at[5] - 33;
	return (struct found){.len = 6, .key = MC_KEY_MOUSE};
}

/* ESC [ < button ; column ; row M, or m when it is let go. */
static struct found sgr_click(struct mc_input *input, const char *at, size_t len)
{
	char text[SEQUENCE_MAX + 1] = "", *end = text;
	long number[3] = {0};

	memcpy(text, at + 3, len - 4);
	for (int i = 0; i < 3; i++) {
		number[i] = strtol(end, &end, 10) & 0xffff;
		end += *end == ';';
	}
	input->click.button = at[len - 1] == 'M' ? (int)number[0] : -1;
	input->click.col = (int)number[1] - 1;
	input->click.row = (int)number[2] - 1;
	return (struct found){.len = len, .key = MC_KEY_MOUSE};
}

/* ---- sequences that are not in the tables */

/* ECMA-48: ESC [, parameters and intermediates, a final byte. */
static size_t csi_len(const char *at, size_t len)
{
	for (size_t i = 2; i < len; i++) {
		unsigned char c = (unsigned char)at[i];

		if (c >= 0x40 && c <= 0x7e) {
			return i + 1;
		}
		if (c < 0x20 || c > 0x7e) { /* broken off: what comes now is a key of its own */
			return i;
		}
		if (i + 1 == SEQUENCE_MAX) {
			return i + 1;
		}
	}
	return 0;
}

static struct found control_sequence(struct mc_input *input, const char *at, size_t len)
{
	size_t whole = csi_len(at, len);

	if (input->mouse && len > 2 && at[2] == 'M') {
		return x10_click(input, (const unsigned char *)at, len);
	}
	if (!whole) {
		return (struct found){.unsure = true};
	}
	if (input->mouse && at[2] == '<' && strchr("Mm", at[whole - 1])) {
		return sgr_click(input, at, whole);
	}
	return (struct found){.len = whole, .key = NO_MEANING};
}

/* ESC O and a letter: a key of a keypad. */
static struct found keypad_sequence(const char *at, size_t len)
{
	if (len < 3) {
		return (struct found){.unsure = true};
	}
	return at[2] >= 'A' && at[2] <= 'z' ? (struct found){.len = 3, .key = NO_MEANING} :
					      (struct found){.len = 1, .key = ESC};
}

static struct found escape(struct mc_input *input, const char *at, size_t len)
{
	struct found found = look_up(input, at, len);

	if (found.len || found.unsure) {
		return found;
	}
	if (len > 1 && at[1] == '[') {
		return control_sequence(input, at, len);
	}
	if (len > 1 && at[1] == 'O') {
		return keypad_sequence(at, len);
	}
	return (struct found){.len = 1, .key = ESC};
}

/* Of a half sequence in which something was said already nothing is left over; of Esc and a
 * letter both were pressed. */
static struct found last_resort(const char *at, size_t len)
{
	if (len > 2 && at[1] == '[') {
		return (struct found){.len = len, .key = NO_MEANING};
	}
	return (struct found){.len = 1, .key = (unsigned char)at[0]};
}

/* ---- letters */

/* What is no UTF-8 at all is shown as what it is: something that the desk cannot read. */
static struct found letter(const char *at, size_t len)
{
	struct found ret = {.key = NOT_A_LETTER, .len = 1};
	size_t used = mc_utf8_decode(at, len, &ret.key), want;

	if (used) {
		ret.len = used;
		return ret;
	}
	want = (unsigned char)at[0] >= 0xF0 ? 4 : (unsigned char)at[0] >= 0xE0 ? 3 : 2;
	ret.key = NOT_A_LETTER;
	if ((unsigned char)at[0] < 0xC2 || (unsigned char)at[0] > 0xF4) {
		return ret;
	}
	while (ret.len < len && ret.len < want && ((unsigned char)at[ret.len] & 0xC0) == 0x80) {
		ret.len++;
	}
	if (ret.len == len && len < want) { /* its rest is on the way */
		return (struct found){.unsure = true};
	}
	return ret;
}

static struct found front(struct mc_input *input)
{
	const char *at = input->bytes + input->at;
	size_t len = input->len - input->at;
	struct found found;

	if ((unsigned char)*at >= 0x20 && *at != 0x7f) {
		return letter(at, len);
	}
	found = *at == ESC ? escape(input, at, len) : look_up(input, at, len);
	if (found.unsure && input->given_up) {
		return found.len ? found : last_resort(at, len);
	}
	return found.len || found.unsure ?
		       found :
		       (struct found){.len = 1, .key = (unsigned char)*at};
}

/* Esc Esc is one Esc, at once. The second may all the same begin an arrow that was pressed
 * behind the first; what else comes has nothing to do with it. False: it is all there is. */
static bool pass_told_escape(struct mc_input *input)
{
	bool alone = input->at + 1 == input->len;

	if (alone && !input->given_up) {
		return false;
	}
	input->told = false;
	input->at += alone || !strchr("[O", input->bytes[input->at + 1]);
	return input->at < input->len;
}

bool mc_input_key(struct mc_input *input, uint32_t *ret)
{
	struct found found;
	bool twice = input->twice;

	if (input->at == input->len || (input->told && !pass_told_escape(input))) {
		return false;
	}
	found = front(input);
	input->twice = false;
	if (found.unsure && !input->given_up) {
		input->told = twice && input->at + 1 == input->len;
		*ret = ESC;
		return input->told;
	}
	if (!found.len) {
		return false;
	}
	input->at += found.len;
	input->twice = found.len == 1 && found.key == ESC && input->at < input->len &&
		       input->bytes[input->at] == ESC;
	*ret = found.key;
	return true;
}

bool mc_input_half(const struct mc_input *input)
{
	unsigned char c = input->at < input->len ? (unsigned char)input->bytes[input->at] : ' ';

	return c < 0x20 || c == 0x7f;
}

void mc_input_give_up(struct mc_input *input)
{
	input->given_up = true;
}
