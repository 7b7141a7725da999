/* SPDX-License-Identifier: MPL-2.0 */
/* put_back.h - a mail store, and the hello of a gateway that was put back from a backup. */
#ifndef TESTS_STORE_PUT_BACK_H
#define TESTS_STORE_PUT_BACK_H

#include "motcua/store/epoch.h"
#include "store/office.h"

enum { DOSSIERS = 9 };

static inline int setup(void **state)
{
	struct office *o = mc_calloc(1, sizeof(struct office));

	office_init(o);
	for (int n = 1; n <= DOSSIERS; n++) {
		seal_one(o->mail, n);
	}
	*state = o;
	return 0;
}

static inline int teardown(void **state)
{
	office_done(*state);
	free(*state);
	return 0;
}

static inline void received(struct office *o, int first, int last)
{
	for (int n = first; n <= last; n++) {
		assert_ok(happen(o->mail, n, MC_HAPPENING_RECEIPT, "receipt"));
	}
}

static inline struct mc_signed_for signed_for(struct office *o)
{
	struct mc_signed_for had;

	assert_ok(mc_mail_signed_for(o->mail, &had, NULL));
	return had;
}

/* id_of() read back. */
static inline int number_of(const char *id)
{
	return (int)(strtoul(id, NULL, 16) - 0xa0000000ul);
}

/* A hello: what it tells, and what is gone then, a supplement behind an s, the withdrawal of a
 * dossier behind a w ("" = nothing). */
static inline void hello_before(struct office *o, const struct mc_signed_for *had,
				const char *epoch, int64_t seq, const char *gone)
{
	static const char *const letter[] = {"", "s", "w"};
	struct mc_gateway_behind behind;
	struct mc_vec items;
	char text[100] = "";
	size_t len = 0;
	bool other;

	assert_ok(mc_mail_gateway_seen(o->mail, had, epoch, seq, NOW, &other, NULL));
	assert_ok(mc_mail_gateway_behind(o->mail, &behind, NULL));
	mc_vec_init(&items, sizeof(struct mc_item), 100);
	assert_ok(mc_mail_gateway_lost(o->mail, &behind, &items, NULL));
	MC_VEC_EACH(&items, struct mc_item, item) {
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s%d", len ? " " : "",
					letter[mc_lost_kind(item)], number_of(item->id));
	}
	mc_vec_done(&items);
	assert_string_equal(text, gone);
	assert_int_equal(behind.had != 0, *gone != 0);
}

static inline void hello(struct office *o, const char *epoch, int64_t seq, const char *gone)
{
	struct mc_signed_for had = signed_for(o);

	hello_before(o, &had, epoch, seq, gone);
}

static inline void resend(struct office *o, int n, enum mc_code want)
{
	struct mc_happened what = {.now = NOW};

	assert_code(mc_mail_happen(o->mail, id_of(n), MC_HAPPENING_RESEND, &what, NULL), want);
}

/* A word of the gateway about it: other bytes for another word. */
static inline enum mc_code say(struct office *o, int n, const char *word, bool from_file)
{
	struct mc_happened what = {
		.now = NOW, .outer = mc_slice_text(word), .from_file = from_file};

	return mc_mail_happen(o->mail, id_of(n), MC_HAPPENING_RECEIPT, &what, NULL);
}

static inline void on_the_way(struct office *o, int n)
{
	assert_ok(happen(o->mail, n, MC_HAPPENING_SEND, NULL));
	assert_ok(happen(o->mail, n, MC_HAPPENING_PARTS_HELD, NULL));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
