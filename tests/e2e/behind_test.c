/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The province puts its gateway back from an older backup: dossiers for which it had signed are
 * not there any more. The desk says so and names them, and goes on sending.
 */
#include <stdio.h>
#include <unistd.h>

#include "e2e/asked.h"

enum { KEPT = 2, LOST = 2 };

static char *submit(void)
{
	char *id = new_dossier(NULL, mother, father);

	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	return id;
}

static void copy(const char *from, const char *to)
{
	char command[9000], source[4096];

	snprintf(source, sizeof(source), "%s", world_path(from));
	snprintf(command, sizeof(command), "rm -rf %s && cp -a %s %s", world_path(to), source,
		 world_path(to));
	assert_int_equal(system(command), 0);
}

static void assert_arrived(int want)
{
	struct json_object *list = arrived();

	assert_int_equal(json_object_array_length(list), want);
	json_object_put(list);
}

/* By the list, dossier by dossier. */
static int lost_in_list(char *const ids[LOST])
{
	struct json_object *list = desk(NULL, 0, "queue", "list", NULL);
	int count = 0;

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i), *lost;

		if (json_object_object_get_ex(row, "lost", &lost)) {
			assert_string_equal(json_object_get_string(lost), "NET-21");
			for (int n = 0; n < LOST; n++) {
				count += !strcmp(text_of(row, "id"), ids[n]);
			}
		}
	}
	json_object_put(list);
	return count;
}

static void assert_ledger(int received, int lost)
{
	struct json_object *ledger = desk(NULL, 0, "queue", "ledger", NULL), *it = NULL;

	assert_int_equal(number_of(ledger, "received"), received);
	assert_string_equal(text_of(ledger, "balanced"), "true");
	assert_int_equal(json_object_object_get_ex(ledger, "lost", &it), lost != 0);
	if (lost) {
		assert_int_equal(number_of(it, "dossiers"), lost);
		assert_int_equal(number_of(it, "first"), KEPT + 1);
		assert_int_equal(number_of(it, "last"), KEPT + lost);
	}
	json_object_put(ledger);
}

/* The doctor names each by the number that is on the citizen's slip. */
static void assert_doctor(int status, char *const ids[LOST])
{
	struct json_object *said = desk(NULL, status, "doctor", NULL), *checks, *row;
	bool found = false;

	assert_true(json_object_object_get_ex(said, "checks", &checks));
	for (size_t i = 0; i < json_object_array_length(checks); i++) {
		row = json_object_array_get_idx(checks, i);
		if (strcmp(text_of(row, "name"), "received")) {
			continue;
		}
		found = true;
		assert_string_equal(text_of(row, "state"), ids ? "fail" : "ok");
		for (int n = 0; ids && n < LOST; n++) {
			struct json_object *shown = desk(NULL, 0, "queue", "show", ids[n], NULL);

			assert_string_equal(text_of(row, "code"), "NET-21");
			assert_non_null(strstr(text_of(row, "detail"),
					       text_of(shown, "local_number")));
			json_object_put(shown);
		}
	}
	assert_true(found);
	json_object_put(said);
}

/* Some are received, a backup is made, and some more are received. */
static void fill(char *ids[LOST])
{
	look_up(NULL, mother);
	look_up(NULL, father);
	for (int i = 0; i < KEPT; i++) {
		free(submit());
	}
	world_gateway_stop(gateway);
	copy("gateway", "backup");
	gateway = world_gateway_start(NULL);
	for (int i = 0; i < LOST; i++) {
		ids[i] = submit();
	}
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_arrived(KEPT + LOST);
}

/* Not within the second of the last receipt: signed again in the same one, two of them are the
 * same bytes. */
static void put_back(void)
{
	sleep(1);
	world_gateway_stop(gateway);
	copy("backup", "gateway");
	gateway = world_gateway_start(NULL);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
}

/* The list is read far beyond the backup's end. */
static void read_on(char *const ids[LOST])
{
	double until = world_now() + 30;
	int in_process = 0;

	while (in_process < LOST) {
		assert_true(world_now() < until);
		usleep(200000);
		json_object_put(desk(NULL, 0, "sync", "--once", NULL));
		in_process = 0;
		for (int i = 0; i < LOST; i++) {
			struct json_object *shown = desk(NULL, 0, "queue", "show", ids[i], NULL);

			in_process += !strcmp(text_of(shown, "state"), "IN_PROCESS");
			json_object_put(shown);
		}
	}
}

static void assert_did(const char *act, const char *word, int want)
{
	struct json_object *did = desk(NULL, 0, "queue", act, NULL);

	assert_int_equal(number_of(did, word), want);
	json_object_put(did);
}

