/* SPDX-License-Identifier: MPL-2.0 */
/* hkdf.h - HKDF-SHA256 (RFC 5869) for one block of 32 bytes, all that age asks for. */
#ifndef SEAL_HKDF_H
#define SEAL_HKDF_H

#include <stdint.h>

#include "motcua/base/str.h"

#define MC_HKDF_LEN 32

void mc_hkdf(struct mc_slice input, struct mc_slice salt, const char *info,
	     uint8_t ret[MC_HKDF_LEN]); /* caller wipes */

#endif
