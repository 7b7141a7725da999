/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sealing.c - the act of submitting: one transaction, one commit, one fsync.
 *
 * The write lock is held from the reading of the chain's head to the commit, so two
 * desks can never sign the same seq.
 */
#include <string.h>

#include "motcua/base/clock.h"
#include "motcua/base/codec.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"
#include "motcua/store/epoch.h"
#include "motcua/store/spool.h"
#include "store/replaced.h"

static const char first_prev[MC_DIGEST_LEN] =
	"0000000000000000000000000000000000000000000000000000000000000000";

/* ---- begin */

static enum mc_code load_epoch(struct mc_mail *mail, char ret[MC_EPOCH_ROOM], struct mc_err *why)
{
	struct mc_str epoch;
	uint8_t bytes[8];
	enum mc_code code;

	mc_str_init(&epoch, MC_EPOCH_ROOM - 1);
	code = mc_mail_get(mail, "epoch", &epoch, why);
	if (!code && !mc_hex_decode(epoch.data, bytes, sizeof(bytes))) {
		code = mc_fail(why, MC_E_INTERNAL, "mail.db: no epoch is set");
	}
	if (!code) {
		(void)mc_copy(ret, MC_EPOCH_ROOM, epoch.data);
	}
	mc_str_done(&epoch);
	return code;
}

static enum mc_code take_head(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_seal_head *head = ctx;

	head->next_seq = sqlite3_column_int64(row, 0) + 1;
	return MC_COL(row, 1, head->prev) ? MC_OK : mc_db_corrupt(why, "chain: head");
}

static enum mc_code load_head(struct mc_mail *mail, struct mc_seal_head *ret, struct mc_err *why)
{
	struct mc_seal_head head = {.next_seq = 1};
	enum mc_code code = load_epoch(mail, head.epoch, why);

	(void)MC_COPY(head.prev, first_prev);
	if (!code) {
		code = mc_db_each(&mail->db, "SELECT seq, head FROM chain WHERE epoch = ?1",
				  MC_BINDS(mc_bind_text(head.epoch)), take_head, &head, why);
	}
	if (!code) {
		*ret = head;
	}
	return code;
}

/* An old copy would give a number away for the second time, and knows of no newer events. */
enum mc_code mc_seal_check_copy(struct mc_mail *mail, struct mc_err *why)
{
	struct mc_old_copy old;
	enum mc_code code = mc_mail_old_copy(mail, &old, why);

	return code || !old.is ? code : mc_fail(why, MC_E_OLD_COPY, "epoch %s", old.epoch);
}

/* The next number's record lies in the spool: a newer copy of this database gave it away, and
 * this one was put back from a backup. No gateway is needed to know it. */
static enum mc_code check_spool(struct mc_mail *mail, const struct mc_seal_head *head,
				struct mc_err *why)
{
	return mc_spool_has(mail->spool, head->epoch, head->next_seq) ?
		       mc_fail(why, MC_E_OLD_COPY, "spool: number %lld", (long long)head->next_seq) :
		       MC_OK;
}

/* Held and marked, as when the gateway's hello shows it. */
static enum mc_code stop(struct mc_mail *mail, const struct mc_seal_head *head, enum mc_code code,
			 struct mc_err *why)
{
	struct mc_old_copy old;
	struct mc_err quiet;

	code = mc_db_end(&mail->db, code, why);
	if (code == MC_E_OLD_COPY) {
		(void)!mc_mail_highest_seen(mail, head->epoch, head->next_seq, mc_clock_now(), &old,
					    &quiet);
	}
	return code;
}

enum mc_code mc_mail_seal_begin(struct mc_mail *mail, struct mc_seal_head *ret, struct mc_err *why)
{
	struct mc_seal_head head;
	enum mc_code code = mc_mail_here(mail, why);

	if (!code) {
		code = mc_mail_room(mail, why);
	}
	if (!code) {
		code = mc_db_begin(&mail->db, why);
	}
	if (code) {
		return code;
	}
	code = load_head(mail, &head, why);
	code = code ? code : mc_seal_check_copy(mail, why);
	code = code ? code : check_spool(mail, &head, why);
	if (code) {
		return stop(mail, &head, code, why);
	}
	(void)MC_COPY(mail->epoch, head.epoch);
	mail->seq = head.next_seq;
	*ret = head;
	return MC_OK;
}

/* ---- commit */

