-- The second factor of an account (RFC 6238): its secret in base 32, whether its owner has proved to have it, the last step
-- of which a code was used.
CREATE TABLE totp_secrets (
    user_id      TEXT   PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    secret       TEXT   NOT NULL,
    confirmed_at BIGINT,
    last_step    BIGINT NOT NULL DEFAULT 0
);

-- Codes for who has lost the device; only their digests are kept, each works once.
CREATE TABLE recovery_codes (
    digest  TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);
