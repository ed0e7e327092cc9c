//! What happens to a consultation, whichever door it comes through.

use crate::admission;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::live::{ConsultationState, EndedBy, ServerEvent};
use crate::messages;
use crate::policy::{self, Act, Verdict};
use crate::push;
use crate::recordings;
use crate::role::{Kind, ParticipantRole, UserRole};
use crate::store::{Coming, Consultation, Deed, Lobby, NewConsultation, Participant, Status, Team, User};
use crate::token::Pass;
use model::RoomId;
use protocol::Request;
use std::time::Instant;
use uuid::Uuid;

/// A place that somebody was given.
pub(crate) struct Seated {
    /// The place.
    pub pass: Pass,
    /// Before the door or past it.
    pub lobby: Lobby,
    /// Whether the place belongs to a browser, which has to keep its secret.
    pub keeps_device: bool,
}

/// The consultation with this id, if the user may do that with it.
///
/// # Errors
/// [`Code::NotFound`] also for a consultation that is none of the user's business, [`Code::Forbidden`].
pub(crate) async fn open(app: &App, user: &User, id: Uuid, act: Act) -> Result<Consultation, Failure> {
    let found = app.store.consultation(id).await?;
    let consultation = found.ok_or(Code::NotFound)?;
    let standing = policy::standing(user, &consultation);
    let verdict = policy::may(standing, act);
    if verdict == Verdict::Allowed {
        if policy::look_leaves_a_trace(standing, act) {
            let deed = Deed::by_user(user.id, verb(act), id);
            app.store.record(deed, Timestamp::now()).await?;
        }
        return Ok(consultation);
    }
    let deed = Deed::by_user(user.id, verb(act), id).refused();
    app.store.record(deed, Timestamp::now()).await?;
    Err(refusal(verdict))
}

/// As [`open`], where the consultation is not over.
///
/// # Errors
/// [`Code::ConsultationEnded`], or what [`open`] refuses.
pub(crate) async fn open_living(app: &App, user: &User, id: Uuid, act: Act) -> Result<Consultation, Failure> {
    let consultation = open(app, user, id, act).await?;
    if consultation.status.is_over() {
        return Err(Code::ConsultationEnded.into());
    }
    Ok(consultation)
}

/// Makes a consultation, tells its users.
///
/// # Errors
/// [`Code::Forbidden`], or [`Code::Validation`] where the patient has no account.
pub(crate) async fn create(app: &App, user: &User, new: NewConsultation) -> Result<Consultation, Failure> {
    let verdict = policy::may_create(user.role);
    if verdict != Verdict::Allowed {
        return Err(refusal(verdict));
    }
    if let Some(patient) = new.patient_id {
        let patient = app.store.user(patient).await?;
        if patient.is_none_or(|patient| patient.role != UserRole::Patient) {
            return Err(Failure::validation(
                "patient_id must be the id of a patient's account",
            ));
        }
    }
    let made = app.store.add_consultation(&new, Timestamp::now()).await?;
    let users = users(&made);
    let event = ServerEvent::WebrtcSessionCreated {
        session_id: made.id,
        conference_link: link(app, &made),
        conference_code: made.code.clone(),
        participants: users.clone(),
    };
    for user in users {
        app.hall.tell_user(user, &event).await;
    }
    Ok(made)
}

/// Gives a user their place.
///
/// # Errors
/// [`Code::ConsultationEnded`], or what [`open`] refuses.
pub(crate) async fn seat_user(app: &App, user: &User, id: Uuid) -> Result<(Seated, Consultation), Failure> {
    let consultation = open(app, user, id, Act::Join).await?;
    let standing = policy::standing(user, &consultation);
    let role = policy::seat(standing).ok_or(Code::Forbidden)?;
    let coming = Coming {
        user: Some(user.id),
        invitation: None,
        role,
        kind: None,
        name: &user.name,
        waits: consultation.waiting_room && policy::waits(role),
    };
    let seated = give_place(app, &consultation, &coming).await?;
    Ok((seated, consultation))
}

/// Somebody without an account.
pub(crate) struct Guest<'a> {
    /// The name that others see.
    pub name: &'a str,
    /// As what they were invited.
    pub kind: Option<Kind>,
    /// The one-time invitation by which they come.
    pub invitation: Option<Uuid>,
}

