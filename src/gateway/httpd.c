/* SPDX-License-Identifier: MPL-2.0 */
/* httpd.c - the daemon, its routes, and the life of one request. */
#include "gateway/httpd.h"

#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/wire/json.h"

enum {
	CONNECTION_MEMORY =
		64 * 1024,	    /* holds the whole head: Motcua-Record alone is up to 4 KiB */
	IDLE_SECONDS = 120,	    /* more than the client's own stall limit of 90 s */
	DROP_MAX = 4 * 1024 * 1024, /* of a body that nobody wants */
	ROUNDS_AT_ONCE = 16,	    /* of a long answer: 16 KiB each */
	ROUND_MS = 4,
};

struct mc_httpd {
	struct MHD_Daemon *daemon;
	struct mc_loop *loop;
	struct mc_watch *watch;
	struct mc_timer *timer;
	const struct mc_route *routes;
	void *ctx;
	bool client_certs;
	struct mc_httpd_limits limits;
	size_t gathered; /* bytes of bodies, all together */
	int idle_rounds; /* since something came or went */
};

/* ---- routes */

/* Does the path have the pattern's shape? Copies what stands at each "{}". */
static bool path_fits(const char *pattern, const char *path, char (*arguments)[MC_ARGUMENT_LEN])
{
	const char *hole;
	size_t head, len;

	for (int i = 0; (hole = strstr(pattern, "{}")) != NULL; i++) {
		head = (size_t)(hole - pattern);
		if (i == MC_ARGUMENTS || strncmp(pattern, path, head)) {
			return false;
		}
		path += head;
		len = strcspn(path, "/");
		if (!len || len >= MC_ARGUMENT_LEN) {
			return false;
		}
		memcpy(arguments[i], path, len);
		arguments[i][len] = '\0';
		path += len;
		pattern = hole + 2;
	}
	return !strcmp(pattern, path);
}

static void find_route(const struct mc_httpd *httpd, struct mc_request *request, const char *method,
		       const char *path)
{
	char allow[128] = "", arguments[MC_ARGUMENTS][MC_ARGUMENT_LEN] = {"", ""};

	for (const struct mc_route *r = httpd->routes; r->method; r++) {
		if (!path_fits(r->path, path, arguments)) {
			continue;
		}
		memcpy(request->argument, arguments[0], MC_ARGUMENT_LEN);
		memcpy(request->second, arguments[1], MC_ARGUMENT_LEN);
		if (!strcmp(r->method, method)) {
			request->route = r;
			return;
		}
		strncat(allow, allow[0] ? ", " : "", sizeof(allow) - strlen(allow) - 1);
		strncat(allow, r->method, sizeof(allow) - strlen(allow) - 1);
	}
	if (allow[0]) {
		mc_answer_header(request, MHD_HTTP_HEADER_ALLOW, "%s", allow);
	}
	mc_answer_plain_problem(request, allow[0] ? MC_PROBLEM_METHOD : MC_PROBLEM_NOT_FOUND);
}

/* ---- reading the head */

const char *mc_request_header(const struct mc_request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *mc_request_query(const struct mc_request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
}

int64_t mc_request_length(const struct mc_request *request)
{
	const char *text = mc_request_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);

	if (!text) {
		return mc_request_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) ? -1 : 0;
	}
	if (strspn(text, "0123456789") != strlen(text) || strlen(text) > 15) {
		return -1;
	}
	return strtoll(text, NULL, 10);
}

static bool is_type(const struct mc_request *request, const char *type, size_t len)
{
	const char *given = mc_request_header(request, MHD_HTTP_HEADER_CONTENT_TYPE);

	return given && !strncasecmp(given, type, len) &&
	       (!given[len] || strchr("; \t", given[len]));
}

bool mc_request_is_type(const struct mc_request *request, const char *type)
{
	return is_type(request, type, strlen(type));
}

static bool is_demanded(const struct mc_request *request, const char *types)
{
	size_t len = strcspn(types, "|");

	return is_type(request, types, len) ||
	       (types[len] && mc_request_is_type(request, types + len + 1));
}

/* ---- the life of a request */

static struct mc_request *request_new(struct MHD_Connection *connection)
{
	struct mc_request *request = mc_calloc(1, sizeof(*request));

	request->connection = connection;
	mc_str_init(&request->body, 0);
	mc_str_init(&request->reply, 2 * MC_JSON_MAX);
	return request;
}

