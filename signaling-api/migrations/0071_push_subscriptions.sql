-- Browsers that are sent push messages (RFC 8030), each for whoever turned that on in it. Keys in URL-safe base 64, as browsers give them.
-- The session is that of the browser, so that signing it out ends the messages too.
CREATE TABLE push_subscriptions (
    id         TEXT   PRIMARY KEY NOT NULL,
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_id TEXT,
    endpoint   TEXT   NOT NULL UNIQUE,
    p256dh     TEXT   NOT NULL,
    auth       TEXT   NOT NULL,
    device     TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX push_subscriptions_by_user ON push_subscriptions (user_id, id);
CREATE INDEX push_subscriptions_by_session ON push_subscriptions (session_id);
