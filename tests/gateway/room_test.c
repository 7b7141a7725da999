/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What somebody can leave at the gateway in a terminal's name has an end, and goes again: all
 * but what a dossier or supplement names.
 */
#include "gateway/tus_client.h"
#include "gateway/uploads.h"

enum { OPEN_MOST = 64, DAYS = 14 };

static int create_numbered(struct gateway *g, int n, size_t length, char *ret, size_t size)
{
	char head[1024], sha256[65], text[16];
	struct test_reply r;
	int status;

	snprintf(text, sizeof(text), "%d", n);
	mc_sha256_hex(mc_slice_text(text), sha256);
	creation_head(g, length, sha256, head, sizeof(head));
	r = test_call(g->socket, "POST", "/v1/uploads", head, "", 0);
	status = r.status;
	if (status == 429) {
		assert_problem(&r, 429, "in-progress"); /* the item waits, the others go */
		assert_string_equal(test_header(&r, "Retry-After"), "300");
	}
	if (ret) {
		snprintf(ret, size, "%s", test_header(&r, "Location"));
	}
	test_reply_done(&r);
	return status;
}

static void a_terminal_has_so_many_uploads_open(void **state)
{
	struct gateway *g = *state;
	char last[128];
	struct test_reply r;

	for (int i = 0; i < OPEN_MOST; i++) {
		assert_int_equal(create_numbered(g, i, 9, last, sizeof(last)), 201);
	}
	assert_int_equal(create_numbered(g, OPEN_MOST, 9, NULL, 0), 429);
	/* whose answers were lost begins the same part anew, as often as that may be */
	assert_int_equal(create_numbered(g, 0, 9, NULL, 0), 201);
	assert_int_equal(create_numbered(g, 0, 9, NULL, 0), 201);
	r = test_call(g->socket, "DELETE", last, TUS, NULL, 0);
	assert_int_equal(r.status, 204);
	test_reply_done(&r);
	assert_int_equal(create_numbered(g, OPEN_MOST, 9, NULL, 0), 201);
}

static void and_so_many_bytes(void **state)
{
	struct gateway *g = *state;
	const size_t large = MC_PART_LIMIT;
	int taken = 0;

	while (taken <= OPEN_MOST && create_numbered(g, taken, large, NULL, 0) == 201) {
		taken++;
	}
	assert_int_equal(taken, (int)(1024 * 1024 * 1024 / large));
	assert_int_equal(create_numbered(g, taken, 9, NULL, 0), 201);
}

/* ---- sweeping */

static void send_part(struct gateway *g, const char *bytes)
{
	char head[1024], sha256[65];
	struct test_reply r;

	mc_sha256_hex(mc_slice_text(bytes), sha256);
	creation_head(g, strlen(bytes), sha256, head, sizeof(head));
	strcat(head, OCTETS);
	r = test_call(g->socket, "POST", "/v1/uploads", head, bytes, strlen(bytes));
	assert_int_equal(r.status, 201);
	test_reply_done(&r);
}

static void send_dossier(struct gateway *g, int64_t seq, const char *part, int status)
{
	char sha256[65];
	struct dossier d;
	struct test_reply r;

	mc_sha256_hex(mc_slice_text(part), sha256);
	d = dossier_of(g, seq, NULL, "2.002621", sha256);
	r = put(g, &d);
	assert_int_equal(r.status, status);
	test_reply_done(&r);
	dossier_done(&d);
}

/* By a second gateway, so many days from now. */
static void sweep_in(struct gateway *g, int days)
{
	struct mc_gateway other = {.dir = g->dir, .ledger.ops = &mc_ledger_sqlite};

	assert_ok(other.ledger.ops->open(g->dir, MC_LEDGER_READ, &other.ledger.ctx, NULL));
	assert_ok(mc_uploads_sweep(&other, mc_clock_now() + days * MC_DAY, NULL));
	other.ledger.ops->close(other.ledger.ctx);
}

static bool has_file(struct gateway *g, const char *bytes)
{
	char sha256[65], *path;
	bool there;

	mc_sha256_hex(mc_slice_text(bytes), sha256);
	path = file_of(g, "parts", sha256);
	there = mc_file_exists(path);
	free(path);
	return there;
}

