/* SPDX-License-Identifier: MPL-2.0 */
/*
 * follow.c - what became of sealed dossiers, read out of their signed statements into the
 * rows that lists and the board are made of, and the due dates that follow.
 *
 * mail.db is the truth and its journal the order of things: what stands behind the mark is
 * new. A journal that does not have the mark (the queue was built again, an old copy was
 * put back) is read from its beginning. A due date counts from the signed receipt; until it is
 * here from the sealing, and is provisional. A newer table of holidays moves the due dates of
 * open dossiers; each that moved keeps the old date beside the new one and is in the audit.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/calendar.h"
#include "desk/linked.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/calendar.h"
#include "motcua/store/progress.h"

enum { BATCH = 200, SAID_MAX = 200, STOPS_MAX = 50, MARK_MAX = 200 };

/* ---- the mark: up to where, and reckoned with which tables */

struct mark {
	long long n, at;
	char id[MC_UUID_LEN], stamp[DESK_STAMP_LEN];
};

static void format_mark(const struct mark *mark, char ret[MARK_MAX])
{
	snprintf(ret, MARK_MAX, "%lld %lld %s %s", mark->n, mark->at, mark->id[0] ? mark->id : "-",
		 mark->stamp);
}

static enum mc_code load_mark(struct mc_desk *desk, struct mark *ret, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	memset(ret, 0, sizeof(*ret));
	mc_str_init(&text, MARK_MAX);
	code = mc_progress_mark(desk->store, &text, why);
	if (!code && text.len &&
	    sscanf(text.data, "%lld %lld %36s %16s", &ret->n, &ret->at, ret->id, ret->stamp) != 4) {
		memset(ret, 0, sizeof(*ret)); /* not one of ours: all is read again */
	}
	mc_str_done(&text);
	return code;
}

/* What the journal has behind the mark. */
static enum mc_code load_news(struct mc_desk *desk, struct mark *mark, struct mc_vec *ret,
			      struct mc_err *why)
{
	const struct mc_mail_news *first;
	enum mc_code code =
		mc_mail_news(desk->mail, mark->n ? mark->n - 1 : 0, BATCH + 1, ret, why);

	if (code || !mark->n) {
		return code;
	}
	first = mc_vec_at(ret, 0);
	if (first && first->n == mark->n && first->at == mark->at && !strcmp(first->id, mark->id)) {
		mc_vec_remove(ret, 0);
		return MC_OK;
	}
	mark->n = 0;
	mc_vec_reset(ret);
	return mc_mail_news(desk->mail, 0, BATCH, ret, why);
}

/* ---- one dossier */

static int stops_clock(const char *outcome)
{
	static const struct {
		const char *outcome;
		int status; /* national */
	} table[] = {
		{"needs_supplement", 5},
		{"payment_due", 6},
		{"stopped", 8},
	};

	for (size_t i = 0; i < MC_COUNT(table); i++) {
		if (!strcmp(table[i].outcome, outcome)) {
			return table[i].status;
		}
	}
	return 0;
}

struct life {
	int64_t receipt_at;
	struct mc_stop stops[STOPS_MAX];
	int count;
	char official_number[MC_UUID_LEN];
	bool verifies; /* once said, it stays so: the time is not taken back */
	struct mc_progress_branch branches[MC_BRANCHES_MAX];
	int branch_count;
};

static void take_said(struct life *life, const struct mc_dossier_said *said)
{
	struct mc_stop *last = life->count ? &life->stops[life->count - 1] : NULL;
	int status = stops_clock(said->outcome);
	bool standing = last && !last->until;

	if (!life->receipt_at && !strcmp(said->kind, "receipt")) {
		life->receipt_at = said->at;
	}
	if (said->official_number[0]) {
		MC_COPY(life->official_number, said->official_number);
	}
	life->verifies |= said->verifies && !said->branch[0];
	if (standing && status != last->status) {
		last->until = said->at > last->from ? said->at : last->from + 1;
		standing = false;
	}
	if (status && !standing && life->count < STOPS_MAX) {
		life->stops[life->count++] = (struct mc_stop){said->at, 0, status};
	}
}

/* The branches whose clock runs, the one that is due first in front. */
static void add_branches(const struct mc_dossier_linked *linked, struct life *life)
{
	for (int i = 0; i < linked->count; i++) {
		const struct mc_dossier_branch *it = &linked->branches[i];
		int at = life->branch_count;

		if (!it->clock.due || it->stopped || !it->state || mc_branch_is_ended(it->state)) {
			continue;
		}
		for (; at && life->branches[at - 1].due_at > it->clock.due; at--) {
			life->branches[at] = life->branches[at - 1];
		}
		MC_COPY(life->branches[at].id, it->id);
		life->branches[at].due_at = it->clock.due;
		life->branch_count++;
	}
}

