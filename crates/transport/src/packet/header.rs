//! An incoming RTP header (RFC 3550 section 5.1).

use super::extensions::{AudioLevel, ExtensionIds, Extensions, Rid};
use model::Mid;
use std::ops::Range;

/// Bytes of an RTP header without contributing sources or extensions.
pub const FIXED_HEADER_LEN: usize = 12;
/// Fixed header with the head of the extension block.
const BEFORE_ELEMENTS: u16 = FIXED_HEADER_LEN as u16 + 4;

/// Why a packet is not RTP that can be forwarded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PacketError {
    /// It ends within its header.
    #[error("shorter than its header")]
    Short,
    /// Not RTP version 2.
    #[error("not RTP version 2")]
    Version,
    /// A header extension runs past its block (RFC 8285).
    #[error("malformed header extension")]
    Extension,
    /// A padding count of zero or beyond the payload (RFC 3550 section 5.1).
    #[error("malformed padding")]
    Padding,
}

/// All that the media path reads of an RTP header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header {
    /// For video usually the last packet of a picture.
    pub marker: bool,
    /// 0 to 127, as negotiated with this peer.
    pub payload_type: u8,
    /// Wraps; see [`SequenceExtender`](super::SequenceExtender).
    pub sequence: u16,
    /// In units of the codec's clock rate; wraps.
    pub timestamp: u32,
    /// Synchronisation source.
    pub ssrc: u32,
    /// Bytes before the payload, contributing sources and extensions included.
    pub header_len: usize,
    /// The m-line that the packet belongs to.
    pub mid: Option<Mid>,
    /// The simulcast layer that the packet belongs to.
    pub rid: Option<Rid>,
    /// The simulcast layer that the packet repairs (RTX).
    pub repaired_rid: Option<Rid>,
    /// Loudness of an audio packet.
    pub audio_level: Option<AudioLevel>,
    /// The sender's transport-wide sequence number; wraps.
    pub transport_sequence: Option<u16>,
    /// Where the AV1 dependency descriptor stands, with its length: see [`Header::descriptor`].
    pub(super) descriptor: Option<(u16, u8)>,
    /// The payload ends in padding; see [`Header::payload_len`].
    pub has_padding: bool,
}

impl Header {
    /// Reads the header of a packet whose payload may still be encrypted.
    ///
    /// # Errors
    /// The packet ends within its header, is of another version, or has an extension that runs past its block.
    pub fn parse(packet: &[u8], ids: &ExtensionIds) -> Result<Self, PacketError> {
        let (fixed, rest) = packet
            .split_first_chunk::<FIXED_HEADER_LEN>()
            .ok_or(PacketError::Short)?;
        let [flags, kind, s0, s1, t0, t1, t2, t3, ssrc @ ..] = *fixed;
        if flags >> 6 != 2 {
            return Err(PacketError::Version);
        }
        let sources_len = usize::from(flags & 0x0f) * 4;
        let rest = rest.get(sources_len..).ok_or(PacketError::Short)?;
        let (extensions, extensions_len) = if flags & 0x10 == 0 {
            (Extensions::default(), 0)
        } else {
            parse_extensions(rest, ids)?
        };
        Ok(Self {
            marker: kind & 0x80 != 0,
            payload_type: kind & 0x7f,
            sequence: u16::from_be_bytes([s0, s1]),
            timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
            ssrc: u32::from_be_bytes(ssrc),
            header_len: FIXED_HEADER_LEN + sources_len + extensions_len,
            mid: extensions.mid,
            rid: extensions.rid,
            repaired_rid: extensions.repaired_rid,
            audio_level: extensions.audio_level,
            transport_sequence: extensions.transport_sequence,
            descriptor: extensions
                .descriptor
                .map(|(start, len)| (start + BEFORE_ELEMENTS + sources_len as u16, len)),
            has_padding: flags & 0x20 != 0,
        })
    }

    /// The AV1 dependency descriptor in the packet.
    #[must_use]
    pub fn descriptor(&self) -> Option<Range<usize>> {
        let (start, len) = self.descriptor?;
        Some(start.into()..usize::from(start) + usize::from(len))
    }

    /// Bytes of the decrypted `payload` (all that follows the header) without padding; 0 for a packet that is padding
    /// only.
    ///
    /// # Errors
    /// The padding count is zero or larger than the payload.
    pub fn payload_len(&self, payload: &[u8]) -> Result<usize, PacketError> {
        if !self.has_padding {
            return Ok(payload.len());
        }
        match payload.last() {
            Some(&count) if count != 0 => payload
                .len()
                .checked_sub(count.into())
                .ok_or(PacketError::Padding),
            _ => Err(PacketError::Padding),
        }
    }
}

