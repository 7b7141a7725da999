/* SPDX-License-Identifier: MPL-2.0 */
/* client.c - each endpoint's request, and one way to sort what comes back. */

#include "motcua/net/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"

#define TUS_VERSION "1.0.0"
#define LEAN_TYPE "Content-Type: application/vnd.motcua.lean"

struct call;

struct mc_client {
	struct mc_http *http;
	struct call *calls; /* under way */
	char terminal[MC_TERMINAL_LEN];
};

/* What a 2xx must carry to be an answer of ours. */
enum expect {
	EXPECT_REPLY, /* {"outer":..} */
	EXPECT_JSON,  /* any JSON; the caller parses body */
	EXPECT_NEWER, /* the same, or 304: what is held is the newest */
	EXPECT_EMPTY, /* no body */
	EXPECT_TUS,   /* every answer of a tus server says so; a body is not looked at */
};

/* How an exchange's answer is to be taken. */
struct taking {
	enum expect expect;
	enum mc_code not_found; /* what the gateway's 404 means here */
	mc_client_done *done;
	void *ctx;
	mc_client_sent *sent; /* NULL = nobody wants to know */
};

struct call {
	struct taking as;
	struct mc_client *client;
	struct call *next;
};

/* ---- sorting answers */
static const struct {
	const char *word;
	enum mc_code code;
} words[] = {
	{ "terminal-unknown", MC_E_TERMINAL_UNKNOWN },
	{ "terminal-taken", MC_E_TERMINAL_UNKNOWN },
	{ "enrol-code", MC_E_TERMINAL_UNKNOWN },
	{ "terminal-revoked", MC_E_TERMINAL_REVOKED },
	{ "in-progress", MC_E_WAITING },
	{ "busy", MC_E_GATEWAY_BUSY },
	{ "internal", MC_E_GATEWAY_BUSY },
	{ "parts-missing", MC_E_PARTS_MISSING },
	{ "seq-taken", MC_E_SEQ_TAKEN },
	{ "withdrawn", MC_E_WITHDRAWN_THERE },
	{ "digest-mismatch", MC_E_DIGEST_MISMATCH },
	{ "upgrade-required", MC_E_GATEWAY_OLD },
};

enum mc_code mc_client_code_of(const char *word)
{
	for (size_t i = 0; i < MC_COUNT(words); i++) {
		if (!strcmp(words[i].word, word)) {
			return words[i].code;
		}
	}
	return MC_E_GATEWAY_REFUSED;
}

static bool is_type(const struct mc_http_reply *http, const char *type)
{
	size_t len = strlen(type);

	return !strncasecmp(http->content_type, type, len) &&
	       (!http->content_type[len] || strchr("; ", http->content_type[len]));
}

static bool is_busy(int status)
{
	return status == 408 || status == 425 || status == 429 || status >= 500;
}

static bool is_tus(const struct call *call, const struct mc_http_reply *http)
{
	return call->as.expect == EXPECT_TUS && !strcmp(http->tus_version, TUS_VERSION);
}

static void suspect(struct mc_client_answer *answer, const char *what)
{
	answer->code = MC_E_LINK_SUSPECT;
	snprintf(answer->detail, sizeof(answer->detail), "%s (status %d)", what, answer->status);
}

static void sort_success(const struct call *call, const struct mc_http_reply *http,
			 struct mc_client_answer *answer)
{
	struct mc_err err;

	if (call->as.expect == EXPECT_TUS) {
		if (!is_tus(call, http)) {
			suspect(answer, "not an upload server");
		}
		return;
	}
	if (call->as.expect == EXPECT_EMPTY) {
		if (http->content_type[0]) { /* of an empty answer? a portal's page */
			suspect(answer, "not empty");
		}
		return;
	}
	if (!is_type(http, "application/json")) {
		suspect(answer, "not JSON");
		return;
	}
	if (call->as.expect == EXPECT_REPLY &&
	    mc_reply_parse(mc_slice_of(&http->body), &answer->reply, &err)) {
		suspect(answer, "not an answer of the gateway");
	}
}

static void sort_failure(const struct call *call, const struct mc_http_reply *http,
			 struct mc_client_answer *answer)
{
	struct mc_err err;
	bool problem = is_type(http, "application/problem+json");

	/* the answer to a HEAD has no body */
	if ((problem || is_tus(call, http)) && call->as.not_found &&
	    (http->status == 404 || http->status == 410)) {
		answer->code = call->as.not_found;
		return;
	}
	if (problem &&
	    !mc_problem_doc_parse(mc_slice_of(&http->body), &answer->problem, &err)) {
		answer->code = mc_client_code_of(answer->problem.word);
		MC_COPY(answer->detail, answer->problem.word);
		return;
	}
	if (is_busy(http->status)) {
		answer->code = MC_E_GATEWAY_BUSY;
		snprintf(answer->detail, sizeof(answer->detail), "status %d", http->status);
		return;
	}
	suspect(answer, "an answer that is not the gateway's");
}

