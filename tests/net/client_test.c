/* SPDX-License-Identifier: MPL-2.0 */
#include "support/check.h"
#include "support/fake_http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/net/client.h"

#define DIGEST "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
#define JSON "Content-Type: application/json\r\n"
#define PROBLEM "Content-Type: application/problem+json; charset=utf-8\r\n"
#define HTML "Content-Type: text/html\r\n"
#define TUS "Tus-Resumable: 1.0.0\r\n"
#define A_PROBLEM(word, more) \
	"{\"type\":\"urn:motcua:problem:" word "\",\"title\":\"t\",\"status\":409" more "}"

struct fixture {
	struct mc_loop *loop;
	struct fake_http *server;
	struct mc_http *http;
	struct mc_client *client;
	struct mc_endpoint to;
	char *dir;
	int status;
	const char *headers, *body;
	char method[8], path[300], head[20000];
	int requests, done;
	enum mc_code code;
	int64_t retry_after;
	size_t parts;
	bool with_upload, sha256;
	char word[32], outer[64], location[256];
};

static void scripted(void *ctx, struct fake_conn *conn, const struct fake_request *request)
{
	struct fixture *f = ctx;

	f->requests++;
	MC_COPY(f->method, request->method);
	MC_COPY(f->path, request->path);
	MC_COPY(f->head, request->head);
	if (f->status) {
		fake_reply(conn, f->status, f->headers,
			   mc_slice_text(strcmp(f->method, "HEAD") ? f->body : ""));
	}
}

static void arrived(void *ctx, const struct mc_client_answer *answer)
{
	struct fixture *f = ctx;

	f->done++;
	f->code = answer->code;
	f->retry_after = answer->retry_after;
	f->with_upload = answer->tus_with_upload;
	f->sha256 = answer->tus_sha256;
	f->parts = answer->problem.parts.len;
	MC_COPY(f->word, answer->problem.word);
	MC_COPY(f->outer, answer->reply.outer ? answer->reply.outer : "");
	MC_COPY(f->location, answer->location);
}

static int set_up(void **state)
{
	struct fixture *f = mc_calloc(1, sizeof(*f));
	char url[200];

	f->loop = mc_loop_new();
	f->dir = test_dir();
	snprintf(url, sizeof(url), "unix:%s/s", f->dir);
	f->server = fake_http_new(f->loop, url + 5, scripted, f);
	assert_ok(mc_endpoint_parse(url, &f->to, NULL));
	assert_ok(mc_http_open(f->loop, &f->to, &f->http, NULL));
	f->client = mc_client_new(f->http, "7K3M9Q");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	mc_client_free(f->client);
	mc_http_close(f->http);
	fake_http_free(f->server);
	mc_loop_free(f->loop);
	free(f->dir);
	free(f);
	return 0;
}

static void wait_done(struct fixture *f)
{
	int64_t until = mc_clock_mono() + 10000;
	int before = f->done;

	while (f->done == before && mc_clock_mono() < until) {
		mc_loop_once(f->loop, 100);
	}
	assert_int_equal(f->done, before + 1);
}

static void say(struct fixture *f, int status, const char *headers, const char *body)
{
	f->status = status;
	f->headers = headers;
	f->body = body;
}

static void put(struct fixture *f, const char *manifest, const char *lean, const char *supplement)
{
	mc_client_put(f->client,
		      &(struct mc_client_put){ .dossier = "01936b2e-7c00-7d4a-8b5f-0123456789ab",
					       .supplement = supplement,
					       .record = "r.e.c",
					       .digest = DIGEST,
					       .manifest = mc_slice_text(manifest),
					       .lean = mc_slice_text(lean) },
		      arrived, f);
}

