/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The courier as the service of an office: an account of its own that shares mail/ with
 * the desk by a group, in the folders that the package makes. It carries, it cannot read,
 * and either side outlives the other. Needs root, to be two accounts.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/dossier.h"

/* Numbers that no machine has given away. */
enum { OFFICER_UID = 64123, COURIER_UID = 64124, DESK_GID = 64125, MAIL_GID = 64126 };
enum { PATHS_MAX = 200, NOBODY_YET = 77 };

static pid_t gateway, service;
static char *mother, *father, *skipped;

/* ---- accounts: what a child becomes */
static int become(uid_t uid, gid_t gid, const gid_t *groups, size_t count)
{
	umask(022); /* as accounts have it */
	return setgroups(count, groups) || setgid(gid) || setuid(uid);
}

static int as_officer(void)
{
	static const gid_t groups[] = {DESK_GID, MAIL_GID};

	return become(OFFICER_UID, OFFICER_UID, groups, 2);
}

/* User= and Group= of the unit. */
static int as_courier(void)
{
	return become(COURIER_UID, MAIL_GID, NULL, 0);
}

/* ---- folders: by the package's own file */
static gid_t gid_of(const char *name)
{
	return !strcmp(name, "motcua") ? DESK_GID : !strcmp(name, "motcua-mail") ? MAIL_GID : 0;
}

static void make_folder(const char *path, unsigned mode, const char *group)
{
	static const char installed[] = "/var/lib/motcua";
	char own[4200];

	assert_memory_equal(path, installed, strlen(installed));
	snprintf(own, sizeof(own), "%s%s", world_path("desk"), path + strlen(installed));
	assert_int_equal(mkdir(own, 0700), 0);
	assert_int_equal(chown(own, 0, gid_of(group)), 0);
	assert_int_equal(chmod(own, mode), 0);
}

static void make_folders(void)
{
	char path[200], user[40], group[40];
	unsigned mode;
	size_t len;
	int count = 0;
	char *text = world_read(MC_SOURCE_DIR "/packaging/systemd/motcua.tmpfiles", &len);

	assert_non_null(text);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		if (sscanf(line, "d %199s %o %39s %39s", path, &mode, user, group) == 4) {
			make_folder(path, mode, group);
			count++;
		}
	}
	assert_true(count >= 2);
	free(text);
}

static void let_in(const char *name, mode_t mode)
{
	assert_int_equal(chmod(world_path(name), mode), 0);
}

/* ---- the service */
static pid_t start_service(void)
{
	const char *argv[] = {world_program("motcua-courier"), "--stay", "--data",
			      world_path("desk"), "--config", world_path("motcua.conf"), NULL};
	const char *log = world_path("service.log");
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);

		dup2(fd, STDERR_FILENO);
		if (!as_courier()) {
			execv(argv[0], (char *const *)(uintptr_t)argv);
		}
		_exit(127);
	}
	return pid;
}

/* The lease comes before the socket: whose that is carries. */
static bool service_carries(void)
{
	struct stat st;

	return stat(world_path("desk/mail/run/courier.sock"), &st) == 0 &&
	       st.st_uid == COURIER_UID;
}

static pid_t start_service_that_carries(void)
{
	pid_t pid = start_service();
	double until = world_now() + 20;

	while (!service_carries()) {
		assert_true(world_now() < until);
		usleep(20000);
	}
	return pid;
}

static void write_config(void)
{
	char text[9000];

	snprintf(text, sizeof(text), "[gateway]\nurl = unix:%s\ngateway_key = %s\n",
		 world_path("gateway/gateway.sock"), world_path("gateway/gateway.keys"));
	world_write(world_path("motcua.conf"), text, strlen(text));
	let_in("motcua.conf", 0644);
}

static bool can_be_two(void)
{
	const char *argv[] = {world_program("motcua"), "version", NULL};
	struct world_run run;
	bool can;

	if (geteuid()) {
		skipped = "skipped: to be two accounts needs root";
		return false;
	}
	world_run(&run, argv, as_officer);
	can = !run.status;
	world_run_done(&run);
	if (!can) {
		skipped = "skipped: other accounts cannot run what was built here";
	}
	return can;
}

