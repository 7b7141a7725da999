/* SPDX-License-Identifier: MPL-2.0 */
/*
 * behind.c - was the gateway put back from a backup?
 *
 * Its hello tells the highest number only. So what is noted stays noted while it takes newer
 * ones in, and lost ones that are sent again: the highest is above the hole then. What it signed
 * for since the loss (by the journal, behind `mark`) is not lost; when nothing else is left the
 * note goes. Before it signed for anything new, the very number that it had signed for shows
 * that the right copy is back. What is lost, by this note: lost.c.
 */
#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/epoch.h"
#include "store/items.h"

/* setting: "EPOCH KNOWS HAD SINCE MARK SETTLED FLOOR"; empty: it is not behind */
#define BEHIND "gateway_behind"

enum { BEHIND_LEN = 160, LOST_MAX = 100000, OF_FIRST = 4, OF_ALL = 7 };

/* ---- the note */

enum mc_code mc_mail_gateway_behind(struct mc_mail *mail, struct mc_gateway_behind *ret,
				    struct mc_err *why)
{
	struct mc_gateway_behind behind = {.had = 0};
	long long knows = 0, had = 0, since = 0, mark = 0, floor = 0;
	int settled = 0, count = 0;
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, BEHIND_LEN);
	code = mc_mail_get(mail, BEHIND, &text, why);
	if (!code) {
		count = sscanf(text.data, "%16s %lld %lld %lld %lld %d %lld", behind.epoch, &knows,
			       &had, &since, &mark, &settled, &floor);
	}
	/* an older desk wrote fewer: nothing was sent again by it, or it looked at dossiers only */
	if (count >= OF_FIRST) {
		behind.knows = knows;
		behind.had = had;
		behind.since = since;
		behind.mark = mark;
		behind.settled = settled != 0;
		behind.floor = count == OF_ALL ? floor : mark;
	}
	mc_str_done(&text);
	if (!code) {
		*ret = behind;
	}
	return code;
}

static enum mc_code keep(struct mc_mail *mail, const struct mc_gateway_behind *behind,
			 struct mc_err *why)
{
	char text[BEHIND_LEN];

	(void)snprintf(text, sizeof(text), "%s %lld %lld %lld %lld %d %lld", behind->epoch,
		       (long long)behind->knows, (long long)behind->had, (long long)behind->since,
		       (long long)behind->mark, behind->settled, (long long)behind->floor);
	return mc_mail_set(mail, BEHIND, behind->had ? text : "", why);
}

enum mc_code mc_mail_gateway_settle(struct mc_mail *mail, struct mc_err *why)
{
	struct mc_gateway_behind behind;
	enum mc_code code = mc_mail_gateway_behind(mail, &behind, why);

	if (code || !behind.had) {
		return code;
	}
	behind.settled = true;
	return keep(mail, &behind, why);
}

/* ---- what it signed for */

static enum mc_code take_signed(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_signed_for *had = ctx;

	(void)why;
	(void)MC_COPY(had->epoch, (const char *)sqlite3_column_text(row, 0));
	had->seq = sqlite3_column_int64(row, 1);
	return MC_OK;
}

static enum mc_code highest_signed(struct mc_mail *mail, struct mc_signed_for *ret,
				   struct mc_err *why)
{
	enum mc_code code = mc_db_first(
		&mail->db,
		"SELECT epoch, seq FROM item WHERE dossier IS NULL"
		" AND epoch = (SELECT value FROM setting WHERE key = 'epoch')"
		" AND EXISTS (SELECT 1 FROM statement s WHERE s.item = item.id"
		"  AND s.kind = 'receipt')"
		" ORDER BY seq DESC LIMIT 1",
		NULL, take_signed, ret, MC_E_NOT_FOUND, why);

	return code == MC_E_NOT_FOUND ? MC_OK : code;
}

static enum mc_code take_since(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_signed_for *had = ctx;

	(void)why;
	had->first = sqlite3_column_int64(row, 0);
	had->since = sqlite3_column_int64(row, 1);
	return MC_OK;
}

static enum mc_code signed_since(struct mc_mail *mail, const struct mc_gateway_behind *behind,
				 struct mc_signed_for *ret, struct mc_err *why)
{
	return mc_db_first(&mail->db,
			   "SELECT min(seq), max(seq) FROM item WHERE dossier IS NULL"
			   " AND epoch = ?1 AND id IN (SELECT item FROM journal WHERE n > ?2"
			   " AND happening IN ('RECEIPT', 'REJECTION'))",
			   MC_BINDS(mc_bind_text(behind->epoch), mc_bind_int(behind->mark)),
			   take_since, ret, MC_E_STORE, why);
}

enum mc_code mc_mail_signed_for(struct mc_mail *mail, struct mc_signed_for *ret,
				struct mc_err *why)
{
	struct mc_signed_for had = {.seq = 0};
	struct mc_gateway_behind behind;
	enum mc_code code = highest_signed(mail, &had, why);

	code = code ? code :
		      mc_db_first(&mail->db, "SELECT coalesce(max(n), 0) FROM journal", NULL,
				  mc_db_number, &had.mark, MC_E_STORE, why);
	code = code ? code : mc_mail_gateway_behind(mail, &behind, why);
	if (!code && behind.had && !strcmp(behind.epoch, had.epoch)) {
		code = signed_since(mail, &behind, &had, why);
	}
	if (!code) {
		*ret = had;
	}
	return code;
}

/* ---- what a hello shows */

/* The highest number that it knows of, and when that one can have been there at the earliest. */
struct told {
	int64_t seq;
	int64_t sent; /* the journal's row of its first way out; 0 = nothing is known of it */
};

