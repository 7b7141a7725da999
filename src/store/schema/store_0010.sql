-- store.db, step 10: asked again, a verification stands for the first of its attempts, which is
-- the one that the province was told of with the dossier. '' = it is the first.

ALTER TABLE verification ADD COLUMN first_id TEXT NOT NULL DEFAULT '';
