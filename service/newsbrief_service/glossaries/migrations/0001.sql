-- Glossaries and their entries. Times are microseconds since 1970, UTC.
CREATE TABLE glossary (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  etag TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  entry_count INTEGER NOT NULL,
  last_number INTEGER NOT NULL
);

-- term is a newsbrief.v1.GlossaryTerm message: fields added to it later need no migration. identity is a digest of its forms,
-- search what a query looks through.
CREATE TABLE entry (
  glossary INTEGER NOT NULL REFERENCES glossary (key) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  identity BLOB NOT NULL,
  term BLOB NOT NULL,
  search TEXT NOT NULL,
  updated INTEGER NOT NULL,
  PRIMARY KEY (glossary, number),
  UNIQUE (glossary, identity)
) WITHOUT ROWID;
