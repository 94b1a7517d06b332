-- Logins of the staff at the dashboard; the key is the hash of the cookie's value.
CREATE TABLE staff_sessions (
  key      TEXT PRIMARY KEY,
  document TEXT NOT NULL
);
