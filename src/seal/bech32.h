/* SPDX-License-Identifier: MPL-2.0 */
/*
 * bech32.h - Bech32 (BIP 173) for 32 bytes: how age spells its keys.
 *
 * One spelling per key: the prefix stands exactly as given, and the rest in the
 * same case as the prefix.
 */
#ifndef SEAL_BECH32_H
#define SEAL_BECH32_H

#include <stdbool.h>
#include <stdint.h>

#define MC_BECH32_DATA 58 /* characters after "<prefix>1" */

/* ret holds strlen(prefix) + 1 + MC_BECH32_DATA characters and the NUL. */
void mc_bech32_encode(const char *prefix, const uint8_t bytes[32], char *ret);
bool mc_bech32_decode(const char *prefix, const char *text, uint8_t ret[32]);

#endif