/* What the gateway said of the whole of it: this so many times, each signed by it. */
static void assert_said(const char *id, const char *outcome, int want)
{
	struct json_object *shown = desk(NULL, 0, "queue", "show", id, NULL), *said, *it;
	int count = 0;

	assert_true(json_object_object_get_ex(shown, "said", &said));
	for (size_t i = 0; i < json_object_array_length(said); i++) {
		it = json_object_array_get_idx(said, i);
		if (!json_object_object_get_ex(it, "branch", NULL) &&
		    !strcmp(text_of(it, "outcome"), outcome)) {
			assert_string_equal(text_of(it, "verified"), "true");
			count++;
		}
	}
	assert_int_equal(count, want);
	json_object_put(shown);
}

/* The newest copy is gone for good: the lost ones go once more as they were sealed, each is
 * there once, and the alarm ends by itself. */
static void sent_again(void **state)
{
	char *ids[LOST];

	(void)state;
	fill(ids);
	read_on(ids);
	json_object_put(desk(NULL, 65, "queue", "resend", ids[0], NULL)); /* it is there */
	assert_did("resend", "resent", 0);
	put_back();
	free(submit()); /* work goes on: its number is above the hole */
	assert_arrived(KEPT + 1);
	json_object_put(desk(NULL, 0, "queue", "resend", ids[LOST - 1], NULL));
	assert_did("resend", "resent", LOST - 1); /* the others; and no one twice */
	assert_did("resend", "resent", 0);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_arrived(KEPT + LOST + 1);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_arrived(KEPT + LOST + 1);
	assert_ledger(KEPT + LOST + 1, 0);
	assert_int_equal(lost_in_list(ids), 0);
	assert_doctor(0, NULL);
	for (int i = 0; i < LOST; i++) {
		assert_said(ids[i], "received", 2);
		/* the second time with a cursor that was used before: it is heard all the same */
		assert_said(ids[i], "forwarded", 2);
		free(ids[i]);
	}
}

/* The province has dealt with them otherwise: an officer says so, and the audit says who. */
static void settled(void **state)
{
	char *ids[LOST];

	(void)state;
	fill(ids);
	put_back();
	assert_ledger(KEPT + LOST, LOST);
	assert_did("settle", "settled", LOST);
	assert_did("settle", "settled", 0);
	assert_ledger(KEPT + LOST, 0);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_ledger(KEPT + LOST, 0); /* the same hello tells it no second time */
	assert_doctor(0, NULL);
	assert_did("resend", "resent", 0);
	free(submit());
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_arrived(KEPT + 1);
	for (int i = 0; i < LOST; i++) {
		free(ids[i]);
	}
}

static void told_and_named(void **state)
{
	char *ids[LOST];

	(void)state;
	fill(ids);
	assert_ledger(KEPT + LOST, 0);
	assert_doctor(0, NULL);

	world_gateway_stop(gateway);
	copy("gateway", "newest");
	copy("backup", "gateway");
	gateway = world_gateway_start(NULL);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_ledger(KEPT + LOST, LOST);
	assert_int_equal(lost_in_list(ids), LOST);
	assert_doctor(69, ids);

	/* the right folder is back */
	world_gateway_stop(gateway);
	copy("newest", "gateway");
	gateway = world_gateway_start(NULL);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_ledger(KEPT + LOST, 0);
	assert_int_equal(lost_in_list(ids), 0);
	assert_doctor(0, NULL);

	/* the old one again, and work goes on: the hole stays told */
	world_gateway_stop(gateway);
	copy("backup", "gateway");
	gateway = world_gateway_start(NULL);
	free(submit());
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_arrived(KEPT + 1);
	assert_ledger(KEPT + LOST + 1, LOST);
	assert_int_equal(lost_in_list(ids), LOST);
	assert_doctor(69, ids);
	for (int i = 0; i < LOST; i++) {
		free(ids[i]);
	}
}

/* ---- what has no number */

enum { ASKED, TAKEN_BACK, LATER, ALL };

/* One is asked about, a backup is made; then that is answered, one is taken back, and one more is
 * received. ret_supplement: to be freed. */
static char *fill_and_answer(char *ids[ALL])
{
	char *sid;

	look_up(NULL, mother);
	look_up(NULL, father);
	ids[ASKED] = submit();
	ids[TAKEN_BACK] = submit();
	carry_until(ids[ASKED], "IN_PROCESS");
	carry_until(ids[TAKEN_BACK], "IN_PROCESS");
	province("needs_supplement", ids[ASKED]);
	carry_until(ids[ASKED], "NEEDS_SUPPLEMENT");
	world_gateway_stop(gateway);
	copy("gateway", "backup");
	gateway = world_gateway_start(NULL);
	sid = supplement(ids[ASKED]);
	carry_until(sid, "RECEIPTED");
	json_object_put(desk(NULL, 0, "dossier", "withdraw", ids[TAKEN_BACK], NULL));
	carry_until(ids[TAKEN_BACK], "WITHDRAWN");
	ids[LATER] = submit();
	carry_until(ids[LATER], "IN_PROCESS");
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	return sid;
}

