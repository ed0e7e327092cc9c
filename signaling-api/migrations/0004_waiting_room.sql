-- Whether those who are not its doctor wait until they are let in, and whether any doctor may take it over.
ALTER TABLE consultations ADD COLUMN waiting_room BIGINT NOT NULL DEFAULT 0;
ALTER TABLE consultations ADD COLUMN shared_queue BIGINT NOT NULL DEFAULT 0;

-- Who was let in; with the last word of the doctor to somebody who waits.
ALTER TABLE participants ADD COLUMN lobby TEXT NOT NULL DEFAULT 'accepted' CHECK (lobby IN ('waiting', 'accepted', 'denied'));
ALTER TABLE participants ADD COLUMN waiting_since BIGINT;
ALTER TABLE participants ADD COLUMN message TEXT;
ALTER TABLE participants ADD COLUMN message_at BIGINT;
CREATE INDEX participants_who_wait ON participants (consultation_id) WHERE lobby = 'waiting';
