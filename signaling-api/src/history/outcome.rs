//! What came of a consultation, by what was measured.

use super::interval::{Interval, merged, together, total};
use crate::clock::Timestamp;
use crate::diagnosis::Stage;
use crate::role::ParticipantRole;
use crate::store::{Status, UnknownWord};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What came of a consultation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConsultationOutcome)]
pub(crate) enum Outcome {
    /// Media of the doctor and of another were there at the same time.
    Held,
    /// The doctor came, nobody else did.
    NoShow,
    /// It was called off.
    Cancelled,
    /// Somebody tried, and none of their media came.
    Failed,
    /// Whoever came, the doctor was not there with them.
    Unattended,
}

/// One participant, as far as it matters here.
#[derive(Clone, Debug)]
pub(crate) struct Attendance {
    /// Their part.
    pub role: ParticipantRole,
    /// How far their latest attempt came.
    pub stage: Stage,
    /// When they began to wait before the door, where there is one.
    pub waiting_since: Option<Timestamp>,
    /// When their media were there.
    pub present: Vec<Interval>,
}

/// What is worked out of a consultation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Conclusion {
    /// Nothing while that is open.
    pub outcome: Option<Outcome>,
    /// From when to when the doctor and another were together, with the gaps.
    pub together: Option<Interval>,
    /// How long they were, without the gaps, in milliseconds.
    pub held_ms: i64,
    /// How long whoever was there first had been waiting when the doctor met them, in milliseconds.
    pub waited_ms: Option<i64>,
}

impl Outcome {
    /// The name in the store and on the wires.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Unattended => "unattended",
        }
    }
}

impl FromStr for Outcome {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let all = [
            Self::Held,
            Self::NoShow,
            Self::Cancelled,
            Self::Failed,
            Self::Unattended,
        ];
        let known = all.into_iter().find(|outcome| outcome.as_str() == text);
        known.ok_or(UnknownWord)
    }
}

/// Works out what came of a consultation; `is_expired`: nobody can come any more though it never began.
#[must_use]
pub(crate) fn conclude(status: Status, is_expired: bool, people: &[Attendance]) -> Conclusion {
    let (doctors, others): (Vec<_>, Vec<_>) = people
        .iter()
        .partition(|person| person.role == ParticipantRole::Doctor);
    let times = |people: &[&Attendance]| merged(people.iter().flat_map(|p| p.present.clone()).collect());
    let both = together(&times(&doctors), &times(&others));
    let span = both.first().zip(both.last());
    let span = span.map(|(first, last)| Interval {
        from: first.from,
        to: last.to,
    });
    let is_over = status.is_over() || (status == Status::Pending && is_expired);
    let tried_in_vain = |person: &Attendance| person.present.is_empty() && person.stage >= Stage::Offer;
    let outcome = if span.is_some() {
        Some(Outcome::Held)
    } else if status == Status::Cancelled {
        Some(Outcome::Cancelled)
    } else if !is_over {
        None
    } else if people.iter().any(tried_in_vain) {
        Some(Outcome::Failed)
    } else if others.is_empty() && !doctors.is_empty() {
        Some(Outcome::NoShow)
    } else {
        Some(Outcome::Unattended)
    };
    Conclusion {
        outcome,
        together: span,
        held_ms: total(&both),
        waited_ms: span.and_then(|span| waited(&others, span.from)),
    }
}

/// How long those had waited who are there when the doctor meets them: from their arrival before the door, or from when
/// their media came.
fn waited(others: &[&Attendance], met_at: i64) -> Option<i64> {
    let arrivals = others.iter().filter_map(|person| {
        let stay = person.present.iter().find(|interval| interval.has(met_at))?;
        let waiting = person.waiting_since.map(|since| since.0);
        Some(waiting.map_or(stay.from, |since| since.min(stay.from)))
    });
    arrivals.min().map(|arrival| met_at - arrival)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(role: ParticipantRole, stage: Stage, present: &[(i64, i64)]) -> Attendance {
        let present = present.iter().map(|&(from, to)| Interval { from, to });
        Attendance {
            role,
            stage,
            waiting_since: None,
            present: present.collect(),
        }
    }

    #[test]
    fn what_was_measured_decides() {
        use ParticipantRole::{Doctor, Guest, Patient};
        let there = |role, from, to| person(role, Stage::FirstFrame, &[(from, to)]);
        let door = |role| person(role, Stage::Token, &[]);
        let (held, failed) = (Some(Outcome::Held), Some(Outcome::Failed));
        let (no_show, unattended) = (Some(Outcome::NoShow), Some(Outcome::Unattended));
        let ended = [
            (vec![there(Doctor, 0, 9), there(Patient, 5, 20)], held),
            (vec![there(Doctor, 0, 9), there(Patient, 9, 20)], unattended),
            (vec![there(Patient, 0, 9), there(Guest, 0, 9)], unattended),
            (vec![door(Guest)], unattended),
            (vec![], unattended),
            (vec![there(Doctor, 0, 9)], no_show),
            (vec![door(Doctor)], no_show),
            (
                vec![there(Doctor, 0, 9), person(Patient, Stage::Stun, &[])],
                failed,
            ),
            (vec![person(Doctor, Stage::Offer, &[])], failed),
        ];
        for (people, outcome) in ended {
            assert_eq!(
                conclude(Status::Ended, false, &people).outcome,
                outcome,
                "{people:?}"
            );
            assert_eq!(
                conclude(Status::Pending, true, &people).outcome,
                outcome,
                "{people:?}"
            );
            let open = outcome.filter(|outcome| *outcome == Outcome::Held);
            assert_eq!(
                conclude(Status::Active, false, &people).outcome,
                open,
                "{people:?}"
            );
            let cancelled = open.or(Some(Outcome::Cancelled));
            assert_eq!(
                conclude(Status::Cancelled, false, &people).outcome,
                cancelled,
                "{people:?}"
            );
        }
    }

    #[test]
    fn times_are_those_of_being_together() {
        let doctor = person(
            ParticipantRole::Doctor,
            Stage::FirstFrame,
            &[(100, 200), (210, 300)],
        );
        let mut patient = person(ParticipantRole::Patient, Stage::FirstFrame, &[(120, 290)]);
        let early = person(ParticipantRole::Guest, Stage::FirstFrame, &[(10, 20)]);
        let found = conclude(
            Status::Ended,
            false,
            &[doctor.clone(), early.clone(), patient.clone()],
        );
        assert_eq!(found.together, Some(Interval { from: 120, to: 290 }));
        assert_eq!((found.held_ms, found.waited_ms), (160, Some(0)));
        patient.waiting_since = Some(Timestamp(40));
        let found = conclude(Status::Ended, false, &[doctor, early, patient]);
        assert_eq!(found.waited_ms, Some(80), "from the arrival before the door");
    }
}
