//! The last stretches of one voice, kept to be sent once more (RFC 2198).

use layers::red::{self, Earlier};
use transport::peer::Packet;

/// The newest stretch with those that are repeated beside it, one more for what comes late.
const KEPT: usize = 4;
/// Bytes of a stretch that is worth repeating: 20 ms of Opus at 64 kbit/s take 160.
const LONGEST: usize = 320;
/// Stretches repeated: two lost in a row are rare even where one in five is.
const REPEATED: usize = 2;

/// A payload of sound with what is repeated beside it: a packet that no network fragments.
pub(crate) type Repeating = [u8; (REPEATED + 1) * (LONGEST + 4)];

#[derive(Clone, Copy)]
struct Stretch {
    timestamp: u32,
    /// 0 where there is none.
    len: usize,
    bytes: [u8; LONGEST],
}

impl Stretch {
    /// Ticks of the RTP clock that it is older than `timestamp`; nothing for one that is not.
    fn age(&self, timestamp: u32) -> Option<u32> {
        let age = timestamp.wrapping_sub(self.timestamp);
        (self.len > 0 && (1..=i32::MAX as u32).contains(&age)).then_some(age)
    }
}

/// A track's last stretches of sound, those included that came as repetitions alone.
pub(crate) struct RecentSound {
    stretches: Box<[Stretch; KEPT]>,
}

impl RecentSound {
    /// Takes its memory, little more than a kilobyte, once.
    pub(crate) fn new() -> Self {
        let nothing = Stretch {
            timestamp: 0,
            len: 0,
            bytes: [0; LONGEST],
        };
        Self {
            stretches: Box::new([nothing; KEPT]),
        }
    }

    /// Takes note of a packet.
    pub(crate) fn note(&mut self, packet: &Packet, payload: &[u8]) {
        if !packet.is_red {
            return self.keep(packet.timestamp, payload);
        }
        for block in red::redundant(payload).chain(red::primary(payload)) {
            let timestamp = packet.timestamp.wrapping_sub(block.timestamp_offset.into());
            self.keep(timestamp, payload.get(block.range).unwrap_or_default());
        }
    }

    /// Writes a packet's sound with the stretches before it; nothing where there are none, or it is too long.
    pub(crate) fn repeat<'a>(
        &self,
        timestamp: u32,
        primary: &[u8],
        out: &'a mut Repeating,
    ) -> Option<&'a [u8]> {
        if primary.len() > LONGEST {
            return None;
        }
        let mut earlier = [const { None }; KEPT];
        for (place, stretch) in earlier.iter_mut().zip(self.stretches.iter()) {
            *place = stretch.age(timestamp).map(|age| (age, stretch));
        }
        // The oldest first, as they stand in the packet; what is missing before them.
        earlier.sort_unstable_by_key(|place| place.map_or(u32::MAX, |(age, _)| age));
        let mut blocks = [Earlier::NONE; REPEATED];
        for (block, found) in blocks.iter_mut().rev().zip(earlier) {
            if let Some((age, stretch)) = found {
                *block = Earlier {
                    timestamp_offset: age,
                    payload: &stretch.bytes[..stretch.len],
                };
            }
        }
        earlier[0]?;
        let len = red::write(out, 0, primary, &blocks)?;
        out.get(..len)
    }

    fn keep(&mut self, timestamp: u32, bytes: &[u8]) {
        let is_known = self
            .stretches
            .iter()
            .any(|s| s.len > 0 && s.timestamp == timestamp);
        if bytes.is_empty() || bytes.len() > LONGEST || is_known {
            return;
        }
        let place = self.stretches.iter_mut().max_by_key(|stretch| match stretch.len {
            0 => u32::MAX,
            _ => stretch.age(timestamp).unwrap_or_default(),
        });
        // One that is older than all that are kept comes too late.
        let Some(place) = place.filter(|stretch| stretch.len == 0 || stretch.age(timestamp).is_some()) else {
            return;
        };
        (place.timestamp, place.len) = (timestamp, bytes.len());
        place.bytes[..bytes.len()].copy_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 20 ms.
    const TICKS: u32 = 960;

    fn packet(timestamp: u32, is_red: bool) -> Packet {
        Packet {
            line: 0,
            stream: 7,
            codec: 0,
            is_red,
            encoding: 0,
            sequence: 1,
            timestamp,
            marker: false,
            audio_level: None,
            descriptor: None,
            payload: 0..0,
        }
    }

    /// What a receiver reads of the packet at `at`: how much older, which bytes.
    fn repeated(sound: &RecentSound, at: u32) -> Vec<(u16, Vec<u8>)> {
        let mut out = [0; size_of::<Repeating>()];
        let Some(payload) = sound.repeat(at, &[9], &mut out) else {
            return Vec::new();
        };
        let bytes = |block: red::Block| (block.timestamp_offset, payload[block.range].to_vec());
        assert_eq!(bytes(red::primary(payload).unwrap()), (0, vec![9]));
        red::redundant(payload).map(bytes).collect()
    }

    #[test]
    fn the_two_stretches_before_a_packet_are_repeated_oldest_first() {
        let start = u32::MAX - 3 * TICKS;
        let mut sound = RecentSound::new();
        assert!(repeated(&sound, start).is_empty());
        for place in 0..8 {
            sound.note(&packet(start.wrapping_add(place * TICKS), false), &[place as u8]);
        }
        let last = start.wrapping_add(7 * TICKS);
        assert_eq!(repeated(&sound, last), [(1920, vec![5]), (960, vec![6])]);
        // One that comes late repeats what stands before it.
        let late = start.wrapping_add(6 * TICKS);
        assert_eq!(repeated(&sound, late), [(1920, vec![4]), (960, vec![5])]);
    }

    #[test]
    fn what_was_lost_on_the_way_up_is_taken_from_repetitions() {
        let mut sound = RecentSound::new();
        sound.note(&packet(0, false), &[1]);
        // The packet at 960 is lost; the next one repeats it.
        let mut payload = [0; 20];
        let before = Earlier {
            timestamp_offset: TICKS,
            payload: &[2, 2],
        };
        let len = red::write(&mut payload, 111, &[3], &[before]).unwrap();
        sound.note(&packet(2 * TICKS, true), &payload[..len]);
        assert_eq!(repeated(&sound, 2 * TICKS), [(1920, vec![1]), (960, vec![2, 2])]);
    }

    #[test]
    fn one_that_is_too_late_takes_no_newer_ones_place() {
        let mut sound = RecentSound::new();
        for place in 10..14 {
            sound.note(&packet(place * TICKS, false), &[place as u8]);
        }
        sound.note(&packet(TICKS, false), &[1]);
        assert_eq!(repeated(&sound, 14 * TICKS), [(1920, vec![12]), (960, vec![13])]);
    }

    proptest! {
        #[test]
        fn any_packets_give_a_payload_that_can_be_read(
            packets in prop::collection::vec((any::<u32>(), any::<bool>(), prop::collection::vec(any::<u8>(), 0..400)), 0..20),
            at: u32,
        ) {
            let mut sound = RecentSound::new();
            for (timestamp, is_red, payload) in packets {
                sound.note(&packet(timestamp, is_red), &payload);
            }
            prop_assert!(repeated(&sound, at).len() <= REPEATED);
        }
    }
}
