/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A newer catalogue reaches a desk over a link that spoils half of the exchanges: published
 * by the province from a folder, fetched file by file, in use once it is whole and not before.
 */
#include "e2e/published.h"
#include "support/fault_proxy.h"

enum { CHANGED = 12, ROUNDS = 60 };

static pid_t gateway;

static int begin(void **state)
{
	(void)state;
	world_begin();
	gateway = world_gateway_start_at("real.sock", NULL);
	return 0;
}

static int end(void **state)
{
	(void)state;
	world_gateway_stop(gateway);
	world_end();
	return 0;
}

static void carry(void)
{
	char url[4096];
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "--gateway", url,
			      "sync", "--once", NULL};
	struct world_run run;

	snprintf(url, sizeof(url), "unix:%s", world_path("gateway/gateway.sock"));
	world_run(&run, argv, NULL); /* its status is the link's */
	world_run_done(&run);
}

static void over_a_bad_link(void **state)
{
	char listen[4096], to[4096];
	struct fault_proxy_options options = {.listen = listen, .to = to, .seed = 7, .percent = 50,
					      .stall_ms = 50};
	struct fault_proxy *proxy;
	int rounds = 0;

	(void)state;
	snprintf(listen, sizeof(listen), "unix:%s", world_path("gateway/gateway.sock"));
	snprintf(to, sizeof(to), "unix:%s", world_path("gateway/real.sock"));
	proxy = fault_proxy_start(&options);
	assert_true(is_in_use("procedures", "package"));
	assert_int_equal(published_folder("procedures", world_path("folder"), "\"version\": \"2026-",
					  "\"version\": \"2027-", CHANGED),
			 CHANGED);
	assert_int_equal(publish("procedures", world_path("folder")), 0);
	while (is_in_use("procedures", "package") && ++rounds <= ROUNDS) {
		assert_int_equal(versions_from("2027-"), 0); /* never a part of it */
		carry();
	}
	assert_true(is_in_use("procedures", "gateway"));
	assert_int_equal(versions_from("2027-"), CHANGED);
	assert_true(rounds > 1); /* the link was bad */
	/* the delta: the list again and again perhaps, but no file that was shipped */
	assert_true(fault_proxy_counts(proxy)->to_client < 400000);
	fault_proxy_stop(proxy);
}

/* What a desk would mark is not published at all; the desk keeps what it has. */
static void a_faulty_folder(void **state)
{
	size_t len;
	char file[4096], *text;

	(void)state;
	snprintf(file, sizeof(file), "%s/1.000419.json", world_path("folder"));
	text = world_read(file, &len);
	assert_non_null(text);
	memcpy(strstr(text, "\"title\""), "\"tible\"", 7);
	world_write(file, text, len);
	free(text);
	assert_int_equal(publish("procedures", world_path("folder")), 65);
	assert_int_equal(versions_from("2027-"), CHANGED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(over_a_bad_link),
		cmocka_unit_test(a_faulty_folder),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
