//! One room: sessions, with packets passed from publishers' tracks to others' seats.

use crate::seat::{Fate, Passing};
use crate::session::Session;
use crate::speakers::Speakers;
use crate::track::{SeatKey, Track};
use model::{Codec, MediaKind, RoomId, TrackId};
use protocol::Event;
use slab::Slab;
use std::collections::VecDeque;
use std::time::Instant;
use transport::SendArena;
use transport::peer::{Event as PeerEvent, Forward, Packet};

pub(crate) struct Room {
    pub(crate) id: RoomId,
    pub(crate) sessions: Slab<Session>,
    pub(crate) speakers: Speakers,
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
        }
    }

    /// Passes a packet of `publisher` on to every seat that takes its track.
    pub(crate) fn pass(
        &mut self,
        publisher: usize,
        packet: &Packet,
        payload: &[u8],
        around: &mut Surroundings<'_>,
    ) {
        let line = packet.line;
        if !self.is_published(publisher, packet) && !self.publish(publisher, packet, around) {
            return;
        }
        let Some(track) = self.sessions[publisher].tracks[line].as_mut() else {
            return;
        };
        let passing = Passing {
            track: track.id,
            packet,
            payload,
            keyframe: track.note(around.now, packet, payload),
        };
        let mut at = 0;
        while let Some(key) = self.seat_of(publisher, line, at) {
            match self.pass_to(key, &passing, around) {
                Fate::Taken => at += 1,
                Fate::Unwanted => self.leave_seat(publisher, line, at),
            }
        }
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
            PeerEvent::KeyframeWanted { line } => self.want_keyframe(around.now, session, line),
            PeerEvent::Lost { line, sequence } => self.resend(session, line, sequence, around),
            PeerEvent::Gap { line } => {
                if let Some(Some(track)) = self.sessions[session].tracks.get_mut(line) {
                    track.keyframes.request(around.now);
                }
            }
        }
    }

    /// Sends due keyframe requests to publishers.
    pub(crate) fn request_keyframes(&mut self, around: &mut Surroundings<'_>) {
        for (_, session) in &mut self.sessions {
            for (line, track) in session.tracks.iter_mut().enumerate() {
                if track.as_mut().is_some_and(|t| t.keyframes.poll(around.now)) {
                    session.peer.request_keyframe(line, around.out);
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

    /// Takes a track away, with the news of it.
    pub(crate) fn unpublish(&mut self, publisher: usize, line: usize, around: &mut Surroundings<'_>) {
        let session = &mut self.sessions[publisher];
        let Some(track) = session.tracks[line].take() else {
            return;
        };
        let (room, participant) = (self.id, session.participant);
        around.events.push_back(Event::TrackUnpublished {
            room,
            participant,
            track: track.id,
        });
        for (_, session) in &mut self.sessions {
            session.seats.iter_mut().for_each(|seat| seat.forget(track.id));
        }
    }

    /// The line of a playing seat with its RTP timestamp at `now`, once the source's sender reports tell.
    fn seat_clock(&self, receiver: usize, seat: usize, now: Instant) -> Option<(usize, u32)> {
        let seat = &self.sessions[receiver].seats[seat];
        let playing = seat.playing()?;
        let source = self.sessions.get(playing.session)?;
        let timestamp = source.peer.source_timestamp(playing.line, now)?;
        Some((seat.line, timestamp.wrapping_add(seat.timestamp_shift()?)))
    }

    fn is_published(&self, publisher: usize, packet: &Packet) -> bool {
        let track = self.sessions[publisher]
            .tracks
            .get(packet.line)
            .and_then(Option::as_ref);
        track.is_some_and(|t| t.continues_with(packet))
    }

    fn publish(&mut self, publisher: usize, packet: &Packet, around: &mut Surroundings<'_>) -> bool {
        let session = &mut self.sessions[publisher];
        let codec = session.peer.lines()[packet.line].codec(packet.codec);
        let (Some(source), Some(codec)) = (session.source_of(packet.line), codec) else {
            return false;
        };
        let holds = |track: &Track| !track.yields_to(around.now, packet);
        if session.tracks[packet.line].as_ref().is_some_and(holds) {
            return false;
        }
        self.unpublish(publisher, packet.line, around);
        *around.last_track += 1;
        let id = TrackId(*around.last_track);
        let session = &mut self.sessions[publisher];
        session.tracks[packet.line] = Some(Track::new(around.now, id, source, codec, packet));
        let participant = session.participant;
        around.events.push_back(Event::TrackPublished {
            room: self.id,
            participant,
            track: id,
            source,
        });
        self.reconcile(around.now, around.events);
        true
    }

    fn seat_of(&self, publisher: usize, line: usize, at: usize) -> Option<SeatKey> {
        self.sessions[publisher].tracks[line]
            .as_ref()?
            .seats
            .get(at)
            .copied()
    }

    fn leave_seat(&mut self, publisher: usize, line: usize, at: usize) {
        if let Some(track) = &mut self.sessions[publisher].tracks[line] {
            track.seats.swap_remove(at);
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

    /// Wants a keyframe of every track that this session waits for.
    fn ask_for_awaited(&mut self, now: Instant, session: usize) {
        for at in 0..self.sessions[session].seats.len() {
            let seat = &self.sessions[session].seats[at];
            if seat.kind == MediaKind::Video {
                self.want_keyframe(now, session, seat.line);
            }
        }
    }

    fn want_keyframe(&mut self, now: Instant, receiver: usize, line: usize) {
        let seat = self.sessions[receiver]
            .seats
            .iter()
            .find(|seat| seat.line == line);
        let Some(occupant) = seat.and_then(|seat| seat.awaited().or(seat.playing())) else {
            return;
        };
        let publisher = self.sessions.get_mut(occupant.session);
        if let Some(Some(track)) = publisher.and_then(|p| p.tracks.get_mut(occupant.line)) {
            track.keyframes.request(now);
        }
    }

    fn resend(&mut self, receiver: usize, line: usize, sequence: u16, around: &mut Surroundings<'_>) {
        let Some(seat) = self.sessions[receiver]
            .seats
            .iter()
            .find(|seat| seat.line == line)
        else {
            return;
        };
        let Some(playing) = seat.playing() else { return };
        let Some((segment, original)) = seat.original(sequence) else {
            return;
        };
        if playing.track != segment.source {
            return;
        }
        let Some((publisher, receiver)) = self.sessions.get2_mut(playing.session, receiver) else {
            return;
        };
        let Some(Some(track)) = publisher.tracks.get(playing.line) else {
            return;
        };
        let Some(kept) = track.kept(original) else { return };
        let forward = Forward {
            payload_type: playing.payload_type,
            sequence: segment.outgoing(original),
            timestamp: kept.timestamp.wrapping_add(segment.timestamp_shift),
            marker: kept.marker,
            audio_level: None,
            descriptor: None,
            payload: kept.payload,
        };
        let edit = |payload: &mut [u8]| {
            if playing.codec == Codec::Vp8 {
                segment.vp8.apply(payload);
            }
        };
        receiver.peer.resend(around.now, line, &forward, edit, around.out);
    }
}
