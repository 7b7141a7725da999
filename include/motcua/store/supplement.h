/* SPDX-License-Identifier: MPL-2.0 */
/*
 * supplement.h - supplements in mail.db: what was asked for after a dossier was received.
 *
 * A supplement is a queued item like a dossier (the same states, parts, tries, statements),
 * but none of its chain: it has no running number, and the ledger does not count it.
 */
#ifndef MOTCUA_STORE_SUPPLEMENT_H
#define MOTCUA_STORE_SUPPLEMENT_H

#include "motcua/store/mail.h"

/*
 * Lay it into the queue, SEALED; durable when it returns. MC_E_DOSSIER_STATE: the dossier
 * asks for none. MC_E_SUPPLEMENT_WAITS: one for the same event is in the queue or was
 * received already. As mc_mail_seal_begin() for room and old copies.
 */
enum mc_code mc_mail_seal_supplement(struct mc_mail *mail, const struct mc_sealed *sealed,
				     struct mc_err *why) MC_CHECKED;
/* Its supplements, the newest first; struct mc_item. */
enum mc_code mc_mail_supplements(struct mc_mail *mail, const char *dossier, struct mc_vec *ret,
				 struct mc_err *why) MC_CHECKED;

#endif
