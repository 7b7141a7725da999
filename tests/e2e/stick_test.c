/* SPDX-License-Identifier: MPL-2.0 */
/*
 * No link at all: a dossier goes to the province on a stick and its receipt comes back on
 * it. Wire and stick may both deliver: it lands once. A stick that is full, gone or pulled
 * out in the middle changes nothing.
 */
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/counter.h"

static char *id;

static int begin(void **state)
{
	(void)counter_begin(state);
	look_up(NULL, mother);
	look_up(NULL, father);
	id = new_dossier(NULL, mother, father);
	world_gateway_stop(gateway);
	assert_int_equal(mkdir(world_path("stick"), 0700), 0);
	return 0;
}

static int end(void **state)
{
	free(id);
	return counter_end(state);
}

static void submit(void)
{
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
}

static void expect_state(const char *state)
{
	struct json_object *said = desk(NULL, 0, "queue", "show", id, NULL);

	assert_string_equal(text_of(said, "state"), state);
	json_object_put(said);
}

static void expect_waiting(void)
{
	struct json_object *said = desk(NULL, 0, "queue", "ledger", NULL);

	assert_int_equal(number_of(said, "waiting"), 1);
	json_object_put(said);
}

/* The received one counts once, at both ends; the signatures are looked at anew. */
static void expect_landed_once(void)
{
	struct json_object *list = arrived(), *ledger = desk(NULL, 0, "queue", "ledger", NULL);

	assert_int_equal(json_object_array_length(list), 1);
	assert_string_equal(text_of(json_object_array_get_idx(list, 0), "id"), id);
	assert_int_equal(number_of(json_object_array_get_idx(list, 0), "receipts"), 1);
	assert_int_equal(number_of(ledger, "received"), 1);
	assert_string_equal(text_of(ledger, "balanced"), "true");
	json_object_put(list);
	json_object_put(ledger);
}

static bool is_received(const void *ctx)
{
	struct json_object *said = desk(NULL, 0, "queue", "ledger", NULL);
	bool is = number_of(said, "received") == 1;

	(void)ctx;
	json_object_put(said);
	return is;
}

static void carry(void)
{
	assert_true(carry_until_so(is_received, NULL));
}

/* The bundle's path; free(). */
static char *export_to_stick(void)
{
	struct json_object *said = desk(NULL, 0, "queue", "export", world_path("stick"), NULL);
	struct json_object *items = NULL;
	struct stat st;
	char *file = strdup(text_of(said, "file"));

	assert_true(json_object_object_get_ex(said, "items", &items));
	assert_int_equal(json_object_array_length(items), 1);
	assert_string_equal(text_of(json_object_array_get_idx(items, 0), "id"), id);
	assert_int_equal(number_of(json_object_array_get_idx(items, 0), "seq"), 1);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(number_of(said, "bytes"), st.st_size);
	json_object_put(said);
	return file;
}

/* motcua-gateway import; the outcome of the first item must be as wanted. */
static void gateway_import(const char *what, int status, const char *outcome)
{
	const char *argv[] = { world_program("motcua-gateway"), "import", what, "--data",
			       world_path("gateway"), NULL };
	struct json_object *said, *files = NULL, *items = NULL;
	struct world_run run;

	world_run(&run, argv, NULL);
	said = json_tokener_parse(run.out);
	if (run.status != status || !said) {
		fail_msg("import: status %d, not %d\n%s%s", run.status, status, run.out, run.err);
	}
	json_object_object_get_ex(said, "files", &files);
	json_object_object_get_ex(json_object_array_get_idx(files, 0), "items", &items);
	assert_string_equal(text_of(json_object_array_get_idx(items, 0), "outcome"), outcome);
	assert_string_equal(text_of(json_object_array_get_idx(items, 0), "id"), id);
	json_object_put(said);
	world_run_done(&run);
}

static void queue_import(const char *bundle, long receipts, long known)
{
	char file[4200];
	struct json_object *said;

	snprintf(file, sizeof(file), "%s.return", bundle);
	said = desk(NULL, 0, "queue", "import", file, NULL);
	assert_int_equal(number_of(said, "receipts"), receipts);
	assert_int_equal(number_of(said, "known"), known);
	assert_int_equal(number_of(said, "rejected"), 0);
	json_object_put(said);
}

static void goes_and_comes_back_on_a_stick(void **state)
{
	char *file;

	(void)state;
	submit();
	file = export_to_stick();
	expect_state("BUNDLED");
	gateway_import(file, 0, "received");
	queue_import(file, 1, 0);
	expect_state("RECEIPTED");
	expect_landed_once();
	/* replayed at both ends: the same bytes, and nothing changes */
	gateway_import(world_path("stick"), 0, "received");
	queue_import(file, 0, 1);
	expect_landed_once();
	gateway = world_gateway_start(NULL);
	carry();
	expect_landed_once();
	free(file);
}