/// The extension block at the start of `rest` with its size in bytes (RFC 3550 section 5.3.1).
fn parse_extensions(rest: &[u8], ids: &ExtensionIds) -> Result<(Extensions, usize), PacketError> {
    let (&[p0, p1, l0, l1], rest) = rest.split_first_chunk().ok_or(PacketError::Short)?;
    let len = usize::from(u16::from_be_bytes([l0, l1])) * 4;
    let elements = rest.get(..len).ok_or(PacketError::Short)?;
    let extensions = Extensions::parse(u16::from_be_bytes([p0, p1]), elements, ids)?;
    Ok((extensions, 4 + len))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rtc_shared::marshal::{Marshal, Unmarshal};

    const IDS: ExtensionIds = ExtensionIds {
        mid: Some(4),
        rid: Some(10),
        repaired_rid: Some(11),
        audio_level: Some(1),
        transport_sequence: Some(3),
        descriptor: Some(12),
    };

    /// Version 2 with an extension, two contributing sources.
    const PACKET: [u8; 35] = [
        0x92, 0xe0, 0x12, 0x34, 0xde, 0xad, 0xbe, 0xef, 0x01, 0x02, 0x03, 0x04, // fixed
        0, 0, 0, 1, 0, 0, 0, 2, // contributing sources
        0xbe, 0xde, 0, 2, 0x31, 0x00, 0x07, 0x40, b'0', 0, 0x10, 0x7f, // extensions
        0xaa, 0xbb, 0xcc, // payload
    ];

    #[test]
    fn reads_every_field() {
        let header = Header::parse(&PACKET, &IDS).unwrap();
        assert!(header.marker && !header.has_padding);
        assert_eq!(header.payload_type, 96);
        assert_eq!(header.sequence, 0x1234);
        assert_eq!(header.timestamp, 0xdead_beef);
        assert_eq!(header.ssrc, 0x0102_0304);
        assert_eq!(header.header_len, 32);
        assert_eq!(header.mid, Mid::new(b"0").ok());
        assert_eq!((header.rid, header.repaired_rid), (None, None));
        assert_eq!(header.transport_sequence, Some(7));
        assert_eq!(header.audio_level.map(|a| (a.voice, a.level)), Some((false, 127)));
    }

    #[test]
    fn every_cut_within_the_header_is_an_error() {
        for len in 0..32 {
            assert_eq!(Header::parse(&PACKET[..len], &IDS), Err(PacketError::Short));
        }
        assert!(Header::parse(&PACKET[..32], &IDS).is_ok());
    }

    #[test]
    fn other_versions_are_refused() {
        let mut packet = PACKET;
        packet[0] = 0x52;
        assert_eq!(Header::parse(&packet, &IDS), Err(PacketError::Version));
    }

    #[test]
    fn padding_is_counted_from_the_last_byte() {
        let mut header = Header::parse(&PACKET, &IDS).unwrap();
        assert_eq!(header.payload_len(&[1, 2, 9]), Ok(3));
        header.has_padding = true;
        assert_eq!(header.payload_len(&[1, 2, 2]), Ok(1));
        assert_eq!(header.payload_len(&[0, 0, 3]), Ok(0));
        for bad in [&[][..], &[1, 2, 0], &[1, 2, 4]] {
            assert_eq!(header.payload_len(bad), Err(PacketError::Padding));
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(packet in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(header) = Header::parse(&packet, &IDS) {
                prop_assert!(header.header_len <= packet.len());
                prop_assert!(header.descriptor().is_none_or(|range| range.end <= header.header_len));
                let _ = header.payload_len(&packet[header.header_len..]);
            }
        }

        #[test]
        fn random_extension_blocks_never_panic(
            profile in prop_oneof![Just(0xbede_u16), 0x1000_u16..0x1010],
            elements in prop::collection::vec(any::<u8>(), 64),
        ) {
            let mut packet = vec![0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
            packet.extend(profile.to_be_bytes());
            packet.extend([0, 16]);
            packet.extend(elements);
            if let Ok(header) = Header::parse(&packet, &IDS) {
                prop_assert!(header.descriptor().is_none_or(|range| range.end <= header.header_len));
            }
        }

        #[test]
        fn agrees_with_another_implementation(
            marker: bool,
            payload_type in 0_u8..128,
            sequence_number: u16,
            timestamp: u32,
            ssrc: u32,
            csrc in prop::collection::vec(any::<u32>(), 0..16),
            payload in prop::collection::vec(any::<u8>(), 0..50),
        ) {
            let mut theirs = rtp::Packet {
                header: rtp::Header {
                    version: 2, marker, payload_type, sequence_number, timestamp, ssrc, csrc,
                    ..Default::default()
                },
                payload: payload.clone().into(),
            };
            theirs.header.set_extension(3, vec![1, 2].into()).unwrap();
            let mut bytes = theirs.marshal().unwrap();
            let header = Header::parse(&bytes, &IDS).unwrap();
            prop_assert_eq!(
                (header.marker, header.payload_type, header.sequence, header.timestamp, header.ssrc),
                (marker, payload_type, sequence_number, timestamp, ssrc)
            );
            prop_assert_eq!(header.transport_sequence, Some(0x0102));
            prop_assert_eq!(&bytes[header.header_len..], &payload[..]);
            prop_assert!(rtp::Packet::unmarshal(&mut bytes).is_ok());
        }
    }
}
