-- Recordings of consultations, from the doctor's question on. Their files lie in the data directory, in a directory named by the id.
CREATE TABLE recordings (
    id              TEXT   PRIMARY KEY NOT NULL,
    consultation_id TEXT   NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
    state           TEXT   NOT NULL CHECK (state IN ('asked', 'refused', 'recording', 'saving', 'ready', 'failed')),
    -- Why there is less than there was to record.
    failure         TEXT   CHECK (failure IN ('disk_full', 'broken', 'interrupted', 'empty')),
    asked_at        BIGINT NOT NULL,
    started_at      BIGINT,
    ended_at        BIGINT,
    bytes           BIGINT NOT NULL,
    -- Packets that were left out because the disk was slow.
    dropped         BIGINT NOT NULL
);
CREATE INDEX recordings_by_consultation ON recordings (consultation_id, asked_at);
CREATE INDEX recordings_by_end ON recordings (ended_at);
-- One at a time.
CREATE UNIQUE INDEX recordings_living ON recordings (consultation_id) WHERE state IN ('asked', 'recording');

-- What people said when they were asked.
CREATE TABLE recording_answers (
    recording_id   TEXT   NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    participant_id TEXT   NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    agreed         BIGINT NOT NULL CHECK (agreed IN (0, 1)),
    answered_at    BIGINT NOT NULL,
    PRIMARY KEY (recording_id, participant_id)
);
