/* SPDX-License-Identifier: MPL-2.0 */
/* client_answer.c - an answer of the gateway's, a failure, or what a portal or proxy put there. */
#include "net/client_answer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "motcua/base/mem.h"

static const struct {
	const char *word;
	enum mc_code code;
} words[] = {
	{"terminal-unknown", MC_E_TERMINAL_UNKNOWN},
	{"terminal-taken", MC_E_TERMINAL_UNKNOWN},
	{"enrol-code", MC_E_TERMINAL_UNKNOWN},
	{"terminal-revoked", MC_E_TERMINAL_REVOKED},
	{"in-progress", MC_E_WAITING},
	{"busy", MC_E_GATEWAY_BUSY},
	{"internal", MC_E_GATEWAY_BUSY},
	{"parts-missing", MC_E_PARTS_MISSING},
	{"seq-taken", MC_E_SEQ_TAKEN},
	{"withdrawn", MC_E_WITHDRAWN_THERE},
	{"digest-mismatch", MC_E_DIGEST_MISMATCH},
	{"upgrade-required", MC_E_GATEWAY_OLD},
};

enum mc_code mc_client_code_of(const char *word)
{
	for (size_t i = 0; i < MC_COUNT(words); i++) {
		if (!strcmp(words[i].word, word)) {
			return words[i].code;
		}
	}
	return MC_E_GATEWAY_REFUSED;
}

static bool is_type(const struct mc_http_reply *http, const char *type)
{
	size_t len = strlen(type);

	return !strncasecmp(http->content_type, type, len) &&
	       (!http->content_type[len] || strchr("; ", http->content_type[len]));
}

static bool is_busy(int status)
{
	return status == 408 || status == 425 || status == 429 || status >= 500;
}

static bool is_tus(const struct mc_http_reply *http, enum expect expect)
{
	return expect == EXPECT_TUS && !strcmp(http->tus_version, TUS_VERSION);
}

static void suspect(struct mc_client_answer *answer, const char *what)
{
	answer->code = MC_E_LINK_SUSPECT;
	snprintf(answer->detail, sizeof(answer->detail), "%s (status %d)", what, answer->status);
}

static void sort_success(const struct mc_http_reply *http, enum expect expect,
			 struct mc_client_answer *answer)
{
	struct mc_err err;

	if (expect == EXPECT_TUS) {
		if (!is_tus(http, expect)) {
			suspect(answer, "not an upload server");
		}
		return;
	}
	if (expect == EXPECT_EMPTY) {
		if (http->content_type[0]) { /* of an empty answer? a portal's page */
			suspect(answer, "not empty");
		}
		return;
	}
	if (!is_type(http, "application/json")) {
		suspect(answer, "not JSON");
		return;
	}
	if (expect == EXPECT_REPLY &&
	    mc_reply_parse(mc_slice_of(&http->body), &answer->reply, &err)) {
		suspect(answer, "not an answer of the gateway");
	}
}

static void sort_failure(const struct mc_http_reply *http, enum expect expect,
			 enum mc_code not_found, struct mc_client_answer *answer)
{
	struct mc_err err;
	bool problem = is_type(http, "application/problem+json");

	/* the answer to a HEAD has no body */
	if ((problem || is_tus(http, expect)) && not_found &&
	    (http->status == 404 || http->status == 410)) {
		answer->code = not_found;
		return;
	}
	if (problem &&
	    !mc_problem_doc_parse(mc_slice_of(&http->body), &answer->problem, &err)) {
		answer->code = mc_client_code_of(answer->problem.word);
		MC_COPY(answer->detail, answer->problem.word);
		return;
	}
	if (is_busy(http->status)) {
		answer->code = MC_E_GATEWAY_BUSY;
		snprintf(answer->detail, sizeof(answer->detail), "status %d", http->status);
		return;
	}
	suspect(answer, "an answer that is not the gateway's");
}

/* A Location may be absolute (RFC 9110): only its path is ours to follow. */
static const char *path_of(const char *location)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-._~/";
	const char *host = strstr(location, "://");
	const char *path = host ? strchr(host + 3, '/') : location;

	return path && path[0] == '/' && !path[strspn(path, allowed)] ? path : "";
}

/* One of a list like "creation, termination". */
static bool has_word(const char *list, const char *word)
{
	while (*list) {
		size_t len;

		list += strspn(list, ", ");
		len = strcspn(list, ", ");
		if (len && len == strlen(word) && !strncmp(list, word, len)) {
			return true;
		}
		list += len;
	}
	return false;
}

/* What its headers tell, and how it came. */
static void take_head(const struct mc_http_reply *http, struct mc_client_answer *ret)
{
	*ret = (struct mc_client_answer){
		.code = http->code,
		.status = http->status,
		.dates = http->dates,
		.retry_after = http->retry_after,
		.body = &http->body,
		.upload_offset = http->upload_offset,
		.sent_bytes = http->sent_bytes,
		.began = http->began,
	};
	mc_problem_doc_init(&ret->problem);
	ret->tus_with_upload = has_word(http->tus_extension, "creation-with-upload");
	ret->tus_sha256 = has_word(http->tus_extension, "checksum") &&
			  has_word(http->tus_checksum, "sha256");
	MC_COPY(ret->detail, http->detail);
	MC_COPY(ret->location, path_of(http->location));
	MC_COPY(ret->etag, http->etag);
}

void client_sort(const struct mc_http_reply *http, enum expect expect, enum mc_code not_found,
		 struct mc_client_answer *ret)
{
	take_head(http, ret);
	if (http->code) {
		return;
	}
	if (http->status >= 200 && http->status < 300) {
		sort_success(http, expect, ret);
	} else if (http->status != 304 || expect != EXPECT_NEWER) {
		sort_failure(http, expect, not_found, ret);
	}
}
