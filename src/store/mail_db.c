/* SPDX-License-Identifier: MPL-2.0 */
/* mail_db.c - mail.db: opening, settings, the journal. */
#include "store/mail_db.h"

#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/store/mail.h"
#include "motcua/store/spool.h"

enum { APPLICATION_ID = 0x6d636d6c /* "mcml" */, MODE = 0660 };

/* A JSON list for json_each(). */
static void name_waiting(char *ret, size_t size)
{
	struct mc_str text;

	mc_str_init(&text, size - 1);
	mc_str_puts(&text, "[");
	for (int s = MC_STATE_NONE + 1; s < MC_STATE_COUNT; s++) {
		if (mc_state_bucket((enum mc_state)s) == MC_BUCKET_WAITING) {
			(void)mc_str_printf(&text, "%s\"%s\"", text.len > 1 ? "," : "",
					    mc_state_name((enum mc_state)s));
		}
	}
	mc_str_puts(&text, "]");
	(void)mc_copy(ret, size, text.data);
	mc_str_done(&text);
}

enum mc_code mc_mail_open_any(const struct mc_paths *paths, struct mc_mail **ret,
			      struct mc_err *why)
{
	struct mc_mail *mail = mc_calloc(1, sizeof(*mail));
	struct mc_db_spec spec = {.mode = MODE,
				  .application_id = APPLICATION_ID,
				  .prefix = "mail_",
				  .steps = mc_schema_steps};
	enum mc_code code;

	mail->path = mc_strdup(paths->mail_db);
	mail->lease = mc_strdup(paths->courier_lease);
	mail->holder = mc_strdup(paths->courier_sock);
	mail->ballast = mc_strdup(paths->ballast);
	mail->folder = mc_strdup(paths->mail);
	mail->spool = mc_strdup(paths->spool);
	name_waiting(mail->waiting, sizeof(mail->waiting));
	spec.path = mail->path;
	spec.lease = mail->lease;
	spec.holder = mail->holder;
	spec.ballast = mail->ballast;
	code = mc_db_open(&spec, &mail->db, why);
	if (code) {
		mc_mail_close(mail);
		return code;
	}
	*ret = mail;
	return MC_OK;
}

/* An empty queue in the place of a lost one would look as if nothing had been sealed. */
enum mc_code mc_mail_open(const struct mc_paths *paths, struct mc_mail **ret, struct mc_err *why)
{
	if (!mc_file_exists(paths->mail_db) && mc_spool_any(paths)) {
		return mc_fail(why, MC_E_MAIL_LOST, "%s", basename(paths->mail_db));
	}
	return mc_mail_open_any(paths, ret, why);
}

void mc_mail_close(struct mc_mail *mail)
{
	if (!mail) {
		return;
	}
	mc_db_close(&mail->db);
	free(mail->path);
	free(mail->lease);
	free(mail->holder);
	free(mail->ballast);
	free(mail->folder);
	free(mail->spool);
	free(mail);
}

void mc_mail_look_begin(struct mc_mail *mail)
{
	mc_db_look_begin(&mail->db);
}

void mc_mail_look_end(struct mc_mail *mail)
{
	mc_db_look_end(&mail->db);
}

uint32_t mc_mail_version(struct mc_mail *mail)
{
	int64_t version = 0;

	/* not to be answered is as good as "something changed": the caller looks and is told */
	(void)!mc_db_first(&mail->db, "PRAGMA data_version", NULL, mc_db_number, &version,
			   MC_E_STORE, NULL);
	/* each connection counts for itself */
	return (uint32_t)version + ((uint32_t)mail->db.opened << 20);
}

/* ---- settings */

static enum mc_code take_setting(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	return mc_col_put(row, 0, ctx, why);
}

enum mc_code mc_mail_get(struct mc_mail *mail, const char *key, struct mc_str *ret,
			 struct mc_err *why)
{
	enum mc_code code = mc_db_first(&mail->db, "SELECT value FROM setting WHERE key = ?1",
					MC_BINDS(mc_bind_text(key)), take_setting, ret,
					MC_E_NOT_FOUND, why);

	if (code == MC_E_NOT_FOUND) {
		mc_str_reset(ret);
		code = MC_OK;
	}
	return code;
}

enum mc_code mc_mail_set(struct mc_mail *mail, const char *key, const char *value,
			 struct mc_err *why)
{
	return mc_db_run(&mail->db,
			 "INSERT INTO setting (key, value) VALUES (?1, ?2)"
			 " ON CONFLICT (key) DO UPDATE SET value = ?2",
			 MC_BINDS(mc_bind_text(key), mc_bind_text(value)), why);
}

/* ---- for the other files */

enum mc_code mc_journal_add(struct mc_mail *mail, const struct mc_journal *row, struct mc_err *why)
{
	return mc_db_run(&mail->db,
			 "INSERT INTO journal (at, item, happening, before, after, cause)"
			 " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			 MC_BINDS(mc_bind_at(row->at), mc_bind_text(row->item),
				  mc_bind_text(mc_happening_name(row->happening)),
				  mc_bind_text(mc_state_name(row->before)),
				  mc_bind_text(mc_state_name(row->after)), mc_bind_code(row->cause)),
			 why);
}

static enum mc_code take_state(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	char name[24];

	if (!MC_COL(row, 0, name) || mc_state_parse(name) == MC_STATE_NONE) {
		return mc_db_corrupt(why, "item: a state that is not known");
	}
	*(enum mc_state *)ctx = mc_state_parse(name);
	return MC_OK;
}

enum mc_code mc_mail_state(struct mc_mail *mail, const char *id, enum mc_state *ret,
			   struct mc_err *why)
{
	return mc_db_first(&mail->db, "SELECT state FROM item WHERE id = ?1",
			   MC_BINDS(mc_bind_text(id)), take_state, ret, MC_E_DOSSIER_UNKNOWN, why);
}
