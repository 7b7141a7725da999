/* SPDX-License-Identifier: MPL-2.0 */
/* Withdrawals as queued items: what opens, delays, refuses and ends them. */
#include "motcua/base/clock.h"
#include "motcua/store/withdrawal.h"
#include "store/office.h"

#define CAP (300 * MC_SECOND)

static int setup(void **state)
{
	struct office *o = mc_calloc(1, sizeof(struct office));

	office_init(o);
	for (int n = 1; n <= 3; n++) {
		seal_one(o->mail, n);
	}
	*state = o;
	return 0;
}

static int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static enum mc_code ask(struct office *o, int n, const char *jws)
{
	return mc_mail_withdraw(o->mail, id_of(n), mc_slice_text(jws), NOW, NULL);
}

static struct mc_mail_withdrawal asked(struct office *o, int n)
{
	struct mc_mail_withdrawal it;

	assert_ok(mc_mail_withdrawal(o->mail, id_of(n), &it, NULL));
	return it;
}

/* The request that is due now, or "". */
static const char *due(struct office *o, int64_t now, int64_t *ret_next)
{
	static char text[64];
	struct mc_mail_withdrawal it;
	struct mc_str jws;
	int64_t next = 0;

	mc_str_init(&jws, 64);
	text[0] = '\0';
	if (!mc_mail_withdrawal_due(o->mail, now, CAP, &it, &jws, &next, NULL)) {
		MC_COPY(text, jws.data);
	}
	if (ret_next) {
		*ret_next = next;
	}
	mc_str_done(&jws);
	return text;
}

static int waiting(struct office *o, int64_t now)
{
	struct mc_vec items;
	int64_t next;
	int count;

	mc_vec_init(&items, sizeof(struct mc_item), 10);
	assert_ok(mc_mail_due(o->mail, now, CAP, 10, &items, &next, NULL));
	count = (int)items.len;
	mc_vec_done(&items);
	return count;
}

static void open_until_it_is_signed(void **state)
{
	struct office *o = *state;
	struct mc_mail_counts counts;

	assert_int_equal(asked(o, 1).state, MC_WITHDRAWING_NONE);
	assert_string_equal(due(o, NOW, NULL), "");
	assert_ok(happen(o->mail, 1, MC_HAPPENING_SEND, NULL));
	assert_ok(ask(o, 1, "request.1"));
	assert_ok(ask(o, 1, "request.other")); /* the first one stands */
	assert_string_equal(due(o, NOW, NULL), "request.1");
	assert_int_equal(waiting(o, NOW), 2); /* and the dossier is not sent meanwhile */
	assert_ok(mc_mail_counts(o->mail, &counts, NULL));
	assert_int_equal(counts.withdrawing, 1);
	assert_ok(happen(o->mail, 1, MC_HAPPENING_RECEIPT, "receipt"));
	assert_int_equal(asked(o, 1).state, MC_WITHDRAWING_OPEN);
	assert_ok(happen(o->mail, 1, MC_HAPPENING_FORWARD, "event"));
	assert_string_equal(due(o, NOW, NULL), "request.1");
	assert_ok(happen(o->mail, 1, MC_HAPPENING_WITHDRAWAL, "withdrawn"));
	assert_int_equal(asked(o, 1).state, MC_WITHDRAWING_DONE);
	assert_string_equal(due(o, NOW, NULL), "");
	assert_code(ask(o, 1, "request.2"), MC_E_DOSSIER_STATE);
	assert_code(ask(o, 9, "request.9"), MC_E_DOSSIER_UNKNOWN);
	assert_ok(mc_mail_counts(o->mail, &counts, NULL));
	assert_int_equal(counts.withdrawing, 0);
}

static void moot_when_it_ended_otherwise(void **state)
{
	struct office *o = *state;

	assert_ok(happen(o->mail, 1, MC_HAPPENING_SEND, NULL));
	assert_ok(ask(o, 1, "request.1"));
	assert_ok(happen(o->mail, 1, MC_HAPPENING_REJECTION, "rejection"));
	assert_int_equal(asked(o, 1).state, MC_WITHDRAWING_MOOT);
	assert_code(mc_mail_withdrawal_refused(o->mail, id_of(1), NOW, MC_E_DIGEST_MISMATCH, NULL),
		    MC_E_DOSSIER_STATE);
}

/* Refused is no end of the dossier: it is sent again, and may be taken back again. */
static void refused_and_asked_again(void **state)
{
	struct office *o = *state;

	assert_ok(happen(o->mail, 1, MC_HAPPENING_SEND, NULL));
	assert_ok(ask(o, 1, "request.1"));
	assert_ok(mc_mail_withdrawal_refused(o->mail, id_of(1), NOW, MC_E_DIGEST_MISMATCH, NULL));
	assert_int_equal(asked(o, 1).state, MC_WITHDRAWING_REFUSED);
	assert_code(asked(o, 1).cause, MC_E_DIGEST_MISMATCH);
	assert_int_equal(waiting(o, NOW), 3);
	assert_ok(ask(o, 1, "request.2"));
	assert_string_equal(due(o, NOW, NULL), "request.2");
}

static void tries_and_clock_jumps(void **state)
{
	struct office *o = *state;
	int64_t next;

	assert_ok(happen(o->mail, 1, MC_HAPPENING_SEND, NULL));
	assert_ok(ask(o, 1, "request.1"));
	assert_ok(mc_mail_withdrawal_failed(o->mail, id_of(1), NOW, NOW + 10 * MC_SECOND,
					    MC_E_LINK_DOWN, NULL));
	assert_string_equal(due(o, NOW, &next), "");
	assert_int_equal(next, NOW + 10 * MC_SECOND);
	assert_int_equal(asked(o, 1).attempts, 1);
	assert_string_equal(due(o, NOW + 10 * MC_SECOND, NULL), "request.1");
	/* ten years back: no wait is longer than its cap */
	assert_string_equal(due(o, NOW - INT64_C(3650) * 24 * 3600 * MC_SECOND, NULL), "request.1");
	assert_ok(mc_mail_retry(o->mail, id_of(1), NULL));
	assert_string_equal(due(o, NOW, NULL), "request.1");
	office_shut(o);
	office_open(o);
	assert_string_equal(due(o, NOW, NULL), "request.1");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(open_until_it_is_signed),
		CASE(moot_when_it_ended_otherwise),
		CASE(refused_and_asked_again),
		CASE(tries_and_clock_jumps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
