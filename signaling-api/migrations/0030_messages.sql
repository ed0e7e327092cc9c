-- One conversation for each doctor and patient; or kept with a consultation that has no patient's account.
CREATE TABLE conversations (
    id              TEXT   PRIMARY KEY NOT NULL,
    doctor_id       TEXT   REFERENCES users (id),
    patient_id      TEXT   REFERENCES users (id),
    consultation_id TEXT   UNIQUE REFERENCES consultations (id) ON DELETE CASCADE,
    blocked_by      TEXT   REFERENCES users (id),
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    last_number     BIGINT NOT NULL DEFAULT 0,
    UNIQUE (doctor_id, patient_id),
    CHECK ((consultation_id IS NULL) = (doctor_id IS NOT NULL)),
    CHECK ((doctor_id IS NULL) = (patient_id IS NULL))
);
CREATE INDEX conversations_by_doctor ON conversations (doctor_id, last_number);
CREATE INDEX conversations_by_patient ON conversations (patient_id, last_number);

-- How far messages came to each side: an account, or the place of a guest. Numbers are those of messages.
CREATE TABLE correspondents (
    conversation_id  TEXT   NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    member_id        TEXT   NOT NULL,
    archived         BIGINT NOT NULL DEFAULT 0,
    delivered_number BIGINT NOT NULL DEFAULT 0,
    read_number      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_id, member_id)
);

-- Bytes lie in the data directory under the id; the name is for people alone.
CREATE TABLE files (
    id              TEXT   PRIMARY KEY NOT NULL,
    conversation_id TEXT   NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    sender_id       TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    size            BIGINT NOT NULL,
    created_at      BIGINT NOT NULL
);
CREATE INDEX files_by_time ON files (created_at);

-- Who takes the next number waits for whoever took the last one to be done: numbers are seen in their order.
CREATE TABLE message_numbers (
    id   BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    last BIGINT NOT NULL
);
INSERT INTO message_numbers (id, last) VALUES (1, 0);

-- The sender is an account, the place of a guest, or `system`.
CREATE TABLE messages (
    id              TEXT   PRIMARY KEY NOT NULL,
    number          BIGINT NOT NULL UNIQUE,
    conversation_id TEXT   NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    consultation_id TEXT   REFERENCES consultations (id) ON DELETE SET NULL,
    sender_id       TEXT   NOT NULL,
    kind            TEXT   NOT NULL CHECK (kind IN ('text', 'image', 'file', 'system')),
    content         TEXT   NOT NULL,
    file_id         TEXT   REFERENCES files (id),
    client_id       TEXT,
    sent_at         BIGINT NOT NULL,
    UNIQUE (conversation_id, sender_id, client_id)
);
CREATE INDEX messages_by_conversation ON messages (conversation_id, number);
CREATE INDEX messages_by_consultation ON messages (consultation_id, number);
CREATE INDEX messages_by_file ON messages (file_id);
