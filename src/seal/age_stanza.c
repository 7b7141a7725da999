/* SPDX-License-Identifier: MPL-2.0 */
/* age_stanza.c - one recipient's part of an age header. */
#include "seal/age_stanza.h"

#include <string.h>

#include <sodium.h>

#include "motcua/base/codec.h"
#include "seal/hkdf.h"
#include "seal/secret.h"

#define COLUMNS 64 /* a body's full line; a shorter one, perhaps empty, ends it */
#define TAG crypto_aead_chacha20poly1305_ietf_ABYTES
#define WRAPPED (MC_AGE_FILE_KEY + TAG)

/* The wrapping key is used for one message only, so its nonce may be zero. */
static const uint8_t nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

bool mc_age_line(struct mc_age_lines *lines, struct mc_slice *ret)
{
	size_t left = (size_t)(lines->end - lines->at);
	const char *end = memchr(lines->at, '\n', left);

	if (!end) {
		return false;
	}
	*ret = (struct mc_slice){lines->at, (size_t)(end - lines->at)};
	lines->at = end + 1;
	return true;
}

/* Arguments are visible ASCII, one space between two. */
static bool read_args(struct mc_slice text, struct mc_age_stanza *ret)
{
	const char *at = text.data, *end = at + text.len;

	ret->count = 0;
	for (;;) {
		const char *start = at;

		while (at<end && * at> ' ' && *at < 0x7f) {
			at++;
		}
		if (at == start) {
			return false;
		}
		if (ret->count < MC_AGE_ARGS) {
			ret->args[ret->count] = (struct mc_slice){start, (size_t)(at - start)};
		}
		ret->count++;
		if (at == end) {
			return true;
		}
		if (*at++ != ' ') {
			return false;
		}
	}
}

static bool read_body(struct mc_age_lines *lines, struct mc_str *ret)
{
	struct mc_slice line;

	do {
		if (!mc_age_line(lines, &line) || line.len > COLUMNS ||
		    !mc_base64raw_decode(line, ret)) {
			return false;
		}
	} while (line.len == COLUMNS);
	return true;
}

bool mc_age_stanza_read(struct mc_age_lines *lines, struct mc_slice first,
			struct mc_age_stanza *ret)
{
	mc_str_init(&ret->body, MC_AGE_HEADER_MAX);
	if (first.len < 3 || memcmp(first.data, "-> ", 3)) {
		return false;
	}
	first.data = (const char *)first.data + 3;
	first.len -= 3;
	return read_args(first, ret) && read_body(lines, &ret->body);
}

void mc_age_stanza_done(struct mc_age_stanza *stanza)
{
	mc_str_done(&stanza->body);
}

bool mc_age_stanza_is(const struct mc_age_stanza *stanza, const char *type)
{
	return mc_slice_equal(stanza->args[0], mc_slice_text(type));
}

/* The key that wraps: from the shared secret, bound to both public halves. */
static bool wrapping_key(const uint8_t secret[32], const uint8_t other[32], const uint8_t share[32],
			 const uint8_t recipient[32], uint8_t ret[MC_HKDF_LEN])
{
	uint8_t shared[32], salt[64];
	bool good = !crypto_scalarmult(shared, secret, other); /* all zero is refused there */

	memcpy(salt, share, 32);
	memcpy(salt + 32, recipient, 32);
	mc_hkdf((struct mc_slice){shared, sizeof(shared)}, (struct mc_slice){salt, sizeof(salt)},
		"age-encryption.org/v1/X25519", ret);
	sodium_memzero(shared, sizeof(shared));
	return good;
}

bool mc_age_x25519_wrap(const struct mc_seal_key *to, const uint8_t file_key[MC_AGE_FILE_KEY],
			struct mc_str *ret)
{
	uint8_t secret[32], share[32], key[MC_HKDF_LEN], wrapped[WRAPPED];
	bool good;

	randombytes_buf(secret, sizeof(secret));
	crypto_scalarmult_base(share, secret);
	good = wrapping_key(secret, to->bytes, share, to->bytes, key);
	crypto_aead_chacha20poly1305_ietf_encrypt(wrapped, NULL, file_key, MC_AGE_FILE_KEY, NULL, 0,
						  NULL, nonce, key);
	good = good && mc_str_puts(ret, "-> X25519 ") &&
	       mc_base64raw_encode((struct mc_slice){share, sizeof(share)}, ret) &&
	       mc_str_putc(ret, '\n') &&
	       mc_base64raw_encode((struct mc_slice){wrapped, sizeof(wrapped)}, ret) &&
	       mc_str_putc(ret, '\n');
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(key, sizeof(key));
	return good;
}

static bool read_share(const struct mc_age_stanza *stanza, uint8_t ret[32])
{
	struct mc_str share;
	bool good;

	mc_str_init(&share, 32);
	good = stanza->count == 2 && mc_base64raw_decode(stanza->args[1], &share) &&
	       share.len == 32;
	if (good) {
		memcpy(ret, share.data, 32);
	}
	mc_str_done(&share);
	return good;
}

enum mc_age_unwrap mc_age_x25519_unwrap(const struct mc_open_key *key,
					const struct mc_age_stanza *stanza,
					uint8_t ret[MC_AGE_FILE_KEY])
{
	const uint8_t *body = (const uint8_t *)stanza->body.data;
	uint8_t share[32], wrapping[MC_HKDF_LEN];
	enum mc_age_unwrap outcome = MC_AGE_NOT_OURS;

	/* The length is looked at first: a longer key would fit two recipients at once. */
	if (stanza->body.len != WRAPPED || !read_share(stanza, share) ||
	    !wrapping_key(key->secret, share, share, mc_open_key_half(key)->bytes, wrapping)) {
		return MC_AGE_BROKEN;
	}
	if (!crypto_aead_chacha20poly1305_ietf_decrypt(ret, NULL, NULL, body, WRAPPED, NULL, 0,
						       nonce, wrapping)) {
		outcome = MC_AGE_OPENED;
	}
	sodium_memzero(wrapping, sizeof(wrapping));
	return outcome;
}
