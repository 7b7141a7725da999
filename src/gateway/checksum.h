/* SPDX-License-Identifier: MPL-2.0 */
/* checksum.h - what a body says of itself (tus 1.0.0, extension checksum). */
#ifndef GATEWAY_CHECKSUM_H
#define GATEWAY_CHECKSUM_H

#include <stdbool.h>

#include "motcua/base/str.h"

/* For Tus-Checksum-Algorithm: what the standard demands, and what is not broken. */
#define MC_CHECKSUM_ALGORITHMS "sha1,sha256"

struct mc_checksum;
/* "sha256 BASE64". MC_E_JSON_SHAPE: another algorithm, or no digest of it. */
enum mc_code mc_checksum_new(const char *header, struct mc_checksum **ret,
			     struct mc_err *why) MC_CHECKED;
void mc_checksum_add(struct mc_checksum *checksum, struct mc_slice bytes);
/* Frees it; true when all that was added has this digest. NULL: nothing was said. */
bool mc_checksum_end(struct mc_checksum *checksum);

#endif
