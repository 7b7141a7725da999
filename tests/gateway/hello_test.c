/* SPDX-License-Identifier: MPL-2.0 */
/* Hello, enrolment, and what HTTP itself may bring: wrong paths, methods, sizes, garbage. */
#include "gateway/harness.h"

#include "motcua/seal/lean.h"

#define NONCE "AAAAAAAAAAAAAAAAAAAAAA"

static struct mc_hello hello_of(struct gateway *g, const struct test_reply *r)
{
	struct mc_reply reply;
	struct mc_hello hello;
	struct mc_str payload;

	assert_ok(mc_reply_parse((struct mc_slice){r->body, r->len}, &reply, NULL));
	mc_str_init(&payload, MC_JWS_MAX);
	assert_ok(mc_keyring_verify(g->ring, mc_slice_text(reply.outer), "hello", mc_clock_now(),
				    &payload, NULL));
	assert_ok(mc_hello_parse(mc_slice_of(&payload), &hello, NULL));
	mc_str_done(&payload);
	mc_reply_done(&reply);
	return hello;
}

static void hello_is_signed_and_knows_the_highest_seq(void **state)
{
	struct gateway *g = *state;
	struct mc_hello hello;
	struct test_reply r;
	char path[128];

	snprintf(path, sizeof(path), "/v1/hello?nonce=" NONCE "&terminal=%s", g->keys.id);
	r = test_call(g->socket, "GET", path, "", NULL, 0);
	hello = hello_of(g, &r);
	assert_string_equal(hello.nonce, NONCE);
	assert_string_equal(hello.terminal, g->keys.id);
	assert_true(hello.enrolled && hello.household && hello.tus && hello.batches && hello.lean);
	assert_int_equal(hello.highest_seq, 0);
	assert_true(hello.tells_cursor);
	assert_int_equal(hello.cursor, 0);
	assert_int_equal(hello.limit_manifest, 65536);
	assert_int_equal(hello.limit_part, 22020096);
	assert_true(r.len <= 600);
	test_reply_done(&r);
	for (int64_t seq = 3; seq >= 2; seq--) {
		struct dossier d = new_dossier(g, seq);

		r = put(g, &d);
		test_reply_done(&r);
		dossier_done(&d);
	}
	r = test_call(g->socket, "GET", path, "", NULL, 0);
	hello = hello_of(g, &r);
	assert_int_equal(hello.highest_seq, 3);
	assert_string_equal(hello.highest_epoch, g->epoch);
	assert_int_equal(hello.cursor, 2); /* both are forwarded */
	test_reply_done(&r);
	r = test_call(g->socket, "GET", "/v1/hello?nonce=" NONCE "&terminal=ZZZZZZ", "", NULL, 0);
	assert_false(hello_of(g, &r).enrolled);
	test_reply_done(&r);
}

/* Whoever says so gets what he reads; nobody else does, and a weight is no plain yes. */
static void an_answer_is_packed_for_who_reads_it(void **state)
{
	static const struct {
		const char *header, *coding;
		long most; /* bytes */
	} rows[] = {
		{"", "", 900},
		{"Accept-Encoding: zstd\r\n", "zstd", 450},
		{"Accept-Encoding: gzip, zstd\r\n", "zstd", 450},
		{"Accept-Encoding: gzip,zstdx\r\n", "", 900},
		{"Accept-Encoding: zstd;q=0\r\n", "", 900},
		{"Accept-Encoding: zstd, motcua\r\n", "motcua", 220},
		{"Accept-Encoding: motcua\r\n", "motcua", 220},
		{"Accept-Encoding: motcuax\r\n", "", 900},
	};
	struct gateway *g = *state;

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct test_reply r = test_call(g->socket, "GET", "/v1/hello?nonce=" NONCE,
						rows[i].header, NULL, 0);
		struct mc_str plain;
		struct mc_hello hello;

		mc_str_init(&plain, MC_JSON_MAX);
		assert_string_equal(test_header(&r, "Content-Encoding"), rows[i].coding);
		assert_int_equal(atol(test_header(&r, "Content-Length")), r.len);
		assert_ok((strcmp(rows[i].coding, "motcua") ? mc_unpack : mc_unlean)(
			(struct mc_slice){r.body, r.len}, &plain, NULL));
		assert_true((long)r.len <= rows[i].most);
		test_reply_done(&r);
		r = (struct test_reply){.body = plain.data, .len = plain.len};
		hello = hello_of(g, &r);
		assert_string_equal(hello.nonce, NONCE);
		mc_str_done(&plain);
	}
}

