/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A bad link between the real courier and the real gateway, with real syncs on both ends:
 * refused, cut, stalled, answered by a portal, truncated, for several seeds. Every dossier
 * is received once, none is lost, none is doubled, the ledger balances.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json_object.h>

#include "support/fault_proxy.h"
#include "support/journey.h"
#include "support/province.h"

enum {
	SEEDS = 20,
	SLOW_SEEDS = 4, /* with a sanitizer */
	DOSSIERS = 30,	/* for each seed */
	LONG_SEEDS = 50,
	LONG_DOSSIERS = 10000,
	PAPER_EVERY = 10, /* one of so many has an attachment */
	SPOILED = 25,	  /* percent of the exchanges */
	STALL_MS = 60,
	ROUNDS_EACH = 20, /* rounds of the courier that a dossier may cost at the most */
	HANGS = 60,	  /* s */
};

static pid_t gateway;
static long happened[PROXY_FAULTS]; /* over all seeds */

static bool is_long(void)
{
	const char *all = getenv("MOTCUA_LONG");

	return all && !strcmp(all, "1");
}

static const char *url_of(const char *socket)
{
	static char urls[2][4096];
	static int next;
	char *url = urls[next++ % 2];

	snprintf(url, sizeof(urls[0]), "unix:%s", world_path(socket));
	return url;
}

static void begin(void)
{
	static const char paper[] = "%PDF-1.4 giấy chứng sinh\n";

	assert_ok(mc_seal_init(NULL));
	world_begin();
	journey_no_courier();
	world_write(world_path("giay.pdf"), paper, sizeof(paper));
	gateway = world_gateway_start(NULL);
}

static void end(void)
{
	world_gateway_stop(gateway);
	world_end();
}

/* ---- dossiers */
static struct mc_desk *open_desk(void)
{
	struct mc_desk_options options = {.data_dir = world_path("desk"),
					  .gateway = url_of("gateway/gateway.sock"),
					  .officer = OFFICER};
	struct mc_desk *desk;

	assert_ok(mc_desk_open(&options, &desk, NULL));
	return desk;
}

static void seal(struct mc_desk *desk, bool with_paper)
{
	struct mc_work *work;
	int64_t seq;

	assert_ok(mc_work_new(desk, PROCEDURE, &work, NULL));
	journey_fill(work);
	if (with_paper) {
		assert_ok(mc_work_attach(work, "birth_notice", world_path("giay.pdf"), NULL));
	}
	assert_ok(mc_work_submit(work, &seq, NULL));
	mc_work_close(work);
}

static void seal_all(int count)
{
	struct mc_desk *desk = open_desk();

	for (int i = 0; i < count; i++) {
		seal(desk, i % PAPER_EVERY == 0);
	}
	mc_desk_close(desk);
}

/* ---- the link */
static int no_longer_than(void)
{
	alarm(HANGS);
	return 0;
}

/* One round of the courier; true when nothing waits any more. */
static bool carry(const char *url)
{
	const char *argv[] = {world_program("motcua-courier"),
			      "--data",
			      world_path("desk"),
			      "--gateway",
			      url,
			      "--gateway-key",
			      world_path("gateway/gateway.keys"),
			      "--once",
			      NULL};
	struct world_run run;
	int status;

	world_run(&run, argv, no_longer_than);
	status = run.status;
	if (status && status != 75) {
		fail_msg("the courier: status %d\n%s", status, run.err);
	}
	world_run_done(&run);
	return !status;
}

static void take_counts(uint64_t seed, const struct fault_proxy_counts *counts, int rounds,
			double seconds, int dossiers)
{
	print_message("seed %d: %d dossiers in %.1f s (%.0f/s), %d rounds, %ld exchanges:",
		      (int)seed, dossiers, seconds, dossiers / seconds, rounds, counts->exchanges);
	for (int i = PROXY_REFUSE; i < PROXY_FAULTS; i++) {
		print_message(" %s %ld", fault_proxy_name(i), counts->of[i]);
		happened[i] += counts->of[i];
	}
	print_message("\n");
}

/* By turns over a Unix socket and over TCP: they break differently. */
static void drain(uint64_t seed, int dossiers)
{
	const char *socket = url_of("bad.sock");
	const struct fault_proxy_options options = {.listen = seed % 2 ? socket : "127.0.0.1:0",
						    .to = url_of("gateway/gateway.sock"),
						    .seed = seed,
						    .percent = SPOILED,
						    .stall_ms = STALL_MS};
	struct fault_proxy *proxy = fault_proxy_start(&options);
	double began = world_now();
	char url[4096];
	int rounds = 1;

	snprintf(url, sizeof(url), "http://127.0.0.1:%d", fault_proxy_port(proxy));
	while (!carry(seed % 2 ? socket : url)) {
		assert_true(++rounds < dossiers * ROUNDS_EACH);
	}
	take_counts(seed, fault_proxy_counts(proxy), rounds, world_now() - began, dossiers);
	fault_proxy_stop(proxy);
}

/* ---- each once */
/* Each row is one of ours, with our bytes and one receipt; a seq that two rows have would
 * leave another one out. */
static void check_row(struct mc_desk *desk, struct json_object *row, bool *seen, size_t count)
{
	struct mc_item item;

	assert_ok(mc_mail_item(desk->mail, journey_member(row, "id"), &item, NULL));
	assert_string_equal(journey_member(row, "digest"), item.digest);
	assert_string_equal(journey_member(row, "receipts"), "1");
	assert_true(item.has_receipt);
	assert_true(item.seq >= 1 && item.seq <= (int64_t)count && !seen[item.seq - 1]);
	seen[item.seq - 1] = true;
}

static void check_each_once(size_t count)
{
	struct json_object *list = journey_gateway();
	struct mc_desk *desk = open_desk();
	struct mc_queue_ledger ledger;
	bool *seen = calloc(count, sizeof(*seen));

	assert_int_equal(json_object_array_length(list), count);
	for (size_t i = 0; i < count; i++) {
		check_row(desk, json_object_array_get_idx(list, i), seen, count);
	}
	assert_ok(mc_queue_ledger(desk, &ledger, NULL));
	assert_true(ledger.balanced);
	assert_int_equal(ledger.created, count);
	assert_int_equal(ledger.received, count);
	free(seen);
	json_object_put(list);
	mc_desk_close(desk);
}

static void one_seed(int seed, int dossiers)
{
	double began;

	begin();
	began = world_now();
	seal_all(dossiers);
	print_message("sealed %.0f/s; ", dossiers / (world_now() - began));
	drain((uint64_t)seed, dossiers);
	check_each_once((size_t)dossiers);
	end();
}

static void each_once_over_a_bad_link(void **state)
{
	int seeds = journey_possible() ? SEEDS : SLOW_SEEDS, each = DOSSIERS;

	if (is_long()) {
		seeds = LONG_SEEDS;
		each = LONG_DOSSIERS;
	}
	(void)state;
	for (int seed = 1; seed <= seeds; seed++) {
		one_seed(seed, each);
	}
	for (int i = PROXY_REFUSE; i < PROXY_FAULTS; i++) {
		assert_true(happened[i] > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_once_over_a_bad_link)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
