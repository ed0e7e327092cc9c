//! Rooms as they are at this moment: a value that takes what happens, then says what must be told.

mod attempt;
mod conduct;
mod doors;
mod event;
mod hall;
mod lobby;
mod news;
mod person;
mod recording;
mod room;
mod state;
#[cfg(test)]
mod tests;

pub(crate) use attempt::ClientStage;
pub(crate) use event::{LeaveReason, ServerEvent};
pub(crate) use hall::{Audience, Hall, doctors_name, hand, session_name, user_name};
pub(crate) use lobby::{Denial, DenyReason, Hosts, Message, Readiness, Wait, WaiterState};
pub(crate) use news::News;
pub(crate) use recording::{RecordingPhase, Step};
pub(crate) use room::GRACE;
pub(crate) use state::{CallParty, ConsultationState, EndedBy, QualityState, RoomState, SessionDescription};

use crate::diagnosis::Diagnosis;
use crate::role::ParticipantRole;
use crate::store::Lobby;
use crate::token::{Life, Pass};
use lobby::Lobbies;
use model::{ParticipantId, RoomId, SessionId, Source};
use protocol::{Event, Wish};
use room::LiveRoom;
use socketioxide::socket::Sid;
use state::LayersState;
use std::collections::HashMap;
use std::time::Instant;

/// All rooms with somebody in them.
#[derive(Default)]
pub(crate) struct Rooms {
    rooms: HashMap<RoomId, LiveRoom>,
    lobbies: Lobbies,
    /// Of those rooms alone where one is asked for or goes on.
    recordings: HashMap<RoomId, recording::Consent>,
}

/// Somebody in a room, for a server that asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Present {
    /// Who, as the server named them.
    pub identity: String,
    /// Whether socket or media are there.
    pub connected: bool,
    /// What they publish.
    pub sources: Vec<Source>,
    /// How far they have come in joining; nothing in the moment of coming.
    pub join: Option<Diagnosis>,
}

impl Rooms {
    /// How many rooms have somebody in them.
    #[must_use]
    pub(crate) fn room_count(&self) -> usize {
        self.rooms.len()
    }

    /// How many people are in all rooms together.
    #[must_use]
    pub(crate) fn participant_count(&self) -> usize {
        self.rooms.values().map(|room| room.people().len()).sum()
    }

    /// How many people are in a room.
    #[must_use]
    pub(crate) fn count_in(&self, room: RoomId) -> usize {
        self.rooms.get(&room).map_or(0, |room| room.people().len())
    }

    /// The people in a room, in order of arrival.
    #[must_use]
    pub(crate) fn present(&self, room: RoomId) -> Vec<Present> {
        let people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        people
            .map(|person| Present {
                identity: person.pass.identity.clone(),
                connected: person.is_connected(),
                sources: person.sources(),
                join: person.attempt.told(),
            })
            .collect()
    }

    /// Whether the doctor and another are both in a room, connected.
    #[must_use]
    pub(crate) fn have_met(&self, room: RoomId) -> bool {
        let people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        let (doctors, others): (Vec<_>, Vec<_>) = people
            .filter(|person| person.is_connected())
            .partition(|person| person.pass.role == ParticipantRole::Doctor);
        !doctors.is_empty() && !others.is_empty()
    }

    /// The places that doctors have in a room.
    #[must_use]
    pub(crate) fn doctors_in(&self, room: RoomId) -> Vec<ParticipantId> {
        let people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        let doctors = people.filter(|person| person.pass.role == ParticipantRole::Doctor);
        doctors.map(|person| person.id).collect()
    }

    /// Whether a socket sits in a place.
    #[must_use]
    pub(crate) fn has_socket(&self, room: RoomId, participant: ParticipantId, socket: Sid) -> bool {
        let mut people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        people.any(|person| person.id == participant && person.has_socket(socket))
    }

    /// Whether somebody has taken a place.
    #[must_use]
    pub(crate) fn has_place(&self, room: RoomId, participant: ParticipantId) -> bool {
        let mut people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        people.any(|person| person.id == participant)
    }

