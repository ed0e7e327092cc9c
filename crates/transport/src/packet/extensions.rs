//! RTP header extensions (RFC 8285).

use super::PacketError;
use model::{Mid, TextTooLong};
use std::fmt;

/// The ids under which a peer knows the header extensions that the server reads, `None` where not negotiated.
///
/// 1 to 14 travel in the one-byte form, up to 255 in the two-byte form.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct ExtensionIds {
    /// `urn:ietf:params:rtp-hdrext:sdes:mid` (RFC 9143).
    pub mid: Option<u8>,
    /// `urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id` (RFC 8852).
    pub rid: Option<u8>,
    /// `urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id` (RFC 8852).
    pub repaired_rid: Option<u8>,
    /// `urn:ietf:params:rtp-hdrext:ssrc-audio-level` (RFC 6464).
    pub audio_level: Option<u8>,
    /// `transport-wide-cc-extensions-01` (draft-holmer-rmcat-transport-wide-cc-extensions).
    pub transport_sequence: Option<u8>,
    /// `dependency-descriptor-rtp-header-extension` (AV1 RTP payload format, appendix A).
    pub descriptor: Option<u8>,
}

/// The name of a simulcast layer (RFC 8851), at most 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rid(Mid);

impl Rid {
    /// Takes 1 to 16 bytes of printable ASCII.
    ///
    /// # Errors
    /// Anything else.
    pub fn new(text: &[u8]) -> Result<Self, TextTooLong> {
        Mid::new(text).map(Self)
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Rid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Rid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// How loud an audio packet is (RFC 6464).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AudioLevel {
    /// The sender heard a voice.
    pub voice: bool,
    /// Below overload, in -dBov: 0 is loudest, 127 is silence.
    pub level: u8,
}

impl AudioLevel {
    pub(super) fn from_byte(byte: u8) -> Self {
        Self {
            voice: byte & 0x80 != 0,
            level: byte & 0x7f,
        }
    }

    pub(super) fn to_byte(self) -> u8 {
        u8::from(self.voice) << 7 | self.level.min(127)
    }
}

/// What the extensions of one packet said.
#[derive(Clone, Copy, Default)]
pub(super) struct Extensions {
    pub(super) mid: Option<Mid>,
    pub(super) rid: Option<Rid>,
    pub(super) repaired_rid: Option<Rid>,
    pub(super) audio_level: Option<AudioLevel>,
    pub(super) transport_sequence: Option<u16>,
    /// Start in the block's elements, with the length in bytes.
    pub(super) descriptor: Option<(u16, u8)>,
}

pub(super) const ONE_BYTE_PROFILE: u16 = 0xbede;
pub(super) const TWO_BYTE_PROFILE: u16 = 0x1000;

impl Extensions {
    /// Reads the elements of an extension block; blocks of other profiles say nothing.
    pub(super) fn parse(profile: u16, elements: &[u8], ids: &ExtensionIds) -> Result<Self, PacketError> {
        let mut extensions = Self::default();
        if profile == ONE_BYTE_PROFILE {
            extensions.parse_one_byte(elements, ids)?;
        } else if profile & 0xfff0 == TWO_BYTE_PROFILE {
            extensions.parse_two_byte(elements, ids)?;
        }
        if let Some((start, _)) = &mut extensions.descriptor {
            // It was counted from the end, which is all that the readers of elements know.
            *start = elements.len() as u16 - *start;
        }
        Ok(extensions)
    }

    /// RFC 8285 section 4.2.
    fn parse_one_byte(&mut self, mut rest: &[u8], ids: &ExtensionIds) -> Result<(), PacketError> {
        while let Some((&first, after)) = rest.split_first() {
            if first == 0 {
                rest = after;
                continue;
            }
            let (id, len) = (first >> 4, usize::from(first & 0x0f) + 1);
            // Id 15, like id 0 with a length, ends the reading; what came before it counts.
            if id == 0 || id == 15 {
                break;
            }
            rest = self.take(id, len, after, ids)?;
        }
        Ok(())
    }

