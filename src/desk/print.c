/* SPDX-License-Identifier: MPL-2.0 */
/*
 * print.c - a slip given to the spooler. The file comes first, so that what the printer
 * refuses is not lost; the audit comes last, and says what really happened. Nobody waits for
 * it: how it went is asked for later.
 */
#include "motcua/desk/print.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk/desk.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"

enum {
	SLIP_MAX = 4 * 1024 * 1024,
	PATIENCE = 5 * 1000, /* ms; a spooler takes a file at once or is out of order */
	FAREWELL = 200,	     /* ms; when the desk closes */
	COPIES_MAX = 100000,
	JOBS_MAX = 20, /* at one time */
};

#define SPOOLER "/usr/bin/lp"

/* ---- which copy it is */

static void copies_key(const struct mc_print_job *job, char *ret, size_t size)
{
	snprintf(ret, size, "print %s %s%s", job->kind, job->ref, job->stem);
}

static enum mc_code next_copy(struct mc_desk *desk, const struct mc_print_job *job, int *ret,
			      struct mc_err *why)
{
	char key[160], number[16];
	struct mc_str before;
	enum mc_code code;

	copies_key(job, key, sizeof(key));
	mc_str_init(&before, sizeof(number));
	code = mc_store_get(desk->store, key, &before, why);
	*ret = code ? 0 : (int)strtol(before.data, NULL, 10) % COPIES_MAX + 1;
	mc_str_done(&before);
	snprintf(number, sizeof(number), "%d", *ret);
	return code ? code : mc_store_set(desk->store, key, number, why);
}

/* ---- the page */

static void add_foot(const struct mc_desk *desk, int copy, struct mc_str *page)
{
	struct mc_local now = mc_time_local(mc_clock_now());
	const char *office = mc_desk_office(desk);

	mc_str_puts(page, "\n");
	mc_str_printf(page, _("Printed %02d/%02d/%d %02d:%02d, copy %d, terminal %s"), now.day,
		      now.month, now.year, now.hour, now.minute, copy, desk->keys.id);
	if (office[0]) {
		mc_str_printf(page, ", %s", office);
	}
	mc_str_puts(page, "\n");
	if (desk->officer.full_name[0]) {
		mc_str_printf(page, _("Officer: %s"), desk->officer.full_name);
		mc_str_puts(page, "\n");
	}
}

/* The Vietnamese word stands there in whatever language: nobody may take such a sheet for
 * a real one. */
static void add_mark(struct mc_str *page)
{
	mc_str_printf(page, "*** TẬP HUẤN *** %s\n",
		      _("TRAINING: invented people; this sheet is worth nothing"));
}

static void make_page(const struct mc_desk *desk, const struct mc_print_job *job, int copy,
		      struct mc_str *ret)
{
	if (desk->training) {
		add_mark(ret);
		mc_str_puts(ret, "\n");
	}
	mc_str_add(ret, job->text.data, job->text.len);
	add_foot(desk, copy, ret);
	if (desk->training) {
		add_mark(ret);
	}
	mc_str_puts(ret, "\f"); /* the page ends here, also on a printer of one line after another */
}

static enum mc_code write_page(struct mc_desk *desk, const struct mc_print_job *job, int copy,
			       char **ret, struct mc_err *why)
{
	char *dir = mc_path_join(desk->paths.dir, "slips"), name[160];
	struct mc_str page;
	enum mc_code code = mc_dir_make(dir, 0700, why);

	snprintf(name, sizeof(name), "motcua-%s-%s%s-%d.txt", job->kind, job->ref, job->stem, copy);
	mc_str_init(&page, SLIP_MAX);
	make_page(desk, job, copy, &page);
	if (!code && page.full) {
		code = mc_fail(why, MC_E_FILE_TOO_LARGE, "slip");
	}
	*ret = mc_path_join(dir, name);
	if (!code) {
		code = mc_file_write(*ret, 0600, mc_slice_of(&page), why);
	}
	if (code) {
		free(*ret);
		*ret = NULL;
	}
	mc_str_wipe(&page);
	free(dir);
	return code;
}

/* ---- the spooler */

/* "" = there is none: the file is what is given. */
static const char *spooler(const struct mc_desk *desk)
{
	const char *own = desk_setting(desk, "print", "command");

	if (desk->training) {
		return ""; /* whatever leaves a class-room leaves it on a stick */
	}
	if (own[0]) {
		return own;
	}
	return access(SPOOLER, X_OK) == 0 ? SPOOLER : "";
}

/* One that was started, and has not said yet how it went. */
struct printing {
	pid_t pid;
	int fd; /* its output: closed when it ends */
	int64_t since;
	int copy;
	char *program, *file, *ref, *procedure, *kind;
};

static void forget(struct mc_vec *list, size_t i)
{
	struct printing *it = mc_vec_at(list, i);

	close(it->fd);
	free(it->program);
	free(it->file);
	free(it->ref);
	free(it->procedure);
	free(it->kind);
	mc_vec_remove(list, i);
}

static enum mc_code start(struct mc_desk *desk, const struct mc_print_job *job,
			  const char *program, const struct mc_printed *printed,
			  struct mc_err *why)
{
	const char *argv[] = {program, printed->file, NULL};
	struct mc_spawn how = {.argv = argv, .stderr_path = "/dev/null", .ready_pipe = true};
	struct printing *it;
	pid_t pid;
	int fd = -1;
	enum mc_code code = mc_spawn(&how, &pid, &fd, why);

