/* SPDX-License-Identifier: MPL-2.0 */
/*
 * epoch.h - is this the newest copy of the desk's data? (docs/DELIVERY.md 6)
 *
 * The epoch is a random number made with the store. When the gateway knows a higher seq in
 * it than this store ever sealed, or an epoch that this store never had, these data are a
 * restored old copy: sealing stops, what waits is HELD, until somebody adopts them.
 */
#ifndef MOTCUA_STORE_EPOCH_H
#define MOTCUA_STORE_EPOCH_H

#include "motcua/store/mail.h"

struct mc_old_copy {
	bool is; /* found out, and not adopted yet */
	char epoch[17];
	int64_t seq; /* the highest sealed here in it */
	char seen_epoch[17]; /* what the gateway knew; "" while nothing was found */
	int64_t seen_seq;
};

/* What a signed hello said is the highest; seq 0: nothing yet. When it shows an old copy:
 * everything that waits becomes HELD (MC_E_OLD_COPY), in one transaction. */
enum mc_code mc_mail_highest_seen(struct mc_mail *mail, const char *epoch, int64_t seq, int64_t now,
				  struct mc_old_copy *ret, struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_old_copy(struct mc_mail *mail, struct mc_old_copy *ret,
			      struct mc_err *why) MC_CHECKED;
/*
 * Leave the old epoch for good and go on in this one; what was HELD for being an old copy
 * waits again, under the numbers that it was sealed with: the gateway's signed word on each
 * tells which it has. ret_released: how many.
 */
enum mc_code mc_mail_adopt(struct mc_mail *mail, const char *epoch, int64_t now, int *ret_released,
			   struct mc_err *why) MC_CHECKED;

/*
 * The gateway's own old copies (src/store/behind.c): put back from a backup it knows less of our
 * epoch than it has signed for. What it received in between is not there any more.
 */
struct mc_signed_for {
	char epoch[17];
	int64_t seq;   /* the highest in it with a receipt; 0 = none */
	int64_t first, since; /* lowest and highest answered since the last loss; 0 = none */
	int64_t mark;  /* the journal's last row */
};
struct mc_gateway_behind {
	char epoch[17];
	int64_t knows, had; /* behind `knows`, up to `had`, they are gone; had 0: it is not behind */
	int64_t since;      /* when it was found out */
	int64_t mark;       /* what the journal has behind this row was said after the loss */
	int64_t floor;      /* what it has up to this one was said before `knows` was sent at all */
	bool settled;       /* somebody answers for it: nobody is told of it any more */
};
/* To be read before the hello is asked for: a receipt may overtake the hello's answer. */
enum mc_code mc_mail_signed_for(struct mc_mail *mail, struct mc_signed_for *ret,
				struct mc_err *why) MC_CHECKED;
/* What that hello said is the highest; seq 0: nothing. ret_other: it is another copy than before,
 * and in the same step its list of events was set back (mc_mail_cursor_restart()). */
enum mc_code mc_mail_gateway_seen(struct mc_mail *mail, const struct mc_signed_for *had,
				  const char *epoch, int64_t seq, int64_t now, bool *ret_other,
				  struct mc_err *why) MC_CHECKED;
enum mc_code mc_mail_gateway_behind(struct mc_mail *mail, struct mc_gateway_behind *ret,
				    struct mc_err *why) MC_CHECKED;
/*
 * What is lost (src/store/lost.c): dossiers by their numbers; supplements to them and withdrawals,
 * which have no number, perhaps: the gateway gave its word on them when it may have known less
 * than it had.
 */
enum mc_lost_kind { MC_LOST_DOSSIER, MC_LOST_SUPPLEMENT, MC_LOST_WITHDRAWAL };
/* Of a lost one: what is to reach the gateway again. */
enum mc_lost_kind mc_lost_kind(const struct mc_item *item);
/* Has the gateway answered for it, has it not any more, and does somebody need it there? */
enum mc_code mc_mail_item_lost(struct mc_mail *mail, const struct mc_item *item, bool *ret,
			       struct mc_err *why) MC_CHECKED;
/* All of those in the order of sealing; struct mc_item. */
enum mc_code mc_mail_gateway_lost(struct mc_mail *mail, const struct mc_gateway_behind *behind,
				  struct mc_vec *ret, struct mc_err *why) MC_CHECKED;
/* A person answers for what was lost: the alarm is over, until more is lost. */
enum mc_code mc_mail_gateway_settle(struct mc_mail *mail, struct mc_err *why) MC_CHECKED;

#endif
