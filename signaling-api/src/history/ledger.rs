//! What the media node tells of participants, on its way to the store: a value that is told the time.

use super::interval::Interval;
use super::quality::Minute;
use crate::clock::Timestamp;
use crate::live::QualityState;
use model::{Measurement, ParticipantId, Quality};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// How often what goes on is written: a server that dies forgets as much at most.
const REST: i64 = 10_000;
/// After so long without being asked nobody knows who was there meanwhile: the machine slept.
const BLIND: i64 = 60_000;
/// Most rows that wait for a store that is away; the oldest are given up.
const MOST: usize = 20_000;

/// Who is there, and since when.
#[derive(Default)]
pub(crate) struct Ledger {
    people: HashMap<ParticipantId, Watched>,
    waiting: Batch,
}

/// Rows to be written.
#[derive(Default)]
pub(crate) struct Batch {
    /// Consultations that they are of.
    pub consultations: BTreeSet<Uuid>,
    /// In order: a later row replaces an earlier one.
    pub rows: Vec<Kept>,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kept {
    /// Media were there, so far.
    Presence(Uuid, ParticipantId, Interval),
    /// How well they went in a minute, so far.
    Quality(ParticipantId, Box<Minute>),
    /// Somebody's media are there for the first time, or again after they had left.
    Joined(ParticipantId, Timestamp),
    /// Whoever joined is gone.
    Left(ParticipantId, Timestamp),
}

struct Watched {
    consultation: Uuid,
    state: QualityState,
    /// The interval that goes on; none while nothing is heard of them.
    presence: Option<(Uuid, Interval)>,
    minute: Minute,
    /// The last sign of life.
    seen_at: i64,
    written_at: i64,
}

impl Ledger {
    /// A participant's media are so from now on; `None`: they are gone.
    pub(crate) fn note(
        &mut self,
        participant: ParticipantId,
        consultation: Uuid,
        state: Option<QualityState>,
        now: Timestamp,
    ) {
        let known = self.people.remove(&participant);
        let before = known.map(|watched| watched.advance(participant, now.0, &mut self.waiting));
        let Some(state) = state else {
            if let Some(watched) = before {
                watched.write(participant, &mut self.waiting);
                self.waiting.rows.push(Kept::Left(participant, now));
            }
            return;
        };
        if before.is_none() {
            self.waiting.consultations.insert(consultation);
            self.waiting.rows.push(Kept::Joined(participant, now));
        }
        let mut watched = before.unwrap_or_else(|| Watched::new(consultation, now.0));
        let is_heard = state.quality != Some(Quality::Lost);
        if watched.presence.is_some() != is_heard {
            watched.write(participant, &mut self.waiting);
            watched.presence = is_heard.then(|| begin(now.0));
        }
        watched.state = state;
        self.people.insert(participant, watched);
    }

    /// A participant's media fared so in the last ten seconds.
    pub(crate) fn measure(&mut self, participant: ParticipantId, figures: Measurement, now: Timestamp) {
        let Some(watched) = self.people.remove(&participant) else {
            return;
        };
        let mut watched = watched.advance(participant, now.0, &mut self.waiting);
        watched.minute.measure(figures, now.0);
        // The media node tells of what is less than good alone: that something flows, and well, goes without saying.
        watched.state.quality.get_or_insert(Quality::Good);
        self.people.insert(participant, watched);
    }

    /// What is to be written by now.
    #[must_use]
    pub(crate) fn take(&mut self, now: Timestamp) -> Batch {
        let people = std::mem::take(&mut self.people);
        for (participant, watched) in people {
            let mut watched = watched.advance(participant, now.0, &mut self.waiting);
            if now.0 - watched.written_at >= REST {
                watched.write(participant, &mut self.waiting);
                watched.written_at = now.0;
            }
            self.people.insert(participant, watched);
        }
        std::mem::take(&mut self.waiting)
    }

