-- Rehearsals: the one that is on, with all that it must put back, and the reports of the last few.
CREATE TABLE rehearsals (
  id       TEXT PRIMARY KEY,
  document TEXT NOT NULL
);