/// Gives somebody without an account a place.
///
/// # Errors
/// [`Code::RateLimited`], or what [`open_to_guests`] refuses.
pub(crate) async fn seat_guest(
    app: &App,
    consultation: &Consultation,
    guest: &Guest<'_>,
) -> Result<Seated, Failure> {
    open_to_guests(consultation)?;
    let coming = Coming {
        user: None,
        invitation: guest.invitation,
        role: ParticipantRole::Guest,
        kind: guest.kind,
        name: guest.name,
        waits: consultation.waiting_room && policy::waits(ParticipantRole::Guest),
    };
    give_place(app, consultation, &coming).await
}

/// Whether code and links still work.
///
/// # Errors
/// [`Code::ConsultationEnded`], [`Code::InvitationExpired`].
pub(crate) fn open_to_guests(consultation: &Consultation) -> Result<(), Failure> {
    if consultation.status.is_over() {
        return Err(Code::ConsultationEnded.into());
    }
    if consultation.status == Status::Pending && consultation.expires_at < Timestamp::now() {
        return Err(Code::InvitationExpired.into());
    }
    Ok(())
}

/// Whether the media side of a place is still to be had.
///
/// # Errors
/// [`Code::ConsultationEnded`] or, for a server's room, [`Code::NotFound`].
pub(crate) async fn still_open(app: &App, pass: &Pass) -> Result<(), Failure> {
    match app.store.room(pass.room).await? {
        Some(room) if !room.closed => Ok(()),
        Some(_) if pass.consultation.is_some() => Err(Code::ConsultationEnded.into()),
        _ => Err(Code::NotFound.into()),
    }
}

/// The consultation that a place is in, if it has this id: others do not exist for the place's holder.
///
/// # Errors
/// [`Code::NotFound`], [`Code::ConsultationEnded`].
pub(crate) async fn of_pass(app: &App, pass: &Pass, id: Uuid) -> Result<Consultation, Failure> {
    if pass.consultation != Some(id) {
        return Err(Code::NotFound.into());
    }
    let consultation = app.store.consultation(id).await?.ok_or(Code::NotFound)?;
    if consultation.status.is_over() {
        return Err(Code::ConsultationEnded.into());
    }
    Ok(consultation)
}

/// Marks the consultation as begun where the doctor and another are both in the room.
///
/// # Errors
/// The store's.
pub(crate) async fn begin_if_met(app: &App, pass: &Pass) -> Result<(), Failure> {
    let Some(id) = pass.consultation else {
        return Ok(());
    };
    if !app.hall.look(|rooms| rooms.have_met(pass.room)).await {
        return Ok(());
    }
    app.meetings().meet(id);
    if let Some(begun) = app.store.begin_consultation(id, Timestamp::now()).await? {
        tell_change(app, &begun, &begun).await;
        // It has begun all the same where this cannot be written.
        let _ = messages::note_status(app, &begun).await;
    }
    Ok(())
}

/// Ends or cancels a consultation: everybody is told and out. Doing it again changes nothing.
///
/// # Errors
/// [`Code::ConsultationEnded`] where it is over in the other way, [`Code::Conflict`] for cancelling one that goes on.
pub(crate) async fn close(
    app: &App,
    user: &User,
    consultation: Consultation,
    to: Status,
) -> Result<Consultation, Failure> {
    if consultation.status == to {
        return Ok(consultation);
    }
    let verb = if to == Status::Cancelled {
        "consultation.cancel"
    } else {
        "consultation.end"
    };
    let deed = Deed::by_user(user.id, verb, consultation.id);
    close_by(app, deed, Some(user.into()), consultation, to).await
}

/// As [`close`], whoever does it; `by` is told to those who were there.
///
/// # Errors
/// As [`close`].
pub(crate) async fn close_by(
    app: &App,
    deed: Deed,
    by: Option<EndedBy>,
    consultation: Consultation,
    to: Status,
) -> Result<Consultation, Failure> {
    let closed = app
        .store
        .close_consultation(&consultation, to, deed, Timestamp::now())
        .await?;
    let Some(closed) = closed else {
        // Its state may have changed since it was read.
        let now = app.store.consultation(consultation.id).await?;
        return match now.map(|now| (now.status, now)) {
            Some((status, now)) if status == to => Ok(now),
            Some((Status::Active, _)) => Err(Failure::new(Code::Conflict, "it goes on; end it instead")),
            _ => Err(Code::ConsultationEnded.into()),
        };
    };
    tell(app, &consultation, &closed, by).await;
    close_room(app, closed.room).await;
    recordings::withdraw(app, closed.id).await;
    // It is over all the same where this cannot be written.
    let _ = messages::note_status(app, &closed).await;
    Ok(closed)
}

