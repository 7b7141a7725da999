/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The gateway's keys change twice while a desk has no link. What it holds from before is good,
 * what it sealed before is taken in, and it goes on by itself; another gateway in the place of
 * its own is told from it. A desk without a line gets the new keys on the stick, with its receipts.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/dossier.h"

static char *mother, *father, *first, *proof;
static pid_t gateway;

/* The office's file, as a person brought it: it stays as it is. */
static void bring_keys(void)
{
	size_t len;
	char *text = world_read(world_path("gateway/gateway.keys"), &len);

	world_write(world_path("office.keys"), text, len);
	setenv("MOTCUA_GATEWAY_KEY", world_path("office.keys"), 1);
	free(text);
}

static char *verified(void)
{
	struct json_object *said = desk(NULL, 0, "verify", "--card", mother, "--procedure",
					PROCEDURE, "--purpose", PURPOSE, NULL);
	char *file;

	assert_string_equal(text_of(said, "outcome"), "found");
	file = strdup(text_of(said, "file"));
	json_object_put(said);
	return file;
}

static void expect_valid(const char *file)
{
	struct json_object *said = desk(NULL, 0, "evidence", "check", file, NULL);

	assert_string_equal(text_of(said, "valid"), "true");
	json_object_put(said);
}

static void carry_until_received(long count)
{
	double until = world_now() + 30;
	long received = -1;

	while (received != count && world_now() < until) {
		struct json_object *said;

		json_object_put(desk(NULL, 0, "queue", "retry", NULL));
		usleep(200000);
		said = desk(NULL, 0, "queue", "ledger", NULL);
		received = number_of(said, "received");
		assert_string_equal(text_of(said, "balanced"), "true");
		json_object_put(said);
	}
	assert_int_equal(received, count);
}

/* Its version; the keys take over with the next second. */
static long rotate(void)
{
	const char *argv[] = {world_program("motcua-gateway"), "keys", "rotate", "--from", "now",
			      "--data", world_path("gateway"), NULL};
	struct json_object *said;
	struct world_run run;
	long version;

	world_run(&run, argv, NULL);
	if (run.status) {
		fail_msg("keys rotate: status %d\n%s%s", run.status, run.out, run.err);
	}
	said = json_tokener_parse(run.out);
	version = number_of(said, "version");
	json_object_put(said);
	world_run_done(&run);
	sleep(2);
	return version;
}

static char *submitted(void)
{
	char *id = new_dossier(NULL, mother, father);

	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	return id;
}

static int begin(void **state)
{
	(void)state;
	world_begin();
	gateway = world_gateway_start(NULL);
	bring_keys();
	mother = world_card(world_path("gateway"), "mother");
	father = world_card(world_path("gateway"), "father");
	look_up(NULL, mother);
	look_up(NULL, father);
	proof = verified();
	first = submitted();
	carry_until_received(1);
	return 0;
}

static int end(void **state)
{
	(void)state;
	if (gateway) {
		world_gateway_stop(gateway);
	}
	unsetenv("MOTCUA_GATEWAY_KEY");
	free(mother);
	free(father);
	free(first);
	free(proof);
	world_end();
	return 0;
}

static bool is_in(const char *file, const char *text)
{
	size_t len;
	char *all = world_read(file, &len);
	bool found = all && strstr(all, text);

	free(all);
	return found;
}

static void a_desk_sleeps_through_two_rotations(void **state)
{
	char *sealed, *after, *later;

	(void)state;
	world_gateway_stop(gateway);
	sealed = submitted(); /* to the first key */
	assert_int_equal(rotate(), 2);
	assert_int_equal(rotate(), 3);
	gateway = world_gateway_start(NULL);
	carry_until_received(2); /* its receipt is by the third key, and is verified */
	assert_true(is_in(world_path("desk/mail/gateway.keys"), "\nversion 3\n"));
	assert_true(is_in(world_path("desk/keys/gateway.keys"), "\nversion 3\n"));
	assert_true(is_in(world_path("office.keys"), "\nversion 1\n"));
	expect_valid(proof); /* by the key of its day */
	after = verified();
	expect_valid(after);
	later = submitted(); /* to the third key */
	carry_until_received(3);
	free(sealed);
	free(after);
	free(later);
}

