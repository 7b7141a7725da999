-- store.db, step 4: a draft may be a supplement to a dossier that was received.

ALTER TABLE draft ADD COLUMN supplements TEXT NOT NULL DEFAULT '';
