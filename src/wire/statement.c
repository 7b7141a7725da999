/* SPDX-License-Identifier: MPL-2.0 */
/* statement.c - the outer part of the gateway's statements (FORMATS 3). */
#include "motcua/wire/statement.h"

#include <string.h>

#include "wire/shape.h"

static const struct mc_shape_member outer_members[] = {
	MC_SHAPE_EXACT(struct mc_outer, kind, "kind", true, word),
	MC_SHAPE_EXACT(struct mc_outer, id, "id", true, uuid),
	MC_SHAPE_EXACT(struct mc_outer, terminal, "terminal", true, terminal),
	MC_SHAPE_EXACT(struct mc_outer, epoch, "epoch", false, hex),
	MC_SHAPE(struct mc_outer, seq, "seq", int, false),
	MC_SHAPE_EXACT(struct mc_outer, outcome, "outcome", true, word),
	MC_SHAPE_EXACT(struct mc_outer, branch, "branch", false, word),
	MC_SHAPE_EXACT(struct mc_outer, branch_outcome, "branch_outcome", false, word),
	MC_SHAPE_EXACT(struct mc_outer, digest, "digest", false, hex),
	MC_SHAPE(struct mc_outer, at, "at", time, true),
	MC_SHAPE(struct mc_outer, cursor, "cursor", int, false),
	MC_SHAPE(struct mc_outer, after, "after", int, false),
	MC_SHAPE_EXACT(struct mc_outer, inner_sha256, "inner", false, hex),
};
static const struct mc_shape outer = MC_SHAPE_OF(outer_members);

enum { OUTCOMES = 7 };

/* What may be said by which kind. Nothing else is acted upon. */
static const struct {
	const char *kind;
	bool digest; /* must be there */
	const char *outcomes[OUTCOMES];
} kinds[] = {
	{"answer", true, {"found", "no_match"}},
	{"receipt", true, {"received"}},
	{"rejection", true, {"rejected"}},
	{"refusal", true, {"seq-taken", "digest-mismatch"}},
	{"withdrawn", false, {"withdrawn"}},
	{"event", true, {"forwarded", "in_process", "needs_supplement", "payment_due", "stopped",
			 "returned", "completed"}},
};

static bool is_outcome(const char *const outcomes[OUTCOMES], const char *outcome)
{
	for (size_t i = 0; i < OUTCOMES && outcomes[i]; i++) {
		if (!strcmp(outcomes[i], outcome)) {
			return true;
		}
	}
	return false;
}

static enum mc_code check_kind(const struct mc_outer *o, const char *kind, struct mc_err *why)
{
	size_t i = 0;

	while (i < MC_COUNT(kinds) && strcmp(kinds[i].kind, o->kind) != 0) {
		i++;
	}
	if (i == MC_COUNT(kinds) || strcmp(o->kind, kind) != 0) {
		return mc_node_fail(why, "kind", "not the expected one");
	}
	if (!is_outcome(kinds[i].outcomes, o->outcome)) {
		return mc_node_fail(why, "outcome", "unknown word");
	}
	if (kinds[i].digest && !*o->digest) {
		return mc_node_fail(why, "digest", "missing");
	}
	if (!*o->branch != !*o->branch_outcome || (*o->branch && strcmp(kind, "event") != 0)) {
		return mc_node_fail(why, "branch", "an event's branch and its outcome belong together");
	}
	if (o->after && (strcmp(kind, "event") != 0 || o->after >= o->cursor)) {
		return mc_node_fail(why, "after", "not the cursor of an earlier event");
	}
	if (!*o->epoch != !o->seq) {
		return mc_node_fail(why, "seq", "an epoch and a seq belong together");
	}
	return MC_OK;
}

void mc_outer_format(const struct mc_outer *o, struct mc_str *ret)
{
	mc_shape_format(&outer, o, ret);
}

enum mc_code mc_outer_parse(struct mc_slice payload, const char *kind, struct mc_outer *ret,
			    struct mc_err *why)
{
	struct mc_outer o = {0};
	enum mc_code code = mc_shape_parse(payload, &outer, &o, why);

	if (!code) {
		code = check_kind(&o, kind, why);
	}
	if (!code) {
		*ret = o;
	}
	return code;
}
