/* SPDX-License-Identifier: MPL-2.0 */
/*
 * ledger_sqlite.c - the ledger in DIR/gateway.db: opening it, terminals, answers.
 *
 * WAL with synchronous=FULL: what was committed survives a power cut, and only
 * then does an answer leave the house.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/ledger_sqlite.h"
#include "motcua/base/file.h"
#include "motcua/base/mem.h"

enum {
	APPLICATION_ID = 0x6d636777, /* "mcgw" */
	BUSY_MS = 2000, /* then the client is told to come again */
};

/* Step by step; user_version counts those that were taken. */
const char *const mc_lsq_steps[] = {
	"CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
	"CREATE TABLE terminal(id TEXT PRIMARY KEY, sign TEXT NOT NULL, open TEXT NOT NULL,"
	" label TEXT, revoked INTEGER NOT NULL DEFAULT 0, enrolled_at INTEGER NOT NULL) STRICT;"
	"CREATE TABLE enrol_code(code_sha256 TEXT PRIMARY KEY, expires_at INTEGER NOT NULL,"
	" used_by TEXT) STRICT;"
	"CREATE TABLE query(id TEXT PRIMARY KEY, terminal TEXT NOT NULL,"
	" question_sha256 TEXT NOT NULL, reply BLOB NOT NULL) STRICT;"
	/* Who looked up what for whom in the office (Decree on the population database):
	 * the officer as a keyed hash, the question by its digest, the citizen not at all. */
	"CREATE TABLE access(n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,"
	" terminal TEXT NOT NULL, officer TEXT NOT NULL, procedure TEXT NOT NULL,"
	" outcome TEXT NOT NULL, query TEXT NOT NULL, question_sha256 TEXT NOT NULL) STRICT;"
	"CREATE TABLE dossier(id TEXT PRIMARY KEY, terminal TEXT NOT NULL, epoch TEXT NOT NULL,"
	" seq INTEGER NOT NULL, prev TEXT NOT NULL, digest TEXT NOT NULL, record BLOB NOT NULL,"
	" manifest BLOB NOT NULL, procedure TEXT, state TEXT NOT NULL, official_number TEXT,"
	" received_at INTEGER NOT NULL, UNIQUE(terminal, epoch, seq)) STRICT;"
	"CREATE TABLE receipt(id TEXT PRIMARY KEY REFERENCES dossier, rejected INTEGER NOT NULL,"
	" outer TEXT NOT NULL, inner BLOB) STRICT;"
	"CREATE TABLE relay(id TEXT PRIMARY KEY REFERENCES dossier, step TEXT NOT NULL,"
	" due INTEGER NOT NULL) STRICT;"
	"CREATE INDEX relay_due ON relay(due);"
	"CREATE TABLE official_number(day TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;"
	"CREATE TABLE event(n INTEGER PRIMARY KEY AUTOINCREMENT, terminal TEXT NOT NULL,"
	" dossier TEXT NOT NULL, outer TEXT, inner BLOB) STRICT;"
	"CREATE INDEX event_terminal ON event(terminal, n);"
	"CREATE TABLE tombstone(id TEXT NOT NULL, terminal TEXT NOT NULL, digest TEXT,"
	" outer TEXT NOT NULL, PRIMARY KEY(id, terminal)) STRICT;"
	"CREATE TABLE upload(id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, terminal TEXT NOT NULL,"
	" length INTEGER NOT NULL, offset INTEGER NOT NULL, created_at INTEGER NOT NULL,"
	" expires_at INTEGER NOT NULL) STRICT;"
	"CREATE TABLE part(sha256 TEXT NOT NULL, terminal TEXT NOT NULL, size INTEGER NOT NULL,"
	" PRIMARY KEY(sha256, terminal)) STRICT;",
	/* asked: SHA-256 of the event that asked for a supplement last; one is taken for each */
	"ALTER TABLE dossier ADD COLUMN asked TEXT;"
	"CREATE TABLE supplement(id TEXT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier,"
	" terminal TEXT NOT NULL, asked TEXT NOT NULL, digest TEXT NOT NULL,"
	" record BLOB NOT NULL, manifest BLOB NOT NULL, outcome TEXT NOT NULL,"
	" outer TEXT NOT NULL, inner BLOB, received_at INTEGER NOT NULL) STRICT;"
	"CREATE UNIQUE INDEX supplement_taken ON supplement(dossier, asked)"
	" WHERE outcome='received';",
	/* 3: branches of linked groups; the relay takes steps of each */
	"CREATE TABLE branch(dossier TEXT NOT NULL REFERENCES dossier, n INTEGER NOT NULL,"
	" id TEXT NOT NULL, after TEXT NOT NULL, state TEXT NOT NULL DEFAULT '', number TEXT,"
	" PRIMARY KEY(dossier, id)) STRICT;"
	"CREATE TABLE relay_3(id TEXT NOT NULL REFERENCES dossier,"
	" branch TEXT NOT NULL DEFAULT '', step TEXT NOT NULL, due INTEGER NOT NULL,"
	" PRIMARY KEY(id, branch)) STRICT;"
	"INSERT INTO relay_3(id, step, due) SELECT id, step, due FROM relay ORDER BY rowid;"
	"DROP TABLE relay;"
	"ALTER TABLE relay_3 RENAME TO relay;"
	"CREATE INDEX relay_due ON relay(due);",
	/* 4: packs of the catalogue; a file is kept once, whatever packs have it */
	"CREATE TABLE pack(name TEXT NOT NULL, at INTEGER NOT NULL, from_day TEXT NOT NULL,"
	" jws TEXT NOT NULL, PRIMARY KEY(name, at)) STRICT;"
	"CREATE TABLE pack_file(name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes BLOB NOT NULL,"
	" PRIMARY KEY(name, sha256)) STRICT;",
	/* 5: what is asked for and not answered yet, branch by branch; '' = of the whole */
	"CREATE TABLE ask(n INTEGER PRIMARY KEY AUTOINCREMENT,"
	" dossier TEXT NOT NULL REFERENCES dossier, branch TEXT NOT NULL, event TEXT NOT NULL) STRICT;"
	"CREATE UNIQUE INDEX ask_open ON ask(dossier, branch);"
	"INSERT INTO ask(dossier, branch, event) SELECT d.id, ifnull(b.id, ''), d.asked"
	" FROM dossier d LEFT JOIN branch b ON b.dossier=d.id AND b.state='needs_supplement'"
	" WHERE d.state='NEEDS_SUPPLEMENT' AND d.asked IS NOT NULL AND NOT EXISTS"
	" (SELECT 1 FROM supplement s WHERE s.dossier=d.id AND s.asked=d.asked"
	" AND s.outcome='received') ORDER BY d.id, b.n;",
	/* 6: persons who were not verified yet when their dossier was sealed */
	"CREATE TABLE pending(dossier TEXT NOT NULL REFERENCES dossier, role TEXT NOT NULL,"
	" query TEXT NOT NULL, PRIMARY KEY(dossier, role)) STRICT;"
	"CREATE INDEX access_query ON access(query);",
	/* 7: parts that no dossier names go some day, then their files (part_gone). Of those
	 * from before nobody knows: the manifests are sealed. They stay. */
	"ALTER TABLE part ADD COLUMN held_at INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE part ADD COLUMN named INTEGER NOT NULL DEFAULT 0;"
	"UPDATE part SET named=1;"
	"CREATE INDEX part_unnamed ON part(terminal, held_at) WHERE NOT named;"
	"CREATE INDEX upload_terminal ON upload(terminal);"
	"CREATE TABLE part_gone(sha256 TEXT PRIMARY KEY) STRICT;",
	/* 8: a question that is asked again answers for the first of its attempts */
	("ALTER TABLE access ADD COLUMN supersedes TEXT NOT NULL DEFAULT '';"
	 "CREATE INDEX access_supersedes ON access(supersedes) WHERE supersedes<>'';"),
};
const int64_t mc_lsq_schema = MC_COUNT(mc_lsq_steps);

