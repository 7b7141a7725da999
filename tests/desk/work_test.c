/* SPDX-License-Identifier: MPL-2.0 */
#include "support/opened_desk.h"

#include <string.h>
#include <sys/random.h>
#include <unistd.h>

/* In place of libc's: so many of the short draws that follow are all alike. */
static int alike;

ssize_t getrandom(void *to, size_t len, unsigned flags)
{
	(void)flags;
	if (len == sizeof(uint32_t) && alike > 0) {
		alike--;
		memset(to, 0x11, len);
		return (ssize_t)len;
	}
	return getentropy(to, len) ? -1 : (ssize_t)len;
}

static struct mc_work *new_work(void)
{
	struct mc_work *work;

	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	return work;
}

static struct mc_work *reopen(struct mc_work *work)
{
	char id[MC_UUID_LEN];

	MC_COPY(id, work->id);
	mc_work_close(work);
	province_open(&p);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	return work;
}

static void assert_same_forms(const struct mc_form *a, const struct mc_form *b)
{
	for (size_t i = 0; i < a->procedure->fields.len; i++) {
		const struct mc_value *x = &a->values[i], *y = &b->values[i];

		assert_string_equal(x->text, y->text);
		assert_int_equal(x->from, y->from);
		assert_int_equal(x->register_at, y->register_at);
		assert_string_equal(x->register_text ? x->register_text : "",
				    y->register_text ? y->register_text : "");
	}
}

/* Two for the id, and then the number, which the other dossier has. */
static void test_number_of_another(void **state)
{
	struct mc_work *first, *second;

	(void)state;
	alike = 3;
	first = new_work();
	assert_int_equal(alike, 0);
	alike = 3;
	second = new_work();
	assert_int_equal(alike, 0);
	assert_string_not_equal(first->local_number, second->local_number);
	mc_work_close(first);
	mc_work_close(second);
}

static void test_restored(void **state)
{
	struct mc_work *work = new_work();
	struct mc_form *before;
	const struct mc_procedure *procedure = work->procedure;
	char local[MC_LOCAL_NUMBER_LEN];

	(void)state;
	province_fill(work);
	MC_COPY(local, work->local_number);
	before = mc_form_new(procedure);
	for (size_t i = 0; i < procedure->fields.len; i++) {
		mc_form_restore(before, (int)i, &work->form->values[i]);
	}
	work = reopen(work);
	/* `before` refers to a catalogue that is gone; its values stand by index */
	before->procedure = work->procedure;
	assert_same_forms(before, work->form);
	assert_string_equal(work->local_number, local);
	assert_int_equal(work->state, MC_STATE_DRAFT);
	assert_string_equal(mc_form_text(work->form, "child.born"), "2026-11-20");
	assert_true(*mc_form_text(work->form, "child.born_words") != '\0');
	mc_form_free(before);
	mc_work_close(work);
	assert_ok(mc_work_open(p.desk, local, &work, NULL)); /* by its local number */
	mc_work_close(work);
}

static void test_wrong_text_is_kept(void **state)
{
	struct mc_work *work = new_work();
	int born = province_field(work, "child.born");
	int number = province_field(work, "mother.number");
	struct mc_err why;

	(void)state;
	assert_code(mc_work_type(work, born, "32/13/2026", &why), MC_E_DATE_RANGE);
	assert_code(mc_work_type(work, number, "03019", NULL), MC_E_NUMBER);
	assert_code(mc_work_type(work, 9999, "x", NULL), MC_E_FIELD_UNKNOWN);
	assert_code(mc_work_type(work, -1, "x", NULL), MC_E_FIELD_UNKNOWN);
	work = reopen(work);
	assert_string_equal(work->form->values[born].text, "32/13/2026");
	assert_string_equal(work->form->values[number].text, "03019");
	assert_code(mc_form_check_field(work->form, number, NULL), MC_E_NUMBER);
	/* emptied again, and that lasts as well */
	assert_ok(mc_work_type(work, born, "", NULL));
	work = reopen(work);
	assert_string_equal(work->form->values[born].text, "");
	mc_work_close(work);
}

static void test_one_pair_of_hands(void **state)
{
	struct mc_work *work = new_work(), *second;
	char id[MC_UUID_LEN];
	int64_t seq;

	(void)state;
	MC_COPY(id, work->id);
	assert_code(mc_work_open(p.desk, id, &second, NULL), MC_E_DRAFT_LOCKED);
	province_fill(work);
	assert_ok(mc_work_submit(work, &seq, NULL));
	/* sealed: anybody may look, nobody may change */
	assert_ok(mc_work_open(p.desk, id, &second, NULL));
	assert_int_equal(second->state, MC_STATE_SEALED);
	assert_string_equal(mc_form_text(second->form, "child.given_name"), "Mẫu");
	assert_code(mc_work_type(second, 0, "x", NULL), MC_E_DOSSIER_STATE);
	assert_code(mc_work_discard(second, NULL), MC_E_DOSSIER_STATE);
	assert_code(mc_work_submit(second, &seq, NULL), MC_E_DOSSIER_STATE);
	mc_work_close(second);
	mc_work_close(work);
	assert_code(mc_work_open(p.desk, "no-such-dossier", &second, NULL), MC_E_DOSSIER_UNKNOWN);
}

