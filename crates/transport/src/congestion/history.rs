//! What was sent, by transport-wide sequence number.

/// Packets remembered: two seconds of 20 Mbit/s, many more of what a call needs.
const REMEMBERED: usize = 4_096;

/// A packet that was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent {
    /// When, in microseconds.
    pub(crate) at: i64,
    /// Its transport-wide sequence number, extended; 0 for an empty place.
    number: u32,
    /// Bytes of the datagram.
    pub(crate) size: u16,
    /// Where it belongs, by which it is found again.
    pub(crate) key: Key,
    pub(crate) is_probe: bool,
    pub(crate) fate: Fate,
}

/// A line with an RTP sequence number on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Key {
    pub(crate) line: u16,
    pub(crate) encoding: u8,
    pub(crate) sequence: u16,
}

impl Key {
    /// Of what is not to be found again.
    pub(crate) const NONE: Self = Self {
        line: u16::MAX,
        encoding: 0,
        sequence: 0,
    };
}

/// What the receiver told of a packet so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    Unknown,
    Arrived,
    Lost,
}

/// A ring of sent packets whose memory is taken once.
#[derive(Debug)]
pub(crate) struct SendHistory {
    packets: Box<[Sent]>,
    next: u64,
}

impl SendHistory {
    pub(crate) fn new() -> Self {
        let nothing = Sent {
            number: 0,
            at: 0,
            size: 0,
            key: Key::NONE,
            is_probe: false,
            fate: Fate::Unknown,
        };
        Self {
            packets: vec![nothing; REMEMBERED].into_boxed_slice(),
            next: 1 << 16,
        }
    }

    /// The number of the packet that is sent next.
    pub(crate) fn next(&self) -> u16 {
        self.next as u16
    }

    /// The next packet was sent.
    pub(crate) fn push(&mut self, at: i64, size: usize, key: Key, is_probe: bool) {
        self.packets[self.next as usize % REMEMBERED] = Sent {
            number: self.next as u32,
            at,
            size: size.min(u16::MAX.into()) as u16,
            key,
            is_probe,
            fate: Fate::Unknown,
        };
        self.next += 1;
    }

    /// The packet last sent with this number, unless that is too long ago.
    pub(crate) fn get_mut(&mut self, sequence: u16) -> Option<&mut Sent> {
        let behind = self.next().wrapping_sub(sequence);
        let number = self.next - u64::from(behind);
        let slot = &mut self.packets[number as usize % REMEMBERED];
        (behind != 0 && slot.number == number as u32).then_some(slot)
    }

    /// The number under which a packet of a line was sent, newest first.
    pub(crate) fn find(&self, key: Key) -> Option<u16> {
        let oldest = self.next.saturating_sub(REMEMBERED as u64);
        let mut newest_first = (oldest..self.next).rev();
        newest_first
            .find(|number| {
                let slot = &self.packets[*number as usize % REMEMBERED];
                slot.number == *number as u32 && slot.key == key && !slot.is_probe
            })
            .map(|number| number as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(sequence: u16) -> Key {
        Key {
            line: 3,
            encoding: 0,
            sequence,
        }
    }

    #[test]
    fn numbers_are_found_across_the_wrap_until_they_are_too_old() {
        let mut history = SendHistory::new();
        for sent in 0..70_000_u32 {
            assert_eq!(history.next(), sent as u16);
            history.push(i64::from(sent), 100, key(sent as u16), false);
        }
        assert_eq!(
            history.get_mut(69_999_u32 as u16).map(|sent| sent.at),
            Some(69_999)
        );
        assert!(history.get_mut(70_000_u32 as u16).is_none(), "not sent yet");
        let oldest = 70_000 - REMEMBERED as u32;
        assert_eq!(
            history.get_mut(oldest as u16).map(|sent| sent.at),
            Some(oldest.into())
        );
        assert!(history.get_mut((oldest - 1) as u16).is_none());
        assert_eq!(history.find(key(oldest as u16)), Some(oldest as u16));
        assert_eq!(history.find(key((oldest - 1) as u16)), None);
    }

    #[test]
    fn nothing_is_found_before_anything_was_sent() {
        let mut history = SendHistory::new();
        assert!((0..=u16::MAX).all(|sequence| history.get_mut(sequence).is_none()));
        assert_eq!(history.find(key(0)), None);
    }
}
