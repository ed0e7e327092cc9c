//! The queue of a doctor, part of which others of the team may take.

use crate::admission;
use crate::app::App;
use crate::caller::SignedIn;
use crate::error::{Code, Failure};
use crate::role::UserRole;
use crate::routes::body::{Json, Path};
use crate::routes::consultations::{self, View};
use crate::routes::lobby::{self, Waiter};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Who waits for this doctor, or for any of the team.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Queue {
    /// One's own first, then shared ones; in each, oldest first.
    items: Vec<Queued>,
}

/// A consultation in which somebody waits.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Queued {
    /// The consultation.
    consultation: View,
    /// Those who wait, in order of arrival.
    waiting: Vec<Waiter>,
}

/// Whom to give a consultation to.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Transfer {
    /// A doctor's account.
    doctor_id: Uuid,
}

/// See everybody who waits
#[utoipa::path(get, path = "/api/v1/lobby", tag = "waiting room", security(("access" = [])), responses(
    (status = 200, description = "Consultations in which somebody waits: a doctor's own, and those that doctors of their team share", body = Queue),
    (status = 403, description = "`forbidden`: doctors alone"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
) -> Result<axum::Json<Queue>, Failure> {
    if user.role != UserRole::Doctor {
        return Err(Code::Forbidden.into());
    }
    let mut items = Vec::new();
    for consultation in app.store.consultations_with_waiting(user.id, user.team).await? {
        let waiting = lobby::view(&app, consultation.room).await.waiting;
        // Some left without being let in.
        if !waiting.is_empty() {
            let consultation = consultations::view(&app, &user, consultation).await.0;
            items.push(Queued {
                consultation,
                waiting,
            });
        }
    }
    Ok(axum::Json(Queue { items }))
}

/// Take a consultation of the shared queue
#[utoipa::path(post, path = "/api/v1/consultations/{id}/take", tag = "waiting room", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The consultation, now one's own", body = View),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also where it is not in the shared queue"),
    (status = 409, description = "`conflict`: another doctor was faster"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<View>, Failure> {
    let taken = admission::take(&app, &user, id).await?;
    Ok(consultations::view(&app, &user, taken).await)
}

/// Give a consultation to another doctor
#[utoipa::path(post, path = "/api/v1/consultations/{id}/transfer", tag = "waiting room", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Transfer, responses(
    (status = 200, description = "The consultation, now another's; who had it is out", body = View),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: it has changed meanwhile"),
    (status = 410, description = "`consultation_ended`"),
    (status = 422, description = "`validation`: no doctor's account"),
))]
pub(crate) async fn transfer(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(transfer): Json<Transfer>,
) -> Result<axum::Json<View>, Failure> {
    let given = admission::transfer(&app, &user, id, transfer.doctor_id).await?;
    Ok(consultations::view(&app, &user, given).await)
}
