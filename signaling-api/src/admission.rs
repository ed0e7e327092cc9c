//! Who is let in, who lets them in.

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::live::{ConsultationState, Denial, Hosts, Message, RoomState, Wait};
use crate::policy::Act;
use crate::role::UserRole;
use crate::store::{Consultation, Deed, Lobby, Participant, User};
use crate::token::Pass;
use crate::visits;
use model::ParticipantId;
use std::time::Instant;
use uuid::Uuid;

/// Where the holder of a place is.
pub(crate) enum Admission {
    /// In, with the consultation; nothing for a server's room.
    Accepted(Option<Consultation>),
    /// Before the door.
    Waiting(Consultation, Wait),
}

impl Admission {
    /// Whether they are before the door.
    #[must_use]
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting(..))
    }
}

/// Whether a place is still to be had, and where its holder is.
///
/// # Errors
/// [`Code::NotAdmitted`] for those who were sent away, or what [`visits::still_open`] refuses.
pub(crate) async fn admission(app: &App, pass: &Pass) -> Result<Admission, Failure> {
    visits::still_open(app, pass).await?;
    let Some(id) = pass.consultation else {
        return Ok(Admission::Accepted(None));
    };
    let consultation = app.store.consultation(id).await?.ok_or(Code::NotFound)?;
    let place = app.store.place(id, pass.participant().0).await?;
    let place = place.ok_or(Code::NotFound)?;
    match place.lobby {
        Lobby::Accepted => Ok(Admission::Accepted(Some(consultation))),
        Lobby::Waiting => {
            let wait = wait(&consultation, &place);
            Ok(Admission::Waiting(consultation, wait))
        }
        Lobby::Denied => Err(Code::NotAdmitted.into()),
    }
}

/// Lets pass who is in.
///
/// # Errors
/// [`Code::NotAdmitted`] for all who are not, or what [`admission`] refuses.
pub(crate) async fn admitted(app: &App, pass: &Pass) -> Result<(), Failure> {
    match admission(app, pass).await? {
        Admission::Accepted(_) => Ok(()),
        Admission::Waiting(..) => Err(Code::NotAdmitted.into()),
    }
}

/// Lets pass who is in after something was done that takes time: who was put out meanwhile is put out for good.
///
/// # Errors
/// As [`admitted`].
pub(crate) async fn still_admitted(app: &App, pass: &Pass) -> Result<(), Failure> {
    let answer = admitted(app, pass).await;
    if answer.is_err() {
        let (room, participant) = (pass.room, pass.participant());
        let ended = protocol::Request::RemoveParticipant { room, participant };
        // A node that is away has lost the participant anyway.
        let _ = app.media.ask(ended).await;
        catch_up(app, pass).await?;
    }
    answer
}

/// Brings the live room in line with the store, where somebody decided while a place was being taken.
///
/// # Errors
/// The store's.
pub(crate) async fn catch_up(app: &App, pass: &Pass) -> Result<(), Failure> {
    let Some(id) = pass.consultation else {
        return Ok(());
    };
    let place = app.store.place(id, pass.participant().0).await?;
    let consultation = app.store.consultation(id).await?;
    if let (Some(consultation), Some(place)) = (consultation, place) {
        settle(app, &consultation, &place).await?;
    }
    Ok(())
}

/// A doctor moves somebody through the door. Doing it again changes nothing.
///
/// # Errors
/// [`Code::Conflict`] where they are elsewhere, [`Code::NotFound`], what [`visits::open`] refuses.
pub(crate) async fn move_through(
    app: &App,
    user: &User,
    consultation: Uuid,
    participant: Uuid,
    to: Lobby,
    denial: Denial,
) -> Result<(), Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::Admit).await?;
    let place = app.store.place(consultation.id, participant).await?;
    let place = place.ok_or(Code::NotFound)?;
    if place.lobby == to {
        return Ok(());
    }
    let (from, verb) = match to {
        Lobby::Accepted => (Lobby::Waiting, "lobby.admit"),
        Lobby::Denied => (Lobby::Waiting, "lobby.deny"),
        Lobby::Waiting => (Lobby::Accepted, "lobby.put_back"),
    };
    let elsewhere = || Failure::new(Code::Conflict, "they are not where you think");
    if place.lobby != from {
        return Err(elsewhere());
    }
    let deed = Deed::by_user(user.id, verb, participant);
    let now = Timestamp::now();
    let denial = (to == Lobby::Denied).then_some(denial);
    let moved = app.store.move_place(&place, to, denial, deed, now).await?;
    settle(app, &consultation, &moved.ok_or_else(elsewhere)?).await
}

/// A doctor puts somebody out, wherever they are.
///
/// # Errors
/// The store's.
pub(crate) async fn turn_out(
    app: &App,
    user: &User,
    consultation: &Consultation,
    place: &Participant,
) -> Result<(), Failure> {
    let deed = Deed::by_user(user.id, "lobby.deny", place.id);
    let moved = app
        .store
        .move_place(place, Lobby::Denied, None, deed, Timestamp::now())
        .await?;
    match moved {
        Some(moved) => settle(app, consultation, &moved).await,
        None => Ok(()),
    }
}

