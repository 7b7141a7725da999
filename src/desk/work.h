/* SPDX-License-Identifier: MPL-2.0 */
/* work.h - behind struct mc_work: what is on disk, and the steps that its files share. */
#ifndef DESK_WORK_H
#define DESK_WORK_H

#include "desk/desk.h"
#include "motcua/desk/work.h"

struct work {
	struct mc_work pub; /* first: a struct mc_work * is a struct work * */
	struct mc_procedure *own; /* of an older pack than the catalogue's; NULL = that one */
	struct mc_str *saved; /* per field: the bytes on disk; empty = none */
	char subject[MC_NAME_LEN]; /* as it stands in the list */
	struct mc_str people; /* who else it is found by, as they are on disk */
	char ready_by[MC_PID_LEN]; /* the officer whose READY is in the audit; "" = not this time */
	struct mc_form *known; /* of a supplement: what the province has; NULL */
};

enum { DESK_FIELDS_MAX = MC_PROCEDURE_FIELDS_MAX };

/* What a new draft begins from. */
struct work_origin {
	const char *procedure;
	const char *replaces, *supplements; /* NULL or the id of the other dossier */
	const char *subject;		    /* NULL: nobody's yet; content.people: who else */
	const char *kept; /* the draft whose version of the procedure it goes on with; NULL: today's */
	struct mc_draft_content content;
};
enum mc_code work_create(struct mc_desk *desk, const struct work_origin *origin,
			 struct mc_work **ret, struct mc_err *why) MC_CHECKED;
/* A new draft in one commit, noted in the audit before: origin, and all values and (unless
 * NULL) papers of these others. */
struct work_copy {
	struct work_origin origin;
	const char *act; /* for the audit: done to `of` */
	const char *of, *values_of, *papers_of;
};
enum mc_code work_copy(struct mc_desk *desk, const struct work_copy *copy,
		       char ret_id[MC_UUID_LEN], struct mc_err *why) MC_CHECKED;
bool desk_is_draft(enum mc_state state);
/* Empty, with the units and days off that it is read with; the caller frees it. */
struct mc_form *desk_form_new(struct mc_desk *desk, const struct mc_procedure *procedure);
/* supplement.c: was it neither sealed nor discarded? */
bool desk_can_change(struct mc_desk *desk, const struct mc_draft *draft);
/* supplement.c: what is saved of a draft, sealed or not, as a form; and one as the province has it
 * by now. The caller frees them. */
enum mc_code desk_saved_form(struct mc_desk *desk, const char *id,
			     const struct mc_procedure *procedure, struct mc_form **ret,
			     struct mc_err *why) MC_CHECKED;
enum mc_code desk_known_form(struct mc_desk *desk, const char *dossier,
			     const struct mc_procedure *procedure, struct mc_form **ret,
			     struct mc_err *why) MC_CHECKED;
/* supplement.c: deadline and supplement of a row that NEEDS_SUPPLEMENT. */
void desk_add_asked(struct mc_desk *desk, struct mc_dossier_row *row);
/* correct.c: it was just sealed in the place of `id` (store/replaced.c closed that one). */
void desk_was_replaced(struct mc_desk *desk, const char *id);
/* MC_E_REPLACED with the number of what stands in its place already, and may still go. */
enum mc_code desk_check_replaced(struct mc_desk *desk, const char *id, struct mc_err *why) MC_CHECKED;
/* The id in the detail of an MC_E_REPLACED gives way to the number that people know. */
void desk_name_replaced(struct mc_desk *desk, struct mc_err *why);
/* withdraw.c: what asks the gateway to bury it. MC_E_DOSSIER_UNKNOWN. */
enum mc_code desk_sign_withdrawal(struct mc_desk *desk, const char *id, struct mc_str *ret,
				  struct mc_err *why) MC_CHECKED;

/* MC_E_DOSSIER_STATE once it is sealed. */
enum mc_code work_editable(const struct mc_work *work, struct mc_err *why) MC_CHECKED;
/* It changes: what was READY is a draft again. */
enum mc_code work_edit(struct mc_work *work, struct mc_err *why) MC_CHECKED;
/* office.c: the office's own names, into the fields that ask for them and were never saved. */
void work_take_office(struct mc_work *work);
/* Every field that differs from the disk, in one transaction. */
enum mc_code work_save(struct mc_work *work, struct mc_err *why) MC_CHECKED;
/* struct mc_part items of the draft. */
enum mc_code work_parts(const struct mc_work *work, struct mc_vec *ret,
			struct mc_err *why) MC_CHECKED;
/* Every sealed file is still there, and whole. */
enum mc_code work_parts_there(const struct mc_work *work, struct mc_err *why) MC_CHECKED;
/* By its ending: a scan or a text. Others can be attached too, by their path. */
bool work_is_paper(const char *name);
enum mc_code work_load_attachments(struct mc_work *work, struct mc_err *why) MC_CHECKED;

/* What came for dossiers and verifications since; what fails is tried at the next look. */
void desk_look_around(struct mc_desk *desk);
/* A dossier as a list shows it: whose, in what state since when, and perhaps how due. */
enum desk_seen { DESK_SEEN_NAMED, DESK_SEEN_DUE };
enum mc_code desk_seen_row(struct mc_desk *desk, int64_t n, enum desk_seen how,
			   struct mc_dossier_row *ret, struct mc_err *why) MC_CHECKED;

/* proofs.c: what is signed about the people in the form, its own proofs and those of the dossiers
 * that it corrects or completes. */
/* Who in the form is verified by them (mc_form_prove()). */
void desk_prove(struct mc_work *work);
enum mc_code desk_add_proofs(const struct mc_work *work, struct mc_manifest *manifest,
			     struct mc_err *why) MC_CHECKED;

#endif
