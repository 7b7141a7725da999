/* SPDX-License-Identifier: MPL-2.0 */
/* statement.c - peek for the instant, verify with the key valid then, read what was verified. */

#include "motcua/trust/statement.h"

#include <string.h>

#include "motcua/seal/hash.h"

/* Which instant does an unverified payload claim? Only chooses the key. */
typedef enum mc_code instant_fn(struct mc_slice payload, int64_t *ret, struct mc_err *why);

/* Appends the verified payload. */
static enum mc_code verified_payload(const struct mc_keyring *ring, struct mc_slice jws,
				     const char *kind, instant_fn *instant, struct mc_str *ret,
				     struct mc_err *why)
{
	struct mc_str peeked;
	int64_t at = 0;
	enum mc_code code;

	mc_str_init(&peeked, MC_JWS_MAX);
	code = mc_jws_peek(jws, kind, &peeked, why);
	if (!code) {
		code = instant(mc_slice_of(&peeked), &at, why);
	}
	if (!code) {
		code = mc_keyring_verify(ring, jws, kind, at, ret, why);
	}
	mc_str_wipe(&peeked);
	return code;
}

/* Member `key` of a JSON payload as an instant. */
static enum mc_code member_instant(struct mc_slice payload, const char *key, int64_t *ret,
				   struct mc_err *why)
{
	struct mc_json *root;
	enum mc_code code = mc_json_parse(payload, &root, why);

	if (code) {
		return code;
	}
	code = mc_json_time(root, key, true, ret, why);
	mc_json_free(root);
	return code;
}

static enum mc_code outer_instant(struct mc_slice payload, int64_t *ret, struct mc_err *why)
{
	return member_instant(payload, "at", ret, why);
}

static enum mc_code hello_instant(struct mc_slice payload, int64_t *ret, struct mc_err *why)
{
	return member_instant(payload, "time", ret, why);
}

static enum mc_code claims_instant(struct mc_slice payload, int64_t *ret, struct mc_err *why)
{
	struct mc_evidence claims;
	enum mc_code code = mc_evidence_parse(payload, &claims, why);

	if (!code) {
		*ret = claims.issued_at;
	}
	return code;
}

static enum mc_code check_inner(const struct mc_outer *outer, struct mc_slice inner,
				struct mc_err *why)
{
	char digest[MC_SHA256_HEX] = "";

	if (inner.len) {
		mc_sha256_hex(inner, digest);
	}
	if (strcmp(digest, outer->inner_sha256)) {
		return mc_fail(why, MC_E_SIGNATURE, "inner part differs from its digest");
	}
	return MC_OK;
}

enum mc_code mc_statement_verify(const struct mc_keyring *ring, struct mc_slice jws,
				 const char *kind, struct mc_slice inner, struct mc_outer *ret,
				 struct mc_err *why)
{
	struct mc_outer outer;
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = verified_payload(ring, jws, kind, outer_instant, &payload, why);
	if (!code) {
		code = mc_outer_parse(mc_slice_of(&payload), kind, &outer, why);
	}
	if (!code) {
		code = check_inner(&outer, inner, why);
	}
	if (!code) {
		*ret = outer;
	}
	mc_str_wipe(&payload);
	return code;
}

enum mc_code mc_statement_hello(const struct mc_keyring *ring, struct mc_slice jws,
				const char *nonce, const char *terminal, struct mc_hello *ret,
				struct mc_err *why)
{
	struct mc_hello hello = {.terminal = ""};
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = verified_payload(ring, jws, "hello", hello_instant, &payload, why);
	if (!code) {
		code = mc_hello_parse(mc_slice_of(&payload), &hello, why);
	}
	if (!code && strcmp(hello.nonce, nonce)) {
		code = mc_fail(why, MC_E_ANSWER_OTHER, "hello with another nonce");
	}
	/* the question is not signed: somebody on the way may have asked about another one */
	if (!code && hello.terminal[0] && strcmp(hello.terminal, terminal)) {
		code = mc_fail(why, MC_E_ANSWER_OTHER, "hello about another terminal");
	}
	if (!code) {
		*ret = hello;
	}
	mc_str_wipe(&payload);
	return code;
}

enum mc_code mc_statement_about(const struct mc_outer *outer, const struct mc_record *record,
				struct mc_err *why)
{
	/* a withdrawal is of an id, wherever it stands in whatever epoch */
	bool placeless = !strcmp(outer->kind, "withdrawn") && !outer->epoch[0] && !outer->seq;
	bool same_place = outer->seq == record->seq && !strcmp(outer->epoch, record->epoch);
	bool tombstone = placeless && !outer->digest[0];

	if (strcmp(outer->id, record->id) || strcmp(outer->terminal, record->terminal)) {
		return mc_fail(why, MC_E_ANSWER_OTHER, "statement about another dossier");
	}
	if (tombstone) {
		return MC_OK;
	}
	if ((!placeless && !same_place) || strcmp(outer->digest, record->digest)) {
		return mc_fail(why, MC_E_ANSWER_OTHER, "statement about other content");
	}
	return MC_OK;
}

enum mc_code mc_statement_evidence(const struct mc_keyring *ring, struct mc_slice jws,
				   struct mc_evidence *ret, struct mc_str *ret_payload,
				   struct mc_err *why)
{
	struct mc_evidence claims;
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = verified_payload(ring, jws, "residence", claims_instant, &payload, why);
	if (!code) {
		code = mc_evidence_parse(mc_slice_of(&payload), &claims, why);
	}
	if (!code && claims.issuer != MC_ISSUER_GATEWAY) {
		/* A gateway key never speaks for an officer: see evidence.h. */
		code = mc_fail(why, MC_E_SIGNATURE, "not issued by the gateway");
	}
	if (!code) {
		*ret = claims;
		if (ret_payload) {
			mc_str_add(ret_payload, payload.data, payload.len);
		}
	}
	mc_str_wipe(&payload);
	return code;
}

enum mc_code mc_statement_pack(const struct mc_keyring *ring, struct mc_slice jws,
			       enum mc_pack_name name, struct mc_pack *ret, struct mc_err *why)
{
	struct mc_str payload;
	struct mc_pack pack;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = verified_payload(ring, jws, "pack", outer_instant, &payload, why);
	if (!code) {
		code = mc_pack_parse(mc_slice_of(&payload), &pack, why);
	}
	mc_str_wipe(&payload);
	if (code) {
		return code;
	}
	if (mc_pack_parse_word(pack.name) != name) {
		mc_pack_done(&pack);
		return mc_fail(why, MC_E_ANSWER_OTHER, "a pack of another name");
	}
	*ret = pack;
	return MC_OK;
}
