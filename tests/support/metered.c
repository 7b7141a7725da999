/* SPDX-License-Identifier: MPL-2.0 */
#include "support/metered.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk/desk.h"
#include "store/mail_db.h"
#include "support/journey.h"
#include "support/province.h"

enum {
	REST = 400,    /* ms without a byte */
	PATIENCE = 30, /* s */
	LARGE = 2000,  /* bytes: more than one dossier */
	ARGS = 16,
};

static struct {
	bool tls;
	pid_t gateway, courier;
	struct link *link;
	struct mc_desk *desk;
	char far[64], near[64]; /* addresses of the gateway and of the line's near end */
} office;

/* ---- keys for TLS, by openssl(1) */
static void make_certificates(void)
{
	static const char make[] =
		"cd '%s' && exec >/dev/null 2>&1; "
		"ec='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'; "
		"openssl req -x509 $ec -keyout ca.key -out ca.pem -subj /CN=ca && "
		"for who in gateway terminal; do "
		"openssl req $ec -keyout $who.key -out $who.csr -subj /CN=$who && "
		"printf 'subjectAltName=DNS:localhost\\n' >san && "
		"openssl x509 -req -in $who.csr -CA ca.pem -CAkey ca.key -days 2 -extfile san "
		"-out $who.pem || exit 1; done";
	char command[8192];

	snprintf(command, sizeof(command), make, world_path(""));
	assert_int_equal(system(command), 0);
}

/* ---- programs that stay */
static _Noreturn void become(const char *const *argv, int out, const char *log)
{
	int err = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	dup2(out >= 0 ? out : err, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static pid_t spawn(const char *const *argv, int out, const char *log)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		become(argv, out, log);
	}
	return pid;
}

static void end(pid_t *pid)
{
	if (*pid > 0) {
		kill(*pid, SIGCONT);
		kill(*pid, SIGTERM);
		waitpid(*pid, NULL, 0);
	}
	*pid = 0;
}

/* "motcua-gateway: ready https://127.0.0.1:PORT keys=..." */
static void start_gateway(void)
{
	const char *argv[ARGS] = {world_program("motcua-gateway"),
				  "--demo",
				  "--seed",
				  "1",
				  "--listen",
				  "127.0.0.1:0",
				  "--data",
				  world_path("gateway"),
				  office.tls ? "--tls-cert" : NULL,
				  world_path("gateway.pem"),
				  "--tls-key",
				  world_path("gateway.key"),
				  "--client-ca",
				  world_path("ca.pem")};
	char line[256] = "";
	int ready[2];

	mkdir(world_path("gateway"), 0700);
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	office.gateway = spawn(argv, ready[1], world_path("gateway.log"));
	close(ready[1]);
	assert_true(read(ready[0], line, sizeof(line) - 1) > 0);
	close(ready[0]);
	assert_non_null(strstr(line, "127.0.0.1:"));
	snprintf(office.far, sizeof(office.far), "127.0.0.1:%d",
		 atoi(strstr(line, "127.0.0.1:") + strlen("127.0.0.1:")));
}

const char *metered_url(void)
{
	snprintf(office.near, sizeof(office.near), "%s://localhost:%d",
		 office.tls ? "https" : "http", link_port(office.link));
	return office.near;
}

static void fill_courier(const char *argv[ARGS], const char *once)
{
	const char *all[ARGS] = {world_program("motcua-courier"),
				 "--data",
				 world_path("desk"),
				 "--gateway",
				 metered_url(),
				 "--gateway-key",
				 world_path("gateway/gateway.keys")};
	int n = 7;

	if (office.tls) {
		all[n++] = "--ca";
		all[n++] = world_path("ca.pem");
		all[n++] = "--client-cert";
		all[n++] = world_path("terminal.pem");
		all[n++] = "--client-key";
		all[n++] = world_path("terminal.key");
	}
	all[n] = once;
	memcpy(argv, all, sizeof(all));
}

void metered_courier_begin(void)
{
	const char *argv[ARGS];

	fill_courier(argv, NULL);
	office.courier = spawn(argv, -1, world_path("courier.log"));
}

void metered_courier_start(void)
{
	metered_courier_begin();
	metered_settle();
}

void metered_courier_stop(void)
{
	end(&office.courier);
}

pid_t metered_courier(void)
{
	return office.courier;
}

