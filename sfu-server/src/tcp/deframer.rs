//! Datagrams out of a byte stream (RFC 4571 section 2).

use crate::socket::LARGEST_DATAGRAM;

/// Bytes before each datagram: its length, big endian.
pub(super) const PREFIX: usize = 2;

/// A few of the longest, so that one read brings several.
const CAPACITY: usize = 4 * (PREFIX + LARGEST_DATAGRAM);

/// A frame that no datagram of WebRTC needs: the other side does not speak this protocol, or means harm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TooLong;

/// What was read of a stream and not yet taken, in memory of a fixed size.
#[derive(Debug)]
pub(super) struct Deframer {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
}

impl Deframer {
    pub(super) fn new() -> Self {
        Self {
            bytes: vec![0; CAPACITY].into_boxed_slice(),
            start: 0,
            end: 0,
        }
    }

    /// Room for the next bytes; never empty after [`next`](Self::next) had nothing.
    pub(super) fn room(&mut self) -> &mut [u8] {
        self.bytes.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        &mut self.bytes[self.end..]
    }

    /// So many bytes were written into the room.
    pub(super) fn filled(&mut self, bytes: usize) {
        self.end = (self.end + bytes).min(self.bytes.len());
    }

    /// The next datagram that is complete.
    ///
    /// # Errors
    /// The next is longer than any can be; nothing comes after it.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, TooLong> {
        let waiting = &self.bytes[self.start..self.end];
        let Some((prefix, rest)) = waiting.split_first_chunk::<PREFIX>() else {
            return Ok(None);
        };
        let len = usize::from(u16::from_be_bytes(*prefix));
        if len > LARGEST_DATAGRAM {
            return Err(TooLong);
        }
        let datagram = rest.get(..len);
        if datagram.is_some() {
            self.start += PREFIX + len;
        }
        Ok(datagram)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What comes out when `stream` comes in pieces of these sizes, over and over.
    fn read(stream: &[u8], sizes: &[usize]) -> (Vec<Vec<u8>>, bool) {
        let (mut deframer, mut found, mut rest) = (Deframer::new(), Vec::new(), stream);
        for size in sizes.iter().cycle() {
            let room = deframer.room();
            assert!(!room.is_empty());
            let piece = rest.len().min(*size).min(room.len());
            room[..piece].copy_from_slice(&rest[..piece]);
            rest = &rest[piece..];
            deframer.filled(piece);
            loop {
                match deframer.next() {
                    Ok(Some(datagram)) => found.push(datagram.to_vec()),
                    Ok(None) => break,
                    Err(TooLong) => return (found, true),
                }
            }
            if rest.is_empty() {
                break;
            }
        }
        (found, false)
    }

    fn framed(datagrams: &[Vec<u8>]) -> Vec<u8> {
        let frame = |d: &Vec<u8>| [&(d.len() as u16).to_be_bytes(), &d[..]].concat();
        datagrams.iter().flat_map(frame).collect()
    }

    #[test]
    fn a_length_beyond_any_datagram_ends_the_stream() {
        for len in [LARGEST_DATAGRAM as u16 + 1, u16::MAX] {
            let stream = [&framed(&[vec![7; 3]])[..], &len.to_be_bytes()].concat();
            assert_eq!(read(&stream, &[5]), (vec![vec![7; 3]], true));
        }
    }

    proptest! {
        #[test]
        fn datagrams_come_out_as_they_went_in_however_they_are_cut(
            lens in prop::collection::vec(0..=LARGEST_DATAGRAM, 0..12),
            sizes in prop::collection::vec(1..3000_usize, 1..9),
        ) {
            let datagrams: Vec<_> = lens.iter().enumerate().map(|(n, len)| vec![n as u8; *len]).collect();
            prop_assert_eq!(read(&framed(&datagrams), &sizes), (datagrams, false));
        }

        #[test]
        fn no_bytes_panic(stream in prop::collection::vec(any::<u8>(), 0..5000), size in 1..700_usize) {
            read(&stream, &[size]);
        }
    }
}
