/* SPDX-License-Identifier: MPL-2.0 */
/*
 * schedule_test.c - long random schedules over the real queue: dossiers and supplements sealed,
 * sent, failed, answered, held, bundled, taken back, in any order, with a clock that jumps and
 * a store that is opened anew; after each step the invariants hold. A seed that fails is named.
 */
#include "motcua/base/clock.h"
#include "motcua/store/supplement.h"
#include "motcua/store/withdrawal.h"
#include "store/office.h"

#define CAP (300 * MC_SECOND)
#define TEN_YEARS (3652 * MC_DAY)

enum { ITEMS = 14, PARTS = 4, STEPS = 500, SEEDS = 8, FIRST = 1 };

/* What must be, kept beside the store. */
struct model {
	enum mc_state state;
	bool sent, supplement, wish;
};

struct run {
	struct office o;
	uint64_t dice;
	int64_t now;
	int count, answers; /* items; statements made */
	struct model items[ITEMS];
	int64_t offset[PARTS];
	const char *what; /* the step, for a failure's text */
	int seed, step;
};

static uint32_t roll(struct run *r, uint32_t sides)
{
	r->dice ^= r->dice << 13;
	r->dice ^= r->dice >> 7;
	r->dice ^= r->dice << 17;
	return (uint32_t)(r->dice >> 32) % sides;
}

#define HOLDS(r, condition)                                                                    \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			fail_msg("seed %d, step %d (%s): %s", (r)->seed, (r)->step, (r)->what, \
				 #condition);                                                  \
		}                                                                              \
	} while (0)

/* ---- steps */

static void part_name(int n, char ret[MC_DIGEST_LEN])
{
	snprintf(ret, MC_DIGEST_LEN, "%064x", 0xf000u + (unsigned)n);
}

static void seal(struct run *r)
{
	int n = r->count, part = n % PARTS;
	char parts[1][MC_DIGEST_LEN], id[MC_UUID_LEN], digest[MC_DIGEST_LEN];
	int64_t size = 1000;
	struct mc_seal_head head;
	struct mc_sealed sealed = {.id = id, .digest = digest, .now = r->now, .part_count = 1,
				   .parts = (const char (*)[MC_DIGEST_LEN])parts,
				   .part_sizes = &size};

	r->what = "seal";
	if (n == ITEMS) {
		return;
	}
	MC_COPY(id, id_of(FIRST + n));
	MC_COPY(digest, digest_of(FIRST + n));
	part_name(part, parts[0]);
	sealed.record = mc_slice_text(id);
	sealed.manifest = mc_slice_text(digest);
	assert_ok(mc_mail_seal_begin(r->o.mail, &head, NULL));
	assert_ok(mc_mail_seal_commit(r->o.mail, &sealed, NULL));
	r->items[n] = (struct model){.state = MC_STATE_SEALED};
	r->count++;
}

static void seal_supplement(struct run *r)
{
	int n = r->count, to = r->count ? (int)roll(r, (uint32_t)r->count) : 0;
	char id[MC_UUID_LEN], dossier[MC_UUID_LEN], digest[MC_DIGEST_LEN], asked[MC_DIGEST_LEN];
	struct mc_sealed sealed = {.id = id, .dossier = dossier, .digest = digest, .asked = asked,
				   .now = r->now};
	enum mc_code code;

	r->what = "supplement";
	if (n == ITEMS || !n || r->items[to].supplement) {
		return;
	}
	MC_COPY(id, id_of(FIRST + n));
	MC_COPY(dossier, id_of(FIRST + to));
	MC_COPY(digest, digest_of(FIRST + n));
	MC_COPY(asked, digest_of(0x900 + n)); /* each of another ask */
	sealed.record = mc_slice_text(id);
	sealed.manifest = mc_slice_text(digest);
	code = mc_mail_seal_supplement(r->o.mail, &sealed, NULL);
	HOLDS(r, !code == (r->items[to].state == MC_STATE_NEEDS_SUPPLEMENT));
	if (!code) {
		r->items[n] = (struct model){.state = MC_STATE_SEALED, .supplement = true};
		r->count++;
	}
}

