/* SPDX-License-Identifier: MPL-2.0 */
/*
 * missed.c - news of what has no receipt here yet: its own came by another way, is lost, or waits
 * for a person. The news of all others do not wait for it: it is passed over, noted with its
 * cursor, and the list is asked for again from there when the receipt is in the store, whoever
 * brought it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "sync/engine.h"

/* setting: "CURSOR ID" for each, CURSOR before its first event; "" = none */
#define MISSED "missed_event"

enum {
	NAMED_MAX = 64, /* the rest is noted together, without a name */
	TEXT_MAX = (NAMED_MAX + 1) * (MC_UUID_LEN + 24),
	AGAIN = 10 * 60 * 1000, /* those without a name are asked for again */
};

struct missed {
	int64_t before;
	char id[MC_UUID_LEN]; /* "" = of whatever */
};

static struct missed *find(struct mc_vec *list, const char *id)
{
	MC_VEC_EACH(list, struct missed, it) {
		if (!strcmp(it->id, id)) {
			return it;
		}
	}
	return NULL;
}

static void add(struct mc_vec *list, int64_t before, const char *id)
{
	struct missed *it = find(list, id);

	if (!it && list->len >= NAMED_MAX) {
		id = "";
		it = find(list, id);
	}
	if (!it) {
		it = mc_vec_push(list);
		it->before = before;
		(void)MC_COPY(it->id, id);
	}
	it->before = before < it->before ? before : it->before;
}

/* A cursor with no id behind it is of whatever. */
static void parse(const char *text, struct mc_vec *ret)
{
	int64_t before = 0;
	char id[MC_UUID_LEN];
	int used = 0;

	while (sscanf(text, " %" SCNd64 "%n", &before, &used) == 1) {
		text += used;
		id[0] = '\0';
		if (sscanf(text, " %36[0-9a-f-]%n", id, &used) == 1 && mc_uuid_valid(id)) {
			text += used;
		} else {
			id[0] = '\0';
		}
		add(ret, before, id);
	}
}

static enum mc_code load(struct mc_engine *engine, struct mc_vec *ret, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, TEXT_MAX);
	code = mc_mail_get(engine->with.mail, MISSED, &text, why);
	if (!code) {
		parse(text.data, ret);
	}
	mc_str_done(&text);
	return code;
}

static enum mc_code save(struct mc_engine *engine, const struct mc_vec *list, struct mc_err *why)
{
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, TEXT_MAX);
	mc_str_puts(&text, "");
	MC_VEC_EACH(list, struct missed, it) {
		(void)mc_str_printf(&text, "%s%" PRId64 "%s%s", text.len ? " " : "", it->before,
				    it->id[0] ? " " : "", it->id);
	}
	code = mc_mail_set(engine->with.mail, MISSED, text.data, why);
	mc_str_done(&text);
	return code;
}

bool engine_awaits_receipt(enum mc_state state)
{
	return mc_state_bucket(state) == MC_BUCKET_WAITING || state == MC_STATE_HELD ||
	       state == MC_STATE_BUNDLED;
}

enum mc_code engine_pass_over(struct mc_engine *engine, const struct mc_outer *outer,
			      struct mc_err *why)
{
	struct mc_vec list;
	enum mc_code code;

	mc_vec_init(&list, sizeof(struct missed), NAMED_MAX + 1);
	code = load(engine, &list, why);
	if (!code) {
		add(&list, outer->cursor - 1, outer->id);
		code = save(engine, &list, why);
	}
	mc_vec_done(&list);
	return code;
}

/* One that is not here any more needs nothing; the list says so once more. */
static enum mc_code is_due(struct mc_engine *engine, const struct missed *missed, bool *ret,
			   struct mc_err *why)
{
	struct mc_item item;
	enum mc_code code;

	if (!missed->id[0]) {
		*ret = mc_clock_mono() >= engine->missed_next;
		return MC_OK;
	}
	code = mc_mail_item(engine->with.mail, missed->id, &item, why);
	*ret = code == MC_E_DOSSIER_UNKNOWN || !engine_awaits_receipt(item.state);
	return code == MC_E_DOSSIER_UNKNOWN ? MC_OK : code;
}

/* Takes those that are due out of the list; ret_from -1: there is none. */
static enum mc_code take_due(struct mc_engine *engine, struct mc_vec *list, int64_t *ret_from,
			     struct mc_err *why)
{
	enum mc_code code = MC_OK;
	size_t kept = 0;

	*ret_from = -1;
	for (size_t i = 0; !code && i < list->len; i++) {
		struct missed *it = mc_vec_at(list, i);
		bool due = false;

		code = is_due(engine, it, &due, why);
		if (!due) {
			*(struct missed *)mc_vec_at(list, kept++) = *it;
		} else if (*ret_from < 0 || it->before < *ret_from) {
			*ret_from = it->before;
		}
	}
	list->len = code ? list->len : kept;
	return code;
}

/* Back first, then forgotten: whatever comes between, it is asked for again. */
static enum mc_code go_back(struct mc_engine *engine, int64_t from, const struct mc_vec *left,
			    struct mc_err *why)
{
	enum mc_code code;

	engine->events_next = 0;
	engine->missed_next = mc_clock_mono() + AGAIN;
	engine_gap_back(engine, from);
	code = mc_mail_cursor_back(engine->with.mail, from, why);
	code = code ? code : save(engine, left, why);
	engine->events_stale = engine->events_out;
	return code;
}

void engine_events_missed(struct mc_engine *engine)
{
	struct mc_err why;
	struct mc_vec list;
	int64_t from = -1;
	enum mc_code code;

	mc_vec_init(&list, sizeof(struct missed), NAMED_MAX + 1);
	code = load(engine, &list, &why);
	code = code ? code : take_due(engine, &list, &from, &why);
	if (!code && from >= 0) {
		code = go_back(engine, from, &list, &why);
	}
	mc_vec_done(&list);
	if (code) {
		engine_fault(engine, code, &why);
	}
}
