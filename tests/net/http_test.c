/* SPDX-License-Identifier: MPL-2.0 */
#include "support/check.h"
#include "support/fake_http.h"

#include <ctype.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/net/http.h"

/* Every socket that the program makes, libcurl's too. */
static int inet_sockets;

int socket(int domain, int type, int protocol)
{
	int (*real)(int, int, int);

	*(void **)&real = dlsym(RTLD_NEXT, "socket");
	inet_sockets += domain == AF_INET || domain == AF_INET6;
	return real(domain, type, protocol);
}

/* ---- curl without memory: the n-th call from here on fails, and does nothing; 0: none */
static struct {
	int countdown, struck;
} no_memory;

static bool is_turn(void)
{
	bool turn = no_memory.countdown && !--no_memory.countdown;

	no_memory.struck += turn;
	return turn;
}

#undef curl_easy_setopt
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
	CURLcode (*real)(CURL *, CURLoption, ...);
	curl_off_t number = 0;
	void *value = NULL;
	va_list args;

	*(void **)&real = dlsym(RTLD_NEXT, "curl_easy_setopt");
	va_start(args, option);
	if (option / 10000 == 3) { /* a number of 64 bits */
		number = va_arg(args, curl_off_t);
	} else {
		value = va_arg(args, void *);
	}
	va_end(args);
	if (is_turn()) {
		return CURLE_OUT_OF_MEMORY;
	}
	return option / 10000 == 3 ? real(easy, option, number) : real(easy, option, value);
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text)
{
	struct curl_slist *(*real)(struct curl_slist *, const char *);

	*(void **)&real = dlsym(RTLD_NEXT, "curl_slist_append");
	return is_turn() ? NULL : real(list, text);
}

CURLMcode curl_multi_socket_action(CURLM *multi, curl_socket_t fd, int what, int *running)
{
	CURLMcode (*real)(CURLM *, curl_socket_t, int, int *);

	*(void **)&real = dlsym(RTLD_NEXT, "curl_multi_socket_action");
	return is_turn() ? CURLM_OUT_OF_MEMORY : real(multi, fd, what, running);
}

/* ---- one exchange with a server that says `script` */

struct fixture {
	struct mc_loop *loop;
	struct fake_http *server;
	struct mc_http *http;
	struct mc_endpoint to;
	char *dir;
	const char *script; /* raw bytes; NULL: silence */
	size_t script_len;
	bool close_after;
	int requests;
	struct fake_request *last;
	int done;
	struct mc_http_reply reply; /* body: a copy */
};

static void scripted(void *ctx, struct fake_conn *conn, const struct fake_request *request)
{
	struct fixture *f = ctx;

	f->requests++;
	mc_str_done(&f->last->body);
	*f->last = *request;
	mc_str_init(&f->last->body, 1 << 25);
	mc_str_add(&f->last->body, request->body.data, request->body.len);
	if (f->script) {
		fake_raw(conn, (struct mc_slice){f->script, f->script_len});
	}
	if (f->close_after) {
		fake_close(conn);
	}
}

static void arrived(void *ctx, const struct mc_http_reply *reply)
{
	struct fixture *f = ctx;

	f->done++;
	mc_str_done(&f->reply.body);
	f->reply = *reply;
	mc_str_init(&f->reply.body, 1 << 25);
	mc_str_add(&f->reply.body, reply->body.data, reply->body.len);
}

static void open_fixture(struct fixture *f, bool inet)
{
	char url[200];

	*f = (struct fixture){.loop = mc_loop_new(), .dir = test_dir()};
	f->last = mc_calloc(1, sizeof(*f->last));
	snprintf(url, sizeof(url), "%s/s", f->dir);
	f->server = fake_http_new(f->loop, inet ? NULL : url, scripted, f);
	if (inet) {
		snprintf(url, sizeof(url), "http://127.0.0.1:%d", fake_http_port(f->server));
	} else {
		snprintf(url, sizeof(url), "unix:%s/s", f->dir);
	}
	assert_ok(mc_endpoint_parse(url, &f->to, NULL));
	assert_ok(mc_http_open(f->loop, &f->to, &f->http, NULL));
}

