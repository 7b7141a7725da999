/* SPDX-License-Identifier: MPL-2.0 */
/* A ledger of every schema that ever was becomes today's, and what was in it goes on. */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"
#include "motcua/seal/hash.h"

#define ID "00000000-0000-7000-8000-000000000001"
#define ASKING "00000000-0000-7000-8000-000000000002"

/* A step that was ever taken is not written anew: its ledgers are out there. */
static const char *const digests[] = {
	"b3cd4d39adbaf1e9ceea71876a71c2ad907e91945bfe2ed02711afb901208e17",
	"56160aed5cee222a1285db2d5bc499d95d98aae3bd0601efe7897fc0bc4ea9ef",
	"a4a2ff5fd7be4d9e84f6bf64298a8fb16af8a6553d1022f6962079fae9d74337",
	"034fed789262ce41949bbed4875b79b18f34196d6fabda06d3a7736cadd7b672",
	"ce01e9353397ae688c6d76db5aafa615fc59a90027fcec960168ee8952e3aa99",
	"f21d17bc7e8ba047b213470f85c3e1311fc5afb2a18d048c87d6f00e29d5cc4e",
	"e466aa93f24b5cf347b5c4adb4e7c3d3ce9e9a7cac7d337171923ec78776d166",
	"307ea79e1e16f841b270da5d69903bc810e4bb4dbba81f3890526a118ac3e138",
};

static void no_step_is_written_anew(void **state)
{
	char sha256[MC_SHA256_HEX];

	(void)state;
	assert_int_equal(MC_COUNT(digests), mc_lsq_schema);
	for (int64_t i = 0; i < mc_lsq_schema; i++) {
		mc_sha256_hex(mc_slice_text(mc_lsq_steps[i]), sha256);
		print_message("step %d\n", (int)i + 1);
		assert_string_equal(sha256, digests[i]);
	}
}

static void execute(sqlite3 *db, const char *sql)
{
	char *error = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &error)) {
		fail_msg("%s: %s", error, sql);
	}
}

/* What a gateway of that schema may have left behind: since is the schema that brought it. */
static const struct {
	int since;
	const char *sql;
} contents[] = {
	{1, "INSERT INTO setting VALUES('seed','42')"},
	{1, "INSERT INTO terminal VALUES('7K3M9Q','sign','age1','Quầy 1',0,1)"},
	{1, "INSERT INTO dossier(id,terminal,epoch,seq,prev,digest,record,manifest,procedure,state,"
	    "received_at) VALUES('" ID "','7K3M9Q','0123456789abcdef',1,'0','d1',x'01',x'02',"
	    "'2.002621','RECEIPTED',5)"},
	{1, "INSERT INTO receipt VALUES('" ID "',0,'outer',x'03')"},
	{1, "INSERT INTO relay(id,step,due) VALUES('" ID "','forwarded',7)"},
	{1, "INSERT INTO upload VALUES('u1','aa','7K3M9Q',10,4,1,1000)"},
	{1, "INSERT INTO part(sha256,terminal,size) VALUES('bb','7K3M9Q',9)"},
	{2, "INSERT INTO dossier(id,terminal,epoch,seq,prev,digest,record,manifest,procedure,state,"
	    "received_at,asked) VALUES('" ASKING "','7K3M9Q','0123456789abcdef',2,'0','d2',x'01',"
	    "x'02','2.002621','NEEDS_SUPPLEMENT',6,'event')"},
	{2, "INSERT INTO receipt VALUES('" ASKING "',0,'outer2',x'03')"},
	{3, "INSERT INTO branch(dossier,n,id,after,state) VALUES('" ID "',0,'justice','','')"},
	{4, "INSERT INTO pack VALUES('holidays',3,'2026-01-01','jws')"},
	{5, "INSERT INTO ask(dossier,branch,event) VALUES('" ASKING "','','event')"},
	{6, "INSERT INTO pending VALUES('" ID "','mother','q')"},
	{1, "INSERT INTO access(at,terminal,officer,procedure,outcome,query,question_sha256)"
	    " VALUES(8,'7K3M9Q','hash','2.002621','no_match','q','s')"},
};

static void write_ledger(const char *path, int schema)
{
	sqlite3 *db;
	char pragmas[96];

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (int i = 0; i < schema; i++) {
		execute(db, mc_lsq_steps[i]);
	}
	snprintf(pragmas, sizeof(pragmas),
		 "PRAGMA application_id=1835231095;"
		 "PRAGMA user_version=%d",
		 schema);
	execute(db, pragmas);
	for (size_t i = 0; i < MC_COUNT(contents); i++) {
		if (contents[i].since <= schema) {
			execute(db, contents[i].sql);
		}
	}
	sqlite3_close(db);
}

static void count(void *to, const struct mc_ledger_dossier *dossier)
{
	(void)dossier;
	++*(int *)to;
}

