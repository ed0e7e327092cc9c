//! Reading transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).

use super::FeedbackError;

/// What a receiver tells of consecutive packets; its parts are known to fit each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TransportWideFeedback<'a> {
    /// The first packet's transport-wide sequence number.
    pub base: u16,
    /// Packets that are spoken of.
    pub count: u16,
    /// What arrivals count from, in 64 ms; 24 bits, then it wraps.
    pub reference: u32,
    /// Goes up by one with each feedback; wraps.
    pub feedback_count: u8,
    chunks: &'a [[u8; 2]],
    deltas: &'a [u8],
}

/// Statuses of packets (section 3.1.1), which are also the bytes of their deltas.
const NOT_RECEIVED: u16 = 0;
const RESERVED: u16 = 3;

impl<'a> TransportWideFeedback<'a> {
    /// Checks the feedback control information as a whole, in a time bounded by its bytes.
    ///
    /// # Errors
    /// It ends before its parts do, or has a reserved status.
    pub(super) fn parse(information: &'a [u8]) -> Result<Self, FeedbackError> {
        let (&[b0, b1, c0, c1, r0, r1, r2, feedback_count], rest) =
            information.split_first_chunk().ok_or(FeedbackError::Short)?;
        let (chunks, _) = rest.as_chunks();
        let mut feedback = Self {
            base: u16::from_be_bytes([b0, b1]),
            count: u16::from_be_bytes([c0, c1]),
            reference: u32::from_be_bytes([0, r0, r1, r2]),
            feedback_count,
            chunks,
            deltas: &[],
        };
        let (used, needed) = feedback.measure()?;
        let (chunks, _) = chunks.split_at_checked(used).ok_or(FeedbackError::Short)?;
        feedback.chunks = chunks;
        feedback.deltas = rest.get(used * 2..).ok_or(FeedbackError::Short)?;
        if feedback.deltas.len() < needed {
            return Err(FeedbackError::Short);
        }
        Ok(feedback)
    }

    /// Every packet's sequence number with its arrival in 250 us after the reference time; nothing for lost packets.
    #[must_use]
    pub fn arrivals(&self) -> Arrivals<'a> {
        Arrivals {
            sequence: self.base,
            left: self.count,
            chunk: Chunk::NONE,
            chunks: self.chunks,
            deltas: self.deltas,
            ticks: 0,
        }
    }

    /// Chunks that the statuses take, bytes that their deltas take.
    fn measure(&self) -> Result<(usize, usize), FeedbackError> {
        let (mut left, mut used, mut needed) = (self.count, 0, 0);
        while left > 0 {
            let chunk = Chunk::new(*self.chunks.get(used).ok_or(FeedbackError::Short)?);
            let told = chunk.left.min(left);
            if told == 0 {
                return Err(FeedbackError::TransportWide);
            }
            needed += chunk.deltas_len(told)?;
            left -= told;
            used += 1;
        }
        Ok((used, needed))
    }
}

/// The packets of a feedback, one after the other.
#[derive(Clone, Debug)]
pub struct Arrivals<'a> {
    sequence: u16,
    left: u16,
    chunk: Chunk,
    chunks: &'a [[u8; 2]],
    deltas: &'a [u8],
    ticks: i64,
}

impl Iterator for Arrivals<'_> {
    type Item = (u16, Option<i64>);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        if self.chunk.left == 0 {
            self.chunk = Chunk::new(*self.chunks.split_off_first()?);
        }
        let delta = match self.chunk.take() {
            NOT_RECEIVED => None,
            1 => Some(i64::from(*self.deltas.split_off_first()?)),
            _ => {
                let (delta, rest) = self.deltas.split_first_chunk()?;
                self.deltas = rest;
                Some(i64::from(i16::from_be_bytes(*delta)))
            }
        };
        let sequence = self.sequence;
        self.sequence = sequence.wrapping_add(1);
        self.ticks += delta.unwrap_or_default();
        Some((sequence, delta.map(|_| self.ticks)))
    }
}

/// What is left of a packet status chunk (sections 3.1.3 and 3.1.4).
#[derive(Clone, Copy, Debug)]
struct Chunk {
    /// Bits of a symbol; 0 where all are the same.
    bits: u32,
    /// The symbols from the highest bit on, or the one that they all are.
    symbols: u16,
    left: u16,
}

