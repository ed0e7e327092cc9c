-- Ids are UUIDs (version 7) as text, times are milliseconds since the Unix epoch, truth values are 0 or 1.

CREATE TABLE users (
    id            TEXT   PRIMARY KEY NOT NULL,
    email         TEXT   NOT NULL UNIQUE,
    name          TEXT   NOT NULL,
    role          TEXT   NOT NULL CHECK (role IN ('admin', 'doctor', 'patient')),
    password_hash TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    disabled_at   BIGINT
);

-- One row for each browser that is signed in; only digests of its refresh tokens are kept.
CREATE TABLE refresh_sessions (
    id              TEXT   PRIMARY KEY NOT NULL,
    user_id         TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    digest          TEXT   NOT NULL UNIQUE,
    previous_digest TEXT   UNIQUE,
    rotated_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL
);
CREATE INDEX refresh_sessions_by_expiry ON refresh_sessions (expires_at);

CREATE TABLE rooms (
    id         TEXT   PRIMARY KEY NOT NULL,
    made_by    TEXT   NOT NULL CHECK (made_by IN ('server', 'consultation')),
    created_at BIGINT NOT NULL,
    closed_at  BIGINT
);

CREATE TABLE consultations (
    id           TEXT   PRIMARY KEY NOT NULL,
    room_id      TEXT   NOT NULL UNIQUE REFERENCES rooms (id),
    doctor_id    TEXT   NOT NULL REFERENCES users (id),
    patient_id   TEXT   REFERENCES users (id),
    mode         TEXT   NOT NULL CHECK (mode IN ('video', 'audio')),
    title        TEXT,
    status       TEXT   NOT NULL CHECK (status IN ('pending', 'active', 'ended', 'cancelled')),
    code         TEXT   NOT NULL,
    share_token  TEXT   NOT NULL,
    share_digest TEXT   NOT NULL UNIQUE,
    expires_at   BIGINT NOT NULL,
    starts_at    BIGINT,
    created_at   BIGINT NOT NULL,
    started_at   BIGINT,
    ended_at     BIGINT
);
-- A code is unique while its consultation lives.
CREATE UNIQUE INDEX consultations_by_living_code ON consultations (code) WHERE status IN ('pending', 'active');
CREATE INDEX consultations_by_code ON consultations (code);
CREATE INDEX consultations_by_doctor ON consultations (doctor_id, id);
CREATE INDEX consultations_by_patient ON consultations (patient_id, id);

-- Who was given a place; a user has one place in a consultation, a guest a new one at each coming.
CREATE TABLE participants (
    id              TEXT   PRIMARY KEY NOT NULL,
    consultation_id TEXT   NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
    user_id         TEXT   REFERENCES users (id),
    role            TEXT   NOT NULL CHECK (role IN ('doctor', 'patient', 'guest')),
    display_name    TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    UNIQUE (consultation_id, user_id)
);

CREATE TABLE audit (
    id         TEXT   PRIMARY KEY NOT NULL,
    at         BIGINT NOT NULL,
    actor      TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    outcome    TEXT   NOT NULL CHECK (outcome IN ('done', 'refused'))
);
CREATE INDEX audit_by_subject ON audit (subject, at);
