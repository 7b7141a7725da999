/* SPDX-License-Identifier: MPL-2.0 */
/*
 * slips.h - what is printed for a citizen. Each slip says which state it was printed in; its
 * words are templates (domain/slip.h), and it goes to paper by desk/print.h. Where it stays a
 * file, because nobody took it, it is removed after a day: it names a citizen.
 */
#ifndef MOTCUA_DESK_SLIPS_H
#define MOTCUA_DESK_SLIPS_H

#include "motcua/desk/print.h"
#include "motcua/desk/work.h"
#include "motcua/domain/slip_words.h"

/* "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" of a dossier, in whatever state it is. */
enum mc_code mc_slip_receipt(struct mc_desk *desk, const char *dossier, struct mc_printed *ret,
			     struct mc_err *why) MC_CHECKED;
/* The record of a verification; no CT07. */
enum mc_code mc_slip_evidence(struct mc_desk *desk, const char *evidence_id,
			      struct mc_printed *ret, struct mc_err *why) MC_CHECKED;

/* "Phiếu xin lỗi và hẹn lại ngày trả kết quả": the newest of mc_dossier_postpone().
 * MC_E_APOLOGY when there is none. */
enum mc_code mc_slip_apology(struct mc_desk *desk, const char *dossier, struct mc_printed *ret,
			     struct mc_err *why) MC_CHECKED;

/*
 * Ask a citizen for a paper: "Phiếu yêu cầu bổ sung". paper: a substitute's code
 * (mc_substitute_code()); any other, also a paper of the procedure, is looked at there and
 * refused with its article when its data are in a database: MC_E_PAPER_CUT. Before every way
 * has failed, as recorded: MC_E_PAPER_NOT_ALLOWED.
 */
struct mc_paper_request {
	const char *number;    /* the citizen's, 12 or 9 digits */
	const char *name;      /* may be "" */
	const char *procedure; /* its code */
	const char *dossier;   /* id; "" while there is none */
	const char *paper;
	bool online; /* 8 working hours; at the counter 1 working day */
};
enum mc_code mc_paper_ask(struct mc_desk *desk, const struct mc_paper_request *request,
			  struct mc_printed *ret, struct mc_err *why) MC_CHECKED;

#endif
