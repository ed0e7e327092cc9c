//! What each payload tells of itself: who sent it, the how manieth it is, when it left.

use crate::shape::{KINDS, index};
use model::MediaKind;
use std::time::SystemTime;

/// Stands at a payload's end, which no codec's rewriting touches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stamp {
    /// The sender's place in its room.
    pub(crate) place: usize,
    /// Sound or picture.
    pub(crate) kind: MediaKind,
    /// Counts the sender's packets of this kind.
    pub(crate) number: u64,
    /// Nanoseconds since the Unix epoch, as the kernel dates arrivals.
    pub(crate) sent: u64,
}

impl Stamp {
    /// Bytes.
    pub(crate) const LEN: usize = 19;

    /// Writes it; the payload is long enough.
    pub(crate) fn write(&self, payload: &mut [u8]) {
        let start = payload.len() - Self::LEN;
        let place = &mut payload[start..];
        place[..2].copy_from_slice(&(self.place as u16).to_be_bytes());
        place[2] = index(self.kind) as u8;
        place[3..11].copy_from_slice(&self.number.to_be_bytes());
        place[11..].copy_from_slice(&self.sent.to_be_bytes());
    }

    /// Reads it; nothing where there is none.
    pub(crate) fn read(payload: &[u8]) -> Option<Self> {
        let [p0, p1, kind, rest @ ..] = payload.last_chunk::<{ Self::LEN }>()?;
        let (number, sent) = rest.split_at(8);
        Some(Self {
            place: usize::from(u16::from_be_bytes([*p0, *p1])),
            kind: *KINDS.get(usize::from(*kind))?,
            number: u64::from_be_bytes(number.try_into().ok()?),
            sent: u64::from_be_bytes(sent.try_into().ok()?),
        })
    }
}

/// Now, for [`Stamp::sent`].
pub(crate) fn wall_clock() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_the_same() {
        let stamp = Stamp {
            place: 300,
            kind: MediaKind::Video,
            number: 7,
            sent: wall_clock(),
        };
        let mut payload = [0xff; 80];
        stamp.write(&mut payload);
        assert_eq!(Stamp::read(&payload), Some(stamp));
        assert_eq!(Stamp::read(&payload[..10]), None);
        assert_eq!(Stamp::read(&[9; 80]), None, "there is no tenth kind");
    }
}
