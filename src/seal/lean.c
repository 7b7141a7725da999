/* SPDX-License-Identifier: MPL-2.0 */
/* lean.c - a text with its statements unrolled, and rolled up again. */
#include "motcua/seal/lean.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/seal/jws.h"
#include "seal/append.h"
#include "seal/lean_text.h"
#include "seal/zdict.h"

#define MARKS "\1\2\3\4"

enum {
	SIGNATURE = 64,
	SIGNATURE_TEXT = 86,
	HEADER_MAX = 256,
	LEVEL = 19,
	LONG = 64 * 1024,
	LEVEL_LONG = 9, /* what is long gains by its own repetitions */
};

static const uint8_t bytes[] = {
#include "dictionary2.inc"
};
static const struct zdict dictionary = {2, bytes, sizeof(bytes)};

void lean_unrolled_init(struct lean_unrolled *u)
{
	mc_str_init(&u->text, LEAN_TEXT_MAX);
	mc_str_init(&u->signatures, UINT16_MAX * SIGNATURE);
}

void lean_unrolled_done(struct lean_unrolled *u)
{
	mc_str_wipe(&u->text);
	mc_str_wipe(&u->signatures);
}

enum mc_code lean_not(struct mc_err *why, const char *what)
{
	return mc_fail(why, MC_E_SEALED_SHAPE, "no lean text: %s", what);
}

/* ---- unrolling */

/* Letters, digits and dots from here on. */
static size_t token_len(struct mc_slice text)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				       "0123456789-_.";
	const char *from = text.data;
	size_t len = 0;

	while (len < text.len && from[len] && strchr(alphabet, from[len])) {
		len++;
	}
	return len;
}

static bool has_mark(const struct mc_str *text)
{
	return strlen(text->data) != text->len || text->data[strcspn(text->data, MARKS)];
}

/* Its first brace that closes is its last character: there the reader ends it. */
static bool is_header(const struct mc_str *text)
{
	return text->data[0] == '{' && strcspn(text->data, "}") + 1 == text->len &&
	       !has_mark(text);
}

static bool split(struct mc_slice token, struct mc_slice parts[3])
{
	const char *at = token.data, *end = at + token.len;

	for (int i = 0; i < 3; i++) {
		const char *dot = memchr(at, '.', (size_t)(end - at));

		if ((i < 2) != (dot != NULL)) {
			return false;
		}
		parts[i] = (struct mc_slice){at, (size_t)((dot ? dot : end) - at)};
		at = dot ? dot + 1 : end;
	}
	return parts[2].len == SIGNATURE_TEXT;
}

/* False: it is no JWS that comes back as it was. base64url here has one spelling. */
static bool unroll_token(struct mc_slice token, struct lean_unrolled *to)
{
	struct mc_slice parts[3];
	struct mc_str header, payload, signature;
	bool good = split(token, parts);

	mc_str_init(&header, HEADER_MAX);
	mc_str_init(&payload, MC_JWS_MAX);
	mc_str_init(&signature, SIGNATURE);
	good = good && mc_base64url_decode(parts[0], &header) && is_header(&header) &&
	       mc_base64url_decode(parts[1], &payload) && !has_mark(&payload) &&
	       mc_base64url_decode(parts[2], &signature) &&
	       mc_str_add(&to->signatures, signature.data, signature.len);
	if (good) {
		mc_str_putc(&to->text, LEAN_JWS_BEGINS);
		mc_str_add(&to->text, header.data, header.len);
		mc_str_add(&to->text, payload.data, payload.len);
		mc_str_putc(&to->text, LEAN_JWS_ENDS);
	}
	mc_str_done(&header);
	mc_str_wipe(&payload);
	mc_str_done(&signature);
	return good;
}

bool lean_unroll(struct mc_slice text, struct lean_unrolled *to)
{
	const char *from = text.data;

	for (size_t at = 0; at < text.len;) {
		struct mc_slice rest = {from + at, text.len - at};
		size_t len = token_len(rest);

		if (!len && (!from[at] || strchr(MARKS, from[at]))) {
			return false;
		}
		if (!len || !unroll_token((struct mc_slice){from + at, len}, to)) {
			mc_str_add(&to->text, from + at, len ? len : 1);
		}
		at += len ? len : 1;
	}
	return !to->text.full && !to->signatures.full;
}

/* ---- rolling up */

struct mc_slice lean_take(struct mc_slice *from, size_t len)
{
	struct mc_slice part = {from->data, len};

	*from = (struct mc_slice){(const char *)from->data + len, from->len - len};
	return part;
}

bool lean_take_until(struct mc_slice *from, char mark, struct mc_slice *ret)
{
	const char *at = from->len ? memchr(from->data, mark, from->len) : NULL;

	if (!at) {
		return false;
	}
	*ret = lean_take(from, (size_t)(at - (const char *)from->data));
	(void)lean_take(from, 1);
	return true;
}

