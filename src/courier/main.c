/* SPDX-License-Identifier: MPL-2.0 */
/*
 * main.c - motcua-courier: the loop around sync and net.
 *
 * Carries what stands in mail.db to the gateway and back. Has no key that opens
 * any of it. One at a time by lease; started on demand it outlives the desk until
 * nothing waits any more.
 */

#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/log.h"
#include "motcua/base/loop.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/sync/engine.h"

struct options {
	const char *data, *gateway, *gateway_key;
	const char *ca, *client_cert, *client_key, *proxy;
	bool once, with_parent;
	pid_t parent; /* who started it, by its own word; 0 = not said */
};

struct courier {
	struct options options;
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
	bool orphan; /* the desk that started us is gone */
	enum mc_code failed;
	struct mc_err why;
};

static void usage(FILE *to)
{
	fputs(_("Usage: motcua-courier --data DIR --gateway URL --gateway-key FILE [--once]\n"
		"Carries sealed dossiers and questions between a desk's mail store and the gateway.\n"
		"  --once                  try everything once, then end (75: something still waits)\n"
		"  --with-parent           end when the program that started it ends\n"
		"  --ca FILE               trust this certificate authority only\n"
		"  --client-cert FILE, --client-key FILE, --proxy URL, --version, --help\n"),
	      to);
}

enum { OPT_DATA = 256, OPT_GATEWAY, OPT_KEY, OPT_ONCE, OPT_CA, OPT_CERT, OPT_CERT_KEY, OPT_PROXY,
       OPT_WITH_PARENT, OPT_PARENT };

static const struct option long_options[] = {
	{ "data", required_argument, NULL, OPT_DATA },
	{ "gateway", required_argument, NULL, OPT_GATEWAY },
	{ "gateway-key", required_argument, NULL, OPT_KEY },
	{ "once", no_argument, NULL, OPT_ONCE },
	{ "ca", required_argument, NULL, OPT_CA },
	{ "client-cert", required_argument, NULL, OPT_CERT },
	{ "client-key", required_argument, NULL, OPT_CERT_KEY },
	{ "proxy", required_argument, NULL, OPT_PROXY },
	{ "with-parent", no_argument, NULL, OPT_WITH_PARENT },
	{ "parent", required_argument, NULL, OPT_PARENT },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

/* -1 = go on; else the exit status. */
static int parse_options(int argc, char **argv, struct options *ret)
{
	int option;

	while ((option = getopt_long(argc, argv, "hV", long_options, NULL)) != -1) {
		switch (option) {
		case OPT_DATA: ret->data = optarg; break;
		case OPT_GATEWAY: ret->gateway = optarg; break;
		case OPT_KEY: ret->gateway_key = optarg; break;
		case OPT_ONCE: ret->once = true; break;
		case OPT_CA: ret->ca = optarg; break;
		case OPT_CERT: ret->client_cert = optarg; break;
		case OPT_CERT_KEY: ret->client_key = optarg; break;
		case OPT_PROXY: ret->proxy = optarg; break;
		case OPT_WITH_PARENT: ret->with_parent = true; break;
		case OPT_PARENT: ret->parent = (pid_t)strtol(optarg, NULL, 10); break;
		case 'h': usage(stdout); return EX_OK;
		case 'V': puts("motcua-courier " MC_VERSION); return EX_OK;
		default: usage(stderr); return EX_USAGE;
		}
	}
	if (optind < argc || !ret->data || !ret->gateway || !ret->gateway_key) {
		usage(stderr);
		return EX_USAGE;
	}
	return -1;
}

static int report(enum mc_code code, const struct mc_err *why)
{
	const struct mc_error_info *info = mc_error_info(code);

	mc_log(MC_LOG_ERROR, "motcua-courier: [%s] %s%s%s%s", info->code, _(info->text),
	       why->detail[0] ? " (" : "", why->detail, why->detail[0] ? ")" : "");
	return info->exit_status;
}

/* ---- the loop's callbacks */
static bool work_left(struct courier *courier)
{
	struct mc_mail_counts counts;
	struct mc_err why;

	return mc_mail_counts(courier->mail, &counts, &why) || counts.waiting ||
	       counts.withdrawing;
}

/* `once`: all was tried. An orphan: nothing waits, so nobody misses it. */
static bool is_over(struct courier *courier)
{
	if (courier->options.once) {
		return mc_engine_over(courier->engine);
	}
	if (!courier->orphan) {
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
	const struct options *o = &courier->options;
	struct mc_endpoint *to = &courier->endpoint;
	enum mc_code code = mc_endpoint_parse(o->gateway, to, why);

	if (code) {
		return code;
	}
	if (mc_copy(to->ca, sizeof(to->ca), o->ca ? o->ca : "") ||
	    mc_copy(to->client_cert, sizeof(to->client_cert), o->client_cert ? o->client_cert : "") ||
	    mc_copy(to->client_key, sizeof(to->client_key), o->client_key ? o->client_key : "") ||
	    mc_copy(to->proxy, sizeof(to->proxy), o->proxy ? o->proxy : "")) {
		return mc_fail(why, MC_E_USAGE, "a file name is too long");
	}
	return MC_OK;
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
		code = mc_mail_open(&courier->paths, &courier->mail, why);
	}
	if (!code) {
		code = mc_mail_lease_take(courier->mail, &courier->lease, why);
	}
	if (code == MC_E_LEASE) {
		mc_poke(courier->paths.courier_sock); /* let the other one do it */
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
		.ctx = courier,
		.once = courier->options.once,
	};
	enum mc_code code;

	mc_str_init(&terminal, 64);
	code = mc_mail_get(courier->mail, "terminal", &terminal, why);
	if (!code && !terminal.len) {
		code = mc_fail(why, MC_E_TERMINAL_UNKNOWN, "no desk was opened in this folder yet");
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
}

int main(int argc, char **argv)
{
	struct courier courier = { .parent = getppid(), .lease = -1, .socket = -1 };
	struct mc_err why = { 0 };
	enum mc_code code;
	int status;

	mc_i18n_init(NULL);
	umask(0007);
	signal(SIGPIPE, SIG_IGN);
	status = parse_options(argc, argv, &courier.options);
	if (status >= 0) {
		return status;
	}
	mc_paths_init(&courier.paths, courier.options.data);
	code = open_all(&courier, &why);
	if (!code) {
		courier.loop = mc_loop_new();
		code = start_engine(&courier, &why);
	}
	if (!code) {
		run(&courier);
		code = courier.failed;
		why = courier.why;
	}
	status = code ? report(code, &why) : EX_OK;
	if (!code && courier.options.once && work_left(&courier)) {
		status = EX_TEMPFAIL;
	}
	close_all(&courier);
	return status;
}
