//! Which packets of a received stream to ask for again.

use std::time::{Duration, Instant};

/// A gap may close by itself within this time: packets overtake each other.
const REORDER_WAIT: Duration = Duration::from_millis(10);

/// Shortest time between two requests for one packet, however short the way.
const LEAST_REPEAT: Duration = Duration::from_millis(20);

/// A packet missing for longer is of no use to a receiver's jitter buffer; it was asked for nine times at most.
const AGE: Duration = Duration::from_millis(1_500);

/// Missing at once; their requests fit one datagram even if no two are neighbours.
const OUTSTANDING: usize = 256;

/// Whether everything missing is still being asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Recovery {
    /// Yes, or nothing is missing.
    Going,
    /// Something was given up since the last poll: a video stream needs a keyframe.
    GaveUp,
}

/// Remembers the gaps of one stream; a packet is asked for again only after a round trip, each time more patiently.
#[derive(Clone, Debug)]
pub struct NackGenerator {
    highest: Option<u64>,
    /// Ascending.
    missing: Vec<Missing>,
    /// No request is due before.
    due: Option<Instant>,
    gave_up: bool,
}

#[derive(Clone, Copy, Debug)]
struct Missing {
    sequence: u64,
    since: Instant,
    due: Instant,
    tries: u8,
}

impl Default for NackGenerator {
    fn default() -> Self {
        Self::new()
    }
}

impl NackGenerator {
    /// Takes its memory, some kilobytes, once.
    #[must_use]
    pub fn new() -> Self {
        Self {
            highest: None,
            missing: Vec::with_capacity(OUTSTANDING),
            due: None,
            gave_up: false,
        }
    }

    /// A packet is here, the first time or again, by itself or by retransmission.
    pub fn received(&mut self, sequence: u64, now: Instant) {
        match self.highest {
            Some(highest) if sequence <= highest => self.recovered(sequence),
            Some(highest) => {
                self.highest = Some(sequence);
                self.lost(highest + 1..sequence, now);
            }
            None => self.highest = Some(sequence),
        }
    }

    /// Nothing before `sequence` is needed any more, because a keyframe starts there.
    pub fn forget_before(&mut self, sequence: u64) {
        self.missing.retain(|missing| missing.sequence >= sequence);
    }

    /// Packets that are missing now.
    #[must_use]
    pub fn outstanding(&self) -> usize {
        self.missing.len()
    }

    /// When [`NackGenerator::poll`] may have something to say; `None` while nothing is missing.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.due
    }

    /// Hands each packet to ask for now to `ask`, in ascending order; `round_trip` is the way to the sender and back.
    pub fn poll(&mut self, now: Instant, round_trip: Duration, ask: &mut impl FnMut(u64)) -> Recovery {
        if self.due.is_some_and(|due| due <= now) {
            let before = self.missing.len();
            self.missing
                .retain_mut(|missing| missing.poll(now, round_trip, ask));
            self.gave_up |= self.missing.len() < before;
            self.due = self.missing.iter().map(|missing| missing.due).min();
        }
        match std::mem::take(&mut self.gave_up) {
            true => Recovery::GaveUp,
            false => Recovery::Going,
        }
    }

    fn recovered(&mut self, sequence: u64) {
        if let Ok(index) = self
            .missing
            .binary_search_by_key(&sequence, |missing| missing.sequence)
        {
            self.missing.remove(index);
        }
        if self.missing.is_empty() && !self.gave_up {
            self.due = None;
        }
    }

    fn lost(&mut self, gap: std::ops::Range<u64>, now: Instant) {
        let room = (OUTSTANDING - self.missing.len()) as u64;
        if gap.end - gap.start > room {
            // So much is lost that a keyframe is cheaper than the packets.
            self.missing.clear();
            self.gave_up = true;
            self.due = Some(now);
            return;
        }
        let due = now + REORDER_WAIT;
        if !gap.is_empty() {
            self.due = Some(self.due.map_or(due, |earlier| earlier.min(due)));
        }
        self.missing.extend(gap.map(|sequence| Missing {
            sequence,
            since: now,
            due,
            tries: 0,
        }));
    }
}

