/* SPDX-License-Identifier: MPL-2.0 */
/*
 * spool.h - mail/spool/: what was sealed, once more, as one file each (docs/FORMATS.md
 * 10). From it mail.db is built again when it is gone; nothing else reads it.
 */
#ifndef MOTCUA_STORE_SPOOL_H
#define MOTCUA_STORE_SPOOL_H

#include "motcua/store/mail.h"

struct mc_spooled {
	char epoch[MC_UUID_LEN]; /* of a supplement: its id, and seq is 0 */
	int64_t seq;
	bool withdrawn; /* by the officer, before anything was sent */
};

/* Is there any record? */
bool mc_spool_any(const struct mc_paths *paths);
/* struct mc_spooled items by epoch and seq, the supplements behind the dossiers; a folder that
 * is not there is empty. */
enum mc_code mc_spool_list(const struct mc_paths *paths, struct mc_vec *ret,
			   struct mc_err *why) MC_CHECKED;
/* Is there a record of this number? spool: the folder. */
bool mc_spool_has(const char *spool, const char *epoch, int64_t seq);
/*
 * Unless it is there already; durable when it returns. A file of that name that is damaged gives
 * way; MC_E_SPOOL_OTHER: it is another's, or neither of the two proves itself (by the digest in
 * its record). Nothing was changed then.
 */
enum mc_code mc_spool_keep(const struct mc_paths *paths, const char *epoch, int64_t seq,
			   struct mc_slice record, struct mc_slice manifest,
			   struct mc_err *why) MC_CHECKED;
/* MC_E_STORE_CORRUPT: not two whole strings and nothing else. */
enum mc_code mc_spool_read(const struct mc_paths *paths, const char *epoch, int64_t seq,
			   struct mc_str *ret_record, struct mc_str *ret_manifest,
			   struct mc_err *why) MC_CHECKED;
/* A mark beside the record: a rebuild must not send what was taken back. */
enum mc_code mc_spool_withdraw(const struct mc_paths *paths, const char *epoch, int64_t seq,
			       struct mc_err *why) MC_CHECKED;

/*
 * By the courier: copy what is not in the spool yet, at most `limit` items from the one
 * after *n on; *n becomes the last that is safe. 0 at first.
 */
enum mc_code mc_mail_spool(struct mc_mail *mail, const struct mc_paths *paths, int limit,
			   int64_t *n, bool *ret_more, struct mc_err *why) MC_CHECKED;

/* Do both say the same? Items without their file, files without their item, bytes that
 * differ. */
struct mc_spool_check {
	int64_t items, unspooled, unknown, different;
};
enum mc_code mc_mail_spool_check(struct mc_mail *mail, const struct mc_paths *paths,
				 struct mc_spool_check *ret, struct mc_err *why) MC_CHECKED;
/* Of these alone the files without their item, by their names: an older mail.db was put back
 * beside them, or a rebuild is not through. */
enum mc_code mc_mail_spool_unknown(struct mc_mail *mail, const struct mc_paths *paths,
				   int64_t *ret, struct mc_err *why) MC_CHECKED;

/*
 * mail.db as it is; or, when it is gone or damaged, a new one, under the lease (else
 * ret_lease is -1). The damaged one is moved aside, its new base name to ret_aside ("" =
 * it was not moved): MC_E_LEASE or MC_E_STORE_BUSY while a program has it open.
 */
#define MC_ASIDE_LEN 64
enum mc_code mc_mail_recover(const struct mc_paths *paths, struct mc_mail **ret, int *ret_lease,
			     char ret_aside[MC_ASIDE_LEN], struct mc_err *why) MC_CHECKED;
/*
 * An item of the spool becomes a row: its outcome is unknown, so it is COMMITTING (or
 * WITHDRAWN). ret_new false: the row is there already. MC_E_DIGEST_MISMATCH: other bytes
 * stand under this id or this number.
 */
enum mc_code mc_mail_restore(struct mc_mail *mail, const struct mc_spooled *place,
			     const struct mc_sealed *sealed, bool *ret_new,
			     struct mc_err *why) MC_CHECKED;

#endif
