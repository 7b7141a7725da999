/* SPDX-License-Identifier: MPL-2.0 */
/* journey_state.c - what desk and gateway hold, in words and numbers that can be compared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>

#include "motcua/store/supplement.h"
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

/* One that was asked for something, and has answered, is passed on by an event that comes 2 s
 * later: all three are the same. */
static const char *word_of(struct mc_desk *desk, const struct mc_item *item)
{
	struct mc_dossier_row row;

	if (item->state == MC_STATE_FORWARDED || item->state == MC_STATE_IN_PROCESS) {
		return "passed on";
	}
	assert_ok(mc_dossier_row(desk, item->id, &row, NULL));
	return item->state == MC_STATE_NEEDS_SUPPLEMENT &&
			       row.supplement_state == MC_STATE_RECEIPTED
		       ? "passed on"
		       : mc_state_name(item->state);
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

static void add_item(struct mc_desk *desk, const struct mc_item *item, struct mc_str *to)
{
	struct mc_vec parts;
	int held = 0;

	mc_vec_init(&parts, sizeof(struct mc_mail_part), 8);
	assert_ok(mc_mail_parts(desk->mail, item->id, &parts, NULL));
	MC_VEC_EACH (&parts, struct mc_mail_part, part) {
		held += part->held;
	}
	mc_str_printf(to, "%s parts %zu held %d", word_of(desk, item), parts.len, held);
	add_said(desk, item->id, to);
	mc_str_puts(to, "\n");
	mc_vec_done(&parts);
}

/* A dossier, and what was sent later for it. */
static void add_desk_item(struct mc_desk *desk, int which, struct mc_str *to)
{
	struct mc_item item;
	struct mc_vec later;

	mc_vec_init(&later, sizeof(struct mc_item), 8);
	assert_ok(mc_mail_item(desk->mail, journey_id(which), &item, NULL));
	assert_ok(mc_mail_supplements(desk->mail, journey_id(which), &later, NULL));
	mc_str_printf(to, "desk %d: ", which);
	add_item(desk, &item, to);
	MC_VEC_EACH (&later, struct mc_item, supplement) {
		mc_str_printf(to, "desk %d, supplement: ", which);
		add_item(desk, supplement, to);
	}
	mc_vec_done(&later);
}

static void add_ledger(struct mc_desk *desk, struct mc_str *to)
{
	struct mc_queue_ledger ledger;

	assert_ok(mc_queue_ledger(desk, &ledger, NULL));
	mc_str_printf(to, "ledger: created %d received %d waiting %d held %d withdrawn %d missing %d",
		      (int)ledger.created, (int)ledger.received, (int)ledger.waiting,
		      (int)ledger.held, (int)ledger.withdrawn, (int)ledger.first_missing);
	mc_str_printf(to, " supplements %d received %d %s\n", (int)ledger.supplements.sealed,
		      (int)ledger.supplements.received,
		      ledger.balanced ? "balanced" : "NOT BALANCED");
}

/* The gateway's row of one of ours, beside what the desk holds. */
static void add_arrived(struct mc_desk *desk, int which, struct json_object *row,
			struct mc_str *to)
{
	struct mc_item item;
	const char *id = journey_id(which);

	assert_ok(mc_mail_item(desk->mail, id, &item, NULL));
	mc_str_printf(to, "gateway %d: receipts %s supplements %s %s %s\n", which,
		      journey_member(row, "receipts"), journey_member(row, "supplements"),
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
				       .arrived = (int)json_object_array_length(list),
				       .supplements = (int)ledger.supplements.sealed};
	json_object_put(list);
	mc_desk_close(desk);
}
