//! One room: sessions, with packets passed from publishers' tracks to others' seats.

use crate::encoding::Encoding;
use crate::recent_sound::Repeating;
use crate::seat::{Fate, Passing, Play};
use crate::session::Session;
use crate::share::Share;
use crate::speakers::Speakers;
use crate::track::{SeatKey, Track};
use model::{MediaKind, RoomId, TrackId};
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
        let mut at = 0;
        while let Some(key) = self.seat_of(publisher, packet, at) {
            match self.pass_to(key, &passing, around) {
                Fate::Taken => at += 1,
                Fate::Unwanted => self.leave_seat(publisher, packet, at),
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

    /// Sends due keyframe requests to publishers.
    pub(crate) fn request_keyframes(&mut self, around: &mut Surroundings<'_>) {
        if self.keyframe_due.is_none_or(|due| around.now < due) {
            return;
        }
        self.keyframe_due = None;
        for (_, session) in &mut self.sessions {
            for (line, track) in session.tracks.iter_mut().enumerate() {
                let encodings = track.iter_mut().flat_map(|track| &mut track.encodings);
                for (at, encoding) in (0..).zip(encodings) {
                    let Some(Encoding { keyframes, .. }) = encoding else {
                        continue;
                    };
                    if keyframes.poll(around.now) {
                        session.peer.request_keyframe(line, at, around.out);
                    }
                    let dues = self.keyframe_due.into_iter().chain(keyframes.poll_timeout());
                    self.keyframe_due = dues.min();
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
        let Play { occupant, stream } = seat.playing()?;
        let source = self.sessions.get(occupant.session)?;
        let timestamp = source
            .peer
            .source_timestamp(occupant.line, stream.encoding, now)?;
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
        if let Some(track) = &mut session.tracks[packet.line] {
            if track.takes(around.now, packet) {
                // Who wants it finds it when bandwidth is shared next.
                track.begin(around.now, packet);
                return true;
            }
            if !track.yields_to(around.now, packet) {
                return false;
            }
        }
        self.unpublish(publisher, packet.line, around);
        *around.last_track += 1;
        let id = TrackId(*around.last_track);
        let session = &mut self.sessions[publisher];
        let encodings = session.peer.lines()[packet.line].encodings();
        let mut track = Track::new(around.now, id, source, codec, packet.codec, encodings);
        track.begin(around.now, packet);
        session.tracks[packet.line] = Some(track);
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

    /// Wants a keyframe of every track that this session waits for.
    fn ask_for_awaited(&mut self, now: Instant, session: usize) {
        for at in 0..self.sessions[session].seats.len() {
            let seat = &self.sessions[session].seats[at];
            if seat.kind == MediaKind::Video {
                self.want_keyframe(now, session, seat.line);
            }
        }
    }

    /// Wants a keyframe of every picture of this session that somebody takes.
    fn ask_for_own(&mut self, now: Instant, session: usize) {
        let tracks = self.sessions[session].tracks.iter_mut().flatten();
        let pictures = tracks.filter(|track| track.source.kind() == MediaKind::Video);
        let encodings = pictures.flat_map(|track| track.encodings.iter_mut().flatten());
        for encoding in encodings.filter(|encoding| !encoding.seats.is_empty()) {
            encoding.keyframes.request(now);
            self.keyframe_due = Some(now);
        }
    }

    fn want_keyframe(&mut self, now: Instant, receiver: usize, line: usize) {
        let mut seats = self.sessions[receiver].seats.iter();
        let seat = seats.find(|seat| seat.line == line);
        let play = seat.and_then(|seat| seat.awaited().or(seat.playing()));
        if let Some(play) = play {
            self.request_keyframe(now, &play);
        }
    }

    /// Has the publisher of a stream asked for a keyframe.
    pub(crate) fn request_keyframe(&mut self, now: Instant, play: &Play) {
        if let Some(encoding) = self.encoding(play) {
            encoding.keyframes.request(now);
            self.keyframe_due = Some(now);
        }
    }

    fn resend(&mut self, receiver: usize, line: usize, sequence: u16, around: &mut Surroundings<'_>) {
        let mut seats = self.sessions[receiver].seats.iter();
        let Some(seat) = seats.find(|seat| seat.line == line) else {
            return;
        };
        let (Some(playing), Some((segment, original))) = (seat.playing(), seat.original(sequence)) else {
            return;
        };
        let (source, occupant) = (segment.source, playing.occupant);
        if occupant.track != source.track {
            return;
        }
        let Some((publisher, receiver)) = self.sessions.get2_mut(occupant.session, receiver) else {
            return;
        };
        let track = publisher.tracks.get(occupant.line).and_then(Option::as_ref);
        let encoding = track.and_then(|track| track.encoding(source.encoding));
        let Some(kept) = encoding
            .filter(|encoding| encoding.stream == source.ssrc)
            .and_then(|encoding| encoding.kept(original))
        else {
            return;
        };
        let forward = Forward {
            payload_type: occupant.payload_type,
            sequence: segment.outgoing(original),
            timestamp: kept.timestamp.wrapping_add(segment.timestamp_shift),
            marker: segment.rewrite.marker(kept.marker, kept.payload, kept.descriptor),
            audio_level: None,
            descriptor: kept.descriptor,
            payload: kept.payload,
        };
        let edit =
            |payload: &mut [u8], descriptor: Option<&mut [u8]>| segment.rewrite.apply(payload, descriptor);
        receiver.peer.resend(around.now, line, &forward, edit, around.out);
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
