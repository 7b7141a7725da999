/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger.c - created = received + rejected + waiting + held + bundled + withdrawn.
 *
 * created comes from the signed chain, not from counting rows, so that a row which
 * is gone is missed.
 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/mail.h"
#include "store/mail_db.h"

struct count {
	struct mc_ledger ledger;
	char epoch[MC_EPOCH_ROOM];
	int64_t top, expected; /* of this epoch: the highest seq, the next to come */
};

/* All from expected to before `seq` are not there. */
static void miss_until(struct count *count, int64_t seq)
{
	if (seq <= count->expected) {
		return;
	}
	if (!count->ledger.missing) {
		count->ledger.first_missing = count->expected;
	}
	count->ledger.missing += seq - count->expected;
}

static void begin_epoch(struct count *count, const char *epoch, int64_t top)
{
	miss_until(count, count->top + 1);
	(void)MC_COPY(count->epoch, epoch);
	count->top = top;
	count->expected = 1;
	count->ledger.created += top;
}

static enum mc_code take_row(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct count *count = ctx;
	char epoch[MC_EPOCH_ROOM], state[24];
	int64_t seq = sqlite3_column_int64(row, 2);

	if (!MC_COL(row, 0, epoch) || !MC_COL(row, 3, state)) {
		return mc_db_corrupt(why, "item: a value of the wrong shape");
	}
	if (strcmp(epoch, count->epoch) != 0) {
		begin_epoch(count, epoch, sqlite3_column_int64(row, 1));
	}
	if (seq) { /* else an epoch without any item left */
		miss_until(count, seq);
		count->expected = seq + 1;
		count->ledger.bucket[mc_state_bucket(mc_state_parse(state))]++;
	}
	return MC_OK;
}

enum mc_code mc_mail_ledger(struct mc_mail *mail, struct mc_ledger *ret, struct mc_err *why)
{
	struct count count = {.expected = 1};
	enum mc_code code = mc_db_each(
		&mail->db,
		"WITH top (epoch, seq) AS (SELECT epoch, max(seq) FROM"
		" (SELECT epoch, seq FROM chain UNION ALL"
		" SELECT epoch, seq FROM item WHERE dossier IS NULL) GROUP BY epoch)"
		" SELECT top.epoch, top.seq, item.seq, item.state"
		" FROM top LEFT JOIN item USING (epoch) ORDER BY top.epoch, item.seq",
		NULL, take_row, &count, why);
	int64_t sum = 0;

	if (code) {
		return code;
	}
	miss_until(&count, count.top + 1);
	for (int b = MC_BUCKET_NONE + 1; b < MC_BUCKET_COUNT; b++) {
		sum += count.ledger.bucket[b];
	}
	count.ledger.balanced = sum == count.ledger.created && !count.ledger.missing &&
				!count.ledger.bucket[MC_BUCKET_NONE];
	*ret = count.ledger;
	return MC_OK;
}

/* ---- the status row's numbers */

struct tally {
	enum mc_state state;
	struct mc_mail_counts counts;
};

static enum mc_code add_state(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct tally *tally = ctx;
	struct mc_mail_counts *counts = &tally->counts;
	int count = sqlite3_column_int(row, 0);

	(void)why;
	switch (mc_state_bucket(tally->state)) {
	case MC_BUCKET_WAITING:
		counts->waiting += count;
		counts->failing += sqlite3_column_int(row, 1);
		break;
	case MC_BUCKET_HELD:
		counts->held += count;
		break;
	case MC_BUCKET_BUNDLED:
		counts->bundled += count;
		break;
	case MC_BUCKET_RECEIVED:
		/* with its receipt a supplement is done: what follows is the dossier's */
		counts->open += count - sqlite3_column_int(row, 2);
		break;
	default:
		break;
	}
	return MC_OK;
}

/* Asked for at each start and change. However many dossiers have come to their end, an index
 * finds the others; each state apart, for a list of them costs three times as much to ask for. */
static enum mc_code count_states(struct mc_mail *mail, struct mc_mail_counts *ret,
				 struct mc_err *why)
{
	struct tally tally = {.state = MC_STATE_NONE};
	enum mc_code code = MC_OK;

	while (!code && ++tally.state < MC_STATE_COUNT) {
		if (!mc_state_is_final(tally.state) && mc_state_bucket(tally.state)) {
			code = mc_db_first(&mail->db,
					   "SELECT count(*), count(cause), count(dossier) FROM item"
					   " WHERE state = ?1",
					   MC_BINDS(mc_bind_text(mc_state_name(tally.state))),
					   add_state, &tally, MC_E_STORE, why);
		}
	}
	*ret = tally.counts;
	return code;
}

enum mc_code mc_mail_counts(struct mc_mail *mail, struct mc_mail_counts *ret, struct mc_err *why)
{
	struct mc_mail_counts counts;
	int64_t withdrawing = 0;
	enum mc_code code;

	mc_db_look_begin(&mail->db);
	code = count_states(mail, &counts, why);
	if (!code) {
		code = mc_db_first(&mail->db,
				   "SELECT count(*) FROM withdrawal WHERE state = 'OPEN'", NULL,
				   mc_db_number, &withdrawing, MC_E_STORE, why);
	}
	mc_db_look_end(&mail->db);
	counts.withdrawing = (int)withdrawing;
	if (!code) {
		*ret = counts;
	}
	return code;
}
