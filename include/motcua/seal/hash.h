/* SPDX-License-Identifier: MPL-2.0 */
/* hash.h - SHA-256 (FIPS 180-4), whole and in pieces. */
#ifndef MOTCUA_SEAL_HASH_H
#define MOTCUA_SEAL_HASH_H

#include <stdint.h>

#include "motcua/base/str.h"

#define MC_SHA256_LEN 32
#define MC_SHA256_HEX 65 /* with the NUL */

/* Once per process, before anything else of this layer. MC_E_INTERNAL. */
enum mc_code mc_seal_init(struct mc_err *why) MC_CHECKED;

void mc_sha256(struct mc_slice bytes, uint8_t ret[MC_SHA256_LEN]);
void mc_sha256_hex(struct mc_slice bytes, char ret[MC_SHA256_HEX]);
/* Of a whole file, read in pieces. */
enum mc_code mc_sha256_file(const char *path, char ret[MC_SHA256_HEX], struct mc_err *why) MC_CHECKED;
/* Of length bytes from offset; MC_E_FILE_READ also when there are fewer. */
enum mc_code mc_sha256_range(const char *path, int64_t offset, int64_t length,
			     uint8_t ret[MC_SHA256_LEN], struct mc_err *why) MC_CHECKED;

#endif
