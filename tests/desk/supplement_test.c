/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Supplements at the desk: begun from what the province has, only what is new is sealed, one
 * for each event that asked; who waits is always told.
 */
#include "support/province.h"

#include <sys/stat.h>
#include <unistd.h>

#include "motcua/desk/rebuild.h"
#include "motcua/desk/stick.h"
#include "motcua/seal/frames.h"
#include "motcua/store/supplement.h"
#include "motcua/trust/own.h"

static struct province p;
static char dossier[MC_UUID_LEN];

static void ask(void)
{
	assert_ok(province_say(&p, dossier, MC_HAPPENING_SUPPLEMENT_ASKED, "event",
			       "needs_supplement", NULL, FAULT_NONE));
}

static int setup(void **state)
{
	struct mc_happened what = {.now = NOW};

	(void)state;
	province_begin(&p);
	province_open(&p);
	province_submit(&p, dossier);
	assert_ok(mc_mail_happen(p.desk->mail, dossier, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_happen(p.desk->mail, dossier, MC_HAPPENING_PARTS_HELD, &what, NULL));
	assert_ok(province_say(&p, dossier, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_NONE));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	province_end(&p);
	return 0;
}

static struct mc_dossier_row row_of(const char *id)
{
	struct mc_dossier_row row = {.state = MC_STATE_NONE};

	assert_ok(mc_dossier_row(p.desk, id, &row, NULL));
	return row;
}

static const char *turn_of(const char *id)
{
	struct mc_dossier_row row = row_of(id);

	return mc_dossier_turn(&row)->word;
}

static struct mc_work *begin(void)
{
	struct mc_work *work;

	assert_ok(mc_dossier_supplement(p.desk, dossier, &work, NULL));
	return work;
}

static void attach(struct mc_work *work)
{
	char *scan = mc_path_join(p.top, "scan.pdf");

	province_write(scan, "giấy chứng sinh");
	assert_ok(mc_work_attach(work, "birth_notice", scan, NULL));
	free(scan);
}

static void change(struct mc_work *work)
{
	assert_ok(mc_work_type(work, province_field(work, "requester.phone"), "0987654321", NULL));
}

/* Sealed with one field and one paper; its id. */
static void send(char ret_id[MC_UUID_LEN])
{
	struct mc_work *work = begin();
	int64_t seq = 7;

	change(work);
	attach(work);
	assert_ok(mc_work_submit(work, &seq, NULL));
	assert_int_equal(seq, 0);
	strcpy(ret_id, work->id);
	mc_work_close(work);
}

static void answer(const char *id, enum mc_happening happening, const char *kind,
		   const char *outcome)
{
	struct mc_happened what = {.now = NOW};

	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_PARTS_HELD, &what, NULL));
	assert_ok(province_say(&p, id, happening, kind, outcome, NULL, FAULT_NONE));
}

/* What was sealed, opened with the office's key. */
static struct mc_manifest opened(const char *id, struct mc_supplement *ret)
{
	struct mc_manifest manifest;
	struct mc_record record;
	struct mc_str jws, sealed, plain;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&sealed, MC_MANIFEST_MAX);
	mc_str_init(&plain, MC_JSON_MAX);
	assert_ok(mc_mail_item_record(p.desk->mail, id, &jws, &sealed, NULL));
	assert_ok(mc_own_record(&p.desk->keys.verify, mc_slice_of(&jws), &record, ret, NULL));
	assert_ok(mc_pack_open(p.desk->keys.open, mc_slice_of(&sealed), &plain, NULL));
	mc_manifest_init(&manifest);
	assert_ok(mc_manifest_parse(mc_slice_of(&plain), &manifest, NULL));
	mc_str_done(&jws);
	mc_str_done(&sealed);
	mc_str_wipe(&plain);
	return manifest;
}

/* ---- */

