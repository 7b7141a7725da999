/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The province asks for something after it received a dossier, and gets it once: by the wire,
 * or with no link at all on a stick; and what is taken back goes on the stick too. Who has to
 * act is told at every step.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/asked.h"

static char *id;

static void expect(const char *of, const char *state, const char *waits_for)
{
	struct json_object *said = desk(NULL, 0, "queue", "show", of, NULL);

	assert_string_equal(text_of(said, "state"), state);
	assert_string_equal(text_of(said, "waits_for"), waits_for);
	json_object_put(said);
}

static int begin(void **state)
{
	(void)counter_begin(state);
	look_up(NULL, mother);
	look_up(NULL, father);
	id = new_dossier(NULL, mother, father);
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	carry_until(id, "IN_PROCESS");
	province("needs_supplement", id);
	carry_until(id, "NEEDS_SUPPLEMENT");
	assert_int_equal(mkdir(world_path("stick"), 0700), 0);
	return 0;
}

static int end(void **state)
{
	world_gateway_stop(gateway);
	free(id);
	return counter_end(state);
}

static void expect_taken_once(void)
{
	struct json_object *list = arrived(), *ledger = desk(NULL, 0, "queue", "ledger", NULL);
	struct json_object *beside = NULL;

	assert_int_equal(json_object_array_length(list), 1);
	assert_int_equal(number_of(json_object_array_get_idx(list, 0), "supplements"), 1);
	assert_string_equal(text_of(ledger, "balanced"), "true");
	assert_int_equal(number_of(ledger, "created"), 1);
	assert_true(json_object_object_get_ex(ledger, "supplements", &beside));
	assert_int_equal(number_of(beside, "sealed"), 1);
	assert_int_equal(number_of(beside, "received"), 1);
	json_object_put(list);
	json_object_put(ledger);
}

static void by_the_wire(void **state)
{
	char *sid;

	(void)state;
	expect(id, "NEEDS_SUPPLEMENT", "desk");
	world_gateway_stop(gateway); /* the link is gone while it is sealed */
	sid = supplement(id);
	expect(id, "NEEDS_SUPPLEMENT", "link");
	json_object_put(desk(NULL, 65, "dossier", "supplement", id, NULL)); /* one is enough */
	gateway = world_gateway_start(NULL);
	carry_until(sid, "RECEIPTED");
	expect(sid, "RECEIPTED", "province");
	carry_until(id, "IN_PROCESS");
	expect(id, "IN_PROCESS", "province");
	expect_taken_once();
	free(sid);
}

/* What motcua-gateway import says of the stick. */
static struct json_object *gateway_import(void)
{
	const char *argv[] = {world_program("motcua-gateway"), "import", world_path("stick"),
			      "--data", world_path("gateway"), NULL};
	struct json_object *said;
	struct world_run run;

	world_run(&run, argv, NULL);
	said = json_tokener_parse(run.out);
	if (run.status || !said) {
		fail_msg("import: status %d\n%s%s", run.status, run.out, run.err);
	}
	world_run_done(&run);
	return said;
}

/* Out, in, and back: all that waits goes on the stick. Returns what came back. */
static struct json_object *by_stick(long items)
{
	struct json_object *said = desk(NULL, 0, "queue", "export", world_path("stick"), NULL);
	struct json_object *list = NULL;
	char back[4200];

	assert_true(json_object_object_get_ex(said, "items", &list));
	assert_int_equal(json_object_array_length(list), items);
	snprintf(back, sizeof(back), "%s.return", text_of(said, "file"));
	json_object_put(said);
	json_object_put(gateway_import());
	return desk(NULL, 0, "queue", "import", back, NULL);
}

