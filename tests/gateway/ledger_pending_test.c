/* SPDX-License-Identifier: MPL-2.0 */
/* Persons of a dossier who were not verified yet: told so until the newest attempt has its word. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/mem.h"

#define ID "00000000-0000-7000-8000-000000000001"
#define TERMINAL "7K3M9Q"
#define FIRST "00000000-0000-7000-8000-00000000000a"
#define SECOND "00000000-0000-7000-8000-00000000000b"
#define THIRD "00000000-0000-7000-8000-00000000000c"

static char *dir;
static void *ledger;

static int set_up(void **state)
{
	(void)state;
	dir = test_dir();
	assert_ok(mc_ledger_sqlite.open(dir, MC_LEDGER_SERVE, &ledger, NULL));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	mc_ledger_sqlite.close(ledger);
	free(dir);
	return 0;
}

static void answered(const char *terminal, const char *id, const char *supersedes,
		     const char *outcome)
{
	struct mc_ledger_access access = {.at = 1, .officer = "hash", .procedure = "2.002621"};
	struct mc_ledger_query query = {.question_sha256 = ""};

	MC_COPY(query.id, id);
	MC_COPY(query.question_sha256, id);
	MC_COPY(query.terminal, terminal);
	MC_COPY(access.outcome, outcome);
	MC_COPY(access.supersedes, supersedes);
	mc_str_init(&query.reply, 100);
	mc_str_puts(&query.reply, "reply");
	assert_ok(mc_ledger_sqlite.add_query(ledger, &query, &access, NULL));
	mc_str_done(&query.reply);
}

static void dossier_arrives(void)
{
	assert_ok(mc_sql_exec(ledger,
			      "INSERT INTO dossier(id,terminal,epoch,seq,prev,digest,record,manifest,"
			      "procedure,state,received_at) VALUES('" ID "','" TERMINAL
			      "','0123456789abcdef',1,'0','d1',x'01',x'02','2.002621','RECEIPTED',5)",
			      NULL));
	assert_ok(mc_sql_exec(ledger,
			      "INSERT INTO pending VALUES('" ID "','mother','" FIRST "')", NULL));
}

static void assert_told(const char *outcome)
{
	struct mc_vec found;
	const struct mc_ledger_pending *it;

	mc_vec_init(&found, sizeof(struct mc_ledger_pending), 8);
	assert_ok(mc_ledger_sqlite.pending(ledger, ID, &found, NULL));
	assert_int_equal(found.len, 1);
	it = mc_vec_at(&found, 0);
	assert_string_equal(it->role, "mother");
	assert_string_equal(it->outcome, outcome);
	mc_vec_done(&found);
}

static void the_newest_attempt_counts(void **state)
{
	(void)state;
	dossier_arrives();
	assert_told("");
	answered(TERMINAL, FIRST, "", "no_match");
	assert_told("no_match");
	answered(TERMINAL, SECOND, FIRST, "found");
	assert_told("found");
}

/* The first one expired on the desk and never came here. */
static void one_that_was_never_heard_is_closed_too(void **state)
{
	(void)state;
	dossier_arrives();
	answered(TERMINAL, THIRD, FIRST, "found");
	assert_told("found");
}

static void the_answer_may_come_before_the_dossier(void **state)
{
	(void)state;
	answered(TERMINAL, SECOND, FIRST, "found");
	dossier_arrives();
	assert_told("found");
}

/* Nobody closes another's question, and one about somebody else closes nothing. */
static void only_its_own_terminal_and_question(void **state)
{
	(void)state;
	dossier_arrives();
	answered("A2B3C4", SECOND, FIRST, "found");
	answered(TERMINAL, THIRD, SECOND, "found");
	assert_told("");
	assert_ok(mc_sql_exec(ledger, "UPDATE pending SET query=''", NULL));
	answered(TERMINAL, FIRST, "", "found"); /* "" supersedes nothing */
	assert_told("");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_newest_attempt_counts),
		CASE(one_that_was_never_heard_is_closed_too),
		CASE(the_answer_may_come_before_the_dossier),
		CASE(only_its_own_terminal_and_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
