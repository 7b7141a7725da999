/* SPDX-License-Identifier: MPL-2.0 */
/*
 * happen.c - every change of an item: the state by the pure table, the statement that
 * caused it and the journal row, in one transaction.
 */
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/epoch.h"
#include "store/mail_db.h"

/* What a happening means to the row beside its state. */
struct effect {
	const char *kind; /* of the statement that goes with it; NULL = none can */
	bool answers;     /* the gateway answered a try: it counts */
	bool goes_on;     /* a step of the same try: what failed last stays shown */
};

static const struct effect effects[MC_HAPPENING_COUNT] = {
	[MC_HAPPENING_SEND] = {.goes_on = true},
	[MC_HAPPENING_PARTS_HELD] = {.goes_on = true},
	[MC_HAPPENING_PARTS_MISSING] = {.answers = true},
	[MC_HAPPENING_RECEIPT] = {.kind = "receipt", .answers = true},
	[MC_HAPPENING_REJECTION] = {.kind = "rejection", .answers = true},
	[MC_HAPPENING_HOLD] = {.kind = "refusal", .answers = true},
	[MC_HAPPENING_WITHDRAW] = {.kind = "withdrawal"},
	[MC_HAPPENING_WITHDRAWAL] = {.kind = "withdrawn"},
	[MC_HAPPENING_FORWARD] = {.kind = "event"},
	[MC_HAPPENING_PROCESS] = {.kind = "event"},
	[MC_HAPPENING_SUPPLEMENT_ASKED] = {.kind = "event"},
	[MC_HAPPENING_SUPPLEMENTED] = {.kind = "event"},
	[MC_HAPPENING_RETURN] = {.kind = "event"},
	[MC_HAPPENING_FINISH] = {.kind = "event"},
	[MC_HAPPENING_BRANCH] = {.kind = "event"},
	[MC_HAPPENING_RESEND] = {.kind = NULL},
};

/* ---- the statement */

enum mc_code mc_mail_said(struct mc_mail *mail, const char *id, struct mc_slice outer, bool *ret,
			  struct mc_err *why)
{
	int64_t count = 0;
	enum mc_code code = MC_OK;

	if (outer.len) {
		code = mc_db_first(
			&mail->db,
			"SELECT count(*) FROM statement WHERE item = ?1 AND outer_jws = ?2",
			MC_BINDS(mc_bind_text(id), mc_bind_bytes(outer)), mc_db_number, &count,
			MC_E_STORE, why);
	}
	*ret = count > 0;
	return code;
}

static enum mc_code store_statement(struct mc_mail *mail, const char *id, const char *kind,
				    const struct mc_happened *what, struct mc_err *why)
{
	bool known = false;
	enum mc_code code = mc_mail_said(mail, id, what->outer, &known, why);

	if (code || known || !what->outer.len) {
		return code;
	}
	if (!kind) {
		return mc_fail(why, MC_E_INTERNAL, "no statement goes with this happening");
	}
	return mc_db_run(&mail->db,
			 "INSERT INTO statement (item, kind, cursor, at, outer_jws, inner_age)"
			 " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			 MC_BINDS(mc_bind_text(id), mc_bind_text(kind), mc_bind_int(what->cursor),
				  mc_bind_at(what->now), mc_bind_bytes(what->outer),
				  mc_bind_bytes(what->inner)),
			 why);
}

/* Together with what the event did, so that it is taken in exactly once. */
static enum mc_code move_cursor(struct mc_mail *mail, int64_t cursor, struct mc_err *why)
{
	return cursor ? mc_db_run(&mail->db,
				  "UPDATE link SET cursor = ?1 WHERE cursor < ?1",
				  MC_BINDS(mc_bind_int(cursor)), why) :
			MC_OK;
}

/* ---- the item */

static enum mc_code update_item(struct mc_mail *mail, const char *id, const struct effect *effect,
				enum mc_state state, const struct mc_happened *what,
				struct mc_err *why)
{
	char detail[120] = "";

