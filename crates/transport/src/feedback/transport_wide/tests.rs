//! Feedback as another implementation reads it.

use super::*;
use proptest::prelude::*;
use rtcp::transport_feedbacks::transport_layer_cc::{PacketStatusChunk, SymbolTypeTcc, TransportLayerCc};

fn us(microseconds: u64) -> Duration {
    Duration::from_micros(microseconds)
}

/// The feedback as another implementation reads it.
fn feedback(recorder: &mut TransportWideRecorder, now: Instant) -> Vec<TransportLayerCc> {
    let mut bytes = Vec::new();
    let mut packets = Vec::new();
    while recorder.poll_timeout().is_some_and(|due| due <= now) {
        bytes.clear();
        recorder.poll(now, 1, 2, &mut Compound::new(&mut bytes));
        assert!(bytes.len() < 900);
        let read = rtcp::packet::unmarshal(&mut &*bytes).unwrap();
        assert_eq!(read.len(), 1);
        packets.extend(read[0].as_any().downcast_ref::<TransportLayerCc>().cloned());
    }
    packets
}

/// Sequence number with arrival in us since the recorder's start, `None` for lost.
fn read(feedback: &TransportLayerCc) -> Vec<(u16, Option<i64>)> {
    let statuses = feedback.packet_chunks.iter().flat_map(|chunk| match chunk {
        PacketStatusChunk::RunLengthChunk(run) => {
            vec![run.packet_status_symbol; run.run_length.into()]
        }
        PacketStatusChunk::StatusVectorChunk(vector) => vector.symbol_list.clone(),
    });
    let mut time = i64::from(feedback.reference_time) * 64_000;
    let mut deltas = feedback.recv_deltas.iter();
    statuses
        .take(feedback.packet_status_count.into())
        .enumerate()
        .map(|(index, status)| {
            let sequence = feedback.base_sequence_number.wrapping_add(index as u16);
            let arrival = (status != SymbolTypeTcc::PacketNotReceived).then(|| {
                time += deltas.next().unwrap().delta;
                time
            });
            (sequence, arrival)
        })
        .collect()
}

#[test]
fn a_small_loss_across_the_wrap() {
    let start = Instant::now();
    let mut recorder = TransportWideRecorder::new(start);
    for (sequence, at) in [(65_534, 70_000), (65_535, 71_000), (1, 73_250), (2, 200_000)] {
        recorder.received(sequence, start + us(at));
    }
    let due = recorder.poll_timeout().unwrap();
    assert_eq!(due, start + us(120_000));
    assert!(feedback(&mut recorder, due - us(1)).is_empty());
    let packets = feedback(&mut recorder, due);
    assert_eq!(packets.len(), 1);
    let told = [
        (65_534, Some(70_000)),
        (65_535, Some(71_000)),
        (0, None),
        (1, Some(73_250)),
        (2, Some(200_000)),
    ];
    assert_eq!(read(&packets[0]), told);
    assert_eq!((packets[0].sender_ssrc, packets[0].media_ssrc), (1, 2));
    assert_eq!(packets[0].fb_pkt_count, 0);
    assert_eq!(recorder.poll_timeout(), None);
}

#[test]
fn the_next_feedback_goes_on_where_the_last_ended() {
    let start = Instant::now();
    let mut recorder = TransportWideRecorder::new(start);
    recorder.received(10, start);
    feedback(&mut recorder, start + INTERVAL);
    recorder.received(12, start + INTERVAL);
    let packets = feedback(&mut recorder, start + INTERVAL * 2);
    assert_eq!(read(&packets[0]), [(11, None), (12, Some(50_000))]);
    assert_eq!(packets[0].fb_pkt_count, 1);
}

#[test]
fn a_late_packet_is_told_after_all() {
    let start = Instant::now();
    let mut recorder = TransportWideRecorder::new(start);
    recorder.received(10, start);
    recorder.received(12, start + us(1_000));
    feedback(&mut recorder, start + INTERVAL);
    recorder.received(11, start + us(60_000));
    recorder.received(11, start + us(61_000));
    let packets = feedback(&mut recorder, start + INTERVAL * 3);
    assert_eq!(read(&packets[0]), [(11, Some(60_000)), (12, Some(1_000))]);
}

#[test]
fn a_pause_longer_than_a_delta_starts_another_packet() {
    let start = Instant::now();
    let mut recorder = TransportWideRecorder::new(start);
    recorder.received(1, start);
    recorder.received(3, start + us(9_000_000));
    let packets = feedback(&mut recorder, start + us(9_000_000));
    assert_eq!(packets.len(), 2);
    assert_eq!(read(&packets[0]), [(1, Some(0))]);
    assert_eq!(read(&packets[1]), [(2, None), (3, Some(9_000_000))]);
}

#[test]
fn a_jump_is_told_as_far_as_memory_goes() {
    let start = Instant::now();
    let mut recorder = TransportWideRecorder::new(start);
    recorder.received(1, start);
    recorder.received(20_001, start);
    let packets = feedback(&mut recorder, start + INTERVAL);
    let told = read(&packets[0]);
    assert_eq!((packets.len(), told.len()), (1, ARRIVALS));
    assert_eq!(told[ARRIVALS - 1], (20_001, Some(0)));
}

#[test]
fn a_packet_later_than_memory_is_passed_over() {
    let start = Instant::now();
    let mut recorder = TransportWideRecorder::new(start);
    recorder.received(1, start);
    recorder.received(5_000, start);
    feedback(&mut recorder, start + INTERVAL);
    recorder.received(2_000, start + INTERVAL);
    assert_eq!(recorder.poll_timeout(), None);
}

#[test]
fn runs_are_short() {
    let mut bytes = Vec::new();
    write_chunks(&[Status::SmallDelta; 100], &mut bytes);
    assert_eq!(bytes, [0x20, 100]);
}

proptest! {
    #[test]
    fn another_implementation_reads_every_arrival(
        start_sequence: u16,
        packets in prop::collection::vec(
            (prop::bool::weighted(0.8), prop_oneof![9 => 0_u64..3_000, 1 => 0_u64..9_000_000]),
            1..900,
        ),
    ) {
        let start = Instant::now();
        let mut recorder = TransportWideRecorder::new(start);
        let mut expected = Vec::new();
        let (mut at, mut sequence) = (0, start_sequence);
        for (received, wait) in packets {
            at += wait;
            let received = received || expected.is_empty();
            if received {
                recorder.received(sequence, start + us(at));
            }
            expected.push((sequence, received.then_some(at as i64 / 250 * 250)));
            sequence = sequence.wrapping_add(1);
        }
        while expected.last().is_some_and(|(_, arrival)| arrival.is_none()) {
            expected.pop();
        }
        let told: Vec<_> = feedback(&mut recorder, start + us(at) + INTERVAL)
            .iter()
            .flat_map(read)
            .collect();
        prop_assert_eq!(told, expected);
    }

    #[test]
    fn any_arrival_is_survived(
        packets in prop::collection::vec((any::<u16>(), 0_u64..100_000), 1..500)
    ) {
        let mut now = Instant::now();
        let mut recorder = TransportWideRecorder::new(now);
        for (sequence, wait) in packets {
            now += us(wait);
            recorder.received(sequence, now);
            feedback(&mut recorder, now);
        }
        prop_assert_eq!(recorder.statuses.capacity(), ARRIVALS);
        prop_assert_eq!(recorder.deltas.capacity(), RECEIVED_PER_PACKET);
    }
}
