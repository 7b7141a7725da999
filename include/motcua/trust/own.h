/* SPDX-License-Identifier: MPL-2.0 */
/* own.h - what this terminal signed itself: the record of a dossier, or of a supplement. */
#ifndef MOTCUA_TRUST_OWN_H
#define MOTCUA_TRUST_OWN_H

#include "motcua/seal/key.h"
#include "motcua/wire/message.h"

/*
 * What a statement about it must name (a supplement's has no place). key NULL: whoever signed
 * it, for those who do not have the key. ret_supplement (may be NULL): id "" for a dossier.
 * MC_E_SIGNATURE, MC_E_KEY_UNKNOWN, MC_E_JWS_SHAPE, MC_E_JSON_SHAPE.
 */
enum mc_code mc_own_record(const struct mc_verify_key *key, struct mc_slice jws,
			   struct mc_record *ret, struct mc_supplement *ret_supplement,
			   struct mc_err *why) MC_CHECKED;

#endif