/* A Location may be absolute (RFC 9110): only its path is ours to follow. */
static const char *path_of(const char *location)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-._~/";
	const char *host = strstr(location, "://");
	const char *path = host ? strchr(host + 3, '/') : location;

	return path && path[0] == '/' && !path[strspn(path, allowed)] ? path : "";
}

/* One of a list like "creation, termination". */
static bool has_word(const char *list, const char *word)
{
	while (*list) {
		size_t len;

		list += strspn(list, ", ");
		len = strcspn(list, ", ");
		if (len && len == strlen(word) && !strncmp(list, word, len)) {
			return true;
		}
		list += len;
	}
	return false;
}

static void unlink_call(struct call *call)
{
	struct call **at = &call->client->calls;

	while (*at != call) {
		at = &(*at)->next;
	}
	*at = call->next;
}

static void drop(struct call *call)
{
	mc_http_drop(call->client->http, call);
	unlink_call(call);
	free(call);
}

static void arrived(void *ctx, const struct mc_http_reply *http)
{
	struct call *call = ctx;
	struct mc_client_answer answer = {
		.code = http->code,
		.status = http->status,
		.retry_after = http->retry_after,
		.body = &http->body,
		.upload_offset = http->upload_offset,
		.sent_bytes = http->sent_bytes,
	};

	mc_problem_doc_init(&answer.problem);
	MC_COPY(answer.detail, http->detail);
	answer.tus_with_upload = has_word(http->tus_extension, "creation-with-upload");
	answer.tus_sha256 = has_word(http->tus_extension, "checksum") &&
			    has_word(http->tus_checksum, "sha256");
	MC_COPY(answer.location, path_of(http->location));
	MC_COPY(answer.etag, http->etag);
	if (!http->code) {
		if (http->status >= 200 && http->status < 300) {
			sort_success(call, http, &answer);
		} else if (http->status != 304 || call->as.expect != EXPECT_NEWER) {
			sort_failure(call, http, &answer);
		}
	}
	unlink_call(call);
	call->as.done(call->as.ctx, &answer);
	mc_reply_done(&answer.reply);
	mc_problem_doc_done(&answer.problem);
	free(call);
}

static void all_sent(void *ctx)
{
	struct call *call = ctx;

	call->as.sent(call->as.ctx);
}

/* ---- starting exchanges */
static void start(struct mc_client *client, const struct mc_http_request *request,
		  struct taking as)
{
	struct call *call = mc_calloc(1, sizeof(*call));

	*call = (struct call){ as, client, client->calls };
	client->calls = call;
	mc_http_send(client->http, request, arrived, call);
}

struct mc_client *mc_client_new(struct mc_http *http, const char *terminal)
{
	struct mc_client *client = mc_calloc(1, sizeof(*client));

	client->http = http;
	MC_COPY(client->terminal, terminal);
	return client;
}

void mc_client_free(struct mc_client *client)
{
	while (client && client->calls) {
		drop(client->calls);
	}
	free(client);
}

void mc_client_drop(struct mc_client *client, mc_client_done *done)
{
	for (struct call *call = client->calls; call; call = call->next) {
		if (call->as.done == done) {
			drop(call);
			return;
		}
	}
}

void mc_client_hello(struct mc_client *client, const char *nonce, mc_client_done *done, void *ctx)
{
	char path[96];
	struct mc_http_request request = { .method = "GET", .path = path };

	snprintf(path, sizeof(path), "/v1/hello?nonce=%s&terminal=%s", nonce, client->terminal);
	start(client, &request, (struct taking){ EXPECT_REPLY, MC_OK, done, ctx, NULL });
}

void mc_client_enrol(struct mc_client *client, const char *enrolment_jws, mc_client_done *done,
		     void *ctx)
{
	struct mc_http_request request = {
		.method = "POST",
		.path = "/v1/enrolments",
		.headers = { "Content-Type: application/jose" },
		.body = mc_slice_text(enrolment_jws),
	};

	start(client, &request, (struct taking){ EXPECT_REPLY, MC_OK, done, ctx, NULL });
}

