/* SPDX-License-Identifier: MPL-2.0 */
/* question.c - a question to the register, as the terminal signs it (FORMATS 5). */
#include <string.h>

#include "motcua/wire/message.h"
#include "wire/person_shape.h"

struct question {
	struct mc_query query;
	char terminal[MC_TERMINAL_LEN];
};

static const char *const kinds[] = {[MC_QUERY_LOOKUP] = "lookup", [MC_QUERY_VERIFY] = "verify"};

static const char *kind_code(int kind)
{
	return kinds[kind];
}

static int kind_parse(const char *code)
{
	return strcmp(code, kinds[MC_QUERY_VERIFY]) == 0 ? MC_QUERY_VERIFY : MC_QUERY_LOOKUP;
}

static const struct mc_shape_words kind_words = {kind_code, kind_parse};

static const struct mc_shape_member question_members[] = {
	MC_SHAPE_EXACT(struct question, query.id, "query_id", true, uuid),
	MC_SHAPE_WORD(struct question, query.kind, "kind", true, kind_words),
	MC_SHAPE_EXACT(struct question, terminal, "terminal", true, terminal),
	MC_SHAPE(struct question, query.asked_at, "asked_at", time, true),
	MC_SHAPE_OBJECT(struct question, query.officer, "officer", true, mc_shape_of_officer),
	MC_SHAPE_CONSTANT("officer_auth", "declared"),
	MC_SHAPE(struct question, query.procedure, "procedure", text, true),
	MC_SHAPE(struct question, query.purpose, "purpose", text, true),
	MC_SHAPE_EXACT(struct question, query.dossier, "dossier", false, uuid),
	MC_SHAPE_EXACT(struct question, query.supersedes, "supersedes", false, uuid),
	MC_SHAPE_EXACT(struct question, query.number, "number", false, digits),
	MC_SHAPE_EXACT(struct question, query.cmnd, "cmnd", false, digits),
	MC_SHAPE(struct question, query.full_name, "name", text, false),
	MC_SHAPE(struct question, query.born, "born", date, false),
};
static const struct mc_shape question_shape = MC_SHAPE_OF(question_members);

void mc_question_format(const struct mc_query *query, const char *terminal, struct mc_str *ret)
{
	struct question question = {.query = *query};

	MC_COPY(question.terminal, terminal);
	mc_shape_format(&question_shape, &question, ret);
}

enum mc_code mc_question_parse(struct mc_slice payload, struct mc_query *ret,
			       char ret_terminal[MC_TERMINAL_LEN], struct mc_err *why)
{
	struct question question = {0};
	enum mc_code code = mc_shape_parse(payload, &question_shape, &question, why);

	if (!code && !*question.query.number == !*question.query.cmnd) {
		code = mc_node_fail(why, "number", "either this or cmnd is expected");
	}
	if (!code) {
		*ret = question.query;
		mc_copy(ret_terminal, MC_TERMINAL_LEN, question.terminal);
	}
	return code;
}
