-- How far a participant's latest attempt to join came (furthest_stage, since furthest_at), by which way, what was amiss last.
ALTER TABLE participants ADD COLUMN furthest_stage TEXT NOT NULL DEFAULT 'token';
ALTER TABLE participants ADD COLUMN furthest_at    BIGINT;
ALTER TABLE participants ADD COLUMN path_transport TEXT;
ALTER TABLE participants ADD COLUMN path_family    TEXT;
ALTER TABLE participants ADD COLUMN advice         TEXT;
CREATE INDEX participants_by_consultation ON participants (consultation_id, id);
