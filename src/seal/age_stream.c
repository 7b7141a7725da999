/* SPDX-License-Identifier: MPL-2.0 */
/*
 * age_stream.c - header, nonce, then STREAM: chunks of 64 KiB, each with its
 * number and a mark on the last, so that none can be dropped, moved or added.
 */
#include "seal/age_stream.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "motcua/base/mem.h"
#include "seal/age_header.h"
#include "seal/hkdf.h"
#include "seal/secret.h"

#define CHUNK 65536
#define TAG crypto_aead_chacha20poly1305_ietf_ABYTES
#define SEALED_CHUNK (CHUNK + TAG)
#define FILE_NONCE 16
#define NONCE crypto_aead_chacha20poly1305_ietf_NPUBBYTES

struct stream {
	uint8_t key[MC_HKDF_LEN];
	uint8_t nonce[NONCE]; /* 11 bytes of counter, big-endian; 1 on the last chunk */
	size_t have, at;      /* in[at..have) is not used yet */
	const struct mc_age_io *io;
	/* One byte past a chunk tells whether it is the last; a header may come first. */
	uint8_t in[MC_AGE_HEADER_MAX + SEALED_CHUNK + 1];
	uint8_t out[SEALED_CHUNK];
};

/* Try to have want bytes at in[0]; fewer only at the end of the input. */
static enum mc_code fill(struct stream *s, size_t want, size_t *ret_have, struct mc_err *why)
{
	enum mc_code code = MC_OK;
	size_t got = 0;

	s->have -= s->at;
	memmove(s->in, s->in + s->at, s->have);
	s->at = 0;
	if (s->have < want) {
		code = s->io->pull(s->io->ctx, s->in + s->have, want - s->have, &got, why);
		s->have += got;
	}
	*ret_have = s->have < want ? s->have : want;
	return code;
}

static void stream_key(struct stream *s, const uint8_t file_key[MC_AGE_FILE_KEY],
		       const uint8_t nonce[FILE_NONCE])
{
	mc_hkdf((struct mc_slice){file_key, MC_AGE_FILE_KEY}, (struct mc_slice){nonce, FILE_NONCE},
		"payload", s->key);
}

static void next_nonce(struct stream *s)
{
	for (int i = NONCE - 2; i >= 0 && !++s->nonce[i]; i--) {
	}
}

static enum mc_code seal_chunk(struct stream *s, size_t len, bool last, struct mc_err *why)
{
	s->nonce[NONCE - 1] = last;
	crypto_aead_chacha20poly1305_ietf_encrypt(s->out, NULL, s->in, len, NULL, 0, NULL, s->nonce,
						  s->key);
	next_nonce(s);
	s->at = len;
	return s->io->push(s->io->ctx, s->out, len + TAG, why);
}

static enum mc_code seal_chunks(struct stream *s, struct mc_err *why)
{
	enum mc_code code;
	size_t have;

	do {
		code = fill(s, CHUNK + 1, &have, why);
		if (!code) {
			bool last = have <= CHUNK;

			code = seal_chunk(s, last ? have : CHUNK, last, why);
		}
	} while (!code && have > CHUNK);
	return code;
}

static enum mc_code push_start(struct stream *s, const struct mc_seal_key *recipients, int count,
			       struct mc_err *why)
{
	uint8_t file_key[MC_AGE_FILE_KEY], nonce[FILE_NONCE];
	struct mc_str start;
	enum mc_code code;

	randombytes_buf(file_key, sizeof(file_key));
	randombytes_buf(nonce, sizeof(nonce));
	stream_key(s, file_key, nonce);
	mc_str_init(&start, MC_AGE_HEADER_MAX + FILE_NONCE);
	code = mc_age_header_write(recipients, count, file_key, &start, why);
	if (!code) {
		mc_str_add(&start, nonce, sizeof(nonce));
		code = s->io->push(s->io->ctx, start.data, start.len, why);
	}
	mc_str_done(&start);
	sodium_memzero(file_key, sizeof(file_key));
	return code;
}

static enum mc_code open_chunk(struct stream *s, size_t len, bool last, struct mc_err *why)
{
	static const uint8_t zero[NONCE];
	bool first = !memcmp(s->nonce, zero, NONCE);

	s->nonce[NONCE - 1] = last;
	/* An empty last chunk after others would be a second spelling of the same file. */
	if (len < TAG || (len == TAG && !first) ||
	    crypto_aead_chacha20poly1305_ietf_decrypt(s->out, NULL, NULL, s->in, len, NULL, 0,
						      s->nonce, s->key)) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "content changed or cut off");
	}
	next_nonce(s);
	s->at = len;
	return s->io->push(s->io->ctx, s->out, len - TAG, why);
}

static enum mc_code open_chunks(struct stream *s, struct mc_err *why)
{
	enum mc_code code;
	size_t have;

	do {
		code = fill(s, SEALED_CHUNK + 1, &have, why);
		if (!code) {
			bool last = have <= SEALED_CHUNK;

			code = open_chunk(s, last ? have : SEALED_CHUNK, last, why);
		}
	} while (!code && have > SEALED_CHUNK);
	return code;
}

static enum mc_code pull_start(struct stream *s, const struct mc_open_key *key, struct mc_err *why)
{
	uint8_t file_key[MC_AGE_FILE_KEY];
	size_t have, len;
	enum mc_code code = fill(s, MC_AGE_HEADER_MAX, &have, why);

	if (!code) {
		code = mc_age_header_open(key, (struct mc_slice){s->in, have}, file_key, &len, why);
	}
	if (code) {
		return code;
	}
	s->at = len;
	code = fill(s, FILE_NONCE, &have, why);
	if (!code && have < FILE_NONCE) {
		code = mc_fail(why, MC_E_SEALED_SHAPE, "cut off after the header");
	}
	if (!code) {
		stream_key(s, file_key, s->in);
		s->at = FILE_NONCE;
	}
	sodium_memzero(file_key, sizeof(file_key));
	return code;
}

enum mc_code mc_age_stream_seal(const struct mc_seal_key *recipients, int count,
				const struct mc_age_io *io, struct mc_err *why)
{
	struct stream *s = mc_calloc(1, sizeof(*s));
	enum mc_code code;

	s->io = io;
	code = push_start(s, recipients, count, why);
	if (!code) {
		code = seal_chunks(s, why);
	}
	sodium_memzero(s, sizeof(*s));
	free(s);
	return code;
}

enum mc_code mc_age_stream_open(const struct mc_open_key *key, const struct mc_age_io *io,
				struct mc_err *why)
{
	struct stream *s = mc_calloc(1, sizeof(*s));
	enum mc_code code;

	s->io = io;
	code = pull_start(s, key, why);
	if (!code) {
		code = open_chunks(s, why);
	}
	sodium_memzero(s, sizeof(*s));
	free(s);
	return code;
}
