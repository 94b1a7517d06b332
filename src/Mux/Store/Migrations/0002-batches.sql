-- A launch orders the machines of several ships at once: its row holds the whole order, so that a repeat says exactly the same.
ALTER TABLE effects ADD COLUMN document TEXT;

CREATE INDEX effects_open ON effects (kind) WHERE ended_at IS NULL AND document IS NOT NULL;
