/* SPDX-License-Identifier: MPL-2.0 */
/*
 * zstd.h - libzstd, loaded when something is packed or unpacked for the first time.
 *
 * To map it takes a twentieth of a start, and an eighth of a megabyte for as long as the desk is open;
 * what a first screen shows was sealed by nobody yet, or is opened without it.
 */
#ifndef SEAL_ZSTD_H
#define SEAL_ZSTD_H

#include <zstd.h>
#include <zstd_errors.h>

/* What is called of it, by zstd.h's own names without their prefix. */
#define ZSTD_CALLS(X)            \
	X(compress)              \
	X(compress_usingDict)    \
	X(createCCtx)            \
	X(createDCtx)            \
	X(createDStream)         \
	X(decompressStream)      \
	X(decompress_usingDict)  \
	X(findFrameCompressedSize) \
	X(freeCCtx)              \
	X(freeDCtx)              \
	X(freeDStream)           \
	X(getDictID_fromFrame)   \
	X(getErrorCode)          \
	X(getFrameContentSize)   \
	X(isError)

struct zstd {
#define MEMBER(name) __typeof__(ZSTD_##name) *name;
	ZSTD_CALLS(MEMBER)
#undef MEMBER
};

#define ZSTD_MISSING "libzstd is not there, or no memory for it" /* what an error says then */

/* To keep for good. NULL: it is not installed, or there was no memory for it; asked again it is
 * tried again. */
const struct zstd *zstd_loaded(void);

#endif
