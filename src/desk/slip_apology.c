/* SPDX-License-Identifier: MPL-2.0 */
/*
 * slip_apology.c - late: the apology, the reason and the new day on paper, as they were
 * recorded; without a record there is nothing to print.
 */
#include <string.h>

#include "desk/slips.h"
#include "desk/whose.h"
#include "motcua/base/mem.h"
#include "motcua/desk/find.h"

enum { POSTPONED_MAX = 100, LIST_MAX = 16 * 1024 };

/* The days that were promised before this one: a citizen who was put off twice sees both. */
static void list_before(const struct mc_vec *all, struct mc_str *ret)
{
	char at[SLIP_TIME_LEN], to[SLIP_TIME_LEN];

	for (size_t i = 0; i + 1 < all->len; i++) {
		const struct mc_dossier_postponed *it = mc_vec_at(all, i);

		mc_str_printf(ret, "%s   - Đã hẹn lại lúc %s: đến %s", i ? "\n" : "",
			      slip_time(it->at, at), slip_time(it->promised_at, to));
	}
}

static enum mc_code print(struct mc_desk *desk, const struct mc_work *work,
			  const struct mc_dossier_row *row, const struct mc_vec *postponed,
			  struct mc_printed *ret, struct mc_err *why)
{
	const struct mc_dossier_postponed *last = mc_vec_at(postponed, postponed->len - 1);
	const char *submitter = desk_submitter(work->form, DESK_NAME);
	char due[SLIP_TIME_LEN], promised[SLIP_TIME_LEN];
	struct mc_str before;
	enum mc_code code;

	mc_str_init(&before, LIST_MAX);
	list_before(postponed, &before);
	const struct mc_slip_value values[] = {
		{"submitter", submitter[0] ? submitter : row->subject},
		{"official_number", row->official_number},
		{"local_number", row->local_number},
		{"state", mc_slip_state(row->state, row->has_receipt)},
		{"procedure", work->procedure->code},
		{"title", work->procedure->title.vi},
		{"subject", row->subject},
		{"due_at", slip_time(last->due_at, due)},
		{"reason", last->reason},
		{"promised_at", slip_time(last->promised_at, promised)},
		{"before", before.len ? before.data : ""},
	};
	code = slip_print(desk, &(struct slip){.kind = "apology",
					       .ref = row->id,
					       .procedure = work->procedure->code,
					       .values = values,
					       .count = MC_COUNT(values)},
			ret, why);
	mc_str_done(&before);
	return code;
}

enum mc_code mc_slip_apology(struct mc_desk *desk, const char *dossier, struct mc_printed *ret,
			     struct mc_err *why)
{
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	struct mc_work *work = NULL;
	struct mc_vec postponed;
	enum mc_code code = mc_dossier_row(desk, dossier, &row, why);

	mc_vec_init(&postponed, sizeof(struct mc_dossier_postponed), POSTPONED_MAX);
	code = code ? code : mc_dossier_postponed(desk, row.id, &postponed, why);
	if (!code && !postponed.len) {
		code = mc_fail(why, MC_E_APOLOGY, "no new day is recorded");
	}
	code = code ? code : mc_work_look(desk, row.id, &work, why);
	code = code ? code : print(desk, work, &row, &postponed, ret, why);
	mc_work_close(work);
	mc_vec_done(&postponed);
	explicit_bzero(&row, sizeof(row));
	return code;
}
