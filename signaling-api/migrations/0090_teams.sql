-- Doctors who share their waiting rooms; a doctor is in one team or in none.
CREATE TABLE teams (
    id         TEXT   PRIMARY KEY NOT NULL,
    name       TEXT   NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
ALTER TABLE users ADD COLUMN team_id TEXT REFERENCES teams (id);
CREATE INDEX users_by_team ON users (team_id);
