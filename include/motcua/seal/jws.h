/* SPDX-License-Identifier: MPL-2.0 */
/*
 * jws.h - signed statements: JWS compact serialization (RFC 7515), EdDSA (RFC 8037).
 *
 * The protected header is exactly
 *	{"alg":"EdDSA","kid":"<8 hex>","typ":"motcua-<kind>+jws"}
 * byte for byte; only kid and kind vary, and a reader names the kind it expects.
 * So there is no algorithm to confuse and nothing in the header to parse.
 */
#ifndef MOTCUA_SEAL_JWS_H
#define MOTCUA_SEAL_JWS_H

#include "motcua/seal/key.h"

#define MC_JWS_MAX (256 * 1024)

enum mc_code mc_jws_sign(const struct mc_sign_key *key, const char *kind, struct mc_slice payload,
			 struct mc_str *ret, struct mc_err *why) MC_CHECKED;

/* The kid that a token names, before any trust in it. MC_E_JWS_SHAPE. */
enum mc_code mc_jws_kid(struct mc_slice token, const char *kind, char ret[MC_KID_LEN],
			struct mc_err *why) MC_CHECKED;
/*
 * Append the payload to ret when the header is the expected one and the signature
 * right; else MC_E_JWS_SHAPE, MC_E_KEY_UNKNOWN (other kid) or MC_E_SIGNATURE.
 */
enum mc_code mc_jws_verify(struct mc_slice token, const char *kind,
			   const struct mc_verify_key *key, struct mc_str *ret,
			   struct mc_err *why) MC_CHECKED;
/*
 * The payload without a check, only to find out which key is due (iat, terminal).
 * Never act on it.
 */
enum mc_code mc_jws_peek(struct mc_slice token, const char *kind, struct mc_str *ret,
			 struct mc_err *why) MC_CHECKED;

#endif
