/* SPDX-License-Identifier: MPL-2.0 */
/* link.c - what came in over the link: events, their cursor, the link's own state. */
#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/mail.h"
#include "store/mail_db.h"

/* One outer JWS or sealed notice; the wire limits them far lower. */
enum { STATEMENT_MAX = 1 << 20, GAP_MAX = 64 };

/* ---- events */

enum mc_code mc_mail_cursor(struct mc_mail *mail, int64_t *ret, struct mc_err *why)
{
	return mc_db_first(&mail->db, "SELECT cursor FROM link", NULL, mc_db_number, ret,
			   MC_E_STORE_CORRUPT, why);
}

enum mc_code mc_mail_cursor_set(struct mc_mail *mail, int64_t cursor, struct mc_err *why)
{
	return mc_db_run(&mail->db, "UPDATE link SET cursor = ?1", MC_BINDS(mc_bind_int(cursor)),
			 why);
}

enum mc_code mc_mail_cursor_back(struct mc_mail *mail, int64_t cursor, struct mc_err *why)
{
	return mc_db_run(&mail->db, "UPDATE link SET cursor = ?1 WHERE cursor > ?1",
			 MC_BINDS(mc_bind_int(cursor)), why);
}

/* Below 0 they keep their order, and a cursor that is given a second time is above them. */
enum mc_code mc_link_restart(struct mc_mail *mail, struct mc_err *why)
{
	int64_t top = 0;
	enum mc_code code = mc_db_first(&mail->db,
					"SELECT ifnull(max(cursor), 0) FROM statement"
					" WHERE kind = 'event'",
					NULL, mc_db_number, &top, MC_E_STORE, why);

	code = code ? code :
		      mc_db_run(&mail->db,
				"UPDATE statement SET cursor = cursor - ?1 WHERE kind = 'event'",
				MC_BINDS(mc_bind_int((top > 0 ? top : 0) + 1)), why);
	code = code ? code : mc_mail_set(mail, "events_gap", "", why);
	code = code ? code : mc_mail_set(mail, "missed_event", "", why);
	return code ? code : mc_mail_cursor_back(mail, 0, why);
}

enum mc_code mc_mail_cursor_restart(struct mc_mail *mail, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&mail->db, why);

	return code ? code : mc_db_end(&mail->db, mc_link_restart(mail, why), why);
}

enum mc_code mc_mail_gap(struct mc_mail *mail, struct mc_mail_gap *ret, struct mc_err *why)
{
	long long until = 0, since = 0;
	struct mc_str text;
	enum mc_code code;

	mc_str_init(&text, GAP_MAX);
	code = mc_mail_get(mail, "events_gap", &text, why);
	if (!code && sscanf(text.data, "%lld %lld", &until, &since) != 2) {
		until = since = 0;
	}
	mc_str_done(&text);
	if (!code) {
		*ret = (struct mc_mail_gap){until, since};
	}
	return code;
}

enum mc_code mc_mail_gap_set(struct mc_mail *mail, const struct mc_mail_gap *gap,
			     struct mc_err *why)
{
	char text[GAP_MAX];

	snprintf(text, sizeof(text), "%lld %lld", (long long)gap->until, (long long)gap->since);
	return mc_mail_set(mail, "events_gap", gap->until ? text : "", why);
}

enum mc_code mc_mail_event_newest(struct mc_mail *mail, const char *id, int64_t *ret,
				  struct mc_err *why)
{
	return mc_db_first(&mail->db,
			   "SELECT ifnull(max(cursor), 0) FROM statement"
			   " WHERE item = ?1 AND kind = 'event'",
			   MC_BINDS(mc_bind_text(id)), mc_db_number, ret, MC_E_STORE, why);
}

static enum mc_code push_event(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_mail_event *event = mc_vec_push(ctx);
	enum mc_code code;

	if (!event) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more events");
	}
	mc_str_init(&event->outer, STATEMENT_MAX);
	mc_str_init(&event->inner, STATEMENT_MAX);
	event->cursor = sqlite3_column_int64(row, 0);
	if (!mc_col_at(row, 1, &event->at) || !MC_COL(row, 2, event->id) ||
	    !MC_COL(row, 3, event->kind)) {
		return mc_db_corrupt(why, "statement: a value of the wrong shape");
	}
	code = mc_col_put(row, 4, &event->outer, why);
	return code ? code : mc_col_put(row, 5, &event->inner, why);
}

static void drop_from(struct mc_vec *events, size_t len)
{
	while (events->len > len) {
		struct mc_mail_event *event = mc_vec_at(events, events->len - 1);

		mc_str_done(&event->outer);
		mc_str_done(&event->inner);
		mc_vec_remove(events, events->len - 1);
	}
}

enum mc_code mc_mail_events(struct mc_mail *mail, const char *id, struct mc_vec *ret,
			    struct mc_err *why)
{
	size_t before = ret->len;
	/* an event that came late stands before the first that was told after it */
	enum mc_code code =
		mc_db_each(&mail->db,
			   "SELECT cursor, at, item, kind, outer_jws, inner_age FROM statement s"
			   " WHERE item = ?1 ORDER BY iif(kind = 'event', (SELECT min(later.n)"
			   " FROM statement later WHERE later.item = ?1 AND later.kind = 'event'"
			   " AND later.cursor >= s.cursor), n), cursor, n",
			   MC_BINDS(mc_bind_text(id)), push_event, ret, why);

	if (code) {
		drop_from(ret, before);
	}
	return code;
}

void mc_mail_events_done(struct mc_vec *events)
{
	drop_from(events, 0);
	mc_vec_done(events);
}

/* ---- the link */

static const char *const states[] = {
	[MC_LINK_UNKNOWN] = "UNKNOWN",
	[MC_LINK_UP] = "UP",
	[MC_LINK_DOWN] = "DOWN",
	[MC_LINK_SUSPECT] = "SUSPECT",
};

static enum mc_code take_link(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_link link = {.cause = mc_col_code(row, 4),
			       .clock_offset = sqlite3_column_int64(row, 5)};
	char state[16];

	if (!MC_COL(row, 0, state) || !mc_col_at(row, 1, &link.since) ||
	    !mc_col_at(row, 2, &link.last_up) || !mc_col_at(row, 3, &link.next_try)) {
		return mc_db_corrupt(why, "link: a value of the wrong shape");
	}
	for (size_t i = 0; i < MC_COUNT(states); i++) {
		if (strcmp(state, states[i]) == 0) {
			link.state = (enum mc_link_state)i;
		}
	}
	*(struct mc_link *)ctx = link;
	return MC_OK;
}

enum mc_code mc_mail_link(struct mc_mail *mail, struct mc_link *ret, struct mc_err *why)
{
	return mc_db_first(&mail->db,
			   "SELECT state, since, last_up, next_try, cause, clock_offset FROM link",
			   NULL, take_link, ret, MC_E_STORE_CORRUPT, why);
}

enum mc_code mc_mail_link_set(struct mc_mail *mail, const struct mc_link *link, struct mc_err *why)
{
	return mc_db_run(&mail->db,
			 "UPDATE link SET state = ?1, since = ?2, last_up = ?3, next_try = ?4,"
			 " cause = ?5, clock_offset = ?6",
			 MC_BINDS(mc_bind_text(states[link->state]), mc_bind_at_or_null(link->since),
				  mc_bind_at_or_null(link->last_up), mc_bind_at_or_null(link->next_try),
				  mc_bind_code(link->cause), mc_bind_int(link->clock_offset)),
			 why);
}
