/* SPDX-License-Identifier: MPL-2.0 */
/* Parts by tus 1.0.0: what came is kept, an offset is never ahead of the disk. */
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/tus_client.h"

static const char part[] = "the sealed bytes of one part, some fifty of them in all";
enum { LEN = sizeof(part) - 1 };
#define SHA256_OF_20 "5PhhACFdT2e2bUp8Mppz2XeLVscLdCq19sEhJlIliB8="
#define SHA1_OF_20 "/9pp813DGEW1cE0R4dmyATMG3SQ="

/* The new upload's path. */
static void create(struct gateway *g, const char *bytes, char *ret, size_t size)
{
	char head[1024], sha256[65];
	struct test_reply r;

	mc_sha256_hex(mc_slice_text(bytes), sha256);
	creation_head(g, strlen(bytes), sha256, head, sizeof(head));
	r = test_call(g->socket, "POST", "/v1/uploads", head, "", 0);
	assert_int_equal(r.status, 201);
	assert_string_equal(test_header(&r, "Upload-Offset"), "0");
	assert_true(strlen(test_header(&r, "Upload-Expires")) == 29);
	snprintf(ret, size, "%s", test_header(&r, "Location"));
	assert_memory_equal(ret, "/v1/uploads/", 12);
	test_reply_done(&r);
}

static long offset_of(struct gateway *g, const char *upload)
{
	struct test_reply r = test_call(g->socket, "HEAD", upload, TUS, NULL, 0);
	long offset = r.status == 200 ? atol(test_header(&r, "Upload-Offset")) : -r.status;

	test_reply_done(&r);
	return offset;
}

static void pieces_become_a_part(void **state)
{
	struct gateway *g = *state;
	char upload[128], sha256[65];
	struct dossier d;
	struct test_reply r;

	create(g, part, upload, sizeof(upload));
	assert_int_equal(held(g, part, g->keys.id), 404);
	r = patch(g, upload, 0, part, 20);
	assert_int_equal(r.status, 204);
	assert_string_equal(test_header(&r, "Upload-Offset"), "20");
	test_reply_done(&r);
	assert_int_equal(stop(g, SIGKILL), -SIGKILL);
	start(g);
	assert_int_equal(offset_of(g, upload), 20);
	r = patch(g, upload, 20, part + 20, LEN - 20);
	assert_int_equal(r.status, 204);
	test_reply_done(&r);
	assert_int_equal(held(g, part, g->keys.id), 200);
	assert_int_equal(held(g, part, "000000"), 404); /* only for who sent it */
	mc_sha256_hex(mc_slice_text(part), sha256);
	d = dossier_of(g, 1, NULL, "2.002621", sha256);
	r = put(g, &d);
	assert_int_equal(r.status, 201);
	test_reply_done(&r);
	dossier_done(&d);
}

/* The answer to the last piece was lost: nothing is sent again. */
static void a_whole_upload_is_told_until_it_expires(void **state)
{
	struct gateway *g = *state;
	char upload[128];
	struct test_reply r;

	create(g, part, upload, sizeof(upload));
	r = patch(g, upload, 0, part, LEN);
	assert_int_equal(r.status, 204);
	test_reply_done(&r);
	assert_int_equal(offset_of(g, upload), LEN);
	r = patch(g, upload, LEN, part, 0);
	assert_int_equal(r.status, 204);
	assert_int_equal(atol(test_header(&r, "Upload-Offset")), LEN);
	test_reply_done(&r);
	r = patch(g, upload, LEN, part, 1);
	assert_problem(&r, 413, "too-large");
	test_reply_done(&r);
	r = patch(g, upload, 0, part, LEN);
	assert_problem(&r, 409, "in-progress");
	test_reply_done(&r);
	r = test_call(g->socket, "DELETE", upload, TUS, NULL, 0);
	assert_int_equal(r.status, 204);
	test_reply_done(&r);
	assert_int_equal(offset_of(g, upload), -404);
	assert_int_equal(held(g, part, g->keys.id), 200); /* a part is no upload any more */
}

/* The last step fails once: the bytes are kept, and nothing is sent again. */
static void a_part_that_cannot_be_named_is_kept(void **state)
{
	struct gateway *g = *state;
	char upload[128], sha256[65], *in_the_way;
	struct test_reply r;

	mc_sha256_hex(mc_slice_text(part), sha256);
	in_the_way = file_of(g, "parts", sha256);
	create(g, part, upload, sizeof(upload));
	assert_int_equal(mkdir(in_the_way, 0700), 0);
	r = patch(g, upload, 0, part, LEN);
	assert_true(r.status >= 500);
	test_reply_done(&r);
	assert_int_equal(rmdir(in_the_way), 0);
	assert_int_equal(offset_of(g, upload), LEN);
	assert_int_equal(held(g, part, g->keys.id), 200);
	free(in_the_way);
}

