/* SPDX-License-Identifier: MPL-2.0 */
/* rand.h - the kernel's random bytes, and ids made of them. */
#ifndef MOTCUA_BASE_RAND_H
#define MOTCUA_BASE_RAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MC_UUID_LEN 37 /* 36 characters and the NUL */

void mc_rand_bytes(void *to, size_t len); /* getrandom(2); does not fail */
uint32_t mc_rand_below(uint32_t bound);   /* uniform in 0..bound-1; bound > 0 */

/*
 * UUIDv7 (RFC 9562), lower case. Within one process later ids compare greater;
 * nothing may rely on order between processes.
 */
void mc_uuid7(char ret[MC_UUID_LEN]);
/* True for 36 characters of lower-case 8-4-4-4-12 hex, any version. */
bool mc_uuid_valid(const char *text);

#endif