static void close_fixture(struct fixture *f)
{
	mc_http_close(f->http);
	fake_http_free(f->server);
	mc_loop_free(f->loop);
	mc_str_done(&f->last->body);
	mc_str_done(&f->reply.body);
	free(f->last);
	free(f->dir);
}

static void wait_done(struct fixture *f, int done)
{
	int64_t until = mc_clock_mono() + 10000;

	while (f->done < done && mc_clock_mono() < until) {
		mc_loop_once(f->loop, 100);
	}
	assert_int_equal(f->done, done);
}

static void exchange(struct fixture *f, const struct mc_http_request *request)
{
	mc_http_send(f->http, request, arrived, f);
	wait_done(f, f->done + 1);
}

static void say(struct fixture *f, const char *script)
{
	f->script = script;
	f->script_len = script ? strlen(script) : 0;
}

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

static void replies(void **state)
{
	static const struct {
		const char *script;
		bool close;
		enum mc_code code;
		int status;
		const char *type, *body;
		int64_t retry_after;
	} rows[] = {
		{HEAD "Content-Length: 2\r\n\r\n{}", false, MC_OK, 200, "application/json", "{}", 0},
		{ HEAD "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", false,
		  MC_OK, 200, "application/json", "{}", 0 },
		{ "HTTP/1.1 100 Continue\r\n\r\n" HEAD "Content-Length: 2\r\n\r\n{}", false, MC_OK, 200,
		  "application/json", "{}", 0 },
		{ "HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n",
		  false, MC_OK, 302, "", "", 0 },
		{ "HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n", false, MC_OK, 503,
		  "", "", 7000 },
		{ "HTTP/1.1 503 No\r\nRetry-After: 99999999999999\r\nContent-Length: 0\r\n\r\n", false,
		  MC_OK, 503, "", "", 3600000 },
		{ "HTTP/1.1 503 No\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n", false, MC_OK, 503,
		  "", "", 0 },
		/* cut in the head, in the body, in a chunk; nothing at all */
		{"HTTP/1.1 200 OK\r\nContent-T", true, MC_E_LINK_DOWN, 0, "", "", 0},
		{HEAD "Content-Length: 20\r\n\r\n{}", true, MC_E_LINK_DOWN, 0, "", "{}", 0},
		{ HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\n{}", true, MC_E_LINK_DOWN, 0, "", "{}",
		  0 },
		{"", true, MC_E_LINK_DOWN, 0, "", "", 0},
		/* not what its head says */
		{ HEAD "Content-Encoding: zstd\r\nContent-Length: 2\r\n\r\n{}", false,
		  MC_E_LINK_SUSPECT, 0, "", "", 0 },
		/* no HTTP of ours */
		{"SSH-2.0-x\r\n\r\n", true, MC_E_LINK_SUSPECT, 0, "", "", 0},
	};
	struct fixture f;
	struct mc_http_request request = {.method = "GET", .path = "/v1/hello"};

	(void)state;
	open_fixture(&f, true);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		say(&f, rows[i].script);
		f.close_after = rows[i].close;
		exchange(&f, &request);
		assert_code(f.reply.code, rows[i].code);
		if (!rows[i].code) {
			assert_int_equal(f.reply.status, rows[i].status);
			assert_string_equal(f.reply.content_type, rows[i].type);
			assert_int_equal(f.reply.retry_after, rows[i].retry_after);
		}
		assert_string_equal(f.reply.body.data, rows[i].body);
	}
	close_fixture(&f);
}

/* More than any of our answers: a film instead of a receipt. */
static void remember_conn(void *ctx, struct fake_conn *conn, const struct fake_request *request)
{
	(void)request;
	*(struct fake_conn **)ctx = conn;
}

