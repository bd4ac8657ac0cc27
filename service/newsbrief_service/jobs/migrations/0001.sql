-- Jobs, the articles that wait, and the results there are. Times are microseconds since 1970, UTC.
-- state: -1 to be swept away, 0 still being received, else newsbrief.v1.BriefJob.State. bytes: of the articles that wait.
CREATE TABLE job (
  key INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  id TEXT NOT NULL,
  state INTEGER NOT NULL,
  options BLOB NOT NULL,
  articles INTEGER NOT NULL,
  done INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  created INTEGER NOT NULL,
  started INTEGER,
  ended INTEGER
);
CREATE UNIQUE INDEX job_name ON job (owner, id) WHERE state > 0;

-- article is a newsbrief.v1.Article message, number its place in the job. It goes when its result comes.
CREATE TABLE article (
  job INTEGER NOT NULL REFERENCES job (key),
  number INTEGER NOT NULL,
  article BLOB NOT NULL,
  PRIMARY KEY (job, number)
);

-- outcome is a newsbrief.v1.BriefOutcome message, place the order in which results came: 0, 1, 2 ... without gaps.
CREATE TABLE result (
  job INTEGER NOT NULL REFERENCES job (key),
  place INTEGER NOT NULL,
  number INTEGER NOT NULL,
  outcome BLOB NOT NULL,
  PRIMARY KEY (job, place),
  UNIQUE (job, number)
);
