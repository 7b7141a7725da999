/* SPDX-License-Identifier: MPL-2.0 */
/* dossier, queue, sync: from an answers file to a signed receipt, with the link down in between. */
#include "app/program.h"
#include "motcua/store/mail.h"

static char *mother, *father;

/* Every required field; numbers of people who were looked up bring the rest. */
static void put_answers(const char *extra)
{
	struct mc_str text;

	mc_str_init(&text, 65536);
	mc_str_printf(&text,
		      "{\"v\":1,\"fields\":{"
		      "\"authority.registry\":\"UBND xã Mẫu\",\"authority.birth_case\":\"both_parents\","
		      "\"authority.residence\":\"Công an xã Mẫu\","
		      "\"authority.residence_case\":\"parents_owning\","
		      "\"requester.relation\":\"mother\",\"requester.phone\":\"0912 345 678\","
		      "\"child.family_name\":\"Nguyễn\",\"child.given_name\":\"Vi Dụ\","
		      "\"child.sex\":\"female\",\"child.born\":\"20/11/2026\","
		      "\"child.birth_place\":\"Trạm Y tế xã Mẫu\",\"child.nationality\":\"Việt Nam\","
		      "\"child.ethnicity\":\"Kinh\",\"child.origin\":\"xã Mẫu\","
		      "\"birth_notice.kind\":\"paper\",\"birth_notice.number\":\"88\",\"child.copies\":\"2\","
		      "\"marriage.number\":\"12\",\"marriage.issued\":\"2020\","
		      "\"marriage.place\":\"UBND xã Mẫu\","
		      "\"residence.confirmation\":\"paper\",\"head.relation\":\"cháu nội\","
		      "\"insurance.first_clinic\":\"Trạm Y tế xã Mẫu\",\"delivery.way\":\"counter\","
		      "\"requester.number\":\"%.12s\",\"mother.number\":\"%.12s\","
		      "\"father.number\":\"%.12s\"%s}}",
		      mother, mother, father, extra);
	put_file("answers.json", text.data);
	mc_str_done(&text);
}

static void new_dossier(char id[40], const char *extra, const char *attachment)
{
	char *from = in_office("answers.json");

	put_answers(extra);
	assert_int_equal(run("dossier", "new", "2.002621", "--from", from, "--attach", attachment,
			     "--json"),
			 0);
	assert_string_equal(text_at(last.json, "state"), "DRAFT");
	assert_memory_equal(text_at(last.json, "local_number"), "T-", 2);
	assert_int_equal(mc_copy(id, 40, text_at(last.json, "id")), 0);
	free(from);
}

static void scan_of(char ret[300])
{
	char *path = in_office("scan.pdf");

	put_file("scan.pdf", "%PDF-1.4 a birth notice, invented");
	snprintf(ret, 300, "birth_notice=%s", path);
	free(path);
}

static void assert_ledger(int64_t created, int64_t received, int64_t waiting, int64_t withdrawn)
{
	bool balanced = false;

	assert_int_equal(run("queue", "ledger", "--json"), 0);
	assert_int_equal(int_at(last.json, "created"), created);
	assert_int_equal(int_at(last.json, "received"), received);
	assert_int_equal(int_at(last.json, "waiting"), waiting);
	assert_int_equal(int_at(last.json, "withdrawn"), withdrawn);
	assert_int_equal(int_at(last.json, "held") + int_at(last.json, "rejected") +
				 int_at(last.json, "bundled"),
			 0);
	assert_ok(mc_json_bool(last.json, "balanced", true, &balanced, NULL));
	assert_true(balanced);
}

static void look_up(const char *card)
{
	assert_int_equal(run("verify", "--card", card, ABOUT, "--json"), 0);
	assert_string_equal(text_at(last.json, "outcome"), "found");
}

