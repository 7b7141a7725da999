/* SPDX-License-Identifier: MPL-2.0 */
/*
 * submit.c - sealing: a complete draft becomes bytes that never change again.
 *
 * The commit of the SEALED row in mail.db is the act of submitting, and the only
 * fsync of it: store.db was written when the dossier became READY, and is not written
 * again. While a row with this id stands in mail.db, that row's state is the dossier's
 * state (desk_state()).
 */

#include <stdlib.h>
#include <string.h>

#include "desk/asked.h"
#include "desk/verifications.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/seal/pack.h"
#include "motcua/store/supplement.h"

enum mc_code desk_state(struct mc_desk *desk, const struct mc_draft *draft, enum mc_state *ret,
			struct mc_item *ret_item, struct mc_err *why)
{
	struct mc_item item;
	enum mc_code code = mc_mail_item(desk->mail, draft->id, &item, why);

	if (code == MC_E_DOSSIER_UNKNOWN) {
		*ret = draft->state;
		return MC_OK;
	}
	if (code) {
		return code; /* not to be asked is not the same as not sealed */
	}
	if (ret_item) {
		*ret_item = item;
	}
	*ret = item.state;
	return MC_OK;
}

/* ---- the manifest */

/* Whose verification the link still keeps: their values are provisional. */
static enum mc_code add_pending(const struct mc_work *work, struct mc_manifest *manifest,
				struct mc_err *why)
{
	struct mc_vec rows;
	enum mc_code code;

	mc_vec_init(&rows, sizeof(struct mc_verification_row), DESK_VERIFICATIONS_MAX);
	code = mc_verifications_of(work->desk->store, work->id, &rows, why);
	MC_VEC_EACH(&rows, struct mc_verification_row, row) {
		struct mc_manifest_pending *to =
			code || row->outcome ? NULL : mc_vec_push(&manifest->pending);

		if (to) {
			MC_COPY(to->role, row->role);
			MC_COPY(to->query_id, row->query_id);
			to->queued_at = row->queued_at;
		}
	}
	mc_vec_done(&rows);
	return code;
}

/* The units that this one dossier goes to: of those that the version has that it was begun with,
 * the ones that the form asks for. The gateway knows of no others. */
static void add_branches(const struct mc_form *form, struct mc_manifest *manifest)
{
	MC_VEC_EACH(&form->procedure->branches, struct mc_branch, branch) {
		struct mc_manifest_branch *to =
			mc_form_asks(form, branch) ? mc_vec_push(&manifest->branches) : NULL;

		if (to) {
			MC_COPY(to->id, branch->id);
			MC_COPY(to->after, branch->after ? branch->after : "");
		}
	}
}

static enum mc_code make_manifest(const struct mc_work *work, struct mc_manifest *manifest,
				  struct mc_str *ret, struct mc_err *why)
{
	enum mc_code code;

	MC_COPY(manifest->id, work->id);
	MC_COPY(manifest->local_number, work->local_number);
	MC_COPY(manifest->replaces, work->replaces);
	MC_COPY(manifest->supplements, work->supplements);
	manifest->known = ((const struct work *)work)->known;
	MC_COPY(manifest->procedure, work->procedure->code);
	MC_COPY(manifest->version, work->procedure->version);
	add_branches(work->form, manifest);
	manifest->officer = work->desk->officer;
	manifest->created_at = work->created_at;
	manifest->sealed_at = mc_clock_now();
	code = work_parts(work, &manifest->parts, why);
	if (!code) {
		code = desk_add_proofs(work, manifest, why);
	}
	code = code ? code : add_pending(work, manifest, why);
	if (!code) {
		mc_manifest_format(manifest, work->form, ret);
	}
	return !code && ret->full ? mc_fail(why, MC_E_DOSSIER_LARGE, NULL) : code;
}

static enum mc_code seal_manifest(const struct mc_work *work, const struct mc_str *plain,
				  struct mc_str *ret, struct mc_err *why)
{
	struct mc_seal_key to[2];
	enum mc_code code = desk_seal_key(work->desk, &to[0], why);

	if (code) {
		return code;
	}
	mc_open_key_public(work->desk->keys.open, &to[1]);
	code = mc_pack_seal(to, 2, mc_slice_of(plain), ret, why);
	return code == MC_E_TEXT_LONG ? mc_fail(why, MC_E_DOSSIER_LARGE, NULL) : code;
}

/* ---- the record, signed while the chain's head is locked */
static enum mc_code sign_record(const struct mc_work *work, const struct mc_seal_head *head,
				const char *digest, struct mc_str *ret, struct mc_err *why)
{
	struct mc_record record = {.seq = head->next_seq, .at = mc_clock_now()};
	struct mc_str payload;
	enum mc_code code;

	MC_COPY(record.id, work->id);
	MC_COPY(record.terminal, work->desk->keys.id);
	MC_COPY(record.epoch, head->epoch);
	MC_COPY(record.prev, head->prev);
	MC_COPY(record.digest, digest);
	MC_COPY(record.replaces, work->replaces);
	mc_str_init(&payload, MC_JWS_MAX);
	mc_record_format(&record, &payload);
	code = desk_sign(work->desk, "record", mc_slice_of(&payload), ret, why);
	mc_str_done(&payload);
	return code;
}