static enum mc_code insert_item(struct mc_mail *mail, const struct mc_sealed *sealed,
				enum mc_state state, struct mc_err *why)
{
	const char *epoch = sealed->dossier ? sealed->id : mail->epoch;
	int64_t seq = sealed->dossier ? 1 : mail->seq;
	enum mc_code code = mc_db_run(
		&mail->db,
		"INSERT INTO item (id, epoch, seq, digest, manifest_size, state, state_at, sealed_at,"
		" dossier, asked, replaces)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, nullif(?10, ''))",
		MC_BINDS(mc_bind_text(sealed->id), mc_bind_text(epoch), mc_bind_int(seq),
			 mc_bind_text(sealed->digest),
			 mc_bind_int((int64_t)sealed->manifest.len),
			 mc_bind_text(mc_state_name(state)), mc_bind_at(sealed->now),
			 mc_bind_text(sealed->dossier), mc_bind_text(sealed->asked),
			 mc_bind_text(sealed->replaces)),
		why);

	return code ? code :
		      mc_db_run(&mail->db,
				"INSERT INTO sealed (item, record, manifest) VALUES (?1, ?2, ?3)",
				MC_BINDS(mc_bind_text(sealed->id), mc_bind_bytes(sealed->record),
					 mc_bind_bytes(sealed->manifest)),
				why);
}

static enum mc_code insert_part(struct mc_mail *mail, const struct mc_sealed *sealed, int i,
				struct mc_err *why)
{
	enum mc_code code =
		mc_db_run(&mail->db,
			  "INSERT INTO part (sha256, size) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
			  MC_BINDS(mc_bind_text(sealed->parts[i]), mc_bind_int(sealed->part_sizes[i])),
			  why);

	return code ? code :
		      mc_db_run(&mail->db,
				"INSERT INTO item_part (item, n, sha256) VALUES (?1, ?2, ?3)",
				MC_BINDS(mc_bind_text(sealed->id), mc_bind_int(i),
					 mc_bind_text(sealed->parts[i])),
				why);
}

static enum mc_code grow_chain(struct mc_mail *mail, const struct mc_sealed *sealed,
			       struct mc_err *why)
{
	char head[MC_SHA256_HEX];

	mc_sha256_hex(sealed->record, head);
	return mc_db_run(&mail->db,
			 "INSERT INTO chain (epoch, seq, head) VALUES (?1, ?2, ?3)"
			 " ON CONFLICT (epoch) DO UPDATE SET seq = ?2, head = ?3 WHERE seq < ?2",
			 MC_BINDS(mc_bind_text(mail->epoch), mc_bind_int(mail->seq),
				  mc_bind_text(head)),
			 why);
}

enum mc_code mc_sealed_insert(struct mc_mail *mail, const struct mc_sealed *sealed,
			      struct mc_err *why)
{
	enum mc_state state = mc_state_after(MC_STATE_READY, MC_HAPPENING_SEAL);
	struct mc_journal journal = {.item = sealed->id,
				     .happening = MC_HAPPENING_SEAL,
				     .before = MC_STATE_READY,
				     .after = state,
				     .at = sealed->now};
	enum mc_code code = insert_item(mail, sealed, state, why);

	for (int i = 0; !code && i < sealed->part_count; i++) {
		code = insert_part(mail, sealed, i, why);
	}
	if (!code && !sealed->dossier) {
		code = grow_chain(mail, sealed, why);
	}
	return code ? code : mc_journal_add(mail, &journal, why);
}

enum mc_code mc_mail_seal_commit(struct mc_mail *mail, const struct mc_sealed *sealed,
				 struct mc_err *why)
{
	enum mc_code code = MC_OK;

	if (!mail->seq) {
		return mc_fail(why, MC_E_INTERNAL, "mail.db: sealing was not begun");
	}
	if (sealed->manifest.len > MC_MANIFEST_MAX) {
		code = mc_fail(why, MC_E_DOSSIER_LARGE, "%zu bytes", sealed->manifest.len);
	} else {
		code = mc_replaced_close(mail, sealed, why);
	}
	code = code ? code : mc_sealed_insert(mail, sealed, why);
	mail->seq = 0;
	return mc_db_end(&mail->db, code, why);
}

void mc_mail_seal_abort(struct mc_mail *mail)
{
	if (mail->seq) {
		mail->seq = 0;
		(void)!mc_db_end(&mail->db, MC_E_INTERNAL, NULL);
	}
}
