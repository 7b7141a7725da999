/* SPDX-License-Identifier: MPL-2.0 */
/* parts.c - sealed attachments and how much of each the gateway holds. */
#include "motcua/store/mail.h"
#include "store/mail_db.h"

static enum mc_code take_part(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_mail_part *part = ctx;

	part->size = sqlite3_column_int64(row, 1);
	part->offset = sqlite3_column_int64(row, 2);
	part->held = sqlite3_column_int(row, 3) != 0;
	return MC_COL(row, 0, part->sha256) && MC_COL(row, 4, part->upload) ?
		       MC_OK :
		       mc_db_corrupt(why, "part: a value of the wrong shape");
}

static enum mc_code push_part(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_mail_part *part = mc_vec_push(ctx);

	return part ? take_part(part, row, why) :
		      mc_fail(why, MC_E_INTERNAL, "the list takes no more parts");
}

enum mc_code mc_mail_parts(struct mc_mail *mail, const char *id, struct mc_vec *ret,
			   struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code =
		mc_db_each(&mail->db,
			   "SELECT sha256, size, confirmed, held, upload"
			   " FROM item_part JOIN part USING (sha256) WHERE item = ?1 ORDER BY n",
			   MC_BINDS(mc_bind_text(id)), push_part, ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

enum mc_code mc_mail_upload_left(struct mc_mail *mail, struct mc_mail_part *ret, struct mc_err *why)
{
	return mc_db_first(&mail->db,
			   "SELECT sha256, size, confirmed, held, upload FROM part"
			   " WHERE upload <> '' AND NOT held AND NOT EXISTS ("
			   "  SELECT 1 FROM item_part JOIN item ON item.id = item"
			   "  WHERE item_part.sha256 = part.sha256 AND (state = ?2"
			   "   OR state IN (SELECT value FROM json_each(?1)))) LIMIT 1",
			   MC_BINDS(mc_bind_text(mail->waiting),
				    mc_bind_text(mc_state_name(MC_STATE_HELD))),
			   take_part, ret, MC_E_NOT_FOUND, why);
}

static enum mc_code found(struct mc_mail *mail, enum mc_code code, const char *sha256,
			  struct mc_err *why)
{
	return code || mc_db_changes(&mail->db) ? code : mc_fail(why, MC_E_NOT_FOUND, "%s", sha256);
}

/* An answer that was overtaken by a later one takes nothing back. */
enum mc_code mc_mail_part_progress(struct mc_mail *mail, const char *sha256, const char *upload,
				   int64_t offset, bool held, struct mc_err *why)
{
	struct mc_mail_part room;
	enum mc_code code;

	if (upload && mc_slice_text(upload).len >= sizeof(room.upload)) {
		return mc_fail(why, MC_E_TEXT_LONG, "the gateway's upload address");
	}
	code = mc_db_run(&mail->db,
			 "UPDATE part SET upload = coalesce(?2, upload),"
			 " confirmed = max(confirmed, ?3), held = max(held, ?4) WHERE sha256 = ?1",
			 MC_BINDS(mc_bind_text(sha256), mc_bind_text(upload), mc_bind_int(offset),
				  mc_bind_int(held)),
			 why);
	return found(mail, code, sha256, why);
}

enum mc_code mc_mail_part_lost(struct mc_mail *mail, const char *sha256, struct mc_err *why)
{
	return found(mail,
		     mc_db_run(&mail->db,
			       "UPDATE part SET upload = '', confirmed = 0, held = 0"
			       " WHERE sha256 = ?1",
			       MC_BINDS(mc_bind_text(sha256)), why),
		     sha256, why);
}
