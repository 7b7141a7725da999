/* SPDX-License-Identifier: MPL-2.0 */
/* pack.c - what is to be sealed in one zstd frame, with the dictionary of our own words. */
#include "motcua/seal/pack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "seal/append.h"
#include "seal/zdict.h"
#include "seal/zstd.h"

/* The number is in each frame. What was sealed with it must be opened for years, so it never
 * changes; a better one gets another number. */
static const uint8_t bytes[] = {
#include "dictionary1.inc"
};
static const struct zdict dictionary = {1, bytes, sizeof(bytes)};

enum {
	LEVEL = 19, /* a manifest takes a millisecond or two; higher ones gave not a byte more */
	/* A word of the gateway: there the dictionary says nearly all of it, and to read that in
	 * the fast way takes a tenth of the time, for a byte more or less. */
	SHORT = 512,
	LEVEL_SHORT = 8,
	FAST = 9, /* for what is not kept */
};

/* ---- packing */

enum mc_code mc_pack(struct mc_slice plain, struct mc_str *ret, struct mc_err *why)
{
	uint8_t *frame = mc_calloc(1, plain.len + 1);
	bool twice = zdict_is_frame(plain);
	int level = plain.len > SHORT ? LEVEL : LEVEL_SHORT;
	size_t n = twice ? 0 : zdict_squeeze(&dictionary, level, plain, frame, plain.len);
	enum mc_code code;

	if (twice) { /* nobody could tell it from a frame of ours */
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
	const struct zstd *zstd = zstd_loaded();
	size_t room = ret->max - ret->len, n;
	uint8_t *frame = zstd ? mc_calloc(1, room + 1) : NULL;
	bool fits = false;

	if (frame) {
		n = zstd->compress(frame, room, plain.data, plain.len, FAST);
		fits = !zstd->isError(n) && mc_str_add(ret, frame, n);
	}
	free(frame);
	return fits;
}

/* ---- unpacking */

enum mc_code mc_unpack(struct mc_slice packed, struct mc_str *ret, struct mc_err *why)
{
	return zdict_is_frame(packed) ? zdict_inflate(&dictionary, packed, ret, why) :
					mc_append(ret, packed.data, packed.len, why);
}

/* A piece of what came, as long as there is room for it. */
static bool add_piece(const struct zstd *zstd, ZSTD_DStream *stream, ZSTD_inBuffer *in, size_t *left,
		      struct mc_str *ret)
{
	char piece[4096];
	ZSTD_outBuffer out = {piece, sizeof(piece), 0};

	*left = zstd->decompressStream(stream, &out, in);
	return !zstd->isError(*left) && mc_str_add(ret, piece, out.pos);
}

enum mc_code mc_unzstd(struct mc_slice coded, struct mc_str *ret, struct mc_err *why)
{
	const struct zstd *zstd = zstd_loaded();
	ZSTD_DStream *stream = zstd ? zstd->createDStream() : NULL;
	ZSTD_inBuffer in = {coded.data, coded.len, 0};
	size_t left = 1;
	bool good = stream != NULL;

	if (!zstd) {
		return mc_fail(why, MC_E_INTERNAL, ZSTD_MISSING);
	}
	/* what is left when all came in is a frame that was cut off, or waits to be given out */
	for (size_t before = 0; good && (in.pos < in.size || (left && ret->len > before));) {
		before = ret->len;
		good = add_piece(zstd, stream, &in, &left, ret);
	}
	zstd->freeDStream(stream);
	return good && !left ? MC_OK : mc_fail(why, MC_E_SEALED_SHAPE, "no zstd frames");
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
