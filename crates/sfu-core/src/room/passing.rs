//! Packets passed from a publisher's track to others' seats.

use super::{Room, Surroundings};
use crate::burst::Burst;
use crate::encoding::Encoding;
use crate::recent_sound::Repeating;
use crate::seat::{Fate, Passing};
use crate::session::Session;
use crate::track::{SeatKey, Track};
use model::MediaKind;
use std::iter;
use transport::peer::Packet;

impl Room {
    /// Passes a packet of `publisher`, which lies opened in `datagram`, on to every seat that takes its stream, or keeps it
    /// back with the `burst` that it belongs to, which is this publisher's.
    pub(crate) fn pass(
        &mut self,
        publisher: usize,
        packet: &Packet,
        datagram: &[u8],
        burst: &mut Burst,
        around: &mut Surroundings<'_>,
    ) {
        if !self.is_published(publisher, packet) {
            self.pass_burst(publisher, burst, around);
            if !self.publish(publisher, packet, around) {
                return;
            }
        }
        let Some(track) = self.sessions[publisher].tracks[packet.line].as_mut() else {
            return;
        };
        let payload = &datagram[packet.payload.clone()];
        let descriptor = packet.descriptor.clone().map(|range| &datagram[range]);
        let Some(primary) = primary(packet, payload) else {
            return;
        };
        let (Some(place), Some(stream)) = (
            track.note(around.now, packet, payload, descriptor),
            track.stream(packet.encoding),
        ) else {
            return;
        };
        let kind = track.codec.kind();
        let mut space: Repeating;
        let repeating = if kind == MediaKind::Audio && self.is_repeated(publisher, packet) {
            space = [0; size_of::<Repeating>()];
            let encoding = self.encoding_of(publisher, packet);
            encoding.and_then(|encoding| encoding.repeat(packet, primary, &mut space))
        } else {
            None
        };
        let passing = Passing {
            repeating,
            stream,
            packet,
            payload,
            descriptor,
            place,
            primary,
        };
        if self.taping.is_some() {
            self.tape(publisher, &passing, around.now);
        }
        let seats = self
            .encoding_of(publisher, packet)
            .map_or(0, |encoding| encoding.seats.len());
        // Sound comes by single packets.
        let is_burst = kind == MediaKind::Video && seats > 1;
        if is_burst && burst.hold(&passing, seats) {
            return;
        }
        self.pass_burst(publisher, burst, around);
        if !is_burst || !burst.hold(&passing, seats) {
            self.pass_to_all(publisher, packet, &iter::once(passing), around);
        }
    }

    /// Passes on what was kept back of a publisher's packets.
    pub(crate) fn pass_burst(&mut self, publisher: usize, burst: &mut Burst, around: &mut Surroundings<'_>) {
        if let Some(first) = burst.first() {
            self.pass_to_all(publisher, first, &burst.iter(), around);
            burst.clear();
        }
    }

    /// Passes packets of the stream of `first` on to one seat after another.
    fn pass_to_all<'a>(
        &mut self,
        publisher: usize,
        first: &Packet,
        packets: &(impl Iterator<Item = Passing<'a>> + Clone),
        around: &mut Surroundings<'_>,
    ) {
        let mut at = 0;
        while let Some(key) = self.seat_of(publisher, first, at) {
            match self.pass_to(key, packets.clone(), around) {
                Fate::Taken => at += 1,
                Fate::Unwanted => self.leave_seat(publisher, first, at),
            }
        }
    }

    /// Whether a seat takes the sound of a packet with that before it.
    fn is_repeated(&self, publisher: usize, packet: &Packet) -> bool {
        let encoding = self.encoding_of(publisher, packet);
        encoding.is_some_and(|encoding| {
            let mut seats = encoding.seats.iter();
            seats.any(|at| {
                let session = self.sessions.get(at.session);
                session.is_some_and(|session| session.seats[at.seat].repeats)
            })
        })
    }

    fn encoding_of(&self, publisher: usize, packet: &Packet) -> Option<&Encoding> {
        let track = self.sessions.get(publisher)?.tracks.get(packet.line)?.as_ref()?;
        track.encoding(packet.encoding)
    }

    fn seat_of(&self, publisher: usize, packet: &Packet, at: usize) -> Option<SeatKey> {
        self.encoding_of(publisher, packet)?.seats.get(at).copied()
    }

    fn leave_seat(&mut self, publisher: usize, packet: &Packet, at: usize) {
        let track = self.sessions[publisher].tracks[packet.line].as_mut();
        if let Some(encoding) = track.and_then(|track: &mut Track| track.encoding_mut(packet.encoding)) {
            encoding.seats.swap_remove(at);
        }
    }

    fn pass_to<'a>(
        &mut self,
        key: SeatKey,
        mut packets: impl Iterator<Item = Passing<'a>>,
        around: &mut Surroundings<'_>,
    ) -> Fate {
        match self.sessions.get_mut(key.session) {
            Some(Session { seats, peer, .. }) if peer.is_connected() => {
                let seat = &mut seats[key.seat];
                let mut unwanted =
                    |passing| seat.pass(around.now, &passing, peer, around.out) == Fate::Unwanted;
                if packets.any(&mut unwanted) {
                    Fate::Unwanted
                } else {
                    Fate::Taken
                }
            }
            // A keyframe that nobody can see yet must not count as the seat's first.
            Some(_) => Fate::Taken,
            None => Fate::Unwanted,
        }
    }
}

/// The payload for who takes no redundant sound; nothing where it is malformed.
fn primary<'a>(packet: &Packet, payload: &'a [u8]) -> Option<&'a [u8]> {
    if packet.is_red && !payload.is_empty() {
        payload.get(layers::red::primary(payload)?.range)
    } else {
        Some(payload)
    }
}
