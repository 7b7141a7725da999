/* SPDX-License-Identifier: MPL-2.0 */
/*
 * wire.c - bytes and round trips of a hello, a submit and a look-up, over plain HTTP, an
 * open TLS connection and a new one, beside what was aimed at.
 */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/check.h"
#include "support/metered.h"

static void print_row(const char *what, const struct metered *it, int share, long aim)
{
	long over = (it->up + it->down - it->sealed_up - it->sealed_down) / share;

	printf("%-24s %6ld %6ld B %6ld %6ld B %6ld B %3d", what, it->up / share, it->down / share,
	       it->sealed_up / share, it->sealed_down / share, over, it->round_trips);
	if (aim) {
		printf("  aim %ld: %.2f", aim, (double)over / (double)aim);
	}
	printf("\n");
	fflush(stdout);
}

/* The aims are those of a connection that is open. */
static const struct row {
	const char *what;
	void (*exchange)(struct metered *ret);
	bool cold;
	long aim;
	int share; /* dossiers in it */
} rows[] = {
	{"hello", metered_hello, true, 600, 1},
	{"submit", metered_submit, false, 1150, 1},
	{"submit, each of a batch", metered_batch, false, 850, METERED_BATCH},
	{"look-up", metered_look_up, false, 1100, 1},
	{"submit, new connection", metered_submit, true, 0, 1},
	{"look-up, new connection", metered_look_up, true, 0, 1},
};

static void measure(enum metered_wire wire)
{
	const struct link_options any = {.seed = 1};
	struct metered it;

	metered_begin(wire, &any);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].cold) {
			metered_hang_up();
		}
		rows[i].exchange(&it);
		print_row(rows[i].what, &it, rows[i].share,
			  rows[i].cold && wire == METERED_TLS ? 0 : rows[i].aim);
	}
	metered_end();
}

bool bench_wire(void)
{
	printf("%-24s %13s   %13s   %8s %s\n", "plain HTTP", "sent, received", "sealed of them",
	       "over them", "round trips");
	measure(METERED_PLAIN);
	printf("%s\n", "TLS with a client certificate");
	measure(METERED_TLS);
	return true;
}