static void nonces_have_one_shape(void **state)
{
	struct gateway *g = *state;
	static const char *const targets[] = {
		"/v1/hello",
		"/v1/hello?nonce=",
		"/v1/hello?nonce=AAAAAAAAAAAAAAAAAAAAA",
		"/v1/hello?nonce=AAAAAAAAAAAAAAAAAAAAAAA",
		"/v1/hello?nonce=AAAAAAAAAAAAAAAAAAAAAB",
		"/v1/hello?nonce=AAAAAAAAAAAAAAAAAAAAA%22",
	};

	for (size_t i = 0; i < MC_COUNT(targets); i++) {
		struct test_reply r = test_call(g->socket, "GET", targets[i], "", NULL, 0);

		assert_problem(&r, 400, "bad-request");
		test_reply_done(&r);
	}
}

/* The one code that `enrol` prints. */
static void new_code(struct gateway *g, char *ret, size_t size)
{
	struct mc_options options = {.data = g->dir};
	struct mc_str text;

	assert_ok(run(g, mc_cmd_enrol, &options, &text));
	assert_int_equal(text.len, 11);
	snprintf(ret, size, "%s", text.data);
	mc_str_done(&text);
}

static void codes_open_the_door_once(void **state)
{
	struct gateway *g = *state;
	struct mc_terminal_keys second, third;
	char code[32];

	new_terminal(g, &second);
	new_terminal(g, &third);
	assert_int_equal(enrol(g, &g->keys, ""), 200); /* the first again */
	assert_int_equal(enrol(g, &second, ""), 403);
	assert_int_equal(enrol(g, &second, "00000-00000"), 403);
	assert_int_equal(enrol(g, &second, "quite another text"), 403);
	new_code(g, code, sizeof(code));
	for (char *c = code; *c; c++) {
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c); /* as people type */
	}
	assert_int_equal(enrol(g, &second, code), 201);
	assert_int_equal(enrol(g, &second, ""), 200);
	assert_int_equal(enrol(g, &third, code), 403); /* used up */
	mc_terminal_keys_done(&second);
	mc_terminal_keys_done(&third);
}

static void an_id_belongs_to_its_keys(void **state)
{
	struct gateway *g = *state;
	struct mc_terminal_keys other = g->keys, stranger;
	struct test_reply r;
	char *jws;

	new_terminal(g, &stranger);
	other.open = stranger.open; /* the same signing key, another opening key */
	assert_int_equal(enrol(g, &other, ""), 409);
	other = stranger; /* the id of another key */
	memcpy(other.id, g->keys.id, sizeof(other.id));
	assert_int_equal(enrol(g, &other, ""), 400);
	jws = enrolment(&stranger, "");
	r = test_call(g->socket, "POST", "/v1/enrolments", "Content-Type: application/jose\r\n",
		      jws, strlen(jws) - 3);
	assert_problem(&r, 400, "bad-request");
	test_reply_done(&r);
	free(jws);
	mc_terminal_keys_done(&stranger);
}

static void wrong_doors(void **state)
{
	struct gateway *g = *state;
	static const struct {
		const char *method, *target;
		int status;
		const char *word, *allow;
	} cases[] = {
		{"GET", "/", 404, "not-found", ""},
		{"GET", "/v1/hello/", 404, "not-found", ""},
		{"GET", "/v1/dossiers/", 404, "not-found", ""},
		{"GET", "/v1/dossiers/a/b/receipt", 404, "not-found", ""},
		{"DELETE", "/v1/hello", 405, "bad-request", "GET"},
		{"PUT", "/v1/uploads/abc", 405, "bad-request", "HEAD, PATCH, DELETE"},
		{"POST", "/v1/dossiers/abc", 405, "bad-request", "PUT"},
		{"BREW", "/v1/queries", 405, "bad-request", "POST"},
	};

	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct test_reply r =
			test_call(g->socket, cases[i].method, cases[i].target, "", NULL, 0);

		assert_problem(&r, cases[i].status, cases[i].word);
		assert_string_equal(test_header(&r, "Allow"), cases[i].allow);
		test_reply_done(&r);
	}
}

