/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pack.c - zstd in memory, one frame that says its size, with the dictionary of our
 * own words.
 *
 * The size is looked at before a byte is inflated: what a small envelope may become
 * in memory is the reader's decision, not the writer's.
 */
#include "motcua/seal/pack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "seal/append.h"

/* data/dictionary/1.zdict: the number is in each frame. What was sealed with it must be
 * opened for years, so it never changes; a better one gets another number. */
enum { DICTIONARY = 1 };

static const uint8_t dictionary[] = {
#include "dictionary.inc"
};

/* A manifest takes a millisecond or two at this level; higher ones gave not a byte more. */
enum { LEVEL = 19, FAST = 9 /* for what is not kept */ };

static bool is_packed(struct mc_slice bytes)
{
	static const uint8_t magic[] = {0x28, 0xb5, 0x2f, 0xfd};

	return bytes.len >= sizeof(magic) && memcmp(bytes.data, magic, sizeof(magic)) == 0;
}

/* ---- packing */

/* The frame's bytes in ret when that is less than plain; else 0. */
static size_t squeeze(struct mc_slice plain, uint8_t *ret)
{
	ZSTD_CCtx *ctx = ZSTD_createCCtx();
	size_t n = ctx && plain.len ?
			   ZSTD_compress_usingDict(ctx, ret, plain.len, plain.data, plain.len,
						   dictionary, sizeof(dictionary), LEVEL) :
			   0;

	ZSTD_freeCCtx(ctx);
	return ZSTD_isError(n) || n >= plain.len ? 0 : n;
}

enum mc_code mc_pack(struct mc_slice plain, struct mc_str *ret, struct mc_err *why)
{
	uint8_t *frame = mc_calloc(1, plain.len + 1);
	size_t n = is_packed(plain) ? 0 : squeeze(plain, frame);
	enum mc_code code;

	if (is_packed(plain)) { /* nobody could tell it from a frame of ours */
		code = mc_fail(why, MC_E_INTERNAL, "packed twice");
	} else {
		code = mc_append(ret, n ? frame : plain.data, n ? n : plain.len, why);
	}
	sodium_memzero(frame, plain.len + 1);
	free(frame);
	return code;
}

bool mc_zstd(struct mc_slice plain, struct mc_str *ret)
{
	size_t room = ret->max - ret->len;
	uint8_t *frame = mc_calloc(1, room + 1);
	size_t n = ZSTD_compress(frame, room, plain.data, plain.len, FAST);
	bool fits = !ZSTD_isError(n) && mc_str_add(ret, frame, n);

	free(frame);
	return fits;
}

/* ---- unpacking */

/* With the dictionary that the frame names; without one when it names none. */
static size_t decompress(struct mc_slice frame, char *ret, size_t size)
{
	bool with = ZSTD_getDictID_fromFrame(frame.data, frame.len) == DICTIONARY;
	ZSTD_DCtx *ctx = ZSTD_createDCtx();
	size_t n = ctx ? ZSTD_decompress_usingDict(ctx, ret, size, frame.data, frame.len,
						   with ? dictionary : NULL,
						   with ? sizeof(dictionary) : 0) :
			 (size_t)-ZSTD_error_memory_allocation;

	ZSTD_freeDCtx(ctx);
	return n;
}

static enum mc_code inflate(struct mc_slice frame, size_t size, struct mc_str *ret,
			    struct mc_err *why)
{
	char *plain = mc_calloc(1, size + 1);
	size_t n = decompress(frame, plain, size);
	enum mc_code code = MC_OK;

	if (ZSTD_getErrorCode(n) == ZSTD_error_memory_allocation) {
		code = mc_fail(why, MC_E_INTERNAL, "no memory to unpack");
	} else if (ZSTD_isError(n) || n != size) {
		code = mc_fail(why, MC_E_SEALED_SHAPE, "a packed text is damaged");
	} else {
		code = mc_append(ret, plain, size, why);
	}
	sodium_memzero(plain, size + 1);
	free(plain);
	return code;
}

enum mc_code mc_unpack(struct mc_slice packed, struct mc_str *ret, struct mc_err *why)
{
	unsigned long long size;

	if (!is_packed(packed)) {
		return mc_append(ret, packed.data, packed.len, why);
	}
	size = ZSTD_getFrameContentSize(packed.data, packed.len);
	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
	    ZSTD_findFrameCompressedSize(packed.data, packed.len) != packed.len) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "not one whole frame of a told size");
	}
	if (size > ret->max - ret->len) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "a packed text of %llu bytes", size);
	}
	return inflate(packed, (size_t)size, ret, why);
}

/* ---- with the envelope around it */

enum mc_code mc_pack_seal(const struct mc_seal_key *recipients, int count, struct mc_slice plain,
			  struct mc_str *ret, struct mc_err *why)
{
	struct mc_str packed;
	enum mc_code code;

	mc_str_init(&packed, plain.len);
	code = mc_pack(plain, &packed, why);
	if (!code) {
		code = mc_age_seal(recipients, count, mc_slice_of(&packed), ret, why);
	}
	mc_str_wipe(&packed);
	return code;
}

enum mc_code mc_pack_open(const struct mc_open_key *key, struct mc_slice sealed,
			  struct mc_str *ret, struct mc_err *why)
{
	struct mc_str packed;
	enum mc_code code;

	mc_str_init(&packed, sealed.len); /* age adds, it never takes away */
	code = mc_age_open(key, sealed, &packed, why);
	if (!code) {
		code = mc_unpack(mc_slice_of(&packed), ret, why);
	}
	mc_str_wipe(&packed);
	return code;
}
