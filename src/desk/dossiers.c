/* SPDX-License-Identifier: MPL-2.0 */
/* dossiers.c - drafts and queue as one list, and what an officer does with a row of it. */

#include <stdio.h>
#include <string.h>

#include "desk/calendar.h"
#include "desk/verifications.h"
#include "desk/work.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/desk/find.h"
#include "motcua/store/epoch.h"
#include "motcua/store/progress.h"
#include "motcua/store/withdrawal.h"

enum { SAID_MAX = 200 };
enum look { FOR_ITSELF, IN_A_LIST };

/* ---- rows */
static void add_item(struct mc_dossier_row *row, const struct mc_item *item)
{
	row->seq = item->seq;
	row->state = item->state;
	row->state_at = item->state_at;
	row->sealed_at = item->sealed_at;
	row->next_try = item->next_try;
	row->attempts = item->attempts;
	row->cause = item->cause;
	row->sent_bytes = item->sent_bytes;
	row->total_bytes = item->total_bytes;
	row->has_receipt = item->has_receipt;
	row->withdrawing = item->withdrawing;
	row->refused = item->refused;
	row->after_burial = item->after_burial;
	MC_COPY(row->supplements, item->dossier);
}

/* While it is to be taken back that is what is tried, and what may fail. */
static void add_withdrawal(struct mc_desk *desk, struct mc_dossier_row *row)
{
	struct mc_mail_withdrawal withdrawal;

	if (row->withdrawing && !mc_mail_withdrawal(desk->mail, row->id, &withdrawal, NULL)) {
		row->next_try = withdrawal.next_try;
		row->cause = withdrawal.cause ? withdrawal.cause : row->cause;
	}
}

/* While the link is known to be down items are not even tried: what keeps them
 * waiting is the link's cause, and they go when it is tried again. */
static void add_link_cause(struct mc_desk *desk, struct mc_dossier_row *row)
{
	struct mc_link link;
	struct mc_err why;

	if (mc_state_bucket(row->state) != MC_BUCKET_WAITING ||
	    mc_mail_link(desk->mail, &link, &why) || link.state == MC_LINK_UP || !link.cause) {
		return;
	}
	row->cause = link.cause;
	row->next_try = link.next_try;
}

/* A receipt counts when its signature bears it out, not because mail.db has a row. */
static void judge_said(struct mc_desk *desk, struct mc_dossier_row *row)
{
	bool claimed = row->has_receipt;
	struct mc_vec said;
	struct mc_err why;

	row->has_receipt = false;
	if (!claimed) {
		return;
	}
	mc_vec_init(&said, sizeof(struct mc_dossier_said), SAID_MAX);
	if (!mc_dossier_said(desk, row->id, &said, &why)) {
		MC_VEC_EACH(&said, struct mc_dossier_said, it) {
			row->has_receipt |= it->verified && !strcmp(it->kind, "receipt");
			if (it->verified && it->official_number[0]) {
				MC_COPY(row->official_number, it->official_number);
			}
		}
	}
	mc_vec_done(&said);
	row->receipt_bad = !row->has_receipt && desk_ring(desk);
	if (row->receipt_bad) {
		row->cause = MC_E_SIGNATURE;
	}
}

/* In a list: the desk verified the receipt when it came, and wrote so into its own store. A
 * page of a dossier, and what is done with it, have the signature looked at again. */
static void take_judged(struct mc_desk *desk, struct mc_dossier_row *row)
{
	const struct mc_progress *known = &row->progress;

	if (row->has_receipt && known->reached && !known->provisional) {
		MC_COPY(row->official_number, known->official_number);
	} else {
		judge_said(desk, row);
	}
}

static void add_lost(struct mc_desk *desk, const struct mc_item *item, struct mc_dossier_row *row)
{
	if (mc_mail_item_lost(desk->mail, item, &row->lost, NULL)) {
		row->lost = false;
	}
}

static void add_sealed(struct mc_desk *desk, struct mc_dossier_row *row,
		       const struct mc_item *item, enum look look)
{
	add_item(row, item);
	add_link_cause(desk, row);
	add_withdrawal(desk, row);
	add_lost(desk, item, row);
	(look == IN_A_LIST ? take_judged : judge_said)(desk, row);
	desk_add_asked(desk, row);
}

static void add_draft(struct mc_dossier_row *row, const struct mc_draft *draft)
{
	MC_COPY(row->id, draft->id);
	MC_COPY(row->local_number, draft->local_number);
	MC_COPY(row->procedure, draft->procedure);
	MC_COPY(row->subject, draft->subject);
	row->progress = draft->progress;
	row->created_at = draft->created_at;
	row->state_at = draft->updated_at;
	MC_COPY(row->supplements, draft->supplements);
}

/* Due dates and verifications are an addition: a list of dossiers is shown without them, too. */
void desk_look_around(struct mc_desk *desk)
{
	struct mc_err why;

	(void)!desk_follow(desk, NULL, &why);
	(void)!desk_take_verifications(desk, &why);
}

/* As it is now: in the state that mail.db has once it is sealed. */
static enum mc_code seen_row(struct mc_desk *desk, const struct mc_draft *draft,
			     struct mc_dossier_row *ret, struct mc_err *why)
{
	struct mc_item_state item;
	enum mc_code code;

