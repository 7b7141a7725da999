/* SPDX-License-Identifier: MPL-2.0 */
/* outside.c - the courier: announced to, started, poked, and what it reports back. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "desk/verifications.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/base/spawn.h"

enum { RATE_LASTS = 60 * 1000 /* ms */ };

/* ---- rows for the courier */
static enum mc_code set_if_other(struct mc_desk *desk, const char *key, const char *value,
				 struct mc_err *why)
{
	struct mc_str old;
	enum mc_code code;

	mc_str_init(&old, MC_JWS_MAX);
	code = mc_mail_get(desk->mail, key, &old, why);
	if (!code && strcmp(old.data, value)) {
		code = mc_mail_set(desk->mail, key, value, why); /* an fsync: only when new */
	}
	mc_str_done(&old);
	return code;
}

static void fill_enrolment(struct mc_desk *desk, const char *enrol_code, struct mc_enrolment *ret)
{
	struct mc_seal_key seal;
	struct mc_str sign;

	memset(ret, 0, sizeof(*ret));
	MC_COPY(ret->terminal, desk->keys.id);
	mc_str_init(&sign, sizeof(ret->sign));
	mc_verify_key_format(&desk->keys.verify, &sign);
	MC_COPY(ret->sign, sign.data);
	mc_str_done(&sign);
	mc_open_key_public(desk->keys.open, &seal);
	mc_seal_key_format(&seal, ret->open);
	MC_COPY(ret->code, enrol_code);
	MC_COPY(ret->label, desk_setting(desk, "office", "terminal_label"));
	ret->at = mc_clock_now();
}

/* Signed by the key that it announces: who holds the row cannot change it. */
static enum mc_code write_enrolment(struct mc_desk *desk, const char *enrol_code,
				    struct mc_err *why)
{
	struct mc_enrolment enrolment;
	struct mc_str payload, jws;
	enum mc_code code = desk_prove_keys(desk, why);

	if (code) {
		return code;
	}
	fill_enrolment(desk, enrol_code, &enrolment);
	mc_str_init(&payload, MC_JWS_MAX);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_enrolment_format(&enrolment, &payload);
	code = desk_sign(desk, "enrolment", mc_slice_of(&payload), &jws, why);
	if (!code) {
		code = mc_mail_set(desk->mail, "enrolment", jws.data, why);
	}
	mc_str_done(&payload);
	mc_str_done(&jws);
	return code;
}

/* Random, made with the store: a restored old copy that seals again shows by it. */
static enum mc_code make_epoch(struct mc_desk *desk, struct mc_err *why)
{
	struct mc_str old;
	uint8_t bytes[8];
	char epoch[MC_EPOCH_LEN];
	enum mc_code code;

	mc_str_init(&old, 64);
	code = mc_mail_get(desk->mail, "epoch", &old, why);
	if (!code && !old.len) {
		mc_rand_bytes(bytes, sizeof(bytes));
		mc_hex_encode(bytes, sizeof(bytes), epoch);
		code = mc_mail_set(desk->mail, "epoch", epoch, why);
	}
	mc_str_done(&old);
	return code;
}

enum mc_code desk_announce(struct mc_desk *desk, struct mc_err *why)
{
	const char *enrol_code =
		desk->training ? "" : desk_setting(desk, "gateway", "enrol_code");
	struct mc_str terminal, told;
	enum mc_code code;
	bool fresh = false;

	mc_str_init(&terminal, 64);
	mc_str_init(&told, 256);
	code = mc_mail_get(desk->mail, "terminal", &terminal, why);
	if (!code) {
		code = mc_mail_get(desk->mail, "enrol_code", &told, why);
	}
	if (!code) {
		fresh = strcmp(terminal.data, desk->keys.id) || strcmp(told.data, enrol_code);
	}
	if (!code && fresh) {
		code = write_enrolment(desk, enrol_code, why);
	}
	if (!code && fresh) {
		code = set_if_other(desk, "enrol_code", enrol_code, why);
	}
	if (!code && fresh) {
		code = set_if_other(desk, "terminal", desk->keys.id, why);
	}
	if (!code) {
		code = make_epoch(desk, why);
	}
	if (!code && desk->training) {
		code = set_if_other(desk, "training", "1", why);
	}
	mc_str_done(&terminal);
	mc_str_done(&told);
	return code;
}

/* ---- starting and poking */
enum { ARGS_MAX = 20, LOG_MODE = 0660 };

static void add_arg(const char **argv, int *count, const char *name, const char *value)
{
	if (value && *value) {
		argv[(*count)++] = name;
		argv[(*count)++] = value;
	}
}

/* The same options however it is started; returns how many. argv[0] is the caller's. */
static int courier_args(const struct mc_desk *desk, const char **argv)
{
	int count = 1;

	add_arg(argv, &count, "--data", desk->paths.dir);
	add_arg(argv, &count, "--gateway", desk->gateway);
	add_arg(argv, &count, "--gateway-key", desk->gateway_keys);
	if (desk->training) { /* nothing of the real gateway's goes into a classroom */
		return count;
	}
	add_arg(argv, &count, "--ca", desk_setting(desk, "gateway", "ca"));
	add_arg(argv, &count, "--client-cert", desk_setting(desk, "gateway", "client_cert"));
	add_arg(argv, &count, "--client-key", desk_setting(desk, "gateway", "client_key"));
	add_arg(argv, &count, "--proxy", desk_setting(desk, "gateway", "proxy"));
	return count;
}

