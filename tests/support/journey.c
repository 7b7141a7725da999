/* SPDX-License-Identifier: MPL-2.0 */
#include "support/journey.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "motcua/wire/json.h"
#include "support/province.h"

/* Seconds: a program that takes longer hangs. The gateway lives longer than what it serves. */
enum { PATIENCE = 20, GATEWAY_PATIENCE = 90, TRIES = 100 };

static struct {
	struct shim_page *page;
	char ids[2][MC_UUID_LEN];	   /* of the dossiers in the data folder */
	char kept_ids[2][MC_UUID_LEN];	   /* in the kept ones */
	const struct journey_fault *fault; /* of the program about to be started */
	const char *program, *root;
	char gateway[4096]; /* unix:... */
} journey;

/* ---- faults */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

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
	if (journey.fault) {
		setenv("LD_PRELOAD", MC_BUILD_DIR "/tests/support/shim_faults.so", 1);
		setenv(SHIM_PROGRAM, journey.program, 1);
		setenv(SHIM_KIND, journey.fault->kind, 1);
		setenv(SHIM_ACT, journey.fault->act, 1);
		setenv(SHIM_ROOT, journey.root, 1);
		set_number(SHIM_AT, journey.fault->at);
		set_number(SHIM_ERRNO, journey.fault->error);
	}
	return 0;
}

static void run_faulty(struct world_run *ret, const char *const argv[],
		       const struct journey_fault *fault)
{
	journey.fault = fault;
	journey.program = strrchr(argv[0], '/') + 1;
	journey.root = world_path("desk");
	world_run(ret, argv, arm);
	journey.fault = NULL;
}

