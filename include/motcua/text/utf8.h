/* SPDX-License-Identifier: MPL-2.0 */
/* utf8.h - code points in and out of UTF-8, and counting what people count. */
#ifndef MOTCUA_TEXT_UTF8_H
#define MOTCUA_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decode one code point at text[0..len). Returns the bytes used (1..4), or 0
 * for malformed, overlong, surrogate or cut-off input. A NUL byte is a code point.
 */
size_t mc_utf8_decode(const char *text, size_t len, uint32_t *ret);
/* 1..4 bytes into to; 0 for what is not a scalar value. No NUL is written. */
size_t mc_utf8_encode(uint32_t c, char to[4]);
bool mc_utf8_valid(const char *text, size_t len);
/* Code points in valid text. */
size_t mc_utf8_count(const char *text);
/* Byte offset of the code point before / after offset at; clamps to the ends. */
size_t mc_utf8_prev(const char *text, size_t at);
size_t mc_utf8_next(const char *text, size_t at);

#endif
