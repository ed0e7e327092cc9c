-- The place of a row in the chain, from 1, and the keyed digest (HMAC-SHA256) that binds it to the row before. Rows of before
-- get theirs from the program at its next start.
ALTER TABLE audit ADD COLUMN seq BIGINT;
ALTER TABLE audit ADD COLUMN mac TEXT;
CREATE UNIQUE INDEX audit_by_seq ON audit (seq);
CREATE INDEX audit_by_actor ON audit (actor, seq);

-- Where the chain begins: the last row that retention removed, with a digest of its own.
CREATE TABLE audit_base (
    id   BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    seq  BIGINT NOT NULL,
    mac  TEXT   NOT NULL,
    seal TEXT   NOT NULL
);