static void test_subject(void **state)
{
	struct mc_work *work = new_work();
	struct mc_dossier_row row;

	(void)state;
	assert_ok(mc_dossier_row(p.desk, work->id, &row, NULL));
	assert_string_equal(row.subject, "");
	province_fill(work);
	assert_ok(mc_dossier_row(p.desk, work->id, &row, NULL));
	assert_string_equal(row.subject, "Trần Mẫu");
	mc_work_close(work);
}

/* What was cleared stays so: a first value does not come back by itself; and what the register
 * says beside a copy of nothing is on disk, too. */
static void test_cleared(void **state)
{
	struct mc_work *work = new_work();
	int nationality = province_field(work, "child.nationality");
	int address = province_field(work, "father.address");
	struct mc_person father = { .number = "030088000124", .full_name = "Trần Văn Mẫu",
				    .permanent = {.ward = "xã Hòa Phú", .province = "tỉnh Đắk Lắk"} };
	char id[MC_UUID_LEN];

	(void)state;
	assert_int_equal(work->form->values[nationality].from, MC_FROM_PRESET);
	assert_ok(mc_work_type(work, nationality, "", NULL));
	assert_ok(mc_work_type(work, province_field(work, "authority.birth_case"), "both_parents",
			       NULL));
	assert_ok(mc_work_type(work, province_field(work, "father.same_residence"), "yes", NULL));
	(void)mc_form_prefill(work->form, "father", &father, NULL, NOW, NULL);
	assert_string_equal(work->form->values[address].text, "");
	assert_non_null(work->form->values[address].register_text);
	assert_ok(mc_work_type(work, province_field(work, "requester.phone"), "0905123456", NULL));
	MC_COPY(id, work->id);
	mc_work_close(work);
	assert_ok(mc_work_open(p.desk, id, &work, NULL));
	assert_string_equal(work->form->values[nationality].text, "");
	assert_non_null(work->form->values[address].register_text);
	mc_work_close(work);
}

static void test_ready(void **state)
{
	struct mc_work *work = new_work();
	int phone = province_field(work, "requester.phone");

	(void)state;
	assert_code(mc_work_ready(work, NULL), MC_E_FORM_INCOMPLETE);
	province_fill(work);
	assert_ok(mc_work_ready(work, NULL));
	assert_int_equal(work->state, MC_STATE_READY);
	assert_ok(mc_work_ready(work, NULL)); /* nothing to add */
	assert_int_equal(province_audit(&p, "ready", ""), 1);
	work = reopen(work);
	assert_int_equal(work->state, MC_STATE_READY);
	/* another officer answers for it now */
	assert_ok(mc_desk_set_officer(p.desk, "001090000002", "", NULL));
	assert_ok(mc_work_ready(work, NULL));
	assert_int_equal(province_audit(&p, "ready", ""), 2);
	assert_ok(mc_work_type(work, phone, "0912345679", NULL));
	assert_int_equal(work->state, MC_STATE_DRAFT);
	work = reopen(work);
	assert_int_equal(work->state, MC_STATE_DRAFT);
	mc_work_close(work);
}

static void test_discard(void **state)
{
	struct mc_work *work = new_work();

	(void)state;
	province_fill(work);
	assert_ok(mc_work_ready(work, NULL));
	assert_ok(mc_work_discard(work, NULL));
	assert_int_equal(province_audit(&p, "discard", ""), 1);
	assert_code(mc_work_type(work, 0, "x", NULL), MC_E_DOSSIER_STATE);
	assert_code(mc_work_discard(work, NULL), MC_E_DOSSIER_STATE);
	work = reopen(work);
	assert_int_equal(work->state, MC_STATE_DISCARDED);
	assert_string_equal(mc_form_text(work->form, "child.given_name"), "Mẫu");
	mc_work_close(work);
}

/* Asked before it is sent: what the board says once the province has received it. */
static void test_due_before_it_is_sent(void **state)
{
	static const struct {
		const char *procedure;
		int64_t received, due; /* from 14:05 on Monday; of the due day's 17:00 */
	} rows[] = {
		{"2.002621", NOW, 3 * MC_DAY},		     /* three working days */
		{"2.002621", NOW + MC_HOUR, 4 * MC_DAY},     /* behind 15:00 */
		{"2.000815", NOW, 0},			     /* on the same day */
		{"2.000815", NOW + MC_HOUR, MC_DAY},
		{"1.014027", NOW, 14 * MC_DAY},		     /* ten, over two weekends */
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(rows); i++) {
		struct mc_work *work;

		assert_ok(mc_work_new(p.desk, rows[i].procedure, &work, NULL));
		assert_int_equal(mc_work_due(work, rows[i].received),
				 NOW - 5 * MC_MINUTE + 3 * MC_HOUR + rows[i].due);
		mc_work_close(work);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* Of Crockford's 37 check characters five are signs; nobody can say those on the telephone. */
static void test_number_can_be_said(void **state)
{
	(void)state;
	for (int i = 0; i < 64; i++) {
		struct mc_work *work;
		const char *number;

		assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
		number = work->local_number;
		assert_null(strpbrk(number, "*~$="));
		assert_int_equal(strlen(number), MC_LOCAL_NUMBER_LEN - 1);
		mc_work_close(work);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_number_can_be_said),
		CASE(test_restored),          CASE(test_wrong_text_is_kept),
		CASE(test_number_of_another),          CASE(test_wrong_text_is_kept),
		CASE(test_one_pair_of_hands), CASE(test_subject),
		CASE(test_ready),             CASE(test_discard),
		CASE(test_cleared),	      CASE(test_due_before_it_is_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
