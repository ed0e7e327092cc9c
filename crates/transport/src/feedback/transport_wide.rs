//! Arrival times of all packets of a peer (draft-holmer-rmcat-transport-wide-cc-extensions-01).

use super::{Compound, format, packet_type};
use crate::packet::SequenceExtender;
use std::time::{Duration, Instant};

/// Arrivals that are remembered.
const ARRIVALS: usize = 1_024;

/// Received packets that one feedback packet speaks of: with all statuses of the memory it stays under 900 bytes.
const RECEIVED_PER_PACKET: usize = 250;

/// From the first packet that was not reported to the report, unless another interval is set.
const INTERVAL: Duration = Duration::from_millis(50);

/// Arrivals are told in 250 us.
const TICK_MICROS: u128 = 250;

/// The reference time is told in 64 ms.
const TICKS_PER_REFERENCE: i64 = 256;

/// Packets of one run-length chunk: 13 bits.
const RUN_MOST: usize = 0x1fff;

/// Records what arrives by transport-wide sequence number so that the sender can estimate its bandwidth.
#[derive(Clone, Debug)]
pub struct TransportWideRecorder {
    start: Instant,
    extender: SequenceExtender,
    arrivals: Box<[Arrival]>,
    /// The first packet that the next feedback speaks of.
    next: u64,
    due: Option<Instant>,
    interval: Duration,
    feedback_count: u8,
    statuses: Vec<Status>,
    deltas: Vec<i16>,
}

#[derive(Clone, Copy, Debug)]
struct Arrival {
    /// 0 where nothing arrived: extended numbers are larger.
    sequence: u64,
    /// Since `start`.
    ticks: i64,
}

/// The packet status symbols of section 3.1.1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Status {
    NotReceived = 0,
    SmallDelta = 1,
    LargeDelta = 2,
}