static void by_the_wire_first_and_then_by_the_stick(void **state)
{
	char *file;

	(void)state;
	submit();
	file = export_to_stick();
	json_object_put(desk(NULL, 0, "queue", "retry", id, NULL));
	gateway = world_gateway_start(NULL);
	carry();
	expect_landed_once();
	gateway_import(file, 0, "received"); /* while the gateway serves */
	queue_import(file, 0, 1);
	expect_landed_once();
	free(file);
}

static void by_the_stick_first_and_then_by_the_wire(void **state)
{
	char *file;

	(void)state;
	submit();
	file = export_to_stick();
	gateway = world_gateway_start(NULL);
	gateway_import(file, 0, "received");
	json_object_put(desk(NULL, 0, "queue", "retry", id, NULL));
	carry();
	expect_landed_once();
	queue_import(file, 0, 1);
	expect_landed_once();
	free(file);
}

/* As after a power cut between the file's name and the item's new state: it goes again. */
static void two_bundles_of_one_dossier_land_once(void **state)
{
	char *first, *second, moved[4200];

	(void)state;
	submit();
	first = export_to_stick();
	snprintf(moved, sizeof(moved), "%s", world_path("stick/b.bundle"));
	assert_int_equal(rename(first, moved), 0);
	json_object_put(desk(NULL, 0, "queue", "retry", id, NULL));
	second = export_to_stick();
	gateway_import(world_path("stick"), 0, "received");
	queue_import(moved, 1, 0);
	queue_import(second, 0, 1);
	expect_landed_once();
	free(first);
	free(second);
}

/* ---- sticks that fail */

enum { PAPER = 3 << 20, LIMIT = 2 << 20 }; /* our databases are smaller, the bundle is not */

static int limited(void)
{
	struct rlimit limit = {LIMIT, LIMIT};

	return setrlimit(RLIMIT_FSIZE, &limit);
}

static int limited_politely(void)
{
	return signal(SIGXFSZ, SIG_IGN) == SIG_ERR ? -1 : limited();
}

static void attach_large_paper(void)
{
	char *bytes = malloc(PAPER);

	memset(bytes, 'x', PAPER);
	memcpy(bytes, "%PDF-1.4 ", 9);
	world_write(world_path("giay-Truc-Van.pdf"), bytes, PAPER);
	free(bytes);
}

/* The same answers with a large paper. */
static int begin_large(void **state)
{
	char attach[4200];
	struct json_object *said;

	begin(state);
	attach_large_paper();
	snprintf(attach, sizeof(attach), "birth_notice=%s", world_path("giay-Truc-Van.pdf"));
	said = desk(NULL, 0, "dossier", "new", PROCEDURE, "--from", world_path("answers.json"),
		    "--attach", attach, NULL);
	free(id);
	id = strdup(text_of(said, "id"));
	json_object_put(said);
	return 0;
}

/* Files on the stick that anybody would take for a bundle. */
static int bundles(void)
{
	DIR *dir = opendir(world_path("stick"));
	struct dirent *entry;
	int count = 0;

	while ((entry = readdir(dir)) != NULL) {
		count += entry->d_name[0] != '.';
	}
	closedir(dir);
	return count;
}

static void full_stick_changes_nothing(void **state)
{
	struct json_object *said, *error = NULL;
	char *file;

	(void)state;
	submit();
	said = desk(limited_politely, 74, "queue", "export", world_path("stick"), NULL);
	assert_true(json_object_object_get_ex(said, "error", &error));
	assert_string_equal(text_of(error, "code"), "USB-02");
	json_object_put(said);
	expect_waiting();
	assert_int_equal(bundles(), 0);
	said = desk(NULL, 74, "queue", "export", world_path("pulled-out"), NULL);
	assert_true(json_object_object_get_ex(said, "error", &error));
	assert_string_equal(text_of(error, "code"), "USB-01");
	json_object_put(said);
	expect_waiting();
	file = export_to_stick();
	gateway_import(file, 0, "received");
	queue_import(file, 1, 0);
	expect_landed_once();
	free(file);
}

/* In the middle of the paper's bytes; and what it left is no obstacle. */
static void killed_export_is_done_again(void **state)
{
	char *file;

	(void)state;
	submit();
	json_object_put(desk(limited, 128 + SIGXFSZ, "queue", "export", world_path("stick"), NULL));
	expect_waiting();
	assert_int_equal(bundles(), 0);
	file = export_to_stick();
	expect_state("BUNDLED");
	gateway_import(world_path("stick"), 0, "received");
	queue_import(file, 1, 0);
	expect_landed_once();
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(goes_and_comes_back_on_a_stick, begin, end),
		cmocka_unit_test_setup_teardown(by_the_wire_first_and_then_by_the_stick, begin, end),
		cmocka_unit_test_setup_teardown(by_the_stick_first_and_then_by_the_wire, begin, end),
		cmocka_unit_test_setup_teardown(two_bundles_of_one_dossier_land_once, begin, end),
		cmocka_unit_test_setup_teardown(full_stick_changes_nothing, begin_large, end),
		cmocka_unit_test_setup_teardown(killed_export_is_done_again, begin_large, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
