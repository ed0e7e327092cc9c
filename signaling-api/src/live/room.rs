//! One room's people, tracks and connections at this moment.

use super::news::{
    LeaveReason, MediaState, News, ParticipantState, RoomState, SeatState, ServerEvent, TrackState,
};
use crate::token::{Life, Pass};
use model::{ParticipantId, RoomId, SessionId, Source, TrackId};
use protocol::{CloseCause, Seat};
use socketioxide::socket::Sid;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long a place is kept for somebody who lost both socket and media.
pub(super) const GRACE: Duration = Duration::from_secs(90);

/// A room with somebody in it.
pub(super) struct LiveRoom {
    id: RoomId,
    session_id: Uuid,
    /// In order of arrival.
    people: Vec<Person>,
}

/// A place that is taken.
pub(super) struct Person {
    pub(super) id: ParticipantId,
    pub(super) pass: Pass,
    arrived_at: Instant,
    sockets: Vec<Socket>,
    sessions: HashMap<SessionId, Session>,
    tracks: Vec<(TrackId, Source)>,
    muted: Vec<Source>,
    /// A person without socket ever (WHIP, WHEP) goes with the last media session.
    had_socket: bool,
    had_media: bool,
    /// Since when neither socket nor media are there; others were told.
    away_since: Option<Instant>,
}

struct Socket {
    id: Sid,
    /// When a participant token is due for a newer one, and how long that lasts; nothing for an access token.
    renewal: Option<(Instant, Duration)>,
}

/// One PeerConnection.
#[derive(Default)]
struct Session {
    connected: bool,
    /// The socket that offered it; nothing for WHIP and WHEP.
    offered_by: Option<Sid>,
    seats: Vec<Seat>,
}

