/* SPDX-License-Identifier: MPL-2.0 */
#include "support/tour.h"

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>

#include "motcua/wire/json.h"
#include "support/journey.h"

enum { HANGS = 60 /* s */, TRIES = 60 };

static const char *const tops[] = {"desk", "gateway", "stick", NULL};

/* ---- running */
static int no_longer_than(void)
{
	alarm(HANGS);
	return 0;
}

/* JSON of a subcommand; NULL when it printed none. */
static struct json_object *desk(int *ret_status, const char *a, const char *b, const char *c,
				const char *const more[])
{
	const char *argv[20] = {world_program("motcua"), "--data", world_path("desk"), "--gateway",
				NULL, "--officer", OFFICER, "--json"};
	char gateway[4096];
	struct json_object *said;
	struct world_run run;
	int n = 8;

	snprintf(gateway, sizeof(gateway), "unix:%s", world_path("gateway/gateway.sock"));
	argv[4] = gateway;
	argv[n++] = a;
	argv[n++] = b;
	argv[n++] = c;
	while (more && *more) {
		argv[n++] = *more++;
	}
	world_run(&run, argv, no_longer_than);
	*ret_status = run.status;
	said = json_tokener_parse(run.out);
	if (run.status && run.status != 65) {
		print_error("%s %s: status %d\n%s\n", a, b, run.status, run.err);
	}
	world_run_done(&run);
	return said;
}

static void must(const char *a, const char *b, const char *c)
{
	int status;

	json_object_put(desk(&status, a, b, c, NULL));
	assert_int_equal(status, 0);
}

static int carry(void)
{
	const char *argv[] = {world_program("motcua-courier"), "--data", world_path("desk"),
			      "--gateway", NULL, "--gateway-key",
			      world_path("gateway/gateway.keys"), "--once", NULL};
	char gateway[4096];
	struct world_run run;
	int status;

	snprintf(gateway, sizeof(gateway), "unix:%s", world_path("gateway/gateway.sock"));
	argv[4] = gateway;
	world_run(&run, argv, no_longer_than);
	status = run.status;
	if (status && status != 75) {
		fail_msg("the courier: status %d\n%s", status, run.err);
	}
	world_run_done(&run);
	return status;
}

static void carry_all(void)
{
	int tries = 0;

	while (carry()) {
		assert_true(++tries < TRIES);
	}
}

/* Returns its status: 0, or that some bundle is not whole. */
static int gateway_takes_stick(void)
{
	const char *argv[] = {world_program("motcua-gateway"), "import", world_path("stick"),
			      "--data", world_path("gateway"), NULL};
	struct world_run run;

	int status;

	world_run(&run, argv, no_longer_than);
	status = run.status;
	if (status && status != 65) {
		fail_msg("import: status %d\n%s%s", status, run.out, run.err);
	}
	world_run_done(&run);
	return status;
}

/* Every return file. */
static void desk_takes_stick(void)
{
	DIR *dir = opendir(world_path("stick"));
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		size_t len = strlen(entry->d_name);
		char name[300];

		if (len > 7 && !strcmp(entry->d_name + len - 7, ".return")) {
			snprintf(name, sizeof(name), "stick/%s", entry->d_name);
			must("queue", "import", world_path(name));
		}
	}
	closedir(dir);
}

/* ---- the tour */
static void mark(const struct tour *tour, const char *word, int which)
{
	char text[64];

	snprintf(text, sizeof(text), "%s %d", word, which);
	cut_disk_mark(tour->journal, text);
}

/* All files on it are said to be whole. */
static void mark_stick(const struct tour *tour)
{
	DIR *dir = opendir(world_path("stick"));
	const struct dirent *entry;
	char text[300];

	while (dir && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.') {
			snprintf(text, sizeof(text), "stick %s", entry->d_name);
			cut_disk_mark(tour->journal, text);
		}
	}
	closedir(dir);
}

