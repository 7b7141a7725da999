/* SPDX-License-Identifier: MPL-2.0 */
/*
 * explore_supplement_test.c - a received dossier that is asked about, twice, and two
 * supplements, with everything that may go wrong around them: every order of steps, lost and
 * repeated messages, late events, a stick beside the wire, held and released, a second
 * supplement for the same ask (another desk, a restored copy), a withdrawal in between. The
 * states and arrows are the real table's; wire, stick and province are a model.
 *
 * In every state that can be reached the invariants hold, and from every one of them a settled
 * end can still be reached.
 */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/dossier.h"

enum { SUPPLEMENTS = 2, ASKS = 2 };
enum row { NO_ROW, TAKEN, REFUSED, BURIED };

/* One supplement and all that is about of it. state NONE: not sealed. */
struct supplement {
	unsigned state : 5, asked : 2, committed : 1, bundle : 1, put : 1, row : 2;
	unsigned says_receipt : 1, says_rejection : 1, says_withdrawn : 1;
};

/* events: told by the province, in order: asked, goes on, asked, ... Odd: it asks now. */
struct world {
	unsigned state : 5, events : 3, heard : 3, wish : 1;
	unsigned buried : 1, withdraw : 1, says_withdrawn : 1, left_by_event : 1;
	struct supplement s[SUPPLEMENTS];
};

/* The ask that an event number belongs to; 1, 2 ... */
static unsigned ask_of(unsigned event)
{
	return (event + 1) / 2;
}

/* ---- the terminal */

static bool is_live(const struct supplement *s)
{
	return s->state && s->state != MC_STATE_REJECTED && s->state != MC_STATE_WITHDRAWN &&
	       s->state != MC_STATE_HELD;
}

static bool happen(struct supplement *s, enum mc_happening happening)
{
	enum mc_state after = mc_state_after(s->state, happening);

	if (!s->state || after == MC_STATE_NONE) {
		return false;
	}
	if (s->state == MC_STATE_COMMITTING) { /* ended by the gateway's word alone */
		assert_true(happening == MC_HAPPENING_RECEIPT || happening == MC_HAPPENING_REJECTION ||
			    happening == MC_HAPPENING_WITHDRAWAL || happening == MC_HAPPENING_HOLD);
	}
	s->state = after;
	return true;
}

/* The same check as in the transaction that seals: one live one for each ask. */
static bool seal(struct world *w, int n)
{
	struct supplement *s = &w->s[n];
	unsigned asked = ask_of(w->heard);

	if (s->state || w->state != MC_STATE_NEEDS_SUPPLEMENT) {
		return false;
	}
	for (int i = 0; i < SUPPLEMENTS; i++) {
		if (is_live(&w->s[i]) && w->s[i].asked == asked) {
			return false;
		}
	}
	s->state = MC_STATE_SEALED;
	s->asked = asked;
	return true;
}

/* A restored copy of the data has sealed another one already: no check could know. */
static bool seal_again(struct world *w, int n)
{
	struct supplement *s = &w->s[n];

	if (s->state || w->state != MC_STATE_NEEDS_SUPPLEMENT) {
		return false;
	}
	s->state = MC_STATE_SEALED;
	s->asked = ask_of(w->heard);
	return true;
}

/* Refused, or of an ask that is past: its place is free for another one. */
static bool forget(struct world *w, int n)
{
	struct supplement *s = &w->s[n];
	bool over = s->state == MC_STATE_REJECTED || s->state == MC_STATE_WITHDRAWN ||
		    (s->state == MC_STATE_RECEIPTED && s->asked < ask_of(w->heard));

	if (!over || s->put || s->bundle) {
		return false;
	}
	memset(s, 0, sizeof(*s));
	return true;
}

static bool send(struct world *w, int n)
{
	return happen(&w->s[n], MC_HAPPENING_SEND);
}

static bool parts_held(struct world *w, int n)
{
	w->s[n].committed = 1;
	return happen(&w->s[n], MC_HAPPENING_PARTS_HELD);
}

static bool bundle(struct world *w, int n)
{
	struct supplement *s = &w->s[n];
	bool waits = mc_state_bucket(s->state) == MC_BUCKET_WAITING;

	s->bundle = 1;
	return waits && (s->state == MC_STATE_COMMITTING || happen(s, MC_HAPPENING_BUNDLE));
}

static bool hold(struct world *w, int n)
{
	return happen(&w->s[n], MC_HAPPENING_HOLD);
}

static bool release(struct world *w, int n)
{
	return happen(&w->s[n], MC_HAPPENING_RELEASE);
}

/* By the officer, before anything was sent. */
static bool take_back(struct world *w, int n)
{
	const struct supplement *s = &w->s[n];

	return !s->committed && !s->bundle && s->state == MC_STATE_SEALED &&
	       happen(&w->s[n], MC_HAPPENING_WITHDRAW);
}

