//! Recordings: asked for by the doctor, begun when everybody agreed, stopped by anybody.

mod archive;
mod reader;

pub use archive::recording_key;
pub(crate) use archive::{Archive, Part};
pub(crate) use reader::Reader;

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::live::{RecordingPhase, Step};
use crate::policy::Act;
use crate::store::{Closed, Deed, Recording, RecordingState, User};
use crate::token::Pass;
use crate::visits;
use model::{ParticipantId, RecordingId, RoomId};
use protocol::{Event, RecordingEnd, Request};
use std::sync::{Arc, Weak};
use std::time::Duration;
use uuid::Uuid;

/// How often it is looked who came and went.
const ROUND: Duration = Duration::from_secs(1);

/// The doctor asks everybody in the call.
///
/// # Errors
/// [`Code::Conflict`] where they are not in it, or a recording is asked for or goes on already; [`Code::Forbidden`] where the installation
/// records nothing; what [`visits::open_living`] refuses.
pub(crate) async fn ask(app: &App, user: &User, consultation: Uuid) -> Result<Recording, Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::Record).await?;
    if app.archive.is_none() {
        return Err(Failure::new(Code::Forbidden, "recording is turned off here"));
    }
    let room = consultation.room;
    let doctor = app
        .hall
        .look(|rooms| rooms.doctors_in(room).first().copied())
        .await;
    let doctor = doctor.ok_or_else(|| Failure::new(Code::Conflict, "they are not in the call"))?;
    let now = Timestamp::now();
    let deed = |recording| Deed::by_user(user.id, "recording.ask", recording);
    let asked = app
        .store
        .ask_recording(consultation.id, doctor.0, deed, now)
        .await?;
    let asked = asked.ok_or_else(|| Failure::new(Code::Conflict, "a recording is asked for or goes on"))?;
    app.hall
        .change(|rooms| rooms.ask_recording(room, asked.id, doctor, now))
        .await;
    advance(app, room).await?;
    Ok(asked)
}

/// Somebody in the call answers. Their first word counts; to withdraw is to stop.
///
/// # Errors
/// [`Code::NotFound`], [`Code::NotAdmitted`], [`Code::Conflict`] where they answered already.
pub(crate) async fn answer(
    app: &App,
    pass: &Pass,
    consultation: Uuid,
    recording: Uuid,
    agreed: bool,
) -> Result<(), Failure> {
    visits::of_pass(app, pass, consultation).await?;
    let (room, participant) = (pass.room, pass.participant());
    check_present(app, room, participant, recording).await?;
    let verb = if agreed {
        "recording.agree"
    } else {
        "recording.refuse"
    };
    let deed = Deed::by("participant", verb, recording);
    let now = Timestamp::now();
    let is_first = app
        .store
        .answer_recording(recording, participant.0, agreed, deed, now)
        .await?;
    if !is_first {
        return Err(Failure::new(Code::Conflict, "they answered already"));
    }
    app.hall
        .change(|rooms| rooms.answer_recording(room, recording, participant, agreed))
        .await;
    advance(app, room).await
}

/// Somebody in the call stops it; doing it again changes nothing.
///
/// # Errors
/// [`Code::NotFound`], [`Code::NotAdmitted`].
pub(crate) async fn stop_in_call(
    app: &App,
    pass: &Pass,
    consultation: Uuid,
    recording: Uuid,
) -> Result<(), Failure> {
    visits::of_pass(app, pass, consultation).await?;
    check_present(app, pass.room, pass.participant(), recording).await?;
    let deed = Deed::by("participant", "recording.stop", recording);
    stop(app, pass.room, recording, deed).await
}

/// Its doctor stops it, wherever they are.
///
/// # Errors
/// What [`visits::open_living`] refuses, [`Code::NotFound`].
pub(crate) async fn stop_by_doctor(
    app: &App,
    user: &User,
    consultation: Uuid,
    recording: Uuid,
) -> Result<(), Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::Record).await?;
    let living = app.hall.look(|rooms| rooms.recording_in(consultation.room)).await;
    if living != Some(recording) {
        return Err(Code::NotFound.into());
    }
    let deed = Deed::by_user(user.id, "recording.stop", recording);
    stop(app, consultation.room, recording, deed).await
}

/// The files of a recording are closed, or it could not go on.
pub(crate) async fn ended(app: &App, recording: RecordingId, closed: Closed) {
    let now = Timestamp::now();
    // Tried again at the next start, where this cannot be written.
    let _ = app.store.finish_recording(recording.0, closed, now).await;
    let Some(room) = app.hall.look(|rooms| rooms.room_of_recording(recording.0)).await else {
        return;
    };
    if closed.end != Some(RecordingEnd::Complete) {
        tracing::error!("a recording could not go on: see the disk");
        let _ = record(app, room, None).await;
    }
    let phase = if closed.end == Some(RecordingEnd::Complete) {
        RecordingPhase::Ended
    } else {
        RecordingPhase::Failed
    };
    app.hall
        .change(|rooms| rooms.end_recording(room, phase, now))
        .await;
}

