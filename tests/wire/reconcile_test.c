/* SPDX-License-Identifier: MPL-2.0 */
/* The outcome question for many: there and back, and what is refused. */
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/wire/reconcile.h"

#define ITEM                                                                           \
	"{\"epoch\":\"9f86d081884c7d65\",\"seq\":1,"                                   \
	"\"id\":\"01936b2e-7c00-7d4a-8b5f-0123456789ab\","                              \
	"\"digest\":\"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\"," \
	"\"state\":\"COMMITTING\"}"
#define QUESTION "{\"v\":1,\"terminal\":\"7K3M9Q\",\"items\":[" ITEM "]}"

static void question_there_and_back(void **state)
{
	char terminal[MC_TERMINAL_LEN];
	struct mc_vec items;
	struct mc_str text;

	(void)state;
	assert_ok(mc_reconcile_parse(mc_slice_text(QUESTION), terminal, &items, NULL));
	assert_string_equal(terminal, "7K3M9Q");
	assert_int_equal(items.len, 1);
	mc_str_init(&text, MC_JSON_MAX);
	mc_reconcile_format(terminal, &items, &text);
	assert_string_equal(text.data, QUESTION);
	mc_str_done(&text);
	mc_vec_done(&items);
}

static void refused(void **state)
{
	static const char *const bad[] = {
		"", "[]", "{\"v\":1}", "{\"v\":1,\"terminal\":\"7K3M9Q\"}",
		"{\"v\":2,\"terminal\":\"7K3M9Q\",\"items\":[]}",
		"{\"v\":1,\"terminal\":\"7k\",\"items\":[]}",
		"{\"v\":1,\"terminal\":\"7K3M9Q\",\"items\":{}}",
		"{\"v\":1,\"terminal\":\"7K3M9Q\",\"items\":[{}]}",
		"{\"v\":1,\"terminal\":\"7K3M9Q\",\"items\":[" ITEM "]",
	};
	char terminal[MC_TERMINAL_LEN];
	struct mc_vec items;
	struct mc_str many;

	(void)state;
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_true(mc_reconcile_parse(mc_slice_text(bad[i]), terminal, &items, NULL));
	}
	mc_str_init(&many, MC_JSON_MAX);
	mc_str_puts(&many, "{\"v\":1,\"terminal\":\"7K3M9Q\",\"items\":[" ITEM);
	for (int i = 0; i < MC_RECONCILE_MAX; i++) {
		mc_str_puts(&many, "," ITEM);
	}
	mc_str_puts(&many, "]}");
	assert_code(mc_reconcile_parse(mc_slice_of(&many), terminal, &items, NULL),
		    MC_E_JSON_SHAPE);
	mc_str_done(&many);
}

static void answer_there_and_back(void **state)
{
	static const char *const bad[] = { "{\"v\":1}", "{\"v\":1,\"items\":[{}]}",
					   "{\"v\":1,\"items\":[{\"outer\":\"x y\"}]}" };
	struct mc_vec replies;
	struct mc_str text;

	(void)state;
	mc_str_init(&text, MC_JSON_MAX);
	mc_reconciled_format_begin(&text);
	mc_events_format_item(&text, true, "aGVhZA.Ym9keQ.c2ln", mc_slice_text("age"));
	mc_events_format_item(&text, false, "aGVhZA.Ym9keQ.c2lo", mc_slice_text(""));
	mc_reconciled_format_end(&text);
	assert_ok(mc_reconciled_parse(mc_slice_of(&text), &replies, NULL));
	assert_int_equal(replies.len, 2);
	assert_string_equal(((struct mc_reply *)mc_vec_at(&replies, 0))->inner.data, "age");
	assert_string_equal(((struct mc_reply *)mc_vec_at(&replies, 1))->outer,
			    "aGVhZA.Ym9keQ.c2lo");
	MC_VEC_EACH(&replies, struct mc_reply, reply) {
		mc_reply_done(reply);
	}
	mc_vec_done(&replies);
	mc_str_done(&text);
	for (size_t i = 0; i < MC_COUNT(bad); i++) {
		assert_true(mc_reconciled_parse(mc_slice_text(bad[i]), &replies, NULL));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(question_there_and_back),
		cmocka_unit_test(refused),
		cmocka_unit_test(answer_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
