/* SPDX-License-Identifier: MPL-2.0 */
/* http.c - libcurl's multi handle as a guest of the loop; the only curl file. */

#include "motcua/net/http.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/base/vec.h"

enum {
	CONNECT_SECONDS = 30,
	STALL_SECONDS = 90,
	REPLY_MAX = 2 * 1024 * 1024,
	UNSENT_LOW_WATER = 4 * 1024,
	PIECE = 4 * 1024,       /* of a long body at a time: what a look-up finds before it */
	SENT_WHOLE = 2 * PIECE, /* a body up to this long goes with its head */
	CALLS_MAX = 8,
	RETRY_AFTER_MAX = 60 * 60, /* seconds */
};

struct mc_http {
	struct mc_loop *loop;
	const struct mc_endpoint *endpoint;
	CURLM *multi;
	struct mc_timer *timer;
	struct mc_timer *sweep; /* reports results that did not come from curl */
	const struct mc_http_coding *codings;
	struct mc_vec calls;    /* struct mc_http_call * */
	int urgent;             /* of them */
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

/* It is tried again, as after any failure of the link. */
#define NO_MEMORY "curl has no memory for it now"

/* ---- what curl's results mean to us */
static const struct {
	CURLcode curl;
	enum mc_code code;
} meanings[] = {
	{ CURLE_OPERATION_TIMEDOUT, MC_E_LINK_STALLED },
	{ CURLE_PEER_FAILED_VERIFICATION, MC_E_LINK_CERT },
	{ CURLE_SSL_ISSUER_ERROR, MC_E_LINK_CERT },
	{ CURLE_SSL_CLIENTCERT, MC_E_LINK_CLIENT_CERT },
	{ CURLE_SSL_CONNECT_ERROR, MC_E_LINK_SUSPECT },
	{ CURLE_SSL_CACERT_BADFILE, MC_E_CA_FILE },
	{ CURLE_SSL_CERTPROBLEM, MC_E_CA_FILE },
	{ CURLE_WEIRD_SERVER_REPLY, MC_E_LINK_SUSPECT },
	{ CURLE_UNSUPPORTED_PROTOCOL, MC_E_LINK_SUSPECT },
	{ CURLE_WRITE_ERROR, MC_E_LINK_SUSPECT }, /* the reply is larger than any of ours */
	{ CURLE_ABORTED_BY_CALLBACK, MC_E_FILE_READ }, /* only give_body() does */
};

/* Not every TLS library lets curl tell by a code of its own that the gateway closed for
 * want of a certificate; their alert's text does. */
static bool wants_client_cert(const char *text)
{
	return strstr(text, "ertificate required") || strstr(text, "ertificate is required");
}

static enum mc_code meaning_of(CURLcode result, const char *text)
{
	if (wants_client_cert(text)) {
		return MC_E_LINK_CLIENT_CERT;
	}
	for (size_t i = 0; i < MC_COUNT(meanings); i++) {
		if (meanings[i].curl == result) {
			return meanings[i].code;
		}
	}
	return MC_E_LINK_DOWN;
}

/* ---- one call */
static void call_free(struct mc_http_call *call)
{
	if (call->easy) {
		curl_multi_remove_handle(call->http->multi, call->easy);
		curl_easy_cleanup(call->easy);
	}
	curl_slist_free_all(call->headers);
	mc_str_done(&call->body);
	mc_str_done(&call->reply.body);
	if (call->file) {
		fclose(call->file);
	}
	free(call);
}

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
	call_free(call);
}

static void fail_later(struct mc_http_call *call, enum mc_code code, const char *detail)
{
	call->reply.code = code;
	MC_COPY(call->reply.detail, detail);
	call->over = true;
	mc_timer_set(call->http->sweep, mc_clock_mono());
}

/* Curl takes a head that breaks off for a whole one. */
static size_t take_head(char *line, size_t size, size_t count, void *ctx)
{
	struct mc_http_call *call = ctx;
	size_t len = size * count;

	if (len >= 5 && !memcmp(line, "HTTP/", 5)) {
		call->head_whole = false;
	} else if (len == 2 && !memcmp(line, "\r\n", 2)) {
		call->head_whole = true;
	}
	return len;
}

static size_t take_body(char *data, size_t size, size_t count, void *ctx)
{
	struct mc_http_call *call = ctx;

	return mc_str_add(&call->reply.body, data, size * count) ? size * count : 0;
}

