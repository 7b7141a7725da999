/* SPDX-License-Identifier: MPL-2.0 */
/*
 * coding.c - bodies undone, and answers made smaller for whoever says how (RFC 9110, 8.4): lean
 * (docs/FORMATS.md 14), which knows our statements, or zstd (RFC 8878). A commune's line is
 * thin, and what is base64 within JSON within base64 takes three times its bytes.
 */
#include <string.h>

#include "gateway/httpd.h"
#include "motcua/base/mem.h"
#include "motcua/seal/lean.h"
#include "motcua/seal/pack.h"

enum { WORTH_IT = sizeof("Content-Encoding: " MC_LEAN_CODING "\r\n") - 1 };

/* The better one first. */
static const struct {
	const char *name;
	bool (*squeeze)(struct mc_slice plain, struct mc_str *ret);
} codings[] = {
	{MC_LEAN_CODING, mc_lean},
	{"zstd", mc_zstd},
};

/* As a word of its own; with a weight it is left alone, which is always right. */
static bool takes(const struct mc_request *request, const char *name)
{
	const char *line = mc_request_header(request, "Accept-Encoding");

	while (line && *line) {
		size_t len;

		line += strspn(line, ", \t");
		len = strcspn(line, ", \t");
		if (len == strlen(name) && !strncmp(line, name, len)) {
			return true;
		}
		line += len;
	}
	return false;
}

/* Of requests we take our own coding alone; RFC 9110 says 415 to others, and what we take. */
void mc_request_unpack(struct mc_request *request)
{
	const char *coding = mc_request_header(request, "Content-Encoding");
	struct mc_str plain;

	if (!coding || !request->body.len) {
		return;
	}
	mc_str_init(&plain, request->body.max);
	if (strcmp(coding, MC_LEAN_CODING) != 0) {
		mc_answer_header(request, "Accept-Encoding", MC_LEAN_CODING);
		mc_answer_plain_problem(request, MC_PROBLEM_TYPE);
	} else if (mc_unlean(mc_slice_of(&request->body), &plain, NULL)) {
		mc_answer_plain_problem(request, MC_PROBLEM_BAD_REQUEST);
	} else {
		mc_str_done(&request->body);
		request->body = plain;
		return;
	}
	mc_str_done(&plain);
}

void mc_answer_squeeze(struct mc_request *request)
{
	struct mc_str small;
	bool good = false;

	if (request->reply.len <= WORTH_IT) {
		return;
	}
	mc_str_init(&small, request->reply.len - WORTH_IT);
	for (size_t i = 0; !good && i < MC_COUNT(codings); i++) {
		good = takes(request, codings[i].name) &&
		       codings[i].squeeze(mc_slice_of(&request->reply), &small);
		if (good) {
			mc_str_reset(&request->reply);
			mc_str_add(&request->reply, small.data, small.len);
			mc_answer_header(request, "Content-Encoding", "%s", codings[i].name);
		}
	}
	mc_str_done(&small);
}
