//! Meetings that a platform makes for two of its users at once.

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::live::{CallParty, ServerEvent};
use crate::role::UserRole;
use crate::store::{Consultation, Deed, Meeting, Mode, NewConsultation, Party, Status, User};
use crate::visits;
use uuid::Uuid;

/// Makes a meeting; the one who did not accept hears of it on all their devices.
///
/// # Errors
/// [`Code::Validation`] where the two are not a doctor and a patient, or two doctors.
pub(crate) async fn create(
    app: &App,
    accepted_by: Uuid,
    other: Uuid,
    mode: Mode,
    title: Option<String>,
) -> Result<Meeting, Failure> {
    let (first, second) = (known(app, accepted_by).await?, known(app, other).await?);
    let (doctor, guest) = match (first.role, second.role) {
        (UserRole::Doctor, UserRole::Doctor | UserRole::Patient) if first.id != second.id => {
            (&first, &second)
        }
        (UserRole::Patient, UserRole::Doctor) => (&second, &first),
        _ => return Err(wrong()),
    };
    let new = NewConsultation {
        doctor_id: doctor.id,
        patient_id: (guest.role == UserRole::Patient).then_some(guest.id),
        colleague_id: (guest.role == UserRole::Doctor).then_some(guest.id),
        mode,
        title,
        waiting_room: false,
        shared_queue: false,
        starts_at: None,
    };
    let now = Timestamp::now();
    let consultation = app.store.add_consultation(&new, now).await?;
    app.store.add_meeting(consultation.id, first.id, now).await?;
    app.meetings().begin(consultation.id, consultation.room);
    let event = ServerEvent::MeetingCreated {
        call_id: consultation.id,
        session_id: consultation.id,
        from: CallParty::from(&party(&first)),
        mode,
    };
    app.hall.tell_user(second.id, &event).await;
    Ok(Meeting {
        consultation,
        accepted_by,
    })
}

/// The meeting with this id.
///
/// # Errors
/// [`Code::NotFound`], also for a consultation that no platform made.
pub(crate) async fn find(app: &App, id: Uuid) -> Result<Meeting, Failure> {
    app.store.meeting(id).await?.ok_or_else(|| Code::NotFound.into())
}

/// Ends a meeting. Doing it again changes nothing.
///
/// # Errors
/// [`Code::NotFound`].
pub(crate) async fn end(app: &App, id: Uuid, deed: Deed) -> Result<Meeting, Failure> {
    let meeting = find(app, id).await?;
    app.meetings().end(id);
    let to = match meeting.consultation.status {
        Status::Pending => Status::Cancelled,
        Status::Active => Status::Ended,
        Status::Ended | Status::Cancelled => return Ok(meeting),
    };
    let consultation = visits::close_by(app, deed, None, meeting.consultation, to).await?;
    Ok(Meeting {
        consultation,
        ..meeting
    })
}

/// Ends the meetings that one of the two has left.
pub(crate) async fn sweep(app: &App) {
    let over = |rooms: &crate::live::Rooms| app.meetings().sweep(|room| rooms.count_in(room));
    for id in app.hall.look(over).await {
        let deed = Deed::by("system", "meeting.end", id);
        // The failure is in the log.
        let _ = end(app, id, deed).await;
    }
}

/// Takes up the meetings that live.
///
/// # Errors
/// The store's.
pub(crate) async fn restore(app: &App) -> Result<(), Failure> {
    for meeting in app.store.living_meetings(None).await? {
        let Consultation { id, room, .. } = meeting.consultation;
        app.meetings().begin(id, room);
    }
    Ok(())
}

/// The account of one of the two.
///
/// # Errors
/// [`Code::Validation`] where there is none.
pub(crate) async fn known(app: &App, user: Uuid) -> Result<User, Failure> {
    app.store.user(user).await?.ok_or_else(wrong)
}

/// The other one of the two.
///
/// # Errors
/// The store's.
pub(crate) async fn other(app: &App, consultation: &Consultation, user: Uuid) -> Result<Party, Failure> {
    let others = visits::users(consultation);
    let other = others.into_iter().find(|id| *id != user).ok_or(Code::NotFound)?;
    let found = app.store.user(other).await?.ok_or(Code::NotFound)?;
    Ok(party(&found))
}

fn party(user: &User) -> Party {
    Party {
        id: user.id,
        name: user.name.clone(),
        role: user.role,
    }
}

fn wrong() -> Failure {
    Failure::validation("a meeting is of the accounts of a doctor and a patient, or of two doctors")
}
