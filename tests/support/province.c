/* SPDX-License-Identifier: MPL-2.0 */
#include "support/province.h"

#include <sys/stat.h>
#include <unistd.h>

#include "motcua/trust/own.h"

/* ---- surroundings */

void province_write(const char *path, const char *text)
{
	assert_ok(mc_file_write(path, 0644, mc_slice_text(text), NULL));
}

static void set_environment(struct province *p)
{
	static const char *const unset[] = { "MOTCUA_DATA",       "MOTCUA_GATEWAY",
					     "MOTCUA_GATEWAY_KEY", "MOTCUA_OFFICER",
					     "MOTCUA_CONFIG",      "XDG_CONFIG_HOME",
					     "XDG_DATA_HOME",      "LANGUAGE" };
	char *bin = mc_path_join(p->top, "bin"), *courier = mc_path_join(bin, "motcua-courier");

	for (size_t i = 0; i < MC_COUNT(unset); i++) {
		unsetenv(unset[i]);
	}
	setenv("HOME", p->top, 1);
	setenv("MOTCUA_LIBEXEC", bin, 1);
	setenv("MOTCUA_DATADIR", MC_SOURCE_DIR "/data", 1);
	assert_ok(mc_dir_make(bin, 0700, NULL));
	province_write(courier, "#!/bin/sh\nexit 0\n");
	assert_int_equal(chmod(courier, 0755), 0);
	free(courier);
	free(bin);
}

void province_publish(struct province *p)
{
	struct mc_keyring_entry entries[2] = { {.from = 0, .until = NOW * 2},
					       {.seals = true, .from = 0, .until = NOW * 2} };
	struct mc_str text;

	mc_sign_key_public(p->sign, &entries[0].verify);
	entries[1].seal = p->seal;
	mc_str_init(&text, 8192);
	assert_ok(mc_keyring_format(p->root, 1, NOW - MC_DAY, entries, 2, &text, NULL));
	province_write(p->keys, text.data);
	mc_str_done(&text);
}

void province_begin(struct province *p)
{
	memset(p, 0, sizeof(*p));
	assert_ok(mc_seal_init(NULL));
	mc_clock_freeze(NOW);
	p->top = test_dir();
	p->data = mc_path_join(p->top, "data");
	p->keys = mc_path_join(p->top, "gateway.keys");
	set_environment(p);
	p->root = mc_sign_key_new();
	p->sign = mc_sign_key_new();
	p->forger = mc_sign_key_new();
	p->open = mc_open_key_new();
	p->other = mc_open_key_new();
	mc_open_key_public(p->open, &p->seal);
	mc_str_init(&p->kept_inner, MC_JSON_MAX);
	province_publish(p);
}

void province_close(struct province *p)
{
	mc_desk_close(p->desk);
	p->desk = NULL;
}

void province_open(struct province *p)
{
	struct mc_desk_options options = { .data_dir = p->data,
					   .gateway = "unix:/nowhere/x.sock",
					   .gateway_keys = p->keys,
					   .officer = OFFICER };

	province_close(p);
	assert_ok(mc_desk_open(&options, &p->desk, NULL));
}

void province_end(struct province *p)
{
	province_close(p);
	mc_sign_key_free(p->root);
	mc_sign_key_free(p->sign);
	mc_sign_key_free(p->forger);
	mc_open_key_free(p->open);
	mc_open_key_free(p->other);
	mc_str_done(&p->kept_inner);
	free(p->kept_outer);
	free(p->top);
	free(p->data);
	free(p->keys);
	mc_clock_freeze(0);
}

/* ---- people */

struct mc_query province_query(enum mc_query_kind kind)
{
	struct mc_query query = {.kind = kind};

	assert_ok(mc_query_from_typed(&query, MOTHER, MOTHER_NAME, "02/03/1990", NULL));
	MC_COPY(query.procedure, PROCEDURE);
	MC_COPY(query.purpose, "thử");
	return query;
}

