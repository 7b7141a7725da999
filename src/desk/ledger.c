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

enum { PAGE = 500, PAGE_COSTS = 10 /* signatures */, STABLE_TRIES = 5 };

struct mc_queue_count {
	struct mc_desk *desk;
	struct mc_queue_ledger ledger;
	bool begun, rows_balanced;
	uint32_t version; /* of mail.db when it was begun */
	int tries;
	int64_t n;      /* of the last item that was counted */
	uint8_t *borne; /* by n: the bucket for which its signatures bore it out; 0 = none yet */
	int64_t borne_size;
};

struct mc_queue_count *mc_queue_count_new(struct mc_desk *desk)
{
	struct mc_queue_count *count = mc_calloc(1, sizeof(*count));

	count->desk = desk;
	return count;
}

void mc_queue_count_free(struct mc_queue_count *count)
{
	if (count) {
		free(count->borne);
		free(count);
	}
}

void mc_queue_count_again(struct mc_queue_count *count)
{
	count->begun = false;
	count->tries = 0;
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

static enum mc_code begin(struct mc_queue_count *count, struct mc_err *why)
{
	struct mc_desk *desk = count->desk;
	struct mc_ledger rows;
	enum mc_code code;

	count->version = mc_mail_version(desk->mail);
	code = mc_mail_ledger(desk->mail, &rows, why);
	if (code) {
		return code;
	}
	count->ledger = (struct mc_queue_ledger){ .created = rows.created,
						  .waiting = rows.bucket[MC_BUCKET_WAITING],
						  .held = rows.bucket[MC_BUCKET_HELD],
						  .bundled = rows.bucket[MC_BUCKET_BUNDLED],
						  .withdrawn = rows.bucket[MC_BUCKET_WITHDRAWN],
						  .first_missing = rows.first_missing };
	count->rows_balanced = rows.balanced;
	count->n = 0;
	count->begun = true;
	return rows.bucket[MC_BUCKET_RECEIVED] || rows.bucket[MC_BUCKET_REJECTED] ?
		       desk_keyring(desk, why) :
		       MC_OK;
}

/* The last page is a short one. */
static enum mc_code count_page(struct mc_queue_count *count, int *left, bool *ret_last,
			       struct mc_err *why)
{
	struct mc_vec page;
	enum mc_code code;

	mc_vec_init(&page, sizeof(struct mc_counted), PAGE);
	code = mc_mail_counted(count->desk->mail, count->n, PAGE, &page, why);
	*ret_last = page.len < PAGE;
	for (size_t i = 0; !code && i < page.len; i++) {
		const struct mc_counted *item = mc_vec_at(&page, i);

		if (*left <= 0) {
			*ret_last = false;
			break;
		}
		if (item->is_supplement) {
			count_supplement(count, item, left);
		} else {
			count_dossier(count, item, left);
		}
		count->n = item->n;
	}
	mc_vec_done(&page);
	return code;
}

static void balance(struct mc_queue_count *count)
{
	struct mc_queue_ledger *it = &count->ledger;

	it->balanced = count->rows_balanced && it->created == it->received + it->rejected +
								      it->waiting + it->held +
								      it->bundled + it->withdrawn;
}

/* The courier goes on meanwhile: what was counted as waiting may be received by the time
 * it is verified, and that is no imbalance. */
static bool is_stable(struct mc_queue_count *count)
{
	return count->version == mc_mail_version(count->desk->mail) ||
	       ++count->tries >= STABLE_TRIES;
}

enum mc_code mc_queue_count_step(struct mc_queue_count *count, int most, bool *ret_done,
				 struct mc_queue_ledger *ret, struct mc_err *why)
{
	int left = most;
	bool last = false;
	enum mc_code code = count->begun ? MC_OK : begin(count, why);

	*ret_done = false;
	while (!code && !last && left > 0) {
		code = count_page(count, &left, &last, why);
		left -= PAGE_COSTS; /* one without signatures is work as well */
	}
	if (code || !last) {
		return code;
	}
	count->begun = false;
	if (is_stable(count)) {
		balance(count);
		count->tries = 0;
		*ret = count->ledger;
		*ret_done = true;
	}
	return MC_OK;
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