    /// RFC 8285 section 4.3.
    fn parse_two_byte(&mut self, mut rest: &[u8], ids: &ExtensionIds) -> Result<(), PacketError> {
        while let Some((&id, after)) = rest.split_first() {
            if id == 0 {
                rest = after;
                continue;
            }
            let (&len, after) = after.split_first().ok_or(PacketError::Extension)?;
            rest = self.take(id, len.into(), after, ids)?;
        }
        Ok(())
    }

    fn take<'a>(
        &mut self,
        id: u8,
        len: usize,
        rest: &'a [u8],
        ids: &ExtensionIds,
    ) -> Result<&'a [u8], PacketError> {
        let (value, rest) = rest.split_at_checked(len).ok_or(PacketError::Extension)?;
        if Some(id) == ids.descriptor && !value.is_empty() {
            let from_end = u16::try_from(value.len() + rest.len()).map_err(|_| PacketError::Extension)?;
            self.descriptor = Some((from_end, len as u8));
        } else {
            self.set(id, value, ids);
        }
        Ok(rest)
    }

    /// A value that does not fit its extension is left out: the packet may be good without it.
    fn set(&mut self, id: u8, value: &[u8], ids: &ExtensionIds) {
        let id = Some(id);
        if id == ids.transport_sequence {
            self.transport_sequence = value.try_into().ok().map(u16::from_be_bytes);
        } else if id == ids.audio_level {
            self.audio_level = value.first().copied().map(AudioLevel::from_byte);
        } else if id == ids.mid {
            self.mid = Mid::new(value).ok();
        } else if id == ids.rid {
            self.rid = Rid::new(value).ok();
        } else if id == ids.repaired_rid {
            self.repaired_rid = Rid::new(value).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: ExtensionIds = ExtensionIds {
        mid: Some(1),
        rid: Some(2),
        repaired_rid: Some(3),
        audio_level: Some(4),
        transport_sequence: Some(200),
        descriptor: Some(5),
    };

    #[test]
    fn one_byte_elements() {
        let elements = [0x12, b'v', b'0', b'x', 0x21, b'h', b'i', 0x40, 0x85];
        let read = Extensions::parse(ONE_BYTE_PROFILE, &elements, &IDS).unwrap();
        assert_eq!(read.mid, Mid::new(b"v0x").ok());
        assert_eq!(read.rid, Rid::new(b"hi").ok());
        let loudness = AudioLevel {
            voice: true,
            level: 5,
        };
        assert_eq!(read.audio_level, Some(loudness));
        assert_eq!(loudness.to_byte(), 0x85);
    }

    #[test]
    fn id_fifteen_ends_the_one_byte_form() {
        let elements = [0x10, b'a', 0xf0, 0, 0x40, 5];
        let read = Extensions::parse(ONE_BYTE_PROFILE, &elements, &IDS).unwrap();
        assert_eq!(read.mid, Mid::new(b"a").ok());
        assert_eq!(read.audio_level, None);
    }

    #[test]
    fn two_byte_elements_with_padding_between() {
        let elements = [1, 1, b'a', 0, 0, 200, 2, 0x12, 0x34, 9, 0];
        let read = Extensions::parse(TWO_BYTE_PROFILE | 3, &elements, &IDS).unwrap();
        assert_eq!(read.mid, Mid::new(b"a").ok());
        assert_eq!(read.transport_sequence, Some(0x1234));
    }

    #[test]
    fn an_element_that_overruns_its_block_is_an_error() {
        for (profile, elements) in [
            (ONE_BYTE_PROFILE, &[0x13, 1][..]),
            (TWO_BYTE_PROFILE, &[1, 4, 0][..]),
            (TWO_BYTE_PROFILE, &[1][..]),
        ] {
            let read = Extensions::parse(profile, elements, &IDS);
            assert_eq!(read.err(), Some(PacketError::Extension));
        }
    }

    #[test]
    fn a_value_of_the_wrong_size_or_profile_is_left_out() {
        let read = Extensions::parse(TWO_BYTE_PROFILE, &[200, 1, 7, 1, 1, 0x07], &IDS).unwrap();
        assert_eq!((read.transport_sequence, read.mid), (None, None));
        let read = Extensions::parse(0x1234, &[0xff; 8], &IDS).unwrap();
        assert!(read.mid.is_none());
    }
}
