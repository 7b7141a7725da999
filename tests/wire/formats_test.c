/* SPDX-License-Identifier: MPL-2.0 */
/*
 * formats_test.c - the vectors of docs/FORMATS.md section 12: each is made from
 * values here, must stand in the document byte for byte, and is read back.
 */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/wire/keys.h"
#include "motcua/wire/message.h"
#include "motcua/wire/pack.h"

#define DOSSIER "01936b2e-7c00-7d4a-8b5f-0123456789ab"
#define QUERY "01936b2e-7c00-7d4a-8b5f-0123456789ac"
#define PROOF "01936b2e-7c00-7d4a-8b5f-0123456789ad"
#define DIGEST "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
#define OTHER "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define JWS "aGVhZA.Ym9keQ.c2ln"
#define AT INT64_C(1795417500000) /* 2026-11-23T07:05:00Z */

static const struct mc_officer officer = {"066085000011", "Nguyễn Thị Ví Dụ"};
static char *document;

static int load(void **state)
{
	FILE *f = fopen(MC_SOURCE_DIR "/docs/FORMATS.md", "r");
	size_t len;

	(void)state;
	document = mc_calloc(1, 200000);
	len = f ? fread(document, 1, 199999, f) : 0;
	if (f) {
		fclose(f);
	}
	return len ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	free(document);
	return 0;
}

/* text is one whole line of section 12. Starts text anew. */
static struct mc_slice vector(struct mc_str *text)
{
	static char kept[8000];
	char line[8010];

	assert_false(text->full);
	snprintf(line, sizeof(line), "\n    %s\n", text->data);
	if (!strstr(document, line)) {
		fail_msg("not in FORMATS.md: %s", text->data);
	}
	assert_int_equal(mc_copy(kept, sizeof(kept), text->data), 0);
	mc_str_reset(text);
	return mc_slice_text(kept);
}

/* The same bytes again. */
static void assert_again(struct mc_str *text, struct mc_slice first)
{
	assert_string_equal(text->data, (const char *)first.data);
	mc_str_done(text);
}

static void test_outer(void **state)
{
	struct mc_outer cases[] = {
		{"receipt", DOSSIER, "7K3M9Q", "9f86d081884c7d65", 1, "received", DIGEST, AT, 12, 0,
		 OTHER, "", ""},
		{"answer", QUERY, "7K3M9Q", "", 0, "no_match", DIGEST, AT, 0, 0, "", "", ""},
		{"event", DOSSIER, "7K3M9Q", "9f86d081884c7d65", 1, "in_process", DIGEST, AT, 12, 0,
		 OTHER, "justice", "completed"},
		{"event", DOSSIER, "7K3M9Q", "9f86d081884c7d65", 1, "completed", DIGEST, AT, 15, 12,
		 OTHER, "", ""},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_outer back;
		struct mc_str text;
		struct mc_slice first;

		mc_str_init(&text, 8000);
		mc_outer_format(&cases[i], &text);
		first = vector(&text);
		assert_ok(mc_outer_parse(first, cases[i].kind, &back, NULL));
		mc_outer_format(&back, &text);
		assert_again(&text, first);
	}
}

static void test_reply(void **state)
{
	struct mc_reply reply;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_reply_format(JWS, mc_slice_text("age"), &text);
	first = vector(&text);
	assert_ok(mc_reply_parse(first, &reply, NULL));
	assert_string_equal(reply.outer, JWS);
	mc_reply_format(reply.outer, mc_slice_of(&reply.inner), &text);
	assert_again(&text, first);
	mc_reply_done(&reply);
}

static void test_problem(void **state)
{
	struct mc_problem_doc doc;
	struct mc_vec parts;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_vec_init(&parts, MC_DIGEST_LEN, 4);
	strcpy(mc_vec_push(&parts), DIGEST);
	mc_problem_doc_format("parts-missing", 409, "Attachments are missing", NULL,
			      (struct mc_slice){0}, &parts, &text);
	first = vector(&text);
	assert_ok(mc_problem_doc_parse(first, &doc, NULL));
	mc_problem_doc_format(doc.word, doc.status, "Attachments are missing", doc.reply.outer,
			      mc_slice_of(&doc.reply.inner), &doc.parts, &text);
	assert_again(&text, first);
	mc_problem_doc_done(&doc);
	mc_vec_done(&parts);
}

