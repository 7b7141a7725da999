/* SPDX-License-Identifier: MPL-2.0 */
/* dossier_test.c - the whole table of states and happenings, and local numbers. */
#include "support/check.h"

#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/base/str.h"
#include "motcua/domain/dossier.h"

/*
 * Every state with every happening that it takes; all others must be refused.
 * Written by hand from the protocol, apart from the table under test.
 */
static const struct golden {
	const char *state, *arrows;
} golden[] = {
	{"DRAFT", "COMPLETE>READY EDIT>DRAFT DISCARD>DISCARDED"},
	{"READY", "EDIT>DRAFT DISCARD>DISCARDED SEAL>SEALED"},
	{"DISCARDED", ""},
	{ "SEALED", "SEND>UPLOADING RECEIPT>RECEIPTED REJECTION>REJECTED HOLD>HELD BUNDLE>BUNDLED "
		    "WITHDRAW>WITHDRAWN WITHDRAWAL>WITHDRAWN" },
	{ "BUNDLED", "RECEIPT>RECEIPTED REJECTION>REJECTED HOLD>HELD RELEASE>SEALED "
		     "WITHDRAWAL>WITHDRAWN" },
	{ "UPLOADING", "PARTS_HELD>COMMITTING RECEIPT>RECEIPTED REJECTION>REJECTED HOLD>HELD "
		       "BUNDLE>BUNDLED WITHDRAWAL>WITHDRAWN" },
	{ "COMMITTING", "PARTS_MISSING>UPLOADING RECEIPT>RECEIPTED REJECTION>REJECTED HOLD>HELD "
			"WITHDRAWAL>WITHDRAWN" },
	{ "RECEIPTED", "WITHDRAWAL>WITHDRAWN FORWARD>FORWARDED PROCESS>IN_PROCESS "
		       "SUPPLEMENT_ASKED>NEEDS_SUPPLEMENT SUPPLEMENTED>IN_PROCESS RETURN>RETURNED "
		       "FINISH>COMPLETED BRANCH>RECEIPTED RESEND>SEALED" },
	{ "FORWARDED", "WITHDRAWAL>WITHDRAWN PROCESS>IN_PROCESS SUPPLEMENT_ASKED>NEEDS_SUPPLEMENT "
		       "SUPPLEMENTED>IN_PROCESS RETURN>RETURNED FINISH>COMPLETED "
		       "BRANCH>FORWARDED RESEND>SEALED" },
	{ "IN_PROCESS", "WITHDRAWAL>WITHDRAWN PROCESS>IN_PROCESS "
			"SUPPLEMENT_ASKED>NEEDS_SUPPLEMENT RETURN>RETURNED "
			"FINISH>COMPLETED BRANCH>IN_PROCESS RESEND>SEALED" },
	{ "NEEDS_SUPPLEMENT", "WITHDRAWAL>WITHDRAWN PROCESS>IN_PROCESS "
			      "SUPPLEMENT_ASKED>NEEDS_SUPPLEMENT SUPPLEMENTED>IN_PROCESS "
			      "RETURN>RETURNED FINISH>COMPLETED BRANCH>NEEDS_SUPPLEMENT RESEND>SEALED" },
	{"REJECTED", ""},
	{"RETURNED", ""},
	{"COMPLETED", ""},
	{"WITHDRAWN", "RESEND>HELD"},
	{"HELD", "RECEIPT>RECEIPTED REJECTION>REJECTED RELEASE>SEALED WITHDRAWAL>WITHDRAWN"},
};

static void list_arrows(enum mc_state state, struct mc_str *ret)
{
	for (int h = 0; h < MC_HAPPENING_COUNT; h++) {
		enum mc_state to = mc_state_after(state, (enum mc_happening)h);

		if (to != MC_STATE_NONE) {
			mc_str_printf(ret, "%s%s>%s", ret->len ? " " : "",
				      mc_happening_name((enum mc_happening)h), mc_state_name(to));
		}
	}
}

static void the_whole_table(void **state)
{
	(void)state;
	assert_int_equal(MC_COUNT(golden), MC_STATE_COUNT - 1);
	for (size_t i = 0; i < MC_COUNT(golden); i++) {
		enum mc_state from = mc_state_parse(golden[i].state);
		struct mc_str arrows;

		mc_str_init(&arrows, 4096);
		list_arrows(from, &arrows);
		assert_int_equal(from, i + 1);
		assert_string_equal(arrows.data, golden[i].arrows);
		mc_str_done(&arrows);
	}
	for (int h = 0; h < MC_HAPPENING_COUNT; h++) {
		assert_int_equal(mc_state_after(MC_STATE_NONE, (enum mc_happening)h),
				 MC_STATE_NONE);
	}
}

/* Final means: nothing leads out. And only what nothing leads out of is final. But for the
 * withdrawal that the gateway lost: it is asked for once more, and only for that one may do so
 * (tests/store/lost_test.c). */