void mc_client_ask(struct mc_client *client, bool verify, struct mc_slice envelope,
		   mc_client_done *done, void *ctx)
{
	struct mc_http_request request = {
		.method = "POST",
		.path = verify ? "/v1/residence-proofs" : "/v1/queries",
		.headers = { "Content-Type: application/age" },
		.body = envelope,
		.urgent = true,
	};

	start(client, &request, (struct taking){ EXPECT_REPLY, MC_OK, done, ctx, NULL });
}

/* RFC 9530 and the Idempotency-Key draft want these spellings. */
static void put_headers(const struct mc_client_put *what, const char *id, struct mc_str lines[3],
			const char *headers[MC_HTTP_HEADERS])
{
	unsigned char hash[32];

	mc_str_printf(&lines[0], "Motcua-Record: %s", what->record);
	mc_str_printf(&lines[1], "Idempotency-Key: \"%s\"", id);
	mc_str_puts(&lines[2], "Repr-Digest: sha-256=:");
	if (mc_hex_decode(what->digest, hash, sizeof(hash))) {
		mc_base64_encode((struct mc_slice){ hash, sizeof(hash) }, &lines[2]);
	}
	mc_str_putc(&lines[2], ':');
	headers[0] = "Content-Type: application/age";
	for (int i = 0; i < 3; i++) {
		headers[i + 1] = lines[i].data;
	}
}

void mc_client_put(struct mc_client *client, const struct mc_client_put *what,
		   mc_client_done *done, void *ctx)
{
	bool completes = what->supplement[0];
	char path[128];
	struct mc_str lines[3];
	struct mc_http_request request = { .method = "PUT", .path = path };

	snprintf(path, sizeof(path), "/v1/dossiers/%s%s%s", what->dossier,
		 completes ? "/supplements/" : "", what->supplement);
	for (int i = 0; i < 3; i++) {
		mc_str_init(&lines[i], 16384);
	}
	if (what->lean.len) {
		request.headers[0] = LEAN_TYPE;
		request.body = what->lean;
	} else {
		put_headers(what, completes ? what->supplement : what->dossier, lines,
			    request.headers);
		request.body = what->manifest;
	}
	start(client, &request, (struct taking){ EXPECT_REPLY, MC_OK, done, ctx, NULL });
	for (int i = 0; i < 3; i++) {
		mc_str_done(&lines[i]);
	}
}

void mc_client_batch(struct mc_client *client, struct mc_slice records, bool lean,
		     mc_client_sent *sent, mc_client_done *done, void *ctx)
{
	struct mc_http_request request = {
		.method = "POST",
		.path = "/v1/batches",
		.headers = { lean ? LEAN_TYPE : "Content-Type: application/vnd.motcua.batch" },
		.body = records,
		.sent = sent ? all_sent : NULL,
	};

	start(client, &request, (struct taking){ EXPECT_JSON, MC_OK, done, ctx, sent });
}

void mc_client_withdraw(struct mc_client *client, const char *id, const char *jws,
			mc_client_done *done, void *ctx)
{
	char path[80];
	struct mc_http_request request = {
		.method = "PUT",
		.path = path,
		.headers = { "Content-Type: application/jose" },
		.body = mc_slice_text(jws),
	};

	snprintf(path, sizeof(path), "/v1/dossiers/%s/withdrawal", id);
	start(client, &request, (struct taking){ EXPECT_REPLY, MC_OK, done, ctx, NULL });
}

void mc_client_reconcile(struct mc_client *client, struct mc_slice list, const char *coding,
			 mc_client_done *done, void *ctx)
{
	char line[64];
	struct mc_http_request request = {
		.method = "POST",
		.path = "/v1/reconcile",
		.headers = { "Content-Type: application/json" },
		.body = list,
	};

	if (coding) {
		snprintf(line, sizeof(line), "Content-Encoding: %s", coding);
		request.headers[1] = line;
	}
	start(client, &request, (struct taking){ EXPECT_JSON, MC_OK, done, ctx, NULL });
}

const char *mc_client_terminal(const struct mc_client *client)
{
	return client->terminal;
}

void mc_client_events(struct mc_client *client, int64_t after, mc_client_done *done, void *ctx)
{
	char path[96];
	struct mc_http_request request = { .method = "GET", .path = path };

	snprintf(path, sizeof(path), "/v1/events?terminal=%s&after=%lld", client->terminal,
		 (long long)after);
	start(client, &request, (struct taking){ EXPECT_JSON, MC_OK, done, ctx, NULL });
}

