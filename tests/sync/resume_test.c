/* SPDX-License-Identifier: MPL-2.0 */
/*
 * An upload goes on where the gateway is, wherever we believe it to be: asked by HEAD after each
 * outage, and never assumed.
 */
#include "sync/rig.h"

enum { SIZE = 200000 };

static struct mc_mail_part part_on_disk(struct rig *r)
{
	struct mc_vec parts;
	struct mc_mail_part part;

	mc_vec_init(&parts, sizeof(struct mc_mail_part), 4);
	assert_ok(mc_mail_parts(r->w.mail, r->w.records[0].id, &parts, NULL));
	assert_int_equal(parts.len, 1);
	part = *(struct mc_mail_part *)mc_vec_at(&parts, 0);
	mc_vec_done(&parts);
	return part;
}

/* One dossier with a part; the gateway has so much of it, and we believe so much. */
static void interrupted(struct rig *r, int64_t theirs, int64_t ours)
{
	struct upload *u = &r->w.uploads[r->w.upload_count++];
	struct mc_happened what = {.now = mc_clock_now()};
	struct mc_mail_part part;
	struct mc_str bytes;
	char *path;

	seal(&r->w, SIZE);
	part = part_on_disk(r);
	path = mc_path_join(r->w.paths.parts, part.sha256);
	mc_str_init(&bytes, SIZE);
	assert_ok(mc_file_read(path, &bytes, NULL));
	*u = (struct upload){.length = SIZE};
	MC_COPY(u->sha256, part.sha256);
	mc_str_init(&u->bytes, 1 << 25);
	mc_str_add(&u->bytes, bytes.data, (size_t)theirs);
	assert_ok(mc_mail_happen(r->w.mail, r->w.records[0].id, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_part_progress(r->w.mail, part.sha256, "/v1/uploads/1", ours, false, NULL));
	mc_str_done(&bytes);
	free(path);
}

/* Our belief, and how much the gateway has: more, less, all, nothing. */
static void where_the_gateway_is(void **state)
{
	static const struct {
		int64_t theirs, ours;
	} rows[] = {
		{150000, 65536}, /* the answer to a piece was lost */
		{65536, 150000}, /* it lost what it had told: its disk was put back */
		{0, 150000},	   {SIZE, 65536}, {65536, 65536}, {SIZE - 1, 0},
	};

	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct rig *r;

		if (i) { /* each in a world of its own */
			assert_int_equal(tear_down(state), 0);
			assert_int_equal(set_up(state), 0);
		}
		r = *state;
		interrupted(r, rows[i].theirs, rows[i].ours);
		run_once(r);
		assert_int_equal(r->w.heads, 1);
		assert_int_equal(r->w.posts, 0); /* the same upload */
		/* not a byte that is there goes again, and none is left out */
		assert_int_equal(r->w.patched, SIZE - rows[i].theirs);
		assert_int_equal(r->w.patched ? r->w.patch_began : SIZE, rows[i].theirs);
		assert_true(held_part(&r->w, part_on_disk(r).sha256) == &r->w.uploads[0]);
		assert_true(part_on_disk(r).held);
		assert_int_equal(part_on_disk(r).offset, SIZE);
		assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
	}
}

/* It stands at less than we had confirmed, and the line breaks again: what is on our disk never
 * decreases, and the next run asks once more. */
static void less_and_cut_again(void **state)
{
	struct rig *r = *state;

	interrupted(r, 65536, 190000);
	fake_http_cut_body(r->w.server, 67000); /* of the second piece */
	run_once(r);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_UPLOADING);
	assert_int_equal(r->w.patch_began, 65536);
	assert_int_equal(r->w.patches, 2);
	assert_int_equal(part_on_disk(r).offset, 190000);
	assert_int_equal(r->w.uploads[0].bytes.len, 65536 + 65536 + 67000);
	run_once(r);
	assert_int_equal(r->w.heads, 2);
	assert_int_equal(r->w.patched, SIZE - 65536);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_RECEIPTED);
}

/* Beyond the end of what we have: that is not our gateway speaking. */
static void more_than_there_is(void **state)
{
	struct rig *r = *state;

	interrupted(r, SIZE, 65536);
	mc_str_puts(&r->w.uploads[0].bytes, "x");
	run_once(r);
	assert_int_equal(link_of(&r->w).state, MC_LINK_SUSPECT);
	assert_int_equal(state_of(&r->w, 0), MC_STATE_UPLOADING);
	assert_int_equal(part_on_disk(r).offset, 65536);
	assert_false(part_on_disk(r).held);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(where_the_gateway_is),
		CASE(less_and_cut_again),
		CASE(more_than_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
