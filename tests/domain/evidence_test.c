/* SPDX-License-Identifier: MPL-2.0 */
/* evidence_test.c - what a residence proof claims, and when a paper may be asked for. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/evidence.h"

static const struct mc_query question = {
	.id = "01939f00-0000-7000-8000-000000000001",
	.number = "001190000123",
	.full_name = "Nguyễn Thị Hòa",
	.born = {1990, 0, 0},
	.procedure = "2.002621",
	.purpose = "Khai sinh",
	.dossier = "01939f00-0000-7000-8000-000000000002",
	.officer = {"001085000001", "Trần Văn Bình"},
};

static struct mc_answer found(void)
{
	return (struct mc_answer){
		.outcome = MC_OUTCOME_FOUND,
		.taken_at = 1700000000000,
		.person = { .number = "001190000123",
			    .full_name = "NGUYỄN THỊ HÒA",
			    .born = {1990, 3, 5},
			    .permanent = {.ward = "xã Hòa Phú", .province = "tỉnh Đắk Lắk"},
			    .permanent_since = {2019, 5, 1} },
		.household = { .id = "H1",
			       .head = {"001085000009", "Lê Văn Cường"},
			       .head_status = MC_HEAD_DEAD,
			       .member_count = 2,
			       .members = { {.number = "001085000009", .relation = "chủ hộ"},
					    {.number = "001190000123", .relation = "vợ"} } },
	};
}

static void a_found_person_fills_everything(void **state)
{
	struct mc_answer answer = found();
	struct mc_evidence evidence;

	(void)state;
	memset(&evidence, 0xaa, sizeof(evidence));
	mc_evidence_from_answer(&evidence, &question, &answer);
	assert_int_equal(evidence.issuer, MC_ISSUER_GATEWAY);
	assert_int_equal(evidence.outcome, MC_OUTCOME_FOUND);
	assert_int_equal(evidence.way, MC_WAY_SYSTEM);
	assert_string_equal(evidence.id, ""); /* the caller's */
	assert_string_equal(evidence.query_id, question.id);
	assert_string_equal(evidence.dossier, question.dossier);
	assert_string_equal(evidence.officer.number, "001085000001");
	assert_string_equal(evidence.officer_auth, "declared");
	assert_string_equal(evidence.full_name, "Nguyễn Thị Hòa"); /* as asked */
	assert_int_equal(evidence.born.month, 0);
	assert_int_equal(evidence.residence, MC_RESIDENCE_PERMANENT);
	assert_string_equal(evidence.address, "xã Hòa Phú, tỉnh Đắk Lắk");
	assert_int_equal(evidence.since.year, 2019);
	assert_string_equal(evidence.household, "H1");
	assert_string_equal(evidence.head.full_name, "Lê Văn Cường");
	assert_int_equal(evidence.head_status, MC_HEAD_DEAD);
	assert_string_equal(evidence.relation_to_head, "vợ");
	assert_int_equal(evidence.issued_at, 1700000000000);
	assert_string_equal(evidence.cause, "");
}

static void a_temporary_resident_has_no_since(void **state)
{
	struct mc_answer answer = found();
	struct mc_evidence evidence;

	(void)state;
	answer.person.temporary = answer.person.permanent;
	answer.person.permanent = (struct mc_address){0};
	(void)MC_COPY(answer.person.relation_to_head, "ở nhờ");
	mc_evidence_from_answer(&evidence, &question, &answer);
	assert_int_equal(evidence.residence, MC_RESIDENCE_TEMPORARY);
	assert_false(mc_date_is_set(&evidence.since));
	assert_string_equal(evidence.relation_to_head, "ở nhờ"); /* the person's own record first */
}

/* What was not found or not answered never carries anybody's residence. */
static void the_other_outcomes_claim_no_residence(void **state)
{
	struct mc_answer answer = found();
	struct mc_evidence evidence;

	(void)state;
	answer.outcome = MC_OUTCOME_NO_MATCH;
	mc_evidence_from_answer(&evidence, &question, &answer);
	assert_int_equal(evidence.issuer, MC_ISSUER_GATEWAY);
	assert_int_equal(evidence.residence, MC_RESIDENCE_NONE);
	assert_string_equal(evidence.address, "");
	assert_string_equal(evidence.household, "");
	assert_string_equal(evidence.cause, "");

	answer.outcome = MC_OUTCOME_FAILURE;
	answer.cause = MC_E_LINK_DOWN;
	mc_evidence_from_answer(&evidence, &question, &answer);
	assert_int_equal(evidence.issuer, MC_ISSUER_TERMINAL);
	assert_string_equal(evidence.address, "");
	assert_string_equal(evidence.cause, "NET-01");
}