static void fill_person(struct mc_answer *answer)
{
	struct mc_person *person = &answer->person;
	struct mc_household *household = &answer->household;
	struct mc_address home = {.province_code = "66", .ward_code = "24154"};

	MC_COPY(home.province, "tỉnh Đắk Lắk");
	MC_COPY(home.ward, "xã Hòa Phú");
	MC_COPY(home.detail, "Số 5, thôn An Bình");
	MC_COPY(person->number, MOTHER);
	MC_COPY(person->full_name, MOTHER_NAME);
	person->born = (struct mc_date){.year = 1990, .month = 3, .day = 2};
	person->sex = MC_SEX_FEMALE;
	MC_COPY(person->ethnicity, "Kinh");
	MC_COPY(person->nationality, "Việt Nam");
	person->permanent = home;
	person->permanent_since = (struct mc_date){.year = 2015};
	MC_COPY(household->id, "660000001234");
	household->address = home;
	household->head_status = MC_HEAD_PRESENT;
	MC_COPY(household->head.full_name, "Hồ Văn Mẫu");
	MC_COPY(household->head.number, "030060000321");
}

/* ---- answers */

static void sign(const struct mc_sign_key *key, const char *kind, const struct mc_str *payload,
		 struct mc_str *ret)
{
	assert_ok(mc_jws_sign(key, kind, mc_slice_of(payload), ret, NULL));
}

/* The forger's signature under the gateway's name: the header names the right key. */
static void sign_as_gateway(struct province *p, const char *kind, const struct mc_str *payload,
			    struct mc_str *ret)
{
	struct mc_str forged;

	mc_str_init(&forged, MC_JWS_MAX);
	sign(p->sign, kind, payload, ret);
	sign(p->forger, kind, payload, &forged);
	memcpy(strrchr(ret->data, '.'), strrchr(forged.data, '.'), strlen(strrchr(ret->data, '.')));
	mc_str_done(&forged);
}

static void sign_with_fault(struct province *p, const char *kind, const struct mc_str *payload,
			    enum province_fault fault, struct mc_str *ret)
{
	if (fault == FAULT_SIGNATURE) {
		sign_as_gateway(p, kind, payload, ret);
	} else if (fault == FAULT_UNSIGNED) {
		mc_str_add(ret, payload->data, payload->len);
	} else {
		sign(fault == FAULT_KEY ? p->forger : p->sign, kind, payload, ret);
	}
}

static void make_proof(struct province *p, const struct mc_query *query,
		       const struct mc_answer *answer, const char *digest,
		       enum province_fault fault, struct mc_str *ret)
{
	struct mc_evidence claims;
	struct mc_str payload;

	mc_evidence_from_answer(&claims, query, answer);
	mc_uuid7(claims.id);
	claims.issued_at = mc_clock_now();
	MC_COPY(claims.terminal, p->desk->keys.id);
	MC_COPY(claims.question_sha256, digest);
	if (fault == FAULT_PROOF_OTHER) {
		mc_uuid7(claims.query_id);
	}
	mc_str_init(&payload, MC_JWS_MAX);
	mc_evidence_format(&claims, &payload);
	sign(fault == FAULT_PROOF_KEY ? p->forger : p->sign, "residence", &payload, ret);
	mc_str_done(&payload);
}

static void take_home_away(struct mc_answer *answer)
{
	struct mc_person *person = &answer->person;

	memset(&person->permanent, 0, sizeof(person->permanent));
	memset(&person->temporary, 0, sizeof(person->temporary));
	memset(&person->current, 0, sizeof(person->current));
	memset(&answer->household, 0, sizeof(answer->household));
}

static void make_inner(struct province *p, const struct mc_query *query, enum mc_outcome outcome,
		       const char *digest, enum province_fault fault, struct mc_str *ret)
{
	struct mc_answer *answer = mc_calloc(1, sizeof(*answer));
	struct mc_str proof, plain;
	struct mc_seal_key to;

	mc_open_key_public(fault == FAULT_SEALED_OTHER ? p->other : p->desk->keys.open, &to);
	MC_COPY(answer->query_id, query->id);
	answer->outcome = outcome;
	answer->taken_at = mc_clock_now();
	if (outcome == MC_OUTCOME_FOUND) {
		fill_person(answer);
		MC_COPY(answer->person.cmnd, query->cmnd); /* it knows whom it was asked about */
		if (fault == FAULT_NO_RESIDENCE) {
			take_home_away(answer);
		}
	}
	mc_str_init(&proof, MC_JWS_MAX);
	mc_str_init(&plain, MC_JSON_MAX);
	if (query->kind == MC_QUERY_VERIFY && fault != FAULT_NO_PROOF) {
		make_proof(p, query, answer, digest, fault, &proof);
	}
	mc_answer_format(answer, proof.len ? proof.data : NULL, &plain);
	assert_ok(mc_age_seal(&to, 1, mc_slice_of(&plain), ret, NULL));
	mc_str_done(&proof);
	mc_str_done(&plain);
	free(answer);
}

