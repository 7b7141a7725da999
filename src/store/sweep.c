/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sweep.c - files that nobody will ask for again.
 *
 * A day's grace: who is still writing one, or has given it its name but not yet its row,
 * needs seconds.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/store/epoch.h"
#include "motcua/store/room.h"
#include "motcua/store/spool.h"
#include "store/desk_db.h"
#include "store/mail_db.h"

#define GRACE (24 * 3600 * (int64_t)MC_SECOND)

/* Is this file to go? ctx as given; the name is without its folder. */
typedef enum mc_code wanted_fn(void *ctx, const char *name, bool *ret_go, struct mc_err *why);

static bool is_old(const char *path, int64_t now)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       (int64_t)st.st_mtime * MC_SECOND + GRACE < now;
}

static enum mc_code look_at(const char *folder, const char *name, int64_t now, wanted_fn *asked,
			    void *ctx, int *count, struct mc_err *why)
{
	char *path = mc_path_join(folder, name);
	bool go = false;
	enum mc_code code = is_old(path, now) ? asked(ctx, name, &go, why) : MC_OK;

	if (!code && go && unlink(path) == 0) {
		(*count)++;
	}
	free(path);
	return code;
}

static enum mc_code sweep(const char *folder, int64_t now, wanted_fn *asked, void *ctx, int *count,
			  struct mc_err *why)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	enum mc_code code = MC_OK;

	while (dir && !code && (entry = readdir(dir)) != NULL) {
		code = look_at(folder, entry->d_name, now, asked, ctx, count, why);
	}
	if (dir) {
		closedir(dir);
	}
	return code;
}

/* ---- temporaries */

static enum mc_code is_temporary(void *ctx, const char *name, bool *ret_go, struct mc_err *why)
{
	(void)ctx;
	(void)why;
	*ret_go = strncmp(name, ".sealing-", 9) == 0 || strncmp(name, ".motcua-", 8) == 0;
	return MC_OK;
}

int mc_sweep_temporaries(const struct mc_paths *paths, int64_t now)
{
	const char *const folders[] = {paths->mail, paths->parts, paths->spool};
	int count = 0;

	for (size_t i = 0; i < MC_COUNT(folders); i++) {
		(void)!sweep(folders[i], now, is_temporary, NULL, &count, NULL);
	}
	return count;
}

/* ---- papers */

struct both {
	struct mc_store *store;
	struct mc_mail *mail;
};

static enum mc_code count_names(struct mc_db *db, const char *sql, const char *name,
				int64_t *ret, struct mc_err *why)
{
	return mc_db_first(db, sql, MC_BINDS(mc_bind_text(name)), mc_db_number, ret, MC_E_STORE,
			   why);
}

/* What cannot be asked is not removed: both stores have to say no. */
static enum mc_code is_unnamed(void *ctx, const char *name, bool *ret_go, struct mc_err *why)
{
	const struct both *both = ctx;
	int64_t sealed = 0, drafted = 0;
	enum mc_code code;

	if (strlen(name) != MC_DIGEST_LEN - 1 ||
	    strspn(name, "0123456789abcdef") != MC_DIGEST_LEN - 1) {
		return MC_OK;
	}
	code = count_names(&both->mail->db, "SELECT count(*) FROM part WHERE sha256 = ?1", name,
			   &sealed, why);
	if (!code) {
		code = count_names(&both->store->db,
				   "SELECT count(*) FROM draft_part p JOIN draft d ON d.id = p.draft"
				   " WHERE p.sha256 = ?1 AND d.state <> 'DISCARDED'",
				   name, &drafted, why);
	}
	*ret_go = !code && !sealed && !drafted;
	return code;
}

/*
 * Is mail.db the newest? One that was put back from a backup does not know which papers the
 * later dossiers need: their records may lie in the spool, or with the gateway alone.
 */
static enum mc_code check_newest(struct mc_mail *mail, const struct mc_paths *paths,
				 struct mc_err *why)
{
	struct mc_old_copy old;
	int64_t unknown = 0;
	enum mc_code code = mc_mail_old_copy(mail, &old, why);

	if (!code && old.is) {
		return mc_fail(why, MC_E_OLD_COPY, "epoch %s", old.epoch);
	}
	code = code ? code : mc_mail_spool_unknown(mail, paths, &unknown, why);
	return !code && unknown ? mc_fail(why, MC_E_OLD_COPY, "spool: %lld are not in the queue",
					  (long long)unknown)
				: code;
}

enum mc_code mc_sweep_parts(struct mc_store *store, struct mc_mail *mail,
			    const struct mc_paths *paths, int64_t now, int *ret_count,
			    struct mc_err *why)
{
	struct both both = {store, mail};
	enum mc_code code = check_newest(mail, paths, why);

	*ret_count = 0;
	return code ? code : sweep(paths->parts, now, is_unnamed, &both, ret_count, why);
}