    /// The store did not take it; it is tried again with what comes meanwhile.
    pub(crate) fn put_back(&mut self, mut batch: Batch) {
        batch.rows.append(&mut self.waiting.rows);
        batch.consultations.append(&mut self.waiting.consultations);
        let surplus = batch.rows.len().saturating_sub(MOST);
        batch.rows.drain(..surplus);
        self.waiting = batch;
    }
}

impl Watched {
    fn new(consultation: Uuid, now: i64) -> Self {
        Self {
            consultation,
            state: QualityState::default(),
            presence: None,
            minute: Minute::of(now),
            seen_at: now,
            // Due with the next look: who came is known within a second.
            written_at: now - REST,
        }
    }

    /// Everything stayed as it was until now.
    fn advance(mut self, participant: ParticipantId, now: i64, batch: &mut Batch) -> Self {
        let mut from = std::mem::replace(&mut self.seen_at, now);
        if !(0..BLIND).contains(&(now - from)) {
            self.write(participant, batch);
            self.presence = self.presence.map(|_| begin(now));
            self.minute = Minute::of(now);
            self.written_at = now - REST;
            return self;
        }
        while now >= self.minute.end() {
            let end = self.minute.end();
            self.minute.mark(from, end, self.state);
            if self.minute.is_known() {
                batch
                    .rows
                    .push(Kept::Quality(participant, Box::new(self.minute.clone())));
            }
            batch.consultations.insert(self.consultation);
            self.minute = Minute::of(end);
            from = end;
        }
        self.minute.mark(from, now, self.state);
        if let Some((_, interval)) = &mut self.presence {
            interval.to = now;
        }
        self
    }