static void make_outer(struct province *p, const struct mc_query *query, enum mc_outcome outcome,
		       const char *digest, const struct mc_str *inner, enum province_fault fault,
		       struct mc_str *ret)
{
	struct mc_outer outer = {.kind = "answer", .at = mc_clock_now()};
	struct mc_str payload;

	MC_COPY(outer.id, query->id);
	MC_COPY(outer.terminal, p->desk->keys.id);
	MC_COPY(outer.outcome, mc_outcome_code(outcome));
	MC_COPY(outer.digest, digest);
	mc_sha256_hex(mc_slice_of(inner), outer.inner_sha256);
	if (fault == FAULT_OTHER_ID) {
		mc_uuid7(outer.id);
	} else if (fault == FAULT_DIGEST) {
		outer.digest[0] = outer.digest[0] == '0' ? '1' : '0';
	} else if (fault == FAULT_OUTCOME) {
		MC_COPY(outer.outcome, "no_match");
	}
	mc_str_init(&payload, MC_JWS_MAX);
	mc_outer_format(&outer, &payload);
	sign_with_fault(p, "answer", &payload, fault, ret);
	mc_str_done(&payload);
}

static void take_question(struct province *p, struct mc_query *ret, char digest[MC_DIGEST_LEN])
{
	char terminal[MC_TERMINAL_LEN], sum[MC_SHA256_HEX];
	struct mc_question question;
	struct mc_str sealed, jws, payload;

	mc_str_init(&sealed, MC_JWS_MAX);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&payload, MC_JWS_MAX);
	assert_ok(mc_mail_question_next(p->desk->mail, mc_clock_now(), &question, &sealed, digest,
					NULL));
	assert_ok(mc_pack_open(p->open, mc_slice_of(&sealed), &jws, NULL));
	assert_ok(mc_jws_verify(mc_slice_of(&jws), "question", &p->desk->keys.verify, &payload,
				NULL));
	assert_ok(mc_question_parse(mc_slice_of(&payload), ret, terminal, NULL));
	mc_sha256_hex(mc_slice_of(&jws), sum);
	assert_string_equal(sum, digest);
	assert_string_equal(terminal, p->desk->keys.id);
	assert_string_equal(question.id, ret->id);
	mc_str_done(&sealed);
	mc_str_done(&jws);
	mc_str_done(&payload);
}

static void keep(struct province *p, const struct mc_str *outer, const struct mc_str *inner)
{
	free(p->kept_outer);
	p->kept_outer = mc_strdup(outer->data);
	mc_str_reset(&p->kept_inner);
	mc_str_add(&p->kept_inner, inner->data, inner->len);
}

struct mc_query province_answer(struct province *p, enum mc_outcome outcome,
				enum province_fault fault)
{
	char digest[MC_DIGEST_LEN];
	struct mc_query query;
	struct mc_str outer, inner;

	mc_str_init(&outer, MC_JWS_MAX);
	mc_str_init(&inner, MC_JSON_MAX);
	take_question(p, &query, digest);
	if (fault == FAULT_REPLAY) {
		mc_str_puts(&outer, p->kept_outer);
		mc_str_add(&inner, p->kept_inner.data, p->kept_inner.len);
	} else if (fault == FAULT_GARBAGE) {
		mc_str_puts(&outer, "\xff{not a token");
		mc_str_puts(&inner, "age-encryption.org/v0");
	} else {
		make_inner(p, &query, outcome, digest, fault, &inner);
		make_outer(p, &query, outcome, digest, &inner, fault, &outer);
	}
	if (fault == FAULT_INNER) {
		inner.data[inner.len - 1] ^= 1;
	}
	assert_ok(mc_mail_answer(p->desk->mail, query.id, mc_slice_of(&outer), mc_slice_of(&inner),
				 mc_clock_now(), NULL));
	keep(p, &outer, &inner);
	mc_str_done(&outer);
	mc_str_done(&inner);
	return query;
}

bool province_asked(struct province *p, char ret_id[MC_UUID_LEN])
{
	char digest[MC_DIGEST_LEN];
	struct mc_question question;
	struct mc_str sealed;
	bool there;

	mc_str_init(&sealed, MC_JWS_MAX);
	there = !mc_mail_question_next(p->desk->mail, mc_clock_now(), &question, &sealed, digest,
				       NULL);
	if (there && ret_id) {
		strcpy(ret_id, question.id);
	}
	mc_str_done(&sealed);
	return there;
}

