/* SPDX-License-Identifier: MPL-2.0 */
/* evidence.c - the claims of a residence proof (FORMATS 6). */
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/wire/message.h"
#include "wire/person_shape.h"

/* ---- iss and asserted_by: two members that say the same, for two readers */

static const char *const issuers[] = {
	[MC_ISSUER_GATEWAY] = "gateway", [MC_ISSUER_TERMINAL] = "terminal"};

static const char *issuer_code(int issuer)
{
	return issuers[issuer];
}

static int issuer_parse(const char *code)
{
	return strcmp(code, issuers[MC_ISSUER_TERMINAL]) == 0 ? MC_ISSUER_TERMINAL
							      : MC_ISSUER_GATEWAY;
}

static const struct mc_shape_words issuer_words = {issuer_code, issuer_parse};

static bool asserted_is_set(const struct mc_shape_member *m, const void *value)
{
	const struct mc_evidence *evidence = value;

	(void)m;
	return evidence->issuer == MC_ISSUER_TERMINAL;
}

static void asserted_write(struct mc_json_writer *w, const struct mc_shape_member *m,
			   const void *value)
{
	(void)value;
	mc_jw_text(w, m->key, "officer");
}

static enum mc_code asserted_read(const struct mc_json *object, const struct mc_shape_member *m,
				  void *value, struct mc_err *why)
{
	const struct mc_json *node = NULL;
	enum mc_code code =
		mc_node_member(object, m->key, asserted_is_set(m, value), MC_NODE_TEXT, &node, why);

	if (code || !node) {
		return code;
	}
	return asserted_is_set(m, value) && !strcmp(mc_json_string(node), "officer")
		       ? MC_OK
		       : mc_node_fail(why, m->key, "does not fit iss");
}

static const struct mc_shape_ops asserted_ops = {
	.is_set = asserted_is_set,
	.write = asserted_write,
	.read = asserted_read,
};

/* ---- iat: a NumericDate (RFC 7519), the only instant that is a number */

static bool iat_is_set(const struct mc_shape_member *m, const void *value)
{
	return mc_shape_int.is_set(m, value);
}

static void iat_write(struct mc_json_writer *w, const struct mc_shape_member *m, const void *value)
{
	mc_jw_int(w, m->key, *(const int64_t *)value / MC_SECOND);
}

static enum mc_code iat_read(const struct mc_json *object, const struct mc_shape_member *m,
			     void *value, struct mc_err *why)
{
	const int64_t year_9999 = INT64_C(253402300799);
	int64_t seconds = 0;
	enum mc_code code = mc_json_int(object, m->key, m->need, &seconds, why);

	if (!code && (seconds < 0 || seconds > year_9999)) {
		return mc_node_fail(why, m->key, "number out of range");
	}
	*(int64_t *)value = seconds * MC_SECOND;
	return code;
}

static const struct mc_shape_ops iat_ops = {
	.is_set = iat_is_set,
	.write = iat_write,
	.read = iat_read,
};

/* ---- the claims */

MC_SHAPE_ADAPT(way)
static const struct mc_shape_words way_words = {way_code, way_parse};

static const struct mc_shape_member subject_members[] = {
	MC_SHAPE_EXACT(struct mc_evidence, number, "number", false, digits),
	MC_SHAPE_EXACT(struct mc_evidence, cmnd, "cmnd", false, digits),
	MC_SHAPE(struct mc_evidence, full_name, "name", text, false),
	MC_SHAPE(struct mc_evidence, born, "born", date, false),
};
static const struct mc_shape subject = MC_SHAPE_OF(subject_members);

static const struct mc_shape_member residence_members[] = {
	MC_SHAPE_WORD(struct mc_evidence, residence, "kind", false, mc_shape_residence),
	MC_SHAPE(struct mc_evidence, address, "address", text, false),
	MC_SHAPE(struct mc_evidence, since, "since", date, false),
	MC_SHAPE(struct mc_evidence, household, "household", text, false),
	MC_SHAPE_OBJECT(struct mc_evidence, head, "head", false, mc_shape_of_relative),
	MC_SHAPE_WORD(struct mc_evidence, head_status, "head_status", false, mc_shape_head_status),
	MC_SHAPE(struct mc_evidence, relation_to_head, "relation", text, false),
};
static const struct mc_shape residence = MC_SHAPE_OF(residence_members);

static const struct mc_shape_member evidence_members[] = {
	MC_SHAPE_WORD(struct mc_evidence, issuer, "iss", true, issuer_words),
	MC_SHAPE_EXACT(struct mc_evidence, id, "jti", true, uuid),
	{.key = "iat",
	 .ops = &iat_ops,
	 .need = true,
	 .at = offsetof(struct mc_evidence, issued_at)},
	MC_SHAPE_EXACT(struct mc_evidence, terminal, "terminal", true, terminal),
	MC_SHAPE_EXACT(struct mc_evidence, query_id, "query_id", false, uuid),
	MC_SHAPE_EXACT(struct mc_evidence, question_sha256, "question_sha256", false, hex),
	MC_SHAPE_OBJECT(struct mc_evidence, officer, "officer", true, mc_shape_of_officer),
	MC_SHAPE_EXACT(struct mc_evidence, officer_auth, "officer_auth", true, word),
	MC_SHAPE(struct mc_evidence, procedure, "procedure", text, false),
	MC_SHAPE(struct mc_evidence, purpose, "purpose", text, false),
	MC_SHAPE_EXACT(struct mc_evidence, dossier, "dossier", false, uuid),
	MC_SHAPE_WORD(struct mc_evidence, outcome, "outcome", true, mc_shape_outcome),
	MC_SHAPE_WORD(struct mc_evidence, way, "way", false, way_words),
	MC_SHAPE_GROUP("subject", false, subject),
	MC_SHAPE_GROUP("residence", false, residence),
	MC_SHAPE(struct mc_evidence, birth_notices, "birth_notices", text, false),
	MC_SHAPE(struct mc_evidence, cause, "cause", text, false),
	{.key = "asserted_by", .ops = &asserted_ops},
};
static const struct mc_shape evidence_shape = MC_SHAPE_OF(evidence_members);

/* A terminal cannot state what only the register knows; nor the other way round. */
static enum mc_code check_issuer(const struct mc_evidence *evidence, struct mc_err *why)
{
	bool failed = evidence->outcome == MC_OUTCOME_FAILURE;

	if (evidence->issuer == MC_ISSUER_GATEWAY && failed) {
		return mc_node_fail(why, "outcome", "does not fit iss");
	}
	if (evidence->issuer == MC_ISSUER_TERMINAL && !failed &&
	    (evidence->way == MC_WAY_SYSTEM || evidence->way == MC_WAY_NONE)) {
		return mc_node_fail(why, "way", "does not fit iss");
	}
	return MC_OK;
}

void mc_evidence_format(const struct mc_evidence *evidence, struct mc_str *ret)
{
	mc_shape_format(&evidence_shape, evidence, ret);
}

enum mc_code mc_evidence_parse(struct mc_slice payload, struct mc_evidence *ret, struct mc_err *why)
{
	struct mc_evidence evidence = {0};
	enum mc_code code = mc_shape_parse(payload, &evidence_shape, &evidence, why);

	if (!code) {
		code = check_issuer(&evidence, why);
	}
	if (!code) {
		*ret = evidence;
	}
	return code;
}
