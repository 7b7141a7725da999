/* SPDX-License-Identifier: MPL-2.0 */
/*
 * poke.c - "look into the mail": an empty datagram between desk and courier.
 *
 * It carries nothing and may get lost; the rows are the message.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "motcua/store/mail.h"

enum { SOCKET_MODE = 0660 };

static bool address_of(const char *path, struct sockaddr_un *ret)
{
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(ret->sun_path)) {
		return false;
	}
	memcpy(ret->sun_path, path, strlen(path));
	return true;
}

static int new_socket(void)
{
	return socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

void mc_poke(const char *socket_path)
{
	struct sockaddr_un address;
	int fd;

	if (!address_of(socket_path, &address) || (fd = new_socket()) < 0) {
		return;
	}
	(void)sendto(fd, "", 0, MSG_NOSIGNAL, (const struct sockaddr *)&address, sizeof(address));
	close(fd);
}

/* Whoever was bound before is gone, or loses its pokes and looks once a second. */
static int bind_to(int fd, const struct sockaddr_un *address)
{
	if (unlink(address->sun_path) < 0 && errno != ENOENT) {
		return -1;
	}
	if (bind(fd, (const struct sockaddr *)address, sizeof(*address)) < 0) {
		return -1;
	}
	return chmod(address->sun_path, SOCKET_MODE);
}

enum mc_code mc_poke_open(const char *socket_path, int *ret_fd, struct mc_err *why)
{
	struct sockaddr_un address;
	int fd;

	if (!address_of(socket_path, &address)) {
		return mc_fail(why, MC_E_SOCKET_PATH, "%zu bytes", strlen(socket_path));
	}
	fd = new_socket();
	if (fd < 0 || bind_to(fd, &address) < 0) {
		enum mc_code code = mc_fail(why, errno == ENOSPC ? MC_E_DISK_FULL : MC_E_FILE_WRITE,
					    "%s: %s", basename(socket_path), strerror(errno));

		if (fd >= 0) {
			close(fd);
		}
		return code;
	}
	*ret_fd = fd;
	return MC_OK;
}

void mc_poke_drain(int fd)
{
	char nothing;

	while (recv(fd, &nothing, sizeof(nothing), 0) >= 0 || errno == EINTR) {
	}
}