static void what_was_asked_is_told(void **state)
{
	struct mc_dossier_asked asked;
	struct mc_dossier_row row;
	struct mc_vec reasons;

	(void)state;
	assert_code(mc_dossier_asked(p.desk, dossier, &asked, NULL), MC_E_NOT_FOUND);
	assert_string_equal(turn_of(dossier), "province");
	ask();
	assert_ok(mc_dossier_asked(p.desk, dossier, &asked, NULL));
	assert_string_equal(asked.text, "Thiếu giấy chứng sinh bản gốc");
	assert_int_equal(asked.deadline, PROVINCE_DEADLINE);
	row = row_of(dossier);
	assert_int_equal(row.state, MC_STATE_NEEDS_SUPPLEMENT);
	assert_int_equal(row.deadline, PROVINCE_DEADLINE);
	assert_string_equal(row.supplement, "");
	assert_string_equal(turn_of(dossier), "desk");
	mc_vec_init(&reasons, sizeof(struct mc_dossier_reason), 8);
	assert_ok(mc_dossier_reasons(p.desk, dossier, &reasons, NULL));
	assert_string_equal(((struct mc_dossier_reason *)mc_vec_at(&reasons, 0))->field,
			    "birth_notice");
	mc_vec_done(&reasons);
}

static void only_when_it_was_asked_for(void **state)
{
	struct mc_work *work;

	(void)state;
	assert_code(mc_dossier_supplement(p.desk, dossier, &work, NULL), MC_E_DOSSIER_STATE);
	assert_code(mc_dossier_supplement(p.desk, "T-NOBODY", &work, NULL), MC_E_DOSSIER_UNKNOWN);
	/* an event that nobody signed asks for nothing */
	assert_ok(province_say(&p, dossier, MC_HAPPENING_SUPPLEMENT_ASKED, "event",
			       "needs_supplement", NULL, FAULT_SIGNATURE));
	work = begin();
	change(work);
	assert_code(mc_work_submit(work, &(int64_t){ 0 }, NULL), MC_E_DOSSIER_STATE);
	mc_work_close(work);
}

static void only_what_is_new_is_sealed(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_dossier_asked asked;
	struct mc_supplement supplement;
	struct mc_manifest manifest;
	const struct mc_manifest_field *field;

	(void)state;
	ask();
	send(id);
	manifest = opened(id, &supplement);
	assert_ok(mc_dossier_asked(p.desk, dossier, &asked, NULL));
	assert_string_equal(supplement.id, id);
	assert_string_equal(supplement.dossier, dossier);
	assert_string_equal(supplement.asked, asked.event);
	assert_string_equal(manifest.id, id);
	assert_string_equal(manifest.supplements, dossier);
	assert_string_equal(manifest.procedure, PROCEDURE);
	assert_int_equal(manifest.fields.len, 1);
	field = mc_vec_at(&manifest.fields, 0);
	assert_string_equal(field->id, "requester.phone");
	assert_string_equal(field->value.text, "0987654321");
	assert_int_equal(manifest.parts.len, 1);
	assert_int_equal(province_audit(&p, "supplement", ""), 1);
	mc_manifest_done(&manifest);
}

static void nothing_new_is_not_sent(void **state)
{
	struct mc_work *work;
	int64_t seq;

	(void)state;
	ask();
	work = begin();
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_SUPPLEMENT_EMPTY);
	change(work);
	assert_ok(mc_work_type(work, province_field(work, "requester.phone"), "0912345678", NULL));
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_SUPPLEMENT_EMPTY); /* as it was */
	assert_code(mc_work_type(work, province_field(work, "requester.phone"), "x", NULL),
		    MC_E_FIELD_VALUE);
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_FORM_INCOMPLETE);
	assert_ok(mc_work_type(work, province_field(work, "requester.phone"), "0912345678", NULL));
	attach(work); /* one paper is enough */
	assert_ok(mc_work_submit(work, &seq, NULL));
	mc_work_close(work);
}

static void one_draft_and_one_in_the_queue(void **state)
{
	char first[MC_UUID_LEN], id[MC_UUID_LEN];
	struct mc_work *work, *other;

	(void)state;
	ask();
	work = begin();
	strcpy(first, work->id);
	mc_work_close(work);
	work = begin(); /* it was begun already */
	assert_string_equal(work->id, first);
	assert_string_equal(row_of(dossier).supplement, first);
	assert_string_equal(turn_of(dossier), "desk");
	assert_ok(mc_work_discard(work, NULL));
	mc_work_close(work);
	work = begin();
	assert_string_not_equal(work->id, first);
	mc_work_close(work);
	send(id);
	assert_string_equal(turn_of(dossier), "link");
	assert_code(mc_dossier_supplement(p.desk, dossier, &other, NULL), MC_E_SUPPLEMENT_WAITS);
}