static void read_branches(struct mc_desk *desk, const struct mc_draft *draft,
			  const struct mc_vec *said, struct life *life)
{
	struct mc_dossier_linked *linked = mc_calloc(1, sizeof(*linked));

	desk_branches(desk, draft->id, draft->procedure, said, linked);
	add_branches(linked, life);
	explicit_bzero(linked, sizeof(*linked));
	free(linked);
}

static enum mc_code read_life(struct mc_desk *desk, const struct mc_draft *draft,
			      struct life *ret, struct mc_err *why)
{
	struct mc_vec said;
	bool linked = false;
	enum mc_code code;

	memset(ret, 0, sizeof(*ret));
	mc_vec_init(&said, sizeof(struct mc_dossier_said), SAID_MAX);
	code = mc_dossier_said(desk, draft->id, &said, why);
	MC_VEC_EACH(&said, struct mc_dossier_said, it) {
		if (it->verified) {
			take_said(ret, it);
			linked |= it->branch[0] != '\0';
		}
	}
	if (linked) {
		read_branches(desk, draft, &said, ret);
	}
	mc_vec_done(&said);
	return code;
}

/* By the procedure that it was begun with: a newer catalogue changes no legal time that runs.
 * One that is gone, or hours that nobody understands: no due date, never a guess. */
static void reckon(struct mc_desk *desk, const struct mc_draft *draft, int64_t received_at,
		   const struct life *life, struct mc_due *ret)
{
	const struct mc_procedure *procedure;
	struct mc_office_hours hours;
	struct mc_time_limit limit;
	struct mc_time_rule rule;

	memset(ret, 0, sizeof(*ret));
	if (!desk_kept_procedure(desk, draft->id, draft->procedure, &procedure, NULL) &&
	    !desk_office_hours(desk, mc_unit_kind_code(procedure->unit_kind), &hours, NULL)) {
		rule = desk_time_rule(desk, draft->id, procedure);
		limit = desk_time_limit(&rule, procedure->cutoff, life->verifies);
		mc_deadline(mc_desk_calendar(desk), &hours, &limit, received_at, life->stops,
			    life->count, ret);
	}
}

/* The first of its branches stands for the dossier when it is due before the whole; each
 * other one that runs stands beside it. */
static void place_branches(const struct life *life, struct mc_progress_row *ret)
{
	struct mc_progress *it = &ret->progress;
	int first = 0;

	if (it->open && life->branch_count &&
	    (!it->due_at || life->branches[0].due_at <= it->due_at)) {
		MC_COPY(it->branch, life->branches[0].id);
		it->branch_due_at = life->branches[0].due_at;
		first = 1;
	}
	for (int i = first; it->open && i < life->branch_count; i++) {
		ret->others[ret->other_count++] = life->branches[i];
	}
}

static void fill(struct mc_desk *desk, const struct mc_draft *draft, const struct mc_item *item,
		 const struct life *life, struct mc_progress *ret)
{
	struct mc_due due;

	*ret = draft->progress;
	ret->reached = item->state;
	ret->open = !mc_state_is_final(item->state);
	ret->provisional = !life->receipt_at;
	ret->received_at = life->receipt_at ? life->receipt_at : item->sealed_at;
	MC_COPY(ret->official_number, life->official_number);
	reckon(desk, draft, ret->received_at, life, &due);
	ret->due_at = due.at;
	ret->stopped = due.stopped;
	ret->unsure = due.unsure;
	ret->branch[0] = '\0';
	ret->branch_due_at = 0;
}

/* The old day stays beside the new one; the audit names the dossier and both. */
static void note_move(struct mc_desk *desk, const struct mc_draft *draft,
		      struct mc_progress_row *row)
{
	char outcome[2 * MC_TIME_LEN], to[MC_TIME_LEN];
	struct mc_str entry;

	if (!draft->progress.due_at || !row->progress.due_at ||
	    draft->progress.due_at == row->progress.due_at) {
		return;
	}
	row->progress.was_at = draft->progress.due_at;
	row->progress.moved_at = mc_clock_now();
	mc_time_format(row->progress.was_at, outcome);
	mc_time_format(row->progress.due_at, to);
	snprintf(outcome + strlen(outcome), MC_TIME_LEN + 1, ">%s", to);
	mc_str_init(&entry, sizeof(row->audit) - 1);
	desk_audit_entry(desk, "due", draft->id, draft->procedure, outcome, &entry);
	MC_COPY(row->audit, entry.data);
	mc_str_done(&entry);
}

/* *ret_there false: it has no draft here, so nobody can say when it is due. */
static enum mc_code follow_one(struct mc_desk *desk, const char *id, bool other_tables,
			       struct mc_progress_row *ret, bool *ret_there, struct mc_err *why)
{
	struct mc_draft draft = {.n = 0};
	struct mc_item item = {.seq = 0};
	struct life life;
	enum mc_code code = mc_draft_load(desk->store, id, &draft, why);