static void oversized(void **state)
{
	static char piece[8192];
	struct fake_conn *conn = NULL;
	struct fixture f;
	char path[200];
	struct mc_http_request request = {.method = "GET", .path = "/"};

	(void)state;
	open_fixture(&f, false);
	fake_http_free(f.server);
	snprintf(path, sizeof(path), "%s/s", f.dir);
	f.server = fake_http_new(f.loop, path, remember_conn, &conn);
	mc_http_send(f.http, &request, arrived, &f);
	while (!conn) {
		mc_loop_once(f.loop, 100);
	}
	fake_raw(conn, mc_slice_text(HEAD "\r\n"));
	for (int i = 0; i < 400 && !f.done; i++) {
		fake_raw(conn, (struct mc_slice){piece, sizeof(piece)});
		mc_loop_once(f.loop, 100);
	}
	wait_done(&f, 1);
	assert_code(f.reply.code, MC_E_LINK_SUSPECT);
	close_fixture(&f);
}

static void refused(void **state)
{
	struct fixture f;
	struct mc_http_request request = {.method = "GET", .path = "/"};

	(void)state;
	open_fixture(&f, false);
	strcat(f.to.socket, "-nobody");
	exchange(&f, &request);
	assert_code(f.reply.code, MC_E_LINK_DOWN);
	assert_null(strstr(f.reply.detail, f.dir)); /* details name no paths */
	close_fixture(&f);
}

/* A POST on a connection that the gateway closed meanwhile goes through on a fresh one. */
static void kept_connection_gone(void **state)
{
	struct fixture f;
	struct mc_http_request request = {.method = "POST", .path = "/q", .body = {"abc", 3}};

	(void)state;
	open_fixture(&f, false);
	say(&f, HEAD "Content-Length: 2\r\n\r\n{}");
	exchange(&f, &request);
	exchange(&f, &request);
	assert_int_equal(fake_http_connections(f.server), 1); /* warm */
	fake_http_drop_all(f.server);
	exchange(&f, &request);
	assert_code(f.reply.code, MC_OK);
	assert_int_equal(fake_http_connections(f.server), 2);
	assert_int_equal(f.last->body.len, 3);
	close_fixture(&f);
}

/* RFC 9110, 10.2.3: seconds or a date; one that is past, or none at all, asks for nothing. */
static void retry_after_as_a_date(void **state)
{
	static const struct {
		int in; /* seconds from now */
		int64_t least, most;
	} rows[] = {{60, 50000, 61000}, {-60, 0, 0}, {7 * 24 * 3600, 3600000, 3600000}};
	struct fixture f;
	struct mc_http_request request = {.method = "GET", .path = "/v1/hello"};

	(void)state;
	open_fixture(&f, true);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		time_t at = time(NULL) + rows[i].in;
		char date[64], script[200];
		struct tm tm;

		gmtime_r(&at, &tm);
		strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
		snprintf(script, sizeof(script),
			 "HTTP/1.1 503 No\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n", date);
		say(&f, script);
		exchange(&f, &request);
		assert_int_equal(f.reply.status, 503);
		assert_in_range(f.reply.retry_after, rows[i].least, rows[i].most);
	}
	close_fixture(&f);
}

/* ---- packed answers */

static enum mc_code undo_upper(struct mc_slice coded, struct mc_str *ret, struct mc_err *why)
{
	const char *from = coded.data;

	for (size_t i = 0; i < coded.len; i++) {
		if (from[i] == '!') {
			return mc_fail(why, MC_E_SEALED_SHAPE, "damaged");
		}
		mc_str_putc(ret, (char)toupper((unsigned char)from[i]));
	}
	return MC_OK;
}

/* What was asked for is undone; anything else, and what cannot be, is no answer of ours. */
static void packed_answers(void **state)
{
	static const struct mc_http_coding codings[] = {
		{"upper", undo_upper},
		{"other", undo_upper},
		{NULL, NULL},
	};
	static const struct {
		const char *script;
		enum mc_code code;
		const char *body;
	} rows[] = {
		{HEAD "Content-Encoding: upper\r\nContent-Length: 3\r\n\r\nabc", MC_OK, "ABC"},
		{HEAD "Content-Encoding: UPPER\r\nContent-Length: 3\r\n\r\nabc", MC_OK, "ABC"},
		{HEAD "Content-Length: 3\r\n\r\nabc", MC_OK, "abc"},
		{HEAD "Content-Encoding: upper\r\nContent-Length: 0\r\n\r\n", MC_OK, ""},
		{ HEAD "Content-Encoding: upper\r\nContent-Length: 3\r\n\r\na!c", MC_E_LINK_SUSPECT,
		  "" },
		{ HEAD "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", MC_E_LINK_SUSPECT,
		  "" },
		{ HEAD "Content-Encoding: upper, other\r\nContent-Length: 3\r\n\r\nabc",
		  MC_E_LINK_SUSPECT, "" },
	};
	struct fixture f;
	struct mc_http_request request = {.method = "GET", .path = "/v1/hello"};

	(void)state;
	open_fixture(&f, true);
	mc_http_codings(f.http, codings);
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		say(&f, rows[i].script);
		exchange(&f, &request);
		assert_code(f.reply.code, rows[i].code);
		assert_string_equal(f.reply.body.data, rows[i].body);
		assert_non_null(strstr(f.last->head, "Accept-Encoding: upper, other\r\n"));
	}
	close_fixture(&f);
}

