//! Packets of one stream that came together, kept back until all of them are passed on to one receiver after another.
//!
//! What a packet needs of its receiver lies in some thirty cache lines, which the packets for the others drive out again. A
//! picture comes as a burst of packets: passed on receiver by receiver, only the first of them finds the lines missing.

use crate::seat::Passing;
use crate::track::StreamId;
use layers::Place;
use transport::peer::Packet;

/// Datagrams that a burst makes for all its receivers at most: as many as one packet makes for a full room.
const DATAGRAMS: usize = 1024;
/// Packets kept back at most, with their bytes.
const PACKETS: usize = 64;
const BYTES: usize = PACKETS * 1500;

/// A picture's packets on their way to several receivers; its memory is taken once.
pub(crate) struct Burst {
    held: Vec<Held>,
    /// Payloads with descriptors, one after the other.
    bytes: Vec<u8>,
}

struct Held {
    stream: StreamId,
    /// Its ranges are those in the burst's memory.
    packet: Packet,
    place: Place,
}

impl Burst {
    pub(crate) fn new() -> Self {
        Self {
            held: Vec::with_capacity(PACKETS),
            bytes: Vec::with_capacity(BYTES),
        }
    }

    /// The first of its packets, whose stream is that of all.
    pub(crate) fn first(&self) -> Option<&Packet> {
        self.held.first().map(|held| &held.packet)
    }

    /// Keeps a packet for `seats` seats back; whether it could, as it is of the same stream and there is room.
    pub(crate) fn hold(&mut self, passing: &Passing<'_>, seats: usize) -> bool {
        let len = passing.payload.len() + passing.descriptor.map_or(0, <[u8]>::len);
        let fits = self.held.len() < PACKETS
            && (self.held.len() + 1) * seats <= DATAGRAMS
            && self.bytes.len() + len <= BYTES;
        let continues = self.held.first().is_none_or(|held| held.stream == passing.stream);
        if fits && continues {
            self.keep(passing);
        }
        fits && continues
    }

    /// Its packets as they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Passing<'_>> + Clone {
        self.held.iter().map(|held| {
            let payload = &self.bytes[held.packet.payload.clone()];
            let descriptor = held.packet.descriptor.clone();
            Passing {
                stream: held.stream,
                packet: &held.packet,
                payload,
                descriptor: descriptor.map(|range| &self.bytes[range]),
                place: held.place,
                primary: payload,
                repeating: None,
            }
        })
    }

    /// Forgets what was passed on.
    pub(crate) fn clear(&mut self) {
        self.held.clear();
        self.bytes.clear();
    }

    fn keep(&mut self, passing: &Passing<'_>) {
        let mut write = |part: &[u8]| {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(part);
            start..self.bytes.len()
        };
        let packet = Packet {
            payload: write(passing.payload),
            descriptor: passing.descriptor.map(write),
            ..*passing.packet
        };
        self.held.push(Held {
            stream: passing.stream,
            packet,
            place: passing.place,
        });
    }
}
