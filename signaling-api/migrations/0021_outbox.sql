-- Which language a person reads; empty while nobody knows.
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'en', 'fr'));

-- Letters and text messages that are yet to be sent, or were given up. A sent one leaves no row; a given-up one no text.
CREATE TABLE outbox (
    id         TEXT   PRIMARY KEY NOT NULL,
    channel    TEXT   NOT NULL CHECK (channel IN ('mail', 'sms')),
    purpose    TEXT   NOT NULL,
    about      TEXT   NOT NULL,
    recipient  TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    failed_at  BIGINT,
    failure    TEXT
);
CREATE INDEX outbox_by_time ON outbox (due_at) WHERE failed_at IS NULL;
CREATE INDEX outbox_by_subject ON outbox (about);

-- The planned time for which reminders were written.
ALTER TABLE consultations ADD COLUMN reminded_for BIGINT;
