-- Who is told of what happens, by a request to a URL of theirs. Types of events stand with a space between them. The secret signs
-- what is sent, so it is kept as it is. `disabled_for` says why nothing is sent: by hand, after long failure, or as its server asked.
CREATE TABLE webhooks (
    id            TEXT   PRIMARY KEY NOT NULL,
    url           TEXT   NOT NULL,
    events        TEXT   NOT NULL,
    description   TEXT   NOT NULL,
    secret        TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    failing_since BIGINT,
    disabled_at   BIGINT,
    disabled_for  TEXT   CHECK (disabled_for IN ('hand', 'failing', 'gone'))
);

-- What is sent to them, written with what it tells of. Bodies hold ids, never names or words of people.
CREATE TABLE webhook_deliveries (
    id          TEXT   PRIMARY KEY NOT NULL,
    webhook_id  TEXT   NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event       TEXT   NOT NULL,
    body        TEXT   NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts    BIGINT NOT NULL DEFAULT 0,
    status_code BIGINT,
    failure     TEXT,
    created_at  BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    settled_at  BIGINT
);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (due_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at);

-- When subscribers were told that the report is there.
ALTER TABLE consultations ADD COLUMN reported_at BIGINT;
-- Of what is long over nobody is told.
UPDATE consultations SET reported_at = ended_at WHERE status = 'ended';
