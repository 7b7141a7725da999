/* SPDX-License-Identifier: MPL-2.0 */
/*
 * asked.c - what the province asks for, followed through its signed events.
 *
 * Several branches of a linked group may ask at once, each by an event of its own; any other
 * word of the same branch settles what it asked. A supplement answers what had been asked by
 * the event that it names.
 */
#include "desk/asked.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/i18n.h"
#include "motcua/base/mem.h"
#include "motcua/desk/linked.h"
#include "motcua/seal/hash.h"
#include "motcua/store/supplement.h"

enum { SAID_MAX = 200, SUPPLEMENTS_MAX = 200 };

/* ---- following the events */

static void remove_at(struct desk_asks *asks, int i)
{
	asks->count--;
	memmove(&asks->of[i], &asks->of[i + 1], (size_t)(asks->count - i) * sizeof(asks->of[0]));
}

static void settle(struct desk_asks *asks, const char *branch)
{
	for (int i = asks->count; i-- > 0;) {
		if (!branch[0] || !asks->of[i].branch[0] || !strcmp(asks->of[i].branch, branch)) {
			remove_at(asks, i);
		}
	}
}

static bool asks_for_more(const struct mc_outer *outer)
{
	return !strcmp(outer->branch[0] ? outer->branch_outcome : outer->outcome,
		       "needs_supplement");
}

static void take(struct mc_desk *desk, const struct mc_record *record,
		 const struct mc_mail_event *event, struct desk_asks *asks)
{
	struct mc_outer outer;
	struct desk_ask *ask;

	if (strcmp(event->kind, "event") || !said_outer(desk, record, event, &outer)) {
		return;
	}
	settle(asks, outer.branch);
	if (!asks_for_more(&outer) || asks->count == MC_BRANCHES_MAX + 1) {
		return;
	}
	ask = &asks->of[asks->count++];
	memset(ask, 0, sizeof(*ask));
	MC_COPY(ask->branch, outer.branch);
	ask->heard_at = event->at;
	ask->at = outer.at;
	mc_sha256_hex(mc_slice_of(&event->outer), ask->event);
	(void)said_notice(desk, record, event, &ask->notice);
}

enum mc_code desk_asks_load(struct mc_desk *desk, const char *id, struct desk_asks **ret,
			    struct mc_err *why)
{
	struct mc_vec events;
	struct mc_record record;
	enum mc_code code;

	*ret = mc_calloc(1, sizeof(**ret));
	code = said_record(desk, id, &record, why);
	mc_vec_init(&events, sizeof(struct mc_mail_event), SAID_MAX);
	code = code ? code : mc_mail_events(desk->mail, id, &events, why);
	MC_VEC_EACH(&events, struct mc_mail_event, event) {
		if (!code) {
			take(desk, &record, event, *ret);
		}
	}
	mc_mail_events_done(&events);
	return code;
}

void desk_asks_free(struct desk_asks *asks)
{
	if (asks) {
		explicit_bzero(asks, sizeof(*asks));
		free(asks);
	}
}

/* ---- what was answered */

static bool is_answer(const struct mc_item *item)
{
	enum mc_bucket bucket = mc_state_bucket(item->state);

	return bucket == MC_BUCKET_WAITING || bucket == MC_BUCKET_BUNDLED ||
	       bucket == MC_BUCKET_RECEIVED;
}

static void answered(struct desk_asks *asks, const char *event)
{
	for (int i = asks->count; i-- > 0;) {
		if (!strcmp(asks->of[i].event, event)) {
			while (i >= 0) {
				remove_at(asks, i--);
			}
		}
	}
}

enum mc_code desk_asks_unanswered(struct mc_desk *desk, const char *id, struct desk_asks *asks,
				  struct mc_err *why)
{
	struct mc_vec items;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_item), SUPPLEMENTS_MAX);
	code = mc_mail_supplements(desk->mail, id, &items, why);
	MC_VEC_EACH(&items, struct mc_item, item) {
		if (!code && is_answer(item)) {
			answered(asks, item->asked);
		}
	}
	mc_vec_done(&items);
	return code;
}

/* ---- the event that is answered */

enum mc_code desk_asked_event(struct mc_desk *desk, const char *id, int64_t begun_at,
			      char ret[MC_DIGEST_LEN], struct mc_err *why)
{
	struct desk_asks *asks;
	const struct desk_ask *ask = NULL;
	enum mc_code code = desk_asks_load(desk, id, &asks, why);

	if (!code && asks->count) {
		ask = &asks->of[asks->count - 1];
		for (int i = 0; i < asks->count; i++) {
			ask = asks->of[i].heard_at <= begun_at ? &asks->of[i] : ask;
		}
		mc_copy(ret, MC_DIGEST_LEN, ask->event);
	}
	desk_asks_free(asks);
	return code || ask ? code : mc_fail(why, MC_E_NOT_FOUND, "no supplement was asked for");
}

/* ---- for the screens */

static const char *branch_label(const struct mc_procedure *procedure, const char *id)
{
	if (procedure) {
		MC_VEC_EACH(&procedure->branches, struct mc_branch, branch) {
			if (!strcmp(branch->id, id)) {
				return mc_label_text(&branch->label, mc_i18n_language());
			}
		}
	}
	return id;
}

/* Each in its own words; by name where several ask. */
static void join_texts(const struct mc_procedure *procedure, const struct desk_asks *asks,
		       struct mc_dossier_asked *ret)
{
	struct mc_str text;

	mc_str_init(&text, sizeof(ret->text) - 1);
	for (int i = 0; i < asks->count; i++) {
		const struct desk_ask *ask = &asks->of[i];

		mc_str_puts(&text, i ? "; " : "");
		if (asks->count > 1) {
			mc_str_printf(&text, "%s: ", branch_label(procedure, ask->branch));
		}
		mc_str_puts(&text, ask->notice.text);
	}
	MC_COPY(ret->text, text.len ? text.data : "");
	mc_str_wipe(&text);
}

static void summarise(const struct mc_procedure *procedure, const struct desk_asks *asks,
		      struct mc_dossier_asked *ret)
{
	for (int i = 0; i < asks->count; i++) {
		const struct desk_ask *ask = &asks->of[i];

		ret->at = ask->at;
		if (ask->notice.deadline && (!ret->deadline || ask->notice.deadline < ret->deadline)) {
			ret->deadline = ask->notice.deadline; /* the first to run out */
		}
		MC_COPY(ret->event, ask->event);
	}
	join_texts(procedure, asks, ret);
}

/* What is not answered yet; when all is, what was asked last. */
enum mc_code mc_dossier_asked(struct mc_desk *desk, const char *id, struct mc_dossier_asked *ret,
			      struct mc_err *why)
{
	struct mc_dossier_asked asked = {.event = ""};
	struct desk_asks *asks;
	enum mc_code code = desk_asks_load(desk, id, &asks, why);

	if (!code && asks->count) {
		struct desk_ask last = asks->of[asks->count - 1];

		code = desk_asks_unanswered(desk, id, asks, why);
		if (!asks->count) {
			asks->of[asks->count++] = last;
		}
		summarise(asks->count > 1 ? mc_dossier_procedure(desk, id) : NULL, asks, &asked);
		explicit_bzero(&last, sizeof(last));
	}
	desk_asks_free(asks);
	if (!code && !asked.event[0]) {
		code = mc_fail(why, MC_E_NOT_FOUND, "no supplement was asked for");
	}
	if (!code) {
		*ret = asked;
	}
	return code;
}
