/* SPDX-License-Identifier: MPL-2.0 */
/* tour_finish.c - the real programs go on from what a power cut left, to the end. */
#include <stdlib.h>
#include <sys/stat.h>

#include <json-c/json_object.h>

#include "support/journey.h"
#include "support/tour.h"
#include "support/tour_programs.h"

/* 65: it is sealed already, or this disk never heard of it, which may be only when nobody
 * was told of it. */
static void submit_again(const struct tour_dossier *dossier, long event)
{
	int status;
	struct json_object *said = tour_desk(&status, "dossier", "submit", dossier->id, NULL);
	bool unknown = said && strstr(json_object_to_json_string(said), "DOS-01");

	if (status && (status != 65 || (unknown && dossier->drafted <= event))) {
		fail_msg("submitting again: status %d %s", status,
			 json_object_to_json_string(said));
	}
	json_object_put(said);
}

/* What the gateway has of a dossier. */
struct seen {
	int there, taken_back;
	int supplements;
};

static void check_row(const struct tour *tour, struct json_object *row, struct seen seen[])
{
	const char *id = journey_member(row, "id");
	bool taken_back = !strcmp(journey_member(row, "state"), "WITHDRAWN");
	int which = 0;

	while (which < TOUR_DOSSIERS && strcmp(tour->dossiers[which].id, id)) {
		which++;
	}
	assert_true(which < TOUR_DOSSIERS);
	assert_string_equal(journey_member(row, "receipts"), "1");
	assert_int_equal(seen[which].there++, 0);
	seen[which].taken_back = taken_back;
	seen[which].supplements = atoi(journey_member(row, "supplements"));
}

/* A withdrawal that was only begun may have been lost with the power: then the dossier goes
 * its way. */
static void check_arrived(const struct tour *tour, long event, const struct seen seen[])
{
	for (int i = 0; i < TOUR_DOSSIERS; i++) {
		const struct tour_dossier *dossier = &tour->dossiers[i];

		if (dossier->drafted <= event && !seen[i].there && i != TOUR_WITHDRAWN) {
			fail_msg("dossier %d was lost", i);
		}
		if (dossier->withdrawing <= event && seen[i].there && !seen[i].taken_back) {
			fail_msg("dossier %d was withdrawn and is at the gateway", i);
		}
	}
}

/* One for each time that the province asked. */
static void check_supplement(const struct tour *tour, long event, int which, int taken)
{
	bool due = tour->dossiers[which].drafted <= event;

	if (taken > 1 || (due && !taken)) {
		fail_msg("supplement %d was taken %d times", which, taken);
	}
}

static void check_ledger(void)
{
	struct json_object *beside = NULL;
	int status;
	struct json_object *ledger = tour_desk(&status, "queue", "ledger", NULL, NULL);

	assert_int_equal(status, 0);
	assert_string_equal(journey_member(ledger, "balanced"), "true");
	assert_string_equal(journey_member(ledger, "waiting"), "0");
	assert_string_equal(journey_member(ledger, "held"), "0");
	assert_string_equal(journey_member(ledger, "bundled"), "0");
	assert_true(json_object_object_get_ex(ledger, "supplements", &beside));
	assert_string_equal(journey_member(beside, "waiting"), "0");
	json_object_put(ledger);
}

void tour_finish(const struct tour *tour, long event)
{
	struct seen seen[TOUR_DOSSIERS] = {{0}};
	pid_t gateway = world_gateway_start(tour_patience);
	struct json_object *list;

	for (int i = 0; i < TOUR_ITEMS; i++) {
		submit_again(&tour->dossiers[i], event);
	}
	tour_carry_all();
	(void)tour_gateway_takes_stick();
	tour_desk_takes_stick();
	tour_carry_all();
	world_gateway_stop(gateway);
	list = journey_gateway();
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		check_row(tour, json_object_array_get_idx(list, i), seen);
	}
	check_arrived(tour, event, seen);
	check_supplement(tour, event, TOUR_SUPPLEMENT, seen[0].supplements);
	check_supplement(tour, event, TOUR_SUPPLEMENT_BY_STICK, seen[1].supplements);
	check_ledger();
	json_object_put(list);
}