static void test_notice(void **state)
{
	static const struct mc_notice cases[] = {
		{.official_number = "H15.40-261123-0001",
		 .deadline = INT64_C(1796119200000),
		 .reason_count = 1,
		 .reasons = {{"mother.number", "Số định danh không khớp"}}},
		{.official_number = "H15.40-261123-0001",
		 .text = "Đã tiếp nhận",
		 .branch_number = "TP-0007",
		 .due = INT64_C(1796119200000),
		 .step_at = AT - 4 * MC_MINUTE},
		{.official_number = "H15.40-261123-0001",
		 .text = "Đang xác minh",
		 .verifies = true},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_notice back;
		struct mc_str text;
		struct mc_slice first;

		mc_str_init(&text, 8000);
		mc_notice_format(&cases[i], &text);
		first = vector(&text);
		assert_ok(mc_notice_parse(first, &back, NULL));
		mc_notice_format(&back, &text);
		assert_again(&text, first);
	}
}

static void test_hello(void **state)
{
	struct mc_hello hello = {.nonce = "AAECAwQFBgcICQoLDA0ODw",
				 .time = AT,
				 .gateway = "cổng tập huấn",
				 .keys_version = 1,
				 .enrolled = true,
				 .household = true,
				 .tus = true,
				 .batches = true,
				 .lean = true,
				 .limit_manifest = 65536,
				 .limit_part = 22020096,
				 .highest_epoch = "9f86d081884c7d65",
				 .highest_seq = 41};
	struct mc_hello back;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	for (int i = 0; i < 2; i++) { /* an older gateway's, and one that names the list's end */
		mc_str_init(&text, 8000);
		hello.tells_cursor = i == 1;
		hello.cursor = i ? 12 : 0;
		mc_hello_format(&hello, &text);
		first = vector(&text);
		assert_ok(mc_hello_parse(first, &back, NULL));
		assert_int_equal(back.tells_cursor, hello.tells_cursor);
		assert_int_equal(back.cursor, hello.cursor);
		mc_hello_format(&back, &text);
		assert_again(&text, first);
	}
}

/* Signed by the root; tests/seal/keyring_renew_test.c makes it from its keys. */
#define LIST                                                                                       \
	"motcua-gateway-keys 1\n"                                                                  \
	"root 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\n"                                       \
	"issued 2026-11-28T00:00:00Z\n"                                                            \
	"version 4\n"                                                                              \
	"sign 39f713d0 PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw 2026-11-01T00:00:00Z"           \
	" 2026-12-05T00:00:00Z\n"                                                                  \
	"seal 87cd58c1 age15yu2elaxqtgqjmlpuyqvkcl5mm0xmpa20fvu4n3jhuswg5xyg5hqugvtt3 2"           \
	"026-11-01T00:00:00Z 2026-12-05T00:00:00Z\n"                                               \
	"sign 3d3437a1 njrhrWHtLVk59hnAuGoUAsisrCzItP77hZGnSc741-E 2026-12-05T00:00:00Z"           \
	" 2031-12-05T00:00:00Z\n"                                                                  \
	"seal 82dab32a age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj 2"           \
	"026-12-05T00:00:00Z 2031-12-05T00:00:00Z\n"                                               \
	"signature uhQKxwys_lFF3R3x7KngDd_jOnslDkPpGvl64HKFEuAj-jQEmb861xZc8SE4SBeidrUK"           \
	"6hitW7o1ZnDvINDmBg\n"

static void test_keys(void **state)
{
	static const char *const bad[] = {"{\"v\":1}", "{\"v\":1,\"keys\":3}",
					  "{\"v\":1,\"keys\":[]}"};
	struct mc_str text;
	struct mc_slice first;
	char *back;

	(void)state;
	mc_str_init(&text, 8000);
	mc_keys_format(LIST, &text);
	first = vector(&text);
	assert_ok(mc_keys_parse(first, &back, NULL));
	assert_string_equal(back, LIST);
	mc_keys_format(back, &text);
	assert_again(&text, first);
	free(back);
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_code(mc_keys_parse(mc_slice_text(bad[i]), &back, NULL), MC_E_JSON_SHAPE);
	}
	assert_code(mc_keys_parse(mc_slice_text("motcua"), &back, NULL), MC_E_JSON_SYNTAX);
}

