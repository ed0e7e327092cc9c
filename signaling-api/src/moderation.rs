//! What a doctor may do about somebody in the call.

use crate::admission;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy::Act;
use crate::store::{Deed, Lobby, User};
use crate::visits;
use model::{ParticipantId, Source};
use uuid::Uuid;

/// Removes somebody from the call: their media end, their token is refused, coming again is waiting. Doing it again
/// changes nothing.
///
/// # Errors
/// [`Code::Conflict`] where they wait or are the doctor, [`Code::NotFound`], what [`visits::open`] refuses.
pub(crate) async fn remove(
    app: &App,
    user: &User,
    consultation: Uuid,
    participant: Uuid,
) -> Result<(), Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::Moderate).await?;
    let place = app.store.place(consultation.id, participant).await?;
    let place = place.ok_or(Code::NotFound)?;
    if place.lobby == Lobby::Denied {
        return Ok(());
    }
    let deed = Deed::by_user(user.id, "participant.remove", participant);
    let now = Timestamp::now();
    let is_removed = app
        .store
        .remove_from_call(consultation.id, participant, deed, now)
        .await?;
    if !is_removed {
        return Err(Failure::new(
            Code::Conflict,
            "they are not in the call, or are its doctor",
        ));
    }
    admission::catch_up(app, &visits::pass(&consultation, &place)).await?;
    // From now on everybody waits at this door.
    if let Some(now) = app.store.consultation(consultation.id).await?
        && now.waiting_room != consultation.waiting_room
    {
        visits::tell_change(app, &consultation, &now).await;
    }
    Ok(())
}

/// Asks somebody's pages to mute the microphone; nothing where it is off.
///
/// # Errors
/// [`Code::NotFound`] where they are not in the room, what [`visits::open`] refuses.
pub(crate) async fn mute(
    app: &App,
    user: &User,
    consultation: Uuid,
    participant: Uuid,
) -> Result<(), Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::Moderate).await?;
    let (room, id) = (consultation.room, ParticipantId(participant));
    if !app.hall.look(|rooms| rooms.has_place(room, id)).await {
        return Err(Code::NotFound.into());
    }
    let deed = Deed::by_user(user.id, "participant.mute", participant);
    app.store.record(deed, Timestamp::now()).await?;
    app.hall
        .change(|rooms| rooms.request_mute(room, id, Source::Microphone))
        .await;
    Ok(())
}