/* What a dossier's field holds, and from where. */
static const struct mc_json *field_of(const char *id)
{
	const struct mc_json *fields = mc_json_member(last.json, "fields");

	for (size_t i = 0; i < mc_json_count(fields); i++) {
		if (!strcmp(text_at(mc_json_item(fields, i), "id"), id)) {
			return mc_json_item(fields, i);
		}
	}
	return NULL;
}

static void problems_keep_the_draft(void **state)
{
	const struct mc_json *problems;
	char *from, id[40];

	(void)state;
	need_programs();
	from = in_office("answers.json");
	put_file("answers.json", "{\"v\":1,\"fields\":{\"child.sex\":\"both\",\"child.born\":\"99/99\"}}");
	assert_int_equal(run("dossier", "new", "2.002621", "--from", from, "--json"), 0);
	MC_COPY(id, text_at(last.json, "id"));
	problems = mc_json_member(last.json, "problems");
	assert_true(mc_json_count(problems) > 10);
	assert_true(strlen(text_at(mc_json_item(problems, 0), "text")) > 10);
	assert_int_equal(run("dossier", "show", id, "--json"), 0);
	assert_string_equal(text_at(field_of("child.sex"), "value"), "both");
	assert_string_equal(text_at(field_of("child.born"), "value"), "99/99");

	assert_int_equal(run("dossier", "submit", id, "--json"), 65);
	assert_failed("FORM-05", 65);
	assert_true(mc_json_count(mc_json_member(last.json, "problems")) > 10);
	run("dossier", "submit", id);
	assert_failed("FORM-05", 65);
	assert_says(&last.out, "child.sex");
	run("queue", "show", id);
	assert_failed("DOS-02", 65);
	assert_int_equal(run("dossier", "withdraw", id, "--json"), 0);
	assert_string_equal(text_at(last.json, "state"), "DISCARDED");
	assert_ledger(0, 0, 0, 0);
	free(from);
}

/* What no draft could keep is refused with its field's name before there is one. */
static void a_text_too_long_makes_no_draft(void **state)
{
	char *from = in_office("answers.json"), *long_text = malloc(70001);
	struct mc_str text;

	(void)state;
	assert_non_null(long_text);
	memset(long_text, 'x', 70000);
	long_text[70000] = '\0';
	mc_str_init(&text, 100000);
	mc_str_printf(&text, "{\"v\":1,\"fields\":{\"child.family_name\":\"%s\"}}", long_text);
	put_file("answers.json", text.data);
	run("dossier", "new", "2.002621", "--from", from, "--json");
	assert_failed("TEXT-02", 65);
	assert_says(&last.err, "child.family_name");
	assert_int_equal(run("dossier", "list", "--json"), 0);
	assert_int_equal(mc_json_count(last.json), 0);
	mc_str_done(&text);
	free(long_text);
	free(from);
}

/* One paper, one problem: the exact one. */
static void assert_one_problem(const char *field, const char *code)
{
	const struct mc_json *problems = mc_json_member(last.json, "problems");
	int count = 0;

	for (size_t i = 0; i < mc_json_count(problems); i++) {
		const struct mc_json *it = mc_json_item(problems, i);

		if (!strcmp(text_at(it, "field"), field)) {
			assert_string_equal(text_at(it, "code"), code);
			count++;
		}
	}
	assert_int_equal(count, 1);
}

