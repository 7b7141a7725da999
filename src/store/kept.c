/* SPDX-License-Identifier: MPL-2.0 */
/* kept.c - the procedures that drafts were begun with. */
#include <string.h>

#include "motcua/seal/hash.h"
#include "motcua/store/store.h"
#include "store/desk_db.h"
#include "store/drafts.h"

static enum mc_code keep(struct mc_store *store, const char *draft, struct mc_slice bytes,
			 struct mc_err *why)
{
	char sha256[MC_SHA256_HEX];
	enum mc_code code;

	mc_sha256_hex(bytes, sha256);
	code = mc_db_run(&store->db,
			 "INSERT OR IGNORE INTO procedure_kept (sha256, bytes) VALUES (?1, ?2)",
			 MC_BINDS(mc_bind_text(sha256), mc_bind_bytes(bytes)), why);
	return code ? code :
		      mc_db_run(&store->db,
				"INSERT INTO draft_procedure (draft, sha256) VALUES (?1, ?2)",
				MC_BINDS(mc_bind_text(draft), mc_bind_text(sha256)), why);
}

enum mc_code mc_draft_begin(struct mc_store *store, const struct mc_draft *draft,
			    struct mc_slice procedure, const struct mc_draft_content *content,
			    struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	if (code) {
		return code;
	}
	code = mc_draft_create(store, draft, why);
	if (!code) {
		code = keep(store, draft->id, procedure, why);
	}
	if (!code) {
		code = mc_draft_fill(store, draft->id, content, why);
	}
	if (!code && content->people) {
		code = mc_draft_subject(store, draft->id, draft->subject, content->people, why);
	}
	return mc_db_end(&store->db, code, why);
}

struct kept {
	char sha256[MC_SHA256_HEX];
	struct mc_str *bytes;
};

static enum mc_code take(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct kept *kept = ctx;

	if (!MC_COL(row, 0, kept->sha256)) {
		return mc_db_corrupt(why, "procedure_kept: a value of the wrong shape");
	}
	if (kept->bytes) {
		mc_str_add(kept->bytes, sqlite3_column_blob(row, 1),
			   (size_t)sqlite3_column_bytes(row, 1));
	}
	return MC_OK;
}

enum mc_code mc_draft_procedure_digest(struct mc_store *store, const char *draft,
				       char ret[MC_SHA256_HEX], struct mc_err *why)
{
	struct kept kept = {.sha256 = ""};
	enum mc_code code = mc_db_first(&store->db,
					"SELECT sha256 FROM draft_procedure WHERE draft = ?1",
					MC_BINDS(mc_bind_text(draft)), take, &kept, MC_E_NOT_FOUND,
					why);

	if (!code) {
		memcpy(ret, kept.sha256, sizeof(kept.sha256));
	}
	return code;
}

enum mc_code mc_draft_procedure(struct mc_store *store, const char *draft, struct mc_str *ret,
				struct mc_err *why)
{
	struct kept kept = {.bytes = ret};
	char sha256[MC_SHA256_HEX];
	enum mc_code code =
		mc_db_first(&store->db,
			    "SELECT sha256, bytes FROM draft_procedure JOIN procedure_kept"
			    " USING (sha256) WHERE draft = ?1",
			    MC_BINDS(mc_bind_text(draft)), take, &kept, MC_E_NOT_FOUND, why);

	if (code) {
		return code;
	}
	mc_sha256_hex(mc_slice_of(ret), sha256);
	return strcmp(sha256, kept.sha256) == 0 ? MC_OK :
						  mc_db_corrupt(why, "procedure_kept: other bytes");
}
