/* SPDX-License-Identifier: MPL-2.0 */
/* adopt.c - "this is an old copy": somebody says so, and the desk goes on in a new epoch. */
#include <string.h>

#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/base/rand.h"
#include "motcua/store/epoch.h"

/* A seq that the gateway refused to this copy is as good a proof as its hello. */
struct taken {
	const char *epoch;
	int count;
};

static enum mc_code count_taken(void *ctx, const struct mc_item *item, struct mc_err *why)
{
	struct taken *taken = ctx;

	(void)why;
	taken->count += item->state == MC_STATE_HELD && item->cause == MC_E_SEQ_TAKEN &&
			!strcmp(item->epoch, taken->epoch);
	return MC_OK;
}

static enum mc_code open_epoch(struct mc_desk *desk, struct mc_adopted *ret, struct mc_err *why)
{
	uint8_t bytes[8];
	struct mc_err quiet;
	enum mc_code code;

	mc_rand_bytes(bytes, sizeof(bytes));
	mc_hex_encode(bytes, sizeof(bytes), ret->epoch);
	code = mc_mail_adopt(desk->mail, ret->epoch, mc_clock_now(), &ret->released, why);
	if (!code) {
		ret->adopted = true;
		code = desk_audit(desk, "adopt", "", "", "", why);
	}
	if (!code) {
		(void)!mc_desk_courier(desk, &quiet); /* it asks the gateway what it has */
	}
	return code;
}

enum mc_code mc_queue_adopt(struct mc_desk *desk, struct mc_adopted *ret, struct mc_err *why)
{
	struct mc_adopted adopted = {.adopted = false};
	struct mc_old_copy old;
	struct taken taken = {.epoch = old.epoch};
	enum mc_code code = mc_mail_old_copy(desk->mail, &old, why);

	code = code ? code : mc_mail_each_item(desk->mail, count_taken, &taken, why);
	if (code) {
		return code;
	}
	MC_COPY(adopted.left, old.epoch);
	adopted.seq = old.seq;
	adopted.taken = taken.count;
	adopted.seen_seq = strcmp(old.seen_epoch, old.epoch) ? 0 : old.seen_seq;
	if (old.is || adopted.taken) {
		code = open_epoch(desk, &adopted, why);
	}
	if (!code) {
		*ret = adopted;
	}
	return code;
}