static void attachments_are_judged(void **state)
{
	static const struct {
		const char *file, *code;
		int status;
	} files[] = {
		{"missing.pdf", "ATT-02", 66},
		{"folder", "ATT-03", 66},
		{"empty.pdf", "ATT-04", 65},
		{"large.pdf", "ATT-05", 65},
	};
	char *large, *folder, *from;

	(void)state;
	need_programs();
	large = in_office("large.pdf");
	folder = in_office("folder");
	from = in_office("answers.json");
	put_file("empty.pdf", "");
	put_file("large.pdf", "x");
	assert_int_equal(truncate(large, 20 * 1024 * 1024 + 1), 0);
	assert_ok(mc_dir_make(folder, 0700, NULL));
	put_answers("");
	for (size_t i = 0; i < MC_COUNT(files); i++) {
		char spec[300];

		snprintf(spec, sizeof(spec), "birth_notice=%s/%s", office.dir, files[i].file);
		run("dossier", "new", "2.002621", "--from", from, "--attach", spec, "--json");
		assert_failed(files[i].code, files[i].status);
		assert_one_problem("birth_notice", files[i].code);
		assert_string_equal(text_at(mc_json_member(last.json, "error"), "code"),
				    files[i].code);
		assert_int_equal(run("dossier", "show", text_at(last.json, "id"), "--json"), 0);
		assert_int_equal(mc_json_count(mc_json_member(last.json, "attachments")), 0);
	}
	free(large);
	free(folder);
	free(from);
}

static void prefilled_as_on_the_screen(void **state)
{
	char id[40], spec[300];

	(void)state;
	need_programs();
	look_up(mother);
	look_up(father);
	scan_of(spec);
	new_dossier(id, ",\"mother.ethnicity\":\"Tày\"", spec);
	assert_int_equal(mc_json_count(mc_json_member(last.json, "problems")), 0);
	assert_int_equal(run("dossier", "show", id, "--json"), 0);
	assert_non_null(strstr(mother, text_at(field_of("mother.full_name"), "value")));
	assert_string_equal(text_at(field_of("mother.full_name"), "from"), "register");
	assert_string_equal(text_at(field_of("child.sex"), "from"), "typed");
	assert_string_equal(text_at(field_of("child.born_words"), "from"), "computed");
	/* typed over what the register says: both are kept */
	assert_string_equal(text_at(field_of("mother.ethnicity"), "value"), "Tày");
	assert_string_equal(text_at(field_of("mother.ethnicity"), "register"), "Kinh");
	assert_int_equal(mc_json_count(mc_json_member(last.json, "attachments")), 1);
	assert_int_equal(run("dossier", "show", id), 0);
	assert_says(&last.out, "the register says: Kinh");
	assert_int_equal(run("dossier", "withdraw", id), 0);
}

/* The keys that DESIGN promises to scripts. */
static void assert_queue_row(const struct mc_json *row)
{
	static const char *const keys[] = { "id", "seq", "state", "attempts", "next_try", "cause",
					    "sent_bytes", "total_bytes" };
	const struct mc_json *value;
	const char *key;

	for (size_t i = 0; i < MC_COUNT(keys); i++) {
		bool there = false;

		for (size_t k = 0; mc_json_each(row, k, &key, &value); k++) {
			there = there || !strcmp(key, keys[i]);
		}
		if (!there) {
			fail_msg("queue list: no %s", keys[i]);
		}
	}
}

static void received_with_the_link_up(void **state)
{
	const struct mc_json *said;
	char id[40], spec[300];

	(void)state;
	need_programs();
	scan_of(spec);
	new_dossier(id, "", spec);
	assert_int_equal(run("dossier", "submit", id, "--json"), 0);
	assert_string_equal(text_at(last.json, "id"), id);
	assert_string_equal(text_at(last.json, "state"), "SEALED");
	assert_int_equal(int_at(last.json, "seq"), 1);
	assert_int_equal(run("sync", "--once", "--json"), 0);
	assert_int_equal(int_at(last.json, "received"), 1);
	assert_int_equal(int_at(last.json, "waiting"), 0);
	assert_string_equal(text_at(last.json, "link"), "up");

	assert_int_equal(run("queue", "list", "--json"), 0);
	assert_int_equal(mc_json_count(last.items), 1);
	assert_string_equal(text_at(mc_json_item(last.items, 0), "id"), id);
	assert_queue_row(mc_json_item(last.items, 0));
	assert_int_equal(int_at(mc_json_item(last.items, 0), "seq"), 1);
	assert_int_equal(int_at(mc_json_item(last.items, 0), "v"), 1);
	assert_int_equal(run("queue", "show", id, "--json"), 0);
	said = mc_json_item(mc_json_member(last.json, "said"), 0);
	assert_string_equal(text_at(said, "kind"), "receipt");
	assert_int_equal(strncmp(text_at(last.json, "receipt"), "ey", 2), 0);
	assert_ledger(1, 1, 0, 0);

	run("dossier", "submit", id, "--json");
	assert_failed("DOS-02", 65);
	assert_ledger(1, 1, 0, 0);
}

