/* SPDX-License-Identifier: MPL-2.0 */
/* bytes.h - the little of UTF-8 that this layer needs: never to split a letter. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>

/* The longest beginning of text[0..len) that does not end inside a sequence. */
size_t mc_bytes_whole(const char *text, size_t len);
/* Well-formed UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF. */
bool mc_bytes_utf8(const char *text, size_t len);

#endif
