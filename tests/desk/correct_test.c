/* SPDX-License-Identifier: MPL-2.0 */
/* "Correct it": reasons shown, everything taken over, the old id named and closed. */
#include "support/opened_desk.h"

#include <sys/stat.h>
#include <unistd.h>

#include "motcua/desk/find.h"
#include "motcua/desk/stick.h"
#include "motcua/seal/frames.h"
#include "motcua/store/withdrawal.h"

/* Sealed with a paper; its part's name. */
static void submit(char id[MC_UUID_LEN], char part[MC_DIGEST_LEN])
{
	char *scan = mc_path_join(p.top, "scan.pdf");
	struct mc_work *work;
	int64_t seq;

	province_write(scan, "giấy chứng sinh");
	assert_ok(mc_work_new(p.desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_attach(work, "birth_notice", scan, NULL));
	strcpy(part, ((struct mc_attachment *)mc_vec_at(&work->attachments, 0))->sha256);
	assert_ok(mc_work_submit(work, &seq, NULL));
	strcpy(id, work->id);
	mc_work_close(work);
	free(scan);
}

static void end_as(const char *id, enum mc_happening happening, const char *kind,
		   const char *outcome)
{
	struct mc_happened what = {.now = NOW};

	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_PARTS_HELD, &what, NULL));
	assert_ok(province_say(&p, id, happening, kind, outcome, NULL, FAULT_NONE));
}

static bool part_is_there(const char *part)
{
	char *path = mc_path_join(p.desk->paths.parts, part);
	bool there = !access(path, R_OK);

	free(path);
	return there;
}

static void replaces_of(const char *id, char ret[MC_UUID_LEN])
{
	struct mc_record record = {.id = ""};
	struct mc_str jws, manifest, payload;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&manifest, MC_JSON_MAX);
	mc_str_init(&payload, MC_JWS_MAX);
	assert_ok(mc_mail_item_record(p.desk->mail, id, &jws, &manifest, NULL));
	assert_ok(mc_jws_peek(mc_slice_of(&jws), "record", &payload, NULL));
	assert_ok(mc_record_parse(mc_slice_of(&payload), &record, NULL));
	mc_copy(ret, MC_UUID_LEN, record.replaces);
	mc_str_done(&jws);
	mc_str_done(&manifest);
	mc_str_done(&payload);
}

static void a_rejected_one(void **state)
{
	char id[MC_UUID_LEN], part[MC_DIGEST_LEN], replaced[MC_UUID_LEN];
	struct mc_vec reasons;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	submit(id, part);
	end_as(id, MC_HAPPENING_REJECTION, "rejection", "rejected");
	mc_vec_init(&reasons, sizeof(struct mc_dossier_reason), 10);
	assert_ok(mc_dossier_reasons(p.desk, id, &reasons, NULL));
	assert_int_equal(reasons.len, 1);
	assert_string_equal(((struct mc_dossier_reason *)mc_vec_at(&reasons, 0))->field,
			    "mother.number");
	mc_vec_done(&reasons);

	assert_ok(mc_dossier_correct(p.desk, id, &work, NULL));
	assert_string_not_equal(work->id, id);
	assert_string_equal(work->replaces, id);
	assert_int_equal(work->state, MC_STATE_DRAFT);
	assert_string_equal(mc_form_text(work->form, "mother.full_name"), MOTHER_NAME);
	assert_int_equal(work->attachments.len, 1);
	assert_int_equal(province_audit(&p, "correct", ""), 1);
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_int_equal(seq, 2);
	replaces_of(work->id, replaced);
	assert_string_equal(replaced, id);
	mc_work_close(work);
	assert_code(mc_dossier_withdraw(p.desk, id, NULL), MC_E_DOSSIER_STATE); /* it is final */
}

static int count_found(const char *text)
{
	struct mc_find find = {.text = ""};
	struct mc_vec numbers;
	int count;

	MC_COPY(find.text, text);
	mc_vec_init(&numbers, sizeof(int64_t), 100);
	assert_ok(mc_dossier_find(p.desk, &find, &numbers, NULL));
	count = (int)numbers.len;
	mc_vec_done(&numbers);
	return count;
}

