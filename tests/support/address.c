/* SPDX-License-Identifier: MPL-2.0 */
#include "support/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/check.h"

struct address address_of(const char *text)
{
	struct address address = {.len = 0};
	struct sockaddr_un *local = (struct sockaddr_un *)&address.at;
	struct sockaddr_in *inet = (struct sockaddr_in *)&address.at;
	const char *colon = strchr(text, ':');

	assert_non_null(colon);
	if (!strncmp(text, "unix:", 5)) {
		local->sun_family = AF_UNIX;
		assert_true(strlen(colon + 1) < sizeof(local->sun_path));
		strcpy(local->sun_path, colon + 1);
		address.len = sizeof(*local);
	} else {
		inet->sin_family = AF_INET;
		inet->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		inet->sin_port = htons((uint16_t)atoi(colon + 1));
		address.len = sizeof(*inet);
	}
	return address;
}

int address_listen(const char *text)
{
	struct address address = address_of(text);
	int fd = socket(address.at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (address.at.ss_family == AF_UNIX) {
		unlink(strchr(text, ':') + 1);
	}
	assert_int_equal(bind(fd, (struct sockaddr *)&address.at, address.len), 0);
	assert_int_equal(listen(fd, 16), 0);
	return fd;
}

int address_port(int fd)
{
	struct address address = {.len = sizeof(address.at)};

	assert_int_equal(getsockname(fd, (struct sockaddr *)&address.at, &address.len), 0);
	return address.at.ss_family == AF_INET
		       ? ntohs(((struct sockaddr_in *)&address.at)->sin_port)
		       : 0;
}

int address_connect(const struct address *address)
{
	int fd = socket(address->at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(fd, (const struct sockaddr *)&address->at, address->len)) {
		close(fd);
		return -1;
	}
	return fd;
}
