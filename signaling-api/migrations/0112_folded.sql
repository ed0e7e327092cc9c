-- Names and titles as they are looked for, without accents and in lower case, written by the program: the two databases would
-- not fold alike. Null in rows of earlier versions, until the next start.
ALTER TABLE users ADD COLUMN folded_name TEXT;
ALTER TABLE consultations ADD COLUMN folded_title TEXT;
ALTER TABLE participants ADD COLUMN folded_name TEXT;
