/* SPDX-License-Identifier: MPL-2.0 */
/* evidence.c - residence evidence: a row with the signed bytes, and a file to hand on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/store/store.h"
#include "store/desk_db.h"

enum { FILE_MODE = 0600, JWS_MAX = 1 << 20 };

static const char *const issuers[] = {[MC_ISSUER_GATEWAY] = "gateway",
				      [MC_ISSUER_TERMINAL] = "terminal"};

char *mc_evidence_path(const struct mc_store *store, const char *id)
{
	char name[MC_UUID_LEN + 16];

	snprintf(name, sizeof(name), "%.36s.jws.age", id);
	return mc_path_join(store->evidence, name);
}

/* ---- saving */

static enum mc_code insert(struct mc_store *store, const struct mc_evidence_row *row,
			   const char *number, struct mc_slice jws, struct mc_err *why)
{
	struct mc_place place = {"evidence", row->id, "jws_sealed"};
	struct mc_vaulted_blind blind = mc_vaulted_blind(store, "evidence.number", number);
	struct mc_str sealed;
	enum mc_code code = mc_vaulted_seal(store, &place, jws, &sealed, why);

	if (!code) {
		code = mc_db_run(
			&store->db,
			"INSERT INTO evidence (id, dossier, at, outcome, way, issuer, number_blind,"
			" jws_sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
			" ON CONFLICT (id) DO NOTHING",
			MC_BINDS(mc_bind_text(row->id), mc_bind_text(row->dossier),
				 mc_bind_at(row->at), mc_bind_text(mc_outcome_code(row->outcome)),
				 mc_bind_text(mc_way_code(row->way)),
				 mc_bind_text(issuers[row->issuer]), mc_bind_blind(&blind),
				 mc_bind_bytes(mc_slice_of(&sealed))),
			why);
	}
	mc_str_wipe(&sealed);
	return code;
}

/* The same evidence may be taken in twice (a crash before mail.db heard of it), but
 * another under the same id is somebody's mistake. */
static enum mc_code same_as_saved(struct mc_store *store, const char *id, struct mc_slice jws,
				  struct mc_err *why)
{
	struct mc_str saved;
	enum mc_code code;

	mc_str_init(&saved, JWS_MAX);
	code = mc_evidence_load(store, id, &saved, why);
	if (!code && !mc_slice_equal(mc_slice_of(&saved), jws)) {
		code = mc_fail(why, MC_E_STORE, "evidence with this id is there with other bytes");
	}
	mc_str_wipe(&saved);
	return code;
}

static enum mc_code save_both(struct mc_store *store, const struct mc_evidence_row *row,
			      const char *number, struct mc_slice jws, struct mc_slice sealed_file,
			      struct mc_err *why)
{
	enum mc_code code = insert(store, row, number, jws, why);
	char *path;

	if (!code && !mc_db_changes(&store->db)) {
		code = same_as_saved(store, row->id, jws, why);
	}
	if (code) {
		return code;
	}
	path = mc_evidence_path(store, row->id);
	code = mc_file_write(path, FILE_MODE, sealed_file, why);
	free(path);
	return code;
}

/* The file comes before the commit: a committed row always has its file. */
enum mc_code mc_evidence_save(struct mc_store *store, const struct mc_evidence_row *row,
			      const char *number, struct mc_slice jws, struct mc_slice sealed_file,
			      struct mc_err *why)
{
	enum mc_code code;

	if (!mc_uuid_valid(row->id)) { /* it becomes a file name */
		return mc_fail(why, MC_E_INTERNAL, "the evidence's id is no UUID");
	}
	code = mc_db_begin(&store->db, why);
	return code ? code :
		      mc_db_end(&store->db, save_both(store, row, number, jws, sealed_file, why),
				why);
}

/* The first dossier is the proof's own; of any other one it is a further use. */
static enum mc_code tie(struct mc_store *store, const char *id, const char *dossier,
			struct mc_err *why)
{
	const struct mc_bind *binds = MC_BINDS(mc_bind_text(id), mc_bind_text(dossier));
	enum mc_code code = mc_db_run(&store->db,
				      "UPDATE evidence SET dossier = ?2"
				      " WHERE id = ?1 AND dossier IN ('', ?2)",
				      binds, why);

