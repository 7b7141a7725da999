/* SPDX-License-Identifier: MPL-2.0 */
/* http.h - raw HTTP/1.1 over a Unix socket, so that a test decides about every byte. */
#ifndef TESTS_SUPPORT_HTTP_H
#define TESTS_SUPPORT_HTTP_H

#include <stdbool.h>
#include <stddef.h>

struct test_reply {
	int status; /* 0: the connection ended without an answer */
	char head[8192];
	char *body; /* NUL-terminated; owned */
	size_t len;
};
void test_reply_done(struct test_reply *reply);
/* A header's value in a static buffer; "" when absent. */
const char *test_header(const struct test_reply *reply, const char *name);

int test_connect(const char *socket_path); /* -1 */
void test_send(int fd, const void *bytes, size_t len);
/* One answer. bodiless: to a HEAD. */
struct test_reply test_receive(int fd, bool bodiless);
/* headers: lines ended by \r\n, or "". A Content-Length is added for a body. */
struct test_reply test_call(const char *socket_path, const char *method, const char *target,
			    const char *headers, const void *body, size_t len);

#endif
