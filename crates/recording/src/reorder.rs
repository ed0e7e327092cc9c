//! Packets of a stream put in order, with a bounded wait for those that are late.

use std::collections::BTreeMap;
use std::time::Duration;

/// How long a missing packet is waited for: some round trips of a retransmission.
const PATIENCE: Duration = Duration::from_millis(300);
/// Packets that wait at most.
const ROOM: usize = 512;

/// An RTP packet as it was taken off a room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Packet {
    /// Extended over its 16 bits.
    pub sequence: u64,
    /// RTP timestamp.
    pub timestamp: u32,
    /// RTP marker.
    pub marker: bool,
    /// When it came, since the recording began.
    pub arrival: Duration,
    /// The source's RTP timestamp at that moment, where its sender reports tell.
    pub reading: Option<u32>,
    /// Without padding; empty where there was nothing else.
    pub payload: Vec<u8>,
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Next {
    /// The next packet.
    Packet(Packet),
    /// Packets before the next one are lost.
    Gap,
}

#[derive(Default, Debug)]
pub(crate) struct Reorder {
    waiting: BTreeMap<u64, Packet>,
    next: Option<u64>,
}

impl Reorder {
    /// Takes a packet in; one that comes twice or too late is dropped.
    pub(crate) fn put(&mut self, packet: Packet) {
        if self.next.is_none_or(|next| packet.sequence >= next) {
            self.waiting.entry(packet.sequence).or_insert(packet);
        }
    }

    /// What comes next by `now`; `all` waits for nothing any more.
    pub(crate) fn poll(&mut self, now: Duration, all: bool) -> Option<Next> {
        let (first, packet) = self.waiting.first_key_value()?;
        let is_next = self.next.is_none_or(|next| *first == next);
        // The first of all may have been overtaken, too.
        let is_settled = self.next.is_some() && is_next;
        let waited = now.saturating_sub(packet.arrival) >= PATIENCE;
        if !(is_settled || waited || all || self.waiting.len() > ROOM) {
            return None;
        }
        if !is_next {
            self.next = Some(*first);
            return Some(Next::Gap);
        }
        let (sequence, packet) = self.waiting.pop_first()?;
        self.next = Some(sequence + 1);
        Some(Next::Packet(packet))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn packet(sequence: u64, ms: u64, payload: &[u8]) -> Packet {
        Packet {
            sequence,
            timestamp: 0,
            marker: false,
            arrival: Duration::from_millis(ms),
            reading: None,
            payload: payload.to_vec(),
        }
    }

    fn drain(reorder: &mut Reorder, ms: u64, all: bool) -> Vec<Option<u64>> {
        std::iter::from_fn(|| reorder.poll(Duration::from_millis(ms), all))
            .map(|next| match next {
                Next::Packet(packet) => Some(packet.sequence),
                Next::Gap => None,
            })
            .collect()
    }

    #[test]
    fn what_is_late_is_waited_for_and_then_given_up() {
        let mut reorder = Reorder::default();
        for sequence in [11, 10] {
            reorder.put(packet(sequence, 0, &[]));
        }
        assert_eq!(drain(&mut reorder, 299, false), [], "an earlier one may come");
        assert_eq!(drain(&mut reorder, 300, false), [Some(10), Some(11)]);
        reorder.put(packet(13, 400, &[]));
        assert_eq!(drain(&mut reorder, 600, false), []);
        reorder.put(packet(12, 610, &[]));
        assert_eq!(drain(&mut reorder, 610, false), [Some(12), Some(13)]);
        reorder.put(packet(12, 620, &[]));
        reorder.put(packet(15, 620, &[]));
        assert_eq!(drain(&mut reorder, 920, false), [None, Some(15)]);
    }

    proptest! {
        #[test]
        fn whatever_comes_leaves_in_order_once_and_little_waits(
            sequences in prop::collection::vec(0_u64..2_000, 0..1_500)
        ) {
            let mut reorder = Reorder::default();
            let mut left = Vec::new();
            for (ms, sequence) in (0..).zip(&sequences) {
                reorder.put(packet(*sequence, ms, &[]));
                left.extend(drain(&mut reorder, ms, false));
                prop_assert!(reorder.waiting.len() <= ROOM);
            }
            left.extend(drain(&mut reorder, 10_000, true));
            let left: Vec<_> = left.into_iter().flatten().collect();
            prop_assert!(left.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