/* A file that ends before what was announced is a damaged one. */
static size_t read_file(struct mc_http_call *call, char *to, size_t len)
{
	size_t most = call->left < (int64_t)len ? (size_t)call->left : len;
	size_t got = fread(to, 1, most, call->file);

	if (ferror(call->file) || (!got && most)) {
		return CURL_READFUNC_ABORT;
	}
	call->left -= (int64_t)got;
	return got;
}

static size_t read_piece(struct mc_http_call *call, char *to, size_t len)
{
	size_t got;

	if (call->file) {
		return read_file(call, to, len);
	}
	got = call->body.len - call->given < len ? call->body.len - call->given : len;
	memcpy(to, call->body.data + call->given, got);
	call->given += got;
	if (call->sent && got && call->given == call->body.len) {
		call->sent(call->ctx);
	}
	return got;
}

static size_t give_body(char *to, size_t size, size_t count, void *ctx)
{
	struct mc_http_call *call = ctx;
	size_t len = size * count;

	if (call->http->urgent) {
		call->paused = true;
		return CURL_READFUNC_PAUSE;
	}
	return read_piece(call, to, len < PIECE ? len : PIECE);
}

/* For a repetition on a fresh connection; curl seeks to the beginning only. */
static int rewind_body(void *ctx, curl_off_t offset, int origin)
{
	struct mc_http_call *call = ctx;

	if (origin != SEEK_SET || offset < 0 || offset > (curl_off_t)call->body.len) {
		return CURL_SEEKFUNC_FAIL;
	}
	call->given = (size_t)offset;
	return CURL_SEEKFUNC_OK;
}

/* Do not let megabytes of an upload wait in the kernel before a look-up's bytes. */
static int set_socket(void *ctx, curl_socket_t fd, curlsocktype purpose)
{
	int low = UNSENT_LOW_WATER;

	(void)ctx;
	(void)purpose;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &low, sizeof(low));
	return CURL_SOCKOPT_OK;
}

/* Without memory curl takes no option, and each may be the one that pins the certificate or
 * names the method. */
#define SET(call, option, value)                                                                   \
	((call)->spoiled |= curl_easy_setopt((call)->easy, (option), (value)) != CURLE_OK)

