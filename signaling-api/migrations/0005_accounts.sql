-- When a browser signed in, and which one it says it is.
ALTER TABLE refresh_sessions ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE refresh_sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
CREATE INDEX refresh_sessions_by_user ON refresh_sessions (user_id);

-- Secrets of links that set a password; only their digests are kept, each works once.
CREATE TABLE password_tokens (
    digest     TEXT   PRIMARY KEY NOT NULL,
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX password_tokens_by_user ON password_tokens (user_id);

-- Failures in a row for each e-mail address, known or not, as its digest.
CREATE TABLE sign_in_failures (
    digest       TEXT   PRIMARY KEY NOT NULL,
    failures     BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,
    locked_until BIGINT NOT NULL DEFAULT 0
);
