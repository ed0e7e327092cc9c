//! One room: sessions, with packets passed from publishers' tracks to others' seats.

mod keyframes;
mod publication;
mod repair;

use crate::recent_sound::Repeating;
use crate::seat::{Fate, Passing, Play};
use crate::session::Session;
use crate::share::Share;
use crate::speakers::Speakers;
use crate::track::SeatKey;
use model::{MediaKind, RoomId};
use protocol::Event;
use slab::Slab;
use std::collections::VecDeque;
use std::time::Instant;
use transport::SendArena;
use transport::peer::{Event as PeerEvent, Packet};

pub(crate) struct Room {
    pub(crate) id: RoomId,
    pub(crate) sessions: Slab<Session>,
    pub(crate) speakers: Speakers,
    /// Somebody would have another seat, had who sits there sat for longer.
    pub(crate) held: bool,
    /// No publisher is to be asked for a keyframe before; nothing while nobody waits for one.
    keyframe_due: Option<Instant>,
}

/// What a room needs of the thread it lives on.
pub(crate) struct Surroundings<'a> {
    pub(crate) now: Instant,
    pub(crate) out: &'a mut SendArena,
    pub(crate) events: &'a mut VecDeque<Event>,
    /// The last track id given.
    pub(crate) last_track: &'a mut u64,
}

impl Room {
    pub(crate) fn new(id: RoomId) -> Self {
        Self {
            id,
            sessions: Slab::new(),
            speakers: Speakers::default(),
            held: false,
            keyframe_due: None,
        }
    }

    /// Passes a packet of `publisher`, which lies opened in `datagram`, on to every seat that takes its stream.
    pub(crate) fn pass(
        &mut self,
        publisher: usize,
        packet: &Packet,
        datagram: &[u8],
        around: &mut Surroundings<'_>,
    ) {
        let line = packet.line;
        if !self.is_published(publisher, packet) && !self.publish(publisher, packet, around) {
            return;
        }
        let Some(track) = self.sessions[publisher].tracks[line].as_mut() else {
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
        let mut space: Repeating;
        let repeating = match track.encoding(packet.encoding) {
            Some(encoding) if track.codec.kind() == MediaKind::Audio => {
                space = [0; size_of::<Repeating>()];
                encoding.repeat(packet, primary, &mut space)
            }
            _ => None,
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
        self.pass_to_all(publisher, &passing, around);
    }

    /// Acts on what a session's peer reports, except its ends.
    pub(crate) fn handle_peer_event(
        &mut self,
        session: usize,
        event: PeerEvent,
        around: &mut Surroundings<'_>,
    ) {
        match event {
            PeerEvent::Connected => {
                let Session { id, participant, .. } = self.sessions[session];
                around.events.push_back(Event::SessionConnected {
                    room: self.id,
                    participant,
                    session: id,
                });
                self.ask_for_awaited(around.now, session);
            }
            PeerEvent::Back => {
                // What was learnt of the way holds no more.
                self.sessions[session].share = Share::default();
                self.ask_for_awaited(around.now, session);
                self.ask_for_own(around.now, session);
            }
            PeerEvent::KeyframeWanted { line, .. } => self.want_keyframe(around.now, session, line),
            PeerEvent::Lost { line, sequence, .. } => self.resend(session, line, sequence, around),
            PeerEvent::Gap { line, encoding } => {
                if let Some(Some(track)) = self.sessions[session].tracks.get_mut(line)
                    && let Some(encoding) = track.encoding_mut(encoding)
                    && !encoding.seats.is_empty()
                {
                    encoding.keyframes.request(around.now);
                    self.keyframe_due = Some(around.now);
                }
            }
        }
    }

    /// Sends a sender report for each playing seat, in the server's clock.
    pub(crate) fn report(&mut self, around: &mut Surroundings<'_>) {
        for receiver in 0..self.sessions.capacity() {
            let seats = self
                .sessions
                .get(receiver)
                .map_or(0, |session| session.seats.len());
            for seat in 0..seats {
                if let Some((line, timestamp)) = self.seat_clock(receiver, seat, around.now) {
                    self.sessions[receiver]
                        .peer
                        .report(around.now, line, timestamp, around.out);
                }
            }
        }
    }

    /// Tells who speaks where that changed; where seats are too few, they get them.
    pub(crate) fn tell_speakers(&mut self, around: &mut Surroundings<'_>) {
        let voices = self.sessions.iter().flat_map(|(_, session)| {
            let tracks = session.tracks.iter().flatten();
            tracks.map(|track| (session.participant, &track.voice))
        });
        if let Some(speakers) = self.speakers.poll(around.now, voices) {
            let room = self.id;
            around.events.push_back(Event::ActiveSpeakers { room, speakers });
            self.reconcile(around.now, around.events);
        }
    }

    /// The line of a playing seat with its RTP timestamp at `now`, once the source's sender reports tell.
    fn seat_clock(&self, receiver: usize, seat: usize, now: Instant) -> Option<(usize, u32)> {
        let seat = &self.sessions[receiver].seats[seat];
        let Play { occupant, stream } = seat.playing()?;
        let source = self.sessions.get(occupant.session)?;
        let timestamp = source
            .peer
            .source_timestamp(occupant.line, stream.encoding, now)?;
        Some((seat.line, timestamp.wrapping_add(seat.timestamp_shift()?)))
    }

    fn pass_to_all(&mut self, publisher: usize, passing: &Passing<'_>, around: &mut Surroundings<'_>) {
        let mut at = 0;
        while let Some(key) = self.seat_of(publisher, passing.packet, at) {
            match self.pass_to(key, passing, around) {
                Fate::Taken => at += 1,
                Fate::Unwanted => self.leave_seat(publisher, passing.packet, at),
            }
        }
    }

    fn seat_of(&self, publisher: usize, packet: &Packet, at: usize) -> Option<SeatKey> {
        let track = self.sessions[publisher].tracks[packet.line].as_ref()?;
        track.encoding(packet.encoding)?.seats.get(at).copied()
    }

    fn leave_seat(&mut self, publisher: usize, packet: &Packet, at: usize) {
        if let Some(track) = &mut self.sessions[publisher].tracks[packet.line]
            && let Some(encoding) = track.encoding_mut(packet.encoding)
        {
            encoding.seats.swap_remove(at);
        }
    }

    fn pass_to(&mut self, key: SeatKey, passing: &Passing<'_>, around: &mut Surroundings<'_>) -> Fate {
        match self.sessions.get_mut(key.session) {
            Some(Session { seats, peer, .. }) if peer.is_connected() => {
                seats[key.seat].pass(around.now, passing, peer, around.out)
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
