-- store.db, step 7: dossiers found by any person that they name.

-- The names in the form beside the subject's, one a line; NULL: none, or a dossier of an
-- older desk that nobody has looked through yet (setting "numbers"). subject_seq counts
-- its changes, too.
ALTER TABLE draft ADD COLUMN people_sealed BLOB;