	add_draft(ret, draft);
	ret->state = draft->state;
	code = mc_mail_item_state(desk->mail, draft->id, &item, why);
	if (!code) {
		ret->state = item.state;
		ret->state_at = item.at;
	}
	return code == MC_E_DOSSIER_UNKNOWN ? MC_OK : code;
}

enum mc_code desk_seen_row(struct mc_desk *desk, int64_t n, enum desk_seen how,
			   struct mc_dossier_row *ret, struct mc_err *why)
{
	struct mc_draft draft;
	enum mc_code code = how == DESK_SEEN_DUE ? mc_draft_seen(desk->store, n, &draft, why) :
						   mc_draft_named(desk->store, n, &draft, why);

	if (!code) {
		code = seen_row(desk, &draft, ret, why);
		explicit_bzero(&draft, sizeof(draft));
	}
	return code == MC_E_DOSSIER_UNKNOWN ? MC_OK : code;
}

static enum mc_code seen_rows(struct mc_desk *desk, const struct mc_vec *drafts, struct mc_vec *ret,
			      struct mc_err *why)
{
	MC_VEC_EACH(drafts, struct mc_draft, draft) {
		struct mc_found_row *row = mc_vec_push(ret);
		enum mc_code code = row ? seen_row(desk, draft, &row->dossier, why) :
					  mc_fail(why, MC_E_INTERNAL, "the list takes no more rows");

		if (code) {
			return code;
		}
	}
	return MC_OK;
}

enum mc_code mc_newest_rows(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			    struct mc_err *why)
{
	struct mc_vec drafts;
	enum mc_code code;

	if (!offset && desk->settled) {
		desk_look_around(desk);
	}
	mc_vec_init(&drafts, sizeof(struct mc_draft), (size_t)limit);
	mc_store_look_begin(desk->store);
	mc_mail_look_begin(desk->mail);
	code = mc_draft_newest_named(desk->store, offset, limit, &drafts, why);
	code = code ? code : seen_rows(desk, &drafts, ret, why);
	mc_mail_look_end(desk->mail);
	mc_store_look_end(desk->store);
	if (drafts.len) {
		explicit_bzero(drafts.items, drafts.len * drafts.size);
	}
	mc_vec_done(&drafts);
	return code;
}

static enum mc_code fill_row(struct mc_desk *desk, const struct mc_draft *draft,
			     enum look look, struct mc_dossier_row *row, struct mc_err *why)
{
	struct mc_item item = {.sealed_at = 0};
	enum mc_code code = desk_state(desk, draft, &row->state, &item, why);

	add_draft(row, draft);
	if (item.sealed_at) {
		add_sealed(desk, row, &item, look);
	}
	desk_add_verifications(desk, row);
	return code;
}

/* A row of the queue without a draft: store.db may be another, older copy. */
static void fill_bare_row(struct mc_desk *desk, const struct mc_item *item,
			  struct mc_dossier_row *row)
{
	MC_COPY(row->id, item->id);
	add_sealed(desk, row, item, FOR_ITSELF);
}

static enum mc_code add_rows(struct mc_desk *desk, const struct mc_vec *drafts, struct mc_vec *ret,
			     struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; i < drafts->len && !code; i++) {
		struct mc_dossier_row *row = mc_vec_push(ret);

		if (!row) {
			break;
		}
		code = fill_row(desk, mc_vec_at(drafts, i), IN_A_LIST, row, why);
	}
	return code;
}

static enum mc_code list_drafts(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
				struct mc_err *why)
{
	struct mc_vec drafts;
	enum mc_code code;

	mc_vec_init(&drafts, sizeof(struct mc_draft), (size_t)limit);
	code = mc_draft_list(desk->store, offset, limit, &drafts, why);
	if (!code) {
		code = add_rows(desk, &drafts, ret, why);
	}
	mc_vec_done(&drafts);
	return code;
}

static enum mc_code item_row(struct mc_desk *desk, const struct mc_item *item,
			     struct mc_dossier_row *row, struct mc_err *why)
{
	struct mc_draft draft;
	enum mc_code code = mc_draft_load(desk->store, item->id, &draft, why);

	if (code == MC_E_DOSSIER_UNKNOWN) {
		fill_bare_row(desk, item, row);
		return MC_OK;
	}
	return code ? code : fill_row(desk, &draft, IN_A_LIST, row, why);
}

static enum mc_code list_items(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			       struct mc_err *why)
{
	struct mc_vec items;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_item), (size_t)limit);
	code = mc_mail_items(desk->mail, offset, limit, &items, why);
	for (size_t i = 0; i < items.len && !code; i++) {
		struct mc_dossier_row *row = mc_vec_push(ret);

		if (!row) {
			break;
		}
		code = item_row(desk, mc_vec_at(&items, i), row, why);
	}
	mc_vec_done(&items);
	return code;
}

