//! An outgoing RTP header (RFC 3550 section 5.1).

use super::FIXED_HEADER_LEN;
use super::extensions::{AudioLevel, ExtensionIds, ONE_BYTE_PROFILE, Rid, TWO_BYTE_PROFILE};
use model::Mid;
use std::ops::Range;

/// A header to write before a forwarded payload. An extension is written if the receiver negotiated it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct OutgoingHeader<'a> {
    /// For video usually the last packet of a picture.
    pub marker: bool,
    /// 0 to 127, as the receiver negotiated.
    pub payload_type: u8,
    /// Low 16 bits of the seat's sequence number.
    pub sequence: u16,
    /// In units of the codec's clock rate.
    pub timestamp: u32,
    /// The seat's synchronisation source.
    pub ssrc: u32,
    /// Transport-wide sequence number.
    pub transport_sequence: Option<u16>,
    /// Loudness.
    pub audio_level: Option<AudioLevel>,
    /// The m-line, where packets have to tell.
    pub mid: Option<Mid>,
    /// The simulcast layer, where packets have to tell.
    pub rid: Option<Rid>,
    /// The simulcast layer that a retransmission repairs.
    pub repaired_rid: Option<Rid>,
    /// AV1 dependency descriptor: 1 to 255 bytes, others are left out.
    pub descriptor: Option<&'a [u8]>,
}

impl OutgoingHeader<'_> {
    /// Bytes of the largest header without dependency descriptor: with three names, the sequence number, the loudness.
    const MOST_WITHOUT_DESCRIPTOR: usize = FIXED_HEADER_LEN + 4 + 3 * (2 + 16) + (2 + 2) + (2 + 1) + 3;

    /// Bytes of the largest header written.
    #[must_use]
    pub fn most(&self) -> usize {
        Self::MOST_WITHOUT_DESCRIPTOR + self.descriptor.map_or(0, |descriptor| 2 + descriptor.len())
    }

    /// Writes the header to the start of `buffer`, with those extensions that have both a value and an id; returns its
    /// length in bytes with the place of the dependency descriptor in it.
    ///
    /// # Panics
    /// `buffer` is shorter than [`OutgoingHeader::most`].
    pub fn write(&self, buffer: &mut [u8], ids: &ExtensionIds) -> (usize, Option<Range<usize>>) {
        let buffer = &mut buffer[..self.most()];
        let (extensions_len, descriptor) = self.write_extensions(&mut buffer[FIXED_HEADER_LEN..], ids);
        buffer[0] = if extensions_len == 0 { 0x80 } else { 0x90 };
        buffer[1] = u8::from(self.marker) << 7 | (self.payload_type & 0x7f);
        buffer[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        buffer[4..8].copy_from_slice(&self.timestamp.to_be_bytes());
        buffer[8..12].copy_from_slice(&self.ssrc.to_be_bytes());
        let descriptor = descriptor.map(|range| FIXED_HEADER_LEN + range.start..FIXED_HEADER_LEN + range.end);
        (FIXED_HEADER_LEN + extensions_len, descriptor)
    }

    /// RFC 8285: the one-byte form unless an id or a length asks for the other; one form for the whole packet.
    fn write_extensions(&self, block: &mut [u8], ids: &ExtensionIds) -> (usize, Option<Range<usize>>) {
        let sequence = self.transport_sequence.map(u16::to_be_bytes);
        let level = self.audio_level.map(|level| [level.to_byte()]);
        let descriptor = self
            .descriptor
            .filter(|descriptor| (1..=255).contains(&descriptor.len()));
        let elements = [
            ids.transport_sequence.zip(sequence.as_ref().map(|v| &v[..])),
            ids.audio_level.zip(level.as_ref().map(|v| &v[..])),
            ids.mid.zip(self.mid.as_ref().map(|v| v.as_str().as_bytes())),
            ids.rid.zip(self.rid.as_ref().map(|v| v.as_str().as_bytes())),
            ids.repaired_rid
                .zip(self.repaired_rid.as_ref().map(|v| v.as_str().as_bytes())),
            ids.descriptor.zip(descriptor),
        ];
        let needs_two = |(id, value): &(u8, &[u8])| *id > 14 || value.len() > 16;
        let two_byte = elements.iter().flatten().any(needs_two);
        let mut end = 4;
        for (id, value) in elements.iter().flatten() {
            end = write_element(block, end, two_byte, *id, value);
        }
        if end == 4 {
            return (0, None);
        }
        let padded = end.next_multiple_of(4);
        block[end..padded].fill(0);
        let profile = if two_byte {
            TWO_BYTE_PROFILE
        } else {
            ONE_BYTE_PROFILE
        };
        block[..2].copy_from_slice(&profile.to_be_bytes());
        block[2..4].copy_from_slice(&[0, (padded / 4 - 1) as u8]);
        // It stands last.
        let descriptor = ids.descriptor.and(descriptor);
        (padded, descriptor.map(|value| end - value.len()..end))
    }
}