/// What the media node tells of recordings.
#[must_use]
pub(crate) fn closed(event: &Event) -> Option<(RecordingId, Closed)> {
    let Event::RecordingEnded {
        recording,
        end,
        bytes,
        dropped,
    } = *event
    else {
        return None;
    };
    let end = Some(end);
    Some((recording, Closed { end, bytes, dropped }))
}

/// A consultation is over: what was asked is asked no more.
pub(crate) async fn withdraw(app: &App, consultation: Uuid) {
    // At the next start at the latest.
    let _ = app
        .store
        .withdraw_recordings(consultation, Timestamp::now())
        .await;
}

/// What a stopped server left: nothing of it goes on.
///
/// # Errors
/// The store's.
pub(crate) async fn restore(app: &App) -> Result<(), sqlx::Error> {
    let now = Timestamp::now();
    for recording in app.store.living_recordings().await? {
        if recording.state == RecordingState::Asked {
            app.store.refuse_recording(recording.id, now).await?;
            continue;
        }
        let parts = app.archive.as_ref().map(|archive| archive.parts(recording.id));
        let bytes = parts.unwrap_or_default().iter().map(|part| part.bytes).sum();
        let closed = Closed {
            end: None,
            bytes,
            dropped: 0,
        };
        app.store.finish_recording(recording.id, closed, now).await?;
    }
    Ok(())
}

/// Looks, from time to time, who came and went, and for files that belong to nothing any more.
pub(crate) async fn run(app: Weak<App>) {
    let mut ticks = tokio::time::interval(ROUND);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        for room in app.hall.look(|rooms| rooms.recorded_rooms()).await {
            // Tried again in a second.
            let _ = advance(&app, room).await;
        }
        if let Ok(counts) = app.store.count_recordings().await {
            app.metrics.recordings(counts);
        }
    }
}

/// Removes files that belong to nothing any more.
pub(crate) async fn tidy(app: &Arc<App>) {
    if let Some(archive) = &app.archive
        && archive.remove_unknown(&app.store).await.is_err()
    {
        tracing::error!("recordings that belong to nothing any more could not be removed; tried again later");
    }
}

/// Does what follows from the answers; doing it twice changes nothing.
async fn advance(app: &App, room: RoomId) -> Result<(), Failure> {
    // One at a time: what follows depends on what was done.
    let _turn = app.recording_turn.lock().await;
    let Some(step) = app.hall.look(|rooms| rooms.recording_step(room)).await else {
        return Ok(());
    };
    let now = Timestamp::now();
    match step {
        Step::Refuse(id) => {
            app.store.refuse_recording(id, now).await?;
            let refused = RecordingPhase::Refused;
            app.hall
                .change(|rooms| rooms.end_recording(room, refused, now))
                .await;
        }
        Step::Start(id, people) => {
            if app.store.start_recording(id, now).await? {
                begin(app, room, id, people, now).await;
            }
        }
        Step::Change(id, people) => {
            record(app, room, Some((id, &people))).await?;
            app.hall
                .change(|rooms| rooms.recording_goes_on(room, people, now))
                .await;
        }
        Step::Stop(id) => {
            app.store.refuse_recording(id, now).await?;
            close(app, room, id, Deed::by("system", "recording.stop", id)).await?;
        }
    }
    Ok(())
}

async fn begin(app: &App, room: RoomId, id: Uuid, people: Vec<ParticipantId>, now: Timestamp) {
    if record(app, room, Some((id, &people))).await.is_ok() {
        app.hall
            .change(|rooms| rooms.recording_goes_on(room, people, now))
            .await;
        return;
    }
    let closed = Closed {
        end: Some(RecordingEnd::Failed),
        bytes: 0,
        dropped: 0,
    };
    ended(app, RecordingId(id), closed).await;
}

async fn stop(app: &App, room: RoomId, recording: Uuid, deed: Deed) -> Result<(), Failure> {
    let _turn = app.recording_turn.lock().await;
    close(app, room, recording, deed).await
}

async fn close(app: &App, room: RoomId, recording: Uuid, deed: Deed) -> Result<(), Failure> {
    let now = Timestamp::now();
    // Who is recorded is heard no more even where the store is away.
    let stopped = record(app, room, None).await;
    let kept = app.store.stop_recording(recording, deed, now).await;
    app.store.refuse_recording(recording, now).await?;
    app.hall
        .change(|rooms| rooms.end_recording(room, RecordingPhase::Ended, now))
        .await;
    kept?;
    stopped
}

async fn record(app: &App, room: RoomId, who: Option<(Uuid, &[ParticipantId])>) -> Result<(), Failure> {
    let recording = who.map(|(id, people)| protocol::Recording {
        id: RecordingId(id),
        participants: people.to_vec(),
    });
    app.media.ask(Request::Record { room, recording }).await.map(drop)
}

async fn check_present(
    app: &App,
    room: RoomId,
    participant: ParticipantId,
    recording: Uuid,
) -> Result<(), Failure> {
    let look = |rooms: &crate::live::Rooms| (rooms.has_place(room, participant), rooms.recording_in(room));
    match app.hall.look(look).await {
        (false, _) => Err(Code::NotAdmitted.into()),
        (true, living) if living != Some(recording) => Err(Code::NotFound.into()),
        _ => Ok(()),
    }
}