static void test_enrolment(void **state)
{
	struct mc_enrolment enrolment = {
		"7K3M9Q",
		"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
		"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
		"HOA-2611",
		"Bàn số 1",
		AT};
	struct mc_enrolment back;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_enrolment_format(&enrolment, &text);
	first = vector(&text);
	assert_ok(mc_enrolment_parse(first, &back, NULL));
	mc_enrolment_format(&back, &text);
	assert_again(&text, first);
}

#define OTHER_QUERY "01936b2e-7c00-7d4a-8b5f-0123456789ae"

static void test_question(void **state)
{
	struct mc_query query = {.id = QUERY,
				 .kind = MC_QUERY_VERIFY,
				 .number = "066190000123",
				 .full_name = "H' Bia Niê",
				 .born = {.year = 1990},
				 .procedure = "2.002621",
				 .purpose = "Đăng ký khai sinh",
				 .dossier = DOSSIER,
				 .officer = officer,
				 .asked_at = AT};
	struct mc_query back;
	char terminal[MC_TERMINAL_LEN];
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_question_format(&query, "7K3M9Q", &text);
	first = vector(&text);
	assert_ok(mc_question_parse(first, &back, terminal, NULL));
	mc_question_format(&back, terminal, &text);
	assert_again(&text, first);
	MC_COPY(query.supersedes, OTHER_QUERY);
	mc_str_init(&text, 8000);
	mc_question_format(&query, "7K3M9Q", &text);
	first = vector(&text);
	assert_ok(mc_question_parse(first, &back, terminal, NULL));
	assert_string_equal(back.supersedes, OTHER_QUERY);
	mc_question_format(&back, terminal, &text);
	assert_again(&text, first);
}

static void test_answer(void **state)
{
	struct mc_answer answer = {.query_id = QUERY,
				   .outcome = MC_OUTCOME_FOUND,
				   .taken_at = AT + 2000,
				   .person = {.number = "066190000123",
					      .full_name = "H' Bia Niê",
					      .born = {.year = 1990},
					      .sex = MC_SEX_FEMALE,
					      .ethnicity = "Ê Đê",
					      .permanent = {.province_code = "66",
							    .ward_code = "24133",
							    .province = "Tỉnh Đắk Lắk",
							    .ward = "Xã Hòa Phú",
							    .detail = "Buôn Mẫu"},
					      .permanent_since = {.year = 2015, .month = 3},
					      .father = {.full_name = "Y Mẫu Niê"},
					      .relation_to_head = "con đẻ"},
				   .household = {.id = "HK-0001",
						 .head = {"066065000001", "Y Mẫu Niê"},
						 .head_status = MC_HEAD_PRESENT,
						 .member_count = 1,
						 .members = {{"066065000001",
							      "Y Mẫu Niê",
							      {1965, 12, 31},
							      MC_SEX_MALE,
							      "chủ hộ",
							      MC_RESIDENCE_PERMANENT,
							      {.year = 2015},
							      {0}}}}};
	struct mc_answer back;
	char *evidence;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_answer_format(&answer, JWS, &text);
	first = vector(&text);
	assert_ok(mc_answer_parse(first, &back, &evidence, NULL));
	mc_answer_format(&back, evidence, &text);
	assert_again(&text, first);
	free(evidence);
}

/* The mother's answer to a birth's registration. */
static void test_answer_with_a_birth(void **state)
{
	struct mc_answer answer = {.query_id = QUERY,
				   .outcome = MC_OUTCOME_FOUND,
				   .taken_at = AT + 2000,
				   .person = {.number = "066190000123",
					      .full_name = "H' Bia Niê",
					      .birth_count = 1,
					      .births = {{.number = "66001/2026/000001",
							  .issued = {2026, 11, 21},
							  .born = {2026, 11, 20},
							  .time = "05:40",
							  .sex = MC_SEX_FEMALE,
							  .weight = 3150,
							  .place = "Bệnh viện Mẫu"}}}};
	struct mc_answer back;
	char *evidence;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_answer_format(&answer, NULL, &text);
	first = vector(&text);
	assert_ok(mc_answer_parse(first, &back, &evidence, NULL));
	assert_int_equal(back.person.birth_count, 1);
	mc_answer_format(&back, evidence, &text);
	assert_again(&text, first);
	free(evidence);
}