/* ---- held */

void mc_ledger_held_init(struct mc_ledger_held *held)
{
	*held = (struct mc_ledger_held){.verdict = MC_VERDICT_NEW};
	mc_str_init(&held->statement.inner, MC_JSON_MAX);
}

void mc_ledger_held_done(struct mc_ledger_held *held)
{
	mc_reply_done(&held->statement);
}

/* ---- opening */

static enum mc_code read_int(sqlite3 *db, const char *sql, int64_t *ret, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(db, &stmt, why, sql, "");

	code = code ? code : mc_sql_step(stmt, &row, why);
	if (!code && row) {
		*ret = sqlite3_column_int64(stmt, 0);
	}
	mc_sql_end(stmt);
	return code;
}

/* Ours and not newer, or empty. ret_version: the steps that it has taken. */
static enum mc_code recognise(sqlite3 *db, int64_t *ret_version, struct mc_err *why)
{
	int64_t id = 0, version = 0, tables = 0;
	enum mc_code code = read_int(db, "PRAGMA application_id", &id, why);

	code = code ? code : read_int(db, "PRAGMA user_version", &version, why);
	code = code ? code : read_int(db, "SELECT count(*) FROM sqlite_schema", &tables, why);
	if (code) {
		return code;
	}
	if (id == APPLICATION_ID && version > mc_lsq_schema) {
		return mc_fail(why, MC_E_STORE_NEWER, "gateway.db: version %lld",
			       (long long)version);
	}
	if ((id || version || tables) && (id != APPLICATION_ID || version < 1)) {
		return mc_fail(why, MC_E_STORE_FOREIGN, "gateway.db");
	}
	*ret_version = version;
	return MC_OK;
}

