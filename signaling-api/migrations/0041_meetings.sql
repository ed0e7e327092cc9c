-- Meetings that a platform makes for two of its users at once.
CREATE TABLE meetings (
    consultation_id TEXT   PRIMARY KEY NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
    accepted_by     TEXT   NOT NULL REFERENCES users (id),
    created_at      BIGINT NOT NULL
);