/* Two desks on one store: the second seal is refused in the transaction. */
static void the_store_takes_one_for_each_event(void **state)
{
	char id[MC_UUID_LEN], second[MC_UUID_LEN];
	struct mc_supplement supplement;
	struct mc_manifest manifest;
	struct mc_sealed sealed = { .id = second,
				    .dossier = dossier,
				    .record = mc_slice_text("a.b.c"),
				    .manifest = mc_slice_text("sealed"),
				    .now = NOW };

	(void)state;
	ask();
	send(id);
	manifest = opened(id, &supplement);
	mc_manifest_done(&manifest);
	mc_uuid7(second);
	sealed.asked = supplement.asked;
	sealed.digest = supplement.digest;
	assert_code(mc_mail_seal_supplement(p.desk->mail, &sealed, NULL), MC_E_SUPPLEMENT_WAITS);
	answer(id, MC_HAPPENING_REJECTION, "rejection", "rejected");
	assert_ok(mc_mail_seal_supplement(p.desk->mail, &sealed, NULL));
}

static void received_it_is_done_and_the_dossier_goes_on(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_dossier_row row;
	struct mc_mail_counts counts;
	struct mc_queue_ledger ledger;

	(void)state;
	ask();
	send(id);
	answer(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	row = row_of(id);
	assert_true(row.has_receipt);
	assert_int_equal(row.seq, 0);
	assert_string_equal(row.supplements, dossier);
	assert_string_equal(mc_dossier_turn(&row)->word, "province");
	row = row_of(dossier); /* by the signed event only */
	assert_int_equal(row.state, MC_STATE_NEEDS_SUPPLEMENT);
	assert_int_equal(row.supplement_state, MC_STATE_RECEIPTED);
	assert_string_equal(mc_dossier_turn(&row)->word, "province");
	assert_ok(province_say(&p, dossier, MC_HAPPENING_PROCESS, "event", "in_process", NULL,
			       FAULT_NONE));
	assert_int_equal(row_of(dossier).state, MC_STATE_IN_PROCESS);
	assert_ok(mc_mail_counts(p.desk->mail, &counts, NULL));
	assert_int_equal(counts.open, 1); /* the dossier alone */
	assert_ok(mc_queue_ledger(p.desk, &ledger, NULL));
	assert_true(ledger.balanced);
	assert_int_equal(ledger.created, 1);
	assert_int_equal(ledger.received, 1);
	assert_int_equal(ledger.supplements.sealed, 1);
	assert_int_equal(ledger.supplements.received, 1);
}

/* A receipt of another's, or with another digest, is none. */
static void a_forged_receipt_is_none(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_happened what = {.now = NOW};

	(void)state;
	ask();
	send(id);
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_SEND, &what, NULL));
	assert_ok(mc_mail_happen(p.desk->mail, id, MC_HAPPENING_PARTS_HELD, &what, NULL));
	assert_ok(province_say(&p, id, MC_HAPPENING_RECEIPT, "receipt", "received", NULL,
			       FAULT_DIGEST));
	assert_false(row_of(id).has_receipt);
	assert_true(row_of(id).receipt_bad);
}

static void refused_another_one_is_made(void **state)
{
	char id[MC_UUID_LEN], again[MC_UUID_LEN];
	struct mc_dossier_row row;
	struct mc_work *work;

	(void)state;
	ask();
	send(id);
	answer(id, MC_HAPPENING_REJECTION, "rejection", "rejected");
	assert_string_equal(turn_of(dossier), "desk");
	assert_string_equal(turn_of(id), "desk");
	assert_code(mc_dossier_correct(p.desk, id, &work, NULL), MC_E_DOSSIER_STATE);
	row = row_of(id);
	row.cause = MC_E_GATEWAY_REFUSED;
	assert_non_null(strstr(mc_held_action(&row)->text, "dossier supplement ID"));
	send(again);
	assert_string_equal(turn_of(dossier), "link");
	assert_string_equal(row_of(dossier).supplement, again);
}

/* The second ask begins with what the first supplement brought. */
static void asked_twice(void **state)
{
	char id[MC_UUID_LEN];
	struct mc_work *work;
	int64_t seq;

	(void)state;
	ask();
	send(id);
	answer(id, MC_HAPPENING_RECEIPT, "receipt", "received");
	mc_clock_freeze(NOW + MC_HOUR);
	ask();
	assert_string_equal(turn_of(dossier), "desk");
	work = begin();
	assert_string_equal(mc_form_text(work->form, "requester.phone"), "0987654321");
	assert_code(mc_work_submit(work, &seq, NULL), MC_E_SUPPLEMENT_EMPTY);
	attach(work);
	assert_ok(mc_work_submit(work, &seq, NULL));
	mc_work_close(work);
}