impl Chunk {
    const NONE: Self = Self {
        bits: 0,
        symbols: 0,
        left: 0,
    };

    fn new(bytes: [u8; 2]) -> Self {
        let word = u16::from_be_bytes(bytes);
        let (bits, symbols, left) = match word >> 14 {
            0 | 1 => (0, word >> 13, word & 0x1fff),
            2 => (1, word << 2, 14),
            _ => (2, word << 2, 7),
        };
        Self { bits, symbols, left }
    }

    fn take(&mut self) -> u16 {
        self.left -= 1;
        if self.bits == 0 {
            return self.symbols;
        }
        let symbol = self.symbols >> (16 - self.bits);
        self.symbols <<= self.bits;
        symbol
    }

    /// Bytes that the deltas of the first `told` packets take.
    fn deltas_len(mut self, told: u16) -> Result<usize, FeedbackError> {
        if self.bits == 0 {
            let each = usize::from(self.symbols);
            return valid(self.symbols).map(|_| each * usize::from(told));
        }
        (0..told).try_fold(0, |sum, _| {
            valid(self.take()).map(|symbol| sum + usize::from(symbol))
        })
    }
}

fn valid(symbol: u16) -> Result<u16, FeedbackError> {
    if symbol < RESERVED {
        Ok(symbol)
    } else {
        Err(FeedbackError::TransportWide)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::{Compound, Feedback, Incoming, TransportWideRecorder};
    use proptest::prelude::*;
    use rtcp::transport_feedbacks::transport_layer_cc::{PacketStatusChunk, SymbolTypeTcc, TransportLayerCc};
    use std::time::{Duration, Instant};

    fn read(information: &[u8]) -> Result<Vec<(u16, Option<i64>)>, FeedbackError> {
        TransportWideFeedback::parse(information).map(|feedback| feedback.arrivals().collect())
    }

    #[test]
    fn every_kind_of_chunk_is_read() {
        let information = [
            0xff,
            0xfe,
            0,
            13,
            0,
            0,
            1,
            7, // from 65534, 13 packets
            0x20,
            2, // a run of two small deltas
            0x00,
            1, // a run of one lost
            0b1010_0000,
            0b0000_0000, // small, then thirteen lost: of these only
        ];
        let mut more = information.to_vec();
        more[3] = 5;
        more.extend([1, 2, 3]);
        let expected = [
            (65_534, Some(1)),
            (65_535, Some(3)),
            (0, None),
            (1, Some(6)),
            (2, None),
        ];
        assert_eq!(read(&more).unwrap(), expected);
        // Two-bit symbols: large, small, lost.
        let two_bits = [0, 9, 0, 3, 0, 0, 1, 7, 0b1110_0100, 0, 0xff, 0xff, 5];
        assert_eq!(
            read(&two_bits).unwrap(),
            [(9, Some(-1)), (10, Some(4)), (11, None)]
        );
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let short = [0, 9, 0, 3, 0, 0, 1, 7, 0x20, 3, 1, 2];
        assert_eq!(read(&short), Err(FeedbackError::Short));
        assert_eq!(read(&short[..8]), Err(FeedbackError::Short));
        assert_eq!(read(&short[..7]), Err(FeedbackError::Short));
        let empty_run = [0, 9, 0, 3, 0, 0, 1, 7, 0x20, 0, 1, 2];
        assert_eq!(read(&empty_run), Err(FeedbackError::TransportWide));
        for reserved in [[0x60, 3], [0xc3, 0]] {
            let information = [&[0, 9, 0, 3, 0, 0, 1, 7][..], &reserved, &[0; 12]].concat();
            assert_eq!(read(&information), Err(FeedbackError::TransportWide));
        }
    }

    /// The same by another implementation.
    fn theirs(feedback: &TransportLayerCc) -> Vec<(u16, Option<i64>)> {
        let statuses = feedback.packet_chunks.iter().flat_map(|chunk| match chunk {
            PacketStatusChunk::RunLengthChunk(run) => vec![run.packet_status_symbol; run.run_length.into()],
            PacketStatusChunk::StatusVectorChunk(vector) => vector.symbol_list.clone(),
        });
        let (mut ticks, mut deltas) = (0, feedback.recv_deltas.iter());
        let told = statuses.take(feedback.packet_status_count.into()).enumerate();
        told.map(|(index, status)| {
            let arrival = (status != SymbolTypeTcc::PacketNotReceived).then(|| {
                ticks += deltas.next().unwrap().delta / 250;
                ticks
            });
            (feedback.base_sequence_number.wrapping_add(index as u16), arrival)
        })
        .collect()
    }

    proptest! {
        #[test]
        fn garbage_is_survived_in_bounded_time(information in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(feedback) = TransportWideFeedback::parse(&information) {
                let arrivals: Vec<_> = feedback.arrivals().collect();
                prop_assert_eq!(arrivals.len(), usize::from(feedback.count));
                let arrived = arrivals.iter().filter(|(_, at)| at.is_some()).count();
                prop_assert!(arrived <= information.len());
            }
        }

        #[test]
        fn statuses_of_any_kind_read_as_elsewhere(
            base: u16,
            reference in 0_u32..1 << 24,
            chunks in prop::collection::vec(prop_oneof![
                any::<u16>().prop_map(|word| word | 0x8000),
                (0_u16..3, 1_u16..20).prop_map(|(symbol, run)| symbol << 13 | run),
            ], 1..40),
            deltas in prop::collection::vec(any::<u8>(), 700),
        ) {
            let count: u16 = chunks.iter().map(|word| match word >> 14 { 3 => 7, 2 => 14, _ => word & 0x1fff }).sum();
            let mut bytes = Vec::new();
            Compound::new(&mut bytes).feedback(15, 205, 1, 2, |out| {
                out.extend(base.to_be_bytes());
                out.extend(count.to_be_bytes());
                out.extend((reference << 8 | 9).to_be_bytes());
                chunks.iter().for_each(|word| out.extend(word.to_be_bytes()));
                out.extend(&deltas[..deltas.len() - chunks.len() * 2 % 4]);
            });
            let Ok(mut items) = Incoming::parse(&bytes) else {
                return Ok(());
            };
            let Some(Feedback::TransportWide(feedback)) = items.next() else {
                panic!("not transport-wide feedback");
            };
            let packets = rtcp::packet::unmarshal(&mut &*bytes).unwrap();
            let other: &TransportLayerCc = packets[0].as_any().downcast_ref().unwrap();
            prop_assert_eq!(feedback.reference, other.reference_time);
            prop_assert_eq!(feedback.feedback_count, 9);
            prop_assert_eq!(feedback.arrivals().collect::<Vec<_>>(), theirs(other));
        }

        #[test]
        fn what_the_recorder_wrote_is_read(
            start_sequence: u16,
            packets in prop::collection::vec(
                (prop::bool::weighted(0.8), prop_oneof![9 => 0_u64..3_000, 1 => 0_u64..9_000_000]), 1..600),
        ) {
            let start = Instant::now();
            let mut recorder = TransportWideRecorder::new(start);
            let (mut expected, mut at, mut sequence) = (Vec::new(), 0, start_sequence);
            for (received, wait) in packets {
                at += wait;
                let received = received || expected.is_empty();
                if received {
                    recorder.received(sequence, start + Duration::from_micros(at));
                }
                expected.push((sequence, received.then_some((at / 250) as i64)));
                sequence = sequence.wrapping_add(1);
            }
            while expected.last().is_some_and(|(_, arrival)| arrival.is_none()) {
                expected.pop();
            }
            let (mut told, now) = (Vec::new(), start + Duration::from_micros(at) + Duration::from_millis(50));
            while recorder.poll_timeout().is_some_and(|due| due <= now) {
                let mut bytes = Vec::new();
                recorder.poll(now, 1, 2, &mut Compound::new(&mut bytes));
                for item in Incoming::parse(&bytes).unwrap() {
                    let Feedback::TransportWide(feedback) = item else { panic!("something else") };
                    let reference = i64::from(feedback.reference) * 256;
                    told.extend(feedback.arrivals().map(|(sequence, at)| (sequence, at.map(|at| reference + at))));
                }
            }
            prop_assert_eq!(told, expected);
        }
    }
}
