/* SPDX-License-Identifier: MPL-2.0 */
/*
 * link.c - a queue drained over a line of 64 kbit/s that is cut now and then, beside curl
 * with the same content over lines of the same kind at the same time, and beside what such
 * a line can carry at most. All speak TLS with a client's certificate to the same gateway.
 *
 * MOTCUA_BENCH_DOSSIERS: how many instead of 1000, for a quick look.
 */
#include "bench/bench.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "support/check.h"
#include "support/metered.h"
#include "support/world.h"

enum {
	RATE = 64 * 1000 / 8,
	DELAY = 100, /* ms, one way */
	WORKS = 60,
	CUT = 10, /* s, in the middle */
	DOSSIERS = 1000,
	PART = 1024 * 1024,
	PATIENCE = 30 * 60, /* s */
	TIMES_OURS = 4,	    /* so long a rival is waited for: what takes longer is told so */
};

static const struct link_options kind = {
	.rate = RATE, .delay_ms = DELAY, .works_ms = WORKS * 1000, .cut_ms = CUT * 1000, .seed = 7};

static int dossiers(void)
{
	const char *text = getenv("MOTCUA_BENCH_DOSSIERS");

	return text ? atoi(text) : DOSSIERS;
}

/* ---- curl: a line of its own, and the time that it took */
struct rival {
	struct link *line;
	pid_t pid;	    /* of the process that waits for it, and of its group */
	double began, took; /* s; 0 = not to its end */
	double patience;
	double *ended; /* shared with that process */
};

/* The gateway reads a body to its end, whatever the address, and then says that there is
 * nothing: so it takes curl's uploads as any server would. */
static void write_config(const char *config, const char *file, int count, int port)
{
	FILE *out = fopen(config, "we");

	assert_non_null(out);
	for (int i = 0; i < count; i++) {
		fprintf(out,
			"upload-file = \"%s\"\nurl = \"https://localhost:%d/%d\"\n"
			"output = \"/dev/null\"\n",
			world_path(file), port, i);
	}
	fclose(out);
}

/* It tries again as long as we wait. parallel: "-Z" or NULL. */
static _Noreturn void become_curl(const char *config, const char *parallel)
{
	const char *argv[] = {"curl",
			      "-s",
			      "--cacert",
			      world_path("ca.pem"),
			      "--cert",
			      world_path("terminal.pem"),
			      "--key",
			      world_path("terminal.key"),
			      "--retry",
			      "10000",
			      "--retry-all-errors",
			      "--retry-delay",
			      "2",
			      "-H",
			      "Expect:",
			      "-K",
			      config,
			      parallel,
			      NULL};
	int null = open("/dev/null", O_WRONLY);

	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

/* Notes when it ended while we are busy with our own; -1: it failed. */
static _Noreturn void watch_curl(const char *config, const char *parallel, double *ended)
{
	int status;
	pid_t curl;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	curl = fork();
	if (!curl) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		become_curl(config, parallel);
	}
	waitpid(curl, &status, 0);
	*ended = status ? -1 : world_now();
	_exit(0);
}