/* ---- a look-up passes an upload */

static void answer_all(void *ctx, struct fake_conn *conn, const struct fake_request *request)
{
	struct fixture *f = ctx;

	f->requests++;
	mc_str_done(&f->last->body);
	*f->last = *request;
	mc_str_init(&f->last->body, 1 << 25);
	mc_str_add(&f->last->body, request->body.data, request->body.len);
	if (strcmp(request->path, "/silent")) {
		fake_reply(conn, 200, "Content-Type: application/json\r\n", mc_slice_text("{}"));
	}
}

static void run_for(struct fixture *f, int64_t ms)
{
	int64_t until = mc_clock_mono() + ms;

	while (mc_clock_mono() < until) {
		mc_loop_once(f->loop, (int)(until - mc_clock_mono()));
	}
}

/* While somebody waits no piece of a long body goes out, short requests do; then it goes on,
 * whole. Whether it comes from memory or from a file, and however the urgent one ends. */
static void urgent_first(void **state)
{
	enum { LONG = 300000 };
	struct fixture f;
	struct mc_http_request urgent = { .method = "POST", .path = "/silent", .urgent = true,
					  .body = {"?", 1} };
	struct mc_http_request small = {.method = "GET", .path = "/small"};
	struct mc_http_request bulk = {.method = "PUT", .path = "/bulk"};
	char *path, *bytes = mc_calloc(1, LONG), socket_path[200], urgent_one;

	(void)state;
	for (int i = 0; i < LONG; i++) {
		bytes[i] = (char)(i * 7 + (i >> 9));
	}
	open_fixture(&f, false);
	fake_http_free(f.server);
	snprintf(socket_path, sizeof(socket_path), "%s/s", f.dir);
	f.server = fake_http_new(f.loop, socket_path, answer_all, &f);
	path = mc_path_join(f.dir, "part");
	assert_ok(mc_file_write(path, 0600, (struct mc_slice){bytes, LONG}, NULL));
	for (int from_file = 0; from_file < 2; from_file++) {
		bulk.body = (struct mc_slice){bytes, from_file ? 0 : LONG};
		bulk.body_file = from_file ? path : NULL;
		bulk.body_length = bulk.body_size = LONG;
		f.requests = f.done = 0;
		mc_http_send(f.http, &urgent, arrived, &urgent_one);
		run_for(&f, 50);
		mc_http_send(f.http, &bulk, arrived, &f);
		run_for(&f, 200);
		assert_int_equal(f.requests, 1);
		mc_http_send(f.http, &small, arrived, &f);
		wait_done(&f, 1);
		assert_string_equal(f.last->path, "/small");
		mc_http_drop(f.http, &urgent_one);
		wait_done(&f, 2);
		assert_string_equal(f.last->path, "/bulk");
		assert_int_equal(f.last->body.len, LONG);
		assert_memory_equal(f.last->body.data, bytes, LONG);
		assert_int_equal(f.reply.sent_bytes, LONG);
	}
	free(bytes);
	free(path);
	close_fixture(&f);
}

