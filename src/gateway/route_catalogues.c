/* SPDX-License-Identifier: MPL-2.0 */
/*
 * route_catalogues.c - packs of the catalogue (FORMATS 15): which there are, and their files
 * one by one, so that a desk fetches only what it does not hold.
 */
#include <stdio.h>
#include <string.h>

#include "gateway/routes.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

enum { TAG_LEN = 24 };

static void add_statement(void *to, struct mc_slice jws)
{
	char **text = mc_vec_push(to);

	if (text) {
		*text = mc_strndup(jws.data, jws.len);
	}
}

static enum mc_code list(const struct mc_gateway *gateway, enum mc_pack_name name,
			 struct mc_str *ret, struct mc_err *why)
{
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	struct mc_vec statements;
	enum mc_code code;

	mc_vec_init(&statements, sizeof(char *), MC_PACKS_MAX);
	code = ledger->ops->packs(ledger->ctx, mc_pack_word(name), &today, add_statement,
				  &statements, why);
	if (!code) {
		mc_packs_format(&statements, ret);
	}
	mc_packs_done(&statements);
	return code;
}

/* Weak: the same list, packed or not. */
static void tag_of(const struct mc_str *body, char ret[TAG_LEN])
{
	char sha256[MC_SHA256_HEX];

	mc_sha256_hex(mc_slice_of(body), sha256);
	snprintf(ret, TAG_LEN, "W/\"%.16s\"", sha256);
}

/* One tag or several, or "*"; ours has no comma in it. */
static bool is_known(const struct mc_request *request, const char *tag)
{
	const char *given = mc_request_header(request, "If-None-Match");

	return given && (!strcmp(given, "*") || strstr(given, tag + 2));
}

void mc_route_catalogue(void *ctx, struct mc_request *request)
{
	enum mc_pack_name name = mc_pack_parse_word(request->argument);
	char tag[TAG_LEN];
	struct mc_err why;
	enum mc_code code;

	if (name == MC_PACK_COUNT) {
		mc_answer_plain_problem(request, MC_PROBLEM_NOT_FOUND);
		return;
	}
	code = list(ctx, name, &request->reply, &why);
	if (code) {
		mc_answer_error(request, code, &why);
		return;
	}
	tag_of(&request->reply, tag);
	mc_answer_header(request, "ETag", "%s", tag);
	mc_answer_header(request, "Cache-Control", "no-cache");
	if (is_known(request, tag)) {
		mc_str_reset(&request->reply);
		mc_answer_empty(request, 304);
	} else {
		mc_answer_json(request, 200);
	}
}

/* What has its digest for a name never changes. */
void mc_route_catalogue_file(void *ctx, struct mc_request *request)
{
	const struct mc_gateway *gateway = ctx;
	const struct mc_ledger *ledger = &gateway->ledger;
	struct mc_err why;
	enum mc_code code = ledger->ops->pack_file(ledger->ctx, request->argument, request->second,
						   &request->reply, &why);

	if (code == MC_E_NOT_FOUND) {
		mc_answer_plain_problem(request, MC_PROBLEM_NOT_FOUND);
	} else if (code) {
		mc_answer_error(request, code, &why);
	} else {
		mc_answer_header(request, "Cache-Control", "max-age=31536000, immutable");
		mc_answer_json(request, 200);
	}
}