	if (code) {
		return mc_fail(why, MC_E_PRINT, "%s: %s", program, mc_error_info(code)->code);
	}
	if (!desk->printing.size) {
		mc_vec_init(&desk->printing, sizeof(*it), JOBS_MAX);
	}
	it = mc_vec_push(&desk->printing);
	*it = (struct printing){ .pid = pid, .fd = fd, .since = mc_clock_mono(),
				 .copy = printed->copy };
	it->program = mc_strdup(program);
	it->file = mc_strdup(printed->file);
	it->ref = mc_strdup(job->ref);
	it->procedure = mc_strdup(job->procedure);
	it->kind = mc_strdup(job->kind);
	return MC_OK;
}

/* What it says is not for our screen. Waits so many ms; false while it has not ended. */
static bool has_ended(int fd, int64_t wait)
{
	int64_t until = mc_clock_mono() + wait;
	char some[512];

	for (;;) {
		struct pollfd pfd = {.fd = fd, .events = POLLIN};
		int64_t left = until - mc_clock_mono();
		ssize_t got;

		if (poll(&pfd, 1, left > 0 ? (int)left : 0) < 0 && errno != EINTR) {
			return true;
		}
		if (!pfd.revents) {
			if (left <= 0) {
				return false;
			}
			continue;
		}
		got = read(fd, some, sizeof(some));
		if (!got || (got < 0 && errno != EINTR && errno != EAGAIN)) {
			return true;
		}
	}
}

/* It has closed its output, so it ends at once, or is made to. */
static int end_of(pid_t pid, bool in_time)
{
	int status = -1;

	if (!in_time) {
		kill(pid, SIGKILL);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	return in_time && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- the audit, last */

static enum mc_code say(struct mc_desk *desk, const char *kind, const char *ref,
			const char *procedure, const char *outcome, struct mc_err *why)
{
	char act[32];

	snprintf(act, sizeof(act), "print-%.20s", kind);
	return desk_audit(desk, act, ref, procedure, outcome, why);
}

static enum mc_code failed(struct mc_desk *desk, const struct mc_print_job *job,
			   const struct mc_printed *printed, const struct mc_err *failure,
			   struct mc_err *why)
{
	enum mc_code said = say(desk, job->kind, job->ref, job->procedure, "failed", why);

	return said ? said : mc_fail(why, MC_E_PRINT, "%s; %s", failure->detail, printed->file);
}

static enum mc_code spool(struct mc_desk *desk, const struct mc_print_job *job,
			  struct mc_printed *printed, struct mc_err *why)
{
	const char *program = spooler(desk);
	struct mc_err failure;

	if (!program[0]) {
		return say(desk, job->kind, job->ref, job->procedure, "file", why);
	}
	if (desk->printing.len == JOBS_MAX) {
		return mc_fail(why, MC_E_PRINT, "%d before it; %s", JOBS_MAX, printed->file);
	}
	if (start(desk, job, program, printed, &failure)) {
		return failed(desk, job, printed, &failure, why);
	}
	printed->waiting = true;
	return MC_OK;
}

/* How one of them went; it is gone from the list. ret->file is kept where it was refused. */
static enum mc_code settle(struct mc_desk *desk, size_t i, bool in_time, struct mc_printed *ret,
			   struct mc_err *why)
{
	struct printing *it = mc_vec_at(&desk->printing, i);
	int status = end_of(it->pid, in_time);
	enum mc_code code;

	*ret = (struct mc_printed){.spooled = !status, .copy = it->copy};
	code = say(desk, it->kind, it->ref, it->procedure, status ? "failed" : "printed", why);
	if (!status) {
		(void)unlink(it->file);
	} else {
		ret->file = mc_strdup(it->file);
		code = code ? code :
			      mc_fail(why, MC_E_PRINT, "%s: status %d; %s", it->program, status,
				      it->file);
	}
	forget(&desk->printing, i);
	return code;
}

/* ---- the whole */

enum mc_code mc_print(struct mc_desk *desk, const struct mc_print_job *job, struct mc_printed *ret,
		      struct mc_err *why)
{
	struct mc_printed printed = {.file = NULL};
	enum mc_code code = next_copy(desk, job, &printed.copy, why);

	code = code ? code : write_page(desk, job, printed.copy, &printed.file, why);
	code = code ? code : spool(desk, job, &printed, why);
	if (code && code != MC_E_PRINT) {
		free(printed.file);
		return code;
	}
	*ret = printed;
	return code;
}

bool mc_printing(const struct mc_desk *desk)
{
	return desk->printing.len > 0;
}

bool mc_print_news(struct mc_desk *desk, struct mc_printed *ret, enum mc_code *ret_code,
		   struct mc_err *why)
{
	int64_t now = mc_clock_mono();

	for (size_t i = 0; i < desk->printing.len; i++) {
		const struct printing *it = mc_vec_at(&desk->printing, i);
		bool ended = has_ended(it->fd, 0);

		if (ended || now - it->since >= PATIENCE) {
			*ret_code = settle(desk, i, ended, ret, why);
			return true;
		}
	}
	return false;
}

enum mc_code mc_print_end(struct mc_desk *desk, struct mc_printed *printed, struct mc_err *why)
{
	size_t last = desk->printing.len - 1;
	const struct printing *it;
	bool ended;

	if (!printed->waiting) {
		return MC_OK;
	}
	it = mc_vec_at(&desk->printing, last);
	ended = has_ended(it->fd, it->since + PATIENCE - mc_clock_mono());
	free(printed->file);
	return settle(desk, last, ended, printed, why);
}

/* Who leaves does not wait for a printer that hangs; what it may not have taken stays a file. */
void desk_print_close(struct mc_desk *desk)
{
	struct mc_err why;

	while (desk->printing.len) {
		const struct printing *it = mc_vec_at(&desk->printing, 0);
		struct mc_printed printed;

		(void)!settle(desk, 0, has_ended(it->fd, FAREWELL), &printed, &why);
		free(printed.file);
	}
	mc_vec_done(&desk->printing);
}
