/* SPDX-License-Identifier: MPL-2.0 */
/* ledger_sqlite.h - the parts of the SQLite ledger; ledger_sqlite.c puts them together. */
#ifndef GATEWAY_LEDGER_SQLITE_H
#define GATEWAY_LEDGER_SQLITE_H

#include "gateway/ledger.h"
#include "gateway/sql.h"

/* ledger_sqlite.c: step by step; user_version counts those that were taken. */
extern const char *const mc_lsq_steps[];
extern const int64_t mc_lsq_schema; /* how many there are */

/* ledger_dossiers.c */
void mc_lsq_read_statement(sqlite3_stmt *stmt, int column, struct mc_reply *ret);
/* By a terminal's withdrawal; terminal NULL: whoever's. */
enum mc_code mc_lsq_tombstone(sqlite3 *db, const char *id, const char *terminal, bool *ret_row,
			      struct mc_ledger_held *ret, struct mc_err *why);
enum mc_code mc_lsq_judge(void *ctx, const struct mc_record *record, struct mc_ledger_held *ret,
			  struct mc_err *why);
enum mc_code mc_lsq_take(void *ctx, const struct mc_ledger_taking *taking,
			 struct mc_ledger_held *ret, struct mc_err *why);
enum mc_code mc_lsq_withdraw(void *ctx, const struct mc_withdrawal *withdrawal,
			     const struct mc_reply *statement, struct mc_ledger_held *ret,
			     struct mc_err *why);
enum mc_code mc_lsq_outcome(void *ctx, const char *id, struct mc_ledger_held *ret,
			    struct mc_err *why);
enum mc_code mc_lsq_highest(void *ctx, const char *terminal, char ret_epoch[MC_EPOCH_LEN],
			    int64_t *ret_seq, struct mc_err *why);
enum mc_code mc_lsq_dossiers(void *ctx, void (*each)(void *to, const struct mc_ledger_dossier *),
			     void *to, struct mc_err *why);

/* ledger_pending.c */
enum mc_code mc_lsq_pending(void *ctx, const char *id, struct mc_vec *ret, struct mc_err *why);
/* Inside the caller's transaction. */
enum mc_code mc_lsq_add_pending(sqlite3 *db, const char *id, const struct mc_vec *pending,
				struct mc_err *why) MC_CHECKED;

/* ledger_supplements.c */
enum mc_code mc_lsq_judge_supplement(void *ctx, const struct mc_supplement *what,
				     struct mc_ledger_held *ret, struct mc_err *why);
enum mc_code mc_lsq_take_supplement(void *ctx, const struct mc_ledger_supplement *taking,
				    struct mc_ledger_held *ret, struct mc_err *why);

/* ledger_relay.c */
enum mc_code mc_lsq_due(void *ctx, int64_t now, struct mc_ledger_due *ret, struct mc_err *why);
enum mc_code mc_lsq_advance(void *ctx, const char *id, const struct mc_ledger_step *step,
			    struct mc_err *why);
enum mc_code mc_lsq_last_event(void *ctx, const char *terminal, int64_t *ret, struct mc_err *why);
enum mc_code mc_lsq_events(void *ctx, const char *terminal, int64_t after,
			   void (*each)(void *to, int64_t cursor, const char *outer,
					struct mc_slice inner),
			   void *to, struct mc_err *why);

/* ledger_branches.c */
enum mc_code mc_lsq_answer(void *ctx, const char *id, const struct mc_ledger_answer *answer,
			   struct mc_err *why);
enum mc_code mc_lsq_branches(void *ctx, const char *id, struct mc_vec *ret, struct mc_err *why);
/* Inside the caller's transaction. */
enum mc_code mc_lsq_add_branches(sqlite3 *db, const char *id, const struct mc_vec *branches,
				 struct mc_err *why) MC_CHECKED;
/* A supplement was taken in that answers this event: what asked by then goes on. */
enum mc_code mc_lsq_supplemented(sqlite3 *db, const char *id, const char *event, int64_t due,
				 struct mc_err *why) MC_CHECKED;
/* MC_E_DOSSIER_STATE when it has some. */
enum mc_code mc_lsq_no_branches(sqlite3 *db, const char *id, struct mc_err *why) MC_CHECKED;
/* The branches that wait for this one ("" = for none) begin. */
enum mc_code mc_lsq_begin_branches(sqlite3 *db, const char *id, const char *after, int64_t due,
				   int *ret_begun, struct mc_err *why) MC_CHECKED;

/* ledger_relay.c, inside the caller's transaction */
enum mc_code mc_lsq_dossier(sqlite3 *db, const char *id, struct mc_ledger_dossier *ret,
			    struct mc_err *why) MC_CHECKED;
enum mc_code mc_lsq_allot(sqlite3 *db, const char *day, int64_t *ret,
			  struct mc_err *why) MC_CHECKED;
/* An event. Its place is signed, so the row comes first and its bytes second. */
struct mc_lsq_telling {
	const struct mc_ledger_dossier *dossier;
	const char *branch; /* whose word it is; "" = the whole's */
	bool asks; /* for a supplement */
	enum mc_code (*make)(void *ctx, const struct mc_ledger_turn *turn, struct mc_reply *ret,
			     struct mc_err *why);
	void *ctx;
};
enum mc_code mc_lsq_tell(sqlite3 *db, const struct mc_lsq_telling *telling,
			 struct mc_err *why) MC_CHECKED;

/* ledger_uploads.c */
enum mc_code mc_lsq_add_upload(void *ctx, const struct mc_ledger_upload *upload,
			       const struct mc_ledger_room *room, struct mc_err *why);
enum mc_code mc_lsq_upload(void *ctx, const char *id, int64_t now, struct mc_ledger_upload *ret,
			   struct mc_err *why);
enum mc_code mc_lsq_set_offset(void *ctx, const char *id, int64_t offset, struct mc_err *why);
enum mc_code mc_lsq_drop_upload(void *ctx, const char *id, struct mc_err *why);
enum mc_code mc_lsq_finish_upload(void *ctx, const struct mc_ledger_upload *upload, int64_t now,
				  mc_ledger_place *place, void *to, struct mc_err *why);
enum mc_code mc_lsq_sweep_parts(void *ctx, int64_t before,
				void (*each)(void *to, const char *sha256), void *to,
				struct mc_err *why);
/* Inside the caller's transaction: what a dossier or supplement of this terminal names is never
 * swept. MC_E_STORE_BUSY when one is not held (any more) and must be. */
enum mc_code mc_lsq_name_parts(sqlite3 *db, const char *terminal, const struct mc_vec *parts,
			       bool must, struct mc_err *why) MC_CHECKED;
enum mc_code mc_lsq_expire_uploads(void *ctx, int64_t now, void (*each)(void *to, const char *id),
				   void *to, struct mc_err *why);
enum mc_code mc_lsq_part_size(void *ctx, const char *terminal, const char *sha256, int64_t *ret,
			      struct mc_err *why) MC_CHECKED;

/* ledger_packs.c */
enum mc_code mc_lsq_add_pack(void *ctx, const struct mc_ledger_pack *pack, struct mc_err *why);
enum mc_code mc_lsq_packs(void *ctx, const char *name, const struct mc_date *on,
			  void (*each)(void *to, struct mc_slice jws), void *to,
			  struct mc_err *why);
enum mc_code mc_lsq_newest_pack(void *ctx, const char *name, int64_t *ret, struct mc_err *why);
enum mc_code mc_lsq_pack_file(void *ctx, const char *name, const char *sha256, struct mc_str *ret,
			      struct mc_err *why);

#endif