/* In one transaction: two gateways may start at once on an empty or older file. */
static enum mc_code adopt(sqlite3 *db, void *ctx, struct mc_err *why)
{
	int64_t version = 0;
	enum mc_code code = recognise(db, &version, why);
	char pragmas[96];

	(void)ctx;
	if (code || version == mc_lsq_schema) {
		return code;
	}
	for (int64_t i = version; !code && i < mc_lsq_schema; i++) {
		code = mc_sql_exec(db, mc_lsq_steps[i], why);
	}
	sqlite3_snprintf(sizeof(pragmas), pragmas,
			 "PRAGMA application_id=%d; PRAGMA user_version=%d;", APPLICATION_ID,
			 (int)mc_lsq_schema);
	return code ? code : mc_sql_exec(db, pragmas, why);
}

static const char *const settings[] = {
	"PRAGMA journal_mode=WAL",   "PRAGMA synchronous=FULL",	 "PRAGMA foreign_keys=ON",
	"PRAGMA trusted_schema=OFF", "PRAGMA temp_store=MEMORY", "PRAGMA secure_delete=ON",
};

static enum mc_code prepare(sqlite3 *db, struct mc_err *why)
{
	int64_t version = 0;
	enum mc_code code;

	sqlite3_busy_timeout(db, BUSY_MS);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	code = recognise(db, &version, why); /* before anything is written into it */
	for (size_t i = 0; i < MC_COUNT(settings) && !code; i++) {
		code = mc_sql_exec(db, settings[i], why);
	}
	return code || version == mc_lsq_schema ? code : mc_sql_transaction(db, adopt, NULL, why);
}

/* Created by us, so that it is never readable by others, not even for a moment. */
static enum mc_code create_file(const char *path, struct mc_err *why)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0) {
		return mc_fail(why, MC_E_FILE_WRITE, "gateway.db: %s", strerror(errno));
	}
	close(fd);
	return MC_OK;
}

static enum mc_code open_ledger(const char *dir, enum mc_ledger_mode mode, void **ret,
				struct mc_err *why)
{
	char *path = mc_path_join(dir, "gateway.db");
	sqlite3 *db = NULL;
	enum mc_code code = MC_OK;

	if (mode == MC_LEDGER_SERVE) {
		code = create_file(path, why);
	} else if (!mc_file_exists(path)) {
		code = mc_fail(why, MC_E_FILE_READ, "gateway.db: %s", strerror(ENOENT));
	}
	if (!code && sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL)) {
		code = mc_fail(why, MC_E_STORE, "gateway.db: %s",
			       sqlite3_errstr(sqlite3_errcode(db)));
	}
	free(path);
	if (!code) {
		code = prepare(db, why);
	}
	if (code) {
		mc_sql_close(db);
		return code;
	}
	*ret = db;
	return MC_OK;
}

static void close_ledger(void *ctx)
{
	mc_sql_close(ctx);
}

/* ---- settings */

static enum mc_code setting(void *ctx, const char *key, char *ret, size_t size, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code =
		mc_sql_start(ctx, &stmt, why, "SELECT value FROM setting WHERE key=?", "t", key);

	code = code ? code : mc_sql_step(stmt, &row, why);
	if (!code) {
		(void)mc_copy(ret, size, "");
		if (row) {
			mc_sql_text(stmt, 0, ret, size);
		}
	}
	mc_sql_end(stmt);
	return code;
}

static enum mc_code set_setting(void *ctx, const char *key, const char *value, struct mc_err *why)
{
	return mc_sql_run(ctx, why, "INSERT OR REPLACE INTO setting(key, value) VALUES(?,?)", "tt",
			  key, value);
}

/* ---- terminals */

#define TERMINAL_COLUMNS "id, sign, open, label, revoked, enrolled_at"