	if (!code) {
		code = mc_mail_item(desk->mail, id, &item, why);
	}
	if (!code) {
		code = read_life(desk, &draft, &life, why);
	}
	*ret_there = !code && !draft.supplements[0]; /* a supplement has no due date of its own */
	if (code || !*ret_there) {
		return code == MC_E_DOSSIER_UNKNOWN ? MC_OK : code;
	}
	memset(ret, 0, sizeof(*ret));
	MC_COPY(ret->id, id);
	fill(desk, &draft, &item, &life, &ret->progress);
	place_branches(&life, ret);
	if (other_tables) {
		note_move(desk, &draft, ret);
	}
	explicit_bzero(&draft, sizeof(draft));
	return MC_OK;
}

/* ---- batches */

struct batch {
	struct mc_progress_row *rows; /* BATCH of them, made when the first is needed */
	int count, moved;
};

static struct mc_progress_row *next_row(struct batch *batch)
{
	if (!batch->rows) {
		batch->rows = mc_calloc(BATCH, sizeof(*batch->rows));
	}
	return &batch->rows[batch->count];
}

static void drop(struct batch *batch)
{
	if (batch->rows) {
		explicit_bzero(batch->rows, BATCH * sizeof(*batch->rows));
		free(batch->rows);
	}
}

static bool has(const struct batch *batch, const char *id)
{
	for (int i = 0; i < batch->count; i++) {
		if (!strcmp(batch->rows[i].id, id)) {
			return true;
		}
	}
	return false;
}

static enum mc_code add(struct mc_desk *desk, struct batch *batch, const char *id,
			bool other_tables, struct mc_err *why)
{
	struct mc_progress_row *row = next_row(batch);
	bool there = false;
	enum mc_code code = MC_OK;

	if (!has(batch, id)) {
		code = follow_one(desk, id, other_tables, row, &there, why);
	}
	if (!code && there) {
		batch->moved += row->audit[0] != '\0';
		batch->count++;
	}
	return code;
}

static enum mc_code save(struct mc_desk *desk, const struct batch *batch, const struct mark *mark,
			 struct mc_err *why)
{
	char text[MARK_MAX];

	format_mark(mark, text);
	desk->followed = desk->followed || batch->count > 0;
	return mc_progress_save(desk->store, batch->rows, batch->count, text, why);
}

/* The news, BATCH at a time. *ret_more: there may be others behind them. */
static enum mc_code follow_news(struct mc_desk *desk, struct mark *mark, struct batch *batch,
				bool *ret_more, struct mc_err *why)
{
	struct mc_vec news;
	enum mc_code code;
	int seen = 0;

	*ret_more = false;
	mc_vec_init(&news, sizeof(struct mc_mail_news), BATCH + 1);
	code = load_news(desk, mark, &news, why);
	*ret_more = !code && news.len >= BATCH;
	batch->count = 0;
	MC_VEC_EACH(&news, struct mc_mail_news, it) {
		if (code || seen++ == BATCH) {
			break;
		}
		code = add(desk, batch, it->id, false, why);
		mark->n = it->n;
		mark->at = it->at;
		MC_COPY(mark->id, it->id);
	}
	if (!code && news.len) {
		code = save(desk, batch, mark, why);
	}
	mc_vec_done(&news);
	return code;
}

/* Open dossiers, all of them, with the tables as they are now. The mark keeps the old stamp
 * until the last is written: what is interrupted is done again. */
static enum mc_code reckon_again(struct mc_desk *desk, struct mark *mark, const char *stamp,
				 struct batch *batch, struct mc_err *why)
{
	struct mc_vec open;
	size_t i = 0;
	enum mc_code code;

	mc_vec_init(&open, MC_UUID_LEN, SIZE_MAX / MC_UUID_LEN);
	code = mc_progress_open(desk->store, &open, why);
	do {
		batch->count = 0;
		for (; !code && i < open.len && batch->count < BATCH; i++) {
			code = add(desk, batch, mc_vec_at(&open, i), true, why);
		}
		if (i == open.len) {
			MC_COPY(mark->stamp, stamp);
		}
		if (!code) {
			code = save(desk, batch, mark, why);
		}
	} while (!code && i < open.len);
	mc_vec_done(&open);
	return code;
}

int mc_desk_moved(struct mc_desk *desk)
{
	int moved = desk->moved;

	desk->moved = 0;
	return moved;
}

enum mc_code desk_follow(struct mc_desk *desk, int *ret_moved, struct mc_err *why)
{
	struct batch batch = {.rows = NULL};
	char stamp[DESK_STAMP_LEN];
	struct mark mark;
	bool more = true;
	enum mc_code code = load_mark(desk, &mark, why);

	desk_calendar_stamp(desk, stamp);
	if (!code && strcmp(mark.stamp, stamp)) {
		code = reckon_again(desk, &mark, stamp, &batch, why);
	}
	while (!code && more) {
		code = follow_news(desk, &mark, &batch, &more, why);
	}
	desk->moved += batch.moved;
	if (ret_moved) {
		*ret_moved = batch.moved;
	}
	drop(&batch);
	return code;
}
