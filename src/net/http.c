/* SPDX-License-Identifier: MPL-2.0 */
/* http.c - libcurl's multi handle as a guest of the loop; only the http files know curl. */

#include "motcua/net/http.h"

#include <poll.h>
#include <stdlib.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "net/http_call.h"

enum { CALLS_MAX = 8 };

/* The last urgent one is over: the others go on. */
static void resume(struct mc_http *http)
{
	for (size_t i = 0; !http->urgent && i < http->calls.len; i++) {
		struct mc_http_call *call = *(struct mc_http_call **)mc_vec_at(&http->calls, i);

		if (call->paused) {
			call->paused = false;
			curl_easy_pause(call->easy, CURLPAUSE_CONT);
		}
	}
}

static void forget(struct mc_http *http, const struct mc_http_call *call)
{
	for (size_t i = 0; i < http->calls.len; i++) {
		if (*(struct mc_http_call **)mc_vec_at(&http->calls, i) == call) {
			mc_vec_remove(&http->calls, i);
			http->urgent -= call->urgent;
			resume(http);
			return;
		}
	}
}

/* Hand the reply over; the callback may start new calls. */
static void finish(struct mc_http_call *call)
{
	forget(call->http, call);
	call->done(call->ctx, &call->reply);
	mc_http_call_free(call);
}

static void reap(struct mc_http *http)
{
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(http->multi, &left))) {
		struct mc_http_call *call;

		if (msg->msg != CURLMSG_DONE) {
			continue;
		}
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &call);
		mc_http_call_end(call, msg->data.result);
		finish(call);
	}
}

/* ---- curl in the loop */
struct socket_watch {
	struct mc_http *http;
	int fd;
	struct mc_watch *watch;
};

/* What curl did not look at it may never ask for again: neither the socket nor the time. */
static void give_up(struct mc_http *http)
{
	MC_VEC_EACH(&http->calls, struct mc_http_call *, it) {
		if (!(*it)->over) {
			mc_http_call_fail(*it, MC_E_LINK_DOWN, MC_HTTP_NO_MEMORY);
		}
	}
}

static void act(struct mc_http *http, curl_socket_t fd, int what)
{
	int running;

	if (curl_multi_socket_action(http->multi, fd, what, &running)) {
		give_up(http);
	}
	reap(http);
}

static void socket_ready(void *ctx, short revents)
{
	struct socket_watch *watch = ctx;
	int what = 0;

	what |= revents & (POLLIN | POLLHUP) ? CURL_CSELECT_IN : 0;
	what |= revents & POLLOUT ? CURL_CSELECT_OUT : 0;
	what |= revents & POLLERR ? CURL_CSELECT_ERR : 0;
	act(watch->http, watch->fd, what);
}

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *socket_ctx)
{
	struct mc_http *http = ctx;
	struct socket_watch *watch = socket_ctx;
	short events = (what & CURL_POLL_IN ? POLLIN : 0) | (what & CURL_POLL_OUT ? POLLOUT : 0);

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (watch) {
			mc_watch_free(watch->watch);
			free(watch);
		}
		return 0;
	}
	if (!watch) {
		watch = mc_calloc(1, sizeof(*watch));
		watch->http = http;
		watch->fd = fd;
		watch->watch = mc_loop_watch(http->loop, fd, events, socket_ready, watch);
		curl_multi_assign(http->multi, fd, watch);
	} else {
		mc_watch_events(watch->watch, events);
	}
	return 0;
}

static int set_timer(CURLM *multi, long ms, void *ctx)
{
	struct mc_http *http = ctx;

	(void)multi;
	if (ms < 0) {
		mc_timer_clear(http->timer);
	} else {
		mc_timer_set(http->timer, mc_clock_mono() + ms);
	}
	return 0;
}

static void timer_due(void *ctx)
{
	act(ctx, CURL_SOCKET_TIMEOUT, 0);
}

static void sweep_due(void *ctx)
{
	struct mc_http *http = ctx;

	for (size_t i = 0; i < http->calls.len;) {
		struct mc_http_call *call = *(struct mc_http_call **)mc_vec_at(&http->calls, i);

		if (!call->over) {
			i++;
			continue;
		}
		finish(call);
		i = 0; /* the callback may have changed the list */
	}
}

/* ---- public */
enum mc_code mc_http_open(struct mc_loop *loop, const struct mc_endpoint *endpoint,
			  struct mc_http **ret, struct mc_err *why)
{
	struct mc_http *http;

	if (curl_global_init(CURL_GLOBAL_DEFAULT)) {
		return mc_fail(why, MC_E_INTERNAL, "curl_global_init");
	}
	http = mc_calloc(1, sizeof(*http));
	http->loop = loop;
	http->endpoint = endpoint;
	http->multi = curl_multi_init();
	if (!http->multi || curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, watch_socket) ||
	    curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http) ||
	    curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, set_timer) ||
	    curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http)) {
		curl_multi_cleanup(http->multi);
		free(http);
		curl_global_cleanup();
		return mc_fail(why, MC_E_INTERNAL, "curl_multi_init");
	}
	http->timer = mc_loop_timer(loop, timer_due, http);
	http->sweep = mc_loop_timer(loop, sweep_due, http);
	mc_vec_init(&http->calls, sizeof(struct mc_http_call *), CALLS_MAX);
	*ret = http;
	return MC_OK;
}

void mc_http_close(struct mc_http *http)
{
	if (!http) {
		return;
	}
	while (http->calls.len) {
		struct mc_http_call *call = *(struct mc_http_call **)mc_vec_at(&http->calls, 0);

		mc_vec_remove(&http->calls, 0);
		mc_http_call_free(call);
	}
	curl_multi_cleanup(http->multi);
	mc_timer_free(http->timer);
	mc_timer_free(http->sweep);
	mc_vec_done(&http->calls);
	free(http);
	curl_global_cleanup();
}

void mc_http_codings(struct mc_http *http, const struct mc_http_coding *codings)
{
	http->codings = codings;
}

void mc_http_clock(struct mc_http *http, int64_t offset)
{
	http->clock_offset = offset;
}

void mc_http_send(struct mc_http *http, const struct mc_http_request *request,
		  void (*done)(void *ctx, const struct mc_http_reply *reply), void *ctx)
{
	struct mc_http_call *call = mc_http_call_new(http, request), **slot;

	call->done = done;
	call->ctx = ctx;
	slot = mc_vec_push(&http->calls);
	if (!slot) {
		abort(); /* the engine keeps at most one call a lane */
	}
	*slot = call;
	http->urgent += call->urgent;
	if (http->cut) {
		mc_http_call_fail(call, MC_E_LINK_CUT, "");
	}
	if (!call->over && curl_multi_add_handle(http->multi, call->easy)) {
		/* no memory for it now: the callback comes all the same, and it is tried again */
		mc_http_call_fail(call, MC_E_LINK_DOWN, MC_HTTP_NO_MEMORY);
	}
}

void mc_http_drop(struct mc_http *http, const void *ctx)
{
	MC_VEC_EACH(&http->calls, struct mc_http_call *, it) {
		struct mc_http_call *call = *it;

		if (call->ctx == ctx) {
			forget(http, call);
			mc_http_call_free(call);
			return;
		}
	}
}

void mc_http_cut(struct mc_http *http, bool cut)
{
	http->cut = cut;
	if (!cut) {
		return;
	}
	MC_VEC_EACH(&http->calls, struct mc_http_call *, it) {
		curl_multi_remove_handle(http->multi, (*it)->easy);
		mc_http_call_fail(*it, MC_E_LINK_CUT, "");
	}
}
