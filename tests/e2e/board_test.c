/* SPDX-License-Identifier: MPL-2.0 */
/*
 * When a dossier is due, by the real programs: provisional while the link is down, counted
 * from the receipt when it is here, moved by a table of holidays that arrives, seen on the
 * board, found again by the name without its marks, and postponed with an apology.
 */
#include <unistd.h>

#include "e2e/counter.h"
#include "e2e/published.h"
#include "support/pty.h"

static struct pty *pty;

static int end(void **state)
{
	(void)state;
	pty_end(pty);
	pty = NULL;
	return counter_end(state);
}

/* A member of the one dossier in "dossier list"; the caller frees. */
static char *listed(const char *name)
{
	struct json_object *list = desk(NULL, 0, "dossier", "list", NULL);
	char *ret;

	assert_int_equal(json_object_array_length(list), 1);
	ret = strdup(text_of(json_object_array_get_idx(list, 0), name));
	json_object_put(list);
	return ret;
}

static void is_listed(const char *name, const char *value)
{
	char *text = listed(name);

	assert_string_equal(text, value);
	free(text);
}

/* The civil day of an instant of ours, 17:00 in Viet Nam being 10:00 at Greenwich. */
static void day_of(const char *instant, char ret[11])
{
	assert_int_equal(strlen(instant), 20);
	assert_string_equal(instant + 10, "T10:00:00Z");
	snprintf(ret, 11, "%.10s", instant);
}

/* A table in which that day is off. */
static const char *table_without(const char *day)
{
	char text[600];

	snprintf(text, sizeof(text),
		 "{\"v\":1,\"year\":%.4s,\"version\":\"2099-01-01\",\"complete\":false,"
		 "\"source\":\"thông báo thử\",\"days\":[{\"date\":\"%s\",\"kind\":\"holiday\","
		 "\"confirmed\":true,\"name\":{\"vi\":\"Ngày thử\",\"en\":\"A test\"},"
		 "\"legal\":\"văn bản thử\"}]}",
		 day, day);
	world_write(world_path("table.json"), text, strlen(text));
	return world_path("table.json");
}

static void open_desk(void)
{
	char address[4096];
	const char *argv[] = {world_program("motcua"), "--data",    world_path("desk"), "--gateway",
			      address,		       "--officer", OFFICER,		NULL};

	snprintf(address, sizeof(address), "unix:%s", world_path("gateway/gateway.sock"));
	pty = pty_start(argv, 24, 80, NULL);
	pty_expect(pty, world_say("Dossiers of this desk"));
}

static void the_board(void **state)
{
	struct json_object *said;
	char *id, *due, *number, *moved, day[11], shown[8];

	(void)state;
	look_up(NULL, mother);
	look_up(NULL, father);
	id = new_dossier(NULL, mother, father);
	is_listed("due_at", ""); /* a draft has none */
	world_gateway_stop(gateway);
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	is_listed("due_provisional", "true");
	is_listed("state", "SEALED");
	gateway = world_gateway_start(NULL);
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	is_listed("due_provisional", "false");
	due = listed("due_at");
	number = listed("local_number");
	day_of(due, day);
	said = desk(NULL, 0, "dossier", "board", NULL);
	assert_int_equal(number_of(said, "total"), 1);
	assert_int_equal(number_of(said, "late"), 0);
	json_object_put(said);

	/* that day is given to a holiday */
	said = desk(NULL, 0, "calendar", "take", table_without(day), NULL);
	assert_int_equal(number_of(said, "moved"), 1);
	json_object_put(said);
	moved = listed("due_at");
	assert_true(strcmp(moved, due) > 0);
	is_listed("was_due_at", due);

	/* on the screen */
	open_desk();
	pty_type(pty, "\002");
	pty_expect(pty, world_say("Due dates"));
	pty_expect(pty, number);
	snprintf(shown, sizeof(shown), "%.2s/%.2s", moved + 8, moved + 5);
	pty_expect(pty, shown);
	snprintf(shown, sizeof(shown), "%.2s/%.2s", day + 8, day + 5); /* and what it was */
	pty_expect(pty, shown);
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, world_say("What the gateway said, signed"));
	pty_type(pty, "\033\033\033\033");
	pty_expect(pty, world_say("Dossiers of this desk"));
	pty_type(pty, "\006");
	pty_expect(pty, world_say("Name or number:"));
	pty_type(pty, "truc van");
	pty_expect(pty, number);
	pty_type(pty, "k");
	pty_expect(pty, world_say("Nothing matches."));
	free(id);
	free(due);
	free(number);
	free(moved);
}

/* The audit has an entry of this act with that outcome. Entries lie open in the store. */
static bool is_audited(const char *act, const char *outcome)
{
	static const char *const files[] = {"desk/store.db", "desk/store.db-wal"};
	char wanted[100], end[100];
	bool found = false;

	snprintf(wanted, sizeof(wanted), "\"act\":\"%s\"", act);
	snprintf(end, sizeof(end), "\"outcome\":\"%s", outcome);
	for (size_t i = 0; i < 2; i++) {
		size_t len = 0;
		char *bytes = world_read(world_path(files[i]), &len), *at = bytes;

		while (at && (at = memmem(at, len - (size_t)(at - bytes), wanted, strlen(wanted)))) {
			found |= memmem(at, strcspn(at, "}"), end, strlen(end)) != NULL;
			at += strlen(wanted);
		}
		free(bytes);
	}
	return found;
}

/* The province gives the day to a holiday: its table comes by the courier as a pack, the due
 * date moves, the audit says from when to when, and the officer reads it on the dossier. */
static void a_table_from_the_province(void **state)
{
	char *id, *due, *moved, *text, day[11], table[32], line[64], words[200];
	size_t len;

	(void)state;
	look_up(NULL, mother);
	look_up(NULL, father);
	id = new_dossier(NULL, mother, father);
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	is_listed("due_provisional", "false");
	is_listed("was_due_at", "");
	due = listed("due_at");
	day_of(due, day);

	assert_int_equal(published_folder("holidays", world_path("folder"), "", "", 0), 0);
	snprintf(table, sizeof(table), "folder/%.4s.json", day);
	text = world_read(table_without(day), &len);
	world_write(world_path(table), text, len);
	free(text);
	assert_int_equal(publish("holidays", world_path("folder")), 0);
	is_listed("due_at", due); /* nothing has come yet */
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));

	assert_true(is_in_use("holidays", "gateway"));
	moved = listed("due_at");
	assert_true(strcmp(moved, due) > 0);
	is_listed("was_due_at", due);
	snprintf(line, sizeof(line), "%s>%s", due, moved);
	assert_true(is_audited("due", line));
	assert_true(is_audited("pack", "holidays "));
	assert_false(is_audited("pack", "places "));

	open_desk();
	pty_type(pty, "\002");
	pty_expect(pty, world_say("Due dates"));
	snprintf(line, sizeof(line), "%.2s/%.2s", moved + 8, moved + 5);
	pty_expect(pty, line);
	snprintf(line, sizeof(line), "%.2s/%.2s", day + 8, day + 5); /* and what it was */
	pty_expect(pty, line);
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, world_say("What the gateway said, signed"));
	snprintf(words, sizeof(words), "%s",
		 world_say("It was %s before a newer table of holidays came."));
	strchr(words, '%')[-1] = '\0'; /* its line ends before the day */
	pty_expect(pty, words);
	free(id);
	free(due);
	free(moved);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_board, counter_begin, end),
		cmocka_unit_test_setup_teardown(a_table_from_the_province, counter_begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