static void what_nobody_names_goes(void **state)
{
	struct gateway *g = *state;
	char upload[128], *bytes;

	send_part(g, "named by a dossier");
	send_part(g, "named by nobody");
	send_dossier(g, 1, "named by a dossier", 201);
	assert_int_equal(create_numbered(g, 1, 9, upload, sizeof(upload)), 201);
	bytes = file_of(g, "uploads", strrchr(upload, '/') + 1);
	sweep_in(g, DAYS - 1);
	assert_int_equal(held(g, "named by nobody", g->keys.id), 200);
	assert_true(has_file(g, "named by nobody"));
	assert_true(mc_file_exists(bytes));
	sweep_in(g, DAYS + 1);
	assert_int_equal(held(g, "named by nobody", g->keys.id), 404);
	assert_false(has_file(g, "named by nobody"));
	assert_false(mc_file_exists(bytes));
	assert_int_equal(held(g, "named by a dossier", g->keys.id), 200);
	assert_true(has_file(g, "named by a dossier"));
	free(bytes);
}

/* The dossier that comes late finds its part missing, and it is sent again. */
static void what_went_is_asked_for_again(void **state)
{
	struct gateway *g = *state;

	send_part(g, "late");
	sweep_in(g, DAYS + 1);
	send_dossier(g, 1, "late", 409);
	send_part(g, "late");
	send_dossier(g, 2, "late", 201);
	sweep_in(g, 10 * DAYS);
	assert_true(has_file(g, "late"));
}

/* ---- the ledger's own word */

static char *told;

static void tell(void *to, const char *sha256)
{
	(void)to;
	free(told);
	told = mc_strdup(sha256);
}

static struct mc_ledger_upload upload_of(const char *id, const char *terminal)
{
	struct mc_ledger_upload u = {.length = 10, .created_at = 1, .expires_at = 100};

	MC_COPY(u.id, id);
	MC_COPY(u.sha256, "aa");
	MC_COPY(u.terminal, terminal);
	return u;
}

static void expect_sweep(void *ctx, int64_t before, const char *sha256)
{
	free(told);
	told = NULL;
	assert_ok(mc_ledger_sqlite.sweep_parts(ctx, before, tell, NULL, NULL));
	if (sha256) {
		assert_non_null(told);
		assert_string_equal(told, sha256);
	} else {
		assert_null(told);
	}
}

/* Two terminals have sent the same bytes: the file is there for who still has them. */
static void a_file_goes_with_its_last_row(void **state)
{
	char *dir = test_dir();
	struct mc_ledger_upload a = upload_of("1", "A"), b = upload_of("2", "B");
	void *ctx;

	(void)state;
	assert_ok(mc_ledger_sqlite.open(dir, MC_LEDGER_SERVE, &ctx, NULL));
	assert_ok(mc_ledger_sqlite.add_upload(ctx, &a, NULL, NULL));
	assert_ok(mc_ledger_sqlite.finish_upload(ctx, &a, 50, NULL, NULL, NULL));
	assert_ok(mc_ledger_sqlite.finish_upload(ctx, &b, 60, NULL, NULL, NULL));
	expect_sweep(ctx, 49, NULL);
	expect_sweep(ctx, 50, NULL);
	expect_sweep(ctx, 60, "aa");
	expect_sweep(ctx, 60, NULL);
	mc_ledger_sqlite.close(ctx);
	free(dir);
}

static enum mc_code cut_off(void *to, struct mc_err *why)
{
	(void)to;
	return mc_fail(why, MC_E_FILE_WRITE, "the end");
}

/* The end came between the file's name and the row: it goes when its upload has expired. */
static void a_file_without_a_row_goes(void **state)
{
	char *dir = test_dir();
	struct mc_ledger_upload a = upload_of("1", "A");
	int64_t size = -1;
	void *ctx;

	(void)state;
	assert_ok(mc_ledger_sqlite.open(dir, MC_LEDGER_SERVE, &ctx, NULL));
	assert_ok(mc_ledger_sqlite.add_upload(ctx, &a, NULL, NULL));
	assert_ok(mc_ledger_sqlite.set_offset(ctx, "1", 10, NULL));
	assert_code(mc_ledger_sqlite.finish_upload(ctx, &a, 50, cut_off, NULL, NULL),
		    MC_E_FILE_WRITE);
	assert_ok(mc_ledger_sqlite.part_size(ctx, "A", "aa", &size, NULL));
	assert_int_equal(size, 0);
	expect_sweep(ctx, 1000, NULL);
	assert_ok(mc_ledger_sqlite.expire_uploads(ctx, 100, tell, NULL, NULL));
	expect_sweep(ctx, 1000, "aa");
	mc_ledger_sqlite.close(ctx);
	free(dir);
	free(told);
	told = NULL;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_terminal_has_so_many_uploads_open),
		CASE(and_so_many_bytes),
		CASE(what_nobody_names_goes),
		CASE(what_went_is_asked_for_again),
		cmocka_unit_test(a_file_goes_with_its_last_row),
		cmocka_unit_test(a_file_without_a_row_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
