//! Sessions as the clinics' messaging service calls consultations.

use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::policy::Act;
use crate::routes::body::{Json, Path};
use crate::routes::join::JoinAnswer;
use crate::store::{Consultation, Lobby, Mode, NewConsultation, Status, User};
use crate::visits;
use axum::extract::State;
use axum::http::StatusCode;
use model::{ParticipantId, RoomId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// A session to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewMessagingSession)]
pub(crate) struct Create {
    /// The patient's account, if there is one.
    patient_id: Option<Uuid>,
    /// With pictures, if nothing is said.
    mode: Option<Mode>,
}

/// A session.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MessagingSession)]
pub(crate) struct Session {
    id: Uuid,
    patient_id: Option<Uuid>,
    medecin_id: Uuid,
    /// Absent for administrators, and once the session is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    conference_link: Option<String>,
    /// Absent for administrators, and once the session is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    conference_code: Option<String>,
    /// `pending`, `active` or `ended`.
    #[schema(value_type = String)]
    status: Status,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// The accounts it belongs to.
    participants: Vec<Uuid>,
}

/// A session with a place in it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Joined {
    #[serde(flatten)]
    session: Session,
    /// The participant token; the access token does as well.
    token: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    #[schema(value_type = Uuid)]
    room_id: RoomId,
    #[schema(value_type = Uuid)]
    participant_id: ParticipantId,
    /// `waiting` until the doctor lets them in, `accepted` past the door.
    lobby: Lobby,
}

/// Open a session
#[utoipa::path(post, path = "/api/messaging/medecin-patient/webrtc/sessions", tag = "messaging", security(("access" = [])), request_body = Create, responses(
    (status = 201, description = "The session", body = Session),
    (status = 403, description = "`forbidden`"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<Session>), Failure> {
    let new = NewConsultation {
        doctor_id: user.id,
        patient_id: create.patient_id,
        colleague_id: None,
        mode: create.mode.unwrap_or(Mode::Video),
        title: None,
        // Clients of that service know no waiting room: nobody could let anybody in.
        waiting_room: false,
        shared_queue: false,
        starts_at: None,
    };
    let made = visits::create(&app, &user, new).await?;
    Ok((StatusCode::CREATED, axum::Json(session(&app, &user, &made))))
}

/// Look at a session
#[utoipa::path(get, path = "/api/messaging/medecin-patient/webrtc/sessions/{id}", tag = "messaging", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The session", body = Session),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Session>, Failure> {
    let consultation = visits::open(&app, &user, id, Act::See).await?;
    Ok(axum::Json(session(&app, &user, &consultation)))
}

/// Join a session
#[utoipa::path(post, path = "/api/messaging/medecin-patient/webrtc/sessions/{id}/join", tag = "messaging", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The session with a place in it", body = Joined),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn join(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Joined>, Failure> {
    let seated = visits::seat_user(&app, &user, id).await;
    app.metrics.door(&seated);
    let (seated, consultation) = seated?;
    let answer = JoinAnswer::new(&app, &seated, &consultation)?;
    Ok(axum::Json(Joined {
        session: session(&app, &user, &consultation),
        token: answer.token,
        expires_at: answer.expires_at,
        room_id: answer.room_id,
        participant_id: answer.participant_id,
        lobby: answer.lobby,
    }))
}

fn session(app: &App, user: &User, consultation: &Consultation) -> Session {
    let invites = visits::shows_invitation(user, consultation);
    Session {
        id: consultation.id,
        patient_id: consultation.patient_id,
        medecin_id: consultation.doctor_id,
        conference_link: invites.then(|| visits::link(app, consultation)),
        conference_code: invites.then(|| consultation.code.clone()),
        // This vocabulary does not know of cancelling.
        status: if consultation.status.is_over() {
            Status::Ended
        } else {
            consultation.status
        },
        created_at: consultation.created_at,
        ended_at: consultation.ended_at,
        participants: visits::users(consultation),
    }
}
