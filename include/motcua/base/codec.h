/* SPDX-License-Identifier: MPL-2.0 */
/* codec.h - bytes as text: hex, base64, base64url (RFC 4648), Crockford base32. */
#ifndef MOTCUA_BASE_CODEC_H
#define MOTCUA_BASE_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "motcua/base/str.h"

/* ret holds 2 * len + 1 characters, lower case. */
void mc_hex_encode(const void *data, size_t len, char *ret);
/* Exactly len bytes from 2 * len lower-case digits, nothing after them. */
bool mc_hex_decode(const char *text, void *ret, size_t len);

/* Without padding for base64url, with padding for base64; appended to ret. */
bool mc_base64url_encode(struct mc_slice bytes, struct mc_str *ret);
bool mc_base64_encode(struct mc_slice bytes, struct mc_str *ret);
/*
 * Strict: no white space, no missing or extra padding, and the unused bits of
 * the last character are zero, so that every value has one spelling.
 */
bool mc_base64url_decode(struct mc_slice text, struct mc_str *ret);
bool mc_base64_decode(struct mc_slice text, struct mc_str *ret);
/* age's flavour: the standard alphabet without padding. */
bool mc_base64raw_encode(struct mc_slice bytes, struct mc_str *ret);
bool mc_base64raw_decode(struct mc_slice text, struct mc_str *ret);

/* The digits 0-9A-Z without I, L, O, U. digits characters and a NUL; the value's
 * most significant bits first: value < 32^digits. */
void mc_crockford_encode(uint64_t value, int digits, char *ret);
/* Accepts lower case, and i l o as their digits; -1 for anything else. */
int mc_crockford_digit(char c);
/* The check character (value mod 37, from 0-9A-Z*~$=U as Crockford defines). */
char mc_crockford_check(const char *digits);

#endif
