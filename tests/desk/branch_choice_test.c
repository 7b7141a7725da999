/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A branch that the citizen does not ask for (the allowance of a linked death, 2.002622): it is not
 * in what is sealed, nor in what follows from it.
 */
#include "support/opened_desk.h"

#include "motcua/desk/find.h"
#include "motcua/desk/linked.h"

#define DEATH "2.002622"

/* Everything but the choice; nobody died with papers here. */
static const char *const answers[][2] = {
	{"authority.registry", "Ủy ban nhân dân xã Hòa Phú"},
	{"authority.residence", "Công an xã Hòa Phú"},
	{"requester.number", MOTHER},
	{"requester.full_name", MOTHER_NAME},
	{"requester.born", "12/3/1950"},
	{"requester.address", "Thôn 3, xã Hòa Phú"},
	{"requester.relation", "spouse"},
	{"requester.phone", "0987 604 315"},
	{"dead.full_name", "Trần Văn Mất"},
	{"dead.sex", "male"},
	{"dead.nationality", "Việt Nam"},
	{"dead.address", "Thôn 3, xã Hòa Phú"},
	{"death.day", "20/11/2026"},
	{"death.place", "Tại nhà"},
	{"death.cause", "Tuổi già"},
	{"death_notice.kind", "none"},
	{"dead.copies", "1"},
	{"deletion.address", "Thôn 3, xã Hòa Phú"},
	{"deletion.was_head", "no"},
	{"delivery.way", "counter"},
};

static const char *const of_the_allowance[][2] = {
	{"organiser.full_name", MOTHER_NAME},
	{"organiser.address", "Thôn 3, xã Hòa Phú"},
	{"pay.way", "cash"},
};

static void put(struct mc_work *work, const char *field, const char *text)
{
	assert_ok(mc_work_type(work, province_field(work, field), text, NULL));
}

static struct mc_work *begin(const char *allowance)
{
	struct mc_work *work;

	assert_ok(mc_work_new(p.desk, DEATH, &work, NULL));
	for (size_t i = 0; i < MC_COUNT(answers); i++) {
		put(work, answers[i][0], answers[i][1]);
	}
	put(work, "allowance.kind", allowance);
	for (size_t i = 0; strcmp(allowance, "none") != 0 && i < MC_COUNT(of_the_allowance); i++) {
		put(work, of_the_allowance[i][0], of_the_allowance[i][1]);
	}
	return work;
}

static void submit(const char *allowance, char ret_id[MC_UUID_LEN])
{
	struct mc_work *work = begin(allowance);
	struct mc_err why = {0};
	int64_t seq;

	if (mc_work_submit(work, &seq, &why)) {
		fail_msg("%d: %s", (int)why.code, why.detail);
	}
	mc_copy(ret_id, MC_UUID_LEN, work->id);
	mc_work_close(work);
}

static struct mc_dossier_row row_of(const char *id)
{
	struct mc_dossier_row row;

	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	return row;
}

/* ---- what is sealed */

static struct mc_manifest opened(const char *id)
{
	struct mc_manifest manifest;
	struct mc_str record, sealed, plain;

	mc_str_init(&record, MC_JWS_MAX);
	mc_str_init(&sealed, MC_MANIFEST_MAX);
	mc_str_init(&plain, MC_JSON_MAX);
	assert_ok(mc_mail_item_record(p.desk->mail, id, &record, &sealed, NULL));
	assert_ok(mc_pack_open(p.desk->keys.open, mc_slice_of(&sealed), &plain, NULL));
	assert_ok(mc_manifest_parse(mc_slice_of(&plain), &manifest, NULL));
	mc_str_done(&record);
	mc_str_done(&sealed);
	mc_str_wipe(&plain);
	return manifest;
}

/* "justice police>justice | death_declaration ct01": who gets it, and what. */
static void assert_sealed(const char *id, const char *want)
{
	struct mc_manifest manifest = opened(id);
	struct mc_str text;

	mc_str_init(&text, 1000);
	MC_VEC_EACH(&manifest.branches, struct mc_manifest_branch, it) {
		mc_str_printf(&text, "%s%s%s ", it->id, it->after[0] ? ">" : "", it->after);
	}
	mc_str_puts(&text, "|");
	MC_VEC_EACH(&manifest.outputs, struct mc_declaration, it) {
		mc_str_printf(&text, " %s", it->id);
	}
	assert_string_equal(text.data, want);
	mc_str_done(&text);
	mc_manifest_done(&manifest);
}

static void only_what_is_asked_for_is_sealed(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	submit("none", id);
	assert_sealed(id, "justice police>justice | death_declaration ct01 form02");
	submit("social", id);
	assert_sealed(id, "justice police>justice social>justice "
			  "| death_declaration ct01 allowance form02");
}

