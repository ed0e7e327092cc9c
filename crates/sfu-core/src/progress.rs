//! What is told of how far sessions have come.

use crate::room::Room;
use protocol::Event;
use std::collections::VecDeque;

impl Room {
    /// Tells how far a session has come, where that changed; of a new one at once.
    pub(crate) fn tell_progress(&mut self, session: usize, events: &mut VecDeque<Event>) {
        let Some(known) = self.sessions.get_mut(session) else {
            return;
        };
        let progress = known.peer.progress();
        if known.progress.replace(progress) == Some(progress) {
            return;
        }
        events.push_back(Event::SessionProgress {
            room: self.id,
            participant: known.participant,
            session: known.id,
            progress,
        });
    }
}
