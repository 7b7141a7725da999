/* SPDX-License-Identifier: MPL-2.0 */
#include "support/tour.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json_object.h>

#include "motcua/wire/json.h"
#include "support/journey.h"
#include "support/tour_programs.h"

enum { TRIES = 100, A_MOMENT = 200000 };

static const char *const tops[] = {"desk", "gateway", "stick", NULL};

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
	char text[400], sha256[MC_SHA256_HEX];

	while (dir && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.') {
			snprintf(text, sizeof(text), "stick/%s", entry->d_name);
			assert_ok(mc_sha256_file(world_path(text), sha256, NULL));
			snprintf(text, sizeof(text), "stick %s %s", sha256, entry->d_name);
			cut_disk_mark(tour->journal, text);
		}
	}
	closedir(dir);
}

/* "dossier new PROCEDURE" or "dossier supplement ID", from the answers of that name. */
static void begin_draft(struct tour *tour, int which, const char *verb, const char *of,
			const char *answers_name)
{
	struct tour_dossier *dossier = &tour->dossiers[which];
	char spec[4200], answers[4096];
	const char *const more[] = {"--from", answers, dossier->with_paper ? "--attach" : NULL,
				    spec, NULL};
	struct json_object *said;
	int status;

	snprintf(answers, sizeof(answers), "%s", world_path(answers_name));
	snprintf(spec, sizeof(spec), "birth_notice=%s", world_path("giay.pdf"));
	journey_write_scan(world_path("giay.pdf"));
	said = tour_desk(&status, "dossier", verb, of, more);
	assert_int_equal(status, 0);
	assert_int_equal(MC_COPY(dossier->id, journey_member(said, "id")), 0);
	json_object_put(said);
	mark(tour, "drafted", which);
}

static void draft(struct tour *tour, int which)
{
	tour->dossiers[which].with_paper = !(which % 2);
	begin_draft(tour, which, "new", PROCEDURE, "answers.json");
}

static void draft_supplement(struct tour *tour, int which, int to)
{
	tour->dossiers[which].with_paper = true;
	begin_draft(tour, which, "supplement", tour->dossiers[to].id, "more.json");
}

static void submit(struct tour *tour, int which)
{
	tour_must("dossier", "submit", tour->dossiers[which].id);
	mark(tour, "submitted", which);
}

static void by_wire(struct tour *tour)
{
	submit(tour, 0);
	submit(tour, 1);
	submit(tour, 5); /* two without papers: they go together */
	submit(tour, TOUR_WITHDRAWN_LATER);
	tour_carry_all();
}

static void by_stick(struct tour *tour)
{
	submit(tour, 2);
	submit(tour, 3);
	tour_must("queue", "export", world_path("stick"));
	mark_stick(tour);
	assert_int_equal(tour_gateway_takes_stick(), 0);
	mark_stick(tour);
	mark(tour, "imported", 0);
	tour_desk_takes_stick();
	mark(tour, "returned", 2);
	mark(tour, "returned", 3);
}

static void taken_back(struct tour *tour)
{
	submit(tour, TOUR_WITHDRAWN);
	tour_must("queue", "export", world_path("stick"));
	mark_stick(tour);
	tour_must("dossier", "withdraw", tour->dossiers[TOUR_WITHDRAWN].id);
	mark(tour, "withdrawing", TOUR_WITHDRAWN);
	tour_carry_all();
}

static void carry_until(const char *id, const char *state)
{
	int tries = 0;
	bool there;

	do {
		struct json_object *row;

		(void)tour_carry();
		row = tour_row(id);
		there = !strcmp(journey_member(row, "state"), state);
		json_object_put(row);
		usleep(there ? 0 : A_MOMENT); /* the demo's province takes its time */
		assert_true(++tries < TRIES);
	} while (!there);
}

static void is_asked(struct tour *tour, int which)
{
	const char *id = tour->dossiers[which].id;

	carry_until(id, "IN_PROCESS");
	tour_province_asks(id);
	carry_until(id, "NEEDS_SUPPLEMENT");
}

static void supplement_by_wire(struct tour *tour)
{
	is_asked(tour, 0);
	draft_supplement(tour, TOUR_SUPPLEMENT, 0);
	submit(tour, TOUR_SUPPLEMENT);
	tour_carry_all();
}

/* A supplement and a withdrawal in one bundle. */
static void later_by_stick(struct tour *tour)
{
	is_asked(tour, 1);
	draft_supplement(tour, TOUR_SUPPLEMENT_BY_STICK, 1);
	submit(tour, TOUR_SUPPLEMENT_BY_STICK);
	tour_must("dossier", "withdraw", tour->dossiers[TOUR_WITHDRAWN_LATER].id);
	mark(tour, "withdrawing", TOUR_WITHDRAWN_LATER);
	tour_must("queue", "export", world_path("stick"));
	mark_stick(tour);
	assert_int_equal(tour_gateway_takes_stick(), 0);
	mark_stick(tour);
	mark(tour, "later", 0);
	tour_desk_takes_stick();
	mark(tour, "returned", TOUR_SUPPLEMENT_BY_STICK);
	mark(tour, "withdrawn", TOUR_WITHDRAWN_LATER);
}

static void travel(struct tour *tour)
{
	pid_t gateway = world_gateway_start(tour_patience);

	mark(tour, "founded", 0);
	tour_must("queue", "ledger", NULL);
	mark(tour, "opened", 0);
	for (int i = 0; i < TOUR_DOSSIERS; i++) {
		draft(tour, i);
	}
	by_wire(tour);
	by_stick(tour);
	taken_back(tour);
	supplement_by_wire(tour);
	later_by_stick(tour);
	tour_carry_all();
	world_gateway_stop(gateway);
}

/* ---- recording */
static void write_answers(void)
{
	static const char more[] = "{\"v\":1,\"fields\":{\"requester.phone\":\"0987654321\"}}\n";
	struct mc_str text;

	mc_str_init(&text, 65536);
	journey_answers(&text);
	world_write(world_path("answers.json"), text.data, text.len);
	world_write(world_path("more.json"), more, sizeof(more) - 1);
	mc_str_done(&text);
}

static void clear(struct tour *tour, const char *mutant)
{
	*tour = (struct tour){.mutant = mutant};
	tour->opened = tour->founded = TOUR_NEVER;
	tour->imported = tour->later = TOUR_NEVER;
	mc_vec_init(&tour->files, sizeof(struct tour_file), 32);
	mc_vec_init(&tour->words, sizeof(struct tour_word), 256);
	for (int i = 0; i < TOUR_ITEMS; i++) {
		struct tour_dossier *dossier = &tour->dossiers[i];

		dossier->drafted = dossier->submitted = dossier->told = TOUR_NEVER;
		dossier->returned = dossier->withdrawing = TOUR_NEVER;
		dossier->withdrawn = TOUR_NEVER;
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

void tour_done(struct tour *tour)
{
	MC_VEC_EACH (&tour->words, struct tour_word, word) {
		free(word->outer);
	}
	mc_vec_done(&tour->words);
	mc_vec_done(&tour->files);
	for (int i = 0; i < TOUR_ITEMS; i++) {
		mc_str_done(&tour->dossiers[i].record);
	}
}