/* At once, under a gateway and a courier that run. */
static void a_rotation_in_the_middle_of_the_work(void **state)
{
	char *file, *id;

	(void)state;
	assert_int_equal(rotate(), 4);
	file = verified();
	expect_valid(file);
	id = submitted();
	carry_until_received(4);
	free(file);
	free(id);
}

static long sync_once(void)
{
	char url[4096];
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "--gateway",
			      url, "sync", "--once", NULL};
	struct world_run run;
	long status;

	snprintf(url, sizeof(url), "unix:%s", world_path("gateway/gateway.sock"));
	world_run(&run, argv, NULL);
	status = run.status;
	world_run_done(&run);
	return status;
}

/* It has keys of its own, and a list of them that its own root signed: nothing is sent to it. */
static void another_gateway_is_told_from_ours(void **state)
{
	struct json_object *said;
	char *id;

	(void)state;
	world_gateway_stop(gateway);
	assert_int_equal(rename(world_path("gateway"), world_path("ours")), 0);
	gateway = world_gateway_start(NULL);
	id = submitted();
	assert_int_equal(sync_once(), 75); /* it waits */
	said = desk(NULL, 0, "queue", "ledger", NULL);
	assert_int_equal(number_of(said, "received"), 4);
	assert_int_equal(number_of(said, "waiting"), 1);
	json_object_put(said);
	said = arrived();
	assert_int_equal(json_object_array_length(said), 0);
	json_object_put(said);
	assert_true(is_in(world_path("desk/mail/gateway.keys"), "\nversion 4\n"));
	world_gateway_stop(gateway);
	assert_int_equal(rename(world_path("gateway"), world_path("foreign")), 0);
	assert_int_equal(rename(world_path("ours"), world_path("gateway")), 0);
	gateway = world_gateway_start(NULL);
	carry_until_received(5);
	free(id);
}

/* The return file's path; free(). */
static char *there_and_back(void)
{
	struct json_object *said = desk(NULL, 0, "queue", "export", world_path("stick"), NULL);
	const char *argv[] = {world_program("motcua-gateway"), "import", text_of(said, "file"),
			      "--data", world_path("gateway"), NULL};
	struct world_run run;
	char *file;

	world_run(&run, argv, NULL);
	assert_int_equal(run.status, 0);
	assert_true(asprintf(&file, "%s.return", text_of(said, "file")) > 0);
	world_run_done(&run);
	json_object_put(said);
	return file;
}

static void a_desk_that_lives_by_sticks(void **state)
{
	struct json_object *said;
	char *id, *file;

	(void)state;
	world_gateway_stop(gateway);
	gateway = 0;
	assert_int_equal(mkdir(world_path("stick"), 0700), 0);
	id = submitted();
	assert_int_equal(rotate(), 5);
	file = there_and_back(); /* the receipt is by the fifth key */
	said = desk(NULL, 0, "queue", "import", file, NULL);
	assert_int_equal(number_of(said, "receipts"), 1);
	assert_int_equal(number_of(said, "keys_version"), 5);
	json_object_put(said);
	assert_true(is_in(world_path("desk/keys/gateway.keys"), "\nversion 5\n"));
	assert_true(is_in(world_path("office.keys"), "\nversion 1\n"));
	said = desk(NULL, 0, "queue", "ledger", NULL);
	assert_int_equal(number_of(said, "received"), 6);
	json_object_put(said);
	free(id);
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_desk_sleeps_through_two_rotations),
		cmocka_unit_test(a_rotation_in_the_middle_of_the_work),
		cmocka_unit_test(another_gateway_is_told_from_ours),
		cmocka_unit_test(a_desk_that_lives_by_sticks),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
