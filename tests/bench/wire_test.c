/* SPDX-License-Identifier: MPL-2.0 */
/*
 * wire_test.c - what a hello, a submit and a look-up cost on the wire, both directions. No
 * noise can touch bytes and round trips, so the figures are bounds: what was measured, and a
 * little room for the digits of ports and running numbers and the DER of certificates.
 * Raise one only knowingly: on a 64 kbit/s line 100 bytes are 12 ms of each dossier.
 */
#include <string.h>

#include "support/check.h"
#include "support/metered.h"

static const struct cost {
	const char *what;
	enum metered_wire wire;
	void (*exchange)(struct metered *ret);
	const char *head;
	bool cold;
	long most;	 /* bytes over the sealed ones */
	int round_trips; /* at most */
	int share;	 /* dossiers among which the bytes are divided */
} costs[] = {
	{"hello", METERED_PLAIN, metered_hello, "GET /v1/hello?", true, 430, 2, 1},
	{"submit", METERED_PLAIN, metered_submit, "PUT /v1/dossiers/", false, 700, 1, 1},
	{"look-up", METERED_PLAIN, metered_look_up, "POST /v1/queries ", false, 585, 1, 1},
	{"batch", METERED_PLAIN, metered_batch, "POST /v1/batches ", false, 250, 2, METERED_BATCH},
	{"hello, new TLS", METERED_TLS, metered_hello, "", true, 2870, 3, 1},
	{"submit, TLS", METERED_TLS, metered_submit, "", false, 770, 1, 1},
	{"look-up, TLS", METERED_TLS, metered_look_up, "", false, 655, 1, 1},
	{"batch, TLS", METERED_TLS, metered_batch, "", false, 290, 2, METERED_BATCH},
	{"submit, new TLS", METERED_TLS, metered_submit, "", true, 3170, 3, 1},
	{"look-up, new TLS", METERED_TLS, metered_look_up, "", true, 3020, 3, 1},
};

static void measure(const struct cost *cost)
{
	struct metered it;
	long over;

	if (cost->cold) {
		metered_hang_up();
	}
	cost->exchange(&it);
	over = (it.up + it.down - it.sealed_up - it.sealed_down) / cost->share;
	print_message("%s: %ld + %ld bytes, sealed %ld + %ld, over them %ld; %d round trips\n",
		      cost->what, it.up, it.down, it.sealed_up, it.sealed_down, over,
		      it.round_trips);
	assert_memory_equal(it.head, cost->head, strlen(cost->head));
	assert_true(it.round_trips <= cost->round_trips);
	assert_true(over <= cost->most);
}

static void over(enum metered_wire wire)
{
	const struct link_options any = {.seed = 1};

	metered_begin(wire, &any);
	for (size_t i = 0; i < sizeof(costs) / sizeof(*costs); i++) {
		if (costs[i].wire == wire) {
			measure(&costs[i]);
		}
	}
	metered_end();
}

static void over_plain_http(void **state)
{
	(void)state;
	over(METERED_PLAIN);
}

static void over_tls(void **state)
{
	(void)state;
	over(METERED_TLS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(over_plain_http),
		cmocka_unit_test(over_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
