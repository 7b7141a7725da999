/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The whole piece of work by subcommands: look-up, verification, evidence, dossier,
 * submitted while the gateway is down, received exactly once when it is back.
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "e2e/counter.h"
#include "support/pty.h"

static void lookup_tells_three_outcomes_apart(void **state)
{
	char *number = world_card_part(mother, 0);
	struct json_object *said, *person = NULL;

	(void)state;
	said = desk(NULL, 0, "lookup", "--card", mother, "--procedure", PROCEDURE, "--purpose",
		    PURPOSE, NULL);
	assert_int_equal(number_of(said, "v"), 1);
	assert_string_equal(text_of(said, "outcome"), "found");
	assert_true(json_object_object_get_ex(said, "person", &person));
	assert_string_equal(text_of(person, "number"), number);
	assert_string_equal(text_of(person, "full_name"), "Trần Thị Kim Oanh");
	json_object_put(said);

	said = desk(NULL, 0, "lookup", number, "--name", "Trần Thị Kim Oang", "--born",
		    "02/11/1996", "--procedure", PROCEDURE, "--purpose", PURPOSE, NULL);
	assert_string_equal(text_of(said, "outcome"), "no_match");
	json_object_put(said);

	world_gateway_stop(gateway);
	said = desk(NULL, 75, "lookup", "--card", mother, "--procedure", PROCEDURE, "--purpose",
		    PURPOSE, "--wait", "1", NULL);
	assert_string_equal(text_of(said, "outcome"), "service_failure");
	json_object_put(said);
	free(number);
}

static void no_lookup_without_officer_and_purpose(void **state)
{
	const char *argv[] = {
		world_program("motcua"), "--data",  world_path("desk"), "lookup", "--card", mother,
		"--procedure",		 PROCEDURE, "--purpose",	PURPOSE,  NULL};
	struct world_run run;

	(void)state;
	world_run(&run, argv, NULL);
	assert_int_equal(run.status, 78);
	assert_non_null(strstr(run.err, "motcua: [OFF-01]"));
	world_run_done(&run);
	json_object_put(desk(NULL, 64, "lookup", "--card", mother, "--procedure", PROCEDURE, NULL));
}

/* valid, by exit status and by word */
static void check_evidence(const char *file, bool valid)
{
	struct json_object *said = desk(NULL, valid ? 0 : 65, "evidence", "check", file, NULL);

	assert_string_equal(text_of(said, "valid"), valid ? "true" : "false");
	assert_int_equal(strlen(text_of(said, "reason")) > 0, !valid);
	json_object_put(said);
}

static void evidence_is_checked_offline(void **state)
{
	struct json_object *said = desk(NULL, 0, "verify", "--card", mother, "--procedure",
					PROCEDURE, "--purpose", PURPOSE, NULL);
	char *jws = strdup(text_of(said, "evidence")), *file = strdup(text_of(said, "file"));
	char *payload = strchr(jws, '.');

	(void)state;
	assert_string_equal(text_of(said, "outcome"), "found");
	assert_string_equal(text_of(said, "way"), "system");
	json_object_put(said);
	world_gateway_stop(gateway);

	check_evidence(file, true);
	world_write(world_path("bare.jws"), jws, strlen(jws));
	check_evidence(world_path("bare.jws"), true);
	assert_non_null(payload);
	payload[strlen(payload) / 2] ^= 1; /* in the payload: the signature is 86 letters */
	world_write(world_path("flipped.jws"), jws, strlen(jws));
	check_evidence(world_path("flipped.jws"), false);
	payload[strlen(payload) / 2] ^= 1;
	world_write(world_path("short.jws"), jws, strlen(jws) / 2);
	check_evidence(world_path("short.jws"), false);
	free(jws);
	free(file);
}

static void expect_ledger(long created, long received, long waiting)
{
	struct json_object *ledger = desk(NULL, 0, "queue", "ledger", NULL);

	assert_int_equal(number_of(ledger, "created"), created);
	assert_int_equal(number_of(ledger, "received"), received);
	assert_int_equal(number_of(ledger, "waiting"), waiting);
	assert_int_equal(number_of(ledger, "rejected"), 0);
	assert_int_equal(number_of(ledger, "held"), 0);
	assert_string_equal(text_of(ledger, "balanced"), "true");
	json_object_put(ledger);
}