static void read_terminal(sqlite3_stmt *stmt, struct mc_ledger_terminal *ret)
{
	MC_SQL_TEXT(stmt, 0, ret->id);
	MC_SQL_TEXT(stmt, 1, ret->sign);
	MC_SQL_TEXT(stmt, 2, ret->open);
	MC_SQL_TEXT(stmt, 3, ret->label);
	ret->revoked = sqlite3_column_int(stmt, 4) != 0;
	ret->enrolled_at = sqlite3_column_int64(stmt, 5);
}

static enum mc_code terminal(void *ctx, const char *id, struct mc_ledger_terminal *ret,
			     struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(
		ctx, &stmt, why, "SELECT " TERMINAL_COLUMNS " FROM terminal WHERE id=?", "t", id);

	code = code ? code : mc_sql_step(stmt, &row, why);
	if (!code && row) {
		read_terminal(stmt, ret);
	}
	mc_sql_end(stmt);
	return code || row ? code : mc_fail(why, MC_E_NOT_FOUND, "terminal");
}

static enum mc_code terminals(void *ctx, void (*each)(void *to, const struct mc_ledger_terminal *),
			      void *to, struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(
		ctx, &stmt, why,
		"SELECT " TERMINAL_COLUMNS " FROM terminal ORDER BY enrolled_at, id", "");

	while (!code && !(code = mc_sql_step(stmt, &row, why)) && row) {
		struct mc_ledger_terminal found;

		read_terminal(stmt, &found);
		each(to, &found);
	}
	mc_sql_end(stmt);
	return code;
}

static enum mc_code revoke_terminal(void *ctx, const char *id, struct mc_err *why)
{
	enum mc_code code =
		mc_sql_run(ctx, why, "UPDATE terminal SET revoked=1 WHERE id=?", "t", id);

	return code || sqlite3_changes(ctx) ? code : mc_fail(why, MC_E_NOT_FOUND, "terminal");
}

static enum mc_code add_code(void *ctx, const char *code_sha256, int64_t expires_at,
			     struct mc_err *why)
{
	return mc_sql_run(ctx, why, "INSERT INTO enrol_code(code_sha256, expires_at) VALUES(?,?)",
			  "ti", code_sha256, expires_at);
}

struct enrolling {
	const struct mc_ledger_terminal *terminal;
	const char *code_sha256;
	bool first_is_free;
	enum mc_enrolled result;
};

/* Marks the code as used; false when there is none that counts. */
static enum mc_code use_code(sqlite3 *db, const struct enrolling *e, bool *ret, struct mc_err *why)
{
	enum mc_code code =
		mc_sql_run(db, why,
			   "UPDATE enrol_code SET used_by=? WHERE code_sha256=?"
			   " AND used_by IS NULL AND expires_at>=?",
			   "tti", e->terminal->id, e->code_sha256, e->terminal->enrolled_at);

	*ret = !code && sqlite3_changes(db) == 1;
	return code;
}

static enum mc_code may_enrol(sqlite3 *db, const struct enrolling *e, bool *ret, struct mc_err *why)
{
	int64_t known = 0;
	enum mc_code code = read_int(db, "SELECT count(*) FROM terminal", &known, why);

	if (!code && e->first_is_free && !known) {
		*ret = true;
		return MC_OK;
	}
	return code ? code : use_code(db, e, ret, why);
}

static enum mc_enrolled compare(const struct mc_ledger_terminal *a,
				const struct mc_ledger_terminal *b)
{
	if (strcmp(a->sign, b->sign) || strcmp(a->open, b->open)) {
		return MC_ENROLLED_TAKEN;
	}
	return a->revoked ? MC_ENROLLED_REVOKED : MC_ENROLLED_SAME;
}

static enum mc_code enrol_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	struct enrolling *e = ctx;
	const struct mc_ledger_terminal *t = e->terminal;
	struct mc_ledger_terminal old;
	bool may = false;
	enum mc_code code = terminal(db, t->id, &old, why);

	if (code != MC_E_NOT_FOUND) {
		e->result = code ? e->result : compare(&old, t);
		return code;
	}
	code = may_enrol(db, e, &may, why);
	if (code || !may) {
		e->result = MC_ENROLLED_NO_CODE;
		return code;
	}
	e->result = MC_ENROLLED_NEW;
	return mc_sql_run(
		db, why,
		"INSERT INTO terminal(id, sign, open, label, enrolled_at) VALUES(?,?,?,?,?)",
		"tttti", t->id, t->sign, t->open, t->label, t->enrolled_at);
}

