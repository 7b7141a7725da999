/* SPDX-License-Identifier: MPL-2.0 */
/*
 * explore_test.c - the life of a dossier with everything that may go wrong around it, all
 * of it: every order of steps, lost and repeated messages, crashes, a stick beside the wire,
 * withdrawals, held and released, and two dossiers that claim one running number (an old
 * copy). The states and arrows are the real table's; wire, stick and gateway are a model.
 *
 * In every state that can be reached the invariants of docs/DELIVERY.md 2 hold, and from every
 * one of them a settled end can still be reached: nothing is lost, nothing hangs for ever.
 */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/domain/dossier.h"

enum wish { NO_WISH, OPEN, DONE, MOOT };
enum row { NO_ROW, RECEIVED, REJECTED };

/* One dossier and all that is about of it, in 32 bits, so that two are one key. */
struct dossier {
	/* on the terminal's disk */
	unsigned state : 5, wish : 2, sent : 1, part_confirmed : 1, receipt : 1, committed : 1;
	/* in the gateway's ledger */
	unsigned part_held : 1, row : 2, buried : 1;
	/* on the way: requests, which may arrive any number of times, and answers */
	unsigned put : 1, upload : 1, withdraw : 1;
	unsigned says_receipt : 1, says_rejection : 1, says_withdrawn : 1, says_missing : 1,
		says_taken : 1;
	/* on the stick, for good */
	unsigned bundle : 1, back_receipt : 1, back_rejection : 1, back_withdrawn : 1;
	/* chosen at the beginning */
	unsigned bad : 1, has_part : 1, same_place : 1;
};

struct world {
	struct dossier d[2];
};

/* ---- the terminal */

static bool waits(const struct dossier *d)
{
	return mc_state_bucket(d->state) == MC_BUCKET_WAITING;
}

static bool is_final(const struct dossier *d)
{
	return mc_state_is_final(d->state);
}

/* As mc_mail_happen(): no arrow, no change; a final state ends an open wish. */
static bool happen(struct dossier *d, enum mc_happening happening)
{
	enum mc_state after = mc_state_after(d->state, happening);
	bool was_open = d->wish == OPEN;

	if (after == MC_STATE_NONE) {
		return false;
	}
	/* COMMITTING ends by an authenticated answer; parts-missing only leads back to parts */
	if (d->state == MC_STATE_COMMITTING) {
		assert_true(happening == MC_HAPPENING_RECEIPT ||
			    happening == MC_HAPPENING_REJECTION ||
			    happening == MC_HAPPENING_WITHDRAWAL || happening == MC_HAPPENING_HOLD ||
			    happening == MC_HAPPENING_PARTS_MISSING);
	}
	d->state = after;
	d->receipt |= happening == MC_HAPPENING_RECEIPT;
	if (was_open && is_final(d)) {
		d->wish = after == MC_STATE_WITHDRAWN ? DONE : MOOT;
	}
	assert_true(happening != MC_HAPPENING_RECEIPT || !was_open || d->wish == OPEN);
	return true;
}

/* ---- the gateway, one transaction each */

enum answer { A_RECEIPT, A_REJECTION, A_WITHDRAWN, A_MISSING, A_TAKEN };

static enum answer gateway_put(struct dossier *d, const struct dossier *other)
{
	if (d->buried) {
		return A_WITHDRAWN;
	}
	if (!d->row) {
		if (d->same_place && other->row) {
			return A_TAKEN;
		}
		if (d->has_part && !d->part_held) {
			return A_MISSING;
		}
		d->row = d->bad ? REJECTED : RECEIVED;
	}
	return d->row == REJECTED ? A_REJECTION : A_RECEIPT;
}

static enum answer gateway_withdraw(struct dossier *d)
{
	if (!d->buried && d->row == REJECTED) {
		return A_REJECTION;
	}
	d->buried = 1;
	return A_WITHDRAWN;
}

/* ---- steps: each changes its copy, or says that it cannot be */

