/* SPDX-License-Identifier: MPL-2.0 */
/* lookup, verify, evidence check: the real programs, three outcomes kept apart. */
#include "app/program.h"

static void found_by_card(void **state)
{
	const struct mc_json *person;
	char *card;

	(void)state;
	need_programs();
	card = card_of("mother");
	assert_int_equal(run("lookup", "--card", card, ABOUT, "--json"), 0);
	assert_int_equal(int_at(last.json, "v"), 1);
	assert_string_equal(text_at(last.json, "outcome"), "found");
	assert_int_equal(strlen(text_at(last.json, "query_id")), 36);
	assert_int_equal(strlen(text_at(last.json, "taken_at")), 20);
	person = mc_json_member(last.json, "person");
	assert_memory_equal(text_at(person, "number"), card, 12);
	assert_non_null(strstr(card, text_at(person, "full_name")));
	assert_string_equal(text_at(person, "sex"), "female");
	assert_true(strlen(text_at(person, "born")) == 10);
	assert_true(strlen(text_at(person, "permanent_address")) > 10);
	assert_true(mc_json_count(mc_json_member(mc_json_member(person, "household"),
						 "members")) > 1);
	assert_memory_equal(text_at(mc_json_member(person, "record"), "number"), card, 12);
	free(card);
}

static void found_by_number(void **state)
{
	char *card, *parts[7], *rest;

	(void)state;
	need_programs();
	card = card_of("mother");
	rest = card;
	for (int i = 0; i < 7; i++) {
		parts[i] = strsep(&rest, "|");
	}
	assert_int_equal(run("lookup", parts[0], "--name", parts[2], "--born", parts[3], ABOUT), 0);
	assert_says(&last.out, parts[2]);
	assert_says(&last.out, parts[0]);
	/* a year is enough, as the card of an old person has it */
	assert_int_equal(run("lookup", parts[0], "--name", parts[2], "--born", parts[3] + 4, ABOUT,
			     "--json"),
			 0);
	assert_string_equal(text_at(last.json, "outcome"), "found");
	free(card);
}

static void card_on_standard_input(void **state)
{
	char *card;

	(void)state;
	need_programs();
	card = card_of("y-moan");
	put_file("stdin", card);
	assert_int_equal(run("lookup", "--card", "-", ABOUT, "--json"), 0);
	assert_string_equal(text_at(last.json, "outcome"), "found");
	put_file("stdin", "");
	free(card);
}

/* By name without marks, or by number; nothing of the answer but what one asks with. */
static void found_again(void **state)
{
	const struct mc_json *person;
	char *card, *parts[7], *rest;

	(void)state;
	need_programs();
	card = card_of("mother");
	assert_int_equal(run("lookup", "--card", card, ABOUT), 0);
	rest = card;
	for (int i = 0; i < 7; i++) {
		parts[i] = strsep(&rest, "|");
	}
	assert_int_equal(run("people", "find", "tran thi kim oanh", "--json"), 0);
	assert_int_equal(mc_json_count(last.items), 1);
	person = mc_json_item(last.items, 0);
	assert_string_equal(text_at(person, "number"), parts[0]);
	assert_string_equal(text_at(person, "full_name"), parts[2]);
	assert_string_equal(text_at(person, "born"), "1996-11-02");
	assert_null(mc_json_member(person, "permanent_address"));
	assert_int_equal(run("people", "find", parts[0], "--json"), 0);
	assert_int_equal(mc_json_count(last.items), 1);
	assert_int_equal(run("people", "find", "khong co ai", "--json"), 0);
	assert_int_equal(mc_json_count(last.items), 0);
	assert_int_equal(run("people", "find", "kim oanh"), 0);
	assert_says(&last.out, parts[2]);
	assert_int_equal(run("people", "find", "A\xff"), 65);
	free(card);
}

static void no_match_is_no_failure(void **state)
{
	char *card;

	(void)state;
	need_programs();
	card = card_of("wrong-name");
	assert_int_equal(run("lookup", "--card", card, ABOUT, "--json"), 0);
	assert_string_equal(text_at(last.json, "outcome"), "no_match");
	assert_null(mc_json_member(last.json, "person"));
	assert_int_equal(run("lookup", "--card", card, ABOUT), 0);
	assert_says(&last.out, "does not tell which");
	free(card);
}

static void warnings_never_block(void **state)
{
	const struct mc_json *warnings;
	char *card;

	(void)state;
	need_programs();
	card = card_of("unknown-prefix");
	assert_int_equal(run("lookup", "--card", card, ABOUT, "--json"), 0);
	assert_string_equal(text_at(last.json, "outcome"), "found");
	warnings = mc_json_member(last.json, "warnings");
	assert_int_equal(mc_json_count(warnings), 1);
	assert_string_equal(text_at(mc_json_item(warnings, 0), "code"), "prefix_unknown");
	assert_says(&last.err, "motcua: warning: ");
	free(card);
}