static void expect_queue(const char *id, bool waiting)
{
	struct json_object *list = desk(NULL, 0, "queue", "list", NULL), *item;
	const char *state;

	assert_int_equal(json_object_array_length(list), 1);
	item = json_object_array_get_idx(list, 0);
	assert_string_equal(text_of(item, "id"), id);
	assert_int_equal(number_of(item, "seq"), 1);
	state = text_of(item, "state");
	assert_int_equal(waiting, !strcmp(state, "SEALED") || !strcmp(state, "UPLOADING") ||
					  !strcmp(state, "COMMITTING"));
	json_object_put(list);
}

static void expect_arrived_once(const char *id)
{
	struct json_object *list = arrived(), *item;

	assert_int_equal(json_object_array_length(list), 1);
	item = json_object_array_get_idx(list, 0);
	assert_string_equal(text_of(item, "id"), id);
	assert_string_equal(text_of(item, "procedure"), PROCEDURE);
	assert_int_equal(number_of(item, "seq"), 1);
	assert_int_equal(number_of(item, "receipts"), 1);
	json_object_put(list);
}

/* On demand the courier stays for what waits, and no longer. */
static void expect_courier_gone(void)
{
	double until = world_now() + PTY_PATIENCE;
	pid_t pids[8];

	while (world_children(pids, 8) > 1 && world_now() < until) {
		usleep(50000);
	}
	assert_int_equal(world_children(pids, 8), 1);
}

static void dossier_arrives_exactly_once(void **state)
{
	struct json_object *said;
	char *id;

	(void)state;
	look_up(NULL, mother);
	look_up(NULL, father);
	id = new_dossier(NULL, mother, father);
	world_gateway_stop(gateway);

	said = desk(NULL, 0, "dossier", "submit", id, NULL);
	assert_string_equal(text_of(said, "id"), id);
	assert_string_equal(text_of(said, "state"), "SEALED");
	assert_int_equal(number_of(said, "seq"), 1);
	json_object_put(said);
	json_object_put(desk(NULL, 65, "dossier", "submit", id, NULL));
	said = desk(NULL, 75, "sync", "--once", NULL);
	assert_int_equal(number_of(said, "waiting"), 1);
	assert_string_equal(text_of(said, "link"), "down");
	json_object_put(said);
	expect_queue(id, true);
	expect_ledger(1, 0, 1);

	gateway = world_gateway_start(NULL);
	said = desk(NULL, 0, "sync", "--once", NULL);
	assert_int_equal(number_of(said, "received"), 1);
	assert_int_equal(number_of(said, "waiting"), 0);
	assert_string_equal(text_of(said, "link"), "up");
	json_object_put(said);
	expect_queue(id, false);
	expect_ledger(1, 1, 0);
	expect_arrived_once(id);

	json_object_put(desk(NULL, 65, "dossier", "submit", id, NULL));
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	expect_arrived_once(id);
	expect_ledger(1, 1, 0);
	expect_courier_gone();
	free(id);
}

/* As a machine that was switched off over night: no courier of yesterday is left. */
static void end_all_programs(void)
{
	double until = world_now() + PTY_PATIENCE;
	pid_t pids[8];
	int count;

	while ((count = world_children(pids, 8)) > 0 && world_now() < until) {
		for (int i = 0; i < count; i++) {
			kill(pids[i], SIGKILL);
		}
		usleep(50000);
	}
	assert_int_equal(count, 0);
}

static void what_waits_goes_when_a_desk_is_opened(void **state)
{
	char address[4096], *id;
	const char *argv[] = {world_program("motcua"), "--data",    world_path("desk"), "--gateway",
			      address,		       "--officer", OFFICER,		NULL};
	struct pty *pty;

	(void)state;
	snprintf(address, sizeof(address), "unix:%s", world_path("gateway/gateway.sock"));
	look_up(NULL, mother);
	look_up(NULL, father);
	id = new_dossier(NULL, mother, father);
	world_gateway_stop(gateway);
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	end_all_programs();
	gateway = world_gateway_start(NULL);
	pty = pty_start(argv, 24, 80, NULL);
	/* nobody presses a key */
	pty_expect(pty, world_say("passed on"));
	pty_end(pty);
	expect_arrived_once(id);
	free(id);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, counter_begin, counter_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(lookup_tells_three_outcomes_apart),
		CASE(no_lookup_without_officer_and_purpose),
		CASE(evidence_is_checked_offline),
		CASE(dossier_arrives_exactly_once),
		CASE(what_waits_goes_when_a_desk_is_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