/* Then its upload is forgotten, so that the sender begins a new one. */
static void bytes_that_the_disk_lost_are_asked_for_again(void **state)
{
	struct gateway *g = *state;
	char upload[128], sha256[65], *in_the_way, *bytes;
	struct test_reply r;

	mc_sha256_hex(mc_slice_text(part), sha256);
	in_the_way = file_of(g, "parts", sha256);
	create(g, part, upload, sizeof(upload));
	assert_int_equal(mkdir(in_the_way, 0700), 0);
	r = patch(g, upload, 0, part, LEN);
	test_reply_done(&r);
	assert_int_equal(rmdir(in_the_way), 0);
	bytes = file_of(g, "uploads", strrchr(upload, '/') + 1);
	assert_int_equal(unlink(bytes), 0);
	assert_int_equal(offset_of(g, upload), -404);
	create(g, part, upload, sizeof(upload));
	r = patch(g, upload, 0, part, LEN);
	assert_int_equal(r.status, 204);
	test_reply_done(&r);
	assert_int_equal(held(g, part, g->keys.id), 200);
	free(in_the_way);
	free(bytes);
}

static void send_part(struct gateway *g)
{
	char upload[128];
	struct test_reply r;

	create(g, part, upload, sizeof(upload));
	r = patch(g, upload, 0, part, LEN);
	assert_int_equal(r.status, 204);
	test_reply_done(&r);
	assert_int_equal(held(g, part, g->keys.id), 200);
}

static void assert_put(struct gateway *g, const struct dossier *d, int status, const char *word)
{
	struct test_reply r = put(g, d);

	if (word) {
		assert_problem(&r, status, word);
		assert_non_null(strstr(r.body, "\"parts\":[\""));
	}
	assert_int_equal(r.status, status);
	test_reply_done(&r);
}

/* The folder was put back from another day than the ledger: no file, or a piece of one. No receipt
 * without its papers; they are sent again, and stand whole. */
static void a_part_whose_file_is_gone_is_not_held(void **state)
{
	struct gateway *g = *state;
	char sha256[65], found[65], *file;
	struct dossier d;

	mc_sha256_hex(mc_slice_text(part), sha256);
	file = file_of(g, "parts", sha256);
	send_part(g);
	for (int seq = 1; seq <= 3; seq++) {
		assert_int_equal(seq == 1 ? unlink(file) : truncate(file, seq == 2 ? LEN - 1 : 0), 0);
		d = dossier_of(g, seq, NULL, "2.002621", sha256);
		assert_int_equal(held(g, part, g->keys.id), 404);
		assert_put(g, &d, 409, "parts-missing");
		send_part(g);
		assert_ok(mc_sha256_file(file, found, NULL));
		assert_string_equal(found, sha256);
		assert_put(g, &d, 201, NULL);
		dossier_done(&d);
	}
	free(file);
}

/* So too where the sender still has the upload that the lost file was made of. */
static void an_upload_whose_part_is_gone_is_forgotten(void **state)
{
	struct gateway *g = *state;
	char upload[128], sha256[65], *file;
	struct test_reply r;

	mc_sha256_hex(mc_slice_text(part), sha256);
	file = file_of(g, "parts", sha256);
	for (int i = 0; i < 2; i++) {
		create(g, part, upload, sizeof(upload));
		r = patch(g, upload, 0, part, LEN);
		test_reply_done(&r);
		assert_int_equal(i ? truncate(file, 7) : unlink(file), 0);
		assert_int_equal(offset_of(g, upload), -404);
	}
	send_part(g);
	free(file);
}

/* Whoever believes more or less than the gateway has: nothing is taken, and the place is told. */
static void a_wrong_offset_is_refused_and_told(void **state)
{
	static const struct {
		int has;
		long wrong[3];
	} rows[] = {{0, {5, LEN, 1}}, {20, {0, 19, 21}}};
	struct gateway *g = *state;
	char upload[128], told[16];
	struct test_reply r;

	create(g, part, upload, sizeof(upload));
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		if (rows[i].has) {
			r = patch(g, upload, 0, part, rows[i].has);
			assert_int_equal(r.status, 204);
			test_reply_done(&r);
		}
		snprintf(told, sizeof(told), "%d", rows[i].has);
		for (size_t n = 0; n < MC_COUNT(rows[i].wrong); n++) {
			r = patch(g, upload, rows[i].wrong[n], "xxxxx", 5);
			assert_problem(&r, 409, "in-progress");
			assert_string_equal(test_header(&r, "Upload-Offset"), told);
			test_reply_done(&r);
			assert_int_equal(offset_of(g, upload), rows[i].has);
		}
	}
	r = patch(g, upload, 20, part + 20, LEN - 20); /* from where it was told to be */
	assert_int_equal(r.status, 204);
	test_reply_done(&r);
	assert_int_equal(held(g, part, g->keys.id), 200);
}