static void test_evidence(void **state)
{
	struct mc_evidence cases[] = {
		{.id = PROOF,
		 .issuer = MC_ISSUER_GATEWAY,
		 .terminal = "7K3M9Q",
		 .query_id = QUERY,
		 .question_sha256 = DIGEST,
		 .issued_at = AT,
		 .officer = officer,
		 .officer_auth = "declared",
		 .procedure = "2.002621",
		 .purpose = "Đăng ký khai sinh",
		 .outcome = MC_OUTCOME_FOUND,
		 .way = MC_WAY_SYSTEM,
		 .number = "066190000123",
		 .full_name = "H' Bia Niê",
		 .born = {.year = 1990},
		 .residence = MC_RESIDENCE_PERMANENT,
		 .address = "Buôn Mẫu, Xã Hòa Phú, Tỉnh Đắk Lắk",
		 .since = {.year = 2015, .month = 3},
		 .household = "HK-0001",
		 .head = {"066065000001", "Y Mẫu Niê"},
		 .head_status = MC_HEAD_PRESENT,
		 .relation_to_head = "con đẻ"},
		{.id = PROOF,
		 .issuer = MC_ISSUER_TERMINAL,
		 .terminal = "7K3M9Q",
		 .issued_at = AT,
		 .officer = {.number = "066085000011"},
		 .officer_auth = "declared",
		 .outcome = MC_OUTCOME_FAILURE,
		 .way = MC_WAY_SYSTEM,
		 .cmnd = "240123456",
		 .full_name = "H' Bia Niê",
		 .born = {.year = 1990},
		 .cause = "NET-01"},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(cases); i++) {
		struct mc_evidence back;
		struct mc_str text;
		struct mc_slice first;

		mc_str_init(&text, 8000);
		mc_evidence_format(&cases[i], &text);
		first = vector(&text);
		assert_ok(mc_evidence_parse(first, &back, NULL));
		mc_evidence_format(&back, &text);
		assert_again(&text, first);
	}
}

static void test_record(void **state)
{
	struct mc_record record = {DOSSIER, "7K3M9Q", "9f86d081884c7d65", 1, ZEROS, DIGEST,
				   AT,	    QUERY};
	struct mc_record back;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_record_format(&record, &text);
	first = vector(&text);
	assert_ok(mc_record_parse(first, &back, NULL));
	mc_record_format(&back, &text);
	assert_again(&text, first);
}

static void test_withdrawal(void **state)
{
	struct mc_withdrawal withdrawal = {DOSSIER, "7K3M9Q", DIGEST, AT, "Công dân rút hồ sơ"};
	struct mc_withdrawal back;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_withdrawal_format(&withdrawal, &text);
	first = vector(&text);
	assert_ok(mc_withdrawal_parse(first, &back, NULL));
	mc_withdrawal_format(&back, &text);
	assert_again(&text, first);
}

static void test_supplement(void **state)
{
	struct mc_supplement supplement = {PROOF, DOSSIER, "7K3M9Q", OTHER, DIGEST, AT}, back;
	struct mc_record record;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_supplement_format(&supplement, &text);
	first = vector(&text);
	assert_ok(mc_supplement_parse(first, &back, NULL));
	mc_supplement_format(&back, &text);
	assert_again(&text, first);
	mc_supplement_record(&back, &record);
	assert_string_equal(record.id, PROOF);
	assert_string_equal(record.digest, DIGEST);
	assert_string_equal(record.epoch, "");
	assert_int_equal(record.seq, 0);
	MC_COPY(supplement.dossier, PROOF); /* a supplement to itself */
	mc_str_init(&text, 8000);
	mc_supplement_format(&supplement, &text);
	assert_int_equal(mc_supplement_parse(mc_slice_of(&text), &back, NULL), MC_E_JSON_SHAPE);
	mc_str_done(&text);
}

