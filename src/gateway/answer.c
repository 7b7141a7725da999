/* SPDX-License-Identifier: MPL-2.0 */
/* answer.c - what a route says: JSON, nothing, or a problem. */
#include <stdarg.h>
#include <stdio.h>

#include "gateway/httpd.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"
#include "motcua/wire/statement.h"

#define RETRY_SECONDS 2
#define NO_ROOM_SECONDS 300 /* it has to be finished, or to expire */

static const struct {
	const char *word;
	int status;
	const char *title;
} problems[MC_PROBLEM_COUNT] = {
#define X(name, word, status, title) [MC_PROBLEM_##name] = {word, status, title},
	MC_PROBLEMS(X)
#undef X
};

void mc_answer_header(struct mc_request *request, const char *name, const char *fmt, ...)
{
	struct mc_header *header = &request->headers[request->header_count];
	va_list args;

	if ((size_t)request->header_count == MC_COUNT(request->headers)) {
		return;
	}
	header->name = name;
	va_start(args, fmt);
	if (vsnprintf(header->value, sizeof(header->value), fmt, args) >= 0) {
		request->header_count++;
	}
	va_end(args);
}

void mc_answer_json(struct mc_request *request, int status)
{
	if (request->reply.full) {
		mc_answer_plain_problem(request, MC_PROBLEM_INTERNAL);
		return;
	}
	request->status = status;
	request->type = "application/json";
}

void mc_answer_empty(struct mc_request *request, int status)
{
	mc_str_reset(&request->reply);
	request->status = status;
	request->type = NULL;
}

void mc_answer_problem(struct mc_request *request, enum mc_problem_kind problem, const char *outer,
		       struct mc_slice inner, const struct mc_vec *parts)
{
	mc_str_reset(&request->reply);
	mc_problem_doc_format(problems[problem].word, problems[problem].status,
			      problems[problem].title, outer, inner, parts, &request->reply);
	request->status = problems[problem].status;
	request->type = "application/problem+json";
	if (problem == MC_PROBLEM_BUSY) {
		mc_answer_header(request, "Retry-After", "%d", RETRY_SECONDS);
	} else if (problem == MC_PROBLEM_NO_ROOM) {
		mc_answer_header(request, "Retry-After", "%d", NO_ROOM_SECONDS);
	}
}

static const struct {
	enum mc_code code;
	enum mc_problem_kind problem;
} meanings[] = {
	{MC_E_TERMINAL_UNKNOWN, MC_PROBLEM_TERMINAL_UNKNOWN},
	{MC_E_TERMINAL_REVOKED, MC_PROBLEM_TERMINAL_REVOKED},
	{MC_E_NOT_FOUND, MC_PROBLEM_NOT_FOUND},
	{MC_E_STORE_BUSY, MC_PROBLEM_BUSY},
};

/* The rest: somebody's bad input is his, a bad store or a fault is ours. */
static enum mc_problem_kind problem_of(enum mc_code code)
{
	const struct mc_error_info *info = mc_error_info(code);

	for (size_t i = 0; i < MC_COUNT(meanings); i++) {
		if (meanings[i].code == code) {
			return meanings[i].problem;
		}
	}
	if (info->grade == MC_GRADE_STORE || info->severity == MC_STOP) {
		return MC_PROBLEM_INTERNAL;
	}
	return info->severity == MC_RETRY ? MC_PROBLEM_BUSY : MC_PROBLEM_BAD_REQUEST;
}

void mc_answer_error(struct mc_request *request, enum mc_code code, const struct mc_err *why)
{
	enum mc_problem_kind problem = problem_of(code);
	bool ours = problem == MC_PROBLEM_INTERNAL;

	mc_log(ours ? MC_LOG_ERROR : MC_LOG_INFO, "%s %s: [%s] %s", request->route->method,
	       request->route->path, mc_error_info(code)->code, why->detail);
	mc_answer_plain_problem(request, problem);
}
