//! What happens to a call, whoever says so: a user, their devices, time.

use crate::app::App;
use crate::calls::{Call, CallStatus, Change, Line, Refused};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::live::{CallParty, EndedBy, ServerEvent};
use crate::peer_signal;
use crate::policy::{self, Verdict};
use crate::role::UserRole;
use crate::sfu_link::BoxFuture;
use crate::store::{CallRecord, Consultation, Deed, Mode, NewCall, NewConsultation, Status, User};
use crate::visits;
use std::time::Instant;
use uuid::Uuid;

/// Most people that are told when somebody comes or goes.
const MOST_WATCHERS: i64 = 1000;

/// Calls somebody. Who calls one who calls them at this moment answers; who calls again while it rings has the same call.
///
/// # Errors
/// [`Code::NotFound`] also for those who are none of the caller's business, [`Code::Forbidden`], [`Code::RateLimited`],
/// [`Code::Conflict`] where the caller is in another call.
pub(crate) async fn start(app: &App, user: &User, callee: Uuid, mode: Mode) -> Result<CallRecord, Failure> {
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits.calls.take(&user.id, Instant::now()).map_err(limited)?;
    let callee = callable(app, user, callee).await?;
    let in_consultation = is_in_consultation(app, callee.id).await?;
    // Whoever calls without a socket has a moment to connect one.
    app.presence().expect(user.id, Instant::now());
    let mut calls = app.calls.lock().await;
    match calls.line(user.id, callee.id) {
        Line::Rings(call) => record(app, call.id).await,
        Line::Meets(call) => {
            drop(calls);
            accept(app, user, call).await
        }
        Line::CallerBusy => Err(Failure::new(Code::Conflict, "end the call that you are in first")),
        Line::CalleeBusy => keep_busy(app, user.id, callee.id, mode).await,
        Line::Free if in_consultation => keep_busy(app, user.id, callee.id, mode).await,
        Line::Free => {
            let (record, call) = place(app, user, &callee, mode).await?;
            calls.ring(call, Instant::now());
            tell_ringing(app, &record).await;
            Ok(record)
        }
    }
}

/// The one who is called answers: from now on it is a consultation that goes on.
///
/// # Errors
/// [`Code::NotFound`], [`Code::Conflict`] where it was answered already.
pub(crate) async fn accept(app: &App, user: &User, call: Uuid) -> Result<CallRecord, Failure> {
    let record = {
        let mut calls = app.calls.lock().await;
        let change = calls.accept(call, user.id, Instant::now()).map_err(refusal)?;
        settle(app, &change).await?
    };
    follow(app, &record, Some(user.id)).await;
    Ok(record)
}

/// The one who is called does not answer.
///
/// # Errors
/// As [`accept`].
pub(crate) async fn reject(app: &App, user: &User, call: Uuid, busy: bool) -> Result<CallRecord, Failure> {
    let record = {
        let mut calls = app.calls.lock().await;
        let change = calls.reject(call, user.id, busy).map_err(refusal)?;
        settle(app, &change).await?
    };
    follow(app, &record, Some(user.id)).await;
    Ok(record)
}

/// One of the two ends the call.
///
/// # Errors
/// [`Code::NotFound`].
pub(crate) async fn hang_up(app: &App, user: &User, call: Uuid) -> Result<CallRecord, Failure> {
    let record = {
        let mut calls = app.calls.lock().await;
        let change = calls.hang_up(call, user.id).map_err(refusal)?;
        settle(app, &change).await?
    };
    follow(app, &record, Some(user.id)).await;
    Ok(record)
}

/// Ends what nobody answers, whose caller is gone, or whose room one of the two has left.
pub(crate) async fn sweep(app: &App, now: Instant) {
    let gone = app.presence().sweep(now);
    for user in &gone {
        tell_presence(app, *user, false).await;
    }
    let settled = {
        let mut calls = app.calls.lock().await;
        let mut changes: Vec<Change> = gone.into_iter().flat_map(|user| calls.gone(user)).collect();
        let over = |rooms: &crate::live::Rooms| calls.sweep(now, |room| rooms.count_in(room));
        changes.extend(app.hall.look(over).await);
        let mut settled = Vec::with_capacity(changes.len());
        for change in changes {
            // A failure is in the log.
            settled.extend(settle(app, &change).await.ok().map(|record| (record, change.by)));
        }
        settled
    };
    for (record, by) in settled {
        follow(app, &record, by).await;
    }
}

