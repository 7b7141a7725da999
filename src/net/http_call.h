/* SPDX-License-Identifier: MPL-2.0 */
/*
 * http_call.h - one exchange: what curl is told of it (http_call.c), and what its answer means
 * to us (http_reply.c). The exchanges in the process's loop are http.c.
 */
#ifndef NET_HTTP_CALL_H
#define NET_HTTP_CALL_H

#include <curl/curl.h>
#include <stdio.h>

#include "motcua/base/vec.h"
#include "motcua/net/http.h"

#define MC_HTTP_REPLY_MAX (2 * 1024 * 1024) /* bytes, also unpacked */
/* It is tried again, as after any failure of the link. */
#define MC_HTTP_NO_MEMORY "curl has no memory for it now"

struct mc_http {
	struct mc_loop *loop;
	const struct mc_endpoint *endpoint;
	CURLM *multi;
	struct mc_timer *timer;
	struct mc_timer *sweep; /* reports results that did not come from curl */
	const struct mc_http_coding *codings;
	struct mc_vec calls;    /* struct mc_http_call * */
	int urgent;             /* of them */
	int64_t clock_offset;
	bool cut;
};

struct mc_http_call {
	struct mc_http *http;
	CURL *easy;
	struct curl_slist *headers;
	struct mc_str body;
	size_t given; /* of body, when it is given in pieces */
	FILE *file;
	int64_t left; /* of it, to be given: curl sends whatever it gets */
	bool any_date;
	bool urgent;
	bool paused; /* gives no bytes until nothing urgent is under way */
	bool head_whole; /* the blank line behind it came */
	bool over; /* reply.code is final; waits for its callback */
	bool spoiled; /* curl did not take all that was to be set: it is not sent */
	char error[CURL_ERROR_SIZE]; /* curl's own words */
	struct mc_http_reply reply;
	void (*sent)(void *ctx);
	void (*done)(void *ctx, const struct mc_http_reply *reply);
	void *ctx;
};

/* Never NULL; one that cannot be sent is over. */
struct mc_http_call *mc_http_call_new(struct mc_http *http, const struct mc_http_request *request);
void mc_http_call_free(struct mc_http_call *call);
/* It is over; its callback comes from the loop. */
void mc_http_call_fail(struct mc_http_call *call, enum mc_code code, const char *detail);
/* Curl is through with it: reply says how it went. */
void mc_http_call_end(struct mc_http_call *call, CURLcode result);

#endif
