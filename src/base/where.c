/* SPDX-License-Identifier: MPL-2.0 */
/* where.c - finding our own programs and data: overrides, build tree, installation. */
#include "base/where.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"

static const char *const installed_dirs[] = {MC_LIBEXECDIR, MC_BINDIR, MC_SBINDIR};

/* The folder of the running program; NULL without /proc. The caller frees. */
static char *exe_dir(void)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	path[len < 0 ? 0 : len] = '\0';
	slash = strrchr(path, '/');
	if (!slash) {
		return NULL;
	}
	*slash = '\0';
	return mc_strdup(path);
}

static bool is_installed(const char *dir)
{
	for (size_t i = 0; i < MC_COUNT(installed_dirs); i++) {
		if (strcmp(dir, installed_dirs[i]) == 0) {
			return true;
		}
	}
	return false;
}

static char *keep_if(bool keep, char *path)
{
	if (!keep) {
		free(path);
	}
	return keep ? path : NULL;
}

char *mc_where_built(const char *beside)
{
	char *dir = exe_dir(), *path = NULL;

	if (dir && !is_installed(dir)) {
		path = mc_path_join(dir, beside);
		path = keep_if(mc_file_exists(path), path);
	}
	free(dir);
	return path;
}

static bool is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* dir/name when that is a program; dir may be NULL. */
static char *program_in(const char *dir, const char *name)
{
	char *path;

	if (!dir || !*dir) {
		return NULL;
	}
	path = mc_path_join(dir, name);
	return keep_if(is_program(path), path);
}

static char *find_program(const char *name)
{
	char *beside = exe_dir();
	char *found = program_in(getenv("MOTCUA_LIBEXEC"), name);

	if (!found) {
		found = program_in(beside, name);
	}
	for (size_t i = 0; !found && i < MC_COUNT(installed_dirs); i++) {
		found = program_in(installed_dirs[i], name);
	}
	free(beside);
	return found;
}

enum mc_code mc_program_path(const char *name, char **ret, struct mc_err *why)
{
	char *found = strchr(name, '/') ? NULL : find_program(name);

	if (!found) {
		return mc_fail(why, MC_E_PROGRAM_MISSING, "%s", name);
	}
	*ret = found;
	return MC_OK;
}

/* MOTCUA_DATADIR is taken at its word: a classroom's data must not mix with the installed. */
static char *data_path(const char *name)
{
	const char *set = getenv("MOTCUA_DATADIR");
	char *beside, *path;

	if (set && *set) {
		return mc_path_join(set, name);
	}
	beside = mc_path_join("../../data", name);
	path = mc_where_built(beside);
	free(beside);
	return path ? path : mc_path_join(MC_DATADIR, name);
}

enum mc_code mc_data_path(const char *name, char **ret, struct mc_err *why)
{
	char *path = data_path(name);

	if (!mc_file_exists(path)) {
		int error = errno;

		free(path);
		return mc_fail(why, MC_E_FILE_READ, "%s: %s", name, strerror(error));
	}
	*ret = path;
	return MC_OK;
}
