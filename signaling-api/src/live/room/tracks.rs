//! What a room's people publish, what each of them is sent.

use super::LiveRoom;
use crate::live::event::ServerEvent;
use crate::live::news::News;
use crate::live::state::SeatState;
use model::{ParticipantId, SessionId, Source, TrackId};
use protocol::Seat;

impl LiveRoom {
    pub(in crate::live) fn track_published(
        &mut self,
        id: ParticipantId,
        track: TrackId,
        source: Source,
    ) -> Vec<News> {
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

    pub(in crate::live) fn track_unpublished(&mut self, id: ParticipantId, track: TrackId) -> Vec<News> {
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

    pub(in crate::live) fn seats_changed(
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

    pub(in crate::live) fn speakers_changed(&mut self, speakers: Vec<ParticipantId>) -> Vec<News> {
        self.speakers.clone_from(&speakers);
        vec![self.to_room(
            None,
            ServerEvent::ActiveSpeakers {
                session_id: self.session_id,
                participant_ids: speakers,
            },
        )]
    }

    pub(in crate::live) fn mute(&mut self, id: ParticipantId, source: Source, muted: bool) -> Vec<News> {
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
}
