/* SPDX-License-Identifier: MPL-2.0 */
/* mail_db.h - mail.db from the inside. */
#ifndef STORE_MAIL_DB_H
#define STORE_MAIL_DB_H

#include "motcua/domain/dossier.h"
#include "motcua/store/mail.h"
#include "store/db.h"

#define MC_EPOCH_ROOM 17 /* 16 hex digits and the NUL */

struct mc_mail {
	struct mc_db db;
	char *path, *lease, *holder, *ballast, *folder, *spool;
	/* JSON array of the names of the states that wait for the courier, for
	 * "state IN (SELECT value FROM json_each(?))": the pure table is asked, not copied */
	char waiting[256];
	/* between mc_mail_seal_begin() and its commit */
	char epoch[MC_EPOCH_ROOM];
	int64_t seq;
};

/* One row of the journal, inside the caller's transaction. */
struct mc_journal {
	const char *item;
	enum mc_happening happening;
	enum mc_state before, after;
	int64_t at;
	enum mc_code cause;
};
enum mc_code mc_journal_add(struct mc_mail *mail, const struct mc_journal *row,
			    struct mc_err *why) MC_CHECKED;

/* MC_E_DISK_FULL below MC_ROOM_MIN. */
enum mc_code mc_mail_room(const struct mc_mail *mail, struct mc_err *why) MC_CHECKED;
/* The ballast's room for what must be stored now; false when there was none. */
bool mc_ballast_give_up(const struct mc_mail *mail);
/* MC_E_OLD_COPY: nothing is sealed from these data. */
enum mc_code mc_seal_check_copy(struct mc_mail *mail, struct mc_err *why) MC_CHECKED;
/* Inside the caller's transaction: the item of mail->epoch and mail->seq, its parts, the chain
 * and the journal's first row. A supplement has neither place nor chain. */
enum mc_code mc_sealed_insert(struct mc_mail *mail, const struct mc_sealed *sealed,
			      struct mc_err *why) MC_CHECKED;
/* Inside the caller's transaction: what mc_mail_happen() does, without its statement's
 * being looked for. */
enum mc_code mc_mail_change(struct mc_mail *mail, const char *id, enum mc_happening happening,
			    const struct mc_happened *what, struct mc_err *why) MC_CHECKED;
/* The same, unless its statement is stored already. */
enum mc_code mc_mail_change_once(struct mc_mail *mail, const char *id, enum mc_happening happening,
				 const struct mc_happened *what, struct mc_err *why) MC_CHECKED;
/* mc_mail_cursor_restart(), inside the caller's transaction. */
enum mc_code mc_link_restart(struct mc_mail *mail, struct mc_err *why) MC_CHECKED;
/* As mc_mail_open(), even where the spool says that there was a database before. */
enum mc_code mc_mail_open_any(const struct mc_paths *paths, struct mc_mail **ret,
			      struct mc_err *why) MC_CHECKED;

/* The state of an item; MC_E_DOSSIER_UNKNOWN. */
enum mc_code mc_mail_state(struct mc_mail *mail, const char *id, enum mc_state *ret,
			   struct mc_err *why) MC_CHECKED;

/* The item came to this state, inside the caller's transaction: a final one ends an open
 * withdrawal with it. */
enum mc_code mc_withdrawal_end(struct mc_mail *mail, const char *id, enum mc_state state,
			       int64_t now, struct mc_err *why) MC_CHECKED;
/* The gateway lost what it had signed of it: open again, the same bytes. */
enum mc_code mc_withdrawal_again(struct mc_mail *mail, const char *id,
				 struct mc_err *why) MC_CHECKED;

#endif
