-- Keys of servers; only their digests are kept. Scopes stand with a space between them.
CREATE TABLE api_keys (
    id           TEXT   PRIMARY KEY NOT NULL,
    name         TEXT   NOT NULL,
    digest       TEXT   NOT NULL UNIQUE,
    scopes       TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT,
    last_used_at BIGINT
);
