-- The means of what was measured in a minute, each ten seconds: losses in packets of a thousand, jitter and round trip in
-- milliseconds, estimated mean opinion scores in hundredths; null where there was nothing to measure. `up` is what the person
-- sent, `down` what they received.
ALTER TABLE quality_minutes ADD COLUMN round_trip BIGINT;
ALTER TABLE quality_minutes ADD COLUMN loss_up BIGINT;
ALTER TABLE quality_minutes ADD COLUMN jitter_up BIGINT;
ALTER TABLE quality_minutes ADD COLUMN sound_up BIGINT;
ALTER TABLE quality_minutes ADD COLUMN picture_up BIGINT;
ALTER TABLE quality_minutes ADD COLUMN loss_down BIGINT;
ALTER TABLE quality_minutes ADD COLUMN jitter_down BIGINT;
ALTER TABLE quality_minutes ADD COLUMN sound_down BIGINT;
ALTER TABLE quality_minutes ADD COLUMN picture_down BIGINT;
