//! What all streams of a person come to, for those who look back at a call.

use crate::meters::Direction;
use model::{Leg, Measurement, MediaKind, ParticipantId, RoomId};
use protocol::Event;
use quality::{Figures, Mos};
use sfu_core::Whose;
use std::collections::HashMap;
use std::time::Duration;

/// The people of a thread, while a round of looks ends.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    /// Whether this look is told of; nothing is kept of any other.
    pub(super) is_open: bool,
    people: HashMap<(RoomId, ParticipantId), Tally>,
}

/// One person, over all sessions and streams.
#[derive(Debug, Default)]
struct Tally {
    round_trip: Mean,
    /// By direction.
    legs: [LegTally; 2],
}

#[derive(Debug, Default)]
struct LegTally {
    /// Of packets: each stream weighs as much as it carries.
    loss: Mean,
    jitter: Mean,
    sound: Mean,
    picture: Mean,
    /// Bits per second of all pictures, where there are any.
    video: Option<f64>,
    frozen: Mean,
    missing: Mean,
}

/// A mean of weighted values.
#[derive(Debug, Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Tallies {
    pub(super) fn round_trip(&mut self, whose: Whose, time: Duration) {
        if let Some(tally) = self.of(whose) {
            tally.round_trip.add(milliseconds(time), 1.0);
        }
    }

    /// A stream flowed so over one leg. The jitter of pictures tells of how they are sent, not of the way.
    pub(super) fn leg(&mut self, whose: Whose, direction: Direction, kind: MediaKind, figures: &Figures) {
        let Some(tally) = self.of(whose) else { return };
        let leg = &mut tally.legs[direction as usize];
        leg.loss.add(1000.0 * figures.first_loss, figures.packets as f64);
        match kind {
            MediaKind::Audio => leg.jitter.add(milliseconds(figures.jitter), 1.0),
            MediaKind::Video => *leg.video.get_or_insert_default() += figures.bitrate,
        }
    }

    /// What came of a stream over the way so far, with its score.
    pub(super) fn score(
        &mut self,
        whose: Whose,
        direction: Direction,
        kind: MediaKind,
        (mos, way): (Mos, &Figures),
    ) {
        let Some(tally) = self.of(whose) else { return };
        let leg = &mut tally.legs[direction as usize];
        let (scores, amiss, share) = match kind {
            MediaKind::Audio => (&mut leg.sound, &mut leg.missing, way.loss),
            MediaKind::Video => (&mut leg.picture, &mut leg.frozen, way.frozen),
        };
        scores.add(100.0 * mos.value(), 1.0);
        amiss.add(1000.0 * share, 1.0);
    }

    /// What is to be told, of each person once.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Event> {
        let people = self.people.drain();
        people.map(|((room, participant), tally)| Event::Measured {
            room,
            participant,
            figures: tally.measurement(),
        })
    }

    fn of(&mut self, whose: Whose) -> Option<&mut Tally> {
        let key = (whose.room, whose.participant);
        self.is_open.then(|| self.people.entry(key).or_default())
    }
}

impl Tally {
    fn measurement(&self) -> Measurement {
        let [up, down] = self.legs.each_ref().map(LegTally::leg);
        Measurement {
            round_trip: self.round_trip.value(),
            up,
            down,
        }
    }
}

impl LegTally {
    fn leg(&self) -> Leg {
        Leg {
            loss: self.loss.value(),
            jitter: self.jitter.value(),
            sound: self.sound.value(),
            picture: self.picture.value(),
            // The conversion of numbers that are too large gives the largest.
            video: self.video.map(|bits| (bits / 1000.0).round() as u16),
            frozen: self.frozen.value(),
            missing: self.missing.value(),
        }
    }
}

impl Mean {
    fn add(&mut self, value: f64, weight: f64) {
        self.sum += value * weight;
        self.weight += weight;
    }

    /// The nearest whole number, where anything was added.
    fn value(&self) -> Option<u16> {
        // The conversion of numbers that are too large gives the largest.
        (self.weight > 0.0).then(|| (self.sum / self.weight).round() as u16)
    }
}

fn milliseconds(time: Duration) -> f64 {
    1000.0 * time.as_secs_f64()
}