/* The folder may be shared with a courier of another account: so is its log. What
 * cannot be made here mc_spawn() reports. */
static void make_log(const struct mc_desk *desk)
{
	int fd = open(desk->paths.courier_log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, LOG_MODE);

	if (fd >= 0) {
		(void)!fchmod(fd, LOG_MODE); /* whatever the umask is */
		close(fd);
	}
}

static enum mc_code start_courier(struct mc_desk *desk, struct mc_err *why)
{
	const char *argv[ARGS_MAX] = {NULL};
	struct mc_spawn how = { .argv = argv,
				.stderr_path = desk->paths.courier_log,
				.ready_pipe = true,
				.new_session = true };
	char *program, parent[16];
	int count, pipe_fd = -1;
	enum mc_code code = desk_tls_check(desk, why);

	if (!code) {
		code = mc_program_path("motcua-courier", &program, why);
	}
	if (code) {
		return code;
	}
	make_log(desk);
	argv[0] = program;
	count = courier_args(desk, argv);
	snprintf(parent, sizeof(parent), "%ld", (long)getpid());
	add_arg(argv, &count, "--parent", parent);
	if (desk->training) {
		argv[count++] = "--with-parent"; /* its gateway ends with us */
	}
	code = mc_spawn(&how, &desk->courier_pid, &pipe_fd, why);
	if (!code) {
		close(pipe_fd);
	}
	free(program);
	return code;
}

/* ---- once, in the foreground */
static enum mc_code gateway_known(struct mc_desk *desk, struct mc_err *why)
{
	if (mc_desk_read_only(desk)) { /* it could not note what it does */
		return mc_fail(why, MC_E_DISK_READ_ONLY, NULL);
	}
	if (!desk->gateway_read || desk->gateway_why.code) {
		desk_load_keyring(desk); /* the file may have been brought meanwhile */
	}
	return desk->gateway_why.code ?
		       mc_fail(why, desk->gateway_why.code, "%s", desk->gateway_why.detail) :
		       MC_OK;
}

static int exit_status(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR) {
			return EX_OSERR;
		}
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : EX_SOFTWARE;
}

enum mc_code mc_desk_courier_once(struct mc_desk *desk, int *ret_status, struct mc_err *why)
{
	const char *argv[ARGS_MAX] = {NULL};
	struct mc_spawn how = {.argv = argv};
	char *program;
	pid_t pid;
	int count, status;
	enum mc_code code = gateway_known(desk, why);

	if (!code) {
		code = desk_tls_check(desk, why);
	}
	if (!code && mc_mail_lease_held(desk->mail)) {
		code = mc_fail(why, MC_E_LEASE, NULL);
	}
	if (!code) {
		code = mc_program_path("motcua-courier", &program, why);
	}
	if (code) {
		return code;
	}
	argv[0] = program;
	count = courier_args(desk, argv);
	argv[count] = "--once";
	code = mc_spawn(&how, &pid, NULL, why);
	free(program);
	if (code) {
		return code;
	}
	status = exit_status(pid);
	if (status == EX_TEMPFAIL && mc_mail_lease_held(desk->mail)) {
		return mc_fail(why, MC_E_LEASE, NULL); /* another took it meanwhile */
	}
	*ret_status = status;
	return MC_OK;
}

enum mc_code mc_desk_courier(struct mc_desk *desk, struct mc_err *why)
{
	struct mc_err own = {.code = MC_OK};

	why = why ? why : &own;
	if (desk->courier_pid > 0 && waitpid(desk->courier_pid, NULL, WNOHANG) != 0) {
		desk->courier_pid = 0;
	}
	if (gateway_known(desk, why)) {
		return why->code;
	}
	if (!mc_mail_lease_held(desk->mail) && !desk->courier_pid) {
		if (start_courier(desk, why)) {
			desk->courier_why = *why;
			return why->code;
		}
	}
	memset(&desk->courier_why, 0, sizeof(desk->courier_why));
	mc_poke(desk->paths.courier_sock);
	return MC_OK;
}

enum mc_code mc_desk_cut_link(struct mc_desk *desk, bool cut, struct mc_err *why)
{
	enum mc_code code;

	if (!desk->training) {
		return mc_fail(why, MC_E_TRAINING, NULL);
	}
	code = mc_mail_set(desk->mail, "cut", cut ? "1" : "", why);
	if (!code && !cut) {
		code = mc_mail_retry(desk->mail, NULL, why);
	}
	return code ? code : mc_desk_courier(desk, why);
}

/* ---- the status row */
static bool is_cut(struct mc_desk *desk)
{
	struct mc_str cut;
	struct mc_err why;
	bool yes;

	mc_str_init(&cut, 16);
	yes = desk->training && !mc_mail_get(desk->mail, "cut", &cut, &why) &&
	      !strcmp(cut.data, "1");
	mc_str_done(&cut);
	return yes;
}

