/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger.c - each running number in one place, and what was received or rejected counted from
 * signed bytes alone: two signatures an item, so that ten thousand take seconds. A screen
 * has it counted a little at a time, and what was borne out once is not looked at again while
 * the count lives: a receipt does not change.
 */
#include <stdlib.h>
#include <string.h>

#include "desk/said.h"
#include "motcua/base/mem.h"

enum { PAGE = 200, ROWS_A_SIGNATURE = 50 /* one without signatures is work as well */ };

struct mc_queue_count {
	struct mc_desk *desk;
	struct mc_queue_ledger ledger;
	struct mc_ledger_walk walk;
	bool begun, keys_asked;
	struct mc_vec page; /* struct mc_counted; those behind `at` are still to be counted */
	size_t at;
	int64_t supplement; /* n of the last one that was read; 0: none yet */
	bool ended;         /* the page is the last one */
	uint8_t *borne;     /* by n: the bucket for which its signatures bore it out; 0 = none yet */
	int64_t borne_size;
};

struct mc_queue_count *mc_queue_count_new(struct mc_desk *desk)
{
	struct mc_queue_count *count = mc_calloc(1, sizeof(*count));

	count->desk = desk;
	mc_vec_init(&count->page, sizeof(struct mc_counted), PAGE);
	return count;
}

void mc_queue_count_free(struct mc_queue_count *count)
{
	if (count) {
		mc_vec_done(&count->page);
		free(count->borne);
		free(count);
	}
}

void mc_queue_count_again(struct mc_queue_count *count)
{
	count->begun = false;
}

/* ---- one item */

static uint8_t *mark_of(struct mc_queue_count *count, int64_t n)
{
	if (n >= count->borne_size) {
		int64_t size = n + PAGE;

		count->borne = mc_realloc(count->borne, (size_t)size, 1);
		memset(count->borne + count->borne_size, 0, (size_t)(size - count->borne_size));
		count->borne_size = size;
	}
	return &count->borne[n];
}

/* The signatures are looked at once for each bucket that it comes to. */
static bool is_borne_out(struct mc_queue_count *count, const struct mc_counted *item, int *left)
{
	enum mc_bucket bucket = mc_state_bucket(item->state);
	uint8_t *mark = mark_of(count, item->n);

	if (*mark != bucket) {
		--*left;
		*mark = said_bears_out(count->desk, item->id, item->seq,
				       bucket == MC_BUCKET_REJECTED ? "rejection" : "receipt") ?
				(uint8_t)bucket :
				0;
	}
	return *mark == bucket;
}

static void count_dossier(struct mc_queue_count *count, const struct mc_counted *item, int *left)
{
	struct mc_queue_ledger *to = &count->ledger;
	enum mc_bucket bucket = mc_state_bucket(item->state);
	bool rejected = bucket == MC_BUCKET_REJECTED;

	if (bucket != MC_BUCKET_RECEIVED && !rejected) {
		return;
	}
	if (is_borne_out(count, item, left)) {
		*(rejected ? &to->rejected : &to->received) += 1;
	} else if (!to->first_unproven || item->seq < to->first_unproven) {
		to->first_unproven = item->seq;
	}
}

/* Beside the balance: a supplement has no running number, and its dossier is accounted for. */
static void count_supplement(struct mc_queue_count *count, const struct mc_counted *item, int *left)
{
	struct mc_queue_supplements *to = &count->ledger.supplements;
	enum mc_bucket bucket = mc_state_bucket(item->state);
	bool received = bucket == MC_BUCKET_RECEIVED, rejected = bucket == MC_BUCKET_REJECTED;

	to->sealed++;
	if ((received || rejected) && is_borne_out(count, item, left)) {
		*(rejected ? &to->rejected : &to->received) += 1;
	} else if (bucket == MC_BUCKET_WITHDRAWN) {
		to->withdrawn++;
	} else {
		to->waiting++; /* held and on a stick too: nobody signed for it yet */
	}
}

