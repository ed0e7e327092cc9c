//! Who asks for the word, whom the doctor asks to be silent, what is to be read.

use super::LiveRoom;
use crate::captions::Caption;
use crate::clock::Timestamp;
use crate::live::event::ServerEvent;
use crate::live::news::News;
use model::{ParticipantId, Source};

impl LiveRoom {
    /// Somebody's hand goes up at that time, or down; a raised hand keeps its turn.
    pub(in crate::live) fn raise_hand(&mut self, id: ParticipantId, since: Option<Timestamp>) -> Vec<News> {
        let session_id = self.session_id;
        let Some(person) = self.person_mut(id) else {
            return Vec::new();
        };
        if person.hand_since.is_some() == since.is_some() {
            return Vec::new();
        }
        person.hand_since = since;
        let event = ServerEvent::HandRaised {
            session_id,
            participant_id: id,
            raised: since.is_some(),
            since,
        };
        vec![self.to_room(None, event)]
    }

    /// A line for everybody, its sender too: they see what the others see.
    pub(in crate::live) fn caption(&self, whose: Option<ParticipantId>, caption: Caption) -> News {
        let Caption {
            text,
            language,
            is_final,
        } = caption;
        let event = ServerEvent::Caption {
            session_id: self.session_id,
            participant_id: whose,
            text,
            language,
            is_final,
        };
        self.to_room(None, event)
    }

    /// Asks somebody's pages to mute a source, unless that is so already.
    pub(in crate::live) fn request_mute(&mut self, id: ParticipantId, source: Source) -> Vec<News> {
        let (room, session_id) = (self.id, self.session_id);
        let person = self.person_mut(id);
        if person.is_none_or(|person| person.muted.contains(&source)) {
            return Vec::new();
        }
        let event = ServerEvent::TrackMuteRequested {
            session_id,
            participant_id: id,
            source,
        };
        vec![News::Participant {
            room,
            participant: id,
            event,
        }]
    }
}