static void durable_while_the_link_is_down(void **state)
{
	char id[40], spec[300];

	(void)state;
	need_programs();
	scan_of(spec);
	new_dossier(id, "", spec);
	stop_gateway();
	assert_int_equal(run("dossier", "submit", id, "--json"), 0);
	assert_int_equal(int_at(last.json, "seq"), 2);
	assert_int_equal(run("sync", "--once", "--json"), 75);
	assert_int_equal(int_at(last.json, "waiting"), 1);
	assert_string_equal(text_at(last.json, "link"), "down");
	assert_says(&last.err, "[NET-11]");
	assert_int_equal(run("queue", "list", "--json"), 0);
	assert_string_equal(text_at(mc_json_item(last.items, 0), "id"), id);
	assert_int_equal(mc_json_count(last.items), 2);
	assert_ledger(2, 1, 1, 0);

	office.gateway = start_gateway();
	assert_int_equal(run("sync", "--once", "--json"), 0);
	assert_int_equal(int_at(last.json, "received"), 2);
	assert_int_equal(int_at(last.json, "waiting"), 0);
	assert_ledger(2, 2, 0, 0);
}

/* Nothing that the province said is missing; then something is. */
static void news_that_are_missing(void **state)
{
	struct mc_paths paths;
	struct mc_mail *mail;

	(void)state;
	need_programs();
	assert_int_equal(run("doctor", "--json"), 0);
	assert_null(strstr(last.out.data, "NET-20"));
	mc_paths_init(&paths, office.data);
	assert_ok(mc_mail_open(&paths, &mail, NULL));
	assert_ok(mc_mail_gap_set(mail, &(struct mc_mail_gap){1000, 1}, NULL));
	assert_int_equal(run("doctor"), 0);
	assert_says(&last.out, "warn   answers            [NET-20] ");
	assert_int_equal(run("queue", "list", "--json"), 0);
	assert_int_equal(run("queue", "show", text_at(mc_json_item(last.items, 0), "id")), 0);
	assert_says(&last.out, "! [NET-20] A word of the province");
	assert_ok(mc_mail_gap_set(mail, &(struct mc_mail_gap){0, 0}, NULL));
	assert_int_equal(run("doctor", "--json"), 0);
	assert_null(strstr(last.out.data, "NET-20"));
	mc_mail_close(mail);
	mc_paths_done(&paths);
}

static void retry_says_what_waits(void **state)
{
	(void)state;
	need_programs();
	assert_int_equal(run("queue", "retry", "--json"), 0);
	assert_int_equal(int_at(last.json, "waiting"), 0);
	assert_int_equal(run("queue", "list"), 0);
	assert_says(&last.out, "T-");
}

static void watch_prints_changes(void **state)
{
	const char *argv[] = { motcua_path, "--data",   office.data, "--gateway", office.url,
			       "sync",      "--watch", "--json",    NULL };
	pid_t pid;

	(void)state;
	need_programs();
	pid = start(argv);
	for (int i = 0; i < 100; i++) {
		usleep(50000);
		get_file("stdout", &last.out);
		if (last.out.len) {
			break;
		}
	}
	kill(pid, SIGINT);
	take_results(wait_for(pid));
	assert_int_equal(last.status, 0);
	assert_int_equal(int_at(last.json, "received"), 2);
}

