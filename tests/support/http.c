/* SPDX-License-Identifier: MPL-2.0 */
#include "support/http.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void test_reply_done(struct test_reply *reply)
{
	free(reply->body);
	memset(reply, 0, sizeof(*reply));
}

const char *test_header(const struct test_reply *reply, const char *name)
{
	static char value[1024];
	size_t len = strlen(name);

	for (const char *line = strstr(reply->head, "\r\n"); line && line[2];
	     line = strstr(line + 2, "\r\n")) {
		if (!strncasecmp(line + 2, name, len) && line[2 + len] == ':') {
			snprintf(value, sizeof(value), "%.*s", (int)strcspn(line + len + 4, "\r"),
				 line + len + 4);
			return value;
		}
	}
	return "";
}

int test_connect(const char *socket_path)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", socket_path);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		close(fd);
		return -1;
	}
	return fd;
}

void test_send(int fd, const void *bytes, size_t len)
{
	const char *data = bytes;

	while (len) {
		ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

		if (n <= 0) {
			return; /* the answer tells why */
		}
		data += n;
		len -= (size_t)n;
	}
}

static bool receive_some(int fd, char *to, size_t *len, size_t max)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	ssize_t n = poll(&wait, 1, 20000) == 1 ? recv(fd, to + *len, max - *len, 0) : -1;

	if (n <= 0) {
		return false;
	}
	*len += (size_t)n;
	to[*len] = '\0';
	return true;
}

struct test_reply test_receive(int fd, bool bodiless)
{
	struct test_reply reply = {.status = 0};
	size_t len = 0, head, want;
	char *end = NULL;

	while (!(end = strstr(reply.head, "\r\n\r\n"))) {
		if (!receive_some(fd, reply.head, &len, sizeof(reply.head) - 1)) {
			return reply;
		}
	}
	head = (size_t)(end - reply.head) + 4;
	want = bodiless ? 0 : (size_t)atol(test_header(&reply, "Content-Length"));
	reply.body = calloc(want + sizeof(reply.head), 1);
	reply.len = len - head;
	memcpy(reply.body, reply.head + head, reply.len);
	end[2] = '\0';
	while (reply.len < want && receive_some(fd, reply.body, &reply.len, want)) {
		continue;
	}
	reply.status = reply.len >= want ? atoi(reply.head + strlen("HTTP/1.1 ")) : 0;
	return reply;
}

struct test_reply test_call(const char *socket_path, const char *method, const char *target,
			    const char *headers, const void *body, size_t len)
{
	struct test_reply reply = {.status = 0};
	int fd = test_connect(socket_path);
	char *head = NULL, length[48] = "";

	if (fd < 0) {
		return reply;
	}
	if (body) {
		snprintf(length, sizeof(length), "Content-Length: %zu\r\n", len);
	}
	if (asprintf(&head, "%s %s HTTP/1.1\r\nHost: gateway\r\n%s%s\r\n", method, target, headers,
		     length) > 0) {
		test_send(fd, head, strlen(head));
		test_send(fd, body, body ? len : 0);
		reply = test_receive(fd, !strcmp(method, "HEAD"));
	}
	free(head);
	close(fd);
	return reply;
}