    /// Whether somebody has taken a place and is connected.
    #[must_use]
    pub(crate) fn is_present(&self, room: RoomId, participant: ParticipantId) -> bool {
        let mut people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        people.any(|person| person.id == participant && person.is_connected())
    }

    /// Whether a PeerConnection is known.
    #[must_use]
    pub(crate) fn has_session(&self, room: RoomId, participant: ParticipantId, session: SessionId) -> bool {
        let mut people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        people.any(|person| person.id == participant && person.has_session(session))
    }

    /// Whether another socket of the place came after `socket` and has the PeerConnection now: what `socket` still says of it
    /// was under way for long.
    #[must_use]
    pub(crate) fn is_outrun(&self, pass: &Pass, session: SessionId, socket: Sid) -> bool {
        let mut people = self.rooms.get(&pass.room).into_iter().flat_map(LiveRoom::people);
        people.any(|person| person.id == pass.participant() && person.is_outrun(session, socket))
    }

    /// The room as a participant sees it.
    #[must_use]
    pub(crate) fn state(&self, pass: &Pass) -> RoomState {
        let (id, lobby) = (pass.participant(), self.lobby_state(pass));
        let room = self
            .rooms
            .get(&pass.room)
            .filter(|_| lobby.state == Lobby::Accepted);
        let state = room.map_or_else(|| LiveRoom::new(pass).state(id), |room| room.state(id));
        let recording = room.and_then(|_| self.recording_view(pass.room, id));
        RoomState {
            lobby,
            recording,
            ..state
        }
    }

    /// A socket is there for a place, which it takes if nobody has it; its participant token lasts for so long.
    pub(crate) fn enter_socket(
        &mut self,
        pass: Pass,
        socket: Sid,
        life: Option<Life>,
        now: Instant,
    ) -> Vec<News> {
        self.open(&pass).enter_socket(pass, socket, life, now)
    }

    /// A PeerConnection is about to be made for a place, which it takes if nobody has it.
    pub(crate) fn enter_session(
        &mut self,
        pass: Pass,
        session: SessionId,
        offered_by: Option<Sid>,
        now: Instant,
    ) -> Vec<News> {
        self.open(&pass).enter_session(pass, session, offered_by, now)
    }

    /// A socket is gone; its places stay for [`GRACE`].
    pub(crate) fn lose_socket(&mut self, socket: Sid, now: Instant) -> Vec<News> {
        let rooms = self.rooms.values_mut();
        let mut news: Vec<News> = rooms.flat_map(|room| room.lose_socket(socket, now)).collect();
        news.append(&mut self.lose_socket_in_lobby(socket, now));
        news
    }

    /// A PeerConnection was never made, or its owner closed it.
    pub(crate) fn drop_session(
        &mut self,
        room: RoomId,
        participant: ParticipantId,
        session: SessionId,
        now: Instant,
    ) -> Vec<News> {
        self.within(room, |room| room.drop_session(participant, session, now))
    }

    /// Somebody gives the place up.
    pub(crate) fn leave(&mut self, room: RoomId, participant: ParticipantId) -> Vec<News> {
        let mut news = self.within(room, |room| room.leave(participant, LeaveReason::Left));
        news.append(&mut self.leave_lobby(room, participant, LeaveReason::Left));
        news
    }

    /// Somebody mutes a source, or takes that back.
    pub(crate) fn mute(
        &mut self,
        room: RoomId,
        participant: ParticipantId,
        source: Source,
        muted: bool,
    ) -> Vec<News> {
        self.within(room, |room| room.mute(participant, source, muted))
    }

    /// A client tells how far it has come; nothing where that cannot be.
    #[must_use]
    pub(crate) fn client_progress(
        &mut self,
        room: RoomId,
        participant: ParticipantId,
        stage: ClientStage,
        now: Instant,
    ) -> Option<Vec<News>> {
        self.rooms
            .get_mut(&room)?
            .client_progress(participant, stage, now)
    }

