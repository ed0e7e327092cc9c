//! Packet indices received: which come next, which were here before (RFC 3711 section 3.3).

/// Packets behind the newest whose arrival is remembered.
const WINDOW: u64 = 1024;
const WORDS: usize = (WINDOW / 64) as usize;

/// Roll-over counter with replay window of one incoming stream.
#[derive(Clone, Debug)]
pub struct ReceivedSequence {
    highest: Option<u64>,
    /// Bit `index % WINDOW` is set when the index was accepted.
    seen: [u64; WORDS],
}

impl Default for ReceivedSequence {
    fn default() -> Self {
        Self::new()
    }
}

impl ReceivedSequence {
    /// A stream of which nothing was received.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            highest: None,
            seen: [0; WORDS],
        }
    }

    /// The 48 bit packet index that a sequence number most likely has (RFC 3711 section 3.3.1, appendix A).
    #[must_use]
    pub fn estimate(&self, sequence_number: u16) -> u64 {
        let Some(highest) = self.highest else {
            return sequence_number.into();
        };
        let ahead = i64::from(sequence_number.wrapping_sub(highest as u16) as i16);
        // Nothing precedes the first roll-over: what seems to is the far end of the first 65,536.
        highest
            .checked_add_signed(ahead)
            .unwrap_or_else(|| sequence_number.into())
    }

    /// Whether the index was accepted before, or is too old to tell.
    #[must_use]
    pub fn is_replay(&self, index: u64) -> bool {
        match self.highest {
            Some(highest) if index <= highest => highest - index >= WINDOW || self.is_seen(index),
            _ => false,
        }
    }

    /// Remembers an index, only ever after its packet was authenticated.
    pub fn accept(&mut self, index: u64) {
        match self.highest {
            Some(highest) if index <= highest => {
                if highest - index >= WINDOW {
                    return;
                }
            }
            Some(highest) if index - highest < WINDOW => {
                for skipped in highest + 1..index {
                    self.seen[word(skipped)] &= !bit(skipped);
                }
                self.highest = Some(index);
            }
            _ => {
                self.seen = [0; WORDS];
                self.highest = Some(index);
            }
        }
        self.seen[word(index)] |= bit(index);
    }

    fn is_seen(&self, index: u64) -> bool {
        self.seen[word(index)] & bit(index) != 0
    }
}

fn word(index: u64) -> usize {
    (index % WINDOW / 64) as usize
}

fn bit(index: u64) -> u64 {
    1 << (index % 64)
}

/// Senders of one peer whose SRTCP indices are remembered.
const SENDERS: usize = 64;

/// Replay windows of the SRTCP indices, which each sender SSRC counts by itself.
pub(super) struct RtcpReplay {
    senders: Vec<SenderWindow>,
    /// The place of the next sender when all are taken.
    oldest: usize,
}

struct SenderWindow {
    ssrc: u32,
    highest: u64,
    /// Bit `n` is set when `highest - n` was accepted.
    seen: u128,
}

impl RtcpReplay {
    pub(super) fn new() -> Self {
        Self {
            senders: Vec::with_capacity(SENDERS),
            oldest: 0,
        }
    }

    pub(super) fn is_replay(&self, ssrc: u32, index: u64) -> bool {
        self.senders
            .iter()
            .find(|sender| sender.ssrc == ssrc)
            .is_some_and(|sender| sender.is_replay(index))
    }

    pub(super) fn accept(&mut self, ssrc: u32, index: u64) {
        if let Some(sender) = self.senders.iter_mut().find(|sender| sender.ssrc == ssrc) {
            return sender.accept(index);
        }
        let sender = SenderWindow {
            ssrc,
            highest: index,
            seen: 1,
        };
        if self.senders.len() < SENDERS {
            self.senders.push(sender);
        } else {
            self.senders[self.oldest] = sender;
            self.oldest = (self.oldest + 1) % SENDERS;
        }
    }
}