static void large_bodies_are_read_off_and_refused(void **state)
{
	struct gateway *g = *state;
	size_t len = 3 * 1024 * 1024;
	char *body = mc_calloc(len, 1);
	struct test_reply r = test_call(g->socket, "POST", "/v1/queries",
					"Content-Type: application/age\r\n", body, len);

	assert_problem(&r, 413, "too-large");
	test_reply_done(&r);
	r = test_call(g->socket, "POST", "/v1/nowhere", "", body, len);
	assert_problem(&r, 404, "not-found");
	test_reply_done(&r);
	free(body);
}

/* Chunked bodies do not slip past the limit. */
static void a_chunked_body_has_the_same_limit(void **state)
{
	struct gateway *g = *state;
	static const char head[] =
		"POST /v1/enrolments HTTP/1.1\r\nHost: g\r\n"
		"Content-Type: application/jose\r\nTransfer-Encoding: chunked\r\n\r\n";
	int fd = test_connect(g->socket);
	struct test_reply r;
	char chunk[0x1000 + 8];

	test_send(fd, head, sizeof(head) - 1);
	memset(chunk, 'a', sizeof(chunk));
	memcpy(chunk, "1000\r\n", 6);
	memcpy(chunk + 6 + 0x1000, "\r\n", 2);
	for (int i = 0; i < 8; i++) {
		test_send(fd, chunk, sizeof(chunk));
	}
	test_send(fd, "0\r\n\r\n", 5);
	r = test_receive(fd, false);
	assert_problem(&r, 413, "too-large");
	test_reply_done(&r);
	close(fd);
}

static void garbage_does_not_stop_the_gateway(void **state)
{
	struct gateway *g = *state;
	static const char *const lines[] = {
		"\r\n\r\n\r\n",
		"GET\r\n\r\n",
		"GET /v1/hello HTTP/9.9\r\n\r\n",
		"GET /%00%ff%zz HTTP/1.1\r\nHost: g\r\n\r\n",
		"PUT /v1/dossiers/x HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
		"PATCH /v1/uploads/x HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
		"\x16\x03\x01\x02\x00\x01",
	};
	struct test_reply r;

	for (size_t i = 0; i < MC_COUNT(lines); i++) {
		int fd = test_connect(g->socket);

		test_send(fd, lines[i], strlen(lines[i]));
		close(fd);
	}
	r = test_call(g->socket, "GET", "/v1/hello?nonce=" NONCE, "", NULL, 0);
	assert_int_equal(r.status, 200);
	test_reply_done(&r);
}

static void a_second_gateway_leaves_the_socket_alone(void **state)
{
	struct gateway *g = *state;
	struct mc_options options = {.demo = true, .data = g->dir, .listen = g->listen};

	assert_code(mc_cmd_serve(&options, NULL), MC_E_LISTEN);
	assert_int_equal(enrol(g, &g->keys, ""), 200);
	assert_int_equal(stop(g, SIGTERM), 0);
	assert_false(mc_file_exists(g->socket));
}

static void ready_line_names_address_keys_and_people(void **state)
{
	struct gateway *g = *state;
	char want[256];

	snprintf(want, sizeof(want),
		 "motcua-gateway: ready unix:%s keys=%s/gateway.keys people=synthetic\n", g->socket,
		 g->dir);
	assert_string_equal(g->ready, want);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(hello_is_signed_and_knows_the_highest_seq),
		CASE(an_answer_is_packed_for_who_reads_it),
		CASE(nonces_have_one_shape),
		CASE(codes_open_the_door_once),
		CASE(an_id_belongs_to_its_keys),
		CASE(wrong_doors),
		CASE(large_bodies_are_read_off_and_refused),
		CASE(a_chunked_body_has_the_same_limit),
		CASE(garbage_does_not_stop_the_gateway),
		CASE(a_second_gateway_leaves_the_socket_alone),
		CASE(ready_line_names_address_keys_and_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