	(void)MC_COPY(detail, what->detail ? what->detail : "");
	return mc_db_run(&mail->db,
			 "UPDATE item SET state = ?2, state_at = iif(state = ?2, state_at, ?3),"
			 " attempts = attempts + ?4,"
			 " last_try = iif(?4, ?3, last_try),"
			 " next_try = iif(?5, next_try, NULL),"
			 " cause = iif(?5, cause, ?6),"
			 " cause_detail = iif(?5, cause_detail, ?7) WHERE id = ?1",
			 MC_BINDS(mc_bind_text(id), mc_bind_text(mc_state_name(state)),
				  mc_bind_at(what->now), mc_bind_int(effect->answers),
				  mc_bind_int(effect->goes_on), mc_bind_code(what->cause),
				  mc_bind_text(detail)),
			 why);
}

/* What was sent or handed over may be at the gateway, whatever the state says by now:
 * its withdrawal takes the gateway's signature. */
static enum mc_code never_sent(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	int64_t count = 0;
	enum mc_code code = mc_db_first(
		&mail->db,
		"SELECT count(*) FROM journal WHERE item = ?1 AND happening IN (?2, ?3)",
		MC_BINDS(mc_bind_text(id), mc_bind_text(mc_happening_name(MC_HAPPENING_SEND)),
			 mc_bind_text(mc_happening_name(MC_HAPPENING_BUNDLE))),
		mc_db_number, &count, MC_E_STORE, why);

	return code || !count ? code : mc_fail(why, MC_E_DOSSIER_STATE, "it was sent before");
}

/* What is being taken back goes by its withdrawal alone. */
static enum mc_code still_lost(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	struct mc_item item;
	bool lost = false;
	enum mc_code code = mc_mail_item(mail, id, &item, why);

	if (!code && item.withdrawing) {
		return mc_fail(why, MC_E_DOSSIER_STATE, "a withdrawal is open");
	}
	code = code ? code : mc_mail_item_lost(mail, &item, &lost, why);
	return code || lost ? code : mc_fail(why, MC_E_DOSSIER_STATE, "the gateway has it");
}

/* What the table cannot know. */
static enum mc_code allowed(struct mc_mail *mail, const char *id, enum mc_happening happening,
			    struct mc_err *why)
{
	if (happening == MC_HAPPENING_WITHDRAW) {
		return never_sent(mail, id, why);
	}
	return happening == MC_HAPPENING_RESEND ? still_lost(mail, id, why) : MC_OK;
}

enum mc_code mc_mail_change(struct mc_mail *mail, const char *id, enum mc_happening happening,
			    const struct mc_happened *what, struct mc_err *why)
{
	const struct effect *effect = &effects[happening];
	struct mc_journal journal = {
		.item = id, .happening = happening, .at = what->now, .cause = what->cause};
	enum mc_code code = mc_mail_state(mail, id, &journal.before, why);

	if (code) {
		return code;
	}
	journal.after = mc_state_after(journal.before, happening);
	if (journal.after == MC_STATE_NONE) {
		return mc_fail(why, MC_E_DOSSIER_STATE, "%s in state %s",
			       mc_happening_name(happening), mc_state_name(journal.before));
	}
	code = allowed(mail, id, happening, why);
	if (!code) {
		code = store_statement(mail, id, effect->kind, what, why);
	}
	if (!code) {
		code = update_item(mail, id, effect, journal.after, what, why);
	}
	if (!code) {
		code = mc_withdrawal_end(mail, id, journal.after, what->now, why);
	}
	if (!code && journal.before == MC_STATE_WITHDRAWN) {
		code = mc_withdrawal_again(mail, id, why);
	}
	return code ? code : mc_journal_add(mail, &journal, why);
}

/* The gateway says once more what it said. That changes nothing, but for what was sent again:
 * the gateway had it after all, and repeats its receipt, or that it is withdrawn. */
static enum mc_code is_news(struct mc_mail *mail, const char *id, enum mc_happening happening,
			    const struct mc_happened *what, bool *ret, struct mc_err *why)
{
	enum mc_state state;
	bool known = false;
	enum mc_code code = mc_mail_said(mail, id, what->outer, &known, why);

	*ret = !known;
	if (code || !known || what->from_file ||
	    (happening != MC_HAPPENING_RECEIPT && happening != MC_HAPPENING_WITHDRAWAL)) {
		return code;
	}
	code = mc_mail_state(mail, id, &state, why);
	*ret = !code && mc_state_after(state, happening) != MC_STATE_NONE;
	return code;
}

