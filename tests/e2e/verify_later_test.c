/* SPDX-License-Identifier: MPL-2.0 */
/*
 * No link, and somebody at the counter: the card is taken, the verification waits in the queue.
 * Desk and courier are killed, the machine starts again, the link comes back: the answer is in
 * the dossier, or tied to it when it was sent before.
 */
#include <signal.h>
#include <unistd.h>

#include "e2e/counter.h"
#include "support/pty.h"

static int end(void **state)
{
	(void)state;
	world_gateway_stop(gateway);
	return counter_end(state);
}

/* As a power cut does: nobody is asked. */
static void kill_all(void)
{
	pid_t pids[50];
	int count = world_children(pids, 50);

	for (int i = 0; i < count; i++) {
		kill(pids[i], SIGKILL);
	}
	for (double until = world_now() + 10; world_children(pids, 50) && world_now() < until;) {
		usleep(20000);
	}
	assert_int_equal(world_children(pids, 50), 0);
}

/* The newest verification of a role; borrowed from the dossier. */
static struct json_object *verification(struct json_object *dossier, const char *role)
{
	struct json_object *list = NULL, *found = NULL;

	json_object_object_get_ex(dossier, "verifications", &list);
	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *it = json_object_array_get_idx(list, i);

		found = !strcmp(text_of(it, "role"), role) ? it : found;
	}
	return found;
}

static void expect_outcome(const char *id, const char *role, const char *outcome)
{
	struct json_object *said = desk(NULL, 0, "dossier", "show", id, NULL);

	assert_non_null(verification(said, role));
	assert_string_equal(text_of(verification(said, role), "outcome"), outcome);
	json_object_put(said);
}

struct verified {
	const char *id, *role, *outcome;
};

static bool is_verified(const void *ctx)
{
	const struct verified *it = ctx;
	struct json_object *said = desk(NULL, 0, "dossier", "show", it->id, NULL);
	bool is = !strcmp(text_of(verification(said, it->role), "outcome"), it->outcome);

	json_object_put(said);
	return is;
}

/* Carry until the role's verification is this. */
static void carry_until(const char *id, const char *role, const char *outcome)
{
	if (!carry_until_so(is_verified, &(struct verified){id, role, outcome})) {
		fail_msg("the verification of %s is not %s", role, outcome);
	}
}

static struct json_object *field_of(struct json_object *dossier, const char *id)
{
	struct json_object *list = NULL;

	json_object_object_get_ex(dossier, "fields", &list);
	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *it = json_object_array_get_idx(list, i);

		if (!strcmp(text_of(it, "id"), id)) {
			return it;
		}
	}
	fail_msg("no field %s", id);
	return NULL;
}

static void expect_from(const char *id, const char *field, const char *from)
{
	struct json_object *said = desk(NULL, 0, "dossier", "show", id, NULL);

	assert_string_equal(text_of(field_of(said, field), "from"), from);
	json_object_put(said);
}

static char *draft(void)
{
	static const char answers[] = "{\"v\":1,\"fields\":{\"requester.relation\":\"mother\"}}\n";
	struct json_object *said;
	char *id;

	world_write(world_path("few.json"), answers, strlen(answers));
	said = desk(NULL, 0, "dossier", "new", PROCEDURE, "--from", world_path("few.json"), NULL);
	id = strdup(text_of(said, "id"));
	json_object_put(said);
	return id;
}

static void in_the_draft(void **state)
{
	char *id;

	(void)state;
	world_gateway_stop(gateway);
	id = draft();
	json_object_put(desk(NULL, 0, "dossier", "verify", id, "mother", "--card", mother, NULL));
	json_object_put(desk(NULL, 0, "dossier", "verify", id, "father", "--card", father, NULL));
	expect_outcome(id, "mother", "queued");
	expect_from(id, "mother.full_name", "card");
	kill_all();
	gateway = world_gateway_start(NULL);
	carry_until(id, "mother", "found");
	carry_until(id, "father", "found");
	expect_from(id, "mother.full_name", "register");
	expect_from(id, "father.full_name", "register");
	free(id);
}

/* It was sealed and received while nobody could verify; then the answer came. */
static void after_the_dossier(void **state)
{
	struct json_object *said, *list, *pending = NULL;
	char *id;

	(void)state;
	look_up(NULL, father);
	look_up(NULL, mother);
	id = new_dossier(NULL, mother, father);
	world_gateway_stop(gateway);
	json_object_put(desk(NULL, 0, "dossier", "verify", id, "mother", NULL));
	json_object_put(desk(NULL, 0, "dossier", "submit", id, NULL));
	said = desk(NULL, 0, "queue", "show", id, NULL);
	assert_int_equal(number_of(said, "verifying"), 1);
	json_object_put(said);
	kill_all();
	gateway = world_gateway_start(NULL);
	carry_until(id, "mother", "found");
	expect_outcome(id, "mother", "found");
	list = arrived();
	assert_int_equal(json_object_array_length(list), 1);
	/* the province knows who was provisional, and what the register said since */
	json_object_object_get_ex(json_object_array_get_idx(list, 0), "pending", &pending);
	assert_int_equal(json_object_array_length(pending), 1);
	pending = json_object_array_get_idx(pending, 0);
	assert_string_equal(text_of(pending, "role"), "mother");
	assert_string_equal(text_of(pending, "outcome"), "found");
	json_object_put(list);
	free(id);
}

/* At the screen: card, no link, "verify later", killed, started again. */
static struct pty *screens(void)
{
	char url[4200];
	const char *argv[] = {world_program("motcua"), "--data", world_path("desk"), "--gateway",
			      url, "--officer", OFFICER, NULL};
	struct pty *pty;

	snprintf(url, sizeof(url), "unix:%s", world_path("gateway/gateway.sock"));
	pty = pty_start(argv, 24, 80, NULL);
	pty_expect(pty, world_say("Dossiers of this desk"));
	return pty;
}

static void at_the_counter(void **state)
{
	char burst[1024];
	struct pty *pty;

	(void)state;
	world_gateway_stop(gateway);
	pty = screens();
	snprintf(burst, sizeof(burst), "%s\r", mother);
	pty_send(pty, burst);
	pty_expect(pty, world_say("Look-up in the register"));
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, "30");
	pty_type(pty, KEY_ESC KEY_ESC);
	pty_expect(pty, world_say("Verify later"));
	pty_type(pty, KEY_RIGHT KEY_RIGHT KEY_ENTER);
	pty_expect(pty, world_say("Who is this person in the dossier?"));
	pty_type(pty, KEY_ENTER);
	pty_expect(pty, "Xác minh: 1");
	pty_signal(pty, SIGKILL);
	pty_expect_end(pty);
	pty_end(pty);
	kill_all();
	gateway = world_gateway_start(NULL);
	pty = screens();
	pty_expect_gone(pty, "Xác minh: 1"); /* carried by the courier that this desk starts */
	pty_type(pty, KEY_DOWN KEY_ENTER);
	pty_expect(pty, "= CSDL");
	pty_end(pty);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, counter_begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(in_the_draft),
		CASE(after_the_dossier),
		CASE(at_the_counter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