static void is_found_by_its_numbers(void **state)
{
	char id[MC_UUID_LEN], part[MC_DIGEST_LEN];
	struct mc_work *work;

	(void)state;
	submit(id, part);
	assert_int_equal(count_found(MOTHER), 1);
	end_as(id, MC_HAPPENING_REJECTION, "rejection", "rejected");
	assert_ok(mc_dossier_correct(p.desk, id, &work, NULL));
	mc_work_close(work);
	assert_int_equal(count_found(MOTHER), 2);
}

/* The paper is the old one's too: its file goes with the last that names it. */
static void papers_are_shared(void **state)
{
	char id[MC_UUID_LEN], part[MC_DIGEST_LEN], *scan = mc_path_join(p.top, "scan.pdf");
	struct mc_work *work;
	char own[MC_DIGEST_LEN];

	(void)state;
	submit(id, part);
	end_as(id, MC_HAPPENING_REJECTION, "rejection", "rejected");
	assert_ok(mc_dossier_correct(p.desk, id, &work, NULL));
	assert_ok(mc_work_detach(work, part, NULL));
	assert_true(part_is_there(part));
	assert_ok(mc_work_attach(work, "birth_notice", scan, NULL));
	strcpy(own, ((struct mc_attachment *)mc_vec_at(&work->attachments, 0))->sha256);
	assert_true(part_is_there(own));
	assert_ok(mc_work_detach(work, own, NULL));
	assert_false(part_is_there(own));
	mc_work_close(work);
	free(scan);
}

/* Its number is taken: a person must act, and begins the correction. */
static struct mc_work *correct_a_held_one(char id[MC_UUID_LEN])
{
	char part[MC_DIGEST_LEN];
	struct mc_work *work;

	submit(id, part);
	end_as(id, MC_HAPPENING_HOLD, "refusal", "seq-taken");
	assert_ok(mc_dossier_correct(p.desk, id, &work, NULL));
	return work;
}

/* A HELD one could still be sent: once it is replaced, the gateway is asked to bury it. */
static void a_held_one_is_closed(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_mail_withdrawal withdrawal;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	work = correct_a_held_one(id);
	assert_ok(mc_mail_withdrawal(p.desk->mail, id, &withdrawal, NULL));
	assert_int_equal(withdrawal.state, MC_WITHDRAWING_NONE); /* not before it is sealed */
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_ok(mc_mail_withdrawal(p.desk->mail, id, &withdrawal, NULL));
	assert_int_equal(withdrawal.state, MC_WITHDRAWING_OPEN);
	mc_work_close(work);
}

/* By the wire it waits for the word on that request, and says so. */
static void its_correction_waits_for_that(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_dossier_row row;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	work = correct_a_held_one(id);
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_ok(mc_dossier_row(p.desk, work->id, &row, NULL));
	assert_non_null(strstr(mc_dossier_turn(&row)->text, "first the one that it corrects"));
	assert_ok(mc_mail_withdrawal_refused(p.desk->mail, id, NOW, MC_E_SETTLED, NULL));
	assert_ok(mc_dossier_row(p.desk, work->id, &row, NULL));
	assert_null(strstr(mc_dossier_turn(&row)->text, "first the one that it corrects"));
	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	assert_code(row.refused, MC_E_SETTLED);
	mc_work_close(work);
}