static void on_a_stick(void **state)
{
	struct json_object *said;
	char *sid;

	(void)state;
	world_gateway_stop(gateway);
	sid = supplement(id);
	said = by_stick(1);
	assert_int_equal(number_of(said, "receipts"), 1);
	json_object_put(said);
	expect(sid, "RECEIPTED", "province");
	expect(id, "NEEDS_SUPPLEMENT", "province"); /* the event has not come yet */
	gateway = world_gateway_start(NULL);
	carry_until(id, "IN_PROCESS");
	expect_taken_once();
	free(sid);
}

/* The citizen changes his mind, and there is still no link. */
static void taken_back_on_a_stick(void **state)
{
	struct json_object *said, *list;

	(void)state;
	world_gateway_stop(gateway);
	json_object_put(desk(NULL, 0, "dossier", "withdraw", id, NULL));
	expect(id, "NEEDS_SUPPLEMENT", "link");
	said = by_stick(1);
	assert_int_equal(number_of(said, "withdrawn"), 1);
	json_object_put(said);
	expect(id, "WITHDRAWN", "nobody");
	list = arrived();
	assert_string_equal(text_of(json_object_array_get_idx(list, 0), "state"), "WITHDRAWN");
	json_object_put(list);
	gateway = world_gateway_start(NULL);
}

/* A catalogue that came meanwhile, with one field more in front of the telephone. */
static void grow_the_catalogue(void)
{
	static const char *const same[] = {"holidays", "places", "legal",	"slips",
					   "dictionary", "fonts", "hours.json", "catalogue.json"};
	static const char more[] = "{\"id\": \"requester.note\", \"section\": \"requester\","
				   "\"kind\": \"text\", \"required\": false, \"max\": 60,"
				   "\"label\": {\"vi\": \"Ghi chú\", \"en\": \"Note\"}},\n";
	char from[4096], to[4096], *text, *at, *grown;
	size_t len;

	assert_int_equal(mkdir(world_path("data"), 0700), 0);
	assert_int_equal(mkdir(world_path("data/procedures"), 0700), 0);
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		snprintf(from, sizeof(from), MC_SOURCE_DIR "/data/%s", same[i]);
		snprintf(to, sizeof(to), "%s/%s", world_path("data"), same[i]);
		assert_int_equal(symlink(from, to), 0);
	}
	text = world_read(MC_SOURCE_DIR "/data/procedures/2.002621.json", &len);
	memcpy(strstr(text, "\"version\": \"") + strlen("\"version\": \""), "2026-12-31", 10);
	at = strstr(text, "\"id\": \"requester.phone\"");
	while (*at != '{') {
		at--;
	}
	grown = malloc(len + sizeof(more));
	assert_non_null(grown);
	snprintf(grown, len + sizeof(more), "%.*s%s%s", (int)(at - text), text, more, at);
	world_write(world_path("data/procedures/2.002621.json"), grown, strlen(grown));
	setenv("MOTCUA_DATADIR", world_path("data"), 1);
	free(grown);
	free(text);
}

/* A supplement is filled in by the form that its dossier was begun with. */
static void by_the_form_of_before(void **state)
{
	struct json_object *said, *fields = NULL;
	char *sid, *value = NULL;

	(void)state;
	grow_the_catalogue();
	said = desk(NULL, 0, "catalog", "show", "2.002621", NULL);
	assert_non_null(strstr(json_object_to_json_string(said), "requester.note"));
	json_object_put(said);
	sid = supplement(id);
	said = desk(NULL, 0, "dossier", "show", sid, NULL);
	assert_true(json_object_object_get_ex(said, "fields", &fields));
	for (size_t i = 0; i < json_object_array_length(fields); i++) {
		struct json_object *it = json_object_array_get_idx(fields, i);

		if (!strcmp(text_of(it, "id"), "requester.phone")) {
			value = strdup(text_of(it, "value"));
		}
	}
	assert_non_null(value);
	assert_string_equal(value, "0987654321");
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	json_object_put(said);
	free(value);
	free(sid);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(by_the_wire),
		CASE(by_the_form_of_before),
		CASE(on_a_stick),
		CASE(taken_back_on_a_stick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