static void a_broken_body_is_kept_as_far_as_it_came(void **state)
{
	struct gateway *g = *state;
	char upload[128], head[512];
	int fd = test_connect(g->socket);

	create(g, part, upload, sizeof(upload));
	snprintf(head, sizeof(head),
		 "PATCH %s HTTP/1.1\r\nHost: g\r\n" TUS OCTETS
		 "Upload-Offset: 0\r\nContent-Length: %d\r\n\r\n%.30s",
		 upload, LEN, part);
	test_send(fd, head, strlen(head));
	usleep(200 * 1000);
	assert_int_equal(offset_of(g, upload), 30); /* while the connection still looks alive */
	test_send(fd, part + 30, 10);		    /* too late: the asker goes on from 30 */
	usleep(100 * 1000);
	close(fd);
	assert_int_equal(offset_of(g, upload), 30);
}

static void other_bytes_than_announced_are_thrown_away(void **state)
{
	struct gateway *g = *state;
	char upload[128], other[LEN + 1];
	struct test_reply r;

	create(g, part, upload, sizeof(upload));
	memset(other, 'x', LEN);
	r = patch(g, upload, 0, other, LEN);
	assert_problem(&r, 460, "digest-mismatch");
	test_reply_done(&r);
	assert_int_equal(offset_of(g, upload), -404);
	assert_int_equal(held(g, part, g->keys.id), 404);
}

static void created_with_its_bytes(void **state)
{
	struct gateway *g = *state;
	char head[1024], sha256[65];
	struct test_reply r;

	mc_sha256_hex(mc_slice_text(part), sha256);
	creation_head(g, LEN, sha256, head, sizeof(head));
	strcat(head, OCTETS);
	r = test_call(g->socket, "POST", "/v1/uploads", head, part, LEN);
	assert_int_equal(r.status, 201);
	assert_int_equal(atol(test_header(&r, "Upload-Offset")), LEN);
	assert_int_equal(held(g, part, g->keys.id), 200);
	test_reply_done(&r);
}

/* A piece that is not what it says of itself counts for nothing: the offset stays, and the same
 * piece is taken when it comes whole. */
static void a_damaged_piece_is_dropped(void **state)
{
	static const struct {
		const char *checksum; /* of the first twenty bytes, or none at all */
		int status;
		long offset; /* then */
	} rows[] = {
		{"sha256 " SHA256_OF_20, 204, 20},
		{"sha1 " SHA1_OF_20, 204, 20},
		{"sha256 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 460, 0},
		{"sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", 460, 0},
		{"sha256 AAAA", 400, 0},
		{"md5 " SHA1_OF_20, 400, 0},
		{"sha256", 400, 0},
		{"", 400, 0},
	};
	struct gateway *g = *state;

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		char upload[128], head[512];
		struct test_reply r;

		create(g, part, upload, sizeof(upload));
		snprintf(head, sizeof(head), TUS OCTETS "Upload-Offset: 0\r\nUpload-Checksum: %s\r\n",
			 rows[i].checksum);
		r = test_call(g->socket, "PATCH", upload, head, part, 20);
		assert_int_equal(r.status, rows[i].status);
		test_reply_done(&r);
		assert_int_equal(offset_of(g, upload), rows[i].offset);
		r = patch(g, upload, rows[i].offset, part + rows[i].offset,
			  LEN - (size_t)rows[i].offset);
		assert_int_equal(r.status, 204);
		test_reply_done(&r);
		assert_int_equal(held(g, part, g->keys.id), 200);
	}
}

/* What broke off has said nothing of the bytes that came: they are kept, as ever. */
static void a_broken_body_with_a_checksum(void **state)
{
	struct gateway *g = *state;
	char upload[128], head[512];
	int fd;

	create(g, part, upload, sizeof(upload));
	snprintf(head, sizeof(head),
		 "PATCH %s HTTP/1.1\r\nHost: x\r\n" TUS OCTETS
		 "Upload-Offset: 0\r\nUpload-Checksum: sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n"
		 "Content-Length: %d\r\n\r\n%.30s",
		 upload, LEN, part);
	fd = test_connect(g->socket);
	assert_int_equal(write(fd, head, strlen(head)), strlen(head));
	usleep(100 * 1000);
	close(fd);
	assert_int_equal(offset_of(g, upload), 30);
}

