-- mail.db, step 3: supplements are queued items, with the same states, parts and statements.
-- dossier: the item that it is a supplement to; NULL = the item is a dossier itself. asked:
-- SHA-256 of the event's JWS that asked. A supplement has no place in any chain: its
-- (epoch, seq) is (its own id, 1), and nothing that counts dossiers looks at it.

ALTER TABLE item ADD COLUMN dossier TEXT REFERENCES item (id);
ALTER TABLE item ADD COLUMN asked TEXT CHECK ((asked IS NULL) = (dossier IS NULL));
CREATE INDEX item_by_dossier ON item (dossier) WHERE dossier IS NOT NULL;
