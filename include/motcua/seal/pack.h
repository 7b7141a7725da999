/* SPDX-License-Identifier: MPL-2.0 */
/*
 * pack.h - plain text made smaller before it is sealed (docs/FORMATS.md 3, 5, 7).
 *
 * Whether it was, its first bytes tell: no plain text of ours begins like a zstd
 * frame. So both are read always, and a packed one is made only when it is smaller.
 */
#ifndef MOTCUA_SEAL_PACK_H
#define MOTCUA_SEAL_PACK_H

#include <stdbool.h>

#include "motcua/seal/key.h"

/* Append plain, or a zstd frame of it when that is smaller. MC_E_TEXT_LONG past ret->max. */
enum mc_code mc_pack(struct mc_slice plain, struct mc_str *ret, struct mc_err *why) MC_CHECKED;
/*
 * Append what was packed; nothing on failure. MC_E_SEALED_SHAPE: a damaged frame, one
 * that does not say its size, several of them, or more than ret has room for.
 * MC_E_INTERNAL: no memory, which says nothing about the frame.
 */
enum mc_code mc_unpack(struct mc_slice packed, struct mc_str *ret, struct mc_err *why) MC_CHECKED;

/* Append a bare frame of it, without the dictionary; false when it has no room in ret. */
bool mc_zstd(struct mc_slice plain, struct mc_str *ret);
/* Append what frames of RFC 8878 hold, whoever made them. MC_E_SEALED_SHAPE, or MC_E_INTERNAL: no
 * memory; ret is then of no use. */
enum mc_code mc_unzstd(struct mc_slice coded, struct mc_str *ret, struct mc_err *why) MC_CHECKED;

/* mc_age_seal() of what is packed, and mc_unpack() of what is opened; codes of both. */
enum mc_code mc_pack_seal(const struct mc_seal_key *recipients, int count, struct mc_slice plain,
			  struct mc_str *ret, struct mc_err *why) MC_CHECKED;
enum mc_code mc_pack_open(const struct mc_open_key *key, struct mc_slice sealed,
			  struct mc_str *ret, struct mc_err *why) MC_CHECKED;

#endif
