/* SPDX-License-Identifier: MPL-2.0 */
/* jws.c - signed statements: JWS compact serialization with one fixed header. */
#include "motcua/seal/jws.h"

#include <string.h>

#include "motcua/base/codec.h"
#include "seal/append.h"

#define HEADER_START "{\"alg\":\"EdDSA\",\"kid\":\""
#define HEADER_TYPE "\",\"typ\":\"motcua-"
#define HEADER_END "+jws\"}"
#define HEADER_MAX 256
#define KID (MC_KID_LEN - 1)
#define SIGNATURE 64

/* A token's three parts, still in base64url; borrowed from the token. */
struct parts {
	struct mc_slice header, payload, signature;
	struct mc_slice input; /* what is signed: header, dot, payload */
};

static enum mc_code not_a_token(struct mc_err *why, const char *part)
{
	return mc_fail(why, MC_E_JWS_SHAPE, "%s", part);
}

static bool kind_valid(const char *kind)
{
	size_t len = strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && len <= 64 && !kind[len];
}

static void write_header(const char *kid, const char *kind, struct mc_str *ret)
{
	mc_str_puts(ret, HEADER_START);
	mc_str_puts(ret, kid);
	mc_str_puts(ret, HEADER_TYPE);
	mc_str_puts(ret, kind);
	mc_str_puts(ret, HEADER_END);
}

static struct mc_slice until_dot(struct mc_slice *rest)
{
	const char *start = rest->data;
	const char *dot = rest->len ? memchr(start, '.', rest->len) : NULL;
	struct mc_slice part = *rest;

	part.len = dot ? (size_t)(dot - start) : rest->len;
	rest->data = dot ? dot + 1 : start + part.len;
	rest->len -= dot ? part.len + 1 : part.len;
	return part;
}

/* A fourth part needs no look: a dot is no base64url digit. */
static enum mc_code split(struct mc_slice token, struct parts *ret, struct mc_err *why)
{
	struct mc_slice rest = token;

	if (token.len > MC_JWS_MAX) {
		return not_a_token(why, "too long");
	}
	ret->header = until_dot(&rest);
	ret->payload = until_dot(&rest);
	ret->signature = rest;
	if (!ret->header.len || !ret->signature.len) {
		return not_a_token(why, "not three parts");
	}
	ret->input = (struct mc_slice){token.data, ret->header.len + 1 + ret->payload.len};
	return MC_OK;
}

/* The kid of a header that is the expected one in every other byte. */
static bool header_kid(const char *header, size_t len, const char *kind, char ret[MC_KID_LEN])
{
	uint8_t bytes[KID / 2];
	char kid[MC_KID_LEN] = "";
	struct mc_str want;
	bool good;

	if (len <= sizeof(HEADER_START) - 1 + KID) {
		return false;
	}
	memcpy(kid, header + sizeof(HEADER_START) - 1, KID);
	if (!mc_hex_decode(kid, bytes, sizeof(bytes))) {
		return false;
	}
	mc_str_init(&want, HEADER_MAX);
	write_header(kid, kind, &want);
	good = !want.full && mc_slice_equal(mc_slice_of(&want), (struct mc_slice){header, len});
	mc_str_done(&want);
	if (good) {
		memcpy(ret, kid, sizeof(kid));
	}
	return good;
}

static enum mc_code read_header(const struct parts *parts, const char *kind, char ret[MC_KID_LEN],
				struct mc_err *why)
{
	struct mc_str header;
	bool good;

	mc_str_init(&header, HEADER_MAX);
	good = mc_base64url_decode(parts->header, &header) &&
	       header_kid(header.data, header.len, kind, ret);
	mc_str_done(&header);
	return good ? MC_OK : not_a_token(why, "header");
}

static enum mc_code read_signature(const struct parts *parts, uint8_t ret[SIGNATURE],
				   struct mc_err *why)
{
	struct mc_str bytes;
	bool good;