/* A mark in a payload stands for a hash; others are as they are. */
static bool add_char(const struct lean_rolling *from, char c, struct mc_str *to)
{
	const char *hash = c == LEAN_DIGEST ? from->digest : from->before;

	if (c == LEAN_DIGEST || c == LEAN_BEFORE) {
		return hash && mc_str_puts(to, hash);
	}
	return c && c != LEAN_JWS_BEGINS && c != LEAN_JWS_ENDS && mc_str_putc(to, c);
}

static bool add_base64(const struct lean_rolling *from, struct mc_slice plain, struct mc_str *ret)
{
	struct mc_str text;
	bool good = true;

	mc_str_init(&text, MC_JWS_MAX);
	for (size_t i = 0; good && i < plain.len; i++) {
		good = add_char(from, ((const char *)plain.data)[i], &text);
	}
	good = good && mc_base64url_encode(mc_slice_of(&text), ret);
	mc_str_wipe(&text);
	return good;
}

static bool roll_token(struct lean_rolling *from, struct mc_str *ret)
{
	struct mc_slice plain, payload, header;

	if (!lean_take_until(&from->text, LEAN_JWS_ENDS, &plain) || from->signatures.len < SIGNATURE) {
		return false;
	}
	payload = plain;
	if (!lean_take_until(&payload, '}', &header)) {
		return false;
	}
	header.len++; /* with its brace */
	return add_base64(from, header, ret) && mc_str_putc(ret, '.') &&
	       add_base64(from, payload, ret) && mc_str_putc(ret, '.') &&
	       mc_base64url_encode(lean_take(&from->signatures, SIGNATURE), ret);
}

bool lean_roll(struct lean_rolling *from, struct mc_str *ret)
{
	bool good = true;

	while (good && from->text.len) {
		char c = *(const char *)lean_take(&from->text, 1).data;

		good = c == LEAN_JWS_BEGINS ? roll_token(from, ret) : add_char(from, c, ret);
	}
	return good;
}

/* ---- what stands on the wire: how many signatures, these, a frame */

bool lean_pack(const struct lean_unrolled *u, struct mc_str *ret)
{
	size_t count = u->signatures.len / SIGNATURE;
	const char size[2] = {(char)(count >> 8), (char)count};
	uint8_t *frame = mc_calloc(1, u->text.len + 1);
	size_t n = zdict_squeeze(&dictionary, u->text.len > LONG ? LEVEL_LONG : LEVEL,
				 mc_slice_of(&u->text), frame, u->text.len);
	bool good = n && mc_str_add(ret, size, sizeof(size)) &&
		    mc_str_add(ret, u->signatures.data, u->signatures.len) &&
		    mc_str_add(ret, frame, n);

	free(frame);
	return good;
}

enum mc_code lean_unpack(struct mc_slice lean, struct mc_slice *ret_signatures,
			   struct mc_str *ret, struct mc_err *why)
{
	const uint8_t *size = lean.data;
	size_t len;

	if (lean.len < 2) {
		return lean_not(why, "too short");
	}
	len = (size_t)(size[0] << 8 | size[1]) * SIGNATURE;
	(void)lean_take(&lean, 2);
	if (len > lean.len) {
		return lean_not(why, "signatures");
	}
	*ret_signatures = lean_take(&lean, len);
	return zdict_inflate(&dictionary, lean, ret, why);
}

bool lean_append_smaller(const struct mc_str *small, struct mc_slice than, bool good,
			   struct mc_str *ret)
{
	return good && !small->full && small->len < than.len &&
	       !mc_append(ret, small->data, small->len, NULL);
}

bool mc_lean(struct mc_slice text, struct mc_str *ret)
{
	struct lean_unrolled u;
	struct mc_str small;
	bool good;

	lean_unrolled_init(&u);
	mc_str_init(&small, LEAN_TEXT_MAX);
	good = lean_unroll(text, &u) && lean_pack(&u, &small);
	good = lean_append_smaller(&small, text, good, ret);
	mc_str_done(&small);
	lean_unrolled_done(&u);
	return good;
}

/* All of it, and nothing left over. */
static enum mc_code roll_whole(struct lean_rolling *from, struct mc_str *ret, struct mc_err *why)
{
	size_t before = ret->len;
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, ret->max - before);
	code = lean_roll(from, &text) && !from->signatures.len ? MC_OK : lean_not(why, "statements");
	code = code ? code : mc_append(ret, text.data, text.len, why);
	mc_str_wipe(&text);
	return code;
}

enum mc_code mc_unlean(struct mc_slice lean, struct mc_str *ret, struct mc_err *why)
{
	struct lean_rolling from = {.digest = NULL};
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, ret->max - ret->len);
	code = lean_unpack(lean, &from.signatures, &text, why);
	if (!code) {
		from.text = mc_slice_of(&text);
		code = roll_whole(&from, ret, why);
	}
	mc_str_wipe(&text);
	return code;
}
