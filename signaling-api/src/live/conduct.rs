//! Hands that are raised in rooms, requests to be silent, captions.

use super::{News, Rooms};
use crate::captions::Caption;
use crate::clock::Timestamp;
use model::{ParticipantId, RoomId, Source};

impl Rooms {
    /// Somebody's hand goes up at that time, or down.
    pub(crate) fn raise_hand(
        &mut self,
        room: RoomId,
        participant: ParticipantId,
        since: Option<Timestamp>,
    ) -> Vec<News> {
        self.within(room, |room| room.raise_hand(participant, since))
    }

    /// Somebody's pages are asked to mute a source.
    pub(crate) fn request_mute(
        &mut self,
        room: RoomId,
        participant: ParticipantId,
        source: Source,
    ) -> Vec<News> {
        self.within(room, |room| room.request_mute(participant, source))
    }

    /// All in a room are shown a line of somebody, or of a server.
    pub(crate) fn caption(
        &mut self,
        room: RoomId,
        whose: Option<ParticipantId>,
        caption: Caption,
    ) -> Vec<News> {
        self.within(room, |room| vec![room.caption(whose, caption)])
    }
}
