-- store.db, step 3: what became of sealed dossiers, and how any is found again.

-- Which dossiers name a person, by the number in one of their fields.
ALTER TABLE draft_value ADD COLUMN number_blind BLOB;
CREATE INDEX draft_value_by_number ON draft_value (number_blind) WHERE number_blind IS NOT NULL;

-- Grows with each change of a subject, over all drafts: whoever keeps names in memory reads
-- what is beyond what it has.
ALTER TABLE draft ADD COLUMN subject_seq INTEGER NOT NULL DEFAULT 0;
UPDATE draft SET subject_seq = n;
CREATE INDEX draft_by_subject ON draft (subject_seq);
CREATE INDEX draft_by_created ON draft (created_at);

-- What the desk read out of the signed statements about a sealed dossier, and the due date
-- that follows. Nothing but a summary: it can be made again from mail.db. reached: the state;
-- open: it has not come to an end; provisional: no receipt yet, counted from the sealing;
-- stopped: the national status in which the clock stands; shown_at: due_at, or the later day
-- promised with an apology; was_at: due_at before a newer table of holidays.
CREATE TABLE progress (
	draft_n INTEGER PRIMARY KEY REFERENCES draft (n),
	reached TEXT NOT NULL,
	open INTEGER NOT NULL CHECK (open IN (0, 1)),
	received_at TEXT NOT NULL,
	provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
	due_at TEXT,
	stopped INTEGER NOT NULL DEFAULT 0,
	unsure INTEGER NOT NULL DEFAULT 0,
	promised_at TEXT,
	shown_at TEXT,
	was_at TEXT,
	moved_at TEXT,
	official_sealed BLOB,
	official_blind BLOB
) STRICT;
CREATE INDEX progress_by_due ON progress (shown_at, draft_n) WHERE open = 1;
CREATE INDEX progress_by_official ON progress (official_blind) WHERE official_blind IS NOT NULL;

-- Late, with an apology: the new day and the reason that the citizen was given.
-- row key: id
CREATE TABLE postponement (
	n INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	draft TEXT NOT NULL REFERENCES draft (id),
	at TEXT NOT NULL,
	due_at TEXT NOT NULL,
	promised_at TEXT NOT NULL,
	reason_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX postponement_by_draft ON postponement (draft, n);
