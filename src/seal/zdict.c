/* SPDX-License-Identifier: MPL-2.0 */
#include "seal/zdict.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "motcua/base/mem.h"
#include "seal/append.h"
#include "seal/zstd.h"

bool zdict_is_frame(struct mc_slice bytes)
{
	static const uint8_t magic[] = {0x28, 0xb5, 0x2f, 0xfd};

	return bytes.len >= sizeof(magic) && memcmp(bytes.data, magic, sizeof(magic)) == 0;
}

size_t zdict_squeeze(const struct zdict *dict, int level, struct mc_slice plain, uint8_t *ret,
		     size_t room)
{
	const struct zstd *zstd = zstd_loaded();
	ZSTD_CCtx *ctx = zstd ? zstd->createCCtx() : NULL;
	size_t n = 0;

	if (ctx && plain.len) {
		n = zstd->compress_usingDict(ctx, ret, room, plain.data, plain.len, dict->bytes,
					     dict->len, level);
	}
	if (ctx) {
		zstd->freeCCtx(ctx);
	}
	return n && !zstd->isError(n) && n < plain.len ? n : 0;
}

/* With the dictionary that the frame names; without one when it names none. */
static size_t decompress(const struct zstd *zstd, const struct zdict *dict, struct mc_slice frame,
			 char *ret, size_t size)
{
	bool with = zstd->getDictID_fromFrame(frame.data, frame.len) == dict->id;
	ZSTD_DCtx *ctx = zstd->createDCtx();
	size_t n = ctx ? zstd->decompress_usingDict(ctx, ret, size, frame.data, frame.len,
						   with ? dict->bytes : NULL,
						   with ? dict->len : 0) :
			 (size_t)-ZSTD_error_memory_allocation;

	zstd->freeDCtx(ctx);
	return n;
}

static enum mc_code inflate(const struct zstd *zstd, const struct zdict *dict, struct mc_slice frame,
			    size_t size, struct mc_str *ret, struct mc_err *why)
{
	char *plain = mc_calloc(1, size + 1);
	size_t n = decompress(zstd, dict, frame, plain, size);
	enum mc_code code = MC_OK;

	if (zstd->getErrorCode(n) == ZSTD_error_memory_allocation) {
		code = mc_fail(why, MC_E_INTERNAL, "no memory to unpack");
	} else if (zstd->isError(n) || n != size) {
		code = mc_fail(why, MC_E_SEALED_SHAPE, "a packed text is damaged");
	} else {
		code = mc_append(ret, plain, size, why);
	}
	sodium_memzero(plain, size + 1);
	free(plain);
	return code;
}

enum mc_code zdict_inflate(const struct zdict *dict, struct mc_slice frame, struct mc_str *ret,
			   struct mc_err *why)
{
	const struct zstd *zstd = zstd_loaded();
	unsigned long long size;

	if (!zstd) {
		return mc_fail(why, MC_E_INTERNAL, ZSTD_MISSING);
	}
	size = zstd->getFrameContentSize(frame.data, frame.len);
	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
	    zstd->findFrameCompressedSize(frame.data, frame.len) != frame.len) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "not one whole frame of a told size");
	}
	if (size > ret->max - ret->len) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "a packed text of %llu bytes", size);
	}
	return inflate(zstd, dict, frame, (size_t)size, ret, why);
}