    /// A socket's page shows these pictures.
    pub(crate) fn set_interest(
        &mut self,
        room: RoomId,
        participant: ParticipantId,
        socket: Sid,
        wishes: Vec<Wish>,
    ) {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.set_interest(participant, socket, wishes);
        }
    }

    /// What a socket's page shows, where that decides on what a PeerConnection receives.
    #[must_use]
    pub(crate) fn interest(
        &self,
        room: RoomId,
        participant: ParticipantId,
        session: SessionId,
        socket: Sid,
    ) -> Option<Vec<Wish>> {
        let mut people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        let person = people.find(|person| person.id == participant)?;
        person.interest(session, socket).cloned()
    }

    /// A room is over.
    pub(crate) fn close(&mut self, room: RoomId) -> Vec<News> {
        let mut news = self.close_lobby(room);
        self.recordings.remove(&room);
        news.append(&mut self.within(room, LiveRoom::close));
        news
    }

    /// A socket has a new token that lasts for so long.
    pub(crate) fn renewed(&mut self, socket: Sid, life: Life, now: Instant) {
        for room in self.rooms.values_mut() {
            room.renewed(socket, life, now);
        }
        self.lobbies.renewed(socket, life, now);
    }

    /// Time passes.
    pub(crate) fn sweep(&mut self, now: Instant) -> Vec<News> {
        let mut news: Vec<News> = self.rooms.values_mut().flat_map(|room| room.sweep(now)).collect();
        self.rooms.retain(|_, room| !room.is_empty());
        news.append(&mut self.sweep_lobby(now));
        news
    }

    /// The media node tells something.
    pub(crate) fn handle_event(&mut self, event: Event, now: Instant) -> Vec<News> {
        match event {
            Event::SessionConnected {
                room,
                participant,
                session,
            } => self.within(room, |room| room.session_connected(participant, session, now)),
            Event::SessionProgress {
                room,
                participant,
                session,
                progress,
            } => self.within(room, |room| {
                room.session_progress(participant, session, progress, now)
            }),
            Event::SessionClosed {
                room,
                participant,
                session,
                cause,
            } => self.within(room, |room| room.session_closed(participant, session, cause, now)),
            Event::TrackPublished {
                room,
                participant,
                track,
                source,
            } => self.within(room, |room| room.track_published(participant, track, source)),
            Event::TrackUnpublished {
                room,
                participant,
                track,
            } => self.within(room, |room| room.track_unpublished(participant, track)),
            Event::Seats {
                room,
                participant,
                session,
                seats,
            } => self.within(room, |room| room.seats_changed(participant, session, seats)),
            Event::ActiveSpeakers { room, speakers } => {
                self.within(room, |room| room.speakers_changed(speakers))
            }
            Event::LayersWanted {
                room,
                participant,
                session,
                mid,
                layers,
            } => {
                let wanted = LayersState { mid, layers };
                self.within(room, |room| room.layers_wanted(participant, session, wanted))
            }
            Event::ConnectionQuality {
                room,
                participant,
                session,
                quality,
                reason,
                video,
            } => {
                let quality = Some(quality);
                let state = QualityState {
                    quality,
                    reason,
                    video,
                };
                self.within(room, |room| room.quality_changed(participant, session, state))
            }
            // The store's to know first.
            Event::RecordingEnded { .. } => Vec::new(),
            Event::Measured {
                room,
                participant,
                figures,
            } => self.within(room, |room| room.measured(participant, figures)),
        }
    }

    fn open(&mut self, pass: &Pass) -> &mut LiveRoom {
        self.rooms.entry(pass.room).or_insert_with(|| LiveRoom::new(pass))
    }

    fn within(&mut self, id: RoomId, change: impl FnOnce(&mut LiveRoom) -> Vec<News>) -> Vec<News> {
        let Some(room) = self.rooms.get_mut(&id) else {
            return Vec::new();
        };
        let news = change(room);
        if room.is_empty() {
            self.rooms.remove(&id);
        }
        news
    }
}
