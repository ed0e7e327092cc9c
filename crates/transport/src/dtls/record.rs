//! DTLS records with the handshake fragments in them (RFC 6347 sections 4.1, 4.2.2).

/// Content types.
pub(super) const ALERT: u8 = 21;
pub(super) const HANDSHAKE: u8 = 22;
const CHANGE_CIPHER_SPEC: u8 = 20;

/// Handshake message types.
pub(super) const CLIENT_HELLO: u8 = 1;
pub(super) const SERVER_HELLO: u8 = 2;
pub(super) const HELLO_VERIFY_REQUEST: u8 = 3;
pub(super) const CERTIFICATE: u8 = 11;
pub(super) const SERVER_KEY_EXCHANGE: u8 = 12;
pub(super) const CERTIFICATE_REQUEST: u8 = 13;
pub(super) const SERVER_HELLO_DONE: u8 = 14;
pub(super) const CERTIFICATE_VERIFY: u8 = 15;
pub(super) const CLIENT_KEY_EXCHANGE: u8 = 16;

/// DTLS 1.2.
pub(super) const VERSION: [u8; 2] = [0xFE, 0xFD];
const VERSION_MAJOR: u8 = 0xFE;

pub(super) const RECORD_HEADER: usize = 13;
pub(super) const MESSAGE_HEADER: usize = 12;

/// One record of a datagram.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u8,
    pub(super) epoch: u16,
    /// Header with body.
    pub(super) bytes: &'a [u8],
}

impl<'a> Record<'a> {
    /// The handshake fragments of a plaintext record, up to the first malformed one.
    pub(super) fn fragments(self) -> impl Iterator<Item = Fragment<'a>> {
        let mut rest = &self.bytes[RECORD_HEADER..];
        std::iter::from_fn(move || Fragment::split_off(&mut rest))
    }
}

/// The records of a datagram, up to the first malformed one.
pub(super) fn records(mut datagram: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let header = datagram.first_chunk::<RECORD_HEADER>()?;
        let len = RECORD_HEADER + usize::from(u16::from_be_bytes([header[11], header[12]]));
        let (bytes, rest) = datagram.split_at_checked(len)?;
        datagram = rest;
        let epoch = u16::from_be_bytes([header[3], header[4]]);
        (header[1] == VERSION_MAJOR).then_some(Record {
            kind: header[0],
            epoch,
            bytes,
        })
    })
}

/// Part of a handshake message, or all of it.
#[derive(Clone, Copy)]
pub(super) struct Fragment<'a> {
    pub(super) kind: u8,
    /// Bytes of the whole message.
    pub(super) length: usize,
    /// The message's number.
    pub(super) sequence: u16,
    pub(super) offset: usize,
    pub(super) data: &'a [u8],
}

impl<'a> Fragment<'a> {
    fn split_off(rest: &mut &'a [u8]) -> Option<Self> {
        let (header, body) = rest.split_first_chunk::<MESSAGE_HEADER>()?;
        let uint24 = |at: usize| usize::from(header[at]) << 16 | word(&header[at + 1..]);
        let (length, offset) = (uint24(1), uint24(6));
        let (data, after) = body.split_at_checked(uint24(9))?;
        *rest = after;
        let sequence = u16::from_be_bytes([header[4], header[5]]);
        (offset + data.len() <= length).then_some(Self {
            kind: header[0],
            length,
            sequence,
            offset,
            data,
        })
    }
}

fn word(bytes: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([bytes[0], bytes[1]]))
}

/// The header of a message in one piece.
pub(super) fn message_header(kind: u8, length: usize, sequence: u16) -> [u8; MESSAGE_HEADER] {
    let [.., high, middle, low] = (length as u32).to_be_bytes();
    let [first, second] = sequence.to_be_bytes();
    [kind, high, middle, low, first, second, 0, 0, 0, high, middle, low]
}

/// Appends a plaintext record.
pub(super) fn push_plaintext(datagram: &mut Vec<u8>, kind: u8, sequence: u64, body: &[u8]) {
    datagram.push(kind);
    datagram.extend_from_slice(&VERSION);
    datagram.extend_from_slice(&[0, 0]);
    datagram.extend_from_slice(&sequence.to_be_bytes()[2..]);
    datagram.extend_from_slice(&(body.len() as u16).to_be_bytes());
    datagram.extend_from_slice(body);
}

/// Appends the record that announces the next epoch.
pub(super) fn push_change_cipher_spec(datagram: &mut Vec<u8>, sequence: u64) {
    push_plaintext(datagram, CHANGE_CIPHER_SPEC, sequence, &[1]);
}

/// Numbers the plaintext records of an outgoing datagram from `next` on.
///
/// Nothing authenticates the numbers of epoch 0, while a receiver drops those that it has seen.
pub(super) fn number_plaintext(datagram: &mut [u8], next: &mut u64) {
    let mut at = 0;
    loop {
        let record = records(&datagram[at..])
            .next()
            .map(|record| (record.epoch, record.bytes.len()));
        let Some((epoch, len)) = record else {
            return;
        };
        if epoch == 0 {
            datagram[at + 5..at + 11].copy_from_slice(&next.to_be_bytes()[2..]);
            *next += 1;
        }
        at += len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plaintext_records_are_numbered_anew() {
        let mut datagram = Vec::new();
        push_plaintext(&mut datagram, HANDSHAKE, 9, b"one");
        push_change_cipher_spec(&mut datagram, 9);
        let mut encrypted = datagram[..16].to_vec();
        encrypted[4] = 1;
        datagram.extend_from_slice(&encrypted);
        let mut next = 40;
        number_plaintext(&mut datagram, &mut next);
        let numbers: Vec<u8> = records(&datagram).map(|record| record.bytes[10]).collect();
        assert_eq!((numbers, next), (vec![40, 41, 9], 42));
    }

    proptest! {
        #[test]
        fn anything_is_read_without_a_panic(mut datagram in prop::collection::vec(any::<u8>(), 0..200), body in prop::collection::vec(any::<u8>(), 0..80)) {
            number_plaintext(&mut datagram, &mut 0);
            push_plaintext(&mut datagram, HANDSHAKE, 0, &body);
            let mut alone = Vec::new();
            push_plaintext(&mut alone, HANDSHAKE, 0, &body);
            for record in records(&datagram).chain(records(&alone)) {
                for fragment in record.fragments() {
                    prop_assert!(fragment.offset + fragment.data.len() <= fragment.length);
                }
            }
        }
    }
}
