/* SPDX-License-Identifier: MPL-2.0 */
/* epochs.c - old copies: found out, stopped, adopted. */
#include "motcua/store/epoch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "store/items.h"

/* settings: the epoch in which sealing stopped, and "EPOCH SEQ" as the gateway knew it */
#define STOPPED "old_copy"
#define SEEN "old_copy_seen"

enum { HELD_AT_ONCE = 100000 };

static enum mc_code get(struct mc_mail *mail, const char *key, char *ret, size_t size,
			struct mc_err *why)
{
	struct mc_str value;
	enum mc_code code;

	mc_str_init(&value, size - 1);
	code = mc_mail_get(mail, key, &value, why);
	if (!code) {
		(void)mc_copy(ret, size, value.data);
	}
	mc_str_done(&value);
	return code;
}

static enum mc_code count(struct mc_mail *mail, const char *sql, const char *epoch, int64_t *ret,
			  struct mc_err *why)
{
	return mc_db_first(&mail->db, sql, MC_BINDS(mc_bind_text(epoch)), mc_db_number, ret,
			   MC_E_STORE, why);
}

enum mc_code mc_mail_old_copy(struct mc_mail *mail, struct mc_old_copy *ret, struct mc_err *why)
{
	struct mc_old_copy old = {.is = false};
	char stopped[MC_EPOCH_ROOM] = "", seen[48] = "";
	enum mc_code code = get(mail, "epoch", old.epoch, sizeof(old.epoch), why);

	code = code ? code : get(mail, STOPPED, stopped, sizeof(stopped), why);
	code = code ? code : get(mail, SEEN, seen, sizeof(seen), why);
	if (!code) {
		code = count(mail, "SELECT coalesce(max(seq), 0) FROM chain WHERE epoch = ?1",
			     old.epoch, &old.seq, why);
	}
	if (code) {
		return code;
	}
	old.is = stopped[0] && !strcmp(stopped, old.epoch);
	if (old.is && strlen(seen) > MC_EPOCH_ROOM) {
		seen[MC_EPOCH_ROOM - 1] = '\0';
		(void)MC_COPY(old.seen_epoch, seen);
		old.seen_seq = strtoll(seen + MC_EPOCH_ROOM, NULL, 10);
	}
	*ret = old;
	return MC_OK;
}

/* ---- found out */

/* Higher than ours in our epoch; or an epoch that was never ours. */
static enum mc_code judge(struct mc_mail *mail, const struct mc_old_copy *own, const char *epoch,
			  int64_t seq, bool *ret_old, struct mc_err *why)
{
	int64_t known = 0;
	enum mc_code code;

	if (!seq) {
		*ret_old = false;
		return MC_OK;
	}
	if (!strcmp(epoch, own->epoch)) {
		*ret_old = seq > own->seq;
		return MC_OK;
	}
	code = count(mail,
		     "SELECT (SELECT count(*) FROM left_epoch WHERE epoch = ?1)"
		     " + (SELECT count(*) FROM chain WHERE epoch = ?1)",
		     epoch, &known, why);
	*ret_old = !code && !known;
	return code;
}

static enum mc_code hold_waiting(struct mc_mail *mail, int64_t now, struct mc_err *why)
{
	struct mc_happened what = {.now = now, .cause = MC_E_OLD_COPY, .detail = "old copy"};
	struct mc_vec items;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_item), HELD_AT_ONCE);
	code = mc_db_each(&mail->db,
			  MC_ITEM_SELECT "WHERE state IN (SELECT value FROM json_each(?1)) ORDER BY n",
			  MC_BINDS(mc_bind_text(mail->waiting)), mc_item_push, &items, why);
	for (size_t i = 0; !code && i < items.len; i++) {
		const struct mc_item *item = mc_vec_at(&items, i);

		code = mc_mail_change(mail, item->id, MC_HAPPENING_HOLD, &what, why);
	}
	mc_vec_done(&items);
	return code;
}