/* ---- statements about dossiers */

static void load_record(struct province *p, const char *id, struct mc_record *ret)
{
	struct mc_str jws, manifest;

	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&manifest, MC_JSON_MAX);
	assert_ok(mc_mail_item_record(p->desk->mail, id, &jws, &manifest, NULL));
	assert_ok(mc_own_record(NULL, mc_slice_of(&jws), ret, NULL, NULL));
	mc_str_done(&jws);
	mc_str_done(&manifest);
}

static void seal_notice(struct province *p, const char *kind, const char *outcome,
			const struct mc_notice *of, struct mc_str *ret)
{
	struct mc_notice *notice = mc_memdup(of, sizeof(*of));
	struct mc_seal_key to;
	struct mc_str plain;

	if (!strcmp(kind, "rejection")) {
		notice->reason_count = 1;
		MC_COPY(notice->reasons[0].field, "mother.number");
		MC_COPY(notice->reasons[0].text, "Số định danh không khớp");
	}
	if (!strcmp(outcome, "needs_supplement") && !notice->deadline) { /* a test's own stays */
		MC_COPY(notice->text, "Thiếu giấy chứng sinh bản gốc");
		notice->deadline = PROVINCE_DEADLINE;
		notice->reason_count = 1;
		MC_COPY(notice->reasons[0].field, "birth_notice");
		MC_COPY(notice->reasons[0].text, "Bản chụp không rõ");
	}
	mc_str_init(&plain, MC_JSON_MAX);
	mc_notice_format(notice, &plain);
	mc_open_key_public(p->desk->keys.open, &to);
	assert_ok(mc_age_seal(&to, 1, mc_slice_of(&plain), ret, NULL));
	mc_str_done(&plain);
	free(notice);
}

static enum mc_code say(struct province *p, const char *id, enum mc_happening happening,
			const char *kind, const char *outcome, const struct mc_notice *notice,
			const struct province_branch *branch, enum province_fault fault)
{
	struct mc_happened what = {.now = mc_clock_now()};
	struct mc_outer outer = {.at = mc_clock_now()};
	struct mc_record record;
	struct mc_str payload, jws, inner;
	enum mc_code code;

	load_record(p, id, &record);
	mc_str_init(&payload, MC_JWS_MAX);
	mc_str_init(&jws, MC_JWS_MAX);
	mc_str_init(&inner, MC_JSON_MAX);
	seal_notice(p, kind, outcome, notice, &inner);
	if (branch) {
		MC_COPY(outer.branch, branch->id);
		MC_COPY(outer.branch_outcome, branch->outcome);
	}
	MC_COPY(outer.kind, kind);
	MC_COPY(outer.outcome, outcome);
	MC_COPY(outer.id, record.id);
	MC_COPY(outer.terminal, record.terminal);
	MC_COPY(outer.epoch, record.epoch);
	outer.seq = record.seq;
	MC_COPY(outer.digest, record.digest);
	mc_sha256_hex(mc_slice_of(&inner), outer.inner_sha256);
	if (fault == FAULT_OTHER_ID) {
		mc_uuid7(outer.id);
	} else if (fault == FAULT_DIGEST) {
		outer.digest[0] = outer.digest[0] == '0' ? '1' : '0';
	}
	mc_outer_format(&outer, &payload);
	sign_with_fault(p, kind, &payload, fault, &jws);
	what.outer = mc_slice_of(&jws);
	what.inner = mc_slice_of(&inner);
	code = mc_mail_happen(p->desk->mail, id, happening, &what, NULL);
	mc_str_done(&payload);
	mc_str_done(&jws);
	mc_str_done(&inner);
	return code;
}

enum mc_code province_say(struct province *p, const char *id, enum mc_happening happening,
			  const char *kind, const char *outcome, const char *official,
			  enum province_fault fault)
{
	struct mc_notice notice = {.text = "Đã tiếp nhận."};

	MC_COPY(notice.official_number, official ? official : "");
	return say(p, id, happening, kind, outcome, &notice, NULL, fault);
}

enum mc_code province_verifies(struct province *p, const char *id)
{
	struct mc_notice notice = {.text = "Đang xác minh.", .verifies = true};

	return say(p, id, MC_HAPPENING_PROCESS, "event", "in_process", &notice, NULL, FAULT_NONE);
}