bool metered_courier_once(void)
{
	const char *argv[ARGS];
	struct world_run run;
	int status;

	fill_courier(argv, "--once");
	world_run(&run, argv, NULL);
	status = run.status;
	if (status && status != 75) {
		fail_msg("the courier: status %d\n%s", status, run.err);
	}
	world_run_done(&run);
	return !status;
}

/* ---- beginning and ending */
void metered_begin(enum metered_wire wire, const struct link_options *line)
{
	struct link_options options = *line;
	struct mc_desk_options desk = {.data_dir = world_begin(), .officer = OFFICER};

	office.tls = wire == METERED_TLS;
	assert_ok(mc_seal_init(NULL));
	journey_no_courier();
	if (office.tls) {
		make_certificates();
	}
	start_gateway();
	options.listen = "127.0.0.1:0";
	options.to = office.far;
	office.link = link_start(&options);
	desk.data_dir = world_path("desk");
	desk.gateway = metered_url();
	desk.gateway_keys = world_path("gateway/gateway.keys");
	assert_ok(mc_desk_open(&desk, &office.desk, NULL));
	while (!metered_courier_once() || !metered_counts()->connections) {
		continue; /* the line may be cut just now */
	}
}

void metered_end(void)
{
	end(&office.courier);
	mc_desk_close(office.desk);
	link_stop(office.link);
	world_gateway_stop(office.gateway);
	world_end();
}

struct mc_desk *metered_desk(void)
{
	return office.desk;
}

const struct link_counts *metered_counts(void)
{
	return link_counts(office.link);
}

const char *metered_gateway(void)
{
	return office.far;
}

void metered_hang_up(void)
{
	link_hang_up(office.link);
	metered_settle();
}

/* ---- waiting */
static void pause_ms(int ms)
{
	(void)poll(NULL, 0, ms);
}

void metered_settle(void)
{
	const struct link_counts *counts = metered_counts();
	long before = -1;
	int rest = 0;

	while (rest < REST) {
		long now = counts->up + counts->down;

		rest = now == before ? rest + 20 : 0;
		before = now;
		pause_ms(20);
	}
}

static int64_t number(const char *sql)
{
	sqlite3_stmt *row;
	int64_t value;

	assert_int_equal(sqlite3_prepare_v2(office.desk->mail->db.handle, sql, -1, &row, NULL), 0);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	value = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return value;
}

static void wait_for(const char *sql)
{
	double until = world_now() + PATIENCE;

	while (!number(sql)) {
		assert_true(world_now() < until);
		pause_ms(5);
	}
}

/* ---- one exchange */

/* All flights of the first connection used since, up to and with the one that carried it:
 * with a new connection the handshake's come before it. */
static void take(const struct link_counts *before, struct metered *ret)
{
	const struct link_counts *now = metered_counts();
	long fresh = now->connections - before->connections;
	long last = before->flights + (fresh && office.tls ? 1 : 0);

	assert_true(fresh <= 1 && last < now->flights);
	ret->round_trips = (int)fresh;
	ret->up = ret->down = 0;
	for (long i = before->flights; i <= last; i++) {
		const struct link_flight *flight = &now->flight[i % LINK_FLIGHTS];

		ret->round_trips++;
		ret->up += flight->up;
		ret->down += flight->down;
		memcpy(ret->head, flight->head, sizeof(ret->head));
	}
	if (office.tls) {
		ret->head[0] = '\0';
	}
}

/* All that carried much: small exchanges may be on the way beside them. */
static void take_large(const struct link_counts *before, struct metered *ret)
{
	const struct link_counts *now = metered_counts();

	*ret = (struct metered){.up = 0};
	for (long i = before->flights; i < now->flights; i++) {
		const struct link_flight *flight = &now->flight[i % LINK_FLIGHTS];

		if (flight->up >= LARGE) {
			ret->round_trips++;
			ret->up += flight->up;
			ret->down += flight->down;
			memcpy(ret->head, flight->head, office.tls ? 0 : sizeof(ret->head));
		}
	}
}

static void seal_one(const char *paper)
{
	struct mc_work *work;
	int64_t seq;

	assert_ok(mc_work_new(office.desk, PROCEDURE, &work, NULL));
	journey_fill(work);
	if (paper) {
		assert_ok(mc_work_attach(work, "birth_notice", paper, NULL));
	}
	assert_ok(mc_work_submit(work, &seq, NULL));
	mc_work_close(work);
}