static void never(void *to, const char *sha256)
{
	(void)to;
	fail_msg("%s is swept", sha256);
}

static void assert_dossiers(void *ctx, int schema)
{
	const struct mc_ledger_ops *ops = &mc_ledger_sqlite;
	struct mc_ledger_held held;
	struct mc_ledger_due due;
	char epoch[MC_EPOCH_LEN];
	int64_t seq = 0;
	int found = 0;

	assert_ok(ops->dossiers(ctx, count, &found, NULL));
	assert_int_equal(found, schema >= 2 ? 2 : 1);
	assert_ok(ops->highest(ctx, "7K3M9Q", epoch, &seq, NULL));
	assert_int_equal(seq, found);
	mc_ledger_held_init(&held);
	assert_ok(ops->outcome(ctx, ID, &held, NULL));
	assert_int_equal(held.verdict, MC_VERDICT_REPEATED);
	assert_string_equal(held.statement.outer, "outer");
	mc_ledger_held_done(&held);
	assert_ok(ops->due(ctx, 7, &due, NULL));
	assert_string_equal(due.step, "forwarded");
	assert_string_equal(due.branch, "");
}

/* What was asked for may be answered, also where the question came before its table. */
static void assert_asked(void *ctx)
{
	struct mc_supplement what = {.terminal = "7K3M9Q", .digest = "d3"};
	struct mc_ledger_held held;

	MC_COPY(what.id, "00000000-0000-7000-8000-000000000003");
	MC_COPY(what.dossier, ASKING);
	MC_COPY(what.asked, "event");
	mc_ledger_held_init(&held);
	assert_ok(mc_ledger_sqlite.judge_supplement(ctx, &what, &held, NULL));
	assert_int_equal(held.verdict, MC_VERDICT_NEW);
	mc_ledger_held_done(&held);
}

static void assert_parts(void *ctx)
{
	const struct mc_ledger_ops *ops = &mc_ledger_sqlite;
	struct mc_ledger_upload upload;
	int64_t size = -1;

	assert_ok(ops->upload(ctx, "u1", 999, &upload, NULL));
	assert_int_equal(upload.offset, 4);
	/* a dossier of then may name it, and nobody knows */
	assert_ok(ops->sweep_parts(ctx, INT64_MAX, never, NULL, NULL));
	assert_ok(ops->part_size(ctx, "7K3M9Q", "bb", &size, NULL));
	assert_int_equal(size, 9);
}

static void assert_rest(void *ctx, int schema)
{
	const struct mc_ledger_ops *ops = &mc_ledger_sqlite;
	struct mc_ledger_terminal terminal;
	char seed[8];
	int64_t at = 0;
	struct mc_vec found;

	assert_ok(ops->setting(ctx, "seed", seed, sizeof(seed), NULL));
	assert_string_equal(seed, "42");
	assert_ok(ops->terminal(ctx, "7K3M9Q", &terminal, NULL));
	assert_string_equal(terminal.label, "Quầy 1");
	assert_ok(ops->newest_pack(ctx, "holidays", &at, NULL));
	assert_int_equal(at, schema >= 4 ? 3 : 0);
	mc_vec_init(&found, sizeof(struct mc_ledger_branch), 8);
	assert_ok(ops->branches(ctx, ID, &found, NULL));
	assert_int_equal(found.len, schema >= 3);
	mc_vec_done(&found);
	mc_vec_init(&found, sizeof(struct mc_ledger_pending), 8);
	assert_ok(ops->pending(ctx, ID, &found, NULL));
	assert_int_equal(found.len, schema >= 6);
	mc_vec_done(&found);
}

static void assert_schema(const char *path)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT user_version, integrity_check FROM"
					    " pragma_user_version, pragma_integrity_check",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int64(stmt, 0), mc_lsq_schema);
	assert_string_equal(sqlite3_column_text(stmt, 1), "ok");
	sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA foreign_key_check", -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static void every_older_schema_becomes_this_one(void **state)
{
	(void)state;
	for (int schema = 1; schema <= mc_lsq_schema; schema++) {
		char *dir = test_dir(), *path = mc_path_join(dir, "gateway.db");
		void *ctx;

		print_message("from schema %d\n", schema);
		write_ledger(path, schema);
		for (int again = 0; again < 2; again++) { /* and once more: nothing is done twice */
			assert_ok(mc_ledger_sqlite.open(dir, MC_LEDGER_SERVE, &ctx, NULL));
			assert_dossiers(ctx, schema);
			if (schema >= 2) {
				assert_asked(ctx);
			}
			assert_rest(ctx, schema);
			if (schema < 7) {
				assert_parts(ctx);
			}
			mc_ledger_sqlite.close(ctx);
			assert_schema(path);
		}
		free(path);
		free(dir);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_step_is_written_anew),
		cmocka_unit_test(every_older_schema_becomes_this_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
