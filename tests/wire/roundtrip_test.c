/* SPDX-License-Identifier: MPL-2.0 */
/*
 * roundtrip_test.c - random values, formatted, parsed and formatted again, give
 * the same bytes. That every member is written at all is for formats_test.c.
 */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/text/text.h"
#include "motcua/wire/message.h"

enum { ROUNDS = 300 };

/* ---- random values: xorshift64, so that a failure comes again */

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint32_t below(uint32_t bound)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % bound;
}

static void any_of(char *to, size_t len, const char *letters)
{
	for (size_t i = 0; i < len; i++) {
		to[i] = letters[below((uint32_t)strlen(letters))];
	}
	to[len] = '\0';
}

/* A text as it is once it has passed the door; not empty when need. */
static void any_text(char *to, size_t size, bool need)
{
	static const char *const pieces[] = {"a", "ế", "Đ", "ữ",    "\"", "\\", "/",  "'",    "{",
					     "}", ":", ",", "\x7f", "é",  "😀",	" x", "&lt;", "%s"};
	char raw[700] = "";
	size_t len = 0;
	uint32_t count = below(2) || need ? 1 + below(40) : 0;

	for (uint32_t i = 0; i < count; i++) {
		const char *piece = pieces[below(MC_COUNT(pieces))];

		if (len + strlen(piece) < size) {
			len += (size_t)snprintf(raw + len, sizeof(raw) - len, "%s", piece);
		}
	}
	assert_ok(mc_text_clean_to(raw, to, size, NULL));
	if (need && !*to) {
		strcpy(to, "x");
	}
}
#define ANY_TEXT(field, need) any_text((field), sizeof(field), (need))

static void any_digits(char *to, size_t size)
{
	any_of(to, below(3) ? size - 1 : 0, "0123456789");
}
#define ANY_DIGITS(field) any_digits((field), sizeof(field))

static void any_hex(char *to, size_t size)
{
	any_of(to, size - 1, "0123456789abcdef");
}
#define ANY_HEX(field) any_hex((field), sizeof(field))

static void any_uuid(char *to, bool need)
{
	*to = '\0';
	if (need || below(2)) {
		mc_uuid7(to);
	}
}

static int64_t any_time(void)
{
	return (1 + (int64_t)below(UINT32_MAX)) * MC_SECOND;
}

static struct mc_date any_date(void)
{
	struct mc_date date = {0};
	uint32_t parts = below(4);

	date.year = (int16_t)(parts > 0 ? 1800 + below(600) : 0);
	date.month = (int8_t)(parts > 1 ? 1 + below(12) : 0);
	date.day = (int8_t)(parts > 2 ? 1 + below(28) : 0);
	return date;
}

static void any_relative(struct mc_relative *to)
{
	ANY_DIGITS(to->number);
	ANY_TEXT(to->full_name, false);
}

static void any_officer(struct mc_officer *to)
{
	any_of(to->number, sizeof(to->number) - 1, "0123456789");
	ANY_TEXT(to->full_name, false);
}

static void any_address(struct mc_address *to)
{
	ANY_TEXT(to->province_code, false);
	ANY_TEXT(to->ward_code, false);
	ANY_TEXT(to->province, false);
	ANY_TEXT(to->district, false);
	ANY_TEXT(to->ward, false);
	ANY_TEXT(to->detail, false);
}

static void any_person(struct mc_person *to)
{
	struct mc_address *const addresses[] = {&to->birth_place, &to->origin, &to->permanent,
						&to->temporary, &to->current};

	ANY_DIGITS(to->number);
	ANY_DIGITS(to->cmnd);
	ANY_DIGITS(to->old_number);
	ANY_TEXT(to->full_name, false);
	to->born = any_date();
	to->died = any_date();
	to->sex = (enum mc_sex)below(3);
	ANY_TEXT(to->ethnicity, false);
	ANY_TEXT(to->religion, false);
	ANY_TEXT(to->nationality, false);
	ANY_TEXT(to->marital_status, false);
	for (size_t i = 0; i < MC_COUNT(addresses); i++) {
		any_address(addresses[i]);
	}
	to->permanent_since = any_date();
	any_relative(&to->father);
	any_relative(&to->mother);
	any_relative(&to->spouse);
	ANY_TEXT(to->relation_to_head, false);
	to->birth_count = (uint8_t)below(MC_BIRTHS_MAX + 1);
	for (int i = 0; i < to->birth_count; i++) {
		struct mc_birth *birth = &to->births[i];

		ANY_TEXT(birth->number, true);
		birth->issued = any_date();
		birth->born = any_date();
		birth->sex = (enum mc_sex)below(3);
		birth->weight = below(6000);
		ANY_TEXT(birth->place, false);
	}
}

