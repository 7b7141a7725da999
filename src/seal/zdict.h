/* SPDX-License-Identifier: MPL-2.0 */
/*
 * zdict.h - zstd in memory with one of our dictionaries: one frame that says its size.
 *
 * The size is looked at before a byte is inflated: what a small envelope may become in
 * memory is the reader's decision, not the writer's.
 */
#ifndef SEAL_ZDICT_H
#define SEAL_ZDICT_H

#include "motcua/base/str.h"

/* data/dictionary/<id>.zdict; the number stands in each frame made with it. */
struct zdict {
	unsigned id;
	const uint8_t *bytes;
	size_t len;
};

/* The frame's bytes in ret when they are less than plain's and room's; else 0. */
size_t zdict_squeeze(const struct zdict *dict, int level, struct mc_slice plain, uint8_t *ret,
		     size_t room);
/* Does it begin as a frame does? */
bool zdict_is_frame(struct mc_slice bytes);
/*
 * Append what one whole frame holds, made with this dictionary or with none. MC_E_SEALED_SHAPE:
 * damaged, without its size, several, or more than ret has room for. MC_E_INTERNAL: no memory,
 * which says nothing about the frame.
 */
enum mc_code zdict_inflate(const struct zdict *dict, struct mc_slice frame, struct mc_str *ret,
			   struct mc_err *why) MC_CHECKED;

#endif
