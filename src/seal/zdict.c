/* SPDX-License-Identifier: MPL-2.0 */
#include "seal/zdict.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "motcua/base/mem.h"
#include "seal/append.h"

bool zdict_is_frame(struct mc_slice bytes)
{
	static const uint8_t magic[] = {0x28, 0xb5, 0x2f, 0xfd};

	return bytes.len >= sizeof(magic) && memcmp(bytes.data, magic, sizeof(magic)) == 0;
}

size_t zdict_squeeze(const struct zdict *dict, int level, struct mc_slice plain, uint8_t *ret,
		     size_t room)
{
	ZSTD_CCtx *ctx = ZSTD_createCCtx();
	size_t n = ctx && plain.len ?
			   ZSTD_compress_usingDict(ctx, ret, room, plain.data, plain.len,
						   dict->bytes, dict->len, level) :
			   0;

	ZSTD_freeCCtx(ctx);
	return ZSTD_isError(n) || n >= plain.len ? 0 : n;
}

/* With the dictionary that the frame names; without one when it names none. */
static size_t decompress(const struct zdict *dict, struct mc_slice frame, char *ret, size_t size)
{
	bool with = ZSTD_getDictID_fromFrame(frame.data, frame.len) == dict->id;
	ZSTD_DCtx *ctx = ZSTD_createDCtx();
	size_t n = ctx ? ZSTD_decompress_usingDict(ctx, ret, size, frame.data, frame.len,
						   with ? dict->bytes : NULL,
						   with ? dict->len : 0) :
			 (size_t)-ZSTD_error_memory_allocation;

	ZSTD_freeDCtx(ctx);
	return n;
}

static enum mc_code inflate(const struct zdict *dict, struct mc_slice frame, size_t size,
			    struct mc_str *ret, struct mc_err *why)
{
	char *plain = mc_calloc(1, size + 1);
	size_t n = decompress(dict, frame, plain, size);
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

enum mc_code zdict_inflate(const struct zdict *dict, struct mc_slice frame, struct mc_str *ret,
			   struct mc_err *why)
{
	unsigned long long size = ZSTD_getFrameContentSize(frame.data, frame.len);

	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
	    ZSTD_findFrameCompressedSize(frame.data, frame.len) != frame.len) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "not one whole frame of a told size");
	}
	if (size > ret->max - ret->len) {
		return mc_fail(why, MC_E_SEALED_SHAPE, "a packed text of %llu bytes", size);
	}
	return inflate(dict, frame, (size_t)size, ret, why);
}
