/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Two gateways on one folder, and an upload that both are asked about: what one of them has
 * checked and named is what the other can no longer touch. flock() and rename() are stood in
 * for here, so that a gateway, a child of this process, stops where the test wants it.
 */
#include <dlfcn.h>
#include <sys/file.h>

#include "gateway/tus_client.h"

static const char part[] = "the sealed bytes of one part, some fifty of them in all";
enum { LEN = sizeof(part) - 1, HALF = 20, PATIENCE_MS = 20000 };

/* ---- stops */

/* Where the children started from now on stop, until the file "go" is there; "" = nowhere. */
static const char *stops_at = "";
static char stopped[128], go[128];

static void wait_for(const char *path)
{
	int64_t until = mc_clock_mono() + PATIENCE_MS;

	while (!mc_file_exists(path)) {
		assert_true(mc_clock_mono() < until);
		usleep(2000);
	}
}

static void stop_at(const char *where)
{
	if (!strcmp(stops_at, where)) {
		close(open(stopped, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
		wait_for(go);
		stops_at = "";
	}
}

static void *real(const char *name)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	assert_non_null(symbol);
	return symbol;
}

static bool is_upload(int fd)
{
	char link[64], path[256] = "";

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	return readlink(link, path, sizeof(path) - 1) > 0 && strstr(path, "/uploads/");
}

int flock(int fd, int operation)
{
	int (*call)(int, int);
	void *symbol = real("flock");

	if (is_upload(fd)) {
		stop_at("flock");
	}
	memcpy(&call, &symbol, sizeof(call));
	return call(fd, operation);
}

int rename(const char *from, const char *to)
{
	int (*call)(const char *, const char *);
	void *symbol = real("rename");

	if (strstr(from, "/uploads/")) {
		stop_at("rename");
	}
	memcpy(&call, &symbol, sizeof(call));
	return call(from, to);
}

/* ---- two gateways */

struct two {
	struct gateway *first, second;
	char upload[128], *held; /* where the part will stand */
};

/* One that stops where the test says. */
static void start_second(struct two *two, const char *where)
{
	struct gateway *g = &two->second;

	g->dir = two->first->dir;
	stops_at = where;
	start_at(g, "s2");
	stops_at = "";
}

static int set_up_two(void **state)
{
	struct two *two = mc_calloc(1, sizeof(*two));
	struct test_reply r;
	char head[1024], sha256[65];

	set_up((void **)&two->first);
	snprintf(stopped, sizeof(stopped), "%s/stopped", two->first->dir);
	snprintf(go, sizeof(go), "%s/go", two->first->dir);
	mc_sha256_hex(mc_slice_text(part), sha256);
	two->held = file_of(two->first, "parts", sha256);
	creation_head(two->first, LEN, sha256, head, sizeof(head));
	strcat(head, OCTETS);
	r = test_call(two->first->socket, "POST", "/v1/uploads", head, part, HALF);
	assert_int_equal(r.status, 201);
	MC_COPY(two->upload, test_header(&r, "Location"));
	test_reply_done(&r);
	*state = two;
	return 0;
}

static int tear_down_two(void **state)
{
	struct two *two = *state;

	assert_int_equal(stop(&two->second, SIGTERM), 0);
	tear_down((void **)&two->first);
	free(two->held);
	free(two);
	return 0;
}

/* A request whose answer is read later. */
static int ask(struct gateway *g, const char *upload, int offset, const char *bytes, int len)
{
	char text[512];
	int fd = test_connect(g->socket);

	assert_true(fd >= 0);
	snprintf(text, sizeof(text),
		 "PATCH %s HTTP/1.1\r\nHost: g\r\n" TUS OCTETS
		 "Upload-Offset: %d\r\nContent-Length: %d\r\n\r\n%.*s",
		 upload, offset, len, len, bytes);
	test_send(fd, text, strlen(text));
	return fd;
}

static int answered(int fd)
{
	struct test_reply r = test_receive(fd, false);
	int status = r.status;

	test_reply_done(&r);
	close(fd);
	return status;
}

static void let_go(void)
{
	close(open(go, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

static void assert_part_is_whole(const struct two *two)
{
	char sha256[65];

	assert_ok(mc_sha256_file(two->held, sha256, NULL));
	assert_string_equal(sha256, strrchr(two->held, '/') + 1);
	assert_int_equal(held(two->first, part, two->first->keys.id), 200);
}

/* ---- what may happen */

/* It read how far the upload was, and stands before the lock; then the other ends the upload. */
static void a_stale_offset_cuts_no_part(void **state)
{
	struct two *two = *state;
	int late;

	start_second(two, "flock");
	late = ask(&two->second, two->upload, HALF, "XXXXX", 5);
	wait_for(stopped);
	assert_int_equal(answered(ask(two->first, two->upload, HALF, part + HALF, LEN - HALF)),
			 204);
	let_go();
	assert_int_equal(answered(late), 503);
	assert_part_is_whole(two);
	assert_int_equal(answered(ask(&two->second, two->upload, HALF, "XXXXX", 5)), 409);
	assert_part_is_whole(two);
}

/* One has looked at all bytes and is about to name them; the other is asked for the same. */
static void what_was_looked_at_is_what_is_named(void **state)
{
	struct two *two = *state;
	int named;

	start_second(two, "rename");
	named = ask(&two->second, two->upload, HALF, part + HALF, LEN - HALF);
	wait_for(stopped);
	assert_int_equal(answered(ask(two->first, two->upload, LEN, "", 0)), 503);
	assert_int_equal(answered(ask(two->first, two->upload, HALF, "XXXXX", 5)), 503);
	let_go();
	assert_int_equal(answered(named), 204);
	assert_part_is_whole(two);
}

/* Nor does one take it away that the other writes. */
static void what_is_written_is_not_taken_away(void **state)
{
	struct two *two = *state;
	struct test_reply r;
	int named;

	start_second(two, "rename");
	named = ask(&two->second, two->upload, HALF, part + HALF, LEN - HALF);
	wait_for(stopped);
	r = test_call(two->first->socket, "DELETE", two->upload, TUS, NULL, 0);
	assert_int_equal(r.status, 503);
	test_reply_done(&r);
	let_go();
	assert_int_equal(answered(named), 204);
	assert_part_is_whole(two);
}

/* A name that was made anew meanwhile is no second upload: the part that stands is told. */
static void a_part_is_told_by_both(void **state)
{
	struct two *two = *state;
	struct test_reply r;

	start_second(two, "");
	assert_int_equal(answered(ask(two->first, two->upload, HALF, part + HALF, LEN - HALF)),
			 204);
	r = test_call(two->second.socket, "HEAD", two->upload, TUS, NULL, 0);
	assert_int_equal(r.status, 200);
	assert_int_equal(atol(test_header(&r, "Upload-Offset")), LEN);
	test_reply_done(&r);
	assert_part_is_whole(two);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up_two, tear_down_two)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_stale_offset_cuts_no_part),
		CASE(what_was_looked_at_is_what_is_named),
		CASE(what_is_written_is_not_taken_away),
		CASE(a_part_is_told_by_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
