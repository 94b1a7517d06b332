-- One row per thing; the columns beside the document are those that a constraint or a look-up needs.
CREATE TABLE ships (
  id       TEXT PRIMARY KEY,
  state    TEXT NOT NULL,
  attendee TEXT,
  document TEXT NOT NULL
);
-- At most one live ship for an attendee.
CREATE UNIQUE INDEX ships_attendee ON ships (attendee) WHERE attendee IS NOT NULL AND state <> 'Terminated';

CREATE TABLE attendees (
  id          TEXT PRIMARY KEY,
  name_key    TEXT NOT NULL UNIQUE,
  document    TEXT NOT NULL
);

CREATE TABLE logins (
  key         TEXT PRIMARY KEY,
  attendee    TEXT NOT NULL REFERENCES attendees (id),
  expires_at  TEXT NOT NULL
);

CREATE TABLE rollouts (
  id       TEXT PRIMARY KEY,
  document TEXT NOT NULL
);

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- An intent is stored before the provider is called, its outcome after.
CREATE TABLE effects (
  token      TEXT PRIMARY KEY,
  ship       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  started_at TEXT NOT NULL,
  outcome    TEXT,
  ended_at   TEXT
);

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      TEXT NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  TEXT NOT NULL
);
