/* SPDX-License-Identifier: MPL-2.0 */
/*
 * New keys for the gateway, stopped at every step: "motcua-gateway keys rotate" is killed
 * before and after each of its durable calls, and each of them fails once. Afterwards the
 * gateway has the old list or the new one, serves, and can rotate again.
 */
#include <errno.h>
#include <sys/stat.h>

#include "e2e/dossier.h"
#include "support/journey_programs.h"
#include "support/shim_faults.h"

enum { CALLS_MAX = 100 };

static int begin(void **state)
{
	pid_t gateway;

	(void)state;
	world_begin();
	journey_open_page();
	gateway = world_gateway_start(NULL);
	world_gateway_stop(gateway);
	return 0;
}

static int end(void **state)
{
	(void)state;
	journey_close_page();
	world_end();
	return 0;
}

static int keys(const char *act, const struct journey_fault *fault, char **ret_out)
{
	const char *argv[] = {world_program("motcua-gateway"), "keys", act, "--data",
			      world_path("gateway"), NULL};
	struct world_run run;
	int status;

	journey_run_program(&run, argv, fault);
	status = run.status;
	if (ret_out) {
		*ret_out = strdup(run.out);
	}
	world_run_done(&run);
	return status;
}

static long version(void)
{
	struct json_object *said;
	char *out;
	long version;

	assert_int_equal(keys("list", NULL, &out), 0);
	said = json_tokener_parse(out);
	version = number_of(said, "version");
	json_object_put(said);
	free(out);
	return version;
}

/* Serving reads both files, and refuses a list without its secrets. */
static void expect_serving(void)
{
	world_gateway_stop(world_gateway_start(NULL));
}

/* The files as they were before the first try: thirty rotations fill a list. */
static void keep(const char *from, const char *to)
{
	static const char *const files[] = {"gateway.keys", "gateway.secret"};

	for (int i = 0; i < 2; i++) {
		char a[4200], b[4200], *text;
		size_t len;

		snprintf(a, sizeof(a), "%s/%s", from, files[i]);
		snprintf(b, sizeof(b), "%s/%s", to, files[i]);
		text = world_read(a, &len);
		assert_non_null(text);
		world_write(b, text, len);
		assert_int_equal(chmod(b, i ? 0600 : 0644), 0);
		free(text);
	}
}

/* Returns how many steps there were. */
static long strike_each(const char *act, int error)
{
	long at = 0;
	bool struck = true;

	while (struck && ++at < CALLS_MAX) {
		struct journey_fault fault = {.kind = "durable", .act = act, .at = at,
					      .error = error};
		long before, after;
		int status;

		keep(world_path("kept"), world_path("gateway"));
		before = version();
		memset(journey_page(), 0, sizeof(struct shim_page));
		status = keys("rotate", &fault, NULL);
		struck = journey_page()->struck;
		after = version();
		if (after != before && after != before + 1) {
			fail_msg("%s call %ld (%s): version %ld", act, at, journey_page()->what,
				 after);
		}
		if (!status && after != before + 1) {
			fail_msg("%s call %ld: it said that it was done", act, at);
		}
		expect_serving();
		assert_int_equal(keys("rotate", NULL, NULL), 0);
		assert_int_equal(version(), after + 1);
		expect_serving();
	}
	assert_true(at < CALLS_MAX);
	return at - 1;
}

static void every_step(void **state)
{
	static const struct {
		const char *act;
		int error;
	} rows[] = {{"before", 0}, {"after", 0}, {"fail", ENOSPC}, {"fail", EIO}};

	(void)state;
	if (!journey_possible()) {
		print_message("nothing can be preloaded into programs with a sanitizer\n");
		skip();
	}
	assert_int_equal(mkdir(world_path("kept"), 0700), 0);
	keep(world_path("gateway"), world_path("kept"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		long steps = strike_each(rows[i].act, rows[i].error);

		print_message("%s: %ld steps\n", rows[i].act, steps);
		assert_true(steps >= 8); /* two files: written, synced, renamed, their folder */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_step, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