static void open_page(void)
{
	const char *path = world_path("page");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	assert_int_equal(ftruncate(fd, sizeof(struct shim_page)), 0);
	journey.page =
		mmap(NULL, sizeof(struct shim_page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(journey.page != MAP_FAILED);
	close(fd);
	setenv(SHIM_PAGE, path, 1);
}

/* ---- keeping folders */
static void copy(const char *from, const char *to)
{
	const char *remove[] = {"/bin/rm", "-rf", to, NULL};
	const char *argv[] = {"/bin/cp", "-a", from, to, NULL};
	struct world_run run;

	world_run(&run, remove, NULL);
	world_run_done(&run);
	world_run(&run, argv, NULL);
	if (run.status) {
		fail_msg("cp: %s", run.err);
	}
	world_run_done(&run);
}

static const char *kept(enum journey_act act, const char *folder)
{
	char name[64];

	snprintf(name, sizeof(name), "before-%d-%s", (int)act, folder);
	return world_path(name);
}

static void keep(enum journey_act act)
{
	copy(world_path("desk"), kept(act, "desk"));
	copy(world_path("gateway"), kept(act, "gateway"));
}

static void restore(enum journey_act act)
{
	copy(kept(act, "desk"), world_path("desk"));
	copy(kept(act, "gateway"), world_path("gateway"));
}

/* ---- the gateway */
struct serving {
	pid_t pid;
	bool ready;
};

static void become_gateway(int out)
{
	const char *argv[] = {
		world_program("motcua-gateway"), "--demo", "--listen", journey.gateway, "--data",
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
static struct serving serve(const struct journey_fault *fault)
{
	struct serving serving;
	char line[256];
	int ready[2];

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	journey.fault = fault;
	journey.program = "motcua-gateway";
	journey.root = world_path("gateway");
	serving.pid = fork();
	assert_true(serving.pid >= 0);
	if (!serving.pid) {
		become_gateway(ready[1]);
	}
	journey.fault = NULL;
	close(ready[1]);
	serving.ready = read(ready[0], line, sizeof(line)) > 0;
	close(ready[0]);
	return serving;
}

/* Its exit status and what it said. */
static void end_serving(const struct serving *serving, struct world_run *ret)
{
	size_t len = 0;
	int status = 0;

	kill(serving->pid, SIGTERM);
	assert_int_equal(waitpid(serving->pid, &status, 0), serving->pid);
	ret->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	ret->out = strdup("");
	ret->err = world_read(world_path("gateway.log"), &len);
}

static struct serving serve_well(void)
{
	struct serving serving = serve(NULL);
	struct world_run run;

	if (!serving.ready) {
		end_serving(&serving, &run);
		fail_msg("the gateway does not start: status %d\n%s", run.status, run.err);
	}
	return serving;
}

static void end_well(const struct serving *serving)
{
	struct world_run run;

	end_serving(serving, &run);
	if (run.status) {
		fail_msg("the gateway ended with status %d\n%s", run.status, run.err);
	}
	world_run_done(&run);
}

/* ---- desk and courier */
static void run_desk(struct world_run *ret, const struct journey_fault *fault, const char *word,
		     const char *verb, const char *operand)
{
	const char *argv[] = {world_program("motcua"),
			      "--data",
			      world_path("desk"),
			      "--gateway",
			      journey.gateway,
			      "--officer",
			      OFFICER,
			      word,
			      verb,
			      operand,
			      NULL};

	run_faulty(ret, argv, fault);
}

static void run_courier(struct world_run *ret, const struct journey_fault *fault)
{
	const char *argv[] = {world_program("motcua-courier"),
			      "--data",
			      world_path("desk"),
			      "--gateway",
			      journey.gateway,
			      "--gateway-key",
			      world_path("gateway/gateway.keys"),
			      "--once",
			      NULL};

	run_faulty(ret, argv, fault);
}

struct mc_desk *journey_desk(void)
{
	struct mc_desk_options options = {
		.data_dir = world_path("desk"), .gateway = journey.gateway, .officer = OFFICER};
	struct mc_err why = {.detail = ""};
	struct mc_desk *desk;
	enum mc_code code = mc_desk_open(&options, &desk, &why);

	if (code) {
		fail_msg("the desk does not open: %s %s", mc_error_info(code)->code, why.detail);
	}
	return desk;
}

/* ---- the acts */
static void act_open(const struct journey_fault *fault, struct world_run *ret)
{
	run_desk(ret, fault, "queue", "ledger", NULL);
}

static void act_found(const struct journey_fault *fault, struct world_run *ret)
{
	struct serving serving = serve(fault);

	end_serving(&serving, ret);
}

static void act_submit(const struct journey_fault *fault, struct world_run *ret)
{
	run_desk(ret, fault, "dossier", "submit", journey.ids[0]);
}

static void act_another(const struct journey_fault *fault, struct world_run *ret)
{
	run_desk(ret, fault, "dossier", "submit", journey.ids[1]);
}

static void act_carry(const struct journey_fault *fault, struct world_run *ret)
{
	struct serving serving = serve_well();

	run_courier(ret, fault);
	end_well(&serving);
}

static void act_serve(const struct journey_fault *fault, struct world_run *ret)
{
	struct serving serving = serve(fault);
	struct world_run run;

	for (int i = 0; i < 2; i++) {
		run_courier(&run, NULL);
		world_run_done(&run);
	}
	end_serving(&serving, ret);
}

static const struct {
	const char *name;
	void (*run)(const struct journey_fault *fault, struct world_run *ret);
} acts[JOURNEY_ACTS] = {
	[JOURNEY_OPEN] = {"the desk's first start", act_open},
	[JOURNEY_FOUND] = {"the gateway's first start", act_found},
	[JOURNEY_SUBMIT] = {"submit with an attachment", act_submit},
	[JOURNEY_ANOTHER] = {"submit", act_another},
	[JOURNEY_CARRY] = {"the courier", act_carry},
	[JOURNEY_SERVE] = {"the gateway", act_serve},
	[JOURNEY_FOLLOW] = {"the courier, for events", act_carry},
};

const char *journey_act_name(enum journey_act act)
{
	return acts[act].name;
}

void journey_run(enum journey_act act, const struct journey_fault *fault,
		 struct journey_result *ret)
{
	restore(act);
	memcpy(journey.ids, journey.kept_ids, sizeof(journey.ids));
	memset(journey.page, 0, sizeof(*journey.page));
	acts[act].run(fault, &ret->run);
	ret->calls = journey.page->calls;
	ret->struck = journey.page->struck;
	snprintf(ret->what, sizeof(ret->what), "%s", journey.page->what);
}

/* ---- beginning */
static void make_folder(const char *name)
{
	assert_int_equal(mkdir(world_path(name), 0700), 0);
}

/* Submitting starts a courier: one that ends at once, so that ours is the only one. */
void journey_no_courier(void)
{
	static const char script[] = "#!/bin/sh\nexit 0\n";

	make_folder("bin");
	world_write(world_path("bin/motcua-courier"), script, sizeof(script) - 1);
	chmod(world_path("bin/motcua-courier"), 0700);
	setenv("MOTCUA_LIBEXEC", world_path("bin"), 1);
}

static void format_today(char ret[16])
{
	time_t now = time(NULL) + 7 * 3600; /* the office's day */

	strftime(ret, 16, "%d/%m/%Y", gmtime(&now));
}

void journey_answers(struct mc_str *to)
{
	struct mc_json_writer w;
	char today[16];

	format_today(today);
	mc_jw_init(&w, to);
	mc_jw_object(&w, NULL);
	mc_jw_int(&w, "v", 1);
	mc_jw_object(&w, "fields");
	for (size_t i = 0; i < province_answer_count; i++) {
		const char *id = province_answers[i][0];

		mc_jw_text(&w, id, strcmp(id, "child.born") ? province_answers[i][1] : today);
	}
	mc_jw_object_end(&w);
	mc_jw_object_end(&w);
}

void journey_fill(struct mc_work *work)
{
	char today[16];

	format_today(today);
	province_fill(work);
	assert_ok(mc_work_type(work, province_field(work, "child.born"), today, NULL));
}

void journey_fill_at_once(struct mc_work *work)
{
	struct mc_err why;
	char today[16];

	format_today(today);
	for (size_t i = 0; i < province_answer_count; i++) {
		assert_ok(mc_form_type(work->form, province_field(work, province_answers[i][0]),
				       province_answers[i][1], mc_clock_now(), &why));
	}
	assert_ok(mc_work_type(work, province_field(work, "child.born"), today, NULL));
}

static void make_draft(struct mc_desk *desk, bool with_paper, char ret_id[MC_UUID_LEN])
{
	static const char paper[] = "%PDF-1.4 giấy chứng sinh\n";
	struct mc_work *work;

	assert_ok(mc_work_new(desk, PROCEDURE, &work, NULL));
	journey_fill(work);
	if (with_paper) {
		world_write(world_path("giay.pdf"), paper, sizeof(paper));
		assert_ok(mc_work_attach(work, "birth_notice", world_path("giay.pdf"), NULL));
	}
	strcpy(ret_id, work->id);
	mc_work_close(work);
}

static void make_drafts(void)
{
	struct mc_desk *desk = journey_desk();

	make_draft(desk, true, journey.ids[0]);
	make_draft(desk, false, journey.ids[1]);
	mc_desk_close(desk);
}

static void play(enum journey_act act)
{
	struct world_run run;

	keep(act);
	acts[act].run(NULL, &run);
	if (run.status) {
		fail_msg("%s: status %d\n%s", acts[act].name, run.status, run.err);
	}
	world_run_done(&run);
}

void journey_begin(void)
{
	assert_ok(mc_seal_init(NULL));
	world_begin();
	journey_no_courier();
	open_page();
	make_folder("desk");
	make_folder("gateway");
	snprintf(journey.gateway, sizeof(journey.gateway), "unix:%s",
		 world_path("gateway/gateway.sock"));
	play(JOURNEY_OPEN);
	play(JOURNEY_FOUND);
	make_drafts();
	memcpy(journey.kept_ids, journey.ids, sizeof(journey.ids));
	play(JOURNEY_SUBMIT);
	play(JOURNEY_ANOTHER);
	keep(JOURNEY_SERVE);
	play(JOURNEY_CARRY);
	keep(JOURNEY_FOLLOW);
}

void journey_end(void)
{
	munmap(journey.page, sizeof(struct shim_page));
	world_end();
}

const char *journey_id(int which)
{
	return journey.ids[which];
}

/* ---- finishing */
static void submit_again(int which)
{
	struct world_run run;

	run_desk(&run, NULL, "dossier", "submit", journey.ids[which]);
	/* 65: it is sealed already */
	if (run.status && !(run.status == 65 && strstr(run.err, "[DOS-02]"))) {
		fail_msg("submitting again: status %d\n%s", run.status, run.err);
	}
	world_run_done(&run);
}

static bool all_over(void)
{
	struct mc_desk *desk = journey_desk();
	struct mc_vec rows;
	int count = 0;

	mc_vec_init(&rows, sizeof(struct mc_dossier_row), 8);
	assert_ok(mc_dossier_list(desk, true, 0, 8, &rows, NULL));
	MC_VEC_EACH (&rows, struct mc_dossier_row, row) {
		count += row->state == MC_STATE_FORWARDED || row->state == MC_STATE_IN_PROCESS ||
			 row->state == MC_STATE_HELD || row->state == MC_STATE_REJECTED;
	}
	mc_vec_done(&rows);
	mc_desk_close(desk);
	return count == 2;
}

static void carry_all(void)
{
	struct serving serving = serve_well();
	struct world_run run;
	int tries = 0;

	do {
		run_courier(&run, NULL);
		if (run.status && run.status != 75) {
			fail_msg("the courier: status %d\n%s", run.status, run.err);
		}
		world_run_done(&run);
	} while (!all_over() && ++tries < TRIES);
	end_well(&serving);
}

static void start_again(void)
{
	struct world_run run;
	struct serving serving = serve_well();

	end_well(&serving);
	run_desk(&run, NULL, "queue", "ledger", NULL);
	if (run.status) {
		fail_msg("the desk: status %d\n%s", run.status, run.err);
	}
	world_run_done(&run);
}

void journey_finish(enum journey_act from)
{
	if (from <= JOURNEY_FOUND) {
		start_again();
		make_drafts();
	}
	submit_again(0);
	submit_again(1);
	carry_all();
}
