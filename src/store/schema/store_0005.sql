-- store.db, step 5: people found by name.

-- The name in the answer; NULL: not found by it, because a newer answer about the person is
-- here, and is found instead.
-- row key: query_id
ALTER TABLE person ADD COLUMN name_sealed BLOB;

-- Grows with each change of a name, over all people, as draft.subject_seq does. 0: the answer
-- was taken in by an older desk, and nobody has looked for its name yet.
ALTER TABLE person ADD COLUMN name_seq INTEGER NOT NULL DEFAULT 0;
CREATE INDEX person_by_name ON person (name_seq);
