/* SPDX-License-Identifier: MPL-2.0 */
/*
 * withdrawal.h - withdrawals in mail.db: what was ever sent is taken back by a signed
 * request that waits in the queue like the dossier itself.
 *
 * While one is open its dossier is not sent (again): the gateway takes the withdrawal of
 * an id that it does not know, too. A receipt that arrives first does not end it.
 */
#ifndef MOTCUA_STORE_WITHDRAWAL_H
#define MOTCUA_STORE_WITHDRAWAL_H

#include "motcua/store/mail.h"

enum mc_withdrawing {
	MC_WITHDRAWING_NONE,    /* never asked for */
	MC_WITHDRAWING_OPEN,    /* waits for the gateway's signature */
	MC_WITHDRAWING_DONE,    /* the item is WITHDRAWN */
	MC_WITHDRAWING_REFUSED, /* signed: the gateway holds something else; cause */
	MC_WITHDRAWING_MOOT,    /* the item came to another end first */
};
const char *mc_withdrawing_name(enum mc_withdrawing state); /* "OPEN" */

struct mc_mail_withdrawal {
	char id[MC_UUID_LEN];
	enum mc_withdrawing state;
	int64_t asked_at, next_try, last_try; /* next_try 0 = now */
	int attempts;
	enum mc_code cause; /* of the last failed try, or of the refusal */
};

/* Lay a signed request into the queue; an open one stays as it is, a refused one is
 * replaced. MC_E_DOSSIER_STATE when the item's state does not allow its withdrawal. */
enum mc_code mc_mail_withdraw(struct mc_mail *mail, const char *id, struct mc_slice jws,
			      int64_t now, struct mc_err *why) MC_CHECKED;
/* state NONE when there is none. */
enum mc_code mc_mail_withdrawal(struct mc_mail *mail, const char *id,
				struct mc_mail_withdrawal *ret, struct mc_err *why) MC_CHECKED;
/* The oldest open one that is due, as mc_mail_due(); MC_E_NOT_FOUND, and then ret_next:
 * the earliest later next_try, 0 = none. */
enum mc_code mc_mail_withdrawal_due(struct mc_mail *mail, int64_t now, int64_t cap,
				    struct mc_mail_withdrawal *ret, struct mc_str *ret_jws,
				    int64_t *ret_next, struct mc_err *why) MC_CHECKED;
/* All that are open, the oldest first, at most limit; struct mc_mail_withdrawal. */
enum mc_code mc_mail_withdrawals(struct mc_mail *mail, int limit, struct mc_vec *ret,
				 struct mc_err *why) MC_CHECKED;
/* What this terminal signed. MC_E_NOT_FOUND. */
enum mc_code mc_mail_withdrawal_jws(struct mc_mail *mail, const char *id, struct mc_str *ret,
				    struct mc_err *why) MC_CHECKED;
/* A try failed; it stays open. */
enum mc_code mc_mail_withdrawal_failed(struct mc_mail *mail, const char *id, int64_t now,
				       int64_t next_try, enum mc_code cause,
				       struct mc_err *why) MC_CHECKED;
/* The gateway's signed word that it cannot be. */
enum mc_code mc_mail_withdrawal_refused(struct mc_mail *mail, const char *id, int64_t now,
					enum mc_code cause, struct mc_err *why) MC_CHECKED;

#endif
