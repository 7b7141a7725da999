/* SPDX-License-Identifier: MPL-2.0 */
/* client.c - each endpoint's request. */

#include "motcua/net/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "net/client_answer.h"

#define LEAN_TYPE "Content-Type: application/vnd.motcua.lean"

struct call;

struct mc_client {
	struct mc_http *http;
	struct call *calls; /* under way */
	char terminal[MC_TERMINAL_LEN];
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
	struct mc_client_answer answer;

	client_sort(http, call->as.expect, call->as.not_found, &answer);
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

	*call = (struct call){as, client, client->calls};
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

static void hello(struct mc_client *client, const char *nonce, bool any_date,
		  mc_client_done *done, void *ctx)
{
	char path[96];
	struct mc_http_request request = {.method = "GET", .path = path, .any_date = any_date};

	snprintf(path, sizeof(path), "/v1/hello?nonce=%s&terminal=%s", nonce, client->terminal);
	start(client, &request, (struct taking){EXPECT_REPLY, MC_OK, done, ctx, NULL});
}

void mc_client_hello(struct mc_client *client, const char *nonce, mc_client_done *done, void *ctx)
{
	hello(client, nonce, false, done, ctx);
}

void mc_client_hello_any_date(struct mc_client *client, const char *nonce, mc_client_done *done,
			      void *ctx)
{
	hello(client, nonce, true, done, ctx);
}

void mc_client_keys(struct mc_client *client, mc_client_done *done, void *ctx)
{
	struct mc_http_request request = {.method = "GET", .path = "/v1/keys"};

	start(client, &request, (struct taking){EXPECT_JSON, MC_E_NOT_FOUND, done, ctx, NULL});
}

void mc_client_enrol(struct mc_client *client, const char *enrolment_jws, mc_client_done *done,
		     void *ctx)
{
	struct mc_http_request request = {
		.method = "POST",
		.path = "/v1/enrolments",
		.headers = {"Content-Type: application/jose"},
		.body = mc_slice_text(enrolment_jws),
	};

	start(client, &request, (struct taking){EXPECT_REPLY, MC_OK, done, ctx, NULL});
}

void mc_client_ask(struct mc_client *client, bool verify, struct mc_slice envelope,
		   mc_client_done *done, void *ctx)
{
	struct mc_http_request request = {
		.method = "POST",
		.path = verify ? "/v1/residence-proofs" : "/v1/queries",
		.headers = {"Content-Type: application/age"},
		.body = envelope,
		.urgent = true,
	};

	start(client, &request, (struct taking){EXPECT_REPLY, MC_OK, done, ctx, NULL});
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
		mc_base64_encode((struct mc_slice){hash, sizeof(hash)}, &lines[2]);
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
	struct mc_http_request request = {.method = "PUT", .path = path};

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
	start(client, &request, (struct taking){EXPECT_REPLY, MC_OK, done, ctx, NULL});
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
		.headers = {lean ? LEAN_TYPE : "Content-Type: application/vnd.motcua.batch"},
		.body = records,
		.sent = sent ? all_sent : NULL,
	};

	start(client, &request, (struct taking){EXPECT_JSON, MC_OK, done, ctx, sent});
}

void mc_client_withdraw(struct mc_client *client, const char *id, const char *jws,
			mc_client_done *done, void *ctx)
{
	char path[80];
	struct mc_http_request request = {
		.method = "PUT",
		.path = path,
		.headers = {"Content-Type: application/jose"},
		.body = mc_slice_text(jws),
	};

	snprintf(path, sizeof(path), "/v1/dossiers/%s/withdrawal", id);
	start(client, &request, (struct taking){EXPECT_REPLY, MC_OK, done, ctx, NULL});
}

void mc_client_reconcile(struct mc_client *client, struct mc_slice list, const char *coding,
			 mc_client_done *done, void *ctx)
{
	char line[64];
	struct mc_http_request request = {
		.method = "POST",
		.path = "/v1/reconcile",
		.headers = {"Content-Type: application/json"},
		.body = list,
	};

	if (coding) {
		snprintf(line, sizeof(line), "Content-Encoding: %s", coding);
		request.headers[1] = line;
	}
	start(client, &request, (struct taking){EXPECT_JSON, MC_OK, done, ctx, NULL});
}

const char *mc_client_terminal(const struct mc_client *client)
{
	return client->terminal;
}

