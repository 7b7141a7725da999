/* SPDX-License-Identifier: MPL-2.0 */
/*
 * room_test.c - somebody asks at the counter while a large attachment goes up a slow line:
 * the answer comes within seconds, not behind the upload; and the upload goes on.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "desk/desk.h"
#include "support/check.h"
#include "support/journey.h"
#include "support/metered.h"
#include "support/province.h"

enum {
	RATE = 16000, /* bytes per second */
	PAPER = 400000, /* that takes 25 s of it */
	MODEM = 256 * 1024, /* 16 s of the line: nothing is dropped, all is late */
	UNDER_WAY = 60000,
	ANSWER_WITHIN = 6, /* s: a piece lasts four, the exchange itself some tenths */
	ALL_WITHIN = 90,
};

/* Bytes that do not pack, so that it is as long on the wire. */
static const char *make_paper(void)
{
	const char *path = world_path("giay.pdf");
	char *bytes = calloc(1, PAPER);
	uint32_t dice = 2463534242u;

	for (int i = 0; i < PAPER; i++) {
		dice ^= dice << 13;
		dice ^= dice >> 17;
		dice ^= dice << 5;
		bytes[i] = (char)dice;
	}
	snprintf(bytes, 9, "%%PDF-1.4");
	world_write(path, bytes, PAPER);
	free(bytes);
	return path;
}

static void wait_until(long up, bool received, double seconds)
{
	double until = world_now() + seconds;
	struct mc_queue_ledger ledger = {.created = 0};

	while (metered_counts()->up < up || (received && !ledger.received)) {
		assert_true(world_now() < until);
		(void)poll(NULL, 0, 20);
		assert_ok(mc_queue_ledger(metered_desk(), &ledger, NULL));
	}
}

static void look_up_during_upload(void **state)
{
	const struct link_options line = {
		.rate = RATE, .delay_ms = 40, .queue = MODEM, .seed = 1};
	struct metered_sealed sealed;
	long before;
	double asked, answered;

	(void)state;
	metered_begin(METERED_PLAIN, &line);
	metered_seal(1, make_paper(), &sealed);
	before = metered_counts()->up;
	metered_courier_begin();
	wait_until(before + UNDER_WAY, false, 30);
	asked = world_now();
	metered_ask();
	answered = world_now() - asked;
	print_message("answered in %.1f s, %ld bytes were up by then\n", answered,
		      metered_counts()->up - before);
	assert_true(answered < ANSWER_WITHIN);
	assert_true(metered_counts()->up - before < PAPER / 2);
	wait_until(before + PAPER, true, ALL_WITHIN);
	metered_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(look_up_during_upload)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
