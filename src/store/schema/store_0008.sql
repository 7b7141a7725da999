-- store.db, step 8: the due dates of a linked group's branches.

-- The branch that is due first, before the whole is: shown_at is its day then. '' = none.
ALTER TABLE progress ADD COLUMN branch TEXT NOT NULL DEFAULT '';
ALTER TABLE progress ADD COLUMN branch_due_at TEXT;

-- The other branches whose clock runs. shown_at: due_at, or the later day promised with an
-- apology.
CREATE TABLE progress_branch (
	draft_n INTEGER NOT NULL REFERENCES draft (n),
	branch TEXT NOT NULL,
	due_at TEXT NOT NULL,
	shown_at TEXT NOT NULL,
	PRIMARY KEY (draft_n, branch)
) STRICT, WITHOUT ROWID;
CREATE INDEX progress_branch_by_due ON progress_branch (shown_at, draft_n);