/* ---- all of them, a page at a time */

static void begin(struct mc_queue_count *count)
{
	count->ledger = (struct mc_queue_ledger){.created = 0};
	count->walk = (struct mc_ledger_walk){.ended = false};
	mc_vec_reset(&count->page);
	count->at = 0;
	count->supplement = 0;
	count->ended = false;
	count->keys_asked = false;
	count->begun = true;
}

/* The dossiers by their running numbers, then the supplements. */
static enum mc_code next_page(struct mc_queue_count *count, struct mc_err *why)
{
	struct mc_mail *mail = count->desk->mail;
	const struct mc_counted *last;
	enum mc_code code;

	mc_vec_reset(&count->page);
	count->at = 0;
	if (!count->walk.ended) {
		return mc_mail_ledger_page(mail, &count->walk, PAGE, &count->page, why);
	}
	code = mc_mail_supplements_page(mail, count->supplement, PAGE, &count->page, why);
	if (!code && count->page.len) {
		last = mc_vec_at(&count->page, count->page.len - 1);
		count->supplement = last->n;
	}
	count->ended = !code && count->page.len < PAGE;
	return code;
}

/* With the gateway's keys as they are by now; where nothing is signed yet none are asked for. */
static enum mc_code need_keys(struct mc_queue_count *count, const struct mc_counted *item,
			      struct mc_err *why)
{
	enum mc_bucket bucket = mc_state_bucket(item->state);

	if (count->keys_asked || (bucket != MC_BUCKET_RECEIVED && bucket != MC_BUCKET_REJECTED)) {
		return MC_OK;
	}
	count->keys_asked = true;
	return desk_keyring(count->desk, why);
}

static enum mc_code count_page(struct mc_queue_count *count, int *left, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (; !code && count->at < count->page.len && *left > 0; count->at++) {
		const struct mc_counted *item = mc_vec_at(&count->page, count->at);

		code = need_keys(count, item, why);
		if (code) {
			count->begun = false;
		} else if (item->seq) {
			count_dossier(count, item, left);
		} else {
			count_supplement(count, item, left);
		}
	}
	return code;
}

static void balance(struct mc_queue_count *count)
{
	const struct mc_ledger *rows = &count->walk.ledger;
	struct mc_queue_ledger *it = &count->ledger;

	it->created = rows->created;
	it->waiting = rows->bucket[MC_BUCKET_WAITING];
	it->held = rows->bucket[MC_BUCKET_HELD];
	it->bundled = rows->bucket[MC_BUCKET_BUNDLED];
	it->withdrawn = rows->bucket[MC_BUCKET_WITHDRAWN];
	it->first_missing = rows->first_missing;
	it->balanced = rows->balanced && it->created == it->received + it->rejected + it->waiting +
								it->held + it->bundled +
								it->withdrawn;
}

enum mc_code mc_queue_count_step(struct mc_queue_count *count, int most, bool *ret_done,
				 struct mc_queue_ledger *ret, struct mc_err *why)
{
	int left = most;
	enum mc_code code = MC_OK;

	*ret_done = false;
	if (!count->begun) {
		begin(count);
	}
	while (!code && left > 0 && !*ret_done) {
		code = count_page(count, &left, why);
		if (code || count->at < count->page.len) {
			break;
		}
		left -= (int)count->page.len / ROWS_A_SIGNATURE;
		*ret_done = count->ended;
		code = count->ended ? MC_OK : next_page(count, why);
	}
	if (*ret_done) {
		balance(count);
		*ret = count->ledger;
		count->begun = false;
	}
	return code;
}

enum mc_code mc_queue_ledger(struct mc_desk *desk, struct mc_queue_ledger *ret,
			     struct mc_err *why)
{
	struct mc_queue_count *count = mc_queue_count_new(desk);
	bool done = false;
	enum mc_code code = MC_OK;

	while (!code && !done) {
		code = mc_queue_count_step(count, PAGE, &done, ret, why);
	}
	mc_queue_count_free(count);
	return code;
}