/* Of the register's answers alone: what an officer states has no kind of residence. */
static void a_person_without_a_residence(void **state)
{
	struct mc_answer answer = found();
	struct mc_evidence evidence;

	(void)state;
	mc_evidence_from_answer(&evidence, &question, &answer);
	assert_false(mc_evidence_lacks_residence(&evidence));
	answer.person.permanent = (struct mc_address){0};
	mc_evidence_from_answer(&evidence, &question, &answer);
	assert_true(mc_evidence_lacks_residence(&evidence));
	evidence.way = MC_WAY_VNEID;
	assert_false(mc_evidence_lacks_residence(&evidence));
	answer.outcome = MC_OUTCOME_NO_MATCH;
	mc_evidence_from_answer(&evidence, &question, &answer);
	assert_false(mc_evidence_lacks_residence(&evidence));
}

static void ways_have_codes(void **state)
{
	(void)state;
	assert_null(mc_way_code(MC_WAY_NONE));
	for (int i = MC_WAY_SYSTEM; i <= MC_WAY_OTHER; i++) {
		assert_int_equal(mc_way_parse(mc_way_code((enum mc_way)i)), i);
		assert_true(strlen(mc_way_text((enum mc_way)i)) > 3);
	}
	assert_int_equal(mc_way_parse("household_book"), MC_WAY_NONE);
}

#define ALL_WAYS (1u << MC_WAY_VNEID | 1u << MC_WAY_CARD_READER | 1u << MC_WAY_OTHER)
#define NO_MATCH(at) { MC_OUTCOME_NO_MATCH, at, false }
#define FAILED(at) { MC_OUTCOME_FAILURE, at, false }
#define FOUND(at) { MC_OUTCOME_FOUND, at, false }
#define HOMELESS(at) { MC_OUTCOME_FOUND, at, true }

static const struct rule {
	struct mc_try tries[4];
	int count;
	unsigned ways;
	bool allowed;
} rules[] = {
	{{FAILED(0)}, 0, ALL_WAYS, false},
	{{NO_MATCH(5)}, 1, ALL_WAYS, true},
	{{NO_MATCH(5)}, 1, 0, false},
	{{NO_MATCH(5)}, 1, ALL_WAYS & ~(1u << MC_WAY_VNEID), false},
	{{NO_MATCH(5)}, 1, ALL_WAYS & ~(1u << MC_WAY_CARD_READER), false},
	{{NO_MATCH(5)}, 1, ALL_WAYS & ~(1u << MC_WAY_OTHER), false},
	{{FAILED(0)}, 1, ALL_WAYS, false},
	{{FAILED(0), FAILED(59999)}, 2, ALL_WAYS, false},
	{{FAILED(0), FAILED(60000)}, 2, ALL_WAYS, true},
	{{FAILED(60000), FAILED(0)}, 2, ALL_WAYS, true}, /* in any order */
	{{FAILED(0), FAILED(30000), FAILED(60000)}, 3, ALL_WAYS, true},
	{{FAILED(0), FAILED(60000)}, 2, 0, false},
	{{FAILED(0), FAILED(60000), FOUND(70000)}, 3, ALL_WAYS, false},
	{{NO_MATCH(0), FOUND(70000)}, 2, ALL_WAYS, false},
	{{FAILED(0), {MC_OUTCOME_NONE, 90000, false}}, 2, ALL_WAYS, false},
	/* the residence was asked for, and the register has none */
	{{HOMELESS(5)}, 1, ALL_WAYS, true},
	{{HOMELESS(5)}, 1, ALL_WAYS & ~(1u << MC_WAY_CARD_READER), false},
	{{HOMELESS(5), FAILED(6)}, 2, ALL_WAYS, true},
	{{HOMELESS(5), FOUND(6)}, 2, ALL_WAYS, false}, /* corrected meanwhile */
	{{FOUND(5), HOMELESS(6)}, 2, ALL_WAYS, false},
};

static void a_paper_only_after_real_failures(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(rules); i++) {
		assert_code(mc_evidence_paper_allowed(rules[i].tries, rules[i].count, rules[i].ways,
						      NULL),
			    rules[i].allowed ? MC_OK : MC_E_PAPER_NOT_ALLOWED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_found_person_fills_everything),
		cmocka_unit_test(a_temporary_resident_has_no_since),
		cmocka_unit_test(the_other_outcomes_claim_no_residence),
		cmocka_unit_test(a_person_without_a_residence),
		cmocka_unit_test(ways_have_codes),
		cmocka_unit_test(a_paper_only_after_real_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
