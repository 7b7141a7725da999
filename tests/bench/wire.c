/* SPDX-License-Identifier: MPL-2.0 */
/*
 * wire.c - bytes and round trips of a hello, a submit and a look-up, over plain HTTP, an
 * open TLS connection and a new one, beside what was aimed at.
 */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "motcua/base/mem.h"
#include "motcua/seal/age.h"
#include "motcua/seal/pack.h"
#include "motcua/wire/message.h"
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

static size_t sealed_size(const struct mc_seal_key to[2], struct mc_slice packed)
{
	struct mc_str sealed;
	size_t size;

	mc_str_init(&sealed, 2 * MC_MANIFEST_MAX);
	assert_ok(mc_age_seal(to, 2, packed, &sealed, NULL));
	size = sealed.len;
	mc_str_done(&sealed);
	return size;
}

/* What the shipped dictionary is worth for the form that was sent last: the gateway and the
 * office can open it, as they always can. */
static void print_dictionary(void)
{
	size_t len, with, without;
	char *text = metered_text(&len);
	struct mc_seal_key to[2];
	struct mc_str packed, bare;

	for (size_t i = 0; i < MC_COUNT(to); i++) {
		struct mc_open_key *key = mc_open_key_new();

		mc_open_key_public(key, &to[i]);
		mc_open_key_free(key);
	}
	mc_str_init(&packed, MC_MANIFEST_MAX);
	mc_str_init(&bare, MC_MANIFEST_MAX);
	assert_ok(mc_pack((struct mc_slice){text, len}, &packed, NULL));
	assert_true(mc_zstd((struct mc_slice){text, len}, &bare));
	with = sealed_size(to, mc_slice_of(&packed));
	without = sealed_size(to, mc_slice_of(&bare));
	printf("a form of %zu B, sealed: %zu B with the dictionary, %zu B without: %.2f\n", len,
	       with, without, (double)with / (double)without);
	mc_str_done(&packed);
	mc_str_done(&bare);
	free(text);
}

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
	if (wire == METERED_PLAIN) {
		print_dictionary();
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
