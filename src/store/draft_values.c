/* SPDX-License-Identifier: MPL-2.0 */
/* draft_values.c - what a draft holds: its fields' values and its attachments. */
#include <stdio.h>
#include <string.h>

#include "motcua/base/mem.h"
#include "motcua/store/store.h"
#include "store/desk_db.h"
#include "store/drafts.h"

/* A value is some hundred bytes; this is a limit against a damaged row only. */
enum { VALUE_MAX = 1 << 20 };

/* Fields and attachments are the same thing: named bytes below a draft. */
struct kind {
	const char *table;
	bool numbered; /* ?4 of insert: the number to be found by */
	const char *insert, *select;
};

static const struct kind fields = {
	"draft_value",
	true,
	"INSERT INTO draft_value (draft, field, bytes_sealed, number_blind)"
	" VALUES (?1, ?2, ?3, ?4) ON CONFLICT (draft, field)"
	" DO UPDATE SET bytes_sealed = ?3, number_blind = ?4",
	"SELECT bytes_sealed, field FROM draft_value WHERE draft = ?1 ORDER BY field",
};

static const struct kind parts = {
	"draft_part",
	false,
	"INSERT INTO draft_part (draft, sha256, bytes_sealed) VALUES (?1, ?2, ?3)"
	" ON CONFLICT (draft, sha256) DO UPDATE SET bytes_sealed = ?3",
	"SELECT bytes_sealed, sha256 FROM draft_part WHERE draft = ?1 ORDER BY sha256",
};

static struct mc_place place_of(const struct kind *kind, const char *id, const char *name,
				char key[MC_ROW_KEY_LEN])
{
	snprintf(key, MC_ROW_KEY_LEN, "%s/%s", id, name);
	return (struct mc_place){kind->table, key, "bytes_sealed"};
}

/* ---- writing */

static enum mc_code put(struct mc_store *store, const struct kind *kind, const char *id,
			const char *name, const char *number, struct mc_slice bytes,
			struct mc_err *why)
{
	struct mc_vaulted_blind blind = mc_vaulted_blind(store, "draft.number", number);
	char key[MC_ROW_KEY_LEN];
	struct mc_place place = place_of(kind, id, name, key);
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place, bytes, &sealed, why);

	if (!code) {
		code = mc_db_run(&store->db, kind->insert,
				 MC_BINDS(mc_bind_text(id), mc_bind_text(name),
					  mc_bind_bytes(mc_slice_of(&sealed)),
					  kind->numbered ? mc_bind_blind(&blind) :
							   (struct mc_bind){.kind = MC_BIND_END}),
				 why);
	}
	mc_str_wipe(&sealed);
	return code;
}

static enum mc_code put_all(struct mc_store *store, const struct kind *kind, const char *id,
			    const struct mc_vec *values, struct mc_err *why)
{
	enum mc_code code = MC_OK;

	for (size_t i = 0; !code && values && i < values->len; i++) {
		const struct mc_draft_value *value = mc_vec_at(values, i);

		code = put(store, kind, id, value->field, value->number, mc_slice_of(&value->bytes),
			   why);
	}
	return code;
}

enum mc_code mc_draft_fill(struct mc_store *store, const char *id,
			   const struct mc_draft_content *content, struct mc_err *why)
{
	enum mc_code code = put_all(store, &fields, id, content->values, why);

	return code ? code : put_all(store, &parts, id, content->attachments, why);
}

static enum mc_code state_of(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	char *state = ctx;

	return mc_col_text(row, 0, state, 24) ? MC_OK : mc_db_corrupt(why, "draft: state");
}

/* What was sealed or discarded stays as it is. */
static enum mc_code editable(struct mc_store *store, const char *id, struct mc_err *why)
{
	char state[24];
	enum mc_code code =
		mc_db_first(&store->db, "SELECT state FROM draft WHERE id = ?1",
			    MC_BINDS(mc_bind_text(id)), state_of, state, MC_E_DOSSIER_UNKNOWN, why);

	if (code) {
		return code;
	}
	switch (mc_state_parse(state)) {
	case MC_STATE_DRAFT:
	case MC_STATE_READY:
		return MC_OK;
	default:
		return mc_fail(why, MC_E_DOSSIER_STATE, "%s", state);
	}
}

