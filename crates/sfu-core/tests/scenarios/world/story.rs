//! What a receiver saw, told from the packets that it got.

use super::{Person, Picture, World};
use std::time::{Duration, Instant};

/// How far a sent timestamp may run ahead of the time that passed.
const AHEAD: Duration = Duration::from_millis(40);
/// Bits of a packet beside its payload: RTP with extensions, SRTP.
const OVERHEAD: u64 = 8 * 40;

/// A line's packets without doubles, in the order of their numbers.
pub(crate) struct Story {
    pub(crate) packets: Vec<Picture>,
    /// Numbers of packets without payload.
    empty: Vec<u64>,
}

impl Story {
    pub(crate) fn of(person: &Person, line: usize) -> Self {
        let empty = person.empty.iter().filter(|(on, _)| *on == line);
        let mut empty: Vec<_> = empty.map(|(_, sequence)| *sequence).collect();
        empty.sort_unstable();
        empty.dedup();
        let mut packets = person.sorted(line);
        packets.dedup_by_key(|packet| packet.sequence);
        Self { packets, empty }
    }

    /// The same from a moment on.
    pub(crate) fn since(mut self, since: Instant) -> Self {
        self.packets.retain(|packet| packet.at >= since);
        let first = self.packets.first().map_or(u64::MAX, |packet| packet.sequence);
        self.empty.retain(|sequence| *sequence > first);
        self
    }

    /// The packets of a span alone.
    pub(crate) fn between(self, from: Instant, until: Instant) -> Self {
        let mut story = self.since(from);
        story.packets.retain(|packet| packet.at < until);
        story
    }

    /// When the picture became another: its size changed, or it came back after nothing for `pause`.
    pub(crate) fn turns(&self, pause: Duration) -> Vec<Instant> {
        let turned = |pair: &&[Picture]| pair[0].height != pair[1].height || pair[1].at > pair[0].at + pause;
        let turns = self.packets.windows(2).filter(turned);
        let mut turns: Vec<_> = turns.map(|pair| pair[1].at).collect();
        turns.sort_unstable();
        turns
    }

    /// Sequence numbers that never came.
    pub(crate) fn missing(&self) -> u64 {
        let (Some(first), Some(last)) = (self.packets.first(), self.packets.last()) else {
            return 0;
        };
        let between = self
            .empty
            .iter()
            .filter(|s| (first.sequence..last.sequence).contains(s));
        last.sequence - first.sequence + 1 - self.packets.len() as u64 - between.count() as u64
    }

    /// Asserts that a receiver's decoder and its clock see one stream.
    pub(crate) fn assert_unbroken(&self) {
        assert!(self.packets.len() > 100, "{} packets", self.packets.len());
        assert_eq!(self.missing(), 0, "sequence numbers");
        for pair in self.packets.windows(2) {
            assert_follows(&pair[0], &pair[1]);
        }
    }

    /// Asserts that timestamps keep to the time at which packets came; only without delay that changes.
    pub(crate) fn assert_on_time(&self) {
        for pair in self.packets.windows(2) {
            let ticks = pair[1].timestamp.wrapping_sub(pair[0].timestamp);
            let told = Duration::from_micros(u64::from(ticks) * 1_000 / 90);
            let passed = pair[1].at.saturating_duration_since(pair[0].at);
            assert!(told <= passed + AHEAD, "{told:?} in {passed:?}: {pair:?}");
        }
        let (first, last) = (&self.packets[0], &self.packets[self.packets.len() - 1]);
        let told = f64::from(last.timestamp.wrapping_sub(first.timestamp)) / 90_000.0;
        let passed = (last.at - first.at).as_secs_f64();
        assert!((told - passed).abs() < 0.1, "{told} s told, {passed} s passed");
    }

    /// How often the size changed.
    pub(crate) fn changes(&self) -> usize {
        let pairs = self.packets.windows(2);
        pairs.filter(|pair| pair[0].height != pair[1].height).count()
    }

    /// The longest time without a packet, up to `until`.
    pub(crate) fn longest_pause(&self, until: Instant) -> Duration {
        let mut times: Vec<_> = self.packets.iter().map(|packet| packet.at).collect();
        times.push(until);
        times.sort_unstable();
        let pauses = times.windows(2).map(|pair| pair[1] - pair[0]);
        pauses.max().unwrap_or_default()
    }

    /// Bits per second from a moment on until another.
    pub(crate) fn bitrate(&self, from: Instant, until: Instant) -> u64 {
        let bytes = |packet: &Picture| if packet.height > 0 { 1100 } else { 60 };
        let packets = self.packets.iter().filter(|p| (from..until).contains(&p.at));
        let bits: u64 = packets.map(|p| bytes(p) * 8 + OVERHEAD).sum();
        (bits as f64 / (until - from).as_secs_f64()) as u64
    }

    /// The delay that so many percent of the packets stayed below.
    pub(crate) fn delay(&self, percent: usize) -> Duration {
        let mut delays: Vec<_> = self.packets.iter().map(|packet| packet.took).collect();
        delays.sort_unstable();
        delays
            .get(delays.len() * percent / 100)
            .copied()
            .unwrap_or_default()
    }
}

fn assert_follows(one: &Picture, next: &Picture) {
    let both = || format!("{one:?}\n{next:?}");
    let ahead = next.timestamp.wrapping_sub(one.timestamp).cast_signed();
    let pictures = next.picture_id.wrapping_sub(one.picture_id) & 0x7fff;
    assert!(ahead >= 0, "a timestamp goes back: {}", both());
    assert_eq!(pictures, u16::from(ahead > 0), "PictureID: {}", both());
    let base = u8::from(pictures == 1 && next.temporal == 0);
    assert_eq!(
        next.tl0_pic_idx.wrapping_sub(one.tl0_pic_idx),
        base,
        "TL0PICIDX: {}",
        both()
    );
    let key = u8::from(pictures == 1 && next.keyframe);
    assert_eq!(
        next.key_index.wrapping_sub(one.key_index) & 0x1f,
        key,
        "KEYIDX: {}",
        both()
    );
    let switched = (one.height, one.author) != (next.height, next.author);
    assert!(
        !switched || next.keyframe,
        "a switch without keyframe: {}",
        both()
    );
}

impl World {
    /// What a viewer saw on the line that brings an author's picture.
    pub(crate) fn seen(&self, viewer: usize, author: usize) -> Story {
        self.told(viewer, author, true)
    }

    /// What a viewer heard of an author.
    pub(crate) fn heard(&self, viewer: usize, author: usize) -> Story {
        self.told(viewer, author, false)
    }

    fn told(&self, viewer: usize, author: usize, picture: bool) -> Story {
        let id = self.people[author].participant.0.as_u128();
        let mut packets = self.people[viewer].received.iter().rev();
        let last = packets.find(|p| p.author == id && (p.height > 0) == picture);
        Story::of(&self.people[viewer], last.map_or(usize::MAX, |p| p.line))
    }

    /// The height of the last packet of an author that a viewer got.
    pub(crate) fn height(&self, viewer: usize, author: usize) -> u16 {
        let id = self.people[author].participant.0.as_u128();
        let mut packets = self.people[viewer].received.iter().rev();
        packets
            .find(|p| p.author == id && p.height > 0)
            .map_or(0, |p| p.height)
    }
}
