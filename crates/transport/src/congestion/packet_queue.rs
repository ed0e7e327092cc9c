//! Packets that wait for their turn, in one piece of memory.

use crate::peer::StreamAt;
use std::collections::VecDeque;

/// Bytes that wait at most.
const BYTES: usize = 256 * 1024;
/// Packets that wait at most.
const PACKETS: usize = 512;
/// Lines told apart; those that share a place wait for each other.
const LINES: usize = 64;

/// Where a waiting packet goes, in the terms of its stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Waiting {
    pub(crate) stream: StreamAt,
    /// A packet sent again.
    pub(crate) is_repeated: bool,
    pub(crate) payload_type: u8,
    pub(crate) sequence: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    packet: Waiting,
    start: usize,
    descriptor: usize,
    payload: usize,
}

/// A first-in first-out queue of bounded size.
#[derive(Debug)]
pub(crate) struct PacketQueue {
    bytes: Box<[u8]>,
    entries: VecDeque<Entry>,
    waiting: usize,
    /// Packets that wait, by line.
    of_line: [u16; LINES],
}

impl PacketQueue {
    pub(crate) fn new() -> Self {
        Self {
            bytes: vec![0; BYTES].into_boxed_slice(),
            entries: VecDeque::with_capacity(PACKETS),
            waiting: 0,
            of_line: [0; LINES],
        }
    }

    /// Bytes of descriptors with payloads that wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a packet of this line would overtake others of its line.
    pub(crate) fn has(&self, line: usize) -> bool {
        self.of_line[line % LINES] > 0
    }

    /// Copies a packet in, its payload edited; whether there was room.
    pub(crate) fn push(
        &mut self,
        packet: Waiting,
        descriptor: &[u8],
        payload: &[u8],
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
    ) -> bool {
        let len = descriptor.len() + payload.len();
        let Some(start) = self.room(len) else {
            return false;
        };
        let (first, second) = self.bytes[start..start + len].split_at_mut(descriptor.len());
        first.copy_from_slice(descriptor);
        second.copy_from_slice(payload);
        edit(second, (!first.is_empty()).then_some(first));
        self.entries.push_back(Entry {
            packet,
            start,
            descriptor: descriptor.len(),
            payload: payload.len(),
        });
        self.waiting += len;
        self.of_line[packet.stream.line % LINES] += 1;
        true
    }

    /// The packet whose turn it is, with its descriptor and payload.
    pub(crate) fn front(&self) -> Option<(Waiting, &[u8], &[u8])> {
        let entry = self.entries.front()?;
        let end = entry.start + entry.descriptor + entry.payload;
        let (descriptor, payload) = self.bytes[entry.start..end].split_at(entry.descriptor);
        Some((entry.packet, descriptor, payload))
    }

    pub(crate) fn pop(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.waiting -= entry.descriptor + entry.payload;
            self.of_line[entry.packet.stream.line % LINES] -= 1;
        }
    }

    /// Where `len` bytes fit in one piece: behind the newest, or at the start before the oldest.
    fn room(&self, len: usize) -> Option<usize> {
        let (Some(oldest), Some(newest)) = (self.entries.front(), self.entries.back()) else {
            return (len <= BYTES).then_some(0);
        };
        if self.entries.len() == PACKETS {
            return None;
        }
        let end = newest.start + newest.descriptor + newest.payload;
        if newest.start < oldest.start {
            return (end + len <= oldest.start).then_some(end);
        }
        if end + len <= BYTES {
            return Some(end);
        }
        (len <= oldest.start).then_some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packet(sequence: u64) -> Waiting {
        Waiting {
            stream: StreamAt { line: 1, encoding: 0 },
            is_repeated: false,
            payload_type: 96,
            sequence,
            timestamp: 7,
            marker: true,
        }
    }

    #[test]
    fn what_waits_is_edited_already() {
        let mut queue = PacketQueue::new();
        assert!(queue.push(packet(1), &[9], &[1, 2], |payload, _| payload[0] = 5));
        assert_eq!(queue.front(), Some((packet(1), &[9][..], &[5, 2][..])));
        assert!(queue.has(1) && !queue.has(2));
        queue.pop();
        assert!(!queue.has(1) && queue.is_empty() && queue.front().is_none());
    }

    #[test]
    fn a_full_queue_takes_no_more() {
        let mut queue = PacketQueue::new();
        let payload = [0; 1_200];
        let taken = (0..1_000)
            .filter(|n| queue.push(packet(*n), &[], &payload, |_, _| {}))
            .count();
        assert_eq!(taken, BYTES / 1_200);
        assert!(!queue.push(packet(0), &[], &vec![0; BYTES], |_, _| {}));
    }

    proptest! {
        #[test]
        fn packets_leave_as_they_came(steps in prop::collection::vec((0_usize..9_000, 0_usize..3), 1..2_000)) {
            let mut queue = PacketQueue::new();
            let (mut expected, mut next) = (VecDeque::new(), 0_u64);
            for (len, pops) in steps {
                let payload = vec![next as u8; len];
                if queue.push(packet(next), &[1; 3], &payload, |_, _| {}) {
                    expected.push_back((next, payload));
                }
                next += 1;
                for _ in 0..pops {
                    let front = queue.front().map(|(packet, _, payload)| (packet.sequence, payload.to_vec()));
                    prop_assert_eq!(front, expected.pop_front());
                    queue.pop();
                }
                let waiting: usize = expected.iter().map(|(_, payload)| payload.len() + 3).sum();
                prop_assert_eq!(queue.len(), waiting);
            }
        }
    }
}
