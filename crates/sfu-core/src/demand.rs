//! What publishers are told of how far they are watched.

use crate::room::{Room, Surroundings};
use model::{MediaKind, Source};
use protocol::Event;

impl Room {
    /// Tells publishers which layers nobody takes, and those of a single layer how much those who take it can.
    pub(crate) fn tell_demand(&mut self, around: &mut Surroundings<'_>) {
        self.count_takers();
        self.count_tape();
        let room = self.id;
        for (_, session) in &mut self.sessions {
            let mut limit = None;
            for (line, track) in session.tracks.iter_mut().enumerate() {
                let Some(track) = track.as_mut().filter(|t| t.source.kind() == MediaKind::Video) else {
                    continue;
                };
                if track.has_one_layer() && track.source == Source::Camera {
                    limit = track.watch.allowance();
                }
                if let Some(layers) = track.watch.poll(around.now) {
                    around.events.push_back(Event::LayersWanted {
                        room,
                        participant: session.participant,
                        session: session.id,
                        mid: session.peer.lines()[line].mid(),
                        layers,
                    });
                }
            }
            session.peer.limit_publisher(around.now, limit);
        }
    }

    fn count_takers(&mut self) {
        for (_, session) in &mut self.sessions {
            session
                .tracks
                .iter_mut()
                .flatten()
                .for_each(|track| track.watch.restart());
        }
        for receiver in 0..self.sessions.capacity() {
            let seats = self
                .sessions
                .get(receiver)
                .map_or(0, |session| session.seats.len());
            for seat in 0..seats {
                let session = &self.sessions[receiver];
                let (at, allowance) = (&session.seats[seat], session.share.allowance);
                let Some(occupant) = at.occupant() else { continue };
                let taken = at.wanted.map_or(0, |layer| layer.spatial + 1);
                if let Some(publisher) = self.sessions.get_mut(occupant.session)
                    && let Some(Some(track)) = publisher.tracks.get_mut(occupant.line)
                {
                    track.watch.add(taken, allowance);
                }
            }
        }
    }
}
