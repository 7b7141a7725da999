/* SPDX-License-Identifier: MPL-2.0 */
/*
 * kept.c - the procedures that drafts were begun with: the catalogue's while it is the same
 * file, else the older bytes that the draft keeps, read once.
 */
#include <string.h>

#include "desk/desk.h"
#include "motcua/base/mem.h"

enum { KEPT_MAX = 1000 };

struct kept {
	char sha256[MC_SHA256_HEX];
	struct mc_procedure *procedure; /* owned */
};

void desk_kept_close(struct mc_desk *desk)
{
	MC_VEC_EACH(&desk->kept, struct kept, kept) {
		mc_procedure_free(kept->procedure);
	}
	mc_vec_done(&desk->kept);
}

static const struct mc_procedure *find(const struct mc_desk *desk, const char *sha256)
{
	MC_VEC_EACH(&desk->kept, struct kept, kept) {
		if (!strcmp(kept->sha256, sha256)) {
			return kept->procedure;
		}
	}
	return NULL;
}

static enum mc_code read(struct mc_desk *desk, const char *draft, const char *sha256,
			 const struct mc_procedure **ret, struct mc_err *why)
{
	struct mc_procedure *procedure;
	struct kept *to;
	struct mc_str bytes;
	enum mc_code code;

	mc_str_init(&bytes, MC_JSON_MAX);
	code = mc_draft_procedure(desk->store, draft, &bytes, why);
	code = code ? code : mc_procedure_parse(mc_slice_of(&bytes), &procedure, why);
	mc_str_done(&bytes);
	if (code) {
		return code;
	}
	if (!desk->kept.size) {
		mc_vec_init(&desk->kept, sizeof(struct kept), KEPT_MAX);
	}
	to = mc_vec_push(&desk->kept);
	if (!to) {
		mc_procedure_free(procedure);
		return mc_fail(why, MC_E_PROCEDURE_FILE, "too many versions");
	}
	MC_COPY(to->sha256, sha256);
	*ret = to->procedure = procedure;
	return MC_OK;
}

enum mc_code desk_kept_procedure(struct mc_desk *desk, const char *draft, const char *code_text,
				 const struct mc_procedure **ret, struct mc_err *why)
{
	char sha256[MC_SHA256_HEX];
	const struct mc_procedure *known;
	enum mc_code code = mc_draft_procedure_digest(desk->store, draft, sha256, why);

	if (code == MC_E_NOT_FOUND) { /* of a desk that kept none */
		return mc_desk_procedure(desk, code_text, ret, why);
	}
	if (code) {
		return code;
	}
	known = desk_procedure_of(desk, code_text, sha256);
	known = known ? known : find(desk, sha256);
	if (!known) {
		return read(desk, draft, sha256, ret, why);
	}
	*ret = known;
	return MC_OK;
}

const struct mc_procedure *mc_dossier_procedure(struct mc_desk *desk, const char *id)
{
	const struct mc_procedure *procedure = NULL;
	struct mc_draft draft;

	if (mc_draft_load(desk->store, id, &draft, NULL) ||
	    desk_kept_procedure(desk, id, draft.procedure, &procedure, NULL)) {
		procedure = NULL;
	}
	explicit_bzero(draft.subject, sizeof(draft.subject));
	return procedure;
}
