/* SPDX-License-Identifier: MPL-2.0 */
#include "support/fake_http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "motcua/base/mem.h"

enum { CONNS = 64, INPUT_MAX = 32 * 1024 * 1024 };

struct fake_conn {
	struct fake_http *http;
	struct mc_watch *watch;
	int fd, number;
	struct mc_str in;
};

struct fake_http {
	struct mc_loop *loop;
	struct mc_watch *watch;
	fake_handler *handler;
	void *ctx;
	int fd, port, made;
	size_t cut_after;
	bool cut;
	struct fake_conn *conns[CONNS];
};

/* ---- replies */

void fake_raw(struct fake_conn *conn, struct mc_slice bytes)
{
	const char *at = bytes.data;
	size_t left = bytes.len;

	while (left && conn->fd >= 0) {
		ssize_t n = send(conn->fd, at, left, MSG_NOSIGNAL);

		if (n < 0) {
			break; /* the client has gone: it gets what it deserves */
		}
		at += n;
		left -= (size_t)n;
	}
}

void fake_reply(struct fake_conn *conn, int status, const char *headers, struct mc_slice body)
{
	char head[2048];

	snprintf(head, sizeof(head), "HTTP/1.1 %d Fake\r\nContent-Length: %zu\r\n%s\r\n", status,
		 body.len, headers ? headers : "");
	fake_raw(conn, mc_slice_text(head));
	fake_raw(conn, body);
}

void fake_close(struct fake_conn *conn)
{
	if (conn->fd < 0) {
		return;
	}
	mc_watch_free(conn->watch);
	close(conn->fd);
	conn->fd = -1;
}

/* ---- requests */

bool fake_header(const struct fake_request *request, const char *name, char *to, size_t size)
{
	size_t len = strlen(name);

	for (const char *line = request->head; *line; line += strcspn(line, "\n") + 1) {
		if (!strncasecmp(line, name, len) && line[len] == ':') {
			const char *value = line + len + 1 + strspn(line + len + 1, " ");

			snprintf(to, size, "%.*s", (int)strcspn(value, "\r\n"), value);
			return true;
		}
		if (!strchr(line, '\n')) {
			break;
		}
	}
	return false;
}

/* The request at the front of the input; 0 while more is to come, else its length. */
static size_t take_request(struct fake_conn *conn, struct fake_request *request)
{
	const char *end = strstr(conn->in.data, "\r\n\r\n"), *first;
	char text[24] = "0";
	size_t head, want;

	if (!end) {
		return 0;
	}
	head = (size_t)(end - conn->in.data) + 4;
	first = strchr(conn->in.data, '\n') + 1;
	sscanf(conn->in.data, "%7s %299s", request->method, request->path);
	snprintf(request->head, sizeof(request->head), "%.*s",
		 (int)(head - 2 - (size_t)(first - conn->in.data)), first);
	fake_header(request, "Content-Length", text, sizeof(text));
	want = strtoul(text, NULL, 10);
	if (conn->http->cut && want && conn->in.len - head >= conn->http->cut_after) {
		conn->http->cut = false;
		request->cut = true;
		want = conn->http->cut_after;
	}
	if (conn->in.len - head < want) {
		return 0;
	}
	mc_str_add(&request->body, conn->in.data + head, want);
	return head + want;
}

static void handle(struct fake_conn *conn)
{
	struct fake_request *request = mc_calloc(1, sizeof(*request));
	size_t len;

	mc_str_init(&request->body, INPUT_MAX);
	request->connection = conn->number;
	len = take_request(conn, request);
	if (len) {
		memmove(conn->in.data, conn->in.data + len, conn->in.len - len + 1);
		conn->in.len -= len;
		conn->http->handler(conn->http->ctx, conn, request);
		if (request->cut) {
			fake_close(conn);
		}
	}
	mc_str_done(&request->body);
	free(request);
}

static void readable(void *ctx, short revents)
{
	struct fake_conn *conn = ctx;
	char bytes[16384];
	ssize_t n = recv(conn->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	(void)revents;
	if (n < 0 && errno == EAGAIN) {
		return;
	}
	if (n <= 0) {
		fake_close(conn);
		return;
	}
	mc_str_add(&conn->in, bytes, (size_t)n);
	handle(conn);
}

static void accepted(void *ctx, short revents)
{
	struct fake_http *http = ctx;
	struct fake_conn *conn;
	int fd = accept(http->fd, NULL, NULL);

	(void)revents;
	if (fd < 0 || http->made == CONNS) {
		abort();
	}
	conn = http->conns[http->made++] = mc_calloc(1, sizeof(*conn));
	conn->http = http;
	conn->fd = fd;
	conn->number = http->made;
	mc_str_init(&conn->in, INPUT_MAX);
	conn->watch = mc_loop_watch(http->loop, fd, POLLIN, readable, conn);
}

/* ---- the server */

static int listen_unix(const char *path)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (mc_copy(to.sun_path, sizeof(to.sun_path), path)) {
		abort();
	}
	unlink(path);
	return fd >= 0 && !bind(fd, (struct sockaddr *)&to, sizeof(to)) && !listen(fd, 16) ? fd : -1;
}

static int listen_inet(int *ret_port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(to);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof(to)) || listen(fd, 16) ||
	    getsockname(fd, (struct sockaddr *)&to, &len)) {
		return -1;
	}
	*ret_port = ntohs(to.sin_port);
	return fd;
}

struct fake_http *fake_http_new(struct mc_loop *loop, const char *socket_path,
				fake_handler *handler, void *ctx)
{
	struct fake_http *http = mc_calloc(1, sizeof(*http));

	http->loop = loop;
	http->handler = handler;
	http->ctx = ctx;
	http->fd = socket_path ? listen_unix(socket_path) : listen_inet(&http->port);
	if (http->fd < 0) {
		abort();
	}
	http->watch = mc_loop_watch(loop, http->fd, POLLIN, accepted, http);
	return http;
}

void fake_http_drop_all(struct fake_http *http)
{
	for (int i = 0; i < http->made; i++) {
		fake_close(http->conns[i]);
	}
}

void fake_http_free(struct fake_http *http)
{
	if (!http) {
		return;
	}
	fake_http_drop_all(http);
	for (int i = 0; i < http->made; i++) {
		mc_str_done(&http->conns[i]->in);
		free(http->conns[i]);
	}
	mc_watch_free(http->watch);
	close(http->fd);
	free(http);
}

int fake_http_port(const struct fake_http *http)
{
	return http->port;
}

int fake_http_connections(const struct fake_http *http)
{
	return http->made;
}

void fake_http_cut_body(struct fake_http *http, size_t after)
{
	http->cut = true;
	http->cut_after = after;
}
