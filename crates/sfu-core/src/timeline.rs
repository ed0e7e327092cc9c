//! The one unbroken sequence and timestamp line of a seat, whatever sources sit in it.

use layers::Rewrite;
use std::collections::VecDeque;
use std::time::Instant;

/// Segments remembered; a retransmission that is older than all of them is not served. Each picture that is left out ends
/// one, so at half the frame rate this is some four seconds.
const SEGMENTS: usize = 64;

/// A stretch of a source's packets that map to the seat by constant shifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment<S> {
    pub(crate) source: S,
    first: u64,
    /// Seat's sequence number less the source's.
    shift: i64,
    /// Seat's timestamp less the source's, modulo 2^32.
    pub(crate) timestamp_shift: u32,
    /// How the source's picture numbers were rewritten.
    pub(crate) rewrite: Rewrite,
}

impl<S> Segment<S> {
    pub(crate) fn outgoing(&self, sequence: u64) -> u64 {
        sequence.wrapping_add_signed(self.shift)
    }
}

/// Where a packet stands on its source's own line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    pub(crate) sequence: u64,
    pub(crate) timestamp: u32,
}

/// Maps packets of changing sources `S` to one line and back.
pub(crate) struct Timeline<S> {
    /// The newest segment, which nearly every packet belongs to, at hand.
    current: Option<Segment<S>>,
    /// Those before it, oldest first.
    former: VecDeque<Segment<S>>,
    last_sequence: u64,
    last_timestamp: u32,
    last_sent: Option<Instant>,
}

impl<S: Copy + PartialEq> Timeline<S> {
    /// A line whose first packet has the number after `sequence`.
    pub(crate) fn new(sequence: u16, timestamp: u32) -> Self {
        Self {
            current: None,
            former: VecDeque::with_capacity(SEGMENTS),
            last_sequence: u64::from(sequence),
            last_timestamp: timestamp,
            last_sent: None,
        }
    }

    /// Continues the line with `source`, whose first packet here is `first`.
    ///
    /// The timestamp goes on by the wall clock (`last + elapsed x rate`): after an empty stretch, `last + 1` would set the
    /// line against the clock of its sender reports.
    pub(crate) fn switch(&mut self, now: Instant, source: S, rate: u32, first: Position) {
        let elapsed = self.last_sent.map_or(0, |at| ticks(now, at, rate).max(1));
        let next = self.last_timestamp.wrapping_add(elapsed);
        self.append(Segment {
            source,
            first: first.sequence,
            shift: (self.last_sequence + 1)
                .wrapping_sub(first.sequence)
                .cast_signed(),
            timestamp_shift: next.wrapping_sub(first.timestamp),
            rewrite: Rewrite::default(),
        });
    }

    /// Leaves the packet `sequence` of the current source out.
    ///
    /// Without a gap, if nothing after it was sent; else its number is taken already: nobody will fill it, so the packet that
    /// is returned has to be sent empty.
    pub(crate) fn skip(&mut self, source: S, sequence: u64) -> Option<Segment<S>> {
        let segment = self.place(source, sequence)?;
        let current = self.current.as_mut()?;
        if segment.outgoing(sequence) <= self.last_sequence {
            return Some(segment);
        }
        if current.first == sequence {
            // A segment that nothing was sent by moves on.
            current.first += 1;
            current.shift -= 1;
        } else {
            let next = Segment {
                first: sequence + 1,
                shift: current.shift - 1,
                ..*current
            };
            self.append(next);
        }
        None
    }

    /// Where a packet of `source` stands on the line; nothing for one from before the source's switch.
    pub(crate) fn place(&self, source: S, sequence: u64) -> Option<Segment<S>> {
        self.newest_first()
            .take_while(|s| s.source == source)
            .find(|s| sequence >= s.first)
            .copied()
    }

    /// The source packet that was sent as the 16-bit `sequence`.
    pub(crate) fn original(&self, sequence: u16) -> Option<(Segment<S>, u64)> {
        let behind = (self.last_sequence as u16).wrapping_sub(sequence);
        let sent = self.last_sequence.checked_sub(u64::from(behind))?;
        let segment = self.newest_first().find(|s| sent >= s.outgoing(s.first))?;
        Some((*segment, sent.wrapping_add_signed(-segment.shift)))
    }