static void any_household(struct mc_household *to)
{
	ANY_TEXT(to->id, true);
	any_relative(&to->head);
	to->head_status = (enum mc_head_status)below(4);
	any_address(&to->address);
	to->member_count = (uint8_t)below(MC_HOUSEHOLD_MAX + 1);
	for (int i = 0; i < to->member_count; i++) {
		struct mc_member *member = &to->members[i];

		ANY_DIGITS(member->number);
		ANY_TEXT(member->full_name, false);
		member->born = any_date();
		member->sex = (enum mc_sex)below(3);
		ANY_TEXT(member->relation, false);
		member->kind = (enum mc_residence_kind)below(4);
		member->from = any_date();
		member->until = any_date();
	}
}

/* ---- formatted, parsed, formatted */

static struct mc_str first, second;

static void begin(void)
{
	mc_str_init(&first, MC_JSON_MAX);
	mc_str_init(&second, MC_JSON_MAX);
}

static void assert_same(void)
{
	assert_false(first.full);
	assert_string_equal(second.data, first.data);
	mc_str_done(&first);
	mc_str_done(&second);
}

static void outer_round(void)
{
	static const char *const pairs[][2] = {{"answer", "found"},	   {"receipt", "received"},
					       {"rejection", "rejected"},  {"refusal", "seq-taken"},
					       {"withdrawn", "withdrawn"}, {"event", "completed"}};
	uint32_t pair = below(MC_COUNT(pairs));
	struct mc_outer outer = {.seq = below(2) ? 1 + below(1000) : 0,
				 .at = any_time(),
				 .cursor = below(3)},
			back;

	MC_COPY(outer.kind, pairs[pair][0]);
	MC_COPY(outer.outcome, pairs[pair][1]);
	any_uuid(outer.id, true);
	any_of(outer.terminal, 6, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
	if (outer.seq) {
		ANY_HEX(outer.epoch);
	}
	ANY_HEX(outer.digest);
	if (below(2)) {
		ANY_HEX(outer.inner_sha256);
	}
	mc_outer_format(&outer, &first);
	assert_ok(mc_outer_parse(mc_slice_of(&first), outer.kind, &back, NULL));
	mc_outer_format(&back, &second);
}

static void reply_round(void)
{
	unsigned char bytes[256];
	struct mc_reply back;

	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (unsigned char)below(256);
	}
	mc_reply_format("a.b.c", (struct mc_slice){bytes, below(257)}, &first);
	assert_ok(mc_reply_parse(mc_slice_of(&first), &back, NULL));
	mc_reply_format(back.outer, mc_slice_of(&back.inner), &second);
	mc_reply_done(&back);
}

static void hello_round(void)
{
	struct mc_hello hello = {.time = any_time(),
				 .keys_version = below(100),
				 .enrolled = below(2),
				 .household = below(2),
				 .tus = below(2),
				 .batches = below(2),
				 .limit_manifest = below(100),
				 .limit_part = below(100)},
			back;

	any_of(hello.nonce, 22, "AZaz09-_");
	ANY_TEXT(hello.gateway, true);
	if (below(2)) {
		ANY_HEX(hello.highest_epoch);
		hello.highest_seq = 1 + below(1000);
	}
	hello.tells_cursor = below(2);
	hello.cursor = hello.tells_cursor ? below(3) : 0;
	mc_hello_format(&hello, &first);
	assert_ok(mc_hello_parse(mc_slice_of(&first), &back, NULL));
	assert_int_equal(back.tells_cursor, hello.tells_cursor);
	assert_int_equal(back.cursor, hello.cursor);
	mc_hello_format(&back, &second);
}

