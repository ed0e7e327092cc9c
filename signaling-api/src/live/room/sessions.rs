//! The PeerConnections of a room's people.

use super::LiveRoom;
use crate::live::event::{LeaveReason, MediaState, ServerEvent};
use crate::live::news::News;
use crate::token::Pass;
use model::{ParticipantId, SessionId};
use protocol::CloseCause;
use socketioxide::socket::Sid;
use std::time::Instant;

impl LiveRoom {
    /// A PeerConnection is about to be made, or made anew, for a place, which it takes if nobody has it.
    pub(in crate::live) fn enter_session(
        &mut self,
        pass: Pass,
        session: SessionId,
        offered_by: Option<Sid>,
        now: Instant,
    ) -> Vec<News> {
        let mut news = Vec::new();
        let (person, is_new) = self.place(pass, now);
        let id = person.id;
        person.attempt.offer();
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
        self.diagnose(id, now, &mut news);
        news
    }

    /// A PeerConnection was never made, or its owner closed it.
    pub(in crate::live) fn drop_session(
        &mut self,
        id: ParticipantId,
        session: SessionId,
        now: Instant,
    ) -> Vec<News> {
        let mut news = Vec::new();
        let Some(person) = self.person_mut(id) else {
            return news;
        };
        if !person.has_session(session) {
            return news;
        }
        person.attempt.end();
        self.forget_session(id, session, &mut news);
        self.after_session(id, LeaveReason::Left, now, &mut news);
        news
    }

    pub(in crate::live) fn session_connected(
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
        person.attempt.secure();
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
        self.with_quality(id, &mut news, |person| {
            if let Some(known) = person.sessions.get_mut(&session) {
                known.begin_anew();
            }
        });
        self.settle(id, now, &mut news);
        self.diagnose(id, now, &mut news);
        news
    }

    pub(in crate::live) fn session_closed(
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
        if !person.has_session(session) {
            return news;
        }
        if !person.had_media {
            news.push(News::MediaDown);
        }
        person.attempt.fail();
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
        self.forget_session(id, session, &mut news);
        let reason = if cause == "client" {
            LeaveReason::Left
        } else {
            LeaveReason::Timeout
        };
        self.after_session(id, reason, now, &mut news);
        news
    }

    fn forget_session(&mut self, id: ParticipantId, session: SessionId, news: &mut Vec<News>) {
        self.with_quality(id, news, |person| {
            person.sessions.remove(&session);
        });
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
}
