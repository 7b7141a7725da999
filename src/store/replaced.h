/* SPDX-License-Identifier: MPL-2.0 */
/* replaced.h - of a dossier and the one that corrects it only one may go. */
#ifndef STORE_REPLACED_H
#define STORE_REPLACED_H

#include "store/mail_db.h"

/* Inside the sealing's transaction: may sealed stand in the place of the one that it names?
 * That one has come to no good end, and nothing else stands there. When it is HELD its burial is
 * laid in with it. MC_E_REPLACED: it is on its way again, or another one is; detail = that id. */
enum mc_code mc_replaced_close(struct mc_mail *mail, const struct mc_sealed *sealed,
			       struct mc_err *why) MC_CHECKED;
/* Inside a rebuild's transaction: what waits and was replaced waits for a person instead. */
enum mc_code mc_replaced_hold(struct mc_mail *mail, const struct mc_sealed *sealed,
			      struct mc_err *why) MC_CHECKED;
/* Inside the caller's transaction: what mc_mail_withdraw() does. */
enum mc_code mc_withdrawal_lay_in(struct mc_mail *mail, const char *id, struct mc_slice jws,
				  int64_t now, struct mc_err *why) MC_CHECKED;

#endif