/* Any happening to any item: the store does just what the pure table says. */
static void happen_any(struct run *r)
{
	enum mc_happening happening = (enum mc_happening)roll(r, MC_HAPPENING_COUNT);
	int n = r->count ? (int)roll(r, (uint32_t)r->count) : -1;
	struct mc_happened what = {.now = r->now};
	enum mc_state after;
	char outer[32];
	enum mc_code code;
	bool wanted;

	r->what = mc_happening_name(happening);
	if (n < 0) {
		return;
	}
	snprintf(outer, sizeof(outer), "a.b.%d", r->answers++);
	if (happening >= MC_HAPPENING_WITHDRAWAL || happening == MC_HAPPENING_RECEIPT ||
	    happening == MC_HAPPENING_REJECTION) {
		what.outer = mc_slice_text(outer); /* signed, as the courier has verified it */
	}
	after = mc_state_after(r->items[n].state, happening);
	/* no gateway was put back here: nothing is lost, and nothing goes a second time */
	wanted = after != MC_STATE_NONE && happening != MC_HAPPENING_RESEND &&
		 !(happening == MC_HAPPENING_WITHDRAW && r->items[n].sent);
	code = mc_mail_happen(r->o.mail, id_of(FIRST + n), happening, &what, NULL);
	HOLDS(r, code == (wanted ? MC_OK : MC_E_DOSSIER_STATE));
	if (!code) {
		r->items[n].state = after;
		r->items[n].sent |= happening == MC_HAPPENING_SEND ||
				    happening == MC_HAPPENING_BUNDLE;
		r->items[n].wish = r->items[n].wish && !mc_state_is_final(after);
	}
}

static void fail_try(struct run *r)
{
	int n = r->count ? (int)roll(r, (uint32_t)r->count) : -1;
	int64_t next = r->now + (int64_t)roll(r, 400) * MC_SECOND;

	r->what = "failed";
	if (n >= 0) {
		bool waits = mc_state_bucket(r->items[n].state) == MC_BUCKET_WAITING;
		enum mc_code code = mc_mail_failed(r->o.mail, id_of(FIRST + n), r->now, next,
						   MC_E_LINK_DOWN, "", NULL);

		HOLDS(r, code == (waits ? MC_OK : MC_E_DOSSIER_STATE));
	}
}

static void wish(struct run *r)
{
	int n = r->count ? (int)roll(r, (uint32_t)r->count) : -1;
	bool may;

	r->what = "withdraw";
	if (n < 0 || r->items[n].supplement) {
		return;
	}
	may = mc_state_after(r->items[n].state, MC_HAPPENING_WITHDRAWAL) != MC_STATE_NONE;
	HOLDS(r, !mc_mail_withdraw(r->o.mail, id_of(FIRST + n), mc_slice_text("w"), r->now, NULL) ==
			 may);
	r->items[n].wish |= may;
}

/* Offsets come late and out of order; the gateway may lose a part. */
static void move_part(struct run *r)
{
	int n = (int)roll(r, PARTS);
	int64_t offset = roll(r, 1001);
	char name[MC_DIGEST_LEN];

	r->what = "part";
	part_name(n, name);
	if (n >= r->count || r->items[n].supplement) {
		return; /* nobody names it yet */
	}
	if (roll(r, 10) == 0) {
		assert_ok(mc_mail_part_lost(r->o.mail, name, NULL));
		r->offset[n] = 0;
	} else {
		assert_ok(mc_mail_part_progress(r->o.mail, name, "/u", offset, offset == 1000, NULL));
		r->offset[n] = offset > r->offset[n] ? offset : r->offset[n];
	}
}

static void time_goes(struct run *r)
{
	static const int64_t jumps[] = {MC_SECOND, MC_MINUTE, MC_DAY, TEN_YEARS, -TEN_YEARS};

	r->what = "time";
	r->now += jumps[roll(r, MC_COUNT(jumps))];
	r->now = r->now < NOW - TEN_YEARS ? NOW - TEN_YEARS : r->now;
	r->now = r->now > NOW + TEN_YEARS ? NOW + TEN_YEARS : r->now;
}

static void reopen(struct run *r)
{
	r->what = "reopen";
	office_shut(&r->o);
	office_open(&r->o);
}

static void send_now(struct run *r)
{
	r->what = "retry";
	assert_ok(mc_mail_retry(r->o.mail, NULL, NULL));
}

/* ---- what must hold */