static void rival_start(struct rival *rival, const char *file, int count, const char *parallel)
{
	struct link_options options = kind;
	char config[4096];

	options.listen = "127.0.0.1:0";
	options.to = metered_gateway();
	*rival = (struct rival){.line = link_start(&options), .began = world_now()};
	snprintf(config, sizeof(config), "%s.curl", world_path(file));
	write_config(config, file, count, link_port(rival->line));
	rival->ended = mmap(NULL, sizeof(double), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(rival->ended != MAP_FAILED);
	rival->pid = fork();
	assert_true(rival->pid >= 0);
	if (!rival->pid) {
		watch_curl(config, parallel, rival->ended);
	}
}

static void rival_end(struct rival *rival, double ours)
{
	rival->patience = TIMES_OURS * ours;
	while (!*rival->ended && world_now() - rival->began < rival->patience) {
		(void)poll(NULL, 0, 100);
	}
	kill(-rival->pid, SIGKILL);
	waitpid(rival->pid, NULL, 0);
	rival->took = *rival->ended > 0 ? *rival->ended - rival->began : 0;
	munmap(rival->ended, sizeof(double));
}

/* ---- ours */
struct phase {
	double seconds;
	long up, worked_ms, cuts; /* of the line, meanwhile */
};

static void drain(struct phase *ret, int received)
{
	struct link_counts before = *metered_counts();
	const struct link_counts *after = metered_counts();
	double began = world_now();

	metered_courier_start();
	while (metered_received() < received && world_now() - began < PATIENCE) {
		(void)poll(NULL, 0, 100);
	}
	ret->seconds = metered_received() < received ? 0 : world_now() - began;
	ret->up = after->up - before.up;
	ret->worked_ms = after->worked_ms - before.worked_ms;
	ret->cuts = after->cuts - before.cuts;
	metered_courier_stop();
}

/* ---- the rows */
static void print_row(const char *what, double seconds, double patience, long cuts)
{
	if (seconds > 0) {
		printf("%-52s %7.1f s  %ld cuts\n", what, seconds, cuts);
	} else {
		printf("%-52s not within %.0f s, %ld cuts\n", what, patience, cuts);
	}
	fflush(stdout);
}

static void print_aim(const char *what, double value, bool at_most, double aim)
{
	printf("%-52s %7.2f    aim %s %.2f: %s\n", what, value, at_most ? "<=" : ">=", aim,
	       (at_most ? value <= aim : value >= aim) ? "met" : "missed");
	fflush(stdout);
}

/* A line's limit: what the bytes need at its rate, were it never cut. */
static double at_rate(long bytes)
{
	return (double)bytes / RATE;
}

/* Sealed bytes among all that the line could have carried while it worked. */
static double goodput(long sealed, const struct phase *phase)
{
	return at_rate(sealed) / ((double)phase->worked_ms / 1000);
}

static void make_paper(const char *path)
{
	static const char mark[] = "%PDF-1.4\n";
	char *bytes = mc_calloc(1, PART);

	mc_rand_bytes(bytes, PART);
	memcpy(bytes, mark, sizeof(mark) - 1);
	world_write(path, bytes, PART);
	free(bytes);
}

/* A rival who was not done when nobody waited any longer takes more than that: the ratio is below
 * this bound, and so is the verdict on the safe side. */
static void print_beside(const struct phase *ours, const struct rival *curl)
{
	if (!ours->seconds) {
		printf("motcua / curl -Z: ours is not done\n");
	} else if (curl->took > 0) {
		print_aim("motcua / curl -Z", ours->seconds / curl->took, true, 0.6);
	} else {
		print_aim("motcua / curl -Z (not done), at most", ours->seconds / curl->patience,
			  true, 0.6);
	}
}

static void print_dossiers(int count, const struct metered_sealed *sealed, const struct phase *ours,
			   const struct rival *curl)
{
	double limit = at_rate(sealed->plain);

	printf("%d dossiers: %ld bytes of JSON, %ld sealed\n", count, sealed->plain,
	       sealed->sealed);
	print_row("their JSON at the line's rate, never cut", limit, 0, 0L);
	print_row("curl -Z, their JSON", curl->took, curl->patience, link_counts(curl->line)->cuts);
	print_row("motcua, sealed, receipts verified", ours->seconds, PATIENCE, ours->cuts);
	print_aim("motcua / JSON at the line's rate", ours->seconds / limit, true, 0.65);
	print_beside(ours, curl);
	print_aim("goodput of the dossiers' sealed bytes", goodput(sealed->sealed, ours), false,
		  0.8);
}

static void print_part(const struct phase *ours, const struct rival *curl)
{
	printf("one attachment of 1 MiB\n");
	print_row("its bytes at the line's rate, never cut", at_rate(PART), 0, 0L);
	print_row("curl -T", curl->took, curl->patience, link_counts(curl->line)->cuts);
	print_row("motcua, with its dossier", ours->seconds, PATIENCE, ours->cuts);
	print_aim("goodput of the attachment's bytes", goodput(PART, ours), false, 0.8);
	print_aim("motcua: sent / its size", (double)ours->up / PART, true, 1.2);
	if (curl->took > 0) {
		printf("%-52s %7.2f\n", "curl -T: sent / its size",
		       (double)link_counts(curl->line)->up / PART);
	}
}

bool bench_link(void)
{
	int count = dossiers();
	struct rival all, one;
	struct metered_sealed sealed, last;
	struct phase many, part;
	size_t len;
	char *text;

	metered_begin(METERED_TLS, &kind);
	metered_seal(count, NULL, &sealed);
	text = metered_text(&len);
	world_write(world_path("raw.json"), text, len);
	free(text);
	make_paper(world_path("giay.pdf"));
	rival_start(&all, "raw.json", count, "-Z");
	rival_start(&one, "giay.pdf", 1, NULL);
	drain(&many, count);
	metered_seal(1, world_path("giay.pdf"), &last);
	drain(&part, count + 1);
	rival_end(&all, many.seconds);
	rival_end(&one, part.seconds);
	print_dossiers(count, &sealed, &many, &all);
	print_part(&part, &one);
	print_aim("goodput of all sealed bytes",
		  at_rate(last.sealed + PART) / ((double)(many.worked_ms + part.worked_ms) / 1000),
		  false, 0.8);
	link_stop(all.line);
	link_stop(one.line);
	metered_end();
	return many.seconds > 0 && part.seconds > 0;
}
