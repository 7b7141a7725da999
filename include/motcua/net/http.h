/* SPDX-License-Identifier: MPL-2.0 */
/*
 * http.h - HTTP/1.1 exchanges inside the process's loop, over libcurl's multi handle.
 *
 * Connect 30 s, stall 1 B/s for 90 s, no total: a slow link is not a dead one.
 * Proxy variables of the environment are ignored. Redirects are not followed:
 * an answer from elsewhere is a portal, not our gateway.
 */
#ifndef MOTCUA_NET_HTTP_H
#define MOTCUA_NET_HTTP_H

#include <stdbool.h>

#include "motcua/base/loop.h"
#include "motcua/base/str.h"

struct mc_http;

/* Where the gateway is, parsed once at the door. */
struct mc_endpoint {
	char base[256];     /* "https://host:port", or "http://localhost" for a socket */
	char socket[108];   /* "" unless unix: */
	char ca[256];       /* PEM file that is trusted instead of the system's; "" = system's */
	char client_cert[256], client_key[256];
	char proxy[256];    /* "" = none */
};
/* "https://host[:port]", "unix:/path", "http://" to a loopback address.
 * MC_E_GATEWAY_URL, MC_E_SOCKET_PATH, MC_E_GATEWAY_UNSET. The TLS members stay as they are. */
enum mc_code mc_endpoint_parse(const char *url, struct mc_endpoint *ret,
			       struct mc_err *why) MC_CHECKED;
/* The TLS members name files that can be read. MC_E_CA_FILE. */
enum mc_code mc_endpoint_files(const struct mc_endpoint *endpoint, struct mc_err *why) MC_CHECKED;

#define MC_HTTP_HEADERS 6

struct mc_http_request {
	const char *method;              /* "GET", "PUT" ... */
	const char *path;                /* begins with '/', no personal data in it */
	const char *headers[MC_HTTP_HEADERS]; /* "Name: value"; NULL ends */
	struct mc_slice body;            /* copied */
	const char *body_file;           /* instead of body: body_length bytes from body_offset */
	int64_t body_offset, body_length;
	int64_t body_size; /* of the whole file; another one is MC_E_FILE_READ */
	bool any_date; /* the pinned authority's certificate is good whatever its dates are, on a
			* connection that serves for nothing else; of no other authority */
	bool urgent; /* while one of these is under way, long bodies of others stand still */
	void (*sent)(void *ctx); /* of done: the last piece of body has gone to the kernel, or to
				  * a repetition's. From inside curl: start nothing. May be NULL. */
};

struct mc_http_reply {
	enum mc_code code;   /* MC_OK: an HTTP answer came, whatever its status */
	char detail[120];    /* of a transport failure */
	bool dates; /* MC_E_LINK_CERT: the pinned authority's, and what is wrong is its dates */
	int status;
	char content_type[64];
	char location[256];
	char tus_version[8], tus_extension[128], tus_checksum[64];
	char etag[64]; /* "" = none, or too long to be one of ours */
	int64_t upload_offset; /* -1 = no such header */
	int64_t retry_after;   /* ms; 0 = none; at most an hour: the header is not signed */
	int64_t sent_bytes;    /* of the body */
	int64_t began;         /* mono */
	struct mc_str body;    /* at most 2 MiB */
};

/* A content coding of answers (RFC 9110, 8.4): how to undo it. */
struct mc_http_coding {
	const char *name; /* NULL ends a table of them */
	enum mc_code (*undo)(struct mc_slice coded, struct mc_str *ret, struct mc_err *why);
};

/* loop and endpoint stay borrowed. */
enum mc_code mc_http_open(struct mc_loop *loop, const struct mc_endpoint *endpoint,
			  struct mc_http **ret, struct mc_err *why) MC_CHECKED;
void mc_http_close(struct mc_http *http); /* cancels what is under way, without callbacks */

/* Codings that are asked for, in this order; borrowed. At first there are none: an answer that
 * has one that was not asked for is no answer of our gateway. */
void mc_http_codings(struct mc_http *http, const struct mc_http_coding *codings);

/* Start an exchange; at most 8 at a time. done is called once, from the loop, never from
 * inside this call; the reply is borrowed for the callback. */
void mc_http_send(struct mc_http *http, const struct mc_http_request *request,
		  void (*done)(void *ctx, const struct mc_http_reply *reply), void *ctx);
/* Give up the exchange that was started with this ctx, without its callback. */
void mc_http_drop(struct mc_http *http, const void *ctx);
/* This clock plus so many ms is the time: the dates of the pinned authority's certificates are
 * looked at by it from the next connection on. At first 0. */
void mc_http_clock(struct mc_http *http, int64_t offset);
/* Training: behave as if nobody answered; calls under way fail with MC_E_LINK_CUT. */
void mc_http_cut(struct mc_http *http, bool cut);

#endif
