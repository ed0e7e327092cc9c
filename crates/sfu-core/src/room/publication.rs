//! Tracks that come and go.

use super::{Room, Surroundings};
use crate::track::Track;
use model::TrackId;
use protocol::Event;
use transport::peer::Packet;

impl Room {
    pub(super) fn is_published(&self, publisher: usize, packet: &Packet) -> bool {
        let track = self.sessions[publisher]
            .tracks
            .get(packet.line)
            .and_then(Option::as_ref);
        track.is_some_and(|t| t.continues_with(packet))
    }

    pub(super) fn publish(
        &mut self,
        publisher: usize,
        packet: &Packet,
        around: &mut Surroundings<'_>,
    ) -> bool {
        let session = &mut self.sessions[publisher];
        let codec = session.peer.lines()[packet.line].codec(packet.codec);
        let (Some(source), Some(codec)) = (session.source_of(packet.line), codec) else {
            return false;
        };
        if let Some(track) = &mut session.tracks[packet.line] {
            if track.takes(around.now, packet) {
                // Who wants it finds it when bandwidth is shared next.
                track.begin(around.now, packet);
                return true;
            }
            if !track.yields_to(around.now, packet) {
                return false;
            }
        }
        self.unpublish(publisher, packet.line, around);
        *around.last_track += 1;
        let id = TrackId(*around.last_track);
        let session = &mut self.sessions[publisher];
        let encodings = session.peer.lines()[packet.line].encodings();
        let mut track = Track::new(around.now, id, source, codec, packet.codec, encodings);
        track.begin(around.now, packet);
        session.tracks[packet.line] = Some(track);
        let participant = session.participant;
        around.events.push_back(Event::TrackPublished {
            room: self.id,
            participant,
            track: id,
            source,
        });
        self.reconcile(around.now, around.events);
        true
    }

    /// Takes a track away, with the news of it.
    pub(crate) fn unpublish(&mut self, publisher: usize, line: usize, around: &mut Surroundings<'_>) {
        let session = &mut self.sessions[publisher];
        let Some(track) = session.tracks[line].take() else {
            return;
        };
        let (room, participant) = (self.id, session.participant);
        around.events.push_back(Event::TrackUnpublished {
            room,
            participant,
            track: track.id,
        });
        for (_, session) in &mut self.sessions {
            session.seats.iter_mut().for_each(|seat| seat.forget(track.id));
        }
    }
}
