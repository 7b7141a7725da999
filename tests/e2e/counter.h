/* SPDX-License-Identifier: MPL-2.0 */
/* counter.h - how most tests begin: the province's gateway, and two parents with their cards. */
#ifndef TESTS_E2E_COUNTER_H
#define TESTS_E2E_COUNTER_H

#include <unistd.h>

#include "e2e/dossier.h"

static char *mother, *father; /* card texts */
static pid_t gateway;

static inline int counter_begin(void **state)
{
	(void)state;
	world_begin();
	gateway = world_gateway_start(NULL);
	mother = world_card(world_path("gateway"), "mother");
	father = world_card(world_path("gateway"), "father");
	return 0;
}

static inline int counter_end(void **state)
{
	(void)state;
	free(mother);
	free(father);
	world_end();
	return 0;
}

/* Tried again and asked, until it is so; false after half a minute. By the wire, whoever carries it: the
 * courier that was started on demand, or another; the relay of the demo takes its time. */
static inline bool carry_until_so(bool (*is_so)(const void *ctx), const void *ctx)
{
	double until = world_now() + 30;
	bool so = false;

	while (!so && world_now() < until) {
		json_object_put(desk(NULL, 0, "queue", "retry", NULL));
		usleep(100000);
		so = is_so(ctx);
	}
	return so;
}

#endif
