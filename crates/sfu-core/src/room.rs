//! One room: sessions, with packets passed from publishers' tracks to others' seats.

mod keyframes;
mod passing;
mod publication;
mod repair;
mod taping;

use crate::seat::Play;
use crate::session::Session;
use crate::share::Share;
use crate::speakers::Speakers;
use crate::tape::Taping;
use model::RoomId;
use protocol::Event;
use slab::Slab;
use std::collections::VecDeque;
use std::time::Instant;
use transport::SendArena;
use transport::peer::Event as PeerEvent;

pub(crate) struct Room {
    pub(crate) id: RoomId,
    pub(crate) sessions: Slab<Session>,
    pub(crate) speakers: Speakers,
    /// Somebody would have another seat, had who sits there sat for longer.
    pub(crate) held: bool,
    /// No publisher is to be asked for a keyframe before; nothing while nobody waits for one.
    keyframe_due: Option<Instant>,
    /// There while it is recorded.
    pub(crate) taping: Option<Box<Taping>>,
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
            taping: None,
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
                    && (!encoding.seats.is_empty() || self.taping.is_some())
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
}
