//! Who came to a consultation, how far they got.

use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::policy::Act;
use crate::role::ParticipantRole;
use crate::routes::body::{Path, Query};
use crate::routes::joining::Joining;
use crate::store::{Consultation, Join, Rating};
use crate::visits;
use axum::extract::State;
use model::ParticipantId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Participants on one page.
const PAGE: i64 = 50;

/// Which participants to list.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// `next_cursor` of the page before.
    cursor: Option<Uuid>,
}

/// Somebody who was given a place.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Participant)]
pub(crate) struct View {
    /// Who.
    id: Uuid,
    /// Their name.
    display_name: String,
    /// Their part.
    role: ParticipantRole,
    /// When they were first given the place.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Whether they are in the room now.
    present: bool,
    /// When the furthest stage was reached.
    #[schema(value_type = String, format = DateTime)]
    stage_at: Timestamp,
    /// Their latest attempt to join, at most a second old; what there was to say is the last word on it.
    #[serde(flatten)]
    join: Joining,
    /// What they said of the call.
    rating: Option<Rating>,
}

/// One page of participants.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = ParticipantPage)]
pub(crate) struct Page {
    /// Newest first.
    items: Vec<View>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<Uuid>,
}

/// Who came, how far they got
#[utoipa::path(get, path = "/api/v1/consultations/{id}/participants", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path), Which), responses(
    (status = 200, description = "One page of those who were given a place, newest first, also after the end", body = Page),
    (status = 403, description = "`forbidden`: for its doctor and administrators"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Query(which): Query<Which>,
) -> Result<axum::Json<Page>, Failure> {
    let consultation = visits::open(&app, &user, id, Act::Diagnose).await?;
    let mut found = app.store.joins(id, which.cursor, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next_cursor = found.last().filter(|_| more).map(|last| last.id);
    let mut items = Vec::with_capacity(found.len());
    for join in found {
        items.push(view(&app, &consultation, join).await);
    }
    Ok(axum::Json(Page { items, next_cursor }))
}

async fn view(app: &App, consultation: &Consultation, join: Join) -> View {
    let (room, participant) = (consultation.room, ParticipantId(join.id));
    View {
        id: join.id,
        display_name: join.display_name,
        role: join.role,
        created_at: join.created_at,
        present: app.hall.look(|rooms| rooms.has_place(room, participant)).await,
        stage_at: join.reached_at,
        join: join.diagnosis.into(),
        rating: join.rating,
    }
}