impl Missing {
    /// Whether the packet stays wanted.
    fn poll(&mut self, now: Instant, round_trip: Duration, ask: &mut impl FnMut(u64)) -> bool {
        if now < self.due {
            return true;
        }
        if now.saturating_duration_since(self.since) > AGE {
            return false;
        }
        ask(self.sequence);
        // An answer cannot be here before a round trip; from then on, half as long again each time.
        let patience = 1.5_f64.powi(self.tries.into());
        self.due = now + round_trip.max(LEAST_REPEAT).min(AGE).mul_f64(patience);
        self.tries += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    fn poll(generator: &mut NackGenerator, now: Instant, round_trip: Duration) -> (Vec<u64>, Recovery) {
        let mut asked = Vec::new();
        let recovery = generator.poll(now, round_trip, &mut |sequence| asked.push(sequence));
        (asked, recovery)
    }

    fn with_gap(start: Instant, gap: std::ops::Range<u64>) -> NackGenerator {
        let mut generator = NackGenerator::new();
        generator.received(gap.start - 1, start);
        generator.received(gap.end, start);
        generator
    }

    #[test]
    fn a_gap_is_asked_for_after_the_reorder_wait() {
        let start = Instant::now();
        let mut generator = with_gap(start, 11..14);
        assert_eq!(generator.poll_timeout(), Some(start + ms(10)));
        assert!(poll(&mut generator, start + ms(9), ms(50)).0.is_empty());
        assert_eq!(poll(&mut generator, start + ms(10), ms(50)).0, [11, 12, 13]);
        assert_eq!(generator.poll_timeout(), Some(start + ms(60)));
    }

    #[test]
    fn reordered_packets_are_never_asked_for() {
        let start = Instant::now();
        let mut generator = with_gap(start, 11..13);
        generator.received(12, start + ms(3));
        generator.received(11, start + ms(5));
        assert_eq!(generator.poll_timeout(), None);
        assert_eq!(
            poll(&mut generator, start + ms(20), ms(50)),
            (vec![], Recovery::Going)
        );
    }

    #[test]
    fn requests_for_one_packet_grow_rarer_then_end() {
        let start = Instant::now();
        let mut generator = with_gap(start, 11..12);
        let mut times = Vec::new();
        let mut gave_up = None;
        for at in 0..4_000 {
            let (asked, recovery) = poll(&mut generator, start + ms(at), ms(100));
            times.extend(asked.iter().map(|_| at));
            if recovery == Recovery::GaveUp {
                assert_eq!(gave_up.replace(at), None);
            }
        }
        assert_eq!(times, [10, 110, 260, 485, 823, 1_330]);
        assert!(gave_up.is_some_and(|at| (1_500..2_200).contains(&at)));
        assert_eq!((generator.outstanding(), generator.poll_timeout()), (0, None));
    }

    #[test]
    fn a_short_way_makes_nine_requests_at_most() {
        let start = Instant::now();
        let mut generator = with_gap(start, 11..12);
        let asked: usize = (0..4_000)
            .map(|at| poll(&mut generator, start + ms(at), Duration::ZERO).0.len())
            .sum();
        assert_eq!(asked, 9);
    }

    #[test]
    fn duplicates_ask_for_nothing() {
        let start = Instant::now();
        let mut generator = with_gap(start, 11..12);
        let _ = poll(&mut generator, start + ms(10), ms(100));
        for duplicate in [10, 12, 10, 12, 9, 0] {
            generator.received(duplicate, start + ms(20));
            assert!(poll(&mut generator, start + ms(20), ms(100)).0.is_empty());
        }
        generator.received(11, start + ms(30));
        generator.received(11, start + ms(31));
        assert_eq!(generator.outstanding(), 0);
    }

    #[test]
    fn too_large_a_gap_is_given_up_at_once() {
        let start = Instant::now();
        let mut generator = with_gap(start, 11..12);
        generator.received(10_000, start);
        assert_eq!(generator.poll_timeout(), Some(start));
        assert_eq!(poll(&mut generator, start, ms(100)), (vec![], Recovery::GaveUp));
        assert_eq!(
            poll(&mut generator, start + ms(20), ms(100)),
            (vec![], Recovery::Going)
        );
        generator.received(10_002, start + ms(20));
        assert_eq!(poll(&mut generator, start + ms(30), ms(100)).0, [10_001]);
    }

    #[test]
    fn a_keyframe_makes_older_gaps_needless() {
        let start = Instant::now();
        let mut generator = with_gap(start, 11..15);
        generator.forget_before(13);
        assert_eq!(
            poll(&mut generator, start + ms(10), ms(50)),
            (vec![13, 14], Recovery::Going)
        );
    }

    proptest! {
        #[test]
        fn any_order_keeps_within_bounds(steps in prop::collection::vec((0_u64..2_000, 0_u64..50), 0..500)) {
            let mut generator = NackGenerator::new();
            let mut now = Instant::now();
            let memory = generator.missing.capacity();
            for (sequence, wait) in steps {
                now += ms(wait);
                generator.received(sequence, now);
                let (asked, _) = poll(&mut generator, now, ms(30));
                prop_assert!(asked.is_sorted());
                prop_assert!(asked.len() <= OUTSTANDING);
                prop_assert!(generator.missing.is_sorted_by_key(|missing| missing.sequence));
                prop_assert_eq!(generator.missing.is_empty(), generator.poll_timeout().is_none());
            }
            prop_assert_eq!(generator.missing.capacity(), memory);
        }
    }
}
