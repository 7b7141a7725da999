/* SPDX-License-Identifier: MPL-2.0 */
/*
 * fake_http.h - an HTTP/1.1 server as a guest of the test's own loop, which says exactly
 * what the test wants it to say: cut, stalled, garbled, or right.
 */
#ifndef TESTS_SUPPORT_FAKE_HTTP_H
#define TESTS_SUPPORT_FAKE_HTTP_H

#include <stdbool.h>

#include "motcua/base/loop.h"
#include "motcua/base/str.h"

struct fake_http;
struct fake_conn;

struct fake_request {
	char method[8], path[300];
	char head[20000]; /* all header lines */
	struct mc_str body;
	int connection; /* 1 is the first one that was made */
	bool cut;       /* the connection was ended inside the body: what came until then */
};

typedef void fake_handler(void *ctx, struct fake_conn *conn, const struct fake_request *request);

/* At a Unix socket, or with NULL at 127.0.0.1. */
struct fake_http *fake_http_new(struct mc_loop *loop, const char *socket_path,
				fake_handler *handler, void *ctx);
void fake_http_free(struct fake_http *http);
int fake_http_port(const struct fake_http *http);
int fake_http_connections(const struct fake_http *http); /* made so far */
/* End the next connection that brings a body after this many bytes of it. */
void fake_http_cut_body(struct fake_http *http, size_t after);
/* End all connections, as a restart of the server does. */
void fake_http_drop_all(struct fake_http *http);

/* In the handler; without any of them the client waits. headers: "A: b\r\n" lines. */
void fake_reply(struct fake_conn *conn, int status, const char *headers, struct mc_slice body);
void fake_raw(struct fake_conn *conn, struct mc_slice bytes);
void fake_close(struct fake_conn *conn);

/* The value of a header; false when it is not there. */
bool fake_header(const struct fake_request *request, const char *name, char *to, size_t size);

#endif
