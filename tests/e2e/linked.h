/* SPDX-License-Identifier: MPL-2.0 */
/* linked.h - a linked group at the desk and in the hands of its units, with the real programs. */
#ifndef TESTS_E2E_LINKED_H
#define TESTS_E2E_LINKED_H

#include <unistd.h>

#include "e2e/dossier.h"
#include "support/pty.h"

enum { LINKED_UNITS = 3 };

static char *linked_id; /* the dossier */

static inline struct json_object *linked_member(struct json_object *object, const char *name)
{
	struct json_object *ret = NULL;

	json_object_object_get_ex(object, name, &ret);
	return ret;
}

/* ---- what the desk says of the group */

static inline struct json_object *linked_shown(void)
{
	json_object_put(desk(NULL, 0, "sync", "--once", NULL));
	return desk(NULL, 0, "dossier", "show", linked_id, NULL);
}

static inline struct json_object *linked_branch(struct json_object *said, const char *branch)
{
	struct json_object *list = linked_member(linked_member(said, "linked"), "branches");

	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *it = json_object_array_get_idx(list, i);

		if (strcmp(text_of(it, "branch"), branch) == 0) {
			return it;
		}
	}
	return NULL;
}

static inline bool linked_stands(struct json_object *said, const char *state,
				 const char *const units[], const char *const states[])
{
	bool good = strcmp(text_of(said, "state"), state) == 0;

	for (int i = 0; i < LINKED_UNITS; i++) {
		struct json_object *branch = linked_branch(said, units[i]);

		if (!states[i]) { /* it is not asked for */
			good &= !branch;
			continue;
		}
		good &= branch && strcmp(text_of(branch, "state"), states[i]) == 0;
	}
	return good;
}

/* The relay works by itself, step by step: synchronise until it has come so far. */
static inline struct json_object *linked_await(const char *state, const char *const units[],
					       const char *const states[])
{
	double until = world_now() + 2 * PTY_PATIENCE;
	struct json_object *said = linked_shown();

	while (!linked_stands(said, state, units, states)) {
		if (world_now() > until) {
			fail_msg("not %s %s %s %s:\n%s", state, states[0], states[1],
				 states[2] ? states[2] : "-", json_object_to_json_string(said));
		}
		json_object_put(said);
		usleep(200000);
		said = linked_shown();
	}
	return said;
}

/* Each unit gave a number of its own, none is that of the whole. */
static inline void linked_expect_numbers(struct json_object *said, const char *const units[])
{
	const char *whole = text_of(said, "official_number"), *numbers[LINKED_UNITS];

	assert_true(strlen(whole) > 0);
	for (int i = 0; i < LINKED_UNITS; i++) {
		numbers[i] = text_of(linked_branch(said, units[i]), "number");
		assert_true(strlen(numbers[i]) > 0);
	}
	for (int i = 0; i < LINKED_UNITS; i++) {
		assert_string_not_equal(numbers[i], whole);
		assert_string_not_equal(numbers[i], numbers[(i + 1) % LINKED_UNITS]);
	}
}

/* ---- what the units say; the exit status */

static inline int linked_answer(const char *branch, const char *outcome, const char *text)
{
	const char *argv[] = {world_program("motcua-gateway"),
			      "event",
			      outcome,
			      linked_id,
			      "--data",
			      world_path("gateway"),
			      "--branch",
			      branch,
			      text ? "--text" : NULL,
			      text,
			      NULL};
	struct world_run run;
	int status;

	world_run(&run, argv, NULL);
	status = run.status;
	world_run_done(&run);
	return status;
}

#endif
