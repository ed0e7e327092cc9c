-- More means of each minute, as in 0110: the bit rate of all pictures together in kbit/s, the share of the time in which cameras'
-- pictures stood still and that of the packets of sound that never came, both of a thousand.
ALTER TABLE quality_minutes ADD COLUMN video_up BIGINT;
ALTER TABLE quality_minutes ADD COLUMN frozen_up BIGINT;
ALTER TABLE quality_minutes ADD COLUMN missing_up BIGINT;
ALTER TABLE quality_minutes ADD COLUMN video_down BIGINT;
ALTER TABLE quality_minutes ADD COLUMN frozen_down BIGINT;
ALTER TABLE quality_minutes ADD COLUMN missing_down BIGINT;