/* What was sent is taken back by a signed request; it is done when the gateway signed. */
static void withdrawn_by_wire(void **state)
{
	char id[40], spec[300];

	(void)state;
	need_programs();
	scan_of(spec);
	new_dossier(id, "", spec);
	assert_int_equal(run("dossier", "submit", id, "--json"), 0);
	assert_int_equal(run("sync", "--once", "--json"), 0);
	stop_gateway();
	assert_int_equal(run("dossier", "withdraw", id, "--json"), 0);
	assert_string_equal(text_at(last.json, "withdrawal"), "queued");
	assert_int_equal(run("queue", "list"), 0);
	assert_says(&last.out, "withdrawal queued");
	assert_int_equal(run("sync", "--once", "--json"), 75);
	assert_ledger(3, 3, 0, 0);
	office.gateway = start_gateway();
	assert_int_equal(run("sync", "--once", "--json"), 0);
	assert_int_equal(run("queue", "show", id, "--json"), 0);
	assert_string_equal(text_at(last.json, "state"), "WITHDRAWN");
	assert_string_equal(text_at(last.json, "withdrawal"), "done");
	assert_ledger(3, 2, 0, 1);
	run("dossier", "withdraw", id);
	assert_failed("DOS-02", 65);
}

static void copy_office(const char *from, const char *to)
{
	char command[900];

	snprintf(command, sizeof(command), "rm -rf '%s' && cp -a '%s' '%s'", to, from, to);
	assert_int_equal(system(command), 0);
}

/* No courier of an earlier command may hold on to files that are about to be replaced. */
static void until_nobody_carries(void)
{
	struct mc_paths paths;
	struct mc_mail *mail;

	mc_paths_init(&paths, office.data);
	assert_ok(mc_mail_open(&paths, &mail, NULL));
	for (int i = 0; i < 200 && mc_mail_lease_held(mail); i++) {
		usleep(50000);
	}
	assert_false(mc_mail_lease_held(mail));
	mc_mail_close(mail);
	mc_paths_done(&paths);
}

/*
 * A backup is restored, and the desk seals on: the gateway has the numbers already. Nothing
 * goes out until somebody says so; then each dossier gets its outcome, or a person is told.
 */
static void an_old_copy_is_noticed_and_adopted(void **state)
{
	char lost[40], again[40], waiting[40], fresh[40], spec[300], backup[300], *copies = test_dir();

	(void)state;
	need_programs();
	until_nobody_carries();
	snprintf(backup, sizeof(backup), "%s/desk", copies);
	free(copies);
	scan_of(spec);
	copy_office(office.data, backup);
	for (int i = 0; i < 2; i++) {
		new_dossier(lost, "", spec);
		assert_int_equal(run("dossier", "submit", lost), 0);
	}
	assert_int_equal(run("sync", "--once"), 0);
	until_nobody_carries();
	copy_office(backup, office.data);

	new_dossier(again, "", spec); /* gets the number of the first lost one */
	assert_int_equal(run("dossier", "submit", again), 0);
	new_dossier(waiting, "", spec);
	assert_int_equal(run("sync", "--once", "--json"), 0);
	assert_int_equal(int_at(last.json, "held"), 1);
	assert_int_equal(run("queue", "show", again, "--json"), 0);
	assert_string_equal(text_at(last.json, "cause"), "OLD-01");
	assert_true(strstr(text_at(last.json, "action"), "queue adopt") != NULL);
	run("dossier", "submit", waiting);
	assert_failed("OLD-01", 65);
	run("queue", "retry", again);
	assert_failed("OLD-01", 65);

	assert_int_equal(run("queue", "adopt", "--json"), 0);
	assert_int_equal(int_at(last.json, "released"), 1);
	assert_int_equal(int_at(last.json, "gateway_seq"), int_at(last.json, "seq") + 1);
	assert_int_equal(run("dossier", "submit", waiting), 0);
	assert_int_equal(run("sync", "--once", "--json"), 0);
	assert_int_equal(run("queue", "show", waiting, "--json"), 0);
	assert_int_equal(int_at(last.json, "seq"), 1);
	assert_int_equal(strncmp(text_at(last.json, "receipt"), "ey", 2), 0);
	assert_int_equal(run("queue", "show", again, "--json"), 0);
	assert_string_equal(text_at(last.json, "cause"), "NET-14");
	assert_true(strstr(text_at(last.json, "action"), "dossier correct") != NULL);
	assert_int_equal(run("queue", "show", again), 0);
	assert_says(&last.out, "dossier correct");

	/* its number is taken: a new dossier takes its place, and the old id is buried */
	assert_int_equal(run("dossier", "correct", again, "--json"), 0);
	assert_string_equal(text_at(last.json, "replaces"), again);
	assert_int_equal(mc_json_count(mc_json_member(last.json, "problems")), 0);
	MC_COPY(fresh, text_at(last.json, "id"));
	assert_int_equal(run("dossier", "submit", fresh), 0);
	assert_int_equal(run("sync", "--once"), 0);
	assert_int_equal(run("queue", "show", fresh, "--json"), 0);
	assert_int_equal(strncmp(text_at(last.json, "receipt"), "ey", 2), 0);
	assert_int_equal(run("queue", "show", again, "--json"), 0);
	assert_string_equal(text_at(last.json, "state"), "WITHDRAWN");
	assert_ledger(6, 4, 0, 2);
	assert_int_equal(run("queue", "adopt", "--json"), 0);
	assert_null(mc_json_member(last.json, "epoch"));
}

