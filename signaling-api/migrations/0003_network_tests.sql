-- The last network test of each participant: a row for each path to the media server that was tried. Losses are in
-- thousandths of the packets.
CREATE TABLE network_test_paths (
    participant_id     TEXT   NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    path               TEXT   NOT NULL CHECK (path IN ('udp', 'tcp', 'turn_tls')),
    outcome            TEXT   NOT NULL CHECK (outcome IN ('ok', 'failed', 'not_offered')),
    up_kbit_s          BIGINT,
    down_kbit_s        BIGINT,
    up_loss_permille   BIGINT,
    round_trip_loss_permille BIGINT,
    jitter_ms          BIGINT,
    rtt_ms             BIGINT,
    taken_at           BIGINT NOT NULL,
    PRIMARY KEY (participant_id, path),
    CHECK ((outcome = 'ok') = (up_kbit_s IS NOT NULL))
);