static enum mc_desk_link link_of(enum mc_link_state state)
{
	switch (state) {
	case MC_LINK_UP:
		return MC_DESK_LINK_UP;
	case MC_LINK_DOWN:
		return MC_DESK_LINK_DOWN;
	case MC_LINK_SUSPECT:
		return MC_DESK_LINK_SUSPECT;
	default:
		return MC_DESK_LINK_UNKNOWN;
	}
}

/* What the courier told, while it is news. */
static int64_t rate_of(struct mc_desk *desk)
{
	long long rate = 0, at = 0;
	int64_t age;
	struct mc_str text;

	mc_str_init(&text, 64);
	if (mc_mail_get(desk->mail, "pace", &text, NULL) ||
	    sscanf(text.data, "%lld %lld", &rate, &at) != 2) {
		rate = 0;
	}
	mc_str_done(&text);
	age = mc_clock_now() - at;
	return age >= 0 && age < RATE_LASTS && rate > 0 ? rate : 0;
}

/* A rest is not as long for who sits in front of the desk. */
static int64_t ask_next_of(struct mc_desk *desk, const struct mc_link *link)
{
	int64_t from = link->next_try;
	struct mc_str text;

	if (link->cause != MC_E_GATEWAY_BUSY) {
		return from;
	}
	mc_str_init(&text, 24);
	if (!mc_mail_get(desk->mail, "ask_from", &text, NULL) && text.len) {
		from = strtoll(text.data, NULL, 10);
	}
	mc_str_done(&text);
	return from < link->next_try ? from : link->next_try;
}

/* While nothing is open nobody waits for what is missing. */
static int64_t gap_of(struct mc_desk *desk, const struct mc_mail_counts *counts)
{
	struct mc_mail_gap gap = {0};

	return counts->open && !mc_mail_gap(desk->mail, &gap, NULL) ? gap.since : 0;
}

static bool lost_of(struct mc_desk *desk)
{
	struct mc_queue_lost lost = {0};

	return !mc_queue_lost(desk, &lost, NULL, NULL) && lost.count;
}

void mc_desk_status(struct mc_desk *desk, struct mc_desk_status *ret)
{
	(void)desk_ring(desk);
	mc_desk_glance(desk, ret);
}

void mc_desk_glance(struct mc_desk *desk, struct mc_desk_status *ret)
{
	struct mc_mail_counts counts = {0};
	struct mc_link link = {0};
	int64_t verifying = 0;
	struct mc_err why;

	memset(ret, 0, sizeof(*ret));
	if (!mc_verifications_count(desk->store, &verifying, &why)) {
		ret->verifying = (int)verifying;
	}
	if (!mc_mail_counts(desk->mail, &counts, &why)) {
		ret->waiting = counts.waiting;
		ret->held = counts.held;
		ret->bundled = counts.bundled;
		ret->failing = counts.failing;
		ret->open = counts.open;
		ret->withdrawing = counts.withdrawing;
		ret->news_gap = gap_of(desk, &counts);
	}
	ret->lost = lost_of(desk);
	if (desk->gateway_why.code) {
		ret->link = MC_DESK_LINK_UNSET;
		ret->link_cause = desk->gateway_why.code;
		return;
	}
	if (!mc_mail_link(desk->mail, &link, &why)) {
		ret->link = link_of(link.state);
		ret->link_since = link.since;
		ret->link_next_try = link.next_try;
		ret->ask_next_try = ask_next_of(desk, &link);
		ret->link_cause = link.cause;
		ret->clock_off = link.state == MC_LINK_UP ? desk_clock_off(&link) : 0;
		ret->rate = link.state == MC_LINK_UP ? rate_of(desk) : 0;
	}
	if (desk->courier_why.code && !mc_mail_lease_held(desk->mail)) {
		ret->link = MC_DESK_LINK_DOWN; /* whatever was up before: nobody carries now */
		ret->link_cause = desk->courier_why.code;
	}
	if (is_cut(desk)) {
		ret->link = MC_DESK_LINK_CUT;
		ret->link_cause = MC_E_LINK_CUT;
	}
}

int mc_desk_fd(const struct mc_desk *desk)
{
	return desk->socket;
}

unsigned mc_desk_changed(struct mc_desk *desk)
{
	struct mc_date today = mc_date_of_instant(mc_clock_now());
	struct mc_err why;
	uint32_t version;
	bool other_day = mc_date_compare(&today, &desk->day) != 0;

	if (desk->socket >= 0) {
		mc_poke_drain(desk->socket);
	}
	version = mc_mail_version(desk->mail);
	if (version == desk->mail_version && !other_day) {
		return 0;
	}
	desk->day = today; /* what was due tomorrow is due today */
	desk->mail_version = version;
	desk->packs_arrived = true; /* perhaps: it is looked for when there is time */
	(void)!desk_take_verifications(desk, &why); /* what fails is tried again at the next look */
	return MC_WATCH_OUTBOX | MC_WATCH_LINK | MC_WATCH_ANSWER;
}