    fn write(&self, participant: ParticipantId, batch: &mut Batch) {
        batch.consultations.insert(self.consultation);
        if let Some((id, interval)) = self.presence {
            batch.rows.push(Kept::Presence(id, participant, interval));
        }
        if self.minute.is_known() {
            batch
                .rows
                .push(Kept::Quality(participant, Box::new(self.minute.clone())));
        }
    }
}

fn begin(now: i64) -> (Uuid, Interval) {
    (Uuid::now_v7(), Interval { from: now, to: now })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const START: Timestamp = Timestamp(1_700_000_040_000);
    const WHO: ParticipantId = ParticipantId(Uuid::nil());

    fn at(seconds: u64) -> Timestamp {
        START + Duration::from_secs(seconds)
    }

    fn state(quality: Quality) -> Option<QualityState> {
        let quality = Some(quality);
        Some(QualityState {
            quality,
            ..QualityState::default()
        })
    }

    /// Intervals, minutes.
    type Rows = (Vec<(i64, i64)>, Vec<(i64, String)>);

    /// The last row of each interval and minute, in seconds since the start.
    fn kept(ledger: &mut Ledger, now: u64) -> Rows {
        let (mut intervals, mut minutes) = (Vec::new(), Vec::new());
        for row in ledger.take(at(now)).rows {
            match row {
                Kept::Presence(_, _, interval) => {
                    let from = (interval.from - START.0) / 1000;
                    intervals.retain(|(known, _)| *known != from);
                    intervals.push((from, (interval.to - START.0) / 1000));
                }
                Kept::Quality(_, minute) => {
                    let from = (minute.started_at - START.0) / 1000;
                    minutes.retain(|(known, _)| *known != from);
                    minutes.push((from, minute.letters()));
                }
                Kept::Joined(..) | Kept::Left(..) => {}
            }
        }
        (intervals, minutes)
    }

    #[test]
    fn an_interval_ends_with_the_last_sign_of_life() {
        let mut ledger = Ledger::default();
        ledger.note(WHO, Uuid::nil(), Some(QualityState::default()), at(0));
        assert_eq!(kept(&mut ledger, 1).0, [(0, 1)]);
        assert_eq!(kept(&mut ledger, 5).0, [], "a row in ten seconds is enough");
        assert_eq!(kept(&mut ledger, 11).0, [(0, 11)]);
        ledger.note(WHO, Uuid::nil(), None, at(14));
        assert_eq!(kept(&mut ledger, 20).0, [(0, 14)]);
        assert_eq!(kept(&mut ledger, 40).0, []);
    }

    #[test]
    fn who_is_not_heard_is_not_there() {
        let mut ledger = Ledger::default();
        ledger.note(WHO, Uuid::nil(), state(Quality::Good), at(0));
        ledger.note(WHO, Uuid::nil(), state(Quality::Lost), at(20));
        ledger.note(WHO, Uuid::nil(), state(Quality::Fair), at(30));
        let (intervals, minutes) = kept(&mut ledger, 60);
        assert_eq!(intervals, [(0, 20), (30, 60)]);
        assert_eq!(minutes, [(0, "gglfff".into())]);
    }

    #[test]
    fn nobody_knows_who_was_there_while_the_machine_slept() {
        let mut ledger = Ledger::default();
        ledger.note(WHO, Uuid::nil(), state(Quality::Good), at(0));
        assert_eq!(kept(&mut ledger, 10).0, [(0, 10)]);
        assert_eq!(kept(&mut ledger, 4000).0, [(0, 10), (4000, 4000)]);
        assert_eq!(
            kept(&mut ledger, 3990).0,
            [(4000, 4000), (3990, 3990)],
            "the clock was set back"
        );
    }

    #[test]
    fn what_the_store_did_not_take_comes_again_before_what_is_newer() {
        let mut ledger = Ledger::default();
        ledger.note(WHO, Uuid::nil(), state(Quality::Good), at(0));
        let lost = ledger.take(at(11));
        ledger.put_back(lost);
        ledger.note(WHO, Uuid::nil(), None, at(15));
        let again = ledger.take(at(16));
        assert_eq!(again.consultations.len(), 1);
        let ends = again.rows.iter().filter_map(|row| match row {
            Kept::Presence(_, _, interval) => Some((interval.to - START.0) / 1000),
            Kept::Quality(..) | Kept::Joined(..) | Kept::Left(..) => None,
        });
        assert_eq!(ends.collect::<Vec<_>>(), [11, 15]);
    }

    #[test]
    fn what_flows_and_was_not_told_to_be_worse_is_good() {
        let mut ledger = Ledger::default();
        ledger.note(WHO, Uuid::nil(), Some(QualityState::default()), at(0));
        let figures = |round_trip| Measurement {
            round_trip: Some(round_trip),
            ..Measurement::default()
        };
        ledger.measure(WHO, figures(40), at(20));
        ledger.measure(WHO, figures(61), at(30));
        ledger.note(WHO, Uuid::nil(), state(Quality::Poor), at(40));
        ledger.measure(WHO, Measurement::default(), at(50));
        let rows = ledger.take(at(60)).rows;
        let minutes: Vec<_> = rows
            .iter()
            .filter_map(|row| match row {
                Kept::Quality(_, minute) => Some((minute.letters(), minute.figures())),
                _ => None,
            })
            .collect();
        assert_eq!(minutes, [("-gggpp".to_owned(), figures(51))]);
    }

    #[test]
    fn who_is_lost_for_a_while_has_not_left() {
        let mut ledger = Ledger::default();
        ledger.note(WHO, Uuid::nil(), state(Quality::Good), at(0));
        ledger.note(WHO, Uuid::nil(), state(Quality::Lost), at(20));
        ledger.note(WHO, Uuid::nil(), state(Quality::Good), at(30));
        ledger.note(WHO, Uuid::nil(), None, at(40));
        ledger.note(WHO, Uuid::nil(), state(Quality::Good), at(50));
        let rows = ledger.take(at(51)).rows.into_iter();
        let moves: Vec<Kept> = rows
            .filter(|row| matches!(row, Kept::Joined(..) | Kept::Left(..)))
            .collect();
        assert_eq!(
            moves,
            [
                Kept::Joined(WHO, at(0)),
                Kept::Left(WHO, at(40)),
                Kept::Joined(WHO, at(50))
            ]
        );
    }
}
