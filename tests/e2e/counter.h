/* SPDX-License-Identifier: MPL-2.0 */
/* counter.h - how most tests begin: the province's gateway, and two parents with their cards. */
#ifndef TESTS_E2E_COUNTER_H
#define TESTS_E2E_COUNTER_H

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

#endif
