/* SPDX-License-Identifier: MPL-2.0 */
/*
 * statement.h - the one door for what the gateway signed: wire and seal together.
 *
 * Desk and courier both verify, each for itself; the check stands here once.
 */
#ifndef MOTCUA_TRUST_STATEMENT_H
#define MOTCUA_TRUST_STATEMENT_H

#include "motcua/seal/keyring.h"
#include "motcua/wire/message.h"
#include "motcua/wire/pack.h"

/*
 * Verify an outer statement of this kind with the key valid at its own instant,
 * and that `inner` (may be empty) is the part it names. MC_E_JWS_SHAPE,
 * MC_E_KEY_UNKNOWN, MC_E_SIGNATURE, MC_E_JSON_SHAPE.
 */
enum mc_code mc_statement_verify(const struct mc_keyring *ring, struct mc_slice jws,
				 const char *kind, struct mc_slice inner, struct mc_outer *ret,
				 struct mc_err *why) MC_CHECKED;

/* A signed hello that carries our nonce and, if it names one, our terminal; MC_E_ANSWER_OTHER for
 * another's. */
enum mc_code mc_statement_hello(const struct mc_keyring *ring, struct mc_slice jws,
				const char *nonce, const char *terminal, struct mc_hello *ret,
				struct mc_err *why) MC_CHECKED;

/*
 * A statement about a dossier must name its id, terminal, epoch, seq and digest
 * (a withdrawal names no place in the chain, a tombstone's no digest). MC_E_ANSWER_OTHER.
 */
enum mc_code mc_statement_about(const struct mc_outer *outer, const struct mc_record *record,
				struct mc_err *why) MC_CHECKED;

/* Evidence claims signed by the gateway, checked with the key valid at iat. The payload
 * bytes are appended to ret_payload (may be NULL). */
enum mc_code mc_statement_evidence(const struct mc_keyring *ring, struct mc_slice jws,
				   struct mc_evidence *ret, struct mc_str *ret_payload,
				   struct mc_err *why) MC_CHECKED;

/* A pack of the catalogue with this name, signed by the gateway's key of its own instant.
 * ret is to be ended; MC_E_ANSWER_OTHER for one of another name. */
enum mc_code mc_statement_pack(const struct mc_keyring *ring, struct mc_slice jws,
			       enum mc_pack_name name, struct mc_pack *ret,
			       struct mc_err *why) MC_CHECKED;

#endif
