-- starts: how often the article was begun, by a server that has not stored its outcome since. Stored before work on it begins.
ALTER TABLE article ADD COLUMN starts INTEGER NOT NULL DEFAULT 0;