/* Whatever it had given its word on before this dossier went out at all it had before it had
 * this one: it has that still. */
static enum mc_code first_sent(struct mc_mail *mail, const char *epoch, struct told *told,
			       struct mc_err *why)
{
	return mc_db_first(&mail->db,
			   "SELECT coalesce(min(n), 0) FROM journal WHERE item ="
			   " (SELECT id FROM item WHERE epoch = ?1 AND seq = ?2)"
			   " AND after IN ('COMMITTING', 'BUNDLED')",
			   MC_BINDS(mc_bind_text(epoch), mc_bind_int(told->seq)), mc_db_number,
			   &told->sent, MC_E_STORE, why);
}

static int64_t lower(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Of what it has signed for since the loss some is gone as well: it was put back once more. Just
 * the number that it had signed for before, with nothing of the hole answered since, is the right
 * copy, which lacks only what came later. What somebody has answered for is not told again. */
static void lost_more(struct mc_gateway_behind *is, const struct mc_signed_for *had,
		      const struct told *told)
{
	if (told->seq == is->had && had->first > is->had) {
		is->knows = told->seq;
		is->floor = told->sent;
	} else if (is->settled && told->seq >= is->knows) {
		is->knows = told->seq > is->had ? told->seq : is->had;
		is->floor = told->sent > is->mark ? told->sent : is->mark;
	} else if (told->seq < is->knows) {
		is->knows = told->seq;
		is->floor = lower(is->floor, told->sent);
	}
	is->had = had->seq;
	is->mark = had->mark;
	is->settled = false;
}

/* before: what was noted of this epoch. Between its highest number and ours nothing is there. */
static struct mc_gateway_behind judge(const struct mc_gateway_behind *before,
				      const struct mc_signed_for *had, const struct told *told,
				      int64_t now)
{
	struct mc_gateway_behind is = *before;
	int64_t seq = told->seq;

	if (!before->had) {
		if (seq < had->seq) {
			(void)MC_COPY(is.epoch, had->epoch);
			is.since = now;
			is.knows = seq;
			is.had = had->seq;
			is.mark = had->mark;
			is.floor = told->sent;
		}
	} else if (seq < had->since) {
		lost_more(&is, had, told);
	} else if (!had->since && seq == had->seq) {
		is.had = is.knows = 0; /* the right copy is back */
	} else if (!had->since && seq < before->knows) {
		is.knows = seq; /* an older one yet */
		is.floor = lower(before->floor, told->sent);
		is.settled = false;
	} else if (!had->since && seq < had->seq && !before->settled) {
		is.knows = seq; /* sent again: that says nothing of what came before it */
	}
	return is;
}

/* Everything that was lost has been answered anew: nothing is left to be told. */
static enum mc_code forget_if_whole(struct mc_mail *mail, const struct mc_signed_for *had,
				    int64_t seq, struct mc_gateway_behind *is, struct mc_err *why)
{
	struct mc_vec lost;
	enum mc_code code;

	if (!is->had || is->settled || !had->since || seq < had->seq) {
		return MC_OK;
	}
	mc_vec_init(&lost, sizeof(struct mc_item), LOST_MAX);
	code = mc_mail_gateway_lost(mail, is, &lost, why);
	if (!code && !lost.len) {
		is->had = is->knows = 0;
	}
	mc_vec_done(&lost);
	return code;
}

static bool same(const struct mc_gateway_behind *a, const struct mc_gateway_behind *b)
{
	return a->knows == b->knows && a->had == b->had && a->mark == b->mark &&
	       a->settled == b->settled && a->floor == b->floor;
}

/* Put back, or put back once more; or the right one is back, while nothing was answered since. */
static bool other_copy(const struct mc_gateway_behind *before, const struct mc_gateway_behind *is,
		       const struct mc_signed_for *had)
{
	if (is->had) {
		return is->mark != before->mark || is->knows < before->knows;
	}
	return before->had && !had->since;
}

static enum mc_code keep_step(struct mc_mail *mail, const struct mc_gateway_behind *is, bool other,
			      struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&mail->db, why);

	if (code) {
		return code;
	}
	code = other ? mc_link_restart(mail, why) : MC_OK;
	code = code ? code : keep(mail, is, why);
	return mc_db_end(&mail->db, code, why);
}

enum mc_code mc_mail_gateway_seen(struct mc_mail *mail, const struct mc_signed_for *had,
				  const char *epoch, int64_t seq, int64_t now, bool *ret_other,
				  struct mc_err *why)
{
	struct mc_gateway_behind before, is;
	struct told told = {.seq = seq};
	enum mc_code code;

	*ret_other = false;
	if (!had->seq || (seq && strcmp(epoch, had->epoch))) {
		return MC_OK; /* of another epoch: it does not say how far it is in ours */
	}
	code = mc_mail_gateway_behind(mail, &before, why);
	if (!code && (before.had || seq < had->seq)) {
		code = first_sent(mail, had->epoch, &told, why);
	}
	if (code) {
		return code;
	}
	if (strcmp(before.epoch, had->epoch)) {
		is = judge(&(struct mc_gateway_behind){.had = 0}, had, &told, now);
		/* what was noted of one that was left stays */
		*ret_other = is.had > 0;
		return is.had ? keep_step(mail, &is, true, why) : MC_OK;
	}
	is = judge(&before, had, &told, now);
	code = forget_if_whole(mail, had, seq, &is, why);
	if (code || same(&is, &before)) {
		return code;
	}
	*ret_other = other_copy(&before, &is, had);
	return keep_step(mail, &is, *ret_other, why);
}
