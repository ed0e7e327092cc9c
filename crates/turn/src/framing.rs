//! Where a message ends in a byte stream, with the look that tells TURN from what shares its port.

/// Bytes before the data of ChannelData.
pub(crate) const CHANNEL_HEADER: usize = 4;
/// Bytes of a STUN header.
pub(crate) const STUN_HEADER: usize = 20;

/// The length of a message in a byte stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame {
    /// Bytes of the message.
    pub message: usize,
    /// With the padding that follows it.
    pub padded: usize,
}

/// The frame that begins with `header`: STUN by its length field, ChannelData padded to four bytes (RFC 8656 section
/// 12.5). Nothing where neither begins, after which the stream makes no sense.
#[must_use]
pub fn frame(header: [u8; 4]) -> Option<Frame> {
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    let message = match header[0] {
        0..=3 if length.is_multiple_of(4) => STUN_HEADER + length,
        0x40..=0x4F => CHANNEL_HEADER + length,
        _ => return None,
    };
    Some(Frame {
        message,
        padded: message.next_multiple_of(4),
    })
}

/// Whether a datagram is for the TURN server, by its first bytes: ChannelData, a request or a Send indication, as opposed
/// to a connectivity check, DTLS or media (RFC 7983 section 7). A Binding request without any attribute, which no check is,
/// asks for nothing but its sender's address.
#[must_use]
pub fn is_turn(datagram: &[u8]) -> bool {
    // RFC 8656 section 17: Allocate, Refresh, CreatePermission, ChannelBind, the Send indication.
    matches!(
        datagram,
        [0x40..=0x4F, ..] | [0, 0x03 | 0x04 | 0x08 | 0x09 | 0x16, ..] | [0, 0x01, 0, 0, ..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stun_ends_by_its_length_and_channel_data_after_its_padding() {
        let frames = |header| frame(header).map(|frame| (frame.message, frame.padded));
        assert_eq!(frames([0, 3, 0, 8]), Some((28, 28)));
        assert_eq!(frames([1, 0x13, 0, 0]), Some((20, 20)));
        assert_eq!(frames([0x40, 0, 0, 5]), Some((9, 12)));
        assert_eq!(frames([0x4F, 0xFF, 0xFF, 0xFF]), Some((65_539, 65_540)));
        for nonsense in [
            [0, 3, 0, 7],
            [4, 0, 0, 0],
            [0x50, 0, 0, 0],
            [22, 3, 1, 0],
            [128, 0, 0, 0],
        ] {
            assert_eq!(frames(nonsense), None);
        }
    }

    #[test]
    fn what_shares_the_port_is_not_turn() {
        for ours in [[0, 3], [0, 4], [0, 8], [0, 9], [0, 0x16], [0x40, 0], [0x4F, 255]] {
            assert!(is_turn(&ours));
        }
        assert!(is_turn(&[0, 1, 0, 0, 0x21]) && !is_turn(&[0, 1, 0, 80, 0x21]));
        // A check with its answers, a Data indication, DTLS, RTP, RTCP, channels of the former range.
        for other in [
            [0, 1],
            [1, 1],
            [1, 0x11],
            [0, 0x17],
            [1, 3],
            [22, 254],
            [0x80, 96],
            [0x80, 200],
            [0x50, 0],
        ] {
            assert!(!is_turn(&other));
        }
        assert!(!is_turn(&[]) && !is_turn(&[0]));
    }
}