static enum mc_code save_all(struct mc_store *store, const char *id,
			     const struct mc_draft_change *change, int64_t now, struct mc_err *why)
{
	enum mc_code code = editable(store, id, why);

	if (!code && change->to) {
		code = mc_draft_move(store, id, change->from, change->to, now, why);
	}
	for (int i = 0; !code && i < change->count; i++) {
		const struct mc_draft_value *value = &change->values[i];

		code = put(store, &fields, id, value->field, value->number,
			   mc_slice_of(&value->bytes), why);
	}
	if (!code && change->subject) {
		code = mc_draft_subject(store, id, change->subject, change->people, why);
	}
	return code ? code :
		      mc_db_run(&store->db, "UPDATE draft SET updated_at = ?2 WHERE id = ?1",
				MC_BINDS(mc_bind_text(id), mc_bind_at(now)), why);
}

enum mc_code mc_draft_save(struct mc_store *store, const char *id,
			   const struct mc_draft_change *change, int64_t now, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	return code ? code : mc_db_end(&store->db, save_all(store, id, change, now, why), why);
}

enum mc_code mc_draft_number(struct mc_store *store, const char *id, const char *field,
			     const char *number, struct mc_err *why)
{
	struct mc_vaulted_blind blind = mc_vaulted_blind(store, "draft.number", number);

	return mc_db_run(&store->db,
			 "UPDATE draft_value SET number_blind = ?3 WHERE draft = ?1 AND field = ?2",
			 MC_BINDS(mc_bind_text(id), mc_bind_text(field), mc_bind_blind(&blind)),
			 why);
}

enum mc_code mc_draft_attach(struct mc_store *store, const char *id, const char *part_sha256,
			     struct mc_slice bytes, struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	if (code) {
		return code;
	}
	code = editable(store, id, why);
	if (!code) {
		code = put(store, &parts, id, part_sha256, "", bytes, why);
	}
	return mc_db_end(&store->db, code, why);
}

enum mc_code mc_draft_detach(struct mc_store *store, const char *id, const char *part_sha256,
			     struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	if (code) {
		return code;
	}
	code = editable(store, id, why);
	if (!code) {
		code = mc_db_run(&store->db, "DELETE FROM draft_part WHERE draft = ?1 AND sha256 = ?2",
				 MC_BINDS(mc_bind_text(id), mc_bind_text(part_sha256)), why);
	}
	if (!code && !mc_db_changes(&store->db)) {
		code = mc_fail(why, MC_E_NOT_FOUND, "%s", part_sha256);
	}
	return mc_db_end(&store->db, code, why);
}

/* ---- reading */

struct values {
	const struct mc_store *store;
	const struct kind *kind;
	const char *id;
	struct mc_vec *ret;
};

static enum mc_code take_value(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	const struct values *values = ctx;
	struct mc_draft_value *value = mc_vec_push(values->ret);
	char key[MC_ROW_KEY_LEN];
	struct mc_place place;

	if (!value) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more values");
	}
	mc_str_init(&value->bytes, VALUE_MAX);
	if (!MC_COL(row, 1, value->field)) {
		return mc_db_corrupt(why, "draft: the name of a value is too long");
	}
	place = place_of(values->kind, values->id, value->field, key);
	return mc_vaulted_open(values->store, &place, row, 0, &value->bytes, why);
}

/* Drop what was added from `len` on. */
static void wipe_from(struct mc_vec *values, size_t len)
{
	while (values->len > len) {
		struct mc_draft_value *value = mc_vec_at(values, values->len - 1);

		mc_str_wipe(&value->bytes);
		mc_vec_remove(values, values->len - 1);
	}
}

static enum mc_code load(struct mc_store *store, const struct kind *kind, const char *id,
			 struct mc_vec *ret, struct mc_err *why)
{
	struct values values = {store, kind, id, ret};
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&store->db, kind->select, MC_BINDS(mc_bind_text(id)),
				       take_value, &values, why);

	if (code) {
		wipe_from(ret, before);
	}
	return code;
}

enum mc_code mc_draft_values(struct mc_store *store, const char *id, struct mc_vec *ret,
			     struct mc_err *why)
{
	return load(store, &fields, id, ret, why);
}

enum mc_code mc_draft_attachments(struct mc_store *store, const char *id, struct mc_vec *ret,
				  struct mc_err *why)
{
	return load(store, &parts, id, ret, why);
}

void mc_draft_values_done(struct mc_vec *values)
{
	wipe_from(values, 0);
	mc_vec_done(values);
}
