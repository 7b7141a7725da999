/* SPDX-License-Identifier: MPL-2.0 */
/* main.c - motcua: the process made safe for citizens' data, then one command. */

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/app.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/ui/ui.h"

/* A database must never get number 1 or 2, where messages are written. */
static void hold_standard_streams(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO) {
		close(fd);
	}
}

/* No core file and no debugger of the same user: both would hold names and keys. */
static void keep_secrets(void)
{
	const struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
}

/* Leave a usable terminal behind: alternate screen off, cursor on, colours plain. */
static void out_of_memory(void)
{
	static const char reset[] = "\033[?1049l\033[?25h\033[0m\r\n";

	if (isatty(STDOUT_FILENO)) {
		(void)!write(STDOUT_FILENO, reset, sizeof(reset) - 1);
	}
}

int main(int argc, char **argv)
{
	const char *language = getenv("LANGUAGE");
	struct app app = {.screens = mc_ui_run, .language_chosen = language && *language};

	hold_standard_streams();
	keep_secrets();
	signal(SIGPIPE, SIG_IGN);
	mc_oom_hook(out_of_memory);
	mc_i18n_init(NULL);
	return app_main(&app, argc, argv);
}
