-- Raised hands: one of an attendee, gone once it is lowered or done.
CREATE TABLE hands (
  attendee TEXT PRIMARY KEY REFERENCES attendees (id),
  document TEXT NOT NULL
);
