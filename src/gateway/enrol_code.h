/* SPDX-License-Identifier: MPL-2.0 */
/* enrol_code.h - one-time codes that a person reads out: "7K3M9-QX4T2". */
#ifndef GATEWAY_ENROL_CODE_H
#define GATEWAY_ENROL_CODE_H

#include "motcua/seal/hash.h"

#define MC_ENROL_CODE_LEN 12 /* 10 Crockford digits, a hyphen, the NUL */

void mc_enrol_code_new(char ret[MC_ENROL_CODE_LEN]);
/* The ledger keeps this, not the code. Forgives lower case, I L O, spaces and hyphens;
 * "" when text is no code. */
void mc_enrol_code_digest(const char *text, char ret[MC_SHA256_HEX]);

#endif
