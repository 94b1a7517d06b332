-- What a provider said when somebody logged in; empty for the others.
ALTER TABLE logins ADD COLUMN word TEXT NOT NULL DEFAULT '';

-- Who is expected.
CREATE TABLE roster (
  id       TEXT PRIMARY KEY,
  document TEXT NOT NULL
);

-- Tokens of authors, helpers and organizers; the key is the token's hash.
CREATE TABLE staff_tokens (
  id       TEXT PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL
);
