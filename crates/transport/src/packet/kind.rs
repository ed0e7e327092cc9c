//! Telling apart what shares one port (RFC 7983).

/// What a datagram claims to be by its first bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// STUN (RFC 8489).
    Stun,
    /// A DTLS record.
    Dtls,
    /// RTP, still encrypted.
    Rtp,
    /// RTCP, still encrypted.
    Rtcp,
    /// Nothing of ours: drop it.
    Other,
}

/// Looks at the first two bytes only; says nothing of what follows.
#[must_use]
pub fn classify(datagram: &[u8]) -> Kind {
    // RFC 7983 section 7.
    match datagram {
        [0..=3, ..] => Kind::Stun,
        [20..=63, ..] => Kind::Dtls,
        // RFC 5761 section 4: RTCP packet types leave payload types 64 to 95 unused.
        [128..=191, 192..=223, ..] => Kind::Rtcp,
        [128..=191, _, ..] => Kind::Rtp,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide() {
        assert_eq!(classify(&[0, 1, 0, 0]), Kind::Stun);
        assert_eq!(classify(&[22, 254, 253]), Kind::Dtls);
        assert_eq!(classify(&[0x80, 111]), Kind::Rtp);
        assert_eq!(classify(&[0x80, 0x80 | 111]), Kind::Rtp);
        assert_eq!(classify(&[0x80, 200]), Kind::Rtcp);
        assert_eq!(classify(&[0x81, 206]), Kind::Rtcp);
    }

    #[test]
    fn the_rest_is_dropped() {
        for datagram in [&[][..], &[0x80], &[64, 0], &[16, 0], &[192, 0]] {
            assert_eq!(classify(datagram), Kind::Other);
        }
    }
}
