/* SPDX-License-Identifier: MPL-2.0 */
/*
 * behind.c - what the province lost when its gateway was put back from a backup, and what a
 * person does about it.
 */
#include <string.h>

#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/store/epoch.h"

enum { LOST_MAX = 100000 };

/* What a person reads out to the province. */
static void add_number(struct mc_desk *desk, const struct mc_item *item, struct mc_str *to)
{
	enum mc_lost_kind kind = mc_lost_kind(item);
	struct mc_draft draft;
	bool known = !mc_draft_load(desk->store, item->id, &draft, NULL);
	const char *number = known ? draft.local_number : item->id;

	mc_str_puts(to, to->len ? ", " : "");
	if (kind == MC_LOST_SUPPLEMENT) {
		mc_str_printf(to, _("supplement %s"), number);
	} else if (kind == MC_LOST_WITHDRAWAL) {
		/* TRANSLATORS: of a dossier, by its number */
		mc_str_printf(to, _("withdrawal of %s"), number);
	} else {
		mc_str_puts(to, number);
	}
	explicit_bzero(&draft, sizeof(draft));
}

static void count_one(const struct mc_item *item, struct mc_queue_lost *to)
{
	enum mc_lost_kind kind = mc_lost_kind(item);

	to->count++;
	to->supplements += kind == MC_LOST_SUPPLEMENT;
	to->withdrawals += kind == MC_LOST_WITHDRAWAL;
	if (kind == MC_LOST_DOSSIER) {
		to->first = to->dossiers++ ? to->first : item->seq;
		to->last = item->seq;
	}
}

const char *mc_dossier_lost_what(const struct mc_dossier_row *row)
{
	if (row->supplements[0]) {
		return "supplement";
	}
	return row->withdrawing || row->state == MC_STATE_WITHDRAWN ? "withdrawal" : "dossier";
}

/* struct mc_item, and what is noted of the gateway. */
static enum mc_code all_lost(struct mc_desk *desk, struct mc_gateway_behind *ret_behind,
			     struct mc_vec *ret, struct mc_err *why)
{
	enum mc_code code = mc_mail_gateway_behind(desk->mail, ret_behind, why);

	return code || !ret_behind->had ?
		       code :
		       mc_mail_gateway_lost(desk->mail, ret_behind, ret, why);
}

enum mc_code mc_queue_lost(struct mc_desk *desk, struct mc_queue_lost *ret,
			   struct mc_str *ret_numbers, struct mc_err *why)
{
	struct mc_queue_lost lost = {.count = 0};
	struct mc_gateway_behind behind;
	struct mc_vec items;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_item), LOST_MAX);
	code = all_lost(desk, &behind, &items, why);
	if (!code && items.len) {
		lost.since = behind.since;
	}
	MC_VEC_EACH(&items, struct mc_item, item) {
		count_one(item, &lost);
		if (ret_numbers) {
			add_number(desk, item, ret_numbers);
		}
	}
	mc_vec_done(&items);
	if (!code) {
		*ret = lost;
	}
	return code;
}

/* ---- sent again */

/* Sealed bytes, id and number are those of before: the gateway takes it as it did then. */
static enum mc_code send_again(struct mc_desk *desk, const struct mc_item *item,
			       struct mc_err *why)
{
	bool taken_back = mc_lost_kind(item) == MC_LOST_WITHDRAWAL;
	struct mc_happened what = {.now = mc_clock_now(),
				   .cause = taken_back ? MC_E_GATEWAY_BEHIND : MC_OK};
	enum mc_code code =
		mc_mail_happen(desk->mail, item->id, MC_HAPPENING_RESEND, &what, why);

	return code ? code : desk_audit(desk, "resend", item->id, "", "", why);
}

static bool is_on_its_way(const struct mc_item *item)
{
	return item->withdrawing ||
	       mc_state_after(item->state, MC_HAPPENING_RESEND) == MC_STATE_NONE;
}

static bool is_in(const struct mc_vec *items, const char *id)
{
	MC_VEC_EACH(items, struct mc_item, item) {
		if (!strcmp(item->id, id)) {
			return true;
		}
	}
	return false;
}

static enum mc_code add_lost(struct mc_desk *desk, const char *id, struct mc_vec *to,
			     bool *ret_lost, struct mc_err *why)
{
	struct mc_item item;
	enum mc_code code = mc_mail_item(desk->mail, id, &item, why);

	code = code ? code : mc_mail_item_lost(desk->mail, &item, ret_lost, why);
	if (!code && *ret_lost && !is_in(to, id)) {
		*(struct mc_item *)mc_vec_push(to) = item;
	}
	return code;
}

/* A supplement is nothing to a gateway that does not have the dossier: that one goes first. */
static enum mc_code add_named(struct mc_desk *desk, const char *name, struct mc_vec *to,
			      struct mc_err *why)
{
	struct mc_dossier_row row;
	bool lost = false;
	enum mc_code code = mc_dossier_row(desk, name, &row, why);

	if (!code && row.supplements[0]) {
		code = add_lost(desk, row.supplements, to, &lost, why);
	}
	code = code ? code : add_lost(desk, row.id, to, &lost, why);
	if (!code && !lost) {
		code = mc_fail(why, MC_E_NOT_LOST, "%s", row.local_number);
	}
	return code;
}

/* All names are looked at before the first one goes. */
static enum mc_code gather(struct mc_desk *desk, const char *const *names, int count,
			   struct mc_vec *to, struct mc_err *why)
{
	struct mc_gateway_behind behind;
	enum mc_code code = names ? MC_OK : all_lost(desk, &behind, to, why);

	for (int i = 0; names && !code && i < count; i++) {
		code = add_named(desk, names[i], to, why);
	}
	return code;
}

enum mc_code mc_queue_resend(struct mc_desk *desk, const char *const *names, int count,
			     int *ret_sent, struct mc_err *why)
{
	struct mc_err quiet;
	struct mc_vec items;
	int sent = 0;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_item), LOST_MAX);
	code = gather(desk, names, count, &items, why);
	MC_VEC_EACH(&items, struct mc_item, item) {
		if (!code && !is_on_its_way(item)) {
			code = send_again(desk, item, why);
			sent += !code;
		}
	}
	mc_vec_done(&items);
	if (sent) {
		(void)!mc_desk_courier(desk, &quiet);
	}
	if (!code) {
		*ret_sent = sent;
	}
	return code;
}

/* ---- or answered for */

/* Recorded before it is told no more: each by its id, and who answers for it. */
enum mc_code mc_queue_settle(struct mc_desk *desk, int *ret_settled, struct mc_err *why)
{
	struct mc_gateway_behind behind;
	struct mc_vec items;
	int settled = 0;
	enum mc_code code = desk->officer.number[0] ? MC_OK : mc_fail(why, MC_E_OFFICER, NULL);

	mc_vec_init(&items, sizeof(struct mc_item), LOST_MAX);
	code = code ? code : all_lost(desk, &behind, &items, why);
	MC_VEC_EACH(&items, struct mc_item, item) {
		code = code ? code :
			      desk_audit(desk, "settle", item->id, "",
					 mc_error_info(MC_E_GATEWAY_BEHIND)->code, why);
		settled += !code;
	}
	mc_vec_done(&items);
	if (!code && settled) {
		code = mc_mail_gateway_settle(desk->mail, why);
	}
	if (!code) {
		*ret_settled = settled;
	}
	return code;
}
