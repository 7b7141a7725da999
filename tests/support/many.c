/* SPDX-License-Identifier: MPL-2.0 */
#include "support/many.h"

#include <sqlite3.h>
#include <stdio.h>

#include "motcua/desk/find.h"
#include "store/desk_db.h"
#include "store/mail_db.h"

static void run(sqlite3 *db, const char *sql, int count)
{
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	sqlite3_bind_int(stmt, 1, count);
	if (sqlite3_step(stmt) != SQLITE_DONE) {
		fail_msg("%s: %s", sqlite3_errmsg(db), sql);
	}
	sqlite3_finalize(stmt);
}

static void add_drafts(struct mc_store *store, int count)
{
	struct mc_draft draft = { .state = MC_STATE_SEALED, .created_at = NOW - MC_DAY,
				  .updated_at = NOW - MC_DAY, .procedure = PROCEDURE,
				  .version = "1", .subject = "Nguyễn Thị Trúc Vân" };

	for (int n = 1; n <= count; n++) {
		snprintf(draft.id, sizeof(draft.id), "01935a00-0000-7000-8000-%012d", n);
		snprintf(draft.local_number, sizeof(draft.local_number), "T-%d", n);
		assert_ok(mc_draft_create(store, &draft, NULL));
	}
	run(store->db.handle,
	    "INSERT INTO progress (draft_n, reached, open, received_at, provisional, due_at, shown_at)"
	    " SELECT n, 'COMPLETED', 0, created_at, 0, '2027-02-01T09:00:00.000Z',"
	    " '2027-02-01T09:00:00.000Z' FROM draft WHERE n <= ?1", count);
}

#define ROWS "WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < ?1) "
#define ID "printf('01935a00-0000-7000-8000-%012d', n)"

static void add_items(struct mc_mail *mail, int count)
{
	sqlite3 *db = mail->db.handle;

	run(db, ROWS "INSERT INTO item (n, id, epoch, seq, digest, manifest_size, state, state_at,"
		     " sealed_at) SELECT n, " ID ", 'feedfacefeedface', n, lower(hex(randomblob(32))),"
		     " 900, 'COMPLETED', '2026-11-22T07:05:00.000Z', '2026-11-22T07:04:00.000Z'"
		     " FROM row", count);
	run(db, ROWS "INSERT INTO sealed SELECT " ID ", randomblob(400), randomblob(900) FROM row",
	    count);
	run(db, ROWS "INSERT INTO statement (item, kind, cursor, at, outer_jws, inner_age)"
		     " SELECT " ID ", 'receipt', n, '2026-11-22T07:05:00.000Z', randomblob(500),"
		     " randomblob(400) FROM row", count);
}

void many_fill(struct province *p, int count)
{
	struct mc_vec rows;
	char id[MC_UUID_LEN];
	int64_t left;

	/* somebody searched on the first day */
	assert_ok(mc_desk_find_ready(p->desk, MC_FIND_SLICE, &left, NULL));
	mc_desk_forget_names(p->desk);
	assert_ok(mc_db_begin(&p->desk->store->db, NULL));
	add_drafts(p->desk->store, count - MANY_REAL);
	assert_ok(mc_db_end(&p->desk->store->db, MC_OK, NULL));
	assert_ok(mc_db_begin(&p->desk->mail->db, NULL));
	add_items(p->desk->mail, count - MANY_REAL);
	assert_ok(mc_db_end(&p->desk->mail->db, MC_OK, NULL));
	for (int i = 0; i < MANY_REAL; i++) {
		province_submit(p, id);
		assert_ok(province_say(p, id, MC_HAPPENING_RECEIPT, "receipt", "received",
				       "H15.40-261123-0001", FAULT_NONE));
	}
	/* a first look: what it reads once is read */
	mc_vec_init(&rows, sizeof(struct mc_dossier_row), 1);
	assert_ok(mc_dossier_list(p->desk, false, 0, 1, &rows, NULL));
	mc_vec_done(&rows);
}