enum mc_code mc_dossier_list(struct mc_desk *desk, bool queue_only, int offset, int limit,
			     struct mc_vec *ret, struct mc_err *why)
{
	if (!offset) {
		desk_look_around(desk);
	}
	return queue_only ? list_items(desk, offset, limit, ret, why) :
			    list_drafts(desk, offset, limit, ret, why);
}

enum mc_code mc_queue_length(struct mc_desk *desk, int *ret, struct mc_err *why)
{
	desk_look_around(desk);
	return mc_mail_item_count(desk->mail, ret, why);
}

int mc_queue_place(struct mc_desk *desk, const char *id)
{
	struct mc_err why;
	int place;

	return mc_mail_item_place(desk->mail, id, &place, &why) ? -1 : place;
}

enum mc_code mc_queue_moving(struct mc_desk *desk, struct mc_dossier_row *ret, struct mc_err *why)
{
	char id[MC_UUID_LEN];
	enum mc_code code = mc_mail_item_moving(desk->mail, id, why);

	if (!code && !id[0]) {
		*ret = (struct mc_dossier_row){.id = ""};
		return MC_OK;
	}
	return code ? code : mc_dossier_row(desk, id, ret, why);
}

enum mc_code mc_dossier_newest(struct mc_desk *desk, int offset, int limit, struct mc_vec *ret,
			       struct mc_err *why)
{
	if (!offset && desk->settled) {
		desk_look_around(desk);
	}
	return mc_draft_newest(desk->store, offset, limit, ret, why);
}

enum mc_code mc_dossier_count(struct mc_desk *desk, int *ret, struct mc_err *why)
{
	return mc_draft_count(desk->store, ret, why);
}

int mc_dossier_place(struct mc_desk *desk, int64_t n)
{
	struct mc_err why;
	int count;

	return mc_draft_count(desk->store, &count, &why) || n < 1 || n > count ? -1 :
										 (int)(count - n);
}

enum mc_code mc_dossier_rows(struct mc_desk *desk, const int64_t *n, int count, struct mc_vec *ret,
			     struct mc_err *why)
{
	struct mc_vec drafts;
	enum mc_code code;

	mc_vec_init(&drafts, sizeof(struct mc_draft), (size_t)count + 1);
	code = mc_draft_rows(desk->store, n, count, &drafts, why);
	if (!code) {
		code = add_rows(desk, &drafts, ret, why);
	}
	mc_vec_done(&drafts);
	return code;
}

enum mc_code mc_dossier_row(struct mc_desk *desk, const char *name, struct mc_dossier_row *ret,
			    struct mc_err *why)
{
	struct mc_dossier_row row = {.id = ""};
	struct mc_draft draft;
	struct mc_item item;
	enum mc_code code;

	desk_look_around(desk);
	code = mc_draft_find(desk->store, name, &draft, why);
	if (!code) {
		code = fill_row(desk, &draft, FOR_ITSELF, &row, why);
	} else if (code == MC_E_DOSSIER_UNKNOWN && !mc_mail_item(desk->mail, name, &item, NULL)) {
		fill_bare_row(desk, &item, &row);
		code = MC_OK;
	}
	if (!code) {
		*ret = row;
	}
	return code;
}

/* ---- acts on the queue */

/* Done, then said: the change itself is in mail.db's journal, in one transaction. */
static enum mc_code act(struct mc_desk *desk, const struct mc_dossier_row *row,
			enum mc_happening happening, const char *word, struct mc_err *why)
{
	struct mc_happened what = {.now = mc_clock_now()};
	enum mc_code code = mc_mail_happen(desk->mail, row->id, happening, &what, why);

	return code ? code : desk_audit(desk, word, row->id, row->procedure, "", why);
}

static enum mc_code send_now(struct mc_desk *desk, const char *name, struct mc_err *why)
{
	struct mc_dossier_row row;
	enum mc_code code = mc_dossier_row(desk, name, &row, why);

	code = code ? code : desk_check_replaced(desk, row.id, why);
	if (!code && row.state == MC_STATE_HELD && !mc_held_action(&row)->retry) {
		return mc_fail(why, row.cause, NULL); /* its own action releases it */
	}
	if (!code && row.state == MC_STATE_HELD) {
		return act(desk, &row, MC_HAPPENING_RELEASE, "release", why);
	}
	if (!code && row.state == MC_STATE_BUNDLED && !row.withdrawing) {
		return act(desk, &row, MC_HAPPENING_RELEASE, "release", why); /* the stick is lost */
	}
	if (!code && !row.sealed_at) {
		code = mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(row.state));
	}
	return code ? code : mc_mail_retry(desk->mail, row.id, why);
}

/* For the courier: this is no mere poke. */
static enum mc_code tell_send_now(struct mc_desk *desk, struct mc_err *why)
{
	char now[24];

	snprintf(now, sizeof(now), "%lld", (long long)mc_clock_now());
	return mc_mail_set(desk->mail, "send_now", now, why);
}

enum mc_code mc_queue_retry(struct mc_desk *desk, const char *name, struct mc_err *why)
{
	enum mc_code code =
		name ? send_now(desk, name, why) : mc_mail_retry(desk->mail, NULL, why);

	code = code ? code : tell_send_now(desk, why);
	return code ? code : mc_desk_courier(desk, why);
}
