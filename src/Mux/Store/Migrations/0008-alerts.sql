-- What needed the organizers, and when; those that are up and the latest that were.
CREATE TABLE alerts (
  id         TEXT PRIMARY KEY,
  raised_at  TEXT NOT NULL,
  cleared_at TEXT,
  document   TEXT NOT NULL
);
