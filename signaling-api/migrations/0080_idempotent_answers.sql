-- Answers to requests that make something, for a day, by a digest of who asked, what, and their `Idempotency-Key`; sealed with
-- that key, which is kept nowhere. Status 0 is a request that is still being answered.
CREATE TABLE idempotent_answers (
    digest     TEXT   PRIMARY KEY NOT NULL,
    request    TEXT   NOT NULL,
    status     BIGINT NOT NULL,
    answer     TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX idempotent_answers_by_time ON idempotent_answers (created_at);
