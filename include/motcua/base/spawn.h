/* SPDX-License-Identifier: MPL-2.0 */
/* spawn.h - starting another program: an argument vector, never a shell. */
#ifndef MOTCUA_BASE_SPAWN_H
#define MOTCUA_BASE_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#include "motcua/base/err.h"

struct mc_spawn {
	const char *const *argv;  /* NULL-terminated; argv[0] is the program's path */
	const char *stderr_path;  /* appended to; NULL = inherit */
	bool ready_pipe;          /* stdout is a pipe that mc_spawn returns */
	bool new_session;         /* setsid(): outlives our terminal */
	bool die_with_parent;     /* PR_SET_PDEATHSIG SIGTERM */
};

/* stdin is /dev/null. ret_ready_fd may be NULL without ready_pipe. */
enum mc_code mc_spawn(const struct mc_spawn *how, pid_t *ret_pid, int *ret_ready_fd,
		      struct mc_err *why) MC_CHECKED;

/*
 * The path of one of our own programs ("motcua-courier"): MOTCUA_LIBEXEC when
 * set, else beside the running program (the build tree), else the installed
 * libexec and bin directories. The caller frees. MC_E_PROGRAM_MISSING.
 */
enum mc_code mc_program_path(const char *name, char **ret, struct mc_err *why) MC_CHECKED;
/* <share>/motcua/NAME, or data/NAME of the build tree, or MOTCUA_DATADIR/NAME. */
enum mc_code mc_data_path(const char *name, char **ret, struct mc_err *why) MC_CHECKED;

#endif
