/* SPDX-License-Identifier: MPL-2.0 */
/* own.c - the two kinds of record that a terminal signs, read as one. */
#include "motcua/trust/own.h"

#include "motcua/seal/jws.h"

static enum mc_code payload_of(const struct mc_verify_key *key, struct mc_slice jws,
			       const char *kind, struct mc_str *ret, struct mc_err *why)
{
	return key ? mc_jws_verify(jws, kind, key, ret, why) : mc_jws_peek(jws, kind, ret, why);
}

static enum mc_code parse(bool supplements, struct mc_slice payload, struct mc_record *ret,
			  struct mc_supplement *ret_supplement, struct mc_err *why)
{
	enum mc_code code;

	if (!supplements) {
		return mc_record_parse(payload, ret, why);
	}
	code = mc_supplement_parse(payload, ret_supplement, why);
	if (!code) {
		mc_supplement_record(ret_supplement, ret);
	}
	return code;
}

enum mc_code mc_own_record(const struct mc_verify_key *key, struct mc_slice jws,
			   struct mc_record *ret, struct mc_supplement *ret_supplement,
			   struct mc_err *why)
{
	char kid[MC_KID_LEN];
	bool supplements = !mc_jws_kid(jws, "supplement", kid, NULL);
	struct mc_supplement supplement = {.id = ""};
	struct mc_record record = {.id = ""};
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	code = payload_of(key, jws, supplements ? "supplement" : "record", &payload, why);
	code = code ? code : parse(supplements, mc_slice_of(&payload), &record, &supplement, why);
	mc_str_done(&payload);
	if (!code) {
		*ret = record;
	}
	if (!code && ret_supplement) {
		*ret_supplement = supplement;
	}
	return code;
}
