//! An outgoing RTP header (RFC 3550 section 5.1).

use super::FIXED_HEADER_LEN;
use super::extensions::{AudioLevel, ExtensionIds, ONE_BYTE_PROFILE, TWO_BYTE_PROFILE};

/// A header to write before a forwarded payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutgoingHeader {
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
    /// Written if the receiver negotiated it.
    pub transport_sequence: Option<u16>,
    /// Written if the receiver negotiated it.
    pub audio_level: Option<AudioLevel>,
}

impl OutgoingHeader {
    /// Bytes of the largest header written.
    pub const MOST: usize = FIXED_HEADER_LEN + 4 + 8;

    /// Writes the header to the start of `buffer`, with those extensions that have both a value and an id; returns its
    /// length in bytes.
    ///
    /// # Panics
    /// `buffer` is shorter than [`OutgoingHeader::MOST`].
    pub fn write(&self, buffer: &mut [u8], ids: &ExtensionIds) -> usize {
        let buffer = &mut buffer[..Self::MOST];
        let extensions_len = self.write_extensions(&mut buffer[FIXED_HEADER_LEN..], ids);
        buffer[0] = if extensions_len == 0 { 0x80 } else { 0x90 };
        buffer[1] = u8::from(self.marker) << 7 | (self.payload_type & 0x7f);
        buffer[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        buffer[4..8].copy_from_slice(&self.timestamp.to_be_bytes());
        buffer[8..12].copy_from_slice(&self.ssrc.to_be_bytes());
        FIXED_HEADER_LEN + extensions_len
    }

    /// RFC 8285: the one-byte form unless an id asks for the other.
    fn write_extensions(&self, block: &mut [u8], ids: &ExtensionIds) -> usize {
        let sequence = ids.transport_sequence.zip(self.transport_sequence);
        let level = ids.audio_level.zip(self.audio_level);
        if sequence.is_none() && level.is_none() {
            return 0;
        }
        let two_byte = sequence.is_some_and(|(id, _)| id > 14) || level.is_some_and(|(id, _)| id > 14);
        let mut end = 4;
        if let Some((id, value)) = sequence {
            end = write_element(block, end, two_byte, id, &value.to_be_bytes());
        }
        if let Some((id, value)) = level {
            end = write_element(block, end, two_byte, id, &[value.to_byte()]);
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
        padded
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
            audio_level: None,
        };
        let mut buffer = [0xff; 40];
        assert_eq!(header.write(&mut buffer, &ExtensionIds::default()), 12);
        assert_eq!(buffer[..12], [0x80, 0xe0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]);
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
        ) {
            let audio_level = level.map(|(voice, level)| AudioLevel { voice, level });
            let ids = ExtensionIds {
                transport_sequence: sequence_id,
                audio_level: level_id.map(|id| id - offset),
                ..Default::default()
            };
            prop_assume!(ids.transport_sequence.is_none() || ids.transport_sequence != ids.audio_level);
            let sent = OutgoingHeader {
                marker, payload_type, sequence, timestamp, ssrc, transport_sequence, audio_level,
            };
            let mut buffer = [0xff; OutgoingHeader::MOST];
            let len = sent.write(&mut buffer, &ids);
            let read = Header::parse(&buffer[..len], &ids).unwrap();
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