static void list_parts(const struct mc_manifest *manifest, struct mc_sealed *sealed,
		       char (*names)[MC_DIGEST_LEN], int64_t *sizes)
{
	MC_VEC_EACH(&manifest->parts, struct mc_part, part) {
		MC_COPY(names[sealed->part_count], part->sha256);
		sizes[sealed->part_count++] = part->size;
	}
	sealed->parts = (const char (*)[MC_DIGEST_LEN])names;
	sealed->part_sizes = sizes;
}

/* A supplement takes no place in the chain, so nothing is locked while it is signed. */
static enum mc_code sign_supplement(const struct mc_work *work, const char *digest,
				    char ret_asked[MC_DIGEST_LEN], struct mc_str *ret,
				    struct mc_err *why)
{
	struct mc_supplement supplement = {.at = mc_clock_now()};
	struct mc_str payload;
	enum mc_code code = desk_asked_event(work->desk, work->supplements, work->created_at,
					     supplement.asked, why);

	if (code) {
		return code == MC_E_NOT_FOUND ? mc_fail(why, MC_E_DOSSIER_STATE, "not asked") :
						code;
	}
	MC_COPY(supplement.id, work->id);
	MC_COPY(supplement.dossier, work->supplements);
	MC_COPY(supplement.terminal, work->desk->keys.id);
	MC_COPY(supplement.digest, digest);
	mc_copy(ret_asked, MC_DIGEST_LEN, supplement.asked);
	mc_str_init(&payload, MC_JWS_MAX);
	mc_supplement_format(&supplement, &payload);
	code = desk_sign(work->desk, "supplement", mc_slice_of(&payload), ret, why);
	mc_str_done(&payload);
	return code;
}

static enum mc_code commit_supplement(const struct mc_work *work, struct mc_sealed *sealed,
				      struct mc_err *why)
{
	char asked[MC_DIGEST_LEN];
	struct mc_str record;
	enum mc_code code;

	mc_str_init(&record, MC_JWS_MAX);
	code = sign_supplement(work, sealed->digest, asked, &record, why);
	if (!code) {
		sealed->dossier = work->supplements;
		sealed->asked = asked;
		sealed->record = mc_slice_of(&record);
		code = mc_mail_seal_supplement(work->desk->mail, sealed, why);
	}
	mc_str_done(&record);
	return code;
}

/* Signed before the lock: it goes with the seal when the one that is replaced is HELD. */
static enum mc_code sign_burial(const struct mc_work *work, struct mc_sealed *sealed,
				struct mc_str *ret, struct mc_err *why)
{
	enum mc_code code;

	if (!work->replaces[0]) {
		return MC_OK;
	}
	sealed->replaces = work->replaces;
	code = desk_sign_withdrawal(work->desk, work->replaces, ret, why);
	sealed->burial = mc_slice_of(ret);
	return code == MC_E_DOSSIER_UNKNOWN ? MC_OK : code; /* an older copy of the queue */
}

static enum mc_code commit_dossier(const struct mc_work *work, struct mc_sealed *sealed,
				   int64_t *ret_seq, struct mc_err *why)
{
	struct mc_mail *mail = work->desk->mail;
	struct mc_seal_head head;
	struct mc_str record, burial;
	enum mc_code code;

	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&burial, MC_JWS_MAX);
	code = sign_burial(work, sealed, &burial, why);
	code = code ? code : mc_mail_seal_begin(mail, &head, why);
	if (!code) {
		code = sign_record(work, &head, sealed->digest, &record, why);
		if (code) {
			mc_mail_seal_abort(mail);
		}
	}
	if (!code) {
		sealed->record = mc_slice_of(&record);
		code = mc_mail_seal_commit(mail, sealed, why);
	}
	if (!code) {
		*ret_seq = head.next_seq;
	}
	if (code == MC_E_REPLACED) {
		desk_name_replaced(work->desk, why);
	}
	mc_str_done(&record);
	mc_str_done(&burial);
	return code;
}

static enum mc_code commit(struct mc_work *work, const struct mc_manifest *manifest,
			   const struct mc_str *sealed_bytes, int64_t *ret_seq,
			   struct mc_err *why)
{
	char digest[MC_SHA256_HEX], names[MC_PARTS_MAX][MC_DIGEST_LEN];
	int64_t sizes[MC_PARTS_MAX];
	struct mc_sealed sealed = {.id = work->id, .digest = digest, .now = mc_clock_now()};
	enum mc_code code;

