-- What a participant says of a call, once.
CREATE TABLE ratings (
    participant_id TEXT   PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    rating         BIGINT NOT NULL CHECK (rating BETWEEN 1 AND 5),
    comment        TEXT,
    created_at     BIGINT NOT NULL
);
