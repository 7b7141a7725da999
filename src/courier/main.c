/* SPDX-License-Identifier: MPL-2.0 */
/*
 * main.c - motcua-courier: the loop around sync and net.
 *
 * Carries what stands in mail.db to the gateway and back. Has no key that opens
 * any of it. One at a time by lease; started on demand it outlives the desk until
 * nothing waits any more.
 */

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "courier/options.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/base/log.h"
#include "motcua/base/loop.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/store/spool.h"
#include "motcua/sync/engine.h"

#define NO_DESK "no desk was opened in this folder yet"

struct courier {
	struct courier_options options;
	struct mc_paths paths;
	struct mc_endpoint endpoint;
	struct mc_keyring *keyring;
	struct mc_mail *mail;
	struct mc_loop *loop;
	struct mc_http *http;
	struct mc_client *client;
	struct mc_engine *engine;
	struct mc_timer *wake;
	int lease, socket;
	pid_t parent;
	bool told[MC_CODE_COUNT]; /* in the log: each kind of failure once */
	bool orphan; /* the desk that started us is gone */
	enum mc_code failed;
	struct mc_err why;
};

/* systemd names the socket it gave us; the variable alone is handed on to everybody. */
static bool journal_reads(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char ours[48];
	struct stat st;

	if (!stream || fstat(STDERR_FILENO, &st)) {
		return false;
	}
	snprintf(ours, sizeof(ours), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	return !strcmp(stream, ours);
}

/* For whoever started us, so without the journal's number unless it reads this. */
static int report(enum mc_code code, const struct mc_err *why)
{
	const struct mc_error_info *info = mc_error_info(code);

	fprintf(stderr, "%smotcua-courier: [%s] %s%s%s%s\n", journal_reads() ? "<3>" : "",
		info->code, _(info->text), why->detail[0] ? " (" : "", why->detail,
		why->detail[0] ? ")" : "");
	return info->exit_status;
}

/* ---- the loop's callbacks */
static bool work_left(struct courier *courier)
{
	struct mc_mail_any any;
	struct mc_err why;

	return mc_mail_any(courier->mail, &any, &why) || any.waiting || any.withdrawing;
}

/* `once`: all was tried. An orphan: nothing waits, so nobody misses it. */
static bool is_over(struct courier *courier)
{
	if (courier->options.once) {
		return mc_engine_over(courier->engine);
	}
	if (!courier->orphan || courier->options.stay) {
		return false;
	}
	return courier->options.with_parent ||
	       (mc_engine_idle(courier->engine) && !work_left(courier));
}

static void step(void *ctx)
{
	struct courier *courier = ctx;
	int64_t wake = -1;

	courier->failed = mc_engine_step(courier->engine, &wake, &courier->why);
	if (courier->failed || is_over(courier)) {
		mc_loop_stop(courier->loop);
	} else if (wake < 0) {
		mc_timer_clear(courier->wake);
	} else {
		mc_timer_set(courier->wake, wake);
	}
}

static void again(void *ctx)
{
	struct courier *courier = ctx;

	mc_timer_set(courier->wake, mc_clock_mono());
}

/* Something was stored: tell the desk. */
static void changed(void *ctx)
{
	struct courier *courier = ctx;

	mc_poke(courier->paths.desk_sock);
}

/* The screens show the code; what lies behind it is for whoever reads the log. */
static void failed(void *ctx, enum mc_code cause, const char *detail)
{
	struct courier *courier = ctx;
	char now[MC_TIME_LEN];

	if (!courier->told[cause] && cause != MC_E_LINK_CUT && !courier->options.once) {
		mc_time_format(mc_clock_now(), now);
		fprintf(stderr, "%s%s motcua-courier: %s: [%s] %s\n",
			journal_reads() ? "<4>" : "", now,
			mc_error_info(cause)->grade == MC_GRADE_STORE ? "store" : "link",
			mc_error_info(cause)->code, detail);
	}
	courier->told[cause] = true;
}

static void poked(void *ctx, short revents)
{
	struct courier *courier = ctx;

	(void)revents;
	mc_poke_drain(courier->socket);
	mc_engine_poke(courier->engine);
	step(courier);
}

static void stop(void *ctx)
{
	mc_loop_stop(((struct courier *)ctx)->loop);
}

static void parent_gone(void *ctx)
{
	struct courier *courier = ctx;

	courier->orphan = true;
	step(courier);
}

/* ---- setting up */
static enum mc_code set_endpoint(struct courier *courier, struct mc_err *why)
{
	const struct courier_options *o = &courier->options;
	struct mc_endpoint *to = &courier->endpoint;
	enum mc_code code = mc_endpoint_parse(o->gateway, to, why);

	if (code) {
		return code;
	}
	if (MC_COPY(to->ca, o->ca) || MC_COPY(to->client_cert, o->client_cert) ||
	    MC_COPY(to->client_key, o->client_key) || MC_COPY(to->proxy, o->proxy)) {
		return mc_fail(why, MC_E_USAGE, "a file name is too long");
	}
	return mc_endpoint_files(to, why);
}

/* Never made by us: a desk that finds data without its keys takes them for lost ones. */
static enum mc_code open_mail(struct courier *courier, struct mc_err *why)
{
	const struct mc_paths *paths = &courier->paths;

	if (!mc_file_exists(paths->mail_db) && !mc_spool_any(paths)) {
		return mc_fail(why, MC_E_TERMINAL_UNKNOWN, NO_DESK);
	}
	return mc_mail_open(paths, &courier->mail, why);
}

static enum mc_code open_all(struct courier *courier, struct mc_err *why)
{
	enum mc_code code = mc_seal_init(why);

	if (!code) {
		code = set_endpoint(courier, why);
	}
	if (!code) {
		code = mc_keyring_load(courier->options.gateway_key, &courier->keyring, why);
	}
	if (!code) {
		code = open_mail(courier, why);
	}
	if (!code) {
		code = mc_mail_lease_take(courier->mail, &courier->lease, why);
	}
	if (code == MC_E_LEASE) {
		mc_poke(courier->paths.courier_sock); /* let the other one do it */
	}
	if (code == MC_E_LEASE && courier->options.stay) {
		code = mc_mail_lease_wait(courier->mail, &courier->lease, why);
	}
	if (!code) {
		code = mc_poke_open(courier->paths.courier_sock, &courier->socket, why);
	}
	return code;
}

static enum mc_code start_engine(struct courier *courier, struct mc_err *why)
{
	struct mc_str terminal;
	struct mc_engine_parts parts = {
		.mail = courier->mail,
		.paths = &courier->paths,
		.keyring = courier->keyring,
		.changed = changed,
		.again = again,
		.failed = failed,
		.ctx = courier,
		.once = courier->options.once,
	};
	enum mc_code code;

	mc_str_init(&terminal, 64);
	code = mc_mail_get(courier->mail, "terminal", &terminal, why);
	if (!code && !terminal.len) {
		code = mc_fail(why, MC_E_TERMINAL_UNKNOWN, NO_DESK);
	}
	if (!code && parts.once) {
		code = mc_mail_retry(courier->mail, NULL, why);
	}
	if (!code) {
		code = mc_http_open(courier->loop, &courier->endpoint, &courier->http, why);
	}
	if (!code) {
		courier->client = mc_client_new(courier->http, terminal.data);
		parts.http = courier->http;
		parts.client = courier->client;
		courier->engine = mc_engine_new(&parts);
	}
	mc_str_done(&terminal);
	return code;
}

static void run(struct courier *courier)
{
	courier->wake = mc_loop_timer(courier->loop, step, courier);
	mc_loop_watch(courier->loop, courier->socket, POLLIN, poked, courier);
	mc_loop_signal(courier->loop, SIGTERM, stop, courier);
	mc_loop_signal(courier->loop, SIGINT, stop, courier);
	mc_loop_signal(courier->loop, SIGUSR1, parent_gone, courier);
	/* The desk's end is a signal, so that nothing has to tick to notice it. */
	prctl(PR_SET_PDEATHSIG, SIGUSR1);
	/* a subcommand may be gone before main() runs: only its own word is sure */
	courier->orphan = getppid() !=
			  (courier->options.parent > 0 ? courier->options.parent : courier->parent);
	mc_timer_set(courier->wake, mc_clock_mono());
	mc_loop_run(courier->loop);
}

/* Whoever waits for an answer is told what keeps us from even trying. */
static void tell_waiting(struct courier *courier, enum mc_code cause)
{
	bool there = courier->mail || mc_file_exists(courier->paths.mail_db);

	if (!there || mc_error_info(cause)->grade != MC_GRADE_ENDPOINT ||
	    (!courier->mail && mc_mail_open(&courier->paths, &courier->mail, NULL)) ||
	    (courier->lease < 0 && mc_mail_lease_take(courier->mail, &courier->lease, NULL))) {
		return;
	}
	(void)!mc_engine_impossible(courier->mail, cause, NULL);
	mc_poke(courier->paths.desk_sock);
}

static void close_all(struct courier *courier)
{
	mc_engine_free(courier->engine);
	mc_client_free(courier->client);
	mc_http_close(courier->http);
	mc_loop_free(courier->loop);
	if (courier->socket >= 0) {
		unlink(courier->paths.courier_sock);
		close(courier->socket);
	}
	if (courier->lease >= 0) {
		close(courier->lease);
	}
	mc_mail_close(courier->mail);
	mc_keyring_free(courier->keyring);
	mc_paths_done(&courier->paths);
	courier_options_done(&courier->options);
}

int main(int argc, char **argv)
{
	struct courier courier = {.parent = getppid(), .lease = -1, .socket = -1};
	struct mc_err why = {0};
	enum mc_code code;
	int status;

	mc_i18n_init(NULL);
	umask(0007);
	signal(SIGPIPE, SIG_IGN);
	status = courier_options_parse(argc, argv, &courier.options, &why);
	if (status >= 0) {
		status = why.code ? report(why.code, &why) : status;
		courier_options_done(&courier.options);
		return status;
	}
	mc_paths_init(&courier.paths, courier.options.data);
	code = open_all(&courier, &why);
	if (!code) {
		courier.loop = mc_loop_new();
		code = start_engine(&courier, &why);
	}
	if (code) {
		tell_waiting(&courier, code);
	} else {
		run(&courier);
		code = courier.failed;
		why = courier.why;
		if (!code && courier.engine) {
			(void)!mc_engine_end(courier.engine, NULL); /* if not: one look too many */
		}
	}
	status = code ? report(code, &why) : EX_OK;
	if (code == MC_E_STORE_NEWER && courier.engine) {
		status = EX_TEMPFAIL; /* updated while we ran: the next start is of the new program */
	}
	if (!code && courier.options.once && work_left(&courier)) {
		status = EX_TEMPFAIL;
	}
	close_all(&courier);
	return status;
}
