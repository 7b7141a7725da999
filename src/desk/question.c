/* SPDX-License-Identifier: MPL-2.0 */
/* question.c - a question as it goes out: signed by this desk, sealed to the gateway, a row. */

#include "desk/question.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/pack.h"

static enum mc_code sign(struct mc_desk *desk, const struct mc_query *query, struct mc_str *ret,
			 struct mc_err *why)
{
	struct mc_str payload;
	enum mc_code code;

	mc_str_init(&payload, MC_JWS_MAX);
	mc_question_format(query, desk->keys.id, &payload);
	code = desk_sign(desk, "question", mc_slice_of(&payload), ret, why);
	mc_str_wipe(&payload);
	return code;
}

static enum mc_code seal(struct mc_desk *desk, struct desk_question *question, struct mc_err *why)
{
	struct mc_seal_key to;
	enum mc_code code = desk_seal_key(desk, &to, why);

	return code ? code :
		      mc_pack_seal(&to, 1, mc_slice_of(&question->jws), &question->sealed, why);
}

static void init(struct desk_question *question, const struct mc_query *query)
{
	question->row = (struct mc_question){.kind = query->kind, .asked_at = query->asked_at};
	MC_COPY(question->row.id, query->id);
	mc_str_init(&question->jws, MC_JWS_MAX);
	mc_str_init(&question->sealed, MC_JWS_MAX);
}

enum mc_code desk_question_make(struct mc_desk *desk, const struct mc_query *query,
				struct desk_question *ret, struct mc_err *why)
{
	enum mc_code code;

	init(ret, query);
	code = sign(desk, query, &ret->jws, why);
	return code ? code : seal(desk, ret, why);
}

void desk_question_done(struct desk_question *question)
{
	mc_str_wipe(&question->jws);
	mc_str_done(&question->sealed);
}

enum mc_code desk_question_post(struct mc_desk *desk, const struct desk_question *question,
				struct mc_err *why)
{
	char digest[MC_SHA256_HEX];

	mc_sha256_hex(mc_slice_of(&question->jws), digest);
	return mc_mail_ask(desk->mail, &question->row, mc_slice_of(&question->sealed), digest, why);
}

enum mc_code desk_question_load(struct mc_desk *desk, const char *query_id,
				struct mc_str *ret_jws, struct mc_query *ret_query,
				struct mc_err *why)
{
	char terminal[MC_TERMINAL_LEN];
	struct mc_str payload;
	enum mc_code code = mc_asked_load(desk->store, query_id, ret_jws, why);

	mc_str_init(&payload, MC_JWS_MAX);
	if (!code) {
		code = mc_jws_peek(mc_slice_of(ret_jws), "question", &payload, why);
	}
	if (!code) {
		code = mc_question_parse(mc_slice_of(&payload), ret_query, terminal, why);
	}
	mc_str_wipe(&payload);
	return code;
}

enum mc_code desk_question_again(struct mc_desk *desk, const char *query_id,
				 struct desk_question *ret, struct mc_err *why)
{
	struct mc_query *query = mc_calloc(1, sizeof(*query));
	struct mc_str jws;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	code = desk_question_load(desk, query_id, &jws, query, why);
	init(ret, query);
	if (!code) {
		mc_str_add(&ret->jws, jws.data, jws.len);
		code = seal(desk, ret, why);
	}
	mc_str_wipe(&jws);
	explicit_bzero(query, sizeof(*query));
	free(query);
	return code;
}
