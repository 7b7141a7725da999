/* SPDX-License-Identifier: MPL-2.0 */
/* Several changes in one transaction. */
#include "store/office.h"
#include "store/shim.h"

static int setup(void **state)
{
	*state = mc_calloc(1, sizeof(struct office));
	office_init(*state);
	for (int n = 1; n <= 3; n++) {
		seal_one(((struct office *)*state)->mail, n);
	}
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static struct mc_mail_step step_of(int n, enum mc_happening happening)
{
	return (struct mc_mail_step){
		.id = id_of(n), .happening = happening, .what = {.now = NOW + n}};
}

/* Four changes, one sync. */
static void in_one_transaction(void **state)
{
	struct office *o = *state;
	struct mc_mail_step steps[4];
	int before;

	for (int i = 0; i < 2; i++) {
		steps[2 * i] = step_of(1 + i, MC_HAPPENING_SEND);
		steps[2 * i + 1] = step_of(1 + i, MC_HAPPENING_PARTS_HELD);
	}
	before = shim.wal_syncs;
	assert_ok(mc_mail_steps(o->mail, steps, 4, NULL));
	assert_int_equal(shim.wal_syncs - before, 1);
	for (int i = 0; i < 4; i++) {
		assert_true(steps[i].done);
	}
	assert_int_equal(state_of(o->mail, 1), MC_STATE_COMMITTING);
	assert_int_equal(state_of(o->mail, 2), MC_STATE_COMMITTING);
}

/* Somebody else brought one further: it is passed over, and said so. */
static void passed_over(void **state)
{
	struct office *o = *state;
	struct mc_mail_step steps[3];
	struct mc_item item;

	assert_ok(happen(o->mail, 2, MC_HAPPENING_WITHDRAW, NULL));
	for (int i = 0; i < 3; i++) {
		steps[i] = step_of(1 + i, MC_HAPPENING_SEND);
	}
	steps[2].failed = true;
	steps[2].what.cause = MC_E_LINK_DOWN;
	steps[2].next_try = NOW + 99;
	assert_ok(mc_mail_steps(o->mail, steps, 3, NULL));
	assert_true(steps[0].done && !steps[1].done && steps[2].done);
	assert_int_equal(state_of(o->mail, 1), MC_STATE_UPLOADING);
	assert_int_equal(state_of(o->mail, 2), MC_STATE_WITHDRAWN);
	assert_int_equal(state_of(o->mail, 3), MC_STATE_SEALED);
	assert_ok(mc_mail_item(o->mail, id_of(3), &item, NULL));
	assert_int_equal(item.attempts, 1);
	assert_int_equal(item.next_try, NOW + 99);
	assert_int_equal(item.cause, MC_E_LINK_DOWN);
}

/* A fault of the store takes all of them back. */
static void all_or_nothing(void **state)
{
	struct office *o = *state;
	struct mc_mail_step steps[2] = {step_of(1, MC_HAPPENING_SEND),
					step_of(77, MC_HAPPENING_SEND)};

	assert_code(mc_mail_steps(o->mail, steps, 2, NULL), MC_E_DOSSIER_UNKNOWN);
	assert_false(steps[0].done);
	assert_int_equal(state_of(o->mail, 1), MC_STATE_SEALED);
	assert_ok(mc_mail_steps(o->mail, steps, 1, NULL)); /* and the next goes through */
	assert_int_equal(state_of(o->mail, 1), MC_STATE_UPLOADING);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(in_one_transaction),
		CASE(passed_over),
		CASE(all_or_nothing),
	};

	shim_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