/* A kept connection proves dead: a long body from memory is given again from its beginning. */
static void long_body_again(void **state)
{
	enum { LONG = 100000 };
	struct fixture f;
	char *bytes = mc_calloc(1, LONG);
	struct mc_http_request request = {.method = "PUT", .path = "/q", .body = {bytes, LONG}};

	(void)state;
	memset(bytes, 'x', LONG);
	open_fixture(&f, false);
	say(&f, HEAD "Content-Length: 2\r\n\r\n{}");
	exchange(&f, &request);
	assert_int_equal(fake_http_connections(f.server), 1);
	fake_http_drop_all(f.server);
	exchange(&f, &request);
	assert_code(f.reply.code, MC_OK);
	assert_int_equal(fake_http_connections(f.server), 2);
	assert_int_equal(f.last->body.len, LONG);
	free(bytes);
	close_fixture(&f);
}

/* The gateway takes the bytes and dies before a word: not all of them again, unasked. */
static void take_then_die(void *ctx, struct fake_conn *conn, const struct fake_request *request)
{
	struct fixture *f = ctx;

	scripted(f, conn, request);
	if (f->requests == 2) {
		fake_close(conn);
	}
}

static void file_body(void **state)
{
	struct fixture f;
	char *path, text[32], socket_path[200];
	struct mc_http_request get = {.method = "GET", .path = "/"};
	struct mc_http_request request = { .method = "PATCH",
					   .path = "/u",
					   .headers = {"Upload-Offset: 4"},
					   .body_offset = 4,
					   .body_length = 6,
					   .body_size = 10 };

	(void)state;
	open_fixture(&f, false);
	path = mc_path_join(f.dir, "part");
	assert_ok(mc_file_write(path, 0600, mc_slice_text("0123456789"), NULL));
	request.body_file = path;
	say(&f, "HTTP/1.1 204 N\r\nUpload-Offset: 10\r\nLocation: /x\r\n\r\n");
	exchange(&f, &request);
	assert_code(f.reply.code, MC_OK);
	assert_string_equal(f.last->body.data, "456789");
	assert_string_equal(f.last->method, "PATCH");
	assert_true(fake_header(f.last, "Upload-Offset", text, sizeof(text)));
	assert_false(fake_header(f.last, "Expect", text, sizeof(text)));
	assert_int_equal(f.reply.upload_offset, 10);
	assert_string_equal(f.reply.location, "/x");
	assert_int_equal(f.reply.sent_bytes, 6);
	request.body_length = 3; /* a piece from the middle, and not a byte of the next */
	exchange(&f, &request);
	assert_code(f.reply.code, MC_OK);
	assert_string_equal(f.last->body.data, "456");
	assert_int_equal(f.reply.sent_bytes, 3);
	request.body_length = 6;

	fake_http_free(f.server);
	snprintf(socket_path, sizeof(socket_path), "%s/s", f.dir);
	f.server = fake_http_new(f.loop, socket_path, take_then_die, &f);
	f.requests = 0;
	exchange(&f, &get);
	say(&f, NULL);
	exchange(&f, &request);
	assert_code(f.reply.code, MC_E_LINK_DOWN);
	assert_string_equal(f.last->body.data, "456789");

	request.body_size = 11; /* not the file that was sealed */
	exchange(&f, &request);
	assert_code(f.reply.code, MC_E_FILE_READ);
	request.body_file = "/nonexistent";
	exchange(&f, &request);
	assert_code(f.reply.code, MC_E_FILE_READ);
	assert_int_equal(f.requests, 2);
	free(path);
	close_fixture(&f);
}

static void head_has_no_body(void **state)
{
	struct fixture f;
	struct mc_http_request request = {.method = "HEAD", .path = "/v1/parts/x"};

	(void)state;
	open_fixture(&f, false);
	say(&f, "HTTP/1.1 404 N\r\nContent-Type: application/problem+json\r\n"
		"Content-Length: 80\r\n\r\n");
	exchange(&f, &request);
	assert_code(f.reply.code, MC_OK);
	assert_int_equal(f.reply.status, 404);
	exchange(&f, &request);
	assert_int_equal(fake_http_connections(f.server), 1);
	say(&f, "HTTP/1.1 200 OK\r\nUpload-Offset: 12x\r\n\r\n");
	exchange(&f, &request);
	assert_int_equal(f.reply.upload_offset, -1);
	close_fixture(&f);
}