	mc_sha256_hex(mc_slice_of(sealed_bytes), digest);
	list_parts(manifest, &sealed, names, sizes);
	sealed.manifest = mc_slice_of(sealed_bytes);
	*ret_seq = 0;
	code = work->supplements[0] ? commit_supplement(work, &sealed, why) :
				      commit_dossier(work, &sealed, ret_seq, why);
	if (!code) {
		work->state = MC_STATE_SEALED;
	}
	return code;
}

static enum mc_code seal(struct mc_work *work, int64_t *ret_seq, struct mc_err *why)
{
	struct mc_manifest manifest;
	struct mc_str plain, sealed;
	enum mc_code code;

	mc_manifest_init(&manifest);
	mc_str_init(&plain, MC_JSON_MAX);
	mc_str_init(&sealed, MC_MANIFEST_MAX);
	code = make_manifest(work, &manifest, &plain, why);
	if (!code) {
		code = seal_manifest(work, &plain, &sealed, why);
	}
	if (!code) {
		code = commit(work, &manifest, &sealed, ret_seq, why);
	}
	mc_str_wipe(&plain);
	mc_str_done(&sealed);
	mc_manifest_done(&manifest);
	return code;
}

/* ---- DRAFT -> READY -> SEALED */

/* Does anything differ from what the province has? */
static bool is_changed(const struct mc_work *work)
{
	const struct mc_form *known = ((const struct work *)work)->known;

	for (size_t i = 0; i < work->procedure->fields.len; i++) {
		if (strcmp(work->form->values[i].text, known->values[i].text) != 0 &&
		    mc_form_shown(work->form, (int)i)) {
			return true;
		}
	}
	return false;
}

/* The gateway passes on to the units that the dossier was sealed with, whatever comes later. */
static enum mc_code check_same_branches(const struct mc_work *work, struct mc_err *why)
{
	const struct mc_form *known = ((const struct work *)work)->known;

	MC_VEC_EACH(&work->procedure->branches, struct mc_branch, branch) {
		if (mc_form_asks(work->form, branch) != mc_form_asks(known, branch)) {
			return mc_fail(why, MC_E_SUPPLEMENT_BRANCH, "%s",
				       mc_label_text(&branch->label, mc_i18n_language()));
		}
	}
	return MC_OK;
}

static enum mc_code check_complete(const struct mc_work *work, bool *ret_warned,
				   struct mc_err *why)
{
	struct mc_vec problems;
	enum mc_code code;
	size_t count;

	if (!work->desk->officer.number[0]) {
		return mc_fail(why, MC_E_OFFICER, NULL);
	}
	mc_work_problems(work, &problems);
	count = mc_form_refused(&problems);
	*ret_warned = problems.len > count;
	mc_vec_done(&problems);
	if (count) {
		return mc_fail(why, MC_E_FORM_INCOMPLETE, "%zu", count);
	}
	if (work->supplements[0] && !work->attachments.len && !is_changed(work)) {
		return mc_fail(why, MC_E_SUPPLEMENT_EMPTY, NULL);
	}
	code = work->supplements[0] ? check_same_branches(work, why) : MC_OK;
	return code ? code : work_parts_there(work, why);
}

static bool is_ready(const struct mc_work *work)
{
	return work->state == MC_STATE_READY &&
	       !strcmp(((const struct work *)work)->ready_by, work->desk->officer.number);
}

enum mc_code mc_work_ready(struct mc_work *work, struct mc_err *why)
{
	struct mc_desk *desk = work->desk;
	bool warned = false;
	enum mc_code code = work_editable(work, why);

	if (!code && !is_ready(work)) { /* what the officer has seen is what is sealed */
		code = mc_work_take_verified(work, NULL, why);
	}
	if (!code) {
		code = check_complete(work, &warned, why);
	}
	if (code || is_ready(work)) {
		return code;
	}
	code = desk_audit(desk, "ready", work->id, work->procedure->code,
			  warned ? "warned" : "", why);
	if (!code && work->state != MC_STATE_READY) {
		code = mc_draft_move(desk->store, work->id, work->state,
				     mc_state_after(work->state, MC_HAPPENING_COMPLETE),
				     mc_clock_now(), why);
	}
	if (!code) {
		work->state = MC_STATE_READY;
		MC_COPY(((struct work *)work)->ready_by, desk->officer.number);
	}
	return code;
}

enum mc_code mc_work_submit(struct mc_work *work, int64_t *ret_seq, struct mc_err *why)
{
	struct mc_err quiet;
	enum mc_code code = mc_work_ready(work, why);

	if (!code) {
		code = seal(work, ret_seq, why);
	}
	if (!code) {
		desk_was_replaced(work->desk, work->replaces);
		/* It is safe on disk: a courier that does not start is no failure of this. */
		(void)!mc_desk_courier(work->desk, &quiet);
	}
	return code;
}