/* ---- the catalogue */
void mc_client_catalogue(struct mc_client *client, const char *name, const char *etag,
			 mc_client_done *done, void *ctx)
{
	char path[64], line[96];
	struct mc_http_request request = { .method = "GET", .path = path };
	enum expect expect = *etag ? EXPECT_NEWER : EXPECT_JSON;

	snprintf(path, sizeof(path), "/v1/catalogues/%s", name);
	snprintf(line, sizeof(line), "If-None-Match: %s", etag);
	request.headers[0] = *etag ? line : NULL;
	start(client, &request, (struct taking){ expect, MC_E_NOT_FOUND, done, ctx, NULL });
}

void mc_client_catalogue_file(struct mc_client *client, const char *name, const char *sha256,
			      mc_client_done *done, void *ctx)
{
	char path[128];
	struct mc_http_request request = { .method = "GET", .path = path };

	snprintf(path, sizeof(path), "/v1/catalogues/%s/%s", name, sha256);
	start(client, &request, (struct taking){ EXPECT_JSON, MC_E_NOT_FOUND, done, ctx, NULL });
}

/* ---- parts: tus 1.0.0 */
void mc_client_part_held(struct mc_client *client, const char *sha256, mc_client_done *done,
			 void *ctx)
{
	char path[128];
	struct mc_http_request request = { .method = "HEAD", .path = path };

	snprintf(path, sizeof(path), "/v1/parts/%s?terminal=%s", sha256, client->terminal);
	start(client, &request, (struct taking){ EXPECT_EMPTY, MC_E_PARTS_MISSING, done, ctx, NULL });
}

/* "key base64(value)" as Upload-Metadata has it. */
static void add_metadata(struct mc_str *line, const char *key, const char *value)
{
	mc_str_printf(line, "%s%s ", line->data[line->len - 1] == ' ' ? "" : ",", key);
	mc_base64_encode(mc_slice_text(value), line);
}

void mc_client_upload_options(struct mc_client *client, mc_client_done *done, void *ctx)
{
	struct mc_http_request request = { .method = "OPTIONS", .path = "/v1/uploads" };

	start(client, &request, (struct taking){ EXPECT_TUS, MC_OK, done, ctx, NULL });
}

/* The bytes as the body, and what has to be said of them, from headers[at] on. */
static void add_piece(const struct mc_client_piece *piece, int at, char *line, size_t size,
		      struct mc_http_request *request)
{
	request->headers[at] = "Content-Type: application/offset+octet-stream";
	if (piece->sha256) {
		snprintf(line, size, "Upload-Checksum: sha256 %s", piece->sha256);
		request->headers[at + 1] = line;
	}
	request->body_file = piece->file;
	request->body_offset = piece->offset;
	request->body_length = piece->length;
	request->body_size = piece->size;
}

void mc_client_upload_new(struct mc_client *client, const char *sha256, int64_t size,
			  const struct mc_client_piece *with, mc_client_done *done, void *ctx)
{
	char length[48], checksum[96];
	struct mc_str metadata;
	struct mc_http_request request = { .method = "POST", .path = "/v1/uploads" };

	snprintf(length, sizeof(length), "Upload-Length: %lld", (long long)size);
	mc_str_init(&metadata, 512);
	mc_str_puts(&metadata, "Upload-Metadata: ");
	add_metadata(&metadata, "sha256", sha256);
	add_metadata(&metadata, "terminal", client->terminal);
	request.headers[0] = "Tus-Resumable: " TUS_VERSION;
	request.headers[1] = length;
	request.headers[2] = metadata.data;
	if (with) {
		add_piece(with, 3, checksum, sizeof(checksum), &request);
	} else {
		request.headers[3] = "Content-Type:"; /* no body, and it is no web form */
	}
	start(client, &request, (struct taking){ EXPECT_TUS, MC_OK, done, ctx, NULL });
	mc_str_done(&metadata);
}

void mc_client_upload_offset(struct mc_client *client, const char *upload, mc_client_done *done,
			     void *ctx)
{
	struct mc_http_request request = {
		.method = "HEAD",
		.path = upload,
		.headers = { "Tus-Resumable: " TUS_VERSION },
	};

	start(client, &request, (struct taking){ EXPECT_TUS, MC_E_NOT_FOUND, done, ctx, NULL });
}

void mc_client_upload_send(struct mc_client *client, const struct mc_client_piece *piece,
			   mc_client_done *done, void *ctx)
{
	char offset[48], checksum[96];
	struct mc_http_request request = {
		.method = "PATCH",
		.path = piece->upload,
		.headers = { "Tus-Resumable: " TUS_VERSION, offset },
	};

	snprintf(offset, sizeof(offset), "Upload-Offset: %lld", (long long)piece->offset);
	add_piece(piece, 2, checksum, sizeof(checksum), &request);
	start(client, &request, (struct taking){ EXPECT_TUS, MC_E_NOT_FOUND, done, ctx, NULL });
}
