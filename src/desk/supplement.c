/* SPDX-License-Identifier: MPL-2.0 */
/*
 * supplement.c - what the province asks for after it received a dossier.
 *
 * A supplement is a draft like any other, begun with all that the province has by now; what
 * is changed and attached in it is what is sent, as a queued item with an id of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "desk/said.h"
#include "motcua/base/clock.h"
#include "motcua/base/mem.h"
#include "motcua/store/supplement.h"

enum { SUPPLEMENTS_MAX = 200 };

/* The newest supplement of which this says true; MC_E_NOT_FOUND. */
typedef bool wanted_fn(const struct mc_item *item, const void *ctx);

static enum mc_code newest(struct mc_desk *desk, const char *dossier, wanted_fn *wanted,
			   const void *ctx, struct mc_item *ret, struct mc_err *why)
{
	struct mc_vec items;
	bool found = false;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_item), SUPPLEMENTS_MAX);
	code = mc_mail_supplements(desk->mail, dossier, &items, why);
	for (size_t i = 0; !code && !found && i < items.len; i++) {
		const struct mc_item *item = mc_vec_at(&items, i);

		found = wanted(item, ctx);
		if (found) {
			*ret = *item;
		}
	}
	mc_vec_done(&items);
	return code || found ? code : mc_fail(why, MC_E_NOT_FOUND, "no supplement");
}

static bool answers(const struct mc_item *item, const void *ctx)
{
	return !strcmp(item->asked, ctx);
}

static bool is_on_its_way(const struct mc_item *item, const void *ctx)
{
	enum mc_bucket bucket = mc_state_bucket(item->state);

	(void)ctx;
	return bucket == MC_BUCKET_WAITING || bucket == MC_BUCKET_BUNDLED;
}

static bool was_received(const struct mc_item *item, const void *ctx)
{
	(void)ctx;
	return mc_state_bucket(item->state) == MC_BUCKET_RECEIVED;
}

bool desk_can_change(struct mc_desk *desk, const struct mc_draft *draft)
{
	enum mc_state state;

	return !desk_state(desk, draft, &state, NULL, NULL) && desk_is_draft(state);
}

static bool find_draft(struct mc_desk *desk, const char *dossier, struct mc_draft *ret)
{
	return !mc_draft_supplement(desk->store, dossier, ret, NULL) && desk_can_change(desk, ret);
}

void desk_add_asked(struct mc_desk *desk, struct mc_dossier_row *row)
{
	struct mc_dossier_asked asked;
	struct mc_draft draft;
	struct mc_item item;

	if (row->state != MC_STATE_NEEDS_SUPPLEMENT ||
	    mc_dossier_asked(desk, row->id, &asked, NULL)) {
		return;
	}
	row->deadline = asked.deadline;
	if (!newest(desk, row->id, answers, asked.event, &item, NULL)) {
		MC_COPY(row->supplement, item.id);
		row->supplement_state = item.state;
		row->supplement_at = item.state_at;
	}
	if (row->supplement_state != MC_STATE_RECEIPTED && find_draft(desk, row->id, &draft)) {
		MC_COPY(row->supplement, draft.id);
		row->supplement_state = draft.state;
		row->supplement_at = draft.updated_at;
	}
}

/* ---- what the province has by now */

/* The draft whose values it got last: the dossier's, or those of a supplement since. */
static void latest_of(struct mc_desk *desk, const char *dossier, char ret[MC_UUID_LEN])
{
	struct mc_item item;

	mc_copy(ret, MC_UUID_LEN,
		newest(desk, dossier, was_received, NULL, &item, NULL) ? dossier : item.id);
}

enum mc_code desk_saved_form(struct mc_desk *desk, const char *id,
			     const struct mc_procedure *procedure, struct mc_form **ret,
			     struct mc_err *why)
{
	struct mc_form *form = desk_form_new(desk, procedure);
	struct mc_vec values;
	enum mc_code code;

	mc_vec_init(&values, sizeof(struct mc_draft_value), DESK_FIELDS_MAX);
	code = mc_draft_values(desk->store, id, &values, why);
	MC_VEC_EACH(&values, struct mc_draft_value, saved) {
		int field = mc_procedure_field(procedure, saved->field);
		struct mc_value value;

		if (field >= 0 && !mc_value_parse(mc_slice_of(&saved->bytes), &value, NULL)) {
			mc_form_restore(form, field, &value);
			mc_value_done(&value);
		}
	}
	mc_draft_values_done(&values);
	if (code) {
		mc_form_free(form);
		return code;
	}
	*ret = form;
	return MC_OK;
}

enum mc_code desk_known_form(struct mc_desk *desk, const char *dossier,
			     const struct mc_procedure *procedure, struct mc_form **ret,
			     struct mc_err *why)
{
	char id[MC_UUID_LEN];
	enum mc_code code;

	latest_of(desk, dossier, id);
	code = desk_saved_form(desk, id, procedure, ret, why);
	if (!code) {
		mc_form_compute(*ret, mc_clock_now()); /* an age that went on is nothing new */
	}
	return code;
}

/* ---- a new one */

static enum mc_code make_draft(struct mc_desk *desk, const struct mc_draft *dossier,
			       char ret_id[MC_UUID_LEN], struct mc_err *why)
{
	char latest[MC_UUID_LEN];

	latest_of(desk, dossier->id, latest);
	return work_copy(desk,
			 &(struct work_copy){ .origin = { .procedure = dossier->procedure,
							  .supplements = dossier->id,
							  .kept = dossier->id,
							  .subject = dossier->subject },
					      .act = "supplement",
					      .of = dossier->id,
					      .values_of = latest },
			 ret_id, why);
}

/* The same words as when it would be sealed, before anybody fills it in. Another one waits for
 * the receipt of the one that is on its way, so that each is read with what came before. */
static enum mc_code check(struct mc_desk *desk, const struct mc_draft *dossier, struct mc_err *why)
{
	struct mc_dossier_row row = {.state = MC_STATE_NONE};
	struct mc_item item;
	enum mc_code code = mc_dossier_row(desk, dossier->id, &row, why);

	if (!code && row.state != MC_STATE_NEEDS_SUPPLEMENT) {
		return mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(row.state));
	}
	if (!code && !newest(desk, dossier->id, is_on_its_way, NULL, &item, NULL)) {
		return mc_fail(why, MC_E_SUPPLEMENT_WAITS, "%s", mc_state_name(item.state));
	}
	if (!code && mc_state_bucket(row.supplement_state) == MC_BUCKET_RECEIVED) {
		return mc_fail(why, MC_E_SUPPLEMENT_WAITS, "%s",
			       mc_state_name(row.supplement_state));
	}
	return code;
}

enum mc_code mc_dossier_supplement(struct mc_desk *desk, const char *name, struct mc_work **ret,
				   struct mc_err *why)
{
	char id[MC_UUID_LEN];
	struct mc_draft dossier, draft;
	enum mc_code code = mc_draft_find(desk->store, name, &dossier, why);

	code = code ? code : check(desk, &dossier, why);
	if (!code && find_draft(desk, dossier.id, &draft)) {
		return mc_work_open(desk, draft.id, ret, why); /* it was begun already */
	}
	code = code ? code : make_draft(desk, &dossier, id, why);
	return code ? code : mc_work_open(desk, id, ret, why);
}
