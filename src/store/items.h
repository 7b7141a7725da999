/* SPDX-License-Identifier: MPL-2.0 */
/* items.h - an item's columns, and how a row of them is read. */
#ifndef STORE_ITEMS_H
#define STORE_ITEMS_H

#include "motcua/store/mail.h"
#include "store/mail_db.h"

/* It is to be taken back: not sent until that is settled. */
#define MC_ITEM_WITHDRAWING                                                                    \
	"EXISTS (SELECT 1 FROM withdrawal w WHERE w.item = item.id AND w.state = 'OPEN')"

/* It corrects one that is to be taken back: not sent by the wire until the gateway's word on that
 * is here. */
#define MC_ITEM_AFTER_BURIAL                                                                   \
	"(replaces IS NOT NULL AND EXISTS (SELECT 1 FROM withdrawal w"                             \
	" WHERE w.item = item.replaces AND w.state = 'OPEN'))"

#define MC_ITEM_SELECT                                                                         \
	"SELECT id, iif(dossier IS NULL, epoch, ''), iif(dossier IS NULL, seq, 0), digest, state," \
	" state_at, sealed_at, attempts, next_try, last_try,"                                      \
	" cause, cause_detail, manifest_size,"                                                     \
	" (SELECT count(*) FROM statement s WHERE s.item = item.id AND s.kind = 'receipt'),"       \
	" (SELECT sum(iif(held, size, confirmed)) FROM item_part p JOIN part USING (sha256)"       \
	"  WHERE p.item = item.id),"                                                               \
	" (SELECT sum(size) FROM item_part p JOIN part USING (sha256) WHERE p.item = item.id),"    \
	" " MC_ITEM_WITHDRAWING ", n, coalesce(dossier, ''), coalesce(asked, ''), "      \
	MC_ITEM_AFTER_BURIAL ", (SELECT w.cause FROM withdrawal w WHERE w.item = item.id"               \
	" AND w.state = 'REFUSED')"                                                                \
	" FROM item "

/* A callback for mc_db_each(): ctx is a struct mc_vec * of struct mc_item. */
enum mc_code mc_item_push(void *ctx, sqlite3_stmt *row, struct mc_err *why) MC_CHECKED;

#endif
