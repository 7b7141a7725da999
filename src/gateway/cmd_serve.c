/* SPDX-License-Identifier: MPL-2.0 */
/* cmd_serve.c - put the gateway together, say that it is ready, run until told to end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/cmd.h"
#include "gateway/listen.h"
#include "gateway/parts.h"
#include "gateway/routes.h"
#include "gateway/uploads.h"
#include "motcua/base/clock.h"
#include "motcua/base/file.h"
#include "motcua/base/i18n.h"
#include "motcua/base/log.h"
#include "motcua/base/mem.h"

enum { PEM_MAX = 256 * 1024 };

/* What a running gateway consists of. */
struct serving {
	struct mc_gateway gateway;
	struct mc_listen listen;
	struct mc_httpd_tls tls;
	struct mc_httpd_limits limits;
	char *pem[3]; /* certificate, key, CA; owned */
	struct mc_loop *loop;
	struct mc_httpd *httpd;
	bool listening;
};

/* ---- the command line's sense */

static enum mc_code check_options(const struct mc_options *o, const struct mc_listen *listen,
				  struct mc_err *why)
{
	if (!o->tls_cert != !o->tls_key || (o->client_ca && !o->tls_cert)) {
		return mc_fail(why, MC_E_USAGE, "--tls-cert and --tls-key belong together");
	}
	if (o->tls_cert && listen->address.ss_family == AF_UNIX) {
		return mc_fail(why, MC_E_USAGE, "a Unix socket has no TLS");
	}
	if (!o->tls_cert && !listen->local) {
		return mc_fail(why, MC_E_LISTEN,
			       "without --tls-cert and --tls-key only a Unix socket or loopback");
	}
	return MC_OK;
}

enum { LIMIT_MOST = 10000 };

/* NULL: as it is. */
static enum mc_code read_limit(const char *text, const char *name, unsigned least, unsigned *ret,
			       struct mc_err *why)
{
	unsigned number = 0;

	if (!text) {
		return MC_OK;
	}
	if (*text && strlen(text) <= 5 && strspn(text, "0123456789") == strlen(text)) {
		number = (unsigned)atoi(text);
	}
	if ((!number && strcmp(text, "0") != 0) || number < least || number > LIMIT_MOST) {
		return mc_fail(why, MC_E_USAGE, "%s: from %u to %d", name, least, LIMIT_MOST);
	}
	*ret = number;
	return MC_OK;
}

static enum mc_code read_limits(const struct mc_options *o, struct mc_httpd_limits *ret,
				struct mc_err *why)
{
	enum mc_code code;

	*ret = MC_HTTPD_LIMITS;
	code = read_limit(o->connections, "--connections", 1, &ret->connections, why);
	return code ? code : read_limit(o->per_address, "--per-address", 0, &ret->per_address, why);
}

static enum mc_code load_pem(const char *path, char **ret, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	if (!path) {
		return MC_OK;
	}
	mc_str_init(&text, PEM_MAX);
	code = mc_file_read(path, &text, why);
	if (!code) {
		*ret = mc_str_take(&text, NULL);
	}
	mc_str_wipe(&text);
	return code;
}

static enum mc_code load_tls(const struct mc_options *o, struct serving *s, struct mc_err *why)
{
	enum mc_code code = load_pem(o->tls_cert, &s->pem[0], why);

	code = code ? code : load_pem(o->tls_key, &s->pem[1], why);
	code = code ? code : load_pem(o->client_ca, &s->pem[2], why);
	s->tls = (struct mc_httpd_tls){s->pem[0], s->pem[1], s->pem[2]};
	return code;
}

/* Golden tests freeze the clock; a gateway for real people has the real time only. */
static enum mc_code freeze_clock(bool demo, struct mc_err *why)
{
	const char *text = demo ? getenv("MOTCUA_NOW") : NULL;
	int64_t at;
	enum mc_code code;

	if (!text) {
		return MC_OK;
	}
	code = mc_time_parse(text, &at, why);
	if (!code) {
		mc_clock_freeze(at);
	}
	return code;
}

/* ---- opening */

static enum mc_code open_people(const struct mc_options *o, struct serving *s, struct mc_err *why)
{
	uint64_t seed;
	enum mc_code code;

	if (!o->demo) {
		return MC_OK;
	}
	code = mc_cmd_seed(&s->gateway.ledger, o->seed, &seed, why);
	if (!code) {
		mc_register_synthetic_open(seed, &s->gateway.people);
	}
	return code;
}