    /// Notes the source packet that was placed on `segment` as sent, rewritten by `rewrite`.
    pub(crate) fn sent(&mut self, now: Instant, segment: &Segment<S>, packet: Position, rewrite: Rewrite) {
        let sequence = segment.outgoing(packet.sequence);
        if sequence > self.last_sequence {
            self.last_sequence = sequence;
            self.last_timestamp = packet.timestamp.wrapping_add(segment.timestamp_shift);
            self.last_sent = Some(now);
            if let Some(current) = &mut self.current {
                current.rewrite = rewrite;
            }
        }
    }

    /// The timestamp shift of the current source, for sender reports.
    pub(crate) fn timestamp_shift(&self, source: S) -> Option<u32> {
        self.current
            .filter(|s| s.source == source)
            .map(|s| s.timestamp_shift)
    }

    fn append(&mut self, segment: Segment<S>) {
        if self.former.len() == SEGMENTS {
            self.former.pop_front();
        }
        self.former.extend(self.current.replace(segment));
    }

    fn newest_first(&self) -> impl Iterator<Item = &Segment<S>> {
        self.current.iter().chain(self.former.iter().rev())
    }
}

/// Clock ticks of `rate` Hz from `then` to `now`, modulo 2^32.
fn ticks(now: Instant, then: Instant, rate: u32) -> u32 {
    let elapsed = now.saturating_duration_since(then);
    (elapsed.as_micros() * u128::from(rate) / 1_000_000) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(sequence: u64, timestamp: u32) -> Position {
        Position { sequence, timestamp }
    }

    fn send(line: &mut Timeline<char>, now: Instant, source: char, packet: Position) -> Option<(u64, u32)> {
        let segment = line.place(source, packet.sequence)?;
        line.sent(now, &segment, packet, Rewrite::default());
        Some((
            segment.outgoing(packet.sequence),
            packet.timestamp.wrapping_add(segment.timestamp_shift),
        ))
    }

    #[test]
    fn a_switch_goes_on_by_one_packet_and_by_the_wall_clock() {
        let start = Instant::now();
        let mut line = Timeline::new(65_535, 1_000);
        line.switch(start, 'a', 90_000, at(500, 7));
        assert_eq!(send(&mut line, start, 'a', at(500, 7)), Some((65_536, 1_000)));
        let later = start + Duration::from_millis(100);
        line.switch(later, 'b', 90_000, at(9_000, 4_000_000_000));
        assert_eq!(
            send(&mut line, later, 'b', at(9_000, 4_000_000_000)),
            Some((65_537, 10_000))
        );
        assert_eq!(line.place('a', 501), None, "the old source has left");
        assert_eq!(line.place('b', 8_999), None, "older than the keyframe");
    }

    #[test]
    fn padding_leaves_no_gap_and_late_packets_keep_their_number() {
        let now = Instant::now();
        let mut line = Timeline::new(0, 0);
        line.switch(now, 'a', 90_000, at(10, 0));
        assert_eq!(send(&mut line, now, 'a', at(10, 0)), Some((1, 0)));
        assert_eq!(line.skip('a', 12), None);
        assert_eq!(send(&mut line, now, 'a', at(13, 0)), Some((3, 0)));
        assert_eq!(send(&mut line, now, 'a', at(11, 0)), Some((2, 0)));
        assert_eq!(line.original(2).map(|(s, q)| (s.source, q)), Some(('a', 11)));
        assert_eq!(line.original(3).map(|(_, q)| q), Some(13));
    }

    #[test]
    fn retransmission_finds_the_source_across_a_switch() {
        let now = Instant::now();
        let mut line = Timeline::new(0, 0);
        line.switch(now, 'a', 90_000, at(100, 0));
        send(&mut line, now, 'a', at(100, 0));
        line.switch(now, 'b', 90_000, at(7_000, 0));
        send(&mut line, now, 'b', at(7_000, 0));
        assert_eq!(line.original(1).map(|(s, q)| (s.source, q)), Some(('a', 100)));
        assert_eq!(line.original(2).map(|(s, q)| (s.source, q)), Some(('b', 7_000)));
        assert_eq!(line.original(0), None, "before the first");
    }
}
