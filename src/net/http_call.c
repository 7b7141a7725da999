/* SPDX-License-Identifier: MPL-2.0 */
/* http_call.c - what curl is told of one exchange, and the bytes that it is given and gives. */
#include "net/http_call.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "net/tls_time.h"

enum {
	CONNECT_SECONDS = 30,
	STALL_SECONDS = 90,
	UNSENT_LOW_WATER = 4 * 1024,
	PIECE = 4 * 1024,       /* of a long body at a time: what a look-up finds before it */
	SENT_WHOLE = 2 * PIECE, /* a body up to this long goes with its head */
};

void mc_http_call_free(struct mc_http_call *call)
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

void mc_http_call_fail(struct mc_http_call *call, enum mc_code code, const char *detail)
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

/* What is kept of a connection (it itself, its session) must not carry the exemption further. */
static void set_dates(struct mc_http_call *call)
{
	if (!call->http->endpoint->ca[0] || !tls_knows_dates()) {
		call->any_date = false;
		return;
	}
	SET(call, CURLOPT_SSL_CTX_FUNCTION, tls_set_time);
	SET(call, CURLOPT_SSL_CTX_DATA, call);
	if (call->any_date) {
		SET(call, CURLOPT_FRESH_CONNECT, 1L);
		SET(call, CURLOPT_FORBID_REUSE, 1L);
		SET(call, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	}
}

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
	set_dates(call);
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
	static const char *const quiet[] = {"Expect:", "Accept:"};

	for (size_t i = 0; i < MC_COUNT(quiet); i++) {
		add_header(call, quiet[i]);
	}
	for (int i = 0; i < MC_HTTP_HEADERS && request->headers[i]; i++) {
		add_header(call, request->headers[i]);
	}
	add_codings(call);
	SET(call, CURLOPT_HTTPHEADER, call->headers);
}

struct mc_http_call *mc_http_call_new(struct mc_http *http, const struct mc_http_request *request)
{
	struct mc_http_call *call = mc_calloc(1, sizeof(*call));
	struct mc_str url;

	call->http = http;
	call->easy = curl_easy_init();
	mc_str_init(&call->body, request->body.len);
	mc_str_init(&call->reply.body, MC_HTTP_REPLY_MAX);
	call->reply.upload_offset = -1;
	call->reply.began = mc_clock_mono();
	call->urgent = request->urgent;
	call->any_date = request->any_date;
	call->sent = request->sent;
	mc_str_add(&call->body, request->body.data, request->body.len);
	if (request->body_file && !open_file(call, request)) {
		mc_http_call_fail(call, MC_E_FILE_READ, "the part cannot be read");
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
		mc_http_call_fail(call, MC_E_LINK_DOWN, MC_HTTP_NO_MEMORY);
	}
	return call;
}