	mc_str_init(&bytes, SIGNATURE);
	good = mc_base64url_decode(parts->signature, &bytes) && bytes.len == SIGNATURE;
	if (good) {
		memcpy(ret, bytes.data, SIGNATURE);
	}
	mc_str_done(&bytes);
	return good ? MC_OK : not_a_token(why, "signature");
}

static enum mc_code add_payload(const struct parts *parts, struct mc_str *ret, struct mc_err *why)
{
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = mc_base64url_decode(parts->payload, &payload)
		       ? mc_append(ret, payload.data, payload.len, why)
		       : not_a_token(why, "payload");
	mc_str_wipe(&payload);
	return code;
}

/* Everything but the trust: shape, header, length of the signature. */
static enum mc_code read_token(struct mc_slice token, const char *kind, struct parts *ret,
			       char ret_kid[MC_KID_LEN], uint8_t ret_signature[SIGNATURE],
			       struct mc_err *why)
{
	enum mc_code code = split(token, ret, why);

	if (!code) {
		code = read_header(ret, kind, ret_kid, why);
	}
	return code ? code : read_signature(ret, ret_signature, why);
}

enum mc_code mc_jws_kid(struct mc_slice token, const char *kind, char ret[MC_KID_LEN],
			struct mc_err *why)
{
	struct parts parts;
	uint8_t signature[SIGNATURE];

	return read_token(token, kind, &parts, ret, signature, why);
}

enum mc_code mc_jws_peek(struct mc_slice token, const char *kind, struct mc_str *ret,
			 struct mc_err *why)
{
	struct parts parts;
	uint8_t signature[SIGNATURE];
	char kid[MC_KID_LEN];
	enum mc_code code = read_token(token, kind, &parts, kid, signature, why);

	return code ? code : add_payload(&parts, ret, why);
}

enum mc_code mc_jws_verify(struct mc_slice token, const char *kind, const struct mc_verify_key *key,
			   struct mc_str *ret, struct mc_err *why)
{
	struct parts parts;
	uint8_t signature[SIGNATURE];
	char kid[MC_KID_LEN];
	enum mc_code code = read_token(token, kind, &parts, kid, signature, why);

	if (code) {
		return code;
	}
	if (strcmp(kid, key->kid)) {
		return mc_fail(why, MC_E_KEY_UNKNOWN, "signed with key %s", kid);
	}
	if (!mc_verify(key, parts.input, signature)) {
		return mc_fail(why, MC_E_SIGNATURE, "key %s", kid);
	}
	return add_payload(&parts, ret, why);
}

static enum mc_code write_token(const struct mc_sign_key *key, const char *kind,
				struct mc_slice payload, struct mc_str *token, struct mc_err *why)
{
	uint8_t signature[SIGNATURE];
	struct mc_verify_key public;
	struct mc_str header;

	mc_sign_key_public(key, &public);
	mc_str_init(&header, HEADER_MAX);
	write_header(public.kid, kind, &header);
	mc_base64url_encode(mc_slice_of(&header), token);
	mc_str_done(&header);
	mc_str_putc(token, '.');
	mc_base64url_encode(payload, token);
	mc_sign(key, mc_slice_of(token), signature);
	mc_str_putc(token, '.');
	mc_base64url_encode((struct mc_slice){signature, sizeof(signature)}, token);
	return token->full ? mc_fail(why, MC_E_TEXT_LONG, "more than %d bytes", MC_JWS_MAX) : MC_OK;
}

enum mc_code mc_jws_sign(const struct mc_sign_key *key, const char *kind, struct mc_slice payload,
			 struct mc_str *ret, struct mc_err *why)
{
	struct mc_str token;
	enum mc_code code;

	if (!kind_valid(kind)) {
		return mc_fail(why, MC_E_INTERNAL, "kind of statement");
	}
	mc_str_init(&token, MC_JWS_MAX);
	code = write_token(key, kind, payload, &token, why);
	if (!code) {
		code = mc_append(ret, token.data, token.len, why);
	}
	mc_str_wipe(&token);
	return code;
}