impl LiveRoom {
    pub(super) fn new(pass: &Pass) -> Self {
        Self {
            id: pass.room,
            session_id: pass.session_id(),
            people: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    pub(super) fn people(&self) -> &[Person] {
        &self.people
    }

    /// A socket is there for a place, which it takes if nobody has it.
    pub(super) fn enter_socket(
        &mut self,
        pass: Pass,
        socket: Sid,
        life: Option<Life>,
        now: Instant,
    ) -> Vec<News> {
        let mut news = Vec::new();
        let (person, is_new) = self.place(pass, now);
        person.had_socket = true;
        person.sockets.retain(|known| known.id != socket);
        person.sockets.push(Socket {
            id: socket,
            renewal: life.map(|life| (now + life.until_renewal(), life.whole)),
        });
        let id = person.id;
        self.tell_arrival(id, is_new, &mut news, now);
        news
    }

    /// A PeerConnection is about to be made, or made anew, for a place, which it takes if nobody has it.
    pub(super) fn enter_session(
        &mut self,
        pass: Pass,
        session: SessionId,
        offered_by: Option<Sid>,
        now: Instant,
    ) -> Vec<News> {
        let mut news = Vec::new();
        let (person, is_new) = self.place(pass, now);
        let id = person.id;
        let known = person.sessions.entry(session).or_default();
        let before = std::mem::replace(&mut known.offered_by, offered_by);
        let replaced = before.filter(|before| Some(*before) != offered_by);
        if let Some(socket) = replaced.filter(|before| person.sockets.iter().any(|known| known.id == *before))
        {
            let event = ServerEvent::ConnectionState {
                session_id: self.session_id,
                state: MediaState::Closed,
                cause: Some("replaced"),
            };
            news.push(News::Socket { socket, event });
        }
        if is_new {
            self.tell_arrival(id, true, &mut news, now);
        }
        news
    }

    /// A socket is gone; the place stays.
    pub(super) fn lose_socket(&mut self, socket: Sid, now: Instant) -> Vec<News> {
        let mut news = Vec::new();
        for index in 0..self.people.len() {
            let person = &mut self.people[index];
            let before = person.sockets.len();
            person.sockets.retain(|known| known.id != socket);
            if person.sockets.len() != before {
                let id = person.id;
                self.settle(id, now, &mut news);
            }
        }
        news
    }

    /// A PeerConnection was never made, or its owner closed it.
    pub(super) fn drop_session(&mut self, id: ParticipantId, session: SessionId, now: Instant) -> Vec<News> {
        let mut news = Vec::new();
        let Some(person) = self.person_mut(id) else {
            return news;
        };
        if person.sessions.remove(&session).is_none() {
            return news;
        }
        self.after_session(id, LeaveReason::Left, now, &mut news);
        news
    }

    /// Somebody leaves for good.
    pub(super) fn leave(&mut self, id: ParticipantId, reason: LeaveReason) -> Vec<News> {
        let mut news = Vec::new();
        if let Some(index) = self.people.iter().position(|person| person.id == id) {
            self.people.remove(index);
            // Those who leave are told too: another of their sockets may be there.
            news.push(self.to_room(
                None,
                ServerEvent::ParticipantLeft {
                    session_id: self.session_id,
                    participant_id: id,
                    reason,
                },
            ));
            news.push(News::Gone {
                room: self.id,
                participant: id,
            });
        }
        news
    }

    /// Everybody leaves: it is over.
    pub(super) fn close(&mut self) -> Vec<News> {
        let everybody: Vec<ParticipantId> = self.people.iter().map(|person| person.id).collect();
        let (mut told, mut gone) = (Vec::new(), Vec::new());
        for id in everybody {
            for news in self.leave(id, LeaveReason::Ended) {
                match news {
                    News::Gone { .. } => gone.push(news),
                    other => told.push(other),
                }
            }
        }
        // First all are told of all, then nobody hears any more.
        told.append(&mut gone);
        told
    }

    pub(super) fn session_connected(
        &mut self,
        id: ParticipantId,
        session: SessionId,
        now: Instant,
    ) -> Vec<News> {
        let mut news = Vec::new();
        let (room, session_id) = (self.id, self.session_id);
        let Some(person) = self.person_mut(id) else {
            return news;
        };
        let Some(known) = person.sessions.get_mut(&session) else {
            return news;
        };
        known.connected = true;
        if !std::mem::replace(&mut person.had_media, true) {
            let after = now.saturating_duration_since(person.arrived_at);
            news.push(News::MediaUp { after });
        }
        let event = ServerEvent::ConnectionState {
            session_id,
            state: MediaState::Connected,
            cause: None,
        };
        news.push(News::Participant {
            room,
            participant: id,
            event,
        });
        self.settle(id, now, &mut news);
        news
    }

    pub(super) fn session_closed(
        &mut self,
        id: ParticipantId,
        session: SessionId,
        cause: CloseCause,
        now: Instant,
    ) -> Vec<News> {
        let mut news = Vec::new();
        let cause = match cause {
            // What the API asked for it has already told.
            CloseCause::Asked => return news,
            CloseCause::Client => "client",
            CloseCause::NeverReached => "never_reached",
            CloseCause::NoHandshake => "no_handshake",
            CloseCause::Silent => "silent",
            CloseCause::Fault => "fault",
        };
        let (room, session_id) = (self.id, self.session_id);
        let Some(person) = self.person_mut(id) else {
            return news;
        };
        if person.sessions.remove(&session).is_none() {
            return news;
        }
        if !person.had_media {
            news.push(News::MediaDown);
        }
        let event = ServerEvent::ConnectionState {
            session_id,
            state: MediaState::Closed,
            cause: Some(cause),
        };
        news.push(News::Participant {
            room,
            participant: id,
            event,
        });
        let reason = if cause == "client" {
            LeaveReason::Left
        } else {
            LeaveReason::Timeout
        };
        self.after_session(id, reason, now, &mut news);
        news
    }

    pub(super) fn track_published(&mut self, id: ParticipantId, track: TrackId, source: Source) -> Vec<News> {
        let session_id = self.session_id;
        let Some(person) = self.person_mut(id) else {
            return Vec::new();
        };
        if person.tracks.iter().any(|(known, _)| *known == track) {
            return Vec::new();
        }
        person.tracks.push((track, source));
        let track = person.track_state(track, source);
        vec![self.to_room(
            Some(id),
            ServerEvent::TrackPublished {
                session_id,
                participant_id: id,
                track,
            },
        )]
    }

    pub(super) fn track_unpublished(&mut self, id: ParticipantId, track: TrackId) -> Vec<News> {
        let session_id = self.session_id;
        let Some(person) = self.person_mut(id) else {
            return Vec::new();
        };
        let before = person.tracks.len();
        person.tracks.retain(|(known, _)| *known != track);
        if person.tracks.len() == before {
            return Vec::new();
        }
        vec![self.to_room(
            Some(id),
            ServerEvent::TrackUnpublished {
                session_id,
                participant_id: id,
                track_id: track,
            },
        )]
    }

    pub(super) fn seats_changed(
        &mut self,
        id: ParticipantId,
        session: SessionId,
        seats: Vec<Seat>,
    ) -> Vec<News> {
        let (room, session_id) = (self.id, self.session_id);
        let Some(known) = self
            .person_mut(id)
            .and_then(|person| person.sessions.get_mut(&session))
        else {
            return Vec::new();
        };
        known.seats = seats;
        let event = ServerEvent::Seats {
            session_id,
            seats: known.seats.iter().map(SeatState::from).collect(),
        };
        vec![News::Participant {
            room,
            participant: id,
            event,
        }]
    }

    pub(super) fn mute(&mut self, id: ParticipantId, source: Source, muted: bool) -> Vec<News> {
        let session_id = self.session_id;
        let Some(person) = self.person_mut(id) else {
            return Vec::new();
        };
        person.muted.retain(|known| *known != source);
        if muted {
            person.muted.push(source);
        }
        vec![self.to_room(
            Some(id),
            ServerEvent::TrackMuted {
                session_id,
                participant_id: id,
                source,
                muted,
            },
        )]
    }

    /// Gives up the places whose time is over, asks for new tokens.
    pub(super) fn sweep(&mut self, now: Instant) -> Vec<News> {
        let mut news = Vec::new();
        let late: Vec<ParticipantId> = self
            .people
            .iter()
            .filter(|person| person.away_since.is_some_and(|since| now - since >= GRACE))
            .map(|person| person.id)
            .collect();
        for id in late {
            news.append(&mut self.leave(id, LeaveReason::Timeout));
        }
        for person in &mut self.people {
            for socket in &mut person.sockets {
                if let Some((_, life)) = socket.renewal.take_if(|(due, _)| *due <= now) {
                    news.push(News::Renew {
                        socket: socket.id,
                        pass: person.pass.clone(),
                        life,
                    });
                }
            }
        }
        news
    }

    pub(super) fn renewed(&mut self, socket: Sid, life: Life, now: Instant) {
        let mut sockets = self.people.iter_mut().flat_map(|person| &mut person.sockets);
        if let Some(known) = sockets.find(|known| known.id == socket) {
            known.renewal = Some((now + life.until_renewal(), life.whole));
        }
    }

    /// The room as `id` sees it.
    pub(super) fn state(&self, id: ParticipantId) -> RoomState {
        let own = self.people.iter().find(|person| person.id == id);
        let seats = own.into_iter().flat_map(|person| person.sessions.values());
        RoomState {
            session_id: self.session_id,
            room_id: self.id,
            participant_id: id,
            participants: self.people.iter().map(Person::state).collect(),
            seats: seats
                .filter(|session| session.offered_by.is_some())
                .flat_map(|session| session.seats.iter().map(SeatState::from))
                .collect(),
            consultation: None,
        }
    }

    fn place(&mut self, pass: Pass, now: Instant) -> (&mut Person, bool) {
        let id = pass.participant();
        let index = self.people.iter().position(|person| person.id == id);
        let is_new = index.is_none();
        let index = index.unwrap_or_else(|| {
            self.people.push(Person::new(id, pass, now));
            self.people.len() - 1
        });
        (&mut self.people[index], is_new)
    }

    fn tell_arrival(&mut self, id: ParticipantId, is_new: bool, news: &mut Vec<News>, now: Instant) {
        if !is_new {
            self.settle(id, now, news);
            return;
        }
        let session_id = self.session_id;
        let Some(person) = self.person_mut(id) else { return };
        person.away_since = (!person.is_connected()).then_some(now);
        let event = ServerEvent::ParticipantJoined {
            session_id,
            participant_id: id,
            display_name: person.pass.name.clone(),
            role: person.pass.role,
            connected: person.is_connected(),
        };
        news.push(self.to_room(Some(id), event));
    }

    /// Tells the others where somebody's connection was lost or came back.
    fn settle(&mut self, id: ParticipantId, now: Instant, news: &mut Vec<News>) {
        let session_id = self.session_id;
        let Some(person) = self.person_mut(id) else { return };
        let connected = person.is_connected();
        if connected != person.away_since.is_some() {
            return;
        }
        person.away_since = (!connected).then_some(now);
        let event = ServerEvent::ParticipantUpdated {
            session_id,
            participant_id: id,
            connected,
        };
        news.push(self.to_room(Some(id), event));
    }

    fn after_session(&mut self, id: ParticipantId, reason: LeaveReason, now: Instant, news: &mut Vec<News>) {
        let Some(person) = self.person_mut(id) else { return };
        if !person.sessions.is_empty() {
            return;
        }
        let tracks = std::mem::take(&mut person.tracks);
        let stays = person.had_socket;
        for (track, _) in tracks {
            news.push(self.to_room(
                Some(id),
                ServerEvent::TrackUnpublished {
                    session_id: self.session_id,
                    participant_id: id,
                    track_id: track,
                },
            ));
        }
        if stays {
            self.settle(id, now, news);
        } else {
            news.append(&mut self.leave(id, reason));
        }
    }

    fn person_mut(&mut self, id: ParticipantId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id)
    }

    fn to_room(&self, except: Option<ParticipantId>, event: ServerEvent) -> News {
        News::Room {
            room: self.id,
            except,
            event,
        }
    }
}

impl Person {
    fn new(id: ParticipantId, pass: Pass, now: Instant) -> Self {
        Self {
            id,
            pass,
            arrived_at: now,
            sockets: Vec::new(),
            sessions: HashMap::new(),
            tracks: Vec::new(),
            muted: Vec::new(),
            had_socket: false,
            had_media: false,
            away_since: None,
        }
    }