char *metered_text(size_t *ret_len)
{
	struct mc_vec rows;
	struct mc_str jws, manifest, plain;

	mc_vec_init(&rows, sizeof(struct mc_dossier_row), 1);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&manifest, MC_MANIFEST_MAX);
	mc_str_init(&plain, MC_JSON_MAX);
	assert_ok(mc_dossier_list(office.desk, true, 0, 1, &rows, NULL));
	assert_ok(mc_mail_item_record(office.desk->mail,
				      ((struct mc_dossier_row *)mc_vec_at(&rows, 0))->id, &jws,
				      &manifest, NULL));
	assert_ok(mc_pack_open(office.desk->keys.open, mc_slice_of(&manifest), &plain, NULL));
	mc_vec_done(&rows);
	mc_str_done(&jws);
	mc_str_done(&manifest);
	*ret_len = plain.len;
	return mc_str_take(&plain, NULL);
}

void metered_hello(struct metered *ret)
{
	struct link_counts before = *metered_counts();

	metered_courier_start();
	take(&before, ret);
	ret->sealed_up = ret->sealed_down = 0;
}

void metered_submit(struct metered *ret)
{
	struct link_counts before = *metered_counts();

	seal_one(NULL);
	wait_for("SELECT state IN ('RECEIPTED', 'FORWARDED', 'IN_PROCESS') FROM item "
		 "ORDER BY n DESC LIMIT 1");
	metered_settle();
	take(&before, ret);
	ret->sealed_up = (long)number("SELECT manifest_size FROM item ORDER BY n DESC LIMIT 1");
	ret->sealed_down = 0;
}

/* The id in it names the question. */
static void ask(struct mc_query *query)
{
	char *card = world_card(world_path("gateway"), "mother");
	struct mc_card read;

	*query = (struct mc_query){.kind = MC_QUERY_LOOKUP};
	assert_ok(mc_card_parse(card, &read, NULL));
	mc_query_from_card(query, &read);
	MC_COPY(query->procedure, PROCEDURE);
	MC_COPY(query->purpose, "Đăng ký khai sinh");
	assert_ok(mc_lookup_begin(office.desk, query, 0, NULL));
	free(card);
}

static void wait_answer(void)
{
	wait_for("SELECT inner_age IS NOT NULL FROM question ORDER BY n DESC LIMIT 1");
}

static void take_answer(const struct mc_query *query)
{
	struct mc_lookup *lookup = mc_calloc(1, sizeof(*lookup));

	assert_ok(mc_lookup_poll(office.desk, query->id, lookup, NULL));
	assert_int_equal(lookup->answer.outcome, MC_OUTCOME_FOUND);
	free(lookup);
}

void metered_ask(void)
{
	struct mc_query query;

	ask(&query);
	wait_answer();
	take_answer(&query);
}

void metered_batch(struct metered *ret)
{
	struct link_counts before = *metered_counts();
	int already = metered_received();

	kill(office.courier, SIGSTOP);
	for (int i = 0; i < METERED_BATCH; i++) {
		seal_one(NULL);
	}
	kill(office.courier, SIGCONT);
	while (metered_received() < already + METERED_BATCH) {
		pause_ms(5);
	}
	metered_settle();
	take_large(&before, ret);
	ret->sealed_up = (long)number("SELECT sum(manifest_size) FROM item WHERE n > "
				      "(SELECT max(n) FROM item) - 32");
	ret->sealed_down = 0;
}

void metered_look_up(struct metered *ret)
{
	struct link_counts before = *metered_counts();
	struct mc_query query;

	kill(office.courier, SIGSTOP); /* so that the question can be looked at */
	ask(&query);
	ret->sealed_up =
		(long)number("SELECT length(sealed) FROM question ORDER BY n DESC LIMIT 1");
	kill(office.courier, SIGCONT);
	wait_answer();
	ret->sealed_down =
		(long)number("SELECT length(inner_age) FROM question ORDER BY n DESC LIMIT 1");
	take_answer(&query);
	metered_settle();
	take(&before, ret);
}

/* ---- many */
void metered_seal(int count, const char *paper, struct metered_sealed *ret)
{
	size_t len;

	*ret = (struct metered_sealed){.sealed = 0};
	for (int i = 0; i < count; i++) {
		seal_one(i ? NULL : paper);
		free(metered_text(&len));
		ret->plain += (long)len;
	}
	ret->sealed = (long)number("SELECT sum(manifest_size) FROM item");
}

int metered_received(void)
{
	return (int)number("SELECT count(DISTINCT item) FROM statement WHERE kind = 'receipt'");
}