/* The province was quicker than the request: that stands, and the officer is told. */
static void too_late_to_be_withdrawn(void **state)
{
	char id[40], spec[300];
	/* with this branch go those that wait for it */
	const char *returned[] = { gateway_path, "event", "returned", id, "--data", office.dir,
				   "--branch", "justice", NULL };

	(void)state;
	need_programs();
	scan_of(spec);
	new_dossier(id, "", spec);
	assert_int_equal(run("dossier", "submit", id), 0);
	assert_int_equal(run("sync", "--once"), 0);
	stop_gateway();
	assert_int_equal(run("dossier", "withdraw", id), 0);
	assert_int_equal(wait_for(start(returned)), 0);
	office.gateway = start_gateway();
	assert_int_equal(run("sync", "--once"), 0);
	assert_int_equal(run("queue", "show", id, "--json"), 0);
	assert_string_equal(text_at(last.json, "state"), "RETURNED");
	assert_string_equal(text_at(last.json, "withdrawal"), "refused");
	assert_string_equal(text_at(last.json, "withdrawal_cause"), "DOS-09");
	assert_int_equal(run("queue", "show", id), 0);
	assert_says(&last.out, "withdrawal refused [DOS-09]");
	assert_says(&last.out, "The request to take it back came too late");
	assert_int_equal(run("queue", "list"), 0);
	assert_says(&last.out, "withdrawal refused [DOS-09]");
}

static int begin(void **state)
{
	(void)state;
	open_office(true);
	if (office.gateway) {
		mother = card_of("mother");
		father = card_of("father");
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(mother);
	free(father);
	return close_office();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_too_long_makes_no_draft),
		cmocka_unit_test(problems_keep_the_draft),
		cmocka_unit_test(attachments_are_judged),
		cmocka_unit_test(prefilled_as_on_the_screen),
		cmocka_unit_test(received_with_the_link_up),
		cmocka_unit_test(durable_while_the_link_is_down),
		cmocka_unit_test(news_that_are_missing),
		cmocka_unit_test(retry_says_what_waits),
		cmocka_unit_test(watch_prints_changes),
		cmocka_unit_test(withdrawn_by_wire),
		cmocka_unit_test(an_old_copy_is_noticed_and_adopted),
		cmocka_unit_test(too_late_to_be_withdrawn),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