enum mc_code province_say_branch(struct province *p, const char *id, enum mc_happening happening,
				 const char *outcome, const struct province_branch *branch)
{
	struct mc_notice notice = { .official_number = "H15.23-261123-0001",
				    .deadline = branch->deadline,
				    .due = branch->due,
				    .step_at = branch->step_at,
				    .verifies = branch->verifies };

	MC_COPY(notice.branch_number, branch->number ? branch->number : "");
	MC_COPY(notice.text, branch->text ? branch->text : "");
	return say(p, id, happening, "event", outcome, &notice, branch, FAULT_NONE);
}

/* ---- audit */

struct count {
	char act[64], outcome[64];
	int lines;
};

static void count_line(void *ctx, int64_t n, struct mc_slice entry)
{
	struct count *count = ctx;

	(void)n;
	count->lines += memmem(entry.data, entry.len, count->act, strlen(count->act)) &&
			memmem(entry.data, entry.len, count->outcome, strlen(count->outcome));
}

int province_audit(struct province *p, const char *act, const char *outcome)
{
	struct count count = {.lines = 0};

	snprintf(count.act, sizeof(count.act), "\"act\":\"%s\"", act);
	if (*outcome) {
		snprintf(count.outcome, sizeof(count.outcome), "\"outcome\":\"%s\"", outcome);
	}
	assert_ok(mc_audit_walk(p->desk->store, count_line, &count, NULL, NULL));
	return count.lines;
}

int64_t province_audit_lines(struct province *p)
{
	int64_t lines;

	assert_ok(mc_audit_walk(p->desk->store, NULL, NULL, &lines, NULL));
	return lines;
}

/* ---- dossiers */

int province_field(const struct mc_work *work, const char *id)
{
	int field = mc_procedure_field(work->procedure, id);

	assert_true(field >= 0);
	return field;
}

const char *const province_answers[][2] = {
	{"authority.registry", "Ủy ban nhân dân xã Hòa Phú"},
	{"authority.birth_case", "both_parents"},
	{"authority.residence", "Công an xã Hòa Phú"},
	{"authority.residence_case", "parents_owning"},
	{"requester.number", MOTHER},
	{"requester.full_name", MOTHER_NAME},
	{"requester.born", "02/03/1990"},
	{"requester.address", "Số 5, thôn An Bình, xã Hòa Phú"},
	{"requester.relation", "mother"},
	{"requester.phone", "0912345678"},
	{"child.family_name", "Trần"},
	{"child.given_name", "Mẫu"},
	{"child.sex", "female"},
	{"child.born", "20/11/2026"},
	{"child.birth_place", "Bệnh viện tỉnh"},
	{"child.nationality", "Việt Nam"},
	{"child.ethnicity", "Kinh"},
	{"child.origin", "Đắk Lắk"},
	{"birth_notice.kind", "electronic"},
	{"birth_notice.number", "1234"},
	{"child.copies", "2"},
	{"mother.number", MOTHER},
	{"mother.full_name", MOTHER_NAME},
	{"mother.born", "02/03/1990"},
	{"mother.ethnicity", "Kinh"},
	{"mother.nationality", "Việt Nam"},
	{"mother.residence_kind", "permanent"},
	{"mother.address", "Số 5, thôn An Bình"},
	{"father.number", "030088000124"},
	{"father.full_name", "Trần Văn Mẫu"},
	{"father.born", "1988"},
	{"father.ethnicity", "Kinh"},
	{"father.nationality", "Việt Nam"},
	{"father.residence_kind", "permanent"},
	{"father.address", "Số 5, thôn An Bình"},
	{"residence.confirmation", "vneid"},
	{"head.full_name", "Hồ Văn Mẫu"},
	{"head.number", "030060000125"},
	{"head.relation", "cháu"},
	{"residence.address", "Số 5, thôn An Bình"},
	{"insurance.first_clinic", "Trạm y tế xã Hòa Phú"},
	{"delivery.way", "counter"},
};
const size_t province_answer_count = MC_COUNT(province_answers);

void province_fill(struct mc_work *work)
{
	for (size_t i = 0; i < province_answer_count; i++) {
		assert_ok(mc_work_type(work, province_field(work, province_answers[i][0]),
				       province_answers[i][1], NULL));
	}
}

int64_t province_submit(struct province *p, char ret_id[MC_UUID_LEN])
{
	struct mc_work *work;
	int64_t seq;

	assert_ok(mc_work_new(p->desk, PROCEDURE, &work, NULL));
	province_fill(work);
	assert_ok(mc_work_submit(work, &seq, NULL));
	strcpy(ret_id, work->id);
	mc_work_close(work);
	return seq;
}