static enum mc_code enrol(void *ctx, const struct mc_ledger_terminal *t, const char *code_sha256,
			  bool first_is_free, enum mc_enrolled *ret, struct mc_err *why)
{
	struct enrolling e = {t, code_sha256, first_is_free, MC_ENROLLED_NO_CODE};
	enum mc_code code = mc_sql_transaction(ctx, enrol_work, &e, why);

	if (!code) {
		*ret = e.result;
	}
	return code;
}

/* ---- questions and their answers */

static enum mc_code query(void *ctx, const char *id, struct mc_ledger_query *ret,
			  struct mc_err *why)
{
	sqlite3_stmt *stmt = NULL;
	bool row = false;
	enum mc_code code = mc_sql_start(
		ctx, &stmt, why,
		"SELECT id, terminal, question_sha256, reply FROM query WHERE id=?", "t", id);

	code = code ? code : mc_sql_step(stmt, &row, why);
	if (!code && row) {
		struct mc_slice reply = mc_sql_bytes(stmt, 3);

		MC_SQL_TEXT(stmt, 0, ret->id);
		MC_SQL_TEXT(stmt, 1, ret->terminal);
		MC_SQL_TEXT(stmt, 2, ret->question_sha256);
		mc_str_add(&ret->reply, reply.data, reply.len);
	}
	mc_sql_end(stmt);
	return code || row ? code : mc_fail(why, MC_E_NOT_FOUND, "query");
}

struct answering {
	const struct mc_ledger_query *query;
	const struct mc_ledger_access *access;
};

static enum mc_code answer_work(sqlite3 *db, void *ctx, struct mc_err *why)
{
	const struct mc_ledger_query *q = ((struct answering *)ctx)->query;
	const struct mc_ledger_access *a = ((struct answering *)ctx)->access;
	enum mc_code code =
		mc_sql_run(db, why,
			   "INSERT INTO query(id, terminal, question_sha256, reply)"
			   " VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
			   "tttb", q->id, q->terminal, q->question_sha256, mc_slice_of(&q->reply));

	if (code || !sqlite3_changes(db)) {
		return code;
	}
	return mc_sql_run(db, why,
			  "INSERT INTO access(at, terminal, officer, procedure, outcome, query,"
			  " question_sha256, supersedes) VALUES(?,?,?,?,?,?,?,ifnull(?,''))",
			  "ittttttt", a->at, q->terminal, a->officer, a->procedure, a->outcome,
			  q->id, q->question_sha256, a->supersedes);
}

static enum mc_code add_query(void *ctx, const struct mc_ledger_query *q,
			      const struct mc_ledger_access *access, struct mc_err *why)
{
	struct answering answering = {q, access};

	return mc_sql_transaction(ctx, answer_work, &answering, why);
}

const struct mc_ledger_ops mc_ledger_sqlite = {
	.name = "sqlite",
	.open = open_ledger,
	.close = close_ledger,
	.setting = setting,
	.set_setting = set_setting,
	.terminal = terminal,
	.terminals = terminals,
	.revoke = revoke_terminal,
	.add_code = add_code,
	.enrol = enrol,
	.query = query,
	.add_query = add_query,
	.judge = mc_lsq_judge,
	.take = mc_lsq_take,
	.withdraw = mc_lsq_withdraw,
	.judge_supplement = mc_lsq_judge_supplement,
	.take_supplement = mc_lsq_take_supplement,
	.outcome = mc_lsq_outcome,
	.highest = mc_lsq_highest,
	.dossiers = mc_lsq_dossiers,
	.due = mc_lsq_due,
	.advance = mc_lsq_advance,
	.answer = mc_lsq_answer,
	.branches = mc_lsq_branches,
	.pending = mc_lsq_pending,
	.events = mc_lsq_events,
	.last_event = mc_lsq_last_event,
	.add_upload = mc_lsq_add_upload,
	.upload = mc_lsq_upload,
	.set_offset = mc_lsq_set_offset,
	.drop_upload = mc_lsq_drop_upload,
	.finish_upload = mc_lsq_finish_upload,
	.expire_uploads = mc_lsq_expire_uploads,
	.part_size = mc_lsq_part_size,
	.sweep_parts = mc_lsq_sweep_parts,
	.add_pack = mc_lsq_add_pack,
	.packs = mc_lsq_packs,
	.newest_pack = mc_lsq_newest_pack,
	.pack_file = mc_lsq_pack_file,
};
