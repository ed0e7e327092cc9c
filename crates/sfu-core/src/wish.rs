//! What a receiver could get, and how large it is worth to it.

use crate::room::Room;
use crate::seat::Occupant;
use crate::session::Session;
use allocation::{Demand, Priority};
use model::{MediaKind, ParticipantId, Source};
use std::time::{Duration, Instant};

/// Until its receiver has said how large it is shown, a new picture is worth the smallest.
const UNSEEN: Duration = Duration::from_millis(1500);

impl Room {
    /// Collects what the session could get; how many of the pictures have one layer alone.
    pub(crate) fn demand(&self, now: Instant, key: usize, demands: &mut Vec<Demand>) -> u64 {
        demands.clear();
        let mut alone = 0;
        let session = &self.sessions[key];
        for occupant in pictures(session).map(|(_, occupant)| occupant) {
            let Some(track) = self.track_of(&occupant) else {
                continue;
            };
            let height = height(now, session, &occupant);
            alone += u64::from(track.has_one_layer() && height != Some(0));
            demands.push(Demand {
                track: occupant.track.0,
                priority: self.priority(session, &occupant),
                height,
                layers: track.layers(now),
            });
        }
        alone
    }

    fn priority(&self, receiver: &Session, occupant: &Occupant) -> Priority {
        let wishes = receiver.wishes.iter().flatten();
        let pinned = wishes.filter(|w| w.pinned).any(|w| is_wish_for(w, occupant));
        let floor = self.speakers.floor();
        let speaking = floor.heard[..floor.speaking].contains(&occupant.participant);
        match occupant.source {
            Source::Screen => Priority::Screen,
            _ if pinned => Priority::Pinned,
            _ if speaking => Priority::Speaking,
            _ => Priority::Other,
        }
    }
}

/// Seats for pictures that are taken, with who sits there.
fn pictures(session: &Session) -> impl Iterator<Item = (usize, Occupant)> {
    let seats = session.seats.iter().enumerate();
    seats
        .filter(|(_, seat)| seat.kind == MediaKind::Video)
        .filter_map(|(at, seat)| Some((at, seat.occupant()?)))
}

/// Has a picture that is shown be worth the smallest.
pub(crate) fn shrink(demand: &mut Demand) {
    demand.height = Some(demand.height.map_or(1, |height| height.min(1)));
}

/// The height in which the receiver shows a picture; nothing for as large as it comes.
fn height(now: Instant, receiver: &Session, occupant: &Occupant) -> Option<u16> {
    let wishes = receiver.wishes.as_ref()?;
    let wish = wishes.iter().find(|wish| is_wish_for(wish, occupant));
    Some(match wish {
        Some(wish) => wish.height,
        None => u16::from(is_new(now, receiver, occupant.participant)),
    })
}

fn is_new(now: Instant, receiver: &Session, participant: ParticipantId) -> bool {
    let mut seating = receiver.seating.iter().zip(&receiver.seated_at);
    seating.any(|(who, at)| *who == Some(participant) && now.saturating_duration_since(*at) < UNSEEN)
}

fn is_wish_for(wish: &protocol::Wish, occupant: &Occupant) -> bool {
    wish.participant == occupant.participant && wish.source == occupant.source
}