impl SenderWindow {
    fn is_replay(&self, index: u64) -> bool {
        match self.highest.checked_sub(index) {
            Some(age) => age >= u64::from(u128::BITS) || self.seen & (1 << age) != 0,
            None => false,
        }
    }

    fn accept(&mut self, index: u64) {
        if let Some(ahead) = index.checked_sub(self.highest) {
            self.seen = u32::try_from(ahead)
                .ok()
                .and_then(|by| self.seen.checked_shl(by))
                .unwrap_or(0)
                | 1;
            self.highest = index;
        } else {
            let age = self.highest - index;
            if age < u64::from(u128::BITS) {
                self.seen |= 1 << age;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn after(indices: impl IntoIterator<Item = u64>) -> ReceivedSequence {
        let mut received = ReceivedSequence::new();
        indices.into_iter().for_each(|index| received.accept(index));
        received
    }

    #[test]
    fn sequence_numbers_roll_over() {
        let received = after([65_534, 65_535]);
        assert_eq!(received.estimate(0), 65_536);
        assert_eq!(received.estimate(65_533), 65_533);
        let received = after([65_536 * 7 + 3]);
        assert_eq!(received.estimate(65_530), 65_536 * 6 + 65_530);
        assert_eq!(received.estimate(10), 65_536 * 7 + 10);
    }

    #[test]
    fn reordering_across_the_roll_over_is_accepted_once() {
        let mut received = ReceivedSequence::new();
        for sequence_number in [65_530, 65_535, 1, 65_534, 0, 65_531] {
            let index = received.estimate(sequence_number);
            assert!(!received.is_replay(index), "{sequence_number}");
            received.accept(index);
        }
        for sequence_number in [65_530, 65_535, 1, 65_534, 0, 65_531] {
            assert!(received.is_replay(received.estimate(sequence_number)));
        }
        assert!(!received.is_replay(received.estimate(65_532)));
    }

    #[test]
    fn a_stream_that_starts_after_a_reordered_roll_over_recovers() {
        let mut received = after([5]);
        let late = received.estimate(65_530);
        assert_eq!(late, 65_530, "nothing precedes the first roll-over");
        received.accept(late);
        assert_eq!(received.estimate(6), 65_536 + 6);
    }

    #[test]
    fn too_old_to_tell_is_a_replay() {
        let received = after([5000]);
        assert!(received.is_replay(5000 - WINDOW));
        assert!(!received.is_replay(5000 - WINDOW + 1));
    }

    #[test]
    fn rtcp_senders_are_bounded() {
        let mut replay = RtcpReplay::new();
        for ssrc in 0..1000 {
            replay.accept(ssrc, 1);
        }
        assert_eq!(replay.senders.len(), SENDERS);
        assert!(replay.is_replay(999, 1));
    }

    proptest! {
        #[test]
        fn window_agrees_with_a_set(indices in prop::collection::vec(0..4000u64, 1..600)) {
            let mut received = ReceivedSequence::new();
            let mut set = BTreeSet::new();
            for index in indices {
                let newest = set.last().copied().unwrap_or(0);
                let expected = set.contains(&index) || (index < newest && newest - index >= WINDOW);
                prop_assert_eq!(received.is_replay(index), expected);
                received.accept(index);
                set.insert(index);
            }
        }

        #[test]
        fn rtcp_window_agrees_with_a_set(indices in prop::collection::vec(0..400u64, 1..300)) {
            let mut replay = RtcpReplay::new();
            let mut set = BTreeSet::new();
            for index in indices {
                let newest = set.last().copied().unwrap_or(0);
                let expected = set.contains(&index) || (index < newest && newest - index >= 128);
                prop_assert_eq!(replay.is_replay(9, index), expected);
                replay.accept(9, index);
                set.insert(index);
            }
        }

        #[test]
        fn estimate_finds_what_was_sent(start in 0..32_768u64, steps in prop::collection::vec(1..8000u64, 1..100)) {
            let mut received = after([start]);
            let mut sent = start;
            for step in steps {
                sent += step;
                prop_assert_eq!(received.estimate(sent as u16), sent);
                received.accept(sent);
            }
        }
    }
}
