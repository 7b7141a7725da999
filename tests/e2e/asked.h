/* SPDX-License-Identifier: MPL-2.0 */
/* asked.h - the province asks for something more, and the desk sends it. */
#ifndef TESTS_E2E_ASKED_H
#define TESTS_E2E_ASKED_H

#include "e2e/counter.h"

struct in_state {
	const char *of, *state;
};

static inline bool is_in_state(const void *ctx)
{
	const struct in_state *it = ctx;
	struct json_object *said = desk(NULL, 0, "queue", "show", it->of, NULL);
	bool is = !strcmp(text_of(said, "state"), it->state);

	json_object_put(said);
	return is;
}

/* Until it is in this state. */
static inline void carry_until(const char *of, const char *state)
{
	if (!carry_until_so(is_in_state, &(struct in_state){of, state})) {
		fail_msg("%s is not %s", of, state);
	}
}

static inline void province(const char *outcome, const char *of)
{
	const char *argv[] = {world_program("motcua-gateway"), "event", outcome, of, "--data",
			      world_path("gateway"), "--text", "Thiếu bản gốc giấy chứng sinh",
			      "--field", "birth_notice", "--days", "5", "--branch", "justice", NULL};
	struct world_run run;

	world_run(&run, argv, NULL);
	if (run.status) {
		fail_msg("event: status %d\n%s%s", run.status, run.out, run.err);
	}
	world_run_done(&run);
}

/* A draft with one paper and one changed field, sealed; its id, to be freed. */
static inline char *supplement(const char *id)
{
	static const char answers[] =
		"{\"v\":1,\"fields\":{\"requester.phone\":\"0987 654 321\"}}\n";
	struct json_object *said, *asked = NULL;
	char attach[4200], *sid;

	world_write(world_path("more.json"), answers, strlen(answers));
	snprintf(attach, sizeof(attach), "birth_notice=%s", world_path("giay-Truc-Van.pdf"));
	said = desk(NULL, 0, "dossier", "supplement", id, "--from", world_path("more.json"),
		    "--attach", attach, NULL);
	assert_true(json_object_object_get_ex(said, "asked", &asked));
	assert_string_equal(text_of(asked, "text"), "Thiếu bản gốc giấy chứng sinh");
	assert_int_equal(strlen(text_of(asked, "deadline")), strlen("2026-11-28T16:59:59Z"));
	assert_string_equal(text_of(said, "supplements"), id);
	sid = strdup(text_of(said, "id"));
	json_object_put(said);
	said = desk(NULL, 0, "dossier", "submit", sid, NULL);
	assert_string_equal(text_of(said, "supplements"), id);
	assert_int_equal(number_of(said, "seq"), -1); /* it is no new dossier */
	json_object_put(said);
	return sid;
}

#endif
