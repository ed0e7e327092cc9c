//! Datagrams out of a byte stream.

use crate::socket::LARGEST_DATAGRAM;
use std::ops::Range;

/// Bytes before each datagram of [`Framing::Prefixed`]: its length, big endian.
pub(super) const PREFIX: usize = 2;
/// Bytes that tell where a message of [`Framing::Turn`] ends.
const HEADER: usize = 4;

/// A few of the longest, so that one read brings several.
const CAPACITY: usize = 4 * (PREFIX + LARGEST_DATAGRAM);

/// How a stream is cut into datagrams.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Framing {
    /// Each after its length, as ICE by TCP does (RFC 4571 section 2).
    Prefixed,
    /// Each tells its own length, as TURN does (RFC 8656 section 3.1).
    Turn,
}

impl Framing {
    /// Of a stream that begins so: with the type of a TURN request, or with a length. All those types are lower than the
    /// length of a connectivity check, which has a header of twenty bytes.
    fn of(first: [u8; PREFIX]) -> Self {
        if turn::is_turn(&first) && u16::from_be_bytes(first) < 20 {
            Self::Turn
        } else {
            Self::Prefixed
        }
    }

    /// Where the first datagram in `waiting` is, then where the next begins; nothing before that can be told.
    fn measure(self, waiting: &[u8]) -> Result<Option<(Range<usize>, usize)>, TooLong> {
        let (range, end) = match self {
            Self::Prefixed => {
                let Some(prefix) = waiting.first_chunk::<PREFIX>() else {
                    return Ok(None);
                };
                let end = PREFIX + usize::from(u16::from_be_bytes(*prefix));
                (PREFIX..end, end)
            }
            Self::Turn => {
                let Some(header) = waiting.first_chunk::<HEADER>() else {
                    return Ok(None);
                };
                let frame = turn::frame(*header).ok_or(TooLong)?;
                (0..frame.message, frame.padded)
            }
        };
        if range.len() > LARGEST_DATAGRAM {
            return Err(TooLong);
        }
        Ok(Some((range, end)))
    }
}

/// A frame that no datagram of WebRTC needs: the other side does not speak this protocol, or means harm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TooLong;

/// What was read of a stream and not yet taken, in memory of a fixed size.
#[derive(Debug)]
pub(super) struct Deframer {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
    /// Nothing before the first bytes came.
    framing: Option<Framing>,
}

impl Deframer {
    pub(super) fn new() -> Self {
        Self {
            bytes: vec![0; CAPACITY].into_boxed_slice(),
            start: 0,
            end: 0,
            framing: None,
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
        let first = self.bytes[self.start..self.end].first_chunk();
        self.framing = self.framing.or(first.copied().map(Framing::of));
    }

    /// How the stream is cut, once that is told.
    pub(super) fn framing(&self) -> Option<Framing> {
        self.framing
    }

    /// The next datagram that is complete.
    ///
    /// # Errors
    /// The next is longer than any can be; nothing comes after it.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, TooLong> {
        let (start, waiting) = (self.start, &self.bytes[self.start..self.end]);
        let measured = self.framing.map(|framing| framing.measure(waiting)).transpose()?;
        let Some((range, end)) = measured.flatten().filter(|(_, end)| *end <= waiting.len()) else {
            return Ok(None);
        };
        self.start += end;
        Ok(Some(&self.bytes[start + range.start..start + range.end]))
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

    /// A check, so that the stream is one of ICE.
    fn check() -> Vec<u8> {
        vec![1; 20]
    }

    fn framed(datagrams: &[Vec<u8>]) -> Vec<u8> {
        let frame = |d: &Vec<u8>| [&(d.len() as u16).to_be_bytes(), &d[..]].concat();
        datagrams.iter().flat_map(frame).collect()
    }

    #[test]
    fn a_length_beyond_any_datagram_ends_the_stream() {
        for len in [LARGEST_DATAGRAM as u16 + 1, u16::MAX] {
            let stream = [&framed(&[check()])[..], &len.to_be_bytes()].concat();
            assert_eq!(read(&stream, &[5]), (vec![check()], true));
        }
        let request = [&[0, 3, 0, 4][..], &[7; 20]].concat();
        for next in [[0x40, 0, 0xFF, 0xFF], [22, 3, 1, 0], [0, 3, 8, 0]] {
            let stream = [&request[..], &next].concat();
            assert_eq!(read(&stream, &[5]), (vec![request.clone()], true));
        }
    }

    proptest! {
        #[test]
        fn datagrams_come_out_as_they_went_in_however_they_are_cut(
            lens in prop::collection::vec(0..=LARGEST_DATAGRAM, 0..12),
            sizes in prop::collection::vec(1..3000_usize, 1..9),
        ) {
            let more = lens.iter().enumerate().map(|(n, len)| vec![n as u8; *len]);
            let datagrams: Vec<_> = std::iter::once(check()).chain(more).collect();
            prop_assert_eq!(read(&framed(&datagrams), &sizes), (datagrams, false));
        }

        #[test]
        fn messages_of_turn_come_out_without_their_padding(
            lens in prop::collection::vec(0..2000_usize, 0..12),
            sizes in prop::collection::vec(1..3000_usize, 1..9),
        ) {
            let request = [&[0, 3, 0, 0][..], &[7; 16]].concat();
            let data = lens.iter().map(|len| [&[0x40, 0], &(*len as u16).to_be_bytes()[..], &vec![9; *len]].concat());
            let messages: Vec<_> = std::iter::once(request).chain(data).collect();
            let padded = |message: &Vec<u8>| [&message[..], &vec![0; message.len().next_multiple_of(4) - message.len()]].concat();
            let stream: Vec<u8> = messages.iter().flat_map(padded).collect();
            prop_assert_eq!(read(&stream, &sizes), (messages, false));
        }

        #[test]
        fn no_bytes_panic(mut stream in prop::collection::vec(any::<u8>(), 0..5000), size in 1..700_usize, is_turn: bool) {
            if is_turn {
                stream.splice(0..0, [0, 3, 0, 0]);
            }
            read(&stream, &[size]);
        }
    }
}
