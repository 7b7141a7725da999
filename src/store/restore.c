/* SPDX-License-Identifier: MPL-2.0 */
/*
 * restore.c - mail.db built again: the damaged one moved aside, never deleted; each
 * record of the spool a row whose outcome is unknown.
 *
 * Asking the gateway with the same PUT is harmless, so COMMITTING is right whatever
 * became of the dossier before.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/store/spool.h"
#include "store/lock.h"
#include "store/replaced.h"

enum { LEASE_TRIES = 20, LEASE_PAUSE = 100000 /* us */ };

/* ---- the database: as it is, or a new one */

/* Every connection in WAL mode holds a shared lock on these bytes of the file as long as
 * it lives: whoever has the damaged database open would go on writing to it. */
enum { SHARED_FIRST = 0x40000002, SHARED_SIZE = 510 };

static bool is_open_elsewhere(const char *path)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = SHARED_FIRST,
			     .l_len = SHARED_SIZE};
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool held;

	if (fd < 0) {
		return false;
	}
	held = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	close(fd);
	return held;
}

static enum mc_code move_one(const char *from, const char *name, const char *ending,
			     struct mc_err *why)
{
	char *source = mc_calloc(1, strlen(from) + strlen(ending) + 1);
	char *target = mc_calloc(1, strlen(from) + strlen(name) + strlen(ending) + 1);
	const char *slash = strrchr(from, '/');
	enum mc_code code = MC_OK;

	sprintf(source, "%s%s", from, ending);
	sprintf(target, "%.*s%s%s", (int)(slash ? slash + 1 - from : 0), from, name, ending);
	if (mc_file_exists(source)) {
		code = mc_file_move(source, target, why);
	}
	free(source);
	free(target);
	return code;
}

/* The journals first: a database whose log is gone is older than the one with it, and
 * whoever looks at the moved one later wants all of it under one name. */
static enum mc_code move_aside(const struct mc_paths *paths, char ret[MC_ASIDE_LEN],
			       struct mc_err *why)
{
	time_t now = (time_t)(mc_clock_now() / MC_SECOND);
	struct tm utc;
	char name[MC_ASIDE_LEN];
	enum mc_code code;

	gmtime_r(&now, &utc);
	strftime(name, sizeof(name), "mail.db.damaged-%Y%m%dT%H%M%SZ", &utc);
	code = move_one(paths->mail_db, name, "-wal", why);
	if (!code) {
		code = move_one(paths->mail_db, name, "-shm", why);
	}
	if (!code) {
		code = move_one(paths->mail_db, name, "", why);
	}
	if (!code) {
		(void)mc_copy(ret, MC_ASIDE_LEN, name);
	}
	return code;
}

/* Damaged, or something else in its place: those are moved. A newer one, a busy one, a
 * full disk are not the database's fault. */
static bool is_lost(enum mc_code code)
{
	return code == MC_E_STORE_CORRUPT || code == MC_E_STORE_FOREIGN;
}

static enum mc_code open_sound(const struct mc_paths *paths, struct mc_mail **ret,
			       struct mc_err *why)
{
	enum mc_code code = mc_mail_open_any(paths, ret, why);

	if (!code) {
		code = mc_mail_quick_check(*ret, why);
		if (code) {
			mc_mail_close(*ret);
		}
	}
	return code;
}

static enum mc_code replace(const struct mc_paths *paths, struct mc_mail **ret,
			    char ret_aside[MC_ASIDE_LEN], struct mc_err *why)
{
	enum mc_code code;

	if (is_open_elsewhere(paths->mail_db)) {
		return mc_fail(why, MC_E_STORE_BUSY, "mail.db is open in another program");
	}
	code = mc_file_exists(paths->mail_db) ? move_aside(paths, ret_aside, why) : MC_OK;
	return code ? code : mc_mail_open_any(paths, ret, why);
}

/* A courier whose database was deleted under it ends when it looks: let it look. */
static enum mc_code take_lease(const struct mc_paths *paths, int *ret, struct mc_err *why)
{
	enum mc_code code = mc_lock_take(paths->courier_lease, MC_E_LEASE, ret, why);