typedef bool step(struct dossier *d, struct dossier *other);

static bool act(struct dossier *d, enum mc_happening happening)
{
	return d->wish != OPEN && happen(d, happening);
}

static bool send(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->sent = 1;
	return act(d, MC_HAPPENING_SEND);
}

static bool bundle(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->sent = d->bundle = 1;
	/* with an unknown outcome it goes on the stick, and stays what it is */
	return (d->wish != OPEN && d->state == MC_STATE_COMMITTING) ||
	       act(d, MC_HAPPENING_BUNDLE);
}

static bool upload(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->upload = 1;
	return d->state == MC_STATE_UPLOADING && d->has_part && !d->part_confirmed &&
	       d->wish != OPEN;
}

static bool upload_arrives(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->part_held = 1;
	return d->upload;
}

static bool upload_confirmed(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->part_confirmed = 1;
	return d->part_held && d->state == MC_STATE_UPLOADING;
}

static bool upload_expires(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->part_held = 0;
	return !d->row;
}

static bool parts_held(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->committed = 1;
	return (d->part_confirmed || !d->has_part) && act(d, MC_HAPPENING_PARTS_HELD);
}

static bool put(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->put = 1;
	return d->state == MC_STATE_COMMITTING && d->wish != OPEN;
}

static bool put_arrives(struct dossier *d, struct dossier *other)
{
	enum answer answer;

	if (!d->put) {
		return false;
	}
	answer = gateway_put(d, other);
	d->says_receipt |= answer == A_RECEIPT;
	d->says_rejection |= answer == A_REJECTION;
	d->says_withdrawn |= answer == A_WITHDRAWN;
	d->says_missing |= answer == A_MISSING;
	d->says_taken |= answer == A_TAKEN;
	return true;
}

static bool requests_lost(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->put = d->upload = d->withdraw = 0;
	return true;
}

/* The courier dies, or the link takes the answers with it. */
static bool answers_lost(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->says_receipt = d->says_rejection = d->says_withdrawn = d->says_missing = d->says_taken =
		0;
	return true;
}

/* What came: an answer that is not there says nothing. */
static bool heard(struct dossier *d, bool said, enum mc_happening happening)
{
	return said && happen(d, happening);
}

static bool hears_receipt(struct dossier *d, struct dossier *other)
{
	(void)other;
	return heard(d, d->says_receipt, MC_HAPPENING_RECEIPT);
}

static bool hears_rejection(struct dossier *d, struct dossier *other)
{
	(void)other;
	return heard(d, d->says_rejection, MC_HAPPENING_REJECTION);
}

static bool hears_withdrawn(struct dossier *d, struct dossier *other)
{
	(void)other;
	return heard(d, d->says_withdrawn, MC_HAPPENING_WITHDRAWAL);
}

static bool hears_missing(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->part_confirmed = 0;
	return heard(d, d->says_missing, MC_HAPPENING_PARTS_MISSING);
}

static bool hears_taken(struct dossier *d, struct dossier *other)
{
	(void)other;
	return heard(d, d->says_taken, MC_HAPPENING_HOLD);
}

/* Any number of times: the stick is only read. */
static bool stick_arrives(struct dossier *d, struct dossier *other)
{
	enum answer answer;

	if (!d->bundle) {
		return false;
	}
	d->part_held |= d->has_part;
	answer = gateway_put(d, other);
	d->back_receipt |= answer == A_RECEIPT;
	d->back_rejection |= answer == A_REJECTION;
	d->back_withdrawn |= answer == A_WITHDRAWN;
	return true;
}

static bool stick_receipt(struct dossier *d, struct dossier *other)
{
	(void)other;
	return heard(d, d->back_receipt, MC_HAPPENING_RECEIPT);
}

static bool stick_rejection(struct dossier *d, struct dossier *other)
{
	(void)other;
	return heard(d, d->back_rejection, MC_HAPPENING_REJECTION);
}

