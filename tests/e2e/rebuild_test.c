/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The queue's database is lost after dossiers were submitted: some received, some that
 * the gateway never saw. Rebuilt from the spool by the real programs, each is received
 * exactly once, papers and all, and once more nothing changes.
 */
#include <stdio.h>
#include <unistd.h>

#include "e2e/counter.h"

enum { BEFORE = 3, AFTER = 3, ALL = BEFORE + AFTER };

static void submit(int count)
{
	for (int i = 0; i < count; i++) {
		char *id = new_dossier(NULL, mother, father);

		json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
		free(id);
	}
}

static int spooled(void)
{
	char command[4096];
	FILE *pipe;
	int count = -1;

	snprintf(command, sizeof(command), "ls %s | grep -c .", world_path("desk/mail/spool"));
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_int_equal(fscanf(pipe, "%d", &count), 1);
	pclose(pipe);
	return count;
}

static void assert_arrived(int want)
{
	struct json_object *list = arrived();

	assert_int_equal(json_object_array_length(list), want);
	json_object_put(list);
}

static void assert_ledger(int created, int received)
{
	struct json_object *ledger = desk(NULL, 0, "queue", "ledger", NULL);

	assert_int_equal(number_of(ledger, "created"), created);
	assert_int_equal(number_of(ledger, "received"), received);
	assert_string_equal(text_of(ledger, "balanced"), "true");
	json_object_put(ledger);
}

static void lose(void)
{
	static const char *const names[] = { "desk/mail/mail.db", "desk/mail/mail.db-wal",
					     "desk/mail/mail.db-shm" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		unlink(world_path(names[i]));
	}
}

static void rebuild(int restored, int known)
{
	struct json_object *said = desk(NULL, 0, "queue", "rebuild", NULL);

	assert_int_equal(number_of(said, "restored"), restored);
	assert_int_equal(number_of(said, "known"), known);
	assert_int_equal(number_of(said, "damaged"), 0);
	assert_int_equal(number_of(said, "papers_missing"), 0);
	json_object_put(said);
}

/* The database is deleted while a courier is at work: it ends by itself. */
static void each_exactly_once(void **state)
{
	(void)state;
	look_up(NULL, mother);
	look_up(NULL, father);
	submit(BEFORE);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_arrived(BEFORE);
	world_gateway_stop(gateway);
	submit(AFTER);
	json_object_put(desk(NULL, 75, "sync", "--once", NULL));
	assert_int_equal(spooled(), ALL);
	lose();
	json_object_put(desk(NULL, 74, "queue", "list", NULL));
	rebuild(ALL, 0);
	rebuild(0, ALL);
	assert_ledger(ALL, 0);
	gateway = world_gateway_start(NULL);
	for (int round = 0; round < 2; round++) {
		json_object_put(desk(NULL, 0, "sync", "--once", NULL));
		assert_arrived(ALL);
		assert_ledger(ALL, ALL);
	}
	/* lost once more, with everything received: the receipts come again */
	lose();
	rebuild(ALL, 0);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_arrived(ALL);
	assert_ledger(ALL, ALL);
	submit(1);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_arrived(ALL + 1);
	assert_ledger(ALL + 1, ALL + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_exactly_once, counter_begin, counter_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
