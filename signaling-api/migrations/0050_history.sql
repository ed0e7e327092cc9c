-- When media of a participant were there, as the media node told. An interval's end is the last sign of life while it goes on,
-- so that a restart has nothing to close.
CREATE TABLE presence (
    id             TEXT   PRIMARY KEY NOT NULL,
    participant_id TEXT   NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    started_at     BIGINT NOT NULL,
    ended_at       BIGINT NOT NULL
);
CREATE INDEX presence_by_participant ON presence (participant_id, started_at);

-- How well media went, a row a minute. `levels` has a letter for each ten seconds, the worst of them: g(ood), f(air), p(oor),
-- l(ost), - for nothing known; `reason` and `video` are those of the worst moment.
CREATE TABLE quality_minutes (
    participant_id TEXT   NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    started_at     BIGINT NOT NULL,
    levels         TEXT   NOT NULL,
    reason         TEXT,
    video          TEXT   NOT NULL,
    PRIMARY KEY (participant_id, started_at)
);

-- What came of a consultation, worked out from presence: while it goes on, and when it is over.
CREATE TABLE outcomes (
    consultation_id TEXT   PRIMARY KEY NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
    outcome         TEXT   CHECK (outcome IN ('held', 'no_show', 'cancelled', 'failed', 'unattended')),
    met_at          BIGINT,
    parted_at       BIGINT,
    held_ms         BIGINT NOT NULL,
    waited_ms       BIGINT
);

-- The time of a consultation in the history: when it is planned, else when it was made.
CREATE INDEX consultations_by_doctor_and_time ON consultations (doctor_id, (COALESCE(starts_at, created_at)), id);
CREATE INDEX consultations_by_patient_and_time ON consultations (patient_id, (COALESCE(starts_at, created_at)), id);
CREATE INDEX consultations_by_time ON consultations ((COALESCE(starts_at, created_at)), id);
-- Those that ended, or expired without beginning, and whose outcome is still to be worked out.
CREATE INDEX consultations_by_end ON consultations (ended_at);
CREATE INDEX consultations_by_expiry ON consultations (expires_at) WHERE status = 'pending';
