/* SPDX-License-Identifier: MPL-2.0 */
/* answer.c - the inner part of an answer: also how a person is cached (FORMATS 5). */
#include <stdlib.h>

#include "motcua/wire/message.h"
#include "wire/person_shape.h"

static const struct mc_shape_member head_members[] = {
	MC_SHAPE_EXACT(struct mc_answer, query_id, "query_id", true, uuid),
	MC_SHAPE_WORD(struct mc_answer, outcome, "outcome", true, mc_shape_outcome),
	MC_SHAPE(struct mc_answer, taken_at, "taken_at", time, true),
};
static const struct mc_shape head = MC_SHAPE_OF(head_members);

static const struct mc_shape_member found_members[] = {
	MC_SHAPE_OBJECT(struct mc_answer, person, "person", true, mc_shape_of_person),
	MC_SHAPE_OBJECT(struct mc_answer, household, "household", false, mc_shape_of_household),
};
static const struct mc_shape found = MC_SHAPE_OF(found_members);

void mc_answer_format(const struct mc_answer *answer, const char *evidence_jws, struct mc_str *ret)
{
	struct mc_json_writer w;

	mc_jw_init(&w, ret);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_shape_write_members(&w, &head, answer);
	if (answer->outcome == MC_OUTCOME_FOUND) {
		mc_shape_write_members(&w, &found, answer);
	}
	mc_jw_text_if(&w, "evidence", evidence_jws);
	mc_jw_object_end(&w);
}

/* The register's own two outcomes; a failure is stated by the terminal, in evidence. */
static enum mc_code outcome_read(const struct mc_json *root, struct mc_answer *answer,
				 struct mc_err *why)
{
	switch (answer->outcome) {
	case MC_OUTCOME_FOUND:
		return mc_shape_read(root, &found, answer, why);
	case MC_OUTCOME_NO_MATCH:
		return mc_json_member(root, "person")
			       ? mc_node_fail(why, "person", "stands beside no_match")
			       : MC_OK;
	default:
		return mc_node_fail(why, "outcome", "not one of the register's");
	}
}

enum mc_code mc_answer_parse(struct mc_slice json, struct mc_answer *ret, char **ret_evidence,
			     struct mc_err *why)
{
	struct mc_answer answer = {0};
	struct mc_json *root = NULL;
	char *evidence = NULL;
	enum mc_code code = mc_node_open(json, &root, why);

	if (code) {
		return code;
	}
	code = mc_shape_read(root, &head, &answer, why);
	code = code ? code : outcome_read(root, &answer, why);
	code = code ? code : mc_node_jws(root, "evidence", false, &evidence, why);
	mc_json_free(root);
	if (!code) {
		*ret = answer;
		*ret_evidence = evidence;
	}
	return code;
}