static enum mc_code stop(struct mc_mail *mail, const struct mc_old_copy *own, const char *epoch,
			 int64_t seq, int64_t now, struct mc_err *why)
{
	char seen[48];
	enum mc_code code = mc_mail_set(mail, STOPPED, own->epoch, why);

	(void)snprintf(seen, sizeof(seen), "%s %lld", epoch, (long long)seq);
	code = code ? code : mc_mail_set(mail, SEEN, seen, why);
	return code ? code : hold_waiting(mail, now, why);
}

static enum mc_code look(struct mc_mail *mail, const char *epoch, int64_t seq, int64_t now,
			 struct mc_err *why)
{
	struct mc_old_copy own;
	bool old = false;
	enum mc_code code = mc_mail_old_copy(mail, &own, why);

	code = code ? code : judge(mail, &own, epoch, seq, &old, why);
	return code || !old ? code : stop(mail, &own, epoch, seq, now, why);
}

/* Judged once without the write lock: a healthy store is not written to at each hello. */
enum mc_code mc_mail_highest_seen(struct mc_mail *mail, const char *epoch, int64_t seq, int64_t now,
				  struct mc_old_copy *ret, struct mc_err *why)
{
	struct mc_old_copy own;
	bool old = false;
	enum mc_code code = mc_mail_old_copy(mail, &own, why);

	code = code ? code : judge(mail, &own, epoch, seq, &old, why);
	if (!code && old) {
		code = mc_db_begin(&mail->db, why);
		code = code ? code :
			      mc_db_end(&mail->db, look(mail, epoch, seq, now, why), why);
	}
	return code ? code : mc_mail_old_copy(mail, ret, why);
}

/* ---- adopted */

static enum mc_code leave(struct mc_mail *mail, const char *epoch, int64_t now, struct mc_err *why)
{
	return !*epoch ? MC_OK :
			 mc_db_run(&mail->db,
				   "INSERT INTO left_epoch (epoch, at) VALUES (?1, ?2)"
				   " ON CONFLICT DO NOTHING",
				   MC_BINDS(mc_bind_text(epoch), mc_bind_at(now)), why);
}

static enum mc_code release(struct mc_mail *mail, int64_t now, int *ret_released,
			    struct mc_err *why)
{
	struct mc_happened what = {.now = now};
	struct mc_vec items;
	enum mc_code code;

	mc_vec_init(&items, sizeof(struct mc_item), HELD_AT_ONCE);
	code = mc_db_each(&mail->db, MC_ITEM_SELECT "WHERE state = 'HELD' AND cause = ?1 ORDER BY n",
			  MC_BINDS(mc_bind_code(MC_E_OLD_COPY)), mc_item_push, &items, why);
	for (size_t i = 0; !code && i < items.len; i++) {
		const struct mc_item *item = mc_vec_at(&items, i);

		code = mc_mail_change(mail, item->id, MC_HAPPENING_RELEASE, &what, why);
	}
	*ret_released = (int)items.len;
	mc_vec_done(&items);
	return code;
}

static enum mc_code adopt(struct mc_mail *mail, const char *epoch, int64_t now, int *ret_released,
			  struct mc_err *why)
{
	struct mc_old_copy old;
	enum mc_code code = mc_mail_old_copy(mail, &old, why);

	code = code ? code : leave(mail, old.epoch, now, why);
	code = code ? code : leave(mail, old.seen_epoch, now, why);
	code = code ? code : mc_mail_set(mail, "epoch", epoch, why);
	code = code ? code : mc_mail_set(mail, STOPPED, "", why);
	code = code ? code : mc_mail_set(mail, SEEN, "", why);
	return code ? code : release(mail, now, ret_released, why);
}

enum mc_code mc_mail_adopt(struct mc_mail *mail, const char *epoch, int64_t now, int *ret_released,
			   struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&mail->db, why);

	return code ? code :
		      mc_db_end(&mail->db, adopt(mail, epoch, now, ret_released, why), why);
}
