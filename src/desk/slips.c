/* SPDX-License-Identifier: MPL-2.0 */
/* slips.c - what stands on the slips of a dossier and of a verification. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/slips.h"
#include "desk/whose.h"
#include "motcua/base/mem.h"
#include "motcua/desk/linked.h"

enum { LIST_MAX = 32 * 1024, SAID_MAX = 400, FEE_LEN = 240 };

#define FEE_NOTHING "không phải nộp"
#define FEE_BY_RATE "theo mức thu dưới đây, nơi thu báo số tiền"
#define FEE_NOTE "Phiếu này không phải là biên lai thu tiền."

/* ---- the receipt slip */

static bool is_attached(const struct mc_work *work, const char *paper)
{
	MC_VEC_EACH(&work->attachments, struct mc_attachment, it) {
		if (!strcmp(it->paper, paper)) {
			return true;
		}
	}
	return false;
}

/* What was handed over; and what is not to be handed over any more. */
static void list_papers(const struct mc_work *work, struct mc_str *ret)
{
	mc_str_puts(ret, "   - Tờ khai điện tử: 01 bản");
	MC_VEC_EACH(&work->procedure->papers, struct mc_paper, paper) {
		if (is_attached(work, paper->id)) {
			mc_str_printf(ret, "\n   - %s: 01 bản điện tử", paper->label.vi);
		} else if (paper->replaced_by) {
			mc_str_printf(ret, "\n   - %s: không phải nộp, thay bằng %s", paper->label.vi,
				      paper->replaced_by);
		}
	}
}

static void list_branches(const struct mc_dossier_linked *linked, struct mc_str *ret)
{
	for (int i = 0; i < linked->count; i++) {
		const struct mc_dossier_branch *branch = &linked->branches[i];

		char due[SLIP_TIME_LEN];

		mc_str_printf(ret, "%s   - Nhánh %s%s%s", i ? "\n" : "",
			      branch->of ? branch->of->label.vi : branch->id,
			      branch->number[0] ? ", số " : "", branch->number);
		if (branch->clock.due && !mc_branch_is_ended(branch->state)) {
			mc_str_printf(ret, ", hẹn trả %s", slip_time(branch->clock.due, due));
		}
	}
}

static int64_t received_at(struct mc_desk *desk, const char *id)
{
	struct mc_vec said;
	int64_t at = 0;

	mc_vec_init(&said, sizeof(struct mc_dossier_said), SAID_MAX);
	if (!mc_dossier_said(desk, id, &said, NULL)) {
		MC_VEC_EACH(&said, struct mc_dossier_said, it) {
			at = it->verified && !strcmp(it->kind, "receipt") ? it->at : at;
		}
	}
	mc_vec_done(&said);
	return at;
}

/* What the citizen has to pay: an amount only where the procedure's rule gives one and what it
 * counts is known. Nothing is collected here, and the slip says that it is no receipt for money. */
static void say_amount(bool known, int64_t dong, const char *otherwise, char ret[FEE_LEN])
{
	ret[0] = '\0';
	if (!known) {
		snprintf(ret, FEE_LEN, "%s", otherwise);
	} else if (dong) {
		mc_slip_dong(dong, ret, FEE_LEN);
	} else {
		snprintf(ret, FEE_LEN, "%s", FEE_NOTHING);
	}
}

static void say_fee(const struct mc_work *work, char ret[FEE_LEN])
{
	int64_t dong = 0;
	bool known = mc_form_fee(work->form, &dong);

	say_amount(known, dong, work->procedure->fee.vi ? FEE_BY_RATE : "", ret);
}

/* Of a linked group, what each branch costs: its amount, or the words that set it. */
static void list_fees(const struct mc_work *work, struct mc_str *ret)
{
	MC_VEC_EACH(&work->procedure->branches, struct mc_branch, branch) {
		int64_t dong = 0;
		char text[FEE_LEN];
		bool known = mc_form_branch_fee(work->form, branch, &dong);

		if (!mc_form_asks(work->form, branch)) {
			continue;
		}
		say_amount(known, dong, branch->fee.vi ? branch->fee.vi : "", text);
		if (text[0]) {
			mc_str_printf(ret, "%s   - %s: %s", ret->len ? "\n" : "", branch->label.vi,
				      text);
		}
	}
}

static enum mc_code print_receipt(struct mc_desk *desk, const struct mc_work *work,
				  const struct mc_dossier_row *row,
				  const struct mc_dossier_linked *linked, struct mc_printed *ret,
				  struct mc_err *why)
{
	const struct mc_procedure *procedure = work->procedure;
	char sealed[SLIP_TIME_LEN], receipt[SLIP_TIME_LEN], due[SLIP_TIME_LEN];
	char fee[FEE_LEN];
	struct mc_str papers, branches, fees;
	bool pays;
	enum mc_code code;