static int begin(void **state)
{
	(void)state;
	world_begin();
	let_in("", 0711);
	if (!can_be_two()) {
		return 0;
	}
	gateway = world_gateway_start(NULL);
	mother = world_card(world_path("gateway"), "mother");
	father = world_card(world_path("gateway"), "father");
	let_in("gateway", 0711);
	let_in("gateway/gateway.sock", 0666);
	let_in("gateway/gateway.keys", 0644);
	write_config();
	make_folders();
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(mother);
	free(father);
	world_end();
	return 0;
}

static void needs_two_accounts(void)
{
	if (skipped) {
		print_message("%s\n", skipped);
		skip();
	}
}

static int ended(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void submit(void)
{
	char *id = new_dossier(as_officer, mother, father);

	json_object_put(desk(as_officer, 0, "dossier", "submit", id, NULL));
	free(id);
}

static void sync_once(void)
{
	json_object_put(desk(as_officer, 0, "sync", "--once", NULL));
}

static void assert_arrived(size_t count)
{
	struct json_object *list = arrived();

	assert_int_equal(json_object_array_length(list), count);
	json_object_put(list);
}

/* A desk that starts a courier of its own makes it a log. */
static bool desk_started_one(void)
{
	return access(world_path("desk/mail/courier.log"), F_OK) == 0;
}

/* ---- */

/* Before the first desk there is nobody to carry for: it says so, systemd asks again. */
static void before_the_first_desk(void **state)
{
	(void)state;
	needs_two_accounts();
	assert_int_equal(ended(start_service()), NOBODY_YET);
	json_object_put(desk(as_officer, 0, "queue", "list", NULL));
}

static void carries(void **state)
{
	(void)state;
	needs_two_accounts();
	service = start_service_that_carries();
	look_up(as_officer, mother);
	look_up(as_officer, father);
	json_object_put(desk(as_officer, 0, "verify", "--card", mother, "--procedure", PROCEDURE,
			     "--purpose", PURPOSE, NULL));
	submit();
	sync_once(); /* pokes the service, and waits for it */
	assert_arrived(1);
	assert_false(desk_started_one());
	assert_int_equal(waitpid(service, NULL, WNOHANG), 0);
}

/* ---- who may read what */
static struct {
	char path[512];
	bool in_mail;
	struct stat st;
} found[PATHS_MAX];
static int found_count;

static int note(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)type;
	if (!ftw->level) {
		return 0;
	}
	assert_true(found_count < PATHS_MAX);
	snprintf(found[found_count].path, sizeof(found[0].path), "%s", path);
	found[found_count].in_mail = strstr(path, "/desk/mail") != NULL;
	found[found_count++].st = *st;
	return 0;
}

static void list_data(void)
{
	found_count = 0;
	assert_int_equal(nftw(world_path("desk"), note, 8, FTW_PHYS), 0);
	assert_true(found_count > 10);
}

/* In a child with the courier's account. Returns the index of the first that opens; -1. */
static int first_that_opens(void)
{
	char intruder[600];

	for (int i = 0; i < found_count; i++) {
		if (!found[i].in_mail &&
		    (open(found[i].path, O_RDONLY) >= 0 || open(found[i].path, O_WRONLY) >= 0 ||
		     unlink(found[i].path) == 0 || errno != EACCES)) {
			return i;
		}
	}
	snprintf(intruder, sizeof(intruder), "%s/new", world_path("desk"));
	return open(intruder, O_WRONLY | O_CREAT, 0600) >= 0 ? 0 : -1;
}

static void cannot_read_the_rest(void **state)
{
	static const char *const wanted[] = {"/store.db", "/keys", "/keys/terminal.keys",
					     "/evidence"};
	pid_t pid;
	int status, kinds = 0, evidence = 0;

	(void)state;
	needs_two_accounts();
	list_data();
	for (int i = 0; i < found_count; i++) {
		for (size_t k = 0; k < sizeof(wanted) / sizeof(*wanted); k++) {
			size_t len = strlen(found[i].path), tail = strlen(wanted[k]);

			kinds += len > tail && !strcmp(found[i].path + len - tail, wanted[k]);
		}
		evidence += strstr(found[i].path, "/evidence/") != NULL;
	}
	assert_int_equal(kinds, 4); /* there is something that could be read */
	assert_true(evidence > 0);
	pid = fork();
	if (!pid) {
		_exit(as_courier() ? 100 : 1 + first_that_opens());
	}
	status = ended(pid);
	if (status) {
		fail_msg("the courier's account opens %s", found[status - 1].path);
	}
}