static void set_transport(struct mc_http_call *call)
{
	const struct mc_endpoint *to = call->http->endpoint;

	SET(call, CURLOPT_PROTOCOLS_STR, "http,https");
	SET(call, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(call, CURLOPT_PROXY, to->proxy);
	SET(call, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	SET(call, CURLOPT_LOW_SPEED_LIMIT, 1L);
	SET(call, CURLOPT_LOW_SPEED_TIME, (long)STALL_SECONDS);
	SET(call, CURLOPT_NOSIGNAL, 1L);
	SET(call, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(call, CURLOPT_HTTP_CONTENT_DECODING, 0L); /* undone by undo_coding() */
	if (to->socket[0]) {
		SET(call, CURLOPT_UNIX_SOCKET_PATH, to->socket);
	} else {
		SET(call, CURLOPT_SOCKOPTFUNCTION, set_socket);
	}
	if (to->ca[0]) {
		SET(call, CURLOPT_CAINFO, to->ca);
		SET(call, CURLOPT_CAPATH, NULL);
	}
	if (to->client_cert[0]) {
		SET(call, CURLOPT_SSLCERT, to->client_cert);
		SET(call, CURLOPT_SSLKEY, to->client_key);
	}
}

/*
 * When a connection that was kept open proves dead before a word of the reply came, curl
 * repeats the request on a fresh one; all of ours may be repeated. But not a file of
 * which something was sent: without a seek function curl reports it instead, so that
 * the gateway is asked first how much it kept.
 */
static void set_pieces(struct mc_http_call *call)
{
	SET(call, CURLOPT_UPLOAD, 1L);
	SET(call, CURLOPT_READFUNCTION, give_body);
	SET(call, CURLOPT_READDATA, call);
	if (!call->file) {
		SET(call, CURLOPT_SEEKFUNCTION, rewind_body);
		SET(call, CURLOPT_SEEKDATA, call);
		SET(call, CURLOPT_INFILESIZE_LARGE, (curl_off_t)call->body.len);
	}
}

static void set_bytes(struct mc_http_call *call)
{
	SET(call, CURLOPT_POST, 1L);
	SET(call, CURLOPT_POSTFIELDS, call->body.data);
	SET(call, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.len);
}

static void set_method(struct mc_http_call *call, const char *method)
{
	if (!strcmp(method, "HEAD")) {
		SET(call, CURLOPT_NOBODY, 1L);
		return;
	}
	if (!strcmp(method, "GET")) {
		SET(call, CURLOPT_HTTPGET, 1L);
		return;
	}
	if (call->file || call->sent || (call->body.len > SENT_WHOLE && !call->urgent)) {
		set_pieces(call);
	} else {
		set_bytes(call);
	}
	SET(call, CURLOPT_CUSTOMREQUEST, method);
}

static bool open_file(struct mc_http_call *call, const struct mc_http_request *request)
{
	struct stat st;

	call->file = fopen(request->body_file, "rbe");
	if (!call->file || fstat(fileno(call->file), &st) || st.st_size != request->body_size ||
	    fseeko(call->file, request->body_offset, SEEK_SET)) {
		return false;
	}
	call->left = request->body_length;
	SET(call, CURLOPT_INFILESIZE_LARGE, (curl_off_t)call->left);
	return true;
}

static void add_header(struct mc_http_call *call, const char *line)
{
	struct curl_slist *more = curl_slist_append(call->headers, line);

	call->headers = more ? more : call->headers;
	call->spoiled |= !more;
}

static void add_codings(struct mc_http_call *call)
{
	struct mc_str line;

	if (!call->http->codings) {
		return;
	}
	mc_str_init(&line, 128);
	for (const struct mc_http_coding *c = call->http->codings; c->name; c++) {
		mc_str_printf(&line, "%s%s", line.len ? ", " : "Accept-Encoding: ", c->name);
	}
	add_header(call, line.data);
	mc_str_done(&line);
}

static void add_headers(struct mc_http_call *call, const struct mc_http_request *request)
{
	/* what curl would add by itself, and nobody reads */
	static const char *const quiet[] = { "Expect:", "Accept:" };

	for (size_t i = 0; i < MC_COUNT(quiet); i++) {
		add_header(call, quiet[i]);
	}
	for (int i = 0; i < MC_HTTP_HEADERS && request->headers[i]; i++) {
		add_header(call, request->headers[i]);
	}
	add_codings(call);
	SET(call, CURLOPT_HTTPHEADER, call->headers);
}

static struct mc_http_call *call_new(struct mc_http *http, const struct mc_http_request *request)
{
	struct mc_http_call *call = mc_calloc(1, sizeof(*call));
	struct mc_str url;

	call->http = http;
	call->easy = curl_easy_init();
	mc_str_init(&call->body, request->body.len);
	mc_str_init(&call->reply.body, REPLY_MAX);
	call->reply.upload_offset = -1;
	call->urgent = request->urgent;
	call->sent = request->sent;
	mc_str_add(&call->body, request->body.data, request->body.len);
	if (request->body_file && !open_file(call, request)) {
		fail_later(call, MC_E_FILE_READ, "the part cannot be read");
	}
	mc_str_init(&url, 2048);
	mc_str_printf(&url, "%s%s", http->endpoint->base, request->path);
	SET(call, CURLOPT_URL, url.data);
	mc_str_done(&url);
	SET(call, CURLOPT_PRIVATE, call);
	SET(call, CURLOPT_ERRORBUFFER, call->error);
	SET(call, CURLOPT_HEADERFUNCTION, take_head);
	SET(call, CURLOPT_HEADERDATA, call);
	SET(call, CURLOPT_WRITEFUNCTION, take_body);
	SET(call, CURLOPT_WRITEDATA, call);
	set_transport(call);
	set_method(call, request->method);
	add_headers(call, request);
	if (call->spoiled && !call->over) {
		fail_later(call, MC_E_LINK_DOWN, NO_MEMORY);
	}
	return call;
}

/* ---- reading the reply's head */
static void header_text(CURL *easy, const char *name, char *to, size_t size)
{
	struct curl_header *header;

	/* what does not fit is none of ours: as if it were not there */
	if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK &&
	    mc_copy(to, size, header->value)) {
		to[0] = '\0';
	}
}

static void read_head(struct mc_http_call *call)
{
	char offset[24] = "";
	long status = 0;
	curl_off_t value = 0;

	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	call->reply.status = (int)status;
	header_text(call->easy, "Content-Type", call->reply.content_type,
		    sizeof(call->reply.content_type));
	header_text(call->easy, "Location", call->reply.location, sizeof(call->reply.location));
	header_text(call->easy, "Tus-Resumable", call->reply.tus_version,
		    sizeof(call->reply.tus_version));
	header_text(call->easy, "Tus-Extension", call->reply.tus_extension,
		    sizeof(call->reply.tus_extension));
	header_text(call->easy, "Tus-Checksum-Algorithm", call->reply.tus_checksum,
		    sizeof(call->reply.tus_checksum));
	header_text(call->easy, "ETag", call->reply.etag, sizeof(call->reply.etag));
	header_text(call->easy, "Upload-Offset", offset, sizeof(offset));
	if (offset[0] && strspn(offset, "0123456789") == strlen(offset)) {
		call->reply.upload_offset = strtoll(offset, NULL, 10);
	}
	if (!curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &value) && value > 0) {
		call->reply.retry_after = (value < RETRY_AFTER_MAX ? value : RETRY_AFTER_MAX) *
					  MC_SECOND;
	}
}

static enum mc_code undo(const struct mc_http_coding *coding, struct mc_str *body,
			 struct mc_err *why)
{
	struct mc_str plain;
	enum mc_code code;

	mc_str_init(&plain, REPLY_MAX);
	code = coding->undo(mc_slice_of(body), &plain, why);
	if (!code) {
		mc_str_done(body);
		*body = plain;
	} else {
		mc_str_done(&plain);
	}
	return code;
}

/* What cannot be undone our gateway never sent. Nothing is a coding of nothing: HEAD. */
static void undo_coding(struct mc_http_call *call)
{
	const struct mc_http_coding *coding = call->http->codings;
	struct mc_err why = { .detail = "a coding that was not asked for" };
	char name[32] = "";

	header_text(call->easy, "Content-Encoding", name, sizeof(name));
	if (!name[0] || !call->reply.body.len) {
		return;
	}
	while (coding && coding->name && strcasecmp(coding->name, name) != 0) {
		coding++;
	}
	if (!coding || !coding->name || undo(coding, &call->reply.body, &why)) {
		mc_str_reset(&call->reply.body);
		call->reply.code = MC_E_LINK_SUSPECT;
		MC_COPY(call->reply.detail, why.detail);
	}
}

static bool is_of_tls(enum mc_code code)
{
	return code == MC_E_LINK_CERT || code == MC_E_LINK_CLIENT_CERT;
}

static void take_result(struct mc_http_call *call, CURLcode result)
{
	curl_off_t sent = 0;

	curl_easy_getinfo(call->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
	call->reply.sent_bytes = sent;
	if (result == CURLE_OK && !call->head_whole) {
		result = CURLE_PARTIAL_FILE;
	}
	if (result == CURLE_OK) {
		read_head(call);
		undo_coding(call);
		return;
	}
	call->reply.code = meaning_of(result, call->error);
	/* what is wrong with a certificate curl says in its longer text only; of others that
	 * text could name our paths */
	MC_COPY(call->reply.detail, is_of_tls(call->reply.code) && call->error[0] ?
					    call->error : curl_easy_strerror(result));
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
		take_result(call, msg->data.result);
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
			fail_later(*it, MC_E_LINK_DOWN, NO_MEMORY);
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
		call_free(call);
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

void mc_http_send(struct mc_http *http, const struct mc_http_request *request,
		  void (*done)(void *ctx, const struct mc_http_reply *reply), void *ctx)
{
	struct mc_http_call *call = call_new(http, request), **slot;

	call->done = done;
	call->ctx = ctx;
	slot = mc_vec_push(&http->calls);
	if (!slot) {
		abort(); /* the engine keeps at most one call a lane */
	}
	*slot = call;
	http->urgent += call->urgent;
	if (http->cut) {
		fail_later(call, MC_E_LINK_CUT, "");
	}
	if (!call->over && curl_multi_add_handle(http->multi, call->easy)) {
		/* no memory for it now: the callback comes all the same, and it is tried again */
		fail_later(call, MC_E_LINK_DOWN, NO_MEMORY);
	}
}

void mc_http_drop(struct mc_http *http, const void *ctx)
{
	MC_VEC_EACH(&http->calls, struct mc_http_call *, it) {
		struct mc_http_call *call = *it;

		if (call->ctx == ctx) {
			forget(http, call);
			call_free(call);
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
		fail_later(*it, MC_E_LINK_CUT, "");
	}
}