/* A stick brings both: the request to bury the old one stands before the new one. */
static void a_stick_brings_the_burial_first(void **state)
{
	static const char order[] = {MC_PIECE_HEAD, MC_PIECE_WITHDRAWAL, MC_PIECE_RECORD,
				     MC_PIECE_PART, MC_FRAMES_END};
	char id[MC_UUID_LEN], *stick = mc_path_join(p.top, "stick");
	struct mc_stick_export exported;
	struct mc_frames_reader *r;
	struct mc_frame frame;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	work = correct_a_held_one(id);
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_int_equal(mkdir(stick, 0700), 0);
	assert_ok(mc_queue_export(p.desk, stick, NULL, &exported, NULL));
	assert_int_equal(exported.items.len, 2);
	assert_int_equal(exported.left, 0);
	assert_ok(mc_frames_open(exported.file, MC_BUNDLE_MARK, &r, NULL));
	for (size_t i = 0; i < sizeof(order); i++) {
		assert_ok(mc_frames_next(r, &frame, NULL));
		assert_int_equal(frame.kind, order[i]);
	}
	mc_frames_close(r);
	mc_stick_export_done(&exported);
	mc_work_close(work);
	free(stick);
}

static void number_of(const char *id, char ret[MC_LOCAL_NUMBER_LEN])
{
	struct mc_dossier_row row;

	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	mc_copy(ret, MC_LOCAL_NUMBER_LEN, row.local_number);
}

/* It was released at another screen, while its correction was still being typed. */
static void not_both_are_sent(void **state)
{
	char id[MC_UUID_LEN], number[MC_LOCAL_NUMBER_LEN];
	struct mc_mail_withdrawal withdrawal;
	struct mc_err why;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	work = correct_a_held_one(id);
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_RELEASE,
				 &(struct mc_happened){.now = NOW}, NULL));
	assert_code(mc_work_submit(work, &seq, &why), MC_E_REPLACED);
	number_of(id, number);
	assert_string_equal(why.detail, number);
	assert_ok(mc_mail_withdrawal(p.desk->mail, id, &withdrawal, NULL));
	assert_int_equal(withdrawal.state, MC_WITHDRAWING_NONE);
	assert_int_equal(work->state, MC_STATE_READY); /* the draft is kept */
	mc_work_close(work);
}

/* Once it is replaced nothing sends it, and no second correction stands beside the first. */
static void what_was_replaced_stays(void **state)
{
	char id[MC_UUID_LEN], number[MC_LOCAL_NUMBER_LEN], begun[MC_UUID_LEN];
	struct mc_err why;
	struct mc_work *work;
	int64_t seq;

	(void)state;
	work = correct_a_held_one(id);
	strcpy(begun, work->id);
	mc_work_close(work);
	assert_ok(mc_dossier_correct(p.desk, id, &work, NULL));
	assert_string_equal(work->id, begun); /* the draft that is there */
	assert_ok(mc_work_submit(work, &seq, NULL));
	number_of(begun, number);
	mc_work_close(work);
	assert_code(mc_queue_retry(p.desk, id, &why), MC_E_REPLACED);
	assert_string_equal(why.detail, number);
	assert_code(mc_dossier_correct(p.desk, id, &work, &why), MC_E_REPLACED);
	assert_string_equal(why.detail, number);
	/* until that one, too, came to no good end */
	end_as(begun, MC_HAPPENING_REJECTION, "rejection", "rejected");
	assert_ok(mc_dossier_correct(p.desk, id, &work, NULL));
	mc_work_close(work);
}

static void nothing_else_is_corrected(void **state)
{
	char id[MC_UUID_LEN], part[MC_DIGEST_LEN];
	struct mc_work *work;

	(void)state;
	submit(id, part);
	assert_code(mc_dossier_correct(p.desk, id, &work, NULL), MC_E_DOSSIER_STATE);
	end_as(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	assert_code(mc_dossier_correct(p.desk, id, &work, NULL), MC_E_DOSSIER_STATE);
	assert_code(mc_dossier_correct(p.desk, "T-000000-000000-0", &work, NULL),
		    MC_E_DOSSIER_UNKNOWN);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_rejected_one),
		CASE(is_found_by_its_numbers),
		CASE(papers_are_shared),
		CASE(a_held_one_is_closed),
		CASE(its_correction_waits_for_that),
		CASE(a_stick_brings_the_burial_first),
		CASE(not_both_are_sent),
		CASE(what_was_replaced_stays),
		CASE(nothing_else_is_corrected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
