-- The camp's sessions: windows with a number of seats.
CREATE TABLE sessions (
  name     TEXT PRIMARY KEY,
  document TEXT NOT NULL
);
