/* SPDX-License-Identifier: MPL-2.0 */
/* codec.c - hex, the flavours of base64, and Crockford's base32. */
#include "motcua/base/codec.h"

#include <string.h>

static const char hex_digits[] = "0123456789abcdef";

void mc_hex_encode(const void *data, size_t len, char *ret)
{
	const unsigned char *p = data;

	for (size_t i = 0; i < len; i++) {
		*ret++ = hex_digits[p[i] >> 4];
		*ret++ = hex_digits[p[i] & 15];
	}
	*ret = '\0';
}

static int hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool mc_hex_decode(const char *text, void *ret, size_t len)
{
	unsigned char *p = ret;

	if (strnlen(text, 2 * len + 1) != 2 * len || strspn(text, hex_digits) != 2 * len) {
		return false;
	}
	for (size_t i = 0; i < len; i++) {
		p[i] = (unsigned char)(hex_value(text[2 * i]) << 4 | hex_value(text[2 * i + 1]));
	}
	return true;
}

/* ---- base64 */

struct flavour {
	const char *alphabet;
	bool padded;
};

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static const struct flavour standard = {LETTERS "+/", true};
static const struct flavour standard_raw = {LETTERS "+/", false};
static const struct flavour url = {LETTERS "-_", false};

static bool encode(const struct flavour *f, struct mc_slice bytes, struct mc_str *ret)
{
	const unsigned char *p = bytes.data;

	for (size_t left = bytes.len; left; p += 3) {
		size_t n = left < 3 ? left : 3;
		uint32_t v = (uint32_t)p[0] << 16;
		char out[4] = {'=', '=', '=', '='};

		v |= n > 1 ? (uint32_t)p[1] << 8 : 0;
		v |= n > 2 ? p[2] : 0;
		for (size_t i = 0; i <= n; i++) {
			out[i] = f->alphabet[v >> (18 - 6 * i) & 63];
		}
		if (!mc_str_add(ret, out, f->padded ? 4 : n + 1)) {
			return false;
		}
		left -= n;
	}
	return true;
}

static int digit_value(const struct flavour *f, char c)
{
	if (c >= 'A' && c <= 'Z') {
		return c - 'A';
	}
	if (c >= 'a' && c <= 'z') {
		return c - 'a' + 26;
	}
	if (c >= '0' && c <= '9') {
		return c - '0' + 52;
	}
	return c == f->alphabet[62] ? 62 : c == f->alphabet[63] ? 63 : -1;
}

/* The length without padding, or -1 when there is not exactly what the flavour asks for. */
static long unpadded_len(const struct flavour *f, struct mc_slice text)
{
	const char *p = text.data;
	size_t len = text.len;

	if (f->padded) {
		if (len % 4) {
			return -1;
		}
		for (int i = 0; i < 2 && len && p[len - 1] == '='; i++) {
			len--;
		}
	}
	return len % 4 == 1 ? -1 : (long)len;
}

/* n = 2 to 4 digits make n - 1 bytes; the bits left over must be zero. */
static bool decode_group(const struct flavour *f, const char *p, size_t n, struct mc_str *ret)
{
	uint32_t v = 0;
	unsigned char out[3];

	for (size_t i = 0; i < 4; i++) {
		int digit = i < n ? digit_value(f, p[i]) : 0;

		if (digit < 0) {
			return false;
		}
		v = v << 6 | (uint32_t)digit;
	}
	for (size_t i = 0; i < 3; i++) {
		out[i] = (unsigned char)(v >> (16 - 8 * i));
	}
	for (size_t i = n - 1; i < 3; i++) {
		if (out[i]) {
			return false;
		}
	}
	return mc_str_add(ret, out, n - 1);
}

static bool decode(const struct flavour *f, struct mc_slice text, struct mc_str *ret)
{
	const char *p = text.data;
	size_t before = ret->len;
	long len = unpadded_len(f, text);
	bool good = len >= 0;

	for (long i = 0; good && i < len; i += 4) {
		good = decode_group(f, p + i, len - i < 4 ? (size_t)(len - i) : 4, ret);
	}
	if (!good && ret->len > before) {
		ret->len = before;
		ret->data[before] = '\0';
	}
	return good;
}

bool mc_base64url_encode(struct mc_slice bytes, struct mc_str *ret)
{
	return encode(&url, bytes, ret);
}

bool mc_base64_encode(struct mc_slice bytes, struct mc_str *ret)
{
	return encode(&standard, bytes, ret);
}

bool mc_base64raw_encode(struct mc_slice bytes, struct mc_str *ret)
{
	return encode(&standard_raw, bytes, ret);
}

bool mc_base64url_decode(struct mc_slice text, struct mc_str *ret)
{
	return decode(&url, text, ret);
}

bool mc_base64_decode(struct mc_slice text, struct mc_str *ret)
{
	return decode(&standard, text, ret);
}

bool mc_base64raw_decode(struct mc_slice text, struct mc_str *ret)
{
	return decode(&standard_raw, text, ret);
}

/* ---- Crockford's base32: 32 digits, and five more signs for the check character */

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

void mc_crockford_encode(uint64_t value, int digits, char *ret)
{
	ret[digits] = '\0';
	for (int i = digits - 1; i >= 0; i--) {
		ret[i] = crockford[value & 31];
		value >>= 5;
	}
}

int mc_crockford_digit(char c)
{
	static const char misread[] = "OIL";
	const char *at;

	if (c >= 'a' && c <= 'z') {
		c = (char)(c - 'a' + 'A');
	}
	at = c ? strchr(misread, c) : NULL;
	if (at) {
		return at == misread ? 0 : 1;
	}
	at = memchr(crockford, c, 32);
	return at ? (int)(at - crockford) : -1;
}

char mc_crockford_check(const char *digits)
{
	int rest = 0;

	for (; *digits; digits++) {
		int digit = mc_crockford_digit(*digits);

		if (digit < 0) {
			return '\0';
		}
		rest = (rest * 32 + digit) % 37;
	}
	return crockford[rest];
}