/* What a PUT may hear, and what it means. */
static void sorting(void **state)
{
	static const struct {
		int status;
		const char *headers, *body;
		enum mc_code code;
		const char *word;
	} rows[] = {
		{201, JSON, "{\"v\":1,\"outer\":\"a.b.c\",\"inner\":\"YWdl\"}", MC_OK, ""},
		{ 200, "Content-Type: application/json;charset=utf-8\r\n",
		  "{\"v\":1,\"outer\":\"a.b.c\"}", MC_OK, "" },
		{200, HTML, "<html>Log in</html>", MC_E_LINK_SUSPECT, ""},
		{200, HTML, "{\"v\":1,\"outer\":\"a.b.c\"}", MC_E_LINK_SUSPECT, ""},
		{200, "", "{\"v\":1,\"outer\":\"a.b.c\"}", MC_E_LINK_SUSPECT, ""},
		{200, "Content-Type: application/jsonx\r\n", "{}", MC_E_LINK_SUSPECT, ""},
		{200, PROBLEM, A_PROBLEM("busy", ""), MC_E_LINK_SUSPECT, ""},
		{200, JSON, "{}", MC_E_LINK_SUSPECT, ""},
		{200, JSON, "{\"v\":1,\"outer\":\"a.b", MC_E_LINK_SUSPECT, ""},
		{200, JSON, "", MC_E_LINK_SUSPECT, ""},
		{302, "Location: http://portal.example/\r\n", "", MC_E_LINK_SUSPECT, ""},
		{404, HTML, "<html>", MC_E_LINK_SUSPECT, ""},
		{407, HTML, "<html>", MC_E_LINK_SUSPECT, ""},
		{403, JSON, A_PROBLEM("terminal-unknown", ""), MC_E_LINK_SUSPECT, ""},
		{403, PROBLEM, "{\"type\":\"about:blank\",\"status\":403}", MC_E_LINK_SUSPECT, ""},
		{ 409, PROBLEM, A_PROBLEM("seq-taken", ",\"outer\":\"a.b.c\""), MC_E_SEQ_TAKEN,
		  "seq-taken" },
		{ 409, PROBLEM, A_PROBLEM("parts-missing", ",\"parts\":[\"" DIGEST "\"]"),
		  MC_E_PARTS_MISSING, "parts-missing" },
		{ 409, PROBLEM, A_PROBLEM("parts-missing", ",\"parts\":[\"../../x\"]"),
		  MC_E_LINK_SUSPECT, "" },
		{409, PROBLEM, A_PROBLEM("in-progress", ""), MC_E_WAITING, "in-progress"},
		{410, PROBLEM, A_PROBLEM("withdrawn", ""), MC_E_WITHDRAWN_THERE, "withdrawn"},
		{ 422, PROBLEM, A_PROBLEM("digest-mismatch", ""), MC_E_DIGEST_MISMATCH,
		  "digest-mismatch" },
		{422, PROBLEM, A_PROBLEM("rejected", ""), MC_E_GATEWAY_REFUSED, "rejected"},
		{400, PROBLEM, A_PROBLEM("bad-request", ""), MC_E_GATEWAY_REFUSED, "bad-request"},
		{ 418, PROBLEM, A_PROBLEM("some-new-word", ""), MC_E_GATEWAY_REFUSED,
		  "some-new-word" },
		{ 403, PROBLEM, A_PROBLEM("terminal-unknown", ""), MC_E_TERMINAL_UNKNOWN,
		  "terminal-unknown" },
		{ 403, PROBLEM, A_PROBLEM("terminal-revoked", ""), MC_E_TERMINAL_REVOKED,
		  "terminal-revoked" },
		{ 426, PROBLEM, A_PROBLEM("upgrade-required", ""), MC_E_GATEWAY_OLD,
		  "upgrade-required" },
		{503, PROBLEM "Retry-After: 3\r\n", A_PROBLEM("busy", ""), MC_E_GATEWAY_BUSY, "busy"},
		{500, PROBLEM, A_PROBLEM("internal", ""), MC_E_GATEWAY_BUSY, "internal"},
		{429, "Retry-After: 3\r\n", "", MC_E_GATEWAY_BUSY, ""},
		{502, HTML, "<html>bad gateway</html>", MC_E_GATEWAY_BUSY, ""},
		{408, "", "", MC_E_GATEWAY_BUSY, ""},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		say(f, rows[i].status, rows[i].headers, rows[i].body);
		put(f, "sealed", "", "");
		wait_done(f);
		assert_code(f->code, rows[i].code);
		assert_string_equal(f->word, rows[i].word);
		assert_int_equal(f->retry_after, strstr(rows[i].headers, "Retry") ? 3000 : 0);
		assert_int_equal(f->parts, f->code == MC_E_PARTS_MISSING);
		assert_string_equal(f->outer, f->code ? "" : "a.b.c");
	}
}

static void put_is_spelled_out(void **state)
{
	struct fixture *f = *state;

	say(f, 500, "", "");
	put(f, "foo", "", "");
	wait_done(f);
	assert_string_equal(f->method, "PUT");
	assert_string_equal(f->path, "/v1/dossiers/01936b2e-7c00-7d4a-8b5f-0123456789ab");
	assert_non_null(strstr(f->head, "Content-Type: application/age\r\n"));
	assert_non_null(strstr(f->head, "Motcua-Record: r.e.c\r\n"));
	assert_non_null(
		strstr(f->head, "Idempotency-Key: \"01936b2e-7c00-7d4a-8b5f-0123456789ab\"\r\n"));
	assert_non_null(strstr(f->head, "Repr-Digest: sha-256=:LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+Y"
					"peiGJm564=:\r\n"));
	assert_null(strstr(f->head, "Expect"));
}

