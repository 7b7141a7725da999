/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The disk went read-only, as file systems do when they find a fault: everything that was
 * saved can be looked at, on the screen too; every change is refused with the code that says
 * why; and nothing is lost by trying.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/dossier.h"
#include "support/pty.h"
#include "support/read_only.h"

#define DISK "[DISK-02]"

static char *sent, *draft;
static int cannot = -1; /* to mount: unknown, no, yes */

/* In each program that is to find the disk so. */
static int with_read_only_disk(void)
{
	return read_only_make(world_path("desk")) ? 0 : 99;
}

static int may_mount(void)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (!child) {
		_exit(with_read_only_disk());
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static int begin(void **state)
{
	char *mother, *father;
	pid_t gateway;

	(void)state;
	world_begin();
	gateway = world_gateway_start(NULL);
	mother = world_card(world_path("gateway"), "mother");
	father = world_card(world_path("gateway"), "father");
	look_up(NULL, mother);
	look_up(NULL, father);
	sent = new_dossier(NULL, mother, father);
	json_object_put(desk(NULL, 0, "dossier", "submit", sent, NULL));
	draft = new_dossier(NULL, mother, father);
	world_gateway_stop(gateway);
	free(mother);
	free(father);
	cannot = cannot < 0 ? !may_mount() : cannot;
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(sent);
	free(draft);
	world_end();
	return 0;
}

static void need_mount(void)
{
	if (cannot) {
		print_message("nothing can be mounted here\n");
		skip();
	}
}

/* A subcommand on the read-only disk; it has to say so, with this status. */
static void run(struct world_run *ret, int status, const char *a, const char *b, const char *c,
		const char *d)
{
	char gateway[4200];
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "--gateway",
			      gateway, "--officer", OFFICER, a, b, c, d, NULL};

	snprintf(gateway, sizeof(gateway), "unix:%s", world_path("gateway/gateway.sock"));
	world_run(ret, argv, with_read_only_disk);
	if (ret->status != status || !strstr(ret->err, DISK)) {
		fail_msg("motcua %s %s: status %d, not %d\n%s%s", a, b ? b : "", ret->status, status,
			 ret->out, ret->err);
	}
}

static void shows(const char *what, const char *a, const char *b, const char *c)
{
	struct world_run said;

	run(&said, 0, a, b, c, NULL);
	if (!strstr(said.out, what)) {
		fail_msg("%s %s does not show %s:\n%s", a, b, what, said.out);
	}
	world_run_done(&said);
}

static void refuses(const char *a, const char *b, const char *c, const char *d)
{
	struct world_run said;

	run(&said, 74, a, b, c, d);
	world_run_done(&said);
}

static void everything_can_be_looked_at(void **state)
{
	struct world_run said;

	(void)state;
	need_mount();
	shows(sent, "queue", "list", "--json");
	shows(CHILD_GIVEN, "queue", "show", sent);
	shows("\"balanced\":true", "queue", "ledger", "--json");
	shows(draft, "dossier", "list", "--json");
	run(&said, 74, "doctor", NULL, NULL, NULL);
	assert_non_null(strstr(said.out, DISK));
	assert_non_null(strstr(said.out, world_say("copies")));
	world_run_done(&said);
}

static void every_change_is_refused_and_nothing_is_lost(void **state)
{
	struct json_object *row;
	char from[4200];

	(void)state;
	need_mount();
	snprintf(from, sizeof(from), "--from=%s", world_path("answers.json"));
	refuses("dossier", "new", PROCEDURE, from);
	refuses("dossier", "submit", draft, NULL);
	refuses("dossier", "withdraw", sent, NULL);
	refuses("queue", "retry", sent, NULL);
	/* and on a disk that can be written to again all goes on */
	row = desk(NULL, 0, "queue", "show", sent, NULL);
	assert_string_not_equal(text_of(row, "state"), "WITHDRAWN");
	json_object_put(row);
	json_object_put(desk(NULL, 0, "dossier", "withdraw", sent, NULL));
}

static void the_screen_says_so(void **state)
{
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "--gateway",
			      "unix:/nowhere/x.sock", "--officer", OFFICER, NULL};
	struct pty *pty;

	(void)state;
	need_mount();
	pty = pty_start(argv, 24, 80, with_read_only_disk);
	pty_expect(pty, DISK);
	pty_expect(pty, world_say("READ ONLY"));
	pty_type(pty, KEY_F6);
	pty_expect(pty, world_say("Queue"));
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, world_say("READ ONLY"));
	pty_end(pty);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(everything_can_be_looked_at),
		CASE(every_change_is_refused_and_nothing_is_lost),
		CASE(the_screen_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