/// What these clients hear takes the media side's time: no other call waits for it. Boxed, for what follows may hang up.
fn follow<'a>(app: &'a App, record: &'a CallRecord, by: Option<Uuid>) -> BoxFuture<'a, ()> {
    Box::pin(peer_signal::follow(app, record, by))
}

/// Takes up what a stop of the program left: who was rung has missed it, who talked may come back.
///
/// # Errors
/// The store's.
pub(crate) async fn restore(app: &App) -> Result<(), Failure> {
    let mut calls = app.calls.lock().await;
    for record in app.store.living_calls().await? {
        let (id, status) = (record.id, record.status);
        match call_of(&record) {
            Some(call) if status == CallStatus::Accepted => calls.restore(call, Instant::now()),
            Some(call) => {
                let to = CallStatus::Missed;
                settle(app, &Change { call, to, by: None }).await?;
            }
            None => {
                let deed = Deed::by("system", "call.missed", id);
                let change = app
                    .store
                    .change_call(id, CallStatus::Missed, deed, Timestamp::now());
                change.await?;
            }
        }
    }
    Ok(())
}

/// A device of a user is there: it rings if the others do.
pub(crate) async fn arrive(app: &App, user: Uuid) -> Vec<ServerEvent> {
    let ringing: Vec<Uuid> = {
        let calls = app.calls.lock().await;
        calls.ringing_at(user).map(|call| call.id).collect()
    };
    let mut events = Vec::new();
    for call in ringing {
        events.extend(record(app, call).await.ok().and_then(|call| ringing_event(&call)));
    }
    events
}

/// Tells those who may call somebody whether they are there.
pub(crate) async fn tell_presence(app: &App, user: Uuid, online: bool) {
    let Ok(Some(user)) = app.store.user(user).await else {
        return;
    };
    let Ok(known) = app.store.contacts(user.id, user.role, "", MOST_WATCHERS).await else {
        return;
    };
    let event = ServerEvent::PresenceChanged {
        user_id: user.id,
        online,
    };
    for contact in known {
        let may = policy::may_call(contact.role, user.role, true, app.config.patients_may_call);
        if may == Verdict::Allowed && app.presence().is_online(contact.id) {
            app.hall.tell_user(contact.id, &event).await;
        }
    }
}

/// The account of somebody whom `user` may call.
async fn callable(app: &App, user: &User, callee: Uuid) -> Result<User, Failure> {
    if callee == user.id {
        return Err(Failure::validation("user_id must be somebody else's"));
    }
    let found = app.store.user(callee).await?.ok_or(Code::NotFound)?;
    let acquainted = match (user.role, found.role) {
        (UserRole::Doctor, UserRole::Patient) => app.store.have_consulted(user.id, found.id).await?,
        (UserRole::Patient, UserRole::Doctor) => app.store.have_consulted(found.id, user.id).await?,
        _ => false,
    };
    match policy::may_call(user.role, found.role, acquainted, app.config.patients_may_call) {
        Verdict::Allowed => Ok(found),
        verdict => {
            let deed = Deed::by_user(user.id, "call.start", callee).refused();
            app.store.record(deed, Timestamp::now()).await?;
            Err(visits::refusal(verdict))
        }
    }
}

/// Whether somebody is in a consultation at this moment.
async fn is_in_consultation(app: &App, user: Uuid) -> Result<bool, Failure> {
    let places = app.store.living_places(user).await?;
    let is_there = |rooms: &crate::live::Rooms| places.iter().any(|(room, id)| rooms.is_present(*room, *id));
    Ok(app.hall.look(is_there).await)
}

async fn keep_busy(app: &App, caller: Uuid, callee: Uuid, mode: Mode) -> Result<CallRecord, Failure> {
    let new = NewCall {
        session: None,
        caller,
        callee,
        mode,
        status: CallStatus::Busy,
    };
    let call = app.store.add_call(&new, Timestamp::now()).await?;
    let record = record(app, call).await?;
    tell_both(app, &record, Some(callee)).await;
    Ok(record)
}