/* ---- the manifest, with a form of three fields of which one stays empty */

static struct mc_procedure *small_procedure(void)
{
	static const char *const ids[] = {"mother.full_name", "mother.number", "mother.note"};
	struct mc_procedure *procedure = mc_procedure_new();

	procedure->code = mc_strdup("2.002621");
	for (size_t i = 0; i < MC_COUNT(ids); i++) {
		struct mc_field *field = mc_vec_push(&procedure->fields);

		field->id = mc_strdup(ids[i]);
		field->kind = MC_FIELD_PARAGRAPH;
	}
	return procedure;
}

static void fill_manifest(struct mc_manifest *manifest, struct mc_form *form)
{
	char name[] = "H' Bia Niê", note[] = "dòng 1\n\"dòng 2\"", none[] = "";
	struct mc_value values[] = {
		{.text = name, .from = MC_FROM_REGISTER, .at = AT - 4 * MC_MINUTE},
		{.text = none},
		{.text = note, .from = MC_FROM_TYPED, .at = AT - 3 * MC_MINUTE,
		 .register_text = none, .register_at = AT - 4 * MC_MINUTE},
	};
	struct mc_part part = {OTHER,
			       DIGEST,
			       1200,
			       1000,
			       "birth_notice",
			       "giấy chứng sinh.pdf",
			       "application/pdf"};

	MC_COPY(manifest->id, DOSSIER);
	MC_COPY(manifest->local_number, "T-7K3M9Q-X4T2BC-5");
	MC_COPY(manifest->procedure, "2.002621");
	MC_COPY(manifest->version, "2026-11-01");
	manifest->officer = officer;
	manifest->created_at = AT - 5 * MC_MINUTE;
	manifest->sealed_at = AT;
	*(struct mc_part *)mc_vec_push(&manifest->parts) = part;
	*(char **)mc_vec_push(&manifest->evidence) = mc_strdup(JWS);
	for (int i = 0; i < 3; i++) {
		mc_form_restore(form, i, &values[i]);
	}
}

static void name_branches(struct mc_manifest *manifest)
{
	static const struct mc_manifest_branch branches[] = {{"justice", ""},
							     {"police", "justice"}};

	for (size_t i = 0; i < MC_COUNT(branches); i++) {
		*(struct mc_manifest_branch *)mc_vec_push(&manifest->branches) = branches[i];
	}
}

static void test_manifest(void **state)
{
	struct mc_procedure *procedure = small_procedure();

	(void)state;
	for (int linked = 0; linked < 2; linked++) {
		struct mc_form *form = mc_form_new(procedure), *again = mc_form_new(procedure);
		struct mc_manifest manifest, back;
		struct mc_str text;
		struct mc_slice first;

		mc_str_init(&text, 8000);
		mc_manifest_init(&manifest);
		fill_manifest(&manifest, form);
		if (linked) {
			name_branches(&manifest);
		}
		mc_manifest_format(&manifest, form, &text);
		first = vector(&text);
		assert_ok(mc_manifest_parse(first, &back, NULL));
		assert_int_equal(back.fields.len, 2);
		assert_int_equal(back.branches.len, linked ? 2 : 0);
		MC_VEC_EACH (&back.fields, struct mc_manifest_field, field) {
			mc_form_restore(again, mc_procedure_field(procedure, field->id),
					&field->value);
		}
		mc_manifest_format(&back, again, &text);
		assert_again(&text, first);
		mc_manifest_done(&manifest);
		mc_manifest_done(&back);
		mc_form_free(form);
		mc_form_free(again);
	}
	mc_procedure_free(procedure);
}

/* ---- its declarations */

