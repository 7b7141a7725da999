/* SPDX-License-Identifier: MPL-2.0 */
/*
 * training.c - the classroom's own gateway, on a socket inside the training folder.
 *
 * The same client code talks to it as to the province's. Nothing here, and nothing
 * that is started here, opens an INET socket.
 */

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk/desk.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"

/* ms: ten times what an old machine needs */
enum { READY_WITHIN = 20000, LOOK_EVERY = 100, END_WITHIN = 5000 };

bool desk_socket_answers(const char *path, int type)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd;
	bool yes;

	if (mc_copy(to.sun_path, sizeof(to.sun_path), path)) {
		return false;
	}
	fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	yes = fd >= 0 && !connect(fd, (struct sockaddr *)&to, sizeof(to));
	if (fd >= 0) {
		close(fd);
	}
	return yes;
}

/* With screens the signals wait for the loop; whoever sends one need not wait for the gateway. */
static bool told_to_end(void)
{
	sigset_t waiting;

	return !sigpending(&waiting) &&
	       (sigismember(&waiting, SIGTERM) || sigismember(&waiting, SIGHUP) ||
		sigismember(&waiting, SIGINT));
}

/* The ready line has come, or the program ended without one. */
static enum mc_code wait_ready(int fd, struct mc_err *why)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	char line[256];
	int64_t until = mc_clock_mono() + READY_WITHIN;
	ssize_t got = 0;

	while (mc_clock_mono() < until && !told_to_end()) {
		if (poll(&poll_fd, 1, LOOK_EVERY) > 0) {
			got = read(fd, line, sizeof(line));
			break;
		}
	}
	return got > 0 ? MC_OK : mc_fail(why, MC_E_SPAWN, "motcua-gateway did not become ready");
}

static enum mc_code start(struct mc_desk *desk, const char *listen, struct mc_err *why)
{
	char *program, *log = mc_path_join(desk->paths.gateway, "gateway.log");
	const char *argv[] = { NULL,       "--demo", "--listen", listen, "--data",
			       desk->paths.gateway, NULL };
	struct mc_spawn how = { .argv = argv,
				.stderr_path = log,
				.ready_pipe = true,
				.new_session = true,
				.die_with_parent = true };
	int ready = -1;
	enum mc_code code = mc_program_path("motcua-gateway", &program, why);

	if (!code) {
		argv[0] = program;
		code = mc_spawn(&how, &desk->gateway_pid, &ready, why);
		free(program);
	}
	if (!code) {
		code = wait_ready(ready, why);
		close(ready);
	}
	free(log);
	return code;
}

enum mc_code desk_training_start(struct mc_desk *desk, struct mc_err *why)
{
	struct mc_str listen;
	char *socket_path = mc_path_join(desk->paths.gateway, "gateway.sock");
	enum mc_code code = mc_dir_make(desk->paths.gateway, 0700, why);

	mc_str_init(&listen, 4096);
	mc_str_printf(&listen, "unix:%s", socket_path);
	if (!code && strlen(socket_path) > 107) {
		code = mc_fail(why, MC_E_SOCKET_PATH, "%zu bytes", strlen(socket_path));
	}
	/* another training desk may have it running */
	if (!code && !desk_socket_answers(socket_path, SOCK_STREAM)) {
		code = start(desk, listen.data, why);
	}
	if (!code) {
		desk->gateway = mc_str_take(&listen, NULL);
		desk->gateway_keys = mc_path_join(desk->paths.gateway, "gateway.keys");
	}
	mc_str_done(&listen);
	free(socket_path);
	return code;
}

void desk_training_stop(struct mc_desk *desk)
{
	int64_t until = mc_clock_mono() + END_WITHIN;

	if (desk->gateway_pid <= 0) {
		return;
	}
	kill(desk->gateway_pid, SIGTERM);
	while (!waitpid(desk->gateway_pid, NULL, WNOHANG)) {
		if (mc_clock_mono() >= until) {
			kill(desk->gateway_pid, SIGKILL);
			(void)waitpid(desk->gateway_pid, NULL, 0);
			break;
		}
		(void)poll(NULL, 0, 10);
	}
	desk->gateway_pid = 0;
}
