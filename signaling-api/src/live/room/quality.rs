//! How much of a room's pictures is wanted, how well its people are connected.

use super::LiveRoom;
use crate::live::event::ServerEvent;
use crate::live::news::News;
use crate::live::state::{LayersState, QualityState};
use model::{Measurement, ParticipantId, SessionId};
use protocol::Wish;
use socketioxide::socket::Sid;

impl LiveRoom {
    /// A socket's page shows these pictures.
    pub(in crate::live) fn set_interest(&mut self, id: ParticipantId, socket: Sid, wishes: Vec<Wish>) {
        let mut sockets = self
            .person_mut(id)
            .into_iter()
            .flat_map(|person| &mut person.sockets);
        if let Some(known) = sockets.find(|known| known.id == socket) {
            known.interest = Some(wishes);
        }
    }

    pub(in crate::live) fn layers_wanted(
        &mut self,
        id: ParticipantId,
        session: SessionId,
        wanted: LayersState,
    ) -> Vec<News> {
        let (room, session_id) = (self.id, self.session_id);
        let known = self
            .person_mut(id)
            .and_then(|person| person.sessions.get_mut(&session));
        // A client of WHIP has no socket to be told by.
        let Some(known) = known.filter(|known| known.offered_by.is_some()) else {
            return Vec::new();
        };
        known.layers.retain(|other| other.mid != wanted.mid);
        known.layers.push(wanted);
        vec![News::Participant {
            room,
            participant: id,
            event: ServerEvent::LayersWanted { session_id, wanted },
        }]
    }

    pub(in crate::live) fn quality_changed(
        &mut self,
        id: ParticipantId,
        session: SessionId,
        state: QualityState,
    ) -> Vec<News> {
        let mut news = Vec::new();
        self.with_quality(id, &mut news, |person| {
            if let Some(known) = person.sessions.get_mut(&session) {
                known.connection = Some(state);
            }
        });
        news
    }

    /// Figures of somebody's media, for the history; nobody is told now.
    pub(in crate::live) fn measured(&mut self, id: ParticipantId, figures: Measurement) -> Vec<News> {
        let person = self.person_mut(id).filter(|person| person.remembered.is_some());
        let news = person.map(|person| News::Measured {
            participant: person.id,
            figures,
        });
        news.into_iter().collect()
    }

    /// Changes a person, tells everybody where that changes how well they are connected.
    pub(super) fn with_quality(
        &mut self,
        id: ParticipantId,
        news: &mut Vec<News>,
        change: impl FnOnce(&mut super::Person),
    ) {
        let session_id = self.session_id;
        let Some(person) = self.person_mut(id) else { return };
        let before = person.connection();
        change(person);
        let connection = person.connection();
        news.extend(person.remember());
        if connection != before {
            let event = ServerEvent::ConnectionQuality {
                session_id,
                participant_id: id,
                connection,
            };
            news.push(self.to_room(None, event));
        }
    }
}