static bool stick_withdrawn(struct dossier *d, struct dossier *other)
{
	(void)other;
	return heard(d, d->back_withdrawn, MC_HAPPENING_WITHDRAWAL);
}

static bool take_back(struct dossier *d, struct dossier *other)
{
	(void)other;
	if (d->wish == OPEN) {
		return false;
	}
	if (!d->sent && happen(d, MC_HAPPENING_WITHDRAW)) {
		return true;
	}
	d->wish = OPEN;
	return d->sent && mc_state_after(d->state, MC_HAPPENING_WITHDRAWAL) != MC_STATE_NONE;
}

static bool ask_withdrawal(struct dossier *d, struct dossier *other)
{
	(void)other;
	d->withdraw = 1;
	return d->wish == OPEN;
}

static bool withdrawal_arrives(struct dossier *d, struct dossier *other)
{
	enum answer answer;

	(void)other;
	if (!d->withdraw) {
		return false;
	}
	answer = gateway_withdraw(d);
	d->says_withdrawn |= answer == A_WITHDRAWN;
	d->says_rejection |= answer == A_REJECTION;
	return true;
}

/* A signed hello that knows more: everything that waits is held. */
static bool hold(struct dossier *d, struct dossier *other)
{
	(void)other;
	return waits(d) && happen(d, MC_HAPPENING_HOLD);
}

static bool release(struct dossier *d, struct dossier *other)
{
	(void)other;
	return act(d, MC_HAPPENING_RELEASE);
}

static bool forwarded(struct dossier *d, struct dossier *other)
{
	(void)other;
	return d->row == RECEIVED && !d->buried && happen(d, MC_HAPPENING_FORWARD);
}

static step *const steps[] = {
	send, bundle, upload, upload_arrives, upload_confirmed, upload_expires, parts_held, put,
	put_arrives, requests_lost, answers_lost, hears_receipt, hears_rejection, hears_withdrawn,
	hears_missing, hears_taken, stick_arrives, stick_receipt, stick_rejection, stick_withdrawn,
	take_back, ask_withdrawal, withdrawal_arrives, hold, release, forwarded,
};

/* ---- what must hold */

static void check_one(const struct dossier *d)
{
	enum mc_bucket bucket = mc_state_bucket(d->state);

	assert_true(bucket != MC_BUCKET_NONE); /* each seq is in just one bucket */
	if (bucket == MC_BUCKET_RECEIVED) {    /* shown as received: it is, and it is proven */
		assert_int_equal(d->row, RECEIVED);
		assert_true(d->receipt);
		assert_true(!d->buried || d->wish == OPEN);
	}
	if (bucket == MC_BUCKET_REJECTED) {
		assert_int_equal(d->row, REJECTED);
	}
	if (d->state == MC_STATE_WITHDRAWN) { /* nothing can bring it back */
		assert_true(d->buried || (!d->sent && !d->row && !d->put && !d->bundle));
	}
	if (d->row) { /* the state was on disk before the act */
		assert_true(d->committed || d->bundle);
	}
	assert_true(!d->buried || d->wish != NO_WISH);
}

static void check(const struct world *w)
{
	check_one(&w->d[0]);
	check_one(&w->d[1]);
	assert_false(w->d[0].same_place && w->d[0].row && w->d[1].row); /* one row per place */
}

static bool settled(const struct dossier *d)
{
	enum mc_bucket bucket = mc_state_bucket(d->state);

	return d->wish != OPEN && (bucket == MC_BUCKET_RECEIVED || bucket == MC_BUCKET_REJECTED ||
				   bucket == MC_BUCKET_WITHDRAWN);
}

/* ---- all worlds, each once */

struct places {
	struct world *worlds;
	unsigned char *can_settle;
	size_t len, room;
	uint32_t *table; /* index + 1 */
	size_t slots;
};

