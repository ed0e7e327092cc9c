//! One room's people at this moment.

mod conduct;
mod diagnosis;
mod doors;
mod quality;
mod sessions;
mod tracks;

use super::event::{LeaveReason, ServerEvent};
use super::lobby::LobbyState;
use super::news::News;
use super::person::{Person, Socket};
use super::state::{ParticipantState, RoomState, SeatState};
use crate::token::{Life, Pass};
use model::{ParticipantId, RoomId};
use socketioxide::socket::Sid;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long a place is kept for somebody who lost both socket and media.
pub(crate) const GRACE: Duration = Duration::from_secs(90);

/// A room with somebody in it.
pub(super) struct LiveRoom {
    id: RoomId,
    session_id: Uuid,
    /// In order of arrival.
    people: Vec<Person>,
    /// As the media node last told, loudest first.
    speakers: Vec<ParticipantId>,
}

impl LiveRoom {
    pub(super) fn new(pass: &Pass) -> Self {
        Self {
            id: pass.room,
            session_id: pass.session_id(),
            people: Vec::new(),
            speakers: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    pub(super) fn session_id(&self) -> Uuid {
        self.session_id
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
        person.attempt.enter_socket();
        person.sockets.retain(|known| known.id != socket);
        let mut entered = Socket {
            id: socket,
            renewal: life.map(|life| (now + life.until_renewal(), life.whole)),
            interest: None,
        };
        news.extend(entered.renew(&person.pass, now));
        person.sockets.push(entered);
        let id = person.id;
        self.tell_arrival(id, is_new, &mut news, now);
        self.diagnose(id, now, &mut news);
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

    /// Somebody leaves for good.
    pub(super) fn leave(&mut self, id: ParticipantId, reason: LeaveReason) -> Vec<News> {
        let mut news = Vec::new();
        if let Some(index) = self.people.iter().position(|person| person.id == id) {
            let mut person = self.people.remove(index);
            news.extend(person.forget_media());
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
        self.diagnose_all(now, &mut news);
        for person in &mut self.people {
            for socket in &mut person.sockets {
                news.extend(socket.renew(&person.pass, now));
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
        let sessions = own.into_iter().flat_map(|person| person.sessions.values());
        let of_socket: Vec<_> = sessions.filter(|session| session.offered_by.is_some()).collect();
        RoomState {
            session_id: self.session_id,
            room_id: self.id,
            participant_id: id,
            participants: self.people.iter().map(|person| self.seen(person, own)).collect(),
            seats: of_socket
                .iter()
                .flat_map(|session| session.seats.iter().map(SeatState::from))
                .collect(),
            has_media: !of_socket.is_empty(),
            layers_wanted: of_socket
                .iter()
                .flat_map(|session| session.layers.iter().copied())
                .collect(),
            active_speakers: self.speaking().collect(),
            lobby: LobbyState::default(),
            consultation: None,
            recording: None,
        }
    }

    /// A person as another sees them.
    fn seen(&self, person: &Person, by: Option<&Person>) -> ParticipantState {
        let is_told = by.is_some_and(|by| diagnosis::concerns(by, person.id));
        ParticipantState {
            join: person.attempt.told().filter(|_| is_told),
            ..person.state()
        }
    }

    /// The speakers whose sound is still there: the node may be gone with its last word unsaid.
    fn speaking(&self) -> impl Iterator<Item = ParticipantId> {
        let heard = |id: &&ParticipantId| self.people.iter().any(|p| p.id == **id && !p.tracks.is_empty());
        self.speakers.iter().filter(heard).copied()
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
            kind: person.pass.kind,
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