/* ---- residence */
static void verified_and_checked_offline(void **state)
{
	char *card, *keys, *file, *evidence;

	(void)state;
	need_programs();
	card = card_of("mother");
	keys = in_office("gateway.keys");
	assert_int_equal(run("verify", "--card", card, ABOUT, "--json"), 0);
	assert_string_equal(text_at(last.json, "outcome"), "found");
	assert_string_equal(text_at(last.json, "way"), "system");
	file = mc_strdup(text_at(last.json, "file"));
	evidence = mc_strdup(text_at(last.json, "evidence"));
	put_file("e.jws", evidence);

	assert_int_equal(run("evidence", "check", file, "--json"), 0);
	assert_int_equal(run_bare("evidence", "check", file, "--gateway-key", keys, "--json"), 0);
	assert_int_equal(run("evidence", "check", "/nonexistent", "--json"), 66);
	assert_null(mc_json_member(last.json, "claims"));

	/* no keys: nobody looked */
	run_bare("evidence", "check", file, "--gateway-key", "/nonexistent", "--json");
	assert_failed("KEY-01", 78);
	assert_string_equal(text_at(last.json, "reason"), "KEY-01");
	assert_null(mc_json_member(last.json, "claims"));
	run_bare("evidence", "check", file, "--gateway-key", "/nonexistent");
	assert_string_equal(last.out.data, "not checked\n");

	free(file);
	file = in_office("e.jws");
	assert_int_equal(run_bare("--json", "evidence", "check", file, "--gateway-key", keys), 0);
	assert_string_equal(text_at(mc_json_member(last.json, "claims"), "iss"), "gateway");
	assert_null(mc_json_member(last.json, "reason"));

	/* one letter of the claims changed: nobody vouches for any of them */
	strchr(evidence, '.')[10] ^= 1;
	put_file("e.jws", evidence);
	run_bare("evidence", "check", file, "--gateway-key", keys, "--json");
	assert_int_not_equal(last.status, 0);
	assert_true(strlen(text_at(last.json, "reason")) > 4);
	assert_null(mc_json_member(last.json, "claims"));
	run_bare("evidence", "check", file, "--gateway-key", keys);
	assert_string_equal(last.out.data, "NOT VALID\n");
	put_file("e.jws", "not a statement");
	run_bare("evidence", "check", file, "--gateway-key", keys, "--json");
	assert_failed("KEY-05", 65);
	assert_string_equal(text_at(last.json, "reason"), "KEY-05");
	free(card);
	free(keys);
	free(file);
	free(evidence);
}

static void other_ways_are_recorded(void **state)
{
	char *card, *file;

	(void)state;
	need_programs();
	card = card_of("father");
	assert_int_equal(run("verify", "--card", card, ABOUT, "--way", "vneid", "--result", "found",
			     "--address", "Thôn Mẫu", "--json"),
			 0);
	assert_string_equal(text_at(last.json, "way"), "vneid");
	assert_string_equal(text_at(last.json, "address"), "Thôn Mẫu");
	file = mc_strdup(text_at(last.json, "file"));
	assert_int_equal(run("evidence", "check", file, "--json"), 0);
	assert_string_equal(text_at(mc_json_member(last.json, "claims"), "asserted_by"), "officer");

	assert_int_equal(run("verify", "--card", card, ABOUT, "--way", "card_reader", "--result",
			     "failure", "--json"),
			 0);
	assert_null(mc_json_member(last.json, "way"));
	assert_string_equal(text_at(last.json, "outcome"), "service_failure");
	run("verify", "--card", card, ABOUT, "--way", "system", "--result", "found");
	assert_failed("USE-01", 64);
	run("verify", "--card", card, ABOUT, "--way", "vneid");
	assert_failed("USE-01", 64);
	run("verify", "--card", card, ABOUT, "--result", "found");
	assert_failed("USE-01", 64);
	free(card);
	free(file);
}

/* RES-01 opens only after a signed no-match and each other way. */
static void paper_only_after_a_failed_verification(void **state)
{
	static const char *const ways[] = {"vneid", "card_reader", "other"};
	bool allowed = true;
	char *card;

	(void)state;
	need_programs();
	card = card_of("wrong-name");
	assert_int_equal(run("verify", "--card", card, ABOUT, "--json"), 0);
	assert_string_equal(text_at(last.json, "outcome"), "no_match");
	assert_ok(mc_json_bool(last.json, "paper_allowed", true, &allowed, NULL));
	assert_false(allowed);
	for (size_t i = 0; i < MC_COUNT(ways); i++) {
		assert_int_equal(run("verify", "--card", card, ABOUT, "--way", ways[i], "--result",
				     "failure", "--json"),
				 0);
	}
	assert_ok(mc_json_bool(last.json, "paper_allowed", true, &allowed, NULL));
	assert_true(allowed);
	free(card);
}

/* ---- last: the gateway goes away */
static void failure_says_nothing_about_the_citizen(void **state)
{
	char *card;

	(void)state;
	need_programs();
	card = card_of("mother");
	stop_gateway();
	assert_int_equal(run("lookup", "--card", card, ABOUT, "--wait", "1", "--json"), 75);
	assert_string_equal(text_at(last.json, "outcome"), "service_failure");
	assert_true(strlen(text_at(last.json, "cause")) > 4);
	assert_says(&last.err, "[NET-10]");

	assert_int_equal(run("verify", "--card", card, ABOUT, "--wait", "1", "--json"), 75);
	assert_null(mc_json_member(last.json, "way"));
	assert_string_equal(text_at(last.json, "outcome"), "service_failure");
	assert_true(strlen(text_at(last.json, "evidence")) > 100);
	office.gateway = start_gateway();
	free(card);
}

static int begin(void **state)
{
	(void)state;
	return open_office(true);
}

static int end(void **state)
{
	(void)state;
	return close_office();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found_by_card),
		cmocka_unit_test(found_by_number),
		cmocka_unit_test(card_on_standard_input),
		cmocka_unit_test(found_again),
		cmocka_unit_test(no_match_is_no_failure),
		cmocka_unit_test(warnings_never_block),
		cmocka_unit_test(verified_and_checked_offline),
		cmocka_unit_test(other_ways_are_recorded),
		cmocka_unit_test(paper_only_after_a_failed_verification),
		cmocka_unit_test(failure_says_nothing_about_the_citizen),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
