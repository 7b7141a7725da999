/* SPDX-License-Identifier: MPL-2.0 */
/*
 * keyring.h - gateway.keys: the file that trust starts from (docs/FORMATS.md).
 *
 *	motcua-gateway-keys 1
 *	root <base64url public key>
 *	issued 2026-11-01T00:00:00Z
 *	version 3
 *	sign <kid> <base64url public key> <from> <until>
 *	seal <kid> <age1...> <from> <until>
 *	signature <base64url Ed25519 by root over all lines before this one>
 *
 * Validity instants are RFC 3339. The file came by hand, with its fingerprint on
 * paper; a newer list is taken only when the same root signed it.
 */
#ifndef MOTCUA_SEAL_KEYRING_H
#define MOTCUA_SEAL_KEYRING_H

#include "motcua/seal/jws.h"

#define MC_KEYRING_MAX 64	  /* keys in one list */
#define MC_KEYRING_TEXT_MAX 16384 /* 64 of the longest lines and the head fit in */
/* A key stays in the lists for so long after its end: what it signed is verified, what was
 * sealed to it is opened. */
#define MC_KEYRING_KEEP_DAYS (5 * 365 + 2)

struct mc_keyring;

enum mc_code mc_keyring_parse(struct mc_slice text, struct mc_keyring **ret,
			      struct mc_err *why) MC_CHECKED;
/* MC_E_KEYS_MISSING, MC_E_KEYS_FILE. */
enum mc_code mc_keyring_load(const char *path, struct mc_keyring **ret,
			     struct mc_err *why) MC_CHECKED;
void mc_keyring_free(struct mc_keyring *ring);
int mc_keyring_version(const struct mc_keyring *ring);
int64_t mc_keyring_issued(const struct mc_keyring *ring);
bool mc_keyring_has_root(const struct mc_keyring *ring, const struct mc_verify_key *root);

/*
 * May `next` take the place of `old`? Only the same root signs it (MC_E_LINK_SUSPECT), it has
 * a higher version (MC_E_NOT_FOUND: nothing new), and it has every key of the old one that
 * had begun when it was issued and is not past its five years (MC_E_KEYS_FILE).
 */
enum mc_code mc_keyring_follows(const struct mc_keyring *old, const struct mc_keyring *next,
				struct mc_err *why) MC_CHECKED;
/* The list in this file, if it may take the place of `old`. Its text is appended to ret_text
 * (may be NULL). Codes as before, and as mc_keyring_load(). */
enum mc_code mc_keyring_load_next(const struct mc_keyring *old, const char *path,
				  struct mc_keyring **ret, struct mc_str *ret_text,
				  struct mc_err *why) MC_CHECKED;
/* SHA-256 of the root key in groups of four hex digits, to compare with paper. */
void mc_keyring_fingerprint(const struct mc_keyring *ring, char ret[80]);

/* The signing key with this kid, valid at that instant; NULL otherwise. Borrowed. */
const struct mc_verify_key *mc_keyring_verify_key(const struct mc_keyring *ring, const char *kid,
						  int64_t at);
/* The sealing key to use now: valid, the latest `from`. NULL when none is. Borrowed. */
const struct mc_seal_key *mc_keyring_seal_key(const struct mc_keyring *ring, int64_t now);
/* The sealing key with the latest `from`, valid now or not: for a caller whose clock may be
 * wrong. The gateway keeps old keys for years, so it opens what is sealed to it. NULL when
 * the list has no sealing key. Borrowed. */
const struct mc_seal_key *mc_keyring_newest_seal_key(const struct mc_keyring *ring);

/*
 * A statement of the gateway: the key is the one with the token's kid, valid at
 * `at` (the instant inside the statement, found by mc_jws_peek). Appends the payload.
 */
enum mc_code mc_keyring_verify(const struct mc_keyring *ring, struct mc_slice token,
			       const char *kind, int64_t at, struct mc_str *ret,
			       struct mc_err *why) MC_CHECKED;

/* Writing one (the gateway's side). */
struct mc_keyring_entry {
	bool seals; /* else signs */
	struct mc_verify_key verify;
	struct mc_seal_key seal;
	int64_t from, until;
};
int mc_keyring_count(const struct mc_keyring *ring);
const struct mc_keyring_entry *mc_keyring_at(const struct mc_keyring *ring, int i);
static inline const char *mc_keyring_entry_kid(const struct mc_keyring_entry *entry)
{
	return entry->seals ? entry->seal.kid : entry->verify.kid;
}
enum mc_code mc_keyring_format(const struct mc_sign_key *root, int version, int64_t issued,
			       const struct mc_keyring_entry *entries, int count,
			       struct mc_str *ret, struct mc_err *why) MC_CHECKED;

#endif