	for (int i = 0; i < LEASE_TRIES && code == MC_E_LEASE; i++) {
		mc_poke(paths->courier_sock);
		(void)usleep(LEASE_PAUSE);
		code = mc_lock_take(paths->courier_lease, MC_E_LEASE, ret, why);
	}
	return code;
}

enum mc_code mc_mail_recover(const struct mc_paths *paths, struct mc_mail **ret, int *ret_lease,
			     char ret_aside[MC_ASIDE_LEN], struct mc_err *why)
{
	int lease = -1;
	enum mc_code code = mc_file_exists(paths->mail_db) ? open_sound(paths, ret, why) :
							     MC_E_STORE_CORRUPT;

	ret_aside[0] = '\0';
	*ret_lease = -1;
	if (!is_lost(code)) {
		return code; /* sound: rows can be added whoever else is at work */
	}
	code = take_lease(paths, &lease, why);
	if (code) {
		return code;
	}
	code = replace(paths, ret, ret_aside, why);
	if (code) {
		close(lease);
		return code;
	}
	*ret_lease = lease;
	return MC_OK;
}

/* ---- the rows */

static enum mc_code take_digest(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return mc_col_text(row, 0, ctx, MC_DIGEST_LEN) ? MC_OK :
							 mc_db_corrupt(why, "item: digest");
}

/* Is it there already, and is it the same? */
static enum mc_code find(struct mc_mail *mail, const struct mc_spooled *place,
			 const struct mc_sealed *sealed, bool *ret_there, struct mc_err *why)
{
	char digest[MC_DIGEST_LEN] = "";
	enum mc_code code = mc_db_each(&mail->db,
				       "SELECT digest FROM item WHERE id = ?1 OR (epoch = ?2 AND seq = ?3)"
				       " ORDER BY digest = ?4",
				       MC_BINDS(mc_bind_text(sealed->id), mc_bind_text(place->epoch),
						mc_bind_int(place->seq),
						mc_bind_text(sealed->digest)),
				       take_digest, digest, why);

	*ret_there = digest[0] != '\0';
	if (!code && *ret_there && strcmp(digest, sealed->digest) != 0) {
		code = mc_fail(why, MC_E_DIGEST_MISMATCH, "spool: number %lld",
			       (long long)place->seq);
	}
	return code;
}

/* Along the table's arrows, each with its row in the journal. */
static enum mc_code advance(struct mc_mail *mail, const struct mc_spooled *place,
			    const struct mc_sealed *sealed, struct mc_err *why)
{
	static const enum mc_happening sent[] = {MC_HAPPENING_SEND, MC_HAPPENING_PARTS_HELD};
	static const enum mc_happening taken_back[] = {MC_HAPPENING_WITHDRAW};
	const enum mc_happening *way = place->withdrawn ? taken_back : sent;
	int steps = place->withdrawn ? 1 : 2;
	struct mc_happened what = {.now = mc_clock_now()};
	enum mc_code code = MC_OK;

	for (int i = 0; !code && i < steps; i++) {
		code = mc_mail_change(mail, sealed->id, way[i], &what, why);
	}
	return code;
}

static enum mc_code insert(struct mc_mail *mail, const struct mc_spooled *place,
			   const struct mc_sealed *sealed, struct mc_err *why)
{
	enum mc_state state;
	enum mc_code code = sealed->dossier ? mc_mail_state(mail, sealed->dossier, &state, why) :
					      MC_OK;

	if (code) {
		return code; /* the dossier that it completes is not in the spool */
	}
	if (!sealed->dossier) {
		(void)MC_COPY(mail->epoch, place->epoch);
		mail->seq = place->seq;
	}
	code = mc_sealed_insert(mail, sealed, why);
	mail->seq = 0;
	code = code ? code : advance(mail, place, sealed, why);
	return code || place->withdrawn ? code : mc_replaced_hold(mail, sealed, why);
}

enum mc_code mc_mail_restore(struct mc_mail *mail, const struct mc_spooled *place,
			     const struct mc_sealed *sealed, bool *ret_new, struct mc_err *why)
{
	bool there = false;
	enum mc_code code = mc_db_begin(&mail->db, why);

	if (code) {
		return code;
	}
	code = find(mail, place, sealed, &there, why);
	if (!code && !there) {
		code = insert(mail, place, sealed, why);
	}
	*ret_new = !code && !there;
	return mc_db_end(&mail->db, code, why);
}
