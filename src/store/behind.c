/* SPDX-License-Identifier: MPL-2.0 */
/*
 * behind.c - was the gateway put back from a backup?
 *
 * Its hello tells the highest number only. So what is noted stays noted while it takes newer
 * ones in: the next hello's highest is above the hole then. Nothing but the very number that it
 * had signed for, before any newer one was, shows that the right copy is back.
 */
#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/epoch.h"
#include "store/items.h"

/* setting: "EPOCH KNOWS HAD SINCE"; empty: it is not behind */
#define BEHIND "gateway_behind"

enum { BEHIND_LEN = 100 };

static enum mc_code take_signed(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_signed_for *had = ctx;

	(void)why;
	(void)MC_COPY(had->epoch, (const char *)sqlite3_column_text(row, 0));
	had->seq = sqlite3_column_int64(row, 1);
	return MC_OK;
}

enum mc_code mc_mail_signed_for(struct mc_mail *mail, struct mc_signed_for *ret,
				struct mc_err *why)
{
	struct mc_signed_for had = {.seq = 0};
	enum mc_code code = mc_db_first(
		&mail->db,
		"SELECT epoch, seq FROM item WHERE dossier IS NULL"
		" AND epoch = (SELECT value FROM setting WHERE key = 'epoch')"
		" AND EXISTS (SELECT 1 FROM statement s WHERE s.item = item.id"
		"  AND s.kind = 'receipt')"
		" ORDER BY seq DESC LIMIT 1",
		NULL, take_signed, &had, MC_E_NOT_FOUND, why);

	if (!code || code == MC_E_NOT_FOUND) {
		*ret = had;
		return MC_OK;
	}
	return code;
}

enum mc_code mc_mail_gateway_behind(struct mc_mail *mail, struct mc_gateway_behind *ret,
				    struct mc_err *why)
{
	struct mc_gateway_behind behind = {.had = 0};
	long long knows = 0, had = 0, since = 0;
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, BEHIND_LEN);
	code = mc_mail_get(mail, BEHIND, &text, why);
	if (!code &&
	    sscanf(text.data, "%16s %lld %lld %lld", behind.epoch, &knows, &had, &since) == 4) {
		behind.knows = knows;
		behind.had = had;
		behind.since = since;
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

	(void)snprintf(text, sizeof(text), "%s %lld %lld %lld", behind->epoch,
		       (long long)behind->knows, (long long)behind->had, (long long)behind->since);
	return mc_mail_set(mail, BEHIND, behind->had ? text : "", why);
}

/* before: what was noted of this epoch. Between its highest number and ours nothing is there. A
 * number that only the copy can have, above what was noted, leaves the older hole as it is. */
static struct mc_gateway_behind judge(const struct mc_gateway_behind *before,
				      const struct mc_signed_for *had, int64_t seq, int64_t now)
{
	struct mc_gateway_behind is = *before;

	if (seq >= had->seq) {
		if (seq == before->had && seq == had->seq) {
			is.had = is.knows = 0; /* the right copy is back */
		}
		return is;
	}
	if (!before->had) {
		(void)MC_COPY(is.epoch, had->epoch);
		is.since = now;
	}
	is.knows = before->had && seq > before->had ? before->knows : seq;
	is.had = had->seq;
	return is;
}

enum mc_code mc_mail_gateway_seen(struct mc_mail *mail, const struct mc_signed_for *had,
				  const char *epoch, int64_t seq, int64_t now, struct mc_err *why)
{
	struct mc_gateway_behind before, is;
	enum mc_code code;

	if (!had->seq || (seq && strcmp(epoch, had->epoch))) {
		return MC_OK; /* of another epoch: it does not say how far it is in ours */
	}
	code = mc_mail_gateway_behind(mail, &before, why);
	if (code) {
		return code;
	}
	if (strcmp(before.epoch, had->epoch)) {
		is = judge(&(struct mc_gateway_behind){.had = 0}, had, seq, now);
		/* what was noted of one that was left stays */
		return is.had ? keep(mail, &is, why) : MC_OK;
	}
	is = judge(&before, had, seq, now);
	return is.knows == before.knows && is.had == before.had ? MC_OK : keep(mail, &is, why);
}

bool mc_gateway_lost(const struct mc_gateway_behind *behind, const struct mc_item *item)
{
	return behind->had && item->has_receipt && item->state != MC_STATE_WITHDRAWN &&
	       item->seq > behind->knows && item->seq <= behind->had &&
	       !strcmp(item->epoch, behind->epoch);
}

enum mc_code mc_mail_gateway_lost(struct mc_mail *mail, const struct mc_gateway_behind *behind,
				  struct mc_vec *ret, struct mc_err *why)
{
	size_t kept = ret->len;
	enum mc_code code =
		mc_db_each(&mail->db,
			   MC_ITEM_SELECT "WHERE dossier IS NULL AND epoch = ?1 AND seq > ?2"
					  " AND seq <= ?3 ORDER BY seq",
			   MC_BINDS(mc_bind_text(behind->epoch), mc_bind_int(behind->knows),
				    mc_bind_int(behind->had)),
			   mc_item_push, ret, why);

	for (size_t i = kept; !code && i < ret->len; i++) {
		const struct mc_item *item = mc_vec_at(ret, i);

		if (mc_gateway_lost(behind, item)) {
			memmove(mc_vec_at(ret, kept++), item, sizeof(*item));
		}
	}
	ret->len = kept;
	return code;
}