static void final_states_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < MC_COUNT(golden); i++) {
		enum mc_state it = (enum mc_state)(i + 1);

		assert_int_equal(mc_state_is_final(it), golden[i].arrows[0] == '\0' ||
								it == MC_STATE_WITHDRAWN);
	}
}

/* A sealed dossier never falls back among the drafts, a received one never among
 * the waiting: no bucket of the ledger loses it. But for RESEND, which the store lets through
 * only when the gateway has shown that it lost the dossier (tests/store/behind_test.c). */
static void the_ledger_only_goes_forward(void **state)
{
	(void)state;
	for (int s = 1; s < MC_STATE_COUNT; s++) {
		enum mc_bucket from = mc_state_bucket((enum mc_state)s);

		for (int h = 0; h < MC_HAPPENING_COUNT; h++) {
			enum mc_state to = mc_state_after((enum mc_state)s, (enum mc_happening)h);

			if (to == MC_STATE_NONE) {
				continue;
			}
			assert_true(from == MC_BUCKET_NONE ||
				    mc_state_bucket(to) != MC_BUCKET_NONE);
			assert_true(from != MC_BUCKET_RECEIVED ||
				    mc_state_bucket(to) == MC_BUCKET_RECEIVED ||
				    to == MC_STATE_WITHDRAWN ||
				    (h == MC_HAPPENING_RESEND && to == MC_STATE_SEALED));
		}
	}
}

static void names_go_there_and_back(void **state)
{
	(void)state;
	for (int s = 1; s < MC_STATE_COUNT; s++) {
		assert_int_equal(mc_state_parse(mc_state_name((enum mc_state)s)), s);
		assert_true(strlen(mc_state_text((enum mc_state)s)) > 3);
	}
	for (int h = 0; h < MC_HAPPENING_COUNT; h++) {
		assert_int_equal(mc_happening_parse(mc_happening_name((enum mc_happening)h)), h);
	}
	assert_int_equal(mc_state_parse("sealed"), MC_STATE_NONE);
	assert_int_equal(mc_state_parse("NONE"), MC_STATE_NONE);
	assert_int_equal(mc_state_parse(""), MC_STATE_NONE);
	assert_int_equal(mc_happening_parse("SEALED"), MC_HAPPENING_COUNT);
}

static void local_numbers_go_there_and_back(void **state)
{
	static const uint32_t randoms[] = {0, 1, 0x12345678, 0x3fffffff, 0xffffffff, 777777777};

	(void)state;
	for (size_t i = 0; i < MC_COUNT(randoms); i++) {
		char number[MC_LOCAL_NUMBER_LEN], back[MC_LOCAL_NUMBER_LEN] = "";

		mc_local_number_format("7K3M9Q", randoms[i], number);
		assert_int_equal(strlen(number), MC_LOCAL_NUMBER_LEN - 1);
		assert_memory_equal(number, "T-7K3M9Q-", 9);
		assert_int_equal(number[15], '-');
		assert_true(mc_local_number_parse(number, back));
		assert_string_equal(back, number);
	}
}

static void local_numbers_forgive_and_refuse(void **state)
{
	char number[MC_LOCAL_NUMBER_LEN], typed[64], back[MC_LOCAL_NUMBER_LEN] = "untouched";
	char small[MC_LOCAL_NUMBER_LEN];

	(void)state;
	mc_local_number_format("0101AB", 0x00108421, number);
	memcpy(small, number, sizeof(small));
	for (char *c = small; *c; c++) {
		bool letter = *c >= 'A' && *c <= 'Z';

		*c = *c == '0' ? 'o' : *c == '1' ? 'l' : letter ? (char)(*c + 32) : *c;
	}
	(void)strcat(strcat(strcpy(typed, "  "), small), "\r\n");
	assert_true(mc_local_number_parse(typed, back));
	assert_string_equal(back, number);
	/* any other character in a digit's place is noticed */
	for (size_t i = 2; i < sizeof(number) - 1; i++) {
		memcpy(typed, number, sizeof(number));
		if (typed[i] != '-') {
			typed[i] = typed[i] == '7' ? '8' : '7';
			assert_false(mc_local_number_parse(typed, back));
		}
	}
	assert_false(mc_local_number_parse("", back));
	assert_false(mc_local_number_parse("T-7K3M9Q-X4T2BC", back));
	assert_false(mc_local_number_parse("T-7K3M9Q-X4T2UC-5", back));
	assert_false(mc_local_number_parse("H-7K3M9Q-X4T2BC-5", back));
	(void)strcat(strcpy(typed, number), "5");
	assert_false(mc_local_number_parse(typed, back));
	assert_string_equal(back, number);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_table),
		cmocka_unit_test(final_states_end),
		cmocka_unit_test(the_ledger_only_goes_forward),
		cmocka_unit_test(names_go_there_and_back),
		cmocka_unit_test(local_numbers_go_there_and_back),
		cmocka_unit_test(local_numbers_forgive_and_refuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