static enum mc_code open_data(const struct mc_options *o, struct serving *s, struct mc_err *why)
{
	enum mc_code code = mc_dir_make(o->data, 0755, why);

	code = code ? code : mc_parts_init(o->data, why);
	code = code ? code : mc_gateway_keys_open(o->data, mc_clock_now(), &s->gateway.keys, why);
	code = code ? code : mc_cmd_ledger(o, MC_LEDGER_SERVE, &s->gateway.ledger, why);
	return code ? code : open_people(o, s, why);
}

static void ending(void *ctx)
{
	mc_loop_stop(ctx);
}

static void sweep(void *ctx)
{
	struct mc_gateway *gateway = ctx;
	struct mc_err why;
	enum mc_code code = mc_uploads_sweep(gateway, mc_clock_now(), &why);

	if (code) {
		mc_log(MC_LOG_WARNING, "sweep: [%s] %s", mc_error_info(code)->code, why.detail);
	}
	mc_timer_set(gateway->sweep, mc_clock_mono() + MC_HOUR);
}

static enum mc_code open_network(struct serving *s, struct mc_err *why)
{
	int fd;
	enum mc_code code = mc_listen_open(&s->listen, &fd, why);

	if (code) {
		return code;
	}
	s->listening = true;
	s->loop = mc_loop_new();
	s->gateway.relay = mc_loop_timer(s->loop, mc_relay_due, &s->gateway);
	s->gateway.sweep = mc_loop_timer(s->loop, sweep, &s->gateway);
	mc_timer_set(s->gateway.sweep, mc_clock_mono());
	signal(SIGPIPE, SIG_IGN);
	mc_loop_signal(s->loop, SIGTERM, ending, s->loop);
	mc_loop_signal(s->loop, SIGINT, ending, s->loop);
	return mc_httpd_open(s->loop, fd, &s->tls, &s->limits, mc_routes, &s->gateway, &s->httpd,
			     why);
}

static void say_ready(const struct serving *s)
{
	char address[160], *keys = mc_path_join(s->gateway.dir, "gateway.keys");

	mc_listen_format(&s->listen, s->tls.cert != NULL, address, sizeof(address));
	printf("motcua-gateway: ready %s keys=%s people=%s\n", address, keys,
	       s->gateway.people.ops ? s->gateway.people.ops->name : "none");
	fflush(stdout);
	free(keys);
}

static void done(struct serving *s)
{
	mc_httpd_close(s->httpd);
	mc_loop_free(s->loop);
	if (s->listening) {
		mc_listen_close(&s->listen);
	}
	mc_register_close(&s->gateway.people);
	if (s->gateway.ledger.ops) {
		s->gateway.ledger.ops->close(s->gateway.ledger.ctx);
	}
	mc_gateway_keys_close(s->gateway.keys);
	free(s->gateway.dir);
	for (size_t i = 0; i < MC_COUNT(s->pem); i++) {
		if (s->pem[i]) {
			explicit_bzero(s->pem[i], strlen(s->pem[i]));
		}
		free(s->pem[i]);
	}
}

enum mc_code mc_cmd_serve(const struct mc_options *o, struct mc_err *why)
{
	struct serving s = {.loop = NULL};
	enum mc_code code;

	if (!o->listen || !o->data) {
		return mc_fail(why, MC_E_USAGE, "--listen and --data are needed");
	}
	code = mc_listen_parse(o->listen, &s.listen, why);
	code = code ? code : check_options(o, &s.listen, why);
	code = code ? code : read_limits(o, &s.limits, why);
	code = code ? code : freeze_clock(o->demo, why);
	code = code ? code : load_tls(o, &s, why);
	s.gateway.name = o->demo ? "motcua demo" : "motcua";
	s.gateway.demo = o->demo;
	s.gateway.dir = mc_strdup(o->data);
	code = code ? code : open_data(o, &s, why);
	code = code ? code : open_network(&s, why);
	if (!code) {
		char fingerprint[80];

		say_ready(&s);
		mc_keyring_fingerprint(mc_gateway_keys_ring(s.gateway.keys), fingerprint);
		mc_log(MC_LOG_INFO, "ready, keys %.9s", fingerprint);
		mc_loop_run(s.loop);
		mc_log(MC_LOG_INFO, "ending");
	}
	done(&s);
	return code;
}