	if (code || mc_db_changes(&store->db)) {
		return code;
	}
	code = mc_db_run(&store->db,
			 "INSERT INTO evidence_use (evidence, dossier)"
			 " SELECT id, ?2 FROM evidence WHERE id = ?1 ON CONFLICT DO UPDATE SET"
			 " evidence = ?1",
			 binds, why);
	return code || mc_db_changes(&store->db) ? code :
						   mc_fail(why, MC_E_NOT_FOUND, "evidence");
}

enum mc_code mc_evidence_tie(struct mc_store *store, const char *id, const char *dossier,
			     struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	return code ? code : mc_db_end(&store->db, tie(store, id, dossier, why), why);
}

static enum mc_code untie(struct mc_store *store, const char *id, const char *dossier,
			  struct mc_err *why)
{
	const struct mc_bind *binds = MC_BINDS(mc_bind_text(id), mc_bind_text(dossier));
	enum mc_code code = mc_db_run(&store->db,
				      "DELETE FROM evidence_use WHERE evidence = ?1 AND dossier = ?2",
				      binds, why);

	return code ? code : mc_db_run(&store->db,
				       "UPDATE evidence SET dossier = '' WHERE id = ?1 AND dossier = ?2",
				       binds, why);
}

enum mc_code mc_evidence_untie(struct mc_store *store, const char *id, const char *dossier,
			       struct mc_err *why)
{
	enum mc_code code = mc_db_begin(&store->db, why);

	return code ? code : mc_db_end(&store->db, untie(store, id, dossier, why), why);
}

/* ---- reading */

enum mc_code mc_evidence_load(struct mc_store *store, const char *id, struct mc_str *ret_jws,
			      struct mc_err *why)
{
	struct mc_vaulted_value value = {store, {"evidence", id, "jws_sealed"}, ret_jws};

	return mc_db_first(&store->db, "SELECT jws_sealed FROM evidence WHERE id = ?1",
			   MC_BINDS(mc_bind_text(id)), mc_vaulted_value, &value, MC_E_NOT_FOUND, why);
}

static enum mc_code take_row(void *ctx, sqlite3_stmt *row, struct mc_err *why)
{
	struct mc_evidence_row *ret = mc_vec_push(ctx);
	char outcome[24], way[24], issuer[16];

	if (!ret) {
		return mc_fail(why, MC_E_INTERNAL, "the list takes no more evidence");
	}
	if (!MC_COL(row, 0, ret->id) || !MC_COL(row, 1, ret->dossier) ||
	    !mc_col_at(row, 2, &ret->at) || !MC_COL(row, 3, outcome) || !MC_COL(row, 4, way) ||
	    !MC_COL(row, 5, issuer)) {
		return mc_db_corrupt(why, "evidence: a value of the wrong shape");
	}
	ret->outcome = mc_outcome_parse(outcome);
	ret->way = way[0] ? mc_way_parse(way) : MC_WAY_NONE;
	ret->issuer = strcmp(issuer, issuers[MC_ISSUER_GATEWAY]) == 0 ? MC_ISSUER_GATEWAY :
									MC_ISSUER_TERMINAL;
	return MC_OK;
}

/* The newest, as many as the list still takes. */
static enum mc_code list(struct mc_store *store, const char *sql, struct mc_bind key,
			 struct mc_vec *ret, struct mc_err *why)
{
	size_t before = ret->len;
	enum mc_code code = mc_db_each(&store->db, sql,
				       MC_BINDS(key, mc_bind_int((int64_t)(ret->max - ret->len))),
				       take_row, ret, why);

	if (code) {
		ret->len = before;
	}
	return code;
}

enum mc_code mc_evidence_of_person(struct mc_store *store, const char *number, struct mc_vec *ret,
				   struct mc_err *why)
{
	struct mc_vaulted_blind blind = mc_vaulted_blind(store, "evidence.number", number);

	return list(store,
		    "SELECT id, dossier, at, outcome, way, issuer FROM evidence"
		    " WHERE number_blind = ?1 ORDER BY at DESC, n DESC LIMIT ?2",
		    mc_bind_blind(&blind), ret, why);
}

enum mc_code mc_evidence_of_dossier(struct mc_store *store, const char *dossier,
				    struct mc_vec *ret, struct mc_err *why)
{
	return list(store,
		    "SELECT id, dossier, at, outcome, way, issuer FROM evidence"
		    " WHERE dossier = ?1 OR id IN (SELECT evidence FROM evidence_use WHERE dossier = ?1)"
		    " ORDER BY at DESC, n DESC LIMIT ?2",
		    mc_bind_text(dossier), ret, why);
}
