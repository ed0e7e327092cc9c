//! Calls on a clock of their own.

use super::{Call, CallStatus, Calls, Line, MEETING, Presence, RINGING, Refused, presence};
use crate::store::Mode;
use model::RoomId;
use proptest::prelude::*;
use socketioxide::socket::Sid;
use std::collections::HashSet;
use std::time::{Duration, Instant};
use uuid::Uuid;

const MOMENT: Duration = Duration::from_millis(1);

fn call(caller: Uuid, callee: Uuid) -> Call {
    Call {
        id: Uuid::now_v7(),
        caller,
        callee,
        mode: Mode::Audio,
        session: Uuid::now_v7(),
        room: RoomId::generate(),
    }
}

/// A call that rings, with the two.
fn ringing(now: Instant) -> (Calls, Call) {
    let mut calls = Calls::default();
    let call = call(Uuid::now_v7(), Uuid::now_v7());
    calls.ring(call.clone(), now);
    (calls, call)
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Accept,
    Reject,
    Busy,
    HangUp,
}

fn does(calls: &mut Calls, id: Uuid, user: Uuid, deed: Deed, now: Instant) -> Result<CallStatus, Refused> {
    let change = match deed {
        Deed::Accept => calls.accept(id, user, now),
        Deed::Reject => calls.reject(id, user, false),
        Deed::Busy => calls.reject(id, user, true),
        Deed::HangUp => calls.hang_up(id, user),
    };
    change.map(|change| change.to)
}

#[test]
fn what_each_of_the_two_may_do_makes_this_table() {
    use CallStatus::{Accepted, Busy, Hangup, Rejected};
    let late = Err(Refused::TooLate);
    let unknown = Err(Refused::Unknown);
    // While it rings by the caller, the callee, a stranger; then once it is accepted.
    let table = [
        (Deed::Accept, [late, Ok(Accepted), unknown], [late, late, unknown]),
        (Deed::Reject, [late, Ok(Rejected), unknown], [late, late, unknown]),
        (Deed::Busy, [late, Ok(Busy), unknown], [late, late, unknown]),
        (
            Deed::HangUp,
            [Ok(Hangup), Ok(Rejected), unknown],
            [Ok(Hangup), Ok(Hangup), unknown],
        ),
    ];
    let now = Instant::now();
    for (deed, while_ringing, once_accepted) in table {
        for is_accepted in [false, true] {
            for who in 0..3 {
                let (mut calls, call) = ringing(now);
                if is_accepted {
                    calls.accept(call.id, call.callee, now).expect("it rings");
                }
                let user = [call.caller, call.callee, Uuid::now_v7()][who];
                let expected = if is_accepted { once_accepted } else { while_ringing };
                let done = does(&mut calls, call.id, user, deed, now);
                assert_eq!(done, expected[who], "{deed:?} by {who}, accepted: {is_accepted}");
            }
        }
    }
}

#[test]
fn nobody_is_rung_for_longer_than_that() {
    let now = Instant::now();
    let (mut calls, call) = ringing(now);
    assert_eq!(calls.sweep(now + RINGING - MOMENT, |_| 0), []);
    assert_eq!(calls.ringing_at(call.callee).count(), 1);
    let missed = calls.sweep(now + RINGING, |_| 0);
    assert_eq!((missed[0].to, missed[0].by), (CallStatus::Missed, None));
    assert_eq!(calls.line(call.caller, call.callee), Line::Free);
}

#[test]
fn who_calls_back_while_it_rings_answers() {
    let (calls, call) = ringing(Instant::now());
    assert_eq!(calls.line(call.callee, call.caller), Line::Meets(call.id));
    assert_eq!(calls.line(call.caller, call.callee), Line::Rings(call.clone()));
    let third = Uuid::now_v7();
    assert_eq!(calls.line(third, call.callee), Line::CalleeBusy);
    assert_eq!(calls.line(third, call.caller), Line::CalleeBusy);
    assert_eq!(calls.line(call.caller, third), Line::CallerBusy);
    assert_eq!(calls.line(third, Uuid::now_v7()), Line::Free);
}

