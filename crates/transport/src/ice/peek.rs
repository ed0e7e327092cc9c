//! Whom a connectivity check is for, read without believing or copying anything.

const BINDING_REQUEST: u16 = 0x0001;
const MAGIC_COOKIE: u32 = 0x2112_A442;
const USERNAME: u16 = 0x0006;
const MESSAGE_INTEGRITY: u16 = 0x0008;
/// Longest user name fragment (RFC 8839 section 5.4).
const MAX_UFRAG: usize = 256;

/// The local user name fragment that a STUN binding request names in its USERNAME `local:remote`.
///
/// `None` when the datagram is not one well-formed binding request with a USERNAME. Nothing is authenticated yet.
#[must_use]
pub fn addressed_ufrag(datagram: &[u8]) -> Option<&str> {
    let (header, attributes) = datagram.split_first_chunk::<20>()?;
    let word = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
    let cookie = u32::from_be_bytes([header[4], header[5], header[6], header[7]]);
    if word(0) != BINDING_REQUEST
        || cookie != MAGIC_COOKIE
        || usize::from(word(2)) != attributes.len()
        || attributes.len() % 4 != 0
    {
        return None;
    }
    // What follows MESSAGE-INTEGRITY is not covered by it (RFC 8489 section 14.5).
    let (_, username) = Attributes(attributes)
        .take_while(|(kind, _)| *kind != MESSAGE_INTEGRITY)
        .find(|(kind, _)| *kind == USERNAME)?;
    let colon = username.iter().position(|byte| *byte == b':')?;
    let ufrag = std::str::from_utf8(&username[..colon]).ok()?;
    (1..=MAX_UFRAG).contains(&ufrag.len()).then_some(ufrag)
}

/// Type with value of each attribute of a STUN message, from what follows its header, up to the first malformed one.
#[derive(Clone, Debug)]
pub struct Attributes<'a>(pub &'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (header, rest) = self.0.split_first_chunk::<4>()?;
        let len = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let value = rest.get(..len)?;
        self.0 = rest.get(len.next_multiple_of(4)..)?;
        Some((u16::from_be_bytes([header[0], header[1]]), value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn request(attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let mut datagram = vec![0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42];
        datagram.extend_from_slice(&[7; 12]);
        for (kind, value) in attributes {
            datagram.extend_from_slice(&kind.to_be_bytes());
            datagram.extend_from_slice(&(value.len() as u16).to_be_bytes());
            datagram.extend_from_slice(value);
            datagram.resize(datagram.len().next_multiple_of(4), 0);
        }
        let len = (datagram.len() - 20) as u16;
        datagram[2..4].copy_from_slice(&len.to_be_bytes());
        datagram
    }

    #[test]
    fn the_part_before_the_colon_is_ours() {
        let datagram = request(&[(0x8022, b"some software"), (USERNAME, b"ours:theirs")]);
        assert_eq!(addressed_ufrag(&datagram), Some("ours"));
    }

    #[test]
    fn anything_else_is_not_addressed() {
        let good = request(&[(USERNAME, b"ours:theirs")]);
        let mut response = good.clone();
        response[0] = 1;
        let mut cookie = good.clone();
        cookie[4] = 0;
        let mut trailing = good;
        trailing.extend_from_slice(&[0; 4]);
        let after_integrity = request(&[(MESSAGE_INTEGRITY, &[0; 20]), (USERNAME, b"ours:theirs")]);
        let no_colon = request(&[(USERNAME, b"ours")]);
        let nobody = request(&[(USERNAME, b":theirs")]);
        let binary = request(&[(USERNAME, b"\xff:theirs")]);
        for datagram in [
            response,
            cookie,
            trailing,
            after_integrity,
            no_colon,
            nobody,
            binary,
            vec![],
            request(&[]),
        ] {
            assert_eq!(addressed_ufrag(&datagram), None);
        }
    }

    proptest! {
        #[test]
        fn anything_is_read_without_a_panic(datagram in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = addressed_ufrag(&datagram);
            let mut headed = request(&[(USERNAME, &datagram)]);
            let _ = addressed_ufrag(&headed);
            headed.extend_from_slice(&datagram);
            let len = (headed.len() - 20) as u16;
            headed[2..4].copy_from_slice(&len.to_be_bytes());
            let _ = addressed_ufrag(&headed);
        }
    }
}
