-- Why somebody was sent away, for who was not there to hear it.
ALTER TABLE participants ADD COLUMN denied_reason TEXT;
ALTER TABLE participants ADD COLUMN denied_message TEXT;