static void more_than_announced_is_too_large(void **state)
{
	struct gateway *g = *state;
	char upload[128];
	struct test_reply r;

	create(g, part, upload, sizeof(upload));
	r = patch(g, upload, 0, "0123456789012345678901234567890123456789012345678901234567890123",
		  64);
	assert_problem(&r, 413, "too-large");
	test_reply_done(&r);
}

static void terminated_uploads_are_gone(void **state)
{
	struct gateway *g = *state;
	char upload[128];
	struct test_reply r;

	create(g, part, upload, sizeof(upload));
	r = test_call(g->socket, "DELETE", upload, TUS, NULL, 0);
	assert_int_equal(r.status, 204);
	test_reply_done(&r);
	assert_int_equal(offset_of(g, upload), -404);
}

static void bad_creations(void **state)
{
	struct gateway *g = *state;
	char good[1024], sha256[65];
	static const struct {
		const char *from, *to;
		int status;
		const char *word;
	} cases[] = {
		{"Tus-Resumable: 1.0.0", "Tus-Resumable: 0.2.2", 412, "bad-request"},
		{"Tus-Resumable", "X-Tus", 412, "bad-request"},
		{"Upload-Length: 55", "Upload-Length: 0", 400, "bad-request"},
		{"Upload-Length: 55", "Upload-Length: -1", 400, "bad-request"},
		{"Upload-Length: 55", "Upload-Length: 22020097", 413, "too-large"},
		{"Upload-Length: 55", "X-Length: 55", 400, "bad-request"},
		{"sha256 ", "sha512 ", 400, "bad-request"},
		{"sha256 ", "sha256 %", 400, "bad-request"},
		{"sha256 ", "sha256 QUFB", 400, "bad-request"},
		{"terminal ", "t ", 400, "bad-request"},
		{"terminal ", "terminal MDAw", 400, "bad-request"},
	};

	assert_int_equal(LEN, 55);
	mc_sha256_hex(mc_slice_text(part), sha256);
	creation_head(g, LEN, sha256, good, sizeof(good));
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		char head[2048];
		const char *at = strstr(good, cases[i].from);
		struct test_reply r;

		assert_non_null(at);
		snprintf(head, sizeof(head), "%.*s%s%s", (int)(at - good), good, cases[i].to,
			 at + strlen(cases[i].from));
		r = test_call(g->socket, "POST", "/v1/uploads", head, "", 0);
		print_message("%s\n", cases[i].to);
		assert_problem(&r, cases[i].status, cases[i].word);
		test_reply_done(&r);
	}
}

static void unknown_uploads(void **state)
{
	struct gateway *g = *state;
	struct test_reply r = patch(g, "/v1/uploads/00000000000000000000000000000000", 0, "x", 1);

	assert_problem(&r, 404, "not-found");
	test_reply_done(&r);
	r = patch(g, "/v1/uploads/..%2F..%2Fgateway.db", 0, "x", 1);
	assert_problem(&r, 404, "not-found");
	test_reply_done(&r);
	assert_int_equal(held(g, "x", ""), 404);
}

static void options_tell_what_is_spoken(void **state)
{
	struct gateway *g = *state;
	struct test_reply r = test_call(g->socket, "OPTIONS", "/v1/uploads", "", NULL, 0);

	assert_int_equal(r.status, 204);
	assert_string_equal(test_header(&r, "Tus-Version"), "1.0.0");
	assert_string_equal(test_header(&r, "Tus-Max-Size"), "22020096");
	assert_string_equal(test_header(&r, "Tus-Extension"),
			    "creation,creation-with-upload,expiration,termination,checksum");
	assert_string_equal(test_header(&r, "Tus-Checksum-Algorithm"), "sha1,sha256");
	test_reply_done(&r);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(pieces_become_a_part),
		CASE(a_whole_upload_is_told_until_it_expires),
		CASE(a_part_that_cannot_be_named_is_kept),
		CASE(bytes_that_the_disk_lost_are_asked_for_again),
		CASE(a_part_whose_file_is_gone_is_not_held),
		CASE(an_upload_whose_part_is_gone_is_forgotten),
		CASE(a_wrong_offset_is_refused_and_told),
		CASE(a_broken_body_is_kept_as_far_as_it_came),
		CASE(other_bytes_than_announced_are_thrown_away),
		CASE(created_with_its_bytes),
		CASE(a_broken_body_with_a_checksum),
		CASE(a_damaged_piece_is_dropped),
		CASE(more_than_announced_is_too_large),
		CASE(terminated_uploads_are_gone),
		CASE(bad_creations),
		CASE(unknown_uploads),
		CASE(options_tell_what_is_spoken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
