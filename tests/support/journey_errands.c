/* SPDX-License-Identifier: MPL-2.0 */
/* journey_errands.c - what does not go by the wire alone: the stick, a withdrawal, a rebuild. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/journey_programs.h"
#include "support/province.h"

enum { TRIES = 60 };

/* 65: some of it was not whole, which the rest of the errand mends. */
void errand_expect(const struct world_run *run, const char *what)
{
	if (run->status && run->status != 65) {
		fail_msg("%s: status %d\n%s%s", what, run->status, run->out, run->err);
	}
}

/* ---- the stick */
void errand_export(const struct journey_fault *fault, struct world_run *ret)
{
	journey_run_desk(ret, fault, "queue", "export", world_path("stick"));
}

void errand_take_in(const struct journey_fault *fault, struct world_run *ret)
{
	const char *argv[] = {world_program("motcua-gateway"),
			      "import",
			      world_path("stick"),
			      "--data",
			      world_path("gateway"),
			      NULL};

	journey_run_program(ret, argv, fault);
}

/* Files of that ending on the stick; each to be freed. */
static int list_stick(const char *ending, char *ret[], int max)
{
	DIR *dir = opendir(world_path("stick"));
	const struct dirent *entry;
	int count = 0;

	while (dir && (entry = readdir(dir)) != NULL && count < max) {
		size_t len = strlen(entry->d_name), end = strlen(ending);

		if (len > end && !strcmp(entry->d_name + len - end, ending)) {
			ret[count++] = mc_path_join(world_path("stick"), entry->d_name);
		}
	}
	closedir(dir);
	return count;
}

void errand_bring_back(const struct journey_fault *fault, struct world_run *ret)
{
	char *file = NULL;

	assert_int_equal(list_stick(".return", &file, 1), 1);
	journey_run_desk(ret, fault, "queue", "import", file);
	free(file);
}

static void bring_all_back(void)
{
	char *files[16];
	int count = list_stick(".return", files, 16);

	for (int i = 0; i < count; i++) {
		struct world_run run;

		journey_run_desk(&run, NULL, "queue", "import", files[i]);
		errand_expect(&run, "import of a return file");
		world_run_done(&run);
		free(files[i]);
	}
}

void errand_there_and_back(void)
{
	struct world_run run;

	errand_take_in(NULL, &run);
	errand_expect(&run, "the gateway takes a stick in");
	world_run_done(&run);
	bring_all_back();
}

void errand_finish_stick(void)
{
	struct world_run run;

	errand_export(NULL, &run);
	errand_expect(&run, "export");
	world_run_done(&run);
	errand_there_and_back();
	journey_carry_all();
}

/* ---- a withdrawal, while the stick is on its way */
void errand_withdraw(const struct journey_fault *fault, struct world_run *ret)
{
	journey_run_desk(ret, fault, "dossier", "withdraw", journey_id(1));
}

/* By wire, before the stick arrives: it is the order that decides what becomes of it. */
void errand_finish_withdrawal(void)
{
	struct world_run run;
	int status = 75;

	errand_withdraw(NULL, &run);
	errand_expect(&run, "withdraw");
	world_run_done(&run);
	for (int i = 0; i < TRIES && status == 75; i++) {
		journey_carry(NULL, &run);
		status = run.status;
		world_run_done(&run);
	}
	assert_int_equal(status, 0);
	errand_there_and_back();
	journey_carry_all();
}

/* ---- the queue's database is gone, its spool is not */
void errand_rebuild(const struct journey_fault *fault, struct world_run *ret)
{
	journey_run_desk(ret, fault, "queue", "rebuild", NULL);
}

void errand_finish_rebuild(void)
{
	struct world_run run;

	errand_rebuild(NULL, &run);
	errand_expect(&run, "rebuild");
	world_run_done(&run);
	journey_carry_all();
}

static void lose_queue(void)
{
	static const char *const endings[] = {"", "-wal", "-shm"};

	for (size_t i = 0; i < MC_COUNT(endings); i++) {
		char path[4200];

		snprintf(path, sizeof(path), "%s%s", world_path("desk/mail/mail.db"), endings[i]);
		(void)unlink(path);
	}
}

/* ---- beginning: the terminal is enrolled before the stick is written */
static void enrol(void)
{
	struct world_run run;

	journey_carry(NULL, &run);
	errand_expect(&run, "enrolling");
	world_run_done(&run);
}

void errand_begin_rebuild(void)
{
	lose_queue();
	journey_keep(JOURNEY_REBUILD);
}

void errand_begin(void)
{
	journey_restore(JOURNEY_SUBMIT);
	enrol();
	journey_submit_again();
	journey_play(JOURNEY_EXPORT);
	journey_play(JOURNEY_TAKE_IN);
	journey_play(JOURNEY_BRING_BACK);
	journey_restore(JOURNEY_TAKE_IN);
	journey_play(JOURNEY_WITHDRAW);
	journey_keep(JOURNEY_SERVE_WITHDRAWAL);
	journey_play(JOURNEY_CARRY_WITHDRAWAL);
}
