/* SPDX-License-Identifier: MPL-2.0 */
/*
 * lean.h - texts full of signed statements, made small for a thin line (docs/FORMATS.md 14).
 *
 * A JWS is base64 of JSON with hex in it: it takes twice its bytes and hides from every
 * packer what it has in common with the next one. Here it is unrolled, packed with a
 * dictionary of our own statements, and rolled up again into the very same bytes by the
 * reader; nothing is believed of it before those bytes are verified.
 */
#ifndef MOTCUA_SEAL_LEAN_H
#define MOTCUA_SEAL_LEAN_H

#include <stdbool.h>

#include "motcua/base/str.h"

/* As an HTTP content coding, and as the type of a batch. */
#define MC_LEAN_CODING "motcua"
#define MC_LEAN_TYPE "application/vnd.motcua.lean"

/* Append the lean form; false, and nothing, where there is none that is smaller or has room. */
bool mc_lean(struct mc_slice text, struct mc_str *ret);
/* Append the text again, byte for byte; nothing on failure. MC_E_SEALED_SHAPE: not of this form,
 * or more than ret has room for. MC_E_INTERNAL: no memory, which says nothing about it. */
enum mc_code mc_unlean(struct mc_slice lean, struct mc_str *ret, struct mc_err *why) MC_CHECKED;

/* The same for batch records (docs/FORMATS.md 7): u32 length and bytes of a JWS, u32 length
 * and bytes of what it names by its SHA-256, and so on. */
bool mc_lean_batch(struct mc_slice records, struct mc_str *ret);
enum mc_code mc_unlean_batch(struct mc_slice lean, struct mc_str *ret,
			     struct mc_err *why) MC_CHECKED;

#endif