impl TransportWideRecorder {
    /// Takes its memory, some twenty kilobytes, once.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        let nothing = Arrival {
            sequence: 0,
            ticks: 0,
        };
        Self {
            start: now,
            extender: SequenceExtender::default(),
            arrivals: vec![nothing; ARRIVALS].into_boxed_slice(),
            next: u64::MAX,
            due: None,
            interval: INTERVAL,
            feedback_count: 0,
            statuses: Vec::with_capacity(ARRIVALS),
            deltas: Vec::with_capacity(RECEIVED_PER_PACKET),
        }
    }

    /// Feedback comes so long after the first packet that it tells of.
    pub fn set_interval(&mut self, interval: Duration) {
        self.interval = interval;
    }

    /// A packet with this transport-wide sequence number is here.
    pub fn received(&mut self, sequence: u16, now: Instant) {
        let sequence = self.extender.extend(sequence);
        let oldest = self.oldest();
        let slot = &mut self.arrivals[sequence as usize % ARRIVALS];
        // Seen before, or so late that its place is due to another.
        if slot.sequence == sequence || sequence < oldest {
            return;
        }
        let since = now.saturating_duration_since(self.start);
        *slot = Arrival {
            sequence,
            ticks: (since.as_micros() / TICK_MICROS) as i64,
        };
        // A late packet is told by going back to it: what was reported after it is reported again.
        self.next = self.next.min(sequence).max(oldest);
        self.due.get_or_insert(now + self.interval);
    }

    /// When [`TransportWideRecorder::poll`] has feedback to write; `None` while there is nothing new.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.due
    }

    /// Appends at most one feedback packet of under 900 bytes; if more is to be told, the next is due at once.
    ///
    /// `media_ssrc` is any stream that the peer sends: browsers pass over feedback for streams that they do not know.
    pub fn poll(&mut self, now: Instant, sender_ssrc: u32, media_ssrc: u32, out: &mut Compound<'_>) {
        if self.due.is_none_or(|due| now < due) {
            return;
        }
        let (base, end) = (self.next, self.end());
        match self.collect(end) {
            Some(reference) => self.write(base, reference, sender_ssrc, media_ssrc, out),
            None => self.next = end,
        }
        self.due = (self.next < end).then_some(now);
    }

    fn end(&self) -> u64 {
        self.extender.highest().map_or(0, |highest| highest + 1)
    }

    fn oldest(&self) -> u64 {
        self.end().saturating_sub(ARRIVALS as u64)
    }

    fn arrival(&self, sequence: u64) -> Option<i64> {
        let slot = self.arrivals[sequence as usize % ARRIVALS];
        (slot.sequence == sequence).then_some(slot.ticks)
    }

    /// Gathers statuses with deltas of one feedback packet from `next` on, moves `next` past them; returns the
    /// reference time, `None` if nothing was received.
    fn collect(&mut self, end: u64) -> Option<i64> {
        self.statuses.clear();
        self.deltas.clear();
        let (mut reference, mut before) = (None, 0);
        let mut told = 0;
        for sequence in self.next..end {
            let Some(ticks) = self.arrival(sequence) else {
                self.statuses.push(Status::NotReceived);
                continue;
            };
            if reference.is_none() {
                let first = ticks / TICKS_PER_REFERENCE;
                reference = Some(first);
                before = first * TICKS_PER_REFERENCE;
            }
            let Ok(delta) = i16::try_from(ticks - before) else {
                break;
            };
            before = ticks;
            self.deltas.push(delta);
            self.statuses.push(Status::of(delta));
            told = self.statuses.len();
            if self.deltas.len() == RECEIVED_PER_PACKET {
                break;
            }
        }
        // What is missing after the last packet may still be on its way.
        self.statuses.truncate(told);
        self.next += told as u64;
        reference
    }

    /// Section 3.1.
    fn write(
        &mut self,
        base: u64,
        reference: i64,
        sender_ssrc: u32,
        media_ssrc: u32,
        out: &mut Compound<'_>,
    ) {
        let count = self.feedback_count;
        self.feedback_count = count.wrapping_add(1);
        let (statuses, deltas) = (&self.statuses, &self.deltas);
        out.feedback(
            format::TRANSPORT_WIDE,
            packet_type::TRANSPORT_FEEDBACK,
            sender_ssrc,
            media_ssrc,
            |out| {
                out.extend((base as u16).to_be_bytes());
                out.extend((statuses.len() as u16).to_be_bytes());
                out.extend(((reference as u32) << 8 | u32::from(count)).to_be_bytes());
                write_chunks(statuses, out);
                for delta in deltas {
                    match u8::try_from(*delta) {
                        Ok(small) => out.push(small),
                        Err(_) => out.extend(delta.to_be_bytes()),
                    }
                }
            },
        );
    }
}

impl Status {
    fn of(delta: i16) -> Self {
        match delta {
            0..=255 => Self::SmallDelta,
            _ => Self::LargeDelta,
        }
    }
}

/// Sections 3.1.3 and 3.1.4: a run where there is one, else 14 statuses of one bit or 7 of two.
fn write_chunks(mut statuses: &[Status], out: &mut Vec<u8>) {
    while let Some(&first) = statuses.first() {
        let run = statuses
            .iter()
            .take(RUN_MOST)
            .take_while(|s| **s == first)
            .count();
        let fourteen = &statuses[..statuses.len().min(14)];
        let one_bit = !fourteen.contains(&Status::LargeDelta);
        let vector = if one_bit { 14 } else { 7 }.min(statuses.len());
        let (taken, chunk) = if run >= vector {
            (run, (first as u16) << 13 | run as u16)
        } else if one_bit {
            (vector, 0x8000 | symbols(&statuses[..vector], 1))
        } else {
            (vector, 0xc000 | symbols(&statuses[..vector], 2))
        };
        out.extend(chunk.to_be_bytes());
        statuses = &statuses[taken..];
    }
}

/// The symbols of a vector chunk from its third bit on.
fn symbols(statuses: &[Status], bits: u16) -> u16 {
    let mut shift = 14;
    statuses.iter().fold(0, |chunk, status| {
        shift -= bits;
        chunk | (*status as u16) << shift
    })
}

#[cfg(test)]
mod tests {
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
}
