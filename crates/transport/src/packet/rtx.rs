//! Retransmission payloads (RFC 4588).

use super::Header;

/// Bytes that stand before the original payload in a retransmission: its original sequence number.
pub const PREFIX_LEN: usize = 2;

/// The header of the packet that was lost, from its retransmission's `header` and decrypted, unpadded `payload`.
///
/// Its `header_len` points past the original sequence number, to the original payload. `None` for a payload without a
/// sequence number, such as padding that probes for bandwidth.
#[must_use]
pub fn restore(header: &Header, payload: &[u8], ssrc: u32, payload_type: u8) -> Option<Header> {
    let sequence = original_sequence(payload)?;
    Some(Header {
        sequence,
        ssrc,
        payload_type,
        header_len: header.header_len + PREFIX_LEN,
        rid: header.repaired_rid.or(header.rid),
        repaired_rid: None,
        // The payload came without its padding.
        has_padding: false,
        ..*header
    })
}

/// The sequence number of the lost packet (RFC 4588 section 4).
#[must_use]
pub fn original_sequence(payload: &[u8]) -> Option<u16> {
    payload.first_chunk().copied().map(u16::from_be_bytes)
}

/// Writes the payload of a retransmission to the start of `buffer`; returns its length in bytes.
///
/// # Panics
/// `buffer` is shorter than the payload and [`PREFIX_LEN`] together.
pub fn write(buffer: &mut [u8], original_sequence: u16, payload: &[u8]) -> usize {
    let end = PREFIX_LEN + payload.len();
    buffer[..PREFIX_LEN].copy_from_slice(&original_sequence.to_be_bytes());
    buffer[PREFIX_LEN..end].copy_from_slice(payload);
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::{ExtensionIds, Rid};

    #[test]
    fn a_retransmission_restores_the_original() {
        let mut packet = vec![
            0x90, 97, 0, 9, 0, 0, 0, 5, 0, 0, 0, 8, 0xbe, 0xde, 0, 1, 0x30, b'h', 0, 0,
        ];
        let start = packet.len();
        packet.resize(start + 40, 0);
        let len = write(&mut packet[start..], 0x1234, &[7, 8, 9]);
        packet.truncate(start + len);

        let ids = ExtensionIds {
            repaired_rid: Some(3),
            ..Default::default()
        };
        let header = Header::parse(&packet, &ids).unwrap();
        let original = restore(&header, &packet[header.header_len..], 4, 96).unwrap();
        assert_eq!(
            (original.sequence, original.ssrc, original.payload_type),
            (0x1234, 4, 96)
        );
        assert_eq!(original.rid, Rid::new(b"h").ok());
        assert_eq!(original.timestamp, 5);
        assert_eq!(packet[original.header_len..], [7, 8, 9]);
    }

    #[test]
    fn padding_restores_nothing() {
        assert_eq!(original_sequence(&[]), None);
        assert_eq!(original_sequence(&[1]), None);
        assert_eq!(original_sequence(&[0, 1]), Some(1));
    }
}