/* The record is in the body, and so is all that the head would say again. */
static void a_lean_put_has_a_short_head(void **state)
{
	struct fixture *f = *state;

	say(f, 201, JSON, "{\"v\":1,\"outer\":\"a.b.c\"}");
	put(f, "foo", "lean", "");
	wait_done(f);
	assert_code(f->code, MC_OK);
	assert_string_equal(f->path, "/v1/dossiers/01936b2e-7c00-7d4a-8b5f-0123456789ab");
	assert_non_null(strstr(f->head, "Content-Type: application/vnd.motcua.lean\r\n"));
	assert_non_null(strstr(f->head, "Content-Length: 4\r\n"));
	assert_null(strstr(f->head, "Motcua-Record"));
	assert_null(strstr(f->head, "Idempotency-Key"));
	put(f, "foo", "", "01936b2e-7c00-7d4a-8b5f-0123456789ad");
	wait_done(f);
	assert_string_equal(f->path, "/v1/dossiers/01936b2e-7c00-7d4a-8b5f-0123456789ab/"
				     "supplements/01936b2e-7c00-7d4a-8b5f-0123456789ad");
	assert_non_null(
		strstr(f->head, "Idempotency-Key: \"01936b2e-7c00-7d4a-8b5f-0123456789ad\"\r\n"));
	mc_client_batch(f->client, mc_slice_text("lean"), true, NULL, arrived, f);
	wait_done(f);
	assert_non_null(strstr(f->head, "Content-Type: application/vnd.motcua.lean\r\n"));
	mc_client_batch(f->client, mc_slice_text("long"), false, NULL, arrived, f);
	wait_done(f);
	assert_non_null(strstr(f->head, "Content-Type: application/vnd.motcua.batch\r\n"));
}

static void other_requests(void **state)
{
	struct fixture *f = *state;

	say(f, 200, JSON, "{\"v\":1,\"outer\":\"a.b.c\"}");
	mc_client_hello(f->client, "AAECAwQFBgcICQoLDA0ODw", arrived, f);
	wait_done(f);
	assert_string_equal(f->path, "/v1/hello?nonce=AAECAwQFBgcICQoLDA0ODw&terminal=7K3M9Q");
	mc_client_enrol(f->client, "e.n.r", arrived, f);
	wait_done(f);
	assert_string_equal(f->path, "/v1/enrolments");
	assert_non_null(strstr(f->head, "Content-Type: application/jose\r\n"));
	mc_client_ask(f->client, true, mc_slice_text("q"), arrived, f);
	wait_done(f);
	assert_string_equal(f->path, "/v1/residence-proofs");
	mc_client_ask(f->client, false, mc_slice_text("q"), arrived, f);
	wait_done(f);
	assert_string_equal(f->path, "/v1/queries");
	say(f, 200, JSON, "{\"v\":1,\"cursor\":3,\"events\":[]}");
	mc_client_events(f->client, 3, arrived, f);
	wait_done(f);
	assert_code(f->code, MC_OK);
	assert_string_equal(f->path, "/v1/events?terminal=7K3M9Q&after=3");
}

/* A page is no answer about a part; and of a tus server each says what it is. Some give even
 * an empty one a content type (npm's @tus/server does). */
static void uploads(void **state)
{
	static const struct {
		int status;
		const char *headers;
		enum mc_code held, gone;
	} rows[] = {
		{200, TUS, MC_OK, MC_OK},
		{200, "", MC_OK, MC_E_LINK_SUSPECT},
		{200, "Tus-Resumable: 0.2.2\r\n", MC_OK, MC_E_LINK_SUSPECT},
		{200, HTML, MC_E_LINK_SUSPECT, MC_E_LINK_SUSPECT},
		{200, TUS "Content-Type: text/plain\r\n", MC_E_LINK_SUSPECT, MC_OK},
		{404, PROBLEM, MC_E_PARTS_MISSING, MC_E_NOT_FOUND},
		{404, HTML, MC_E_LINK_SUSPECT, MC_E_LINK_SUSPECT},
		{404, TUS HTML, MC_E_LINK_SUSPECT, MC_E_NOT_FOUND},
		{410, TUS, MC_E_LINK_SUSPECT, MC_E_NOT_FOUND},
		{503, PROBLEM, MC_E_GATEWAY_BUSY, MC_E_GATEWAY_BUSY},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		say(f, rows[i].status, rows[i].headers, "");
		mc_client_part_held(f->client, DIGEST, arrived, f);
		wait_done(f);
		assert_code(f->code, rows[i].held);
		mc_client_upload_offset(f->client, "/v1/uploads/7", arrived, f);
		wait_done(f);
		assert_code(f->code, rows[i].gone);
	}
}

