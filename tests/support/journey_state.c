/* SPDX-License-Identifier: MPL-2.0 */
/* journey_state.c - what desk and gateway hold, in words and numbers that can be compared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>

#include "support/journey.h"
#include "support/province.h"

struct json_object *journey_gateway(void)
{
	const char *argv[] = {world_program("motcua-gateway"), "dossiers", "--data",
			      world_path("gateway"), NULL};
	struct json_object *list;
	struct world_run run;

	world_run(&run, argv, NULL);
	list = json_tokener_parse(run.out);
	if (run.status || !list) {
		fail_msg("motcua-gateway dossiers: status %d\n%s%s", run.status, run.out, run.err);
	}
	world_run_done(&run);
	return list;
}

const char *journey_member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;

	json_object_object_get_ex(object, name, &value);
	return value ? json_object_get_string(value) : "";
}

static const char *word_of(enum mc_state state)
{
	return state == MC_STATE_FORWARDED || state == MC_STATE_IN_PROCESS ? "passed on"
									   : mc_state_name(state);
}

/* Forwarded, in process, and forwarded alone are the same: the second comes 2 s later, and
 * so do those of its branches. */
static void add_said(struct mc_desk *desk, const char *id, struct mc_str *to)
{
	struct mc_vec said;
	int verified = 0, receipts = 0, forwards = 0;

	mc_vec_init(&said, sizeof(struct mc_dossier_said), 32);
	assert_ok(mc_dossier_said(desk, id, &said, NULL));
	MC_VEC_EACH (&said, struct mc_dossier_said, one) {
		verified += one->verified;
		receipts += !strcmp(one->kind, "receipt");
		forwards += !strcmp(one->outcome, "forwarded") && !one->branch[0];
	}
	mc_str_printf(to, " receipts %d forwarded %d %s", receipts, forwards,
		      verified == (int)said.len ? "verified" : "FORGED");
	mc_vec_done(&said);
}

static void add_desk_item(struct mc_desk *desk, int which, struct mc_str *to)
{
	struct mc_item item;
	struct mc_vec parts;
	int held = 0;

	mc_vec_init(&parts, sizeof(struct mc_mail_part), 8);
	assert_ok(mc_mail_item(desk->mail, journey_id(which), &item, NULL));
	assert_ok(mc_mail_parts(desk->mail, journey_id(which), &parts, NULL));
	MC_VEC_EACH (&parts, struct mc_mail_part, part) {
		held += part->held;
	}
	mc_str_printf(to, "desk %d: %s parts %zu held %d", which, word_of(item.state), parts.len,
		      held);
	add_said(desk, journey_id(which), to);
	mc_str_puts(to, "\n");
	mc_vec_done(&parts);
}

static void add_ledger(struct mc_desk *desk, struct mc_str *to)
{
	struct mc_queue_ledger ledger;

	assert_ok(mc_queue_ledger(desk, &ledger, NULL));
	mc_str_printf(to, "ledger: created %d received %d waiting %d held %d missing %d %s\n",
		      (int)ledger.created, (int)ledger.received, (int)ledger.waiting,
		      (int)ledger.held, (int)ledger.first_missing,
		      ledger.balanced ? "balanced" : "NOT BALANCED");
}

/* The gateway's row of one of ours, beside what the desk holds. */
static void add_arrived(struct mc_desk *desk, int which, struct json_object *row,
			struct mc_str *to)
{
	struct mc_item item;
	const char *id = journey_id(which);

	assert_ok(mc_mail_item(desk->mail, id, &item, NULL));
	mc_str_printf(to, "gateway %d: receipts %s %s %s\n", which, journey_member(row, "receipts"),
		      strcmp(journey_member(row, "digest"), item.digest) ? "OTHER BYTES"
									 : "same bytes",
		      atoll(journey_member(row, "seq")) == item.seq ? "same seq" : "OTHER SEQ");
}

const char *journey_end_state(void)
{
	static struct mc_str text;
	struct json_object *list = journey_gateway();
	struct mc_desk *desk = journey_desk();

	mc_str_done(&text);
	mc_str_init(&text, 8192);
	for (int which = 0; which < JOURNEY_DOSSIERS; which++) {
		add_desk_item(desk, which, &text);
	}
	add_ledger(desk, &text);
	/* in the order of ids, which is that of arrival or not */
	for (int which = 0; which < JOURNEY_DOSSIERS; which++) {
		for (size_t i = 0; i < json_object_array_length(list); i++) {
			struct json_object *row = json_object_array_get_idx(list, i);

			if (!strcmp(journey_member(row, "id"), journey_id(which))) {
				add_arrived(desk, which, row, &text);
			}
		}
	}
	mc_str_printf(&text, "gateway: %zu dossiers\n", json_object_array_length(list));
	json_object_put(list);
	mc_desk_close(desk);
	return text.data;
}

void journey_counts(struct journey_counts *ret)
{
	struct json_object *list = journey_gateway();
	struct mc_desk *desk = journey_desk();
	struct mc_queue_ledger ledger;

	assert_ok(mc_queue_ledger(desk, &ledger, NULL));
	assert_true(ledger.balanced);
	*ret = (struct journey_counts){.sealed = (int)ledger.created,
				       .received = (int)ledger.received,
				       .stopped = (int)(ledger.held + ledger.rejected),
				       .arrived = (int)json_object_array_length(list)};
	json_object_put(list);
	mc_desk_close(desk);
}