static void request_free(struct mc_request *request)
{
	mc_str_wipe(&request->body);
	mc_str_wipe(&request->reply);
	free(request);
}

/* A certificate that was asked for must be there and signed by the CA (libmicrohttpd only asks). */
static bool is_trusted(const struct mc_httpd *httpd, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info;
	unsigned status = 1;

	if (!httpd->client_certs) {
		return true;
	}
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	return info && !gnutls_certificate_verify_peers2(info->tls_session, &status) && !status;
}

static void check_head(struct mc_httpd *httpd, struct mc_request *request)
{
	const struct mc_route *route = request->route;

	if (!route) {
		return;
	}
	if (route->type && !is_demanded(request, route->type)) {
		mc_answer_plain_problem(request, MC_PROBLEM_TYPE);
		return;
	}
	request->body.max = route->body_max;
	if (!route->body && mc_request_length(request) > (int64_t)route->body_max) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
		return;
	}
	if (route->body) {
		route->body->begin(httpd->ctx, request);
	}
}

static enum MHD_Result send_answer(struct mc_request *request)
{
	struct MHD_Response *response;
	enum MHD_Result result;

	mc_answer_squeeze(request);
	response = MHD_create_response_from_buffer(request->reply.len, request->reply.data,
						   MHD_RESPMEM_MUST_COPY);
	if (!response) {
		return MHD_NO;
	}
	if (request->type) {
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, request->type);
	}
	for (int i = 0; i < request->header_count; i++) {
		MHD_add_response_header(response, request->headers[i].name,
					request->headers[i].value);
	}
	result = MHD_queue_response(request->connection, (unsigned)request->status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result open_request(struct mc_httpd *httpd, struct MHD_Connection *connection,
				    const char *method, const char *path, void **state)
{
	struct mc_request *request;

	if (!is_trusted(httpd, connection)) {
		return MHD_NO;
	}
	/* it has said something: from now on it may be slow */
	MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT,
				  (unsigned)IDLE_SECONDS);
	request = *state = request_new(connection);
	find_route(httpd, request, method, path);
	check_head(httpd, request);
	if (request->status && mc_request_length(request) > DROP_MAX) {
		return send_answer(request);
	}
	return MHD_YES;
}

/* Its bytes are nobody's any more. */
static void give_back(struct mc_httpd *httpd, struct mc_request *request)
{
	httpd->gathered -= request->gathered;
	request->gathered = 0;
}

static void gather(struct mc_httpd *httpd, struct mc_request *request, struct mc_slice bytes)
{
	if (bytes.len > httpd->limits.gathered - httpd->gathered) {
		mc_str_wipe(&request->body);
		give_back(httpd, request);
		mc_answer_plain_problem(request, MC_PROBLEM_BUSY);
		return;
	}
	httpd->gathered += bytes.len;
	request->gathered += bytes.len;
	if (!mc_str_add(&request->body, bytes.data, bytes.len)) {
		mc_answer_plain_problem(request, MC_PROBLEM_TOO_LARGE);
	}
}

static enum MHD_Result take_piece(struct mc_httpd *httpd, struct mc_request *request,
				  struct mc_slice bytes)
{
	const struct mc_route *route = request->route;

	if (request->status) {
		request->dropped += bytes.len;
		return request->dropped > DROP_MAX ? MHD_NO : MHD_YES;
	}
	if (route->body) {
		return route->body->piece(httpd->ctx, request, bytes) ? MHD_YES : MHD_NO;
	}
	gather(httpd, request, bytes);
	return MHD_YES;
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
			      const char *method, const char *version, const char *data,
			      size_t *size, void **state)
{
	struct mc_httpd *httpd = cls;
	struct mc_request *request = *state;
	struct mc_slice bytes = {data, *size};

	(void)version;
	if (!request) {
		return open_request(httpd, connection, method, url, state);
	}
	if (*size) {
		*size = 0;
		return take_piece(httpd, request, bytes);
	}
	if (!request->status) {
		mc_request_unpack(request);
	}
	if (!request->status) {
		request->route->answer(httpd->ctx, request);
	}
	if (!request->status) {
		mc_answer_plain_problem(request, MC_PROBLEM_INTERNAL);
	}
	return send_answer(request);
}

static void completed(void *cls, struct MHD_Connection *connection, void **state,
		      enum MHD_RequestTerminationCode how)
{
	struct mc_httpd *httpd = cls;
	struct mc_request *request = *state;

