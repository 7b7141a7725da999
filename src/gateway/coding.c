/* SPDX-License-Identifier: MPL-2.0 */
/*
 * coding.c - answers made smaller for whoever reads zstd (RFC 8878): what is base64 within
 * JSON within base64 shrinks to a third when there are several of a kind, and a commune's
 * line is thin.
 */
#include <string.h>

#include "gateway/httpd.h"
#include "motcua/seal/pack.h"

enum { WORTH_IT = sizeof("Content-Encoding: zstd\r\n") - 1 };

/* "zstd" as a word of its own; with a weight it is left alone, which is always right. */
static bool takes_zstd(const struct mc_request *request)
{
	const char *line = mc_request_header(request, "Accept-Encoding");

	while (line && *line) {
		line += strspn(line, ", \t");
		if (strcspn(line, ", \t") == 4 && !strncmp(line, "zstd", 4)) {
			return true;
		}
		line += strcspn(line, ", \t");
	}
	return false;
}

void mc_answer_squeeze(struct mc_request *request)
{
	struct mc_str small;

	if (request->reply.len <= WORTH_IT || !takes_zstd(request)) {
		return;
	}
	mc_str_init(&small, request->reply.len - WORTH_IT);
	if (mc_zstd(mc_slice_of(&request->reply), &small)) {
		mc_str_reset(&request->reply);
		mc_str_add(&request->reply, small.data, small.len);
		mc_answer_header(request, "Content-Encoding", "zstd");
	}
	mc_str_done(&small);
}