/// A doctor says something to one of those who wait, or to all of them.
///
/// # Errors
/// [`Code::NotFound`] where nobody waits for it, what [`visits::open`] refuses.
pub(crate) async fn tell_waiting(
    app: &App,
    user: &User,
    consultation: Uuid,
    participant: Option<Uuid>,
    message: String,
) -> Result<(), Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::Admit).await?;
    let at = Timestamp::now();
    let told = app
        .store
        .tell_waiting(consultation.id, participant, &message, at)
        .await?;
    if told.is_empty() {
        return Err(Failure::new(Code::NotFound, "nobody waits for this message"));
    }
    let told: Vec<ParticipantId> = told.into_iter().map(ParticipantId).collect();
    let message = Message { message, at };
    app.hall
        .change(|rooms| rooms.tell_waiting(consultation.room, &told, &message))
        .await;
    Ok(())
}

/// A doctor takes a consultation of the shared queue.
///
/// # Errors
/// [`Code::Conflict`] where another was faster, what [`visits::open`] refuses.
pub(crate) async fn take(app: &App, user: &User, consultation: Uuid) -> Result<Consultation, Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::Take).await?;
    if consultation.doctor_id == user.id {
        return Ok(consultation);
    }
    let deed = Deed::by_user(user.id, "consultation.take", consultation.id);
    hand_over(app, &consultation, user.id, deed).await
}

/// A doctor, or an administrator, gives a consultation to another doctor.
///
/// # Errors
/// [`Code::Validation`] where that is no doctor, [`Code::Conflict`], what [`visits::open`] refuses.
pub(crate) async fn transfer(
    app: &App,
    user: &User,
    consultation: Uuid,
    to: Uuid,
) -> Result<Consultation, Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::Transfer).await?;
    let doctor = app.store.user(to).await?;
    if doctor.is_none_or(|doctor| doctor.role != UserRole::Doctor) {
        return Err(Failure::validation(
            "doctor_id must be the id of a doctor's account",
        ));
    }
    if consultation.doctor_id == to {
        return Ok(consultation);
    }
    let deed = Deed::by_user(user.id, "consultation.transfer", consultation.id);
    hand_over(app, &consultation, to, deed).await
}

async fn hand_over(app: &App, from: &Consultation, to: Uuid, deed: Deed) -> Result<Consultation, Failure> {
    let handed = app
        .store
        .hand_over_consultation(from, to, deed, Timestamp::now())
        .await?;
    let handed = handed.ok_or_else(|| Failure::new(Code::Conflict, "it has changed meanwhile"))?;
    if let Some(place) = app.store.place_of_user(from.id, from.doctor_id).await? {
        settle(app, &handed, &place).await?;
    }
    visits::tell_change(app, from, &handed).await;
    Ok(handed)
}

/// Those who let people in may be others from now on: they are told who waits.
pub(crate) async fn tell_hosts(app: &App, consultation: &Consultation) {
    let hosts = hosts(consultation);
    app.hall
        .change(|rooms| rooms.set_hosts(consultation.room, hosts))
        .await;
}

/// Makes the live room what the store says of a place.
async fn settle(app: &App, consultation: &Consultation, place: &Participant) -> Result<(), Failure> {
    let pass = visits::pass(consultation, place);
    let (room, id) = (pass.room, pass.participant());
    match place.lobby {
        Lobby::Accepted => {
            app.hall.admit(&pass, |state| within(consultation, state)).await;
            return visits::begin_if_met(app, &pass).await;
        }
        Lobby::Waiting => {
            let wait = wait(consultation, place);
            let put_back = |rooms: &mut crate::live::Rooms| rooms.put_back(room, id, wait, Instant::now());
            app.hall.change(put_back).await;
        }
        Lobby::Denied => {
            let denial = place.denial.clone().unwrap_or_default();
            app.hall.change(|rooms| rooms.turn_away(room, id, denial)).await;
        }
    }
    app.media.forget_participant(room, id);
    Ok(())
}

/// A room's state with its consultation.
#[must_use]
pub(crate) fn within(consultation: &Consultation, state: RoomState) -> RoomState {
    let consultation = Some(ConsultationState::from(consultation));
    RoomState {
        consultation,
        ..state
    }
}

/// Who hears of those who wait.
#[must_use]
fn hosts(consultation: &Consultation) -> Hosts {
    Hosts {
        doctor: consultation.doctor_id,
        shared: consultation.shared_with(),
    }
}

fn wait(consultation: &Consultation, place: &Participant) -> Wait {
    let message = place.message.clone();
    Wait {
        since: place.waiting_since.unwrap_or(consultation.created_at),
        message: message.map(|(message, at)| Message { message, at }),
        hosts: hosts(consultation),
    }
}