static void it_is_taken_back_until_it_was_sent(void **state)
{
	char id[MC_UUID_LEN], again[MC_UUID_LEN];
	struct mc_happened what = {.now = NOW};

	(void)state;
	ask();
	send(id);
	assert_ok(mc_dossier_withdraw(p.desk, id, NULL));
	assert_int_equal(row_of(id).state, MC_STATE_WITHDRAWN);
	assert_string_equal(turn_of(dossier), "desk");
	send(again);
	assert_ok(mc_mail_happen(p.desk->mail, again, MC_HAPPENING_SEND, &what, NULL));
	assert_code(mc_dossier_withdraw(p.desk, again, NULL), MC_E_DOSSIER_STATE);
	assert_false(row_of(again).withdrawing);
}

/* ---- by stick, and built again */

static void it_goes_by_stick(void **state)
{
	char id[MC_UUID_LEN], *dir = mc_path_join(p.top, "stick");
	struct mc_stick_export exported;
	struct mc_frames_reader *r;
	struct mc_frame frame;

	(void)state;
	mkdir(dir, 0700);
	ask();
	send(id);
	assert_ok(mc_queue_export(p.desk, dir, NULL, &exported, NULL));
	assert_int_equal(exported.items.len, 1);
	assert_non_null(strstr(exported.file, "-0-0-"));
	assert_ok(mc_frames_open(exported.file, MC_BUNDLE_MARK, &r, NULL));
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_int_equal(frame.kind, MC_PIECE_HEAD);
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_int_equal(frame.kind, MC_PIECE_SUPPLEMENT);
	assert_ok(mc_frames_next(r, &frame, NULL));
	assert_int_equal(frame.kind, MC_PIECE_PART);
	mc_frames_close(r);
	assert_int_equal(row_of(id).state, MC_STATE_BUNDLED);
	assert_string_equal(turn_of(dossier), "stick");
	mc_stick_export_done(&exported);
	free(dir);
}

/* mail.db is lost: dossier and supplement come back, and the gateway is asked for both. */
static void it_comes_back_from_the_spool(void **state)
{
	struct mc_desk_options options = {.data_dir = p.data};
	char id[MC_UUID_LEN], *path = mc_path_join(p.data, "mail/mail.db");
	struct mc_rebuild rebuilt;
	struct mc_item item;
	int64_t n = 0;
	bool more;

	(void)state;
	ask();
	send(id);
	assert_ok(mc_mail_spool(p.desk->mail, &p.desk->paths, 10, &n, &more, NULL));
	province_close(&p);
	unlink(path);
	assert_ok(mc_queue_rebuild(&options, &rebuilt, NULL));
	assert_int_equal(rebuilt.records, 2);
	assert_int_equal(rebuilt.restored, 2);
	assert_int_equal(rebuilt.damaged, 0);
	province_open(&p);
	assert_ok(mc_mail_item(p.desk->mail, id, &item, NULL));
	assert_int_equal(item.state, MC_STATE_COMMITTING);
	assert_string_equal(item.dossier, dossier);
	assert_int_equal(item.seq, 0);
	free(path);
}

/* ---- two branches that ask at once */

static void branch_says(const char *branch, const char *outcome, const char *whole,
			const char *text, int64_t deadline)
{
	const struct province_branch it = { .id = branch, .outcome = outcome, .text = text,
					    .deadline = deadline };
	bool asks = !strcmp(outcome, "needs_supplement");

	assert_ok(province_say_branch(&p, dossier,
				      asks ? MC_HAPPENING_SUPPLEMENT_ASKED : MC_HAPPENING_BRANCH,
				      whole, &it));
	mc_clock_freeze(mc_clock_now() + MC_MINUTE);
}

#define ASKS(branch, text, days) \
	branch_says(branch, "needs_supplement", "needs_supplement", text, NOW + (days) * MC_DAY)

/* The SHA-256 of the newest statement about the dossier. */
static void newest_event(char ret[MC_DIGEST_LEN])
{
	struct mc_vec events;
	struct mc_mail_event *last;

	mc_vec_init(&events, sizeof(struct mc_mail_event), 100);
	assert_ok(mc_mail_events(p.desk->mail, dossier, &events, NULL));
	last = mc_vec_at(&events, events.len - 1);
	mc_sha256_hex(mc_slice_of(&last->outer), ret);
	mc_mail_events_done(&events);
}