/* Whoever made it, the other can use it. */
static void mail_is_shared(void **state)
{
	int of_officer = 0, of_courier = 0;

	(void)state;
	needs_two_accounts();
	list_data();
	for (int i = 0; i < found_count; i++) {
		const struct stat *st = &found[i].st;
		mode_t mode = S_ISDIR(st->st_mode) ? 02770 : 0660;

		if (!found[i].in_mail) {
			continue;
		}
		of_officer += st->st_uid == OFFICER_UID;
		of_courier += st->st_uid == COURIER_UID;
		if (st->st_gid != MAIL_GID || (st->st_mode & 07777) != mode) {
			fail_msg("%s: group %d, mode %o", found[i].path, (int)st->st_gid,
				 st->st_mode & 07777);
		}
	}
	assert_true(of_officer > 0 && of_courier > 0);
}

/* ---- kill -9 of either */
static void desk_survives_the_service(void **state)
{
	(void)state;
	needs_two_accounts();
	kill(service, SIGKILL);
	assert_int_equal(ended(service), 128 + SIGKILL);
	submit();
	sync_once(); /* on demand, by the officer's own account */
	assert_arrived(2);
}

static pid_t start_watch(void)
{
	char url[4200];
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "--gateway",
			      url, "--officer", OFFICER, "sync", "--watch", NULL};
	pid_t pid;

	snprintf(url, sizeof(url), "unix:%s", world_path("gateway/gateway.sock"));
	pid = fork();
	if (!pid) {
		int fd = open("/dev/null", O_WRONLY);

		dup2(fd, STDOUT_FILENO);
		if (!as_officer()) {
			execv(argv[0], (char *const *)(uintptr_t)argv);
		}
		_exit(127);
	}
	return pid;
}

static void service_survives_the_desk(void **state)
{
	pid_t watch;

	(void)state;
	needs_two_accounts();
	service = start_service_that_carries();
	watch = start_watch();
	submit();
	kill(watch, SIGKILL);
	assert_int_equal(ended(watch), 128 + SIGKILL);
	sync_once();
	assert_arrived(3);
	assert_int_equal(waitpid(service, NULL, WNOHANG), 0);
	kill(service, SIGTERM);
	assert_int_equal(ended(service), 0);
}

/* The first process that has this parent; 0 when there is none within ten seconds. */
static pid_t child_of(pid_t parent)
{
	double until = world_now() + 10;
	pid_t found_one = 0;

	while (!found_one && world_now() < until) {
		DIR *proc = opendir("/proc");
		struct dirent *entry;

		while (!found_one && (entry = readdir(proc)) != NULL) {
			pid_t pid = (pid_t)atoi(entry->d_name);

			found_one = pid > 0 && world_status(pid, "PPid") == parent ? pid : 0;
		}
		closedir(proc);
		usleep(20000);
	}
	return found_one;
}

/* A desk's own courier is at work when the service starts: it waits, without a wake-up, and
 * takes over. */
static void service_takes_over(void **state)
{
	pid_t watch, carrying;
	long before;

	(void)state;
	needs_two_accounts();
	watch = start_watch();
	carrying = child_of(watch);
	assert_true(carrying > 0);
	service = start_service();
	sleep(1);
	before = world_status(service, "voluntary_ctxt_switches");
	sleep(2);
	assert_int_equal(world_status(service, "voluntary_ctxt_switches"), before);
	kill(carrying, SIGSTOP); /* or it leaves in good order when its desk has gone */
	kill(watch, SIGKILL);
	kill(carrying, SIGKILL);
	assert_int_equal(ended(watch), 128 + SIGKILL);
	assert_int_equal(ended(carrying), 128 + SIGKILL);
	submit();
	sync_once();
	assert_arrived(4);
	kill(service, SIGTERM);
	assert_int_equal(ended(service), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_the_first_desk),
		cmocka_unit_test(carries),
		cmocka_unit_test(cannot_read_the_rest),
		cmocka_unit_test(mail_is_shared),
		cmocka_unit_test(desk_survives_the_service),
		cmocka_unit_test(service_survives_the_desk),
		cmocka_unit_test(service_takes_over),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
