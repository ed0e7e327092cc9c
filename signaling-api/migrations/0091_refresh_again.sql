-- What was given to a browser that never used it, and came again with the token before: shown later, somebody else has it.
ALTER TABLE refresh_sessions ADD COLUMN forgone_digest TEXT;
CREATE INDEX refresh_sessions_by_forgone ON refresh_sessions (forgone_digest);