	(void)connection;
	(void)how;
	if (!request) {
		return;
	}
	if (request->route && request->route->body) {
		request->route->body->end(httpd->ctx, request);
	}
	give_back(httpd, request);
	request_free(request);
	*state = NULL;
}

/* ---- the daemon in the loop */

/* libmicrohttpd 0.9.75 wants to go on at once for as long as a handshake is under way, also
 * when all that is missing is the peer's next bytes: one peer that connects and says nothing
 * would keep a processor busy until he is dropped. What does come is seen by the watch. */
static int64_t paced(struct mc_httpd *httpd, MHD_UNSIGNED_LONG_LONG wait)
{
	if (wait || httpd->idle_rounds++ < ROUNDS_AT_ONCE) {
		return (int64_t)wait;
	}
	return ROUND_MS;
}

static void run(struct mc_httpd *httpd)
{
	MHD_UNSIGNED_LONG_LONG wait = 0;

	MHD_run(httpd->daemon);
	if (MHD_get_timeout(httpd->daemon, &wait) == MHD_YES) {
		mc_timer_set(httpd->timer, mc_clock_mono() + paced(httpd, wait));
	} else {
		mc_timer_clear(httpd->timer);
	}
}

static void ready(void *ctx, short revents)
{
	struct mc_httpd *httpd = ctx;

	(void)revents;
	httpd->idle_rounds = 0;
	run(httpd);
}

static struct MHD_Daemon *start(struct mc_httpd *httpd, int fd, const struct mc_httpd_tls *tls)
{
	struct MHD_OptionItem options[] = {
		{MHD_OPTION_LISTEN_SOCKET, fd, NULL},
		{MHD_OPTION_CONNECTION_LIMIT, (intptr_t)httpd->limits.connections, NULL},
		{MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)httpd->limits.per_address, NULL},
		{MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
		{MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)httpd->limits.first_seconds, NULL},
		{MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
		{MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)completed, httpd},
		{MHD_OPTION_END, 0, NULL},
		{MHD_OPTION_END, 0, NULL},
		{MHD_OPTION_END, 0, NULL},
		{MHD_OPTION_END, 0, NULL},
		{MHD_OPTION_END, 0, NULL},
	};
	size_t n = 7;
	unsigned flags = MHD_USE_EPOLL;
	union {
		const char *text;
		void *value;
	} given;

	if (tls->cert) {
		flags |= MHD_USE_TLS;
		given.text = tls->cert;
		options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, given.value};
		given.text = tls->key;
		options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, given.value};
		given.text = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
		options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, given.value};
	}
	if (tls->cert && tls->client_ca) {
		given.text = tls->client_ca;
		options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_TRUST, 0, given.value};
	}
	return MHD_start_daemon(flags, 0, NULL, NULL, handle, httpd, MHD_OPTION_ARRAY, options,
				MHD_OPTION_END);
}

static void timer_due(void *ctx)
{
	run(ctx);
}

enum mc_code mc_httpd_open(struct mc_loop *loop, int fd, const struct mc_httpd_tls *tls,
			   const struct mc_httpd_limits *limits, const struct mc_route *routes,
			   void *ctx, struct mc_httpd **ret, struct mc_err *why)
{
	struct mc_httpd *httpd = mc_calloc(1, sizeof(*httpd));
	const union MHD_DaemonInfo *info;

	httpd->loop = loop;
	httpd->limits = *limits;
	httpd->routes = routes;
	httpd->ctx = ctx;
	httpd->client_certs = tls->cert && tls->client_ca;
	httpd->daemon = start(httpd, fd, tls);
	if (!httpd->daemon) {
		close(fd);
		free(httpd);
		return mc_fail(why, MC_E_LISTEN, "%s",
			       tls->cert ? "certificate, key or CA not usable" : "no HTTP server");
	}
	info = MHD_get_daemon_info(httpd->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	httpd->watch = mc_loop_watch(loop, info->epoll_fd, POLLIN, ready, httpd);
	httpd->timer = mc_loop_timer(loop, timer_due, httpd);
	*ret = httpd;
	return MC_OK;
}

/* Requests under way are ended; uploads keep what came. */
void mc_httpd_close(struct mc_httpd *httpd)
{
	if (!httpd) {
		return;
	}
	mc_watch_free(httpd->watch);
	mc_timer_free(httpd->timer);
	MHD_stop_daemon(httpd->daemon);
	free(httpd);
}