	say_fee(work, fee);
	pays = fee[0] && strcmp(fee, FEE_NOTHING) != 0;
	mc_str_init(&papers, LIST_MAX);
	mc_str_init(&branches, LIST_MAX);
	list_papers(work, &papers);
	mc_str_init(&fees, LIST_MAX);
	list_branches(linked, &branches);
	list_fees(work, &fees);
	const struct mc_slip_value values[] = {
		{"provisional",
		 row->has_receipt ? "" : "(BẢN TẠM - CỔNG CỦA TỈNH CHƯA XÁC NHẬN TIẾP NHẬN)"},
		{"official_number", row->official_number},
		{"local_number", row->local_number},
		{"state", mc_slip_state(row->state, row->has_receipt)},
		{"procedure", procedure->code},
		{"title", procedure->title.vi},
		{"unit", procedure->unit.vi},
		{"subject", row->subject},
		{"submitter", desk_submitter(work->form, DESK_NAME)},
		{"submitter_number", desk_submitter(work->form, DESK_NUMBER)},
		{"submitter_address", desk_submitter(work->form, DESK_ADDRESS)},
		{"phone", desk_submitter(work->form, DESK_PHONE)},
		{"email", desk_submitter(work->form, DESK_EMAIL)},
		{"papers", papers.data},
		{"legal_time", procedure->legal_time.vi},
		{"sealed_at", slip_time(row->sealed_at, sealed)},
		{"receipt_at", slip_time(row->has_receipt ? received_at(desk, row->id) : 0, receipt)},
		{"due_at", slip_time(row->progress.due_at, due)},
		{"branches", branches.data},
		{"fee_due", fee},
		{"fee_branches", fees.data},
		{"fee", procedure->fee.vi},
		{"fee_exempt", pays ? procedure->fee_exempt.vi : ""},
		{"fee_basis", pays ? procedure->fee_basis : ""},
		{"fee_pay", pays ? procedure->fee_pay.vi : ""},
		{"fee_note", pays ? FEE_NOTE : ""},
	};
	code = slip_print(desk, &(struct slip){.kind = "receipt",
					       .ref = row->id,
					       .procedure = procedure->code,
					       .values = values,
					       .count = MC_COUNT(values)},
			ret, why);
	mc_str_wipe(&papers);
	mc_str_wipe(&branches);
	mc_str_wipe(&fees);
	return code;
}

enum mc_code mc_slip_receipt(struct mc_desk *desk, const char *dossier, struct mc_printed *ret,
			     struct mc_err *why)
{
	struct mc_dossier_linked *linked = mc_calloc(1, sizeof(*linked));
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	struct mc_work *work = NULL;
	enum mc_code code = mc_dossier_row(desk, dossier, &row, why);

	code = code ? code : mc_work_look(desk, row.id, &work, why);
	code = code ? code : mc_dossier_linked(desk, &row, linked, why);
	code = code ? code : print_receipt(desk, work, &row, linked, ret, why);
	mc_work_close(work);
	explicit_bzero(&row, sizeof(row));
	free(linked);
	return code;
}

/* ---- the evidence slip */

static enum mc_code print_evidence(struct mc_desk *desk, const struct mc_evidence_shown *shown,
				   struct mc_printed *ret, struct mc_err *why)
{
	const struct mc_evidence *claims = &shown->claims;
	char issued[SLIP_TIME_LEN], born[MC_DATE_LEN], since[MC_DATE_LEN];
	const char *file = shown->file ? strrchr(shown->file, '/') : NULL;
	const struct mc_slip_value values[] = {
		{"outcome", mc_evidence_lacks_residence(claims) ? mc_slip_no_residence
								: mc_slip_outcome(claims->outcome)},
		{"way", mc_slip_way(claims->way)},
		{"issuer", claims->issuer == MC_ISSUER_GATEWAY
				   ? "cổng kết nối của tỉnh, theo Cơ sở dữ liệu quốc gia về dân cư"
				   : "cán bộ tự ghi nhận tại quầy, không phải trả lời của cơ sở dữ liệu"},
		{"issued_at", slip_time(claims->issued_at, issued)},
		{"cause", claims->cause},
		{"name", claims->full_name},
		{"born", slip_date(&claims->born, born)},
		{"number", claims->number},
		{"cmnd", claims->cmnd},
		{"address", claims->address},
		{"residence", mc_slip_residence(claims->residence)},
		{"since", slip_date(&claims->since, since)},
		{"head", claims->head.full_name},
		{"head_status", claims->household[0] ? mc_slip_head(claims->head_status) : ""},
		{"relation", claims->relation_to_head},
		{"asker", claims->officer.full_name},
		{"asker_number", claims->officer.number},
		{"procedure", claims->procedure},
		{"purpose", claims->purpose},
		{"dossier", claims->dossier},
		{"id", claims->id},
		{"kid", shown->kid},
		{"file", file ? file + 1 : ""},
	};

	return slip_print(desk, &(struct slip){.kind = "evidence",
					       .ref = claims->id,
					       .procedure = claims->procedure,
					       .values = values,
					       .count = MC_COUNT(values)},
			ret, why);
}

enum mc_code mc_slip_evidence(struct mc_desk *desk, const char *evidence_id,
			      struct mc_printed *ret, struct mc_err *why)
{
	struct mc_evidence_shown shown;
	enum mc_code code;

	mc_evidence_shown_init(&shown);
	code = mc_evidence_show(desk, evidence_id, &shown, why);
	code = code ? code : print_evidence(desk, &shown, ret, why);
	mc_evidence_shown_done(&shown);
	return code;
}
