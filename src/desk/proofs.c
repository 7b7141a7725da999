/* SPDX-License-Identifier: MPL-2.0 */
/* proofs.c - the signed words about people that go with a dossier: each about somebody in it. */
#include <stdlib.h>
#include <string.h>

#include "desk/work.h"
#include "motcua/base/mem.h"
#include "motcua/desk/lookup.h"

/* The newest that fit: a day of failed tries must not make a dossier too large. */
enum { EVIDENCE_MAX = 64, EVIDENCE_BYTES = 16 * 1024, CORRECTIONS = 8 };

/* ---- about whom */

/* Is it the number of anybody in the form? */
static bool stands(const struct mc_work *work, const char *number)
{
	for (size_t i = 0; *number && i < work->procedure->fields.len; i++) {
		const struct mc_field *field = mc_vec_at(&work->procedure->fields, i);

		if (field->kind == MC_FIELD_ID_NUMBER && mc_form_shown(work->form, (int)i) &&
		    strcmp(work->form->values[i].text, number) == 0) {
			return true;
		}
	}
	return false;
}

/* Asked after by the number of an old card, and in the form by today's. */
static bool stands_renumbered(const struct mc_work *work, const char *number)
{
	struct mc_lookup *known = mc_calloc(1, sizeof(*known));
	const struct mc_person *person = &known->answer.person;
	bool there = *number && !mc_lookup_recent(work->desk, number, known, NULL) &&
		     (stands(work, person->number) || stands(work, person->cmnd) ||
		      stands(work, person->old_number));

	explicit_bzero(known, sizeof(*known));
	free(known);
	return there;
}

/* Law 91/2025: of a card that was scanned by mistake the province is told nothing. */
static bool is_about_somebody_here(const struct mc_work *work, struct mc_slice jws)
{
	struct mc_evidence claims;
	struct mc_str payload;
	bool here = false;

	mc_str_init(&payload, MC_JWS_MAX);
	if (!mc_jws_peek(jws, "residence", &payload, NULL) &&
	    !mc_evidence_parse(mc_slice_of(&payload), &claims, NULL)) {
		here = stands(work, claims.number) || stands(work, claims.cmnd) ||
		       stands_renumbered(work, claims.number[0] ? claims.number : claims.cmnd);
		explicit_bzero(&claims, sizeof(claims));
	}
	mc_str_wipe(&payload);
	return here;
}

static enum mc_code add_proof(const struct mc_work *work, const char *id, size_t *room,
			      struct mc_manifest *manifest, struct mc_err *why)
{
	struct mc_str jws;
	char **slot;
	enum mc_code code;

	mc_str_init(&jws, MC_JWS_MAX);
	code = mc_evidence_load(work->desk->store, id, &jws, why);
	if (!code && jws.len <= *room && is_about_somebody_here(work, mc_slice_of(&jws))) {
		*room -= jws.len;
		slot = mc_vec_push(&manifest->evidence);
		if (slot) {
			*slot = mc_str_take(&jws, NULL);
		}
	}
	mc_str_wipe(&jws);
	return code;
}

/* ---- who is proven by them */

/* Known by this number now, whatever number it was asked after by. */
static bool is_number_of(const struct mc_work *work, const char *number, const char *asked)
{
	struct mc_lookup *known;
	bool same = *asked && strcmp(number, asked) == 0;

	if (same || !*asked || !*number) {
		return same;
	}
	known = mc_calloc(1, sizeof(*known));
	same = !mc_lookup_recent(work->desk, asked, known, NULL) &&
	       strcmp(known->answer.person.number, number) == 0;
	explicit_bzero(known, sizeof(*known));
	free(known);
	return same;
}

static void prove(const struct mc_work *work, const struct mc_evidence *claims)
{
	MC_VEC_EACH(&work->procedure->roles, struct mc_role, role) {
		const char *number = role->number_field ?
					     mc_form_text(work->form, role->number_field) : "";

		if (*number && (is_number_of(work, number, claims->number) ||
				is_number_of(work, number, claims->cmnd))) {
			mc_form_prove(work->form, role, number);
		}
	}
}

