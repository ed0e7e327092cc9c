-- Calls to somebody, answered or not; `hangup` without an answer is a caller who gave up.
CREATE TABLE calls (
    id              TEXT   PRIMARY KEY NOT NULL,
    consultation_id TEXT   REFERENCES consultations (id) ON DELETE SET NULL,
    caller_id       TEXT   NOT NULL REFERENCES users (id),
    callee_id       TEXT   NOT NULL REFERENCES users (id),
    mode            TEXT   NOT NULL CHECK (mode IN ('video', 'audio')),
    status          TEXT   NOT NULL CHECK (status IN ('ringing', 'accepted', 'rejected', 'busy', 'missed', 'hangup')),
    created_at      BIGINT NOT NULL,
    answered_at     BIGINT,
    ended_at        BIGINT
);
CREATE INDEX calls_by_caller ON calls (caller_id, id);
CREATE INDEX calls_by_callee ON calls (callee_id, id);

-- The second doctor of a consultation between colleagues.
ALTER TABLE consultations ADD COLUMN colleague_id TEXT REFERENCES users (id);
CREATE INDEX consultations_by_colleague ON consultations (colleague_id, id);