fn write_element(block: &mut [u8], start: usize, two_byte: bool, id: u8, value: &[u8]) -> usize {
    let len = value.len() as u8;
    let values_start = if two_byte {
        block[start..start + 2].copy_from_slice(&[id, len]);
        start + 2
    } else {
        block[start] = id << 4 | (len - 1);
        start + 1
    };
    let end = values_start + value.len();
    block[values_start..end].copy_from_slice(value);
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Header;
    use proptest::prelude::*;

    #[test]
    fn without_extensions_it_is_twelve_bytes() {
        let header = OutgoingHeader {
            marker: true,
            payload_type: 96,
            sequence: 1,
            timestamp: 2,
            ssrc: 3,
            transport_sequence: Some(9),
            ..Default::default()
        };
        let mut buffer = [0xff; 100];
        assert_eq!(header.write(&mut buffer, &ExtensionIds::default()), (12, None));
        assert_eq!(buffer[..12], [0x80, 0xe0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]);
    }

    #[test]
    fn a_long_descriptor_puts_every_element_in_the_two_byte_form() {
        let ids = ExtensionIds {
            transport_sequence: Some(3),
            descriptor: Some(12),
            ..Default::default()
        };
        for (len, profile) in [
            (16, ONE_BYTE_PROFILE),
            (17, TWO_BYTE_PROFILE),
            (255, TWO_BYTE_PROFILE),
        ] {
            let descriptor = vec![7; len];
            let header = OutgoingHeader {
                transport_sequence: Some(9),
                descriptor: Some(&descriptor),
                ..Default::default()
            };
            let mut buffer = vec![0xff; header.most()];
            let (end, place) = header.write(&mut buffer, &ids);
            assert_eq!(buffer[12..14], profile.to_be_bytes());
            let read = Header::parse(&buffer[..end], &ids).unwrap();
            assert_eq!(
                (read.transport_sequence, read.descriptor()),
                (Some(9), place.clone())
            );
            assert_eq!(buffer[place.unwrap()], descriptor);
        }
        for wrong in [&[][..], &[0; 256]] {
            let header = OutgoingHeader {
                descriptor: Some(wrong),
                ..Default::default()
            };
            assert_eq!(header.write(&mut vec![0; header.most()], &ids), (12, None));
        }
    }

    proptest! {
        #[test]
        fn reads_back_the_same(
            marker: bool,
            payload_type in 0_u8..128,
            sequence: u16,
            timestamp: u32,
            ssrc: u32,
            transport_sequence: Option<u16>,
            level in prop::option::of((any::<bool>(), 0_u8..128)),
            sequence_id in prop::option::of(1_u8..=20),
            level_id in prop::option::of(21_u8..=40),
            offset in 0_u8..=20,
            names in prop::collection::vec(prop::option::of("[a-z0-9]{1,16}"), 3),
            name_ids in prop::collection::vec(prop::option::of(0_u8..5), 3),
            high_ids: bool,
            descriptor in prop::option::of(prop::collection::vec(any::<u8>(), 1..256)),
            descriptor_id in prop::option::of(prop_oneof![Just(14_u8), Just(200_u8)]),
        ) {
            let audio_level = level.map(|(voice, level)| AudioLevel { voice, level });
            let name_id = |at: usize| {
                name_ids[at].map(|id| id + 1 + 5 * at as u8 + if high_ids { 40 } else { 0 })
            };
            let ids = ExtensionIds {
                transport_sequence: sequence_id,
                audio_level: level_id.map(|id| id - offset),
                mid: name_id(0),
                rid: name_id(1),
                repaired_rid: name_id(2),
                descriptor: descriptor_id,
            };
            let listed: Vec<u8> = [
                ids.transport_sequence, ids.audio_level, ids.mid, ids.rid, ids.repaired_rid, ids.descriptor,
            ].into_iter().flatten().collect();
            prop_assume!((1..listed.len()).all(|at| !listed[..at].contains(&listed[at])));
            let sent = OutgoingHeader {
                marker, payload_type, sequence, timestamp, ssrc, transport_sequence, audio_level,
                mid: names[0].as_ref().map(|name| Mid::new(name.as_bytes()).unwrap()),
                rid: names[1].as_ref().map(|name| Rid::new(name.as_bytes()).unwrap()),
                repaired_rid: names[2].as_ref().map(|name| Rid::new(name.as_bytes()).unwrap()),
                descriptor: descriptor.as_deref(),
            };
            let mut buffer = vec![0xff; sent.most()];
            let (len, place) = sent.write(&mut buffer, &ids);
            let read = Header::parse(&buffer[..len], &ids).unwrap();
            prop_assert_eq!(read.mid, ids.mid.and(sent.mid));
            prop_assert_eq!(read.rid, ids.rid.and(sent.rid));
            prop_assert_eq!(read.repaired_rid, ids.repaired_rid.and(sent.repaired_rid));
            prop_assert_eq!(&read.descriptor(), &place);
            prop_assert_eq!(place.map(|place| &buffer[place]), ids.descriptor.and(sent.descriptor));
            prop_assert_eq!(read.header_len, len);
            prop_assert_eq!(
                (read.marker, read.payload_type, read.sequence, read.timestamp, read.ssrc),
                (marker, payload_type, sequence, timestamp, ssrc)
            );
            prop_assert_eq!(read.transport_sequence, sequence_id.and(transport_sequence));
            prop_assert_eq!(read.audio_level, level_id.and(audio_level));
        }
    }
}
