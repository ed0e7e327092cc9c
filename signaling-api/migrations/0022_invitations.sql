-- An invitation of one person to one consultation, by a link of its own. Bound to the first browser where it works once.
CREATE TABLE invitations (
    id              TEXT   PRIMARY KEY NOT NULL,
    consultation_id TEXT   NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
    kind            TEXT   NOT NULL CHECK (kind IN ('patient', 'interpreter', 'relative', 'second_clinician')),
    name            TEXT   NOT NULL,
    email           TEXT   NOT NULL,
    phone           TEXT   NOT NULL,
    language        TEXT   NOT NULL,
    one_time        BIGINT NOT NULL,
    token           TEXT   NOT NULL,
    digest          TEXT   NOT NULL UNIQUE,
    device_digest   TEXT,
    created_at      BIGINT NOT NULL,
    used_at         BIGINT,
    revoked_at      BIGINT
);
CREATE INDEX invitations_by_consultation ON invitations (consultation_id, id);

-- As what somebody without an account was invited; which one-time invitation the place belongs to.
ALTER TABLE participants ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE participants ADD COLUMN invitation_id TEXT;
CREATE UNIQUE INDEX participants_by_invitation ON participants (invitation_id);