/// Makes the consultation that a call is held in.
async fn place(app: &App, user: &User, callee: &User, mode: Mode) -> Result<(CallRecord, Call), Failure> {
    let (doctor, other) = match user.role {
        UserRole::Doctor => (user, callee),
        UserRole::Patient | UserRole::Admin => (callee, user),
    };
    let new = NewConsultation {
        doctor_id: doctor.id,
        patient_id: (other.role == UserRole::Patient).then_some(other.id),
        colleague_id: (other.role == UserRole::Doctor).then_some(other.id),
        mode,
        title: None,
        waiting_room: false,
        shared_queue: false,
        starts_at: None,
    };
    let now = Timestamp::now();
    let made = app.store.add_consultation(&new, now).await?;
    let new = NewCall {
        session: Some(made.id),
        caller: user.id,
        callee: callee.id,
        mode,
        status: CallStatus::Ringing,
    };
    let call = app.store.add_call(&new, now).await?;
    let record = record(app, call).await?;
    let call = call_of(&record).ok_or(Code::Internal)?;
    Ok((record, call))
}

/// Writes down what became of a call, tells both, moves its consultation on.
async fn settle(app: &App, change: &Change) -> Result<CallRecord, Failure> {
    let now = Timestamp::now();
    let (id, verb) = (change.call.id, verb(change.to));
    let deed = |subject| match change.by {
        Some(user) => Deed::by_user(user, verb, subject),
        None => Deed::by("system", verb, subject),
    };
    app.store.change_call(id, change.to, deed(id), now).await?;
    let record = record(app, id).await?;
    if change.to == CallStatus::Accepted
        && let Some(begun) = app.store.begin_consultation(change.call.session, now).await?
    {
        visits::tell_change(app, &begun, &begun).await;
    }
    tell_both(app, &record, change.by).await;
    // A notification that rings gives way to one that it was missed, where the caller or time ended it unanswered.
    if was_missed(&record) {
        app.push.call(&record);
    }
    if change.to.is_over()
        && let Some(consultation) = app.store.consultation(change.call.session).await?
    {
        let parties = [&record.caller, &record.callee];
        let by = parties.into_iter().find(|party| Some(party.id) == change.by);
        close(
            app,
            consultation,
            deed(change.call.session),
            by.map(EndedBy::from),
        )
        .await?;
    }
    Ok(record)
}

async fn close(
    app: &App,
    consultation: Consultation,
    deed: Deed,
    by: Option<EndedBy>,
) -> Result<(), Failure> {
    let to = match consultation.status {
        Status::Pending => Status::Cancelled,
        Status::Active => Status::Ended,
        Status::Ended | Status::Cancelled => return Ok(()),
    };
    visits::close_by(app, deed, by, consultation, to).await.map(drop)
}

async fn tell_ringing(app: &App, record: &CallRecord) {
    if let Some(event) = ringing_event(record) {
        app.hall.tell_user(record.callee.id, &event).await;
        app.push.call(record);
    }
}

/// Whether a call ended without an answer of the one who was called.
fn was_missed(record: &CallRecord) -> bool {
    let gave_up = record.status == CallStatus::Hangup && record.answered_at.is_none();
    gave_up || record.status == CallStatus::Missed
}

fn ringing_event(record: &CallRecord) -> Option<ServerEvent> {
    Some(ServerEvent::CallRinging {
        call_id: record.id,
        session_id: record.session?.0,
        from: CallParty::from(&record.caller),
        mode: record.mode,
    })
}

async fn tell_both(app: &App, record: &CallRecord, by: Option<Uuid>) {
    let event = ServerEvent::CallSettled {
        to: record.status,
        call_id: record.id,
        session_id: record.session.map(|(session, _)| session),
        from: CallParty::from(&record.caller),
        mode: record.mode,
        by,
    };
    for user in [record.caller.id, record.callee.id] {
        app.hall.tell_user(user, &event).await;
    }
}

async fn record(app: &App, call: Uuid) -> Result<CallRecord, Failure> {
    let record = app.store.call(call).await?;
    record.ok_or_else(|| Code::NotFound.into())
}

fn call_of(record: &CallRecord) -> Option<Call> {
    let (session, room) = record.session?;
    Some(Call {
        id: record.id,
        caller: record.caller.id,
        callee: record.callee.id,
        mode: record.mode,
        session,
        room,
    })
}

fn refusal(refused: Refused) -> Failure {
    match refused {
        Refused::Unknown => Code::NotFound.into(),
        Refused::TooLate => Failure::new(
            Code::Conflict,
            "the call was answered already, or is not yours to answer",
        ),
    }
}

fn verb(to: CallStatus) -> &'static str {
    match to {
        CallStatus::Ringing => "call.start",
        CallStatus::Accepted => "call.accept",
        CallStatus::Rejected => "call.reject",
        CallStatus::Busy => "call.busy",
        CallStatus::Missed => "call.miss",
        CallStatus::Hangup => "call.hang_up",
    }
}
