-- store.db, step 1: what the desk alone knows. Columns ending in _sealed hold values
-- sealed with the office key and bound to table, row key and column (docs/FORMATS.md
-- 10); columns ending in _blind hold keyed hashes for equality search. Instants are
-- RFC 3339 text in UTC.

-- row key: key
CREATE TABLE setting (
	key TEXT NOT NULL PRIMARY KEY,
	value_sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- row key: id
CREATE TABLE draft (
	n INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	local_number TEXT NOT NULL UNIQUE,
	replaces TEXT NOT NULL,
	procedure TEXT NOT NULL,
	version TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('DRAFT', 'READY', 'DISCARDED', 'SEALED')),
	created_at TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	subject_sealed BLOB NOT NULL
) STRICT;

-- row key: draft/field
CREATE TABLE draft_value (
	draft TEXT NOT NULL REFERENCES draft (id),
	field TEXT NOT NULL,
	bytes_sealed BLOB NOT NULL,
	PRIMARY KEY (draft, field)
) STRICT, WITHOUT ROWID;

-- row key: draft/sha256
CREATE TABLE draft_part (
	draft TEXT NOT NULL REFERENCES draft (id),
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND NOT sha256 GLOB '*[^0-9a-f]*'),
	bytes_sealed BLOB NOT NULL,
	PRIMARY KEY (draft, sha256)
) STRICT, WITHOUT ROWID;

-- row key: query_id
CREATE TABLE person (
	n INTEGER PRIMARY KEY,
	query_id TEXT NOT NULL UNIQUE,
	taken_at TEXT NOT NULL,
	number_blind BLOB,
	cmnd_blind BLOB,
	answer_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX person_by_number ON person (number_blind);
CREATE INDEX person_by_cmnd ON person (cmnd_blind);

-- row key: id
CREATE TABLE evidence (
	n INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	dossier TEXT NOT NULL,
	at TEXT NOT NULL,
	outcome TEXT NOT NULL,
	way TEXT,
	issuer TEXT NOT NULL CHECK (issuer IN ('gateway', 'terminal')),
	number_blind BLOB,
	jws_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX evidence_by_number ON evidence (number_blind);
CREATE INDEX evidence_by_dossier ON evidence (dossier);

-- row key: query_id
CREATE TABLE asked (
	query_id TEXT NOT NULL PRIMARY KEY,
	at TEXT NOT NULL,
	question_sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- head: the chain's head after this entry.
CREATE TABLE audit (
	n INTEGER PRIMARY KEY,
	entry BLOB NOT NULL,
	head BLOB NOT NULL CHECK (length(head) = 32)
) STRICT;

-- The last head once more, sealed under row key n: entries cut off at the end show.
CREATE TABLE audit_head (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	n INTEGER NOT NULL,
	head_sealed BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN
	SELECT RAISE(ABORT, 'the audit is append-only');
END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN
	SELECT RAISE(ABORT, 'the audit is append-only');
END;