static void enrolment_round(void)
{
	struct mc_enrolment enrolment = {.at = any_time()}, back;

	any_of(enrolment.terminal, 6, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
	any_of(enrolment.sign, 43, "AZaz09-_");
	any_of(enrolment.open, 62, "acdefghjklmnpqrstuvwxyz023456789");
	ANY_TEXT(enrolment.code, false);
	ANY_TEXT(enrolment.label, false);
	mc_enrolment_format(&enrolment, &first);
	assert_ok(mc_enrolment_parse(mc_slice_of(&first), &back, NULL));
	mc_enrolment_format(&back, &second);
}

static void notice_round(void)
{
	struct mc_notice notice = {.deadline = below(2) ? any_time() : 0,
				   .reason_count = (int)below(MC_NOTICE_REASONS + 1)},
			 back;

	ANY_TEXT(notice.official_number, false);
	ANY_TEXT(notice.text, false);
	for (int i = 0; i < notice.reason_count; i++) {
		ANY_TEXT(notice.reasons[i].field, false);
		ANY_TEXT(notice.reasons[i].text, true);
	}
	mc_notice_format(&notice, &first);
	assert_ok(mc_notice_parse(mc_slice_of(&first), &back, NULL));
	mc_notice_format(&back, &second);
}

static void question_round(void)
{
	struct mc_query query = {.kind = (enum mc_query_kind)below(2),
				 .born = any_date(),
				 .asked_at = any_time()},
			back;
	char terminal[MC_TERMINAL_LEN], back_terminal[MC_TERMINAL_LEN];

	any_of(terminal, 6, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
	any_uuid(query.id, true);
	any_uuid(query.dossier, false);
	if (below(2)) {
		any_of(query.number, MC_PID_LEN - 1, "0123456789");
	} else {
		any_of(query.cmnd, MC_CMND_LEN - 1, "0123456789");
	}
	any_officer(&query.officer);
	ANY_TEXT(query.full_name, false);
	ANY_TEXT(query.procedure, true);
	ANY_TEXT(query.purpose, true);
	mc_question_format(&query, terminal, &first);
	assert_ok(mc_question_parse(mc_slice_of(&first), &back, back_terminal, NULL));
	mc_question_format(&back, back_terminal, &second);
}

static void answer_round(void)
{
	struct mc_answer answer = {.outcome = below(4) ? MC_OUTCOME_FOUND : MC_OUTCOME_NO_MATCH,
				   .taken_at = any_time()},
			 back;
	char *evidence;

	any_uuid(answer.query_id, true);
	any_person(&answer.person);
	if (below(2)) {
		any_household(&answer.household);
	}
	mc_answer_format(&answer, below(2) ? "a.b.c" : NULL, &first);
	assert_ok(mc_answer_parse(mc_slice_of(&first), &back, &evidence, NULL));
	mc_answer_format(&back, evidence, &second);
	free(evidence);
}

static void evidence_round(void)
{
	struct mc_evidence e = {.issuer = (enum mc_issuer)below(2),
				.issued_at = any_time(),
				.officer_auth = "declared",
				.born = any_date(),
				.since = any_date(),
				.residence = (enum mc_residence_kind)below(4),
				.head_status = (enum mc_head_status)below(4)},
			   back;

	e.outcome = (enum mc_outcome)(1 + below(e.issuer == MC_ISSUER_GATEWAY ? 2 : 3));
	e.way = (enum mc_way)(e.issuer == MC_ISSUER_GATEWAY ? 1 : 2 + below(3));
	any_uuid(e.id, true);
	any_uuid(e.query_id, false);
	any_uuid(e.dossier, false);
	any_of(e.terminal, 6, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
	ANY_HEX(e.question_sha256);
	any_officer(&e.officer);
	ANY_TEXT(e.procedure, false);
	ANY_TEXT(e.purpose, false);
	ANY_DIGITS(e.number);
	ANY_DIGITS(e.cmnd);
	ANY_TEXT(e.full_name, false);
	ANY_TEXT(e.address, false);
	ANY_TEXT(e.household, false);
	any_relative(&e.head);
	ANY_TEXT(e.relation_to_head, false);
	ANY_TEXT(e.cause, false);
	mc_evidence_format(&e, &first);
	assert_ok(mc_evidence_parse(mc_slice_of(&first), &back, NULL));
	mc_evidence_format(&back, &second);
}

static void record_round(void)
{
	struct mc_record record = {.seq = 1 + below(UINT32_MAX), .at = any_time()}, back;

	any_uuid(record.id, true);
	any_uuid(record.replaces, false);
	any_of(record.terminal, 6, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
	ANY_HEX(record.epoch);
	ANY_HEX(record.prev);
	ANY_HEX(record.digest);
	mc_record_format(&record, &first);
	assert_ok(mc_record_parse(mc_slice_of(&first), &back, NULL));
	mc_record_format(&back, &second);
}

static void withdrawal_round(void)
{
	struct mc_withdrawal withdrawal = {.at = any_time()}, back;

	any_uuid(withdrawal.id, true);
	any_of(withdrawal.terminal, 6, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
	ANY_HEX(withdrawal.digest);
	ANY_TEXT(withdrawal.reason, false);
	mc_withdrawal_format(&withdrawal, &first);
	assert_ok(mc_withdrawal_parse(mc_slice_of(&first), &back, NULL));
	mc_withdrawal_format(&back, &second);
}

/* ---- values and manifests */

static void value_round(void)
{
	char text[200], said[200];
	struct mc_value value = {.text = text, .from = (enum mc_provenance)below(5),
				 .at = any_time(), .register_text = below(2) ? said : NULL,
				 .old_units = below(2)},
			back;

	ANY_TEXT(text, false);
	ANY_TEXT(said, false);
	value.register_at = value.register_text ? any_time() : 0;
	mc_value_format(&value, &first);
	assert_ok(mc_value_parse(mc_slice_of(&first), &back, NULL));
	mc_value_format(&back, &second);
	mc_value_done(&back);
}

enum { FIELDS = 12 };

static struct mc_procedure *any_procedure(void)
{
	struct mc_procedure *procedure = mc_procedure_new();

	procedure->code = mc_strdup("1.000001");
	for (int i = 0; i < FIELDS; i++) {
		struct mc_field *field = mc_vec_push(&procedure->fields);
		char id[24];

		snprintf(id, sizeof(id), "field.%d", i);
		field->id = mc_strdup(id);
	}
	return procedure;
}

static void fill(struct mc_manifest *manifest, struct mc_form *form)
{
	char text[200], said[200];

	any_uuid(manifest->id, true);
	any_uuid(manifest->replaces, false);
	ANY_TEXT(manifest->local_number, true);
	ANY_TEXT(manifest->procedure, true);
	ANY_TEXT(manifest->version, true);
	any_officer(&manifest->officer);
	manifest->created_at = any_time();
	manifest->sealed_at = any_time();
	for (int i = 0; i < FIELDS; i++) {
		struct mc_value value = {.text = text,
					 .from = (enum mc_provenance)(1 + below(4)),
					 .at = any_time(), .register_text = below(2) ? said : NULL};

		ANY_TEXT(text, false);
		ANY_TEXT(said, false);
		mc_form_restore(form, i, &value);
	}
	for (uint32_t i = below(MC_PARTS_MAX + 1); i; i--) {
		struct mc_part *part = mc_vec_push(&manifest->parts);

		ANY_HEX(part->sha256);
		ANY_HEX(part->plain_sha256);
		part->size = below(UINT32_MAX);
		part->plain_size = below(UINT32_MAX);
		ANY_TEXT(part->paper, true);
		any_of(part->name, 1 + below(100), "abc\".x\\");
		part->name[0] = 'a'; /* "." alone is no name */
		ANY_TEXT(part->type, true);
	}
	for (uint32_t i = below(5); i; i--) {
		*(char **)mc_vec_push(&manifest->evidence) = mc_strdup("a.b.c");
	}
}

static void manifest_round(void)
{
	struct mc_procedure *procedure = any_procedure();
	struct mc_form *form = mc_form_new(procedure), *again = mc_form_new(procedure);
	struct mc_manifest manifest, back;

	mc_manifest_init(&manifest);
	fill(&manifest, form);
	mc_manifest_format(&manifest, form, &first);
	assert_ok(mc_manifest_parse(mc_slice_of(&first), &back, NULL));
	MC_VEC_EACH (&back.fields, struct mc_manifest_field, field) {
		mc_form_restore(again, mc_procedure_field(procedure, field->id), &field->value);
	}
	mc_manifest_format(&back, again, &second);
	mc_manifest_done(&manifest);
	mc_manifest_done(&back);
	mc_form_free(form);
	mc_form_free(again);
	mc_procedure_free(procedure);
}

static void test_round(void **state)
{
	void (*const *round)(void) = *state;

	for (int i = 0; i < ROUNDS; i++) {
		begin();
		(*round)();
		assert_same();
	}
}

int main(void)
{
	static struct {
		const char *name;
		void (*round)(void);
	} rounds[] = {
		{"outer", outer_round},	  {"reply", reply_round},
		{"hello", hello_round},	  {"enrolment", enrolment_round},
		{"notice", notice_round}, {"question", question_round},
		{"answer", answer_round}, {"evidence", evidence_round},
		{"record", record_round}, {"withdrawal", withdrawal_round},
		{"value", value_round},	  {"manifest", manifest_round},
	};
	struct CMUnitTest tests[MC_COUNT(rounds)];

	for (size_t i = 0; i < MC_COUNT(rounds); i++) {
		tests[i] = (struct CMUnitTest){rounds[i].name, test_round, NULL, NULL,
					       &rounds[i].round};
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
