-- A known word, sealed with the key that seals secrets (decision 106): proof of which key that was, and that all is sealed.
CREATE TABLE sealing (
    id    BIGINT PRIMARY KEY NOT NULL,
    proof TEXT   NOT NULL
);