static const char with_outputs[] =
	"{\"v\":1,\"code\":\"9.000002\",\"version\":\"2026-11-01\","
	"\"title\":{\"vi\":\"Mẫu\",\"en\":\"Sample\"},"
	"\"sections\":[{\"id\":\"a\",\"label\":{\"vi\":\"A\",\"en\":\"A\"}}],"
	"\"roles\":[{\"id\":\"mother\",\"label\":{\"vi\":\"Mẹ\",\"en\":\"Mother\"},"
	"\"number_field\":\"mother.number\",\"name_field\":\"mother.full_name\"}],"
	"\"fields\":[{\"id\":\"mother.number\",\"section\":\"a\",\"kind\":\"id_number\","
	"\"label\":{\"vi\":\"Số\",\"en\":\"Number\"}},"
	"{\"id\":\"mother.full_name\",\"section\":\"a\",\"kind\":\"name\","
	"\"label\":{\"vi\":\"Tên\",\"en\":\"Name\"}},"
	"{\"id\":\"children\",\"section\":\"a\",\"kind\":\"rows\",\"rows_max\":3,"
	"\"label\":{\"vi\":\"Con\",\"en\":\"Children\"},"
	"\"columns\":[{\"id\":\"full_name\",\"kind\":\"name\","
	"\"label\":{\"vi\":\"Tên\",\"en\":\"Name\"}}]}],"
	"\"outputs\":[{\"id\":\"declaration\",\"label\":{\"vi\":\"Tờ khai\",\"en\":\"Declaration\"},"
	"\"items\":[{\"name\":\"meHoTen\",\"from\":\"mother.full_name\"},"
	"{\"name\":\"meSoGiayTo\",\"from\":\"mother.number\"},"
	"{\"name\":\"meXacThucThongTin\",\"from\":\"verified:mother\"},"
	"{\"name\":\"loai\",\"from\":\"=1\"},"
	"{\"name\":\"con\",\"from\":\"children.full_name\"}]}]}";

static void put(struct mc_form *form, const char *id, const char *text)
{
	struct mc_value value = {.text = mc_strdup(text), .from = MC_FROM_TYPED, .at = AT};

	mc_form_restore(form, mc_procedure_field(form->procedure, id), &value);
	mc_value_done(&value);
}

static void test_manifest_with_declarations(void **state)
{
	struct mc_procedure *procedure;
	struct mc_manifest manifest, back;
	struct mc_form *form, *again;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	assert_ok(mc_procedure_parse(mc_slice_text(with_outputs), &procedure, NULL));
	form = mc_form_new(procedure);
	again = mc_form_new(procedure);
	put(form, "mother.full_name", "H' Bia Niê");
	put(form, "children", "2");
	put(form, "children.1.full_name", "Y Mẫu Niê");
	mc_str_init(&text, 8000);
	mc_manifest_init(&manifest);
	MC_COPY(manifest.id, DOSSIER);
	MC_COPY(manifest.local_number, "T-7K3M9Q-X4T2BC-5");
	MC_COPY(manifest.procedure, "9.000002");
	MC_COPY(manifest.version, "2026-11-01");
	manifest.officer = officer;
	manifest.created_at = AT - 5 * MC_MINUTE;
	manifest.sealed_at = AT;
	mc_manifest_format(&manifest, form, &text);
	first = vector(&text);
	assert_ok(mc_manifest_parse(first, &back, NULL));
	assert_int_equal(back.outputs.len, 1);
	MC_VEC_EACH (&back.fields, struct mc_manifest_field, field) {
		mc_form_restore(again, mc_procedure_field(procedure, field->id), &field->value);
	}
	mc_manifest_format(&back, again, &text);
	assert_again(&text, first);
	mc_manifest_done(&manifest);
	mc_manifest_done(&back);
	mc_form_free(form);
	mc_form_free(again);
	mc_procedure_free(procedure);
}

static void type(struct mc_form *form, int field, const char *text, int64_t at)
{
	struct mc_value value = {.text = mc_strdup(text), .from = MC_FROM_TYPED, .at = at};

	mc_form_restore(form, field, &value);
	mc_value_done(&value);
}