static void locations(void **state)
{
	static const struct {
		const char *headers, *path;
	} rows[] = {
		{TUS "Location: /v1/uploads/0a1B-_.~\r\n", "/v1/uploads/0a1B-_.~"},
		{TUS "Location: https://elsewhere.example/v1/uploads/7\r\n", "/v1/uploads/7"},
		{TUS "Location: v1/uploads/7\r\n", ""},
		{TUS "Location: /v1/uploads/7 HTTP/1.1\r\n", ""},
		{TUS "Location: /v1/uploads/7?x=1\r\n", ""},
		{TUS, ""},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		say(f, 201, rows[i].headers, "");
		mc_client_upload_new(f->client, DIGEST, 1234, NULL, arrived, f);
		wait_done(f);
		assert_code(f->code, MC_OK);
		assert_string_equal(f->location, rows[i].path);
	}
	assert_non_null(strstr(f->head, "Upload-Length: 1234\r\n"));
	assert_non_null(strstr(f->head, "terminal N0szTTlR\r\n"));
	assert_null(strstr(f->head, "urlencoded"));
}

/* What an upload server lists, and bytes that go with the request that makes an upload. */
static void extensions(void **state)
{
	static const struct {
		const char *headers;
		bool with_upload, sha256;
	} rows[] = {
		{TUS, false, false},
		{ TUS "Tus-Extension: creation,creation-with-upload,checksum\r\n"
		      "Tus-Checksum-Algorithm: sha1,sha256\r\n", true, true },
		{ TUS "Tus-Extension: creation, checksum\r\nTus-Checksum-Algorithm: sha1\r\n", false,
		  false },
		{ TUS "Tus-Extension: creation-with-uploads,checksums\r\n"
		      "Tus-Checksum-Algorithm: sha256\r\n", false, false },
	};
	struct fixture *f = *state;
	char *file = mc_path_join(f->dir, "part");
	struct mc_client_piece piece = {.file = file, .length = 4, .size = 4, .sha256 = "c3Vt"};

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		say(f, 204, rows[i].headers, "");
		mc_client_upload_options(f->client, arrived, f);
		wait_done(f);
		assert_code(f->code, MC_OK);
		assert_string_equal(f->method, "OPTIONS");
		assert_int_equal(f->with_upload, rows[i].with_upload);
		assert_int_equal(f->sha256, rows[i].sha256);
	}
	assert_ok(mc_file_write(file, 0600, mc_slice_text("part"), NULL));
	say(f, 201, TUS "Location: /v1/uploads/7\r\nUpload-Offset: 4\r\n", "");
	mc_client_upload_new(f->client, DIGEST, 4, &piece, arrived, f);
	wait_done(f);
	assert_string_equal(f->location, "/v1/uploads/7");
	assert_string_equal(f->method, "POST");
	assert_non_null(strstr(f->head, "Content-Length: 4\r\n"));
	assert_non_null(strstr(f->head, "Content-Type: application/offset+octet-stream\r\n"));
	assert_non_null(strstr(f->head, "Upload-Checksum: sha256 c3Vt\r\n"));
	free(file);
}

static void dropped_question(void **state)
{
	struct fixture *f = *state;

	say(f, 0, NULL, NULL); /* silence */
	mc_client_ask(f->client, false, mc_slice_text("q"), arrived, f);
	while (!f->requests) {
		mc_loop_once(f->loop, 100);
	}
	mc_client_drop(f->client, arrived);
	mc_client_drop(f->client, arrived);
	say(f, 200, JSON, "{\"v\":1,\"outer\":\"a.b.c\"}");
	mc_client_ask(f->client, false, mc_slice_text("q"), arrived, f);
	wait_done(f);
	assert_code(f->code, MC_OK);
	say(f, 0, NULL, NULL);
	mc_client_ask(f->client, false, mc_slice_text("q"), arrived, f); /* freed under way */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sorting, set_up, tear_down),
		cmocka_unit_test_setup_teardown(put_is_spelled_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_lean_put_has_a_short_head, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_requests, set_up, tear_down),
		cmocka_unit_test_setup_teardown(uploads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(locations, set_up, tear_down),
		cmocka_unit_test_setup_teardown(extensions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(dropped_question, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
