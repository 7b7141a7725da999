/* SPDX-License-Identifier: MPL-2.0 */
/* Arrays grow up to their limit; items come zeroed and keep their order. */
#include "support/check.h"

#include "motcua/base/vec.h"

struct row {
	int n;
	char pad[21];
};

static void pushes_zeroed_up_to_the_limit(void **state)
{
	struct mc_vec v;

	(void)state;
	mc_vec_init(&v, sizeof(struct row), 19);
	for (int i = 0; i < 19; i++) {
		struct row *r = mc_vec_push(&v);

		assert_non_null(r);
		assert_int_equal(r->n, 0);
		r->n = i + 1;
	}
	assert_null(mc_vec_push(&v));
	assert_int_equal(v.len, 19);
	mc_vec_reset(&v);
	assert_int_equal(((struct row *)mc_vec_push(&v))->n, 0);
	mc_vec_done(&v);
}

static void at_knows_its_range(void **state)
{
	struct mc_vec v;

	(void)state;
	mc_vec_init(&v, sizeof(int), 5);
	assert_null(mc_vec_at(&v, 0));
	*(int *)mc_vec_push(&v) = 7;
	assert_int_equal(*(int *)mc_vec_at(&v, 0), 7);
	assert_null(mc_vec_at(&v, 1));
	mc_vec_done(&v);
}

static void remove_closes_the_gap(void **state)
{
	static const int want[] = {2, 4};
	struct mc_vec v;
	int i = 0;

	(void)state;
	mc_vec_init(&v, sizeof(int), 5);
	for (int n = 1; n <= 4; n++) {
		*(int *)mc_vec_push(&v) = n;
	}
	mc_vec_remove(&v, 9);
	mc_vec_remove(&v, 2);
	mc_vec_remove(&v, 0);
	MC_VEC_EACH(&v, int, n) {
		assert_int_equal(*n, want[i++]);
	}
	assert_int_equal(i, 2);
	mc_vec_done(&v);
}

static void each_over_nothing(void **state)
{
	struct mc_vec v;

	(void)state;
	mc_vec_init(&v, sizeof(int), 5);
	MC_VEC_EACH(&v, int, n) {
		fail_msg("an empty array has no item %d", *n);
	}
	mc_vec_done(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pushes_zeroed_up_to_the_limit),
		cmocka_unit_test(at_knows_its_range),
		cmocka_unit_test(remove_closes_the_gap),
		cmocka_unit_test(each_over_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