static bool put(struct world *w, int n)
{
	w->s[n].put = 1;
	return w->s[n].state == MC_STATE_COMMITTING;
}

/* ---- the province, one transaction each */

static bool taken_for(const struct world *w, unsigned asked)
{
	for (int i = 0; i < SUPPLEMENTS; i++) {
		if (w->s[i].row == TAKEN && w->s[i].asked == asked) {
			return true;
		}
	}
	return false;
}

static bool asks(const struct world *w)
{
	return w->events % 2 && !w->buried;
}

static void judge(struct world *w, struct supplement *s)
{
	if (s->row) {
		return; /* what stands is told again */
	}
	if (w->buried) {
		s->row = BURIED;
	} else if (asks(w) && s->asked == ask_of(w->events) && !taken_for(w, s->asked)) {
		s->row = TAKEN;
	} else {
		s->row = REFUSED;
	}
}

static bool arrives(struct world *w, int n)
{
	struct supplement *s = &w->s[n];

	if (!s->put && !s->bundle) {
		return false;
	}
	judge(w, s);
	s->says_receipt |= s->row == TAKEN;
	s->says_rejection |= s->row == REFUSED;
	s->says_withdrawn |= s->row == BURIED;
	return true;
}

static bool lost(struct world *w, int n)
{
	struct supplement *s = &w->s[n];

	s->put = s->says_receipt = s->says_rejection = s->says_withdrawn = 0;
	return true;
}

static bool hears_receipt(struct world *w, int n)
{
	return w->s[n].says_receipt && happen(&w->s[n], MC_HAPPENING_RECEIPT);
}

static bool hears_rejection(struct world *w, int n)
{
	return w->s[n].says_rejection && happen(&w->s[n], MC_HAPPENING_REJECTION);
}

static bool hears_withdrawn(struct world *w, int n)
{
	return w->s[n].says_withdrawn && happen(&w->s[n], MC_HAPPENING_WITHDRAWAL);
}

static bool province_asks(struct world *w, int n)
{
	if (n || w->buried || w->events % 2 || w->events >= 2 * ASKS) {
		return false;
	}
	w->events++;
	return true;
}

static bool province_goes_on(struct world *w, int n)
{
	if (n || !asks(w) || !taken_for(w, ask_of(w->events))) {
		return false;
	}
	w->events++;
	return true;
}

/* In their order, each once; the list may be asked for late. */
static bool event_arrives(struct world *w, int n)
{
	bool ask = w->heard % 2 == 0;
	enum mc_state after;

	if (n || w->heard == w->events) {
		return false;
	}
	after = mc_state_after(w->state, ask ? MC_HAPPENING_SUPPLEMENT_ASKED : MC_HAPPENING_PROCESS);
	w->heard++;
	w->left_by_event = !ask;
	w->state = after ? after : w->state;
	return true;
}

/* ---- the dossier itself is taken back */

static bool wish(struct world *w, int n)
{
	w->wish = 1;
	return !n && !mc_state_is_final(w->state);
}

static bool ask_withdrawal(struct world *w, int n)
{
	w->withdraw = 1;
	return !n && w->wish && !mc_state_is_final(w->state);
}

static bool withdrawal_arrives(struct world *w, int n)
{
	w->buried = w->says_withdrawn = 1;
	return !n && w->withdraw;
}

static bool withdrawal_lost(struct world *w, int n)
{
	w->withdraw = w->says_withdrawn = 0;
	return !n;
}

static bool hears_dossier_withdrawn(struct world *w, int n)
{
	enum mc_state after = mc_state_after(w->state, MC_HAPPENING_WITHDRAWAL);

	if (n || !w->says_withdrawn || !after) {
		return false;
	}
	w->state = after;
	return true;
}

typedef bool step(struct world *w, int n);

static step *const steps[] = {
	seal, seal_again, forget, send, parts_held, bundle, hold, release, take_back, put, arrives,
	lost, hears_receipt, hears_rejection, hears_withdrawn, province_asks, province_goes_on,
	event_arrives, wish, ask_withdrawal, withdrawal_arrives, withdrawal_lost,
	hears_dossier_withdrawn,
};

/* ---- what must hold */

static void check_one(const struct supplement *s)
{
	enum mc_bucket bucket = mc_state_bucket(s->state);

	if (bucket == MC_BUCKET_RECEIVED) { /* shown as received: it is */
		assert_int_equal(s->row, TAKEN);
	}
	if (bucket == MC_BUCKET_REJECTED) {
		assert_int_equal(s->row, REFUSED);
	}
	if (s->state == MC_STATE_WITHDRAWN) { /* by the officer alone only what was never sent */
		assert_true(s->row == BURIED || (!s->row && !s->put && !s->bundle));
	}
	if (s->row) { /* the state was on disk before the act */
		assert_true(s->committed || s->bundle);
	}
}