void mc_client_events(struct mc_client *client, int64_t after, mc_client_done *done, void *ctx)
{
	char path[96];
	struct mc_http_request request = {.method = "GET", .path = path};

	snprintf(path, sizeof(path), "/v1/events?terminal=%s&after=%lld", client->terminal,
		 (long long)after);
	start(client, &request, (struct taking){EXPECT_JSON, MC_OK, done, ctx, NULL});
}

/* ---- the catalogue */
void mc_client_catalogue(struct mc_client *client, const char *name, const char *etag,
			 mc_client_done *done, void *ctx)
{
	char path[64], line[96];
	struct mc_http_request request = {.method = "GET", .path = path};
	enum expect expect = *etag ? EXPECT_NEWER : EXPECT_JSON;

	snprintf(path, sizeof(path), "/v1/catalogues/%s", name);
	snprintf(line, sizeof(line), "If-None-Match: %s", etag);
	request.headers[0] = *etag ? line : NULL;
	start(client, &request, (struct taking){expect, MC_E_NOT_FOUND, done, ctx, NULL});
}

void mc_client_catalogue_file(struct mc_client *client, const char *name, const char *sha256,
			      mc_client_done *done, void *ctx)
{
	char path[128];
	struct mc_http_request request = {.method = "GET", .path = path};

	snprintf(path, sizeof(path), "/v1/catalogues/%s/%s", name, sha256);
	start(client, &request, (struct taking){EXPECT_JSON, MC_E_NOT_FOUND, done, ctx, NULL});
}

/* ---- parts: tus 1.0.0 */
void mc_client_part_held(struct mc_client *client, const char *sha256, mc_client_done *done,
			 void *ctx)
{
	char path[128];
	struct mc_http_request request = {.method = "HEAD", .path = path};

	snprintf(path, sizeof(path), "/v1/parts/%s?terminal=%s", sha256, client->terminal);
	start(client, &request, (struct taking){EXPECT_EMPTY, MC_E_PARTS_MISSING, done, ctx, NULL});
}

/* "key base64(value)" as Upload-Metadata has it. */
static void add_metadata(struct mc_str *line, const char *key, const char *value)
{
	mc_str_printf(line, "%s%s ", line->data[line->len - 1] == ' ' ? "" : ",", key);
	mc_base64_encode(mc_slice_text(value), line);
}

void mc_client_upload_options(struct mc_client *client, mc_client_done *done, void *ctx)
{
	struct mc_http_request request = {.method = "OPTIONS", .path = "/v1/uploads"};

	start(client, &request, (struct taking){EXPECT_TUS, MC_OK, done, ctx, NULL});
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
	struct mc_http_request request = {.method = "POST", .path = "/v1/uploads"};

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
	start(client, &request, (struct taking){EXPECT_TUS, MC_OK, done, ctx, NULL});
	mc_str_done(&metadata);
}

void mc_client_upload_offset(struct mc_client *client, const char *upload, mc_client_done *done,
			     void *ctx)
{
	struct mc_http_request request = {
		.method = "HEAD",
		.path = upload,
		.headers = {"Tus-Resumable: " TUS_VERSION},
	};

	start(client, &request, (struct taking){EXPECT_TUS, MC_E_NOT_FOUND, done, ctx, NULL});
}

void mc_client_upload_end(struct mc_client *client, const char *upload, mc_client_done *done,
			  void *ctx)
{
	struct mc_http_request request = {
		.method = "DELETE",
		.path = upload,
		.headers = {"Tus-Resumable: " TUS_VERSION, "Content-Type:"},
	};

	start(client, &request, (struct taking){EXPECT_TUS, MC_E_NOT_FOUND, done, ctx, NULL});
}

void mc_client_upload_send(struct mc_client *client, const struct mc_client_piece *piece,
			   mc_client_done *done, void *ctx)
{
	char offset[48], checksum[96];
	struct mc_http_request request = {
		.method = "PATCH",
		.path = piece->upload,
		.headers = {"Tus-Resumable: " TUS_VERSION, offset},
	};

	snprintf(offset, sizeof(offset), "Upload-Offset: %lld", (long long)piece->offset);
	add_piece(piece, 2, checksum, sizeof(checksum), &request);
	start(client, &request, (struct taking){EXPECT_TUS, MC_E_NOT_FOUND, done, ctx, NULL});
}
