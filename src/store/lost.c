/* SPDX-License-Identifier: MPL-2.0 */
/*
 * lost.c - what a gateway that was put back from a backup (behind.c) has lost.
 *
 * Dossiers by their numbers: those behind the highest that it knows. Supplements and withdrawals
 * have none, and the hello says nothing of them. They are lost perhaps: the gateway answered for
 * them before the loss was found out, and not before the highest dossier that it kept went out
 * for the first time (behind `floor`), for what it had then it had when it got that one. None that
 * is lost is missed so. One that is there after all is answered for with the same bytes when it
 * is sent again, and that ends it.
 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/epoch.h"
#include "store/items.h"

/* ?1 epoch, ?2 mark, ?3 knows, ?4 had, ?5 floor */
#define SAID(rows, words)                                                     \
	"EXISTS (SELECT 1 FROM journal j WHERE j.item = item.id AND " rows    \
	" AND j.happening IN (" words "))"
#define BEFORE "j.n > ?5 AND j.n <= ?2"
#define SINCE "j.n > ?2"
#define ENDED "('REJECTED', 'RETURNED', 'COMPLETED', 'WITHDRAWN')"

/* What came to its end needs nobody's work any more. */
#define LOST_DOSSIER                                                                         \
	"(dossier IS NULL AND epoch = ?1 AND seq > ?3 AND seq <= ?4 AND state NOT IN " ENDED \
	" AND EXISTS (SELECT 1 FROM statement s WHERE s.item = item.id AND s.kind = 'receipt')" \
	" AND NOT " SAID(SINCE, "'RECEIPT', 'REJECTION'") ")"

/* Nor does what was sent to one that came to its end, or that is taken back. */
#define LOST_SUPPLEMENT                                                                      \
	"(dossier IS NOT NULL AND state NOT IN " ENDED " AND " SAID(BEFORE, "'RECEIPT'")     \
	" AND NOT " SAID(SINCE, "'RECEIPT', 'REJECTION'")                                    \
	" AND NOT EXISTS (SELECT 1 FROM item d WHERE d.id = item.dossier"                    \
	"  AND d.state IN " ENDED ")"                                                        \
	" AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.item = item.dossier"            \
	"  AND w.state = 'OPEN'))"

/* OPEN: asked for anew. The province would deal with what the citizen took back. */
#define LOST_WITHDRAWAL                                                                      \
	"(" SAID(BEFORE, "'WITHDRAWAL'") " AND NOT " SAID(SINCE, "'WITHDRAWAL'")             \
	" AND EXISTS (SELECT 1 FROM withdrawal w WHERE w.item = item.id"                     \
	"  AND w.state IN ('DONE', 'OPEN')))"

#define LOST "(" LOST_DOSSIER " OR " LOST_SUPPLEMENT " OR " LOST_WITHDRAWAL ")"

/* Few of many: found by their numbers, and by what the journal has of that time. */
#define PERHAPS                                                                              \
	"(SELECT id FROM item WHERE dossier IS NULL AND epoch = ?1 AND seq > ?3 AND seq <= ?4" \
	" UNION SELECT item FROM journal WHERE n > ?5 AND n <= ?2"                           \
	"  AND happening IN ('RECEIPT', 'WITHDRAWAL'))"

#define NOTED(behind)                                                                        \
	mc_bind_text((behind)->epoch), mc_bind_int((behind)->mark), mc_bind_int((behind)->knows), \
		mc_bind_int((behind)->had), mc_bind_int((behind)->floor)

enum mc_lost_kind mc_lost_kind(const struct mc_item *item)
{
	if (item->dossier[0]) {
		return MC_LOST_SUPPLEMENT;
	}
	return item->withdrawing || item->state == MC_STATE_WITHDRAWN ? MC_LOST_WITHDRAWAL :
									MC_LOST_DOSSIER;
}

static bool was_answered(const struct mc_item *item)
{
	return item->has_receipt || item->withdrawing || item->state == MC_STATE_WITHDRAWN;
}

enum mc_code mc_mail_item_lost(struct mc_mail *mail, const struct mc_item *item, bool *ret,
			       struct mc_err *why)
{
	struct mc_gateway_behind behind;
	int64_t count = 0;
	enum mc_code code;

	*ret = false;
	if (!was_answered(item)) {
		return MC_OK; /* most that wait: nothing is read for them */
	}
	code = mc_mail_gateway_behind(mail, &behind, why);
	if (code || !behind.had || behind.settled) {
		return code;
	}
	code = mc_db_first(&mail->db, "SELECT count(*) FROM item WHERE id = ?6 AND " LOST,
			   MC_BINDS(NOTED(&behind), mc_bind_text(item->id)), mc_db_number, &count,
			   MC_E_STORE, why);
	*ret = !code && count;
	return code;
}

enum mc_code mc_mail_gateway_lost(struct mc_mail *mail, const struct mc_gateway_behind *behind,
				  struct mc_vec *ret, struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code;

	if (!behind->had || behind->settled) {
		return MC_OK;
	}
	code = mc_db_each(&mail->db,
			  MC_ITEM_SELECT "WHERE id IN " PERHAPS " AND " LOST " ORDER BY n",
			  MC_BINDS(NOTED(behind)), mc_item_push, ret, why);
	if (code) {
		ret->len = before;
	}
	return code;
}
