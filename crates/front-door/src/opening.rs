//! What a connection's first byte says.

/// The protocol that a connection begins with. One byte tells these apart, so nothing is read ahead; whether the rest keeps
/// the promise is seen by who speaks the protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opening {
    /// The first letter of a method, or of the preface of HTTP/2 (RFC 9112 section 3, RFC 9113 section 3.4).
    Http,
    /// A handshake record (RFC 8446 section 5.1).
    Tls,
    /// The length of a datagram below 2304 bytes, as of a connectivity check (RFC 4571 section 2, RFC 6544), or the type of
    /// a TURN request (RFC 8656 section 17). The next byte tells which, to who reads it.
    IceTcp,
    /// Nothing that is served.
    Unknown,
}

impl Opening {
    /// Of the first byte.
    #[must_use]
    pub fn of(first: u8) -> Self {
        match first {
            b'A'..=b'Z' => Self::Http,
            22 => Self::Tls,
            0..=8 => Self::IceTcp,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_protocol_is_known_by_how_it_begins() {
        for request in ["GET / HTTP/1.1", "OPTIONS *", "PRI * HTTP/2.0"] {
            assert_eq!(Opening::of(request.as_bytes()[0]), Opening::Http);
        }
        assert_eq!(Opening::of([0x16, 3, 1][0]), Opening::Tls);
        let check = [0, 92, 0, 1, 0, 72, 0x21, 0x12, 0xA4, 0x42];
        assert_eq!(Opening::of(check[0]), Opening::IceTcp);
        let allocate = [0, 3, 0, 8, 0x21, 0x12, 0xA4, 0x42];
        assert_eq!(Opening::of(allocate[0]), Opening::IceTcp);
        for stranger in [b'\r', b'a', b' ', 9, 20, 23, 128, 255] {
            assert_eq!(Opening::of(stranger), Opening::Unknown);
        }
    }
}