static void cut_and_restored(void **state)
{
	struct fixture f;
	struct mc_http_request request = {.method = "GET", .path = "/"};

	(void)state;
	open_fixture(&f, false);
	mc_http_send(f.http, &request, arrived, &f); /* silence */
	while (!f.requests) {
		mc_loop_once(f.loop, 100);
	}
	mc_http_cut(f.http, true);
	assert_int_equal(f.done, 0); /* never from inside the call */
	wait_done(&f, 1);
	assert_code(f.reply.code, MC_E_LINK_CUT);
	mc_http_send(f.http, &request, arrived, &f);
	assert_int_equal(f.done, 1);
	wait_done(&f, 2);
	assert_code(f.reply.code, MC_E_LINK_CUT);
	assert_int_equal(f.requests, 1);
	mc_http_cut(f.http, false);
	say(&f, HEAD "Content-Length: 2\r\n\r\n{}");
	exchange(&f, &request);
	assert_code(f.reply.code, MC_OK);
	close_fixture(&f);
}

static void dropped(void **state)
{
	struct fixture f;
	struct mc_http_request request = {.method = "GET", .path = "/"};

	(void)state;
	open_fixture(&f, false);
	mc_http_send(f.http, &request, arrived, &f);
	while (!f.requests) {
		mc_loop_once(f.loop, 100);
	}
	mc_http_drop(f.http, &f);
	mc_http_drop(f.http, &f); /* nothing of this name any more */
	mc_http_send(f.http, &request, arrived, &f);
	mc_loop_once(f.loop, 50);
	assert_int_equal(f.done, 0);
	close_fixture(&f); /* with one under way: no callback, no leak */
	assert_int_equal(f.done, 0);
}

/* A callback that starts the next exchange, while curl's results are being read. */
static void chained(void *ctx, const struct mc_http_reply *reply)
{
	struct fixture *f = ctx;
	struct mc_http_request request = {.method = "GET", .path = "/next"};

	f->done++;
	assert_code(reply->code, MC_OK);
	if (f->done < 5) {
		mc_http_send(f->http, &request, chained, f);
	} else {
		mc_http_cut(f->http, true);
	}
}

static void calls_from_callbacks(void **state)
{
	struct fixture f;
	struct mc_http_request request = {.method = "GET", .path = "/"};

	(void)state;
	open_fixture(&f, false);
	say(&f, HEAD "Content-Length: 2\r\n\r\n{}");
	mc_http_send(f.http, &request, chained, &f);
	wait_done(&f, 5);
	assert_int_equal(fake_http_connections(f.server), 1);
	close_fixture(&f);
}

/* Training mode: a Unix socket means no INET socket, not even a probe. And nothing ticks. */
static void quiet(void **state)
{
	struct fixture f;
	struct mc_http_request request = {.method = "GET", .path = "/"};
	uint64_t before;

	(void)state;
	setenv("http_proxy", "http://127.0.0.1:9", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:9", 1);
	inet_sockets = 0;
	open_fixture(&f, false);
	say(&f, HEAD "Content-Length: 2\r\n\r\n{}");
	exchange(&f, &request);
	assert_code(f.reply.code, MC_OK);
	assert_int_equal(inet_sockets, 0);
	mc_loop_once(f.loop, 20);
	before = mc_loop_wakeups(f.loop);
	for (int i = 0; i < 15; i++) {
		mc_loop_once(f.loop, 100);
	}
	assert_int_equal(mc_loop_wakeups(f.loop), before);
	close_fixture(&f);
}

/* ---- TLS, with openssl(1) for the other end */

/* A fresh certificate, and a server with it on a port of the system's choice, which it
 * tells in `said`. */
static pid_t tls_server(const char *dir, const char *option)
{
	char command[1024];
	pid_t pid;

	snprintf(command, sizeof(command),
		 "cd '%s' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
		 "-nodes -keyout k.pem -out c.pem -days 2 -subj /CN=localhost "
		 "-addext subjectAltName=DNS:localhost >/dev/null 2>&1",
		 dir);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command),
		 "cd '%s' && exec openssl s_server -accept 0 -cert c.pem -key k.pem -www %s "
		 ">said 2>&1 </dev/null",
		 dir, option);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	return pid;
}

