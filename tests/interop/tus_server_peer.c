/* SPDX-License-Identifier: MPL-2.0 */
/* tus_server_peer.c - our upload client against the npm @tus/server, cut in the middle. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/net/client.h"
#include "motcua/seal/hash.h"
#include "support/check.h"
#include "support/link.h"

enum { SIZE = 1024 * 1024, RATE = 1024 * 1024, PATIENCE = 20000 /* ms */ };

static struct {
	char *dir, *file, *kept;
	char sha256[MC_SHA256_HEX];
	pid_t server;
	struct link *link;
	struct mc_loop *loop;
	struct mc_endpoint to;
	struct mc_http *http;
	struct mc_client *client;
	/* the last answer */
	bool done;
	enum mc_code code;
	int status;
	int64_t offset;
	char location[256];
} peer;

/* ---- the server */
static int start_server(const char *way)
{
	char script[4096], line[64] = "";
	int ready[2];

	snprintf(script, sizeof(script), "%s/tus_server.mjs", getenv("MOTCUA_PEERS"));
	assert_int_equal(pipe(ready), 0);
	peer.server = fork();
	assert_true(peer.server >= 0);
	if (!peer.server) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(ready[1], STDOUT_FILENO);
		execlp("node", "node", script, peer.kept, way, NULL);
		_exit(127);
	}
	close(ready[1]);
	assert_true(read(ready[0], line, sizeof(line) - 1) > 0);
	close(ready[0]);
	assert_memory_equal(line, "ready ", 6);
	return atoi(line + 6);
}

static void make_part(void)
{
	char *bytes = mc_calloc(1, SIZE);

	mc_rand_bytes(bytes, SIZE);
	mc_sha256_hex((struct mc_slice){bytes, SIZE}, peer.sha256);
	assert_ok(mc_file_write(peer.file, 0600, (struct mc_slice){bytes, SIZE}, NULL));
	free(bytes);
}

static void begin(const char *way)
{
	char to[32], url[64];
	struct link_options line = {.listen = "127.0.0.1:0", .to = to, .rate = RATE};

	assert_ok(mc_seal_init(NULL));
	peer.dir = test_dir();
	peer.file = mc_path_join(peer.dir, "part");
	peer.kept = mc_path_join(peer.dir, "kept");
	make_part();
	snprintf(to, sizeof(to), "127.0.0.1:%d", start_server(way));
	peer.link = link_start(&line);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", link_port(peer.link));
	peer.loop = mc_loop_new();
	assert_ok(mc_endpoint_parse(url, &peer.to, NULL));
	assert_ok(mc_http_open(peer.loop, &peer.to, &peer.http, NULL));
	peer.client = mc_client_new(peer.http, "7K3M9Q");
}

static void end(void)
{
	mc_client_free(peer.client);
	mc_http_close(peer.http);
	mc_loop_free(peer.loop);
	link_stop(peer.link);
	kill(peer.server, SIGKILL);
	waitpid(peer.server, NULL, 0);
	free(peer.dir);
	free(peer.file);
	free(peer.kept);
	memset(&peer, 0, sizeof(peer));
}

/* ---- exchanges */
static void arrived(void *ctx, const struct mc_client_answer *answer)
{
	(void)ctx;
	peer.done = true;
	peer.code = answer->code;
	peer.status = answer->status;
	peer.offset = answer->upload_offset;
	if (answer->location[0]) {
		MC_COPY(peer.location, answer->location);
	}
}

static void wait_done(void)
{
	int64_t until = mc_clock_mono() + PATIENCE;

	while (!peer.done && mc_clock_mono() < until) {
		mc_loop_once(peer.loop, 20);
	}
	assert_true(peer.done);
	peer.done = false;
}

static void create(void)
{
	mc_client_upload_new(peer.client, peer.sha256, SIZE, NULL, arrived, NULL);
	wait_done();
	assert_ok(peer.code);
	assert_int_equal(peer.status, 201);
	assert_memory_equal(peer.location, "/v1/uploads/", 12);
}

static void send_from(int64_t offset)
{
	const struct mc_client_piece piece = {.upload = peer.location,
					      .file = peer.file,
					      .offset = offset,
					      .length = SIZE - offset,
					      .size = SIZE};

	mc_client_upload_send(peer.client, &piece, arrived, NULL);
}

static int64_t ask_offset(void)
{
	mc_client_upload_offset(peer.client, peer.location, arrived, NULL);
	wait_done();
	assert_ok(peer.code);
	return peer.offset;
}

/* The server keeps it as a file with the name of the upload. */
static void check_kept(void)
{
	char *path = mc_path_join(peer.kept, strrchr(peer.location, '/') + 1);
	char sha256[MC_SHA256_HEX];

	assert_ok(mc_sha256_file(path, sha256, NULL));
	assert_string_equal(sha256, peer.sha256);
	free(path);
}

static void whole(const char *way)
{
	begin(way);
	create();
	send_from(0);
	wait_done();
	assert_ok(peer.code);
	assert_int_equal(peer.offset, SIZE);
	assert_int_equal(ask_offset(), SIZE);
	check_kept();
	end();
}

/* ---- cases */
static void a_part_arrives(void **state)
{
	(void)state;
	whole("absolute");
}

static void with_a_relative_location_too(void **state)
{
	(void)state;
	whole("relative");
}

/* Three cuts, each after a quarter; what was kept is not sent again. */
static void cut_and_resumed(void **state)
{
	int64_t offset = 0;
	long before;

	(void)state;
	begin("absolute");
	create();
	before = link_counts(peer.link)->up;
	for (int i = 0; i < 3; i++) {
		long sent = link_counts(peer.link)->up;
		int64_t kept;

		send_from(offset);
		while (!peer.done && link_counts(peer.link)->up < sent + SIZE / 4) {
			mc_loop_once(peer.loop, 5);
		}
		link_hang_up(peer.link);
		wait_done();
		assert_int_equal(mc_error_info(peer.code)->grade, MC_GRADE_LINK);
		kept = ask_offset();
		assert_true(kept > offset && kept < SIZE);
		offset = kept;
	}
	send_from(offset);
	wait_done();
	assert_ok(peer.code);
	assert_int_equal(peer.offset, SIZE);
	check_kept();
	print_message("sent %.3f of its size, cut 3 times\n",
		      (double)(link_counts(peer.link)->up - before) / SIZE);
	assert_true(link_counts(peer.link)->up - before < SIZE * 1.2);
	end();
}

static void an_upload_that_is_gone(void **state)
{
	(void)state;
	begin("absolute");
	MC_COPY(peer.location, "/v1/uploads/0123456789abcdef0123456789abcdef");
	mc_client_upload_offset(peer.client, peer.location, arrived, NULL);
	wait_done();
	assert_code(peer.code, MC_E_NOT_FOUND);
	end();
}

/* It says another offset than ours: a 409, and the upload goes on from where it is. */
static void another_offset(void **state)
{
	(void)state;
	begin("absolute");
	create();
	send_from(SIZE / 2);
	wait_done();
	assert_true(peer.code != MC_OK);
	assert_int_equal(ask_offset(), 0);
	send_from(0);
	wait_done();
	assert_ok(peer.code);
	check_kept();
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_arrives),  cmocka_unit_test(with_a_relative_location_too),
		cmocka_unit_test(cut_and_resumed), cmocka_unit_test(an_upload_that_is_gone),
		cmocka_unit_test(another_offset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
