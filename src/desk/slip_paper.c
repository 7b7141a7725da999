/* SPDX-License-Identifier: MPL-2.0 */
/*
 * slip_paper.c - asking a citizen for a paper: refused where the law has cut it, opened only
 * by a recorded failure of every way, and then never without its reasons and its deadline.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/calendar.h"
#include "desk/slips.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"

enum { TRIES_MAX = 1000, LIST_MAX = 16 * 1024, SHOWN_MAX = 12 };

/* ---- may it be asked for? */

/* A paper of the procedure: never, when its data are in a database. */
static enum mc_code refuse_cut(const struct mc_procedure *procedure, const char *paper,
			       struct mc_err *why)
{
	const struct mc_paper *it = mc_procedure_paper(procedure, paper);

	if (!it) {
		return mc_fail(why, MC_E_NOT_FOUND, "%.60s", paper);
	}
	if (!it->cut && !it->replaced_by) {
		return mc_fail(why, MC_E_FIELD_CHOICE, "%.60s is no substitute for residence", paper);
	}
	return mc_fail(why, MC_E_PAPER_CUT, "%.100s", it->basis ? it->basis : it->label.vi);
}

static enum mc_code may_ask(struct mc_desk *desk, const struct mc_paper_request *request,
			    const struct mc_procedure *procedure, struct mc_err *why)
{
	if (mc_substitute_parse(request->paper) == MC_SUBSTITUTE_COUNT) {
		return refuse_cut(procedure, request->paper, why);
	}
	return mc_residence_paper_allowed(desk, request->number, why);
}

/* ---- why: each recorded try of the last day */

/* The cause, and that no residence came with the person, are in the signed statement alone. */
static void add_try(struct mc_desk *desk, const struct mc_evidence_row *row, struct mc_str *ret)
{
	const char *outcome = mc_slip_outcome(row->outcome), *cause = "";
	struct mc_evidence_shown shown;
	char at[SLIP_TIME_LEN];

	mc_evidence_shown_init(&shown);
	if (!mc_evidence_show(desk, row->id, &shown, NULL)) {
		cause = shown.claims.cause;
		outcome = mc_evidence_lacks_residence(&shown.claims) ? mc_slip_no_residence
								     : outcome;
	}
	mc_str_printf(ret, "%s   - %s, %s: %s%s%s%s", ret->len ? "\n" : "", slip_time(row->at, at),
		      mc_slip_way(row->way), outcome, cause[0] ? " [" : "", cause,
		      cause[0] ? "]" : "");
	mc_evidence_shown_done(&shown);
}

/* The newest first in the store; on the slip as they happened. */
static enum mc_code list_tries(struct mc_desk *desk, const char *number, struct mc_str *ret,
			       struct mc_err *why)
{
	int64_t since = mc_clock_now() - MC_DAY;
	struct mc_vec rows;
	enum mc_code code;
	int left = 0;

	mc_vec_init(&rows, sizeof(struct mc_evidence_row), TRIES_MAX);
	code = mc_evidence_list(desk, number, &rows, why);
	MC_VEC_EACH(&rows, struct mc_evidence_row, row) {
		left += row->at >= since && left < SHOWN_MAX;
	}
	while (!code && left > 0) {
		add_try(desk, mc_vec_at(&rows, (size_t)--left), ret);
	}
	mc_vec_done(&rows);
	return code;
}

/* ---- the slip */

/* The paper asked for comes first; the law leaves the choice to the citizen. */
static void list_substitutes(enum mc_substitute first, struct mc_str *ret)
{
	mc_str_printf(ret, "   - %s", mc_substitute_document(first));
	for (int i = 0; i < MC_SUBSTITUTE_COUNT; i++) {
		if (i != (int)first) {
			mc_str_printf(ret, "\n   - hoặc %s", mc_substitute_document(i));
		}
	}
}

/* Resolution 66.7/2025, article 4: from the reception on, whenever the slip is printed. */
static int64_t deadline_of(struct mc_desk *desk, const struct mc_dossier_row *row, bool online)
{
	struct mc_time_limit limit = {.hours = online ? 8 : 0, .working_days = online ? 0 : 1};
	int64_t from = row->sealed_at ? row->sealed_at : row->created_at;

	return desk_due_from(desk, "commune", &limit, from ? from : mc_clock_now(), NULL, 0);
}

static enum mc_code print_request(struct mc_desk *desk, const struct mc_paper_request *request,
				  const struct mc_procedure *procedure,
				  const struct mc_dossier_row *row, struct mc_printed *ret,
				  struct mc_err *why)
{
	char deadline[SLIP_TIME_LEN];
	struct mc_str tries, papers;
	enum mc_code code;

	mc_str_init(&tries, LIST_MAX);
	mc_str_init(&papers, LIST_MAX);
	list_substitutes(mc_substitute_parse(request->paper), &papers);
	code = list_tries(desk, request->number, &tries, why);
	const struct mc_slip_value values[] = {
		{"name", request->name[0] ? request->name : "............................"},
		{"number", request->number},
		{"procedure", procedure->code},
		{"title", procedure->title.vi},
		{"local_number", row->local_number},
		{"state", row->id[0] ? mc_slip_state(row->state, row->has_receipt) : ""},
		{"tries", tries.data},
		{"papers", papers.data},
		{"rule", request->online ? "08 giờ làm việc kể từ khi nhận hồ sơ trực tuyến"
					 : "01 ngày làm việc kể từ khi nhận hồ sơ tại quầy"},
		{"deadline", slip_time(deadline_of(desk, row, request->online), deadline)},
	};
	code = code ? code
		    : slip_print(desk, &(struct slip){.kind = "supplement",
						      .ref = row->id[0] ? row->id : "",
						      .procedure = procedure->code,
						      .values = values,
						      .count = MC_COUNT(values)},
			       ret, why);
	mc_str_wipe(&tries);
	mc_str_done(&papers);
	return code;
}

/* Of a dossier its own, in the version that it was begun with, as on all else that is printed
 * of it. */
static enum mc_code find_procedure(struct mc_desk *desk, const struct mc_paper_request *request,
				   struct mc_dossier_row *row, const struct mc_procedure **ret,
				   struct mc_err *why)
{
	enum mc_code code;

	if (!request->dossier[0]) {
		return mc_desk_procedure(desk, request->procedure, ret, why);
	}
	code = mc_dossier_row(desk, request->dossier, row, why);
	return code ? code : desk_kept_procedure(desk, row->id, row->procedure, ret, why);
}

enum mc_code mc_paper_ask(struct mc_desk *desk, const struct mc_paper_request *request,
			  struct mc_printed *ret, struct mc_err *why)
{
	const struct mc_procedure *procedure = NULL;
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	enum mc_code code = find_procedure(desk, request, &row, &procedure, why);

	code = code ? code : may_ask(desk, request, procedure, why);
	if (code == MC_E_PAPER_CUT || code == MC_E_PAPER_NOT_ALLOWED) {
		struct mc_err ignored;

		(void)!desk_audit(desk, "ask_paper", request->dossier, request->procedure,
				  "refused", &ignored);
	}
	code = code ? code
		    : desk_audit(desk, "ask_paper", request->dossier, procedure->code,
				 request->paper, why);
	code = code ? code : print_request(desk, request, procedure, &row, ret, why);
	explicit_bzero(&row, sizeof(row));
	return code;
}
