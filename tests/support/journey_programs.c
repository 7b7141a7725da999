/* SPDX-License-Identifier: MPL-2.0 */
/* journey_programs.c - the real programs with one fault or none. */
#include "support/journey_programs.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/province.h"
#include "support/sanitized.h"

/* Seconds: a program that takes longer hangs. The gateway lives longer than what it serves. */
enum { PATIENCE = 20, GATEWAY_PATIENCE = 90 };

static struct {
	struct shim_page *page;
	char root[4096]; /* the world's folder */
	const struct journey_fault *fault; /* of the program about to be started */
	const char *program;
} run;

/* ---- faults */
bool journey_possible(void)
{
#ifdef SANITIZED
	return false;
#else
	return true;
#endif
}

bool journey_is_long(void)
{
	const char *all = getenv("MOTCUA_LONG");

	return all && !strcmp(all, "1");
}

long journey_stride(long steps, long at_most)
{
	return journey_is_long() || steps <= at_most ? 1 : (steps + at_most - 1) / at_most;
}

static void set_number(const char *name, long value)
{
	char text[24];

	snprintf(text, sizeof(text), "%ld", value);
	setenv(name, text, 1);
}

/* In the child, before it becomes the program. A hanging one is ended by its own alarm. */
static int arm(void)
{
	alarm(PATIENCE);
	if (run.fault) {
		setenv("LD_PRELOAD", MC_BUILD_DIR "/tests/support/shim_faults.so", 1);
		setenv(SHIM_PROGRAM, run.program, 1);
		setenv(SHIM_KIND, run.fault->kind, 1);
		setenv(SHIM_ACT, run.fault->act, 1);
		setenv(SHIM_ROOT, run.root, 1);
		set_number(SHIM_AT, run.fault->at);
		set_number(SHIM_ERRNO, run.fault->error);
	}
	return 0;
}

void journey_run_program(struct world_run *ret, const char *const argv[],
		       const struct journey_fault *fault)
{
	run.fault = fault;
	run.program = strrchr(argv[0], '/') + 1;
	world_run(ret, argv, arm);
	run.fault = NULL;
}

void journey_open_page(void)
{
	const char *path = world_path("page");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	assert_int_equal(ftruncate(fd, sizeof(struct shim_page)), 0);
	run.page =
		mmap(NULL, sizeof(struct shim_page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(run.page != MAP_FAILED);
	close(fd);
	setenv(SHIM_PAGE, path, 1);
	snprintf(run.root, sizeof(run.root), "%s", path);
	*strrchr(run.root, '/') = '\0';
}

struct shim_page *journey_page(void)
{
	return run.page;
}

void journey_close_page(void)
{
	munmap(run.page, sizeof(struct shim_page));
}

const char *journey_gateway_url(void)
{
	static char url[4200];

	snprintf(url, sizeof(url), "unix:%s", world_path("gateway/gateway.sock"));
	return url;
}

/* ---- the gateway */
static void become_gateway(int out)
{
	const char *argv[] = {
		world_program("motcua-gateway"), "--demo", "--listen", journey_gateway_url(), "--data",
		world_path("gateway"),		 NULL};
	int log = open(world_path("gateway.log"), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	dup2(out, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	close(log);
	(void)arm();
	alarm(GATEWAY_PATIENCE);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

/* One with a fault may end before it is ready. */
struct serving journey_serve(const struct journey_fault *fault)
{
	struct serving serving;
	char line[256];
	int ready[2];

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	run.fault = fault;
	run.program = "motcua-gateway";
	serving.pid = fork();
	assert_true(serving.pid >= 0);
	if (!serving.pid) {
		become_gateway(ready[1]);
	}
	run.fault = NULL;
	close(ready[1]);
	serving.ready = read(ready[0], line, sizeof(line)) > 0;
	close(ready[0]);
	return serving;
}

/* Its exit status and what it said. */
void journey_end_serving(const struct serving *serving, struct world_run *ret)
{
	size_t len = 0;
	int status = 0;

	kill(serving->pid, SIGTERM);
	assert_int_equal(waitpid(serving->pid, &status, 0), serving->pid);
	ret->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	ret->out = strdup("");
	ret->err = world_read(world_path("gateway.log"), &len);
}

struct serving journey_serve_well(void)
{
	struct serving serving = journey_serve(NULL);
	struct world_run ended;

	if (!serving.ready) {
		journey_end_serving(&serving, &ended);
		fail_msg("the gateway does not start: status %d\n%s", ended.status, ended.err);
	}
	return serving;
}

void journey_end_well(const struct serving *serving)
{
	struct world_run ended;

	journey_end_serving(serving, &ended);
	if (ended.status) {
		fail_msg("the gateway ended with status %d\n%s", ended.status, ended.err);
	}
	world_run_done(&ended);
}

/* ---- desk and courier */
void journey_run_desk(struct world_run *ret, const struct journey_fault *fault, const char *word,
		     const char *verb, const char *operand)
{
	const char *argv[] = {world_program("motcua"),
			      "--data",
			      world_path("desk"),
			      "--gateway",
			      journey_gateway_url(),
			      "--officer",
			      OFFICER,
			      word,
			      verb,
			      operand,
			      NULL};

	journey_run_program(ret, argv, fault);
}

void journey_run_courier(struct world_run *ret, const struct journey_fault *fault)
{
	const char *argv[] = {world_program("motcua-courier"),
			      "--data",
			      world_path("desk"),
			      "--gateway",
			      journey_gateway_url(),
			      "--gateway-key",
			      world_path("gateway/gateway.keys"),
			      "--once",
			      NULL};

	journey_run_program(ret, argv, fault);
}