static void draft(struct tour *tour, int which)
{
	static const char paper[] = "%PDF-1.4 giấy chứng sinh\n";
	char spec[4200], answers[4096];
	const char *const more[] = {"--from", answers, which % 2 ? NULL : "--attach", spec, NULL};
	struct tour_dossier *dossier = &tour->dossiers[which];
	struct json_object *said;
	int status;

	dossier->with_paper = !(which % 2);
	snprintf(answers, sizeof(answers), "%s", world_path("answers.json"));
	snprintf(spec, sizeof(spec), "birth_notice=%s", world_path("giay.pdf"));
	world_write(world_path("giay.pdf"), paper, sizeof(paper) - 1);
	said = desk(&status, "dossier", "new", PROCEDURE, more);
	assert_int_equal(status, 0);
	assert_int_equal(MC_COPY(dossier->id, journey_member(said, "id")), 0);
	json_object_put(said);
	mark(tour, "drafted", which);
}

static void submit(struct tour *tour, int which)
{
	must("dossier", "submit", tour->dossiers[which].id);
	mark(tour, "submitted", which);
}

static void by_wire(struct tour *tour)
{
	submit(tour, 0);
	submit(tour, 1);
	submit(tour, 5); /* two without papers: they go together */
	carry_all();
}

static void by_stick(struct tour *tour)
{
	submit(tour, 2);
	submit(tour, 3);
	must("queue", "export", world_path("stick"));
	mark_stick(tour);
	assert_int_equal(gateway_takes_stick(), 0);
	mark_stick(tour);
	mark(tour, "imported", 0);
	desk_takes_stick();
	mark(tour, "returned", 2);
	mark(tour, "returned", 3);
}

static void taken_back(struct tour *tour)
{
	submit(tour, TOUR_WITHDRAWN);
	must("queue", "export", world_path("stick"));
	mark_stick(tour);
	must("dossier", "withdraw", tour->dossiers[TOUR_WITHDRAWN].id);
	mark(tour, "withdrawing", TOUR_WITHDRAWN);
	carry_all();
}

static void travel(struct tour *tour)
{
	pid_t gateway = world_gateway_start(no_longer_than);

	mark(tour, "founded", 0);
	must("queue", "ledger", NULL);
	mark(tour, "opened", 0);
	for (int i = 0; i < TOUR_DOSSIERS; i++) {
		draft(tour, i);
	}
	by_wire(tour);
	by_stick(tour);
	taken_back(tour);
	carry_all();
	world_gateway_stop(gateway);
}

/* ---- recording */
static void write_answers(void)
{
	struct mc_str text;

	mc_str_init(&text, 65536);
	journey_answers(&text);
	world_write(world_path("answers.json"), text.data, text.len);
	mc_str_done(&text);
}

static void clear(struct tour *tour, const char *mutant)
{
	*tour = (struct tour){.mutant = mutant};
	tour->opened = tour->founded = tour->imported = TOUR_NEVER;
	mc_vec_init(&tour->files, sizeof(struct tour_word), 16);
	mc_vec_init(&tour->words, sizeof(struct tour_word), 256);
	for (int i = 0; i < TOUR_DOSSIERS; i++) {
		struct tour_dossier *dossier = &tour->dossiers[i];

		dossier->drafted = dossier->submitted = dossier->told = TOUR_NEVER;
		dossier->returned = dossier->withdrawing = TOUR_NEVER;
	}
	assert_int_equal(MC_COPY(tour->journal, world_path("journal")), 0);
	assert_int_equal(MC_COPY(tour->root, world_path("desk")), 0);
	*strrchr(tour->root, '/') = '\0';
}

static void set_recording(const struct tour *tour)
{
	setenv("LD_PRELOAD", MC_BUILD_DIR "/tests/support/shim_disk.so", 1);
	setenv(SHIM_DISK_JOURNAL, tour->journal, 1);
	setenv(SHIM_DISK_ROOT, tour->root, 1);
	setenv(SHIM_DISK_MUTANT, tour->mutant ? tour->mutant : "", 1);
}