#[test]
fn a_call_is_over_when_one_of_the_two_has_left_its_room() {
    let now = Instant::now();
    let (mut calls, call) = ringing(now);
    calls.accept(call.id, call.callee, now).expect("it rings");
    assert_eq!(calls.sweep(now, |_| 1), [], "they are on their way");
    assert_eq!(calls.sweep(now, |_| 2), []);
    assert_eq!(calls.sweep(now + MEETING, |_| 2), []);
    assert_eq!(calls.sweep(now, |_| 1)[0].to, CallStatus::Hangup);
}

#[test]
fn a_call_whose_people_never_come_is_over() {
    let now = Instant::now();
    let (mut calls, call) = ringing(now);
    calls.accept(call.id, call.callee, now).expect("it rings");
    assert_eq!(calls.sweep(now + MEETING - MOMENT, |_| 1), []);
    assert_eq!(calls.sweep(now + MEETING, |_| 1)[0].to, CallStatus::Hangup);
}

#[test]
fn whoever_is_gone_rings_nobody_but_talks_on() {
    let now = Instant::now();
    let (mut calls, call) = ringing(now);
    assert_eq!(calls.gone(call.callee), [], "their other devices may come");
    assert_eq!(calls.gone(call.caller)[0].to, CallStatus::Hangup);
    let (mut calls, call) = ringing(now);
    calls.accept(call.id, call.callee, now).expect("it rings");
    assert_eq!(calls.gone(call.caller), []);
}

#[test]
fn somebody_is_there_for_a_moment_after_their_last_socket() {
    let (now, user) = (Instant::now(), Uuid::now_v7());
    let (one, other) = (Sid::new(), Sid::new());
    let mut presence = Presence::default();
    assert!(presence.connect(user, one));
    assert!(!presence.connect(user, other));
    presence.disconnect(user, one, now);
    assert!(presence.sweep(now + presence::GRACE).is_empty());
    presence.disconnect(user, other, now);
    assert!(presence.sweep(now + presence::GRACE - MOMENT).is_empty());
    assert!(presence.is_online(user));
    assert_eq!(presence.sweep(now + presence::GRACE), [user]);
    assert!(!presence.is_online(user));
    presence.expect(user, now);
    assert!(!presence.connect(user, one), "they are there already");
    assert!(presence.sweep(now + presence::GRACE).is_empty());
}

proptest! {
    /// Whatever happens, nobody is in two calls, and each call ends once.
    #[test]
    fn nobody_is_in_two_calls(steps in proptest::collection::vec((0usize..6, 0usize..4, 0usize..4, 0u64..30), 1..80)) {
        let users: Vec<Uuid> = (0..4).map(|_| Uuid::now_v7()).collect();
        let (mut calls, mut now) = (Calls::default(), Instant::now());
        let (mut known, mut over) = (Vec::new(), HashSet::new());
        for (step, one, other, seconds) in steps {
            now += Duration::from_secs(seconds);
            let (one, other) = (users[one], users[other]);
            let between = |(call, _): &&(Call, _)| call.is_of(one) && call.is_of(other);
            let id = calls.calls.values().find(between).map(|(call, _)| call.id).unwrap_or_default();
            let mut changes = match step {
                0 | 1 if one != other => match calls.line(one, other) {
                    Line::Free => {
                        let new = call(one, other);
                        known.push(new.id);
                        calls.ring(new, now);
                        Vec::new()
                    }
                    Line::Meets(id) => calls.accept(id, one, now).into_iter().collect(),
                    _ => Vec::new(),
                },
                2 => calls.accept(id, one, now).into_iter().collect(),
                3 => calls.reject(id, one, false).into_iter().collect(),
                4 => calls.gone(one),
                _ => calls.hang_up(id, one).into_iter().collect(),
            };
            changes.extend(calls.sweep(now, |_| 1));
            for change in changes.into_iter().filter(|change| change.to.is_over()) {
                prop_assert!(over.insert(change.call.id), "it was over before");
            }
            for user in &users {
                let mine = calls.calls.values().filter(|(call, _)| call.is_of(*user)).count();
                prop_assert!(mine <= 1);
            }
        }
        now += RINGING + MEETING;
        for change in calls.sweep(now, |_| 0) {
            prop_assert!(over.insert(change.call.id));
        }
        prop_assert_eq!(over.len(), known.len());
    }
}
