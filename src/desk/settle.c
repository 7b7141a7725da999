/* SPDX-License-Identifier: MPL-2.0 */
/*
 * settle.c - what a first screen does not wait for: the key that this terminal signs with, where the
 * courier pokes it, what it announces to the courier, and what came since yesterday. No key is heard
 * before it is done.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/store/room.h"

#define SWEEP_EVERY (24 * 3600 * (int64_t)MC_SECOND)

enum mc_code desk_prove_keys(struct mc_desk *desk, struct mc_err *why)
{
	return mc_terminal_keys_prove(&desk->keys, why);
}

enum mc_code desk_sign(struct mc_desk *desk, const char *kind, struct mc_slice payload,
		       struct mc_str *ret, struct mc_err *why)
{
	enum mc_code code = desk_prove_keys(desk, why);

	return code ? code : mc_jws_sign(desk->keys.sign, kind, payload, ret, why);
}

/* When another desk of this store has the socket, it is left to it: this one works all
 * the same and looks once a second while it waits. */
static void open_socket(struct mc_desk *desk)
{
	struct mc_err why;

	if (desk_socket_answers(desk->paths.desk_sock, SOCK_DGRAM) ||
	    mc_poke_open(desk->paths.desk_sock, &desk->socket, &why)) {
		desk->socket = -1;
	}
}

/* Once a day, by the age of a file that says nothing else; what fails waits for tomorrow. */
static void sweep_papers(const struct mc_desk *desk)
{
	char *stamp = mc_path_join(desk->paths.run, "swept");
	int64_t now = mc_clock_now();
	struct stat st;
	int count, fd;

	if (stat(stamp, &st) || llabs(now - (int64_t)st.st_mtime * MC_SECOND) > SWEEP_EVERY) {
		(void)!mc_sweep_parts(desk->store, desk->mail, &desk->paths, now, &count, NULL);
		fd = open(stamp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0660);
		if (fd >= 0) {
			(void)!fchmod(fd, 0660); /* whatever the umask is: the folder is shared */
			(void)!futimens(fd, (const struct timespec[2]){ {.tv_sec = now / MC_SECOND},
								{.tv_sec = now / MC_SECOND} });
			close(fd);
		}
	}
	free(stamp);
}

enum mc_code desk_settle(struct mc_desk *desk, struct mc_err *why)
{
	enum mc_code code = desk_prove_keys(desk, why);

	desk->settled = true;
	if (code || mc_desk_read_only(desk)) {
		return code;
	}
	open_socket(desk);
	sweep_papers(desk);
	return desk_announce(desk, why);
}

enum mc_code mc_desk_settle(struct mc_desk *desk, bool *ret_news, struct mc_err *why)
{
	enum mc_code code = desk_settle(desk, why);

	desk->followed = false;
	if (!code) {
		desk_look_around(desk);
	}
	*ret_news = desk->followed;
	return code;
}