static void check_item(struct run *r, int n)
{
	struct mc_str record, manifest;
	struct mc_item item;

	assert_ok(mc_mail_item(r->o.mail, id_of(FIRST + n), &item, NULL));
	HOLDS(r, item.state == r->items[n].state);
	HOLDS(r, item.withdrawing == r->items[n].wish);
	mc_str_init(&record, 1000);
	mc_str_init(&manifest, 1000);
	assert_ok(mc_mail_item_record(r->o.mail, id_of(FIRST + n), &record, &manifest, NULL));
	HOLDS(r, !strcmp(record.data, id_of(FIRST + n))); /* sealed bytes never change */
	HOLDS(r, !strcmp(manifest.data, digest_of(FIRST + n)));
	mc_str_done(&record);
	mc_str_done(&manifest);
}

/* Each that waits is due now or within the cap, whatever the clock did. */
static void check_due(struct run *r)
{
	struct mc_vec due;
	int64_t next = 0;
	size_t waits = 0;

	mc_vec_init(&due, sizeof(struct mc_item), ITEMS);
	assert_ok(mc_mail_due(r->o.mail, r->now, CAP, ITEMS, &due, &next, NULL));
	for (int n = 0; n < r->count; n++) {
		waits += mc_state_bucket(r->items[n].state) == MC_BUCKET_WAITING &&
			 !r->items[n].wish;
	}
	HOLDS(r, due.len <= waits);
	HOLDS(r, due.len == waits || (next > r->now && next <= r->now + CAP));
	mc_vec_done(&due);
}

/* What the courier asks before each step is what the status row counts. */
static void check_any(struct run *r)
{
	struct mc_mail_counts counts;
	struct mc_mail_any any;

	assert_ok(mc_mail_counts(r->o.mail, &counts, NULL));
	assert_ok(mc_mail_any(r->o.mail, &any, NULL));
	HOLDS(r, any.waiting == (counts.waiting > 0));
	HOLDS(r, any.open == (counts.open > 0));
	HOLDS(r, any.withdrawing == (counts.withdrawing > 0));
}

static void check_ledger(struct run *r)
{
	int64_t bucket[MC_BUCKET_COUNT] = {0}, dossiers = 0;
	struct mc_ledger ledger;

	for (int n = 0; n < r->count; n++) {
		if (!r->items[n].supplement) {
			bucket[mc_state_bucket(r->items[n].state)]++;
			dossiers++;
		}
	}
	assert_ok(mc_mail_ledger(r->o.mail, &ledger, NULL));
	HOLDS(r, ledger.balanced);
	HOLDS(r, ledger.created == dossiers);
	HOLDS(r, !memcmp(ledger.bucket, bucket, sizeof(bucket)));
}

static void check_parts(struct run *r)
{
	for (int n = 0; n < r->count && n < PARTS; n++) {
		struct mc_mail_part *part;
		struct mc_vec parts;

		mc_vec_init(&parts, sizeof(struct mc_mail_part), 2);
		assert_ok(mc_mail_parts(r->o.mail, id_of(FIRST + n), &parts, NULL));
		part = mc_vec_at(&parts, 0);
		HOLDS(r, !part || part->offset == r->offset[n]);
		mc_vec_done(&parts);
	}
}

static void (*const steps[])(struct run *r) = {
	seal, seal_supplement, happen_any, happen_any, happen_any, happen_any, fail_try, wish,
	move_part, move_part, time_goes, send_now, reopen,
};

static void one_schedule(int seed)
{
	struct run r = {.dice = (uint64_t)seed * UINT64_C(0x9e3779b97f4a7c15), .now = NOW,
			.seed = seed};

	office_init(&r.o);
	for (int n = 0; n < PARTS; n++) { /* so that each part is named by a dossier */
		seal(&r);
	}
	for (r.step = 0; r.step < STEPS; r.step++) {
		steps[roll(&r, MC_COUNT(steps))](&r);
		for (int n = 0; n < r.count; n++) {
			check_item(&r, n);
		}
		check_due(&r);
		check_any(&r);
		check_ledger(&r);
		check_parts(&r);
	}
	office_done(&r.o);
}

static void random_schedules(void **state)
{
	(void)state;
	for (int seed = 1; seed <= SEEDS; seed++) {
		one_schedule(seed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_schedules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
