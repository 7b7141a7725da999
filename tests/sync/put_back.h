/* SPDX-License-Identifier: MPL-2.0 */
/* put_back.h - the fake gateway is put back from a backup, and gets again what it lost. */
#ifndef TESTS_SYNC_PUT_BACK_H
#define TESTS_SYNC_PUT_BACK_H

#include "sync/rig.h"

#include "motcua/store/epoch.h"

static inline bool is_lost(struct rig *r, int n)
{
	struct mc_item item = item_of(&r->w, n);
	bool lost;

	assert_ok(mc_mail_item_lost(r->w.mail, &item, &lost, NULL));
	return lost;
}

/* Its hello knows no more than this number. */
static inline void put_back(struct rig *r, int64_t knows)
{
	MC_COPY(r->w.highest_epoch, knows ? EPOCH : "");
	r->w.highest_seq = knows;
	run_once(r);
}

static inline void resend(struct rig *r, int n)
{
	struct mc_happened what = {.now = mc_clock_now()};

	assert_true(is_lost(r, n));
	assert_ok(mc_mail_happen(r->w.mail, r->w.records[n].id, MC_HAPPENING_RESEND, &what, NULL));
}

#endif
