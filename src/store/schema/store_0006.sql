-- store.db, step 6: verifications that wait for the link, each of one person of a dossier, and
-- what became of them. outcome: '' = it waits. taken: it was compared with the form.

CREATE TABLE verification (
	n INTEGER PRIMARY KEY,
	query_id TEXT NOT NULL UNIQUE,
	draft TEXT NOT NULL REFERENCES draft (id),
	role TEXT NOT NULL,
	queued_at TEXT NOT NULL,
	until_at TEXT NOT NULL,
	outcome TEXT NOT NULL DEFAULT '',
	ended_at TEXT,
	cause TEXT,
	evidence TEXT NOT NULL DEFAULT '',
	taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1))
) STRICT;
CREATE INDEX verification_waits ON verification (n) WHERE outcome = '';
CREATE INDEX verification_by_draft ON verification (draft, n);

-- A value of the form that the register's answer contradicts, and what the register says.
-- row key: query_id/field
CREATE TABLE verification_difference (
	query_id TEXT NOT NULL REFERENCES verification (query_id),
	field TEXT NOT NULL,
	bytes_sealed BLOB NOT NULL,
	PRIMARY KEY (query_id, field)
) STRICT, WITHOUT ROWID;
