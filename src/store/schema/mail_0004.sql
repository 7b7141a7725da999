-- mail.db, step 4: a question may be queued: nobody sits in front of it, so it lets those pass
-- where somebody does, and waits as long as its give_up_at says whatever the link does.

ALTER TABLE question ADD COLUMN queued INTEGER NOT NULL DEFAULT 0 CHECK (queued IN (0, 1));
