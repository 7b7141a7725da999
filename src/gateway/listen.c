/* SPDX-License-Identifier: MPL-2.0 */
/* listen.c - addresses read, sockets made. */
#include "gateway/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "motcua/base/mem.h"

enum { BACKLOG = 64 };

static enum mc_code not_an_address(struct mc_err *why)
{
	return mc_fail(why, MC_E_LISTEN, "not unix:/path, 127.0.0.1:port or [address]:port");
}

/* ---- reading */

static enum mc_code parse_unix(const char *path, struct mc_listen *ret, struct mc_err *why)
{
	struct sockaddr_un *un = (struct sockaddr_un *)&ret->address;

	if (path[0] != '/') {
		return not_an_address(why);
	}
	if (strlen(path) >= sizeof(un->sun_path)) {
		return mc_fail(why, MC_E_SOCKET_PATH, "%zu bytes", strlen(path));
	}
	un->sun_family = AF_UNIX;
	MC_COPY(un->sun_path, path);
	ret->len = sizeof(*un);
	ret->local = true;
	return MC_OK;
}

static bool is_loopback(const struct sockaddr_storage *address)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;

	if (address->ss_family == AF_INET) {
		return ntohl(in->sin_addr.s_addr) >> 24 == 127;
	}
	return address->ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

/* "host:port" or "[host]:port", cut in place; false when it has another shape. */
static bool split(char *text, const char **ret_host, const char **ret_port)
{
	char *colon = strrchr(text, ':');
	size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;

	if (!colon || colon == text || !digits || digits > 5 || colon[1 + digits] ||
	    atoi(colon + 1) > 65535) {
		return false;
	}
	*colon = '\0';
	*ret_port = colon + 1;
	*ret_host = text;
	if (text[0] == '[') {
		if (colon[-1] != ']') {
			return false;
		}
		colon[-1] = '\0';
		*ret_host = text + 1;
	} else if (strchr(text, ':')) {
		return false;
	}
	if (!strcmp(*ret_host, "localhost")) {
		*ret_host = "127.0.0.1";
	}
	return true;
}

/* Numeric only: the gateway asks no name server. */
static enum mc_code parse_inet(const char *text, struct mc_listen *ret, struct mc_err *why)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
				 .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	char *copy = mc_strdup(text);
	const char *host, *port;
	bool good = split(copy, &host, &port) && !getaddrinfo(host, port, &hints, &found);

	if (good) {
		memcpy(&ret->address, found->ai_addr, found->ai_addrlen);
		ret->len = found->ai_addrlen;
		ret->local = is_loopback(&ret->address);
		freeaddrinfo(found);
	}
	free(copy);
	return good ? MC_OK : not_an_address(why);
}

enum mc_code mc_listen_parse(const char *text, struct mc_listen *ret, struct mc_err *why)
{
	struct mc_listen listen = {.len = 0};
	enum mc_code code = strncmp(text, "unix:", 5) ? parse_inet(text, &listen, why)
						      : parse_unix(text + 5, &listen, why);

	if (!code) {
		*ret = listen;
	}
	return code;
}

/* ---- listening */

static const char *unix_path(const struct mc_listen *listen)
{
	return listen->address.ss_family == AF_UNIX
		       ? ((const struct sockaddr_un *)&listen->address)->sun_path
		       : NULL;
}

static bool somebody_listens(const struct mc_listen *listen)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool refused = fd >= 0 &&
		       connect(fd, (const struct sockaddr *)&listen->address, listen->len) &&
		       errno == ECONNREFUSED;

	if (fd >= 0) {
		close(fd);
	}
	return !refused; /* any doubt counts as somebody */
}

/* What is left of a gateway that was killed goes; everything else stays. */
static enum mc_code clear_stale(const struct mc_listen *listen, struct mc_err *why)
{
	const char *path = unix_path(listen);
	struct stat st;

	if (!path || lstat(path, &st)) {
		return MC_OK;
	}
	if (!S_ISSOCK(st.st_mode)) {
		return mc_fail(why, MC_E_LISTEN, "%s: is there and no socket", basename(path));
	}
	if (somebody_listens(listen)) {
		return mc_fail(why, MC_E_LISTEN, "%s: another program listens here",
			       basename(path));
	}
	return unlink(path) && errno != ENOENT
		       ? mc_fail(why, MC_E_LISTEN, "%s: %s", basename(path), strerror(errno))
		       : MC_OK;
}

static enum mc_code bind_and_listen(int fd, struct mc_listen *listen_at, struct mc_err *why)
{
	int on = 1;

	if (!unix_path(listen_at)) {
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	}
	if (bind(fd, (struct sockaddr *)&listen_at->address, listen_at->len) ||
	    listen(fd, BACKLOG)) {
		return mc_fail(why, MC_E_LISTEN, "%s", strerror(errno));
	}
	if (!unix_path(listen_at)) {
		listen_at->len = sizeof(listen_at->address);
		(void)getsockname(fd, (struct sockaddr *)&listen_at->address, &listen_at->len);
	}
	return MC_OK;
}

enum mc_code mc_listen_open(struct mc_listen *listen, int *ret_fd, struct mc_err *why)
{
	enum mc_code code = clear_stale(listen, why);
	int fd;

	if (code) {
		return code;
	}
	fd = socket(listen->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) {
		return mc_fail(why, MC_E_LISTEN, "%s", strerror(errno));
	}
	code = bind_and_listen(fd, listen, why);
	if (code) {
		close(fd);
		return code;
	}
	*ret_fd = fd;
	return MC_OK;
}

void mc_listen_close(const struct mc_listen *listen)
{
	const char *path = unix_path(listen);

	if (path) {
		(void)unlink(path);
	}
}

void mc_listen_format(const struct mc_listen *listen, bool tls, char *ret, unsigned long size)
{
	char host[INET6_ADDRSTRLEN] = "", port[8] = "";
	const char *path = unix_path(listen);
	bool six = listen->address.ss_family == AF_INET6;

	if (path) {
		snprintf(ret, size, "unix:%s", path);
		return;
	}
	(void)getnameinfo((const struct sockaddr *)&listen->address, listen->len, host,
			  sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
	snprintf(ret, size, "%s://%s%s%s:%s", tls ? "https" : "http", six ? "[" : "", host,
		 six ? "]" : "", port);
}
