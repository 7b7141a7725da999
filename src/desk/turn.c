/* SPDX-License-Identifier: MPL-2.0 */
/*
 * turn.c - which side a dossier waits for, and since when. An officer who is told "waiting"
 * and not for whom can only telephone around.
 */
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/work.h"

enum { STATUS_PAYMENT_DUE = 6 };

#define DESK "desk"
#define LINK "link"
#define STICK "stick"
#define PROVINCE "province"
#define NOBODY "nobody"

static const struct mc_turn turns[MC_STATE_COUNT] = {
	[MC_STATE_NONE] = {NOBODY, ""},
	[MC_STATE_DRAFT] = {DESK, N_("This desk: it is being filled in and was not sent.")},
	[MC_STATE_READY] = {DESK, N_("This desk: it is complete and was not sent.")},
	[MC_STATE_SEALED] = {LINK, N_("The link: it goes out by itself; nobody has to stay.")},
	[MC_STATE_UPLOADING] = {LINK, N_("The link: it goes out by itself; nobody has to stay.")},
	[MC_STATE_COMMITTING] = {LINK, N_("The link: it was sent, and its receipt is asked for.")},
	[MC_STATE_BUNDLED] = { STICK, N_("The stick: take it to the province, and bring back the "
					 "file with the receipts. If it is lost, F9 in the queue "
					 "sends it by the line.") },
	[MC_STATE_HELD] = {DESK, N_("This desk: a person must do what stands under \"To be done\".")},
	[MC_STATE_RECEIPTED] = {PROVINCE, N_("The province: it has it, and has not begun yet.")},
	[MC_STATE_FORWARDED] = {PROVINCE, N_("The province: it has it, and has not begun yet.")},
	[MC_STATE_IN_PROCESS] = {PROVINCE, N_("The province: it is being handled.")},
	[MC_STATE_NEEDS_SUPPLEMENT] = { DESK, N_("This desk and the citizen: what was asked for is "
						 "to be sent.") },
	[MC_STATE_REJECTED] = {DESK, N_("This desk: correct it, and send the new one.")},
	[MC_STATE_RETURNED] = {DESK, N_("This desk: correct it, and send the new one.")},
	[MC_STATE_COMPLETED] = {NOBODY, N_("Nobody: it is settled.")},
	[MC_STATE_WITHDRAWN] = {NOBODY, N_("Nobody: it was taken back.")},
	[MC_STATE_DISCARDED] = {NOBODY, N_("Nobody: it was discarded.")},
};

/* Of a dossier that asks for one, by how far its supplement is. */
static const struct mc_turn of_supplement[MC_BUCKET_COUNT] = {
	[MC_BUCKET_NONE] = {DESK, N_("This desk: the supplement is begun and was not sent.")},
	[MC_BUCKET_WAITING] = {LINK, N_("The link: the supplement is sealed and goes out by itself.")},
	[MC_BUCKET_BUNDLED] = { STICK, N_("The stick: the supplement is on it; take it to the province, "
					  "and bring back the file with the receipts.") },
	[MC_BUCKET_HELD] = { DESK, N_("This desk: the supplement is held; open it in the queue and do "
				      "what stands there.") },
	[MC_BUCKET_RECEIVED] = { PROVINCE, N_("The province: it has the supplement, receipt on disk, "
					      "and has not gone on with the dossier yet.") },
	[MC_BUCKET_REJECTED] = { DESK, N_("This desk: the supplement was refused; see why, and send "
					  "another one.") },
	[MC_BUCKET_WITHDRAWN] = { DESK, N_("This desk and the citizen: what was asked for is to be "
					   "sent.") },
};

/* The province has stopped the clock of one that it handles: national statuses 6 and 8. */
static const struct mc_turn payment_due = {
	DESK, N_("This desk and the citizen: a fee is to be paid; the clock stands until then.")
};
static const struct mc_turn stopped = {
	PROVINCE, N_("The province: it has stopped the dossier; its reason stands below.")
};

/* A supplement by itself: with its receipt it is done, and refused it is made anew. */
static const struct mc_turn own_received = {
	PROVINCE, N_("The province: it has it; how it goes on stands at the dossier.")
};
static const struct mc_turn own_refused = {
	DESK, N_("This desk: make another supplement from the dossier.")
};
static const struct mc_turn withdrawal = {
	LINK, N_("The link: the request to take it back goes out by itself.")
};

static const struct mc_turn after_burial = {
	LINK, N_("The link: first the one that it corrects is taken back; then it goes out by itself.")
};

const struct mc_turn *mc_dossier_turn(const struct mc_dossier_row *row)
{
	bool own = row->supplements[0] != '\0';

	if (row->withdrawing) {
		return &withdrawal;
	}
	if (row->after_burial && mc_state_bucket(row->state) == MC_BUCKET_WAITING) {
		return &after_burial;
	}
	if (own && mc_state_bucket(row->state) == MC_BUCKET_RECEIVED) {
		return &own_received;
	}
	if (own && row->state == MC_STATE_REJECTED) {
		return &own_refused;
	}
	if (row->state == MC_STATE_IN_PROCESS && row->progress.stopped) {
		return row->progress.stopped == STATUS_PAYMENT_DUE ? &payment_due : &stopped;
	}
	if (row->state == MC_STATE_NEEDS_SUPPLEMENT && row->supplement[0]) {
		return &of_supplement[mc_state_bucket(row->supplement_state)];
	}
	return &turns[row->state];
}

int64_t mc_dossier_turn_since(const struct mc_dossier_row *row)
{
	bool begun = row->state == MC_STATE_NEEDS_SUPPLEMENT && row->supplement[0];

	return begun ? row->supplement_at : row->state_at;
}

bool mc_dossier_overdue(const struct mc_dossier_row *row, int64_t now)
{
	enum mc_bucket bucket = mc_state_bucket(row->state);

	return (bucket == MC_BUCKET_WAITING || bucket == MC_BUCKET_BUNDLED) && row->sealed_at &&
	       now - row->sealed_at > MC_DAY;
}

bool mc_dossier_misses_news(const struct mc_dossier_row *row, const struct mc_desk_status *status)
{
	return status->news_gap && mc_state_bucket(row->state) == MC_BUCKET_RECEIVED &&
	       !mc_state_is_final(row->state);
}