/* What the gateway has already is not sent again; what was emptied is. */
static void test_manifest_of_a_supplement(void **state)
{
	struct mc_procedure *procedure = small_procedure();
	struct mc_form *known = mc_form_new(procedure), *form = mc_form_new(procedure);
	struct mc_manifest manifest, back;
	struct mc_str text;
	struct mc_slice first;

	(void)state;
	mc_str_init(&text, 8000);
	mc_manifest_init(&manifest);
	fill_manifest(&manifest, known);
	fill_manifest(&manifest, form);
	manifest.parts.len = 0;
	MC_VEC_EACH (&manifest.evidence, char *, jws) {
		free(*jws);
	}
	manifest.evidence.len = 0;
	MC_COPY(manifest.id, PROOF);
	MC_COPY(manifest.supplements, DOSSIER);
	type(form, 2, "", AT - 60000);
	manifest.known = known;
	mc_manifest_format(&manifest, form, &text);
	first = vector(&text);
	assert_ok(mc_manifest_parse(first, &back, NULL));
	assert_string_equal(back.supplements, DOSSIER);
	assert_int_equal(back.fields.len, 1);
	mc_manifest_done(&back);
	mc_manifest_done(&manifest);
	mc_form_free(known);
	mc_form_free(form);
	mc_procedure_free(procedure);
	mc_str_done(&text);
}

static void test_addresses(void **state)
{
	char today[] = "Thôn Mẫu, xã Hòa Phú, tỉnh Đắk Lắk",
	     before[] = "Xã Hòa Phú, huyện Mẫu, tỉnh Đắk Lắk";
	const struct mc_value values[] = {
		{.text = today, .from = MC_FROM_TYPED, .at = AT, .province_code = "66",
		 .ward_code = "24175"},
		{.text = before, .from = MC_FROM_TYPED, .at = AT, .old_units = true},
	};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(values); i++) {
		struct mc_value back;
		struct mc_str text;

		mc_str_init(&text, 8000);
		mc_value_format(&values[i], &text);
		assert_ok(mc_value_parse(vector(&text), &back, NULL));
		assert_string_equal(back.province_code, values[i].province_code);
		assert_string_equal(back.ward_code, values[i].ward_code);
		assert_int_equal(back.old_units, values[i].old_units);
		mc_value_done(&back);
		mc_str_done(&text);
	}
}

static void test_pack(void **state)
{
	static const struct mc_pack_file files[] = {{"2026.json", 1000, DIGEST},
						    {"2027.json", 1200, OTHER}};
	struct mc_pack pack, back;
	struct mc_vec list;
	struct mc_str text;
	struct mc_slice first;
	char *jws = mc_strdup(JWS);

	(void)state;
	mc_pack_init(&pack);
	MC_COPY(pack.name, "holidays");
	pack.at = AT;
	pack.from = (struct mc_date){2026, 12, 1};
	pack.until = (struct mc_date){2027, 12, 31};
	for (size_t i = 0; i < MC_COUNT(files); i++) {
		*(struct mc_pack_file *)mc_vec_push(&pack.files) = files[i];
	}
	mc_str_init(&text, 8000);
	mc_pack_format(&pack, &text);
	first = vector(&text);
	assert_ok(mc_pack_parse(first, &back, NULL));
	mc_pack_format(&back, &text);
	assert_again(&text, first);
	mc_pack_done(&pack);
	mc_pack_done(&back);
	mc_vec_init(&list, sizeof(char *), 1);
	*(char **)mc_vec_push(&list) = jws;
	mc_str_init(&text, 8000);
	mc_packs_format(&list, &text);
	mc_packs_done(&list);
	first = vector(&text);
	assert_ok(mc_packs_parse(first, &list, NULL));
	mc_packs_format(&list, &text);
	assert_again(&text, first);
	mc_packs_done(&list);
}

static void test_audit(void **state)
{
	struct mc_str text;

	(void)state;
	mc_str_init(&text, 8000);
	mc_audit_format(AT, "lookup", "00112233445566778899aabbccddeeff", QUERY, "2.002621",
			"found", &text);
	vector(&text);
	mc_str_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outer),	   cmocka_unit_test(test_reply),
		cmocka_unit_test(test_problem),	   cmocka_unit_test(test_notice),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_hello),	   cmocka_unit_test(test_enrolment),
		cmocka_unit_test(test_question),   cmocka_unit_test(test_answer),
		cmocka_unit_test(test_evidence),   cmocka_unit_test(test_record),
		cmocka_unit_test(test_withdrawal), cmocka_unit_test(test_manifest),
		cmocka_unit_test(test_supplement), cmocka_unit_test(test_manifest_of_a_supplement),
		cmocka_unit_test(test_audit),	   cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_answer_with_a_birth),
		cmocka_unit_test(test_manifest_with_declarations),
		cmocka_unit_test(test_pack),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