/// Everybody in the room is out, its media end.
pub(crate) async fn close_room(app: &App, room: RoomId) {
    app.hall.change(|rooms| rooms.close(room)).await;
    app.media.forget_room(room);
    // A node that is away has lost the room anyway.
    let _ = app.media.ask(Request::CloseRoom(room)).await;
}

/// Tells those in the room, those who wait, the doctor and the patient what the consultation is like now; the doctors
/// of the team too while it is in the shared queue or has just left it.
pub(crate) async fn tell_change(app: &App, before: &Consultation, now: &Consultation) {
    tell(app, before, now, None).await;
}

async fn tell(app: &App, before: &Consultation, now: &Consultation, ended_by: Option<EndedBy>) {
    admission::tell_hosts(app, now).await;
    let mut concerned = users(now);
    concerned.push(before.doctor_id);
    let shared = [before, now].map(|known| known.shared_queue.then_some(known.doctor_team));
    let teams: Vec<Team> = shared.into_iter().flatten().collect();
    let event = ServerEvent::ConsultationUpdated(ConsultationState {
        ended_by,
        ..ConsultationState::from(now)
    });
    app.hall.tell_all(now.room, &concerned, &teams, &event).await;
}

/// The accounts that a consultation belongs to.
#[must_use]
pub(crate) fn users(consultation: &Consultation) -> Vec<Uuid> {
    let mut users = vec![consultation.doctor_id];
    users.extend(consultation.patient_id);
    users.extend(consultation.colleague_id);
    users
}

/// Whether `user` sees the code and the link, which die with the consultation.
#[must_use]
pub(crate) fn shows_invitation(user: &User, consultation: &Consultation) -> bool {
    let standing = policy::standing(user, consultation);
    !consultation.status.is_over() && policy::may(standing, Act::Invite) == Verdict::Allowed
}

/// What to send to a guest.
#[must_use]
pub(crate) fn link(app: &App, consultation: &Consultation) -> String {
    format!(
        "{}/conference/join/{}",
        app.public_url.origin, consultation.share_token
    )
}

async fn give_place(app: &App, consultation: &Consultation, coming: &Coming<'_>) -> Result<Seated, Failure> {
    if consultation.status.is_over() {
        return Err(Code::ConsultationEnded.into());
    }
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .places
        .take(&consultation.id, Instant::now())
        .map_err(limited)?;
    let place = app
        .store
        .give_place(consultation.id, coming, Timestamp::now())
        .await?;
    if place.lobby == Lobby::Waiting {
        push::tell_waiting(app, consultation);
    }
    let pass = pass(consultation, &place);
    let (room, id) = (pass.room, pass.participant());
    let is_there = app.hall.look(|rooms| rooms.has_place(room, id));
    if coming.has_one_place() && !is_there.await {
        app.store.begin_join(id, Timestamp::now()).await?;
    }
    Ok(Seated {
        lobby: place.lobby,
        keeps_device: coming.invitation.is_some(),
        pass,
    })
}

/// All that a participant token says of a place.
#[must_use]
pub(crate) fn pass(consultation: &Consultation, place: &Participant) -> Pass {
    Pass {
        room: consultation.room,
        consultation: Some(consultation.id),
        identity: place.id.to_string(),
        name: place.display_name.clone(),
        role: place.role,
        kind: place.kind,
        grants: policy::grants(place.role),
    }
}

/// What a verdict other than yes is on the wires.
/// What a verdict that is no permission says to the caller.
#[must_use]
pub(crate) fn refusal(verdict: Verdict) -> Failure {
    match verdict {
        Verdict::Hidden => Code::NotFound.into(),
        Verdict::Allowed | Verdict::Forbidden => Code::Forbidden.into(),
    }
}

fn verb(act: Act) -> &'static str {
    match act {
        Act::See | Act::Invite | Act::SeeNetworks | Act::Review => "consultation.see",
        Act::InviteOthers => "invitation.see",
        Act::Change => "consultation.change",
        Act::End => "consultation.end",
        Act::Join => "consultation.join",
        Act::SeeLobby => "lobby.see",
        Act::Admit => "lobby.admit",
        Act::Moderate => "participant.moderate",
        Act::Take => "consultation.take",
        Act::Transfer => "consultation.transfer",
        Act::Diagnose => "consultation.diagnose",
        Act::Talk => "consultation.talk",
        Act::Record => "recording.see",
    }
}
