/* SPDX-License-Identifier: MPL-2.0 */
/* gateway.c - statements out (signed, sealed) and statements in (verified). */
#include "gateway/gateway.h"

#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/seal/pack.h"

/* ---- out */

static enum mc_code seal_inner(const char *open_key, struct mc_slice plain, struct mc_outer *outer,
			       struct mc_str *ret, struct mc_err *why)
{
	struct mc_seal_key to;
	enum mc_code code = mc_seal_key_parse(open_key, &to, why);

	code = code ? code : mc_pack_seal(&to, 1, plain, ret, why);
	if (!code) {
		mc_sha256_hex(mc_slice_of(ret), outer->inner_sha256);
	}
	return code;
}

static enum mc_code sign_outer(const struct mc_gateway *gateway, const struct mc_outer *outer,
			       char **ret, struct mc_err *why)
{
	struct mc_str payload, jws;
	enum mc_code code;

	mc_str_init(&payload, 4096);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_outer_format(outer, &payload);
	code = mc_gateway_keys_sign(gateway->keys, outer->kind, outer->at, mc_slice_of(&payload),
				    &jws, why);
	if (!code) {
		*ret = mc_str_take(&jws, NULL);
	}
	mc_str_done(&payload);
	mc_str_done(&jws);
	return code;
}

enum mc_code mc_gateway_speak(const struct mc_gateway *gateway, struct mc_outer *outer,
			      const char *open_key, struct mc_slice inner, struct mc_reply *ret,
			      struct mc_err *why)
{
	struct mc_reply reply = {.outer = NULL};
	enum mc_code code = MC_OK;

	mc_str_init(&reply.inner, MC_JSON_MAX);
	if (inner.len) {
		code = seal_inner(open_key, inner, outer, &reply.inner, why);
	}
	code = code ? code : sign_outer(gateway, outer, &reply.outer, why);
	if (code) {
		mc_reply_done(&reply);
		return code;
	}
	*ret = reply;
	return MC_OK;
}

enum mc_code mc_gateway_notify(const struct mc_gateway *gateway, struct mc_outer *outer,
			       const char *open_key, const struct mc_notice *notice,
			       struct mc_reply *ret, struct mc_err *why)
{
	struct mc_str inner;
	enum mc_code code;

	mc_str_init(&inner, MC_JSON_MAX);
	mc_notice_format(notice, &inner);
	code = mc_gateway_speak(gateway, outer, open_key, mc_slice_of(&inner), ret, why);
	mc_str_wipe(&inner);
	return code;
}

enum mc_code mc_gateway_refuse(const struct mc_gateway *gateway, const char *outcome,
			       const struct mc_ledger_held *held, struct mc_reply *ret,
			       struct mc_err *why)
{
	struct mc_outer outer = {.kind = "refusal", .seq = held->seq, .at = mc_clock_now()};

	MC_COPY(outer.id, held->id);
	MC_COPY(outer.terminal, held->terminal);
	MC_COPY(outer.epoch, held->epoch);
	MC_COPY(outer.outcome, outcome);
	MC_COPY(outer.digest, held->digest);
	return mc_gateway_speak(gateway, &outer, NULL, (struct mc_slice){"", 0}, ret, why);
}

/* ---- in */

enum mc_code mc_gateway_terminal(const struct mc_gateway *gateway, const char *id,
				 struct mc_ledger_terminal *ret, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	enum mc_code code = ledger->ops->terminal(ledger->ctx, id, ret, why);

	if (code == MC_E_NOT_FOUND) {
		return mc_fail(why, MC_E_TERMINAL_UNKNOWN, "not enrolled");
	}
	if (!code && ret->revoked) {
		return mc_fail(why, MC_E_TERMINAL_REVOKED, "revoked");
	}
	return code;
}

static enum mc_code verify_by(const struct mc_ledger_terminal *terminal, struct mc_slice jws,
			      const char *kind, struct mc_str *ret_payload, struct mc_err *why)
{
	struct mc_verify_key key;
	enum mc_code code = mc_verify_key_parse(terminal->sign, &key, why);

	code = code ? code : mc_jws_verify(jws, kind, &key, ret_payload, why);
	return code == MC_E_KEY_UNKNOWN ? mc_fail(why, MC_E_TERMINAL_UNKNOWN, "another key") : code;
}

enum mc_code mc_gateway_hear(const struct mc_gateway *gateway, struct mc_slice jws,
			     const char *kind, struct mc_ledger_terminal *ret_terminal,
			     struct mc_str *ret_payload, struct mc_err *why)
{
	char id[MC_TERMINAL_LEN] = "";
	struct mc_str peeked;
	enum mc_code code;

	mc_str_init(&peeked, MC_JWS_MAX);
	code = mc_jws_peek(jws, kind, &peeked, why);
	code = code ? code : mc_signer_parse(mc_slice_of(&peeked), id, why);
	mc_str_wipe(&peeked);
	code = code ? code : mc_gateway_terminal(gateway, id, ret_terminal, why);
	return code ? code : verify_by(ret_terminal, jws, kind, ret_payload, why);
}
