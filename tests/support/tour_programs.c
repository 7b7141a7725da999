/* SPDX-License-Identifier: MPL-2.0 */
/* tour_programs.c - the real programs, as a tour needs them. */
#include "support/tour_programs.h"

#include <dirent.h>
#include <unistd.h>

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>

#include "support/check.h"
#include "support/province.h"

enum { HANGS = 60 /* s */, TRIES = 60 };

int tour_patience(void)
{
	alarm(HANGS);
	return 0;
}

struct json_object *tour_desk(int *ret_status, const char *a, const char *b, const char *c,
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
	world_run(&run, argv, tour_patience);
	*ret_status = run.status;
	said = json_tokener_parse(run.out);
	if (run.status && run.status != 65) {
		print_error("%s %s: status %d\n%s\n", a, b, run.status, run.err);
	}
	world_run_done(&run);
	return said;
}

void tour_must(const char *a, const char *b, const char *c)
{
	int status;

	json_object_put(tour_desk(&status, a, b, c, NULL));
	assert_int_equal(status, 0);
}

int tour_carry(void)
{
	const char *argv[] = {world_program("motcua-courier"), "--data", world_path("desk"),
			      "--gateway", NULL, "--gateway-key",
			      world_path("gateway/gateway.keys"), "--once", NULL};
	char gateway[4096];
	struct world_run run;
	int status;

	snprintf(gateway, sizeof(gateway), "unix:%s", world_path("gateway/gateway.sock"));
	argv[4] = gateway;
	world_run(&run, argv, tour_patience);
	status = run.status;
	if (status && status != 75) {
		fail_msg("the courier: status %d\n%s", status, run.err);
	}
	world_run_done(&run);
	return status;
}

void tour_carry_all(void)
{
	int tries = 0;

	while (tour_carry()) {
		assert_true(++tries < TRIES);
	}
}

int tour_gateway_takes_stick(void)
{
	const char *argv[] = {world_program("motcua-gateway"), "import", world_path("stick"),
			      "--data", world_path("gateway"), NULL};
	struct world_run run;

	int status;

	world_run(&run, argv, tour_patience);
	status = run.status;
	if (status && status != 65) {
		fail_msg("import: status %d\n%s%s", status, run.out, run.err);
	}
	world_run_done(&run);
	return status;
}

void tour_desk_takes_stick(void)
{
	DIR *dir = opendir(world_path("stick"));
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		size_t len = strlen(entry->d_name);
		char name[300];

		if (len > 7 && !strcmp(entry->d_name + len - 7, ".return")) {
			snprintf(name, sizeof(name), "stick/%s", entry->d_name);
			tour_must("queue", "import", world_path(name));
		}
	}
	closedir(dir);
}

struct json_object *tour_row(const char *id)
{
	int status;
	struct json_object *row = tour_desk(&status, "queue", "show", id, NULL);

	assert_int_equal(status, 0);
	return row;
}

void tour_province_asks(const char *id)
{
	const char *argv[] = {world_program("motcua-gateway"), "event", "needs_supplement", id,
			      "--data", world_path("gateway"), "--text", "Thiếu bản gốc", "--field",
			      "birth_notice", "--days", "5", "--branch", "justice", NULL};
	struct world_run run;

	world_run(&run, argv, tour_patience);
	if (run.status) {
		fail_msg("event: status %d\n%s%s", run.status, run.out, run.err);
	}
	world_run_done(&run);
}
