-- store.db: the procedures that drafts were begun with, byte for byte: a newer pack does not
-- change the form of a draft. sha256: of bytes.

CREATE TABLE procedure_kept (
	sha256 TEXT NOT NULL PRIMARY KEY
		CHECK (length(sha256) = 64 AND NOT sha256 GLOB '*[^0-9a-f]*'),
	bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_procedure (
	draft TEXT NOT NULL PRIMARY KEY REFERENCES draft (id),
	sha256 TEXT NOT NULL REFERENCES procedure_kept (sha256)
) STRICT, WITHOUT ROWID;