/* Before any process that is not recorded touches the folders. */
static void check_journal(struct tour *tour)
{
	struct cut_disk *disk = tour_disk(tour);
	char why[256];

	while (cut_disk_next(disk)) {
		continue;
	}
	tour->events = cut_disk_at(disk);
	for (int i = 0; tops[i]; i++) {
		if (!cut_disk_is_true(disk, tops[i], world_path(tops[i]), why)) {
			fail_msg("the journal does not describe %s", why);
		}
	}
	cut_disk_close(disk);
}

void tour_record(struct tour *ret, const char *mutant)
{
	clear(ret, mutant);
	for (int i = 0; tops[i]; i++) {
		assert_int_equal(mkdir(world_path(tops[i]), 0700), 0);
	}
	write_answers();
	cut_disk_record(ret->journal, ret->root, tops);
	set_recording(ret);
	travel(ret);
	unsetenv("LD_PRELOAD");
	check_journal(ret);
	tour_promises(ret);
}

struct cut_disk *tour_disk(const struct tour *tour)
{
	return cut_disk_open(tour->journal, tour->root);
}

static void free_words(struct mc_vec *words)
{
	MC_VEC_EACH (words, struct tour_word, word) {
		free(word->outer);
	}
	mc_vec_done(words);
}

void tour_done(struct tour *tour)
{
	free_words(&tour->words);
	free_words(&tour->files);
	for (int i = 0; i < TOUR_DOSSIERS; i++) {
		mc_str_done(&tour->dossiers[i].record);
	}
}

/* ---- finishing */

/* 65: it is sealed already, or this disk never heard of it, which may be only when nobody
 * was told of it. */
static void submit_again(const struct tour_dossier *dossier, long event)
{
	int status;
	struct json_object *said = desk(&status, "dossier", "submit", dossier->id, NULL);
	bool unknown = said && strstr(json_object_to_json_string(said), "DOS-01");

	if (status && (status != 65 || (unknown && dossier->drafted <= event))) {
		fail_msg("submitting again: status %d %s", status,
			 json_object_to_json_string(said));
	}
	json_object_put(said);
}

static void check_row(const struct tour *tour, struct json_object *row, int seen[])
{
	const char *id = journey_member(row, "id");
	int which = 0;

	while (which < TOUR_DOSSIERS && strcmp(tour->dossiers[which].id, id)) {
		which++;
	}
	assert_true(which < TOUR_DOSSIERS);
	assert_string_equal(journey_member(row, "receipts"), "1");
	assert_int_equal(seen[which]++, 0);
}

/* A withdrawal that was only begun may have been lost with the power: then the dossier goes
 * its way. */
static void check_arrived(const struct tour *tour, long event, const int seen[])
{
	for (int i = 0; i < TOUR_DOSSIERS; i++) {
		const struct tour_dossier *dossier = &tour->dossiers[i];

		if (dossier->drafted <= event && !seen[i] && i != TOUR_WITHDRAWN) {
			fail_msg("dossier %d was lost", i);
		}
		if (dossier->withdrawing <= event && seen[i]) {
			fail_msg("dossier %d was withdrawn and is at the gateway", i);
		}
	}
}

static void check_ledger(void)
{
	int status;
	struct json_object *ledger = desk(&status, "queue", "ledger", NULL, NULL);

	assert_int_equal(status, 0);
	assert_string_equal(journey_member(ledger, "balanced"), "true");
	assert_string_equal(journey_member(ledger, "waiting"), "0");
	assert_string_equal(journey_member(ledger, "held"), "0");
	assert_string_equal(journey_member(ledger, "bundled"), "0");
	json_object_put(ledger);
}

void tour_finish(const struct tour *tour, long event)
{
	int seen[TOUR_DOSSIERS] = {0};
	pid_t gateway = world_gateway_start(no_longer_than);
	struct json_object *list;

	for (int i = 0; i < TOUR_DOSSIERS; i++) {
		submit_again(&tour->dossiers[i], event);
	}
	carry_all();
	(void)gateway_takes_stick();
	desk_takes_stick();
	carry_all();
	world_gateway_stop(gateway);
	list = journey_gateway();
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		check_row(tour, json_object_array_get_idx(list, i), seen);
	}
	check_arrived(tour, event, seen);
	check_ledger();
	json_object_put(list);
}
