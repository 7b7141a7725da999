-- store.db, step 9: a proof that goes with further dossiers.

-- evidence.dossier is the one that it was taken for; this is where it was used again, of a
-- person who was served before and is looked up no second time.
CREATE TABLE evidence_use (
	dossier TEXT NOT NULL,
	evidence TEXT NOT NULL REFERENCES evidence (id),
	PRIMARY KEY (dossier, evidence)
) STRICT, WITHOUT ROWID;
