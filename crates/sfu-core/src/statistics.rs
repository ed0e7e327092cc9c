//! Figures of a shard as plain values.

use crate::room::Room;
use model::MediaKind;
use transport::peer::Counters;

/// Counters since the start with figures of the moment.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// Sums over all sessions, ended ones included.
    pub counters: Counters,
    /// Rooms open now.
    pub rooms: u64,
    /// Sessions now.
    pub sessions: u64,
    /// Published tracks now: audio, video.
    pub published: [u64; 2],
    /// Seats that play a track now: audio, video.
    pub seated: [u64; 2],
}

impl Statistics {
    /// Sums up.
    pub fn add(&mut self, other: &Self) {
        self.counters.add(&other.counters);
        self.rooms += other.rooms;
        self.sessions += other.sessions;
        for rank in 0..2 {
            self.published[rank] += other.published[rank];
            self.seated[rank] += other.seated[rank];
        }
    }

    pub(crate) fn collect<'a>(gone: &Counters, rooms: impl Iterator<Item = &'a Room>) -> Self {
        let mut sum = Self {
            counters: gone.clone(),
            ..Self::default()
        };
        for room in rooms {
            sum.rooms += 1;
            for (_, session) in &room.sessions {
                sum.sessions += 1;
                sum.counters.add(session.peer.counters());
                session
                    .tracks
                    .iter()
                    .flatten()
                    .for_each(|t| sum.published[rank(t.source.kind())] += 1);
                session
                    .seats
                    .iter()
                    .filter(|s| s.playing().is_some())
                    .for_each(|s| sum.seated[rank(s.kind)] += 1);
            }
        }
        sum
    }
}

fn rank(kind: MediaKind) -> usize {
    usize::from(kind == MediaKind::Video)
}