/* ---- what the desk makes of it */

static void say(const char *id, enum mc_happening happening, const char *whole, const char *branch,
		const char *outcome)
{
	assert_ok(province_say_branch(
		&p, id, happening, whole,
		&(struct province_branch){ .id = branch, .outcome = outcome, .number = branch }));
}

static void assert_linked(const char *id, const char *want, enum mc_linked_end end)
{
	struct mc_dossier_linked linked;
	struct mc_dossier_row row = row_of(id);
	struct mc_str text;

	mc_str_init(&text, 1000);
	assert_ok(mc_dossier_linked(p.desk, &row, &linked, NULL));
	for (int i = 0; i < linked.count; i++) {
		assert_non_null(linked.branches[i].of);
		mc_str_printf(&text, "%s%s", i ? " " : "", linked.branches[i].id);
	}
	assert_string_equal(text.data, want);
	assert_int_equal(linked.end, end);
	assert_false(linked.differs);
	mc_str_done(&text);
}

static void the_desk_waits_for_no_other(void **state)
{
	char asked[MC_UUID_LEN], id[MC_UUID_LEN];

	(void)state;
	submit("social", asked);
	submit("none", id);
	assert_linked(asked, "justice police social", MC_LINKED_OPEN);
	assert_linked(id, "justice police", MC_LINKED_OPEN);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	say(id, MC_HAPPENING_FORWARD, "forwarded", "justice", "forwarded");
	say(id, MC_HAPPENING_PROCESS, "in_process", "justice", "completed");
	say(id, MC_HAPPENING_FINISH, "completed", "police", "completed");
	assert_linked(id, "justice police", MC_LINKED_ALL);
}

/* The gateway's word stands, whatever was asked for: it is shown, by its name. */
static void one_that_was_signed_of_is_shown(void **state)
{
	char id[MC_UUID_LEN];

	(void)state;
	submit("none", id);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	say(id, MC_HAPPENING_FORWARD, "forwarded", "social", "forwarded");
	assert_linked(id, "justice police social", MC_LINKED_OPEN);
}

/* Ten working days are the allowance's; justice on the same day, then the police in one. */
static void it_is_due_when_the_others_are(void **state)
{
	char asked[MC_UUID_LEN], id[MC_UUID_LEN];
	struct mc_work *work = begin("none");
	struct mc_dossier_row row;

	(void)state;
	assert_true(mc_work_due(work, NOW) - NOW < 3 * MC_DAY);
	put(work, "allowance.kind", "social");
	assert_true(mc_work_due(work, NOW) - NOW > 10 * MC_DAY);
	mc_work_close(work);
	submit("none", id);
	submit("social", asked);
	for (int i = 0; i < 2; i++) {
		assert_ok(province_say(&p, i ? asked : id, MC_HAPPENING_RECEIPT, "receipt",
				       "received", NULL, FAULT_NONE));
	}
	row = row_of(id);
	assert_true(row.progress.due_at && row.progress.due_at - NOW < 3 * MC_DAY);
	row = row_of(asked);
	assert_true(row.progress.due_at - NOW > 10 * MC_DAY);
}

/* ---- what comes later */

static void a_supplement_changes_no_branch(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_work *work;
	struct mc_err why;
	int64_t seq;

	(void)state;
	submit("none", id);
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	assert_ok(province_say(&p, id, MC_HAPPENING_SUPPLEMENT_ASKED, "event", "needs_supplement",
			       NULL, FAULT_NONE));
	assert_ok(mc_dossier_supplement(p.desk, id, &work, NULL));
	put(work, "death.cause", "Bệnh");
	put(work, "allowance.kind", "social");
	for (size_t i = 0; i < MC_COUNT(of_the_allowance); i++) {
		put(work, of_the_allowance[i][0], of_the_allowance[i][1]);
	}
	assert_code(mc_work_submit(work, &seq, &why), MC_E_SUPPLEMENT_BRANCH);
	assert_int_equal(work->state, MC_STATE_DRAFT);
	assert_string_equal(why.detail, "Funeral, survivors");
	put(work, "allowance.kind", "none");
	assert_ok(mc_work_submit(work, &seq, NULL));
	MC_COPY(id, work->id);
	mc_work_close(work);
	assert_sealed(id, "justice police>justice | death_declaration form02");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(only_what_is_asked_for_is_sealed),
		CASE(the_desk_waits_for_no_other),
		CASE(one_that_was_signed_of_is_shown),
		CASE(it_is_due_when_the_others_are),
		CASE(a_supplement_changes_no_branch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
