-- mail.db, step 1: where desk and courier meet. Sealed bytes, signed statements, codes
-- and times only; nothing here names a citizen. Instants are RFC 3339 text in UTC.

CREATE TABLE setting (
	key TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The signed chain of each epoch: its highest seq and the SHA-256 of that record. Kept
-- apart from the items, so that a lost last item leaves a gap instead of a reused seq.
CREATE TABLE chain (
	epoch TEXT NOT NULL PRIMARY KEY CHECK (length(epoch) = 16),
	seq INTEGER NOT NULL CHECK (seq > 0),
	head TEXT NOT NULL CHECK (length(head) = 64)
) STRICT, WITHOUT ROWID;

-- What changes about a sealed dossier. state: mc_state_name().
CREATE TABLE item (
	n INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
	epoch TEXT NOT NULL,
	seq INTEGER NOT NULL CHECK (seq > 0),
	digest TEXT NOT NULL CHECK (length(digest) = 64),
	manifest_size INTEGER NOT NULL,
	state TEXT NOT NULL,
	state_at TEXT NOT NULL,
	sealed_at TEXT NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,
	next_try TEXT,
	last_try TEXT,
	cause TEXT,
	cause_detail TEXT,
	UNIQUE (epoch, seq)
) STRICT;
CREATE INDEX item_by_state ON item (state, n);

-- What never changes about it.
CREATE TABLE sealed (
	item TEXT NOT NULL PRIMARY KEY REFERENCES item (id),
	record BLOB NOT NULL,
	manifest BLOB NOT NULL
) STRICT;
CREATE TRIGGER sealed_stays BEFORE UPDATE ON sealed
BEGIN
	SELECT RAISE(ABORT, 'sealed bytes never change');
END;

-- confirmed: bytes that the gateway holds; never decreases but by the word of the
-- gateway that it lost them.
CREATE TABLE part (
	sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64 AND NOT sha256 GLOB '*[^0-9a-f]*'),
	size INTEGER NOT NULL,
	confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed BETWEEN 0 AND size),
	held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
	upload TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE item_part (
	item TEXT NOT NULL REFERENCES item (id),
	n INTEGER NOT NULL,
	sha256 TEXT NOT NULL REFERENCES part (sha256),
	PRIMARY KEY (item, n)
) STRICT, WITHOUT ROWID;

-- Verified signed bytes about an item, as they came.
CREATE TABLE statement (
	n INTEGER PRIMARY KEY,
	item TEXT NOT NULL REFERENCES item (id),
	kind TEXT NOT NULL,
	cursor INTEGER NOT NULL,
	at TEXT NOT NULL,
	outer_jws BLOB NOT NULL,
	inner_age BLOB NOT NULL
) STRICT;
CREATE INDEX statement_by_item ON statement (item, kind);

-- One row for each change of an item's state.
CREATE TABLE journal (
	n INTEGER PRIMARY KEY,
	at TEXT NOT NULL,
	item TEXT NOT NULL REFERENCES item (id),
	happening TEXT NOT NULL,
	before TEXT NOT NULL,
	after TEXT NOT NULL,
	cause TEXT
) STRICT;
CREATE INDEX journal_by_item ON journal (item);

CREATE TABLE question (
	n INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
	kind TEXT NOT NULL CHECK (kind IN ('lookup', 'verify')),
	state TEXT NOT NULL,
	asked_at TEXT NOT NULL,
	give_up_at TEXT,
	attempts INTEGER NOT NULL DEFAULT 0,
	cause TEXT,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
	sealed BLOB,
	answered_at TEXT,
	outer_jws BLOB,
	inner_age BLOB
) STRICT;
CREATE INDEX question_by_state ON question (state, n);

-- cursor: of the last event taken in. clock_offset: milliseconds.
CREATE TABLE link (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	state TEXT NOT NULL,
	since TEXT,
	last_up TEXT,
	next_try TEXT,
	cause TEXT,
	clock_offset INTEGER NOT NULL DEFAULT 0,
	cursor INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO link (one, state) VALUES (1, 'UNKNOWN');

-- Information only: the lock on mail/run/courier.lock is the truth.
CREATE TABLE lease (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	process INTEGER NOT NULL,
	taken_at TEXT NOT NULL
) STRICT;
