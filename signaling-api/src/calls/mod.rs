//! Calls that ring or go on, as a value that is told the time.

mod meetings;
mod presence;
mod status;
#[cfg(test)]
mod tests;

pub(crate) use meetings::Meetings;
pub(crate) use presence::Presence;
pub(crate) use status::CallStatus;

use crate::store::Mode;
use model::RoomId;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long somebody is rung.
pub(crate) const RINGING: Duration = Duration::from_secs(45);
/// How long the two may take from the answer to being both in the room.
const MEETING: Duration = Duration::from_secs(60);

/// One call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Call {
    /// Its id.
    pub id: Uuid,
    /// Who calls.
    pub caller: Uuid,
    /// Who is called.
    pub callee: Uuid,
    /// With pictures or without.
    pub mode: Mode,
    /// The consultation that it is held in.
    pub session: Uuid,
    /// Its media side.
    pub room: RoomId,
}

impl Call {
    /// Whether a user is one of the two.
    #[must_use]
    pub(crate) fn is_of(&self, user: Uuid) -> bool {
        self.caller == user || self.callee == user
    }
}

/// What became of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Change {
    /// Which.
    pub call: Call,
    /// What.
    pub to: CallStatus,
    /// Whose deed it is; nothing where time or the room decided.
    pub by: Option<Uuid>,
}

/// What stands in the way of a new call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Line {
    /// Nothing.
    Free,
    /// It rings already.
    Rings(Call),
    /// The other one calls at this moment: to call back is to answer.
    Meets(Uuid),
    /// The caller is in another call.
    CallerBusy,
    /// The other one is in another call.
    CalleeBusy,
}

/// Why something cannot be done to a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    /// There is no such call for this user, or it is over.
    Unknown,
    /// It was answered already, or this user is not the one to answer.
    TooLate,
}

/// All calls that ring or go on.
#[derive(Default)]
pub(crate) struct Calls {
    calls: HashMap<Uuid, (Call, State)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Ringing { until: Instant },
    Accepted { meet_by: Instant, have_met: bool },
}

impl Calls {
    /// Whether one may call the other now.
    #[must_use]
    pub(crate) fn line(&self, caller: Uuid, callee: Uuid) -> Line {
        let mut line = Line::Free;
        for (call, state) in self.calls.values() {
            let rings = matches!(state, State::Ringing { .. });
            if rings && call.caller == callee && call.callee == caller {
                return Line::Meets(call.id);
            }
            if rings && call.caller == caller && call.callee == callee {
                return Line::Rings(call.clone());
            }
            if call.is_of(caller) {
                line = Line::CallerBusy;
            } else if call.is_of(callee) && line == Line::Free {
                line = Line::CalleeBusy;
            }
        }
        line
    }

    /// Begins to ring.
    pub(crate) fn ring(&mut self, call: Call, now: Instant) {
        let until = now + RINGING;
        self.calls.insert(call.id, (call, State::Ringing { until }));
    }

    /// Takes up a call that was accepted before the program was started anew.
    pub(crate) fn restore(&mut self, call: Call, now: Instant) {
        self.calls.insert(call.id, (call, accepted(now)));
    }

    /// The one who is called answers.
    ///
    /// # Errors
    /// There is no such call, or another device was faster.
    pub(crate) fn accept(&mut self, id: Uuid, user: Uuid, now: Instant) -> Result<Change, Refused> {
        let (call, state) = self.of_user(id, user)?;
        if call.callee != user || !matches!(state, State::Ringing { .. }) {
            return Err(Refused::TooLate);
        }
        *state = accepted(now);
        Ok(change(call, CallStatus::Accepted, Some(user)))
    }

    /// The one who is called does not answer: they do not want to, or say that they are `busy`.
    ///
    /// # Errors
    /// There is no such call, or it was answered.
    pub(crate) fn reject(&mut self, id: Uuid, user: Uuid, busy: bool) -> Result<Change, Refused> {
        let (call, state) = self.of_user(id, user)?;
        if call.callee != user || !matches!(state, State::Ringing { .. }) {
            return Err(Refused::TooLate);
        }
        let to = if busy {
            CallStatus::Busy
        } else {
            CallStatus::Rejected
        };
        let change = change(call, to, Some(user));
        self.calls.remove(&id);
        Ok(change)
    }

    /// One of the two ends the call; the one who is called rejects it as long as it rings.
    ///
    /// # Errors
    /// There is no such call.
    pub(crate) fn hang_up(&mut self, id: Uuid, user: Uuid) -> Result<Change, Refused> {
        let (call, state) = self.of_user(id, user)?;
        let rejects = call.callee == user && matches!(state, State::Ringing { .. });
        let to = if rejects {
            CallStatus::Rejected
        } else {
            CallStatus::Hangup
        };
        let change = change(call, to, Some(user));
        self.calls.remove(&id);
        Ok(change)
    }

    /// Somebody has no device any more: nobody is rung in their name.
    pub(crate) fn gone(&mut self, user: Uuid) -> Vec<Change> {
        self.end(|call, state| {
            let rings = call.caller == user && matches!(state, State::Ringing { .. });
            rings.then_some((CallStatus::Hangup, Some(user)))
        })
    }

    /// Ends what nobody answered, and calls whose room one of the two has left. `people` tells how many are in a room.
    pub(crate) fn sweep(&mut self, now: Instant, people: impl Fn(RoomId) -> usize) -> Vec<Change> {
        self.end(|call, state| match state {
            State::Ringing { until } => (*until <= now).then_some((CallStatus::Missed, None)),
            State::Accepted { meet_by, have_met } => {
                let is_met = people(call.room) >= 2;
                *have_met |= is_met;
                let is_over = !is_met && (*have_met || *meet_by <= now);
                is_over.then_some((CallStatus::Hangup, None))
            }
        })
    }

    /// Calls that ring at somebody's.
    pub(crate) fn ringing_at(&self, user: Uuid) -> impl Iterator<Item = &Call> {
        let calls = self.calls.values();
        calls.filter_map(move |(call, state)| {
            (call.callee == user && matches!(state, State::Ringing { .. })).then_some(call)
        })
    }

    fn of_user(&mut self, id: Uuid, user: Uuid) -> Result<(&Call, &mut State), Refused> {
        match self.calls.get_mut(&id) {
            Some((call, state)) if call.is_of(user) => Ok((call, state)),
            _ => Err(Refused::Unknown),
        }
    }

    fn end(
        &mut self,
        mut verdict: impl FnMut(&Call, &mut State) -> Option<(CallStatus, Option<Uuid>)>,
    ) -> Vec<Change> {
        let mut ended = Vec::new();
        self.calls.retain(|_, (call, state)| {
            let over = verdict(call, state);
            ended.extend(over.map(|(to, by)| change(call, to, by)));
            over.is_none()
        });
        ended
    }
}

fn accepted(now: Instant) -> State {
    State::Accepted {
        meet_by: now + MEETING,
        have_met: false,
    }
}

fn change(call: &Call, to: CallStatus, by: Option<Uuid>) -> Change {
    Change {
        call: call.clone(),
        to,
        by,
    }
}