/* The register's word alone: not what an officer saw in VNeID, nor that nothing was found. */
static void prove_by(const struct mc_work *work, const char *dossier)
{
	struct mc_evidence_shown shown;
	struct mc_vec rows;

	mc_vec_init(&rows, sizeof(struct mc_evidence_row), EVIDENCE_MAX);
	if (mc_evidence_of_dossier(work->desk->store, dossier, &rows, NULL)) {
		mc_vec_reset(&rows); /* then nobody is called verified */
	}
	MC_VEC_EACH(&rows, struct mc_evidence_row, row) {
		mc_evidence_shown_init(&shown);
		if (row->outcome == MC_OUTCOME_FOUND && row->issuer == MC_ISSUER_GATEWAY &&
		    !mc_evidence_show(work->desk, row->id, &shown, NULL)) {
			prove(work, &shown.claims);
		}
		mc_evidence_shown_done(&shown);
	}
	mc_vec_done(&rows);
}

void desk_prove(struct mc_work *work)
{
	struct mc_draft draft = {.state = MC_STATE_NONE};
	char id[MC_UUID_LEN];

	MC_VEC_EACH(&work->procedure->roles, struct mc_role, role) {
		mc_form_prove(work->form, role, "");
	}
	MC_COPY(id, work->id);
	for (int i = 0; *id && i < CORRECTIONS; i++) {
		prove_by(work, id);
		if (mc_draft_load(work->desk->store, id, &draft, NULL)) {
			break;
		}
		MC_COPY(id, draft.replaces);
	}
	if (work->supplements[0]) {
		prove_by(work, work->supplements);
	}
	explicit_bzero(&draft, sizeof(draft));
}

/* ---- of which dossiers */

static enum mc_code add_proofs_of(const struct mc_work *work, const char *dossier, int64_t since,
				  size_t *room, struct mc_manifest *manifest, struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_evidence_row), EVIDENCE_MAX);
	code = mc_evidence_of_dossier(work->desk->store, dossier, &rows, why);
	for (size_t i = 0; i < rows.len && !code; i++) {
		const struct mc_evidence_row *row = mc_vec_at(&rows, i);

		if (row->at >= since) {
			code = add_proof(work, row->id, room, manifest, why);
		}
	}
	mc_vec_done(&rows);
	return code;
}

/* Of the dossier that it completes: what came when that one was sealed already. */
static enum mc_code add_late_proofs(const struct mc_work *work, size_t *room,
				    struct mc_manifest *manifest, struct mc_err *why)
{
	struct mc_item item;
	enum mc_code code;

	if (!work->supplements[0]) {
		return MC_OK;
	}
	code = mc_mail_item(work->desk->mail, work->supplements, &item, why);
	return code ? code :
		      add_proofs_of(work, work->supplements, item.sealed_at, room, manifest, why);
}

/* Its own, and those of the dossiers that it corrects: the citizen is not asked again. */
enum mc_code desk_add_proofs(const struct mc_work *work, struct mc_manifest *manifest,
			     struct mc_err *why)
{
	char id[MC_UUID_LEN];
	size_t room = EVIDENCE_BYTES;
	enum mc_code code = MC_OK;

	MC_COPY(id, work->id);
	for (int i = 0; !code && *id && i < CORRECTIONS; i++) {
		struct mc_draft draft = {.state = MC_STATE_NONE};

		code = add_proofs_of(work, id, INT64_MIN, &room, manifest, why);
		if (mc_draft_load(work->desk->store, id, &draft, NULL)) {
			break; /* an older copy of store.db: what is there was taken */
		}
		MC_COPY(id, draft.replaces);
	}
	return code ? code : add_late_proofs(work, &room, manifest, why);
}
