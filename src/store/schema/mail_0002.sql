-- mail.db, step 2: withdrawals are queued items of their own, and an old copy of the
-- desk's data leaves its epoch.

-- What was sent may be at the gateway: only the gateway's signature ends it. jws: signed by
-- this terminal. state: OPEN; DONE (the item is WITHDRAWN); REFUSED (cause says why); MOOT
-- (the item came to another end first).
CREATE TABLE withdrawal (
	n INTEGER PRIMARY KEY,
	item TEXT NOT NULL UNIQUE REFERENCES item (id),
	state TEXT NOT NULL,
	jws BLOB NOT NULL,
	asked_at TEXT NOT NULL,
	ended_at TEXT,
	attempts INTEGER NOT NULL DEFAULT 0,
	next_try TEXT,
	last_try TEXT,
	cause TEXT
) STRICT;
CREATE INDEX withdrawal_by_state ON withdrawal (state, n);

-- Epochs that the gateway knows and this desk has left for good.
CREATE TABLE left_epoch (
	epoch TEXT NOT NULL PRIMARY KEY CHECK (length(epoch) = 16),
	at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
