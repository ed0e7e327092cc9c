//! Handshake messages out of fragments that come in any order, cut in any way (RFC 6347 section 4.2.3).

use super::record::{Fragment, MESSAGE_HEADER, message_header};

/// Longest message: a chain of long certificates fits.
pub(super) const MAX_MESSAGE: usize = 8192;
/// Messages held at once, so that a handshake takes at most 64 KiB.
const AHEAD: usize = 8;

/// Messages from the next expected one on.
#[derive(Default)]
pub(super) struct Reassembly {
    next: u16,
    messages: [Option<Message>; AHEAD],
}

/// What a fragment turned out to be.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Arrival {
    /// Of a message that is awaited.
    Awaited,
    /// Of a message that was complete long ago: the peer repeats itself.
    Repeated,
    /// Too far ahead, or too long.
    Refused,
}

impl Reassembly {
    /// Expects messages from this number on.
    pub(super) fn starting_at(next: u16) -> Self {
        Self {
            next,
            ..Self::default()
        }
    }

    pub(super) fn insert(&mut self, fragment: Fragment<'_>) -> Arrival {
        let Some(ahead) = fragment.sequence.checked_sub(self.next) else {
            return Arrival::Repeated;
        };
        let Some(slot) = self.messages.get_mut(usize::from(ahead)) else {
            return Arrival::Refused;
        };
        if fragment.length > MAX_MESSAGE {
            return Arrival::Refused;
        }
        // When two fragments disagree about the message, one is forged: the latest counts, as only the real
        // peer goes on repeating.
        match slot {
            Some(message) if message.agrees(&fragment) => message.fill(&fragment),
            slot => *slot = Some(Message::of(&fragment)),
        }
        Arrival::Awaited
    }

    /// Takes the messages up to the first one that ends a flight, once all of them are complete.
    pub(super) fn take_flight(&mut self, ends: impl Fn(u8) -> bool) -> Option<Vec<Vec<u8>>> {
        let complete = self
            .messages
            .iter()
            .map_while(|message| message.as_ref().filter(|m| m.missing == 0));
        let len = 1 + complete.map(Message::kind).position(ends)?;
        let flight = self.messages[..len]
            .iter_mut()
            .filter_map(Option::take)
            .map(|message| message.bytes)
            .collect();
        self.messages.rotate_left(len);
        self.next = self.next.saturating_add(len as u16);
        Some(flight)
    }
}

/// A message with the bytes that are here so far.
pub(super) struct Message {
    /// The header of an unfragmented message, then the body.
    bytes: Vec<u8>,
    /// One bit for each byte of the body that is here.
    here: Vec<u64>,
    missing: usize,
}

impl Message {
    pub(super) fn of(fragment: &Fragment<'_>) -> Self {
        let mut bytes = message_header(fragment.kind, fragment.length, fragment.sequence).to_vec();
        bytes.resize(MESSAGE_HEADER + fragment.length, 0);
        let here = vec![0; fragment.length.div_ceil(64)];
        let mut message = Self {
            bytes,
            here,
            missing: fragment.length,
        };
        message.fill(fragment);
        message
    }

    /// Adds what is not here yet of a fragment that [`agrees`](Self::agrees).
    pub(super) fn fill(&mut self, fragment: &Fragment<'_>) {
        for (at, byte) in (fragment.offset..).zip(fragment.data) {
            let (word, bit) = (at / 64, 1 << (at % 64));
            if self.here[word] & bit == 0 {
                self.here[word] |= bit;
                self.missing -= 1;
                self.bytes[MESSAGE_HEADER + at] = *byte;
            }
        }
    }

    /// Whether the fragment is of a message of the same type, length, number.
    pub(super) fn agrees(&self, fragment: &Fragment<'_>) -> bool {
        self.bytes[..MESSAGE_HEADER] == message_header(fragment.kind, fragment.length, fragment.sequence)
    }

    /// The whole message with its header.
    pub(super) fn complete(&self) -> Option<&[u8]> {
        (self.missing == 0).then_some(&self.bytes)
    }

    fn kind(&self) -> u8 {
        self.bytes[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fragment(sequence: u16, body: &[u8], offset: usize, len: usize) -> Fragment<'_> {
        Fragment {
            kind: 11,
            length: body.len(),
            sequence,
            offset,
            data: &body[offset..offset + len],
        }
    }

    #[test]
    fn a_flight_is_taken_whole() {
        let mut reassembly = Reassembly::starting_at(2);
        let last = Fragment {
            kind: 15,
            length: 1,
            sequence: 3,
            offset: 0,
            data: b"z",
        };
        assert_eq!(reassembly.insert(last), Arrival::Awaited);
        assert_eq!(reassembly.insert(fragment(2, b"abcdef", 3, 3)), Arrival::Awaited);
        assert_eq!(reassembly.take_flight(|kind| kind == 15), None);
        assert_eq!(reassembly.insert(fragment(2, b"abcdef", 0, 4)), Arrival::Awaited);
        let flight = reassembly.take_flight(|kind| kind == 15).unwrap();
        assert_eq!(
            flight[0],
            [&[11, 0, 0, 6, 0, 2, 0, 0, 0, 0, 0, 6][..], b"abcdef"].concat()
        );
        assert_eq!(flight.len(), 2);
        assert_eq!(reassembly.insert(last), Arrival::Repeated);
        assert_eq!(
            reassembly.insert(fragment(4 + AHEAD as u16, b"far", 0, 3)),
            Arrival::Refused
        );
        assert_eq!(
            reassembly.insert(fragment(4, &[0; MAX_MESSAGE + 1], 0, 1)),
            Arrival::Refused
        );
    }

    #[test]
    fn the_latest_of_two_disagreeing_messages_counts() {
        let mut reassembly = Reassembly::default();
        reassembly.insert(fragment(0, b"forged", 0, 3));
        reassembly.insert(fragment(0, b"real", 0, 4));
        assert_eq!(
            reassembly.take_flight(|_| true).unwrap()[0][MESSAGE_HEADER..],
            *b"real"
        );
    }

    proptest! {
        #[test]
        fn any_cut_in_any_order_gives_the_message(body in prop::collection::vec(any::<u8>(), 1..500), cuts in prop::collection::vec((any::<prop::sample::Index>(), 1..80usize), 0..60)) {
            let mut reassembly = Reassembly::default();
            for (at, len) in cuts {
                let offset = at.index(body.len());
                reassembly.insert(fragment(0, &body, offset, len.min(body.len() - offset)));
            }
            reassembly.insert(fragment(0, &body, 0, body.len()));
            let flight = reassembly.take_flight(|_| true).unwrap();
            prop_assert_eq!(&flight[0][MESSAGE_HEADER..], &body[..]);
        }
    }
}