static void assert_lost(int dossiers, int supplements, int withdrawals)
{
	struct json_object *ledger = desk(NULL, 0, "queue", "ledger", NULL), *it = NULL;

	assert_string_equal(text_of(ledger, "balanced"), "true");
	assert_int_equal(json_object_object_get_ex(ledger, "lost", &it),
			 dossiers + supplements + withdrawals != 0);
	if (it) {
		assert_int_equal(number_of(it, "dossiers"), dossiers);
		assert_int_equal(number_of(it, "perhaps_supplements"), supplements);
		assert_int_equal(number_of(it, "perhaps_withdrawals"), withdrawals);
		assert_string_equal(text_of(it, "code"), "NET-21");
	}
	json_object_put(ledger);
}

static void assert_lost_what(const char *id, const char *what)
{
	struct json_object *shown = desk(NULL, 0, "queue", "show", id, NULL);

	assert_int_equal(json_object_object_get_ex(shown, "lost", NULL), what != NULL);
	if (what) {
		assert_string_equal(text_of(shown, "lost_what"), what);
	}
	json_object_put(shown);
}

/* As the province has them. */
static void assert_there(const char *id, const char *state, int supplements)
{
	struct json_object *list = arrived();
	int found = 0;

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *it = json_object_array_get_idx(list, i);

		if (!strcmp(text_of(it, "id"), id)) {
			found++;
			assert_string_equal(text_of(it, "state"), state);
			/* told when there are some */
			assert_int_equal(number_of(it, "supplements"),
					 supplements ? supplements : -1);
		}
	}
	assert_int_equal(found, 1);
	json_object_put(list);
}

/* By the number on the slip (with the word for what it is: tests/desk/lost_test.c). */
static void assert_doctor_names(const char *id)
{
	struct json_object *said = desk(NULL, 69, "doctor", NULL);
	struct json_object *shown = desk(NULL, 0, "queue", "show", id, NULL);

	assert_non_null(strstr(json_object_to_json_string(said), text_of(shown, "local_number")));
	json_object_put(shown);
	json_object_put(said);
}

/* The province would wait for papers that it had, and deal with what was taken back. */
static void supplements_and_withdrawals(void **state)
{
	char *ids[ALL], *sid;

	(void)state;
	sid = fill_and_answer(ids);
	assert_lost(0, 0, 0);
	put_back();
	assert_there(ids[ASKED], "NEEDS_SUPPLEMENT", 0);
	assert_there(ids[TAKEN_BACK], "IN_PROCESS", 0);
	assert_lost(1, 1, 1);
	assert_lost_what(ids[ASKED], NULL);
	assert_lost_what(sid, "supplement");
	assert_lost_what(ids[TAKEN_BACK], "withdrawal");
	assert_lost_what(ids[LATER], "dossier");
	assert_doctor_names(sid);
	assert_doctor_names(ids[TAKEN_BACK]);
	assert_doctor_names(ids[LATER]);

	assert_did("resend", "resent", 3);
	assert_did("resend", "resent", 0);
	carry_until(sid, "RECEIPTED");
	carry_until(ids[TAKEN_BACK], "WITHDRAWN");
	carry_until(ids[LATER], "IN_PROCESS");
	carry_until(ids[ASKED], "IN_PROCESS");
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	assert_there(ids[ASKED], "IN_PROCESS", 1);
	assert_there(ids[TAKEN_BACK], "WITHDRAWN", 0);
	assert_there(ids[LATER], "IN_PROCESS", 0);
	assert_lost(0, 0, 0);
	assert_doctor(0, NULL);
	free(sid);
	for (int i = 0; i < ALL; i++) {
		free(ids[i]);
	}
}

/* An officer answers for all three (the audit: tests/desk/lost_test.c). */
static void settled_otherwise(void **state)
{
	char *ids[ALL], *sid;

	(void)state;
	sid = fill_and_answer(ids);
	put_back();
	assert_lost(1, 1, 1);
	assert_did("settle", "settled", 3);
	assert_lost(0, 0, 0);
	assert_lost_what(sid, NULL);
	assert_lost_what(ids[TAKEN_BACK], NULL);
	assert_did("resend", "resent", 0);
	free(sid);
	for (int i = 0; i < ALL; i++) {
		free(ids[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(supplements_and_withdrawals, counter_begin,
						counter_end),
		cmocka_unit_test_setup_teardown(settled_otherwise, counter_begin, counter_end),
		cmocka_unit_test_setup_teardown(told_and_named, counter_begin, counter_end),
		cmocka_unit_test_setup_teardown(sent_again, counter_begin, counter_end),
		cmocka_unit_test_setup_teardown(settled, counter_begin, counter_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
