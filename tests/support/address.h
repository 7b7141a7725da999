/* SPDX-License-Identifier: MPL-2.0 */
/* address.h - "unix:/path" and "127.0.0.1:PORT" as sockets, for what stands between two. */
#ifndef TESTS_SUPPORT_ADDRESS_H
#define TESTS_SUPPORT_ADDRESS_H

#include <sys/socket.h>

struct address {
	struct sockaddr_storage at;
	socklen_t len;
};

struct address address_of(const char *text);
/* Not blocking; port 0 = any. A socket file that is there is removed. */
int address_listen(const char *text);
/* Of 127.0.0.1; 0 on a Unix socket. */
int address_port(int fd);
/* -1 when nobody listens. */
int address_connect(const struct address *address);

#endif