static int tls_port(const char *dir)
{
	char *said = mc_path_join(dir, "said"), *colon = NULL;
	int port = 0;

	for (int i = 0; i < 200 && !port; i++) {
		struct mc_str text;

		usleep(25 * 1000);
		mc_str_init(&text, 1 << 16);
		if (!mc_file_read(said, &text, NULL)) {
			colon = strstr(text.data, "ACCEPT ");
			colon = colon && strchr(colon, '\n') ? strrchr(colon, ':') : NULL;
			port = colon ? atoi(colon + 1) : 0;
		}
		mc_str_done(&text);
	}
	free(said);
	return port;
}

static void tls(void **state)
{
	static const struct {
		const char *option, *ca;
		enum mc_code code;
		const char *detail;
	} rows[] = {
		{"", "c.pem", MC_OK, ""},
		{"", "", MC_E_LINK_OTHER_CERT, "certificate"},
		{"", "k.pem", MC_E_CA_FILE, ""}, /* no certificate in it */
		{"-Verify 1", "c.pem", MC_E_LINK_CLIENT_CERT, "required"},
	};
	struct mc_http_request request = {.method = "GET", .path = "/"};

	(void)state;
	if (system("command -v openssl >/dev/null 2>&1")) {
		print_message("skipped: openssl is not installed\n");
		skip();
	}
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct fixture f;
		pid_t server;

		open_fixture(&f, false);
		server = tls_server(f.dir, rows[i].option);
		f.to.socket[0] = '\0';
		snprintf(f.to.base, sizeof(f.to.base), "https://localhost:%d", tls_port(f.dir));
		if (rows[i].ca[0]) {
			snprintf(f.to.ca, sizeof(f.to.ca), "%.200s/%s", f.dir, rows[i].ca);
		}
		exchange(&f, &request);
		kill(server, SIGTERM);
		waitpid(server, NULL, 0);
		assert_code(f.reply.code, rows[i].code);
		assert_non_null(strstr(f.reply.detail, rows[i].detail));
		assert_null(strstr(f.reply.detail, f.dir));
		close_fixture(&f);
	}
}

/* Never sent with an option or a header left out, never without an end; the next call is
 * made as if nothing had been. */
static void without_memory(void **state)
{
	static const char script[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
	const struct mc_http_request request = {
		.method = "PUT",
		.path = "/v1/x",
		.headers = {"X-One: 1", "X-Two: 2"},
		.body = mc_slice_text("body"),
	};
	char value[20];
	int n = 0;

	(void)state;
	do {
		struct fixture f;

		open_fixture(&f, false);
		f.script = script;
		f.script_len = sizeof(script) - 1;
		no_memory.struck = 0;
		no_memory.countdown = ++n;
		exchange(&f, &request);
		no_memory.countdown = 0;
		assert_code(f.reply.code, no_memory.struck ? MC_E_LINK_DOWN : MC_OK);
		if (f.requests) {
			assert_string_equal(f.last->method, "PUT");
			assert_true(fake_header(f.last, "X-One", value, sizeof(value)));
			assert_true(fake_header(f.last, "X-Two", value, sizeof(value)));
		}
		f.done = f.requests = 0;
		exchange(&f, &request);
		assert_code(f.reply.code, MC_OK);
		close_fixture(&f);
	} while (no_memory.struck);
	assert_true(n > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies),
		cmocka_unit_test(retry_after_as_a_date),
		cmocka_unit_test(without_memory),
		cmocka_unit_test(oversized),
		cmocka_unit_test(packed_answers),
		cmocka_unit_test(refused),
		cmocka_unit_test(kept_connection_gone),
		cmocka_unit_test(urgent_first),
		cmocka_unit_test(long_body_again),
		cmocka_unit_test(file_body),
		cmocka_unit_test(head_has_no_body),
		cmocka_unit_test(cut_and_restored),
		cmocka_unit_test(dropped),
		cmocka_unit_test(calls_from_callbacks),
		cmocka_unit_test(quiet),
		cmocka_unit_test(tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