enum mc_code mc_mail_change_once(struct mc_mail *mail, const char *id, enum mc_happening happening,
				 const struct mc_happened *what, struct mc_err *why)
{
	bool news = false;
	enum mc_code code = is_news(mail, id, happening, what, &news, why);

	if (!code && news) {
		code = mc_mail_change(mail, id, happening, what, why);
	}
	return code || what->behind_gap ? code : move_cursor(mail, what->cursor, why);
}

static enum mc_code happen(struct mc_mail *mail, const char *id, enum mc_happening happening,
			   const struct mc_happened *what, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&mail->db, why);

	return code ? code :
		      mc_db_end(&mail->db, mc_mail_change_once(mail, id, happening, what, why),
				why);
}

enum mc_code mc_mail_happen(struct mc_mail *mail, const char *id, enum mc_happening happening,
			    const struct mc_happened *what, struct mc_err *why)
{
	enum mc_code code = happen(mail, id, happening, what, why);

	/* what the gateway signed is never refused for want of room */
	if (code == MC_E_DISK_FULL && what->outer.len && mc_ballast_give_up(mail)) {
		code = happen(mail, id, happening, what, why);
	}
	return code;
}

/* ---- tries */

/* Why an update of waiting items touched none. */
static enum mc_code not_waiting(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	enum mc_state state;
	enum mc_code code = mc_mail_state(mail, id, &state, why);

	return code ? code : mc_fail(why, MC_E_DOSSIER_STATE, "%s", mc_state_name(state));
}

enum mc_code mc_mail_failed(struct mc_mail *mail, const char *id, int64_t now, int64_t next_try,
			    enum mc_code cause, const char *detail, struct mc_err *why)
{
	char cut[120];
	enum mc_code code;

	(void)MC_COPY(cut, detail ? detail : "");
	code = mc_db_run(&mail->db,
			 "UPDATE item SET attempts = attempts + 1, last_try = ?2, next_try = ?3,"
			 " cause = ?4, cause_detail = ?5"
			 " WHERE id = ?1 AND state IN (SELECT value FROM json_each(?6))",
			 MC_BINDS(mc_bind_text(id), mc_bind_at(now), mc_bind_at_or_null(next_try),
				  mc_bind_code(cause), mc_bind_text(cut),
				  mc_bind_text(mail->waiting)),
			 why);
	return code || mc_db_changes(&mail->db) ? code : not_waiting(mail, id, why);
}

enum mc_code mc_mail_release(struct mc_mail *mail, int attempts, struct mc_err *why)
{
	enum mc_code code = mc_db_run(&mail->db,
				      "UPDATE item SET next_try = NULL WHERE next_try IS NOT NULL"
				      " AND (attempts < ?1 OR state = ?2)"
				      " AND state IN (SELECT value FROM json_each(?3))",
				      MC_BINDS(mc_bind_int(attempts),
					       mc_bind_text(mc_state_name(MC_STATE_UPLOADING)),
					       mc_bind_text(mail->waiting)),
				      why);

	return code ? code :
		      mc_db_run(&mail->db,
				"UPDATE withdrawal SET next_try = NULL"
				" WHERE next_try IS NOT NULL AND attempts < ?1 AND state = 'OPEN'",
				MC_BINDS(mc_bind_int(attempts)), why);
}

enum mc_code mc_mail_retry(struct mc_mail *mail, const char *id, struct mc_err *why)
{
	enum mc_code code = mc_db_run(&mail->db,
				      "UPDATE item SET next_try = NULL"
				      " WHERE iif(?1 IS NULL, next_try IS NOT NULL, id = ?1)"
				      " AND state IN (SELECT value FROM json_each(?2))",
				      MC_BINDS(mc_bind_text(id), mc_bind_text(mail->waiting)), why);
	int touched = code ? 0 : mc_db_changes(&mail->db);

	if (!code) {
		code = mc_db_run(&mail->db,
				 "UPDATE withdrawal SET next_try = NULL"
				 " WHERE (?1 IS NULL OR item = ?1) AND state = 'OPEN'",
				 MC_BINDS(mc_bind_text(id)), why);
		touched += code ? 0 : mc_db_changes(&mail->db);
	}
	return code || !id || touched ? code : not_waiting(mail, id, why);
}
