/* SPDX-License-Identifier: MPL-2.0 */
/* keyring.h - the inside of a key list, shared by its reader and its users. */
#ifndef SEAL_KEYRING_H
#define SEAL_KEYRING_H

#include "motcua/seal/keyring.h"

#define MC_KEYRING_FIRST_LINE "motcua-gateway-keys 1\n"

struct mc_keyring {
	struct mc_verify_key root;
	int64_t issued;
	int version, count;
	struct mc_keyring_entry entries[MC_KEYRING_MAX];
};

#endif