static void check(const struct world *w)
{
	unsigned taken[ASKS + 2] = {0};

	for (int i = 0; i < SUPPLEMENTS; i++) {
		check_one(&w->s[i]);
		if (w->s[i].row == TAKEN) {
			assert_int_equal(taken[w->s[i].asked]++, 0); /* one for each ask */
		}
	}
	/* the dossier asks until an event, or its own withdrawal, says otherwise */
	if (w->heard % 2 && !mc_state_is_final(w->state)) {
		assert_int_equal(w->state, MC_STATE_NEEDS_SUPPLEMENT);
	}
	assert_true(w->state != MC_STATE_WITHDRAWN || w->buried);
	assert_true(w->heard <= w->events);
}

static bool settled(const struct world *w)
{
	for (int i = 0; i < SUPPLEMENTS; i++) {
		enum mc_bucket bucket = mc_state_bucket(w->s[i].state);

		if (bucket == MC_BUCKET_WAITING || bucket == MC_BUCKET_HELD ||
		    bucket == MC_BUCKET_BUNDLED) {
			return false;
		}
	}
	return w->heard == w->events && (!w->wish || w->state == MC_STATE_WITHDRAWN) &&
	       (w->state == MC_STATE_IN_PROCESS || w->state == MC_STATE_WITHDRAWN);
}

/* ---- all worlds, each once */

struct places {
	struct world *worlds;
	unsigned char *can_settle;
	size_t len, room, slots;
	uint32_t *table; /* index + 1 */
};

static uint32_t *slot_of(struct places *p, const struct world *w)
{
	const unsigned char *bytes = (const unsigned char *)w;
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < sizeof(*w); i++) {
		h = (h ^ bytes[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	i = h & (p->slots - 1);
	while (p->table[i] && memcmp(&p->worlds[p->table[i] - 1], w, sizeof(*w))) {
		i = (i + 1) & (p->slots - 1);
	}
	return &p->table[i];
}

static void add(struct places *p, const struct world *w)
{
	uint32_t *slot = slot_of(p, w);

	if (!*slot) {
		assert_true(p->len < p->room);
		check(w);
		p->worlds[p->len++] = *w;
		*slot = (uint32_t)p->len;
	}
}

static bool stepped(const struct world *from, size_t s, int n, struct world *ret)
{
	*ret = *from;
	return steps[s](ret, n) && memcmp(from, ret, sizeof(*from)) != 0;
}

static void explore(struct places *p, const struct world *start)
{
	add(p, start);
	for (size_t done = 0; done < p->len; done++) {
		for (size_t s = 0; s < MC_COUNT(steps) * SUPPLEMENTS; s++) {
			struct world next;

			if (stepped(&p->worlds[done], s / SUPPLEMENTS, (int)(s % SUPPLEMENTS),
				    &next)) {
				add(p, &next);
			}
		}
	}
}

static bool leads_to_settled(struct places *p, size_t at)
{
	for (size_t s = 0; s < MC_COUNT(steps) * SUPPLEMENTS; s++) {
		struct world next;

		if (stepped(&p->worlds[at], s / SUPPLEMENTS, (int)(s % SUPPLEMENTS), &next) &&
		    p->can_settle[*slot_of(p, &next) - 1]) {
			return true;
		}
	}
	return false;
}

static void nothing_hangs(struct places *p)
{
	bool more = true;

	for (size_t i = 0; i < p->len; i++) {
		p->can_settle[i] = settled(&p->worlds[i]);
	}
	while (more) {
		more = false;
		for (size_t i = p->len; i--;) {
			if (!p->can_settle[i] && leads_to_settled(p, i)) {
				p->can_settle[i] = more = true;
			}
		}
	}
	for (size_t i = 0; i < p->len; i++) {
		assert_true(p->can_settle[i]);
	}
}

static struct world begin(void)
{
	struct world w;

	memset(&w, 0, sizeof(w)); /* worlds are compared as bytes */
	w.state = MC_STATE_IN_PROCESS;
	return w;
}

static void every_order_comes_to_an_end(void **state)
{
	struct places p = {.room = 1 << 22, .slots = 1 << 23};
	struct world start = begin();

	(void)state;
	p.worlds = mc_calloc(p.room, sizeof(*p.worlds));
	p.can_settle = mc_calloc(p.room, 1);
	p.table = mc_calloc(p.slots, sizeof(*p.table));
	explore(&p, &start);
	print_message("%zu states\n", p.len);
	assert_true(p.len > 10000); /* it is a real crowd of states */
	nothing_hangs(&p);
	free(p.worlds);
	free(p.can_settle);
	free(p.table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_order_comes_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