static struct mc_dossier_asked asked_now(void)
{
	struct mc_dossier_asked asked;

	assert_ok(mc_dossier_asked(p.desk, dossier, &asked, NULL));
	return asked;
}

static void assert_answers(const char *id, const char *event)
{
	struct mc_item item;

	assert_ok(mc_mail_item(p.desk->mail, id, &item, NULL));
	assert_string_equal(item.asked, event);
}

/* An event that only says how another branch goes on asks for nothing. */
static void another_branch_goes_on(void **state)
{
	char event[MC_DIGEST_LEN], id[MC_UUID_LEN];

	(void)state;
	ASKS("justice", "Thiếu bản gốc", 5);
	newest_event(event);
	branch_says("police", "in_process", "needs_supplement", "Đang xử lý", NOW + MC_DAY);
	assert_string_equal(asked_now().text, "Thiếu bản gốc");
	assert_int_equal(asked_now().deadline, NOW + 5 * MC_DAY);
	send(id);
	assert_answers(id, event);
}

static void both_are_told_and_answered(void **state)
{
	struct mc_dossier_asked asked;
	char event[MC_DIGEST_LEN], id[MC_UUID_LEN];

	(void)state;
	ASKS("justice", "Thiếu bản gốc", 5);
	ASKS("police", "Thiếu ý kiến chủ hộ", 3);
	newest_event(event);
	asked = asked_now();
	assert_non_null(strstr(asked.text, "Thiếu bản gốc"));
	assert_non_null(strstr(asked.text, "Thiếu ý kiến chủ hộ"));
	assert_int_equal(asked.deadline, NOW + 3 * MC_DAY); /* the first to run out */
	send(id);
	assert_answers(id, event);
	assert_string_equal(asked_now().event, event);
	assert_string_equal(turn_of(dossier), "link");
}

/* The second asked while the answer to the first was being filled in: it is not answered by
 * what nobody has read it for. */
static void each_gets_its_own_answer(void **state)
{
	struct mc_work *work, *another;
	char justice[MC_DIGEST_LEN], police[MC_DIGEST_LEN], first[MC_UUID_LEN], second[MC_UUID_LEN];
	int64_t seq;

	(void)state;
	ASKS("justice", "Thiếu bản gốc", 5);
	newest_event(justice);
	work = begin();
	mc_clock_freeze(mc_clock_now() + MC_MINUTE);
	ASKS("police", "Thiếu ý kiến chủ hộ", 3);
	newest_event(police);
	change(work);
	assert_ok(mc_work_submit(work, &seq, NULL));
	MC_COPY(first, work->id);
	mc_work_close(work);
	assert_answers(first, justice);
	assert_string_equal(asked_now().text, "Thiếu ý kiến chủ hộ");
	/* the other one waits for its receipt: it is read with what came before */
	assert_code(mc_dossier_supplement(p.desk, dossier, &another, NULL), MC_E_SUPPLEMENT_WAITS);
	answer(first, MC_HAPPENING_RECEIPT, "receipt", "received");
	branch_says("justice", "in_process", "needs_supplement", "", NOW + MC_DAY);
	send(second);
	assert_answers(second, police);
}

/* Asked anew by the same branch: the older question is settled. */
static void asked_anew(void **state)
{
	char event[MC_DIGEST_LEN], id[MC_UUID_LEN];

	(void)state;
	ASKS("justice", "Thiếu bản gốc", 5);
	ASKS("justice", "Thiếu bản sao", 9);
	newest_event(event);
	assert_string_equal(asked_now().text, "Thiếu bản sao");
	send(id);
	assert_answers(id, event);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_was_asked_is_told),
		CASE(only_when_it_was_asked_for),
		CASE(only_what_is_new_is_sealed),
		CASE(nothing_new_is_not_sent),
		CASE(one_draft_and_one_in_the_queue),
		CASE(the_store_takes_one_for_each_event),
		CASE(received_it_is_done_and_the_dossier_goes_on),
		CASE(a_forged_receipt_is_none),
		CASE(refused_another_one_is_made),
		CASE(asked_twice),
		CASE(it_is_taken_back_until_it_was_sent),
		CASE(it_goes_by_stick),
		CASE(another_branch_goes_on),
		CASE(both_are_told_and_answered),
		CASE(each_gets_its_own_answer),
		CASE(asked_anew),
		CASE(it_comes_back_from_the_spool),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