    /// Socket or media: as long as media flow nobody is missed, and as long as a socket is there they can come back.
    pub(super) fn is_connected(&self) -> bool {
        !self.sockets.is_empty() || self.sessions.values().any(|session| session.connected)
    }

    /// Whether this socket sits here.
    pub(super) fn has_socket(&self, socket: Sid) -> bool {
        self.sockets.iter().any(|known| known.id == socket)
    }

    /// Whether a PeerConnection with this id is known.
    pub(super) fn has_session(&self, session: SessionId) -> bool {
        self.sessions.contains_key(&session)
    }

    /// Where the tracks come from.
    pub(super) fn sources(&self) -> Vec<Source> {
        self.tracks.iter().map(|(_, source)| *source).collect()
    }

    fn state(&self) -> ParticipantState {
        ParticipantState {
            participant_id: self.id,
            display_name: self.pass.name.clone(),
            role: self.pass.role,
            connected: self.is_connected(),
            tracks: self
                .tracks
                .iter()
                .map(|(track, source)| self.track_state(*track, *source))
                .collect(),
        }
    }

    fn track_state(&self, track_id: TrackId, source: Source) -> TrackState {
        TrackState {
            track_id,
            source,
            kind: source.kind(),
            muted: self.muted.contains(&source),
        }
    }
}
