/* SPDX-License-Identifier: MPL-2.0 */
/* bech32.c - Bech32 (BIP 173) for 32 bytes. */
#include "seal/bech32.h"

#include <string.h>

#include <sodium.h>

#define WORDS 52 /* 32 bytes in groups of five bits; the last has four spare bits */
#define CHECK 6

static const char lower[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
static const char upper[] = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

static const char *digits_for(const char *prefix)
{
	return prefix[0] >= 'a' ? lower : upper;
}

static uint32_t polymod(uint32_t state, uint8_t word)
{
	static const uint32_t generator[] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3,
	};
	uint32_t top = state >> 25;

	state = (state & 0x1ffffff) << 5 ^ word;
	for (int i = 0; i < 5; i++) {
		state ^= (top >> i & 1) ? generator[i] : 0;
	}
	return state;
}

/* Bech32 computes its checksum over the lower-case prefix. */
static uint8_t folded(char c)
{
	return (uint8_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static uint32_t checksum(const char *prefix, const uint8_t *words, int count)
{
	uint32_t state = 1;

	for (const char *p = prefix; *p; p++) {
		state = polymod(state, folded(*p) >> 5);
	}
	state = polymod(state, 0);
	for (const char *p = prefix; *p; p++) {
		state = polymod(state, folded(*p) & 31);
	}
	for (int i = 0; i < count; i++) {
		state = polymod(state, words[i]);
	}
	return state;
}

static void bytes_to_words(const uint8_t bytes[32], uint8_t words[WORDS])
{
	for (int i = 0; i < WORDS; i++) {
		int bit = i * 5, at = bit / 8, shift = 11 - bit % 8;
		unsigned pair = (unsigned)bytes[at] << 8 | (at < 31 ? bytes[at + 1] : 0);

		words[i] = pair >> shift & 31;
	}
}

/* False when the four spare bits are not zero. */
static bool words_to_bytes(const uint8_t words[WORDS], uint8_t bytes[32])
{
	unsigned bits = 0, held = 0;
	int at = 0;

	for (int i = 0; i < WORDS; i++) {
		bits = (bits << 5 | words[i]) & 0xfff;
		held += 5;
		if (held >= 8) {
			held -= 8;
			bytes[at++] = (uint8_t)(bits >> held);
		}
	}
	return (bits & 15) == 0;
}

void mc_bech32_encode(const char *prefix, const uint8_t bytes[32], char *ret)
{
	const char *digits = digits_for(prefix);
	uint8_t words[WORDS + CHECK] = {0};
	size_t len = strlen(prefix);
	uint32_t check;

	bytes_to_words(bytes, words);
	check = checksum(prefix, words, WORDS + CHECK) ^ 1;
	for (int i = 0; i < CHECK; i++) {
		words[WORDS + i] = check >> 5 * (CHECK - 1 - i) & 31;
	}
	memcpy(ret, prefix, len);
	ret[len++] = '1';
	for (int i = 0; i < WORDS + CHECK; i++) {
		ret[len++] = digits[words[i]];
	}
	ret[len] = '\0';
	sodium_memzero(words, sizeof(words));
}

/* The groups of five bits behind "<prefix>1"; false for any other text. */
static bool read_words(const char *prefix, const char *text, uint8_t words[WORDS + CHECK])
{
	const char *digits = digits_for(prefix);
	size_t len = strlen(prefix);

	if (strncmp(text, prefix, len) || text[len] != '1' ||
	    strlen(text + len + 1) != WORDS + CHECK) {
		return false;
	}
	for (int i = 0; i < WORDS + CHECK; i++) {
		const char *found = strchr(digits, text[len + 1 + (size_t)i]);

		if (!found) {
			return false;
		}
		words[i] = (uint8_t)(found - digits);
	}
	return checksum(prefix, words, WORDS + CHECK) == 1;
}

bool mc_bech32_decode(const char *prefix, const char *text, uint8_t ret[32])
{
	uint8_t words[WORDS + CHECK], bytes[32];
	bool good = read_words(prefix, text, words) && words_to_bytes(words, bytes);

	if (good) {
		memcpy(ret, bytes, sizeof(bytes));
	}
	sodium_memzero(words, sizeof(words));
	sodium_memzero(bytes, sizeof(bytes));
	return good;
}