static uint64_t hash_of(const struct world *w)
{
	uint64_t words[(sizeof(*w) + 7) / 8] = {0}, h = 0;

	memcpy(words, w, sizeof(*w));
	for (size_t i = 0; i < MC_COUNT(words); i++) {
		h = (h ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return h;
}

static uint32_t *slot_of(struct places *p, const struct world *w)
{
	size_t i = hash_of(w) & (p->slots - 1);

	while (p->table[i] && memcmp(&p->worlds[p->table[i] - 1], w, sizeof(*w))) {
		i = (i + 1) & (p->slots - 1);
	}
	return &p->table[i];
}

static void add(struct places *p, const struct world *w)
{
	uint32_t *slot = slot_of(p, w);

	if (*slot) {
		return;
	}
	assert_true(p->len < p->room);
	check(w);
	p->worlds[p->len++] = *w;
	*slot = (uint32_t)p->len;
}

static bool stepped(const struct world *from, size_t s, int which, struct world *ret)
{
	*ret = *from;
	return steps[s](&ret->d[which], &ret->d[!which]) && memcmp(from, ret, sizeof(*from)) != 0;
}

/* Breadth first, until there is nothing new; dossiers: how many of the two move. */
static void explore(struct places *p, const struct world *start, size_t dossiers)
{
	add(p, start);
	for (size_t done = 0; done < p->len; done++) {
		for (size_t s = 0; s < MC_COUNT(steps) * dossiers; s++) {
			struct world next;

			if (stepped(&p->worlds[done], s / dossiers, (int)(s % dossiers), &next)) {
				add(p, &next);
			}
		}
	}
}

static void places_init(struct places *p, size_t room)
{
	*p = (struct places){.room = room, .slots = 1};
	while (p->slots < 2 * room) {
		p->slots *= 2;
	}
	p->worlds = mc_calloc(room, sizeof(*p->worlds));
	p->can_settle = mc_calloc(room, 1);
	p->table = mc_calloc(p->slots, sizeof(*p->table));
}

static void places_done(struct places *p)
{
	free(p->worlds);
	free(p->can_settle);
	free(p->table);
}

static bool leads_to_settled(struct places *p, size_t at)
{
	for (size_t s = 0; s < MC_COUNT(steps); s++) {
		struct world next;

		if (stepped(&p->worlds[at], s, 0, &next) &&
		    p->can_settle[*slot_of(p, &next) - 1]) {
			return true;
		}
	}
	return false;
}

/* From wherever it stands, an end can still be reached. */
static void nothing_hangs(struct places *p)
{
	bool more = true;

	for (size_t i = 0; i < p->len; i++) {
		p->can_settle[i] = settled(&p->worlds[i].d[0]);
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

static struct world begin(bool bad, bool has_part, bool same_place)
{
	struct world w;

	memset(&w, 0, sizeof(w)); /* the bits between, too: worlds are compared as bytes */
	for (int i = 0; i < 2; i++) {
		w.d[i].state = MC_STATE_SEALED;
		w.d[i].bad = bad && !i;
		w.d[i].has_part = has_part && !i;
		w.d[i].same_place = same_place;
	}
	return w;
}

static void one_dossier_to_the_end(void **state)
{
	(void)state;
	for (int kind = 0; kind < 4; kind++) {
		struct world start = begin(kind & 1, kind & 2, false);
		struct places p;

		places_init(&p, 1 << 20);
		explore(&p, &start, 1);
		assert_true(p.len > 200); /* it is a real crowd of states */
		nothing_hangs(&p);
		places_done(&p);
	}
}

/* Two dossiers, each with all that can befall it, in every mixture; with one place for both (an old
 * copy gave the number twice) and with one for each. */
static void two_dossiers_to_the_end(void **state)
{
	(void)state;
	for (int same_place = 0; same_place < 2; same_place++) {
		struct world start = begin(false, false, same_place);
		struct places p;

		places_init(&p, 1 << 21);
		explore(&p, &start, 2);
		assert_true(p.len > 100000);
		nothing_hangs(&p);
		places_done(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_dossier_to_the_end),
		cmocka_unit_test(two_dossiers_to_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
