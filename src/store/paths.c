/* SPDX-License-Identifier: MPL-2.0 */
/* paths.c - the data folder: its names, its making, and where it is by default. */
#include "motcua/store/paths.h"

#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"

#define INSTALLED "/var/lib/motcua"

/* Own folders; and those that desk and courier share by their group, which new files
 * inherit. */
enum { OWN = 0700, SHARED = 02770 };

static char *absolute(const char *dir)
{
	char here[PATH_MAX];
	char *path = dir[0] != '/' && getcwd(here, sizeof(here)) ? mc_path_join(here, dir) :
								    mc_strdup(dir);
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/') {
		path[--len] = '\0';
	}
	return path;
}

void mc_paths_init(struct mc_paths *paths, const char *dir)
{
	paths->dir = absolute(dir);
	paths->store_db = mc_path_join(paths->dir, "store.db");
	paths->keys = mc_path_join(paths->dir, "keys/terminal.keys");
	paths->gateway_keys = mc_path_join(paths->dir, "keys/gateway.keys");
	paths->evidence = mc_path_join(paths->dir, "evidence");
	paths->mail = mc_path_join(paths->dir, "mail");
	paths->mail_db = mc_path_join(paths->mail, "mail.db");
	paths->parts = mc_path_join(paths->mail, "parts");
	paths->spool = mc_path_join(paths->mail, "spool");
	paths->ballast = mc_path_join(paths->mail, "ballast");
	paths->run = mc_path_join(paths->mail, "run");
	paths->desk_sock = mc_path_join(paths->run, "desk.sock");
	paths->courier_sock = mc_path_join(paths->run, "courier.sock");
	paths->courier_lease = mc_path_join(paths->run, "courier.lock");
	paths->courier_log = mc_path_join(paths->mail, "courier.log");
	paths->arrived = mc_path_join(paths->mail, "packs");
	paths->arrived_keys = mc_path_join(paths->mail, "gateway.keys");
	paths->packs = mc_path_join(paths->dir, "packs");
	paths->gateway = mc_path_join(paths->dir, "gateway");
}

void mc_paths_done(struct mc_paths *paths)
{
	free(paths->dir);
	free(paths->store_db);
	free(paths->keys);
	free(paths->gateway_keys);
	free(paths->evidence);
	free(paths->mail);
	free(paths->mail_db);
	free(paths->parts);
	free(paths->spool);
	free(paths->ballast);
	free(paths->run);
	free(paths->desk_sock);
	free(paths->courier_sock);
	free(paths->courier_lease);
	free(paths->courier_log);
	free(paths->arrived);
	free(paths->arrived_keys);
	free(paths->packs);
	free(paths->gateway);
	*paths = (struct mc_paths){0};
}

enum mc_code mc_paths_make(const struct mc_paths *paths, struct mc_err *why)
{
	char *keys = mc_path_join(paths->dir, "keys");
	const struct {
		const char *path;
		mode_t mode;
	} folders[] = {
		{paths->dir, OWN},     {keys, OWN},	       {paths->evidence, OWN},
		{paths->mail, SHARED}, {paths->parts, SHARED}, {paths->spool, SHARED},
		{paths->run, SHARED},
	};
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && i < MC_COUNT(folders); i++) {
		code = mc_dir_make(folders[i].path, folders[i].mode, why);
	}
	free(keys);
	return code;
}

/* XDG Base Directory: a relative path in the variable is to be ignored. */
static char *below_home(void)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	const struct passwd *user;

	if (data && data[0] == '/') {
		return mc_path_join(data, "motcua");
	}
	if (!home || !home[0]) {
		user = getpwuid(getuid());
		home = user ? user->pw_dir : "/";
	}
	return mc_path_join(home, ".local/share/motcua");
}

char *mc_paths_default(const char *given)
{
	const char *named = given ? given : getenv("MOTCUA_DATA");

	if (named && named[0]) {
		return mc_strdup(named);
	}
	return access(INSTALLED, W_OK | X_OK) == 0 ? mc_strdup(INSTALLED) : below_home();
}
